"""Builds projections.json: the projections of this run, and the scores of those replayed and of those kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from math import log
from statistics import median
from typing import Any

from nyaastats.domain.measures import Measures
from nyaastats.domain.projections import (
    SCORED_HOURS,
    EpisodeProjection,
    ProjectionGroup,
    ProjectionRun,
    ProjectionRuns,
)
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.first_days import FirstDays
from nyaastats.publish.contracts.projections import Projection, Projections, ProjectionScore

_SHARE_DIGITS = 6
_HOUR_DIGITS = 4
"""Decimals of an age in hours: a third of a second."""


def build_projections(
    measures: Measures,
    first_days: Iterable[FirstDays],
    titles: Mapping[AniListId, str],
    data_until: datetime,
    runs: ProjectionRuns,
) -> Projections:
    """The whole document; `runs` are what earlier runs projected."""
    return Projections(
        data_until=data_until,
        projections=tuple(_build_projection(row, titles, data_until) for row in measures.projections.to_pylist()),
        replayed=tuple(_build_score(row) for row in measures.projection_scores.to_pylist()),
        kept=tuple(score_kept(first_days, data_until, runs)),
    )


def _build_projection(row: Mapping[str, Any], titles: Mapping[AniListId, str], data_until: datetime) -> Projection:
    return Projection(
        anilist_id=row["anilist_id"],
        title=titles[row["anilist_id"]],
        episode=row["episode"],
        made_at=data_until,
        hours=round(row["hours"], _HOUR_DIGITS),
        downloads=row["downloads"],
        projected=row["projected"],
        low=row["low"],
        high=row["high"],
        last_downloads=row["last"],
        basis=ProjectionGroup(row["basis"]),
        episodes=row["episodes"],
        ratios=row["ratios"],
    )


def _build_score(row: Mapping[str, Any]) -> ProjectionScore:
    return ProjectionScore(
        hours=float(row["hours"]),
        projections=row["episodes"],
        median_error=_round(row["median_error"]),
        intervals=row["intervals"],
        coverage=_round(row["covered"] / row["intervals"] if row["intervals"] else None),
        compared=row["compared"],
        compared_error=_round(row["compared_error"]),
        last_error=_round(row["last_error"]),
    )


def _round(share: float | None) -> float | None:
    return None if share is None else round(share, _SHARE_DIGITS)


# --- what was kept ----------------------------------------------------------------------------------------------------


def build_projection_run(projections: Projections) -> ProjectionRun:
    """What of a run is kept."""
    return ProjectionRun(
        projections.data_until,
        tuple(
            EpisodeProjection(
                item.anilist_id, item.episode, item.hours, item.projected, item.low, item.high, item.last_downloads
            )
            for item in projections.projections
        ),
    )


def score_kept(
    first_days: Iterable[FirstDays], data_until: datetime, runs: ProjectionRuns
) -> Iterator[ProjectionScore]:
    """How right earlier runs were, by the nearest scored age; ages without any projection are left out."""
    totals = {(row.show, row.episode): row.downloads_7 for row in first_days if row.downloads_7}
    by_age: defaultdict[int, list[tuple[EpisodeProjection, int]]] = defaultdict(list)
    for run in (run for week in sorted(runs) for run in runs[week] if run.known_until < data_until):
        for item in run.projections:
            if total := totals.get((item.show, item.episode)):
                by_age[_find_scored_age(item.hours)].append((item, total))
    return (_score_kept_age(hours, by_age[hours]) for hours in sorted(by_age))


def _find_scored_age(hours: float) -> int:
    """The nearest in proportion: 16 hours are nearest to 12, 17 to 24."""
    return min(SCORED_HOURS, key=lambda scored: abs(log(hours / scored)))


def _score_kept_age(hours: int, pairs: Sequence[tuple[EpisodeProjection, int]]) -> ProjectionScore:
    covered = [
        item.low <= total <= item.high for item, total in pairs if item.low is not None and item.high is not None
    ]
    compared = [(item.projected, item.last, total) for item, total in pairs if item.last is not None]
    return ProjectionScore(
        hours=float(hours),
        projections=len(pairs),
        median_error=_take_median([abs(item.projected - total) / total for item, total in pairs]),
        intervals=len(covered),
        coverage=_round(sum(covered) / len(covered) if covered else None),
        compared=len(compared),
        compared_error=_take_median([abs(projected - total) / total for projected, _, total in compared]),
        last_error=_take_median([abs(last - total) / total for _, last, total in compared]),
    )


def _take_median(shares: Sequence[float]) -> float | None:
    return _round(median(shares)) if shares else None
