"""The contract of the evidence in a show's file: why its torrents are counted, and which were left out."""

from __future__ import annotations

from dataclasses import dataclass

from nyaastats.domain.matches import ExclusionReason, Method
from nyaastats.publish.contracts.report import Tally
from nyaastats.publish.contracts.values import (
    ContractModel,
    Count,
    Points,
    Readings,
    SeasonNumber,
    SomeTorrents,
)

MAX_READINGS = 50
"""How many readings of a show are listed."""
MAX_LEFT_OUT = 50
"""How many torrents of a show that count for no episode are listed."""


@dataclass(frozen=True, slots=True)
class TitleReading(ContractModel):
    """A way in which names were read as the show: those of its counted torrents with the same title and season."""

    # May be empty, unlike other texts, and may hold what no title should: it is what a stranger wrote.
    title: str
    """The title as the names have it."""
    season: SeasonNumber | None
    """The season that the names state; null when they state none."""
    method: Method
    """How the title was recognised."""
    torrents: SomeTorrents
    """How many torrents were read so."""
    downloads: Count
    """How many downloads scrapes have counted of them, also after the show's last day."""
    example: str
    """The name of the most downloaded of them, which the rest is about."""
    score: Points
    """How much spoke for the show."""
    why: str
    """What spoke for it."""


@dataclass(frozen=True, slots=True)
class LeftOutTorrent(ContractModel):
    """A torrent that was recognised as the show's and counts for no episode."""

    name: str
    """Its name."""
    reason: ExclusionReason
    """Why it counts for no episode."""
    downloads: Count
    """How many downloads scrapes have counted of it."""


@dataclass(frozen=True, slots=True)
class ShowEvidence(ContractModel):
    """Why the torrents of a show are counted, and which were recognised as its and are not."""

    readings: tuple[TitleReading, ...]
    """How the names of its counted torrents were read, the most downloaded first, at most 50."""
    more_readings: Readings
    """How many further readings there are."""
    left_out: tuple[LeftOutTorrent, ...]
    """Its torrents that count for no episode, the most downloaded first, at most 50."""
    more_left_out: Tally
    """How many further such torrents there are, and their downloads."""
