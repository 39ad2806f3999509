"""Which runs are kept, and the bounds of a premiere-size class."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.calendar import Week
from nyaastats.domain.premieres import PremiereClass
from nyaastats.domain.projections import EpisodeProjection, ProjectionRun, add_run
from nyaastats.domain.shows import AniListId

WEEK = Week(date(2025, 10, 6))
MONDAY = datetime(2025, 10, 6, 6, tzinfo=UTC)
SUNDAY = datetime(2025, 10, 12, 23, 59, 59, tzinfo=UTC)


def make_run(at: datetime, projected: int = 100) -> ProjectionRun:
    return ProjectionRun(at, (EpisodeProjection(AniListId(7), 1, 12.5, projected, None, None, None),))


def test_the_runs_of_a_week_are_kept_in_the_order_of_their_time() -> None:
    kept = add_run(add_run({}, make_run(SUNDAY)), make_run(MONDAY))
    assert kept == {WEEK: (make_run(MONDAY), make_run(SUNDAY))}


def test_a_monday_begins_another_week() -> None:
    kept = add_run(add_run({}, make_run(SUNDAY)), make_run(MONDAY.replace(day=13, hour=0)))
    assert list(kept) == [WEEK, WEEK.later(1)]


def test_what_was_projected_of_a_moment_stands() -> None:
    kept = {WEEK: (make_run(MONDAY),)}
    assert add_run(kept, make_run(MONDAY, projected=999)) == kept


def test_a_run_without_projections_is_not_kept() -> None:
    assert add_run({}, ProjectionRun(MONDAY, ())) == {}


@pytest.mark.parametrize(
    ("downloads", "bounds"), [(1, (1, 1)), (2, (2, 3)), (3, (2, 3)), (4_095, (2_048, 4_095)), (4_096, (4_096, 8_191))]
)
def test_a_class_is_from_a_power_of_two_up_to_its_double(downloads: int, bounds: tuple[int, int]) -> None:
    size = PremiereClass.of(downloads)
    assert (size.from_downloads, size.to_downloads) == bounds


@given(st.integers(1, 10**8))
def test_a_premiere_is_within_its_class(downloads: int) -> None:
    size = PremiereClass.of(downloads)
    assert size.from_downloads <= downloads <= size.to_downloads
    assert PremiereClass.of(size.to_downloads) == size
