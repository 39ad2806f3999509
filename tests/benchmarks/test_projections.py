"""The figures of judged projections, worked out by hand."""

from __future__ import annotations

import pytest

from benchmarks.report.projections import list_targets
from benchmarks.suites.projections import AgeScore, JudgedProjection, SeasonProjections, list_moments, score_ages
from nyaastats.domain.projections import SCORED_HOURS
from nyaastats.synthetic import Process
from nyaastats.synthetic.facts import DATA_UNTIL


def test_projections_of_about_an_age_are_judged_by_the_truth() -> None:
    judged = [
        JudgedProjection(10, projected=150, low=90, high=99, last=150, truth=100),
        JudgedProjection(14, projected=125, low=100, high=140, last=100, truth=100),
        JudgedProjection(14, projected=500, low=None, high=None, last=None, truth=100),
    ]
    assert list(score_ages(judged)) == [
        AgeScore(12, projections=3, intervals=2, coverage=0.5, error=0.375, last_error=0.25)
    ]


def make_season(process: Process, coverage: float, error: float) -> SeasonProjections:
    scores = [AgeScore(hours, 100, 90, coverage, error, 0.15) for hours in SCORED_HOURS]
    return SeasonProjections(process, runs=scores, replayed=scores)


@pytest.mark.parametrize(
    ("process", "coverage", "error", "missed"),
    [
        (Process.PLAIN, 0.75, 0.14, 0),
        (Process.PLAIN, 0.74, 0.14, 8),  # four ages, by runs and replayed
        (Process.PLAIN, 0.89, 0.14, 8),
        (Process.PLAIN, 0.8, 0.15, 8),
        (Process.PRACTICE, 0.1, 0.9, 0),  # it judges nothing
    ],
)
def test_every_judge_must_be_within_the_bounds(process: Process, coverage: float, error: float, missed: int) -> None:
    targets = list_targets([make_season(Process.MIXED, 0.8, 0.1), make_season(process, coverage, error)])
    assert len(targets) == 16
    assert sum(not target.is_reached for target in targets) == missed


def test_runs_are_of_two_times_of_the_week() -> None:
    moments = list_moments()
    assert {(moment.isoweekday(), moment.hour) for moment in moments} == {(1, 6), (4, 18)}
    assert max(moments) <= DATA_UNTIL
