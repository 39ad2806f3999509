"""Which shows are ranked in a season, and until which day each of them counts.

seasonal      its AniList season is this one: until 4 weeks after the ISO week in which it ends
continuing    of an earlier season and still on the air in this one: likewise, but no longer than the season
other         not ranked; still matched, so that its torrents are not taken for another show's, and listed as unranked
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from nyaastats.domain.calendar import Season, Week
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
    is_airing = any(season.start <= airing.at < season.end for airing in show.airings)
    return SeasonRole.CONTINUING if is_earlier and is_airing else SeasonRole.OTHER


def is_eligible(show: Show, season: Season) -> bool:
    """Whether `show` is ranked in `season`: a series that is seasonal or continuing. The only definition."""
    return show.format.is_series and determine_role(show, season) is not SeasonRole.OTHER


def find_last_day(show: Show, season: Season, *, last_published: date | None, post_airing_weeks: int) -> date | None:
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
    last = Week.of(max(ends)).later(post_airing_weeks)
    if determine_role(show, season) is SeasonRole.CONTINUING:
        last = min(last, season.last_week)
    return last.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RankedShow:
    """A show that is ranked, and how long."""

    show: Show
    role: SeasonRole
    last_day: date | None
    """The last day that counts, a Sunday; None when nothing is known of its end, and it has no torrent either."""


def select_ranked_shows(
    shows: Iterable[Show],
    season: Season,
    *,
    last_published: Mapping[AniListId, date],
    post_airing_weeks: int,
) -> tuple[RankedShow, ...]:
    """The season's series and those that continue, in the order of their ids.

    `last_published` is the day on which each show's last torrent was published.
    """
    return tuple(
        RankedShow(
            show,
            determine_role(show, season),
            find_last_day(
                show, season, last_published=last_published.get(show.id), post_airing_weeks=post_airing_weeks
            ),
        )
        for show in sorted(shows, key=lambda show: show.id)
        if is_eligible(show, season)
    )
