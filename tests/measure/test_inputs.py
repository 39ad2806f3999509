"""The tables that measuring starts from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pyarrow as pa

from nyaastats.domain.calendar import Week
from nyaastats.domain.eligibility import CountedShow
from nyaastats.domain.films import CountedFilm
from nyaastats.domain.matches import ClassifiedTorrent, ExclusionReason, Match, Method, NoMatch
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId, Format, Show
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.measure.inputs import (
    build_film_matches_table,
    build_matches_table,
    build_shows_table,
    build_torrent_groups_table,
    build_torrents_table,
    build_weeks_table,
)

MOMENT = datetime(2025, 10, 7, 15, 30, tzinfo=UTC)


def torrent(key: str, published: datetime | None = MOMENT) -> Torrent:
    return Torrent(InfoHash(key * 40), f"name {key}", published)


def sorted_out(
    key: str, decision: Match | NoMatch, reason: ExclusionReason | None = None, number: int | None = 1
) -> ClassifiedTorrent:
    release = Release(titles=("name",), season=None, part=None, number=number, kind=Kind.EPISODE)
    return ClassifiedTorrent(torrent(key), release, decision, reason)


def match(show: int, episode: int | None) -> Match:
    return Match(AniListId(show), episode, Method.EXACT, 120, 120, ())


def show(id_: int, english: str | None) -> Show:
    return Show(AniListId(id_), f"romaji {id_}", english, None, (), Format.TV, None, None, None, None, None)


def test_a_torrent_s_place_is_its_id_and_its_time_is_in_epoch_seconds() -> None:
    new_york = MOMENT.astimezone(timezone(timedelta(hours=-5)))
    table = build_torrents_table([torrent("a"), torrent("b", new_york + timedelta(seconds=1.9)), torrent("c", None)])
    assert table.to_pylist() == [
        {"torrent_id": 0, "infohash": "a" * 40, "published": 1_759_851_000, "is_dead": False},
        {"torrent_id": 1, "infohash": "b" * 40, "published": 1_759_851_001, "is_dead": False},
        {"torrent_id": 2, "infohash": "c" * 40, "published": None, "is_dead": False},
    ]


def test_only_the_torrents_that_count_are_matches_and_keep_their_place() -> None:
    table = build_matches_table(
        [
            sorted_out("a", NoMatch("no show has a title like it"), ExclusionReason.UNMATCHED),
            sorted_out("b", match(21, 1143)),
            sorted_out("c", match(21, 1143), ExclusionReason.SUPERSEDED),
            sorted_out("d", match(7, 0), number=24),
            sorted_out("e", match(9, 1), number=None),
        ]
    )
    assert table.to_pylist() == [
        {"torrent_id": 1, "anilist_id": 21, "episode": 1143, "number": 1},
        {"torrent_id": 3, "anilist_id": 7, "episode": 0, "number": 24},
        {"torrent_id": 4, "anilist_id": 9, "episode": 1, "number": None},
    ]


def test_a_show_goes_by_its_english_title_and_may_have_no_last_day() -> None:
    counted = [
        CountedShow(show(7, "English"), date(2025, 11, 9)),
        CountedShow(show(21, None), None),
    ]
    assert build_shows_table(counted).to_pylist() == [
        {"anilist_id": 7, "title": "English", "title_romaji": "romaji 7", "last_day": date(2025, 11, 9)},
        {"anilist_id": 21, "title": "romaji 21", "title_romaji": "romaji 21", "last_day": None},
    ]


def test_weeks_by_their_iso_name() -> None:
    table = build_weeks_table(week for week in [Week.of(date(2025, 10, 5)), Week.of(date(2026, 1, 1))])
    assert table.to_pylist() == [
        {"week": "2025-W40", "start_date": date(2025, 9, 29)},
        {"week": "2026-W01", "start_date": date(2025, 12, 29)},
    ]


def test_without_rows_the_columns_keep_their_types() -> None:
    empty = [build_torrents_table([]), build_matches_table([]), build_shows_table([]), build_weeks_table([])]
    full = [
        build_torrents_table([torrent("a")]),
        build_matches_table([sorted_out("b", match(21, 1))]),
        build_shows_table([CountedShow(show(7, None), date(2025, 11, 9))]),
        build_weeks_table([Week.of(date(2025, 10, 5))]),
    ]
    assert [table.schema for table in empty] == [table.schema for table in full]
    assert not any(pa.types.is_null(field.type) for table in empty for field in table.schema)


def test_each_torrent_of_a_film_is_a_row() -> None:
    table = build_film_matches_table([CountedFilm(show(7, None), (1, 4)), CountedFilm(show(9, None), (2,))])
    assert table.to_pydict() == {"torrent_id": [1, 4, 2], "anilist_id": [7, 7, 9]}
    assert build_film_matches_table([]).schema == table.schema


def test_each_torrent_has_a_group_and_a_resolution_or_none() -> None:
    unnamed = sorted_out("a", NoMatch(""))
    labels = [("Erai-Raws", "1080p"), ("erai raws", None), (None, "720p")]
    releases = [unnamed.release._replace(group=group, resolution=resolution) for group, resolution in labels]
    named = [replace(unnamed, release=release) for release in releases]
    table = build_torrent_groups_table(named)
    assert table.to_pydict() == {
        "torrent_id": [0, 1, 2],
        "group_name": ["erairaws", "erairaws", None],
        "resolution": ["1080p", None, "720p"],
    }
    assert build_torrent_groups_table([]).schema == table.schema
