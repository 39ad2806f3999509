"""What a database says of itself: how far its scrapes go, and whether those that were archived are still there."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from nyaastats.errors import DatabaseError
from nyaastats.store.archive.manifest import ArchiveManifest, Watermark
from nyaastats.store.reader import columns_of, decode_leniently, open_readonly
from nyaastats.store.records import Deletion, Trim
from nyaastats.store.trims import read_deletions, read_trims

GUARDED_ROWS = 1_000
"""The last rows up to the watermark, which must be what they were. Never changed: of a trimmed database no more stay,
and its archive is not built anew."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """A database's scrapes, by their row numbers."""

    max_rowid: int | None
    """The last row; 0: there is none. None where the table has no row numbers."""
    min_rowid: int
    """The first row, which may be below 1; 1 without rows or row numbers."""
    schema_version: int
    generation: int | None
    refusal: str | None
    """Why the archive cannot go on from where it ended, None if it can."""
    trims: tuple[Trim, ...]
    """The first first; none: the database has all its scrapes."""


def read_source_state(database: Path, archived: ArchiveManifest | None) -> SourceState:
    """How far the database goes, and whether what the archive holds (`archived`) is still the beginning of it.

    Raises DatabaseError when it cannot be read.
    """
    with _open(database) as connection:
        _refuse_other_rowids(connection, database)
        (schema_version,) = connection.execute("PRAGMA schema_version").fetchone()
        generation = _read_generation(connection)
        if not _has_rowid(connection):
            return SourceState(None, 1, schema_version, generation, "its table stats has no row numbers", ())
        trims = tuple(read_trims(connection))
        min_rowid, max_rowid = _read_rowids(connection)
        state = SourceState(max_rowid, min_rowid, schema_version, generation, None, trims)
        return replace(state, refusal=_find_refusal(connection, archived, state))


def make_watermark(database: Path, state: SourceState, rows: int) -> Watermark | None:
    """The watermark of an archive that holds all of `state`, whose last row is `max_rowid`: so many `rows`."""
    if state.max_rowid is None:
        return None
    with _open(database) as connection:
        digest = _digest(connection, state.max_rowid)
    return Watermark(
        rowid=state.max_rowid,
        rows=rows,
        digest=digest,
        schema_version=state.schema_version,
        generation=state.generation,
    )


@contextmanager
def _open(database: Path) -> Iterator[sqlite3.Connection]:
    with open_readonly(database) as connection:
        connection.text_factory = decode_leniently
        yield connection


def read_deletions_since(database: Path, archived: Watermark) -> list[Deletion]:
    """What was deleted for good since the archive was brought up to date; nothing in another scraper's database."""
    with _open(database) as connection:
        return read_deletions(connection, archived.generation) if archived.generation is not None else []


def _find_refusal(connection: sqlite3.Connection, archived: ArchiveManifest | None, state: SourceState) -> str | None:
    watermark = archived.watermark if archived else None
    if archived is None or watermark is None:
        return "there is none yet"
    if watermark.generation != state.generation:
        return "scrapes were deleted from the database"
    # A trimmed database can be vacuumed, and its tables may change: rows that VACUUM numbers anew fail the digest,
    # because a trimmed table has gaps. SQLite keeps the numbers where the table has an index, as ours has.
    if watermark.schema_version != state.schema_version and not archived.trim_keys:
        return "the database was vacuumed, or its tables changed"
    if watermark.rowid > (state.max_rowid or 0) or _digest(connection, watermark.rowid) != watermark.digest:
        return "the database is another, or rows were deleted from it"
    # Our collector's own deletions raise the generation; of another's nothing is known but their number.
    if watermark.generation is None and _count_rows(connection, watermark.rowid) != watermark.rows:
        return "rows were deleted from the database"
    return None


def _refuse_other_rowids(connection: sqlite3.Connection, database: Path) -> None:
    """Raise DatabaseError where `rowid` is no row's number: in a view, or as a column of that name."""
    query = "SELECT 1 FROM sqlite_master WHERE lower(name) = 'stats' AND type = 'view'"
    if connection.execute(query).fetchone() or "rowid" in columns_of(connection, "stats"):
        raise DatabaseError(
            f"{str(database)!r} has a view 'stats', or a column 'rowid' in it: copy its rows into a table 'stats' of "
            "the columns infohash, timestamp, seeders, leechers and downloads"
        )


def _has_rowid(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT rowid FROM stats LIMIT 0")
    except sqlite3.OperationalError:
        return False
    return True


def _read_rowids(connection: sqlite3.Connection) -> tuple[int, int]:
    """The first and the last."""
    # Two queries: SQLite answers each by one step in the table, and both at once by reading all of it.
    (first,) = connection.execute("SELECT COALESCE(MIN(rowid), 1) FROM stats").fetchone()
    (last,) = connection.execute("SELECT COALESCE(MAX(rowid), 0) FROM stats").fetchone()
    return int(first), int(last)


def _count_rows(connection: sqlite3.Connection, rowid: int) -> int:
    # SQLite counts a whole table by its pages, twice as fast as a part of it by its rows. Not by its index, whose pages
    # lie all over the file: where it is not in the system's cache that takes five times as long.
    query = "SELECT (SELECT COUNT(*) FROM stats NOT INDEXED) - (SELECT COUNT(*) FROM stats WHERE rowid > ?)"
    (rows,) = connection.execute(query, (rowid,)).fetchone()
    return int(rows)


def _read_generation(connection: sqlite3.Connection) -> int | None:
    """None where our collector has not written, or something else has written over it."""
    if not columns_of(connection, "generation"):
        return None
    row = connection.execute("SELECT generation FROM generation").fetchone()
    return row[0] if row and isinstance(row[0], int) else None


def _digest(connection: sqlite3.Connection, rowid: int) -> str:
    """SHA-256 of the last rows up to `rowid`, with their numbers."""
    query = (
        "SELECT rowid, infohash, timestamp, downloads FROM stats WHERE rowid <= ? ORDER BY rowid DESC LIMIT ?"  # ours
    )
    digest = hashlib.sha256()
    for row in connection.execute(query, (rowid, GUARDED_ROWS)):
        digest.update(repr(row).encode("utf-8", "replace"))
    return digest.hexdigest()
