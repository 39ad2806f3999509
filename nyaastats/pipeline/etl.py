"""The whole ETL: connects the stages in their order. What a stage does is in its own package.

nyaastats.db ─► archive ─┬► torrents ─┐
AniList ─────────────────│─► shows ───┴► identify ─► classify ─► measure ─► publish
                         └► scrapes ──────────────────────────────┘
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nyaastats.domain.audits import MatchAudit
from nyaastats.domain.calendar import Season, SeasonSpan
from nyaastats.domain.editions import Editions, choose_editions
from nyaastats.domain.eligibility import CountedShow, select_counted_shows
from nyaastats.domain.events import Note, build_restarts, find_scraper_gaps
from nyaastats.domain.films import CountedFilm
from nyaastats.domain.matches import ClassifiedTorrent, ExclusionReason, Identification, Override, Thresholds
from nyaastats.domain.measures import Attribution, LoadedScrapes, ScrapeCounts
from nyaastats.domain.projections import ProjectionRuns, add_run
from nyaastats.domain.releases import NameReading, make_name_key
from nyaastats.domain.shows import Catalogue
from nyaastats.engines.base import Engine, EngineServer
from nyaastats.engines.duckdb import open_engine, open_storage_engine
from nyaastats.errors import NothingMatchedError
from nyaastats.identify.exclusions import classify, find_last_published
from nyaastats.identify.films import select_films
from nyaastats.identify.matcher import identify, read_names
from nyaastats.identify.names.rules_digest import compute_rules_digest
from nyaastats.identify.review_queue import build_review_queue
from nyaastats.measure.inputs import build_torrents_table, register_matched
from nyaastats.measure.runner import clean_scrapes, count_increments, count_scrapes, measure_downloads
from nyaastats.pipeline.archiving import ArchiveConfig, ArchiveSource, open_source
from nyaastats.pipeline.gc_pause import gc_paused
from nyaastats.pipeline.season_records import build_season_records
from nyaastats.pipeline.season_span import choose_span
from nyaastats.publish.atomic_output import publish_files, recover_output
from nyaastats.publish.build.corrections import build_editions
from nyaastats.publish.build.counts import attach_downloads
from nyaastats.publish.build.documents import Notices, build_publication, encode_publication
from nyaastats.publish.build.projections import build_projection_run
from nyaastats.publish.build.report import RunRecord, build_report, encode_report
from nyaastats.publish.build.season_reports import build_season_reports, encode_season_report
from nyaastats.publish.checks.events import check_restarts
from nyaastats.publish.checks.publication import check_publication
from nyaastats.publish.checks.report import check_report
from nyaastats.publish.checks.season_reports import check_season_reports
from nyaastats.publish.contracts.dictionary import encode_schema
from nyaastats.publish.contracts.public import Publication
from nyaastats.publish.contracts.report import Report, SeasonReport
from nyaastats.store.archive.editions import keep_editions, read_editions
from nyaastats.store.archive.files import can_be_written
from nyaastats.store.archive.projections import keep_projections, read_projections
from nyaastats.store.archive.remote import ArchiveUri
from nyaastats.store.archive.update import ArchiveUpdate

Progress = Callable[[str], AbstractContextManager[object]]
"""Reports a step as started; finished on exit of its context."""

FetchCatalogue = Callable[[SeasonSpan], Catalogue]
"""The shows of these seasons, and of the upcoming one."""

STEP_COUNT = 6
"""How many steps `run_etl` reports."""


def _ignore_progress(_: str) -> AbstractContextManager[object]:
    return nullcontext()


def _read_no_audit(_: str) -> MatchAudit | None:
    return None


@dataclass(frozen=True, slots=True)
class EtlConfig:
    """What one run of the ETL reads, decides by and writes."""

    source: ArchiveConfig
    output: Path
    season: Season | None
    """The only season that is published; None: all that the scrapes touch."""
    attribution: Attribution
    overrides: Sequence[Override]
    thresholds: Thresholds
    post_airing_weeks: int
    """How long a show counts after its last broadcast."""
    now: datetime
    """The clock of the run; a scrape more than a day later is a clock's error."""
    read_audit: Callable[[str], MatchAudit | None] = _read_no_audit
    """What a person found when they judged matches of a season, by its name; None when nobody has."""
    notes: Sequence[Note] = ()
    """A person's own events."""
    server: EngineServer | None = None
    """What measures; None: DuckDB, on this machine."""


@dataclass(frozen=True, slots=True)
class EtlResult:
    """What one run published, for the terminal."""

    report: Report
    publication: Publication
    update: ArchiveUpdate | None
    """What was added to the archive; None where there is no database."""
    unusable_shows: Sequence[str] = ()
    """What the archive keeps of AniList's answers and cannot be used, or AniList did not tell, each with its reason."""


def run_etl(config: EtlConfig, fetch_catalogue: FetchCatalogue, progress: Progress = _ignore_progress) -> EtlResult:
    """Read, identify, measure and publish.

    Raises a NyaastatsError when a step fails; the output folder is then as it was before.
    """
    # First: an output folder that is not ours should be refused before minutes of work, not after.
    recover_output(config.output)
    with gc_paused():
        return _run_steps(config, fetch_catalogue, progress)


def _run_steps(config: EtlConfig, fetch_catalogue: FetchCatalogue, progress: Progress) -> EtlResult:
    run, update = _measure_run(config, fetch_catalogue, progress)
    _require_days(run, config)
    with progress("publishing"):
        data_until = run.scrapes.data_until
        publication = build_publication(
            run.measures,
            run.counted,
            run.torrents,
            run.films,
            span=run.span,
            data_until=data_until,
            notices=_list_notices(run, config),
        )
        check_publication(publication)
        report = build_report(run, publication, config.read_audit(str(run.span.current)))
        check_report(report, publication)
        check_restarts(report, publication)
        season_reports = _report_seasons(run, publication, config)
        check_season_reports(season_reports, report, publication)
        files = [*encode_publication(publication), encode_report(report), *map(encode_season_report, season_reports)]
        # Before: a chart that nobody saw makes a correction too many, one that nobody kept a change that is not told.
        _keep_editions(config, run.editions, publication)
        _keep_projections(config, run.projection_runs, publication)
        publish_files(files, config.output, data_until=data_until)
    return EtlResult(report, publication, update, run.catalogue.unusable)


def _list_notices(run: RunRecord, config: EtlConfig) -> Notices:
    general = (*find_scraper_gaps(run.scrapes.hours), *build_restarts(run.scrapes.restarts))
    return Notices(run.editions, run.projection_runs, general, config.notes)


def _report_seasons(run: RunRecord, publication: Publication, config: EtlConfig) -> tuple[SeasonReport, ...]:
    records = build_season_records(run.torrents, run.measures.season_torrents, run.span, config.thresholds)
    return build_season_reports(run, records, publication, config.read_audit)


def _has_editions(config: EtlConfig) -> bool:
    """Whether the run's weeks are what the world sees: not one season alone, nor another attribution."""
    return config.season is None and config.attribution is Attribution.INTERVAL


def _read_editions(source: ArchiveSource, config: EtlConfig) -> Editions:
    """The weeks as first published."""
    return read_editions(source.archive.folder) if _has_editions(config) else {}


def _keep_editions(config: EtlConfig, kept: Editions, publication: Publication) -> None:
    folder = config.source.folder
    if _has_editions(config) and folder and can_be_written(folder):
        chosen = choose_editions(kept, build_editions(publication.weeks, publication.data_until))
        keep_editions(folder, kept, chosen)


def _read_projections(source: ArchiveSource, config: EtlConfig) -> ProjectionRuns:
    """What earlier runs projected."""
    return read_projections(source.archive.folder) if _has_editions(config) else {}


def _keep_projections(config: EtlConfig, kept: ProjectionRuns, publication: Publication) -> None:
    folder = config.source.folder
    if _has_editions(config) and folder and can_be_written(folder):
        keep_projections(folder, kept, add_run(kept, build_projection_run(publication.projections)))


def _measure_run(
    config: EtlConfig, fetch_catalogue: FetchCatalogue, progress: Progress
) -> tuple[RunRecord, ArchiveUpdate | None]:
    # The scrapes are read in a second thread while this one matches names: DuckDB releases Python's GIL, and neither
    # needs the other's result until the downloads are measured.
    with ExitStack() as resources, ThreadPoolExecutor(max_workers=1) as thread:
        engine, source = _open_inputs(config, resources, progress)
        counts = count_scrapes(engine, config.now, unreadable=source.archive.rejected_scrapes)
        span = choose_span(counts.hours, config.season, config.post_airing_weeks)
        loading = thread.submit(_load_scrapes, engine, counts, config.attribution)
        thread.submit(encode_schema)  # of no data: made while DuckDB measures, and kept for `encode_publication`
        with progress("fetching shows"):
            catalogue = fetch_catalogue(span)
        with progress("matching torrents"):
            matched = _match(source, catalogue, span, config)
        with progress("reading scrapes"):
            scrapes = loading.result()
        with progress("measuring downloads"):
            register_matched(engine, matched.classified, matched.counted, span, matched.films)
            measures = measure_downloads(engine, attribution=config.attribution)
        editions, projection_runs = _read_editions(source, config), _read_projections(source, config)
    torrents = attach_downloads(matched.classified, measures)
    run = RunRecord(
        span=span,
        attribution=config.attribution,
        rows=source.torrents,
        catalogue=catalogue,
        counted=matched.counted,
        torrents=torrents,
        review_queue=build_review_queue(torrents, config.thresholds),
        identification=matched.identification,
        scrapes=scrapes,
        measures=measures,
        editions=editions,
        projection_runs=projection_runs,
        films=matched.films,
    )
    return run, source.update


def _load_scrapes(engine: Engine, counts: ScrapeCounts, attribution: Attribution) -> LoadedScrapes:
    """All that no match changes."""
    scrapes = clean_scrapes(engine, counts)
    count_increments(engine, attribution)
    return scrapes


def _open_server(server: EngineServer) -> AbstractContextManager[Engine]:
    from nyaastats.engines.spark import open_spark_engine  # here: few have its client

    return open_spark_engine(server)


def _open_duckdb(config: ArchiveConfig, scrapes: int) -> AbstractContextManager[Engine]:
    opening = open_storage_engine if isinstance(config.place, ArchiveUri) else open_engine
    return opening(config.source, memory_mib=config.choose_measuring_mib(scrapes))


def _open_inputs(config: EtlConfig, resources: ExitStack, progress: Progress) -> tuple[Engine, ArchiveSource]:
    """The archive, brought up to date, and the engine on which its torrents and scrapes can be read."""
    # Before the archive: a server that is not there should be named at once.
    server = resources.enter_context(_open_server(config.server)) if config.server else None
    with progress("updating the archive"):
        source = resources.enter_context(open_source(config.source))
    engine = server or resources.enter_context(_open_duckdb(config.source, source.archive.manifest.scrape_rows))
    engine.register("torrents", build_torrents_table(source.torrents.torrents))
    source.archive.define_readings(engine, source.torrents)
    return engine, source


@dataclass(frozen=True, slots=True)
class _Matched:
    """What the torrents are, and which shows and films count."""

    identification: Identification
    classified: Sequence[ClassifiedTorrent]
    counted: Sequence[CountedShow]
    films: Sequence[CountedFilm]


def _match(source: ArchiveSource, catalogue: Catalogue, span: SeasonSpan, config: EtlConfig) -> _Matched:
    torrents, readings = source.torrents.torrents, read_source_names(source)
    identification = identify(torrents, catalogue.shows, config.overrides, config.thresholds, readings)
    classified = classify(identification.results, catalogue.shows, span)
    _require_counted(classified, span, config)
    counted = select_counted_shows(catalogue.shows, span, last_published=find_last_published(classified))
    return _Matched(identification, classified, counted, select_films(classified, catalogue.shows))


def read_source_names(source: ArchiveSource) -> list[NameReading]:
    """What each torrent's name says, in their order; those that the archive does not have are read, and kept in it."""
    torrents, rules = source.torrents.torrents, compute_rules_digest()
    archived, keys = source.archive.read_names(rules), list(map(make_name_key, torrents))
    new = read_names({key: torrent for key, torrent in zip(keys, torrents, strict=True) if key not in archived})
    gone = archived.keys() - set(keys)
    if source.update and (new or gone):
        source.archive.keep_names(new, gone, rules)
    readings = {**archived, **new}
    return [readings[key] for key in keys]


def _require_counted(torrents: Sequence[ClassifiedTorrent], span: SeasonSpan, config: EtlConfig) -> None:
    """Raise NothingMatchedError for a run that would publish nothing."""
    if any(torrent.counted_match for torrent in torrents):
        return
    reasons = Counter(torrent.exclusion for torrent in torrents if torrent.exclusion)
    counts = ", ".join(f"{reasons[reason]} {reason}" for reason in ExclusionReason if reasons[reason])
    raise NothingMatchedError(
        f"no torrent of {config.source.source!r} belongs to an episode of {span} "
        f"({counts or 'no usable row'}): check --season and the AniList snapshots"
    )


def _require_days(run: RunRecord, config: EtlConfig) -> None:
    """Raise NothingMatchedError where torrents count, but there is no week or no day of them to publish yet."""
    scraped_until = f"the scrapes of {config.source.source!r} end at {run.scrapes.data_until:%Y-%m-%d %H:%M} UTC"
    if run.measures.chart_weeks.num_rows == 0:
        monday = run.span.list_weeks()[0].start
        raise NothingMatchedError(
            f"{scraped_until}, before the first week of {run.span} has begun (Monday {monday}): "
            "run nyaastats etl again when it has, or check --season"
        )
    if run.measures.episode_days.num_rows == 0:
        raise NothingMatchedError(
            f"{scraped_until}, and no torrent of {run.span} has a day of downloads by then: they were published "
            "just before, or never scraped; run nyaastats scrape, then nyaastats etl again"
        )
