"""nyaastats.db as the ETL reads it: opened read-only while the collector may be writing, checked, row by row.

The columns of `REQUIRED_COLUMNS` must be there; all others are used if they are.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from nyaastats.domain.times import parse_time_or_none
from nyaastats.domain.torrents import InfoHash, Rejection, Torrent, TorrentRows
from nyaastats.errors import DatabaseError
from nyaastats.regular_files import check_replaceable, open_file
from nyaastats.scratch_folders import open_scratch_folder
from nyaastats.store.rows import to_flag
from nyaastats.store.sqlite_errors import CHOOSE_DATABASE, READER_MESSAGES, error_name, translate_sqlite_errors
from nyaastats.store.usable_scrapes import HAS_USABLE_COUNT

REQUIRED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "torrents": ("infohash", "filename", "pubdate", "guessit_data"),
    "stats": ("infohash", "timestamp", "downloads"),
}
"""By table, the columns without which there is nothing to measure."""

SYNTHETIC = int.from_bytes(b"NYSY")
"""SQLite's `application_id` of a synthetic database; the collector writes none."""


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns that a database has, in lower case; those of `REQUIRED_COLUMNS` always are among them."""

    torrents: frozenset[str]
    stats: frozenset[str]


def check_database(path: Path) -> TableColumns:
    """The columns of the database at `path`.

    Raises DatabaseError when it is not a database that can be measured: no such file, not SQLite, cut short, a table
    or column missing, no torrents or no scrapes in it.
    """
    with open_readonly(path) as connection:
        return read_columns(connection, path)


def read_torrents(path: Path, *, may_be_empty: bool = False) -> TorrentRows:
    """Read the table `torrents`; a bad row is left out and counted.

    Raises DatabaseError as `check_database` does, but not for tables without rows if they `may_be_empty`.
    """
    with open_readonly(path) as connection:
        columns = read_columns(connection, path, may_be_empty=may_be_empty)
        status = "coalesce(status, 'active')" if "status" in columns.torrents else "'active'"
        facts = ", ".join(name if name in columns.torrents else "NULL" for name in _FACTS)
        rows = fetch_rows(connection, _TORRENTS.format(status=status, facts=facts))
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    return _collect_rows((_parse_torrent(*row) for row in rows), is_synthetic=application_id == SYNTHETIC)


def read_max_downloads(path: Path) -> dict[InfoHash, int]:
    """The largest download count of each torrent: about its total, unless the counter was reset.

    Raises DatabaseError as `check_database` does.
    """
    with open_readonly(path) as connection:
        read_columns(connection, path)
        rows = fetch_rows(connection, _DOWNLOADS)
    downloads: dict[InfoHash, int] = {}
    for text, count in rows:
        infohash = InfoHash(str(text).lower())
        downloads[infohash] = max(count, downloads.get(infohash, 0))
    return downloads


def _collect_rows(rows: Iterable[Torrent | Rejection], *, is_synthetic: bool) -> TorrentRows:
    rejected: Counter[Rejection] = Counter()
    torrents: dict[InfoHash, Torrent] = {}
    for row in rows:
        if isinstance(row, Rejection):
            rejected[row] += 1
        elif torrents.setdefault(row.infohash, row) is not row:
            rejected[Rejection.DUPLICATE] += 1
    return TorrentRows(tuple(torrents[infohash] for infohash in sorted(torrents)), dict(rejected), is_synthetic)


_FACTS = ("size_bytes", "trusted", "remake")
"""What nyaa lists besides, where the database has it."""

# json_valid raises an error for a BLOB; CASE is evaluated lazily and keeps SQLite from calling it.
_TORRENTS = """
SELECT infohash, filename, pubdate, guessit_data, {status},
       CASE typeof(guessit_data) WHEN 'null' THEN 1
                                 WHEN 'text' THEN substr(guessit_data, 1, 1) = '{{' AND json_valid(guessit_data)
                                 ELSE 0 END,
       {facts}
FROM torrents
"""

# CAST: the count may be stored as text.
_DOWNLOADS = f"""
SELECT infohash, max(CAST(downloads AS INTEGER)) FROM stats WHERE {HAS_USABLE_COUNT} GROUP BY infohash
"""  # noqa: S608  # ours

_INFOHASH = re.compile(r"[0-9a-fA-F]{40}")


def _parse_torrent(  # noqa: PLR0913, PLR0917  # the columns of one row
    infohash: object,
    name: object,
    pubdate: object,
    guess: str | None,
    status: str,
    is_guess_valid: int,
    size_bytes: object,
    trusted: object,
    remake: object,
) -> Torrent | Rejection:
    if not isinstance(infohash, str) or not _INFOHASH.fullmatch(infohash):
        return Rejection.BAD_INFOHASH
    if not isinstance(name, str) or not name.strip():
        return Rejection.NO_NAME
    if (published := parse_time_or_none(pubdate)) is None:
        return Rejection.UNPARSABLE_TIME
    if not is_guess_valid:
        return Rejection.BROKEN_JSON
    size = size_bytes if isinstance(size_bytes, int) else None
    return Torrent(
        InfoHash(infohash.lower()), name, published, guess, str(status), size, to_flag(trusted), to_flag(remake)
    )


decode_leniently = partial(str, encoding="utf-8", errors="replace")
"""A connection's `text_factory` for text that may not be UTF-8: invalid bytes become U+FFFD."""


def fetch_rows(connection: sqlite3.Connection, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query, also where text is not UTF-8."""
    try:
        return connection.execute(query, values).fetchall()
    except sqlite3.OperationalError as error:
        if error_name(error):  # an error of SQLite itself; that of Python's UTF-8 decoder has no name
            raise
        connection.text_factory = decode_leniently  # one Python call a value, so not from the start
        return connection.execute(query, values).fetchall()


_MAGIC = b"SQLite format 3\0"
_BUSY_TIMEOUT_SECONDS = 5.0
"""For a writer that is not in WAL mode, and so locks readers out."""

# --- opening and checking ---------------------------------------------------------------------------------------------


@contextmanager
def open_readonly(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a read-only connection; SQLite's errors while it is open become DatabaseErrors."""
    check_file(path)
    with translate_sqlite_errors(path), closing(_connect(path)) as connection:
        yield connection


def is_new(path: Path) -> bool:
    """Whether a database would be made at the path: SQLite takes an empty file for a new one, and so do we.

    Raises DatabaseError when something is there that is no file.
    """
    try:
        check_replaceable(path)
    except OSError:
        return False  # `check_file` says what is wrong
    return not (path.exists() and path.stat().st_size)


def check_file(path: Path) -> None:
    """Raise DatabaseError unless the file is there and begins with SQLite's magic string."""
    try:
        with open_file(path) as file:
            header = file.read(len(_MAGIC))
    except IsADirectoryError as error:
        raise DatabaseError(f"{str(path)!r} is a folder: give the nyaastats.db file in it with --db") from error
    except OSError as error:
        raise DatabaseError(f"{str(path)!r} cannot be read ({error.strerror}): {CHOOSE_DATABASE}") from error
    if header != _MAGIC:
        raise DatabaseError(f"{str(path)!r} {READER_MESSAGES['SQLITE_NOTADB']}")


def _connect(path: Path) -> sqlite3.Connection:
    """Open read-only, beside a possible writer; in a folder that cannot be written, as an immutable file.

    In WAL mode a reader needs the file `-shm` beside the database, and creates it. Where it cannot be created and there
    is no `-wal` file, nobody is writing, and the database can be read as immutable (https://sqlite.org/wal.html, 5).
    """
    try:
        return _connect_beside_writer(path)
    except sqlite3.Error as error:
        if not _can_be_immutable(path, error):
            raise
        return sqlite3.connect(f"{_make_address(path)}&immutable=1", uri=True)


def _connect_beside_writer(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(_make_address(path), timeout=_BUSY_TIMEOUT_SECONDS, uri=True)
    try:
        connection.execute("PRAGMA schema_version")  # the first read is what opens the files
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _make_address(path: Path) -> str:
    # As a URI, for `mode=ro`; as_uri escapes `?` and `#` in file names.
    return f"{path.absolute().as_uri()}?mode=ro"


def _can_be_immutable(path: Path, error: sqlite3.Error) -> bool:
    name = error_name(error)
    # Beside a rollback journal the file holds half of a transaction, which a writer has to take back first: a reader
    # cannot (https://sqlite.org/rescode.html#readonly_rollback).
    is_half_written = name == "SQLITE_READONLY_ROLLBACK" or _get_journal_path(path).exists()
    is_refused = name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN"))
    return is_refused and not is_half_written and not get_wal_path(path).exists()


@contextmanager
def provide_openable(path: Path) -> Iterator[Path]:
    """The file for a program that cannot open SQLite's files as immutable: itself, or a temporary copy where it must.

    Such a program is DuckDB. Raises DatabaseError when there is no room for the copy.
    """
    if not _must_be_immutable(path):
        yield path
        return
    with open_scratch_folder() as folder:
        copy = folder / path.name
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            raise DatabaseError(
                f"{str(path)!r} is in a folder that cannot be written, and cannot be copied to {str(folder)!r} "
                f"({error.strerror}): make room there, or name another folder with TMPDIR"
            ) from error
        yield copy


def _must_be_immutable(path: Path) -> bool:
    try:
        _connect_beside_writer(path).close()
    except sqlite3.Error as error:
        return path.is_file() and _can_be_immutable(path, error)
    return False


def read_columns(connection: sqlite3.Connection, path: Path, *, may_be_empty: bool = False) -> TableColumns:
    """The columns of the database that is open, at `path`; raises DatabaseError as `check_database` does.

    Not for tables without rows if they `may_be_empty`.
    """
    _check_length(connection, path)
    columns = {table: columns_of(connection, table) for table in REQUIRED_COLUMNS}
    for table, required in REQUIRED_COLUMNS.items():
        if not columns[table]:
            raise DatabaseError(f"{str(path)!r} has no table {table!r}: {CHOOSE_DATABASE}")
        if missing := [column for column in required if column not in columns[table]]:
            raise DatabaseError(f"{str(path)!r} has no column {missing[0]!r} in its table {table!r}: {CHOOSE_DATABASE}")
    for table in REQUIRED_COLUMNS:
        if not may_be_empty and connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None:  # noqa: S608  # a name of ours
            raise DatabaseError(f"{str(path)!r} has no rows in its table {table!r}: run nyaastats scrape first")
    return TableColumns(**columns)


def columns_of(connection: sqlite3.Connection, table: str) -> frozenset[str]:
    """The columns of the table, in lower case; none if there is no such table."""
    rows = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return frozenset(name.lower() for (name,) in rows)


def _check_length(connection: sqlite3.Connection, path: Path) -> None:
    """Raise DatabaseError when the file is shorter than its header states: SQLite does not notice a cut within a page.

    Pages that are still in a write-ahead log may be missing from the file itself.
    """
    (pages,), (page_size,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    # Not an error: the last pages are in the log, and the file grows at the next checkpoint.
    if get_wal_path(path).exists() and get_wal_path(path).stat().st_size:
        return
    if path.stat().st_size < pages * page_size:
        raise DatabaseError(f"{str(path)!r} {READER_MESSAGES['SQLITE_CORRUPT']}")


def _get_journal_path(path: Path) -> Path:
    """The rollback journal, which takes back a transaction that was not committed."""
    return path.with_name(f"{path.name}-journal")


def get_wal_path(path: Path) -> Path:
    """The write-ahead log: what a writer has not yet moved into the database."""
    return path.with_name(f"{path.name}-wal")
