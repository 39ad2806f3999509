"""What a database says of itself: how far its scrapes go, and whether those that were archived are still there."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from nyaastats.domain.scrapes import MAX_SCRAPED_SECONDS, ScrapeRejection
from nyaastats.errors import DatabaseError
from nyaastats.store.archive.manifest import ArchiveManifest, Watermark
from nyaastats.store.deletions import count_rejected, read_deletions, read_last_rows
from nyaastats.store.reader import columns_of, decode_leniently, open_readonly, read_columns
from nyaastats.store.records import Trim
from nyaastats.store.rows import Row
from nyaastats.store.trims import read_trims

GUARDED_ROWS = 1_000
"""The last rows up to the watermark, which must be what they were. Never changed: of a trimmed database no more stay,
and its archive is not built anew."""


@dataclass(frozen=True, slots=True)
class LostRows:
    """What was deleted for good from a trimmed database since its archive was brought up to date."""

    deleted_after: int
    """All counts stamped later, in seconds."""
    rejected: Mapping[ScrapeRejection, int]
    """Those of them that the archive had counted and does not hold."""
    watermark: Watermark | None
    """Up to the last row that stayed, at most: the numbers after it belong to rows that the archive does not have."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """A database's scrapes at one moment, by their row numbers."""

    max_rowid: int | None
    """The last row; 0: there is none. None where the table has no row numbers."""
    min_rowid: int
    """The first row, which may be below 1; 1 without rows or row numbers."""
    digest: str
    """SHA-256 of the last rows; empty without row numbers."""
    schema_version: int
    generation: int | None
    refusal: str | None
    """Why the archive cannot go on from where it ended, None if it can."""
    lost: LostRows | None
    """What has to be deleted from the archive, which then can go on; None: nothing, or it is another database's."""
    trims: tuple[Trim, ...]
    """The first first; none: the database has all its scrapes."""


def read_source_state(database: Path, archived: ArchiveManifest | None) -> SourceState:
    """How far the database goes, and whether what the archive holds (`archived`) is still the beginning of it.

    Raises DatabaseError when it cannot be read.
    """
    with _open(database) as connection:
        state = _read_state(connection, database)
        if state.max_rowid is None:
            return replace(state, refusal="its table stats has no row numbers")
        refusal = _find_refusal(connection, archived, state)
        return replace(state, refusal=refusal, lost=_find_lost_rows(connection, archived, state) if refusal else None)


def _read_state(connection: sqlite3.Connection, database: Path) -> SourceState:
    read_columns(connection, database, may_be_empty=True)
    _refuse_other_rowids(connection, database)
    (schema_version,) = connection.execute("PRAGMA schema_version").fetchone()
    generation, trims = _read_generation(connection), tuple(read_trims(connection))
    if not _has_rowid(connection):
        return SourceState(None, 1, "", schema_version, generation, None, None, trims)
    min_rowid, max_rowid = _read_rowids(connection)
    digest = _digest_up_to(connection, max_rowid)
    return SourceState(max_rowid, min_rowid, digest, schema_version, generation, None, None, trims)


def require_unchanged(database: Path, state: SourceState) -> None:
    """Raise DatabaseError unless the rows of `state` are still there: what was read since may be others.

    A collector adds rows after them; whoever deletes some lets their numbers be given again.
    """
    if state.max_rowid is None:
        return
    with _open(database) as connection:
        now = _read_state(connection, database)
        digest = _digest_up_to(connection, state.max_rowid)
    if (digest, now.schema_version, now.generation) != (state.digest, state.schema_version, state.generation):
        raise DatabaseError(f"{str(database)!r} lost rows while it was read: run it again")


def read_deleted_after(database: Path, archived: ArchiveManifest) -> int:
    """After which second counts were deleted for good since the archive was brought up to date; the last one: none."""
    generation = archived.watermark.generation if archived.watermark else None
    with _open(database) as connection:
        deletions = read_deletions(connection, generation) if generation is not None else []
    return min((deletion.deleted_after for deletion in deletions), default=MAX_SCRAPED_SECONDS)


def make_watermark(state: SourceState, rows: int) -> Watermark | None:
    """The watermark of an archive that holds all of `state`: so many `rows`."""
    if state.max_rowid is None:
        return None
    return Watermark(
        rowid=state.max_rowid,
        rows=rows,
        digest=state.digest,
        schema_version=state.schema_version,
        generation=state.generation,
    )


@contextmanager
def _open(database: Path) -> Iterator[sqlite3.Connection]:
    with open_readonly(database) as connection:
        connection.text_factory = decode_leniently
        connection.execute("BEGIN")  # all that is read is of one moment
        yield connection


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
    if watermark.rowid > (state.max_rowid or 0) or _digest_up_to(connection, watermark.rowid) != watermark.digest:
        return "the database is another, or rows were deleted from it"
    # Our collector's own deletions raise the generation; of another's nothing is known but their number.
    if watermark.generation is None and _count_rows(connection, watermark.rowid) != watermark.rows:
        return "rows were deleted from the database"
    return None


def _find_lost_rows(
    connection: sqlite3.Connection, archived: ArchiveManifest | None, state: SourceState
) -> LostRows | None:
    """None unless the trimmed database, before the deletions, was the one that the archive was brought up to date with.

    Only its rows of then tell it from an older copy to which others were added: the numbers are the same.
    """
    watermark = archived.watermark if archived else None
    if archived is None or watermark is None or watermark.generation is None or not _has_archive(state, archived):
        return None
    deletions = read_deletions(connection, watermark.generation)
    then = read_last_rows(connection, watermark.generation, watermark.rowid, GUARDED_ROWS)
    if not deletions or _digest(then) != watermark.digest:
        return None
    rowid = min(watermark.rowid, *(deletion.max_rowid for deletion in deletions))
    remaining = replace(state, max_rowid=rowid, digest=_digest_up_to(connection, rowid))
    return LostRows(
        min(deletion.deleted_after for deletion in deletions),
        count_rejected(connection, watermark.generation, watermark.rowid),
        make_watermark(remaining, watermark.rows),
    )


def _has_archive(state: SourceState, archived: ArchiveManifest) -> bool:
    """Whether what was taken out of the database is in that archive."""
    return bool(state.trims) and state.trims[-1].trim_key in archived.trim_keys


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


def _digest_up_to(connection: sqlite3.Connection, rowid: int) -> str:
    """The digest of the last rows up to `rowid`."""
    query = (
        "SELECT rowid, infohash, timestamp, downloads FROM stats WHERE rowid <= ? ORDER BY rowid DESC LIMIT ?"  # ours
    )
    return _digest(connection.execute(query, (rowid, GUARDED_ROWS)))


def _digest(rows: Iterable[Row]) -> str:
    """SHA-256 of rows with their numbers."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode("utf-8", "replace"))
    return digest.hexdigest()
