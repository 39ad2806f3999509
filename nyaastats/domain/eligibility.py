"""Which shows are counted, until which day, and which of them are ranked in a season.

A series counts until 4 weeks after the ISO week in which it ends, however many seasons it runs through. In a season it
is

seasonal      its AniList season is this one
continuing    of an earlier season and still on the air in this one: ranked until the season's last week
other         not ranked; still matched, so that its torrents are not taken for another show's, and listed as unranked
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from nyaastats.domain.calendar import Season, SeasonSpan, Week
from nyaastats.domain.shows import AniListId, Show


class SeasonRole(Enum):
    """Why a show is ranked in a season, or that it is not."""

    SEASONAL = "seasonal"
    CONTINUING = "continuing"
    OTHER = "other"


def determine_role(show: Show, season: Season) -> SeasonRole:
    """The role of `show` in `season`, by AniList's season and schedule."""
    if show.season == season:
        return SeasonRole.SEASONAL
    # A long-running show (One Piece, https://anilist.co/anime/21) has the season of its first episode, 1999.
    is_earlier = show.season is None or show.season.start < season.start
    begin, end = season.start, season.end
    is_airing = any(begin <= airing.at < end for airing in show.airings)
    return SeasonRole.CONTINUING if is_earlier and is_airing else SeasonRole.OTHER


def is_eligible(show: Show, season: Season) -> bool:
    """Whether `show` is ranked in `season`: a series that is seasonal or continuing. The only definition."""
    return show.format.is_series and determine_role(show, season) is not SeasonRole.OTHER


def find_last_day(show: Show, *, last_published: date | None, post_airing_weeks: int) -> date | None:
    """The Sunday with which the show's numbers end; None when nothing is known of its end.

    Counted from the latest of its last scheduled broadcast, its end date and, while AniList says that it is RELEASING
    or knows neither, `last_published`: the day on which its last torrent was published. A schedule may know only a part
    of the broadcasts.
    """
    ends = [airing.at.date() for airing in show.airings] + ([show.end] if show.end else [])
    if last_published and (show.status == "RELEASING" or not ends):
        ends.append(last_published)
    if not ends:
        return None
    return Week.of(max(ends)).later(post_airing_weeks).end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CountedShow:
    """A series whose downloads are counted, and how long."""

    show: Show
    last_day: date | None
    """The last day that counts, a Sunday; None when nothing is known of its end, and it has no torrent either."""


def select_counted_shows(
    shows: Iterable[Show], span: SeasonSpan, *, last_published: Mapping[AniListId, date]
) -> tuple[CountedShow, ...]:
    """The series that are ranked in any season of the span, or will be in the next, in the order of their ids.

    `last_published` is the day on which each show's last torrent was published.
    """
    return tuple(
        CountedShow(
            show,
            find_last_day(show, last_published=last_published.get(show.id), post_airing_weeks=span.post_airing_weeks),
        )
        for show in sorted(shows, key=lambda show: show.id)
        if any(is_eligible(show, season) for season in span.counted_seasons)
    )


@dataclass(frozen=True, slots=True)
class RankedShow:
    """A show that is ranked in a season, and how long."""

    show: Show
    role: SeasonRole
    last_day: date | None
    """The last day on which it is ranked there, a Sunday; None as of `CountedShow`."""


def select_ranked_shows(counted: Iterable[CountedShow], season: Season) -> tuple[RankedShow, ...]:
    """The season's series and those that continue, in the same order."""
    return tuple(
        RankedShow(item.show, role, _limit_last_day(item.last_day, role, season))
        for item in counted
        if (role := determine_role(item.show, season)) is not SeasonRole.OTHER
    )


def _limit_last_day(last_day: date | None, role: SeasonRole, season: Season) -> date | None:
    if last_day is None or role is not SeasonRole.CONTINUING:
        return last_day
    return min(last_day, season.last_week.end - timedelta(days=1))
