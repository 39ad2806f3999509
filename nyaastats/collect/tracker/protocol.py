"""Requests to a tracker and their answers, independent of the protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, Protocol

from nyaastats.domain.scrapes import MAX_DOWNLOADS
from nyaastats.domain.torrents import InfoHash, ScrapeCounts

MAX_COUNT: Final = 2**31 - 1
"""A larger count of seeders or leechers is a fault of the tracker: no torrent has so many peers.

UDP counts are unsigned 32-bit integers (BEP 15), so a negative number inside the tracker arrives as one above this.
"""

_MAX_MESSAGE_LENGTH = 200
"""Characters of a tracker's own error message that are repeated in ours."""


@dataclass(frozen=True, slots=True)
class ScrapeAnswer:
    """The reply to one scrape request."""

    requested: tuple[InfoHash, ...]
    counts: Mapping[InfoHash, ScrapeCounts]
    """Of requested torrents; one that is absent got no answer, which is not the same as zero."""
    unusable: int = 0
    """How many torrents are absent because a count of theirs was missing, negative, no integer or too large."""
    too_many_downloads: int = 0
    """Of the unusable, those of which the tracker claims more than `MAX_DOWNLOADS` downloads."""


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


ScrapeOutcome = ScrapeAnswer | ScrapeFailure | TrackerGivenUp


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
    """One is missing, negative or no integer, or there are more than `MAX_COUNT` peers."""
    TOO_MANY_DOWNLOADS = auto()
    """More than `MAX_DOWNLOADS`: the measuring takes no larger count for real, so none is stored."""


def build_answer(requested: Sequence[InfoHash], reply: Mapping[InfoHash, ScrapeCounts | CountFault]) -> ScrapeAnswer:
    """The answer that a reply gives to the requested torrents."""
    counts = {infohash: reply[infohash] for infohash in requested if infohash in reply}
    usable = {infohash: count for infohash, count in counts.items() if isinstance(count, ScrapeCounts)}
    return ScrapeAnswer(
        tuple(requested),
        usable,
        unusable=len(counts) - len(usable),
        too_many_downloads=list(counts.values()).count(CountFault.TOO_MANY_DOWNLOADS),
    )


def parse_counts(*, seeders: object, leechers: object, downloads: object) -> ScrapeCounts | CountFault:
    """The three counts of a torrent, or what is wrong with them."""
    match (seeders, leechers, downloads):
        case (int() as complete, int() as incomplete, int() as downloaded):
            if downloaded < 0 or not all(0 <= count <= MAX_COUNT for count in (complete, incomplete)):
                return CountFault.IMPOSSIBLE
            if downloaded > MAX_DOWNLOADS:
                return CountFault.TOO_MANY_DOWNLOADS
            return ScrapeCounts(complete, incomplete, downloaded)
    return CountFault.IMPOSSIBLE


def sanitize_message(message: bytes) -> str:
    """A tracker's own message as one short line, without control characters that could upset a terminal or a log."""
    text = message.decode(errors="replace")
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:_MAX_MESSAGE_LENGTH]
