"""The synthetic season, read back."""

import sqlite3
from contextlib import closing

import pyarrow.parquet as pq
import pytest

from nyaastats.synthetic import Summary
from testkit.generated_season import GeneratedSeason, Scrapes, parse_time


@pytest.fixture(scope="session")
def season(season: Summary) -> GeneratedSeason:
    truth = pq.read_table(season.truth / "torrents.parquet").to_pylist()
    with closing(sqlite3.connect(season.database)) as database:
        rows = database.execute("SELECT infohash, filename, pubdate, status, guessit_data FROM torrents").fetchall()
    return GeneratedSeason(season, truth, {row[0]: row for row in rows})


@pytest.fixture(scope="session")
def scrapes(season: GeneratedSeason) -> Scrapes:
    by_torrent: Scrapes = {row["infohash"]: [] for row in season.truth}
    query = "SELECT infohash, timestamp, downloads FROM stats WHERE typeof(downloads) = 'integer' AND downloads >= 0"
    for infohash, timestamp, downloads in season.sql(query):
        if infohash in by_torrent and timestamp[:4] in {"2025", "2026"} and timestamp[:7] != "2025-13":
            by_torrent[infohash].append((parse_time(timestamp), downloads))
    return {infohash: sorted(rows) for infohash, rows in by_torrent.items()}
