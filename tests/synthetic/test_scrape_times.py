"""The scrape schedule, and what disturbs it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from nyaastats.collect.schedule import is_due
from nyaastats.synthetic.facts import DATA_UNTIL
from nyaastats.synthetic.scrape_times import (
    DAY,
    HOUR,
    LATE_DISCOVERY_DAYS,
    MAX_BURST_SECONDS,
    MAX_JITTER_SECONDS,
    MAX_RUN_DELAY_SECONDS,
    OUTAGE,
    SCHEDULE,
    Schedule,
    schedule_scrapes,
)
from testkit.generated_season import GeneratedSeason, Scrapes

BORN = int(datetime(2025, 10, 3, 14, 30, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("since", "until", "gap"),
    [(HOUR, 2 * DAY, HOUR), (2 * DAY, 7 * DAY, 4 * HOUR), (7 * DAY, 30 * DAY, DAY), (30 * DAY, 180 * DAY, 7 * DAY)],
)
def test_the_schedule_by_age(since: int, until: int, gap: int) -> None:
    ages = SCHEDULE[(since <= SCHEDULE) & (until >= SCHEDULE)]
    assert set(np.diff(ages).tolist()) == {gap}
    assert ages[0] == since
    assert until - ages[-1] < gap


def test_every_scrape_is_on_schedule(season: GeneratedSeason, scrapes: Scrapes) -> None:
    published = {row["infohash"]: row["published"] for row in season.truth}
    for infohash, rows in scrapes.items():
        ages = np.array([int((at - published[infohash]).total_seconds()) for at, _ in rows if at.microsecond == 0])
        late = ages - SCHEDULE[np.searchsorted(SCHEDULE, ages, side="right") - 1]
        assert ((late >= 0) & (late < MAX_JITTER_SECONDS)).sum() >= len(ages) - MAX_INVALID_ROWS


MAX_INVALID_ROWS = 1
"""A torrent may have one of the invalid rows, whose time is off the schedule."""


def test_nothing_is_scraped_during_the_outage_or_after_the_end(scrapes: Scrapes) -> None:
    start, end = OUTAGE
    moments = [at for rows in scrapes.values() for at, _ in rows]
    assert not any(start <= at < end for at in moments)
    assert DATA_UNTIL - timedelta(hours=2) < max(moments) <= DATA_UNTIL
    assert end - start == timedelta(days=2)


# --- by boundaries ---------------------------------------------------------------------------------------

PUBLISHED = BORN + 7_919 * np.arange(0, 1_000, 17)
"""Moments of publication over three months, at every time of the day and the week."""
FIRST_DISCOVERY = int(LATE_DISCOVERY_DAYS[0] * DAY)


@pytest.fixture(scope="module")
def by_boundary() -> list[list[int]]:
    """The scrapes of each torrent."""
    times = schedule_scrapes(PUBLISHED, Schedule.BOUNDARY, np.random.default_rng(1))
    return [times.at[times.torrent == index].tolist() for index in range(len(PUBLISHED))]


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def test_each_scrape_is_due_as_the_collector_decides(by_boundary: list[list[int]]) -> None:
    """So that there is no second scrape between two boundaries."""
    for published, rows in zip(PUBLISHED.tolist(), by_boundary, strict=True):
        for previous, at in pairwise(rows):
            assert is_due(moment(published), moment(previous), moment(at))


def test_nothing_due_waits_longer_than_its_failures(by_boundary: list[list[int]]) -> None:
    """At the end of each hour in which a torrent was due it has been scraped, but for a few: these fail."""
    due, failed = 0, 0
    for published, rows in zip(PUBLISHED.tolist(), by_boundary, strict=True):
        for previous, at in pairwise(rows):
            hours = range(previous // HOUR + 1, at // HOUR)
            waits = sum(is_due(moment(published), moment(previous), moment(hour * HOUR + 3_599)) for hour in hours)
            if not is_down(previous, at):
                due, failed = due + waits + 1, failed + waits
    assert 0.02 < failed / due < 0.04


def is_down(previous: int, at: int) -> bool:
    down, up = (moment.timestamp() for moment in OUTAGE)
    return previous < up and at >= down


def test_a_torrent_is_first_scraped_after_the_first_full_hour_or_late(by_boundary: list[list[int]]) -> None:
    waits = [rows[0] - published for published, rows in zip(PUBLISHED.tolist(), by_boundary, strict=True)]
    prompt = [wait for wait in waits if wait < FIRST_DISCOVERY]
    assert len(prompt) >= 0.9 * len(waits)
    assert np.median(prompt) < HOUR


def test_a_week_ends_with_a_scrape_of_everything(by_boundary: list[list[int]]) -> None:
    """On a Monday, 06:00 UTC, nearly all torrents have been scraped since midnight."""
    monday = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())
    counts = [sum(monday <= at < monday + 6 * HOUR for at in rows) for rows in by_boundary]
    assert sum(count > 0 for count in counts) == len(PUBLISHED)


def test_a_burst_is_spread_over_minutes_within_its_hour() -> None:
    times = schedule_scrapes(PUBLISHED, Schedule.BOUNDARY, np.random.default_rng(1))
    monday = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())
    burst = times.at[(times.at >= monday) & (times.at < monday + HOUR)] - monday
    assert np.ptp(burst) > 5 * 60
    assert burst.max() < MAX_RUN_DELAY_SECONDS + max(MAX_BURST_SECONDS)


def test_a_torrent_discovered_after_the_end_is_scraped_before_it() -> None:
    published = np.full(2_000, int(DATA_UNTIL.timestamp()) - 2 * DAY - 1)
    times = schedule_scrapes(published, Schedule.BOUNDARY, np.random.default_rng(1))
    assert set(times.torrent.tolist()) == set(range(2_000))
    assert times.at.max() <= DATA_UNTIL.timestamp()


# --- by elapsed time -------------------------------------------------------------------------------------


def test_a_few_scrapes_are_missed() -> None:
    published = np.full(400, BORN)
    count = np.bincount(schedule_scrapes(published, Schedule.ELAPSED, np.random.default_rng(1)).torrent)
    prompt = np.sort(count)[20:]
    due = int((DATA_UNTIL.timestamp() > BORN + SCHEDULE).sum())
    assert 0.95 < prompt.mean() / due < 0.985


def test_some_torrents_are_discovered_late_and_most_are_not(season: GeneratedSeason, scrapes: Scrapes) -> None:
    published = {row["infohash"]: row["published"] for row in season.truth}
    late = [key for key, rows in scrapes.items() if rows[0][0] - published[key] > timedelta(hours=48)]
    assert 0.005 < len(late) / len(scrapes) < 0.04


def test_every_torrent_is_scraped_in_order(scrapes: Scrapes) -> None:
    for rows in scrapes.values():
        assert rows
        assert all(before[0] <= after[0] for before, after in pairwise(rows))
