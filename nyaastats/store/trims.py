"""Which scrapes may be taken out of a database, and what it remembers of those that were."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from nyaastats.domain.scrapes import MAX_DOWNLOADS
from nyaastats.store.reader import columns_of
from nyaastats.store.records import Trim, TrimRange
from nyaastats.store.rows import Row, from_seconds, to_seconds
from nyaastats.store.usable_scrapes import HAS_USABLE_COUNT, HAS_USABLE_TIME, SCRAPED_SECONDS, add_functions

# What stays though it is old:
# - the last scrape of each torrent. `db delete-after` and the takeover of another scraper's torrents read from it when
#   a torrent was last scraped, and with it the table is never empty;
# - the rows by which the archive recognises its database. The last row among them keeps SQLite from giving a number of
#   an archived row again;
# - rows whose time or count cannot be read: the archive counts them and does not hold them. Nor are those taken out
#   whose other counts are no plain numbers, because SQLite and the archive may read them differently.
# LIMIT keeps SQLite from writing the seconds out wherever they are used (https://sqlite.org/optoverview.html#flattening).
_TRIMMABLE: Final = f"""
WITH scrapes AS (
  SELECT *, {HAS_USABLE_TIME} IS TRUE AND has_usable_count AS is_usable
  FROM (
    SELECT rowid AS number, infohash, {SCRAPED_SECONDS} AS seconds, seeders, leechers, downloads,
      {HAS_USABLE_COUNT} IS TRUE AS has_usable_count
    FROM stats LIMIT -1
  )
), compared AS (
  SELECT *, max(iif(is_usable AND seconds <= :now, seconds, NULL)) OVER (PARTITION BY infohash) AS last_seconds
  FROM scrapes
)
SELECT {{columns}} FROM compared
WHERE is_usable AND seconds < :scraped_before AND seconds < last_seconds
  AND typeof(infohash) = 'text'
  AND typeof(seeders) = 'integer' AND seeders BETWEEN 0 AND {MAX_DOWNLOADS}
  AND typeof(leechers) = 'integer' AND leechers BETWEEN 0 AND {MAX_DOWNLOADS}
  AND number < (
    SELECT coalesce(min(rowid), 0)
    FROM (SELECT rowid FROM stats WHERE rowid <= :archived_rowid ORDER BY rowid DESC LIMIT :guarded_rows)
  )
"""  # noqa: S608  # ours
_COUNT: Final = _TRIMMABLE.format(columns="count(*)")
_SELECT: Final = _TRIMMABLE.format(columns="lower(infohash), seconds, seeders, leechers, CAST(downloads AS INTEGER)")
_DELETE: Final = f"DELETE FROM stats WHERE rowid IN ({_TRIMMABLE.format(columns='number')})"  # noqa: S608  # ours

_COLUMNS = "trim_key, archive, scraped_before, scrapes, trimmed_at"
ADD_TRIM: Final = f"INSERT INTO trims ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608  # ours
_TRIMS = f"SELECT {_COLUMNS} FROM trims ORDER BY rowid"  # noqa: S608  # ours


def count_trimmable(connection: sqlite3.Connection, rows: TrimRange) -> int:
    """How many rows may be taken out."""
    ((count,),) = _execute(connection, _COUNT, rows)
    return int(count)


def read_trimmable(connection: sqlite3.Connection, rows: TrimRange) -> Iterator[Row]:
    """Each of these rows as the archive holds it: infohash, seconds, seeders, leechers, downloads."""
    return iter(_execute(connection, _SELECT, rows))


def delete_trimmable(connection: sqlite3.Connection, rows: TrimRange) -> int:
    """Delete these rows; return how many."""
    return _execute(connection, _DELETE, rows).rowcount


def _execute(connection: sqlite3.Connection, query: str, rows: TrimRange) -> sqlite3.Cursor:
    add_functions(connection)
    values = {
        "archived_rowid": rows.archived_rowid,
        "guarded_rows": rows.guarded_rows,
        "scraped_before": to_seconds(rows.scraped_before),
        "now": to_seconds(rows.now),
    }
    return connection.execute(query, values)


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
