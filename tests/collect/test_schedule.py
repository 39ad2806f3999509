"""When a torrent is due: the table of ages and intervals, in windows of half an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.collect.schedule import PACES, WINDOW, due_slices, is_due, next_run_at, window_end

NOON = datetime(2025, 10, 8, 12, 0, tzinfo=UTC)


def ago(**how_long: float) -> datetime:
    return NOON - timedelta(**how_long)


@pytest.mark.parametrize(
    ("age", "since_last_look", "due"),
    [
        ({"minutes": 1}, None, True),
        ({"days": 179}, None, True),
        ({"days": 180}, None, False),
        ({"days": 3000}, None, False),
        # hourly for two days
        ({"hours": 5}, {"minutes": 60}, True),
        ({"hours": 5}, {"minutes": 31}, True),  # 11:29 is in the window that is two before this one
        ({"hours": 5}, {"minutes": 30}, False),
        ({"hours": 5}, {"minutes": 0}, False),
        ({"days": 1, "hours": 23}, {"minutes": 59}, True),
        # every 4 h to day 7
        ({"days": 2}, {"hours": 1}, False),
        ({"days": 2}, {"hours": 3, "minutes": 30}, False),
        ({"days": 2}, {"hours": 3, "minutes": 31}, True),
        ({"days": 6, "hours": 23}, {"hours": 4}, True),
        # daily to day 30
        ({"days": 7}, {"hours": 4}, False),
        ({"days": 29}, {"hours": 23, "minutes": 31}, True),
        # weekly to day 180
        ({"days": 30}, {"days": 1}, False),
        ({"days": 30}, {"days": 6, "hours": 23, "minutes": 30}, False),
        ({"days": 100}, {"days": 7}, True),
        ({"days": 180}, {"days": 60}, False),
        # a publication or a look that is later than our clock
        ({"minutes": -20}, None, True),
        ({"minutes": -20}, {"hours": 2}, True),
        ({"hours": 5}, {"minutes": -10}, False),
    ],
)
def test_who_is_due_at_noon(age: dict[str, float], since_last_look: dict[str, float] | None, *, due: bool) -> None:
    last = ago(**since_last_look) if since_last_look is not None else None
    assert is_due(ago(**age), last, NOON) is due


def test_the_table_is_the_design_s() -> None:
    hours = [(pace.max_age / timedelta(hours=1), pace.interval / timedelta(hours=1)) for pace in PACES]
    assert hours == [(48, 1), (7 * 24, 4), (30 * 24, 24), (180 * 24, 168)]


@pytest.mark.parametrize(("minute", "second", "end"), [(0, 0, 30), (5, 3, 30), (29, 59, 30), (30, 0, 60), (59, 59, 60)])
def test_windows_begin_at_the_hour_and_at_half_past(minute: int, second: int, end: int) -> None:
    assert window_end(NOON.replace(minute=minute, second=second)) == NOON + timedelta(minutes=end)


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - st's own
seconds = st.integers(0, 200 * 86_400)


@given(moments, seconds, seconds)
def test_no_slice_overlaps_another(now: datetime, age: int, since: int) -> None:
    published, last = now - timedelta(seconds=age), now - timedelta(seconds=since)
    assert sum(due_slice.contains(published, last) for due_slice in due_slices(now)) <= 1


@given(moments, seconds, seconds)
def test_who_is_due_stays_due_until_looked_at_or_too_old_for_the_pace(now: datetime, age: int, since: int) -> None:
    """What a run missed, the next one in the same pace finds."""
    published, last = now - timedelta(seconds=age), now - timedelta(seconds=since)
    later = now + WINDOW
    same_pace = not any(now - published < pace.max_age <= later - published for pace in PACES)
    if is_due(published, last, now) and same_pace:
        assert is_due(published, last, later)


@given(moments, seconds)
def test_nobody_is_due_again_in_the_window_of_a_scrape(look: datetime, age: int) -> None:
    last_of_window = window_end(look) - timedelta(microseconds=1)
    assert not is_due(look - timedelta(seconds=age), look, last_of_window)


@given(moments, st.integers(0, 170), st.integers(0, 29), st.lists(st.integers(-20, 20), min_size=1, max_size=60))
def test_an_hourly_timer_that_is_not_exact_misses_no_hour(
    published: datetime, days: int, minute: int, jitter: list[int]
) -> None:
    """A scrape that is a whole interval past, or will be within the window, is due."""
    first = (published + timedelta(days=days)).replace(minute=minute, second=30, microsecond=0)
    runs = [first + timedelta(hours=number, seconds=late) for number, late in enumerate(jitter)]
    young = [now for now in runs if now - published < timedelta(days=2)]
    last = None
    for now in young:
        assert is_due(published, last, now)
        last = now


@given(moments, st.integers(0, 10**6))
def test_rounds_come_at_the_same_place_of_every_window(started: datetime, later: int) -> None:
    now = started + timedelta(seconds=later)
    round_ = next_run_at(started, now)
    assert now < round_ <= now + WINDOW
    assert (round_ - started) % WINDOW == timedelta(0)


@given(moments, st.integers(1, 5000))
def test_a_round_after_the_clock_was_moved_back_is_not_far(started: datetime, minutes: int) -> None:
    now = started - timedelta(minutes=minutes)
    assert now < next_run_at(started, now) <= now + WINDOW
