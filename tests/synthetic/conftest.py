"""One synthetic season for all the tests."""

import sqlite3
from contextlib import closing

import pyarrow.parquet as pq
import pytest

from nyaastats.synthetic import generate
from testkit.generated_season import Generated, Looks, moment


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    summary = generate(tmp_path_factory.mktemp("season") / "nyaastats.db", hostile=True)
    truth = pq.read_table(summary.truth / "torrents.parquet").to_pylist()
    with closing(sqlite3.connect(summary.database)) as database:
        rows = database.execute("SELECT infohash, filename, pubdate, status, guessit_data FROM torrents").fetchall()
    return Generated(summary, truth, {row[0]: row for row in rows})


@pytest.fixture(scope="session")
def looks(season: Generated) -> Looks:
    found: Looks = {row["infohash"]: [] for row in season.truth}
    query = "SELECT infohash, timestamp, downloads FROM stats WHERE typeof(downloads) = 'integer' AND downloads >= 0"
    for infohash, timestamp, downloads in season.sql(query):
        if infohash in found and timestamp[:4] in {"2025", "2026"} and timestamp[:7] != "2025-13":
            found[infohash].append((moment(timestamp), downloads))
    return {infohash: sorted(rows) for infohash, rows in found.items()}
