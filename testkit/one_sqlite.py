"""Keeps a process from opening a database with Python's SQLite while DuckDB's has it open.

Each SQLite gives up the other's locks when it closes the file, for POSIX locks are a process's, and a writer then
deletes a write-ahead log that is being read (https://sqlite.org/howtocorrupt.html, 2.2.1). A collector is another
process: a test that has rows come meanwhile starts one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import url2pathname

import pytest

from nyaastats.engines import duckdb as engine_module
from nyaastats.store.reader import provide_openable


@contextmanager
def refuse_second_sqlite() -> Iterator[None]:
    """Fail whatever connects to a database that an engine of this process reads."""
    open_files = list[Path]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_module, "provide_openable", partial(_provide_openable, open_files))
        patch.setattr(sqlite3, "connect", partial(_connect, sqlite3.connect, open_files))
        yield


@contextmanager
def _provide_openable(open_files: list[Path], path: Path) -> Iterator[Path]:
    with provide_openable(path) as file:
        open_files.append(file.absolute())
        try:
            yield file
        finally:
            open_files.remove(file.absolute())


def _connect(connect: Any, open_files: list[Path], database: Path | str, *arguments: Any, **options: Any) -> Any:
    assert _to_path(str(database)) not in open_files, f"{database} is open in DuckDB: connect from another process"
    return connect(database, *arguments, **options)


def _to_path(database: str) -> Path:
    if not database.startswith("file://"):
        return Path(database).absolute()
    return Path(url2pathname(database.removeprefix("file://").partition("?")[0]))
