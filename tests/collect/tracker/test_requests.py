"""A tracker's own limit: no torrent is left out for it, and none is asked for twice where there is none."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyaastats.collect.retry import RetryPolicy
from nyaastats.collect.tracker.client import open_tracker, scrape_all
from nyaastats.collect.tracker.protocol import (
    RequestLimit,
    ScrapeAnswer,
    ScrapeFailure,
    ScrapeOutcome,
    Tracker,
    TrackerGivenUp,
)
from nyaastats.domain.torrents import InfoHash, ScrapeCounts
from nyaastats.errors import BusyTrackerError, LongRequestError, TrackerError
from testkit.limited_tracker import AQUATIC, CHIHAYA, LimitedTracker, limited_tracker

SOME = ScrapeCounts(1, 2, 3)


def infohashes(number: int) -> list[InfoHash]:
    return [InfoHash(f"{at:040x}") for at in range(1, number + 1)]


async def collect_outcomes(tracker: Tracker, due: Sequence[InfoHash], limit: int | None = None) -> list[ScrapeOutcome]:
    async with aclosing(scrape_all(tracker, due, concurrency=4, max_infohashes=limit)) as outcomes:
        return [outcome async for outcome in outcomes]


def list_counted(outcomes: Sequence[ScrapeOutcome]) -> list[InfoHash]:
    return [key for outcome in outcomes if isinstance(outcome, ScrapeAnswer) for key in outcome.counts]


def list_settled(outcomes: Sequence[ScrapeOutcome]) -> list[InfoHash]:
    return [
        key for outcome in outcomes if isinstance(outcome, ScrapeAnswer | ScrapeFailure) for key in outcome.requested
    ]


# --- over the wire ------------------------------------------------------------------------------------------


def ask(address: str, due: Sequence[InfoHash]) -> list[ScrapeOutcome]:
    async def work() -> list[ScrapeOutcome]:
        policy = RetryPolicy(timeout_seconds=5, max_attempts=2, backoff_seconds=0)
        async with open_tracker(address, user_agent="tests", retry_policy=policy) as tracker:
            return await collect_outcomes(tracker, due)

    return asyncio.run(work())


def count_all(tracker: LimitedTracker, number: int) -> list[InfoHash]:
    due = infohashes(number)
    tracker.counts.update({key: ScrapeCounts(at, 0, at) for at, key in enumerate(due, start=1)})
    return due


@pytest.mark.parametrize(
    ("limit", "number", "requests"),
    [(CHIHAYA, 60, 2), (AQUATIC, 120, 3), (CHIHAYA, 1000, 24), (1, 9, 9), (74, 148, 2)],
)
def test_a_udp_tracker_that_answers_for_the_first_torrents(limit: int, number: int, requests: int) -> None:
    with limited_tracker(limit) as tracker:
        due = count_all(tracker, number)
        outcomes = ask(tracker.udp_url, due)
    answers = [outcome for outcome in outcomes if isinstance(outcome, ScrapeAnswer)]
    assert dict(chain.from_iterable(answer.counts.items() for answer in answers)) == tracker.counts
    assert Counter(list_settled(outcomes)) == Counter(due)
    limits = [outcome for outcome in outcomes if isinstance(outcome, RequestLimit)]
    assert limits == [RequestLimit(limit)] * (limit < 74)
    assert len(tracker.requests) <= requests


@pytest.mark.parametrize(
    "refusal",
    [
        (414, b"<html>Request-URI Too Large</html>"),
        (413, b""),
        (431, b""),
        (400, b""),
        (400, b"d14:failure reason15:query too long e"),
        (200, b"d14:failure reason17:too many torrentse"),
        (200, b"d14:failure reason30:request exceeds maximum lengthe"),
        None,
    ],
    ids=str,
)
@pytest.mark.parametrize(("limit", "number"), [(20, 45), (3, 45), (20, 400), (39, 45)])
def test_an_http_tracker_that_takes_fewer(limit: int, number: int, refusal: tuple[int, bytes] | None) -> None:
    with limited_tracker(limit, refusal) as tracker:
        due = count_all(tracker, number)
        outcomes = ask(tracker.http_url, due)
    assert sorted(list_counted(outcomes)) == due
    assert Counter(list_settled(outcomes)) == Counter(due)
    assert len(tracker.requests) <= 12 + -(-number // max(limit // 2, 1))


@pytest.mark.parametrize("by", ["udp", "http"])
def test_a_tracker_without_a_limit_is_asked_no_more_than_before(by: str) -> None:
    with limited_tracker(1000) as tracker:
        due = count_all(tracker, 200)
        del tracker.counts[due[10]]
        ask(tracker.udp_url if by == "udp" else tracker.http_url, due)
    assert len(tracker.requests) == (3 if by == "udp" else 5)


# --- the law ------------------------------------------------------------------------------------------------


@dataclass
class Limited:
    """A tracker with a limit of its own, and torrents that it does not know."""

    limit: int
    unknown: frozenset[InfoHash]
    is_udp: bool = False
    refuses: bool = False
    poison: frozenset[InfoHash] = frozenset()
    """Torrents for which it refuses a whole request, in the words of one that is too long."""
    max_infohashes: int = 10
    requests: list[tuple[InfoHash, ...]] = field(default_factory=list)

    @property
    def omits_unknown(self) -> bool:
        return not self.is_udp

    async def scrape(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
        await asyncio.sleep(0)
        self.requests.append(tuple(infohashes))
        if (self.refuses and len(infohashes) > self.limit) or self.poison & set(infohashes):
            raise LongRequestError("too long")
        first = tuple(infohashes[: self.limit])
        counts = {key: SOME for key in first if key not in self.unknown}
        zeros = dict.fromkeys(first, ScrapeCounts(0, 0, 0)) if self.is_udp else {}
        return ScrapeAnswer(first if self.is_udp else tuple(infohashes), zeros | counts)


@given(
    due=st.permutations(infohashes(60)).flatmap(lambda order: st.integers(1, 60).map(lambda number: order[:number])),
    limit=st.integers(1, 12),
    unknown=st.frozensets(st.sampled_from(infohashes(60)), max_size=40),
    is_udp=st.booleans(),
    refuses=st.booleans(),
)
@settings(deadline=None)
def test_what_a_tracker_knows_is_counted_in_the_same_run_whatever_its_limit(
    due: list[InfoHash],
    limit: int,
    unknown: frozenset[InfoHash],
    *,
    is_udp: bool,
    refuses: bool,
) -> None:
    """Stronger than that none is left out at four runs in a row: none is, by a tracker that counts anything at all."""
    tracker = Limited(limit, unknown, is_udp, refuses)
    outcomes = asyncio.run(collect_outcomes(tracker, due))
    assert Counter(list_settled(outcomes)) == Counter(due)
    assert not any(isinstance(outcome, ScrapeFailure | TrackerGivenUp) for outcome in outcomes)
    if list_counted(outcomes):
        expected = set(due) if is_udp else set(due) - unknown
        assert set(list_counted(outcomes)) == expected
    again = Limited(limit, unknown, is_udp, refuses)
    learnt = [outcome.max_infohashes for outcome in outcomes if isinstance(outcome, RequestLimit)]
    asyncio.run(collect_outcomes(again, due, min(learnt, default=None)))
    assert len(again.requests) <= len(tracker.requests) + 1


@given(
    number=st.integers(1, 100),
    limit=st.integers(1, 12),
    poison=st.frozensets(st.sampled_from(infohashes(100)), max_size=3),
)
@settings(deadline=None)
def test_a_torrent_that_spoils_every_request_costs_only_itself(
    number: int, limit: int, poison: frozenset[InfoHash]
) -> None:
    due = infohashes(number)
    outcomes = asyncio.run(collect_outcomes(Limited(limit, frozenset(), refuses=True, poison=poison), due))
    given_up = sum(outcome.unanswered for outcome in outcomes if isinstance(outcome, TrackerGivenUp))
    assert len(list_settled(outcomes)) + given_up == number
    if not given_up:
        assert set(list_counted(outcomes)) == set(due) - poison


@pytest.mark.parametrize("number", [1, 10, 500])
def test_a_tracker_that_refuses_everything_is_left_alone_soon(number: int) -> None:
    tracker = Limited(0, frozenset(), refuses=True)
    outcomes = asyncio.run(collect_outcomes(tracker, infohashes(number)))
    assert list_counted(outcomes) == []
    assert len(tracker.requests) <= 8


@pytest.mark.parametrize("retry_after", [None, 7200])
def test_a_busy_tracker_is_left_alone_at_once(retry_after: int | None) -> None:
    class Busy(Limited):
        async def scrape(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
            if len(self.requests) > 5:
                raise BusyTrackerError("busy", retry_after)
            return await Limited.scrape(self, infohashes)

    *_, last = asyncio.run(collect_outcomes(Busy(10, frozenset()), infohashes(200)))
    assert isinstance(last, TrackerGivenUp)
    assert (last.reason, last.pause) == ("busy", retry_after or 0)


def test_an_error_of_another_kind_is_not_taken_for_a_limit() -> None:
    class Down(Limited):
        async def scrape(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
            self.requests.append(tuple(infohashes))
            raise TrackerError("down")

    tracker = Down(10, frozenset())
    asyncio.run(collect_outcomes(tracker, infohashes(500)))
    assert {len(request) for request in tracker.requests} == {10}
