"""The whole ETL as one page; it draws the flow and holds no logic.

nyaastats.db ─► torrents ─┐
AniList ──────► shows ────┴► identify ─► sort out ─► measure ─► publish
nyaastats.db ─► scrapes ────────────────────────────────┘
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path

from nyaastats.domain.calendar import Season
from nyaastats.domain.eligibility import select_ranked_shows
from nyaastats.domain.matches import ClassifiedTorrent, ExclusionReason, Override, Thresholds
from nyaastats.domain.measures import Attribution
from nyaastats.domain.shows import Catalogue
from nyaastats.engines.duckdb import open_engine
from nyaastats.errors import NothingMatchedError
from nyaastats.identify.exclusions import classify
from nyaastats.identify.matcher import identify
from nyaastats.identify.review_queue import build_review_queue
from nyaastats.measure.inputs import matches_table, shows_table, torrents_table, weeks_table
from nyaastats.measure.runner import load_scrapes, measure_downloads
from nyaastats.pipeline.gc_pause import gc_paused
from nyaastats.publish.atomic_output import publish, recover
from nyaastats.publish.build.counts import tell
from nyaastats.publish.build.documents import files, publication
from nyaastats.publish.build.report import Run, report, report_file
from nyaastats.publish.checks.documents import check, check_report
from nyaastats.publish.contracts.public import Rankings
from nyaastats.publish.contracts.report import Report
from nyaastats.store.reader import read_torrents

Step = Callable[[str], AbstractContextManager[object]]
"""Told what begins; the context lasts as long as it does."""

STEPS = 6
"""How many steps `run` tells of."""


def _silent(_: str) -> AbstractContextManager[object]:
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Job:
    """What one run is to do."""

    database: Path
    output: Path
    season: Season
    attribution: Attribution
    overrides: Sequence[Override]
    thresholds: Thresholds
    post_airing_weeks: int
    memory_mib: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run did."""

    report: Report
    rankings: Rankings


def run(job: Job, catalogue: Callable[[], Catalogue], step: Step = _silent) -> Outcome:
    """Read, identify, measure and publish; raise a NyaastatsError and leave the output as it was, or be done."""
    recover(job.output)
    # Aside, the engine is opened and reads while Python thinks: until it measures, neither needs the other.
    with ExitStack() as opened_things, ThreadPoolExecutor(max_workers=1) as aside:
        opening = aside.submit(
            opened_things.enter_context, open_engine(job.database, memory_limit=f"{job.memory_mib}MiB")
        )
        with step("reading torrents"):
            rows = read_torrents(job.database)
        engine = opening.result()
        engine.register("torrents", torrents_table(rows.torrents))
        loading = aside.submit(load_scrapes, engine)
        with step("fetching shows"):
            known = catalogue()
            ranked = select_ranked_shows(known.shows, job.season, post_airing_weeks=job.post_airing_weeks)
        with step("matching torrents"), gc_paused():
            found = identify(rows.torrents, known.shows, job.overrides, job.thresholds)
            torrents = classify(found.results, known.shows, job.season)
            _require_counted(torrents, job)
        with step("reading scrapes"):
            scrapes = loading.result()
        with step("measuring downloads"):
            engine.register("matches", matches_table(torrents))
            engine.register("shows", shows_table(ranked))
            engine.register("weeks", weeks_table(job.season.chart_weeks(job.post_airing_weeks)))
            measures = measure_downloads(engine, attribution=job.attribution, post_airing_weeks=job.post_airing_weeks)
    with step("publishing"):
        told = tell(torrents, measures)
        queue = build_review_queue(told, job.thresholds)
        published = publication(measures, ranked, told, season=job.season, data_until=scrapes.data_until)
        check(published)
        made = report(
            Run(job.season, job.attribution, rows, known, ranked, told, queue, found, scrapes, measures, published)
        )
        check_report(made, published)
        publish([*files(published), report_file(made)], job.output, data_until=scrapes.data_until)
    return Outcome(made, published.rankings)


def _require_counted(torrents: Sequence[ClassifiedTorrent], job: Job) -> None:
    """Raise NothingMatchedError for a run that would publish nothing."""
    if any(torrent.counted_match for torrent in torrents):
        return
    reasons = Counter(torrent.exclusion for torrent in torrents if torrent.exclusion)
    counts = ", ".join(f"{reasons[reason]} {reason}" for reason in ExclusionReason if reasons[reason])
    raise NothingMatchedError(
        f"no torrent of {str(job.database)!r} belongs to an episode of {job.season} ({counts or 'no usable row'}): "
        f"check --season and the AniList snapshots"
    )
