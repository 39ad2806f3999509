"""Runs the plan: creates the measure tables on an engine, drops the large ones early, and fetches the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib import resources
from string import Template
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from nyaastats.domain.measures import (
    Attribution,
    ChartMeasures,
    CountFaults,
    FaultExample,
    LoadedScrapes,
    Measures,
    SampleTrace,
    ScrapeCounts,
    ScraperHour,
    TailSummary,
)
from nyaastats.domain.records import MAX_ESTIMATED_PERCENT
from nyaastats.domain.scrapes import (
    MAX_FAULT_SECONDS,
    MAX_ORDINARY_RISE,
    MAX_SECONDS_AFTER_NOW,
    MAX_SECONDS_BEFORE_PUBLICATION,
    ScrapeRejection,
)
from nyaastats.engines.base import Engine
from nyaastats.errors import DatabaseError
from nyaastats.measure.plan import (
    CLEANING,
    COUNTING,
    Kind,
    Table,
    list_dropped_after,
    list_for_rankings,
    list_matched,
    list_unmatched,
)
from nyaastats.measure.projections import project_episodes, score_projections

Unreadable = Mapping[ScrapeRejection, int]
"""Rows that were left out before anything was measured, by reason."""
_NONE_UNREADABLE: Unreadable = MappingProxyType({})


def load_scrapes(engine: Engine, now: datetime, *, unreadable: Unreadable = _NONE_UNREADABLE) -> LoadedScrapes:
    """Count the scrapes, then clean them: `count_scrapes`, whose arguments these are, and `clean_scrapes`."""
    return clean_scrapes(engine, count_scrapes(engine, now, unreadable=unreadable))


def count_scrapes(engine: Engine, now: datetime, *, unreadable: Unreadable = _NONE_UNREADABLE) -> ScrapeCounts:
    """Create the tables of `COUNTING`, and tell when there were scrapes and what cannot be used.

    `now` is the clock of the run: a scrape more than a day later is left out. The "now" of the data is the newest
    scrape that is left. `unreadable` are rows that were left out before: those of an archive that is measured.

    Needs `readings(torrent_id INTEGER, scraped_at BIGINT, downloads INTEGER, is_all_zero BOOLEAN)`, and
    `torrents(torrent_id INTEGER, infohash VARCHAR, published BIGINT, is_dead BOOLEAN)`: infohashes in lower case, epoch
    seconds UTC, and whether it is scraped no more because no one has it.
    Raises DatabaseError when no scrape is usable.
    """
    engine.register("run_clock", pa.table({"now_seconds": pa.array([int(now.timestamp())], pa.int64())}))
    _make_tables(engine, COUNTING)
    rows = engine.fetch(_REJECTED).to_pylist()
    counts = Counter({row["reason"]: row["scrapes"] for row in rows}) + Counter(unreadable)
    rejected = {str(reason): counts[reason] for reason in sorted(counts)}
    hours = _fetch_hours(engine)
    if not hours:
        raise DatabaseError(
            f"no row of 'stats' in {engine.source!r} can be used (left out: {rejected!r}): check the file"
        )
    return ScrapeCounts(hours, {ScrapeRejection(reason): scrapes for reason, scrapes in rejected.items()})


# ORDER BY everywhere: without it DuckDB gives rows in the order in which its threads finish.
_REJECTED = """
SELECT reason, CAST(SUM(scrapes) AS BIGINT) AS scrapes
FROM scrapes_by_hour
WHERE reason IS NOT NULL
GROUP BY reason
ORDER BY reason
"""


def clean_scrapes(engine: Engine, counts: ScrapeCounts) -> LoadedScrapes:
    """Create the tables of `CLEANING`, and summarise the scrapes; call it once, after `count_scrapes`."""
    _make_tables(engine, CLEANING)
    return LoadedScrapes(
        counts.hours[-1].last_scrape,
        counts.rejected,
        _fetch_row(engine, "SELECT COUNT(*) AS scrapes FROM zero_dropouts")["scrapes"],
        _fetch_faults(engine),
        hours=counts.hours,
        restarts=_fetch_restarts(engine),
    )


def count_increments(engine: Engine, attribution: Attribution) -> None:
    """Create the tables of downloads that no match changes; call it once, after `clean_scrapes`."""
    _make_tables(engine, list_unmatched(attribution))


def measure_downloads(engine: Engine, *, attribution: Attribution) -> Measures:
    """Create the other tables and fetch the results; call it once, after `count_increments`.

    These tables must be registered on the engine:

    - `matches(torrent_id INTEGER, anilist_id BIGINT, episode INTEGER, number INTEGER)`: the torrents that count, each
      once, with the number in their name, if any;
    - `film_matches(torrent_id INTEGER, anilist_id BIGINT)`: the torrents that count for a film, none of them in
      `matches`;
    - `torrent_groups(torrent_id INTEGER, group_name VARCHAR, resolution VARCHAR)`: of every torrent, NULL where its
      name says nothing; a group's name is equal for all its spellings;
    - `shows(anilist_id BIGINT, title VARCHAR, title_romaji VARCHAR, last_day DATE)`: the last is a Sunday, or NULL;
    - `weeks(week VARCHAR, start_date DATE)`: the chart's weeks; those that begin after now are left out;
    - `season_weeks(season VARCHAR, week VARCHAR)`: which of them are in each season's chart;
    - `season_shows(season VARCHAR, anilist_id BIGINT, last_day DATE)`: which shows are ranked in each, and until when.
    """
    _make_tables(engine, list_matched(attribution))
    firsts = engine.fetch("SELECT * FROM episode_firsts ORDER BY anilist_id, episode")
    ages = engine.fetch("SELECT * FROM episode_ages ORDER BY anilist_id, episode, hours")
    return Measures(
        # `day` was needed to sort and to join; `date` is the same day as readers of the file expect it.
        episode_days=engine.fetch("SELECT * FROM episode_days ORDER BY anilist_id, episode, day").drop_columns("day"),
        chart_weeks=engine.fetch(_CHART_WEEKS),
        rankings=engine.fetch(_RANKINGS),
        season_rankings=engine.fetch("SELECT * FROM season_rankings ORDER BY season, week, rank"),
        episode_firsts=firsts,
        best_days=engine.fetch("SELECT * FROM best_days ORDER BY week, anilist_id"),
        projections=project_episodes(firsts, ages, _fetch_row(engine, _NEWEST)["newest_scrape_at"]),
        projection_scores=score_projections(firsts, ages),
        torrent_totals=fetch_totals(engine),
        season_torrents=engine.fetch("SELECT * FROM season_torrents ORDER BY season, torrent_id"),
        show_tails=engine.fetch("SELECT * FROM show_tails ORDER BY anilist_id"),
        left_out=engine.fetch("SELECT * FROM left_out ORDER BY anilist_id"),
        film_weeks=engine.fetch(_FILM_WEEKS),
        film_tails=engine.fetch(_FILM_TAILS),
        group_weeks=engine.fetch(_GROUP_WEEKS),
        tails=_NO_TAILS if attribution is Attribution.OBSERVED else _fetch_tails(engine),
        sample=_fetch_sample(engine),
        unscraped=_fetch_row(engine, _UNSCRAPED)["torrents"],
    )


def measure_rankings(engine: Engine, attribution: Attribution) -> ChartMeasures:
    """The chart by the registered matches, shows and weeks; to be called again when these have changed.

    After `count_increments`, in the place of `measure_downloads`.
    """
    for table in list_for_rankings(attribution):
        _make_table(engine, table)
    return ChartMeasures(chart_weeks=engine.fetch(_CHART_WEEKS), rankings=engine.fetch(_RANKINGS))


def fetch_totals(engine: Engine) -> pa.Table:
    """The downloads of every torrent, by its id; to be asked after `count_increments`."""
    return engine.fetch("SELECT * FROM torrent_totals ORDER BY torrent_id")


_NEWEST = "SELECT newest_scrape_at FROM data_until"
_CHART_WEEKS = "SELECT week, start_date, is_complete, is_settled FROM chart_weeks ORDER BY start_date"
_RANKINGS = "SELECT * FROM rankings ORDER BY week, rank"
_FILM_WEEKS = """
SELECT anilist_id, week, downloads, downloads_estimated
FROM film_weeks
JOIN chart_weeks USING (week_number)
ORDER BY anilist_id, week_number
"""
_FILM_TAILS = "SELECT anilist_id, MIN(counted_at) AS tail_from FROM film_tails GROUP BY anilist_id ORDER BY anilist_id"
_GROUP_WEEKS = (
    "SELECT * FROM group_weeks ORDER BY anilist_id, first_day, group_name NULLS FIRST, resolution NULLS FIRST"
)


_UNSCRAPED = """
SELECT COUNT(*) AS torrents FROM matches LEFT JOIN scrape_spans USING (torrent_id) WHERE last_scraped_at IS NULL
"""


def _fetch_faults(engine: Engine) -> CountFaults:
    rows = {row["fault"]: row for row in engine.fetch(_FAULTS).to_pylist()}
    examples = {
        fault: FaultExample(rows[fault]["torrent_id"], datetime.fromtimestamp(rows[fault]["scraped_at"], UTC))
        for fault in _FAULT_NAMES
        if fault in rows
    }
    numbers = {fault: rows[fault]["faults"] if fault in rows else 0 for fault in _FAULT_NAMES}
    return CountFaults(**numbers, examples=examples)


_FAULT_NAMES = ("count_drops", "resets", "spikes", "in_doubt", "tracker_restarts")
# The first scrape of each is its example, of equal moments that of the lowest torrent.
_FAULTS = """
WITH named AS (
    SELECT
        torrent_id,
        scraped_at,
        CASE verdict
            WHEN 'dip' THEN 'count_drops'
            WHEN 'too_low' THEN 'count_drops'
            WHEN 'reset' THEN 'resets'
            WHEN 'spike' THEN 'spikes'
            WHEN 'in_doubt' THEN 'in_doubt'
        END AS fault,
        CASE WHEN verdict = 'in_doubt' THEN torrent_id END AS torrent_in_doubt,
        CAST(NULL AS BIGINT) AS restarted_at
    FROM judged_scrapes
    WHERE verdict <> 'kept'
    UNION ALL
    SELECT torrent_id, scraped_at, 'tracker_restarts', NULL, restarted_at
    FROM judged_scrapes
    WHERE restarted_at IS NOT NULL
),
numbered AS (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY fault ORDER BY scraped_at, torrent_id) AS fault_number
    FROM named
)
SELECT
    fault,
    CASE fault
        WHEN 'in_doubt' THEN COUNT(DISTINCT torrent_in_doubt)
        WHEN 'tracker_restarts' THEN COUNT(DISTINCT restarted_at)
        ELSE COUNT(*)
    END AS faults,
    MAX(CASE WHEN fault_number = 1 THEN torrent_id END) AS torrent_id,
    MAX(CASE WHEN fault_number = 1 THEN scraped_at END) AS scraped_at
FROM numbered
GROUP BY fault
"""


def _fetch_hours(engine: Engine) -> tuple[ScraperHour, ...]:
    hours = engine.fetch("SELECT first_scrape_at, last_scrape_at FROM scraper_hours ORDER BY hour").to_pylist()
    return tuple(
        ScraperHour(
            datetime.fromtimestamp(hour["first_scrape_at"], UTC), datetime.fromtimestamp(hour["last_scrape_at"], UTC)
        )
        for hour in hours
    )


def _fetch_restarts(engine: Engine) -> tuple[datetime, ...]:
    moments = engine.fetch(_RESTARTS)["restarted_at"].to_pylist()
    return tuple(datetime.fromtimestamp(moment, UTC) for moment in moments)


_RESTARTS = """
SELECT DISTINCT restarted_at FROM judged_scrapes WHERE restarted_at IS NOT NULL ORDER BY restarted_at
"""


_NO_TAILS = TailSummary(torrents=0, downloads=0, overdue=0, decay_torrents=0)
"""As observed, nothing is expected of any torrent, so none lacks it either."""


def _fetch_tails(engine: Engine) -> TailSummary:
    row = _fetch_row(engine, _TAILS)
    return TailSummary(row["torrents"], row["downloads"], row["overdue"], row["decay_torrents"])


_TAILS = """
WITH estimated AS (
    SELECT
        COUNT(*) AS torrents,
        CAST((COALESCE(SUM(millionths), 0) + 500000) // 1000000 AS BIGINT) AS downloads
    FROM tail_estimates
),
passed_over AS (
    SELECT COUNT(*) AS overdue FROM uncounted_torrents WHERE is_overdue
),
watched AS (
    SELECT COUNT(*) AS decay_torrents FROM watched_torrents
)
SELECT torrents, downloads, overdue, decay_torrents
FROM estimated
CROSS JOIN passed_over
CROSS JOIN watched
"""


def _fetch_sample(engine: Engine) -> SampleTrace | None:
    torrent_ids = engine.fetch("SELECT torrent_id FROM sample_torrent")["torrent_id"].to_pylist()
    if not torrent_ids:
        return None
    scrapes = engine.fetch(_SAMPLE_SCRAPES).to_pylist()
    days = engine.fetch("SELECT date, downloads_daily FROM sample_days ORDER BY date").to_pylist()
    return SampleTrace(
        torrent_ids[0],
        scrapes={datetime.fromtimestamp(scrape["scraped_at"], UTC): scrape["downloads"] for scrape in scrapes},
        days={day["date"].date(): day["downloads_daily"] for day in days},
    )


_SAMPLE_SCRAPES = """
SELECT scraped_at, downloads FROM sample_scrapes JOIN sample_torrent USING (torrent_id) ORDER BY scraped_at
"""


def _make_tables(engine: Engine, tables: Iterable[Table]) -> None:
    for table in tables:
        _make_table(engine, table)
        for name in list_dropped_after(table.name):
            engine.drop(name)  # at once: two tables of all scrapes together would decide how much memory a run needs


def _make_table(engine: Engine, table: Table) -> None:
    query = read_query(table)
    if table.function:
        engine.register(table.name, table.function(engine.fetch(query)))
    elif table.kind is Kind.VIEW:
        engine.define(table.name, query)
    else:
        engine.create(table.name, query)


def read_query(table: Table) -> str:
    """The SQL of a table, with the bounds of a usable scrape and the queries that it inlines."""
    query = Template(_read_file(table.file)).safe_substitute(_BOUNDS)  # safe: a `$` also ends a regular expression
    if not table.inlines:
        return query
    # Only here are braces placeholders: in the other files they are repeat counts of regular expressions.
    return query.format_map({name: _read_file(file) for name, file in table.inlines})


_BOUNDS = {
    "MAX_SECONDS_BEFORE_PUBLICATION": MAX_SECONDS_BEFORE_PUBLICATION,
    "MAX_SECONDS_AFTER_NOW": MAX_SECONDS_AFTER_NOW,
    "MAX_ORDINARY_RISE": MAX_ORDINARY_RISE,
    "MAX_FAULT_SECONDS": MAX_FAULT_SECONDS,
    "MAX_ESTIMATED_PERCENT": MAX_ESTIMATED_PERCENT,
}
"""What the SQL calls `$MAX_ORDINARY_RISE` and so on: each bound has one home, in `domain`."""


def _read_file(file: str) -> str:
    return resources.files(__package__).joinpath(file).read_text(encoding="utf-8")


def _fetch_row(engine: Engine, query: str) -> dict[str, Any]:
    row: dict[str, Any] = engine.fetch(query).to_pylist()[0]
    return row
