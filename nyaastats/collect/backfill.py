"""Older torrents, from nyaa's listings: page after page into the past, each stored with its place in one transaction.

where it left off ─► fetch, at an even pace ─► parse ─► what is news ─► read the names ─► ledger ─► next page
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from nyaastats.collect.collector import Clock, Tools
from nyaastats.collect.entries import Page
from nyaastats.collect.intake import take_in
from nyaastats.collect.listing import parse_listing
from nyaastats.collect.steps import PageStep, Waiting, WalkEnd, WalkStep
from nyaastats.collect.web import Fetched, Manners, NotModified, Visit, visiting
from nyaastats.errors import FetchError
from nyaastats.store.records import Walk

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


async def backfill(route: Route, manners: Manners, clock: Clock, tools: Tools) -> WalkEnd:
    """Walk the route, or what an interrupted walk left of it.

    It goes on at the last page that was stored, not behind it: torrents that were taken off the site since have moved
    the others up. Raises FetchError and PageError when a page cannot be had or read; what was walked stands.
    """
    interrupted, end = tools.ledger.walk(route.start), WalkEnd()
    place, route = _beginning(route, interrupted), _without_gaps(route, interrupted)
    async with visiting(manners) as visit:
        walker = _Walker(route, visit, tools, clock)
        while not end.reason:
            page, step = await walker.walk(place)
            end = _further(end, step, reason=_reason_to_stop(route, place, page, step))
            place = _next(place, page)
    tools.ledger.forget_walk(route.start)
    return end


def _beginning(route: Route, interrupted: Walk | None) -> Place:
    if interrupted and not route.anew:
        return Place(interrupted.page, interrupted.address)
    return Place(1, route.start)


def _without_gaps(route: Route, interrupted: Walk | None) -> Route:
    """Walk on over what an interrupted walk has made known: what it did not come to lies behind it, nobody knows where.

    Its pages have other numbers by now, and torrents that came since may stand before them or not.
    """
    return replace(route, until_known=route.until_known and interrupted is None)


def _next(place: Place, page: Page | None) -> Place:
    following = urljoin(place.address, page.next or "") if page else place.address
    return Place(place.number + 1, following)


def _leaves(address: str, following: str) -> bool:
    """Whether a link leads to another site, where we have no business."""
    return urlsplit(urljoin(address, following))[:2] != urlsplit(address)[:2]


def _reason_to_stop(route: Route, place: Place, page: Page | None, step: WalkStep) -> str:
    if page is None or page.next is None:
        return "there is no further page"
    if _leaves(place.address, page.next):
        return "the next page is another site's"
    if route.pages and place.number >= route.pages:
        return f"page {route.pages} was to be the last"
    if route.until_known and not step.page.new:
        return "all from here is known"
    return ""


def _further(end: WalkEnd, step: WalkStep, *, reason: str) -> WalkEnd:
    page = step.page
    return WalkEnd(end.pages + 1, end.new + page.new, end.edited + page.edited, reason)


class _Walker:
    """Goes from page to page at an even pace, and waits where it is asked to."""

    def __init__(self, route: Route, visit: Visit, tools: Tools, clock: Clock) -> None:
        self._route, self._visit, self._tools, self._clock = route, visit, tools, clock
        self._not_before = 0.0  # in the loop's own time

    async def walk(self, place: Place) -> tuple[Page | None, WalkStep]:
        """Bring a page and store what it tells; no page where the site has none of that number."""
        fetched = await self._fetch(place)
        if fetched is None:
            return None, self._told(place, PageStep())
        page, seen = parse_listing(fetched.content), self._clock()
        memory = Walk(self._route.start, place.address, place.number, seen)
        return page, self._told(place, await take_in(page, seen, self._tools.ledger, self._tools.guesser, memory))

    def _told(self, place: Place, page: PageStep) -> WalkStep:
        step = WalkStep(place.number, place.address, page)
        self._tools.tell(step)
        return step

    async def _fetch(self, place: Place) -> Fetched | None:
        for _ in range(REFUSALS):
            await asyncio.sleep(self._not_before - asyncio.get_running_loop().time())
            try:
                return await self._visited(place.address)
            except FetchError as error:
                if error.status == HTTPStatus.NOT_FOUND and place.number > 1:
                    return None
                if error.retry_after is None or error.retry_after > LONGEST_WAIT:
                    raise
                self._tools.tell(Waiting(error.retry_after, str(error)))
                self._wait(max(error.retry_after, self._route.between))
        raise FetchError(f"{place.address!r} asked for patience {REFUSALS} times in a row: go on later")

    async def _visited(self, address: str) -> Fetched:
        try:
            return _page(await self._visit(address))
        finally:
            self._wait(self._route.between)  # from its end on, as it may have been more than one request

    def _wait(self, seconds: float) -> None:
        self._not_before = asyncio.get_running_loop().time() + seconds


def _page(answer: Fetched | NotModified) -> Fetched:
    if isinstance(answer, Fetched):
        return answer
    raise AssertionError("an unconditional request is answered with a page")
