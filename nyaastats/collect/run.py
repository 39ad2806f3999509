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
from nyaastats.collect.events import Feed, FeedStep, ScrapeStep, Summary, Tell
from nyaastats.collect.guessit_pool import Guesser
from nyaastats.collect.http import Manners, NotModified, Validators, visiting
from nyaastats.collect.ingest import take_in
from nyaastats.collect.nyaa.feed import parse_feed
from nyaastats.collect.nyaa.fields import Page
from nyaastats.collect.policy import deaths, is_behind, look, may_ask, not_before
from nyaastats.collect.schedule import due_slices
from nyaastats.collect.tracker.client import USUAL, Patience, opened, scrape_all, tracker_name
from nyaastats.collect.tracker.protocol import Answer, Failure, GaveUp, Tracker
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import ClockError, CollectError, FetchError, TrackerError
from nyaastats.store.ledger import Ledger
from nyaastats.store.records import Due, Look, PageMemory, Walk

Clock = Callable[[], datetime]
"""What time it is, in UTC."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a run needs to know."""

    database: Path
    feed: str
    listing: str
    """Where a backfill begins that fills what the feed left out."""
    tracker: str
    manners: Manners
    clock: Clock
    patience: Patience = USUAL
    feed_pause: timedelta = timedelta(hours=1)
    at_once: int = 4
    """Requests under way to the tracker, at most."""
    revive: bool = False
    """Whether the dead are looked at again."""
    has_moved: bool = False
    """Whether the tracker at the new address is the one whose counts are there."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run works with."""

    ledger: Ledger
    guesser: Guesser
    tell: Tell


async def collect(job: Job, tools: Tools) -> Summary:
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
    return Summary(feed, scrape, revived)


def check_clock(clock: Clock, ledger: Ledger) -> None:
    """Raise ClockError when the clock is behind the newest count: what is stamped by it would come before that."""
    now, newest = clock(), ledger.newest_look()
    if newest and is_behind(now, newest):
        raise ClockError(
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, and the newest count was taken at {newest:%Y-%m-%d %H:%M}: set "
            f"the clock; if it was ahead then, take the counts of that time out with nyaastats db rewind --to TIME"
        )


def _check_tracker(job: Job, ledger: Ledger) -> None:
    asked, known = tracker_name(job.tracker), ledger.tracker()
    if known not in {None, asked} and not job.has_moved:
        raise TrackerError(
            f"the counts are of the tracker {known!r}, and {asked!r} counts for itself: set tracker_url, or use "
            f"another database; if it is the same tracker at a new address, say --tracker-has-moved"
        )
    if known not in {None, asked}:
        ledger.belong_to(asked)


# --- the feed ---------------------------------------------------------------------------------------------------------


async def _read_feed(job: Job, tools: Tools) -> FeedStep:
    now, memory = job.clock(), tools.ledger.page(job.feed)
    if not may_ask(memory, now):
        return FeedStep(Feed.NOT_YET)
    memory = replace(memory or PageMemory(job.feed, now), not_before=not_before(now, job.feed_pause))
    tools.ledger.remember(memory)  # before it is asked: a run that is killed has asked as well
    try:
        return await _fetch_feed(job, tools, memory)
    except FetchError as error:
        tools.ledger.remember(replace(memory, not_before=_wished(memory, job.clock(), error)))
        return FeedStep(Feed.FAILED, why=str(error))
    except CollectError as error:  # no feed, or names that guessit's process dies of: the counts are taken all the same
        return FeedStep(Feed.FAILED, why=str(error))


async def _fetch_feed(job: Job, tools: Tools, memory: PageMemory) -> FeedStep:
    async with visiting(job.manners) as visit:
        answer = await visit(job.feed, Validators(memory.etag, memory.last_modified))
    if isinstance(answer, NotModified):
        return FeedStep(Feed.UNCHANGED)
    page, given = parse_feed(answer.content), answer.validators
    memory = replace(memory, etag=given.etag, last_modified=given.last_modified)
    seen = job.clock()
    walk = [Walk(job.listing, job.listing, 1, seen)] if _leaves_gap(page, tools.ledger) else []
    told = await take_in(page, seen, tools.ledger, tools.guesser, memory, *walk)
    return FeedStep(Feed.READ, told, has_gap=tools.ledger.walk(job.listing) is not None)


def _leaves_gap(page: Page, ledger: Ledger) -> bool:
    """Whether torrents may be missing between the feed, which knows the newest only, and what is known.

    Then a walk through the listings has as good as begun: the next backfill may not take the feed's torrents, on its
    first page, for known ground.
    """
    return bool(page.torrents) and not ledger.stored(one.infohash for one in page.torrents)


def _wished(memory: PageMemory, now: datetime, refusal: FetchError) -> datetime:
    """When the site may be asked again: at once if it was not there, else as it wishes and our own pause demands."""
    if not refusal.was_reached:
        return now
    return max(memory.not_before, now + timedelta(seconds=refusal.retry_after or 0))


# --- the looks --------------------------------------------------------------------------------------------------------


async def _look(job: Job, tools: Tools) -> ScrapeStep:
    now = job.clock()
    number = sum(1 for _ in _due(now, tools.ledger))
    tools.tell(events.Asking(number))
    if not number:
        return ScrapeStep()
    async with opened(job.tracker, user_agent=job.manners.user_agent, patience=job.patience) as tracker:
        step = await _scrape(job, tools, tracker, _Queue(_due(now, tools.ledger)), ScrapeStep(due=number))
    return _bury(step, tools.ledger)


def _due(now: datetime, ledger: Ledger) -> Iterator[Due]:
    """What is due, the youngest first: if the run is cut short, they matter most."""
    for one in due_slices(now):
        yield from ledger.due(one.after, one.until, one.looked_before)


class _Queue:
    """Who is due, read no faster than the tracker answers, and remembered only until it has."""

    def __init__(self, due: Iterator[Due]) -> None:
        self._due = due
        self._asked: dict[InfoHash, Due] = {}

    def __iter__(self) -> Iterator[InfoHash]:
        for due in self._due:
            self._asked[due.infohash] = due
            yield due.infohash

    def done(self, asked: Iterable[InfoHash]) -> list[Due]:
        """Those whom an outcome is about."""
        return [self._asked.pop(infohash) for infohash in asked]


async def _scrape(job: Job, tools: Tools, tracker: Tracker, queue: _Queue, step: ScrapeStep) -> ScrapeStep:
    async with aclosing(scrape_all(tracker, queue, at_once=job.at_once)) as outcomes:
        async for outcome in outcomes:
            due = [] if isinstance(outcome, GaveUp) else queue.done(outcome.asked)
            if isinstance(outcome, Answer):
                looks = _believed(outcome, due, tracker)
                tools.ledger.record(looks, job.clock(), tracker_name(job.tracker))
                step = _answered(step, outcome, looks)
            else:
                step = _failed(step, outcome)
            tools.tell(events.Looked(step.counted + step.silent + step.failed))
    return step


def _believed(answer: Answer, due: Iterable[Due], tracker: Tracker) -> list[Look]:
    return [look(one, answer.counts.get(one.infohash), tells_unknown=tracker.tells_unknown) for one in due]


def _answered(step: ScrapeStep, answer: Answer, looks: Sequence[Look]) -> ScrapeStep:
    counted = sum(one.counts is not None for one in looks)
    return replace(
        step,
        counted=step.counted + counted,
        zeros=step.zeros + sum(one.counts is not None and one.counts.all_zero for one in looks),
        silent=step.silent + len(looks) - counted,
        unusable=step.unusable + answer.unusable,
    )


def _failed(step: ScrapeStep, failure: Failure | GaveUp) -> ScrapeStep:
    torrents = failure.left if isinstance(failure, GaveUp) else len(failure.asked)
    return replace(step, failed=step.failed + torrents, why=step.why or failure.why)


def _bury(step: ScrapeStep, ledger: Ledger) -> ScrapeStep:
    silent = ledger.silent()
    dead = deaths(silent, zeros=step.zeros, looked_at=step.counted + step.silent)
    ledger.bury(dead)
    return replace(step, dead=len(dead), spared=len(silent) - len(dead))
