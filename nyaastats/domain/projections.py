"""Projections of the first 7 days of young episodes: of which episodes they are learnt, and how they are scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nyaastats.domain.calendar import Week
from nyaastats.domain.shows import AniListId

SCORED_HOURS = (12, 24, 48, 96)
"""The ages as of which past episodes are projected again, to score the projections."""
MIN_AGE_HOURS = 6
"""No younger episode is projected: half of its torrents may not be there yet."""
MIN_EPISODES = 4
"""A group of fewer finished episodes is passed over for the next larger one."""
MIN_RATIOS = 20
"""Of fewer past ratios there is no interval."""


class ProjectionGroup(StrEnum):
    """Whose finished episodes say how much of the first 7 days has come at an age."""

    SHOW = "show"
    """The show's own."""
    CLASS = "class"
    """Those of the shows of its premiere-size class."""
    ALL = "all"
    """Those of all shows."""


@dataclass(frozen=True, slots=True)
class EpisodeProjection:
    """What one run projected of one episode."""

    show: AniListId
    episode: int
    hours: float
    """Since its first torrent."""
    projected: int
    low: int | None
    high: int | None
    last: int | None
    """The first 7 days of the show's last finished episode."""


@dataclass(frozen=True, slots=True)
class ProjectionRun:
    """All projections of one run."""

    known_until: datetime
    """The newest scrape of the run."""
    projections: Sequence[EpisodeProjection]


ProjectionRuns = Mapping[Week, tuple[ProjectionRun, ...]]
"""The runs that were kept, in the order of their time, by the week in which they were made."""


def add_run(kept: ProjectionRuns, run: ProjectionRun) -> ProjectionRuns:
    """What is kept after a run; what was projected as of a moment stands, though a later run may project otherwise."""
    week = Week.of(run.known_until.date())
    runs = kept.get(week, ())
    if not run.projections or any(other.known_until == run.known_until for other in runs):
        return kept
    return {**kept, week: tuple(sorted((*runs, run), key=lambda item: item.known_until))}
