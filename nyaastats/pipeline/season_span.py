"""Which seasons a run is about."""

from __future__ import annotations

from datetime import datetime

from nyaastats.domain.calendar import Season, SeasonSpan, list_tracked_seasons
from nyaastats.engines.base import Engine
from nyaastats.measure.runner import Unreadable, list_scraped_hours


def choose_span(
    engine: Engine, season: Season | None, post_airing_weeks: int, now: datetime, *, unreadable: Unreadable
) -> SeasonSpan:
    """The season that was asked for, else all that the scrapes touch; `now` and `unreadable` are as of `load_scrapes`.

    Raises DatabaseError when no season was asked for, and no scrape is usable.
    """
    if season:
        return SeasonSpan((season,), post_airing_weeks)
    hours = list_scraped_hours(engine, now, unreadable=unreadable)
    return SeasonSpan(list_tracked_seasons(hours), post_airing_weeks)
