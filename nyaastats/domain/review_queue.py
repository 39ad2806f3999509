"""The titles that a person should look at, as they pass from `identify` to `publish`."""

from __future__ import annotations

from dataclasses import dataclass

from nyaastats.domain.matches import MeasuredTorrent


@dataclass(frozen=True, slots=True)
class TitleGroup:
    """The torrents that share a title and the result of its match."""

    title: str
    """As the names spell it; empty for names without a title."""
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
    """Titles that were matched with little confidence, grouped by title and show."""
