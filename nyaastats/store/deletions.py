"""What was deleted for good since the last trim, so that the archive, the only copy of older scrapes, deletes it too.

The rows themselves are kept as well, of a trimmed database, until the next trim. By them the archive recognises that
the database, before they were deleted, was the one that it was brought up to date with, and not an older copy of it.

    generation 1 ─ delete-after ─► 73 ─ delete-after ─► 112        each deletion knows the generation before it

A generation is raised by a random step, so that two copies of a database, from which different counts are deleted, do
not get the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.store.reader import columns_of
from nyaastats.store.records import Deletion
from nyaastats.store.rows import Row, to_seconds
from nyaastats.store.usable_scrapes import HAS_USABLE_COUNT, HAS_USABLE_TIME, SCRAPED_SECONDS, add_functions

_RAISE_GENERATION: Final = "UPDATE generation SET generation = generation + 1 + (random() & 0xffffffff)"
_KEEP_ROWS: Final = """
INSERT INTO deleted_stats (generation, number, infohash, timestamp, downloads)
SELECT generation, stats.rowid, infohash, timestamp, downloads FROM stats, generation
WHERE CAST(timestamp AS TEXT) IN (SELECT value FROM json_each(?))
"""
_ADD_DELETION: Final = """
INSERT INTO deletions (generation, previous, deleted_after, max_rowid)
SELECT generation, ?, ?, (SELECT coalesce(max(rowid), 0) FROM stats) FROM generation
"""
_DELETIONS = (
    "SELECT generation, previous, deleted_after, max_rowid FROM deletions WHERE generation > ? ORDER BY generation"
)

# What was deleted since a generation. A number that became free may have been given again, and the row that got it was
# deleted in its turn: that one was not there yet.
_DELETED_SINCE: Final = """
SELECT number, infohash, timestamp, downloads FROM deleted_stats AS row
WHERE generation > :generation AND number <= :rowid AND NOT EXISTS (
  SELECT 1 FROM deletions AS earlier
  WHERE earlier.generation > :generation AND earlier.generation < row.generation AND earlier.max_rowid < row.number
)
"""
_LAST_ROWS: Final = f"""
WITH remaining AS (
  SELECT rowid AS number, infohash, timestamp, downloads FROM stats
  WHERE rowid <= min(:rowid, (SELECT min(max_rowid) FROM deletions WHERE generation > :generation))
  ORDER BY number DESC LIMIT :limit
)
SELECT * FROM remaining UNION ALL {_DELETED_SINCE} ORDER BY number DESC LIMIT :limit
"""  # noqa: S608  # ours
_REJECTED: Final = f"""
SELECT iif({HAS_USABLE_TIME} IS TRUE, '{ScrapeRejection.BAD_COUNT}', '{ScrapeRejection.UNPARSABLE_TIME}'), count(*)
FROM (SELECT downloads, {SCRAPED_SECONDS} AS seconds FROM ({_DELETED_SINCE}))
WHERE {HAS_USABLE_TIME} IS NOT TRUE OR {HAS_USABLE_COUNT} IS NOT TRUE
GROUP BY 1
"""  # noqa: S608  # ours


def read_generation(connection: sqlite3.Connection) -> int | None:
    """None where our collector has not written, or something else has written over it."""
    if not columns_of(connection, "generation"):
        return None
    row = connection.execute("SELECT generation FROM generation").fetchone()
    return row[0] if row and isinstance(row[0], int) else None


def raise_generation(connection: sqlite3.Connection) -> int | None:
    """Begin another generation; return the one before, as `read_generation` does."""
    previous = read_generation(connection)
    connection.execute(_RAISE_GENERATION)
    return previous


def keep_rows(connection: sqlite3.Connection, stamps: str) -> None:
    """Keep the rows that this generation will lack: those stamped so, of a list in JSON."""
    connection.execute(_KEEP_ROWS, (stamps,))


def add_deletion(connection: sqlite3.Connection, moment: datetime, previous: int | None) -> None:
    """Remember that with this generation all counts stamped later were deleted, and which one was before it."""
    connection.execute(_ADD_DELETION, (previous, to_seconds(moment)))


def forget_deletions(connection: sqlite3.Connection) -> None:
    """Nothing has to be deleted any more from an archive that is up to date."""
    connection.execute("DELETE FROM deletions")
    connection.execute("DELETE FROM deleted_stats")


def read_deletions(connection: sqlite3.Connection, generation: int) -> list[Deletion]:
    """What was deleted since that generation; nothing where it is another copy's, or our collector has not written."""
    if not columns_of(connection, "deleted_stats"):
        return []
    deletions = [Deletion(*row) for row in connection.execute(_DELETIONS, (generation,))]
    # An older nyaastats did not store which generation was before.
    return deletions if deletions and deletions[0].previous in {generation, None} else []


def read_last_rows(connection: sqlite3.Connection, generation: int, rowid: int, limit: int) -> Iterator[Row]:
    """The last rows up to `rowid` as they were in that generation, which is over, the last first.

    Each as `number, infohash, timestamp, downloads`.
    """
    return iter(connection.execute(_LAST_ROWS, {"generation": generation, "rowid": rowid, "limit": limit}))


def count_rejected(connection: sqlite3.Connection, generation: int, rowid: int) -> dict[ScrapeRejection, int]:
    """How many of the rows up to `rowid` that were deleted since that generation an archive could not use, and why."""
    add_functions(connection)
    rows: Iterable[tuple[str, int]] = connection.execute(_REJECTED, {"generation": generation, "rowid": rowid})
    return {ScrapeRejection(reason): count for reason, count in rows}
