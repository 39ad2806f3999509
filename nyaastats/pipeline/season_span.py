"""Which seasons a run is about."""

from __future__ import annotations

from collections.abc import Sequence

from nyaastats.domain.calendar import Season, SeasonSpan, list_tracked_seasons
from nyaastats.domain.measures import ScraperHour


def choose_span(hours: Sequence[ScraperHour], season: Season | None, post_airing_weeks: int) -> SeasonSpan:
    """The season that was asked for, else all that the scrapes of these hours, at least one, touch."""
    if season:
        return SeasonSpan((season,), post_airing_weeks)
    return SeasonSpan(list_tracked_seasons([hour.first_scrape for hour in hours]), post_airing_weeks)
