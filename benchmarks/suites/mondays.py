"""Measures a season on each of its Mondays, as its database stood then, and compares the newest week with the truth.

On a Monday at 06:00 UTC only the scrapes up to then are there, and the torrents that were published by then; none is
marked as dead yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.fixtures.measured_seasons import measure_season, open_season, read_season_torrents
from benchmarks.fixtures.process_seasons import ProcessSeason, generate_process_seasons
from benchmarks.fixtures.season_files import SeasonFiles
from nyaastats.domain.times import parse_time_or_none
from nyaastats.engines.base import Engine
from nyaastats.settings import Settings
from nyaastats.synthetic import Process, Schedule
from nyaastats.synthetic.facts import DATA_UNTIL, SEASON

PUBLISHED_AT = time(6, tzinfo=UTC)
TOP = 20
"""Ranks are compared for so many shows, the first of the truth."""
MIN_DOWNLOADS = 100
"""Coverage is of show-weeks of so many true downloads: in smaller ones chance alone is more than the tolerance."""
TOLERANCE = 0.03
"""Of a show-week's true downloads: by so much it may be off beyond what is said to be estimated."""


@dataclass(frozen=True, slots=True)
class ShowWeek:
    """A show's newest complete week: true downloads, those of the torrents that had been scraped, and the published."""

    anilist_id: int
    truth: int
    scraped_truth: int
    published: int
    estimated: int
    """The part of `published` that is estimated."""


@dataclass(frozen=True, slots=True)
class WeekErrors:
    """What was published of a week against one truth."""

    misplaced: float
    """The sum of all shows' errors by the sum of the true downloads."""
    lacking: float
    """The true downloads that are not published, by all true downloads; negative where too many are."""
    moved: int
    """How many of the true top 20 stand at another rank."""
    covered: float
    """The share of the show-weeks that are off by no more than their estimated part and 3 %."""


@dataclass(frozen=True, slots=True)
class MondayErrors:
    """The newest complete week as it was published on a Monday."""

    monday: date
    all: WeekErrors
    """Against the whole truth."""
    scraped: WeekErrors
    """Against the truth of the torrents that had been scraped by then: what is not discovered cannot be estimated."""
    estimated: float
    """The share of what was published that is estimated."""


@dataclass(frozen=True, slots=True)
class SeasonMondays:
    """All Mondays of a season."""

    process: Process
    schedule: Schedule
    mondays: Sequence[MondayErrors]


def measure_mondays() -> list[SeasonMondays]:
    """Every process under both schedules."""
    seasons = [ProcessSeason(process, schedule) for schedule in Schedule for process in Process]
    generate_process_seasons(seasons)
    return [_measure_season_mondays(season) for season in seasons]


def _measure_season_mondays(season: ProcessSeason) -> SeasonMondays:
    print(f"measuring the Mondays of {season.folder.name}", flush=True)
    return SeasonMondays(season.process, season.schedule, list(compare_mondays(season.files)))


def compare_mondays(files: SeasonFiles) -> Iterator[MondayErrors]:
    """The errors of each Monday on which the week before is complete in the data."""
    torrents = read_season_torrents(files)
    with open_season(files) as engine:
        rewind = load_history(engine, torrents)
        for monday in list_mondays():
            now = datetime.combine(monday, PUBLISHED_AT)
            rewind(now)
            measure_season(engine, now)
            # After an outage the week has no scrape at its end, and is not complete.
            if engine.fetch(_NEWEST_WEEK)["end_date"].to_pylist() == [monday]:
                rows = engine.fetch(_SHOW_WEEKS).to_pylist()
                yield compare_weeks(monday, [ShowWeek(**row) for row in rows])


def list_mondays() -> list[date]:
    """The Monday after each of the chart's weeks, until the data end."""
    weeks = SEASON.list_chart_weeks(Settings.model_construct().post_airing_weeks)
    return [week.end for week in weeks if datetime.combine(week.end, PUBLISHED_AT) <= DATA_UNTIL]


def load_history(engine: Engine, torrents: pa.Table) -> Callable[[datetime], None]:
    """Read all scrapes; the function that is returned leaves the engine those of a moment."""
    stats = engine.fetch("SELECT * FROM stats")
    scraped_at = pa.array([_read_seconds(text) for text in stats["timestamp"].to_pylist()], pa.int64())
    torrents = torrents.set_column(
        torrents.schema.get_field_index("is_dead"), "is_dead", pa.array([False] * len(torrents))
    )

    def rewind(now: datetime) -> None:
        seconds = int(now.timestamp())
        engine.register("stats_by_then", stats.filter(pc.less_equal(scraped_at, seconds)))
        engine.define("stats", "SELECT * FROM stats_by_then")
        engine.register("torrents", torrents.filter(pc.less_equal(torrents["published"], seconds)))

    return rewind


def _read_seconds(text: str | None) -> int | None:
    moment = parse_time_or_none(text)
    return None if moment is None else int(moment.timestamp())


_NEWEST_WEEK = """
SELECT start_date + 7 AS end_date FROM chart_weeks WHERE is_complete ORDER BY start_date DESC LIMIT 1
"""

_SHOW_WEEKS = """
WITH newest_week AS (
    SELECT week, start_date FROM chart_weeks WHERE is_complete ORDER BY start_date DESC LIMIT 1
),
truths AS (
    SELECT
        truth.anilist_id,
        SUM(downloads) AS truth,
        SUM(CASE WHEN first_scraped_at IS NULL THEN 0 ELSE downloads END) AS scraped_truth
    FROM true_downloads
    JOIN truth USING (infohash)
    LEFT JOIN torrents USING (infohash)
    LEFT JOIN scrape_spans USING (torrent_id)
    JOIN shows ON shows.anilist_id = truth.anilist_id
    JOIN newest_week ON date >= start_date AND date < start_date + 7
    WHERE reason = '' AND (last_day IS NULL OR date <= last_day)
    GROUP BY truth.anilist_id
),
published AS (
    SELECT anilist_id, downloads AS published, downloads_estimated AS estimated
    FROM rankings
    JOIN newest_week USING (week)
)
SELECT
    anilist_id,
    CAST(COALESCE(truth, 0) AS BIGINT) AS truth,
    CAST(COALESCE(scraped_truth, 0) AS BIGINT) AS scraped_truth,
    COALESCE(published, 0) AS published,
    COALESCE(estimated, 0) AS estimated
FROM truths
FULL JOIN published USING (anilist_id)
ORDER BY anilist_id
"""


def compare_weeks(monday: date, weeks: Sequence[ShowWeek]) -> MondayErrors:
    """The errors of all shows' weeks that were published on a Monday."""
    return MondayErrors(
        monday,
        all=_compare(weeks, [week.truth for week in weeks]),
        scraped=_compare(weeks, [week.scraped_truth for week in weeks]),
        estimated=sum(week.estimated for week in weeks) / sum(week.published for week in weeks),
    )


def _compare(weeks: Sequence[ShowWeek], truths: Sequence[int]) -> WeekErrors:
    errors = [truth - week.published for week, truth in zip(weeks, truths, strict=True)]
    is_covered = [
        abs(error) <= week.estimated + TOLERANCE * truth
        for week, truth, error in zip(weeks, truths, errors, strict=True)
        if truth >= MIN_DOWNLOADS
    ]
    return WeekErrors(
        misplaced=sum(map(abs, errors)) / sum(truths),
        lacking=sum(errors) / sum(truths),
        moved=_count_moved(_rank(weeks, truths), _rank(weeks, [week.published for week in weeks])),
        covered=sum(is_covered) / len(is_covered),
    )


def _rank(weeks: Iterable[ShowWeek], downloads: Iterable[int]) -> list[int]:
    """The ids by rank: most downloads first, of equals the lower id, as in the chart."""
    pairs = zip(weeks, downloads, strict=True)
    return [week.anilist_id for week, _ in sorted(pairs, key=lambda pair: (-pair[1], pair[0].anilist_id))]


def _count_moved(true_ranks: Sequence[int], published_ranks: Sequence[int]) -> int:
    pairs = zip(true_ranks[:TOP], published_ranks[:TOP], strict=True)
    return sum(true_show != published_show for true_show, published_show in pairs)
