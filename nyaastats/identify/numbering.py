"""From the number that a group wrote to the episode of one AniList entry.

    [SubsPlease] Kanojo, Okarishimasu - 39      published 2025-07-15
                                         └──── 36 episodes came before in the PREQUEL chain, or, where the
                                               chain is unknown, 3 was the episode that had just aired
                                               →  episode 3, offset 36

An offset is inferred, never written down by hand: from the chain's episode counts, else from the
schedule, and then the show's releases must agree on it, so that one wrong name shifts nothing. Groups
differ: one numbers on from the season before, another from the very first, so a show may have several.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NewType

from nyaastats.domain.matches import Offset, Offsets
from nyaastats.domain.shows import AniListId, Show
from nyaastats.identify.candidates import Entry

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
_PUNCTUAL = 4 * DAY
"""A release so soon after the broadcast of its episode hardly is another's: a late one, or a season's of years ago."""
_LEAST_SEASON = 6
"""No season has fewer episodes: a smaller offset, or a smaller distance of two, comes of releases some weeks late."""


ZERO_IS_FIRST = -1
"""The offset where the group's episode 0 is the first of the schedule."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A number that a show's release bore, and when it came out."""

    number: int
    published: Seconds
    is_open: bool = True
    """Whether it does not speak for itself: beyond the show's last, or of a sequel that the name does not state."""
    follows: int | None = None
    """The last episode of the likelier show that the number is beyond: where its sequel's numbers may begin."""


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


def just_aired(entry: Entry, published: Seconds) -> tuple[int, ...]:
    """The episodes that a release of that time most likely is: all of the last night, a week ago at most."""
    times, episodes = _timetable(entry.show)
    end = bisect_right(times, published + EARLY)
    if end == 0 or published - times[end - 1] > _WEEK:
        return ()
    return tuple(episodes[bisect_right(times, times[end - 1] - DAY) : end])


@lru_cache(maxsize=4096)
def _timetable(show: Show) -> tuple[list[float], list[int]]:
    airings = sorted(show.airings, key=lambda airing: (airing.at, airing.episode))
    return [airing.at.timestamp() for airing in airings], [airing.episode for airing in airings]


@dataclass(slots=True)
class _Votes:
    """For one offset."""

    numbers: set[int] = field(default_factory=set)
    """Copies of one number are one witness."""
    is_clear: bool = False
    """Whether a lone number will do: it was punctual and one episode aired that night, or it follows another show's."""


def _votes(entry: Entry, sightings: Iterable[Sighting]) -> Mapping[int, _Votes]:
    """What each open number says, by the schedule."""
    votes: defaultdict[int, _Votes] = defaultdict(_Votes)
    for sighting in sightings:
        aired = just_aired(entry, sighting.published)
        is_alone = len(aired) == 1 and not entry.first_season
        is_clear = is_alone and _is_punctual(_delay(entry, aired[0], sighting.published))
        for value in (sighting.number - episode for episode in aired):
            votes[value].numbers.add(sighting.number)
            votes[value].is_clear |= is_clear or value == sighting.follows
    return votes


def agreed_offsets(entry: Entry, sightings: Sequence[Sighting]) -> tuple[Offset, ...]:
    """The offsets that the schedule suggests and that enough sightings agree on, the best supported first.

    Only open numbers vote, but all are counted: one wrong name among a season's does not shift the show. A first
    season has nothing to be numbered on from, so a lone number is no witness there; nor is it one of a second offset.
    """
    votes = _votes(entry, (sighting for sighting in sightings if sighting.is_open))
    share = max(1.0, _ENOUGH_SHARE * len({sighting.number for sighting in sightings}))

    def is_supported(value: int) -> bool:
        found = votes[value]
        enough = min(_ENOUGH_NUMBERS, share) if found.is_clear else _ENOUGH_NUMBERS
        return len(found.numbers) >= enough and _is_likely(value, votes)

    return tuple(Offset(value, "schedule") for value in _apart(filter(is_supported, votes), votes))


def _apart(values: Iterable[int], votes: Mapping[int, _Votes]) -> list[int]:
    """The best of `values`, and those that are far from all better ones and have witnesses enough of their own.

    Late releases (dubs) vote for a smaller offset than the punctual: with equal votes the larger wins.
    """

    def support(value: int) -> tuple[int, bool, int]:
        return len(votes[value].numbers), votes[value].is_clear, value

    kept: list[int] = []
    for value in sorted(values, key=support, reverse=True):
        is_other = len(votes[value].numbers) >= _ENOUGH_NUMBERS
        if not kept or (is_other and all(abs(value - better) >= _LEAST_SEASON for better in kept)):
            kept.append(value)
    return kept


def _is_likely(value: int, votes: Mapping[int, _Votes]) -> bool:
    """Numbers run on from earlier seasons; they lag by one only where episode 0 and 1 both say so."""
    if value != ZERO_IS_FIRST:
        return value >= _LEAST_SEASON
    plain = len(votes[0].numbers) if 0 in votes else 0
    return 0 in votes[value].numbers and len(votes[value].numbers) > max(1, plain)


def _delay(entry: Entry, episode: int, published: Seconds | None) -> float | None:
    aired = entry.air_times.get(episode)
    return published - aired if aired is not None and published is not None else None


def _fits(entry: Entry, number: int, episode: int) -> bool:
    """Within the entry; an episode 0 is only one that is called so."""
    if episode == 0:
        return number == 0
    return episode > 0 and (entry.last is None or episode <= entry.last)


def _is_punctual(delay: float | None) -> bool:
    return delay is not None and -EARLY <= delay <= _PUNCTUAL


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


def infer_offsets(sightings: Iterable[tuple[Entry, Sighting]]) -> Offsets:
    """Each show's offsets: those of its chain, and those its releases agree on."""
    by_show: defaultdict[AniListId, list[Sighting]] = defaultdict(list)
    entries: dict[AniListId, Entry] = {}
    for entry, sighting in sightings:
        entries[entry.show.id] = entry
        by_show[entry.show.id].append(sighting)
    return {
        show: _together(chain_offsets(entry), agreed_offsets(entry, by_show[show])) for show, entry in entries.items()
    }


def _together(chain: tuple[Offset, ...], agreed: tuple[Offset, ...]) -> tuple[Offset, ...]:
    known = {offset.value for offset in chain}
    return (*chain, *(offset for offset in agreed if offset.value not in known))


def agreed_seasons(stated: Iterable[tuple[Entry, int, int, Seconds]]) -> dict[AniListId, int]:
    """Each show's season, as most punctual episodes say: from the entry, season, number and time of releases."""
    votes: defaultdict[AniListId, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for entry, season, number, published in stated:
        if _is_punctual(_delay(entry, number, published)):
            votes[entry.show.id][season].add(number)
    return {show: max(seasons, key=lambda season: (len(seasons[season]), season)) for show, seasons in votes.items()}
