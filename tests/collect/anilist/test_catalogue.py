"""The shape of AniList's answers, and the shows read from them."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.collect.anilist.catalogue import build_catalogue
from nyaastats.collect.anilist.schema import AniListAnswer, Media
from nyaastats.collect.anilist.snapshots import read_snapshots, write_snapshot
from nyaastats.domain.calendar import Quarter, Season
from nyaastats.domain.shows import Airing, AniListId, Catalogue, Format, Prequel, Show
from testkit.anilist_server import make_media


def answer(*media: Any, **extras: Any) -> AniListAnswer:
    return AniListAnswer.model_validate({"data": {"Page": {"media": list(media)}}} | extras)


def only(**facts: Any) -> Show:
    (show,) = build_catalogue([answer(make_media(1) | facts)]).shows
    return show


def ids(catalogue: Catalogue) -> list[int]:
    return [show.id for show in catalogue.shows]


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def company(name: str | None, *, is_main: bool | None = True) -> dict[str, Any]:
    return {"isMain": is_main, "node": {"name": name}}


def test_every_fact_of_a_whole_media_is_read() -> None:
    entry = make_media(
        185660,
        "Wandance",
        airs=[1759939200],
        idMal=59027,
        title={"romaji": "Wandance", "english": "WANDANCE", "native": "ワンダンス"},
        synonyms=["Wandansu"],
        episodes=12,
        duration=24,
        startDate={"year": 2025, "month": 10, "day": 8},
        endDate={"year": 2025, "month": 12, "day": 24},
        coverImage={"large": "https://img/l.jpg", "extraLarge": "https://img/xl.jpg", "color": "#e4a15d"},
        siteUrl="https://anilist.co/anime/185660",
        averageScore=70,
        meanScore=71,
        popularity=30000,
        favourites=0,
        trending=12,
        genres=["Drama", "Sports"],
        studios={"edges": [company("Madhouse"), company("TOHO", is_main=False), company("Cyclone Graphics")]},
        nextAiringEpisode={"episode": 2, "airingAt": 1760544000},
    )
    assert build_catalogue([answer(entry)]).shows == (
        Show(
            id=AniListId(185660),
            romaji="Wandance",
            english="WANDANCE",
            native="ワンダンス",
            synonyms=("Wandansu",),
            format=Format.TV,
            status="FINISHED",
            episodes=12,
            season=Season(2025, Quarter.FALL),
            start=date(2025, 10, 8),
            end=date(2025, 12, 24),
            airings=(Airing(1, at(1759939200)),),
            duration=24,
            mal_id=59027,
            poster="https://img/l.jpg",
            color="#e4a15d",
            score=70,
            mean_score=71,
            popularity=30000,
            favourites=0,
            trending=12,
            genres=("Drama", "Sports"),
            studios=("Madhouse", "Cyclone Graphics"),
            next_airing=Airing(2, at(1760544000)),
        ),
    )


def test_only_the_id_and_the_romaji_title_are_needed() -> None:
    (show,) = build_catalogue([answer({"id": 7, "title": {"romaji": "Seven"}})]).shows
    assert (show.id, show.title, show.format, show.season, show.airings) == (7, "Seven", Format.UNKNOWN, None, ())


@pytest.mark.parametrize(
    "field",
    [
        *(
            "synonyms",
            "episodes",
            "format",
            "status",
            "isAdult",
            "season",
            "seasonYear",
            "startDate",
            "endDate",
            "idMal",
        ),
        *("duration", "coverImage", "averageScore", "popularity", "airingSchedule", "relations", "genres"),
        *("meanScore", "favourites", "trending", "studios", "nextAiringEpisode"),
    ],
)
def test_what_anilist_does_not_know_is_null(field: str) -> None:
    assert only(**{field: None}).romaji == "Anime 1"


@pytest.mark.parametrize(
    ("fuzzy", "expected"),
    [
        ({"year": 2025, "month": 10, "day": 4}, date(2025, 10, 4)),
        ({"year": 2025, "month": 10, "day": None}, None),
        ({"year": 2025, "month": None, "day": None}, None),
        ({"year": 2025, "month": None, "day": 4}, None),
        ({"year": 2025, "month": 0, "day": 0}, None),
        ({"year": 2025}, None),
        ({}, None),
    ],
)
def test_a_date_is_never_made_up(fuzzy: dict[str, int | None], expected: Any) -> None:
    assert only(startDate=fuzzy).start == expected


@pytest.mark.parametrize(
    ("field", "value", "attribute", "expected"),
    [
        ("format", "MANGA", "format", Format.UNKNOWN),
        ("format", "HOLOGRAM", "format", Format.UNKNOWN),
        ("format", ["TV"], "format", Format.UNKNOWN),
        ("episodes", 0, "episodes", None),
        ("averageScore", 0, "score", None),
        ("meanScore", 0, "mean_score", None),
        ("trending", 0, "trending", 0),
        ("genres", ["Drama", None, " ", "Drama "], "genres", ("Drama",)),
        ("studios", {"edges": None}, "studios", ()),
        ("studios", {"edges": [None, {"isMain": True, "node": None}, company(" ")]}, "studios", ()),
        ("studios", {"edges": [company("A"), company("B", is_main=None), company("A ")]}, "studios", ("A",)),
        ("synonyms", ["A", None, " ", "A ", "B"], "synonyms", ("A", "B")),
        ("title", {"romaji": "R", "english": " "}, "english", None),
        ("coverImage", {"large": None, "extraLarge": "https://img/xl.jpg"}, "poster", "https://img/xl.jpg"),
        ("coverImage", {"large": "javascript:alert(1)"}, "poster", None),
        ("coverImage", {"color": "red;} body{display:none"}, "color", None),
        ("seasonYear", None, "season", None),
    ],
)
def test_what_is_odd_but_harmless_is_read(field: str, value: Any, attribute: str, expected: Any) -> None:
    assert getattr(only(**{field: value}), attribute) == expected


@pytest.mark.parametrize(
    "broken",
    [
        "a show",
        {},
        {"title": {"romaji": "No id"}},
        {"id": 1},
        {"id": 1, "title": None},
        {"id": 1, "title": {"english": "No romaji title"}},
        {"id": 1, "title": {"romaji": ""}},
        {"id": 1, "title": {"romaji": " \n"}},
        make_media(0),
    ],
)
def test_a_broken_media_is_skipped_and_counted(broken: Any) -> None:
    catalogue = build_catalogue([answer(broken, make_media(2))])
    assert (ids(catalogue), catalogue.skipped) == ([2], 1)


@pytest.mark.parametrize(
    "media",
    [
        make_media(1, episodes=-1),
        make_media(1, season="AUTUMN"),
        make_media(1, seasonYear=99999),
        make_media(1, startDate={"year": 2025, "month": 2, "day": 30}),
        make_media(1, startDate="soon"),
        make_media(1, synonyms="one"),
        make_media(1, airs=[-1]),
        make_media(1, airs=[10**18]),
        make_media(1, popularity=math.nan),
        make_media(1, popularity=-1),
        make_media(1, favourites=2**31),
        make_media(1, trending=-1),
        make_media(1, averageScore=101),
        make_media(1, meanScore=-1),
        make_media(1, genres="Drama"),
        make_media(1, studios={"edges": "Madhouse"}),
        make_media(1, nextAiringEpisode={"episode": 3}),
        make_media(1, nextAiringEpisode={"episode": 3, "airingAt": 10**18}),
        make_media(1, endDate={"year": 2025, "month": 13, "day": 1}),
        make_media(1, endDate={"year": 2025, "month": 2, "day": 30}, startDate={"year": 2025, "month": 13}),
    ],
)
def test_an_impossible_fact_is_unknown_and_costs_only_itself(media: Any) -> None:
    sound = make_media(1, season=media["season"] if media["season"] == "FALL" else None, seasonYear=media["seasonYear"])
    catalogue = build_catalogue([answer(media, make_media(2))])
    assert catalogue.skipped == 0
    first, _ = catalogue.shows
    assert (first.romaji, first.start, first.end, first.airings) == ("Anime 1", None, None, ())
    assert first.season == (build_catalogue([answer(sound)]).shows[0].season if media["seasonYear"] == 2025 else None)


@pytest.mark.parametrize("seconds", [2**63, 253402214400, 253370764800])
def test_no_air_time_is_so_late_that_the_week_after_it_has_no_date(seconds: int) -> None:
    schedule = {"nodes": [{"episode": 10**9, "airingAt": 100}, {"episode": 2, "airingAt": seconds}]}
    assert only(airingSchedule=schedule).airings == (Airing(10**9, at(100)),)


@pytest.mark.parametrize(
    "address",
    [
        "https://x;connect-src/a.jpg",
        "https://*/a.jpg",
        "https://*.example.org/a.jpg",
        "https://user@example.org/a.jpg",
        "https://example.org:80;x/a.jpg",
        "https://example.org/a b.jpg",
        "https://example.org/a'b.jpg",
        'https://example.org/a".jpg',
        "https://example.org/\u202ea.jpg",
        "https://example.org\\a.jpg",
        "https://-x/a.jpg",
        "https:///a.jpg",
        "http://example.org/a.jpg",
        "javascript:alert(1)",
    ],
)
def test_a_poster_at_an_odd_address_is_none(address: str) -> None:
    assert only(coverImage={"large": address, "extraLarge": address}).poster is None
    assert only(coverImage={"large": address, "extraLarge": "https://s4.anilist.co/a.jpg"}).poster is not None


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\u202eab\x07", "\ufffdab\ufffd"),
        ("\u2068a\u2069", "\ufffda\ufffd"),
        ("a \n b\u2028c\u2029d", "a b c d"),
        ("مرحبا", "مرحبا"),
        ("👨\u200d👩", "👨\u200d👩"),
    ],
)
def test_a_title_does_not_act_on_the_words_around_it(raw: str, shown: str) -> None:
    show = only(title={"romaji": raw, "english": raw, "native": raw}, synonyms=[raw], genres=[raw])
    assert {show.romaji, show.english, show.native, *show.synonyms, *show.genres} == {shown}


def nest(levels: int, innermost: Any) -> Any:
    """A media with so many prequels behind it, each beside a relation that is none."""
    node = innermost
    for number in range(levels, 0, -1):
        node = {"id": number, "relations": {"edges": ["nonsense", {"relationType": "PREQUEL", "node": node}]}}
    return node | {"title": {"romaji": "First"}}


class CountedFormat:
    """A format that counts how often it is compared with those that there are."""

    def __init__(self) -> None:
        self.reads = 0

    def __eq__(self, other: object) -> bool:
        self.reads += 1
        return False

    __hash__ = None  # type: ignore[assignment]  # a list, not a set, is looked through


def test_relations_are_read_once_however_deep_they_lie() -> None:
    """Twice as often a level, forty levels would take years."""
    near, far = CountedFormat(), CountedFormat()
    for levels, form in ((1, near), (8, far)):
        Media.model_validate(nest(levels, {"id": 99, "format": form}))
    assert near.reads == far.reads > 0


def test_a_long_chain_of_relations_in_one_answer_is_read() -> None:
    (show,) = build_catalogue([answer(nest(40, {"id": 99}))]).shows
    assert [prequel.id for prequel in show.prequels] == [*range(2, 41), 99]


@pytest.mark.parametrize(
    "item",
    [
        make_media(1, "half a pair \ud800"),
        make_media(1, synonyms=["\udfff"]),
        make_media(1, coverImage={"color": "\ud83d"}),
        nest(3_000, {"id": 9_999}),
        nest(60, {"id": 9_999}),
    ],
    ids=["title", "synonym", "color", "relations", "fewer relations"],
)
def test_what_no_snapshot_can_hold_costs_its_entry(item: Any, tmp_path: Path) -> None:
    asked = answer(item, make_media(2), airingSchedules=["\ud800"], prequels=["\ud800"])
    write_snapshot(tmp_path / "kept.json", asked)
    for catalogue in (build_catalogue([asked]), read_snapshots([tmp_path / "kept.json"])):
        assert (ids(catalogue), catalogue.skipped) == ([2], 3)


def test_one_impossible_air_time_leaves_the_others() -> None:
    schedule = {"nodes": [{"episode": 1, "airingAt": 100}, {"episode": 2, "airingAt": -1}, {"episode": 3}]}
    [show] = build_catalogue([answer(make_media(1, airingSchedule=schedule))]).shows
    assert show.airings == (Airing(1, at(100)),)


def test_a_null_is_nothing_and_so_nothing_is_skipped() -> None:
    catalogue = build_catalogue([answer(None, make_media(2), prequels=[None], airingSchedules=None)])
    assert (ids(catalogue), catalogue.skipped) == ([2], 0)


def test_adult_media_are_dropped_and_the_rest_comes_by_id() -> None:
    catalogue = build_catalogue([answer(make_media(3), make_media(2, isAdult=True)), answer(make_media(1))])
    assert (ids(catalogue), catalogue.skipped) == ([1, 3], 0)


def test_of_twins_the_one_with_the_most_air_times_wins_and_takes_all_synonyms() -> None:
    poor = make_media(1, "Poor", airs=[100], synonyms=["A", "B"])
    rich = make_media(1, "Rich", airs=[100, 200], synonyms=["B", "C"])
    for answers in ([answer(poor), answer(rich)], [answer(rich), answer(poor)], [answer(poor, rich)]):
        (show,) = build_catalogue(answers).shows
        assert (show.romaji, show.synonyms, len(show.airings)) == ("Rich", ("B", "C", "A"), 2)


@pytest.mark.parametrize("place", ["top", "page"])
def test_further_air_times_are_merged_in_the_order_of_their_time(place: str) -> None:
    further = [
        {"mediaId": 1, "episode": 27, "airingAt": 300},
        {"mediaId": 1, "episode": 2, "airingAt": 250},
        {"mediaId": 99, "episode": 1, "airingAt": 300},
        {"mediaId": 1, "episode": 28},
        None,
    ]
    page: dict[str, Any] = {"media": [make_media(1, airs=[100, 200])]}
    raw: dict[str, Any] = {"data": {"Page": page}}
    (raw if place == "top" else page)["airingSchedules"] = further
    catalogue = build_catalogue([AniListAnswer.model_validate(raw)])
    assert catalogue.shows[0].airings == (Airing(1, at(100)), Airing(2, at(250)), Airing(27, at(300)))
    assert catalogue.skipped == 1


def test_further_air_times_of_one_answer_serve_the_media_of_another() -> None:
    more = answer(make_media(2), airingSchedules=[{"mediaId": 1, "episode": 1, "airingAt": 100}])
    assert build_catalogue([answer(make_media(1)), more]).shows[0].airings == (Airing(1, at(100)),)


FIRST = make_media(10, episodes=13)
SECOND = make_media(20, episodes=25, after=[FIRST])
MOVIE = make_media(21, format="MOVIE", episodes=1, after=[FIRST])
CHAIN = (
    Prequel(AniListId(20), Format.TV, 25),
    Prequel(AniListId(21), Format.MOVIE, 1),
    Prequel(AniListId(10), Format.TV, 13),
)


def node(media: dict[str, Any]) -> dict[str, Any]:
    return {key: media[key] for key in ("id", "format", "episodes")}


THIRD = make_media(30, after=[node(SECOND), node(MOVIE)])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([answer(THIRD)], CHAIN[:2]),
        ([answer(THIRD, SECOND)], CHAIN),
        ([answer(THIRD), answer(SECOND)], CHAIN),
        ([answer(THIRD, prequels=[SECOND])], CHAIN),
        ([answer(THIRD, prequels=[{"id": "x"}, MOVIE])], CHAIN),
    ],
)
def test_the_chain_of_prequels_runs_through_all_media_nearest_first(
    answers: list[AniListAnswer], expected: Any
) -> None:
    (show,) = (show for show in build_catalogue(answers).shows if show.id == 30)
    assert show.prequels == expected


def test_a_prequel_that_is_no_animation_is_none() -> None:
    novel = {"id": 5, "type": "MANGA", "format": "NOVEL", "episodes": None}
    assert only(relations={"edges": [{"relationType": "PREQUEL", "node": novel}]}).prequels == ()


def test_other_relations_and_missing_nodes_are_passed_over() -> None:
    edges = [None, {"relationType": "PREQUEL", "node": None}, {"relationType": "SEQUEL", "node": node(FIRST)}]
    assert only(relations={"edges": edges}).prequels == ()


def test_what_the_relation_leaves_out_the_media_itself_adds() -> None:
    bare = {"id": 10, "format": None, "episodes": None}
    (show,) = (show for show in build_catalogue([answer(FIRST, make_media(20, after=[bare]))]).shows if show.id == 20)
    assert show.prequels == (Prequel(AniListId(10), Format.TV, 13),)


@given(st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=30))
def test_whatever_circles_there_are_each_prequel_is_named_once_and_never_the_show_itself(
    edges: list[tuple[int, int]],
) -> None:
    media = [
        make_media(number, after=[{"id": before, "format": "TV"} for after, before in edges if after == number])
        for number in range(1, 9)
    ]
    direct = set(edges)
    for show in build_catalogue([answer(*media)]).shows:
        chain = [prequel.id for prequel in show.prequels]
        assert len(chain) == len(set(chain))
        assert show.id not in chain
        assert {before for after, before in direct if after == show.id} - {show.id} <= set(chain)
        for link in chain:
            assert {before for after, before in direct if after == link} - {show.id} <= set(chain)
