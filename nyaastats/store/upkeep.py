"""Looking after a nyaastats.db: is it sound, how large is it, give back what it does not need, take time back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nyaastats.errors import DatabaseError
from nyaastats.store.database import columns_of, explained, parse_time, read_torrents, reading
from nyaastats.store.ledger import MEANINGS, stamp

_MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Health:
    """What `nyaastats db check` found in a sound file; the rows that are left out are counted by reason."""

    torrents: int
    scrapes: int
    bad_torrents: Mapping[str, int]
    bad_scrapes: Mapping[str, int]


def check(path: Path, now: datetime) -> Health:
    """Read all of the database; raise DatabaseError when the file itself is damaged, and says where."""
    with reading(path) as connection:
        faults = [str(fault) for (fault,) in connection.execute(f"PRAGMA integrity_check({_MOST_FAULTS})")]
        if faults != ["ok"]:
            raise DatabaseError(f"{str(path)!r} is damaged ({faults[0]}): go back to a copy, or mend it with .recover")
        scrapes, *bad = connection.execute(_SCRAPES, {"now": stamp(now)}).fetchone()
    rows = read_torrents(path)
    reasons = ("bad_count", "unparsable_time", "from_the_future", "without_torrent")
    return Health(
        torrents=len(rows.torrents) + sum(rows.rejected.values()),
        scrapes=scrapes,
        bad_torrents={reason.value: number for reason, number in rows.rejected.items()},
        bad_scrapes={reason: number for reason, number in zip(reasons, bad, strict=True) if number},
    )


_SCRAPES = """
SELECT count(*),
       count(*) FILTER (WHERE downloads IS NULL OR downloads GLOB '*[^0-9]*' OR length(downloads) = 0),
       count(*) FILTER (WHERE julianday(timestamp) IS NULL),
       count(*) FILTER (WHERE julianday(timestamp) > julianday(:now)),
       count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM torrents WHERE torrents.infohash = stats.infohash))
FROM stats
"""


@dataclass(frozen=True, slots=True)
class Figures:
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


def figures(path: Path) -> Figures:
    """Count what there is; raise DatabaseError as `database.check` does."""
    with reading(path) as connection:
        scrapes, first, newest = connection.execute(
            "SELECT count(*), min(timestamp), max(timestamp) FROM stats"
        ).fetchone()
        return Figures(
            torrents=_tally(connection, "status", "active"),
            parsers=_tally(connection, "guessit_version", "?"),
            scrapes=scrapes,
            first=parse_time(first),
            newest=parse_time(newest),
            bytes=path.stat().st_size,
            tracker=_tracker(connection),
        )


def _tally(connection: sqlite3.Connection, column: str, otherwise: str) -> dict[str, int]:
    if column not in columns_of(connection, "torrents"):
        (torrents,) = connection.execute("SELECT count(*) FROM torrents").fetchone()
        return {otherwise: torrents} if torrents else {}
    query = f"SELECT coalesce({column}, ?), count(*) FROM torrents GROUP BY 1 ORDER BY 2 DESC, 1"  # noqa: S608  # ours
    return {str(value): number for value, number in connection.execute(query, (otherwise,))}


def _tracker(connection: sqlite3.Connection) -> str | None:
    if not columns_of(connection, "origin"):
        return None
    row = connection.execute("SELECT tracker FROM origin").fetchone()
    return row and str(row[0])


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A file before and after, in bytes."""

    before: int
    after: int


def vacuum(path: Path, into: Path | None = None) -> Shrunk:
    """Give back the space of what was deleted; with `into`, write a compact copy instead, also while others write.

    Raises DatabaseError when there is no room, the database is locked, or `into` is there already.
    """
    if into and into.exists():
        raise DatabaseError(f"{str(into)!r} is there already: name a file that is not")
    with reading(path):
        before = path.stat().st_size
    with explained(path, MEANINGS), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if into:
            connection.execute("VACUUM INTO ?", (str(into),))
        else:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Shrunk(before, (into or path).stat().st_size)
