"""What a person found when they judged a sample of the matches, as it passes from a review to `publish`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MatchAudit:
    """The precision of the matches that count, estimated from a sample that a person judged blind."""

    judged_at: datetime
    """When the person judged, UTC."""
    data_until: datetime
    """The newest scrape of the database that the sample was drawn from, UTC."""
    judged: int
    """Matches of the sample that were judged; one that was drawn twice is two of them."""
    right: int
    """Those with the right show and the right episode."""
    unsure: int
    """Those of which the person could not tell; they are neither right nor wrong."""
    precision: float
    """The right ones of those that are not unsure. It estimates the share of right matches, weighted by downloads."""
    low: float
    """The lower bound of the 95 % interval of the precision."""
    high: float
    """Its upper bound."""
