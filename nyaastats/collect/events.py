"""The events that a run of the collector reports: its progress, and the summary at its end.

scrape     FeedSummary ─► ScrapeStarted ─► ScrapeProgress … ─► ScrapeSummary ─► RunSummary
backfill   BackfillProgress | RateLimited … ─► BackfillSummary
either     RunAborted, RunFailed
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum


class FeedOutcome(StrEnum):
    """The result of fetching the feed in one run."""

    READ = "read"
    UNCHANGED = "unchanged"
    """The site answered that it has not changed since it was read."""
    NOT_YET = "not yet"
    """It was not requested: its pause is not over."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PageSummary:
    """The result of one page, in torrents."""

    listed: int = 0
    new: int = 0
    edited: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Entries left out, by reason."""


@dataclass(frozen=True, slots=True)
class FeedSummary:
    """The feed of one run."""

    outcome: FeedOutcome
    page: PageSummary = PageSummary()
    reason: str | None = None
    """Why it failed."""
    has_gap: bool = False
    """Whether torrents may be missing between this feed and what was stored before; a whole backfill fills the gap."""


@dataclass(frozen=True, slots=True)
class ScrapeSummary:
    """The scrapes of one run, in torrents: due = counted + omitted + failed + postponed."""

    due: int = 0
    counted: int = 0
    """Got a row of counts."""
    all_zero: int = 0
    """Of the counted, those whose counts were all 0."""
    omitted: int = 0
    """The tracker answered, but without credible counts of them."""
    unusable: int = 0
    """Of the omitted, those whose counts were impossible or too large."""
    too_many_downloads: int = 0
    """Of the unusable, those of which the tracker claims more downloads than are ever stored."""
    failed: int = 0
    """Got no answer: they are due again in the next run."""
    dead: int = 0
    """Were marked as dead, and are scraped no more."""
    death_deferred: int = 0
    """Would have been, but so many scrapes of this run were all zero that the tracker itself is in doubt."""
    postponed: int = 0
    """Were not asked for, because the tracker wants to be left alone: they are due again when that is over."""
    postponed_until: datetime | None = None
    had_counts: int = 0
    """Of those that got an answer, the torrents of which any scrape had counts before."""
    still_counted: int = 0
    """Of these, the torrents of which this one has, too."""
    max_infohashes: int | None = None
    """The tracker's limit of torrents a request, where it is lower than the protocol's."""
    reason: str | None = None
    """Why the first of the failed did, or why the counts cannot be believed."""
    is_doubtful: bool = False
    """Whether the tracker answered, but knows none of many torrents that had counts."""

    @property
    def failure(self) -> str | None:
        """What makes these scrapes no success: no answer for most torrents, or answers without counts."""
        return self.reason if self.is_doubtful or 2 * self.failed > self.due else None


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run of `nyaastats scrape`."""

    feed: FeedSummary
    scrape: ScrapeSummary
    reactivated: int = 0
    """Dead torrents that are scraped again."""

    @property
    def failure(self) -> str | None:
        """What kept the run from doing its work: no feed, no answer for most torrents, or answers without counts."""
        return "; ".join(reason for reason in (self.feed.reason, self.scrape.failure) if reason) or None


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run would do that began now."""

    feed_url: str
    tracker_url: str
    is_new: bool = False
    """Whether it would make the database, or bring an older one up to date: what is due is known after that."""
    feed_until: datetime | None = None
    """The feed would not be fetched before then; None: it would be."""
    due: int = 0
    requests: int = 0
    """To the tracker, for what is due."""
    seconds: int = 0
    """How long these take, at least."""
    tracker_until: datetime | None = None
    """The tracker would not be asked before then; None: it would be."""


@dataclass(frozen=True, slots=True)
class BackfillProgress:
    """One page of a listing was stored."""

    number: int
    """Counted from 1, the newest torrents."""
    url: str
    page: PageSummary


@dataclass(frozen=True, slots=True)
class BackfillSummary:
    """A backfill, as far as it has come."""

    pages: int = 0
    new: int = 0
    edited: int = 0
    reason: str = ""
    """Why it ended; empty while it goes on."""


class RunAborted(Enum):
    """Why a run has no summary."""

    BUSY = "another run is using this database"
    STOPPED = "stopped; what was stored is safe, and the next run continues"


@dataclass(frozen=True, slots=True)
class ScrapeStarted:
    """The tracker is being asked about so many torrents."""

    torrents: int


@dataclass(frozen=True, slots=True)
class ScrapeProgress:
    """So many of them are done, with or without an answer."""

    torrents: int


@dataclass(frozen=True, slots=True)
class RateLimited:
    """A server asked for a pause, and the run waits."""

    seconds: int
    reason: str


@dataclass(frozen=True, slots=True)
class RunFailed:
    """A run failed, and there will be another."""

    reason: str


Event = (
    FeedSummary
    | ScrapeStarted
    | ScrapeProgress
    | ScrapeSummary
    | BackfillProgress
    | RateLimited
    | RunSummary
    | RunPlan
    | BackfillSummary
    | RunAborted
    | RunFailed
)
Reporter = Callable[[Event], None]
"""Receives each event as it happens."""
