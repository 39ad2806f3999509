"""When a torrent is due: by the boundaries of its pace. The laws are stated here once more, hour by hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nyaastats.collect.schedule import PACES, RUN_INTERVAL, due_groups, is_due, next_run_at

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
WEDNESDAY = datetime(2025, 10, 8, 12, 5, tzinfo=UTC)
"""Five past noon: a boundary of the hourly and of the 4-hourly pace is five minutes ago."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}Z")


@pytest.mark.parametrize(
    ("age", "last", "due"),
    [
        # never scraped: at once, whatever the hour
        (timedelta(minutes=1), None, True),
        (179 * DAY, None, True),
        (180 * DAY, None, False),
        (3000 * DAY, None, False),
        # hourly for two days
        (5 * HOUR, "2025-10-08T11:05", True),
        (5 * HOUR, "2025-10-08T11:59:59", True),
        (5 * HOUR, "2025-10-08T12:00", False),
        (5 * HOUR, "2025-10-08T12:05", False),
        (47 * HOUR, "2025-10-08T11:59:59", True),
        # every 4 hours to day 7
        (2 * DAY + HOUR, "2025-10-08T11:59:59", True),
        (2 * DAY + HOUR, "2025-10-08T12:00", False),
        (7 * DAY - HOUR, "2025-10-08T08:05", True),
        # daily to day 30
        (7 * DAY + HOUR, "2025-10-08T04:05", True),  # at 08:00 it still had the 4-hourly pace
        (7 * DAY + HOUR, "2025-10-08T08:05", False),
        (8 * DAY, "2025-10-08T00:00", False),
        (8 * DAY, "2025-10-07T23:59:59", True),
        (29 * DAY, "2025-10-08T00:05", False),
        (29 * DAY, "2025-10-05T00:05", True),
        # weekly to day 180
        (30 * DAY + 6 * HOUR, "2025-10-07T00:05", True),  # this midnight it still had the daily pace
        (30 * DAY + 6 * HOUR, "2025-10-08T00:05", False),
        (40 * DAY, "2025-10-06T00:00", False),
        (40 * DAY, "2025-10-05T23:59:59", True),
        (179 * DAY, "2025-09-29T00:05", True),
        (180 * DAY, "2025-08-01T00:00", False),
        # a publication or a scrape that is later than our clock
        (timedelta(minutes=-20), None, True),
        (timedelta(minutes=-20), "2025-10-08T10:00", True),
        (5 * HOUR, "2025-10-08T12:15", False),
    ],
)
def test_what_is_due_on_a_wednesday_at_noon(age: timedelta, last: str | None, *, due: bool) -> None:
    assert is_due(WEDNESDAY - age, at(last) if last else None, WEDNESDAY) is due


@pytest.mark.parametrize(
    ("age", "before", "after"),
    [
        (DAY, "2025-10-08T12:59:59", "2025-10-08T13:00"),
        (5 * DAY, "2025-10-08T15:59:59", "2025-10-08T16:00"),
        (20 * DAY, "2025-10-08T23:59:59", "2025-10-09T00:00"),
        (100 * DAY, "2025-10-12T23:59:59", "2025-10-13T00:00"),
    ],
)
def test_the_next_boundary_after_a_scrape_makes_a_torrent_due(age: timedelta, before: str, after: str) -> None:
    published = WEDNESDAY - age
    assert not is_due(published, WEDNESDAY, at(before))
    assert is_due(published, WEDNESDAY, at(after))


@pytest.mark.parametrize(
    ("published", "scrapes", "due_at"),
    [
        # two days old at 10:30: the next scrape is not at 11 but at 12
        ("2025-10-06T10:30", "2025-10-08T10:05", "2025-10-08T12:00"),
        # seven days old at 21:00: not at midnight + 4 but at midnight, which is a boundary of both
        ("2025-10-01T21:00", "2025-10-08T20:05", "2025-10-09T00:00"),
        ("2025-10-01T01:00", "2025-10-08T00:05", "2025-10-09T00:00"),
        # thirty days old on a Wednesday: not on Thursday but on Monday
        ("2025-09-08T10:00", "2025-10-08T00:05", "2025-10-13T00:00"),
    ],
)
def test_a_torrent_that_passes_to_the_slower_pace_waits_for_its_boundary(
    published: str, scrapes: str, due_at: str
) -> None:
    moment = at(due_at)
    assert not is_due(at(published), at(scrapes), moment - timedelta(seconds=1))
    assert is_due(at(published), at(scrapes), moment)


def test_a_boundary_missed_is_made_good_also_when_the_pace_is_a_slower_one_by_then() -> None:
    published, last = at("2025-09-08T10:00"), at("2025-10-07T00:05")
    for run in ("2025-10-08T00:05", "2025-10-08T11:05", "2025-10-11T17:35"):  # thirty days old on the 8th at 10:00
        assert is_due(published, last, at(run))
    assert not is_due(published, at("2025-10-08T11:05"), at("2025-10-12T23:35"))


def test_the_table_is_the_design_s() -> None:
    hours = [(pace.max_age / HOUR, pace.interval / HOUR) for pace in PACES]
    assert hours == [(48, 1), (7 * 24, 4), (30 * 24, 24), (180 * 24, 168)]


def test_the_boundaries_of_a_pace_are_boundaries_of_every_faster_one() -> None:
    assert all(slower.interval % faster.interval == timedelta() for faster, slower in pairwise(PACES))


# --- the laws ---------------------------------------------------------------------------------------------------------


def is_boundary(hour: datetime, published: datetime) -> bool:
    """Whether a full hour is a boundary of the pace that the torrent has then."""
    age = hour - published
    if age < 2 * DAY:
        return True
    if age < 7 * DAY:
        return hour.hour in {0, 4, 8, 12, 16, 20}
    if age < 30 * DAY:
        return hour.hour == 0
    return hour.hour == 0 and hour.isoweekday() == 1


def hours_between(after: datetime, until: datetime) -> Iterable[datetime]:
    """The full hours in `(after, until]`."""
    hour = after.replace(minute=0, second=0, microsecond=0) + HOUR
    while hour <= until:
        yield hour
        hour += HOUR


def passed_boundaries(published: datetime, after: datetime, until: datetime) -> list[datetime]:
    """The torrent's own boundaries in `(after, until]`."""
    return [hour for hour in hours_between(after, until) if is_boundary(hour, published)]


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - st's own
seconds = st.integers(0, 200 * 86_400)
ages = seconds | st.integers(0, 9 * 86_400) | st.sampled_from([2, 7, 30, 180]).map(lambda days: days * 86_400)
near = st.integers(0, 15 * 86_400) | st.integers(0, 2 * 86_400)


@given(moments, ages, near)
@example(at("2025-10-13T00:00"), 30 * 86_400, 6 * 86_400)
@settings(max_examples=400, deadline=None)
def test_due_is_who_has_a_boundary_of_its_own_behind_its_last_scrape(now: datetime, age: int, since: int) -> None:
    published, last = now - timedelta(seconds=age), now - timedelta(seconds=since)
    expected = age < 180 * 86_400 and bool(passed_boundaries(published, last, now))
    assert is_due(published, last, now) is expected


@given(moments, ages, near | st.none())
@settings(deadline=None)
def test_no_slice_overlaps_another(now: datetime, age: int, since: int | None) -> None:
    published = now - timedelta(seconds=age)
    last = None if since is None else now - timedelta(seconds=since)
    groups = due_groups(now)
    hits = [due_slice.contains(published, last) for due_slice in (*groups.fresh, *groups.older)]
    assert sum(hits) <= 1
    assert any(hits) or since is not None or age >= 180 * 86_400


@given(moments)
def test_the_slices_are_few_and_the_fresh_are_the_youngest(now: datetime) -> None:
    groups = due_groups(now)
    slices = (*groups.fresh, *groups.older)
    assert len(slices) <= 4 + 6 + 7 + 1
    assert all(younger.published_after == older.published_until for younger, older in pairwise(slices))
    assert timedelta(days=2) <= now - groups.fresh[-1].published_after <= timedelta(days=2, hours=4)


distances = st.lists(st.integers(60, 3 * 3600) | st.integers(60, 40 * 86_400), min_size=1, max_size=60)


def scrape(published: datetime, runs: Iterable[datetime]) -> list[datetime]:
    """When a torrent is scraped by runs at these times."""
    scrapes: list[datetime] = []
    for now in runs:
        if now >= published and is_due(published, scrapes[-1] if scrapes else None, now):
            scrapes.append(now)
    return scrapes


def runs_after(start: datetime, distances_in_seconds: Iterable[int]) -> list[datetime]:
    runs = [start]
    for distance in distances_in_seconds:
        runs.append(runs[-1] + timedelta(seconds=distance))
    return runs


@given(moments, near, distances)
@settings(deadline=None)
def test_nothing_is_scraped_twice_between_boundaries(published: datetime, wait: int, gaps: list[int]) -> None:
    scrapes = scrape(published, runs_after(published + timedelta(seconds=wait), gaps))
    for earlier, later in pairwise(scrapes):
        assert passed_boundaries(published, earlier, later)


@given(moments, near, distances)
@settings(deadline=None)
def test_no_boundary_is_left_behind_by_the_first_run_after_it(published: datetime, wait: int, gaps: list[int]) -> None:
    runs = [run for run in runs_after(published + timedelta(seconds=wait), gaps) if run < published + 180 * DAY]
    scrapes = scrape(published, runs)
    assert scrapes[:1] == runs[:1]
    for run in runs:
        last = max(moment for moment in scrapes if moment <= run)
        assert not passed_boundaries(published, last, run)


def scrape_by_elapsed_time(published: datetime, runs: Iterable[datetime]) -> list[datetime]:
    """The same paces, each interval counted from the last scrape."""
    scrapes: list[datetime] = []
    for now in runs:
        interval = next((pace.interval for pace in PACES if now - published < pace.max_age), None)
        if interval and (not scrapes or now - scrapes[-1] >= interval):
            scrapes.append(now)
    return scrapes


@pytest.mark.parametrize("minute", [0, 5, 35, 59])
@given(published=moments)
@settings(max_examples=5, deadline=None)
def test_boundaries_take_as_many_requests_as_elapsed_time(minute: int, published: datetime) -> None:
    """One more at most for each pace: the boundaries of a span may be one more than its intervals."""
    first = published.replace(minute=minute, second=0, microsecond=0) + HOUR
    runs = [first + number * HOUR for number in range(181 * 24)]
    by_boundary, by_elapsed = scrape(published, runs), scrape_by_elapsed_time(published, runs)
    assert abs(len(by_boundary) - len(by_elapsed)) <= len(PACES)
    assert 115 <= len(by_boundary) <= 128  # 48 + 30 + 23 + 21


@given(moments)
@settings(max_examples=20, deadline=None)
def test_a_watch_s_second_run_of_an_hour_scrapes_nothing_that_the_first_has(published: datetime) -> None:
    hourly = [published + HOUR / 12 + number * HOUR for number in range(240)]
    both = sorted([*hourly, *(run + RUN_INTERVAL for run in hourly)])
    hours = [run.replace(minute=0, second=0, microsecond=0) for run in scrape(published, both)]
    assert len(set(hours)) == len(hours)


@given(moments, st.integers(0, 170), st.integers(0, 58), st.lists(st.integers(-20, 20), min_size=1, max_size=60))
def test_an_hourly_timer_that_is_not_exact_misses_no_hour(
    published: datetime, days: int, minute: int, jitter: list[int]
) -> None:
    first = (published + timedelta(days=days)).replace(minute=minute, second=30, microsecond=0)
    runs = [first + timedelta(hours=number, seconds=late) for number, late in enumerate(jitter)]
    young = [now for now in runs if now - published < timedelta(days=2)]
    last = None
    for now in young:
        assert is_due(published, last, now)
        last = now


# --- the rhythm of a watch --------------------------------------------------------------------------------------------


@given(moments, st.integers(0, 10**6))
def test_runs_come_at_the_same_minute_of_every_half_hour(started: datetime, later: int) -> None:
    now = started + timedelta(seconds=later)
    next_run = next_run_at(started, now)
    assert now < next_run <= now + RUN_INTERVAL
    assert (next_run - started) % RUN_INTERVAL == timedelta(0)


@given(moments, st.integers(1, 5000))
def test_a_run_after_the_clock_was_moved_back_is_not_far(started: datetime, minutes: int) -> None:
    now = started - timedelta(minutes=minutes)
    assert now < next_run_at(started, now) <= now + RUN_INTERVAL
