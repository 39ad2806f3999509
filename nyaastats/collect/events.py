"""What a run of the collector tells of its steps, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum


class FeedOutcome(StrEnum):
    """What became of the feed."""

    READ = "read"
    UNCHANGED = "unchanged"
    """The site says that it is still the one we have read."""
    NOT_YET = "not yet"
    """It was asked for less than its pause ago."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PageSummary:
    """What a page told."""

    listed: int = 0
    new: int = 0
    edited: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    """Entries left out, by reason."""


@dataclass(frozen=True, slots=True)
class FeedSummary:
    """The feed of one run."""

    feed: FeedOutcome
    page: PageSummary = PageSummary()
    why: str | None = None
    """Why it failed."""
    has_gap: bool = False
    """Whether torrents may be missing that are older than it, until a backfill has walked to its end."""


@dataclass(frozen=True, slots=True)
class ScrapeSummary:
    """The looks of one run, in torrents."""

    due: int = 0
    counted: int = 0
    """Got a row of counts."""
    zeros: int = 0
    """Of the counted, those with nothing but zeros."""
    silent: int = 0
    """The tracker answered, and said nothing of them that can be believed."""
    unusable: int = 0
    """Of the silent, those about which it said what cannot be."""
    failed: int = 0
    """No answer: they are due again in the next run."""
    dead: int = 0
    """Are looked at no more."""
    spared: int = 0
    """Would be dead, had not so many looks of this run found zeros that the tracker itself is in doubt."""
    why: str | None = None
    """Why the first that failed did."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run."""

    feed: FeedSummary
    scrape: ScrapeSummary
    revived: int = 0

    @property
    def failure(self) -> str | None:
        """What kept the run from doing its work: no feed, or not one answer of the tracker."""
        silence = self.scrape.why if self.scrape.failed == self.scrape.due else None
        return "; ".join(why for why in (self.feed.why, silence) if why) or None


@dataclass(frozen=True, slots=True)
class BackfillProgress:
    """One page of a listing that a backfill walks."""

    number: int
    """Counted from 1, the newest torrents."""
    address: str
    page: PageSummary


@dataclass(frozen=True, slots=True)
class BackfillSummary:
    """A backfill, as far as it has come."""

    pages: int = 0
    new: int = 0
    edited: int = 0
    reason: str = ""
    """Why it is at its end; empty as long as it is not."""


class RunAborted(Enum):
    """Why a run has no summary."""

    BUSY = "another run is under way on this database"
    STOPPED = "stopped; what was stored stands, and the next run goes on"


@dataclass(frozen=True, slots=True)
class ScrapeStarted:
    """The tracker is asked about so many torrents."""

    torrents: int


@dataclass(frozen=True, slots=True)
class ScrapeProgress:
    """So many of them were by now, or could not be."""

    torrents: int


@dataclass(frozen=True, slots=True)
class RateLimited:
    """A server asked for a pause."""

    seconds: int
    why: str


@dataclass(frozen=True, slots=True)
class RunFailed:
    """A run failed, and there will be another."""

    why: str


Event = (
    FeedSummary
    | ScrapeStarted
    | ScrapeProgress
    | ScrapeSummary
    | BackfillProgress
    | RateLimited
    | RunSummary
    | BackfillSummary
    | RunAborted
    | RunFailed
)
Reporter = Callable[[Event], None]
"""Who is told of each step as it is done."""
