"""Which shows are a season's, and until which day each one counts.

of the season    its AniList season is this one: until the ISO week of its last broadcast plus 4 weeks
continuing       of an earlier season and still on the air in this one: likewise, but no longer than the season
neither          matched, so that it is not mistaken for another, and counted apart
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nyaastats.domain.calendar import Season, Week
from nyaastats.domain.shows import Show


class Standing(StrEnum):
    """What a show is to a season."""

    OF_THE_SEASON = "season"
    CONTINUING = "continuing"
    NEITHER = "neither"


def standing(show: Show, season: Season) -> Standing:
    """What `show` is to `season`."""
    if show.season == season:
        return Standing.OF_THE_SEASON
    is_earlier = show.season is None or show.season.start < season.start
    airs = any(season.start <= airing.at < season.end for airing in show.airings)
    return Standing.CONTINUING if is_earlier and airs else Standing.NEITHER


def _last_broadcast(show: Show) -> date | None:
    return max(airing.at for airing in show.airings).date() if show.airings else show.end


def last_day(show: Show, season: Season, *, post_airing_weeks: int) -> date | None:
    """The Sunday with which the show's numbers end; None when neither a schedule nor an end date tells.

    Counted from its last broadcast, else its end date; without either its last torrent tells (`measure/episodes.sql`).
    """
    ended = _last_broadcast(show)
    if ended is None:
        return None
    last = Week.of(ended).later(post_airing_weeks)
    if standing(show, season) is Standing.CONTINUING:
        last = min(last, season.last_week)
    return last.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RankedShow:
    """A show that is ranked, and how long."""

    show: Show
    standing: Standing
    last_day: date | None


def ranked_shows(shows: Iterable[Show], season: Season, *, post_airing_weeks: int) -> tuple[RankedShow, ...]:
    """The season's series and those that continue, in the order of their ids."""
    series = (show for show in sorted(shows, key=lambda show: show.id) if show.format.is_series)
    ranked = (
        RankedShow(show, standing(show, season), last_day(show, season, post_airing_weeks=post_airing_weeks))
        for show in series
    )
    return tuple(one for one in ranked if one.standing is not Standing.NEITHER)
