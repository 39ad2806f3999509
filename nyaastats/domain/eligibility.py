"""Which shows are ranked in a season, and until which day each of them counts.

seasonal      its AniList season is this one: until the ISO week of its last broadcast plus 4 weeks
continuing    of an earlier season and still on the air in this one: likewise, but no longer than the season
other         not ranked; still matched, so that its torrents are not taken for another show's, and listed as unranked
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from nyaastats.domain.calendar import Season, Week
from nyaastats.domain.shows import Show


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
    is_airing = any(season.start <= airing.at < season.end for airing in show.airings)
    return SeasonRole.CONTINUING if is_earlier and is_airing else SeasonRole.OTHER


def is_eligible(show: Show, season: Season) -> bool:
    """Whether `show` is ranked in `season`: a series that is seasonal or continuing. The only definition."""
    return show.format.is_series and determine_role(show, season) is not SeasonRole.OTHER


def _find_last_broadcast(show: Show) -> date | None:
    return max(airing.at for airing in show.airings).date() if show.airings else show.end


def find_last_day(show: Show, season: Season, *, post_airing_weeks: int) -> date | None:
    """The Sunday with which the show's numbers end; None when it has neither a schedule nor an end date.

    Counted from its last broadcast, else its end date; without either, the SQL counts from its last torrent.
    """
    last_broadcast = _find_last_broadcast(show)
    if last_broadcast is None:
        return None
    last = Week.of(last_broadcast).later(post_airing_weeks)
    if determine_role(show, season) is SeasonRole.CONTINUING:
        last = min(last, season.last_week)
    return last.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RankedShow:
    """A show that is ranked, and how long."""

    show: Show
    role: SeasonRole
    last_day: date | None
    """The last day that counts, a Sunday; None when it has to be derived from its last torrent."""


def select_ranked_shows(shows: Iterable[Show], season: Season, *, post_airing_weeks: int) -> tuple[RankedShow, ...]:
    """The season's series and those that continue, in the order of their ids."""
    return tuple(
        RankedShow(show, determine_role(show, season), find_last_day(show, season, post_airing_weeks=post_airing_weeks))
        for show in sorted(shows, key=lambda show: show.id)
        if is_eligible(show, season)
    )
