"""An archive that grew in steps is as one that is built at once; what happens to the database is noticed."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.errors import ArchiveError, DatabaseError
from nyaastats.store.archive import update as update_module
from nyaastats.store.archive.compaction import compact_archive
from nyaastats.store.archive.files import read_table, translate_os_errors
from nyaastats.store.archive.manifest import MANIFEST, find_damage, read_manifest
from nyaastats.store.archive.reader import open_archive
from nyaastats.store.archive.scrapes import SCHEMA, read_month
from nyaastats.store.ledger import open_ledger
from testkit.crash_injection import kill_process, list_steps, run_with_fault
from testkit.growing_database import (
    Step,
    add_scrape,
    add_torrent,
    change,
    change_elsewhere,
    contents_of,
    delete_scrapes,
    delete_torrent,
    execute,
    guard_rows,
    list_rows,
    list_scrapes,
    make_growing_database,
    make_infohash,
    mark_dead,
    update,
)
from testkit.tmpfs import mount_tmpfs

DAYS = ("2025-09-30", "2025-10-01", "2025-10-31T23:59:59Z", "2025-11-01T00:00:00Z", "2025-12-24")
BAD_TIMES = ("never", "2199-01-01")
BAD_COUNTS = ("x", -1, 10**9)

STEP_STRIDE = 3
"""Of the steps of a run (files opened, renamed, removed) one in three: the two tests begin at different ones."""

numbers = st.integers(1, 6)
flags = st.booleans()
steps = st.one_of(
    st.builds(add_torrent, numbers, st.sampled_from(["", "[G] Renamed - 02"]), upper=flags),
    st.builds(
        add_scrape,
        st.integers(1, 8),
        st.sampled_from((*DAYS, *BAD_TIMES)),
        st.sampled_from((0, 7, 800, *BAD_COUNTS)),
        upper=flags,
    ),
    st.builds(mark_dead, numbers),
    st.builds(delete_torrent, numbers),
    st.builds(delete_scrapes, numbers),
)


@contextmanager
def scene() -> Iterator[tuple[Path, Path, Path]]:
    """A database, the folder of an archive that grows with it, and that of one that is built at once."""
    with TemporaryDirectory() as folder:
        yield make_growing_database(Path(folder) / "a.db"), Path(folder) / "grown", Path(folder) / "at_once"


def assert_grown_is_built(database: Path, grown: Path, at_once: Path) -> None:
    update(at_once, database)
    assert list_rows(grown) == list_rows(at_once)
    for folder in (grown, at_once):
        compact_archive(folder, open_archive(folder).manifest)
    assert list_rows(grown) == list_rows(at_once)
    assert contents_of(grown) == contents_of(at_once)


def test_any_number_of_steps_is_as_one() -> None:
    went_on: Counter[bool] = Counter()

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.lists(steps, min_size=1, max_size=4), min_size=1, max_size=5))
    def check(growth: Sequence[Sequence[Step]]) -> None:
        with scene() as (database, grown, at_once):
            for minute, part in enumerate(growth):
                # Always with a torrent that has changed, and a scrape that is new: where one is replaced the archive is
                # built anew.
                added = add_torrent(9, f"[G] Show 9 - {minute:02}"), add_scrape(9, f"2025-11-30T00:{minute:02}:00Z")
                change(database, *part, *added)
                is_begun = (grown / MANIFEST).exists()
                went_on[is_begun and update(grown, database).rebuilt is None] += 1
                if not is_begun:
                    update(grown, database)
            assert_grown_is_built(database, grown, at_once)

    check()
    assert went_on[True] >= 10  # else it is a law of archives that are built at once


def grow(database: Path, days: Sequence[str] = DAYS) -> None:
    change(database, *(add_torrent(number) for number in range(1, 4)))
    change(database, *(add_scrape(number, day, number) for day in days for number in range(1, 5)))


def make_archive(folder: Path, database: Path) -> list[str]:
    """Bring the archive up to date; what it says then."""
    update(folder, database)
    return list_rows(folder)


def test_what_is_new_is_read_once(tmp_path: Path) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    grow(database)
    first = update(folder, database)
    assert (first.new_torrents, first.new_scrapes, first.rebuilt) == (4, 20, None)  # the fourth is an orphan
    before = contents_of(folder)
    again = update(folder, database)
    assert (again.new_torrents, again.new_scrapes, again.rebuilt) == (0, 0, None)
    assert contents_of(folder) == before
    change(database, add_scrape(2, "2025-12-25"), add_torrent(4))
    more = update(folder, database)
    assert (more.new_torrents, more.new_scrapes, more.rebuilt) == (1, 1, None)
    assert [torrent.infohash for torrent in open_archive(folder).torrents.torrents] == [
        make_infohash(number) for number in (1, 2, 3, 4)
    ]


def test_the_rejected_are_counted_by_reason_over_all_steps(tmp_path: Path) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    grow(database)
    update(folder, database)
    change(database, add_scrape(1, "never"), add_scrape(1, "2025-12-30", "x"), add_torrent(9, published="never"))
    update(folder, database)
    change(database, add_scrape(1, "soon"))
    update(folder, database)
    manifest = open_archive(folder).manifest
    assert manifest.rejected_scrapes == {ScrapeRejection.UNPARSABLE_TIME: 2, ScrapeRejection.BAD_COUNT: 1}
    assert dict(manifest.rejected_torrents) == {"unparsable_time": 1}


def test_a_month_that_is_over_is_one_file(tmp_path: Path) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    for day in ("2025-10-01", "2025-10-02", "2025-10-03", "2025-11-01", "2025-11-02"):
        change(database, add_torrent(1), add_scrape(1, day))
        update(folder, database)
    months = [file.month for file in open_archive(folder).manifest.scrapes]
    assert months == ["2025-10", "2025-11", "2025-11"]
    change(database, add_scrape(1, "2025-10-04"))  # late
    update(folder, database)
    assert [file.month for file in open_archive(folder).manifest.scrapes] == months


def test_a_month_is_not_written_again_for_a_few_late_scrapes(tmp_path: Path) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    october = [f"2025-10-{1 + hour // 24:02}T{hour % 24:02}:00:00Z" for hour in range(200)]
    change(database, add_torrent(1), *(add_scrape(1, moment) for moment in october), add_scrape(1, "2025-11-01"))
    update(folder, database)
    [whole, november] = open_archive(folder).manifest.scrapes

    for late, files in {"2025-10-20": [200, 1], "2025-10-21": [200, 1, 1], "2025-10-22": [203]}.items():
        change(database, add_scrape(1, late))
        update(folder, database)
        *months, newest = open_archive(folder).manifest.scrapes
        assert [file.rows for file in months] == files
        assert (months[0] == whole) is (files != [203])
        assert newest == november


def test_an_archive_with_late_scrapes_apart_is_as_one_built_at_once() -> None:
    with scene() as (database, grown, at_once):
        october = [f"2025-10-{1 + hour // 24:02}T{hour % 24:02}:00:00Z" for hour in range(200)]
        change(database, add_torrent(1), *(add_scrape(1, moment) for moment in october), add_scrape(1, "2025-11-01"))
        update(grown, database)
        for late in ("2025-10-20", "2025-10-01T00:30:00Z"):
            change(database, add_torrent(2), add_scrape(2, late))
            update(grown, database)
        assert len(open_archive(grown).manifest.scrapes) == 4
        assert_grown_is_built(database, grown, at_once)


@pytest.mark.parametrize("step", ["find_damage", "read_source_state", "read_torrents", "read_archived_torrents"])
def test_what_the_collector_adds_meanwhile_is_no_orphan(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    change(database, add_torrent(1), add_scrape(1, DAYS[0]))
    update(folder, database)
    change(database, add_scrape(1, DAYS[1]))
    original = getattr(update_module, step)

    def collect_first(*arguments: object, **options: object) -> object:
        change_elsewhere(database, add_torrent(2), add_scrape(2, DAYS[2]))
        return original(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(update_module, step, collect_first)
        archive = update(folder, database).archive
    assert archive.ids.num_rows == len(archive.torrents.torrents)
    assert update(folder, database).rebuilt is None
    assert len(list_scrapes(folder)) == 3


def delete_with_the_collector(database: Path) -> None:
    with open_ledger(database) as ledger:
        ledger.delete_after(datetime(2025, 11, 30, tzinfo=UTC))


def delete_and_vacuum(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("DELETE FROM stats WHERE rowid = 1")
        connection.execute("VACUUM")


def replace(database: Path) -> None:
    database.unlink()
    make_growing_database(database)
    grow(database, ("2025-10-07", *DAYS))


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a row deleted": (lambda path: change(path, execute("DELETE FROM stats WHERE rowid = 3")), "rows were deleted"),
    "the last row deleted": (
        lambda path: change(path, execute("DELETE FROM stats WHERE rowid = 20")),
        "rows were deleted from it",
    ),
    "a row changed": (
        lambda path: change(path, execute("UPDATE stats SET downloads = 9 WHERE rowid = 20")),
        "the database is another",
    ),
    "vacuum": (delete_and_vacuum, "vacuumed"),
    "another file": (replace, "another"),
    "the collector took it over": (delete_with_the_collector, "taken the database over"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_happens_to_the_database_is_noticed(tmp_path: Path, fault: str) -> None:
    database, grown = make_growing_database(tmp_path / "a.db"), tmp_path / "grown"
    grow(database)
    update(grown, database)
    apply, words = FAULTS[fault]
    apply(database)
    assert words in (update(grown, database).rebuilt or "")
    assert_grown_is_built(database, grown, tmp_path / "at_once")


def test_a_row_deleted_long_before_the_newest_ones_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guard_rows(monkeypatch, 2)
    database, grown = make_growing_database(tmp_path / "a.db"), tmp_path / "grown"
    grow(database)
    update(grown, database)
    change(database, execute("DELETE FROM stats WHERE rowid = 3"))
    assert "rows were deleted" in (update(grown, database).rebuilt or "")
    assert_grown_is_built(database, grown, tmp_path / "at_once")


@pytest.mark.parametrize("form", ["{}T00:00:00Z", "{}T09:00:00+09:00"])
def test_rows_that_are_put_back_under_new_numbers_are_archived_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Of our collector's database, whose rows are not counted where all new ones are newer."""
    guard_rows(monkeypatch, 2)
    database, folder = tmp_path / "a.db", tmp_path / "grown"
    with open_ledger(database):
        pass
    change(database, add_torrent(1), *(add_scrape(1, form.format(f"2025-10-0{day}")) for day in range(1, 8)))
    update(folder, database)
    change(database, execute("DELETE FROM stats WHERE timestamp < '2025-10-04'"), add_scrape(1, "2025-10-08T00:00:00Z"))
    assert update(folder, database).rebuilt is None  # nobody can tell
    change(database, add_scrape(1, form.format("2025-10-02")))
    assert update(folder, database).rebuilt == "rows were deleted from the database"
    update(tmp_path / "once", database)
    assert list_rows(folder) == list_rows(tmp_path / "once")


def test_a_compact_archive_is_in_the_order_of_the_infohashes(tmp_path: Path) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    for number in (3, 1, 2):
        change(database, add_torrent(number), *(add_scrape(number, day, number) for day in DAYS[1:3]))
        update(folder, database)
    compact_archive(folder, open_archive(folder).manifest)
    archive = open_archive(folder)
    assert archive.ids["infohash"].to_pylist() == [make_infohash(number) for number in (1, 2, 3)]
    [month] = archive.manifest.scrapes
    scrapes = read_table(folder / month.name, SCHEMA).to_pydict()  # as the file has them
    assert scrapes["torrent_id"] == [1, 1, 2, 2, 3, 3]
    assert scrapes["downloads"] == [1, 1, 2, 2, 3, 3]


def test_only_usable_scrapes_are_archived(tmp_path: Path) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    counts = (7, "x", -1, 99_999_999, 100_000_000)
    change(database, add_torrent(1), *(add_scrape(1, f"2025-10-0{n}", count) for n, count in enumerate(counts, 1)))
    update(folder, database)
    scrapes = read_month(folder, open_archive(folder).manifest.scrapes).to_pydict()
    assert scrapes["downloads"] == [7, 99_999_999]


def test_a_deletion_by_the_collector_is_noticed_by_its_generation(tmp_path: Path) -> None:
    database, folder = tmp_path / "a.db", tmp_path / "archive"
    with open_ledger(database):
        pass
    grow(database)
    update(folder, database)
    delete_with_the_collector(database)
    change(database, *(add_scrape(number, f"2026-01-0{number}") for number in range(1, 5)))  # as many as before
    assert "scrapes were deleted" in (update(folder, database).rebuilt or "")
    assert_grown_is_built(database, folder, tmp_path / "at_once")


def test_a_table_without_row_numbers_is_read_whole(tmp_path: Path) -> None:
    database, folder = make_growing_database(tmp_path / "a.db", without_rowid=True), tmp_path / "archive"
    grow(database)
    assert update(folder, database).new_scrapes == 20
    change(database, add_scrape(1, "2025-12-25"))
    again = update(folder, database)
    assert again.new_scrapes == 21
    assert "no row numbers" in (again.rebuilt or "")
    assert_grown_is_built(database, folder, tmp_path / "at_once")


@pytest.mark.parametrize("shift", [1, 12, 1_000])
def test_row_numbers_may_begin_at_zero_or_below(tmp_path: Path, shift: int) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    grow(database)
    change(database, execute("UPDATE stats SET rowid = rowid - ?", shift))
    first = update(folder, database)
    assert (first.new_scrapes, first.rebuilt) == (20, None)
    change(database, add_scrape(1, "2025-12-25"))
    again = update(folder, database)
    assert (again.new_scrapes, again.rebuilt) == (1, None)
    assert_grown_is_built(database, folder, tmp_path / "at_once")


@pytest.mark.parametrize(
    "shape",
    [
        "ALTER TABLE stats RENAME TO counts; CREATE VIEW stats AS SELECT * FROM counts",
        "ALTER TABLE stats ADD COLUMN rowid TEXT",
    ],
    ids=["a view", "a column of that name"],
)
def test_scrapes_whose_row_numbers_are_none_are_refused(tmp_path: Path, shape: str) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    grow(database)
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(shape)
    with pytest.raises(DatabaseError, match="copy its rows into a table 'stats'"):
        update(folder, database)


@pytest.mark.parametrize("statement", ["DELETE FROM generation", "UPDATE generation SET generation = 'x'"])
def test_a_generation_that_is_no_number_is_none(tmp_path: Path, statement: str) -> None:
    database, folder = tmp_path / "a.db", tmp_path / "archive"
    with open_ledger(database):
        pass
    grow(database)
    update(folder, database)
    change(database, execute("PRAGMA ignore_check_constraints = 1"))
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        connection.execute(statement)
    assert "scrapes were deleted" in (update(folder, database).rebuilt or "")
    delete_with_the_collector(database)
    assert update(folder, database).new_scrapes == update(tmp_path / "once", database).new_scrapes


_UNFINISHED = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE stats SET downloads = downloads + 5000")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_transaction_that_was_never_committed_is_not_read(tmp_path: Path) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    grow(database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.executemany(
            "INSERT INTO stats SELECT infohash, ?, 1, 2, 5 FROM torrents",
            [(f"2025-12-{day:02}T{hour:02}:00:00Z",) for day in range(1, 29) for hour in range(24)],
        )
    before = make_archive(folder, database)
    subprocess.run([sys.executable, "-c", _UNFINISHED, database], check=False)
    assert (tmp_path / "a.db-journal").stat().st_size > 0
    with pytest.raises(DatabaseError, match="half of a transaction"):
        update(folder, database)
    assert list_rows(folder) == before
    with closing(sqlite3.connect(database)) as connection:  # the next writer takes it back
        connection.execute("SELECT 1 FROM stats").fetchone()
    assert update(folder, database).new_scrapes == 0
    assert list_rows(folder) == before


@pytest.mark.parametrize("fault", ["missing", "cut"])
@pytest.mark.parametrize("kind", ["torrents", "scrapes"])
def test_a_damaged_file_is_named_and_built_again(tmp_path: Path, fault: str, kind: str) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    grow(database)
    before = make_archive(folder, database)
    path = next(folder.glob(f"{kind}/**/*.parquet"))
    path.unlink() if fault == "missing" else path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ArchiveError, match=path.name):
        open_archive(folder)
    assert path.name in (update(folder, database).rebuilt or "")
    assert list_rows(folder) == before


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    grow(database)
    update(folder, database)
    manifest = open_archive(folder).manifest
    assert find_damage(folder, manifest.files) is None
    path = folder / manifest.scrapes[0].name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    assert manifest.scrapes[0].name in (find_damage(folder, manifest.files) or "")
    with pytest.raises(ArchiveError, match=f"{path.name} is changed"):
        open_archive(folder)
    assert "is changed" in (update(folder, database).rebuilt or "")
    assert find_damage(folder, open_archive(folder).manifest.files) is None


STRAY = '{"format": 2, "scrapes": [{"name": "%s", "sha256": "", "bytes": 0, "rows": 0}]}'
"""A manifest that names a file where none of ours is."""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"format": 3, "new": 1}', "newer nyaastats"),
        ("{}", "not the manifest"),
        ("not json", "not the manifest"),
        ('{"format": 1, "watermark": 3}', "not the manifest"),
        *(
            (STRAY % name, "not the manifest")
            for name in ("a.parquet", "", "/etc/a.parquet", "../a.parquet", "scrapes/")
        ),
    ],
)
def test_what_is_no_archive_of_ours_is_refused(tmp_path: Path, content: str, words: str) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    grow(database)
    folder.mkdir()
    (folder / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(ArchiveError, match=words):
        update(folder, database)
    assert (folder / MANIFEST).read_text(encoding="utf-8") == content


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "pictures"
    grow(database)
    folder.mkdir()
    (folder / "cat.jpg").write_bytes(b"a cat")
    with pytest.raises(ArchiveError, match="is no archive of nyaastats"):
        update(folder, database)
    assert [path.name for path in folder.iterdir()] == ["cat.jpg"]


def test_a_run_that_is_killed_anywhere_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    database, begun = make_growing_database(tmp_path / "a.db"), tmp_path / "begun"
    grow(database, DAYS[:3])
    update(begun, database)
    before = list_rows(begun)
    change(database, *(add_scrape(number, day, 7) for day in DAYS[3:] for number in range(1, 6)))
    after = make_archive(copy(begun, tmp_path / "whole"), database)
    action_folder = copy(begun, tmp_path / "counted")
    for step in list_steps(lambda: update(action_folder, database))[::STEP_STRIDE]:
        folder = copy(begun, tmp_path / f"killed{step}")
        run_with_fault(kill_process, step, lambda folder=folder: update(folder, database))  # type: ignore[misc]
        assert list_rows(folder) in (before, after)
        update(folder, database)
        assert list_rows(folder) == after
        assert_nothing_else(folder)


def copy(folder: Path, place: Path) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place)
    return place


def assert_nothing_else(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest
    assert contents_of(folder).keys() == {MANIFEST, *(file.name for file in manifest.files)}


def test_a_first_run_that_is_killed_leaves_nothing_that_is_refused(tmp_path: Path) -> None:
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    grow(database)
    for step in list_steps(lambda: update(tmp_path / "counted", database))[1::STEP_STRIDE]:
        shutil.rmtree(folder, ignore_errors=True)
        run_with_fault(kill_process, step, lambda: update(folder, database))
        update(folder, database)
        assert len(list_rows(folder)) == 23


def put_a_file_in_place_of_a_month(folder: Path) -> None:
    (folder / "scrapes" / "month=2025-12").write_text("", encoding="utf-8")


def put_a_folder_in_place_of_the_new_manifest(folder: Path) -> None:
    (folder / f".{MANIFEST}.new").mkdir()


@pytest.mark.parametrize("obstruct", [put_a_file_in_place_of_a_month, put_a_folder_in_place_of_the_new_manifest])
def test_what_cannot_be_written_is_one_clear_error(tmp_path: Path, obstruct: Callable[[Path], None]) -> None:
    """Something of another kind stands in its place: unlike a mode that stops root as well."""
    database, folder = make_growing_database(tmp_path / "a.db"), tmp_path / "archive"
    grow(database, DAYS[:2])
    before = make_archive(folder, database)
    change(database, add_scrape(1, "2025-12-24"))
    obstruct(folder)
    with pytest.raises(ArchiveError, match="cannot be written"):
        update(folder, database)
    assert list_rows(folder) == before


def test_a_full_disk_leaves_the_archive_as_it_was(tmp_path: Path) -> None:
    database = make_growing_database(tmp_path / "a.db")
    grow(database, DAYS[:2])
    with mount_tmpfs(tmp_path, "200k") as disk:
        before = make_archive(disk / "archive", database)
        change(database, add_scrape(1, "2025-12-24"))
        with suppress(OSError), (disk / "filler").open("wb") as filler:
            while True:
                filler.write(b"x" * 512)
                filler.flush()
        with pytest.raises(ArchiveError, match="No space left"):
            update(disk / "archive", database)
        assert list_rows(disk / "archive") == before
        (disk / "filler").unlink()
        assert update(disk / "archive", database).new_scrapes == 1


@pytest.mark.parametrize(
    "error",
    [
        pa.ArrowMemoryError("malloc of size 64 failed"),
        pa.ArrowException("Unknown error: Failed to launch worker thread: Resource temporarily unavailable"),
        OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)),
    ],
)
def test_an_archive_is_not_called_damaged_where_memory_is_missing(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(type(error)) as caught, translate_os_errors(tmp_path):
        raise error
    assert caught.value is error
