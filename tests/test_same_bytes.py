"""The same input gives the same bytes: again, with the rows in another order, and with another number of threads."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest

from nyaastats.domain.measures import Attribution
from nyaastats.engines.duckdb import open_database_engine
from nyaastats.publish.checks.publication import read_publication
from nyaastats.store.reader import SYNTHETIC
from nyaastats.synthetic import Summary
from testkit.etl_run import run_season


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def attribution() -> Attribution:
    """The one that is published; the other has less to divide."""
    return Attribution.INTERVAL


@pytest.fixture(scope="module")
def first(season: Summary, attribution: Attribution, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("first") / "data"
    run_season(season, folder, attribution=attribution)
    return _contents(folder)


@pytest.fixture(scope="module")
def shuffled(season: Summary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same rows, but by the seconds of their time instead of by torrent, and the torrents by name."""
    path = tmp_path_factory.mktemp("shuffled") / "nyaastats.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(files("nyaastats.store").joinpath("schema.sql").read_text(encoding="utf-8"))
        database.execute(f"PRAGMA application_id = {SYNTHETIC}")
        database.execute("ATTACH ? AS old", [str(season.database)])
        database.execute("INSERT INTO torrents SELECT * FROM old.torrents ORDER BY filename DESC")
        database.execute(
            "INSERT INTO stats SELECT * FROM old.stats ORDER BY substr(timestamp, 18), downloads, infohash"
        )
    return path


@pytest.fixture(params=[1, 5])
def threads(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many threads the engine has, whatever the machine."""
    connect = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda config: connect(config={**config, "threads": request.param}))
    return int(request.param)


def test_a_run_publishes_all_its_files(first: dict[str, bytes]) -> None:
    assert {"episodes.parquet", "rankings.json", "shows.json", "report.json", "manifest.json"} <= first.keys()


def test_what_a_run_publishes_keeps_its_contracts_and_says_that_it_is_made_up(first: dict[str, bytes]) -> None:
    read_publication(first)
    report = json.loads(first["report.json"])
    assert report["synthetic"] is True
    assert report["example"]["number"] != report["example"]["episode"]


def test_a_second_run_changes_nothing(
    season: Summary, attribution: Attribution, first: dict[str, bytes], tmp_path: Path
) -> None:
    run_season(season, tmp_path / "data", attribution=attribution)
    assert _contents(tmp_path / "data") == first


def test_the_order_of_the_rows_changes_nothing(
    season: Summary, attribution: Attribution, first: dict[str, bytes], shuffled: Path, tmp_path: Path
) -> None:
    run_season(season, tmp_path / "data", attribution=attribution, database=shuffled)
    assert _contents(tmp_path / "data") == first


def test_a_stamp_in_2000_or_2099_changes_nothing_but_the_count_of_rejects(
    season: Summary, attribution: Attribution, first: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "stamped.db"
    with closing(sqlite3.connect(season.database)) as source, closing(sqlite3.connect(path)) as database:
        source.backup(database)
        (infohash,) = database.execute("SELECT infohash FROM stats GROUP BY infohash HAVING count(*) > 60").fetchone()
        for stamp in ("2000-06-01T00:00:00Z", "2099-06-01T00:00:00Z"):
            database.execute("INSERT INTO stats VALUES (?, ?, 1, 1, 50000)", (infohash, stamp))
        database.commit()
    run_season(season, tmp_path / "data", attribution=attribution, database=path)
    stamped = _contents(tmp_path / "data")
    # The manifest holds the report's digest, and changes with it.
    assert {name for name in first if stamped[name] != first[name]} == {"report.json", "manifest.json"}
    before, after = (json.loads(files["report.json"]) for files in (first, stamped))
    rejected = before.pop("rejected_scrapes")
    assert after.pop("rejected_scrapes") == {**rejected, "before_publication": 1, "from_the_future": 1}
    assert after == before


def test_the_number_of_threads_changes_nothing(
    season: Summary, attribution: Attribution, first: dict[str, bytes], threads: int, tmp_path: Path
) -> None:
    with open_database_engine(season.database) as engine:
        assert engine.fetch("SELECT current_setting('threads') AS threads").to_pylist() == [{"threads": threads}]
    run_season(season, tmp_path / "data", attribution=attribution)
    assert _contents(tmp_path / "data") == first
