"""A tracker's counts: one interface over HTTP and UDP, each request retried, many torrents asked for concurrently."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import SplitResult, urlsplit

from nyaastats.collect.rate_limit import RateLimit
from nyaastats.collect.retry import DEFAULT_RETRY, RetryPolicy, retry_async
from nyaastats.collect.tracker import http, udp
from nyaastats.collect.tracker.protocol import ScrapeAnswer, ScrapeOutcome, Tracker
from nyaastats.collect.tracker.requests import Request, RequestPlan
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import BusyTrackerError, LongRequestError, TrackerError

# --- addresses --------------------------------------------------------------------------------------------------------


def tracker_name(address: str) -> str:
    """The host of a tracker's address, in lower case: the same tracker over HTTP and UDP counts the same downloads.

    Raises TrackerError when it is not the address of a tracker.
    """
    return _split_address(address)[1]


def _split_address(address: str) -> tuple[SplitResult, str]:
    """The parts of the address, and its host."""
    try:
        parts = urlsplit(address)
        has_port = bool(parts.port)
    except ValueError as error:
        raise TrackerError(f"{address!r} is not a tracker address ({error}): {_ADDRESS_FORMS}") from error
    if parts.scheme not in {"http", "https", "udp"} or not parts.hostname:
        raise TrackerError(f"{address!r} is not a tracker address: {_ADDRESS_FORMS}")
    if parts.scheme == "udp" and not has_port:  # unlike HTTP, the UDP protocol (BEP 15) has no default port
        raise TrackerError(f"{address!r} has no port, and UDP trackers have no default: write udp://HOST:PORT")
    return parts, parts.hostname


_ADDRESS_FORMS = "write http://HOST/announce, https://HOST/announce or udp://HOST:PORT"


@asynccontextmanager
async def open_tracker(
    address: str,
    *,
    user_agent: str,
    retry_policy: RetryPolicy = DEFAULT_RETRY,
    rate_limit: RateLimit | None = None,
) -> AsyncIterator[Tracker]:
    """Open the tracker at an announce or scrape address; raise TrackerError when the address cannot be scraped.

    Each request is retried by `retry_policy`; every attempt waits for a turn of `rate_limit`. Over UDP the packet that
    connects, one a minute, goes with the request that needs it.
    """
    async with _open_protocol(address, user_agent) as tracker:
        yield RetryingTracker(tracker, tracker_name(address), retry_policy, rate_limit)


def protocol_limit(address: str) -> int:
    """How many infohashes a request to the address may hold by its protocol; raise TrackerError as `tracker_name`."""
    parts, _ = _split_address(address)
    return udp.MAX_INFOHASHES if parts.scheme == "udp" else http.MAX_INFOHASHES


def _open_protocol(address: str, user_agent: str) -> AbstractAsyncContextManager[Tracker]:
    parts, host = _split_address(address)
    if parts.scheme == "udp" and parts.port:
        return udp.open_udp_tracker(host, parts.port)
    return http.open_http_tracker(address, user_agent=user_agent)


# --- requests ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RetryingTracker:
    """A tracker whose requests are bounded in time and rate, and retried."""

    tracker: Tracker
    name: str
    retry_policy: RetryPolicy
    rate_limit: RateLimit | None = None

    @property
    def max_infohashes(self) -> int:
        """How many infohashes a request may hold."""
        return self.tracker.max_infohashes

    @property
    def omits_unknown(self) -> bool:
        """Whether the tracker leaves out torrents that it does not know."""
        return self.tracker.omits_unknown

    async def scrape(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
        """Send one request until it is answered or the attempts are used up; raise TrackerError."""
        try:
            return await retry_async(self.retry_policy, _is_retryable, partial(self._scrape_once, infohashes))
        except TrackerError as error:
            raise self._name_tracker(error) from error

    def _name_tracker(self, error: TrackerError) -> TrackerError:
        message = f"the tracker {self.name!r} gives no counts ({error}): the next run asks again"
        if isinstance(error, BusyTrackerError):
            return BusyTrackerError(message, error.retry_after)
        return LongRequestError(message) if isinstance(error, LongRequestError) else TrackerError(message)

    async def _scrape_once(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
        if self.rate_limit:
            await self.rate_limit.wait()  # before the timeout: a long queue is no fault of the tracker
        # One timeout around the whole attempt: a timeout on each read would let an answer drip in without end.
        try:
            async with asyncio.timeout(self.retry_policy.timeout_seconds):
                return await self.tracker.scrape(infohashes)
        except BusyTrackerError as error:
            if self.rate_limit and _is_short_pause(error):
                self.rate_limit.hold(
                    error.retry_after or 0
                )  # for all requests of the run, this one's next try included
            raise
        except TimeoutError as error:
            raise TrackerError(f"no answer in {self.retry_policy.timeout_seconds:g} s") from error


MAX_WAIT_SECONDS: Final = 60
"""A longer `Retry-After` is not waited for: it is stored, and no run asks before it is over."""


def _is_retryable(error: Exception) -> bool:
    """Whether the same request may succeed: not a longer one than the tracker takes, and not before a long pause."""
    if isinstance(error, BusyTrackerError):
        return _is_short_pause(error)
    return isinstance(error, TrackerError) and not isinstance(error, LongRequestError)


def _is_short_pause(error: BusyTrackerError) -> bool:
    return error.retry_after is not None and error.retry_after <= MAX_WAIT_SECONDS


async def scrape_all(
    tracker: Tracker, infohashes: Iterable[InfoHash], *, concurrency: int, max_infohashes: int | None = None
) -> AsyncGenerator[ScrapeOutcome, None]:
    """Scrape all infohashes, `concurrency` requests at a time, and yield the outcomes as they come.

    Each infohash is in one ScrapeAnswer, in one ScrapeFailure, or among those that TrackerGivenUp counts: a tracker is
    given up after twice `concurrency` failures in a row, and at once when it asks for a long pause. A request holds at
    most `max_infohashes`, as an earlier run has seen the tracker's limit; a lower limit is the last outcome but that.
    The infohashes are read lazily. Close the generator when you stop early (`contextlib.aclosing`): that cancels the
    requests under way.
    """
    limit = min(tracker.max_infohashes, max_infohashes or tracker.max_infohashes)
    # Twice: all requests under way may fail by one hiccup of the network, but not all of the next ones as well.
    plan = RequestPlan(infohashes, limit=limit, omits_unknown=tracker.omits_unknown, max_failures=2 * concurrency)
    pending: dict[asyncio.Task[ScrapeAnswer | TrackerError], Request] = {}
    try:
        while not plan.is_given_up:
            while len(pending) < concurrency and (request := plan.next_request(is_idle=not pending)):
                pending[asyncio.create_task(_scrape_batch(tracker, request))] = request
            if not pending:
                break
            done, _ = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                for outcome in plan.settle(pending.pop(task), task.result()):
                    yield outcome
    finally:
        await _cancel(pending)
    for outcome in plan.finish(sum(len(request.infohashes) for request in pending.values())):
        yield outcome


async def _scrape_batch(tracker: Tracker, request: Request) -> ScrapeAnswer | TrackerError:
    try:
        return await tracker.scrape(request.infohashes)
    except TrackerError as error:
        return error


async def _cancel(tasks: Iterable[asyncio.Task[ScrapeAnswer | TrackerError]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
