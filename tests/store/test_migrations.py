"""Databases of every version are migrated to the current schema: wholly or not at all, and once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from nyaastats.errors import DatabaseError
from nyaastats.store import migrations
from nyaastats.store.ledger import open_ledger
from nyaastats.store.migrations import STEPS, migrate, steps_done
from nyaastats.store.reader import columns_of, read_torrents
from nyaastats.store.records import BackfillCursor, HttpCacheEntry, TorrentChanges
from testkit.ledger_fixtures import (
    HOUR,
    NOW,
    SCHEMA,
    SECONDS,
    STAMP,
    TRACKER,
    VERSION,
    Row,
    content,
    due_now,
    infohash,
    make,
    named,
    rows,
    run,
)

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"


def plain(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def at_step(path: Path, step: int) -> Path:
    """A database of ours as it was when there were so many steps."""
    with closing(plain(path)) as connection:
        for run_step in STEPS[:step]:
            run_step(connection)
        connection.execute(f"PRAGMA user_version = {step}")
    return path


def at_step_3(path: Path) -> Path:
    """A database of ours from before `last_downloads`; today's `collector.sql` has it already."""
    run(
        at_step(path, 3),
        "DROP INDEX scrape_state_due; ALTER TABLE scrape_state DROP COLUMN last_downloads;"
        "CREATE INDEX scrape_state_due ON scrape_state (is_dead, published_at, last_scraped_at, ever_nonzero)",
    )
    return path


AGES: dict[str, Callable[[Path], object]] = {
    "no file": lambda _: None,
    "an empty file": Path.touch,
    "a database without a table": lambda path: make(path, "CREATE TABLE t (x); DROP TABLE t"),
    "step 1": lambda path: at_step(path, 1),
    "step 2": lambda path: at_step(path, 2),
    "step 3": at_step_3,
    "step 4": lambda path: run(at_step(path, 4), "DROP TABLE generation"),
    "step 5": lambda path: run(at_step(path, 5), "DROP TABLE trims; DROP TABLE deletions"),
    "step 6": lambda path: run(
        at_step(path, 6),
        "DROP TABLE tracker_state; DROP INDEX scrape_state_zeros;"
        "CREATE INDEX scrape_state_zeros ON scrape_state (zero_streak, is_dead) WHERE zero_streak > 0",
    ),
    "step 7": lambda path: run(at_step(path, 7), "DROP TABLE failure_streaks"),
    "step 8": lambda path: run(
        at_step(path, 8), "DROP TABLE deleted_stats; ALTER TABLE deletions DROP COLUMN previous"
    ),
    "step 9": lambda path: run(at_step(path, 9), "ALTER TABLE deletions DROP COLUMN previous"),
    "step 10": lambda path: at_step(path, 10),
    "the previous version": lambda path: make(path, PREVIOUS),
    "the ETL's tables": lambda path: make(path, SCHEMA),
    "one of its tables": lambda path: make(path, SCHEMA.split(");")[0] + ");"),
}


def test_every_step_is_an_age() -> None:
    assert f"step {len(STEPS)}" in AGES
    assert f"step {len(STEPS) + 1}" not in AGES


def shape(path: Path) -> dict[str, list[Row]]:
    """What a database is made of."""
    with closing(plain(path)) as connection:
        tables = (
            "torrents",
            "stats",
            "scrape_state",
            "http_cache",
            "backfills",
            "tracker",
            "tracker_state",
            "generation",
            "trims",
            "deletions",
            "deleted_stats",
        )
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
    assert [name for (name,) in new["tables"]] == [
        "backfills", "deleted_stats", "deletions", "failure_streaks", "generation", "http_cache", "scrape_state",
        "stats", "torrents", "tracker", "tracker_state", "trims",
    ]  # fmt: skip
    assert new["pragmas"] == [(len(STEPS),), ("wal",)]
    assert new["stats"] == [(name,) for name in ("downloads", "infohash", "leechers", "seeders", "timestamp")]
    assert {"guessit_version", "guessit_data", "status"} <= {name for (name,) in new["torrents"]}
    assert not {"stats_of_torrent", "torrent_of_infohash"} & {name for (name,) in new["indexes"]}  # the keys do it


@pytest.mark.parametrize("age", AGES)
def test_every_age_opens_as_a_new_one_and_works(tmp_path: Path, age: str, new: dict[str, list[Row]]) -> None:
    path = tmp_path / "a.db"
    AGES[age](path)
    with open_ledger(path) as ledger:
        ledger.store_page(TorrentChanges((named(1),)), NOW, VERSION)
    assert shape(path) == new
    assert [torrent.infohash for torrent in read_torrents(path).torrents] == [infohash(1)]


@pytest.mark.parametrize("age", AGES)
def test_a_second_opening_changes_nothing(tmp_path: Path, age: str) -> None:
    path = tmp_path / "a.db"
    AGES[age](path)
    with open_ledger(path) as ledger:
        ledger.store_page(TorrentChanges((named(1),)), NOW, VERSION)
    before = path.read_bytes()
    with open_ledger(path) as ledger:
        assert due_now(ledger) == []
    assert path.read_bytes() == before


# --- a database of the version before this one ------------------------------------------------------------------------

PREVIOUS: str = f"""
{SCHEMA}
ALTER TABLE torrents ADD COLUMN guessit_version TEXT;
-- What the collector remembers beside the counts; the ETL has no use for it. Times are seconds since 1970-01-01 UTC.

-- looks: a row a torrent, which decides when it is due. Small, so that a look does not rewrite the torrent's own row.
CREATE TABLE IF NOT EXISTS looks (
  infohash TEXT PRIMARY KEY,              -- as `torrents` spells it
  published INTEGER,                      -- NULL: its date cannot be read, or it stands there twice; never due
  last INTEGER,                           -- the last look that the tracker answered; NULL: none yet
  had_counts INTEGER NOT NULL DEFAULT 0,  -- whether a look ever found anything
  zeros INTEGER NOT NULL DEFAULT 0,       -- the tracker's last so many looks found three zeros
  dead INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
-- Who is due, and who is silent, is read from these alone.
CREATE INDEX IF NOT EXISTS looks_due ON looks (dead, published, last, had_counts);
CREATE INDEX IF NOT EXISTS looks_silent ON looks (zeros, dead) WHERE zeros > 0;

-- Another scraper may have written infohashes in capitals.
CREATE INDEX IF NOT EXISTS torrents_in_any_case ON torrents (infohash COLLATE NOCASE);

-- pages: what the next request for a page must know.
CREATE TABLE IF NOT EXISTS pages (
  address TEXT PRIMARY KEY,
  not_before INTEGER NOT NULL,
  etag TEXT,
  last_modified TEXT
);

-- walks: how far a backfill came that was interrupted; a finished one has no row.
CREATE TABLE IF NOT EXISTS walks (
  start TEXT PRIMARY KEY,
  address TEXT NOT NULL,                  -- of the last page that was stored
  page INTEGER NOT NULL,                  -- its number, counted from 1
  at INTEGER NOT NULL                     -- when it was stored
);

-- origin: one row, whose counts these are.
CREATE TABLE IF NOT EXISTS origin (tracker TEXT NOT NULL);

PRAGMA user_version = 2;
"""
"""The collector's tables as that version wrote them, to the letter."""
KEPT: Mapping[str, list[Mapping[str, object]]] = {
    "torrents": [
        {"infohash": infohash(number), "filename": f"A - 0{number}", "pubdate": STAMP, "guessit_version": VERSION}
        for number in (1, 2, 3)
    ],
    "stats": [{"infohash": infohash(1), "timestamp": STAMP, "seeders": 1, "leechers": 2, "downloads": 3}],
    "looks": [
        {"infohash": infohash(1), "published": SECONDS, "last": SECONDS + 60, "had_counts": 1, "zeros": 0, "dead": 0},
        {"infohash": infohash(2), "published": SECONDS, "last": SECONDS + 60, "had_counts": 1, "zeros": 3, "dead": 1},
        {"infohash": infohash(3), "published": None, "last": None, "had_counts": 0, "zeros": 2, "dead": 0},
    ],
    "pages": [{"address": "https://nyaa.si/?page=rss", "not_before": SECONDS, "etag": '"a"', "last_modified": "b"}],
    "walks": [{"start": "https://nyaa.si/", "address": "https://nyaa.si/?p=7", "page": 7, "at": SECONDS}],
    "origin": [{"tracker": TRACKER}],
}


def previous(path: Path) -> Path:
    """A file of the previous version, with a row of every kind."""
    return make(path, PREVIOUS, KEPT)


def test_a_database_of_the_previous_version_keeps_all_that_it_knew(tmp_path: Path, new: dict[str, list[Row]]) -> None:
    path = previous(tmp_path / "a.db")
    stats, torrents = (rows(path, f"SELECT * FROM {table}") for table in ("stats", "torrents"))  # noqa: S608  # ours
    with open_ledger(path) as ledger:
        assert ledger.tracker() == TRACKER
        assert ledger.newest_scrape_at() == NOW + timedelta(minutes=1)
        assert ledger.http_cache_entry("https://nyaa.si/?page=rss") == HttpCacheEntry(
            "https://nyaa.si/?page=rss", NOW, '"a"', "b"
        )
        assert ledger.backfill_cursor("https://nyaa.si/") == BackfillCursor(
            "https://nyaa.si/", "https://nyaa.si/?p=7", 7, NOW
        )
        assert due_now(ledger, NOW + HOUR) == [infohash(1)]
    assert shape(path) == new
    assert rows(path, "SELECT * FROM scrape_state ORDER BY infohash") == [
        (infohash(1), SECONDS, SECONDS + 60, 1, 0, 0, 3),
        (infohash(2), SECONDS, SECONDS + 60, 1, 3, 1, 0),
        (infohash(3), None, None, 0, 2, 0, 0),
    ]
    assert rows(path, "SELECT * FROM stats") == stats
    assert rows(path, "SELECT * FROM torrents") == torrents


def test_a_database_that_went_back_to_the_previous_version_comes_forward_again(
    tmp_path: Path, new: dict[str, list[Row]]
) -> None:
    path = previous(tmp_path / "a.db")
    with open_ledger(path):
        pass
    previous_tables = PREVIOUS.split("-- looks", 1)[1]
    run(path, f"-- looks{previous_tables}")
    run(path, "INSERT INTO looks (infohash, published, last) VALUES (?, ?, ?)", infohash(1), SECONDS, SECONDS + 120)
    run(path, "INSERT INTO origin (tracker) VALUES ('elsewhere')")
    with open_ledger(path) as ledger:
        assert ledger.tracker() == TRACKER
        assert ledger.newest_scrape_at() == NOW + timedelta(minutes=2)
    assert shape(path) == new


def test_a_migration_that_is_killed_is_done_by_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: sqlite3.Connection) -> None:
        raise KeyboardInterrupt

    path = previous(tmp_path / "a.db")
    before = content(path)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", (*STEPS, fails))
        with pytest.raises(KeyboardInterrupt):
            open_ledger(path).__enter__()
    assert content(path) == before
    with open_ledger(path) as ledger:
        assert ledger.tracker() == TRACKER


DOWNLOADS = [7, 99_999_999, 100_000_000, -1, "12", "n/a", None, 2.5]
"""As other programs write them; the order of scrapes goes by what is a count."""


def test_the_downloads_of_the_last_scrape_are_taken_from_what_is_stored(tmp_path: Path) -> None:
    path = at_step_3(tmp_path / "a.db")
    run(path, "DROP TABLE stats; CREATE TABLE stats (infohash, timestamp, seeders, leechers, downloads)")
    for number, downloads in enumerate(DOWNLOADS):
        run(path, "INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, 'A', ?)", infohash(number), STAMP)
        run(path, "INSERT INTO scrape_state (infohash, ever_nonzero) VALUES (?, 1)", infohash(number))
        for year, count in ((2024, 5), (2025, downloads)):
            run(path, "INSERT INTO stats VALUES (?, ?, 1, 1, ?)", infohash(number), f"{year}-10-01T00:00:00Z", count)
    run(path, "CREATE INDEX stats_of_torrent ON stats (infohash, timestamp)")
    with open_ledger(path):
        pass
    assert rows(path, "SELECT last_downloads FROM scrape_state ORDER BY infohash") == [
        (7,), (99_999_999,), (0,), (0,), (0,), (0,), (0,), (0,)
    ]  # fmt: skip
    [definition] = rows(path, "SELECT sql FROM sqlite_master WHERE name = 'scrape_state_due'")
    assert "last_downloads" in definition[0]


# --- steps ------------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("table", ["looks", "scrape_state"])
def test_a_table_of_another_program_with_a_name_of_ours_is_left_alone(tmp_path: Path, table: str) -> None:
    path = make(tmp_path / "a.db", f"{SCHEMA}; CREATE TABLE {table} (who TEXT)")
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
    always = {("scrape_state_due",), ("scrape_state_zeros",), ("torrents_in_any_case",), ("i",)}
    assert ({(index,)} if index else set()) == set(rows(path, INDEXES)) - always
    [(*_, plan)] = rows(path, f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE infohash = 'a'")  # noqa: S608  # ours
    assert plan.startswith(f"SEARCH {table} USING")
