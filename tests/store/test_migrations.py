"""Files of every age become what the collector writes: all of it or nothing, and once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from nyaastats.errors import DatabaseError
from nyaastats.store import migrations
from nyaastats.store.ledger import open_ledger
from nyaastats.store.migrations import STEPS, migrate, steps_done
from nyaastats.store.reader import columns_of, read_torrents
from nyaastats.store.records import TorrentChanges
from testkit.ledger_fixtures import NOW, SCHEMA, VERSION, Row, content, due_now, infohash, make, named, rows, run

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"


def plain(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def at_step(path: Path, step: int) -> Path:
    """A database of ours as it was when there were so many steps."""
    with closing(plain(path)) as connection:
        for one in STEPS[:step]:
            one(connection)
        connection.execute(f"PRAGMA user_version = {step}")
    return path


AGES: dict[str, Callable[[Path], object]] = {
    "no file": lambda _: None,
    "an empty file": Path.touch,
    "a database without a table": lambda path: make(path, "CREATE TABLE t (x); DROP TABLE t"),
    "step 1": lambda path: at_step(path, 1),
    "step 2": lambda path: at_step(path, 2),
    "the ETL's tables": lambda path: make(path, SCHEMA),
    "one of its tables": lambda path: make(path, SCHEMA.split(");")[0] + ");"),
}


def test_every_step_is_an_age() -> None:
    assert f"step {len(STEPS)}" in AGES
    assert f"step {len(STEPS) + 1}" not in AGES


def shape(path: Path) -> dict[str, list[Row]]:
    """What a database is made of."""
    with closing(plain(path)) as connection:
        tables = ("torrents", "stats", "looks", "pages", "walks", "origin")
        return {
            **{table: [(name,) for name in sorted(columns_of(connection, table))] for table in tables},
            "tables": connection.execute(TABLES).fetchall(),
            "indexes": connection.execute(INDEXES).fetchall(),
            "pragmas": [connection.execute(f"PRAGMA {name}").fetchone() for name in ("user_version", "journal_mode")],
        }


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    path = tmp_path_factory.mktemp("new") / "a.db"
    with open_ledger(path):
        pass
    return shape(path)


def test_a_new_database_is_what_the_etl_reads_and_what_the_collector_needs(new: dict[str, list[Row]]) -> None:
    assert new["tables"] == [(name,) for name in ("looks", "origin", "pages", "stats", "torrents", "walks")]
    assert new["pragmas"] == [(len(STEPS),), ("wal",)]
    assert new["stats"] == [(name,) for name in ("downloads", "infohash", "leechers", "seeders", "timestamp")]
    assert {"guessit_version", "guessit_data", "status"} <= {name for (name,) in new["torrents"]}
    assert not {"stats_of_torrent", "torrent_of_infohash"} & {name for (name,) in new["indexes"]}  # the keys do it


@pytest.mark.parametrize("age", AGES)
def test_every_age_opens_as_a_new_one_and_works(tmp_path: Path, age: str, new: dict[str, list[Row]]) -> None:
    path = tmp_path / "a.db"
    AGES[age](path)
    with open_ledger(path) as ledger:
        ledger.add(TorrentChanges((named(1),)), NOW, VERSION)
    assert shape(path) == new
    assert [one.infohash for one in read_torrents(path).torrents] == [infohash(1)]


@pytest.mark.parametrize("age", AGES)
def test_a_second_opening_changes_nothing(tmp_path: Path, age: str) -> None:
    path = tmp_path / "a.db"
    AGES[age](path)
    with open_ledger(path) as ledger:
        ledger.add(TorrentChanges((named(1),)), NOW, VERSION)
    before = path.read_bytes()
    with open_ledger(path) as ledger:
        assert due_now(ledger) == []
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [len(STEPS) + 1, 99])
def test_a_database_of_a_newer_nyaastats_is_refused_by_name(tmp_path: Path, version: int) -> None:
    path = at_step(tmp_path / "new.db", len(STEPS))
    run(path, f"PRAGMA user_version = {version}")
    before = content(path)
    with pytest.raises(DatabaseError, match=rf"new\.db' was written by a newer nyaastats \(schema {version}, .*update"):
        open_ledger(path).__enter__()
    assert content(path) == before


@pytest.mark.parametrize("version", [0, 1, 2, 7, 2**31 - 1])
def test_another_scraper_s_number_is_not_taken_for_ours(tmp_path: Path, version: int) -> None:
    path = make(tmp_path / "a.db", f"{SCHEMA}; PRAGMA user_version = {version}")
    with closing(plain(path)) as connection:
        assert steps_done(connection) == 0
        migrate(connection, path)
        assert steps_done(connection) == len(STEPS)


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_a_step_bears_a_database_in_which_its_work_is_done(tmp_path: Path, step: int) -> None:
    path = at_step(tmp_path / "a.db", len(STEPS))
    before = content(path)
    with closing(plain(path)) as connection:
        STEPS[step](connection)
    assert content(path) == before


def test_steps_that_fail_are_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (x)")
        connection.execute("CREATE TABLE torrents (x)")

    path = make(tmp_path / "a.db", "CREATE TABLE t (x)")
    before = content(path)
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, fails))
    with pytest.raises(DatabaseError, match=r"a\.db' cannot be used \(table torrents already exists\)"):
        open_ledger(path).__enter__()
    assert content(path) == before


def test_a_table_of_another_program_with_a_name_of_ours_is_left_alone(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", f"{SCHEMA}; CREATE TABLE looks (who TEXT)")
    before = content(path)
    with pytest.raises(DatabaseError, match=r"a\.db' cannot be used \(no such column"):
        open_ledger(path).__enter__()
    assert content(path) == before


BARE = "CREATE TABLE stats (infohash, timestamp, downloads)"
KEYED = "CREATE TABLE stats (infohash, timestamp, downloads, PRIMARY KEY ({}))"


@pytest.mark.parametrize(
    ("table", "schema", "index"),
    [
        ("stats", BARE, "stats_of_torrent"),
        ("stats", KEYED.format("timestamp, infohash"), "stats_of_torrent"),
        ("stats", KEYED.format("infohash, timestamp"), ""),
        ("stats", f"{KEYED.format('infohash, timestamp')} WITHOUT ROWID", ""),
        ("stats", f"{BARE}; CREATE INDEX i ON stats (INFOHASH)", ""),
        ("stats", f"{BARE}; CREATE INDEX i ON stats (infohash) WHERE downloads", "stats_of_torrent"),
        ("stats", f"{BARE}; CREATE INDEX i ON stats (lower(infohash))", "stats_of_torrent"),
        ("torrents", "CREATE TABLE torrents (infohash, filename, pubdate)", "torrent_of_infohash"),
        ("torrents", "CREATE TABLE torrents (id INTEGER PRIMARY KEY, infohash TEXT UNIQUE, filename, pubdate)", ""),
        ("torrents", "CREATE TABLE torrents (infohash TEXT PRIMARY KEY, filename, pubdate) WITHOUT ROWID", ""),
    ],
)
def test_one_torrent_is_found_without_a_scan_whatever_the_indexes(
    tmp_path: Path, table: str, schema: str, index: str
) -> None:
    path = make(tmp_path / "a.db", schema)
    with open_ledger(path):
        pass
    always = {("looks_due",), ("looks_silent",), ("torrents_in_any_case",), ("i",)}
    assert ({(index,)} if index else set()) == set(rows(path, INDEXES)) - always
    [(*_, plan)] = rows(path, f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE infohash = 'a'")  # noqa: S608  # ours
    assert plan.startswith(f"SEARCH {table} USING")
