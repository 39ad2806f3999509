"""The published year made odd: posters, titles that are markup or very long, a show of one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nyaastats.domain.text import isolate
from testkit.bidi import ARABIC_TITLE
from testkit.page_weight import POSTERS
from testkit.published_data import Record, list_documents, read, read_season, seal, write

SITE_URL = "https://example.org/nyaastats/"
"""Where it will stand."""
LONG, SINGLE, ROMAJI = 182587, 187901, 176276
"""Shows of the current season that get a title of 200 characters, one episode on one day, and no English title."""
LONG_TITLE = ("Unbreakable" * 8 + " and then a long explanation of everything" * 3)[:200].ljust(200, "!")
HOSTILE: Mapping[int, str] = {
    187464: "The Adventure of <img src=x onerror=alert(1)>",
    166617: "The </script><script>globalThis.x=1</script> Never Closes",
    182255: "My Template Is ${globalThis.x=1}",
    167152: "A Lonely ` and Its Brother ``",
    166521: "---",
    195322: "The Knight of [a](javascript:1)",
    191205: '" onerror="globalThis.x=1',
}
"""More of them, and the titles that they get: each is markup, a program or a link, were it anything but text."""
TURNING: Mapping[int, tuple[str, str]] = {
    176370: (ARABIC_TITLE, ARABIC_TITLE),
    162669: ("מגדל בבל 3", "מגדל בבל 3"),
    184951: ("The \u202eTower\u2066 of \x07\x9b Babel", "The \ufffdTower\ufffd of \ufffd\ufffd Babel"),
}
"""Titles that would turn or control what stands beside them: as an older publication has them, and as shown."""
REFUSED_POSTERS = {195515: "https://x;connect-src/a.jpg", 191967: "https://*/", 187901: "https://a.example:80/a.jpg"}
"""Posters of an older publication, which no page's policy lets in."""
SCRIPT_LINK = 162669
"""Its page at AniList is a script."""
WITH_POSTER = 12
"""So many of each season's best have posters."""
DESCRIPTIONS = ("schema.json", "datapackage.json")
"""These say what the documents hold, and name no show."""


def apply_edge_cases(data: Path) -> None:
    """Alter what was published, every file in the same way, and seal it anew."""
    index = {show["anilist_id"]: show for show in read(data, "shows.json")["shows"]}
    titles = {index[show]["title"]: title for show, title in _list_titles(index)}
    posters = frozenset(_list_with_poster(data))
    for name in list_documents(data):
        if name not in DESCRIPTIONS:
            write(data, name, _alter(read(data, name), titles, posters))
    _keep_one_day(data)
    seal(data)


def _list_titles(index: Mapping[int, Record]) -> Iterator[tuple[int, str]]:
    yield from HOSTILE.items()
    yield from ((show, raw) for show, (raw, _) in TURNING.items())
    yield LONG, LONG_TITLE
    yield ROMAJI, index[ROMAJI]["title_romaji"]


def _list_with_poster(data: Path) -> Iterator[int]:
    for season in read(data, "seasons.json")["seasons"]:
        for show in read(data, f"seasons/{season['slug']}/shows.json")["shows"]:
            if show["seasonal_rank"] is not None and show["seasonal_rank"] <= WITH_POSTER:
                yield show["anilist_id"]


def _alter(node: Any, titles: Mapping[str, str], posters: frozenset[int]) -> Any:
    """The same with other titles, also within sentences, and with posters."""
    if isinstance(node, str):
        return _rename(node, titles)
    if isinstance(node, list):
        return [_alter(item, titles, posters) for item in node]
    if not isinstance(node, dict):
        return node
    record = {key: _alter(value, titles, posters) for key, value in node.items()}
    show = record.get("anilist_id")
    if show in posters and "poster" in record:
        record["poster"] = f"{POSTERS}file/bx{show}.png"
    if show in REFUSED_POSTERS and "poster" in record:
        record["poster"] = REFUSED_POSTERS[show]
    if show == SCRIPT_LINK and "url" in record:
        record["url"] = "javascript:globalThis.x=1"
    if show == ROMAJI and "title_english" in record:
        record |= {"title_english": None, "color": None}
    return record


def _rename(text: str, titles: Mapping[str, str]) -> str:
    """In a sentence a title is isolated, as the ETL does it."""
    for old, new in titles.items():
        text = new if text == old else text.replace(old, isolate(new))
    return text


def _keep_one_day(data: Path) -> None:
    """Leave of the single show its first episode, on its first day, in the week of that day."""
    page = read(data, f"shows/{SINGLE}.json")
    page["episodes"] = [_take_first_day(page["episodes"][0])]
    page["first_days"]["episodes"] = page["first_days"]["episodes"][:1]
    page["events"] = [event for event in page["events"] if event["episode"] in {None, 1}]
    write(data, f"shows/{SINGLE}.json", page)
    for name in list_documents(data):
        if name.endswith("shows.json"):
            write(data, name, _shorten_shows(read(data, name)))
    _leave_weeks(data)


def _take_first_day(episode: Record) -> Record:
    return {key: value[:1] if isinstance(value, list) else value for key, value in episode.items()}


def _shorten_shows(document: Record) -> Record:
    for show in document["shows"]:
        if show["anilist_id"] == SINGLE:
            show["episodes"] = 1
            if "episode_totals" in show:
                first = show["episode_totals"][0]
                show["episode_totals"] = [first | {"last_date": first["first_date"]}]
    return document


def _leave_weeks(data: Path) -> None:
    """Take the single show out of all weeks but its first; who was ranked after it moves up."""
    rankings = read_season(data, "rankings.json")["weeks"]
    debut = next(week["week"] for week in rankings if any(row["anilist_id"] == SINGLE for row in week["rankings"]))
    for name in list_documents(data):
        if name.startswith("weeks/") and name > f"weeks/{debut}.json":
            write(data, name, _leave_out(read(data, name), "rows"))
        elif name.endswith("rankings.json"):
            document = read(data, name)
            document["weeks"] = [
                week if week["week"] <= debut else _leave_out(week, "rankings") for week in document["weeks"]
            ]
            write(data, name, document)


def _leave_out(week: Record, rows: str) -> Record:
    stay = [row for row in week[rows] if row["anilist_id"] != SINGLE]
    return week | {rows: [row | {"rank": rank} for rank, row in enumerate(stay, 1)]}
