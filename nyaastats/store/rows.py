"""The collector's records as rows of the tables, and its times as they are written there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from nyaastats.domain.health import FailureStreak
from nyaastats.domain.torrents import ScrapeCounts
from nyaastats.store.records import BackfillCursor, HttpCacheEntry, ParsedTorrent, TorrentEdit, TrackerState

Row = tuple[Any, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_seconds(moment: datetime) -> int:
    """Seconds since 1970-01-01 UTC, rounded down: the times of the collector's own tables."""
    return (moment - _EPOCH) // timedelta(seconds=1)  # exact also for years in which timestamp() fails


def from_seconds(seconds: int) -> datetime:
    """The time in UTC that is so many seconds after 1970-01-01."""
    return _EPOCH + timedelta(seconds=seconds)


def format_time(moment: datetime) -> str:
    """A time of the tables that others read, `torrents` and `stats`: `2025-10-07T15:30:00Z`."""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def status_of(guess: str | None) -> str:
    """The `status` of a living torrent, by what guessit made of its name."""
    return "guessit_failed" if guess is None else "active"


def torrent_row(parsed: ParsedTorrent, guessit_version: str) -> Row:
    """Its row in `torrents`."""
    torrent = parsed.torrent
    return (
        torrent.infohash,
        torrent.name,
        format_time(torrent.published),
        torrent.size_bytes,
        torrent.nyaa_id,
        torrent.trusted,
        torrent.remake,
        status_of(parsed.guess),
        parsed.guess,
        guessit_version,
    )


def first_counts_rows(parsed: ParsedTorrent, seen_at: datetime) -> Iterator[Row]:
    """Its first row in `stats`, if the page lists its counts."""
    # A new torrent's first counts, so that its first hours are measured from the feed on.
    if counts := parsed.torrent.counts:
        yield parsed.torrent.infohash, format_time(seen_at), counts.seeders, counts.leechers, counts.downloads


def first_state_row(parsed: ParsedTorrent, seen_at: datetime) -> Row:
    """Its row in `scrape_state`.

    The counts of a nyaa page are a scrape, since nyaa shows its tracker's; but zeros there are not counted towards the
    streak, because a page of a minute ago may list a torrent that the tracker has not yet heard of.
    """
    torrent = parsed.torrent
    ever_nonzero = torrent.counts is not None and not torrent.counts.is_all_zero
    scraped_at = to_seconds(seen_at) if torrent.counts else None
    downloads = torrent.counts.downloads if torrent.counts else 0
    return torrent.infohash, to_seconds(torrent.published), scraped_at, ever_nonzero, downloads


def counted_row(stored_infohash: str, counts: ScrapeCounts, past_grace: int) -> Mapping[str, object]:
    """The values of a scrape with counts, by name; zeros of torrents published after `past_grace` are no evidence."""
    return {
        "infohash": stored_infohash,
        "is_all_zero": counts.is_all_zero,
        "downloads": counts.downloads,
        "past_grace": past_grace,
    }


def edit_row(edit: TorrentEdit, guessit_version: str) -> Row:
    """The values of the ledger's `_EDIT_TORRENT`, in its order."""
    parsed, torrent = edit.parsed, edit.parsed.torrent
    return (
        torrent.name,
        parsed.guess,
        guessit_version,
        torrent.trusted,
        torrent.remake,
        status_of(parsed.guess),
        edit.stored_infohash,
    )


def http_cache_row(entry: HttpCacheEntry) -> Row:
    """Its row in `http_cache`."""
    return entry.url, to_seconds(entry.not_before), entry.etag, entry.last_modified


def tracker_state_row(state: TrackerState) -> Row:
    """Its row in `tracker_state`."""
    seen_at = to_seconds(state.limit_seen_at) if state.limit_seen_at else None
    return state.url, to_seconds(state.not_before), state.max_infohashes, seen_at


def failure_streak_row(streak: FailureStreak) -> Row:
    """Its row in `failure_streaks`."""
    # A reason may quote what a server sent, and SQLite takes no lone surrogate.
    reason = streak.reason.encode("utf-8", "replace").decode("utf-8")
    return streak.subject.value, streak.failures, to_seconds(streak.failed_since), reason


def backfill_row(cursor: BackfillCursor) -> Row:
    """Its row in `backfills`."""
    return cursor.start_url, cursor.page_url, cursor.page, to_seconds(cursor.stored_at)


def to_flag(value: object) -> bool | None:
    """A BOOLEAN column's value, which SQLite stores as any type."""
    return None if value is None else bool(value)
