"""The score of kept projections, worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from nyaastats.domain.calendar import Week
from nyaastats.domain.projections import EpisodeProjection, ProjectionRun, ProjectionRuns
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.first_days import FirstDays
from nyaastats.publish.build.projections import score_kept
from nyaastats.publish.contracts.projections import ProjectionScore

WEEK = Week(date(2025, 10, 6))
MADE_AT = datetime(2025, 10, 6, 6, tzinfo=UTC)
NOW = MADE_AT + timedelta(days=14)
FIRST_DAYS = [
    FirstDays(AniListId(7), 1, 1000, 0, None, None),
    FirstDays(AniListId(7), 2, 500, 0, None, None),
    FirstDays(AniListId(7), 3, None, None, None, None),
]


def project(  # noqa: PLR0913, PLR0917 - a projection has so many fields
    episode: int, hours: float, projected: int, low: int | None = None, high: int | None = None, last: int | None = None
) -> EpisodeProjection:
    return EpisodeProjection(AniListId(7), episode, hours, projected, low, high, last)


def keep(*projections: EpisodeProjection, at: datetime = MADE_AT) -> ProjectionRuns:
    return {WEEK: (ProjectionRun(at, projections),)}


def test_a_kept_projection_is_scored_by_what_it_came_to() -> None:
    runs = keep(project(1, 12, 900, 800, 999), project(2, 13, 600, 400, 500, last=1000))
    # Off by 10 % and 20 %; 999 lets out 1,000, 500 holds 500; the last would have been off by 100 %.
    assert list(score_kept(FIRST_DAYS, NOW, runs)) == [
        ProjectionScore(
            hours=12.0,
            projections=2,
            median_error=0.15,
            intervals=2,
            coverage=0.5,
            compared=1,
            compared_error=0.2,
            last_error=1.0,
        )
    ]


@pytest.mark.parametrize(
    ("hours", "scored"), [(6, 12), (16.9, 12), (17, 24), (33, 24), (34, 48), (67, 48), (68, 96), (167, 96)]
)
def test_an_age_counts_at_the_nearest_in_proportion(hours: float, scored: int) -> None:
    assert [score.hours for score in score_kept(FIRST_DAYS, NOW, keep(project(1, hours, 1000)))] == [scored]


@pytest.mark.parametrize(
    "runs",
    [
        {},
        keep(project(3, 12, 900)),  # its days are not over
        keep(project(9, 12, 900)),  # it is not there any more
        keep(project(1, 12, 900), at=NOW),  # this run's own
    ],
)
def test_what_has_come_to_nothing_yet_is_not_scored(runs: ProjectionRuns) -> None:
    assert list(score_kept(FIRST_DAYS, NOW, runs)) == []


def test_without_intervals_and_last_episodes_there_are_no_shares_of_them() -> None:
    (score,) = score_kept(FIRST_DAYS, NOW, keep(project(1, 12, 900)))
    assert (score.coverage, score.compared_error, score.last_error) == (None, None, None)
