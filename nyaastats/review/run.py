"""What a review works on: a database's torrents, matched without any decision, and the chart under any decisions.

nyaastats.db ─► archive ─┬► torrents ─┐
AniList ─────────────────│─► shows ───┴► match ─► classify(decisions) ─► measure ─► rankings
                         └► scrapes ────────────────────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

from nyaastats.domain.calendar import Season, SeasonSpan
from nyaastats.domain.eligibility import select_counted_shows
from nyaastats.domain.matches import MatchResult, MeasuredTorrent, Override, Thresholds
from nyaastats.domain.measures import Attribution, ChartMeasures
from nyaastats.domain.shows import AniListId, Show
from nyaastats.engines.base import Engine
from nyaastats.engines.duckdb import open_engine
from nyaastats.identify.exclusions import classify, find_last_published
from nyaastats.identify.matcher import MatchContext, Matcher, match_torrents
from nyaastats.measure.inputs import build_torrents_table, register_matched
from nyaastats.measure.runner import clean_scrapes, count_increments, count_scrapes, fetch_totals, measure_rankings
from nyaastats.pipeline.archiving import ArchiveConfig, open_source
from nyaastats.pipeline.etl import Progress, read_source_names
from nyaastats.pipeline.season_span import choose_span
from nyaastats.review.overrides_file import OverridesFile

STEP_COUNT = 4
"""How many steps `open_run` reports."""


@dataclass(frozen=True, slots=True)
class ReviewConfig:
    """What is to be reviewed, and by which rules."""

    source: ArchiveConfig
    season: Season | None
    """The only season to review; None: all that the scrapes touch."""
    post_airing_weeks: int
    """How long a show counts after its last broadcast."""
    thresholds: Thresholds
    shipped: Sequence[Override]
    """The decisions that come with the program; the person's own win over them."""
    overrides_file: OverridesFile
    now: datetime
    """The clock of the run; a scrape more than a day later is a clock's error."""


@dataclass(frozen=True, slots=True, eq=False)
class ReviewRun:
    """The torrents and scrapes of a database; any decisions can be tried on them."""

    config: ReviewConfig
    span: SeasonSpan
    data_until: datetime
    """The newest scrape, UTC."""
    shows: Sequence[Show]
    context: MatchContext
    """Fitted to all torrents, without a decision."""
    results: Sequence[MatchResult]
    """All torrents, matched without a decision."""
    downloads: Sequence[int]
    """Of the torrents, in the same order."""
    engine: Engine

    def classify(self, decisions: Iterable[Override]) -> list[MeasuredTorrent]:
        """All torrents with what they count for when `decisions` hold, beside those that come with the program."""
        results = self.context.redecide(self.results, [*self.config.shipped, *decisions])
        classified = classify(results, self.shows, self.span)
        return [torrent.with_downloads(count) for torrent, count in zip(classified, self.downloads, strict=True)]

    def measure(self, torrents: Sequence[MeasuredTorrent]) -> ChartMeasures:
        """The chart as the ETL would publish it, from all torrents of the run as they are classified."""
        counted = select_counted_shows(self.shows, self.span, last_published=find_last_published(torrents))
        register_matched(self.engine, torrents, counted, self.span)
        return measure_rankings(self.engine, Attribution.INTERVAL)

    def get_title(self, show: AniListId) -> str:
        """What fans call a show; empty for one that is not in the catalogue."""
        return self.context.get_show(show).title if show in self.context else ""


@contextmanager
def open_run(
    config: ReviewConfig, fetch_shows: Callable[[SeasonSpan], Sequence[Show]], step: Progress
) -> Iterator[ReviewRun]:
    """Read and match all torrents, and read the scrapes; raise a NyaastatsError if something cannot be read."""
    config.overrides_file.read()  # first: a file that cannot be written is not found out after the work
    with ExitStack() as engines, ExitStack() as resources:
        with step("updating the archive"):
            source = resources.enter_context(open_source(config.source))
            limit = config.source.choose_measuring_mib(source.archive.manifest.scrape_rows)
            engine = engines.enter_context(open_engine(config.source.source, memory_mib=limit))
            torrents = source.torrents.torrents
            engine.register("torrents", build_torrents_table(torrents))
            source.archive.define_readings(engine, source.torrents)
            counts = count_scrapes(engine, config.now, unreadable=source.archive.rejected_scrapes)
            span = choose_span(counts.hours, config.season, config.post_airing_weeks)
        with step("fetching shows"):
            shows = fetch_shows(span)
        with step("matching torrents"):
            matcher = Matcher(shows, (), config.thresholds)
            results, context = match_torrents(torrents, matcher, read_source_names(source))
        with step("reading scrapes"):
            data_until = clean_scrapes(engine, counts).data_until
            count_increments(engine, Attribution.INTERVAL)
            downloads = fetch_totals(engine)["downloads"].to_pylist()
        # A review may last for hours, and no table reads the archive any more: meanwhile others may change it.
        resources.close()
        yield ReviewRun(config, span, data_until, shows, context, results, downloads, engine)
