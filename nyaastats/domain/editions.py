"""A week's chart as it was first published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from nyaastats.domain.calendar import Week
from nyaastats.domain.shows import AniListId

MAX_EDITION_AGE = timedelta(days=1)
"""How long after its week an edition may still be replaced by a run that knows more."""


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """One show in it."""

    rank: int
    downloads: int


@dataclass(frozen=True, slots=True)
class Edition:
    """The chart of one complete week, as of one moment."""

    week: Week
    known_until: datetime
    """The newest scrape of the run that published it."""
    entries: Mapping[AniListId, EditionEntry]

    def is_open(self, now: datetime) -> bool:
        """Whether a run whose newest scrape is at `now` replaces it."""
        ended = datetime.combine(self.week.end, time(), UTC)
        return self.known_until <= now <= ended + MAX_EDITION_AGE


Editions = Mapping[Week, Edition]
"""By their week."""


def choose_editions(kept: Editions, published: Editions) -> Editions:
    """The editions after a run that publishes `published`: what is kept stands, unless it is open at the run's time."""
    replaced = {
        week: edition
        for week, edition in published.items()
        if week not in kept or kept[week].is_open(edition.known_until)
    }
    return {**kept, **replaced}
