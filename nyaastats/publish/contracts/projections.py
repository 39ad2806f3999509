"""The contract of `projections.json`: what the first 7 days of young episodes will come to, and how right that was."""

from __future__ import annotations

from dataclasses import dataclass

from nyaastats.domain.projections import ProjectionGroup
from nyaastats.publish.contracts.values import (
    ContractModel,
    Count,
    Entries,
    Hours,
    Id,
    Number,
    PositiveCount,
    Share,
    SomeEpisodes,
    Text,
    UtcTime,
)


@dataclass(frozen=True, slots=True)
class Projection(ContractModel):
    """One episode whose first 7 days are not over, at least 6 hours after its first torrent."""

    anilist_id: Id
    """AniList's id of the show."""
    title: Text
    """What fans call the show: the English title, else the romaji one."""
    episode: Number
    """The episode within the show's own AniList entry; 0 is a prologue."""
    made_at: UtcTime
    """The moment as of which it is projected: the newest scrape, as `data_until`."""
    hours: Hours
    """The age of the episode then: since its first torrent, as far as its days are counted."""
    downloads: PositiveCount
    """Its downloads so far."""
    projected: PositiveCount
    """What its first 7 days will come to: the downloads so far by the median share that others had at this age."""
    low: Count | None
    """The lower end of an interval that holds 80 % of such episodes; null where it would be learnt of fewer than 20."""
    high: Count | None
    """Its upper end."""
    last_downloads: Count | None
    """The first 7 days of the show's last episode for which these are over; null when there is none."""
    basis: ProjectionGroup
    """Of which episodes the share was learnt: the show's own where there are at least 4, else those of its class."""
    episodes: SomeEpisodes
    """Of how many."""
    ratios: Entries
    """Of how many past projections of this age the interval was learnt; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class ProjectionScore(ContractModel):
    """How right projections at one age were, over episodes whose first 7 days are over now."""

    hours: Hours
    """The age."""
    projections: Entries
    """How many projections there were."""
    median_error: Share | None
    """The median of their distance from what it came to, as a share of that; null when there are none."""
    intervals: Entries
    """How many of them had an interval."""
    coverage: Share | None
    """The share of the intervals that held what it came to: 80 % is meant; null when there are none."""
    compared: Entries
    """How many projections were of a show of which an episode's first 7 days were over by then."""
    compared_error: Share | None
    """The median error of these."""
    last_error: Share | None
    """What it would be, had that episode's downloads been the projection: same as the last one."""


@dataclass(frozen=True, slots=True)
class Projections(ContractModel):
    """The projections of young episodes, and their public score."""

    data_until: UtcTime
    """The newest scrape in the database; nothing after it is known."""
    projections: tuple[Projection, ...]
    """The young episodes, in the order of show and episode."""
    replayed: tuple[ProjectionScore, ...]
    """All finished episodes, projected again as of four ages, by what was known then and the episodes finished then."""
    # Replayed is all of the past by the rules of today; kept is what was really published.
    kept: tuple[ProjectionScore, ...]
    """What earlier runs published, by the age that is nearest in proportion; an age without any is left out."""
