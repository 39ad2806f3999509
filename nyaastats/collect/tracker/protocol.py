"""Requests to a tracker and their answers, independent of the protocol."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, Protocol

from nyaastats.domain.scrapes import MAX_DOWNLOADS
from nyaastats.domain.torrents import InfoHash, ScrapeCounts
from nyaastats.errors import LongRequestError, TrackerError

MAX_COUNT: Final = 2**31 - 1
"""A larger count of seeders or leechers is a fault of the tracker: no torrent has so many peers.

UDP counts are unsigned 32-bit integers (BEP 15), so a negative number inside the tracker arrives as one above this.
"""


@dataclass(frozen=True, slots=True)
class ScrapeAnswer:
    """The reply to one scrape request."""

    requested: tuple[InfoHash, ...]
    """The torrents that it is about: all that were asked for, or over UDP the first of them."""
    counts: Mapping[InfoHash, ScrapeCounts]
    """Of requested torrents; one that is absent got no answer, which is not the same as zero."""
    unusable: int = 0
    """How many torrents are absent because a count of theirs was missing, negative, no integer or too large."""
    too_many_downloads: int = 0
    """Of the unusable, those of which the tracker claims more than `MAX_DOWNLOADS` downloads."""
    min_interval: int = 0
    """Seconds until the tracker wants to be scraped again (`min_request_interval`, BEP 48); 0: it does not say."""
    faulty: frozenset[InfoHash] = field(default=frozenset(), compare=False)
    """The unusable."""

    @property
    def reach(self) -> int:
        """The place, from 1, of the last requested torrent that the reply has anything about: it has looked so far."""
        # From the end: the last torrent nearly always is in the reply.
        for place, infohash in zip(range(len(self.requested), 0, -1), reversed(self.requested), strict=True):
            if infohash in self.counts or infohash in self.faulty:
                return place
        return 0


@dataclass(frozen=True, slots=True)
class ScrapeFailure:
    """A request without a reply, after all attempts."""

    requested: tuple[InfoHash, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class TrackerGivenUp:
    """The last outcome of a tracker that is down."""

    unanswered: int
    """How many torrents were left without an answer."""
    reason: str
    pause: int = 0
    """Seconds for which it asks to be left alone; 0: it does not say."""


@dataclass(frozen=True, slots=True)
class RequestLimit:
    """The tracker answers for so many torrents a request, which is fewer than the protocol allows."""

    max_infohashes: int


ScrapeOutcome = ScrapeAnswer | ScrapeFailure | TrackerGivenUp | RequestLimit


class Tracker(Protocol):
    """Something that can be asked for the counts of torrents."""

    @property
    def max_infohashes(self) -> int:
        """How many infohashes a request may hold."""

    @property
    def omits_unknown(self) -> bool:
        """Whether it leaves out a torrent that it does not know (HTTP), instead of giving it three zeros (UDP)."""

    async def scrape(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
        """Ask for 1 to `max_infohashes` infohashes; raise TrackerError when there is no usable answer."""


class CountFault(Enum):
    """Why the counts of a torrent are unusable."""

    IMPOSSIBLE = auto()
    """The downloads, or both numbers of peers, are missing, negative, no integer, or (peers) above `MAX_COUNT`."""
    TOO_MANY_DOWNLOADS = auto()
    """More than `MAX_DOWNLOADS`: the measuring takes no larger count for real, so none is stored."""


def build_answer(
    requested: Sequence[InfoHash], reply: Mapping[InfoHash, ScrapeCounts | CountFault], min_interval: int = 0
) -> ScrapeAnswer:
    """The answer that a reply gives to the requested torrents."""
    counts = {infohash: reply[infohash] for infohash in requested if infohash in reply}
    usable = {infohash: count for infohash, count in counts.items() if isinstance(count, ScrapeCounts)}
    return ScrapeAnswer(
        tuple(requested),
        usable,
        unusable=len(counts) - len(usable),
        too_many_downloads=list(counts.values()).count(CountFault.TOO_MANY_DOWNLOADS),
        min_interval=min_interval,
        faulty=frozenset(counts.keys() - usable.keys()),
    )


def parse_counts(*, seeders: object, leechers: object, downloads: object) -> ScrapeCounts | CountFault:
    """The three counts of a torrent, or what is wrong with them.

    One impossible number of peers costs only itself: some trackers count leechers below zero, and their downloads are
    sound. Of two, the third number is not believed either.
    """
    complete, incomplete = _parse_peers(seeders), _parse_peers(leechers)
    if not isinstance(downloads, int) or downloads < 0 or complete is incomplete is None:
        return CountFault.IMPOSSIBLE
    if downloads > MAX_DOWNLOADS:
        return CountFault.TOO_MANY_DOWNLOADS
    return ScrapeCounts(complete, incomplete, downloads)


def _parse_peers(count: object) -> int | None:
    return count if isinstance(count, int) and 0 <= count <= MAX_COUNT else None


_SIZE_WORDS = re.compile(
    r"too (long|large|big|many)|exceed|limit of \d+|at most \d+|max\w*\b.{0,20}(hash|torrent|length|size|ur[il])",
    re.IGNORECASE,
)
# What the same words say of requests in a time, or of peers: that is no matter of this request's length.
_RATE_WORDS = re.compile(
    r"too many (requests|connections|peers)|interval|rate|per (second|minute|hour)|slow|later", re.IGNORECASE
)


def is_about_length(reason: str) -> bool:
    """Whether a tracker's words say that a request asks for too many torrents, so that fewer may be answered."""
    return bool(_SIZE_WORDS.search(reason)) and not _RATE_WORDS.search(reason)


def build_refusal(reason: str) -> TrackerError:
    """The error for a tracker that refuses a request with these words."""
    error = LongRequestError if is_about_length(reason) else TrackerError
    return error(f"it refuses: {reason or 'without a reason'}")
