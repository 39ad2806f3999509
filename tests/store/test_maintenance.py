"""Is a database sound, what is in it, how small can it be; and what the ETL makes of the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.domain.torrents import ScrapeCounts
from nyaastats.engines import duckdb as engine
from nyaastats.errors import DatabaseError
from nyaastats.measure.inputs import build_torrents_table
from nyaastats.measure.runner import load_scrapes
from nyaastats.pipeline.archiving import ArchiveConfig, open_source
from nyaastats.store import maintenance
from nyaastats.store.archive.readings import define_readings
from nyaastats.store.ledger import open_ledger
from nyaastats.store.maintenance import DatabaseStats, HealthReport, VacuumResult, check, read_stats, vacuum
from nyaastats.store.reader import read_torrents
from nyaastats.store.records import DueTorrent, ScrapeResult, TorrentChanges
from nyaastats.synthetic import Summary
from testkit.ledger_fixtures import HOUR, NOW, TRACKER, VERSION, content, infohash, make, named, rows, run
from testkit.tmpfs import mount_tmpfs

ONE = infohash(1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three torrents of ours with four scrapes."""
    path = tmp_path / "nyaastats.db"
    with open_ledger(path) as ledger:
        ledger.store_page(TorrentChanges((named(1), named(2), named(3, None))), NOW, VERSION)
        ledger.record_scrapes(
            [ScrapeResult(DueTorrent(ONE, ever_nonzero=True), ScrapeCounts(5, 6, 70))], NOW + HOUR, TRACKER
        )
        ledger.mark_dead([infohash(2)])
    return path


def fill(path: Path, torrents: int = 400) -> None:
    """Make it some pages larger."""
    with open_ledger(path) as ledger:
        ledger.store_page(
            TorrentChanges(tuple(named(number, "{}" * 400) for number in range(10, 10 + torrents))), NOW, VERSION
        )


# --- check ------------------------------------------------------------------------------------------------------------


def test_a_sound_database_is_counted(path: Path) -> None:
    assert check(path, NOW + HOUR) == HealthReport(3, 4, {}, {}, {})


def test_checking_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    check(path, NOW)
    assert path.read_bytes() == before


BAD_SCRAPES = [
    ("yesterday", 1, ONE, "unparsable_time"),
    ("", 1, ONE, "unparsable_time"),
    ("2025-13-45", 1, ONE, "unparsable_time"),
    ("12:30", 1, ONE, "unparsable_time"),
    ("now", 1, ONE, "unparsable_time"),
    (b"\xff", 1, ONE, "unparsable_time"),
    ("1999-12-31T23:59:59Z", 1, ONE, "unparsable_time"),
    ("2100-01-02", 1, ONE, "unparsable_time"),
    (1_759_851_000, 1, ONE, "unparsable_time"),
    ("yesterday", -1, "ff" * 20, "unparsable_time"),
    ("2025-10-07T14:00:01Z", -1, ONE, "bad_count"),
    ("2025-10-07T14:00:02Z", 12.5, ONE, "bad_count"),
    ("2025-10-07T14:00:03Z", "n/a", ONE, "bad_count"),
    ("2025-10-07T14:00:04Z", "", ONE, "bad_count"),
    ("2025-10-07T14:00:05Z", 123_456_789, ONE, "bad_count"),
    ("2025-10-07T14:00:06Z", -1, "ff" * 20, "bad_count"),
    ("2025-10-07T14:00:07Z", 7, "ff" * 20, "orphan"),
    ("2025-10-07T14:00:08Z", 7, "", "orphan"),
    ("2025-10-07T14:00:09Z", 7, infohash(9), "orphan"),  # its torrent is itself left out
    ("2025-10-07T14:00:10Z", 99_999_999, ONE, None),
    ("2025-10-07T14:00:11Z", "0007", ONE, None),
    ("2025-10-07T14:00:12.5+09:00", 7, ONE, None),
    ("2025-10-07 14:00:13", 7, ONE, None),
    ("2025-10-07", 7, ONE, None),
]


def by_the_etl(path: Path, now: datetime = NOW + HOUR) -> dict[str, int]:
    """What the ETL reports of the same file."""
    torrents = build_torrents_table(read_torrents(path).torrents)
    with engine.open_database_engine(path) as duck_engine:
        duck_engine.register("torrents", torrents)
        define_readings(duck_engine)
        return {str(reason): rows for reason, rows in load_scrapes(duck_engine, now).rejected.items()}


@pytest.mark.parametrize(("timestamp", "downloads", "key", "reason"), BAD_SCRAPES)
def test_a_bad_scrape_has_its_reason(
    path: Path, timestamp: object, downloads: object, key: str, reason: str | None
) -> None:
    run(path, "INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, 'A', 'no date')", infohash(9))
    run(path, "INSERT INTO stats VALUES (?, ?, 1, 1, ?)", key, timestamp, downloads)
    health = check(path, NOW + HOUR)
    assert health == HealthReport(4, 5, {"unparsable_time": 1}, {reason: 1} if reason else {}, {})


def test_bad_rows_are_counted_as_the_etl_counts_them(path: Path) -> None:
    run(path, "INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, 'A', 'no date')", infohash(9))
    run(path, "INSERT INTO torrents (infohash, filename, pubdate) VALUES ('abc', 'A', '2025-10-07')")
    run(path, "INSERT INTO torrents (infohash, filename, pubdate) VALUES ('abd', 'A', '2025-10-07')")
    for timestamp, downloads, key, _ in BAD_SCRAPES:
        run(path, "INSERT OR IGNORE INTO stats VALUES (?, ?, 1, 1, ?)", key, timestamp, downloads)
    health = check(path, NOW + HOUR)
    assert health.bad_torrents == {"bad_infohash": 2, "unparsable_time": 1}
    assert health.bad_scrapes == {"unparsable_time": 10, "bad_count": 6, "orphan": 3} == by_the_etl(path)
    assert (health.torrents, health.scrapes) == (6, 4 + len(BAD_SCRAPES))


def test_capitals_are_no_orphans(path: Path) -> None:
    upper = "AB" * 20
    run(path, "INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, 'A', '2025-10-07')", upper)
    for key in (upper, upper.lower()):
        run(path, "INSERT INTO stats VALUES (?, '2025-10-07T15:00:00Z', 1, 1, 1)", key)
    assert check(path, NOW + HOUR).bad_scrapes == by_the_etl(path) == {}


def test_a_clocks_errors_are_named(path: Path) -> None:
    for stamp in ("2000-06-01T00:00:00Z", "2099-06-01T00:00:00Z"):
        run(path, "INSERT INTO stats VALUES (?, ?, 1, 1, 5)", ONE, stamp)
    assert check(path, NOW + HOUR) == HealthReport(
        3,
        6,
        {},
        {"before_publication": 1, "from_the_future": 1},
        {
            ScrapeRejection.BEFORE_PUBLICATION: f"{ONE} at 2000-06-01T00:00:00Z",
            ScrapeRejection.FROM_THE_FUTURE: f"{ONE} at 2099-06-01T00:00:00Z",
        },
    )
    assert by_the_etl(path) == {"before_publication": 1, "from_the_future": 1}


def test_a_clock_may_be_ahead_by_a_day(path: Path) -> None:
    assert check(path, NOW + HOUR - timedelta(days=1)).bad_scrapes == {}
    assert check(path, NOW - timedelta(days=1)).bad_scrapes == {"from_the_future": 1}


def test_a_synthetic_season_is_counted_as_the_etl_counts_it(season: Summary) -> None:
    health = check(season.database, datetime(2027, 1, 1, tzinfo=UTC))
    assert health.scrapes == rows(season.database, "SELECT count(*) FROM stats")[0][0]
    assert health.bad_scrapes == by_the_etl(season.database, datetime(2027, 1, 1, tzinfo=UTC))
    assert sum(health.bad_scrapes.values()) == 10
    assert sum(health.bad_torrents.values()) == 2


HOSTILE_COUNTS = (
    7,
    "7",
    b"7",
    b"\xff",
    b"",
    "7\0",
    "7\0x",
    "\0",
    "7 ",
    "+7",
    "-0",
    7.0,
    "1e3",
    "0" * 8,
    "0" * 9,
    None,
    2**63 - 1,
    "\u0667",
)
HOSTILE_TIMES = (
    "2025-10-07T16:00:00Z",
    b"2025-10-07T16:00:01Z",
    "2025-10-07T16:00:00Z\0",
    "2025-10-07T16:00:00Z\0x",
    b"2025-10-07T16:00:00Z\0\xff",
    "2025-10-07 16:00\0",
    20251007,
    20251007.5,
    -1,
    None,
    b"2025-10-07\xff",
    "\uff12025-10-07",
    "2025-10-07T24:00:00Z",
    "2025-10-07T24:00:01Z",
    "2025-02-30T00:00:00Z",
    "2025-10-07t16:00:00.5+0930",
    "0001-01-01",
    "9999-12-31T23:59:59-23:59",
    "2099-10-07",
    "2001-10-07",
)
MIXED = "aBcDeF" + "0" * 34
HOSTILE_INFOHASHES = (
    ONE,
    MIXED,
    MIXED.upper(),
    MIXED.encode(),
    b"\xff",
    "",
    None,
    5,
    f"{ONE}\0",
    f"{ONE} ",
    "\u212a" * 40,
)
HOSTILE_ROWS = st.tuples(
    st.sampled_from(HOSTILE_INFOHASHES), st.sampled_from(HOSTILE_TIMES), st.sampled_from(HOSTILE_COUNTS)
)


def by_the_archive(path: Path, now: datetime) -> Mapping[ScrapeRejection, int]:
    """What `etl` reports that it left out."""
    with TemporaryDirectory() as folder:
        config = ArchiveConfig(Path(folder) / "archive", path, memory_mib=256)
        with open_source(config) as source, engine.open_engine("archive") as duck_engine:
            duck_engine.register("torrents", build_torrents_table(source.torrents.torrents))
            source.archive.define_readings(duck_engine, source.torrents)
            return load_scrapes(duck_engine, now, unreadable=source.archive.rejected_scrapes).rejected


def write_hostile(path: Path, hostile: Sequence[tuple[object, object, object]]) -> Path:
    """A database of another scraper, whose columns take values of every type."""
    make(
        path,
        "CREATE TABLE torrents (infohash, filename, pubdate, guessit_data);"
        "CREATE TABLE stats (infohash, timestamp, downloads)",
    )
    with closing(plain(path)) as connection:
        torrents = [(key, "A", "2025-10-07T15:00:00Z") for key in (ONE, MIXED)]
        connection.executemany("INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, ?, ?)", torrents)
        connection.execute("INSERT INTO stats VALUES (?, '2025-10-07T15:30:00Z', 1)", (ONE,))
        connection.executemany("INSERT INTO stats VALUES (?, ?, ?)", hostile)
    return path


@settings(max_examples=12, deadline=None)
@example([(ONE, HOSTILE_TIMES[0], count) for count in HOSTILE_COUNTS])
@example([(ONE, moment, 7) for moment in HOSTILE_TIMES])
@example([(key, HOSTILE_TIMES[0], 7) for key in HOSTILE_INFOHASHES])
@given(st.lists(HOSTILE_ROWS, max_size=40))
def test_what_check_calls_unusable_is_what_the_etl_leaves_out(hostile: list[tuple[object, object, object]]) -> None:
    with TemporaryDirectory() as folder:
        path, now = write_hostile(Path(folder) / "a.db", hostile), NOW + timedelta(days=2)
        bad_scrapes = check(path, now).bad_scrapes
        assert bad_scrapes == by_the_etl(path, now)
        assert bad_scrapes == by_the_archive(path, now)


def overwritten(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xa5" * 6000)


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])


def cut_a_little(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def index_at_odds(path: Path) -> None:
    """Rows that one finds and the other does not: no single page is wrong."""
    swapped = "UPDATE sqlite_master SET sql = replace(sql, '(is_dead, published_at,', '(published_at, is_dead,')"
    run(path, f"PRAGMA writable_schema = 1; {swapped} WHERE name = 'scrape_state_due'")


FAULTS = [
    (overwritten, r"nyaastats\.db' is damaged"),
    (cut, r"nyaastats\.db' is damaged"),
    (cut_a_little, r"nyaastats\.db' is damaged"),
    (emptied, r"nyaastats\.db' is not a SQLite database"),
    (index_at_odds, r"nyaastats\.db' is damaged \(.+\): restore a copy, or repair it with sqlite3's \.recover"),
    (Path.unlink, r"nyaastats\.db' cannot be read \(No such file"),
]


@pytest.mark.parametrize(("spoil", "message"), FAULTS)
def test_a_damaged_file_is_reported_in_one_line(path: Path, spoil: Callable[[Path], None], message: str) -> None:
    fill(path)
    spoil(path)
    with pytest.raises(DatabaseError, match=message) as error:
        check(path, NOW)
    assert "\n" not in str(error.value)


def test_another_database_is_reported_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"a\.db' has no table 'torrents'"):
        check(make(tmp_path / "a.db", "CREATE TABLE t (x)"), NOW)


# --- figures ----------------------------------------------------------------------------------------------------------


def test_what_is_in_it(path: Path) -> None:
    with open_ledger(path) as ledger:
        ledger.set_tracker("tracker.example:80")
    assert read_stats(path) == DatabaseStats(
        torrents={"active": 1, "dead": 1, "guessit_failed": 1},
        parsers={VERSION: 3},
        scrapes=4,
        first_scraped_at=NOW,
        newest_scraped_at=NOW + HOUR,
        bytes=path.stat().st_size,
        tracker="tracker.example:80",
        trimmed=0,
    )


def test_an_empty_one_has_none(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "a.db"):
        pass
    assert read_stats(tmp_path / "a.db") == DatabaseStats(
        {}, {}, 0, None, None, (tmp_path / "a.db").stat().st_size, None, 0
    )


def test_another_scraper_s_has_what_it_has(tmp_path: Path) -> None:
    path = make(
        tmp_path / "a.db",
        "CREATE TABLE torrents (infohash, filename, pubdate, x); CREATE TABLE stats (infohash, timestamp, downloads)",
    )
    run(path, "INSERT INTO torrents (infohash) VALUES (1), (2)")
    for text in ("2025-10-07 15:30:00", "2025-10-07T23:30:00+09:00", "2025-10-07T02:00:00-14:00", "never"):
        run(path, "INSERT INTO stats VALUES (1, ?, 1)", text)
    stats = read_stats(path)
    assert (stats.torrents, stats.parsers, stats.tracker) == ({"active": 2}, {"?": 2}, None)
    assert (stats.scrapes, stats.first_scraped_at, stats.newest_scraped_at) == (4, NOW - HOUR, NOW + HOUR / 2)


def test_a_status_of_any_kind_is_counted(path: Path) -> None:
    run(path, "UPDATE torrents SET status = NULL, guessit_version = NULL WHERE status = 'dead'")
    run(path, "UPDATE torrents SET status = CAST(x'ff' AS TEXT) WHERE status = 'guessit_failed'")
    stats = read_stats(path)
    assert stats.torrents == {"active": 2, "\N{REPLACEMENT CHARACTER}": 1}
    assert stats.parsers == {VERSION: 2, "?": 1}


# --- vacuum -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def large(path: Path) -> Path:
    """Most of it is room of what was deleted."""
    fill(path)
    run(path, "DELETE FROM torrents WHERE length(guessit_data) > 100; PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def test_what_was_deleted_is_given_back_and_nothing_else(large: Path) -> None:
    before, size = content(large), large.stat().st_size
    shrunk = vacuum(large)
    assert shrunk == VacuumResult(size, large.stat().st_size)
    assert shrunk.bytes_after < size / 2
    assert content(large) == before
    assert rows(large, "PRAGMA journal_mode") == [("wal",)]


def test_a_copy_is_compact_and_the_database_stays(large: Path) -> None:
    before, bytes_before = content(large), large.read_bytes()
    copy = large.with_name("copy.db")
    assert vacuum(large, copy) == VacuumResult(len(bytes_before), copy.stat().st_size)
    assert copy.stat().st_size < len(bytes_before) / 2
    assert content(copy) == before
    assert large.read_bytes() == bytes_before
    with open_ledger(copy) as ledger:  # it is a database like any other
        ledger.record_scrapes(
            [ScrapeResult(DueTorrent(ONE, ever_nonzero=True), ScrapeCounts(5, 6, 71))], NOW + 2 * HOUR, TRACKER
        )


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_copy_is_made_while_somebody_reads_and_somebody_writes(large: Path, journal: str) -> None:
    run(large, f"PRAGMA journal_mode = {journal}")
    before = content(large)
    with closing(plain(large)) as reader, closing(plain(large)) as writer:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM stats").fetchone()
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM stats")
        vacuum(large, large.with_name("copy.db"))
        writer.execute("ROLLBACK")
    assert content(large.with_name("copy.db")) == before


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maintenance, "_BUSY_TIMEOUT_SECONDS", 0.1)


@pytest.mark.usefixtures("impatient")
def test_a_reader_sees_its_own_while_the_file_is_made_smaller(large: Path) -> None:
    before = content(large)
    with closing(plain(large)) as reader:
        reader.execute("PRAGMA busy_timeout = 0")
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM stats").fetchone() == (404,)
        vacuum(large)
        assert reader.execute("SELECT count(*) FROM stats").fetchone() == (404,)
    assert content(large) == before
    assert rows(large, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.usefixtures("impatient")
def test_a_writer_is_not_cut_off(large: Path) -> None:
    with closing(plain(large)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM stats")
        with pytest.raises(DatabaseError, match=r"nyaastats\.db' is locked by another program"):
            vacuum(large)
        writer.execute("COMMIT")
    assert rows(large, "SELECT count(*) FROM stats") == [(0,)]


@pytest.mark.parametrize(
    ("copy", "message"),
    [
        ("nyaastats.db", r"nyaastats\.db' exists already: name a file that does not"),
        ("", r"exists already"),
        (
            "gone/copy.db",
            r"nyaastats\.db' cannot be copied to '.*gone/copy\.db', which cannot be opened: make its folder",
        ),
        ("file/copy.db", r"nyaastats\.db' cannot be copied to '.*file/copy\.db', which cannot be opened"),
    ],
)
def test_what_is_no_place_for_a_copy_is_named(large: Path, copy: str, message: str) -> None:
    (large.parent / "file").write_text("mine")
    before = large.read_bytes()
    with pytest.raises(DatabaseError, match=message):
        vacuum(large, large.parent / copy)
    assert large.read_bytes() == before
    assert (large.parent / "file").read_text() == "mine"


@pytest.mark.parametrize("spoil", [overwritten, cut, emptied])
def test_a_damaged_file_is_not_made_worse(path: Path, spoil: Callable[[Path], None]) -> None:
    fill(path)
    spoil(path)
    before = path.read_bytes()
    for copy in (None, path.with_name("copy.db")):
        with pytest.raises(DatabaseError, match=r"nyaastats\.db' is (damaged|not a SQLite database)"):
            vacuum(path, copy)
        assert path.read_bytes() == before
    assert not path.with_name("copy.db").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mount_tmpfs(tmp_path, "700k") as disk:
        yield disk


def test_a_full_disk_leaves_no_half_of_a_copy(path: Path, small_disk: Path) -> None:
    fill(path, 1000)
    with pytest.raises(
        DatabaseError, match=r"cannot be copied to '.*disk/copy\.db', which cannot grow, its disk is full"
    ):
        vacuum(path, small_disk / "copy.db")
    assert list(small_disk.iterdir()) == []


def test_a_full_disk_leaves_the_database_as_it_was(path: Path, small_disk: Path) -> None:
    fill(path)
    full = small_disk / "full.db"
    vacuum(path, full)
    before = content(full)
    with pytest.raises(DatabaseError, match=r"full\.db' cannot .*free some space; what was stored is safe"):
        vacuum(full)
    assert content(full) == before
    assert check(full, NOW + HOUR).torrents == 403


def plain(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def test_a_copy_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    """Killed while SQLite writes it, there is no copy, and the next one is made."""
    path, copy = tmp_path / "nyaastats.db", tmp_path / "copy.db"
    names = list[list[str]]()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript("CREATE TABLE torrents (name); INSERT INTO torrents VALUES ('x')")
        connection.set_progress_handler(lambda: names.append([file.name for file in tmp_path.iterdir()]), 1)
        connection.commit()
        maintenance._copy(connection, path, copy)
    assert names
    assert not any("copy.db" in seen for seen in names)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "nyaastats.db"]
