"""Which titles a person should look at."""

from datetime import UTC, datetime

import pytest

from nyaastats.domain.matches import (
    ExclusionReason,
    Match,
    MeasuredTorrent,
    Method,
    NoMatch,
    Thresholds,
)
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.review_queue import build_review_queue, is_low_confidence, needs_review

THRESHOLDS = Thresholds(score=80, margin=8)
PUBLISHED = datetime(2025, 10, 5, tzinfo=UTC)


def measured(  # noqa: PLR0913 - the facts of a case
    title: str = "Sanda",
    downloads: int = 1,
    *,
    exclusion: ExclusionReason | None = None,
    show: int | None = 1,
    margin: float = 100,
    infohash: str = "",
) -> MeasuredTorrent:
    torrent = Torrent(InfoHash(infohash), f"{title} - 01", PUBLISHED)
    release = Release((title,) if title else (), None, None, 1, Kind.EPISODE)
    match = Match(AniListId(show), 1, Method.EXACT, 120, margin, (), AniListId(9)) if show else NoMatch("none")
    return MeasuredTorrent(torrent, release, match, exclusion, downloads)


@pytest.mark.parametrize(
    ("torrent", "is_low", "is_reviewed"),
    [
        pytest.param(measured(), False, False, id="sure"),
        pytest.param(measured(margin=9), True, True, id="the second show is near"),
        pytest.param(measured(margin=9, exclusion=ExclusionReason.OTHER_SEASON), True, True, id="excluded by its show"),
        pytest.param(measured(margin=9, exclusion=ExclusionReason.BATCH), True, True, id="a batch"),
        pytest.param(measured(margin=9, exclusion=ExclusionReason.TOO_EARLY), False, False, id="too early"),
        pytest.param(measured(margin=9, exclusion=ExclusionReason.UNMATCHED), False, True, id="without an episode"),
        pytest.param(measured(show=None, exclusion=ExclusionReason.UNMATCHED), False, True, id="unmatched"),
        pytest.param(measured(show=None, exclusion=ExclusionReason.BATCH), False, False, id="a batch without a show"),
    ],
)
def test_what_a_person_should_look_at(torrent: MeasuredTorrent, *, is_low: bool, is_reviewed: bool) -> None:
    assert is_low_confidence(torrent, THRESHOLDS) is is_low
    assert needs_review(torrent, THRESHOLDS) is is_reviewed


def test_the_most_downloaded_title_and_in_it_the_most_downloaded_torrent_come_first() -> None:
    unmatched = ExclusionReason.UNMATCHED
    torrents = [
        measured("B", 3, show=None, exclusion=unmatched, infohash="1"),
        measured("A", 5, show=None, exclusion=unmatched, infohash="2"),
        measured("B", 4, show=None, exclusion=unmatched, infohash="3"),
        measured("", 5, show=None, exclusion=unmatched, infohash="4"),
        measured("B", 9, exclusion=ExclusionReason.BATCH),
    ]
    queue = build_review_queue(torrents, THRESHOLDS)
    assert [(group.title, group.downloads) for group in queue.unmatched] == [("B", 7), ("", 5), ("A", 5)]
    assert [(group.torrents, group.example) for group in queue.unmatched[:1]] == [(2, torrents[2])]
    assert queue.low_confidence == ()


def test_a_title_in_doubt_is_listed_once_for_each_show() -> None:
    torrents = [measured("A", 2, show=2, margin=9), measured("A", 2, show=1, margin=9), measured("A", 1, margin=9)]
    queue = build_review_queue(torrents, THRESHOLDS)
    assert [(group.title, group.downloads) for group in queue.low_confidence] == [("A", 3), ("A", 2)]
    assert queue.unmatched == ()
