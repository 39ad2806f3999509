"""A tracker's counts: one interface over its protocols, each request tried again, many torrents asked for at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from urllib.parse import SplitResult, urlsplit

import stamina

from nyaastats.collect.tracker import http, udp
from nyaastats.collect.tracker.protocol import (
    Answer,
    Failure,
    GaveUp,
    Outcome,
    Tracker,
)
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import BusyTrackerError, TrackerError

# The retries are told by the error in the end; without a handler Python would print each of them to stderr.
logging.getLogger("stamina").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a request may take and how often it is tried; times in seconds."""

    timeout: float = 10.0
    """For one try, from the search for the address to the last byte of the answer."""
    tries: int = 3
    backoff: float = 1.0
    """Before the second try, twice that before the third, each with as much again at random on top."""


USUAL = Patience()


# --- addresses --------------------------------------------------------------------------------------------------------


def tracker_name(address: str) -> str:
    """Who the tracker at `address` is, whatever the protocol: its host in lower case.

    Raises TrackerError when it is no address of a tracker.
    """
    return _split(address)[1]


def _split(address: str) -> tuple[SplitResult, str]:
    """The parts of the address, and its host."""
    try:
        parts = urlsplit(address)
        has_port = bool(parts.port)
    except ValueError as error:
        raise TrackerError(f"{address!r} is no tracker's address ({error}): {_WRITE}") from error
    if parts.scheme not in {"http", "https", "udp"} or not parts.hostname:
        raise TrackerError(f"{address!r} is no tracker's address: {_WRITE}")
    if parts.scheme == "udp" and not has_port:
        raise TrackerError(f"{address!r} has no port, and UDP has no usual one: write udp://HOST:PORT")
    return parts, parts.hostname


_WRITE = "write http://HOST/announce, https://HOST/announce or udp://HOST:PORT"


@asynccontextmanager
async def opened(address: str, *, user_agent: str, patience: Patience = USUAL) -> AsyncIterator[Tracker]:
    """The tracker at an announce or scrape address, asked with patience; raise TrackerError if there can be none."""
    async with _protocol(address, user_agent) as tracker:
        yield _Patiently(tracker, tracker_name(address), patience)


def _protocol(address: str, user_agent: str) -> AbstractAsyncContextManager[Tracker]:

    parts, host = _split(address)
    if parts.scheme == "udp" and parts.port:
        return udp.opened(host, parts.port)
    return http.opened(address, user_agent=user_agent)


# --- answers ----------------------------------------------------------------------------------------------------------


# --- asking -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Patiently:
    """A tracker of which each request is bounded in time, and tried again when it fails."""

    tracker: Tracker
    name: str
    patience: Patience

    @property
    def most(self) -> int:
        return self.tracker.most

    @property
    def tells_unknown(self) -> bool:
        return self.tracker.tells_unknown

    async def scrape(self, infohashes: Sequence[InfoHash]) -> Answer:
        patience = self.patience
        tries = stamina.retry_context(
            on=_may_pass,
            attempts=patience.tries,
            timeout=None,
            wait_initial=patience.backoff,
            wait_max=10 * patience.backoff,
            wait_jitter=patience.backoff,
        )
        try:
            async for attempt in tries:
                with attempt:
                    return await self._scrape_once(infohashes)
        except TrackerError as error:
            raise TrackerError(
                f"the tracker {self.name!r} gives no counts ({error}): the next run asks again"
            ) from error
        raise AssertionError("stamina ends with a result or an error")

    async def _scrape_once(self, infohashes: Sequence[InfoHash]) -> Answer:
        # Around the whole of it: a limit on each read would let an answer drip in for ever.
        try:
            async with asyncio.timeout(self.patience.timeout):
                return await self.tracker.scrape(infohashes)
        except TimeoutError as error:
            raise TrackerError(f"no answer in {self.patience.timeout:g} s") from error


def _may_pass(error: Exception) -> bool:
    """Whether the next try may go better."""
    return isinstance(error, TrackerError) and not isinstance(error, BusyTrackerError)


async def scrape_all(
    tracker: Tracker, infohashes: Iterable[InfoHash], *, at_once: int
) -> AsyncGenerator[Outcome, None]:
    """Ask for all infohashes, `at_once` requests at a time, and yield the outcomes as they come.

    Each infohash is in one Answer, in one Failure, or among those that GaveUp counts: a tracker is given up after
    twice `at_once` failures in a row. No infohash is read before there is a request for it. Close it when you stop
    early (`contextlib.aclosing`): that ends the requests under way.
    """
    batches = _batches(infohashes, tracker.most)
    under_way: dict[asyncio.Task[Answer | Failure], int] = {}
    failed, why = 0, ""
    try:
        while failed < 2 * at_once:
            for batch in islice(batches, at_once - len(under_way)):
                under_way[asyncio.create_task(_outcome(tracker, batch))] = len(batch)
            if not under_way:
                return
            done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                del under_way[task]
                outcome = task.result()
                failed, why = (failed + 1, outcome.why) if isinstance(outcome, Failure) else (0, "")
                yield outcome
    finally:
        await _cancel(under_way)
    if left := sum(under_way.values()) + sum(map(len, batches)):
        yield GaveUp(left, why)


async def _outcome(tracker: Tracker, batch: tuple[InfoHash, ...]) -> Answer | Failure:
    try:
        return await tracker.scrape(batch)
    except TrackerError as error:
        return Failure(batch, str(error))


async def _cancel(tasks: Iterable[asyncio.Task[Answer | Failure]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _batches(infohashes: Iterable[InfoHash], most: int) -> Iterator[tuple[InfoHash, ...]]:
    rest = iter(infohashes)
    while batch := tuple(islice(rest, most)):
        yield batch
