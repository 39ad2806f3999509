"""Requests follow each other at even distances, by a clock that the test turns."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyaastats.collect.rate_limit import RateLimit, Turns
from nyaastats.collect.retry import RetryPolicy
from nyaastats.collect.tracker.client import RetryingTracker, scrape_all
from nyaastats.collect.tracker.protocol import ScrapeAnswer, ScrapeFailure, TrackerGivenUp
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import TrackerError


@dataclass
class FakeTime:
    """A clock that moves to the earliest moment that anybody sleeps for, once nobody else has anything to do."""

    now: float = 100.0
    sleepers: list[tuple[float, int, asyncio.Event]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        self.sleepers.append((self.now + seconds, next(self.order), awake))
        await awake.wait()

    async def run(self, work: asyncio.Task[None]) -> None:
        while not work.done():
            for _ in range(20):
                await asyncio.sleep(0)
            if self.sleepers:
                first = min(self.sleepers)
                self.sleepers.remove(first)
                self.now = max(self.now, first[0])
                first[2].set()
        await work


@pytest.mark.parametrize(
    ("asked_at", "turns"),
    [
        ([], []),
        ([5.0], [5.0]),
        ([5.0, 5.0, 5.0], [5.0, 5.5, 6.0]),
        ([5.0, 5.2, 5.9, 6.0], [5.0, 5.5, 6.0, 6.5]),
        ([5.0, 9.0, 9.0, 9.0], [5.0, 9.0, 9.5, 10.0]),  # a pause saves up no burst
    ],
)
def test_turns_at_two_a_second(asked_at: Sequence[float], turns: Sequence[float]) -> None:
    assert take_all(0.5, asked_at) == list(turns)


def take_all(interval: float, asked_at: Sequence[float]) -> list[float]:
    turns, taken = Turns(interval), []
    for now in asked_at:
        turn, turns = turns.take(now)
        taken.append(turn)
    return taken


@given(st.floats(0.001, 10), st.lists(st.floats(0, 1000), max_size=50))
def test_no_turn_comes_early_and_none_later_than_it_must(interval: float, moments: list[float]) -> None:
    asked_at = sorted(moments)
    taken = take_all(interval, asked_at)
    assert all(turn >= now for turn, now in zip(taken, asked_at, strict=True))
    assert all(later - earlier >= interval - 1e-9 for earlier, later in pairwise(taken))
    for (earlier, later), now in zip(pairwise(taken), asked_at[1:], strict=True):
        assert later == max(now, earlier + interval)


@dataclass
class Recorder:
    """A tracker that notes when it is asked, and takes its time; it refuses every request that `refuses` says."""

    time: FakeTime
    takes: float = 0.0
    refuses_every: int = 0
    asked_at: list[float] = field(default_factory=list)
    max_infohashes: int = 1
    omits_unknown: bool = True

    async def scrape(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
        self.asked_at.append(self.time.now)
        number = len(self.asked_at)
        if self.takes:
            await self.time.sleep(self.takes)
        if self.refuses_every and number % self.refuses_every == 0:
            raise TrackerError("no")
        return ScrapeAnswer(tuple(infohashes), {})


def scrape(tracker: Recorder, per_second: float, *, torrents: int, concurrency: int = 4, attempts: int = 1) -> int:
    """Scrape so many torrents, one a request; how many of them were settled."""
    settled = 0

    async def work(limited: RetryingTracker) -> None:
        nonlocal settled
        infohashes = (InfoHash(f"{number:040x}") for number in range(torrents))
        async for outcome in scrape_all(limited, infohashes, concurrency=concurrency):
            assert not isinstance(outcome, TrackerGivenUp)
            settled += isinstance(outcome, ScrapeAnswer | ScrapeFailure)

    async def main() -> None:
        limit = RateLimit(per_second, tracker.time.clock, tracker.time.sleep)
        policy = RetryPolicy(timeout_seconds=60, max_attempts=attempts, backoff_seconds=0, has_jitter=False)
        limited = RetryingTracker(tracker, "fake", policy, limit)
        await tracker.time.run(asyncio.create_task(work(limited)))

    asyncio.run(main())
    return settled


@pytest.mark.parametrize("concurrency", [1, 4, 16])
@pytest.mark.parametrize("per_second", [0.1, 2.0, 50.0])
def test_all_requests_of_a_run_share_the_rate(per_second: float, concurrency: int) -> None:
    tracker = Recorder(FakeTime())
    assert scrape(tracker, per_second, torrents=30, concurrency=concurrency) == 30
    assert tracker.asked_at == pytest.approx([100 + number / per_second for number in range(30)])


def test_a_tracker_that_is_slower_than_the_rate_is_not_asked_faster_afterwards() -> None:
    tracker = Recorder(FakeTime(), takes=3.0)
    scrape(tracker, 2.0, torrents=20, concurrency=2)
    assert all(later - earlier >= 0.5 - 1e-9 for earlier, later in pairwise(tracker.asked_at))
    assert tracker.asked_at[:4] == pytest.approx([100, 100.5, 103, 103.5])


def test_a_request_that_is_made_again_waits_for_its_turn_as_well() -> None:
    tracker = Recorder(FakeTime(), refuses_every=3)
    assert scrape(tracker, 2.0, torrents=20, attempts=3) == 20
    assert len(tracker.asked_at) > 20
    assert all(later - earlier >= 0.5 - 1e-9 for earlier, later in pairwise(tracker.asked_at))


@given(st.floats(0.5, 20), st.integers(1, 16), st.floats(0, 5))
@settings(max_examples=30, deadline=None)
def test_no_second_has_more_requests_than_the_rate(per_second: float, concurrency: int, takes: float) -> None:
    tracker = Recorder(FakeTime(), takes=takes)
    scrape(tracker, per_second, torrents=40, concurrency=concurrency)
    for start in tracker.asked_at:
        assert sum(start <= moment < start + 1 - 1e-9 for moment in tracker.asked_at) <= per_second + 1
