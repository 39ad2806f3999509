"""Which seasons a run is about."""

from __future__ import annotations

from datetime import datetime

from nyaastats.domain.calendar import Season, SeasonSpan, list_tracked_seasons
from nyaastats.engines.base import Engine
from nyaastats.measure.runner import list_scraped_hours


def choose_span(engine: Engine, season: Season | None, post_airing_weeks: int, now: datetime) -> SeasonSpan:
    """The season that was asked for, else all that the scrapes touch; `now` is the clock of the run.

    Raises DatabaseError when no season was asked for, and no scrape is usable.
    """
    if season:
        return SeasonSpan((season,), post_airing_weeks)
    return SeasonSpan(list_tracked_seasons(list_scraped_hours(engine, now)), post_airing_weeks)
