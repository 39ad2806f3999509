"""Which show and episode a release is, the evidence for it, and a person's decisions."""

from __future__ import annotations

from collections.abc import Mapping
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
    """Points: positive speaks for the show, negative against it."""
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """A release's show and episode, and why."""

    show: AniListId
    episode: int | None
    """Within the show's own entry; None for a special, a movie and a batch."""
    method: Method
    score: float
    """The sum of the evidence, in points; 100 is an equal title and nothing else."""
    margin: float
    """How far the second-best show is behind, in points; the whole score when there is none."""
    evidence: tuple[Evidence, ...]
    runner_up: AniListId | None = None
    """The second-best show; None when no other was near enough to be scored."""


UNSTATED: Final = "none"
"""In the place of a season: the name states none."""


StatedSeason = int | Literal["none"]
"""The season that a name states, or that it states none."""


@dataclass(frozen=True, slots=True)
class Override:
    """A person's decision that a title is a show, or none."""

    title: str
    anilist_id: AniListId | None
    """None: no show, however similar a title is."""
    why: str
    season: StatedSeason | None = None
    """The override holds only for releases that state this season (`UNSTATED`: none); None: for all releases."""


class ExclusionReason(StrEnum):
    """Why a torrent counts for no episode."""

    GUESSIT_FAILED = "guessit_failed"
    TOO_EARLY = "too_early"
    BATCH = "batch"
    SPECIAL = "special"
    UNMATCHED = "unmatched"
    NO_SHOW = "no_show"
    OTHER_FORMAT = "other_format"
    OTHER_SEASON = "other_season"
    SUPERSEDED = "superseded"
    AFTER_LAST_DAY = "after_last_day"

    @property
    def description(self) -> str:
        """The reason in words, for the terminal, the schema and the website."""
        return _DESCRIPTIONS[self]

    @property
    def needs_no_match(self) -> bool:
        """Whether there is nothing to match: no match rate counts such a torrent, for or against."""
        # A special or a batch is never an episode, however well its name is matched.
        return self in _NEEDS_NO_MATCH


_DESCRIPTIONS = {
    ExclusionReason.GUESSIT_FAILED: "file name unreadable",
    ExclusionReason.TOO_EARLY: "published before the season's window",
    ExclusionReason.BATCH: "a batch: many episodes in one torrent",
    ExclusionReason.SPECIAL: "a special, a half episode or an extra",
    ExclusionReason.UNMATCHED: "no show matched with confidence",
    ExclusionReason.NO_SHOW: "no show of the catalogue, as a person decided",
    ExclusionReason.OTHER_FORMAT: "a film, an OVA, a special or music",
    ExclusionReason.OTHER_SEASON: "a show of another season",
    ExclusionReason.SUPERSEDED: "v2 or later of a torrent that is counted",
    ExclusionReason.AFTER_LAST_DAY: "published, or downloaded, after the show's last day",
}

_NEEDS_NO_MATCH = {
    ExclusionReason.GUESSIT_FAILED,
    ExclusionReason.TOO_EARLY,
    ExclusionReason.BATCH,
    ExclusionReason.SPECIAL,
    ExclusionReason.NO_SHOW,
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure a match must be, in points of score."""

    score: float = 80.0
    """The minimum for the best show."""
    margin: float = 8.0
    """The minimum distance to the second show."""

    @property
    def clear_margin(self) -> float:
        """A match whose second show is at least this far behind is not contested."""
        return CLEAR_MARGINS * self.margin

    def is_low_confidence(self, match: Match) -> bool:
        """Whether `match` passed only just, by its score or its margin: it counts, but a person should look at it."""
        if match.method is Method.MANUAL_OVERRIDE:
            return False
        is_contested = match.runner_up is not None and match.margin < self.clear_margin
        return is_contested or match.score < self.score + self.margin


CLEAR_MARGINS = 2.0
"""By how many minimum margins a match must lead to be beyond doubt."""


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why a release was matched with no show."""

    why: str
    is_decided: bool = False
    """Whether a person decided that it is no show; there is no doubt then."""


@dataclass(frozen=True, slots=True)
class MatchResult:
    """A torrent, its parsed name, and the show and episode it was matched with, or why there is no match."""

    torrent: Torrent
    release: Release
    decision: Match | NoMatch

    @property
    def match(self) -> Match | None:
        """The show and episode it was matched with, whether it counts or not."""
        return self.decision if isinstance(self.decision, Match) else None

    @property
    def why(self) -> str:
        """Why there is no match; empty when there is one."""
        return self.decision.why if isinstance(self.decision, NoMatch) else ""

    def with_exclusion(self, exclusion: ExclusionReason | None) -> ClassifiedTorrent:
        """The same, classified."""
        return ClassifiedTorrent(self.torrent, self.release, self.decision, exclusion)


@dataclass(frozen=True, slots=True)
class ClassifiedTorrent(MatchResult):
    """A torrent with its match, and the reason it is excluded, if any."""

    exclusion: ExclusionReason | None

    @property
    def counted_match(self) -> Match | None:
        """The show and episode it counts for; None when it is excluded."""
        return self.match if self.exclusion is None else None

    def with_downloads(self, downloads: int) -> MeasuredTorrent:
        """The same, measured."""
        return MeasuredTorrent(self.torrent, self.release, self.decision, self.exclusion, downloads)


@dataclass(frozen=True, slots=True)
class MeasuredTorrent(ClassifiedTorrent):
    """A classified torrent with its downloads."""

    downloads: int
    """Over all its scrapes."""


@dataclass(frozen=True, slots=True)
class Offset:
    """What is subtracted from a group's number to get the entry's episode, and what it was inferred from."""

    value: int
    source: str
    """`chain` (the lengths of the prequels) or `schedule` (the broadcast dates)."""


Offsets = Mapping[AniListId, tuple[Offset, ...]]
"""By show: the offsets that may be subtracted from its numbers."""


@dataclass(frozen=True, slots=True)
class Identification:
    """A run's torrents, in their order, the offsets that were inferred from them, and how sure a match had to be."""

    results: list[MatchResult]
    offsets: Offsets
    thresholds: Thresholds
