"""What a torrent's name says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

TitleKey = NewType("TitleKey", str)
"""A title in normal form (`identify.titles.normalise`), its season words taken out."""


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
