"""The contract of what each release group and each resolution has: of a season, and of one show or film."""

from __future__ import annotations

from dataclasses import dataclass

from nyaastats.publish.contracts.values import (
    ContractModel,
    Count,
    Id,
    PositiveCount,
    Share,
    ShowCount,
    Slug,
    Text,
    Torrents,
    WeekLabel,
)


@dataclass(frozen=True, slots=True)
class ResolutionDownloads(ContractModel):
    """The downloads of one resolution."""

    resolution: Text | None
    """The height in the names: `1080p`; null for names that state none."""
    downloads: PositiveCount
    """Downloads of its torrents."""


@dataclass(frozen=True, slots=True)
class GroupDownloads(ContractModel):
    """The downloads of one release group."""

    name: Text | None
    """The group, in its spelling with the most downloads; null for names that state none."""
    downloads: PositiveCount
    """Downloads of its torrents."""


@dataclass(frozen=True, slots=True)
class ReleaseGroup(ContractModel):
    """One release group's part of one show or film."""

    name: Text | None
    """The group, in its spelling with the most downloads; null for names that state none."""
    torrents: Torrents
    """How many of its torrents count."""
    downloads: Count
    """Downloads of these torrents."""
    resolutions: tuple[ResolutionDownloads, ...]
    """The same by resolution, the most downloaded first."""


@dataclass(frozen=True, slots=True)
class GroupTotal(ContractModel):
    """One release group in a season."""

    name: Text | None
    """The group, in its spelling with the most downloads; null for names that state none."""
    downloads: PositiveCount
    """Downloads of its torrents in the season's weeks."""
    share: Share
    """Of the season's downloads."""
    shows: ShowCount
    """How many of the season's shows it had downloads of."""
    torrents: Torrents
    """How many of its torrents count for these shows, published from two weeks before the season to its last week."""


@dataclass(frozen=True, slots=True)
class ResolutionTotal(ContractModel):
    """One resolution in a season."""

    resolution: Text | None
    """The height in the names: `1080p`; null for names that state none."""
    downloads: PositiveCount
    """Downloads of its torrents in the season's weeks."""
    share: Share
    """Of the season's downloads."""
    shows: ShowCount
    """Of how many of the season's shows it had downloads."""
    torrents: Torrents
    """How many of its torrents count for these shows, published from two weeks before the season to its last week."""


@dataclass(frozen=True, slots=True)
class GroupWeeks(ContractModel):
    """One release group's downloads by week."""

    name: Text | None
    """The group; null for names that state none."""
    downloads: tuple[Count, ...]
    """Downloads in each of `weeks`."""


@dataclass(frozen=True, slots=True)
class ResolutionWeeks(ContractModel):
    """One resolution's downloads by week."""

    resolution: Text | None
    """The height; null for names that state none."""
    downloads: tuple[Count, ...]
    """Downloads in each of `weeks`."""


@dataclass(frozen=True, slots=True)
class ShowSplit(ContractModel):
    """One show's downloads in the season's weeks, by release group and by resolution."""

    anilist_id: Id
    """AniList's id of the show."""
    downloads: PositiveCount
    """Its `season_downloads` in the season's `shows.json`."""
    groups: tuple[GroupDownloads, ...]
    """By release group, the most downloaded first."""
    resolutions: tuple[ResolutionDownloads, ...]
    """By resolution, the most downloaded first."""


@dataclass(frozen=True, slots=True)
class SeasonGroups(ContractModel):
    """What each release group and each resolution has of a season's downloads.

    The downloads of a show in a week are apportioned to what its torrents had in it, and rounded so that they sum up.
    """

    # No `data_until`: the file of a season that is over must not change any more.
    slug: Slug
    """The season, as addresses write it: `fall-2025`."""
    season: Text
    """Its name: `Fall 2025`."""
    weeks: tuple[WeekLabel, ...]
    """The weeks of its chart that have begun."""
    downloads: Count
    """Downloads of its shows in these weeks."""
    groups: tuple[GroupTotal, ...]
    """The release groups with downloads, the most downloaded first."""
    resolutions: tuple[ResolutionTotal, ...]
    """The resolutions with downloads, the most downloaded first."""
    group_weeks: tuple[GroupWeeks, ...]
    """The first 12 of `groups` by week."""
    other_group_weeks: tuple[Count, ...]
    """All other groups together, in each of `weeks`."""
    resolution_weeks: tuple[ResolutionWeeks, ...]
    """The first 12 of `resolutions` by week."""
    other_resolution_weeks: tuple[Count, ...]
    """All other resolutions together, in each of `weeks`."""
    shows: tuple[ShowSplit, ...]
    """The season's shows with downloads, in the order of their ids."""
