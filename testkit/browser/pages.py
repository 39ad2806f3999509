"""The kinds of pages, and what the published season says that they must show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from testkit.browser.edge_case_site import LEADER, LONG, ROMAJI, SINGLE
from testkit.published_data import read, read_season
from testkit.site_server import Site

PICTURES = Path(__file__).parents[2] / "build" / "pictures"
CONTINUING = 21
HOSTILE = range(900001, 900007)
"""Shows of the synthetic season whose titles are markup, scripts and the like."""

KINDS = {
    "front": "",
    "show": f"show/{LEADER}",
    "continuing": f"show/{CONTINUING}",
    "hostile": f"show/{HOSTILE[0]}",
    "about": "about",
    "missing": "show/999999",
}
EDGE_CASE_KINDS = {
    "posters": "",
    "leader": f"show/{LEADER}",
    "long": f"show/{LONG}",
    "single": f"show/{SINGLE}",
    "romaji": f"show/{ROMAJI}",
}

every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
every_edge_case = pytest.mark.parametrize("path", EDGE_CASE_KINDS.values(), ids=EDGE_CASE_KINDS)

Week = dict[str, Any]


def weeks(site: Site) -> list[Week]:
    """The chart's weeks, oldest first."""
    chart: list[Week] = read(site.data, "rankings.json")["weeks"]
    return chart


def newest_finished(site: Site) -> int:
    """The index of the week that the front page lists."""
    return max(index for index, week in enumerate(weeks(site)) if week["complete"])


def shows(site: Site) -> dict[int, dict[str, Any]]:
    """The published shows by id."""
    return {show["anilist_id"]: show for show in read_season(site.data, "shows.json")["shows"]}
