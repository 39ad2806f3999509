"""From the number that a group wrote to the episode of one AniList entry.

    [SubsPlease] Kanojo, Okarishimasu - 39      published 2025-07-15
                                         └──── 36 episodes came before in the PREQUEL chain, or, where the
                                               chain is unknown, 3 was the episode that had just aired
                                               →  episode 3, offset 36

AniList numbers each entry from 1. Many groups number on through the seasons (continuous numbering), some from the
season before, some from the very first, so a show may have several offsets. `offsets` infers them, here they are
applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, NewType

from nyaastats.domain.matches import Offset
from nyaastats.domain.torrents import Torrent
from nyaastats.identify.show_index import IndexedShow

Seconds = NewType("Seconds", float)
"""Seconds since 1970, UTC."""

DAY = 86_400.0
EARLY = 2 * DAY
"""How long before the broadcast a release may come: streams are early, and schedules may be off by a day."""
PROMPT = 14 * DAY
"""A release up to this long after the broadcast is as expected."""
LATE = 60 * DAY
"""A release up to this long after the broadcast is late and still likely: a slow group, a dub."""
_PUNCTUAL = 4 * DAY
"""A release up to this long after the broadcast is almost certainly of that episode, not a late one of an earlier."""


class EpisodeAssignment(NamedTuple):
    """An episode for a number; a tuple, because every candidate of every name makes one."""

    episode: int
    offset: Offset | None
    """None: the number is the episode."""
    delay: float | None
    """Seconds from the broadcast to the publication; None when either is unknown."""


def get_published_seconds(torrent: Torrent) -> Seconds | None:
    """When it was published, in seconds since 1970; None for a name without a date."""
    return Seconds(torrent.published.timestamp()) if torrent.published else None


def compute_delay(entry: IndexedShow, episode: int, published: Seconds | None) -> float | None:
    """Seconds from the broadcast of an episode to `published`; None when either is unknown."""
    air_time = entry.air_times.get(episode)
    return published - air_time if air_time is not None and published is not None else None


def is_punctual(delay: float | None) -> bool:
    """Whether the date alone identifies the episode: published within days of its broadcast."""
    return delay is not None and -EARLY <= delay <= _PUNCTUAL


def is_prompt(delay: float | None) -> bool:
    """Whether the date is evidence for the episode: published within two weeks of its broadcast."""
    return delay is not None and -EARLY <= delay <= PROMPT


def assign_episode(
    entry: IndexedShow, number: int, published: Seconds | None, offsets: Sequence[Offset]
) -> EpisodeAssignment | None:
    """The episode that `number` is: as it stands, or by one of `offsets`; None when it fits nowhere.

    Where several fit, the broadcast nearest to the publication decides, else the number as it stands.
    """
    plain = None
    if _has_episode(entry, number, number):
        plain = EpisodeAssignment(number, None, compute_delay(entry, number, published))
    if not offsets:  # of nearly every show
        return plain
    by_offset = (_shift(entry, number, published, offset) for offset in offsets)
    assignments = [assignment for assignment in (plain, *by_offset) if assignment is not None]
    # A show of 24 episodes with 12 before it: `- 20` is its 20th, or its 8th by continuous numbering. Both were hardly
    # broadcast in the two weeks before the release.
    prompt = [assignment for assignment in assignments if is_prompt(assignment.delay)]
    if prompt:
        return min(prompt, key=lambda assignment: abs(assignment.delay or 0.0))
    return assignments[0] if assignments else None


def _shift(entry: IndexedShow, number: int, published: Seconds | None, offset: Offset) -> EpisodeAssignment | None:
    episode = number - offset.value
    if not _has_episode(entry, number, episode) or _is_earlier(entry, number, offset):
        return None
    return EpisodeAssignment(episode, offset, compute_delay(entry, episode, published))


def _is_earlier(entry: IndexedShow, number: int, offset: Offset) -> bool:
    """Whether an absolute number is an earlier season's, by the PREQUEL chain; the nearest broadcast changes nothing.

    `Jujutsu Kaisen - 42` is of the second season, also while the third is on the air, whose numbers begin at 48.
    """
    is_by_date = offset.source == "schedule" and offset.value > 0
    return is_by_date and entry.episodes_before is not None and number <= entry.episodes_before


def _has_episode(entry: IndexedShow, number: int, episode: int) -> bool:
    """Whether the entry has the episode; an episode 0 only where the name says 0.

    Episode 0 is a prologue or recap before the first: `- 24` less 24 is a wrong offset, not an episode 0.
    """
    if episode == 0:
        return number == 0
    return episode > 0 and (entry.last_episode is None or episode <= entry.last_episode)
