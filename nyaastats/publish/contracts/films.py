"""The contract of `films.json`: films, OVA and specials, which are in no chart."""

from __future__ import annotations

from dataclasses import dataclass

from nyaastats.domain.shows import Format
from nyaastats.publish.contracts.groups import ReleaseGroup
from nyaastats.publish.contracts.values import (
    BroadcastDay,
    Color,
    ContractModel,
    Count,
    Episodes,
    Id,
    SomeTorrents,
    Text,
    UtcDay,
    UtcTime,
    WebAddress,
    WeekLabel,
)


@dataclass(frozen=True, slots=True)
class Film(ContractModel):
    """One film, OVA or special: facts from AniList, then what was measured.

    All its torrents count together, whether they hold all of it or one of its episodes. Element i of each list is the
    week i weeks after `first_week`, up to `last_week` of the document.
    """

    anilist_id: Id
    """AniList's id of the film."""
    title: Text
    """What fans call it: the English title, else the romaji one."""
    title_romaji: Text
    """The Japanese title in Latin letters."""
    title_english: Text | None
    """The English title; null when AniList has none."""
    title_native: Text | None
    """The title in its own script; null when AniList has none."""
    synonyms: tuple[Text, ...]
    """Other titles that AniList knows."""
    format: Format
    """AniList's format: MOVIE, OVA or SPECIAL."""
    status: Text | None
    """AniList's status: FINISHED, RELEASING, NOT_YET_RELEASED, CANCELLED or HIATUS; null when AniList has none."""
    episodes: Episodes | None
    """How many episodes AniList announces; null when it does not say."""
    start_date: BroadcastDay | None
    """The day on which it came out; null when AniList does not know it."""
    poster: WebAddress | None
    """The address of the cover picture at AniList; null when there is none."""
    color: Color | None
    """The poster's main colour: `#e4a15d`; null when AniList names none."""
    url: WebAddress
    """Its page on AniList."""
    first_torrent_date: UtcDay
    """The day on which its first torrent was published."""
    torrents: SomeTorrents
    """How many torrents count for it."""
    downloads: Count
    """Downloads in all weeks: the sum of `downloads_weekly`."""
    downloads_estimated: Count
    """Of these, an estimate: spread over more than 48 hours, or expected since a torrent's last scrape."""
    provisional_from: UtcDay | None
    """The first day that holds downloads which are expected and counted by no scrape yet; null when none does."""
    first_week: WeekLabel
    """The week of its first torrent, or the chart's first week if that is later: nothing before it is listed."""
    downloads_weekly: tuple[Count, ...]
    """Downloads of all its torrents in each week."""
    downloads_estimated_weekly: tuple[Count, ...]
    """Of these, an estimate."""
    groups: tuple[ReleaseGroup, ...]
    """The same downloads by release group, the most downloaded first."""


@dataclass(frozen=True, slots=True)
class Films(ContractModel):
    """Every film, OVA and special of the seasons with a torrent that was scraped; music videos are not among them."""

    data_until: UtcTime
    """The newest scrape in the database; nothing after it is known."""
    last_week: WeekLabel
    """The last week of the chart that has begun."""
    complete: bool
    """Whether it is over."""
    films: tuple[Film, ...]
    """The films, in the order of their ids."""
