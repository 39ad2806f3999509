"""The contract of published events: those of one show in its file, those about all shows in `events.json`.

The docstring under a field is its description in `schema.json`, where `null` is what Python calls None. A text is a
name, or what a person wrote, as it is: data, never markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nyaastats.domain.events import EventKind, EventRejection
from nyaastats.publish.contracts.values import (
    ContractModel,
    DayCount,
    Episodes,
    Events,
    Link,
    Number,
    ReleaseVersion,
    Text,
    UtcTime,
)


@dataclass(frozen=True, slots=True)
class ShowEvent(ContractModel):
    """One event of a show; null is a detail that events of its kind do not have."""

    kind: EventKind
    """What happened."""
    at: UtcTime
    """When; of a broadcast that lies ahead, when it is announced for."""
    episode: Number | None
    """The episode that it is about; of several the first; of a skipped week the one that was due."""
    episodes: Episodes | None
    """How many episodes aired together."""
    days: DayCount | None
    """Of a delay, the days beyond a week after the episode before; of a break, those since that episode."""
    version: ReleaseVersion | None
    """The version that was published: 2 and more."""
    group: Text | None
    """The release group of a batch or a version; null, too, when the torrent's name has none."""
    title: Text | None
    """What a person noted."""
    reason: Text | None
    """Why it was so, or how they know."""
    link: Link | None
    """Where to read more; null, too, when they named nothing."""


@dataclass(frozen=True, slots=True)
class GeneralEvent(ContractModel):
    """One event about all shows; null is a detail that events of its kind do not have."""

    kind: EventKind
    """What happened: a scraper's gap, a tracker's restart or a note."""
    at: UtcTime
    """When; of a gap, the last scrape before it."""
    until: UtcTime | None
    """Of a gap, the first scrape after it."""
    title: Text | None
    """What a person noted."""
    reason: Text | None
    """Why it was so, or how they know."""
    link: Link | None
    """Where to read more; null, too, when they named nothing."""


@dataclass(frozen=True, slots=True)
class GeneralEvents(ContractModel):
    """What happened to the numbers of all shows, of all time."""

    # No `data_until`: a run in which nothing happened writes the same bytes.
    events: tuple[GeneralEvent, ...]
    """The events, by time."""
    left_out: Mapping[EventRejection, Events]
    """How many events, of shows too, are in no file, by the reason."""
