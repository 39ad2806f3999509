"""What must hold of the events in each show's file and in events.json."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from nyaastats.domain.events import EventKind
from nyaastats.domain.scrapes import MAX_SCRAPED_AT
from nyaastats.publish.contracts.events import GeneralEvent, ShowEvent
from nyaastats.publish.contracts.public import Publication
from nyaastats.publish.contracts.report import Report
from nyaastats.publish.contracts.values import EVENTS_FILE, REPORT_FILE, contract_error, page_file

_GENERAL_KINDS = {EventKind.SCRAPER_GAP, EventKind.TRACKER_RESTART, EventKind.NOTE}
_SHOW_KINDS = set(EventKind) - {EventKind.SCRAPER_GAP, EventKind.TRACKER_RESTART}
_DETAILS = {
    EventKind.BROADCAST: {"episode"},
    EventKind.DOUBLE_EPISODE: {"episode", "episodes"},
    EventKind.DELAY: {"episode", "days"},
    EventKind.SKIPPED_WEEK: {"episode"},
    EventKind.BREAK: {"episode", "days"},
    EventKind.FINALE: {"episode"},
    EventKind.BATCH: set(),
    EventKind.VERSION: {"episode", "version"},
    EventKind.NOTE: {"title", "reason"},
    EventKind.SCRAPER_GAP: {"until"},
    EventKind.TRACKER_RESTART: set(),
}
"""The details that each kind must have."""
_OPTIONAL = {EventKind.BATCH: {"group"}, EventKind.VERSION: {"group"}, EventKind.NOTE: {"link"}}
"""Those that it may have."""


def check_events(publication: Publication) -> None:
    """Raise ContractError unless all events are of their file's kinds, whole, in order, and each there once."""
    for page in publication.pages:
        _check_list(page_file(page.anilist_id), page.events, _SHOW_KINDS)
    general = publication.events.events
    _check_list(EVENTS_FILE, general, _GENERAL_KINDS)
    for event in general:
        if event.until is not None and not event.at < event.until <= publication.data_until:
            raise contract_error(EVENTS_FILE, "until", f"{event.until} is not between {event.at} and data_until")
    if 0 in publication.events.left_out.values():
        raise contract_error(EVENTS_FILE, "left_out", "names a reason without events")


def check_restarts(report: Report, publication: Publication) -> None:
    """Raise ContractError unless events.json has each restart that the report counts."""
    restarts = sum(event.kind is EventKind.TRACKER_RESTART for event in publication.events.events)
    if restarts != report.tracker_restarts:
        raise contract_error(REPORT_FILE, "tracker_restarts", f"are not the {restarts} of {EVENTS_FILE!r}")


def _check_list(name: str, events: Sequence[ShowEvent] | Sequence[GeneralEvent], kinds: set[EventKind]) -> None:
    for event in events:
        if event.kind not in kinds:
            raise contract_error(name, "events", f"{event.kind.value!r} at {event.at} does not belong here")
        if event.at >= MAX_SCRAPED_AT:
            raise contract_error(name, "events", f"{event.kind.value!r} at {event.at} is out of bounds")
        _check_details(name, event)
    times = [event.at for event in events]
    if times != sorted(times):
        raise contract_error(name, "events", "are not in the order of their times")
    if len(set(events)) != len(events):
        raise contract_error(name, "events", "has an event twice")


def _check_details(name: str, event: ShowEvent | GeneralEvent) -> None:
    details = {field.name for field in fields(event) if getattr(event, field.name) is not None} - {"kind", "at"}
    needed = _DETAILS[event.kind]
    if not needed <= details <= needed | _OPTIONAL.get(event.kind, set()):
        what = f"{event.kind.value!r} at {event.at} has {sorted(details)}, not {sorted(needed)}"
        raise contract_error(name, "events", what)
