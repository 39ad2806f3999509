"""Fetches older torrents from nyaa's listings, page after page; a page and its position are stored together.

cursor ─► fetch, at an even pace ─► parse ─► diff with the ledger ─► guessit ─► ledger ─► next page
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from nyaastats.collect.events import BackfillProgress, BackfillSummary, PageSummary, RateLimited
from nyaastats.collect.http import (
    Fetch,
    FetchedPage,
    HttpPolicy,
    NotModified,
    describe_redirect,
    open_fetcher,
    site_address,
)
from nyaastats.collect.ingest import ingest_page
from nyaastats.collect.nyaa.fields import EntryRejection, TorrentPage
from nyaastats.collect.nyaa.listing import parse_listing
from nyaastats.collect.policy import may_fetch
from nyaastats.collect.retry import RetryPolicy
from nyaastats.collect.run import Clock, RunContext, check_clock
from nyaastats.errors import FetchError, PageError
from nyaastats.store.records import BackfillCursor, HttpCacheEntry

REQUEST_INTERVAL_SECONDS = 1.0
"""From the end of one request to the next, at least."""

MAX_REFUSALS = 5
"""So many answers in a row that ask for a pause (429, 503) end the backfill; the next one continues from there."""

MAX_WAIT_SECONDS = 15 * 60
"""A longer pause than that is not waited for: it is stored, and the next backfill respects it."""


@dataclass(frozen=True, slots=True)
class BackfillPlan:
    """Which pages are to be read."""

    start_url: str
    """The address of the first page."""
    max_pages: int | None = None
    """None: all there are."""
    until_known: bool = False
    """Whether to stop at a page without a new torrent; not after an interrupted backfill, which left a gap."""
    restart: bool = False
    """Whether to begin at the first page although an earlier backfill was interrupted."""
    interval_seconds: float = REQUEST_INTERVAL_SECONDS


@dataclass(frozen=True, slots=True)
class PagePosition:
    """Where a backfill is."""

    number: int
    """Of the page, counted from 1."""
    url: str


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page that was stored."""

    progress: BackfillProgress
    next_url: str | None
    """The address of the next page as the site gives it; None at the end."""
    leaves_site: bool
    """Whether that is on another site, which is not followed."""


async def backfill(plan: BackfillPlan, http_policy: HttpPolicy, clock: Clock, context: RunContext) -> BackfillSummary:
    """Read the planned pages, or what an interrupted backfill left of them.

    It continues at the last page that was stored, not after it: torrents deleted from the site since have moved the
    others up. Raises FetchError and PageError when a page cannot be fetched or parsed; what was stored before is safe.
    Raises ClockError as `collect` does.
    """
    check_clock(clock, context.ledger)
    for url in (plan.start_url, site_address(plan.start_url)):
        _check_pause(plan, context.ledger.http_cache_entry(url), clock)
    cursor = context.ledger.backfill_cursor(plan.start_url)
    position, plan, summary = _start_position(plan, cursor), _adapt_plan(plan, cursor), BackfillSummary()
    keeps_cursor = not _is_shorter(plan, cursor)
    async with open_fetcher(http_policy) as fetch:
        site = _Site(fetch, http_policy.retry)
        reader = _PageReader(site, plan, context, clock, keeps_cursor=keeps_cursor)
        while not summary.reason:
            page = await reader.read(position)
            if page is None and not summary.pages:  # where an earlier backfill stopped is no page any more
                position = PagePosition(1, plan.start_url)
                continue
            summary = _add_page(summary, plan, page, position)
            position = PagePosition(position.number + 1, page.next_url or "" if page else "")
    # Only now: a backfill that fails or is killed keeps its cursor, and the next one continues.
    if keeps_cursor:
        context.ledger.delete_backfill_cursor(plan.start_url)
    return summary


def _check_pause(plan: BackfillPlan, cached: HttpCacheEntry | None, clock: Clock) -> None:
    if cached and not may_fetch(cached, clock()):
        raise FetchError(f"{plan.start_url!r} is rate-limited until {cached.not_before:%H:%M} UTC: run it again then")


def _start_position(plan: BackfillPlan, cursor: BackfillCursor | None) -> PagePosition:
    if cursor is None or plan.restart or _is_shorter(plan, cursor):
        return PagePosition(1, plan.start_url)
    return PagePosition(cursor.page, cursor.page_url)


def _is_shorter(plan: BackfillPlan, cursor: BackfillCursor | None) -> bool:
    """Whether the plan ends before the page of the interrupted backfill: then that one is left for another time."""
    return cursor is not None and plan.max_pages is not None and plan.max_pages < cursor.page


def _adapt_plan(plan: BackfillPlan, cursor: BackfillCursor | None) -> BackfillPlan:
    """After an interrupted backfill, read on over known pages: the gap that it left lies somewhere behind them.

    Its page numbers do not say where, because newer torrents have shifted all pages since.
    """
    return replace(plan, until_known=plan.until_known and cursor is None)


def _add_page(
    summary: BackfillSummary, plan: BackfillPlan, stored: StoredPage | None, position: PagePosition
) -> BackfillSummary:
    if stored is None:
        end = f"page {position.number} is linked to, but the site does not give it"
        return replace(summary, reason=f"{end}: its listing ends there, and what is older is out of reach")
    page = stored.progress.page
    return BackfillSummary(
        pages=summary.pages + 1,
        new=summary.new + page.new,
        edited=summary.edited + page.edited,
        reason=_find_reason_to_stop(plan, stored),
    )


def _find_reason_to_stop(plan: BackfillPlan, stored: StoredPage) -> str:
    if stored.next_url is None:
        return "there is no further page"
    # A link in a page must not send the collector to addresses that nobody configured.
    if stored.leaves_site:
        return "the next page is on another site"
    if plan.max_pages and stored.progress.number >= plan.max_pages:
        return f"page {plan.max_pages} was the last to be read"
    if plan.until_known and not stored.progress.page.new and not _count_unread(stored.progress.page):
        return "this page has nothing new"
    return ""


def _count_unread(page: PageSummary) -> int:
    """The entries that may be new for all that is known: those that could not be read."""
    return sum(number for reason, number in page.rejected.items() if reason != EntryRejection.DUPLICATE)


def _resolve_next(page: TorrentPage, url: str) -> str | None:
    """The next page's absolute address, as the page at `url` gives it; raise PageError when it is not one."""
    if page.next is None:
        return None
    try:
        next_url = urljoin(url, page.next)
        urlsplit(next_url)
    except ValueError as error:
        raise PageError(
            f"the page {url!r} has an invalid link to the next page: {page.next!r}; continue with --url"
        ) from error
    return next_url


def _is_elsewhere(next_url: str | None, url: str) -> bool:
    return next_url is not None and urlsplit(next_url)[:2] != urlsplit(url)[:2]


@dataclass(frozen=True, slots=True)
class _Site:
    """How pages are fetched, and how often before a failure is believed."""

    fetch: Fetch
    retry: RetryPolicy


class _PageReader:
    """Fetches and stores pages at an even pace, and waits where the site asks for a pause."""

    def __init__(
        self, site: _Site, plan: BackfillPlan, context: RunContext, clock: Clock, *, keeps_cursor: bool
    ) -> None:
        self._site, self._plan, self._context, self._clock = site, plan, context, clock
        self._keeps_cursor = keeps_cursor
        self._next_request_at = 0.0  # by the event loop's monotonic clock

    async def read(self, position: PagePosition) -> StoredPage | None:
        """Fetch a page and store it; None where the site has no page of that number, in as many attempts as usual."""
        for attempt in range(self._site.retry.max_attempts):
            if attempt:  # a passing failure must not end a walk: what lies behind would be taken for read
                self._wait(max(self._plan.interval_seconds, self._site.retry.backoff_seconds * attempt))
            fetched = await self._fetch(position)
            page = self._parse(fetched, position) if fetched else None
            if fetched and page:
                return await self._store(fetched, page, position)
        return None

    def _parse(self, fetched: FetchedPage, position: PagePosition) -> TorrentPage | None:
        """The page; None for one behind the last, which a search answers with an empty page instead of 404."""
        try:
            page = parse_listing(fetched.content)
        except PageError as error:
            raise PageError(f"{error}{describe_redirect(position.url, fetched.address)}") from error
        if page.torrents:
            return page
        if position.number == 1 and self._context.ledger.has_torrents():
            raise PageError(f"the listing {position.url!r} lists nothing: check the address, or try again later")
        return page if position.number == 1 else None

    async def _store(self, fetched: FetchedPage, page: TorrentPage, position: PagePosition) -> StoredPage:
        seen_at, next_url = self._clock(), _resolve_next(page, fetched.address)
        cursor = BackfillCursor(self._plan.start_url, position.url, position.number, seen_at)
        cursors = [cursor] if self._keeps_cursor else []
        summary = await ingest_page(page, seen_at, self._context.ledger, self._context.pool, *cursors)
        progress = BackfillProgress(position.number, position.url, summary)
        self._context.report(progress)
        return StoredPage(progress, next_url, leaves_site=_is_elsewhere(next_url, fetched.address))

    async def _fetch(self, position: PagePosition) -> FetchedPage | None:
        for _ in range(MAX_REFUSALS):
            await asyncio.sleep(self._next_request_at - asyncio.get_running_loop().time())
            try:
                return await self._request(position.url)
            except FetchError as error:
                if _is_end(error) and position.number > 1:
                    return None
                self._store_pause(error.retry_after)
                if error.retry_after is None or error.retry_after > MAX_WAIT_SECONDS:
                    raise
                # A pause is at least our own interval: `Retry-After: 0` is no leave to hurry.
                self._context.report(RateLimited(error.retry_after, str(error)))
                self._wait(max(error.retry_after, self._plan.interval_seconds))
        raise FetchError(f"{position.url!r} asked for a pause {MAX_REFUSALS} times in a row: run it again later")

    def _store_pause(self, seconds: int | None) -> None:
        if seconds:
            not_before = self._clock() + timedelta(seconds=seconds)
            site = site_address(self._plan.start_url)
            self._context.ledger.store_http_cache(HttpCacheEntry(site, not_before))

    async def _request(self, url: str) -> FetchedPage:
        try:
            return _expect_page(await self._site.fetch(url))
        finally:
            # From its end on: with redirects and retries it may have been more than one request.
            self._wait(self._plan.interval_seconds)

    def _wait(self, seconds: float) -> None:
        self._next_request_at = asyncio.get_running_loop().time() + seconds


def _is_end(error: FetchError) -> bool:
    """Whether the site has no such page, or gives no page of so high a number: nyaa's answers are 404 and 403."""
    is_refused = error.status in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}
    return is_refused and error.retry_after is None and not error.is_robot_check


def _expect_page(answer: FetchedPage | NotModified) -> FetchedPage:
    if isinstance(answer, FetchedPage):
        return answer
    raise AssertionError("an unconditional request is answered with a page")
