"""What a request to a tracker is and gives, whatever its protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from nyaastats.domain.torrents import Counts, InfoHash

LARGEST: Final = 2**31 - 1
"""A larger count is a fault of the tracker: no torrent has so many peers."""


_LONGEST_WORDS = 200
"""Characters of what a tracker says that are handed on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply to one request."""

    asked: tuple[InfoHash, ...]
    counts: Mapping[InfoHash, Counts]
    """Of torrents that were asked for; one that is absent got no answer, which is not the same as zero."""
    unusable: int = 0
    """How many torrents are absent because a count of theirs was missing, negative, no integer or absurd."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A request without a reply, after all tries."""

    asked: tuple[InfoHash, ...]
    why: str


@dataclass(frozen=True, slots=True)
class GaveUp:
    """The last outcome of a tracker that is down: so many torrents were left without an answer."""

    left: int
    why: str


Outcome = Answer | Failure | GaveUp


class Tracker(Protocol):
    """Something that can be asked for the counts of torrents."""

    @property
    def most(self) -> int:
        """How many infohashes a request may hold."""

    @property
    def tells_unknown(self) -> bool:
        """Whether it leaves a torrent out that it does not know (HTTP), instead of giving it three zeros (UDP)."""

    async def scrape(self, infohashes: Sequence[InfoHash]) -> Answer:
        """Ask for one to `most` infohashes; raise TrackerError when there is no answer, or none that can be used."""


def answer_of(asked: Sequence[InfoHash], found: Mapping[InfoHash, Counts | None]) -> Answer:
    """The answer out of what a reply holds for each torrent; None stands for counts that cannot be."""
    counts = {infohash: found[infohash] for infohash in asked if infohash in found}
    usable = {infohash: count for infohash, count in counts.items() if count is not None}
    return Answer(tuple(asked), usable, unusable=len(counts) - len(usable))


def counts_of(*, seeders: object, leechers: object, downloads: object) -> Counts | None:
    """The counts; None unless each is an integer from 0 to `LARGEST`."""
    match (seeders, leechers, downloads):
        case (int() as complete, int() as incomplete, int() as downloaded):
            usable = all(0 <= count <= LARGEST for count in (complete, incomplete, downloaded))
            return Counts(complete, incomplete, downloaded) if usable else None
    return None


def one_line(words: bytes) -> str:
    """What a tracker says, as a short line without anything that could upset a terminal or a log."""
    text = words.decode(errors="replace")
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:_LONGEST_WORDS]
