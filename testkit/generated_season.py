"""A synthetic season on disk, read back for the tests."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet as pq

from nyaastats.synthetic import Summary

Scrapes = dict[str, list[tuple[datetime, int]]]
"""The usable scrapes by infohash, sorted: time and count. Torrents that cannot be used are not among them."""


@dataclass(frozen=True)
class GeneratedSeason:
    """A generated season: its summary, its truth and its table of torrents."""

    summary: Summary
    truth: list[dict[str, Any]]
    """The rows of torrents.parquet; see `nyaastats.synthetic.truth`."""
    torrents: dict[str, tuple[Any, ...]]
    """The rows of the table `torrents` by infohash: infohash, filename, pubdate, status, guessit_data."""

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query of the database."""
        with closing(sqlite3.connect(self.summary.database)) as database:
            return database.execute(query).fetchall()


def parse_time(text: str) -> datetime:
    """A time of the database; one without an offset is UTC."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def read_season(summary: Summary) -> GeneratedSeason:
    """The season that a summary is of."""
    truth = pq.read_table(summary.truth / "torrents.parquet").to_pylist()
    with closing(sqlite3.connect(summary.database)) as database:
        rows = database.execute("SELECT infohash, filename, pubdate, status, guessit_data FROM torrents").fetchall()
    return GeneratedSeason(summary, truth, {row[0]: row for row in rows})


def read_scrapes(season: GeneratedSeason) -> Scrapes:
    """All usable scrapes of the season."""
    by_torrent: Scrapes = {row["infohash"]: [] for row in season.truth}
    query = "SELECT infohash, timestamp, downloads FROM stats WHERE typeof(downloads) = 'integer' AND downloads >= 0"
    for infohash, timestamp, downloads in season.sql(query):
        if infohash in by_torrent and timestamp[:4] in {"2025", "2026"} and timestamp[:7] != "2025-13":
            by_torrent[infohash].append((parse_time(timestamp), downloads))
    return {infohash: sorted(rows) for infohash, rows in by_torrent.items()}
