"""Brings a database to the schema that the collector writes: a new file, an older one of ours, or another scraper's.

    user_version 0 ─► 1 the ETL's tables ─► 2 the collector's, first version ─► 3 the collector's, renamed ─►
    4 the downloads of each torrent's last scrape ─► 5 the generation of the scrapes ─►
    6 what was trimmed and deleted ─► 7 the tracker's pause and limit ─► 8 the failures in a row ─►
    9 the rows that were deleted for good ─► 10 the generation before each deletion

`PRAGMA user_version` counts the steps that are done. Another scraper may use that number for itself, so it is read as
ours only where a table of ours exists; otherwise all steps run. So every step must change nothing in a database in
which its work is done already.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from nyaastats.errors import DatabaseError
from nyaastats.store.foreign_import import last_downloads_of
from nyaastats.store.reader import columns_of

_ADDED_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "torrents": {
        "guessit_data": "TEXT",
        "guessit_version": "TEXT",
        "nyaa_id": "INTEGER",
        "remake": "BOOLEAN",
        "size_bytes": "INTEGER",
        "status": "TEXT DEFAULT 'active'",
        "trusted": "BOOLEAN",
    },
    "stats": {"seeders": "INTEGER", "leechers": "INTEGER"},
}
"""Columns that another scraper's tables may lack."""

_OUR_TABLES = ("scrape_state", "looks")
"""Any of these marks a database of ours: the current name, and that of steps 1 and 2."""


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Run the missing steps, all or none; raise DatabaseError if a newer nyaastats has written to `path`."""
    if (done := steps_done(connection)) == len(STEPS):
        return
    if done > len(STEPS):
        versions = f"schema {done}, this one knows {len(STEPS)}"
        raise DatabaseError(f"{str(path)!r} was written by a newer nyaastats ({versions}): update nyaastats")
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        for step in STEPS[done:]:
            step(connection)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether no step is missing."""
    return steps_done(connection) == len(STEPS)


def steps_done(connection: sqlite3.Connection) -> int:
    """How many of our steps the database has behind it; 0 for another scraper's, whatever its user_version."""
    is_ours = any(columns_of(connection, table) for table in _OUR_TABLES)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version) if is_ours else 0


def _create_etl_tables(connection: sqlite3.Connection) -> None:
    """Step 1: the tables that the ETL reads, with all their columns."""
    _execute_file(connection, "schema.sql")
    for table, columns in _ADDED_COLUMNS.items():
        for name in sorted(columns.keys() - columns_of(connection, table)):
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} {columns[name]}")


def _create_collector_tables(connection: sqlite3.Connection) -> None:
    """Step 2: the collector's own tables in their first version, and indexes on another scraper's tables."""
    if "infohash" not in set(_leading_columns(connection, "stats")):
        connection.execute("CREATE INDEX stats_of_torrent ON stats (infohash, timestamp)")
    if "infohash" not in set(_leading_columns(connection, "torrents")):
        connection.execute("CREATE INDEX torrent_of_infohash ON torrents (infohash)")
    # Infohashes are looked up in any case: another scraper may have written them in capitals.
    connection.execute("CREATE INDEX IF NOT EXISTS torrents_in_any_case ON torrents (infohash COLLATE NOCASE)")
    if not columns_of(connection, "scrape_state"):
        _execute_file(connection, "collector_v1.sql")


def _rename_collector_tables(connection: sqlite3.Connection) -> None:
    """Step 3: `looks`, `pages`, `walks`, `origin` become `scrape_state`, `http_cache`, `backfills`, `tracker`.

    The rows are copied to new tables, so that the schema of today stands in one file, `collector.sql`, with its
    comments; RENAME would keep the comments of the old one. REPLACE: an older nyaastats that is run on a newer database
    makes the old tables again.
    """
    _execute_file(connection, "collector.sql")
    for table, copy in _COPIES.items():
        if columns_of(connection, table):
            connection.execute(copy)
            connection.execute(f"DROP TABLE {table}")


_COPIES: Mapping[str, str] = {
    "looks": """
        INSERT OR REPLACE INTO scrape_state
            (infohash, published_at, last_scraped_at, ever_nonzero, zero_streak, is_dead)
        SELECT infohash, published, last, had_counts, zeros, dead FROM looks
    """,
    "pages": """
        INSERT OR REPLACE INTO http_cache (url, not_before, etag, last_modified)
        SELECT address, not_before, etag, last_modified FROM pages
    """,
    "walks": """
        INSERT OR REPLACE INTO backfills (start_url, page_url, page, stored_at)
        SELECT start, address, page, at FROM walks
    """,
    "origin": """
        INSERT INTO tracker (host) SELECT tracker FROM origin WHERE NOT EXISTS (SELECT 1 FROM tracker)
    """,
}


def _add_last_downloads(connection: sqlite3.Connection) -> None:
    """Step 4: `scrape_state` holds the downloads of the last scrape, and its index of what is due covers them."""
    if "last_downloads" not in columns_of(connection, "scrape_state"):
        connection.execute("ALTER TABLE scrape_state ADD COLUMN last_downloads INTEGER NOT NULL DEFAULT 0")
        connection.execute("DROP INDEX IF EXISTS scrape_state_due")
        _execute_file(connection, "collector.sql")
    connection.execute(_FILL_LAST_DOWNLOADS)


_FILL_LAST_DOWNLOADS = f"""
UPDATE scrape_state SET last_downloads = {last_downloads_of("scrape_state")} WHERE ever_nonzero AND last_downloads = 0
"""  # noqa: S608  # ours


def _add_generation(connection: sqlite3.Connection) -> None:
    """Step 5: a number that every deletion of scrapes raises."""
    _execute_file(connection, "collector.sql")
    connection.execute("INSERT INTO generation SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM generation)")


def _add_trims(connection: sqlite3.Connection) -> None:
    """Step 6: what was taken out of the database, and what was deleted for good."""
    _execute_file(connection, "collector.sql")


def _add_tracker_state(connection: sqlite3.Connection) -> None:
    """Step 7: the pause that a tracker asked for, and its limit; the index of who may be dead knows who had counts."""
    connection.execute("DROP INDEX IF EXISTS scrape_state_zeros")
    _execute_file(connection, "collector.sql")


def _add_failure_streaks(connection: sqlite3.Connection) -> None:
    """Step 8: how often in a row the feed and the tracker have failed."""
    _execute_file(connection, "collector.sql")


def _add_deleted_rows(connection: sqlite3.Connection) -> None:
    """Step 9: the rows that were deleted for good from a trimmed database."""
    _execute_file(connection, "collector.sql")


def _add_previous_generation(connection: sqlite3.Connection) -> None:
    """Step 10: each deletion knows the generation before it."""
    if "previous" not in columns_of(connection, "deletions"):
        connection.execute("ALTER TABLE deletions ADD COLUMN previous INTEGER")


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _create_etl_tables,
    _create_collector_tables,
    _rename_collector_tables,
    _add_last_downloads,
    _add_generation,
    _add_trims,
    _add_tracker_state,
    _add_failure_streaks,
    _add_deleted_rows,
    _add_previous_generation,
)
"""In their order; a new one is added at the end, and none is changed once it was released. Those that run collector.sql
create whatever it has by now."""


def _leading_columns(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    """The first column of each index that covers the whole table."""
    indexes = connection.execute("SELECT name FROM pragma_index_list(?) WHERE NOT partial", (table,)).fetchall()
    for (index,) in indexes:
        (name,) = connection.execute("SELECT name FROM pragma_index_info(?) WHERE seqno = 0", (index,)).fetchone()
        yield str(name).lower()


def _execute_file(connection: sqlite3.Connection, name: str) -> None:
    """Run a file's statements one by one: `executescript` would commit the transaction first."""
    statement = ""
    for line in files("nyaastats.store").joinpath(name).read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
