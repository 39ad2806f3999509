"""Tracker addresses, valid counts, and scraping many torrents concurrently."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st
from stamina.instrumentation import RetryDetails

from nyaastats.collect.foreign_text import sanitize_reason
from nyaastats.collect.retry import RetryPolicy
from nyaastats.collect.tracker.client import open_tracker, scrape_all, tracker_name
from nyaastats.collect.tracker.protocol import (
    MAX_COUNT,
    CountFault,
    ScrapeAnswer,
    ScrapeFailure,
    ScrapeOutcome,
    TrackerGivenUp,
    parse_counts,
)
from nyaastats.domain.scrapes import MAX_DOWNLOADS
from nyaastats.domain.torrents import InfoHash, ScrapeCounts
from nyaastats.errors import TrackerError


def infohashes(number: int) -> list[InfoHash]:
    return [InfoHash(f"{at:040x}") for at in range(number)]


# --- addresses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://nyaa.tracker.wf:7777/announce", "nyaa.tracker.wf"),
        ("http://NYAA.Tracker.wf/announce?passkey=x", "nyaa.tracker.wf"),
        ("https://nyaa.tracker.wf/scrape", "nyaa.tracker.wf"),
        ("udp://nyaa.tracker.wf:80", "nyaa.tracker.wf"),
        ("UDP://nyaa.tracker.wf:80/announce", "nyaa.tracker.wf"),
        ("http://user:word@127.0.0.1:7777/announce", "127.0.0.1"),
        ("udp://[2001:DB8::1]:6969/announce", "2001:db8::1"),
    ],
)
def test_who_a_tracker_is(address: str, name: str) -> None:
    assert tracker_name(address) == name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nyaa.tracker.wf",
        "nyaa.tracker.wf:7777/announce",
        "http:///announce",
        "ws://nyaa.tracker.wf/announce",
        "http://nyaa.tracker.wf:port/announce",
        "http://nyaa.tracker.wf:70000/announce",
        "http://[::1/announce",
        "udp://nyaa.tracker.wf/announce",
        "udp://nyaa.tracker.wf:0/announce",
    ],
)
def test_an_address_that_names_none_is_refused_with_what_to_do(address: str) -> None:
    with pytest.raises(TrackerError, match=r"write (http|udp)://HOST") as refused:
        tracker_name(address)
    assert repr(address) in str(refused.value)


@pytest.mark.parametrize(
    ("address", "max_infohashes", "omits_unknown"),
    [
        ("http://127.0.0.1:9/announce", 40, True),
        ("https://127.0.0.1:9/announce", 40, True),
        ("udp://127.0.0.1:9", 74, False),
        ("UDP://127.0.0.1:9", 74, False),
    ],
)
def test_the_protocol_is_that_of_the_address(address: str, max_infohashes: int, omits_unknown: bool) -> None:  # noqa: FBT001 - a case
    async def limits() -> tuple[int, bool]:
        async with open_tracker(address, user_agent="") as tracker:
            return tracker.max_infohashes, tracker.omits_unknown

    assert asyncio.run(limits()) == (max_infohashes, omits_unknown)


def test_an_address_that_cannot_be_scraped_is_refused_before_anything_is_asked() -> None:
    async def enter() -> None:
        async with open_tracker("http://127.0.0.1:9/tracker", user_agent=""):
            pass

    with pytest.raises(TrackerError, match="cannot be scraped"):
        asyncio.run(enter())


# --- counts and words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "counts"),
    [
        ((0, 0, 0), ScrapeCounts(0, 0, 0)),
        ((MAX_COUNT, MAX_COUNT, MAX_DOWNLOADS), ScrapeCounts(MAX_COUNT, MAX_COUNT, MAX_DOWNLOADS)),
        ((1, 2, MAX_DOWNLOADS + 1), CountFault.TOO_MANY_DOWNLOADS),
        ((1, 2, MAX_COUNT + 1), CountFault.TOO_MANY_DOWNLOADS),
        ((1, MAX_COUNT + 1, 3), ScrapeCounts(1, None, 3)),
        ((MAX_COUNT + 1, 2, 3), ScrapeCounts(None, 2, 3)),
        ((-1, 2, 3), ScrapeCounts(None, 2, 3)),
        ((-1, -1, 3), CountFault.IMPOSSIBLE),
        ((1, 2, -3), CountFault.IMPOSSIBLE),
        ((-1, 2, MAX_DOWNLOADS + 1), CountFault.TOO_MANY_DOWNLOADS),
        ((1, None, 3), ScrapeCounts(1, None, 3)),
        ((1, b"2", 3), ScrapeCounts(1, None, 3)),
        ((1, 2, b"3"), CountFault.IMPOSSIBLE),
        ((1, 2, 3.0), CountFault.IMPOSSIBLE),
    ],
)
def test_what_counts_can_be(numbers: tuple[object, object, object], counts: ScrapeCounts | CountFault) -> None:
    seeders, leechers, downloads = numbers
    assert parse_counts(seeders=seeders, leechers=leechers, downloads=downloads) == counts


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (b"", ""),
        (b"busy\0", "busy"),
        (b"  two\r\nlines\t", "two lines"),
        (b"\x1b]0;title\x07red", "]0;title red"),
        ("ü\u202e日".encode(), "ü 日"),
        (b"\xfc", "\ufffd"),
        (b"x" * 201, "x" * 200),
    ],
)
def test_what_a_tracker_says_fits_a_line(words: bytes, line: str) -> None:
    assert sanitize_reason(words) == line


# --- tries ------------------------------------------------------------------------------------------------


def test_the_wait_before_a_try_doubles_and_is_never_the_same() -> None:
    waits: list[float] = []

    def note(details: RetryDetails) -> None:
        waits.append(details.wait_for)

    async def ask() -> None:
        retry_policy = RetryPolicy(max_attempts=4, backoff_seconds=0.01)
        async with open_tracker("http://127.0.0.1:9/announce", user_agent="", retry_policy=retry_policy) as tracker:
            await tracker.scrape(infohashes(1))

    stamina.instrumentation.set_on_retry_hooks([note])
    try:
        with pytest.raises(TrackerError):
            asyncio.run(ask())
    finally:
        stamina.instrumentation.set_on_retry_hooks(None)
    assert len(waits) == 3
    for wait, shortest in zip(waits, (0.01, 0.02, 0.04), strict=True):
        assert shortest <= wait <= shortest + 0.01
    assert waits != [0.01, 0.02, 0.04]


# --- many at once -----------------------------------------------------------------------------------------


@dataclass
class Fake:
    """A tracker that refuses some requests, and that sees how it is asked."""

    max_infohashes: int = 10
    refuses: Callable[[int], bool] = lambda _number: False
    """By the number of the request, from 0."""
    omits_unknown: bool = True
    requests: list[tuple[InfoHash, ...]] = field(default_factory=list)
    under_way: int = 0
    most_at_once: int = 0
    cancelled: int = 0
    gate: asyncio.Event | None = None
    """Holds the answers back until it is set."""

    async def scrape(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
        number = len(self.requests)
        self.requests.append(tuple(infohashes))
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            # Later requests are answered first, now and then.
            for _ in range(3 - number % 3):
                await asyncio.sleep(0)
            if self.gate:
                await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.under_way -= 1
        if self.refuses(number):
            raise TrackerError(f"no {number}")
        return ScrapeAnswer(tuple(infohashes), {infohash: ScrapeCounts(1, 2, 3) for infohash in infohashes})


def outcomes(tracker: Fake, number: int, concurrency: int) -> list[ScrapeOutcome]:
    async def collect() -> list[ScrapeOutcome]:
        return [outcome async for outcome in scrape_all(tracker, iter(infohashes(number)), concurrency=concurrency)]

    return asyncio.run(collect())


def settled(results: Sequence[ScrapeOutcome]) -> list[InfoHash]:
    return [
        infohash
        for outcome in results
        if isinstance(outcome, ScrapeAnswer | ScrapeFailure)
        for infohash in outcome.requested
    ]


@given(
    number=st.integers(0, 300),
    max_infohashes=st.integers(1, 12),
    concurrency=st.integers(1, 6),
    refused=st.sets(st.integers(0, 40)) | st.just(set(range(300))),
)
def test_no_infohash_is_lost_or_asked_for_twice(
    number: int, max_infohashes: int, concurrency: int, refused: set[int]
) -> None:
    tracker = Fake(max_infohashes, refuses=refused.__contains__)
    results = outcomes(tracker, number, concurrency)
    left = sum(outcome.unanswered for outcome in results if isinstance(outcome, TrackerGivenUp))
    seen = settled(results)
    assert len(seen) + left == number
    assert set(Counter(seen).values()) <= {1}
    assert set(seen) <= set(infohashes(number))
    assert all(len(batch) <= max_infohashes for batch in tracker.requests)
    assert tracker.most_at_once <= concurrency
    assert tracker.under_way == 0


def test_as_many_requests_are_under_way_as_may_be() -> None:
    tracker = Fake()
    outcomes(tracker, 200, concurrency=4)
    assert (tracker.most_at_once, len(tracker.requests)) == (4, 20)


def test_a_request_that_fails_is_reported_and_the_rest_goes_on() -> None:
    results = outcomes(Fake(refuses={1, 5}.__contains__), 95, concurrency=2)
    failed = [outcome for outcome in results if isinstance(outcome, ScrapeFailure)]
    assert {failure.reason: failure.requested for failure in failed} == {
        "no 1": tuple(infohashes(95)[10:20]),
        "no 5": tuple(infohashes(95)[50:60]),
    }
    assert sorted(settled(results)) == infohashes(95)
    assert not any(isinstance(outcome, TrackerGivenUp) for outcome in results)


@pytest.mark.parametrize("concurrency", [1, 3, 4])
@pytest.mark.parametrize("good", [0, 7])
def test_a_tracker_that_is_down_is_given_up(concurrency: int, good: int) -> None:
    """From the start, and when it goes down in the middle."""
    tracker = Fake(refuses=lambda number: number >= good)
    *results, last = outcomes(tracker, 1000, concurrency)
    assert isinstance(last, TrackerGivenUp)
    assert last.reason.startswith("no ")
    assert last.unanswered == 1000 - len(settled(results))
    assert sum(isinstance(outcome, ScrapeAnswer) for outcome in results) == good
    failures = sum(isinstance(outcome, ScrapeFailure) for outcome in results)
    # A few more may come in together with the one that decides, or before the last answer.
    assert 2 * concurrency <= failures <= 4 * concurrency
    assert tracker.under_way == 0


def test_with_one_request_at_a_time_the_second_failure_in_a_row_decides() -> None:
    *results, _ = outcomes(Fake(refuses={0, 2, 3, 4}.__contains__), 100, concurrency=1)
    kinds = [type(outcome) for outcome in results]
    assert kinds == [ScrapeFailure, ScrapeAnswer, ScrapeFailure, ScrapeFailure]


def test_a_tracker_that_fails_now_and_then_is_not_given_up() -> None:
    results = outcomes(Fake(refuses=lambda number: number % 4 != 0), 1000, concurrency=2)
    assert len(settled(results)) == 1000


def test_failures_that_leave_nothing_to_ask_are_all_there_is_to_tell() -> None:
    results = outcomes(Fake(refuses=lambda _: True), 40, concurrency=2)
    assert [type(outcome) for outcome in results] == [ScrapeFailure] * 4


def test_nothing_is_read_before_there_is_a_request_for_it() -> None:
    read = 0

    def source() -> Iterator[InfoHash]:
        nonlocal read
        for infohash in infohashes(1000):
            read += 1
            yield infohash

    async def watch() -> None:
        settled = 0
        async for outcome in scrape_all(Fake(), source(), concurrency=3):
            assert isinstance(outcome, ScrapeAnswer)
            settled += len(outcome.requested)
            assert read - settled <= 3 * 10

    asyncio.run(watch())
    assert read == 1000


def test_memory_is_flat_over_many_torrents() -> None:
    async def drain(number: int) -> int:
        tracker = Forgetful()
        tracemalloc.start()
        source = (InfoHash(f"{at:040x}") for at in range(number))
        async for _ in scrape_all(tracker, source, concurrency=4):
            pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    asyncio.run(drain(1000))
    few, many = asyncio.run(drain(2_000)), asyncio.run(drain(50_000))
    assert many < 2 * few + 200_000


class Forgetful(Fake):
    """Keeps nothing of what it was asked."""

    async def scrape(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
        await asyncio.sleep(0)
        return ScrapeAnswer(tuple(infohashes), {})


def test_when_nobody_listens_any_more_the_requests_end() -> None:
    async def leave() -> Fake:
        tracker = Fake()
        async with aclosing(scrape_all(tracker, infohashes(1000), concurrency=4)) as results:
            await anext(results)
            tracker.gate = asyncio.Event()
            await anext(results)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return tracker

    tracker = asyncio.run(leave())
    assert tracker.under_way == 0
    assert tracker.cancelled > 0


def test_requests_that_are_held_up_are_cancelled() -> None:
    async def leave() -> Fake:
        tracker = Fake(gate=asyncio.Event())
        results = scrape_all(tracker, infohashes(1000), concurrency=4)
        first = asyncio.ensure_future(anext(results))
        await asyncio.sleep(0.1)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        await results.aclose()
        return tracker

    tracker = asyncio.run(leave())
    assert (tracker.cancelled, tracker.under_way) == (4, 0)


def test_a_mistake_in_the_program_is_not_taken_for_a_failure() -> None:
    class Broken(Fake):
        async def scrape(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
            del infohashes
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outcomes(Broken(), 100, concurrency=4)
