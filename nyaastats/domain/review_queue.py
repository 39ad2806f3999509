"""The titles that a person should look at, as they pass from `identify` to `publish`."""

from __future__ import annotations

from dataclasses import dataclass

from nyaastats.domain.matches import MeasuredTorrent


@dataclass(frozen=True, slots=True)
class TitleGroup:
    """The torrents that share a title and what became of it."""

    title: str
    """As the names have it; empty where a name holds no title."""
    torrents: tuple[MeasuredTorrent, ...]
    """At least one, the most downloaded first."""

    @property
    def example(self) -> MeasuredTorrent:
        """The most downloaded torrent, which stands for the others."""
        return self.torrents[0]

    @property
    def downloads(self) -> int:
        """Of all its torrents."""
        return sum(torrent.downloads for torrent in self.torrents)


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """What a person should look at, the most downloaded title first."""

    unmatched: tuple[TitleGroup, ...]
    """Titles that were matched with no show."""
    low_confidence: tuple[TitleGroup, ...]
    """Titles that only just were matched, grouped by title and show."""
