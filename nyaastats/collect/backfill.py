"""Older torrents, from nyaa's listings: page after page into the past, each stored with its place in one transaction.

where it left off ─► fetch, at an even pace ─► parse ─► what is news ─► read the names ─► ledger ─► next page
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from nyaastats.collect.events import BackfillProgress, BackfillSummary, RateLimited
from nyaastats.collect.http import Fetch, FetchedPage, HttpPolicy, NotModified, open_fetcher
from nyaastats.collect.ingest import ingest_page
from nyaastats.collect.nyaa.fields import TorrentPage
from nyaastats.collect.nyaa.listing import parse_listing
from nyaastats.collect.policy import may_ask
from nyaastats.collect.run import Clock, RunContext, check_clock
from nyaastats.errors import FetchError, PageError
from nyaastats.store.records import BackfillCursor, HttpCacheEntry

BETWEEN = 1.0
"""Seconds from one request to the next, at least."""

REFUSALS = 5
"""So many in a row that asked for patience are the end of today's walk; the next one goes on from there."""

LONGEST_WAIT = 15 * 60
"""Seconds: who asks for more patience than that is left alone until the next walk."""


@dataclass(frozen=True, slots=True)
class Route:
    """Which pages are walked."""

    start: str
    """The address of the first page."""
    pages: int | None = None
    """How many at most; None for all there are."""
    until_known: bool = False
    """Whether to stop at a page without a new torrent; not if an earlier walk was interrupted, which left a gap."""
    anew: bool = False
    """Whether to begin at the first page although an earlier walk was interrupted."""
    between: float = BETWEEN


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk is."""

    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Walked:
    """A page that was stored."""

    step: BackfillProgress
    next: str | None
    """Where the site says that it goes on; None at its end."""
    leaves: bool
    """Whether that is another site, where we have no business."""


async def backfill(route: Route, http_policy: HttpPolicy, clock: Clock, tools: RunContext) -> BackfillSummary:
    """Walk the route, or what an interrupted walk left of it.

    It goes on at the last page that was stored, not behind it: torrents that were taken off the site since have moved
    the others up. Raises FetchError and PageError when a page cannot be had or read; what was walked stands. Raises
    ClockError as `collect` does.
    """
    check_clock(clock, tools.ledger)
    _check_pause(route, tools.ledger.page(route.start), clock)
    interrupted = tools.ledger.walk(route.start)
    place, route, end = _beginning(route, interrupted), _without_gaps(route, interrupted), BackfillSummary()
    async with open_fetcher(http_policy) as visit:
        walker = _Walker(visit, route, tools, clock, remembers=not _is_shorter(route, interrupted))
        while not end.reason:
            walked = await walker.walk(place)
            end = _further(end, route, walked)
            place = Place(place.number + 1, walked.next or "" if walked else "")
    if walker.remembers:
        tools.ledger.forget_walk(route.start)
    return end


def _check_pause(route: Route, memory: HttpCacheEntry | None, clock: Clock) -> None:
    if memory and not may_ask(memory, clock()):
        raise FetchError(f"{route.start!r} asked to be left alone until {memory.not_before:%H:%M} UTC: go on then")


def _beginning(route: Route, interrupted: BackfillCursor | None) -> Place:
    if interrupted is None or route.anew or _is_shorter(route, interrupted):
        return Place(1, route.start)
    return Place(interrupted.page, interrupted.address)


def _is_shorter(route: Route, interrupted: BackfillCursor | None) -> bool:
    """Whether the walk ends before the interrupted one was: then that one is gone on with another time."""
    return interrupted is not None and route.pages is not None and route.pages < interrupted.page


def _without_gaps(route: Route, interrupted: BackfillCursor | None) -> Route:
    """Walk on over what an interrupted walk has made known: what it did not come to lies behind it, nobody knows where.

    Its pages have other numbers by now, and torrents that came since may stand before them or not.
    """
    return replace(route, until_known=route.until_known and interrupted is None)


def _further(end: BackfillSummary, route: Route, walked: Walked | None) -> BackfillSummary:
    if walked is None:
        return replace(end, reason="there is no further page")
    page = walked.step.page
    return BackfillSummary(end.pages + 1, end.new + page.new, end.edited + page.edited, _reason_to_stop(route, walked))


def _reason_to_stop(route: Route, walked: Walked) -> str:
    if walked.next is None:
        return "there is no further page"
    if walked.leaves:
        return "the next page is another site's"
    if route.pages and walked.step.number >= route.pages:
        return f"page {route.pages} was to be the last"
    if route.until_known and not walked.step.page.new:
        return "all from here is known"
    return ""


def _following(page: TorrentPage, address: str) -> str | None:
    """The next page's whole address, as the page at `address` gives it; raise PageError when it is none."""
    if page.next is None:
        return None
    try:
        following = urljoin(address, page.next)
        urlsplit(following)
    except ValueError as error:
        raise PageError(f"{address!r} gives a next page that is no address: {page.next!r}; go on by hand") from error
    return following


def _is_elsewhere(following: str | None, address: str) -> bool:
    return following is not None and urlsplit(following)[:2] != urlsplit(address)[:2]


class _Walker:
    """Goes from page to page at an even pace, and waits where it is asked to."""

    def __init__(self, visit: Fetch, route: Route, tools: RunContext, clock: Clock, *, remembers: bool) -> None:
        self._visit, self._route, self._tools, self._clock = visit, route, tools, clock
        self.remembers = remembers
        self._not_before = 0.0  # in the loop's own time

    async def walk(self, place: Place) -> Walked | None:
        """Bring a page and store what it tells; None where the site has none of that number."""
        fetched = await self._fetch(place)
        if fetched is None:
            return None
        page, seen = parse_listing(fetched.content), self._clock()
        following = _following(page, fetched.address)
        memories = [BackfillCursor(self._route.start, place.address, place.number, seen)] if self.remembers else []
        told = await ingest_page(page, seen, self._tools.ledger, self._tools.guesser, *memories)
        step = BackfillProgress(place.number, place.address, told)
        self._tools.tell(step)
        return Walked(step, following, leaves=_is_elsewhere(following, fetched.address))

    async def _fetch(self, place: Place) -> FetchedPage | None:
        for _ in range(REFUSALS):
            await asyncio.sleep(self._not_before - asyncio.get_running_loop().time())
            try:
                return await self._visited(place.address)
            except FetchError as error:
                if error.status == HTTPStatus.NOT_FOUND and place.number > 1:
                    return None
                if error.retry_after is None or error.retry_after > LONGEST_WAIT:
                    self._leave_alone(error.retry_after)
                    raise
                self._tools.tell(RateLimited(error.retry_after, str(error)))
                self._wait(max(error.retry_after, self._route.between))
        raise FetchError(f"{place.address!r} asked for patience {REFUSALS} times in a row: go on later")

    def _leave_alone(self, seconds: int | None) -> None:
        """Remember a wish that is too long to wait for."""
        if seconds:
            not_before = self._clock() + timedelta(seconds=seconds)
            self._tools.ledger.remember(HttpCacheEntry(self._route.start, not_before))

    async def _visited(self, address: str) -> FetchedPage:
        try:
            return _page(await self._visit(address))
        finally:
            self._wait(self._route.between)  # from its end on, as it may have been more than one request

    def _wait(self, seconds: float) -> None:
        self._not_before = asyncio.get_running_loop().time() + seconds


def _page(answer: FetchedPage | NotModified) -> FetchedPage:
    if isinstance(answer, FetchedPage):
        return answer
    raise AssertionError("an unconditional request is answered with a page")
