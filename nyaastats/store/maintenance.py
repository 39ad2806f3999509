"""Looking after a nyaastats.db: is it sound, how large is it, give back what it does not need, take time back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import DatabaseError
from nyaastats.store.ledger import MEANINGS, stamp
from nyaastats.store.reader import columns_of, fetch, parse_time, read_torrents, reading, translate_sqlite_errors

_PATIENCE = 5.0
"""Seconds to wait for others who read or write."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What `nyaastats db check` found in a sound file; the rows that are left out are counted by reason."""

    torrents: int
    scrapes: int
    bad_torrents: Mapping[str, int]
    bad_scrapes: Mapping[str, int]
    from_the_future: int
    """Scrapes that the ETL takes, though a clock was ahead when they were stamped."""


def check(path: Path, now: datetime) -> HealthReport:
    """Read all of the database; raise DatabaseError when the file itself is damaged, and says where."""
    with reading(path) as connection:
        _refuse_damaged(connection, "integrity_check", path)
        rows = read_torrents(path, may_be_empty=True)
        scrapes = _scrapes(connection, (one.infohash for one in rows.torrents), now)
    return HealthReport(
        torrents=len(rows.torrents) + sum(rows.rejected.values()),
        scrapes=sum(scrapes.values()),
        bad_torrents={reason.value: number for reason, number in rows.rejected.items()},
        bad_scrapes={reason: number for reason, number in scrapes.items() if reason not in {_GOOD, _FUTURE}},
        from_the_future=scrapes.get(_FUTURE, 0),
    )


def _refuse_damaged(connection: sqlite3.Connection, check: str, path: Path) -> None:
    """Have SQLite read all of the file; `quick_check` does not compare the indexes with their tables."""
    ((told,),) = connection.execute(f"PRAGMA {check}(1)")
    if told != "ok":
        fault = next(line for line in told.splitlines() if not line.startswith("***"))
        raise DatabaseError(f"{str(path)!r} is damaged ({fault}): go back to a copy, or mend it with .recover")


def _scrapes(connection: sqlite3.Connection, torrents: Iterable[InfoHash], now: datetime) -> dict[str, int]:
    """Count the rows of `stats` by what the ETL makes of them."""
    connection.execute("CREATE TEMP TABLE spellings (infohash TEXT PRIMARY KEY) WITHOUT ROWID")
    spellings = ((text,) for one in torrents for text in (one, one.upper()))
    connection.executemany("INSERT OR IGNORE INTO spellings VALUES (?)", spellings)
    return dict(connection.execute(_SCRAPES, {"now": stamp(now)}).fetchall())


_GOOD, _FUTURE = "good", "from_the_future"
# As measure/scrapes.sql and measure/rejects.sql have it, and in their order.
_SCRAPES = f"""
SELECT CASE
    WHEN NOT timestamp GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' OR julianday(timestamp) IS NULL
      OR NOT julianday(timestamp) BETWEEN julianday('2000-01-01') AND julianday('2100-01-01') THEN 'unparsable_time'
    WHEN downloads IS NULL OR downloads GLOB '*[^0-9]*' OR NOT length(downloads) BETWEEN 1 AND 8 THEN 'bad_count'
    WHEN infohash IS NULL OR infohash NOT IN (SELECT infohash FROM spellings) THEN 'orphan'
    WHEN julianday(timestamp) > julianday(:now) THEN '{_FUTURE}'
    ELSE '{_GOOD}' END AS reason, count(*)
FROM stats GROUP BY reason ORDER BY reason
"""  # noqa: S608  # ours


@dataclass(frozen=True, slots=True)
class DatabaseStats:
    """What `nyaastats db stats` tells."""

    torrents: Mapping[str, int]
    """By status."""
    parsers: Mapping[str, int]
    """By the version of guessit that read their names; `?` for those of another scraper."""
    scrapes: int
    first: datetime | None
    newest: datetime | None
    bytes: int
    tracker: str | None


def read_stats(path: Path) -> DatabaseStats:
    """Count what there is; raise DatabaseError as `database.check` does."""
    with reading(path) as connection:
        scrapes, first, newest = connection.execute(_SPAN).fetchone()
        return DatabaseStats(
            torrents=_tally(connection, "status", "active"),
            parsers=_tally(connection, "guessit_version", "?"),
            scrapes=scrapes,
            first=parse_time(first),
            newest=parse_time(newest),
            bytes=path.stat().st_size,
            tracker=_tracker(connection),
        )


_SPAN = "SELECT count(*), datetime(min(julianday(timestamp))), datetime(max(julianday(timestamp))) FROM stats"
"""Their moments are compared, not their texts, which may be in several forms."""


def _tally(connection: sqlite3.Connection, column: str, otherwise: str) -> dict[str, int]:
    if column not in columns_of(connection, "torrents"):
        (torrents,) = connection.execute("SELECT count(*) FROM torrents").fetchone()
        return {otherwise: torrents} if torrents else {}
    query = f"SELECT coalesce({column}, ?), count(*) FROM torrents GROUP BY 1 ORDER BY 2 DESC, 1"  # noqa: S608  # ours
    return {str(value): number for value, number in fetch(connection, query, (otherwise,))}


def _tracker(connection: sqlite3.Connection) -> str | None:
    if not columns_of(connection, "origin"):
        return None
    row = connection.execute("SELECT tracker FROM origin").fetchone()
    return row and str(row[0])


@dataclass(frozen=True, slots=True)
class VacuumResult:
    """A file before and after, in bytes."""

    before: int
    after: int


def vacuum(path: Path, into: Path | None = None) -> VacuumResult:
    """Give back the space of what was deleted; with `into`, write a compact copy instead, also while others write.

    Raises DatabaseError when there is no room, the database is locked or damaged, or `into` is there already.
    """
    if into and into.exists():
        raise DatabaseError(f"{str(into)!r} is there already: name a file that is not")
    with reading(path) as connection:
        _refuse_damaged(connection, "quick_check", path)  # or what cannot be read might be left out, and no one told
        before = path.stat().st_size
    meanings = {**MEANINGS, **_of_a_copy(into)} if into else MEANINGS
    with (
        translate_sqlite_errors(path, meanings),
        closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection,
    ):
        if into:
            _copy(connection, into)
        else:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return VacuumResult(before, (into or path).stat().st_size)


def _copy(connection: sqlite3.Connection, into: Path) -> None:
    """Write a compact copy whole, or leave nothing."""
    try:
        connection.execute("VACUUM INTO ?", (str(into),))
    except sqlite3.Error:
        with suppress(OSError):  # there may be nothing, not even a folder
            into.unlink()
        raise


def _of_a_copy(into: Path) -> dict[str, str]:
    """What SQLite's errors mean where it is the copy that cannot be written."""
    return {name: f"cannot be copied to {str(into)!r}, which {MEANINGS[name]}" for name in _OF_A_WRITER}


_OF_A_WRITER = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")
