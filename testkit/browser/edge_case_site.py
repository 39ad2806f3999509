"""The published season made small and edge_cases: posters, and shows that are hard to lay out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from testkit.page_weight import POSTERS
from testkit.published_data import Record, rank_shows, rank_weeks, read, read_season, seal, write, write_season

SITE_URL = "https://example.org/nyaastats/"
"""Where it will stand."""
LEADER = 177937
LONG, SINGLE, ROMAJI = 153800, 170018, 182896
"""Shows that get a title of 200 characters, one episode on one day, and no English title."""
LONG_TITLE = ("Unbreakable" * 8 + " and then a long explanation of everything" * 3)[:200].ljust(200, "!")
KEPT = 15
"""So many of the season's best stay, beside the edge cases: a small site is built soon. The first have posters."""
WITH_POSTER = 12


def apply_edge_cases(data: Path) -> None:
    """Alter what was published, by the rules that it keeps, and seal it anew."""
    document, rankings = read_season(data, "shows.json"), read_season(data, "rankings.json")
    document["shows"] = _alter_shows(document["shows"])
    titles = {show["anilist_id"]: show["title"] for show in document["shows"]}
    for week in rankings["weeks"]:
        stay = [entry for entry in week["rankings"] if entry["anilist_id"] in titles]
        week["rankings"] = [entry | {"title": titles[entry["anilist_id"]]} for entry in stay]
    rank_weeks(rankings["weeks"])
    write_season(data, document, rankings)
    _keep_pages(data, titles)
    seal(data)


def _alter_shows(shows: list[Record]) -> list[Record]:
    stay = [show for show in shows if show["anilist_id"] in CHANGES or show["seasonal_rank"] <= KEPT]
    altered = [show | CHANGES.get(show["anilist_id"], _as_it_is)(show) for show in stay]
    rank_shows(altered)
    return [show | {"poster": _poster(show)} for show in altered]


def _poster(show: Record) -> str | None:
    return f"{POSTERS}file/bx{show['anilist_id']}.png" if show["seasonal_rank"] <= WITH_POSTER else None


def _as_it_is(_: Record) -> Record:
    return {}


def _long(_: Record) -> Record:
    return {"title": LONG_TITLE, "title_english": LONG_TITLE}


def _only_romaji(show: Record) -> Record:
    return {"title": show["title_romaji"], "title_english": None, "color": None}


def _one_day(show: Record) -> Record:
    first = show["episode_totals"][0]
    return {"episodes": 1, "episode_totals": [first | {"last_date": first["first_date"]}]}


def _keep_pages(data: Path, titles: Mapping[int, str]) -> None:
    for page in (data / "shows").iterdir():
        if int(page.stem) not in titles:
            page.unlink()
    name = f"shows/{SINGLE}.json"
    page = read(data, name)
    write(data, name, page | {"episodes": [_first_day(page["episodes"][0])]})


def _first_day(episode: Record) -> Record:
    return {key: value[:1] if isinstance(value, list) else value for key, value in episode.items()}


CHANGES: dict[int, Callable[[Record], Record]] = {LONG: _long, ROMAJI: _only_romaji, SINGLE: _one_day}
