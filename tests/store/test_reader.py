from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from nyaastats.domain.torrents import Rejection, Torrent
from nyaastats.errors import DatabaseError
from nyaastats.store import reader as database
from nyaastats.store.reader import SYNTHETIC, check_database, read_max_downloads, read_torrents

SCHEMA = files("nyaastats.store").joinpath("schema.sql").read_text()
BARE = """
CREATE TABLE torrents(infohash, filename, pubdate, guessit_data);
CREATE TABLE stats(infohash, timestamp, downloads);
"""
HASH = "ab" * 20
NOON = datetime(2025, 10, 5, 12, tzinfo=UTC)
TORRENT = ("torrents", (HASH, "[G] A - 01.mkv", "2025-10-05T12:00:00Z", '{"title": "A"}'))
LOOK = ("stats", (HASH, "2025-10-05T13:00:00Z", 5))
Row = tuple[str, tuple[object, ...]]


def _make(path: Path, *rows: Row, schema: str = BARE) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(schema)
        _insert(connection, *rows)
        connection.commit()
    return path


def _insert(connection: sqlite3.Connection, *rows: Row) -> None:
    for table, values in rows:
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608  # ours


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return _make(tmp_path / "nyaastats.db", TORRENT, LOOK)


# --- rows -------------------------------------------------------------------------------------------------------------


def test_a_row_becomes_a_torrent(good: Path) -> None:
    rows = read_torrents(good)
    assert rows.torrents == (Torrent(TORRENT[1][0], "[G] A - 01.mkv", NOON, '{"title": "A"}', "active"),)  # type: ignore[arg-type]  # an infohash
    assert rows.rejected == {}


def test_the_whole_schema_is_read_with_its_status(tmp_path: Path) -> None:
    columns = "infohash, filename, pubdate, status"
    path = _make(tmp_path / "a.db", schema=SCHEMA)
    with closing(sqlite3.connect(path)) as connection:
        for number, status in enumerate(["active", "dead", "guessit_failed", None]):
            values = (f"{number:040x}", "A", "2025-10-05", status)
            connection.execute(f"INSERT INTO torrents({columns}) VALUES (?, ?, ?, ?)", values)  # noqa: S608  # ours
        connection.execute("INSERT INTO stats VALUES ('a', 'b', 1, 2, 3)")
        connection.commit()
    torrents = [(torrent.status, torrent.guess) for torrent in read_torrents(path).torrents]
    assert torrents == [("active", None), ("dead", None), ("guessit_failed", None), ("active", None)]
    assert check_database(path).stats == {"infohash", "timestamp", "seeders", "leechers", "downloads"}


def test_the_downloads_of_a_torrent_are_its_largest_count(tmp_path: Path) -> None:
    upper = HASH.upper()
    counts: list[object] = [5, 40, 7, "39", "x", -50, 77.5, None, 10**9, ""]
    scrapes = [("stats", (HASH, f"2025-10-05T{hour:02}", count)) for hour, count in enumerate(counts)]
    others = [("stats", (upper, "2025-10-06", 41)), ("stats", ("cd" * 20, "2025-10-06", "x"))]
    path = _make(tmp_path / "a.db", TORRENT, *scrapes, *others)
    assert read_max_downloads(path) == {HASH: 41}
    assert list(read_max_downloads(path).values()) == [41]


def test_downloads_are_read_of_a_sound_database_only(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no rows in its table 'stats'"):
        read_max_downloads(_make(tmp_path / "a.db", TORRENT))


def test_a_database_with_just_the_needed_columns_has_no_others(good: Path) -> None:
    assert check_database(good).torrents == {"infohash", "filename", "pubdate", "guessit_data"}
    assert check_database(good).stats == {"infohash", "timestamp", "downloads"}


def test_torrents_are_in_the_order_of_their_infohash(tmp_path: Path) -> None:
    hashes = ["FF" * 20, "0a" * 20, "Aa" * 20]
    rows = [("torrents", (infohash, "A", "2025-10-05", None)) for infohash in hashes]
    torrents = read_torrents(_make(tmp_path / "a.db", *rows, LOOK)).torrents
    assert [torrent.infohash for torrent in torrents] == ["0a" * 20, "aa" * 20, "ff" * 20]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        (0, "ab" * 19, "bad_infohash"),
        (0, "ab" * 20 + "\n", "bad_infohash"),
        (0, "zz" * 20, "bad_infohash"),
        (0, None, "bad_infohash"),
        (0, b"\xab" * 20, "bad_infohash"),
        (0, HASH, "duplicate"),
        (0, HASH.upper(), "duplicate"),
        (1, None, "no_name"),
        (1, " ", "no_name"),
        (1, 86, "no_name"),
        (2, None, "unparsable_time"),
        (2, "yesterday", "unparsable_time"),
        (2, "2025-13-01T00:00:00Z", "unparsable_time"),
        (2, 1759665600, "unparsable_time"),
        (2, "0001-01-01T00:00:00+14:00", "unparsable_time"),
        (3, "", "broken_json"),
        (3, '{"title": ', "broken_json"),
        (3, "{'title': 'A'}", "broken_json"),
        (3, '["A"]', "broken_json"),
        (3, "null", "broken_json"),
        (3, b'{"title": "A"}', "broken_json"),
        (3, 5, "broken_json"),
    ],
)
def test_a_bad_row_is_left_out_and_counted(tmp_path: Path, column: int, value: object, reason: str) -> None:
    values: list[object] = ["cd" * 20, *TORRENT[1][1:]]
    values[column] = value
    rows = read_torrents(_make(tmp_path / "a.db", TORRENT, ("torrents", tuple(values)), LOOK))
    assert [torrent.infohash for torrent in rows.torrents] == [HASH]
    assert rows.rejected == {Rejection(reason): 1}


def test_a_name_that_is_not_utf_8_is_read_as_far_as_it_goes(good: Path) -> None:
    with closing(sqlite3.connect(good)) as connection:
        connection.execute("UPDATE torrents SET filename = CAST(x'41ff42' AS TEXT)")
        connection.commit()
    assert [torrent.name for torrent in read_torrents(good).torrents] == ["A\ufffdB"]


@pytest.mark.parametrize(
    ("mark", "is_synthetic"),
    [(None, False), (0, False), (SYNTHETIC, True), (SYNTHETIC - 1, False), (-SYNTHETIC, False)],
)
def test_only_a_database_that_bears_the_mark_is_made_up(good: Path, mark: int | None, *, is_synthetic: bool) -> None:
    if mark is not None:
        with closing(sqlite3.connect(good)) as connection:
            connection.execute(f"PRAGMA application_id = {mark}")
    assert read_torrents(good).is_synthetic is is_synthetic


def test_a_name_makes_nothing_synthetic(tmp_path: Path) -> None:
    assert not read_torrents(_make(tmp_path / "synthetic.db", TORRENT, LOOK)).is_synthetic


def test_the_mark_stays_with_a_copy_and_can_be_read_beside_a_writer(good: Path, tmp_path: Path) -> None:
    with _writer(good) as writer:
        writer.execute(f"PRAGMA application_id = {SYNTHETIC}")
        assert read_torrents(good).is_synthetic
        writer.execute("VACUUM INTO ?", [str(tmp_path / "vacuumed.db")])
        with closing(sqlite3.connect(tmp_path / "backup.db")) as backup:
            writer.backup(backup)
    assert read_torrents(tmp_path / "vacuumed.db").is_synthetic
    assert read_torrents(tmp_path / "backup.db").is_synthetic


# --- what is not a database -------------------------------------------------------------------------------------------


def _missing(folder: Path) -> Path:
    return folder / "none.db"


def _below_a_file(folder: Path) -> Path:
    (folder / "file").write_text("")
    return folder / "file" / "nyaastats.db"


def _folder(folder: Path) -> Path:
    return folder


def _with(content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / "a.db").write_bytes(content)
        return folder / "a.db"

    return make


def _schema(schema: str, *rows: Row) -> Callable[[Path], Path]:
    return lambda folder: _make(folder / "a.db", *rows, schema=schema)


def _zeroed_page(folder: Path) -> Path:
    path = _make(folder / "a.db", *_many())
    content = bytearray(path.read_bytes())
    content[4096:8192] = bytes(4096)  # the root of the first table
    path.write_bytes(content)
    return path


def _many() -> Iterator[Row]:
    yield LOOK
    for number in range(300):
        yield "torrents", (f"{number:040x}", f"A - {number}", "2025-10-05", json.dumps({"title": "A" * 90}))


BAD_INPUTS = [
    (_missing, r"none\.db' cannot be read \(No such file or directory\): give a nyaastats\.db with --db"),
    (_below_a_file, r"cannot be read \(Not a directory\): give a nyaastats\.db"),
    (_folder, r"is a folder: give the nyaastats\.db file in it with --db"),
    (_with(b""), "is not a SQLite database: give"),
    (_with(b"SQLite format 2\x00" * 100), "is not a SQLite database: give"),
    (_with(b"PAR1" * 2000), "is not a SQLite database: give"),
    (_with(b"SQLite format 3\x00"), "is (not a SQLite database|damaged or cut short)"),
    (_with(b"SQLite format 3\x00" + b"\xff" * 5000), "is not a SQLite database"),
    (_zeroed_page, "is damaged or cut short: copy it again"),
    (_schema("CREATE TABLE stats(infohash, timestamp, downloads)"), "has no table 'torrents': give"),
    (_schema(BARE.replace("stats", "scrapes")), "has no table 'stats': give"),
    (_schema(BARE.replace("pubdate", "published")), "has no column 'pubdate' in its table 'torrents': give"),
    (_schema(BARE.replace("guessit_data", "x")), "has no column 'guessit_data' in its table 'torrents'"),
    (_schema(BARE.replace("downloads", "completed")), "has no column 'downloads' in its table 'stats'"),
    (_schema(BARE), "has no rows in its table 'torrents': run nyaastats scrape first"),
    (_schema(BARE, TORRENT), "has no rows in its table 'stats': run nyaastats scrape first"),
    (_schema(BARE, LOOK), "has no rows in its table 'torrents'"),
]


@pytest.mark.parametrize(("make", "message"), BAD_INPUTS)
@pytest.mark.parametrize("use", [check_database, read_torrents])
def test_what_cannot_be_measured_is_said_in_one_line(
    tmp_path: Path, make: Callable[[Path], Path], message: str, use: Callable[[Path], object]
) -> None:
    path = make(tmp_path)
    with pytest.raises(DatabaseError, match=message) as error:
        use(path)
    assert str(error.value).startswith(repr(str(path)))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("kept", [20, 99, 100, 4095, 4096, 5000, 8192, 0.3, 0.5, 0.9, -4096, -2000, -1])
@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_file_cut_short_is_noticed(tmp_path: Path, kept: float, journal: str) -> None:
    path = _make(tmp_path / "a.db", *_many(), schema=f"PRAGMA journal_mode = {journal}; {BARE}")
    whole = path.read_bytes()
    path.write_bytes(whole[: kept if isinstance(kept, int) else int(len(whole) * kept)])
    with pytest.raises(DatabaseError, match=r"is damaged or cut short|is not a SQLite database"):
        check_database(path)


def test_names_of_tables_and_columns_are_those_of_any_case(tmp_path: Path) -> None:
    assert read_torrents(_make(tmp_path / "a.db", TORRENT, LOOK, schema=BARE.upper())).torrents


@pytest.mark.parametrize("name", ["a b.db", "what?.db", "100%41.db", "#1.db", "海賊.db"])
def test_any_file_name_can_be_opened(tmp_path: Path, name: str) -> None:
    assert read_torrents(_make(tmp_path / name, TORRENT, LOOK)).torrents


def test_a_path_from_here_can_be_opened(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(good.parent)
    assert read_torrents(Path(good.name)).torrents


# --- while a writer is active -----------------------------------------------------------------------------------------


@contextmanager
def _writer(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # all that is written stays in the log
        yield connection


def test_a_reader_sees_what_is_committed_and_does_not_wait(good: Path) -> None:
    def row(digit: str) -> Row:
        return "torrents", (digit * 40, "A", "2025-10-05", None)

    with _writer(good) as writer:
        _insert(writer, row("1"))
        writer.execute("BEGIN IMMEDIATE")
        _insert(writer, row("2"))
        assert [torrent.infohash[0] for torrent in read_torrents(good).torrents] == ["1", "a"]
        writer.execute("COMMIT")
        assert [torrent.infohash[0] for torrent in read_torrents(good).torrents] == ["1", "2", "a"]


def test_a_file_shorter_than_its_log_says_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    sqlite3.connect(path).close()
    with _writer(path) as writer:
        writer.executescript(f"BEGIN; {BARE}")
        _insert(writer, *_many())
        writer.execute("COMMIT")
        assert path.stat().st_size < Path(f"{path}-wal").stat().st_size
        assert len(read_torrents(path).torrents) == 300


def test_reading_changes_nothing(good: Path) -> None:
    before = good.read_bytes()
    read_torrents(good)
    assert good.read_bytes() == before
    assert os.listdir(good.parent) == [good.name]  # noqa: PTH208  # hidden names too


def test_a_writer_that_locks_everyone_out_is_named(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_SECONDS", 0.0)
    with closing(sqlite3.connect(good, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseError, match="is locked by a writer: try again in a minute"):
            check_database(good)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_folder_that_cannot_be_written_is_no_hindrance() -> None:
    """SQLite needs a file beside a database in WAL mode. Read by nobody, because root may write anywhere."""
    with tempfile.TemporaryDirectory() as folder:
        path = _make(Path(folder) / "a.db", TORRENT, LOOK, schema=f"PRAGMA journal_mode = wal; {BARE}")
        Path(folder).chmod(0o555)
        if not (reader := os.fork()):
            _read_as_nobody(path)
        status = os.waitstatus_to_exitcode(os.waitpid(reader, 0)[1])
        Path(folder).chmod(0o755)
    assert status == 1


def _read_as_nobody(path: Path) -> None:
    """Leave this process with the number of torrents as its exit code."""
    status = 99
    try:
        if os.geteuid() == 0:
            os.setuid(65534)
        status = len(read_torrents(path).torrents)
    finally:
        os._exit(status)
