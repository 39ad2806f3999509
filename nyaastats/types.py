"""The records that pass between the stages: frozen, complete, and free of any I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal, NewType

from nyaastats.seasons import Season

InfoHash = NewType("InfoHash", str)
"""A torrent's SHA-1 in lower-case hexadecimal, 40 characters."""

AniListId = NewType("AniListId", int)
"""AniList's id of one entry: one season or part of a show, one movie, one OVA."""

TitleKey = NewType("TitleKey", str)
"""A title in normal form (`identify.titles.normalise`), its season words taken out."""


@dataclass(frozen=True, slots=True)
class Torrent:
    """A row of `torrents`; `published` is None only for a name without a date (`evaluate`, `explain`)."""

    infohash: InfoHash
    name: str
    published: datetime | None
    guess: str | None = None
    """The stored guessit output, as JSON text."""
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Counts:
    """What a tracker counts for one torrent at one moment; none is negative."""

    seeders: int
    """Peers that have all of it: `complete` in BEP 48."""
    leechers: int
    """Peers that do not: `incomplete`."""
    downloads: int
    """How often a peer said that it has completed it: `downloaded`."""

    @property
    def all_zero(self) -> bool:
        """Whether there is nothing, which is also what some trackers say of a torrent that they do not know."""
        return not (self.seeders or self.leechers or self.downloads)


@dataclass(frozen=True, slots=True)
class Listed:
    """A torrent as one of nyaa's pages lists it; None is what the page does not say."""

    infohash: InfoHash
    name: str
    published: datetime
    """In UTC."""
    size_bytes: int | None
    """As near as nyaa writes it: `1.4 GiB`."""
    nyaa_id: int | None
    trusted: bool | None
    remake: bool | None
    counts: Counts | None


class Kind(StrEnum):
    """What a release holds."""

    EPISODE = "episode"
    BATCH = "batch"
    SPECIAL = "special"
    MOVIE = "movie"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Release:
    """What a torrent's name says."""

    titles: tuple[str, ...]
    """Every title in the name as it is written, season words included, the first one first."""
    season: int | None
    part: int | None
    number: int | None
    """The episode number as the group wrote it; None for a batch, a movie and a fraction."""
    kind: Kind
    version: int = 1
    group: str | None = None
    resolution: str | None = None
    year: int | None = None


class Format(StrEnum):
    """AniList's `MediaFormat`."""

    TV = "TV"
    TV_SHORT = "TV_SHORT"
    ONA = "ONA"
    MOVIE = "MOVIE"
    OVA = "OVA"
    SPECIAL = "SPECIAL"
    MUSIC = "MUSIC"
    UNKNOWN = "UNKNOWN"
    """AniList gave none, or one that is not about animation."""

    @property
    def is_series(self) -> bool:
        """Whether entries of this format have episodes that are ranked."""
        return self in {Format.TV, Format.TV_SHORT, Format.ONA}


@dataclass(frozen=True, slots=True)
class Airing:
    """One scheduled broadcast."""

    episode: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Prequel:
    """An entry that comes before another in AniList's PREQUEL relation."""

    id: AniListId
    format: Format
    episodes: int | None


@dataclass(frozen=True, slots=True)
class Show:
    """One AniList entry: facts only, nothing inferred."""

    id: AniListId
    romaji: str
    english: str | None
    native: str | None
    synonyms: tuple[str, ...]
    format: Format
    status: str | None
    """AniList's `MediaStatus`: FINISHED, RELEASING, NOT_YET_RELEASED, CANCELLED, HIATUS."""
    episodes: int | None
    season: Season | None
    start: date | None
    end: date | None
    airings: tuple[Airing, ...] = ()
    """In the order of their time; complete for neither old nor very long shows."""
    prequels: tuple[Prequel, ...] = ()
    """The chain of PREQUEL relations, the nearest first."""
    duration: int | None = None
    """Minutes an episode."""
    mal_id: int | None = None
    poster: str | None = None
    color: str | None = None
    """The poster's main colour, as `#rrggbb`."""
    score: int | None = None
    popularity: int | None = None

    @property
    def title(self) -> str:
        """What fans call it: the English title, else the romaji one."""
        return self.english or self.romaji

    @property
    def url(self) -> str:
        """The entry's page on AniList."""
        return f"https://anilist.co/anime/{self.id}"


class Method(StrEnum):
    """How a title was recognised."""

    EXACT = "exact"
    FUZZY = "fuzzy"
    MANUAL_OVERRIDE = "manual_override"


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
