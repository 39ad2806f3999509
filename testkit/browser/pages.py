"""The kinds of pages, and what the published year says that they must show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from testkit.browser.edge_case_site import HOSTILE, LONG, ROMAJI, SINGLE
from testkit.published_data import read, read_season
from testkit.site_server import Site

PICTURES = Path(__file__).parents[2] / "build" / "pictures"
LEADER = 172463
"""The first of the running season."""
FORMER = 182896
"""The first of a season that is settled."""
CONTINUING = 21
"""In every season."""
SETTLED_WEEK, SHARED_WEEK = "2025-W46", "2026-W02"
"""A week that never changes again, and one that two seasons share and that was corrected."""

KINDS = {
    "front": "",
    "week": f"week/{SETTLED_WEEK}/",
    "shared week": f"week/{SHARED_WEEK}/",
    "weeks": "week/",
    "season": "season/fall-2025/",
    "seasons": "season/",
    "show": f"show/{LEADER}/",
    "former": f"show/{FORMER}/",
    "continuing": f"show/{CONTINUING}/",
    "shows": "shows/",
    "records": "records/",
    "films": "films/",
    "groups": "groups/",
    "data": "data/",
    "compare": "compare/",
    "embed": "embed/",
    "about": "about/",
    "missing": "show/999999/",
}
EDGE_CASE_KINDS = {
    "posters": "",
    "leader": f"show/{LEADER}/",
    "long": f"show/{LONG}/",
    "single": f"show/{SINGLE}/",
    "romaji": f"show/{ROMAJI}/",
    "hostile": f"show/{next(iter(HOSTILE))}/",
    "odd week": "week/2026-W08/",
    "odd season": "season/winter-2026/",
}

every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
every_edge_case = pytest.mark.parametrize("path", EDGE_CASE_KINDS.values(), ids=EDGE_CASE_KINDS)

Week = dict[str, Any]


def read_week(site: Site, name: str) -> Week:
    """The chart of all series of a week: `2025-W46`."""
    week: Week = read(site.data, f"weeks/{name}.json")
    return week


def list_weeks(site: Site) -> list[Week]:
    """The charts of all weeks, oldest first."""
    return [read(site.data, f"weeks/{path.name}") for path in sorted((site.data / "weeks").iterdir())]


def find_newest(site: Site) -> Week:
    """The week that the front page is about: the newest that is over."""
    return next(week for week in reversed(list_weeks(site)) if week["complete"])


def list_season_weeks(site: Site) -> list[Week]:
    """The weeks of the current season's own chart, oldest first: those of the front page's river."""
    chart: list[Week] = read_season(site.data, "rankings.json")["weeks"]
    return chart


def find_newest_row(site: Site) -> int:
    """The index of the river's newest week that is over."""
    return max(index for index, week in enumerate(list_season_weeks(site)) if week["complete"])


def read_shows(site: Site) -> dict[int, dict[str, Any]]:
    """The published shows of all seasons by id."""
    return {show["anilist_id"]: show for show in read(site.data, "shows.json")["shows"]}


def read_season_shows(site: Site) -> dict[int, dict[str, Any]]:
    """Those of the current season."""
    return {show["anilist_id"]: show for show in read_season(site.data, "shows.json")["shows"]}
