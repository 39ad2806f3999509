"""Builds the published events from those of the run."""

from __future__ import annotations

from collections.abc import Mapping

from nyaastats.domain.events import Chronicle, Event
from nyaastats.domain.shows import AniListId
from nyaastats.publish.contracts.events import GeneralEvent, GeneralEvents, ShowEvent


def build_show_events(chronicle: Chronicle) -> Mapping[AniListId, tuple[ShowEvent, ...]]:
    """The events of each show."""
    return {show: tuple(map(_build_show_event, events)) for show, events in chronicle.by_show.items()}


def build_general_events(chronicle: Chronicle) -> GeneralEvents:
    """The events about all shows."""
    return GeneralEvents(tuple(map(_build_general_event, chronicle.general)), chronicle.left_out)


def _build_show_event(event: Event) -> ShowEvent:
    note = event.note
    return ShowEvent(
        kind=event.kind,
        at=event.at,
        episode=event.episode,
        episodes=event.episodes,
        days=event.days,
        version=event.version,
        group=event.group,
        title=note.title if note else None,
        reason=note.reason if note else None,
        link=note.link if note else None,
    )


def _build_general_event(event: Event) -> GeneralEvent:
    note = event.note
    return GeneralEvent(
        kind=event.kind,
        at=event.at,
        until=event.until,
        title=note.title if note else None,
        reason=note.reason if note else None,
        link=note.link if note else None,
    )
