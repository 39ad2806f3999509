"""What the collector decides: what is news, what a tracker's answer is worth, who is dead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts
from nyaastats.store.records import DueTorrent, HttpCacheEntry, ScrapeResult, StoredTorrent

LONGEST_PAUSE = timedelta(days=1)
"""A page that is not to be asked for until later than that was remembered by a clock that was wrong."""

SKEW = timedelta(minutes=5)
"""By so much clocks may differ."""

_MOST_ZEROS = 20
_FROM_THE_FUTURE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A known torrent that a page lists otherwise than it is stored."""

    stored: StoredTorrent
    torrent: ListedTorrent


@dataclass(frozen=True, slots=True)
class PageDiff:
    """A page's torrents, by what they are to us."""

    new: tuple[ListedTorrent, ...]
    changed: tuple[Change, ...]
    known: int
    """How many are stored already, the changed ones among them."""
    from_the_future: int
    """How many say that they will be published later than tomorrow, and are left out."""


def diff_page(listed: Sequence[ListedTorrent], stored: Mapping[InfoHash, StoredTorrent], seen: datetime) -> PageDiff:
    """What a page that was seen at `seen` tells that is new."""
    sound = [one for one in listed if one.published <= seen + _FROM_THE_FUTURE]
    known = [Change(stored[one.infohash], one) for one in sound if one.infohash in stored]
    return PageDiff(
        new=tuple(one for one in sound if one.infohash not in stored),
        changed=tuple(change for change in known if _differs(change)),
        known=len(known),
        from_the_future=len(listed) - len(sound),
    )


def _differs(change: Change) -> bool:
    """Whether the page says something else; what it does not say is no difference."""
    stored, listed = change.stored, change.torrent
    return (
        listed.name != stored.name
        or listed.trusted not in {None, stored.trusted}
        or listed.remake not in {None, stored.remake}
    )


def look(due: DueTorrent, counts: ScrapeCounts | None, *, omits_unknown: bool) -> ScrapeResult:
    """What an answer about one torrent is worth.

    A tracker that answers three zeros about a torrent which it does not know (BEP 15 has no other way) says nothing
    when the torrent had counts before: downloads never shrink to none.
    """
    if counts and counts.is_all_zero and due.ever_nonzero and not omits_unknown:
        return ScrapeResult(due, None)
    return ScrapeResult(due, counts)


def select_dead(silent: Sequence[str], *, zeros: int, looked_at: int) -> Sequence[str]:
    """Who of the silent is dead: all of them, or nobody when it is the tracker that fell silent.

    A tracker that lost its memory answers `zeros` about most of what a run has `looked_at`, and so would bury the
    torrents that are looked at hourly, a whole young season, in three hours.
    """
    return () if zeros > max(_MOST_ZEROS, looked_at / 2) else silent


def may_ask(memory: HttpCacheEntry | None, now: datetime) -> bool:
    """Whether a page may be asked for again."""
    return memory is None or not now < memory.not_before <= now + LONGEST_PAUSE


def not_before(asked_at: datetime, pause: timedelta) -> datetime:
    """When a page may be asked for again; in whole minutes, so that an hourly timer may come a second early."""
    return asked_at.replace(second=0, microsecond=0) + pause


def is_behind(clock: datetime, newest_scrape_at: datetime | None) -> bool:
    """Whether a count that is stamped now might come before one that was taken earlier."""
    return newest_scrape_at is not None and newest_scrape_at > clock + SKEW
