"""The scrape schedule, and what disturbs it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from nyaastats.synthetic.facts import DATA_UNTIL
from nyaastats.synthetic.scrape_times import DAY, HOUR, MAX_JITTER_SECONDS, OUTAGE, SCHEDULE, Schedule, schedule_scrapes
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
