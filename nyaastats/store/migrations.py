"""A database brought to the form that the collector writes: a new file, an older one of ours, or another scraper's.

`PRAGMA user_version` counts the steps that are done. Another scraper may have its own idea of that number: only where
our table `looks` stands is it taken for ours. So every step must also bear a database in which its work is done.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from nyaastats.errors import DatabaseError
from nyaastats.store.reader import columns_of

_COLUMNS: Mapping[str, Mapping[str, str]] = {
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
"""What another scraper's tables may lack."""


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Do the steps that are missing, all or none; raise DatabaseError if a newer nyaastats has been at `path`."""
    if (done := steps_done(connection)) == len(STEPS):
        return
    if done > len(STEPS):
        steps = f"schema {done}, this one knows {len(STEPS)}"
        raise DatabaseError(f"{str(path)!r} was written by a newer nyaastats ({steps}): update")
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
    """Make the tables of the ETL, with all their columns."""
    _execute(connection, "schema.sql")
    for table, columns in _COLUMNS.items():
        for name in sorted(columns.keys() - columns_of(connection, table)):
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} {columns[name]}")


def _collector(connection: sqlite3.Connection) -> None:
    """Make the collector's own tables, and what finds a torrent and its scrapes."""
    if "infohash" not in set(_leading_columns(connection, "stats")):
        connection.execute("CREATE INDEX stats_of_torrent ON stats (infohash, timestamp)")
    if "infohash" not in set(_leading_columns(connection, "torrents")):
        connection.execute("CREATE INDEX torrent_of_infohash ON torrents (infohash)")
    _execute(connection, "collector.sql")


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
