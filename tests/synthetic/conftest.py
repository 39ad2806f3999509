import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet as pq
import pytest

from nyaastats.synthetic import Summary, generate


@dataclass(frozen=True)
class Generated:
    """A synthetic season on disk, read back."""

    summary: Summary
    truth: list[dict[str, Any]]
    torrents: dict[str, tuple[Any, ...]]

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.summary.database)) as database:
            return database.execute(query).fetchall()


def moment(text: str) -> datetime:
    """A time of the database; one without an offset is UTC."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    summary = generate(tmp_path_factory.mktemp("season") / "nyaastats.db")
    truth = pq.read_table(summary.truth / "torrents.parquet").to_pylist()
    with closing(sqlite3.connect(summary.database)) as database:
        rows = database.execute("SELECT infohash, filename, pubdate, status, guessit_data FROM torrents").fetchall()
    return Generated(summary, truth, {row[0]: row for row in rows})


@pytest.fixture(scope="session")
def looks(season: Generated) -> dict[str, list[tuple[datetime, int]]]:
    """The usable looks of every torrent of the truth, by time."""
    found: dict[str, list[tuple[datetime, int]]] = {row["infohash"]: [] for row in season.truth}
    query = "SELECT infohash, timestamp, downloads FROM stats WHERE typeof(downloads) = 'integer' AND downloads >= 0"
    for infohash, timestamp, downloads in season.sql(query):
        if infohash in found and timestamp[:4] in {"2025", "2026"} and timestamp[:7] != "2025-13":
            found[infohash].append((moment(timestamp), downloads))
    return {infohash: sorted(rows) for infohash, rows in found.items()}
