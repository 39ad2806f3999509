"""The offsets of continuous numbering, inferred from what AniList knows and what a show's releases agree on.

An offset is inferred, never written down by hand: from the episode counts of the PREQUEL chain, and from the schedule.
By the schedule a show's releases must agree on it, so that one wrong name shifts nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from nyaastats.domain.matches import Offset, Offsets
from nyaastats.domain.shows import AniListId, Show
from nyaastats.identify.numbering import DAY, EARLY, Seconds, compute_delay, is_punctual
from nyaastats.identify.show_index import IndexedShow

_WEEK = 7 * DAY
_MIN_WITNESSES = 3
"""So many different numbers must agree on an offset …"""
_MIN_WITNESS_SHARE = 0.2
"""… or so large a part of all that were seen."""
_MIN_SEASON_LENGTH = 6
"""No season has fewer episodes: a smaller offset, or a smaller distance of two, comes from releases some weeks late."""

ZERO_BASED = -1
"""The offset where the group's episode 0 is the first of the schedule."""


@dataclass(frozen=True, slots=True)
class NumberObservation:
    """The number in the name of a show's release, and when it was published."""

    number: int
    published: Seconds
    is_open: bool = True
    """Whether it may need an offset: beyond the show's last, or of a sequel that the name does not state."""
    follows: int | None = None
    """The last episode of the likelier show that the number is beyond: where its sequel's numbers may begin."""


class SeasonStatement(NamedTuple):
    """A season that a show's release states, with its number and publication."""

    entry: IndexedShow
    season: int
    number: int
    published: Seconds


def infer_offsets(observations: Iterable[tuple[IndexedShow, NumberObservation]]) -> Offsets:
    """Each show's offsets: those of its chain, and those its releases agree on."""
    by_show: defaultdict[AniListId, list[NumberObservation]] = defaultdict(list)
    entries: dict[AniListId, IndexedShow] = {}
    for entry, observation in observations:
        entries[entry.show.id] = entry
        by_show[entry.show.id].append(observation)
    return {
        show: _merge_offsets(infer_chain_offsets(entry), infer_schedule_offsets(entry, by_show[show]))
        for show, entry in entries.items()
    }


def _merge_offsets(chain: tuple[Offset, ...], schedule: tuple[Offset, ...]) -> tuple[Offset, ...]:
    chain_values = {offset.value for offset in chain}
    return (*chain, *(offset for offset in schedule if offset.value not in chain_values))


def infer_chain_offsets(entry: IndexedShow) -> tuple[Offset, ...]:
    """How many episodes came before: in all earlier seasons, and in the earlier parts of the same season.

    Empty unless AniList has the length of every series of the chain; films and specials between them do not count.
    """
    # Two customs: `Kanojo - 37` counts all seasons, `Title S2 - 14` only the earlier part of the same season.
    lengths = entry.prequel_lengths
    parts_before = max(entry.parts, default=1) - 1
    spans = (lengths, lengths[:parts_before] if parts_before <= len(lengths) else ())
    # One unknown length makes the sum a guess, and a wrong offset gives every episode to another.
    totals = (sum(filter(None, span)) for span in spans if span and all(span))
    return tuple(Offset(total, "chain") for total in dict.fromkeys(totals))


def infer_schedule_offsets(entry: IndexedShow, observations: Sequence[NumberObservation]) -> tuple[Offset, ...]:
    """The offsets that the schedule suggests and that enough observations agree on, the best supported first.

    Only open numbers vote, but all are counted: one wrong name among a season's does not shift the show. A first season
    has no earlier one to be numbered on from, so a lone number is no witness there; nor is it one of a second offset.
    """
    votes = _collect_votes(entry, (observation for observation in observations if observation.is_open))
    share = max(1.0, _MIN_WITNESS_SHARE * len({observation.number for observation in observations}))

    def is_supported(value: int) -> bool:
        vote = votes[value]
        minimum = min(_MIN_WITNESSES, share) if vote.is_clear else _MIN_WITNESSES
        return len(vote.numbers) >= minimum and _is_plausible(value, votes)

    return tuple(Offset(value, "schedule") for value in _select_distinct(filter(is_supported, votes), votes))


@dataclass(slots=True)
class _Votes:
    """The observations that speak for one offset."""

    numbers: set[int] = field(default_factory=set)
    """Copies of one number are one witness."""
    is_clear: bool = False
    """Whether a lone number will do: it was punctual and one episode aired that night, or it follows another show's."""


def _collect_votes(entry: IndexedShow, observations: Iterable[NumberObservation]) -> Mapping[int, _Votes]:
    """By offset: the open numbers that speak for it, given what had aired when they were published."""
    votes: defaultdict[int, _Votes] = defaultdict(_Votes)
    for observation in observations:
        # The release is probably of what aired last, so that the difference to its number is the offset.
        episodes = find_just_aired(entry, observation.published)
        is_only_one = len(episodes) == 1 and not entry.is_first_season
        is_clear = is_only_one and is_punctual(compute_delay(entry, episodes[0], observation.published))
        for value in (observation.number - episode for episode in episodes):
            votes[value].numbers.add(observation.number)
            votes[value].is_clear |= is_clear or value == observation.follows
    return votes


def find_just_aired(entry: IndexedShow, published: Seconds) -> tuple[int, ...]:
    """The episodes that a release of that time most likely is: all of the last night, a week ago at most."""
    times, episodes = _make_timetable(entry.show)
    end = bisect_right(times, published + EARLY)
    if end == 0 or published - times[end - 1] > _WEEK:
        return ()
    # Within a day of the last broadcast: streaming services release whole seasons at once, channels often two episodes.
    return tuple(episodes[bisect_right(times, times[end - 1] - DAY) : end])


# Cached: called once for each dated release of a show.
@lru_cache(maxsize=4096)
def _make_timetable(show: Show) -> tuple[list[float], list[int]]:
    airings = sorted(show.airings, key=lambda airing: (airing.at, airing.episode))
    return [airing.at.timestamp() for airing in airings], [airing.episode for airing in airings]


def _select_distinct(values: Iterable[int], votes: Mapping[int, _Votes]) -> list[int]:
    """The best of `values`, and those that are far from all better ones and have witnesses enough of their own.

    Late releases (dubs) vote for a smaller offset than the punctual: with equal votes the larger wins.
    """

    def make_support_key(value: int) -> tuple[int, bool, int]:
        return len(votes[value].numbers), votes[value].is_clear, value

    distinct: list[int] = []
    for value in sorted(values, key=make_support_key, reverse=True):
        has_witnesses = len(votes[value].numbers) >= _MIN_WITNESSES
        is_far = all(abs(value - better) >= _MIN_SEASON_LENGTH for better in distinct)
        if not distinct or (has_witnesses and is_far):
            distinct.append(value)
    return distinct


def _is_plausible(value: int, votes: Mapping[int, _Votes]) -> bool:
    """Numbers go on from earlier seasons; they lag by one only where episode 0 and 1 both say so."""
    if value != ZERO_BASED:
        return value >= _MIN_SEASON_LENGTH
    # AniList counts a prologue (`- 00`) as episode 1: all numbers lag by one, and the 0 itself must be among them.
    plain = len(votes[0].numbers) if 0 in votes else 0
    return 0 in votes[value].numbers and len(votes[value].numbers) > max(1, plain)


def infer_seasons(statements: Iterable[SeasonStatement]) -> dict[AniListId, int]:
    """Each show's season, as most punctual episodes state it; of a tie the later season."""
    votes: defaultdict[AniListId, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for entry, season, number, published in statements:
        if is_punctual(compute_delay(entry, number, published)):
            votes[entry.show.id][season].add(number)
    return {show: max(seasons, key=lambda season: (len(seasons[season]), season)) for show, seasons in votes.items()}
