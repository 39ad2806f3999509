"""A database as `nyaastats status` reads it: read-only, also while the collector writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from nyaastats.domain.health import GAP_DAYS, OVERDUE_AFTER, DatabaseRecords, FailureStreak, Subject
from nyaastats.store.ledger import Ledger
from nyaastats.store.migrations import is_current
from nyaastats.store.reader import get_wal_path, open_readonly
from nyaastats.store.records import DueSlice
from nyaastats.store.rows import from_seconds, to_seconds
from nyaastats.store.trims import read_trims
from nyaastats.store.usable_scrapes import HAS_USABLE_TIME, SCRAPED_SECONDS, add_functions

FindDueSlices = Callable[[datetime], tuple[DueSlice, ...]]
"""What is due at a moment."""

MAX_OLD_ROWS = 20_000
"""Rows are read from the last one on. After so many in a row from before the window, all before them are taken for old:
another scraper may have stored its rows out of order, and no run stores more at a time."""


def read_status(path: Path, now: datetime, find_due_slices: FindDueSlices) -> DatabaseRecords:
    """What the database says of its collector; raise DatabaseError when it cannot be read."""
    with open_readonly(path) as connection:
        add_functions(connection)
        # Those of an older nyaastats or another scraper have no such tables, or not all of them.
        ledger = Ledger(connection, path) if is_current(connection) else None
        trims = read_trims(connection)
        gaps_since = max([now - timedelta(days=GAP_DAYS), *(trim.scraped_before for trim in trims)])
        times = sorted(set(_read_scrape_times(connection, gaps_since)))
        return DatabaseRecords(
            bytes=_read_size(path),
            newest_scrape_at=times[-1] if times else _read_newest(connection),
            due=ledger.count_due(find_due_slices(now)) if ledger else None,
            overdue=ledger.count_due(find_due_slices(now - OVERDUE_AFTER)) if ledger else None,
            streaks=_read_streaks(ledger) if ledger else (),
            gaps_since=gaps_since,
            scrape_times=times,
            trim_key=trims[-1].trim_key if trims else None,
        )


def _read_size(path: Path) -> int:
    wal = get_wal_path(path)
    return path.stat().st_size + (wal.stat().st_size if wal.exists() else 0)


def _read_streaks(ledger: Ledger) -> tuple[FailureStreak, ...]:
    return tuple(streak for subject in Subject if (streak := ledger.failure_streak(subject)))


def _read_newest(connection: sqlite3.Connection) -> datetime | None:
    (newest,) = connection.execute(_NEWEST).fetchone()
    return None if newest is None else from_seconds(newest)


def _read_scrape_times(connection: sqlite3.Connection, since: datetime) -> Iterator[datetime]:
    """The times of scrapes from `since` on, those of one answer once."""
    first, old_rows, last = to_seconds(since), 0, None
    for (seconds,) in connection.execute(_SECONDS.format(order=_choose_order(connection))):
        is_old = seconds is None or seconds < first
        old_rows = old_rows + 1 if is_old else 0
        if old_rows > MAX_OLD_ROWS:
            return
        if not is_old and seconds != last:
            last = seconds
            yield from_seconds(seconds)


def _choose_order(connection: sqlite3.Connection) -> str:
    """The last rows first, where rows have numbers."""
    try:
        connection.execute("SELECT rowid FROM stats LIMIT 0")
    except sqlite3.OperationalError:
        return ""
    return "ORDER BY rowid DESC"


_SECONDS = f"""
SELECT iif({HAS_USABLE_TIME}, seconds, NULL) FROM (SELECT {SCRAPED_SECONDS} AS seconds FROM stats {{order}} LIMIT -1)
"""  # noqa: S608  # ours
_NEWEST = f"""
SELECT max(seconds) FROM (SELECT {SCRAPED_SECONDS} AS seconds FROM stats LIMIT -1) WHERE {HAS_USABLE_TIME}
"""  # noqa: S608  # ours
