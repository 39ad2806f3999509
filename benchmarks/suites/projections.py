"""Projects the episodes of a season as its database stood at many moments, and compares that with the true downloads.

What a run projects is judged by the true downloads of the first 7 days, not by those that are measured later. Beside
it stands the score that the last run publishes: the same projections, replayed from one measurement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from statistics import median

import pyarrow as pa

from benchmarks.fixtures.measured_seasons import measure_season, open_season, read_season_torrents
from benchmarks.fixtures.process_seasons import ProcessSeason, generate_process_seasons
from benchmarks.suites.mondays import PUBLISHED_AT, list_mondays, load_history
from nyaastats.domain.projections import SCORED_HOURS
from nyaastats.engines.base import Engine
from nyaastats.synthetic import Process, Schedule
from nyaastats.synthetic.facts import DATA_UNTIL

HOURS_AFTER_MONDAY = (0, 84)
"""A run each Monday at 06:00, and each Thursday at 18:00: else each show would have the same age in all of them."""


@dataclass(frozen=True, slots=True)
class JudgedProjection:
    """A projection of a run beside the true downloads of the episode's first 7 days."""

    hours: float
    projected: int
    low: int | None
    high: int | None
    last: int | None
    truth: int


@dataclass(frozen=True, slots=True)
class AgeScore:
    """How right projections at about one age were."""

    hours: int
    projections: int
    intervals: int
    coverage: float
    """The share of the intervals that hold the truth."""
    error: float
    """The median error, of those of a show that has a finished episode."""
    last_error: float
    """Likewise of the last episode's downloads, had these been projected."""


@dataclass(frozen=True, slots=True)
class SeasonProjections:
    """All runs of a season, and the score that the last one published."""

    process: Process
    runs: Sequence[AgeScore]
    replayed: Sequence[AgeScore]


def measure_projections() -> list[SeasonProjections]:
    """Every process, scraped by boundaries."""
    seasons = [ProcessSeason(process, Schedule.BOUNDARY) for process in Process]
    generate_process_seasons(seasons)
    return [_measure_season_projections(season) for season in seasons]


def _measure_season_projections(season: ProcessSeason) -> SeasonProjections:
    print(f"projecting the episodes of {season.folder.name}", flush=True)
    torrents = read_season_torrents(season.files)
    with open_season(season.files) as engine:
        judged = list(_judge_runs(engine, torrents))
        return SeasonProjections(season.process, list(score_ages(judged)), _replay_last(engine, torrents))


def _judge_runs(engine: Engine, torrents: pa.Table) -> Iterator[JudgedProjection]:
    rewind = load_history(engine, torrents)
    for now in list_moments():
        rewind(now)
        measures = measure_season(engine, now)
        engine.register("projections", measures.projections)
        yield from (JudgedProjection(**row) for row in engine.fetch(_JUDGED).to_pylist())


def list_moments() -> list[datetime]:
    """When the runs are."""
    mondays = [datetime.combine(monday, PUBLISHED_AT) for monday in list_mondays()]
    moments = [monday + timedelta(hours=hours) for monday in mondays for hours in HOURS_AFTER_MONDAY]
    return [moment for moment in moments if moment <= DATA_UNTIL]


# Of episodes whose true first 7 days are whole when the data end.
_JUDGED = """
WITH counted AS (
    SELECT infohash, anilist_id, episode, CAST(EPOCH(published) AS BIGINT) AS published FROM truth WHERE reason = ''
),
episodes AS (
    SELECT anilist_id, episode, MIN(published) // 86400 AS day_1, MAX(last_day) AS last_day
    FROM counted
    JOIN shows USING (anilist_id)
    GROUP BY anilist_id, episode
),
totals AS (
    SELECT anilist_id, episode, SUM(downloads) AS truth
    FROM true_downloads
    JOIN counted USING (infohash)
    JOIN episodes USING (anilist_id, episode)
    WHERE DATE_DIFF('day', DATE '1970-01-01', date) < day_1 + 7
        AND DATE_DIFF('day', DATE '1970-01-01', (SELECT MAX(date) FROM true_downloads)) >= day_1 + 7
    GROUP BY anilist_id, episode
)
SELECT hours, projected, low, high, last, CAST(truth AS BIGINT) AS truth
FROM projections
JOIN totals USING (anilist_id, episode)
WHERE truth > 0
ORDER BY anilist_id, episode
"""


def score_ages(judged: Iterable[JudgedProjection]) -> Iterator[AgeScore]:
    """By the nearest scored age; an age without intervals or without last episodes is left out."""
    projections = list(judged)
    for hours in SCORED_HOURS:
        of_age = [item for item in projections if _find_nearest(item.hours) == hours]
        covered = [
            item.low <= item.truth <= item.high for item in of_age if item.low is not None and item.high is not None
        ]
        pairs = [(item.projected, item.last, item.truth) for item in of_age if item.last is not None]
        if covered and pairs:
            yield AgeScore(
                hours,
                projections=len(of_age),
                intervals=len(covered),
                coverage=sum(covered) / len(covered),
                error=median(abs(projected / truth - 1) for projected, _, truth in pairs),
                last_error=median(abs(last / truth - 1) for _, last, truth in pairs),
            )


def _find_nearest(hours: float) -> int:
    return min(SCORED_HOURS, key=lambda scored: abs(log(hours / scored)))


def _replay_last(engine: Engine, torrents: pa.Table) -> list[AgeScore]:
    """What the run at the end of the data publishes as its score."""
    load_history(engine, torrents)(DATA_UNTIL)
    rows = measure_season(engine, DATA_UNTIL).projection_scores.to_pylist()
    return [
        AgeScore(
            row["hours"],
            row["episodes"],
            row["intervals"],
            row["covered"] / row["intervals"],
            row["compared_error"],
            row["last_error"],
        )
        for row in rows
    ]
