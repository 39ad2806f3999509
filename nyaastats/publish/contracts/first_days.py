"""The contract of what a show's page says of its episodes' first 7 and 28 days."""

from __future__ import annotations

from dataclasses import dataclass

from nyaastats.publish.contracts.values import (
    ContractModel,
    Count,
    Median,
    Number,
    PositiveCount,
    Share,
    SomeShows,
    Times,
)


@dataclass(frozen=True, slots=True)
class ClassMedian(ContractModel):
    """What is usual for an episode of a class."""

    episode: Number
    """The number of the episode."""
    shows: SomeShows
    """Of how many shows of the class this episode's first 7 days are over; at least 5."""
    downloads: Median
    """The median of its downloads in its first 7 days, over these shows."""


@dataclass(frozen=True, slots=True)
class PremiereSizeClass(ContractModel):
    """The shows whose episode 1 had as many downloads in its first 7 days: from a power of two up to its double."""

    from_downloads: PositiveCount
    """The fewest downloads of such a premiere, a power of two."""
    to_downloads: PositiveCount
    """The most, one less than its double."""
    shows: SomeShows
    """How many shows of all seasons are in the class, this one included."""
    medians: tuple[ClassMedian, ...]
    """What is usual in the class: by episode, those of at least 5 shows."""


@dataclass(frozen=True, slots=True)
class EpisodeFirstDays(ContractModel):
    """An episode's first days: the UTC day of its first torrent and those after it.

    What a tracker's clock dates before that day counts to it.
    """

    episode: Number
    """The episode within the show's own AniList entry; 0 is a prologue."""
    # A number that grows until the days are over would be compared with others that are whole.
    downloads_7: Count | None
    """Downloads in its first 7 days; null until these are over, and when the show's last day is before their end."""
    estimated_7: Count | None
    """Of these, an estimate: spread over more than 48 hours, or expected since a torrent's last scrape."""
    downloads_28: Count | None
    """Downloads in its first 28 days; null as above."""
    estimated_28: Count | None
    """Of these, an estimate."""
    hold: Times | None
    """Its first 7 days by those of the episode before; null while either is not over, or is not there."""
    late_share: Share | None
    """The share of the first 28 days' downloads that came after the 7th day; null until these are over."""
    by_class: Times | None
    """Its first 7 days by the median of its class for this episode; null where there is none of at least 5 shows."""


@dataclass(frozen=True, slots=True)
class ShowFirstDays(ContractModel):
    """How a show began and how it held, by the first days of its episodes."""

    hold: Times | None
    """That of episode 2: its first 7 days by those of episode 1."""
    late_share: Share | None
    """Of all its episodes whose 28 days are over, the share of these days' downloads that came after the 7th day."""
    premiere_class: PremiereSizeClass | None
    """Its class by the size of its premiere; null until the first 7 days of episode 1 are over."""
    episodes: tuple[EpisodeFirstDays, ...]
    """Its episodes, in order."""
