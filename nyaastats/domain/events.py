"""What happened around a show's numbers: broadcasts and their irregularities, batches, versions, gaps, notes.

What AniList's answer cannot say, so that no event here says it either:

- an announced skip whose schedule nobody has changed yet: the episode stands at its old time
- what a schedule said before: a postponed first episode is simply late, and nothing before it measures that
- why: a recap in the slot, sport, a production's trouble; a recap or special is no episode of its entry
- that a show has moved to another day for good: one delay, or one episode that came early, and then weeks as before
- what aired as one episode: an hour of two stories under one number is no double episode
- when streams had it: times are those of the first broadcast, days before or after the stream that releases are from
- a break between two entries: most split cours are two entries, and only a break within one is seen
- a finale while the number of episodes is unknown, and that a show was cancelled: AniList has no time of that
- anything between two episodes whose numbers do not follow each other: the answer lacks those between them

A person's notes are for these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from nyaastats.domain.matches import ClassifiedTorrent, ExclusionReason, Match
from nyaastats.domain.measures import ScraperHour
from nyaastats.domain.releases import Kind
from nyaastats.domain.scrapes import MAX_SCRAPED_AT, MIN_SCRAPED_AT
from nyaastats.domain.shows import Airing, AniListId, Show

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
MIN_BREAK_DAYS = 28
"""A show that is away for so long has paused; what is shorter is weeks that were skipped."""
MIN_STEPS = 3
"""With fewer steps between broadcasts nothing is said of a show's rhythm, and a week is expected."""
MAX_SCRAPER_STEP = timedelta(hours=6)
"""A scraper that is up asks at least every 4 hours, the pace of young torrents; one missed time is no gap."""
NEIGHBOUR_STEPS = 12
"""Steps on each side of a scraper's gap that tell its rhythm there."""


class EventKind(StrEnum):
    """What happened; of one moment, in this order."""

    BROADCAST = "broadcast"
    """An episode aired, or will, by AniList's schedule."""
    DOUBLE_EPISODE = "double_episode"
    """Two episodes or more aired within a day; it is at the first of them."""
    DELAY = "delay"
    """An episode aired days later than a week after the one before; whole weeks are skipped ones."""
    SKIPPED_WEEK = "skipped_week"
    """No episode aired a week, or two, after the one before: it is at the time when it was due."""
    BREAK = "break"
    """An episode aired four weeks or more after the one before, as after a split cour."""
    FINALE = "finale"
    """The last episode of as many as AniList announces."""
    BATCH = "batch"
    """The show's first torrent of many episodes was published."""
    VERSION = "version"
    """A group published a later version of an episode's torrent that is counted."""
    NOTE = "note"
    """A person wrote it down."""
    SCRAPER_GAP = "scraper_gap"
    """No torrent was scraped for more than six hours, and the scraper was up before and after."""
    TRACKER_RESTART = "tracker_restart"
    """The tracker forgot the counts of many torrents at once."""


@dataclass(frozen=True, slots=True)
class Note:
    """A person's own event."""

    show: AniListId | None
    """None: it is about all shows."""
    at: datetime
    title: str
    reason: str
    """Why, or how it is known."""
    link: str | None = None
    """An https address."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event; a detail that its kind does not have is None."""

    kind: EventKind
    at: datetime
    episode: int | None = None
    """The episode that it is about; of several the first; of a skipped week the one that was due."""
    episodes: int | None = None
    """How many aired together."""
    days: int | None = None
    """Of a delay, those beyond a week after the episode before; of a break, those since then."""
    version: int | None = None
    group: str | None = None
    """The release group, where the torrent's name has one."""
    until: datetime | None = None
    """The end of a scraper's gap."""
    note: Note | None = None


class EventRejection(StrEnum):
    """Why an event is left out."""

    BEFORE_DATA = "before_data"
    """It is before the first day whose torrents are considered, as the broadcasts of a long-running show are."""
    AFTER_2099 = "after_2099"
    """Its time is an error of whoever wrote it."""
    UNPUBLISHED_SHOW = "unpublished_show"
    """A note about a show that has no file: nothing of it is counted, or its id is wrong."""


def sort_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """By time, each once."""
    return tuple(sorted(dict.fromkeys(events), key=_make_sort_key))


def _make_sort_key(event: Event) -> tuple[datetime, int, int, int, str, str]:
    episode, version = (-1 if number is None else number for number in (event.episode, event.version))
    title = event.note.title if event.note else ""
    return event.at, list(EventKind).index(event.kind), episode, version, event.group or "", title


def _find_middle(steps: Sequence[timedelta]) -> timedelta:
    """The median; of two middle ones the longer."""
    return sorted(steps)[len(steps) // 2]


# --- the schedule -----------------------------------------------------------------------------------------------------


def find_schedule_events(show: Show) -> tuple[Event, ...]:
    """What AniList's schedule says of a show, as of its newest answer."""
    broadcasts = (Event(EventKind.BROADCAST, airing.at, airing.episode) for airing in show.airings)
    slots = _group_into_slots(show.airings)
    doubles = (
        Event(EventKind.DOUBLE_EPISODE, slot[0].at, min(airing.episode for airing in slot), episodes=len(slot))
        for slot in slots
        if len(slot) > 1
    )
    return sort_events((*broadcasts, *doubles, *_find_late_events(slots), *_find_finale(show)))


def _group_into_slots(airings: Iterable[Airing]) -> list[list[Airing]]:
    """The broadcasts that begin less than a day after the first of their group; a daily show has a group a day."""
    slots: list[list[Airing]] = []
    for airing in sorted(airings, key=lambda airing: (airing.at, airing.episode)):
        if slots and airing.at - slots[-1][0].at < DAY:
            slots[-1].append(airing)
        else:
            slots.append([airing])
    return slots


def _find_late_events(slots: Sequence[Sequence[Airing]]) -> Iterator[Event]:
    """Delays, skipped weeks and breaks, in a show that is weekly or faster."""
    steps = [(before, after) for before, after in pairwise(slots) if _follows(before, after)]
    lengths = [after[0].at - before[0].at for before, after in steps]
    # A show that airs every second week, or once a month, does not skip the weeks between.
    if len(lengths) >= MIN_STEPS and _find_middle(lengths) > WEEK + DAY:
        return
    for before, after in steps:
        yield from _judge_step(before[0], after[0])


def _follows(before: Sequence[Airing], after: Sequence[Airing]) -> bool:
    """Whether no episode is missing between two slots."""
    last, first = max(airing.episode for airing in before), min(airing.episode for airing in after)
    return first == last + 1


def _judge_step(before: Airing, after: Airing) -> Iterator[Event]:
    # To the nearest day: half an hour of sport is no delay, and 13 days and 23 hours are a week that was skipped.
    step_days = (after.at - before.at + DAY / 2) // DAY
    if step_days >= MIN_BREAK_DAYS:
        yield Event(EventKind.BREAK, after.at, after.episode, days=step_days)
        return
    days = step_days - 7
    for weeks in range(1, days // 7 + 1):
        yield Event(EventKind.SKIPPED_WEEK, before.at + weeks * WEEK, after.episode)
    if days > 0 and days % 7:
        yield Event(EventKind.DELAY, after.at, after.episode, days=days)


def _find_finale(show: Show) -> Iterator[Event]:
    last = (airing for airing in show.airings if airing.episode == show.episodes)
    yield from (Event(EventKind.FINALE, airing.at, airing.episode) for airing in last)


# --- torrents ---------------------------------------------------------------------------------------------------------


def find_torrent_events(torrents: Iterable[ClassifiedTorrent]) -> Mapping[AniListId, tuple[Event, ...]]:
    """Each show's first batch, and the later versions of torrents that count: each once, whatever its resolutions."""
    events: dict[tuple[AniListId, EventKind, int | None, str | None, int | None], Event] = {}
    for torrent in torrents:
        if not (match := torrent.match) or not (event := _build_torrent_event(torrent, match)):
            continue
        # Of all batches the first is told, whoever made it.
        group = event.group if event.kind is EventKind.VERSION else None
        key = match.show, event.kind, event.episode, group, event.version
        events[key] = min(events.get(key, event), event, key=_make_sort_key)
    shows = {show for show, *_ in events}
    return {show: sort_events(event for key, event in events.items() if key[0] == show) for show in shows}


def _build_torrent_event(torrent: ClassifiedTorrent, match: Match) -> Event | None:
    release, published = torrent.release, torrent.torrent.published
    if published is None:
        return None
    if release.kind is Kind.BATCH:
        return Event(EventKind.BATCH, published, group=release.group)
    if torrent.exclusion is ExclusionReason.SUPERSEDED:
        return Event(EventKind.VERSION, published, match.episode, version=release.version, group=release.group)
    return None


# --- the scraper and the tracker --------------------------------------------------------------------------------------


def find_scraper_gaps(hours: Sequence[ScraperHour]) -> tuple[Event, ...]:
    """The times without a scrape, from the last one before to the first one after; `hours` are in order."""
    steps = [later.first_scrape - earlier.last_scrape for earlier, later in pairwise(hours)]
    return tuple(
        Event(EventKind.SCRAPER_GAP, hours[position].last_scrape, until=hours[position + 1].first_scrape)
        for position, step in enumerate(steps)
        if step > MAX_SCRAPER_STEP and _is_up_around(steps, position)
    )


def _is_up_around(steps: Sequence[timedelta], position: int) -> bool:
    """Whether the scraper's usual step is short before and after: one that runs once a day has no gaps of a day."""
    before = steps[max(position - NEIGHBOUR_STEPS, 0) : position]
    after = steps[position + 1 : position + 1 + NEIGHBOUR_STEPS]
    # A side without a step, at the end of the data, says nothing; two scrapes alone are no rhythm.
    sides = [side for side in (before, after) if side]
    return bool(sides) and all(_find_middle(side) <= MAX_SCRAPER_STEP for side in sides)


def build_restarts(moments: Iterable[datetime]) -> tuple[Event, ...]:
    """The tracker's restarts."""
    return sort_events(Event(EventKind.TRACKER_RESTART, moment) for moment in moments)


# --- all of a run -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The events of a run, each in order and once."""

    by_show: Mapping[AniListId, tuple[Event, ...]]
    general: tuple[Event, ...]
    """Those about all shows."""
    left_out: Mapping[EventRejection, int]
    """How many events are in neither, by reason; a reason without events is not there."""


def build_chronicle(
    shows: Iterable[Show],
    torrents: Iterable[ClassifiedTorrent],
    notes: Sequence[Note],
    general: Iterable[Event],
    *,
    considered_from: datetime,
) -> Chronicle:
    """The events of `shows`, from `considered_from` on, and `general` ones with the notes about all shows."""
    by_torrents, own_notes = find_torrent_events(torrents), _group_notes(notes)
    left_out: Counter[EventRejection] = Counter()
    by_show = {
        show.id: _keep_events(
            (*find_schedule_events(show), *by_torrents.get(show.id, ()), *own_notes.get(show.id, ())),
            considered_from,
            left_out,
        )
        for show in shows
    }
    all_shows = _keep_events((*general, *own_notes.get(None, ())), MIN_SCRAPED_AT, left_out)
    unpublished = sum(1 for note in notes if note.show is not None and note.show not in by_show)
    left_out[EventRejection.UNPUBLISHED_SHOW] += unpublished
    return Chronicle(by_show, all_shows, {reason: left_out[reason] for reason in EventRejection if left_out[reason]})


def _keep_events(events: Iterable[Event], first: datetime, left_out: Counter[EventRejection]) -> tuple[Event, ...]:
    """Those within bounds; the others are counted in `left_out`."""
    rejections = [(event, _find_rejection(event, first)) for event in sort_events(events)]
    left_out.update(rejection for _, rejection in rejections if rejection)
    return tuple(event for event, rejection in rejections if rejection is None)


def _group_notes(notes: Iterable[Note]) -> Mapping[AniListId | None, list[Event]]:
    by_show: dict[AniListId | None, list[Event]] = {}
    for note in notes:
        by_show.setdefault(note.show, []).append(Event(EventKind.NOTE, note.at, note=note))
    return by_show


def _find_rejection(event: Event, first: datetime) -> EventRejection | None:
    if event.at < first:
        return EventRejection.BEFORE_DATA
    return EventRejection.AFTER_2099 if event.at >= MAX_SCRAPED_AT else None
