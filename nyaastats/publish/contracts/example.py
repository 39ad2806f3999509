"""The contract of the example in `report.json`: one torrent on its way from its name to a rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from nyaastats.domain.matches import Method
from nyaastats.publish.contracts.values import (
    ContractModel,
    Count,
    Id,
    Number,
    Place,
    Points,
    PositiveCount,
    Sha1,
    SomeTorrents,
    Text,
    UtcDay,
    UtcTime,
    WeekLabel,
)


@dataclass(frozen=True, slots=True)
class ExamplePart(ContractModel):
    """One part of the evidence for the example's show."""

    name: Text
    """What was looked at: the title, the season, the date and so on."""
    points: Points
    """What it adds to the score: positive for the show, negative against it."""
    why: Text
    """What was found."""


@dataclass(frozen=True, slots=True)
class ExampleScrape(ContractModel):
    """One of the example's scrapes."""

    time: UtcTime
    """When the tracker was asked."""
    downloads: Count
    """The tracker's count since publication."""


@dataclass(frozen=True, slots=True)
class ExampleDay(ContractModel):
    """One of the example's days."""

    date: UtcDay
    """The day."""
    downloads: Count
    """Downloads of this torrent alone."""


@dataclass(frozen=True, slots=True)
class FullDay(ContractModel):
    """What all torrents of the example's episode had on a day."""

    date: UtcDay
    """The day."""
    torrents: SomeTorrents
    """How many torrents of the episode had been published by the end of the day, the example among them."""
    downloads: Count
    """The episode's `downloads_daily` of that day in `episodes.parquet`."""


@dataclass(frozen=True, slots=True)
class ExampleWeek(ContractModel):
    """What `rankings.json` says of the example's show in one week."""

    week: WeekLabel
    """The ISO 8601 week: `2025-W40`."""
    rank: Place
    """The show's rank."""
    downloads: PositiveCount
    """Downloads of the show in this week."""


@dataclass(frozen=True, slots=True)
class Example(ContractModel):
    """One torrent that counts, through all steps from its name to a rank.

    It is of the show with seasonal rank 1: rather one whose number is not its episode, of those the most downloaded.
    """

    name: Text
    """The torrent's name."""
    published: UtcTime
    """When it was published."""
    infohash: Sha1
    """Its infohash, in hexadecimal."""
    titles: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Every title in the name, as it is written there."""
    group: Text | None
    """The release group; null when the name has none."""
    number: Number | None
    """The episode's number as the group wrote it; null when the name has none."""
    resolution: Text | None
    """The resolution in the name: `1080p`; null when the name has none."""
    anilist_id: Id
    """AniList's id of the show."""
    title: Text
    """What fans call the show: the English title, else the romaji one."""
    episode: Number
    """The episode within the show's own AniList entry; 0 is a prologue."""
    method: Method
    """How the title was recognised."""
    score: Points
    """How much spoke for the show."""
    parts: tuple[ExamplePart, ...]
    """The evidence, which adds up to the score."""
    scrapes: Annotated[tuple[ExampleScrape, ...], Field(min_length=1, max_length=6)]
    """Its first usable scrapes, at most six, in order.

    Those in which all was 0 after a larger count are not among them; a count that fell, which adds no downloads, is.
    """
    days: Annotated[tuple[ExampleDay, ...], Field(min_length=1, max_length=7)]
    """Its first days, at most seven, one after the other."""
    downloads: PositiveCount
    """Downloads of this torrent in all, also after these days and after the show's last day."""
    first_day: FullDay
    """Its whole episode on the day that has the most of `days`, of equals the first."""
    week: ExampleWeek | None
    """Its show in the week of that day; null where it is not ranked, as before the season's first week."""
