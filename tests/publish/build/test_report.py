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

from nyaastats.domain.audits import MatchAudit
from nyaastats.domain.calendar import Season, SeasonSpan
from nyaastats.domain.eligibility import CountedShow
from nyaastats.domain.matches import (
    ClassifiedTorrent,
    Evidence,
    ExclusionReason,
    Identification,
    Match,
    Method,
    NoMatch,
    Offset,
    Offsets,
    Thresholds,
)
from nyaastats.domain.measures import Attribution, CountFaults, LoadedScrapes, Measures, TailSummary
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.domain.shows import AniListId, Catalogue, Format, Show
from nyaastats.domain.torrents import InfoHash, Rejection, Torrent, TorrentRows
from nyaastats.identify.review_queue import build_review_queue
from nyaastats.publish.build.counts import attach_downloads
from nyaastats.publish.build.report import RunRecord, build_report, encode_report
from nyaastats.publish.contracts.events import GeneralEvents
from nyaastats.publish.contracts.films import Films
from nyaastats.publish.contracts.projections import Projections
from nyaastats.publish.contracts.public import (
    Corrections,
    Publication,
    Rankings,
    SeasonDocuments,
    Seasons,
    ShowIndex,
    Shows,
)
from nyaastats.publish.contracts.records import Records
from nyaastats.publish.contracts.report import Audit, LowConfidenceMatch, MarginBin, MissingShow, Report, Tally
from testkit.small_season import make_chart, make_publication, make_table

NOW = datetime(2025, 10, 22, 12, tzinfo=UTC)
FAULTS = CountFaults(count_drops=6, resets=7, spikes=8, in_doubt=9, tracker_restarts=10, examples={})
SEASON = Season.parse("fall-2025")
OFFSETS: Offsets = {
    AniListId(1): (Offset(12, "chain"),),
    AniListId(2): (Offset(24, "schedule"),),
    AniListId(3): (Offset(-1, "schedule"),),
}


@dataclass(frozen=True, slots=True)
class TorrentSpec:
    """A torrent of the run, as a test writes it."""

    downloads: int
    reason: ExclusionReason | None = None
    show: int | None = None
    title: str = "Alpha"
    score: float = 120
    method: Method = Method.EXACT
    margin: float = 120
    runner_up: int | None = None
    number: int | None = 1

    def classify(self, number: int) -> ClassifiedTorrent:
        torrent = Torrent(InfoHash(f"{number:040}"), f"{self.title} #{number}", NOW)
        release = Release((self.title,) if self.title else (), None, None, self.number, Kind.EPISODE)
        return ClassifiedTorrent(torrent, release, self._decide(), self.reason)

    def _decide(self) -> Match | NoMatch:
        if self.show is None:
            return NoMatch("no show has a title like it")
        runner_up = None if self.runner_up is None else AniListId(self.runner_up)
        evidence = tuple(
            Evidence(name, score, name) for name, score in (("title", 90.0), ("season", 0.0), ("number", 5.0))
        )
        return Match(AniListId(self.show), 1, self.method, self.score, self.margin, evidence, runner_up)


def show(id_: int) -> Show:
    return Show(AniListId(id_), f"Show {id_}", None, None, (), Format.TV, None, None, SEASON, None, None)


def publish_chart(*shows: int) -> Publication:
    """A publication in which these shows were ranked."""
    season = SeasonDocuments("fall-2025", Rankings("Fall 2025", NOW, ()), Shows("Fall 2025", NOW, ()))
    return Publication(
        episodes=make_table(),
        show_weeks=pa.table({}),
        weeks=(make_chart(date(2025, 10, 6), dict.fromkeys(shows, 10)),),
        seasons=(season,),
        seasons_index=Seasons("fall-2025", NOW, ()),
        index=ShowIndex(NOW, ()),
        pages=(),
        corrections=Corrections(NOW, ()),
        records=Records(None, ()),
        events=GeneralEvents((), {}),
        groups=(),
        films=Films(NOW, "2025-W41", complete=True, films=()),
        projections=Projections(NOW, (), (), ()),
    )


def make_run(specs: Sequence[TorrentSpec]) -> RunRecord:
    totals = pa.table({"downloads": pa.array([spec.downloads for spec in specs], pa.int64())})
    none, tails = pa.table({}), TailSummary(torrents=4, downloads=30, overdue=2, decay_torrents=9)
    left_out = pa.table({"anilist_id": [1, 2], "after_last_day": [7, 5], "not_begun": [0, 3]})
    measures = Measures(
        none,
        none,
        none,
        none,
        projections=none,
        projection_scores=none,
        torrent_totals=totals,
        season_torrents=none,
        show_tails=none,
        left_out=left_out,
        film_weeks=none,
        film_tails=none,
        group_weeks=none,
        episode_firsts=none,
        best_days=none,
        tails=tails,
        sample=None,
        unscraped=6,
    )
    shows = tuple(map(show, (1, 2, 3)))
    measured = attach_downloads([spec.classify(number) for number, spec in enumerate(specs)], measures)
    return RunRecord(
        span=SeasonSpan((SEASON,), 4),
        attribution=Attribution.INTERVAL,
        rows=TorrentRows((), {Rejection.NO_NAME: 2}, is_synthetic=True),
        catalogue=Catalogue(shows, skipped=3, stale_since=NOW),
        counted=[CountedShow(item, None) for item in shows],
        torrents=measured,
        review_queue=build_review_queue(measured, Thresholds(margin=8)),
        identification=Identification([], OFFSETS, Thresholds(margin=8)),
        scrapes=LoadedScrapes(NOW, {ScrapeRejection.BAD_COUNT: 4}, zero_dropouts=5, faults=FAULTS),
        measures=measures,
        editions={},
        projection_runs={},
    )


def report_on(*specs: TorrentSpec, published: Publication | None = None) -> Report:
    return build_report(make_run(specs), published or publish_chart(1, 2, 3))


reasons = st.sampled_from([None, *ExclusionReason])
anything = st.builds(TorrentSpec, downloads=st.integers(0, 10**6), reason=reasons, show=st.just(1))


@given(st.lists(anything))
def test_every_torrent_is_counted_or_left_out_for_one_reason(specs: list[TorrentSpec]) -> None:
    report = report_on(*specs)
    parts = [report.counted, *report.excluded.values()]
    assert sum(part.torrents for part in parts) == report.all.torrents == len(specs)
    # 3 of the day that has not begun.
    assert sum(part.downloads for part in parts) + 3 == report.all.downloads
    left_out = sum(spec.downloads for spec in specs if spec.reason)
    assert sum(tally.downloads for tally in report.excluded.values()) == left_out + 12  # after the last days: 7 and 5
    assert all(part.torrents or part.downloads for part in report.excluded.values())


def test_counted_is_what_stands_in_the_files() -> None:
    published = make_publication()
    report = report_on(TorrentSpec(900, show=1), TorrentSpec(4, ExclusionReason.BATCH), published=published)
    assert report.counted == Tally(1, 188 + 231)  # of the shows of the small season, whatever the torrents had
    assert report.all == Tally(2, 188 + 231 + 4 + 12 + 3)


def test_the_report_says_what_was_expected_and_what_was_not() -> None:
    report = report_on(TorrentSpec(900, show=1))
    expected = (report.tail_torrents, report.tail_downloads, report.overdue_torrents, report.decay_torrents)
    assert expected == (4, 30, 2, 9)
    assert (report.unscraped_torrents, report.not_begun) == (6, 3)


@pytest.mark.parametrize(
    ("reason", "to_be_matched", "matched"),
    [
        (None, 2, 2),
        (ExclusionReason.SUPERSEDED, 2, 2),
        (ExclusionReason.AFTER_LAST_DAY, 2, 2),
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
    rate = report_on(TorrentSpec(300, show=1), TorrentSpec(100, reason, show=1)).match_rate
    assert (rate.to_be_matched.torrents, rate.matched.torrents) == (to_be_matched, matched)
    assert rate.by_torrents == matched / to_be_matched
    assert rate.by_downloads == (0.75 if reason is ExclusionReason.UNMATCHED else 1)


def test_there_is_no_rate_of_nothing() -> None:
    rate = report_on(TorrentSpec(5, ExclusionReason.BATCH), TorrentSpec(5, ExclusionReason.TOO_EARLY)).match_rate
    assert (rate.by_torrents, rate.by_downloads) == (None, None)


def test_titles_without_a_show_come_by_downloads_with_their_largest_torrent() -> None:
    def unmatched(downloads: int, title: str) -> TorrentSpec:
        return TorrentSpec(downloads, ExclusionReason.UNMATCHED, title=title)

    report = report_on(
        unmatched(5, "B"),
        unmatched(30, "A"),
        unmatched(40, "B"),
        unmatched(45, "C"),
        unmatched(1, ""),
        TorrentSpec(900, show=1),
    )
    rows = [(row.title, row.torrents, row.downloads, row.example) for row in report.unmatched_titles]
    assert rows == [("B", 2, 45, "B #2"), ("C", 1, 45, "C #3"), ("A", 1, 30, "A #1"), ("", 1, 1, " #4")]
    assert report.unmatched_titles[0].why == "no show has a title like it"


def test_a_show_whose_number_fits_nowhere_says_so() -> None:
    [title] = report_on(TorrentSpec(5, ExclusionReason.UNMATCHED, show=1)).unmatched_titles
    assert title.why == "its number is no episode of the show"


def test_only_the_thirty_largest_titles_are_listed() -> None:
    report = report_on(*(TorrentSpec(number, ExclusionReason.UNMATCHED, title=f"T{number}") for number in range(40)))
    assert [row.downloads for row in report.unmatched_titles] == list(range(39, 9, -1))


def test_the_counted_torrents_and_their_downloads_are_tallied_by_method() -> None:
    report = report_on(
        TorrentSpec(5, show=1),
        TorrentSpec(3, show=2),
        TorrentSpec(70, show=1, method=Method.FUZZY),
        TorrentSpec(900, ExclusionReason.SUPERSEDED, show=1, method=Method.MANUAL_OVERRIDE),
    )
    assert report.match_methods == {Method.EXACT: Tally(2, 8), Method.FUZZY: Tally(1, 70)}
    assert list(report.match_methods) == ["exact", "fuzzy"]


@pytest.mark.parametrize(
    ("margin", "runner_up", "bound"),
    [
        (8, 2, 1.0),
        (15.9, 2, 1.0),
        (16, 2, 2.0),  # no longer contested
        (31.9, 2, 2.0),
        (32, 2, 4.0),
        (64, 2, 8.0),
        (500, 2, 8.0),
        (8, None, None),  # the whole score, where there is no second show
    ],
)
def test_a_margin_falls_into_a_bin_by_how_many_minimum_margins_it_is(
    margin: float, runner_up: int | None, bound: float | None
) -> None:
    report = report_on(
        TorrentSpec(5, show=1, margin=margin, runner_up=runner_up),
        TorrentSpec(900, ExclusionReason.SUPERSEDED, show=1, margin=margin, runner_up=runner_up),
    )
    bounds = (1.0, 2.0, 4.0, 8.0, None)
    assert report.match_margins == tuple(MarginBin(item, int(item == bound), 5 * (item == bound)) for item in bounds)


def test_bins_begin_where_a_match_is_no_longer_contested() -> None:
    thresholds = Thresholds(margin=8)
    specs = [TorrentSpec(1, show=1, margin=margin, runner_up=2) for margin in (8, 15.9, 16, 17)]
    matches = [match for spec in specs if (match := spec.classify(1).match)]
    contested = sum(map(thresholds.is_low_confidence, matches))
    assert [item.torrents for item in report_on(*specs).match_margins][:2] == [contested, len(specs) - contested]


def test_without_a_minimum_margin_every_second_show_is_far_behind() -> None:
    run = make_run([TorrentSpec(1, show=1, margin=0, runner_up=2)])
    run = replace(run, identification=Identification([], OFFSETS, Thresholds(margin=0)))
    assert [item.torrents for item in build_report(run, publish_chart(1)).match_margins] == [0, 0, 0, 1, 0]


def test_an_audit_is_handed_on_with_its_shares_rounded() -> None:
    audit = MatchAudit(NOW, NOW, judged=50, right=48, unsure=1, precision=48 / 49, low=0.8926543, high=0.9963949)
    report = build_report(make_run([TorrentSpec(1, show=1)]), publish_chart(1), audit)
    assert report.audit == Audit(NOW, NOW, 50, 48, 1, 0.979592, 0.892654, 0.996395)
    assert report_on(TorrentSpec(1, show=1)).audit is None


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
    halves = (
        TorrentSpec(downloads - 1, show=2),
        TorrentSpec(1, show=2),
        TorrentSpec(9999, ExclusionReason.SUPERSEDED, show=3),
    )
    assert report_on(*halves, published=publish_chart(*ranked)).missing_shows == missing


def test_shows_that_are_not_ranked_are_listed_by_reason() -> None:
    report = report_on(
        TorrentSpec(5, ExclusionReason.OTHER_FORMAT, show=2),
        TorrentSpec(6, ExclusionReason.OTHER_FORMAT, show=2),
        TorrentSpec(20, ExclusionReason.OTHER_SEASON, show=3),
        TorrentSpec(7, ExclusionReason.BATCH, show=1),
    )
    rows = [(row.anilist_id, row.reason, row.torrents, row.downloads) for row in report.unranked]
    assert rows == [(3, ExclusionReason.OTHER_SEASON, 1, 20), (2, ExclusionReason.OTHER_FORMAT, 2, 11)]


def test_only_the_offsets_of_shows_that_count_are_listed() -> None:
    report = report_on(TorrentSpec(1, show=1), TorrentSpec(1, ExclusionReason.SUPERSEDED, show=2))
    assert [(row.anilist_id, row.offset, row.source) for row in report.offsets] == [(1, 12, "chain")]


def test_offsets_come_by_the_downloads_that_hang_on_them() -> None:
    report = report_on(
        TorrentSpec(7, show=1, number=13),
        TorrentSpec(9, show=1, number=13),
        TorrentSpec(500, show=1),  # its number is its episode
        TorrentSpec(20, show=2, number=25),
        TorrentSpec(90, ExclusionReason.SUPERSEDED, show=1, number=13),
        TorrentSpec(30, show=3, number=None),  # a film: no number, and not a number less -1
    )
    rows = [(row.anilist_id, row.offset, row.torrents, row.downloads) for row in report.offsets]
    assert rows == [(2, 24, 1, 20), (1, 12, 2, 16), (3, -1, 0, 0)]


def low_confidence(
    downloads: int, title: str = "Alpha", reason: ExclusionReason | None = None, margin: float = 12
) -> TorrentSpec:
    return TorrentSpec(downloads, reason, show=1, title=title, margin=margin, runner_up=2)


def test_thin_margins_are_listed_by_title_and_show_the_most_downloaded_first() -> None:
    report = report_on(
        low_confidence(5, margin=9),
        low_confidence(6, margin=15),
        low_confidence(30, "Beta"),
        TorrentSpec(1, show=3, margin=8, runner_up=2),
    )
    assert [(row.title, row.anilist_id, row.downloads) for row in report.low_confidence] == [
        ("Beta", 1, 30),
        ("Alpha", 1, 11),
        ("Alpha", 3, 1),
    ]
    assert report.low_confidence[1] == LowConfidenceMatch(
        title="Alpha",
        anilist_id=AniListId(1),
        show="Show 1",
        torrents=2,
        downloads=11,
        example="Alpha #1",
        episode=1,
        score=120,
        margin=15,
        runner_up="Show 2",
        why="title; number",
    )


def test_little_that_speaks_for_a_match_makes_its_confidence_low_without_a_runner_up() -> None:
    [match] = report_on(TorrentSpec(1, show=1, score=87, margin=87)).low_confidence
    assert (match.score, match.runner_up) == (87, None)


def test_a_match_that_is_sure_or_none_is_not_of_low_confidence() -> None:
    report = report_on(
        low_confidence(1, margin=16),
        TorrentSpec(1, show=1, score=88, margin=88),
        TorrentSpec(1, ExclusionReason.UNMATCHED),
        low_confidence(1, reason=ExclusionReason.UNMATCHED),
        low_confidence(1, reason=ExclusionReason.TOO_EARLY),
        low_confidence(1, reason=ExclusionReason.GUESSIT_FAILED),
    )
    assert report.low_confidence == ()


@pytest.mark.parametrize(
    "reason",
    [ExclusionReason.BATCH, ExclusionReason.OTHER_FORMAT, ExclusionReason.OTHER_SEASON, ExclusionReason.SUPERSEDED],
)
def test_a_match_of_low_confidence_that_is_excluded_is_listed_too(reason: ExclusionReason) -> None:
    assert len(report_on(low_confidence(1, reason=reason)).low_confidence) == 1


def test_only_the_thirty_largest_matches_of_low_confidence_are_listed() -> None:
    report = report_on(*(low_confidence(number, f"T{number}") for number in range(40)))
    assert [row.downloads for row in report.low_confidence] == list(range(39, 9, -1))


def test_what_went_before_is_handed_on() -> None:
    report = report_on(TorrentSpec(1, show=1), TorrentSpec(2, show=1), TorrentSpec(3, show=2))
    assert (report.rejected_torrents, report.rejected_scrapes) == ({"no_name": 2}, {"bad_count": 4})
    assert (report.zero_dropouts, report.count_drops, report.resets, report.skipped_shows) == (5, 6, 7, 3)
    assert (report.spikes, report.in_doubt, report.tracker_restarts) == (8, 9, 10)
    assert (report.anilist_stale_since, report.data_until, report.shows) == (NOW, NOW, 2)
    assert report.synthetic


def test_the_file_is_json_in_the_reasons_own_names() -> None:
    report = report_on(TorrentSpec(1, show=1), TorrentSpec(2, ExclusionReason.BATCH))
    document = json.loads(encode_report(report).content)
    assert document["excluded"] == {
        "batch": {"torrents": 1, "downloads": 2},
        "after_last_day": {"torrents": 0, "downloads": 12},
    }
    assert document["counted"] == {"torrents": 1, "downloads": 0}
    assert document["attribution"] == "interval"
    assert encode_report(report) == encode_report(replace(report, counted=Tally(1, 0)))
