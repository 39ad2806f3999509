"""A database that grows, changes and loses rows, step by step, as those of collectors do."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from nyaastats.store.archive import source, trim
from nyaastats.store.archive.reader import open_archive
from nyaastats.store.archive.scrapes import SCHEMA, read_month
from nyaastats.store.archive.update import ArchiveUpdate, update_archive

MEMORY_MIB = 256
Step = Callable[[sqlite3.Connection], object]


def make_growing_database(path: Path, *, without_rowid: bool = False) -> Path:
    """An empty database, as a scraper makes one."""
    schema = files("nyaastats.store").joinpath("schema.sql").read_text(encoding="utf-8")
    if without_rowid:
        schema = schema.replace(
            "PRIMARY KEY (infohash, timestamp)\n)", "PRIMARY KEY (infohash, timestamp)\n) WITHOUT ROWID"
        )
        assert "WITHOUT ROWID" in schema
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(schema)
    return path


def change(path: Path, *steps: Step) -> None:
    """Do the steps, each in a transaction of its own."""
    for step in steps:
        with closing(sqlite3.connect(path)) as connection, connection:
            step(connection)


def change_elsewhere(path: Path, *steps: Step) -> None:
    """Do the steps in one transaction of another process, as a collector beside an ETL does."""
    statements = list[tuple[object, ...]]()
    recorder = SimpleNamespace(execute=lambda *statement: statements.append(statement))
    for step in steps:
        step(cast("sqlite3.Connection", recorder))
    command = [sys.executable, "-c", _COLLECTOR, str(path)]
    subprocess.run(command, input=json.dumps(statements), text=True, check=True)  # ours


_COLLECTOR = """
import json, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=30)
with connection:
    for statement in json.load(sys.stdin):
        connection.execute(*statement)
connection.close()
"""


def add_torrent(number: int, name: str = "", *, upper: bool = False, published: str = "2025-10-01T00:00:00Z") -> Step:
    infohash = make_infohash(number, upper=upper)
    row = (infohash, name or f"[G] Show {number} - 01 (1080p)", published)
    return lambda connection: connection.execute(
        "INSERT OR REPLACE INTO torrents (infohash, filename, pubdate) VALUES (?, ?, ?)", row
    )


def add_scrape(number: int, timestamp: str, downloads: object = 5, *, upper: bool = False) -> Step:
    row = (make_infohash(number, upper=upper), timestamp, 1, 2, downloads)
    return lambda connection: connection.execute("INSERT OR REPLACE INTO stats VALUES (?, ?, ?, ?, ?)", row)


def execute(statement: str, *values: object) -> Step:
    return lambda connection: connection.execute(statement, values)


def mark_dead(number: int) -> Step:
    return execute("UPDATE torrents SET status = 'dead' WHERE infohash = ?", make_infohash(number))


def delete_torrent(number: int) -> Step:
    return execute("DELETE FROM torrents WHERE infohash = ?", make_infohash(number))


def delete_scrapes(number: int) -> Step:
    return execute("DELETE FROM stats WHERE infohash = ?", make_infohash(number))


def make_infohash(number: int, *, upper: bool = False) -> str:
    text = f"{number:x}a".rjust(40, "0")
    return text.upper() if upper else text


def guard_rows(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """Let an archive recognise its database by so many rows, where a test's has fewer than are guarded otherwise."""
    for module in (source, trim):
        monkeypatch.setattr(module, "GUARDED_ROWS", rows)


def update(folder: Path, database: Path) -> ArchiveUpdate:
    return update_archive(folder, database, memory_mib=MEMORY_MIB)


def list_scrapes(folder: Path) -> list[tuple[Any, ...]]:
    """All scrapes of an archive: each with its infohash in place of the archive's number of the torrent."""
    archive = open_archive(folder)
    infohashes = dict(zip(archive.ids["torrent_id"].to_pylist(), archive.ids["infohash"].to_pylist(), strict=True))
    assert len(set(infohashes.values())) == archive.ids.num_rows, "an id was given twice"
    files = archive.manifest.scrapes
    columns = (read_month(folder, files) if files else SCHEMA.empty_table()).to_pydict().values()
    return [(infohashes.get(torrent_id), *rest) for torrent_id, *rest in zip(*columns, strict=True)]


def list_rows(folder: Path) -> list[str]:
    """All scrapes of an archive by their infohash, and all its torrents: what it says, whatever its numbers are."""
    torrents = open_archive(folder).torrents.torrents
    return [*sorted(map(repr, list_scrapes(folder))), *sorted(map(repr, torrents))]


def contents_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }
