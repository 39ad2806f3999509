"""Why a show's torrents are counted: how their names were read, and which were left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from nyaastats.domain.matches import (
    Evidence,
    ExclusionReason,
    Match,
    MatchResult,
    MeasuredTorrent,
    Method,
    NoMatch,
)
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.publish.build.evidence import build_evidence
from nyaastats.publish.contracts.evidence import LeftOutTorrent, ShowEvidence, TitleReading
from nyaastats.publish.contracts.report import Tally

CRANE = AniListId(11)


def make_torrent(  # noqa: PLR0913 - the facts of a case
    name: str,
    downloads: int,
    *,
    title: str = "Crane",
    season: int | None = None,
    method: Method = Method.EXACT,
    reason: ExclusionReason | None = None,
    infohash: str = "a",
) -> MeasuredTorrent:
    torrent = Torrent(InfoHash(infohash * 40), name, datetime(2025, 10, 6, tzinfo=UTC))
    release = Release((title,) if title else (), season, None, 1, Kind.EPISODE)
    parts = (
        Evidence("title", 100.0, f"exact: {title!r} (100)"),
        Evidence("season", -5.0, "no"),
        Evidence("number", 5.0, name),
    )
    match = Match(CRANE, 1, method, 105.0, 105.0, parts)
    return MeasuredTorrent(torrent, release, match, reason, downloads)


def build(torrents: Sequence[MeasuredTorrent]) -> ShowEvidence:
    return build_evidence(torrents)[CRANE]


def test_a_reading_is_of_a_title_a_season_and_a_method() -> None:
    evidence = build(
        [
            make_torrent("1", 5),
            make_torrent("2", 7),
            make_torrent("3", 100, season=2),
            make_torrent("4", 3, method=Method.FUZZY),
            make_torrent("5", 1, title="Crane Diary"),
            make_torrent("6", 0, title=""),
        ]
    )
    assert [
        (row.title, row.season, row.method.value, row.torrents, row.downloads, row.example) for row in evidence.readings
    ] == [
        ("Crane", 2, "exact", 1, 100, "3"),
        ("Crane", None, "exact", 2, 12, "2"),
        ("Crane", None, "fuzzy", 1, 3, "4"),
        ("Crane Diary", None, "exact", 1, 1, "5"),
        ("", None, "exact", 1, 0, "6"),
    ]
    assert evidence.more_readings == 0


def test_its_score_and_words_are_the_example_s() -> None:
    [reading] = build([make_torrent("1", 5), make_torrent("2", 7)]).readings
    assert reading == TitleReading("Crane", None, Method.EXACT, 2, 12, "2", 105.0, "exact: 'Crane' (100); 2")


def test_of_equals_the_lower_infohash_and_the_earlier_title_come_first() -> None:
    torrents = [
        make_torrent("1", 5, infohash="b"),
        make_torrent("2", 5, infohash="a"),
        make_torrent("3", 10, title="Ant"),
        make_torrent("4", 2, reason=ExclusionReason.BATCH, infohash="b"),
        make_torrent("5", 2, reason=ExclusionReason.SPECIAL, infohash="a"),
    ]
    for order in (torrents, torrents[::-1]):
        evidence = build(order)
        assert [row.example for row in evidence.readings] == ["3", "2"]
        assert [row.name for row in evidence.left_out] == ["5", "4"]


def test_what_counts_for_no_episode_is_left_out() -> None:
    evidence = build(
        [make_torrent("1", 5, reason=ExclusionReason.BATCH), make_torrent("2", 7, reason=ExclusionReason.SUPERSEDED)]
    )
    assert evidence == ShowEvidence(
        readings=(),
        more_readings=0,
        left_out=(
            LeftOutTorrent("2", ExclusionReason.SUPERSEDED, 7),
            LeftOutTorrent("1", ExclusionReason.BATCH, 5),
        ),
        more_left_out=Tally(0, 0),
    )


def test_of_very_many_the_first_50_are_listed() -> None:
    counted = [make_torrent(str(number), number, title=f"Crane {number}") for number in range(60)]
    excluded = [make_torrent(str(number), number, reason=ExclusionReason.BATCH) for number in range(53)]
    evidence = build([*counted, *excluded])
    assert [row.downloads for row in evidence.readings] == list(range(59, 9, -1))
    assert evidence.more_readings == 10
    assert [row.downloads for row in evidence.left_out] == list(range(52, 2, -1))
    assert evidence.more_left_out == Tally(3, 3)


def test_who_was_recognised_as_no_show_is_nowhere() -> None:
    torrent = make_torrent("1", 5).torrent
    result = MatchResult(torrent, Release(("Crane",), None, None, 1, Kind.EPISODE), NoMatch("nothing"))
    assert build_evidence([result.with_exclusion(ExclusionReason.UNMATCHED).with_downloads(5)]) == {}
