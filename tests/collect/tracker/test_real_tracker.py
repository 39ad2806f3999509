"""Debian's opentracker, scraped by both protocols: the counts are those of the announces."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from typing import Literal

import pytest

from nyaastats.collect.retry import RetryPolicy
from nyaastats.collect.tracker.client import open_tracker, scrape_all
from nyaastats.collect.tracker.protocol import ScrapeAnswer, ScrapeFailure, ScrapeOutcome, TrackerGivenUp
from nyaastats.domain.torrents import InfoHash, ScrapeCounts
from nyaastats.errors import TrackerError
from testkit.opentracker import Opentracker, RefusedError, opentracker

PATIENCE = RetryPolicy(timeout_seconds=15, max_attempts=2, backoff_seconds=0.1)
SERVED = [InfoHash(f"{at * 0x9E3779B97F4A7C15 % 2**160:040x}") for at in range(1, 201)]
UNHEARD_OF = InfoHash("f" * 40)
ZEROS = ScrapeCounts(0, 0, 0)
PROTOCOLS = ("http", "udp")

By = Literal["http", "udp"]


def announced(at: int) -> ScrapeCounts:
    """What is announced of the torrent in this place: each has other counts than its neighbours."""
    return ScrapeCounts(seeders=at % 5 + 1, leechers=at % 3, downloads=at % 5 + 1 + at % 7)


def announce(tracker: Opentracker, infohash: InfoHash, counts: ScrapeCounts, by: By) -> None:
    """Peers 1 and up finish and stay, those from 100 finish and go, those from 200 are not done."""
    assert counts.seeders is not None
    assert counts.leechers is not None
    for peer in range(1, counts.seeders + 1):
        tracker.announce(infohash, peer, left=9, event="started", by=by)
        tracker.announce(infohash, peer, left=0, event="completed", by=by)
    for peer in range(100, 100 + counts.downloads - counts.seeders):
        tracker.announce(infohash, peer, left=0, event="completed", by=by)
        tracker.announce(infohash, peer, left=0, event="stopped", by=by)
    for peer in range(200, 200 + counts.leechers):
        tracker.announce(infohash, peer, left=9, by=by)


@pytest.fixture(scope="module")
def real() -> Iterator[Opentracker]:
    with opentracker(SERVED) as tracker:
        for at, infohash in enumerate(SERVED):
            announce(tracker, infohash, announced(at), by="udp" if at % 2 else "http")
        yield tracker


@pytest.fixture
def own() -> Iterator[Opentracker]:
    with opentracker(SERVED[:100]) as tracker:
        yield tracker


def url(tracker: Opentracker, protocol: str) -> str:
    return tracker.http_url if protocol == "http" else tracker.udp_url


def ask_all(address: str, infohashes: Sequence[InfoHash], retry_policy: RetryPolicy = PATIENCE) -> list[ScrapeOutcome]:
    async def collect() -> list[ScrapeOutcome]:
        async with (
            open_tracker(address, user_agent="nyaastats", retry_policy=retry_policy) as tracker,
            aclosing(scrape_all(tracker, infohashes, concurrency=4)) as results,
        ):
            return [outcome async for outcome in results]

    return asyncio.run(collect())


def counts(results: list[ScrapeOutcome]) -> dict[InfoHash, ScrapeCounts]:
    assert all(isinstance(outcome, ScrapeAnswer) and outcome.unusable == 0 for outcome in results), results
    return {
        key: count for outcome in results if isinstance(outcome, ScrapeAnswer) for key, count in outcome.counts.items()
    }


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_what_was_announced_is_what_is_read(real: Opentracker, protocol: str) -> None:
    assert counts(ask_all(url(real, protocol), SERVED)) == {key: announced(at) for at, key in enumerate(SERVED)}


def test_a_torrent_nobody_heard_of_is_left_out_over_http_and_has_zeros_over_udp(real: Opentracker) -> None:
    asked = [SERVED[3], UNHEARD_OF, SERVED[4]]
    expected = {SERVED[3]: announced(3), SERVED[4]: announced(4)}
    assert counts(ask_all(real.http_url, asked)) == expected
    assert counts(ask_all(real.udp_url, asked)) == expected | {UNHEARD_OF: ZEROS}


@pytest.mark.parametrize(("protocol", "max_infohashes"), [("http", 40), ("udp", 74)])
def test_a_full_request_is_answered_in_full_and_a_larger_one_is_never_sent(
    real: Opentracker, protocol: str, max_infohashes: int
) -> None:
    async def ask(number: int) -> ScrapeAnswer:
        async with open_tracker(url(real, protocol), user_agent="nyaastats", retry_policy=PATIENCE) as tracker:
            assert tracker.max_infohashes == max_infohashes
            return await tracker.scrape(SERVED[:number])

    assert asyncio.run(ask(max_infohashes)).counts == {
        key: announced(at) for at, key in enumerate(SERVED[:max_infohashes])
    }
    with pytest.raises(TrackerError, match=f"ask for 1 to {max_infohashes}"):
        asyncio.run(ask(max_infohashes + 1))


def scrape_first(tracker: Opentracker, protocol: str = "http") -> ScrapeCounts:
    return counts(ask_all(url(tracker, protocol), SERVED[:1]))[SERVED[0]]


@pytest.mark.parametrize("by", PROTOCOLS)
def test_when_a_download_is_counted(own: Opentracker, by: By) -> None:
    def say(*, left: int, event: Literal["", "completed", "started", "stopped"] = "") -> ScrapeCounts:
        own.announce(SERVED[0], 7, left=left, event=event, by=by)
        return scrape_first(own, by)

    assert say(left=5, event="started") == ScrapeCounts(0, 1, 0)
    assert say(left=0, event="completed") == ScrapeCounts(1, 0, 1)
    # A peer that is known to have it is not counted again, until it has gone.
    assert say(left=0, event="completed") == ScrapeCounts(1, 0, 1)
    assert say(left=5) == ScrapeCounts(0, 1, 1)
    assert say(left=0, event="completed") == ScrapeCounts(1, 0, 1)
    assert say(left=0, event="stopped") == ScrapeCounts(0, 0, 1)
    assert say(left=0, event="completed") == ScrapeCounts(1, 0, 2)
    # Neither is one that had it from the start, or that says it has completed and has not.
    own.announce(SERVED[0], 8, left=0, by=by)
    own.announce(SERVED[0], 9, left=1, event="completed", by=by)
    assert scrape_first(own, by) == ScrapeCounts(2, 1, 2)


@pytest.mark.parametrize("by", PROTOCOLS)
def test_the_whitelist_can_be_changed(own: Opentracker, by: By) -> None:
    first, new = SERVED[0], SERVED[150]
    own.announce(first, 7, event="completed", by=by)
    with pytest.raises(RefusedError):
        own.announce(new, 7, by=by)
    own.allow([new])
    own.announce(new, 7, by=by)
    with pytest.raises(RefusedError):
        own.announce(first, 8, by=by)
    own.allow([first, new])
    own.announce(first, 8, event="completed", by=by)
    assert counts(ask_all(url(own, by), [first, new])) == {first: ScrapeCounts(2, 0, 2), new: ScrapeCounts(1, 0, 0)}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_tracker_that_dies_is_given_up(own: Opentracker, protocol: str) -> None:
    address = url(own, protocol)
    own.stop()
    *failed, last = ask_all(address, SERVED * 10)
    assert all(isinstance(outcome, ScrapeFailure) for outcome in failed)
    asked = sum(len(outcome.requested) for outcome in failed if isinstance(outcome, ScrapeFailure))
    assert isinstance(last, TrackerGivenUp)
    assert last.unanswered + asked == 2000
    # Some may come in together with the one that decides.
    assert 8 <= len(failed) <= 11
    assert last.reason.startswith("the tracker '127.0.0.1' gives no counts (")
