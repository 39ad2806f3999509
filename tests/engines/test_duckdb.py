"""The engine on files as they come."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from nyaastats.engines.base import Engine
from nyaastats.engines.duckdb import (
    choose_memory_mib,
    open_database_engine,
    open_engine,
    open_storage_engine,
    translate_duckdb_errors,
)
from nyaastats.errors import DatabaseError, EngineError
from nyaastats.synthetic import Summary
from testkit.command_line import SNAPSHOT, Workspace, etl, make_database
from testkit.etl_run import run_season
from testkit.measure_cases import Case, StatsRow, TorrentCase, measure_file, rows_at, write_database
from testkit.quick_duckdb import VERIFYING

CASE = Case([TorrentCase(rows_at((12, 100), (36, 124)))])


def test_the_scanner_is_the_signed_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb, "connect", VERIFYING)
    with open_database_engine(write_database(tmp_path / "nyaastats.db", CASE)) as engine:
        assert "sqlite_scanner" in list_loaded(engine)


def test_a_database_is_not_called_damaged_where_memory_is_missing() -> None:
    with pytest.raises(EngineError, match="more memory"), translate_duckdb_errors("nyaastats.db"):
        raise duckdb.IOException("Could not read: Cannot allocate memory")


def test_where_no_scratch_can_be_made_its_place_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(EngineError, match=r"gone' \(No such file or directory\): .* TMPDIR"), open_engine(""):
        pass


@pytest.mark.parametrize(
    ("scrapes", "mib"),
    [(0, 96), (2_000_000, 96), (10_000_000, 352), (30_000_000, 992), (100_000_000, 1024)],
)
def test_the_share_of_memory_follows_the_scrapes(scrapes: int, mib: int) -> None:
    assert choose_memory_mib(scrapes) == mib


@pytest.mark.parametrize(("mib", "threads"), [(128, 4), (1024, 32), (4096, 64)])
def test_there_are_no_more_threads_than_the_memory_is_enough_for(
    mib: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_a_machine_of_64_cores(monkeypatch)
    with open_engine("", memory_mib=mib) as engine:
        assert engine.fetch("SELECT current_setting('threads') AS threads")["threads"].to_pylist() == [threads]


def test_a_machine_of_many_cores_measures_with_little_memory(
    season: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_a_machine_of_64_cores(monkeypatch)
    assert run_season(season, tmp_path / "data").report.counted.torrents > 0


def put_on_a_machine_of_64_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = duckdb.connect

    def connect_there(*, config: Mapping[str, str | bool | int | float | list[str]]) -> object:
        return connect(config={**config, "threads": 64})

    monkeypatch.setattr(duckdb, "connect", connect_there)


def test_what_reads_object_storage_is_signed_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(duckdb, "connect", VERIFYING)
    monkeypatch.setenv("HOME", str(tmp_path))  # where DuckDB keeps what it has downloaded
    with open_storage_engine("s3://bucket/archive") as engine:
        assert "httpfs" in list_loaded(engine)


def list_loaded(engine: Engine) -> list[str]:
    """The extensions of an engine that loads none without a signature."""
    unsigned = engine.fetch("SELECT current_setting('allow_unsigned_extensions') AS allowed")
    assert unsigned["allowed"].to_pylist() == [False]
    loaded = engine.fetch("SELECT extension_name FROM duckdb_extensions() WHERE loaded")["extension_name"]
    return [str(name) for name in loaded.to_pylist()]


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without wheels of extensions; DuckDB would find the scanner in the repository, as it does in its own.

    Its home, where DuckDB keeps what it has downloaded, and which is empty.
    """
    [version, platform] = [duckdb.sql(sql).fetchall()[0][0] for sql in ("SELECT version()", "PRAGMA platform")]
    repository = tmp_path / "repository" / version / platform
    repository.mkdir(parents=True)
    wheel = Path(str(resources.files("duckdb_extension_sqlite_scanner"))) / "extensions" / version
    (repository / "sqlite_scanner.duckdb_extension").symlink_to(wheel / "sqlite_scanner.duckdb_extension")

    def connect(*, config: Mapping[str, str | bool | int | float | list[str]]) -> object:
        return VERIFYING(config={"custom_extension_repository": str(tmp_path / "repository"), **config})

    monkeypatch.setattr(duckdb, "connect", connect)
    for extension in ("sqlite_scanner", "httpfs"):
        monkeypatch.setitem(sys.modules, f"duckdb_extension_{extension}", None)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.mark.parametrize(
    ("command", "package"),
    [
        (("etl", "--db", "nyaastats.db", "--anilist", SNAPSHOT), "pip install 'duckdb-extension-sqlite-scanner"),
        (("archive", "--db", "nyaastats.db"), "pip install 'duckdb-extension-sqlite-scanner"),
        (("db", "check", "--db", "nyaastats.db"), "pip install 'duckdb-extension-sqlite-scanner"),
        (("etl", "--archive", "s3://bucket/a", "--anilist", SNAPSHOT), "pip install 'nyaastats[s3]'"),
    ],
    ids=lambda value: " ".join(map(str, value[:3])) if isinstance(value, tuple) else None,
)
def test_an_extension_is_never_downloaded_unasked(
    tmp_path: Path, bare_machine: Path, command: tuple[object, ...], package: str
) -> None:
    make_database(tmp_path / "nyaastats.db")
    done = Workspace(tmp_path, {"HOME": str(bare_machine)}).call(*command)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "is not installed" in line
    assert package in line
    assert "nyaastats etl --allow-download" in line
    assert list(bare_machine.rglob("*.duckdb_extension")) == []


def test_an_extension_is_downloaded_where_that_is_allowed(tmp_path: Path, bare_machine: Path) -> None:
    make_database(tmp_path / "nyaastats.db")
    workspace = Workspace(tmp_path, {"HOME": str(bare_machine)})
    assert workspace.call(*etl("--allow-download")).returncode == 0
    [extension] = bare_machine.rglob("*.duckdb_extension")
    assert extension.name == "sqlite_scanner.duckdb_extension"
    # From then on it is there for every command.
    done = workspace.call("archive", "--db", "nyaastats.db", "--archive", "another.archive")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_cannot_be_downloaded_is_one_line(tmp_path: Path, bare_machine: Path) -> None:
    workspace = Workspace(tmp_path, {"HOME": str(bare_machine), "AWS_ENDPOINT_URL": "http://127.0.0.1:9"})
    done = workspace.call("etl", "--archive", "s3://bucket/a", "--anilist", SNAPSHOT, "--allow-download")
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "httpfs" in line
    assert "cannot be downloaded" in line


@pytest.mark.parametrize("setting", ["autoinstall_known_extensions", "autoload_known_extensions"])
def test_duckdb_loads_nothing_by_itself(setting: str) -> None:
    with open_engine("a case") as engine:
        current = engine.fetch(f"SELECT current_setting('{setting}')::VARCHAR AS value")
    assert current["value"].to_pylist() == ["false"]


def test_without_seeders_and_leechers_a_zero_is_a_drop(tmp_path: Path) -> None:
    case = Case(
        [
            TorrentCase(
                [*rows_at((12, 100)), StatsRow("2025-10-06T13:00:00Z", 0, seeders=0, leechers=0), *rows_at((36, 124))]
            )
        ]
    )
    result = measure_file(write_database(tmp_path / "nyaastats.db", case, "infohash, timestamp, downloads"), case)
    assert (result.scrapes.zero_dropouts, result.scrapes.faults.count_drops) == (0, 1)
    assert sum(result.days()) == 124


def test_a_text_in_an_integer_column_is_one_bad_row(tmp_path: Path) -> None:
    case = Case(
        [
            TorrentCase(
                [*rows_at((12, 100)), StatsRow("2025-10-06T13:00:00Z", "many", seeders="some"), *rows_at((36, 124))]
            )
        ]
    )
    columns = "infohash TEXT, timestamp TEXT, seeders INTEGER, leechers INTEGER, downloads INTEGER"
    path = tmp_path / "typed.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE stats({columns})")
        rows = [("0" * 40, row.timestamp, row.seeders, row.leechers, row.downloads) for row in case.torrents[0].rows]
        connection.executemany("INSERT INTO stats VALUES (?, ?, ?, ?, ?)", rows)
    result = measure_file(path, case)
    assert result.scrapes.rejected == {"bad_count": 1}
    assert result.days() == [112, 12]


def test_it_reads_beside_a_writer_and_sees_what_is_committed(tmp_path: Path) -> None:
    path = write_database(tmp_path / "nyaastats.db", CASE)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        row = ("0" * 40, "2025-10-08T00:00:00Z", 1, 1, 130)
        writer.execute("INSERT INTO stats VALUES (?, ?, ?, ?, ?)", row)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO stats VALUES (?, ?, ?, ?, ?)", (*row[:4], 99999))
        assert measure_file(path, CASE).totals() == [130]
        writer.execute("ROLLBACK")


def test_it_cannot_write(tmp_path: Path) -> None:
    with (
        open_database_engine(write_database(tmp_path / "nyaastats.db", CASE)) as engine,
        pytest.raises(DatabaseError, match="read-only"),
    ):
        engine.create("source.other", "SELECT 1 AS one")


def test_a_name_with_quotes_is_a_name(tmp_path: Path) -> None:
    assert measure_file(write_database(tmp_path / 'it\'s "mine".db', CASE), CASE).totals() == [124]


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"\1" * 4000])
def test_what_is_not_a_database_is_one_clear_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseError, match=r"other\.db") as caught, open_database_engine(path):
        pass
    assert "\n" not in str(caught.value)


def test_no_file_is_an_error_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"none\.db"), open_database_engine(tmp_path / "none.db"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_file_cut_short_is_one_clear_line(tmp_path: Path) -> None:
    case = Case([TorrentCase([row for hour in range(3000) for row in rows_at((hour, hour))])])
    path = write_database(tmp_path / "cut.db", case)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(DatabaseError, match=r"cut\.db") as caught:
        measure_file(path, case)
    assert "\n" not in str(caught.value)


def test_tables_go_in_and_come_out_as_arrow(tmp_path: Path) -> None:
    with open_database_engine(write_database(tmp_path / "nyaastats.db", CASE)) as engine:
        engine.register("numbers", pa.table({"number": [3, 1, 2]}))
        engine.create("doubled", "SELECT number * 2 AS number FROM numbers")
        engine.define("largest", "SELECT MAX(number) AS number FROM doubled")
        assert engine.fetch("SELECT number FROM doubled ORDER BY number")["number"].to_pylist() == [2, 4, 6]
        assert engine.fetch("SELECT number FROM largest")["number"].to_pylist() == [6]
        engine.drop("doubled")
        with pytest.raises(DatabaseError, match="doubled"):
            engine.fetch("SELECT number FROM doubled")
