"""Which tracker an address names, what it takes to be a count, and asking for many torrents at once."""

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

from nyaastats.collect.tracker.client import Patience, opened, scrape_all, tracker_name
from nyaastats.collect.tracker.protocol import LARGEST, Answer, Failure, GaveUp, Outcome, counts_of, one_line
from nyaastats.domain.torrents import Counts, InfoHash
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
    ("address", "most", "tells_unknown"),
    [
        ("http://127.0.0.1:9/announce", 40, True),
        ("https://127.0.0.1:9/announce", 40, True),
        ("udp://127.0.0.1:9", 74, False),
        ("UDP://127.0.0.1:9", 74, False),
    ],
)
def test_the_protocol_is_that_of_the_address(address: str, most: int, tells_unknown: bool) -> None:  # noqa: FBT001 - a case
    async def limits() -> tuple[int, bool]:
        async with opened(address, user_agent="") as tracker:
            return tracker.most, tracker.tells_unknown

    assert asyncio.run(limits()) == (most, tells_unknown)


def test_an_address_that_cannot_be_scraped_is_refused_before_anything_is_asked() -> None:
    async def enter() -> None:
        async with opened("http://127.0.0.1:9/tracker", user_agent=""):
            pass

    with pytest.raises(TrackerError, match="cannot be scraped"):
        asyncio.run(enter())


# --- counts and words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "counts"),
    [
        ((0, 0, 0), Counts(0, 0, 0)),
        ((1, 2, LARGEST), Counts(1, 2, LARGEST)),
        ((1, 2, LARGEST + 1), None),
        ((-1, 2, 3), None),
        ((1, None, 3), None),
        ((1, b"2", 3), None),
        ((1, 2, 3.0), None),
    ],
)
def test_what_counts_can_be(numbers: tuple[object, object, object], counts: Counts | None) -> None:
    seeders, leechers, downloads = numbers
    assert counts_of(seeders=seeders, leechers=leechers, downloads=downloads) == counts


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
    assert one_line(words) == line


# --- tries ------------------------------------------------------------------------------------------------


def test_the_wait_before_a_try_doubles_and_is_never_the_same() -> None:
    waits: list[float] = []

    def note(details: RetryDetails) -> None:
        waits.append(details.wait_for)

    async def ask() -> None:
        patience = Patience(tries=4, backoff=0.01)
        async with opened("http://127.0.0.1:9/announce", user_agent="", patience=patience) as tracker:
            await tracker.scrape(infohashes(1))

    stamina.instrumentation.set_on_retry_hooks([note])
    try:
        with pytest.raises(TrackerError):
            asyncio.run(ask())
    finally:
        stamina.instrumentation.set_on_retry_hooks(None)
    assert len(waits) == 3
    for wait, least in zip(waits, (0.01, 0.02, 0.04), strict=True):
        assert least <= wait <= least + 0.01
    assert waits != [0.01, 0.02, 0.04]


# --- many at once -----------------------------------------------------------------------------------------


@dataclass
class Fake:
    """A tracker that refuses some requests, and that sees how it is asked."""

    most: int = 10
    refuses: Callable[[int], bool] = lambda _number: False
    """By the number of the request, from 0."""
    tells_unknown: bool = True
    asked: list[tuple[InfoHash, ...]] = field(default_factory=list)
    under_way: int = 0
    most_at_once: int = 0
    cancelled: int = 0
    gate: asyncio.Event | None = None
    """Holds the answers back until it is set."""

    async def scrape(self, infohashes: Sequence[InfoHash]) -> Answer:
        number = len(self.asked)
        self.asked.append(tuple(infohashes))
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
        return Answer(tuple(infohashes), {infohash: Counts(1, 2, 3) for infohash in infohashes})


def outcomes(tracker: Fake, number: int, at_once: int) -> list[Outcome]:
    async def collect() -> list[Outcome]:
        return [outcome async for outcome in scrape_all(tracker, iter(infohashes(number)), at_once=at_once)]

    return asyncio.run(collect())


def settled(told: Sequence[Outcome]) -> list[InfoHash]:
    return [infohash for outcome in told if not isinstance(outcome, GaveUp) for infohash in outcome.asked]


@given(
    number=st.integers(0, 300),
    most=st.integers(1, 12),
    at_once=st.integers(1, 6),
    refused=st.sets(st.integers(0, 40)) | st.just(set(range(300))),
)
def test_no_infohash_is_lost_or_asked_for_twice(number: int, most: int, at_once: int, refused: set[int]) -> None:
    tracker = Fake(most, refuses=refused.__contains__)
    told = outcomes(tracker, number, at_once)
    left = sum(outcome.left for outcome in told if isinstance(outcome, GaveUp))
    seen = settled(told)
    assert len(seen) + left == number
    assert set(Counter(seen).values()) <= {1}
    assert set(seen) <= set(infohashes(number))
    assert all(len(batch) <= most for batch in tracker.asked)
    assert tracker.most_at_once <= at_once
    assert tracker.under_way == 0


def test_as_many_requests_are_under_way_as_may_be() -> None:
    tracker = Fake()
    outcomes(tracker, 200, at_once=4)
    assert (tracker.most_at_once, len(tracker.asked)) == (4, 20)


def test_a_request_that_fails_is_told_and_the_rest_goes_on() -> None:
    told = outcomes(Fake(refuses={1, 5}.__contains__), 95, at_once=2)
    failed = [outcome for outcome in told if isinstance(outcome, Failure)]
    assert {failure.why: failure.asked for failure in failed} == {
        "no 1": tuple(infohashes(95)[10:20]),
        "no 5": tuple(infohashes(95)[50:60]),
    }
    assert sorted(settled(told)) == infohashes(95)
    assert not any(isinstance(outcome, GaveUp) for outcome in told)


@pytest.mark.parametrize("at_once", [1, 3, 4])
@pytest.mark.parametrize("good", [0, 7])
def test_a_tracker_that_is_down_is_given_up(at_once: int, good: int) -> None:
    """From the start, and when it goes down in the middle."""
    tracker = Fake(refuses=lambda number: number >= good)
    *told, last = outcomes(tracker, 1000, at_once)
    assert isinstance(last, GaveUp)
    assert last.why.startswith("no ")
    assert last.left == 1000 - len(settled(told))
    assert sum(isinstance(outcome, Answer) for outcome in told) == good
    failures = sum(isinstance(outcome, Failure) for outcome in told)
    # A few more may come in together with the one that decides, or before the last answer.
    assert 2 * at_once <= failures <= 4 * at_once
    assert tracker.under_way == 0


def test_a_tracker_that_fails_now_and_then_is_not_given_up() -> None:
    told = outcomes(Fake(refuses=lambda number: number % 4 != 0), 1000, at_once=2)
    assert len(settled(told)) == 1000


def test_failures_that_leave_nothing_to_ask_are_all_there_is_to_tell() -> None:
    told = outcomes(Fake(refuses=lambda _: True), 40, at_once=2)
    assert [type(outcome) for outcome in told] == [Failure] * 4


def test_nothing_is_read_before_there_is_a_request_for_it() -> None:
    read = 0

    def source() -> Iterator[InfoHash]:
        nonlocal read
        for infohash in infohashes(1000):
            read += 1
            yield infohash

    async def watch() -> None:
        settled = 0
        async for outcome in scrape_all(Fake(), source(), at_once=3):
            assert isinstance(outcome, Answer)
            settled += len(outcome.asked)
            assert read - settled <= 3 * 10

    asyncio.run(watch())
    assert read == 1000


def test_memory_is_flat_over_many_torrents() -> None:
    async def drain(number: int) -> int:
        tracker = Forgetful()
        tracemalloc.start()
        source = (InfoHash(f"{at:040x}") for at in range(number))
        async for _ in scrape_all(tracker, source, at_once=4):
            pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    asyncio.run(drain(1000))
    few, many = asyncio.run(drain(2_000)), asyncio.run(drain(50_000))
    assert many < 2 * few + 200_000


class Forgetful(Fake):
    """Keeps nothing of what it was asked."""

    async def scrape(self, infohashes: Sequence[InfoHash]) -> Answer:
        await asyncio.sleep(0)
        return Answer(tuple(infohashes), {})


def test_when_nobody_listens_any_more_the_requests_end() -> None:
    async def leave() -> Fake:
        tracker = Fake()
        async with aclosing(scrape_all(tracker, infohashes(1000), at_once=4)) as told:
            await anext(told)
            tracker.gate = asyncio.Event()
            await anext(told)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return tracker

    tracker = asyncio.run(leave())
    assert tracker.under_way == 0
    assert tracker.cancelled > 0


def test_requests_that_are_held_up_are_cancelled() -> None:
    async def leave() -> Fake:
        tracker = Fake(gate=asyncio.Event())
        told = scrape_all(tracker, infohashes(1000), at_once=4)
        first = asyncio.ensure_future(anext(told))
        await asyncio.sleep(0.1)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        await told.aclose()
        return tracker

    tracker = asyncio.run(leave())
    assert (tracker.cancelled, tracker.under_way) == (4, 0)


def test_a_mistake_in_the_program_is_not_taken_for_a_failure() -> None:
    class Broken(Fake):
        async def scrape(self, infohashes: Sequence[InfoHash]) -> Answer:
            del infohashes
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outcomes(Broken(), 100, at_once=4)
