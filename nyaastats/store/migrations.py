"""A database brought to the form that the collector writes: a new file, an older one of ours, or another scraper's.

`PRAGMA user_version` counts the steps that are done. Another scraper may have its own idea of that number: only where
our table `looks` stands is it taken for ours. So every step must also bear a database in which its work is done.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files

from nyaastats.errors import DatabaseError
from nyaastats.store.database import columns_of

_TORRENT_COLUMNS: Mapping[str, str] = {
    "size_bytes": "INTEGER",
    "nyaa_id": "INTEGER",
    "trusted": "BOOLEAN",
    "remake": "BOOLEAN",
    "status": "TEXT DEFAULT 'active'",
    "guessit_data": "TEXT",
    "guessit_version": "TEXT",
}
"""What another scraper's `torrents` may lack."""


def migrate(connection: sqlite3.Connection) -> None:
    """Do the steps that are missing, all or none; raise DatabaseError if a newer nyaastats has been here."""
    if (done := steps_done(connection)) == len(STEPS):
        return
    if done > len(STEPS):
        raise DatabaseError(f"it was written by a newer nyaastats (schema {done}, this one knows {len(STEPS)}): update")
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        for step in STEPS[done:]:
            step(connection)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")


def steps_done(connection: sqlite3.Connection) -> int:
    """How many of our steps the database has behind it."""
    ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'looks'").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version) if ours else 0


def _tables(connection: sqlite3.Connection) -> None:
    """Make the tables of the ETL, with all columns of the torrents."""
    _execute(connection, "schema.sql")
    missing = _TORRENT_COLUMNS.keys() - columns_of(connection, "torrents")
    for name in sorted(missing):
        connection.execute(f"ALTER TABLE torrents ADD COLUMN {name} {_TORRENT_COLUMNS[name]}")


def _collector(connection: sqlite3.Connection) -> None:
    """Make the collector's own tables, and what finds the scrapes of one torrent."""
    _execute(connection, "collector.sql")
    if "infohash" not in set(_leading_columns(connection, "stats")):
        connection.execute("CREATE INDEX stats_of_torrent ON stats (infohash, timestamp)")


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_tables, _collector)
"""In their order; a new one is added at the end, and none is changed once it was released."""


def _leading_columns(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    indexes = connection.execute("SELECT name FROM pragma_index_list(?) WHERE NOT partial", (table,)).fetchall()
    for (index,) in indexes:
        (name,) = connection.execute("SELECT name FROM pragma_index_info(?) WHERE seqno = 0", (index,)).fetchone()
        yield str(name).lower()


def _execute(connection: sqlite3.Connection, name: str) -> None:
    """Run a file's statements one by one: executescript would end the transaction."""
    statement = ""
    for line in files("nyaastats.store").joinpath(name).read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
