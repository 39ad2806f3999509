"""One run of the collector.

    feed due? ─► fetch ─► parse ─► what is news ─► read the names ─┐
                                                                   ├► ledger, a transaction each
    what is due ─► batches ─► tracker ─► what can be believed ─────┘

What fails is told and left for the next run: nothing is written of a page or an answer that did not come whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from nyaastats.collect import events
from nyaastats.collect.events import FeedOutcome, FeedSummary, Reporter, RunSummary, ScrapeSummary
from nyaastats.collect.guessit_pool import GuessitPool
from nyaastats.collect.http import HttpPolicy, NotModified, Validators, open_fetcher
from nyaastats.collect.ingest import ingest_page
from nyaastats.collect.nyaa.feed import parse_feed
from nyaastats.collect.nyaa.fields import TorrentPage
from nyaastats.collect.policy import is_behind, look, may_ask, not_before, select_dead
from nyaastats.collect.retry import DEFAULT_RETRY, RetryPolicy
from nyaastats.collect.schedule import due_slices
from nyaastats.collect.tracker.client import open_tracker, scrape_all, tracker_name
from nyaastats.collect.tracker.protocol import ScrapeAnswer, ScrapeFailure, Tracker, TrackerGivenUp
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import ClockError, CollectError, FetchError, TrackerError
from nyaastats.store.ledger import Ledger
from nyaastats.store.records import BackfillCursor, DueTorrent, HttpCacheEntry, ScrapeResult

Clock = Callable[[], datetime]
"""What time it is, in UTC."""


@dataclass(frozen=True, slots=True)
class CollectConfig:
    """What a run needs to know."""

    database: Path
    feed: str
    listing: str
    """Where a backfill begins that fills what the feed left out."""
    tracker: str
    http_policy: HttpPolicy
    clock: Clock
    retry_policy: RetryPolicy = DEFAULT_RETRY
    feed_pause: timedelta = timedelta(hours=1)
    concurrency: int = 4
    """Requests under way to the tracker, at most."""
    revive: bool = False
    """Whether the dead are looked at again."""
    has_moved: bool = False
    """Whether the tracker at the new address is the one whose counts are there."""


@dataclass(frozen=True, slots=True)
class RunContext:
    """What a run works with."""

    ledger: Ledger
    guesser: GuessitPool
    tell: Reporter


async def collect(job: CollectConfig, tools: RunContext) -> RunSummary:
    """Do one run.

    Raises ClockError and TrackerError before anything is asked: the clock is behind the counts, or they are another
    tracker's; DatabaseError when the ledger cannot be written.
    """
    check_clock(job.clock, tools.ledger)
    _check_tracker(job, tools.ledger)
    revived = tools.ledger.revive() if job.revive else 0
    feed = await _read_feed(job, tools)
    tools.tell(feed)
    scrape = await _look(job, tools)
    tools.tell(scrape)
    return RunSummary(feed, scrape, revived)


def check_clock(clock: Clock, ledger: Ledger) -> None:
    """Raise ClockError when the clock is behind the newest count: what is stamped by it would come before that."""
    now, newest = clock(), ledger.newest_scrape_at()
    if newest and is_behind(now, newest):
        raise ClockError(
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, and the newest count was taken at {newest:%Y-%m-%d %H:%M}: set "
            f"the clock; if it was ahead then, take the counts of that time out with nyaastats db rewind --to TIME"
        )


def _check_tracker(job: CollectConfig, ledger: Ledger) -> None:
    asked, known = tracker_name(job.tracker), ledger.tracker()
    if known not in {None, asked} and not job.has_moved:
        raise TrackerError(
            f"the counts are of the tracker {known!r}, and {asked!r} counts for itself: set tracker_url, or use "
            f"another database; if it is the same tracker at a new address, say --tracker-has-moved"
        )
    if known not in {None, asked}:
        ledger.belong_to(asked)


# --- the feed ---------------------------------------------------------------------------------------------------------


async def _read_feed(job: CollectConfig, tools: RunContext) -> FeedSummary:
    now, memory = job.clock(), tools.ledger.page(job.feed)
    if not may_ask(memory, now):
        return FeedSummary(FeedOutcome.NOT_YET)
    memory = replace(memory or HttpCacheEntry(job.feed, now), not_before=not_before(now, job.feed_pause))
    tools.ledger.remember(memory)  # before it is asked: a run that is killed has asked as well
    try:
        return await _fetch_feed(job, tools, memory)
    except FetchError as error:
        tools.ledger.remember(replace(memory, not_before=_wished(memory, job.clock(), error)))
        return FeedSummary(FeedOutcome.FAILED, why=str(error))
    except CollectError as error:  # no feed, or names that guessit's process dies of: the counts are taken all the same
        return FeedSummary(FeedOutcome.FAILED, why=str(error))


async def _fetch_feed(job: CollectConfig, tools: RunContext, memory: HttpCacheEntry) -> FeedSummary:
    async with open_fetcher(job.http_policy) as visit:
        answer = await visit(job.feed, Validators(memory.etag, memory.last_modified))
    if isinstance(answer, NotModified):
        return FeedSummary(FeedOutcome.UNCHANGED)
    page, given = parse_feed(answer.content), answer.validators
    memory = replace(memory, etag=given.etag, last_modified=given.last_modified)
    seen = job.clock()
    walk = [BackfillCursor(job.listing, job.listing, 1, seen)] if _leaves_gap(page, tools.ledger) else []
    told = await ingest_page(page, seen, tools.ledger, tools.guesser, memory, *walk)
    return FeedSummary(FeedOutcome.READ, told, has_gap=tools.ledger.walk(job.listing) is not None)


def _leaves_gap(page: TorrentPage, ledger: Ledger) -> bool:
    """Whether torrents may be missing between the feed, which knows the newest only, and what is known.

    Then a walk through the listings has as good as begun: the next backfill may not take the feed's torrents, on its
    first page, for known ground.
    """
    return bool(page.torrents) and not ledger.stored(one.infohash for one in page.torrents)


def _wished(memory: HttpCacheEntry, now: datetime, refusal: FetchError) -> datetime:
    """When the site may be asked again: at once if it was not there, else as it wishes and our own pause demands."""
    if not refusal.was_reached:
        return now
    return max(memory.not_before, now + timedelta(seconds=refusal.retry_after or 0))


# --- the looks --------------------------------------------------------------------------------------------------------


async def _look(job: CollectConfig, tools: RunContext) -> ScrapeSummary:
    now = job.clock()
    number = sum(1 for _ in _due(now, tools.ledger))
    tools.tell(events.ScrapeStarted(number))
    if not number:
        return ScrapeSummary()
    async with open_tracker(
        job.tracker, user_agent=job.http_policy.user_agent, retry_policy=job.retry_policy
    ) as tracker:
        step = await _scrape(job, tools, tracker, _Queue(_due(now, tools.ledger)), ScrapeSummary(due=number))
    return _bury(step, tools.ledger)


def _due(now: datetime, ledger: Ledger) -> Iterator[DueTorrent]:
    """What is due, the youngest first: if the run is cut short, they matter most."""
    for one in due_slices(now):
        yield from ledger.due(one.after, one.until, one.scraped_before)


class _Queue:
    """Who is due, read no faster than the tracker answers, and remembered only until it has."""

    def __init__(self, due: Iterator[DueTorrent]) -> None:
        self._due = due
        self._asked: dict[InfoHash, DueTorrent] = {}

    def __iter__(self) -> Iterator[InfoHash]:
        for due in self._due:
            self._asked[due.infohash] = due
            yield due.infohash

    def done(self, asked: Iterable[InfoHash]) -> list[DueTorrent]:
        """Those whom an outcome is about."""
        return [self._asked.pop(infohash) for infohash in asked]


async def _scrape(
    job: CollectConfig, tools: RunContext, tracker: Tracker, queue: _Queue, step: ScrapeSummary
) -> ScrapeSummary:
    async with aclosing(scrape_all(tracker, queue, concurrency=job.concurrency)) as outcomes:
        async for outcome in outcomes:
            due = [] if isinstance(outcome, TrackerGivenUp) else queue.done(outcome.requested)
            if isinstance(outcome, ScrapeAnswer):
                looks = _believed(outcome, due, tracker)
                tools.ledger.record(looks, job.clock(), tracker_name(job.tracker))
                step = _answered(step, outcome, looks)
            else:
                step = _failed(step, outcome)
            tools.tell(events.ScrapeProgress(step.counted + step.silent + step.failed))
    return step


def _believed(answer: ScrapeAnswer, due: Iterable[DueTorrent], tracker: Tracker) -> list[ScrapeResult]:
    return [look(one, answer.counts.get(one.infohash), omits_unknown=tracker.omits_unknown) for one in due]


def _answered(step: ScrapeSummary, answer: ScrapeAnswer, looks: Sequence[ScrapeResult]) -> ScrapeSummary:
    counted = sum(one.counts is not None for one in looks)
    return replace(
        step,
        counted=step.counted + counted,
        zeros=step.zeros + sum(one.counts is not None and one.counts.is_all_zero for one in looks),
        silent=step.silent + len(looks) - counted,
        unusable=step.unusable + answer.unusable,
    )


def _failed(step: ScrapeSummary, failure: ScrapeFailure | TrackerGivenUp) -> ScrapeSummary:
    torrents = failure.unanswered if isinstance(failure, TrackerGivenUp) else len(failure.requested)
    return replace(step, failed=step.failed + torrents, why=step.why or failure.reason)


def _bury(step: ScrapeSummary, ledger: Ledger) -> ScrapeSummary:
    silent = ledger.silent()
    dead = select_dead(silent, zeros=step.zeros, looked_at=step.counted + step.silent)
    ledger.mark_dead(dead)
    return replace(step, dead=len(dead), spared=len(silent) - len(dead))
