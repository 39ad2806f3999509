"""The figures of a Monday's week, of published sums and of weekdays, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.report.mondays import SHOWN, list_targets
from benchmarks.suites.mondays import (
    MondayErrors,
    SeasonMondays,
    ShowWeek,
    WeekErrors,
    compare_weeks,
    list_mondays,
)
from benchmarks.suites.published_sums import PublishedSums, compare_sums
from benchmarks.suites.weekday_shares import WeekdayShares
from nyaastats.synthetic import Process, Schedule

MONDAY = date(2025, 11, 17)

WEEKS = [
    # 60 too few, of which 20 are of a torrent that had not been scraped; 50 estimated: within 50 and 3 % of 1,000.
    ShowWeek(1, truth=1_000, scraped_truth=980, published=940, estimated=50),
    # 100 too many, and nothing estimated: it takes the first rank.
    ShowWeek(2, truth=900, scraped_truth=900, published=1_000, estimated=0),
    # Too small to be covered or not.
    ShowWeek(3, truth=90, scraped_truth=90, published=0, estimated=0),
]


def test_a_week_is_compared_with_the_whole_truth_and_with_that_of_scraped_torrents() -> None:
    errors = compare_weeks(MONDAY, WEEKS)
    assert errors.all == WeekErrors(misplaced=250 / 1_990, lacking=50 / 1_990, moved=2, covered=0.5)
    assert errors.scraped == WeekErrors(misplaced=230 / 1_970, lacking=30 / 1_970, moved=2, covered=0.5)
    assert errors.estimated == 50 / 1_940


def test_of_equals_the_lower_id_comes_first_as_in_the_chart() -> None:
    weeks = [ShowWeek(number, 500, 500, 500 - 10 * (number == 1), 0) for number in (1, 2, 3)]
    assert compare_weeks(MONDAY, weeks).all.moved == 3
    assert compare_weeks(MONDAY, weeks[1:]).all.moved == 0


def test_the_mondays_that_have_a_column_are_mondays_of_the_season() -> None:
    assert set(SHOWN) <= set(list_mondays())


def make_season(process: Process, schedule: Schedule, misplaced: float) -> SeasonMondays:
    right = WeekErrors(misplaced=misplaced, lacking=0, moved=0, covered=1)
    mondays = [MondayErrors(monday, right, right, estimated=0.1) for monday in list_mondays()]
    return SeasonMondays(process, schedule, mondays)


@pytest.mark.parametrize(
    ("process", "schedule", "missed"),
    [
        (Process.PLAIN, Schedule.ELAPSED, ["elapsed, plain: misplaced on the first three, %"]),
        (Process.BUMPY, Schedule.ELAPSED, []),
        (
            Process.BUMPY,
            Schedule.BOUNDARY,
            ["boundary: misplaced on the four, %", "boundary: misplaced on the worst of all, %"],
        ),
        # The estimator was chosen by it, so it judges nothing.
        (Process.PRACTICE, Schedule.BOUNDARY, []),
    ],
)
def test_a_target_is_missed_where_one_season_misses_it(process: Process, schedule: Schedule, missed: list[str]) -> None:
    seasons = [
        make_season(each, every, 0.04 if (each, every) == (process, schedule) else 0.001)
        for each in Process
        for every in Schedule
    ]
    assert [target.label for target in list_targets(seasons) if not target.is_reached] == missed


def test_what_is_counted_stands_in_the_files() -> None:
    shows = [
        {"anilist_id": 1, "downloads": 70, "season_downloads": 50},
        {"anilist_id": 2, "downloads": 30, "season_downloads": 30},
    ]
    weeks = [
        {"rankings": [{"anilist_id": 1, "downloads": 20}, {"anilist_id": 2, "downloads": 29}]},
        {"rankings": [{"anilist_id": 1, "downloads": 30}]},
    ]
    assert compare_sums({"counted": {"downloads": 105}}, shows, weeks) == PublishedSums(105, 100, seasons_apart=1)


def test_weekday_shares_differ_by_the_worst_day() -> None:
    days = WeekdayShares(truth=[100] * 7, measured=[80, 120, *[100] * 5])
    assert days.worst == pytest.approx(20 / 700)
    assert days.chance == pytest.approx(0.02645, abs=1e-5)
