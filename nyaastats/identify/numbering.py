"""From the number that a group wrote to the episode of one AniList entry.

    [SubsPlease] Kanojo, Okarishimasu - 39      published 2025-07-15
                                         └──── 36 episodes came before in the PREQUEL chain, or, where the
                                               chain is unknown, 3 was the episode that had just aired
                                               →  episode 3, offset 36

An offset is inferred, never written down by hand: from the chain's episode counts, else from the
schedule, and then all releases of the show must agree on it, so that one wrong name shifts nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NewType

from nyaastats.identify.candidates import Entry
from nyaastats.types import AniListId, Show

Seconds = NewType("Seconds", float)
"""Seconds since 1970, UTC."""

DAY = 86_400.0
EARLY = 2 * DAY
"""A release may come so long before the broadcast: streams, and schedules that are off by a day."""
PROMPT = 14 * DAY
"""A release within so long of the broadcast is as expected."""
LATE = 60 * DAY
_WEEK = 7 * DAY
_ENOUGH_NUMBERS = 3
"""So many different numbers agree on an offset …"""
_ENOUGH_SHARE = 0.2
"""… or so large a part of all that were seen."""


ZERO_IS_FIRST = -1
"""The offset where the group's episode 0 is the first of the schedule."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A number that a show's release bore, and when it came out."""

    number: int
    published: Seconds
    is_open: bool = True
    """Whether it does not speak for itself: beyond the show's last, or of a sequel that the name does not state."""


@dataclass(frozen=True, slots=True)
class Offset:
    """What is taken from a group's number to get the entry's episode, and where that is known from."""

    value: int
    source: str
    """`chain` or `schedule`."""


@dataclass(frozen=True, slots=True)
class Placement:
    """An episode for a number."""

    episode: int
    offset: Offset | None
    """None: the number is the episode."""
    delay: float | None
    """Seconds from the broadcast to the publication; None when either is unknown."""


def chain_offsets(entry: Entry) -> tuple[Offset, ...]:
    """How many episodes came before: in all earlier seasons, and in the earlier parts of the same season.

    Known only if every series of the chain has a known length; films and specials between them do not count.
    """
    lengths = [prequel.episodes for prequel in entry.show.prequels if prequel.format.is_series]
    parts_before = max(entry.parts, default=1) - 1
    spans = (lengths, lengths[:parts_before] if parts_before <= len(lengths) else [])
    totals = (sum(filter(None, span)) for span in spans if span and all(span))
    return tuple(Offset(total, "chain") for total in dict.fromkeys(totals))


def just_aired(entry: Entry, published: Seconds) -> int | None:
    """The episode that a release of that time most likely is: the last to air, a week ago at most."""
    times, episodes = _timetable(entry.show)
    index = bisect_right(times, published + EARLY) - 1
    return episodes[index] if index >= 0 and published - times[index] <= _WEEK else None


@lru_cache(maxsize=4096)
def _timetable(show: Show) -> tuple[list[float], list[int]]:
    airings = sorted(show.airings, key=lambda airing: (airing.at, airing.episode))
    return [airing.at.timestamp() for airing in airings], [airing.episode for airing in airings]


def agreed_offset(entry: Entry, sightings: Iterable[Sighting]) -> Offset | None:
    """The offset that the schedule suggests and that enough sightings agree on.

    Only open numbers vote, but all are counted: one wrong name among a season's does not shift the show. Late releases
    (dubs) vote for a smaller offset than the punctual: with equal votes the larger wins.
    """
    votes: defaultdict[int, set[int]] = defaultdict(set)
    seen = set()
    for sighting in sightings:
        seen.add(sighting.number)
        if sighting.is_open and (aired := just_aired(entry, sighting.published)) is not None:
            votes[sighting.number - aired].add(sighting.number)
    enough = min(_ENOUGH_NUMBERS, max(1.0, _ENOUGH_SHARE * len(seen)))
    supported = [value for value, numbers in votes.items() if len(numbers) >= enough and _is_likely(value, votes)]
    best = max(supported, key=lambda value: (len(votes[value]), value), default=None)
    return None if best is None else Offset(best, "schedule")


def _is_likely(value: int, votes: Mapping[int, set[int]]) -> bool:
    """Numbers run on from earlier seasons; they lag by one only where episode 0 and 1 both say so."""
    if value == ZERO_IS_FIRST:
        return 0 in votes[value] and len(votes[value]) > max(1, len(votes.get(0, ())))
    return value > 0


def _delay(entry: Entry, episode: int, published: Seconds | None) -> float | None:
    aired = entry.air_times.get(episode)
    return published - aired if aired is not None and published is not None else None


def _fits(entry: Entry, number: int, episode: int) -> bool:
    """Within the entry; an episode 0 is only one that is called so."""
    if episode == 0:
        return number == 0
    return episode > 0 and (entry.last is None or episode <= entry.last)


def is_prompt(delay: float | None) -> bool:
    """Whether the publication speaks for the episode: around its broadcast."""
    return delay is not None and -EARLY <= delay <= PROMPT


def place(entry: Entry, number: int, published: Seconds | None, offsets: Sequence[Offset]) -> Placement | None:
    """The episode that `number` is: as it stands, or by one of `offsets`; None when it fits nowhere.

    Where several fit, the broadcast nearest to the publication decides, else the number as it stands.
    """
    plain = Placement(number, None, _delay(entry, number, published)) if _fits(entry, number, number) else None
    if not offsets:
        return plain
    shifted = (_shifted(entry, number, published, offset) for offset in offsets)
    fitting = [placement for placement in (plain, *shifted) if placement is not None]
    prompt = [placement for placement in fitting if is_prompt(placement.delay)]
    if prompt:
        return min(prompt, key=lambda placement: abs(placement.delay or 0.0))
    return fitting[0] if fitting else None


def _shifted(entry: Entry, number: int, published: Seconds | None, offset: Offset) -> Placement | None:
    episode = number - offset.value
    if not _fits(entry, number, episode):
        return None
    return Placement(episode, offset, _delay(entry, episode, published))


Offsets = dict[AniListId, tuple[Offset, ...]]
"""What each show's numbers may be shifted by."""


def infer_offsets(sightings: Iterable[tuple[Entry, Sighting]]) -> Offsets:
    """Each show's offsets: those of its chain, and the one its releases agree on."""
    by_show: defaultdict[AniListId, list[Sighting]] = defaultdict(list)
    entries: dict[AniListId, Entry] = {}
    for entry, sighting in sightings:
        entries[entry.show.id] = entry
        by_show[entry.show.id].append(sighting)
    return {
        show: _together(chain_offsets(entry), agreed_offset(entry, by_show[show])) for show, entry in entries.items()
    }


def _together(chain: tuple[Offset, ...], agreed: Offset | None) -> tuple[Offset, ...]:
    if agreed is None or agreed.value in {offset.value for offset in chain}:
        return chain
    return (*chain, agreed)
