"""What became of every torrent and scrape: each is counted once, and each figure is over what it says it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.calendar import Season
from nyaastats.domain.eligibility import RankedShow, SeasonRole
from nyaastats.domain.matches import (
    ClassifiedTorrent,
    Evidence,
    ExclusionReason,
    Identification,
    Match,
    MatchResult,
    Method,
    NoMatch,
    Offset,
    Offsets,
    Thresholds,
)
from nyaastats.domain.measures import Attribution, LoadedScrapes, Measures, ScrapeRejection
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId, Catalogue, Format, Show
from nyaastats.domain.torrents import InfoHash, Rejection, Torrent, TorrentRows
from nyaastats.identify.review_queue import build_review_queue
from nyaastats.publish.build.counts import attach_downloads
from nyaastats.publish.build.report import RunRecord, build_report, encode_report
from nyaastats.publish.contracts.public import ChartWeek, Publication, Ranking, Rankings, Shows
from nyaastats.publish.contracts.report import LowConfidenceMatch, MissingShow, Report, ScoreBin, Tally
from testkit.small_season import make_table

NOW = datetime(2025, 10, 22, 12, tzinfo=UTC)
SEASON = Season.parse("fall-2025")
OFFSETS: Offsets = {
    AniListId(1): (Offset(12, "chain"),),
    AniListId(2): (Offset(24, "schedule"),),
    AniListId(3): (Offset(-1, "schedule"),),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A torrent of the run, as a test writes it."""

    downloads: int
    reason: ExclusionReason | None = None
    show: int | None = None
    title: str = "Alpha"
    score: float = 120
    method: Method = Method.EXACT
    margin: float = 120
    rival: int | None = None
    number: int | None = 1

    def sorted(self, number: int) -> ClassifiedTorrent:
        torrent = Torrent(InfoHash(f"{number:040}"), f"{self.title} #{number}", NOW)
        release = Release((self.title,) if self.title else (), None, None, self.number, Kind.EPISODE)
        return ClassifiedTorrent(MatchResult(torrent, release, self._decision()), self.reason)

    def _decision(self) -> Match | NoMatch:
        if self.show is None:
            return NoMatch("no show has a title like it")
        rival = None if self.rival is None else AniListId(self.rival)
        evidence = tuple(
            Evidence(name, score, name) for name, score in (("title", 90.0), ("season", 0.0), ("number", 5.0))
        )
        return Match(AniListId(self.show), 1, self.method, self.score, self.margin, evidence, rival)


def show(id_: int) -> Show:
    return Show(AniListId(id_), f"Show {id_}", None, None, (), Format.TV, None, None, SEASON, None, None)


def charted(*shows: int) -> Publication:
    """A publication in which these shows were ranked."""
    rows = tuple(Ranking(AniListId(id_), rank, 10, "t", "r", None, rank, 1) for rank, id_ in enumerate(shows, start=1))
    week = ChartWeek("2025-W41", date(2025, 10, 6), complete=True, rankings=rows)
    return Publication(make_table(), Rankings("Fall 2025", NOW, (week,)), Shows("Fall 2025", NOW, ()), ())


def make_run(told: Sequence[Told]) -> RunRecord:
    totals = pa.table({"downloads": pa.array([one.downloads for one in told], pa.int64())})
    measures = Measures(
        pa.table({}), pa.table({}), pa.table({}), torrent_totals=totals, glitches=6, resets=7, sample=None
    )
    shows = tuple(map(show, (1, 2, 3)))
    measured = attach_downloads([one.sorted(number) for number, one in enumerate(told)], measures)
    return RunRecord(
        season=SEASON,
        attribution=Attribution.INTERVAL,
        rows=TorrentRows((), {Rejection.NO_NAME: 2}, is_synthetic=True),
        catalogue=Catalogue(shows, skipped=3, stale_since=NOW),
        ranked=[RankedShow(one, SeasonRole.SEASONAL, None) for one in shows],
        torrents=measured,
        review_queue=build_review_queue(measured, Thresholds(margin=8)),
        identification=Identification([], OFFSETS, Thresholds(margin=8)),
        scrapes=LoadedScrapes(NOW, {ScrapeRejection.BAD_COUNT: 4}, zero_dropouts=5),
        measures=measures,
    )


def reported(*told: Told, published: Publication | None = None) -> Report:
    return build_report(make_run(told), published or charted(1, 2, 3))


reasons = st.sampled_from([None, *ExclusionReason])
anything = st.builds(Told, downloads=st.integers(0, 10**6), reason=reasons, show=st.just(1))


@given(st.lists(anything))
def test_every_torrent_is_counted_or_left_out_for_one_reason(told: list[Told]) -> None:
    made = reported(*told)
    parts = [made.counted, *made.left_out.values()]
    assert sum(part.torrents for part in parts) == made.all.torrents == len(told)
    assert sum(part.downloads for part in parts) == made.all.downloads == sum(one.downloads for one in told)
    assert all(part.torrents for part in made.left_out.values())


@pytest.mark.parametrize(
    ("reason", "to_be_matched", "matched"),
    [
        (None, 2, 2),
        (ExclusionReason.SUPERSEDED, 2, 2),
        (ExclusionReason.OTHER_FORMAT, 2, 2),
        (ExclusionReason.OTHER_SEASON, 2, 2),
        (ExclusionReason.UNMATCHED, 2, 1),
        (ExclusionReason.BATCH, 1, 1),
        (ExclusionReason.SPECIAL, 1, 1),
        (ExclusionReason.TOO_EARLY, 1, 1),
        (ExclusionReason.GUESSIT_FAILED, 1, 1),
    ],
)
def test_the_match_rate_is_over_the_torrents_that_can_be_matched(
    reason: ExclusionReason | None, to_be_matched: int, matched: int
) -> None:
    rate = reported(Told(300, show=1), Told(100, reason, show=1)).match_rate
    assert (rate.to_be_matched.torrents, rate.matched.torrents) == (to_be_matched, matched)
    assert rate.by_torrents == matched / to_be_matched
    assert rate.by_downloads == (0.75 if reason is ExclusionReason.UNMATCHED else 1)


def test_there_is_no_rate_of_nothing() -> None:
    rate = reported(Told(5, ExclusionReason.BATCH), Told(5, ExclusionReason.TOO_EARLY)).match_rate
    assert (rate.by_torrents, rate.by_downloads) == (None, None)


def test_titles_without_a_show_come_by_downloads_with_their_largest_torrent() -> None:
    def lost(downloads: int, title: str) -> Told:
        return Told(downloads, ExclusionReason.UNMATCHED, title=title)

    made = reported(lost(5, "B"), lost(30, "A"), lost(40, "B"), lost(45, "C"), lost(1, ""), Told(900, show=1))
    found = [(one.title, one.torrents, one.downloads, one.example) for one in made.unmatched_titles]
    assert found == [("B", 2, 45, "B #2"), ("C", 1, 45, "C #3"), ("A", 1, 30, "A #1"), ("", 1, 1, " #4")]
    assert made.unmatched_titles[0].why == "no show has a title like it"


def test_a_show_whose_number_fits_nowhere_says_so() -> None:
    [title] = reported(Told(5, ExclusionReason.UNMATCHED, show=1)).unmatched_titles
    assert title.why == "its number is no episode of the show"


def test_only_the_thirty_largest_titles_are_told() -> None:
    made = reported(*(Told(number, ExclusionReason.UNMATCHED, title=f"T{number}") for number in range(40)))
    assert [one.downloads for one in made.unmatched_titles] == list(range(39, 9, -1))


def test_scores_fall_into_bins_of_ten_and_methods_are_counted() -> None:
    scores = (99.9, 100, 109.9, 121)
    made = reported(
        *(Told(1, show=1, score=score) for score in scores),
        Told(1, show=1, score=85, method=Method.FUZZY),
        Told(1, ExclusionReason.SUPERSEDED, show=1, score=85),
    )
    assert made.score_histogram == (ScoreBin(80, 1), ScoreBin(90, 1), ScoreBin(100, 2), ScoreBin(120, 1))
    assert made.match_methods == {"exact": 4, "fuzzy": 1}


@pytest.mark.parametrize(
    ("downloads", "ranked", "missing"),
    [
        (1001, (), (MissingShow(AniListId(2), "Show 2", 1001),)),
        (1000, (), ()),
        (1001, (2,), ()),
    ],
)
def test_a_show_with_over_a_thousand_downloads_is_missed_in_the_ranking(
    downloads: int, ranked: tuple[int, ...], missing: tuple[MissingShow, ...]
) -> None:
    halves = Told(downloads - 1, show=2), Told(1, show=2), Told(9999, ExclusionReason.SUPERSEDED, show=3)
    assert reported(*halves, published=charted(*ranked)).missing_shows == missing


def test_shows_that_are_not_ranked_are_told_apart_by_reason() -> None:
    made = reported(
        Told(5, ExclusionReason.OTHER_FORMAT, show=2),
        Told(6, ExclusionReason.OTHER_FORMAT, show=2),
        Told(20, ExclusionReason.OTHER_SEASON, show=3),
        Told(7, ExclusionReason.BATCH, show=1),
    )
    found = [(one.anilist_id, one.reason, one.torrents, one.downloads) for one in made.unranked]
    assert found == [(3, ExclusionReason.OTHER_SEASON, 1, 20), (2, ExclusionReason.OTHER_FORMAT, 2, 11)]


def test_only_the_offsets_of_shows_that_count_are_told() -> None:
    made = reported(Told(1, show=1), Told(1, ExclusionReason.SUPERSEDED, show=2))
    assert [(one.anilist_id, one.offset, one.source) for one in made.offsets] == [(1, 12, "chain")]


def test_offsets_come_by_the_downloads_that_hang_on_them() -> None:
    made = reported(
        Told(7, show=1, number=13),
        Told(9, show=1, number=13),
        Told(500, show=1),  # its number is its episode
        Told(20, show=2, number=25),
        Told(90, ExclusionReason.SUPERSEDED, show=1, number=13),
        Told(30, show=3, number=None),  # a film: no number, and not a number less -1
    )
    found = [(one.anilist_id, one.offset, one.torrents, one.downloads) for one in made.offsets]
    assert found == [(2, 24, 1, 20), (1, 12, 2, 16), (3, -1, 0, 0)]


def doubt(downloads: int, title: str = "Alpha", reason: ExclusionReason | None = None, margin: float = 12) -> Told:
    return Told(downloads, reason, show=1, title=title, margin=margin, rival=2)


def test_thin_margins_are_told_by_title_and_show_the_most_downloaded_first() -> None:
    made = reported(doubt(5, margin=9), doubt(6, margin=15), doubt(30, "Beta"), Told(1, show=3, margin=8, rival=2))
    assert [(one.title, one.anilist_id, one.downloads) for one in made.low_confidence] == [
        ("Beta", 1, 30),
        ("Alpha", 1, 11),
        ("Alpha", 3, 1),
    ]
    assert made.low_confidence[1] == LowConfidenceMatch(
        title="Alpha",
        anilist_id=AniListId(1),
        show="Show 1",
        torrents=2,
        downloads=11,
        example="Alpha #1",
        episode=1,
        score=120,
        margin=15,
        rival="Show 2",
        why="title; number",
    )


def test_little_that_speaks_for_a_match_makes_it_doubtful_without_any_rival() -> None:
    [one] = reported(Told(1, show=1, score=87, margin=87)).low_confidence
    assert (one.score, one.rival) == (87, None)


def test_a_match_that_is_sure_or_none_is_not_doubtful() -> None:
    made = reported(
        doubt(1, margin=16),
        Told(1, show=1, score=88, margin=88),
        Told(1, ExclusionReason.UNMATCHED),
        doubt(1, reason=ExclusionReason.UNMATCHED),
        doubt(1, reason=ExclusionReason.TOO_EARLY),
        doubt(1, reason=ExclusionReason.GUESSIT_FAILED),
    )
    assert made.low_confidence == ()


@pytest.mark.parametrize(
    "reason",
    [ExclusionReason.BATCH, ExclusionReason.OTHER_FORMAT, ExclusionReason.OTHER_SEASON, ExclusionReason.SUPERSEDED],
)
def test_a_doubtful_match_that_is_left_out_is_told_too(reason: ExclusionReason) -> None:
    assert len(reported(doubt(1, reason=reason)).low_confidence) == 1


def test_only_the_thirty_largest_doubts_are_told() -> None:
    made = reported(*(doubt(number, f"T{number}") for number in range(40)))
    assert [one.downloads for one in made.low_confidence] == list(range(39, 9, -1))


def test_what_went_before_is_handed_on() -> None:
    made = reported(Told(1, show=1), Told(2, show=1), Told(3, show=2))
    assert (made.rejected_torrents, made.rejected_scrapes) == ({"no_name": 2}, {"bad_count": 4})
    assert (made.zero_dropouts, made.glitches, made.resets, made.skipped_shows) == (5, 6, 7, 3)
    assert (made.anilist_stale_since, made.data_until, made.shows) == (NOW, NOW, 2)
    assert made.synthetic


def test_the_file_is_json_in_the_reasons_own_names() -> None:
    made = reported(Told(1, show=1), Told(2, ExclusionReason.BATCH))
    told = json.loads(encode_report(made).content)
    assert told["left_out"] == {"batch": {"torrents": 1, "downloads": 2}}
    assert told["counted"] == {"torrents": 1, "downloads": 1}
    assert told["attribution"] == "interval"
    assert encode_report(made) == encode_report(replace(made, counted=Tally(1, 1)))
