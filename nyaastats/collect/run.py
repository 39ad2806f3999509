"""One run of the collector.

    feed due? ─► fetch ─► parse ─► diff with the ledger ─► guessit ─┐
                                                                    ├► ledger, one transaction each
    due torrents ─► batches ─► tracker ─► usable counts ────────────┘

A failure is reported and left to the next run: nothing is stored of a page or an answer that did not arrive whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from nyaastats.collect.events import (
    FeedOutcome,
    FeedSummary,
    Reporter,
    RunSummary,
    ScrapeProgress,
    ScrapeStarted,
    ScrapeSummary,
)
from nyaastats.collect.guessit_pool import GuessitPool
from nyaastats.collect.http import (
    FetchedPage,
    HttpPolicy,
    NotModified,
    Validators,
    describe_redirect,
    open_fetcher,
    site_address,
)
from nyaastats.collect.ingest import ingest_page
from nyaastats.collect.nyaa.feed import parse_feed
from nyaastats.collect.nyaa.fields import TorrentPage
from nyaastats.collect.policy import (
    MIN_LOST,
    interpret_counts,
    is_behind,
    is_paused,
    may_fetch,
    next_fetch_at,
    select_dead,
)
from nyaastats.collect.rate_limit import RateLimit
from nyaastats.collect.retry import DEFAULT_RETRY, RetryPolicy
from nyaastats.collect.schedule import DueGroups, due_groups
from nyaastats.collect.scrape_queue import ScrapeQueue
from nyaastats.collect.tracker.client import open_tracker, scrape_all, tracker_name
from nyaastats.collect.tracker.protocol import (
    ScrapeAnswer,
    ScrapeFailure,
    ScrapeOutcome,
    Tracker,
    TrackerGivenUp,
)
from nyaastats.collect.tracker_memory import TrackerMemory
from nyaastats.domain.health import Subject, extend_streak
from nyaastats.errors import ClockError, CollectError, FetchError, PageError, TrackerError
from nyaastats.store.ledger import Ledger
from nyaastats.store.records import BackfillCursor, DueOrder, DueTorrent, HttpCacheEntry, ScrapeResult, TrackerState

Clock = Callable[[], datetime]
"""The time now, in UTC."""


@dataclass(frozen=True, slots=True)
class CollectConfig:
    """What a run needs to know."""

    database: Path
    feed_url: str
    listing_url: str
    """The first page of the listing, where a backfill begins that fills a gap of the feed."""
    tracker_url: str
    http_policy: HttpPolicy
    clock: Clock
    retry_policy: RetryPolicy = DEFAULT_RETRY
    """Of requests to the tracker."""
    feed_pause: timedelta = timedelta(hours=1)
    """Between two requests for the feed, at least."""
    concurrency: int = 4
    """Requests to the tracker at a time, at most."""
    requests_per_second: float = 2.0
    """To the tracker, at most."""
    retry_dead: bool = False
    """Whether torrents that were marked as dead are scraped again."""
    tracker_has_moved: bool = False
    """Whether the counts of the database are those of this tracker at its former address."""


@dataclass(frozen=True, slots=True)
class RunContext:
    """What a run works with, for as long as it lasts."""

    ledger: Ledger
    pool: GuessitPool
    report: Reporter


async def collect(config: CollectConfig, context: RunContext) -> RunSummary:
    """Fetch the feed, scrape the due torrents, return a summary.

    Raises ClockError and TrackerError before anything is requested: the clock is behind the newest counts, or they are
    another tracker's; DatabaseError when the ledger cannot be written.
    """
    check_clock(config.clock, context.ledger)
    check_tracker(config, context.ledger)
    reactivated = context.ledger.reactivate() if config.retry_dead else 0
    feed = await _read_feed(config, context)
    context.report(feed)
    if feed.outcome is not FeedOutcome.NOT_YET:
        _keep_streak(Subject.FEED, feed.reason, config.clock(), context.ledger)
    scrape = await _scrape_due(config, context)
    context.report(scrape)
    if scrape.due and not scrape.postponed:
        _keep_streak(Subject.TRACKER, scrape.failure, config.clock(), context.ledger)
    return RunSummary(feed, scrape, reactivated)


def _keep_streak(subject: Subject, failure: str | None, now: datetime, ledger: Ledger) -> None:
    """Store how often in a row it failed, for `nyaastats status`; the caller knows that it was asked."""
    if failure is None:
        ledger.end_failure_streak(subject)
    else:
        ledger.store_failure_streak(extend_streak(ledger.failure_streak(subject), subject, failure, now))


def check_clock(clock: Clock, ledger: Ledger) -> None:
    """Raise ClockError when the clock is behind the newest count: counts stamped by it would come before that one."""
    now, newest = clock(), ledger.newest_scrape_at()
    if newest and is_behind(now, newest):
        raise ClockError(
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, but the newest count was taken at {newest:%Y-%m-%d %H:%M}: set "
            f"the clock; if it was ahead then, delete the counts of that time with nyaastats db delete-after --to TIME"
        )


def check_tracker(config: CollectConfig, ledger: Ledger) -> None:
    """Raise TrackerError for another tracker than that of the stored counts.

    Each tracker counts for itself: the counts of two in one database would look like downloads and resets.
    """
    requested, stored = tracker_name(config.tracker_url), ledger.tracker()
    if stored in {None, requested}:
        return
    if not config.tracker_has_moved:
        raise TrackerError(
            f"the counts are of the tracker {stored!r}, and {requested!r} counts for itself: set tracker_url, or use "
            f"another database; if it is the same tracker at a new address, add --tracker-has-moved"
        )
    ledger.set_tracker(requested)


# --- the feed ---------------------------------------------------------------------------------------------------------


async def _read_feed(config: CollectConfig, context: RunContext) -> FeedSummary:
    # A feed that fails does not stop the run: the counts do not need it.
    now, cached = config.clock(), context.ledger.http_cache_entry(config.feed_url)
    site = site_address(config.feed_url)
    if not (may_fetch(cached, now) and may_fetch(context.ledger.http_cache_entry(site), now)):
        return FeedSummary(FeedOutcome.NOT_YET)
    entry = replace(cached or HttpCacheEntry(config.feed_url, now), not_before=next_fetch_at(now, config.feed_pause))
    # Before the request: a run that is killed has sent one, too, and a restart loop must not repeat it.
    context.ledger.store_http_cache(entry)
    try:
        return await _fetch_feed(config, context, entry, was_read=cached is not None)
    except FetchError as error:
        not_before = _not_before_after_failure(entry, config.clock(), error)
        context.ledger.store_http_cache(replace(entry, not_before=not_before))
        if error.retry_after:  # its listings are of the same site
            not_before = config.clock() + timedelta(seconds=error.retry_after)
            context.ledger.store_http_cache(HttpCacheEntry(site, not_before))
        return FeedSummary(FeedOutcome.FAILED, reason=str(error))
    except CollectError as error:  # not a feed, or a guessit process died: the counts are taken all the same
        return FeedSummary(FeedOutcome.FAILED, reason=str(error))


async def _fetch_feed(
    config: CollectConfig, context: RunContext, entry: HttpCacheEntry, *, was_read: bool
) -> FeedSummary:
    async with open_fetcher(config.http_policy) as fetch:
        answer = await fetch(config.feed_url, Validators(entry.etag, entry.last_modified))
    if isinstance(answer, NotModified):
        _keep_validators(answer.validators, entry, context.ledger)
        return FeedSummary(FeedOutcome.UNCHANGED)
    page, validators = _parse_feed(answer, config.feed_url), answer.validators
    if was_read and not page.torrents and context.ledger.has_torrents():
        raise PageError(
            f"the feed {config.feed_url!r} lists nothing, and did before: look at it with a browser if it stays"
        )
    entry = replace(entry, etag=validators.etag, last_modified=validators.last_modified)
    seen_at, ledger, listing_url = config.clock(), context.ledger, config.listing_url
    cursors = [BackfillCursor(listing_url, listing_url, 1, seen_at)] if _leaves_gap(page, ledger) else []
    # Validators are stored with the page's torrents, not before: after a kill in between, the next run would get a 304
    # and never see the torrents that were not stored.
    summary = await ingest_page(page, seen_at, ledger, context.pool, entry, *cursors)
    return FeedSummary(FeedOutcome.READ, summary, has_gap=ledger.backfill_cursor(listing_url) is not None)


def _keep_validators(sent: Validators, entry: HttpCacheEntry, ledger: Ledger) -> None:
    """Store the validators that came with a 304: the page is the same, and is known by them from now on (RFC 9111)."""
    updated = replace(entry, etag=sent.etag or entry.etag, last_modified=sent.last_modified or entry.last_modified)
    if updated != entry:
        ledger.store_http_cache(updated)


def _parse_feed(answer: FetchedPage, feed_url: str) -> TorrentPage:
    try:
        return parse_feed(answer.content)
    except PageError as error:
        raise PageError(f"{error}{describe_redirect(feed_url, answer.address)}") from error


def _leaves_gap(page: TorrentPage, ledger: Ledger) -> bool:
    """Whether torrents may be missing between the feed, which lists the newest 75 only, and what is stored.

    Then a backfill is recorded as begun at page 1. Without it the next `backfill --until-known` would meet the feed's
    torrents on that page and stop.
    """
    return bool(page.torrents) and not ledger.stored_torrents(torrent.infohash for torrent in page.torrents)


def _not_before_after_failure(entry: HttpCacheEntry, now: datetime, error: FetchError) -> datetime:
    """At once if the site was not reached; else when its `Retry-After` and our own pause are over."""
    if not error.was_reached:
        return now
    return max(entry.not_before, now + timedelta(seconds=error.retry_after or 0))


# --- the scrapes ------------------------------------------------------------------------------------------------------


async def _scrape_due(config: CollectConfig, context: RunContext) -> ScrapeSummary:
    groups, ledger = due_groups(config.clock()), context.ledger
    # Counted first, for the progress bar, and read while scraping: 200,000 torrents are never held at once.
    number = ledger.count_due((*groups.fresh, *groups.older))
    context.report(ScrapeStarted(number))
    if not number:
        return ScrapeSummary()
    state, now = ledger.tracker_state(config.tracker_url), config.clock()
    if state and is_paused(state.not_before, now):
        return ScrapeSummary(due=number, postponed=number, postponed_until=state.not_before)
    memory = TrackerMemory(ledger, state or TrackerState(config.tracker_url, now), now)
    queue = ScrapeQueue(_due_torrents(groups, ledger))
    summary = await _scrape(config, context, queue, memory, ScrapeSummary(due=number))
    summary = _doubt_tracker(summary, config)
    if not summary.is_doubtful:  # else they stay due: what a tracker in doubt leaves out, the next run asks for again
        queue.record_lost(ledger, tracker_name(config.tracker_url))
    return _mark_dead(summary, ledger)


def _due_torrents(groups: DueGroups, ledger: Ledger) -> Iterator[DueTorrent]:
    """Fresh torrents first, then by downloads: what a run that is cut short has not scraped matters least."""
    yield from ledger.due_torrents(groups.fresh, DueOrder.YOUNGEST_FIRST)
    yield from ledger.due_torrents(groups.older, DueOrder.MOST_DOWNLOADED_FIRST)


def _open_tracker(config: CollectConfig) -> AbstractAsyncContextManager[Tracker]:
    return open_tracker(
        config.tracker_url,
        user_agent=config.http_policy.user_agent,
        retry_policy=config.retry_policy,
        rate_limit=RateLimit(config.requests_per_second),
    )


async def _scrape(
    config: CollectConfig, context: RunContext, queue: ScrapeQueue, memory: TrackerMemory, summary: ScrapeSummary
) -> ScrapeSummary:
    async with (
        _open_tracker(config) as tracker,
        aclosing(
            scrape_all(tracker, queue, concurrency=config.concurrency, max_infohashes=memory.max_infohashes)
        ) as outcomes,
    ):
        async for outcome in outcomes:
            summary = _settle(outcome, config, context.ledger, queue, summary)
            memory.keep(outcome, config.clock())
            context.report(ScrapeProgress(summary.counted + summary.omitted + summary.failed))
    return replace(summary, max_infohashes=memory.max_infohashes)


def _settle(
    outcome: ScrapeOutcome, config: CollectConfig, ledger: Ledger, queue: ScrapeQueue, summary: ScrapeSummary
) -> ScrapeSummary:
    match outcome:
        case ScrapeAnswer():
            # One transaction an answer: a kill loses the requests under way and nothing else.
            results = _interpret(outcome, queue.take(outcome.requested))
            now = config.clock()
            ledger.record_scrapes(queue.keep_lost(results, now), now, tracker_name(config.tracker_url))
            return _add_answer(summary, outcome, results)
        case ScrapeFailure():
            queue.take(outcome.requested)
            return _add_failure(summary, len(outcome.requested), outcome.reason)
        case TrackerGivenUp():
            return _add_failure(summary, outcome.unanswered, outcome.reason)
    return summary


def _interpret(answer: ScrapeAnswer, due: Iterable[DueTorrent]) -> list[ScrapeResult]:
    return [interpret_counts(torrent, answer.counts.get(torrent.infohash)) for torrent in due]


def _add_answer(summary: ScrapeSummary, answer: ScrapeAnswer, results: Sequence[ScrapeResult]) -> ScrapeSummary:
    counted = [result.counts for result in results if result.counts is not None]
    return replace(
        summary,
        counted=summary.counted + len(counted),
        all_zero=summary.all_zero + sum(counts.is_all_zero for counts in counted),
        omitted=summary.omitted + len(results) - len(counted),
        unusable=summary.unusable + answer.unusable,
        too_many_downloads=summary.too_many_downloads + answer.too_many_downloads,
        had_counts=summary.had_counts + sum(result.due.ever_nonzero for result in results),
        still_counted=summary.still_counted + sum(bool(r.due.ever_nonzero and r.counts) for r in results),
    )


def _add_failure(summary: ScrapeSummary, torrents: int, reason: str) -> ScrapeSummary:
    return replace(summary, failed=summary.failed + torrents, reason=summary.reason or reason)


def _doubt_tracker(summary: ScrapeSummary, config: CollectConfig) -> ScrapeSummary:
    """Say so when the tracker has answered and knows none of many torrents that had counts: it is no success."""
    if summary.had_counts < MIN_LOST or summary.still_counted:
        return summary
    reason = (
        f"the tracker {tracker_name(config.tracker_url)!r} has counts of none of {summary.had_counts} torrents that "
        f"had some before: it has lost its data, or is another one; check tracker_url if this stays"
    )
    return replace(summary, reason=summary.reason or reason, is_doubtful=True)


def _mark_dead(summary: ScrapeSummary, ledger: Ledger) -> ScrapeSummary:
    zero_streaks = ledger.zero_streaks()
    dead = select_dead(zero_streaks, zeros=summary.all_zero, scraped=summary.counted + summary.omitted)
    ledger.mark_dead(dead)
    return replace(summary, dead=len(dead), death_deferred=len(zero_streaks) - len(dead))
