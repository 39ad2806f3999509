"""nyaastats.db as the ETL reads it: opened read-only while the collector may be writing, checked, row by row.

Needed are the columns of `NEEDED`; all others are used where they are there.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nyaastats.domain.torrents import InfoHash, Rejection, Torrent, TorrentRows
from nyaastats.errors import DatabaseError

NEEDED: Mapping[str, tuple[str, ...]] = {
    "torrents": ("infohash", "filename", "pubdate", "guessit_data"),
    "stats": ("infohash", "timestamp", "downloads"),
}
"""The tables, and in each the columns, without which there is nothing to measure."""


SYNTHETIC = int.from_bytes(b"NYSY")
"""SQLite's `application_id` of a database whose numbers are made up; the collector's have none."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that are there, in lower case; those of `NEEDED` always are."""

    torrents: frozenset[str]
    stats: frozenset[str]


def check(path: Path) -> Columns:
    """What the database `path` has to offer.

    Raises DatabaseError when it is not a database that can be measured: no such file, not SQLite, cut short, a table
    or column missing, no torrents or no scrapes in it.
    """
    with reading(path) as connection:
        return _columns(connection, path)


def read_torrents(path: Path, *, may_be_empty: bool = False) -> TorrentRows:
    """Read the table `torrents`; a bad row is left out and counted.

    Raises DatabaseError as `check` does, but not for tables without rows if they `may_be_empty`.
    """
    with reading(path) as connection:
        columns = _columns(connection, path, may_be_empty=may_be_empty)
        status = "coalesce(status, 'active')" if "status" in columns.torrents else "'active'"
        rows = fetch(connection, _TORRENTS.format(status=status))
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
    return _sorted_out((_torrent(*row) for row in rows), is_synthetic=mark == SYNTHETIC)


def read_downloads(path: Path) -> dict[InfoHash, int]:
    """The largest count that each torrent was ever seen with: what its downloads come to, unless a count began anew.

    Raises DatabaseError as `check` does.
    """
    with reading(path) as connection:
        _columns(connection, path)
        rows = fetch(connection, _DOWNLOADS)
    downloads: dict[InfoHash, int] = {}
    for infohash, count in rows:
        key = InfoHash(str(infohash).lower())
        downloads[key] = max(count, downloads.get(key, 0))
    return downloads


def _sorted_out(rows: Iterable[Torrent | Rejection], *, is_synthetic: bool) -> TorrentRows:
    rejected: Counter[Rejection] = Counter()
    torrents: dict[InfoHash, Torrent] = {}
    for row in rows:
        if isinstance(row, Rejection):
            rejected[row] += 1
        elif torrents.setdefault(row.infohash, row) is not row:
            rejected[Rejection.DUPLICATE] += 1
    return TorrentRows(tuple(torrents[infohash] for infohash in sorted(torrents)), dict(rejected), is_synthetic)


# json_valid cannot hold a BLOB, and CASE is what keeps SQLite from asking it.
_TORRENTS = """
SELECT infohash, filename, pubdate, guessit_data, {status},
       CASE typeof(guessit_data) WHEN 'null' THEN 1
                                 WHEN 'text' THEN substr(guessit_data, 1, 1) = '{{' AND json_valid(guessit_data)
                                 ELSE 0 END
FROM torrents
"""

# CAST, because a count is also one where an old collector wrote it as text.
_DOWNLOADS = """
SELECT infohash, max(CAST(downloads AS INTEGER)) FROM stats
WHERE NOT downloads GLOB '*[^0-9]*' AND length(downloads) BETWEEN 1 AND 8
GROUP BY infohash
"""

is_infohash = re.compile(r"[0-9a-fA-F]{40}").fullmatch


def _torrent(  # noqa: PLR0913, PLR0917  # the columns of one row
    infohash: object, name: object, pubdate: object, guess: str | None, status: str, guess_is_sound: int
) -> Torrent | Rejection:
    if not isinstance(infohash, str) or not is_infohash(infohash):
        return Rejection.BAD_INFOHASH
    if not isinstance(name, str) or not name.strip():
        return Rejection.NO_NAME
    if (published := parse_time(pubdate)) is None:
        return Rejection.UNPARSABLE_TIME
    if not guess_is_sound:
        return Rejection.BROKEN_JSON
    return Torrent(InfoHash(infohash.lower()), name, published, guess, str(status))


LENIENT = partial(str, encoding="utf-8", errors="replace")
"""A connection's `text_factory` for text that may not be UTF-8: U+FFFD stands for what cannot be read."""


def fetch(connection: sqlite3.Connection, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    """All rows, also where text is not UTF-8."""
    try:
        return connection.execute(query, values).fetchall()
    except sqlite3.OperationalError as error:
        if _name(error):  # SQLite's own error; that of the decoder has no such name
            raise
        connection.text_factory = LENIENT  # a call a value: only if need be
        return connection.execute(query, values).fetchall()


def parse_time(text: object) -> datetime | None:
    """The moment that ISO 8601 `text` names, in UTC; without an offset it is UTC. None when it names none."""
    try:
        moment = datetime.fromisoformat(text)  # type: ignore[arg-type]  # SQLite gives any type: TypeError says so
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):  # OverflowError: an offset that leads out of the years 1 to 9999
        return None


_MAGIC = b"SQLite format 3\0"
_PATIENCE = 5.0
"""Seconds to wait for a writer that is not in WAL mode."""
_CHOOSE = "give a nyaastats.db with --db"
_MEANINGS = {
    "SQLITE_NOTADB": f"is not a SQLite database: {_CHOOSE}",
    "SQLITE_CORRUPT": "is damaged or cut short: copy it anew, with sqlite3's .backup if it is being written",
    "SQLITE_BUSY": "is locked by a writer: try again in a minute",
    "SQLITE_CANTOPEN": "cannot be opened: make it and the files beside it readable",
    "SQLITE_READONLY": "has a writer's log that cannot be read: make its folder writable, or copy it with .backup",
}


# --- opening and checking ---------------------------------------------------------------------------------------------


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection; whatever SQLite cannot do while it is open becomes a DatabaseError."""
    check_file(path)
    with translate_sqlite_errors(path), closing(_connect(path)) as connection:
        yield connection


@contextmanager
def translate_sqlite_errors(path: Path, meanings: Mapping[str, str] = MappingProxyType({})) -> Iterator[None]:
    """Turn what SQLite cannot do into a DatabaseError; `meanings` say it in other words than those of a reader.

    In them `{error}` is what SQLite says.
    """
    try:
        yield
    except sqlite3.Error as error:
        primary = "_".join(_name(error).split("_")[:2])  # SQLITE_CORRUPT of SQLITE_CORRUPT_INDEX
        told = (_MEANINGS | dict(meanings)).get(primary, "cannot be used ({error}): " + _CHOOSE)
        raise DatabaseError(f"{str(path)!r} {told.replace('{error}', str(error))}") from error


def check_file(path: Path) -> None:
    """Raise DatabaseError unless the file is there and begins as a SQLite database does."""
    try:
        with path.open("rb") as file:
            header = file.read(len(_MAGIC))
    except IsADirectoryError as error:
        raise DatabaseError(f"{str(path)!r} is a folder: give the nyaastats.db file in it with --db") from error
    except OSError as error:
        raise DatabaseError(f"{str(path)!r} cannot be read ({error.strerror}): {_CHOOSE}") from error
    if header != _MAGIC:
        raise DatabaseError(f"{str(path)!r} {_MEANINGS['SQLITE_NOTADB']}")


def _connect(path: Path) -> sqlite3.Connection:
    """Open read-only, as a reader beside a writer; in a folder that cannot be written, as a file that nobody writes.

    In WAL mode a reader shares memory with the writer through a file beside the database. Where that file cannot be
    made and no writer has left a log, the database alone is all there is to read (https://sqlite.org/wal.html, 5).
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, timeout=_PATIENCE, uri=True)
    try:
        connection.execute("PRAGMA schema_version")  # the first read is what opens the files
    except sqlite3.Error as error:
        connection.close()
        if not _name(error).startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")) or _log(path).exists():
            raise
        return sqlite3.connect(f"{address}&immutable=1", uri=True)
    return connection


def _columns(connection: sqlite3.Connection, path: Path, *, may_be_empty: bool = False) -> Columns:
    _check_length(connection, path)
    found = {table: columns_of(connection, table) for table in NEEDED}
    for table, needed in NEEDED.items():
        if not found[table]:
            raise DatabaseError(f"{str(path)!r} has no table {table!r}: {_CHOOSE}")
        if missing := [column for column in needed if column not in found[table]]:
            raise DatabaseError(f"{str(path)!r} has no column {missing[0]!r} in its table {table!r}: {_CHOOSE}")
    for table in NEEDED:
        if not may_be_empty and connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None:  # noqa: S608  # a name of ours
            raise DatabaseError(f"{str(path)!r} has no rows in its table {table!r}: let the collector fill it first")
    return Columns(**found)


def columns_of(connection: sqlite3.Connection, table: str) -> frozenset[str]:
    """The columns of the table, in lower case; none if there is no such table."""
    rows = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return frozenset(name.lower() for (name,) in rows)


def _check_length(connection: sqlite3.Connection, path: Path) -> None:
    """SQLite misses it when less than a page is cut off. Pages still in a writer's log may be missing from the file."""
    (pages,), (page_size,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    if _log(path).exists() and _log(path).stat().st_size:
        return
    if path.stat().st_size < pages * page_size:
        raise DatabaseError(f"{str(path)!r} {_MEANINGS['SQLITE_CORRUPT']}")


def _log(path: Path) -> Path:
    """Where a writer in WAL mode puts what it has not yet moved into the database."""
    return path.with_name(f"{path.name}-wal")


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "")  # only errors of SQLite itself have one
