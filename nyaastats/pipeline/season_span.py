"""Which seasons a run is about."""

from __future__ import annotations

from collections.abc import Sequence

from nyaastats.domain.calendar import Season, SeasonSpan, find_upcoming_season, list_tracked_seasons
from nyaastats.domain.measures import ScraperHour


def choose_span(hours: Sequence[ScraperHour], season: Season | None, post_airing_weeks: int) -> SeasonSpan:
    """The season that was asked for, else all that the scrapes of these hours, at least one, touch."""
    if season:
        return SeasonSpan((season,), post_airing_weeks)
    seasons = list_tracked_seasons([hour.first_scrape for hour in hours])
    return SeasonSpan(seasons, post_airing_weeks, find_upcoming_season(seasons[-1], hours[-1].last_scrape))
