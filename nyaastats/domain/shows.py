"""AniList's entries: facts only, nothing inferred."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from nyaastats.domain.calendar import Season

AniListId = NewType("AniListId", int)
"""AniList's id of one entry: one season or part of a show, one movie, one OVA."""


class Format(StrEnum):
    """AniList's `MediaFormat`."""

    TV = "TV"
    """A series broadcast on television."""
    TV_SHORT = "TV_SHORT"
    """A television series whose episodes are shorter than 15 minutes."""
    ONA = "ONA"
    """Original net animation: a series that came out on the internet."""
    MOVIE = "MOVIE"
    """A film shown in cinemas."""
    OVA = "OVA"
    """Original video animation: came out on disc, without a broadcast."""
    SPECIAL = "SPECIAL"
    """A special episode, as of a disc release or a television event."""
    MUSIC = "MUSIC"
    """A music video."""
    UNKNOWN = "UNKNOWN"
    """AniList gave none, or one that is not about animation."""

    @property
    def is_series(self) -> bool:
        """Whether entries of this format have episodes that are ranked."""
        return self in {Format.TV, Format.TV_SHORT, Format.ONA}

    @property
    def is_film(self) -> bool:
        """Whether entries of this format are counted as a whole, outside the chart; a music video is not counted."""
        return self in {Format.MOVIE, Format.OVA, Format.SPECIAL}


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
    """AniList's average of its users' scores, of 100, weighted so that few of them do not decide it."""
    mean_score: int | None = None
    """Their plain mean."""
    popularity: int | None = None
    """How many users have it on a list."""
    favourites: int | None = None
    """How many users name it a favourite."""
    trending: int | None = None
    """AniList's activity about it in the hour before it was asked."""
    genres: tuple[str, ...] = ()
    studios: tuple[str, ...] = ()
    """Those that animated it."""
    next_airing: Airing | None = None
    """The broadcast that AniList announced next when it was asked."""

    @property
    def title(self) -> str:
        """What fans call it: the English title, else the romaji one."""
        return self.english or self.romaji

    @property
    def url(self) -> str:
        """The entry's page on AniList."""
        return f"https://anilist.co/anime/{self.id}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The shows of a run, in the order of their id."""

    shows: tuple[Show, ...]
    skipped: int = 0
    """Entries, air times and prequels that could not be read."""
    stale_since: datetime | None = None
    """When the facts were fetched, if AniList could not be reached and an outdated response was used; else None."""
    unusable: tuple[str, ...] = ()
    """What the archive keeps of AniList's answers and cannot be used, or AniList did not tell, each with its reason."""
