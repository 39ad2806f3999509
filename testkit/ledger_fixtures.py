"""Databases of the collector and of other scrapers, and their rows, read with plain SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from nyaastats.collect.schedule import due_groups
from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts
from nyaastats.store.ledger import Ledger
from nyaastats.store.records import DueOrder, ParsedTorrent

NOW = datetime(2025, 10, 7, 15, 30, tzinfo=UTC)
STAMP = "2025-10-07T15:30:00Z"
SECONDS = 1_759_851_000
"""The same moment in the three ways in which it is written."""
HOUR = timedelta(hours=1)
VERSION = "3.8.0"
"""Of guessit: not the one that is installed."""
TRACKER = "nyaa.tracker.wf"
GUESS = '{"title": "A"}'
COUNTS = ScrapeCounts(seeders=3, leechers=2, downloads=40)
ZEROS = ScrapeCounts(0, 0, 0)
SCHEMA = files("nyaastats.store").joinpath("schema.sql").read_text(encoding="utf-8")

Row = tuple[Any, ...]


def infohash(number: int) -> InfoHash:
    return InfoHash(f"{number:040x}")


def named(number: int, guess: str | None = GUESS, **facts: Any) -> ParsedTorrent:
    """A parsed torrent of that number, five hours old."""
    usual: dict[str, Any] = {
        "infohash": infohash(number),
        "name": f"A - {number:02}",
        "published": NOW - 5 * HOUR,
        "size_bytes": 1_400_000_000,
        "nyaa_id": 2_000_000 + number,
        "trusted": True,
        "remake": False,
        "counts": COUNTS,
    }
    return ParsedTorrent(ListedTorrent(**{**usual, **facts}), guess)


def due_now(ledger: Ledger, now: datetime = NOW) -> list[str]:
    """The stored infohashes of the due torrents, in the order in which they are scraped."""
    groups = due_groups(now)
    fresh = ledger.due_torrents(groups.fresh, DueOrder.YOUNGEST_FIRST)
    older = ledger.due_torrents(groups.older, DueOrder.MOST_DOWNLOADED_FIRST)
    due = [torrent.stored_infohash for torrent in (*fresh, *older)]
    assert len(due) == ledger.count_due((*groups.fresh, *groups.older))
    return due


def make(path: Path, schema: str, rows: Mapping[str, Iterable[Mapping[str, object]]] | None = None) -> Path:
    """A database as another program writes it: rows by table, values by column."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(schema)
        for table, values in (rows or {}).items():
            for row in values:
                places = ", ".join(f":{column}" for column in row)
                connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", row)  # noqa: S608  # ours
        connection.commit()
    return path


def run(path: Path, statement: str, *values: object) -> None:
    """Execute a statement as another program would; without values, any number of them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if values:
            connection.execute(statement, values)
        else:
            connection.executescript(statement)


def rows(path: Path, query: str) -> list[Row]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def content(path: Path) -> list[str]:
    """The whole database as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
        return [f"PRAGMA user_version = {connection.execute('PRAGMA user_version').fetchone()}", *connection.iterdump()]
