"""The titles that a person should look at, as they pass from `identify` to `publish`."""

from __future__ import annotations

from dataclasses import dataclass

from nyaastats.domain.matches import MeasuredTorrent


@dataclass(frozen=True, slots=True)
class TitleGroup:
    """The torrents that share a title and the result of its match."""

    title: str
    """As the names spell it; empty for names without a title."""
    torrents: int
    """At least one."""
    downloads: int
    """Of all of them."""
    example: MeasuredTorrent
    """The most downloaded one, which stands for the others."""


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """What a person should look at, the most downloaded title first."""

    unmatched: tuple[TitleGroup, ...]
    """Titles that were matched with no show."""
    low_confidence: tuple[TitleGroup, ...]
    """Titles that were matched with little confidence, grouped by title and show."""
