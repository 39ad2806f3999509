"""SQLite's errors in words that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from nyaastats.errors import DatabaseError

CHOOSE_DATABASE = "give a nyaastats.db with --db"

READER_MESSAGES: Mapping[str, str] = {
    "SQLITE_NOTADB": f"is not a SQLite database: {CHOOSE_DATABASE}",
    "SQLITE_CORRUPT": "is damaged or cut short: copy it again, with sqlite3's .backup if it is being written",
    "SQLITE_BUSY": "is locked by a writer: try again in a minute",
    "SQLITE_CANTOPEN": "cannot be opened: make it and the files beside it readable",
    "SQLITE_READONLY_ROLLBACK": "holds half of a transaction whose writer died: let its scraper run once, or open it "
    "with sqlite3 and read a row, which takes that back",
    "SQLITE_READONLY": "has a write-ahead log that cannot be read: make its folder writable, or copy it with .backup",
}
"""By SQLite's result code, extended or primary (https://sqlite.org/rescode.html): the message for one that reads."""

WRITER_MESSAGES: Mapping[str, str] = {
    "SQLITE_BUSY": "is locked by another program: the next run tries again",
    "SQLITE_FULL": "cannot grow, its disk is full: free some space; what was stored is safe",
    "SQLITE_IOERR": "cannot be read or written, its disk fails or is full: free some space; what was stored is safe",
    "SQLITE_READONLY": "cannot be written: make it and its folder writable",
    "SQLITE_CANTOPEN": "cannot be opened: make its folder, and make it writable",
    "SQLITE_CONSTRAINT": "does not take such a row ({error}): give that column a default, or use a database of our own",
}
"""The messages for a program that writes, in place of those above; `{error}` is SQLite's own text."""


@contextmanager
def translate_sqlite_errors(path: Path, messages: Mapping[str, str] = MappingProxyType({})) -> Iterator[None]:
    """Turn SQLite's errors into a DatabaseError that names the file; `messages` take precedence over the reader's."""
    try:
        yield
    except sqlite3.Error as error:
        # An extended code, SQLITE_CORRUPT_INDEX, begins with its primary one, SQLITE_CORRUPT.
        name = error_name(error)
        primary = "_".join(name.split("_")[:2])
        by_code = {**READER_MESSAGES, **messages}
        message = by_code.get(name) or by_code.get(primary, "cannot be used ({error}): " + CHOOSE_DATABASE)
        raise DatabaseError(f"{str(path)!r} {message.replace('{error}', str(error))}") from error


def error_name(error: sqlite3.Error) -> str:
    """The name of SQLite's result code; empty for an error of Python's own module, which has none."""
    return getattr(error, "sqlite_errorname", "")
