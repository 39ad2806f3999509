"""The collector's decisions: what a page changes, which counts are usable, which torrents are dead, when to fetch.

Pure functions: the clock is an argument, and nothing is read or written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts
from nyaastats.store.records import DueTorrent, HttpCacheEntry, ScrapeResult, StoredTorrent, TrackerState

MAX_PAUSE = timedelta(days=1)
"""The longest pause that is respected: a stored `not_before` further ahead was set by a clock that was ahead."""

MAX_CLOCK_SKEW = timedelta(minutes=5)
"""How far the clock may be behind the newest count before a run refuses to start."""

MAX_ZEROS = 20
"""So many all-zero scrapes in a run are normal, whatever their share: they cast no doubt on the tracker."""

LIMIT_LIFETIME = timedelta(days=1)
"""So long a tracker's limit is remembered: to see whether it still is one costs a request a day."""

MIN_LOST = 3
"""A tracker that answers without counts for so many torrents that had some, and with counts for none, is in doubt."""

MAX_LEAD = timedelta(days=1)
"""How far in the future a page may date a torrent; a zone or a clock accounts for a day at most."""


@dataclass(frozen=True, slots=True)
class ChangedTorrent:
    """A stored torrent, and the entry of a page about it."""

    stored: StoredTorrent
    torrent: ListedTorrent


@dataclass(frozen=True, slots=True)
class PageDiff:
    """How a page differs from the ledger."""

    new: tuple[ListedTorrent, ...]
    changed: tuple[ChangedTorrent, ...]
    already_stored: int
    """How many are stored, the changed among them."""
    from_the_future: int
    """How many are dated later than tomorrow, and left out."""


def diff_page(listed: Sequence[ListedTorrent], stored: Mapping[InfoHash, StoredTorrent], seen_at: datetime) -> PageDiff:
    """Compare a page that was seen at `seen_at` with what is stored of its torrents."""
    usable = [torrent for torrent in listed if torrent.published <= seen_at + MAX_LEAD]
    both = [ChangedTorrent(stored[torrent.infohash], torrent) for torrent in usable if torrent.infohash in stored]
    return PageDiff(
        new=tuple(torrent for torrent in usable if torrent.infohash not in stored),
        changed=tuple(pair for pair in both if _is_different(pair)),
        already_stored=len(both),
        from_the_future=len(listed) - len(usable),
    )


def _is_different(pair: ChangedTorrent) -> bool:
    """Whether the page contradicts what is stored; what it does not state (None) contradicts nothing."""
    stored, listed = pair.stored, pair.torrent
    return (
        listed.name != stored.name
        or listed.trusted not in {None, stored.trusted}
        or listed.remake not in {None, stored.remake}
    )


def interpret_counts(due: DueTorrent, counts: ScrapeCounts | None) -> ScrapeResult:
    """The result of an answer about one torrent; counts that are not credible become None.

    Zeros are no evidence about a torrent that had counts before: the number of downloads never shrinks to 0. A UDP
    tracker answers three zeros about a torrent that it does not know (BEP 15 has no other way), and over HTTP one that
    has lost its memory does the same, although BEP 48 lets it leave the torrent out.
    """
    # The scrape still counts as done (the caller records its time), or the torrent would be due again at once.
    if counts and counts.is_all_zero and due.ever_nonzero:
        return ScrapeResult(due, None)
    return ScrapeResult(due, counts)


def select_dead(zero_streaks: Sequence[str], *, zeros: int, scraped: int) -> Sequence[str]:
    """The torrents to be marked as dead: all with a streak of zeros, or none if the tracker itself is in doubt.

    A tracker that lost its data answers zeros about most of what a run has `scraped`. Without this check, all torrents
    that are scraped hourly, those of a whole young season, would be marked as dead within three hours.
    """
    return () if zeros > max(MAX_ZEROS, scraped / 2) else zero_streaks


def may_fetch(cached: HttpCacheEntry | None, now: datetime) -> bool:
    """Whether a page may be requested: its pause is over, or was stored by a clock that was ahead."""
    return cached is None or not is_paused(cached.not_before, now)


def is_paused(not_before: datetime, now: datetime) -> bool:
    """Whether a pause is not over, and was not stored by a clock that was ahead."""
    return now < not_before <= now + MAX_PAUSE


def current_limit(state: TrackerState | None, now: datetime) -> int | None:
    """How many torrents a request may hold by what an earlier run has seen; None when that is too long ago."""
    if state is None or state.limit_seen_at is None:
        return None
    return state.max_infohashes if timedelta(0) <= now - state.limit_seen_at < LIMIT_LIFETIME else None


def next_fetch_at(requested_at: datetime, pause: timedelta) -> datetime:
    """When a page may be requested again; rounded down to minutes, so that an hourly timer may fire a second early."""
    # Without rounding, a run at 12:05:00.9 would keep the one at 13:05:00.2 from fetching, and the feed would be read
    # every second hour.
    return requested_at.replace(second=0, microsecond=0) + pause


def is_behind(clock: datetime, newest_scrape_at: datetime | None) -> bool:
    """Whether a count that is stamped now would come before one that was taken earlier."""
    return newest_scrape_at is not None and newest_scrape_at > clock + MAX_CLOCK_SKEW
