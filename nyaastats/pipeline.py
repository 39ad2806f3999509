"""The whole ETL as one page; it draws the flow and holds no logic.

nyaastats.db ─► torrents ─┐
AniList ──────► shows ────┴► identify ─► sort out ─► measure ─► publish
nyaastats.db ─► scrapes ────────────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from nyaastats.collect.answers import Catalogue
from nyaastats.errors import NothingMatchedError
from nyaastats.identify.filters import Reason, Sorted, left_out
from nyaastats.identify.matching import Thresholds, identify
from nyaastats.measure.inputs import matches_table, shows_table, torrents_table, weeks_table
from nyaastats.measure.tables import Attribution, load, measure
from nyaastats.publish.checks import check
from nyaastats.publish.contracts import Rankings
from nyaastats.publish.documents import files, publication
from nyaastats.publish.files import publish, recover
from nyaastats.publish.report import Report, Run, report, report_file
from nyaastats.seasons import Season
from nyaastats.standing import ranked_shows
from nyaastats.store.database import read_torrents
from nyaastats.store.engine import opened
from nyaastats.types import Override

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
    with step("reading the torrents"):
        rows = read_torrents(job.database)
    with step("asking for the shows"):
        known = catalogue()
        ranked = ranked_shows(known.shows, job.season, post_airing_weeks=job.post_airing_weeks)
    with opened(job.database, memory_limit=f"{job.memory_mib}MiB") as engine:
        with step("reading the scrapes"):
            engine.register("torrents", torrents_table(rows.torrents))
            scrapes = load(engine)
        with step("telling shows and episodes"):
            found = identify(rows.torrents, known.shows, job.overrides, job.thresholds)
            series = {show.id for show in known.shows if show.format.is_series}
            of_season = {one.show.id for one in ranked}
            torrents = left_out(
                found.identified,
                considered_from=job.season.considered_from,
                is_series=series.__contains__,
                of_season=of_season.__contains__,
            )
            _refuse_nothing(torrents, job)
        with step("measuring downloads"):
            engine.register("matches", matches_table(torrents))
            engine.register("shows", shows_table(ranked))
            engine.register("weeks", weeks_table(job.season.chart_weeks(job.post_airing_weeks)))
            measures = measure(engine, attribution=job.attribution, post_airing_weeks=job.post_airing_weeks)
    with step("publishing"):
        published = publication(measures, ranked, season=job.season, data_until=scrapes.data_until)
        check(published)
        made = report(
            Run(
                season=job.season,
                attribution=job.attribution,
                torrents=torrents,
                rejected_torrents=rows.rejected,
                shows=known.shows,
                skipped_shows=known.skipped,
                anilist_stale_since=known.stale_since,
                ranked=ranked,
                offsets=found.offsets,
                scrapes=scrapes,
                measures=measures,
                rankings=published.rankings,
            )
        )
        publish([*files(published), report_file(made)], job.output, data_until=scrapes.data_until)
    return Outcome(made, published.rankings)


def _refuse_nothing(torrents: Sequence[Sorted], job: Job) -> None:
    """A run that would publish nothing fails, and says what became of the torrents."""
    if any(one.counted for one in torrents):
        return
    reasons = [one.reason for one in torrents if one.reason]
    counts = ", ".join(f"{reasons.count(reason)} {reason}" for reason in Reason if reason in reasons)
    raise NothingMatchedError(
        f"no torrent of {str(job.database)!r} belongs to an episode of {job.season} ({counts or 'no usable row'}): "
        f"check --season and the AniList snapshots"
    )
