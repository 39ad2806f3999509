"""What is said of a season: its torrents are those published in its time, with their downloads until its chart ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from nyaastats.domain.audits import MatchAudit
from nyaastats.domain.calendar import Season, SeasonSpan, Week
from nyaastats.domain.editions import Edition, EditionEntry
from nyaastats.domain.eligibility import CountedShow
from nyaastats.domain.matches import (
    ExclusionReason,
    Identification,
    Match,
    MeasuredTorrent,
    Method,
    NoMatch,
    Thresholds,
)
from nyaastats.domain.measures import Attribution, CountFaults, LoadedScrapes, Measures, TailSummary
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.review_queue import ReviewQueue
from nyaastats.domain.shows import AniListId, Catalogue, Format, Show
from nyaastats.domain.torrents import InfoHash, Torrent, TorrentRows
from nyaastats.pipeline.season_records import build_season_records
from nyaastats.publish.build.report import RunRecord
from nyaastats.publish.build.season_reports import build_season_reports
from nyaastats.publish.contracts.report import MissingShow, SeasonReport
from testkit.small_season import DATA_UNTIL, make_publication

FALL = Season.parse("fall-2025")
SPAN = SeasonSpan((FALL,), 4)
NO_FAULTS = CountFaults(count_drops=0, resets=0, spikes=0, in_doubt=0, tracker_restarts=0, examples={})
IN_TIME = FALL.start + timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Spec:
    """A torrent, as a test writes it; `later` are downloads after the season's chart."""

    downloads: int
    show: int | None = 7
    reason: ExclusionReason | None = None
    published: datetime = IN_TIME
    later: int = 0
    margin: float = 120

    def measure(self, number: int) -> MeasuredTorrent:
        torrent = Torrent(InfoHash(f"{number:040}"), f"T #{number}", self.published)
        release = Release(("T",), None, None, 1, Kind.EPISODE)
        match = NoMatch("no show") if self.show is None else self._match(AniListId(self.show))
        return MeasuredTorrent(torrent, release, match, self.reason, self.downloads + self.later)

    def _match(self, show: AniListId) -> Match:
        return Match(show, 1, Method.EXACT, 120, self.margin, (), AniListId(21))


def make_show(id_: int, season: Season | None = FALL, form: Format = Format.TV) -> Show:
    return Show(AniListId(id_), f"Show {id_}", None, None, (), form, None, None, season, None, None)


SHOWS = (make_show(7), make_show(21), make_show(90), make_show(300, form=Format.MOVIE))


def make_measures(specs: Sequence[Spec]) -> Measures:
    none = pa.table({})
    rows = {
        "season": [FALL.slug] * len(specs),
        "torrent_id": list(range(len(specs))),
        "downloads": [spec.downloads for spec in specs],
    }
    return Measures(
        none,
        none,
        none,
        none,
        none,
        projections=none,
        projection_scores=none,
        torrent_totals=none,
        season_torrents=pa.table(rows),
        show_tails=none,
        left_out=none,
        best_days=none,
        film_weeks=none,
        film_tails=none,
        group_weeks=none,
        tails=TailSummary(0, 0, 0, 0),
        sample=None,
    )


def make_run(specs: Sequence[Spec]) -> RunRecord:
    return RunRecord(
        span=SPAN,
        attribution=Attribution.INTERVAL,
        rows=TorrentRows((), {}, is_synthetic=True),
        catalogue=Catalogue(SHOWS, skipped=0, stale_since=None),
        counted=[CountedShow(show, None) for show in SHOWS[:3]],
        torrents=[spec.measure(number) for number, spec in enumerate(specs)],
        review_queue=ReviewQueue((), ()),
        identification=Identification([], {}, Thresholds(margin=8)),
        scrapes=LoadedScrapes(DATA_UNTIL, {}, zero_dropouts=0, faults=NO_FAULTS),
        measures=make_measures(specs),
        editions={},
        projection_runs={},
    )


def report_on(*specs: Spec, run: RunRecord | None = None, audit: MatchAudit | None = None) -> SeasonReport:
    run = run or make_run(specs)
    records = build_season_records(run.torrents, run.measures.season_torrents, run.span, Thresholds(margin=8))
    audits = {"Fall 2025": audit}
    [report] = build_season_reports(run, records, make_publication(), audits.get)
    return report


@pytest.mark.parametrize(
    ("published", "is_of_it"),
    [
        (datetime(2025, 9, 16, 23, 59, tzinfo=UTC), False),
        (datetime(2025, 9, 17, tzinfo=UTC), True),
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), True),
        (datetime(2026, 1, 1, tzinfo=UTC), False),
    ],
)
def test_a_torrent_is_of_the_season_from_two_weeks_before_it_to_its_end(published: datetime, is_of_it: bool) -> None:  # noqa: FBT001
    report = report_on(Spec(5, published=published))
    assert (report.counted.torrents, report.match_rate.to_be_matched.torrents) == (is_of_it, is_of_it)


def test_downloads_after_the_chart_are_of_no_torrent() -> None:
    report = report_on(Spec(30, later=1000), Spec(10, None, ExclusionReason.UNMATCHED, later=5000))
    assert report.match_rate.to_be_matched.downloads == 40
    assert report.match_rate.by_downloads == 0.75
    assert [title.downloads for title in report.unmatched_titles] == [10]


def test_counted_are_torrents_of_its_shows_and_what_these_have_in_its_weeks() -> None:
    report = report_on(Spec(5), Spec(6, 21), Spec(9, 8888), Spec(7, reason=ExclusionReason.SUPERSEDED))
    assert (report.counted.torrents, report.counted.downloads, report.shows) == (2, 188 + 231, 2)


@pytest.mark.parametrize("reason", ExclusionReason)
def test_the_rate_is_by_the_rule_of_the_whole_run(reason: ExclusionReason) -> None:
    rate = report_on(Spec(5), Spec(5, reason=reason)).match_rate
    assert rate.to_be_matched.torrents == (1 if reason.needs_no_match else 2)
    assert rate.matched.torrents == (1 if reason.needs_no_match or reason is ExclusionReason.UNMATCHED else 2)


def test_films_are_unranked_and_doubtful_titles_are_listed() -> None:
    report = report_on(Spec(5, 300, ExclusionReason.OTHER_FORMAT), Spec(40, margin=9))
    assert [(show.anilist_id, show.downloads) for show in report.unranked] == [(300, 5)]
    assert [(title.anilist_id, title.downloads) for title in report.low_confidence] == [(7, 40)]


@pytest.mark.parametrize(
    ("spec", "missing"),
    [
        (Spec(1001, 90), (MissingShow(AniListId(90), "Show 90", 1001),)),
        (Spec(1000, 90), ()),
        (Spec(1000, 90, later=1), ()),
        (Spec(1001, 7), ()),
    ],
)
def test_a_show_with_many_downloads_is_missed_in_the_chart(spec: Spec, missing: tuple[MissingShow, ...]) -> None:
    assert report_on(spec).missing_shows == missing


def test_its_weeks_are_compared_with_their_first_editions() -> None:
    edition = Edition(Week(date(2025, 9, 29)), DATA_UNTIL - timedelta(days=2), {AniListId(7): EditionEntry(1, 100)})
    revision = report_on(run=replace(make_run([Spec(1)]), editions={edition.week: edition})).revision
    assert revision is not None
    assert (revision.weeks, revision.places, revision.mean_revision, revision.ranks_moved) == (1, 1, 0.58, 0)


def test_the_audit_is_that_of_the_season() -> None:
    audit = MatchAudit(DATA_UNTIL, DATA_UNTIL, judged=50, right=48, unsure=1, precision=48 / 49, low=0.89, high=0.99)
    published = report_on(Spec(1), audit=audit).audit
    assert published is not None
    assert (published.right, published.precision) == (48, 0.979592)
    assert report_on(Spec(1)).audit is None
