"""Which scrapes may be taken out of a database, and what it remembers of those that were."""

from __future__ import annotations

import sqlite3
from typing import Final

from nyaastats.store.reader import columns_of
from nyaastats.store.records import Deletion, Trim, TrimRange
from nyaastats.store.rows import Row, from_seconds, to_seconds
from nyaastats.store.usable_scrapes import HAS_USABLE_COUNT, HAS_USABLE_TIME, SCRAPED_SECONDS, add_functions

# What stays though it is old:
# - the last scrape of each torrent. `db delete-after` and the takeover of another scraper's torrents read from it when
#   a torrent was last scraped, and with it the table is never empty;
# - the rows by which the archive recognises its database. The last row among them keeps SQLite from giving a number of
#   an archived row again;
# - rows whose time or count cannot be read: the archive counts them and does not hold them.
# LIMIT keeps SQLite from writing the seconds out wherever they are used (https://sqlite.org/optoverview.html#flattening).
_TRIMMABLE: Final = f"""
WITH scrapes AS (
  SELECT number, infohash, seconds, {HAS_USABLE_TIME} IS TRUE AND has_usable_count AS is_usable
  FROM (
    SELECT rowid AS number, infohash, {SCRAPED_SECONDS} AS seconds, {HAS_USABLE_COUNT} IS TRUE AS has_usable_count
    FROM stats LIMIT -1
  )
), compared AS (
  SELECT number, seconds, is_usable,
    max(iif(is_usable AND seconds <= :now, seconds, NULL)) OVER (PARTITION BY infohash) AS last_seconds
  FROM scrapes
)
SELECT number FROM compared
WHERE is_usable AND seconds < :scraped_before AND seconds < last_seconds AND number < (
  SELECT coalesce(min(rowid), 0)
  FROM (SELECT rowid FROM stats WHERE rowid <= :archived_rowid ORDER BY rowid DESC LIMIT :guarded_rows)
)
ORDER BY number
"""  # noqa: S608  # ours

_COLUMNS = "trim_key, archive, scraped_before, scrapes, trimmed_at"
ADD_TRIM: Final = f"INSERT INTO trims ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608  # ours
_TRIMS = f"SELECT {_COLUMNS} FROM trims ORDER BY rowid"  # noqa: S608  # ours
_DELETIONS = "SELECT generation, deleted_after, max_rowid FROM deletions WHERE generation > ? ORDER BY generation"


def list_trimmable(connection: sqlite3.Connection, rows: TrimRange) -> list[int]:
    """The numbers of the rows that may be taken out, in their order."""
    add_functions(connection)
    values = {
        "archived_rowid": rows.archived_rowid,
        "guarded_rows": rows.guarded_rows,
        "scraped_before": to_seconds(rows.scraped_before),
        "now": to_seconds(rows.now),
    }
    return [number for (number,) in connection.execute(_TRIMMABLE, values)]


def make_trim_row(trim: Trim) -> Row:
    """The values of `ADD_TRIM`."""
    scraped_before, trimmed_at = to_seconds(trim.scraped_before), to_seconds(trim.trimmed_at)
    return trim.trim_key, trim.archive, scraped_before, trim.scrapes, trimmed_at


def read_trims(connection: sqlite3.Connection) -> list[Trim]:
    """All trims, the first first; none where our collector has not written."""
    if not columns_of(connection, "trims"):
        return []
    return [
        Trim(str(key), str(archive), from_seconds(before), scrapes, from_seconds(trimmed_at))
        for key, archive, before, scrapes, trimmed_at in connection.execute(_TRIMS)
    ]


def read_deletions(connection: sqlite3.Connection, generation: int) -> list[Deletion]:
    """What was deleted since that generation."""
    if not columns_of(connection, "deletions"):
        return []
    return [Deletion(*row) for row in connection.execute(_DELETIONS, (generation,))]
