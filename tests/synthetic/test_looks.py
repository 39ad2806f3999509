"""The scrape schedule, and what disturbs it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from nyaastats.synthetic import looks as schedule
from nyaastats.synthetic.facts import DATA_UNTIL
from nyaastats.synthetic.looks import DAY, HOUR, JITTER, OUTAGE, SCHEDULE
from testkit.generated_season import Generated, Looks

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


def test_every_look_is_on_schedule(season: Generated, looks: Looks) -> None:
    published = {row["infohash"]: row["published"] for row in season.truth}
    for infohash, seen in looks.items():
        ages = np.array([int((at - published[infohash]).total_seconds()) for at, _ in seen if at.microsecond == 0])
        late = ages - SCHEDULE[np.searchsorted(SCHEDULE, ages, side="right") - 1]
        assert ((late >= 0) & (late < JITTER)).sum() >= len(ages) - BAD_LOOKS


BAD_LOOKS = 1
"""A bad row with a usable look beside it may belong to a torrent."""


def test_nothing_is_looked_at_during_the_outage_or_after_the_end(looks: Looks) -> None:
    start, end = OUTAGE
    moments = [at for seen in looks.values() for at, _ in seen]
    assert not any(start <= at < end for at in moments)
    assert DATA_UNTIL - timedelta(hours=2) < max(moments) <= DATA_UNTIL
    assert end - start == timedelta(days=2)


def test_a_few_looks_are_missed() -> None:
    published = np.full(400, BORN)
    count = np.bincount(schedule.looks(published, np.random.default_rng(1)).torrent)
    prompt = np.sort(count)[20:]
    due = int((DATA_UNTIL.timestamp() > BORN + SCHEDULE).sum())
    assert 0.95 < prompt.mean() / due < 0.985


def test_some_torrents_are_found_late_and_most_are_not(season: Generated, looks: Looks) -> None:
    published = {row["infohash"]: row["published"] for row in season.truth}
    late = [key for key, seen in looks.items() if seen[0][0] - published[key] > timedelta(hours=48)]
    assert 0.005 < len(late) / len(looks) < 0.04


def test_every_torrent_is_looked_at_in_order(looks: Looks) -> None:
    for seen in looks.values():
        assert seen
        assert all(before[0] <= after[0] for before, after in pairwise(seen))
