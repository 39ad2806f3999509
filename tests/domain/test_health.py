"""What records of the collector mean: late or not, which gaps, who failed how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nyaastats.domain.health import (
    DatabaseRecords,
    DiskRecords,
    FailureStreak,
    Gap,
    Subject,
    assess_health,
    extend_streak,
    group_hours,
)
from nyaastats.domain.measures import ScraperHour

NOW = datetime(2025, 10, 7, 15, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DISK = DiskRecords(None, (), 10**9, None, None)
DATABASE = DatabaseRecords(
    bytes=5,
    newest_scrape_at=NOW,
    due=0,
    overdue=0,
    streaks=(),
    gaps_since=NOW - 30 * 24 * HOUR,
    scrape_times=(),
    trim_key=None,
)


@pytest.mark.parametrize(
    ("age", "is_late"),
    [
        (0 * HOUR, False),
        (3 * HOUR, False),
        (3 * HOUR + timedelta(seconds=1), True),
        (-3 * HOUR, False),
        (-4 * HOUR, True),
        (None, True),
    ],
)
def test_the_newest_scrape_is_late(age: timedelta | None, is_late: bool) -> None:  # noqa: FBT001 - a case
    newest = None if age is None else NOW - age
    health = assess_health(replace(DATABASE, newest_scrape_at=newest), DISK, NOW, 3 * HOUR)
    assert health.is_late == is_late
    assert health.age_seconds == (None if age is None else age.total_seconds())


@pytest.mark.parametrize(
    ("trimmed", "archived", "is_missing"),
    [(None, [], False), (None, ["a"], False), ("b", ["a", "b"], False), ("b", ["a"], True), ("b", [], True)],
)
def test_the_archive_of_what_was_trimmed_is_missing(
    trimmed: str | None,
    archived: list[str],
    is_missing: bool,  # noqa: FBT001 - a case
) -> None:
    health = assess_health(replace(DATABASE, trim_key=trimmed), replace(DISK, trim_keys=archived), NOW, 3 * HOUR)
    assert health.is_archive_missing == health.needs_help == is_missing


def test_a_gap_is_where_an_hourly_scraper_was_silent() -> None:
    times = [NOW - hours * HOUR for hours in range(60, -1, -1) if not 20 < hours < 40]
    health = assess_health(replace(DATABASE, scrape_times=times), DISK, NOW, 3 * HOUR)
    assert health.gaps == (Gap(NOW - 40 * HOUR, NOW - 20 * HOUR),)


@pytest.mark.parametrize("step", [1, 4, 24])
def test_a_scraper_that_keeps_its_pace_has_no_gap(step: int) -> None:
    times = [NOW - hours * HOUR for hours in range(240, -1, -step)]
    assert assess_health(replace(DATABASE, scrape_times=times), DISK, NOW, 3 * HOUR).gaps == ()


def test_scrapes_of_an_hour_are_one() -> None:
    minute = timedelta(minutes=1)
    times = [NOW, NOW + minute, NOW + 29 * minute, NOW + 30 * minute]
    assert group_hours(times) == [ScraperHour(NOW, NOW + 29 * minute), ScraperHour(NOW + 30 * minute, times[3])]
    assert group_hours([]) == []


def test_a_streak_grows_from_its_first_failure() -> None:
    streak = extend_streak(None, Subject.FEED, "down", NOW)
    assert streak == FailureStreak(Subject.FEED, 1, NOW, "down")
    assert extend_streak(streak, Subject.FEED, "slow", NOW + HOUR) == FailureStreak(Subject.FEED, 2, NOW, "slow")
