"""Which show and episode a release is, the evidence for it, and a person's decisions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from nyaastats.domain.releases import Release
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import Torrent


class Method(StrEnum):
    """How a title was recognised."""

    EXACT = "exact"
    """The name's title is one of the show's titles, but for spelling."""
    FUZZY = "fuzzy"
    """The name's title is similar to one of the show's titles."""
    MANUAL_OVERRIDE = "manual_override"
    """A person decided it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One named, signed part of a match's score, with the words that explain it."""

    name: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """A release's show and episode, and why."""

    show: AniListId
    episode: int | None
    """Within the show's own entry; None for a special, a movie and a batch."""
    method: Method
    score: float
    margin: float
    """How far the second-best show is behind, in points of score."""
    evidence: tuple[Evidence, ...]
    rival: AniListId | None = None
    """The second-best show; None when no other was near enough to be weighed."""


UNSTATED: Final = "none"
"""In the place of a season: the name states none."""


StatedSeason = int | Literal["none"]


@dataclass(frozen=True, slots=True)
class Override:
    """A person's decision that a title is a show, or none."""

    title: str
    anilist_id: AniListId | None
    """None: no show, whatever the title is like."""
    why: str
    season: StatedSeason | None = None
    """Only for releases that state this season, or that state none; None for any."""


class Reason(StrEnum):
    """Why a torrent counts for no episode."""

    GUESSIT_FAILED = "guessit_failed"
    TOO_EARLY = "too_early"
    BATCH = "batch"
    SPECIAL = "special"
    UNMATCHED = "unmatched"
    OTHER_FORMAT = "other_format"
    OTHER_SEASON = "other_season"
    SUPERSEDED = "superseded"

    @property
    def words(self) -> str:
        """The reason in a person's words."""
        return _WORDS[self]


_WORDS = {
    Reason.GUESSIT_FAILED: "guessit could not read the name",
    Reason.TOO_EARLY: "published before the season's window",
    Reason.BATCH: "a batch: many episodes in one torrent",
    Reason.SPECIAL: "a special, a half episode or an extra",
    Reason.UNMATCHED: "no show could be told with confidence",
    Reason.OTHER_FORMAT: "a film, an OVA, a special or music",
    Reason.OTHER_SEASON: "a show of another season",
    Reason.SUPERSEDED: "v2 or later of a torrent that is counted",
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure a match must be, in points of score."""

    score: float = 80.0
    """The least of the best show."""
    margin: float = 8.0
    """The least distance to the second show."""

    @property
    def doubt(self) -> float:
        """A match whose second show is nearer than this is doubtful."""
        return _DOUBT * self.margin

    def doubts(self, match: Match) -> bool:
        """Whether `match` only just is one, by its score or by the second show: it counts, and a person should look."""
        if match.method is Method.MANUAL_OVERRIDE:
            return False
        is_contested = match.rival is not None and match.margin < self.doubt
        return is_contested or match.score < self.score + self.margin


_DOUBT = 2.0
"""So many times the least margin is sure enough."""


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why there is no answer."""

    why: str


@dataclass(frozen=True, slots=True)
class Identified:
    """A torrent, what its name says, and the show and episode it is, or why it is none."""

    torrent: Torrent
    release: Release
    decision: Match | NoMatch

    @property
    def match(self) -> Match | None:
        """The match, if there is one."""
        return self.decision if isinstance(self.decision, Match) else None

    @property
    def why(self) -> str:
        """Why there is no match; empty when there is one."""
        return self.decision.why if isinstance(self.decision, NoMatch) else ""


@dataclass(frozen=True, slots=True)
class Sorted:
    """A torrent of the run, identified, with the reason it is left out, if any."""

    identified: Identified
    reason: Reason | None

    @property
    def torrent(self) -> Torrent:
        """The torrent itself."""
        return self.identified.torrent

    @property
    def counted(self) -> Match | None:
        """The show and episode it counts for; None when it is left out."""
        return self.identified.match if self.reason is None else None


@dataclass(frozen=True, slots=True)
class Offset:
    """What is taken from a group's number to get the entry's episode, and where that is known from."""

    value: int
    source: str
    """`chain` or `schedule`."""


Offsets = dict[AniListId, tuple[Offset, ...]]
"""What each show's numbers may be shifted by."""


@dataclass(frozen=True, slots=True)
class Identification:
    """A run's torrents, in their order, the offsets that were inferred from them, and how sure a match had to be."""

    identified: list[Identified]
    offsets: Offsets
    thresholds: Thresholds
