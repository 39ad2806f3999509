"""An answer of the real shape with anything in any place of it: an error of one line, or shows within their bounds."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from nyaastats.collect.anilist.snapshots import read_snapshot, read_snapshots, write_snapshot
from nyaastats.domain.addresses import WEB_ADDRESS
from nyaastats.domain.calendar import Quarter, Season
from nyaastats.domain.eligibility import find_last_day, is_eligible
from nyaastats.domain.events import find_schedule_events
from nyaastats.domain.shows import Catalogue, Show
from nyaastats.domain.text import isolate, replace_controls, replace_loose_controls
from nyaastats.errors import SnapshotError
from testkit.anilist_server import make_media

MAX_INT = 2**31 - 1
WHOLE = make_media(
    7,
    "Show",
    airs=[1759939200, 1760544000],
    after=[make_media(5, episodes=12)],
    idMal=59027,
    synonyms=["A", "B"],
    episodes=12,
    duration=24,
    startDate={"year": 2025, "month": 10, "day": 8},
    endDate={"year": 2025, "month": 12, "day": 24},
    coverImage={"large": "https://img/l.jpg", "extraLarge": "https://img/xl.jpg", "color": "#e4a15d"},
    averageScore=70,
    meanScore=71,
    popularity=30000,
    favourites=0,
    trending=3,
    genres=["Drama"],
    studios={"edges": [{"isMain": True, "node": {"name": "MADHOUSE"}}]},
    nextAiringEpisode={"episode": 3, "airingAt": 1761148800},
)
ANSWER: Any = {
    "data": {
        "Page": {
            "pageInfo": {"hasNextPage": False},
            "media": [WHOLE, make_media(8)],
            "airingSchedules": [{"mediaId": 8, "episode": 30, "airingAt": 1759939200}],
            "prequels": [make_media(5, after=[make_media(4)])],
        }
    },
    "fetchedAt": "2026-01-20T12:00:00Z",
}
Place = tuple[Any, ...]
"""Keys and indexes."""


def list_places(node: Any, place: Place = ()) -> Iterator[Place]:
    """Where something stands in the answer, but for the way to its media."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in items:
        yield (*place, key)
        yield from list_places(child, (*place, key))


PLACES = list(list_places(ANSWER))
numbers = st.sampled_from(
    [0, -1, 1, MAX_INT, MAX_INT + 1, 2**63, 10**400, 253370764799, 253370764800, 253402300800, -0.5, math.inf, math.nan]
)
texts = st.sampled_from(
    [
        *[
            "",
            " \n",
            "7",
            "FALL",
            "TV",
            "ANIME",
            "PREQUEL",
            "#12345g",
            "\ud800",
            "مرحبا",
            "a\u2029ב",
            "\u202eb\x9b",
            "\u2068c",
        ],
        *["https://x;connect-src/a.jpg", "https://*/", "javascript:alert(1)", "https://x/a'b.jpg"],
    ]
)
leaves = st.none() | st.booleans() | numbers | texts
keys = st.sampled_from(sorted({key for place in PLACES for key in place if isinstance(key, str)}))
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3))


def look_up(place: Place) -> Any:
    return reduce(lambda node, key: node[key], place, ANSWER)


def draw_like(kind: type) -> st.SearchStrategy[tuple[Place, Any]]:
    """A place of a number or of a text, and another one: it is often of the right type that the harm is done."""
    places = [place for place in PLACES if place[0] == "data" and type(look_up(place)) is kind]
    return st.tuples(st.sampled_from(places), numbers if kind is int else texts)


misfits = st.lists(st.tuples(st.sampled_from(PLACES), values), max_size=2)
changes_of_type = st.lists(draw_like(int) | draw_like(str), min_size=8, max_size=24)


def alter(answer: Any, place: Place, value: Any) -> None:
    """Put a value in a place, if that is still there."""
    for key in place[:-1]:
        try:
            answer = answer[key]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(answer, dict) or (
        isinstance(answer, list) and isinstance(place[-1], int) and place[-1] < len(answer)
    ):
        answer[place[-1]] = value


def check_show(show: Show) -> None:
    counts = [show.episodes, show.duration, show.mal_id, *[prequel.episodes for prequel in show.prequels]]
    assert all(0 < count <= MAX_INT for count in (show.id, *counts) if count is not None)
    assert all(
        0 <= count <= MAX_INT for count in (show.popularity, show.favourites, show.trending) if count is not None
    )
    assert all(0 < score <= 100 for score in (show.score, show.mean_score) if score is not None)
    assert show.poster is None or re.fullmatch(WEB_ADDRESS, show.poster)
    assert show.color is None or re.fullmatch("#[0-9a-fA-F]{6}", show.color)
    for airing in (*show.airings, *([show.next_airing] if show.next_airing else [])):
        assert 0 <= airing.episode <= MAX_INT
        assert date.min.year < airing.at.year < date.max.year
    for text in filter(None, (show.romaji, show.title, show.native, show.status, *show.synonyms, *show.studios)):
        assert text.strip() == replace_controls(text) == text.encode().decode()
        assert replace_loose_controls(f"{isolate(text)}: 1") == f"{isolate(text)}: 1"
    check_next_stages(show)


def check_next_stages(show: Show) -> None:
    """What is asked of every show: none of it fails at a bound."""
    for season in filter(None, (show.season, Season(2025, Quarter.FALL))):
        is_eligible(show, season)
    find_last_day(show, last_published=date(2026, 1, 1), post_airing_weeks=4)
    find_schedule_events(show)


@settings(max_examples=100)
@given(st.builds(add, changes_of_type, misfits))
def test_what_is_read_of_any_answer_is_within_its_bounds(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[Place, Any]]
) -> None:
    answer = deepcopy(ANSWER)
    for place, value in changes:
        alter(answer, place, value)
    path = tmp_path_factory.getbasetemp() / "hostile-answer.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    try:
        catalogue = read_snapshots([path])
    except SnapshotError as error:
        message = str(error)
        event("an error")
    else:
        message = ""
        check_catalogue(catalogue, path)
    assert "\n" not in message


def check_catalogue(catalogue: Catalogue, path: Path) -> None:
    """Its shows, and that a snapshot of it holds the same."""
    event("fewer shows" if len(catalogue.shows) < 2 else "all shows")
    for show in catalogue.shows:
        check_show(show)
    write_snapshot(path, read_snapshot(path))
    assert read_snapshots([path]) == catalogue
