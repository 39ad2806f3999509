"""A trimmed database and its archive hold together what the database held: no scrape is lost, and none comes twice."""

from __future__ import annotations

import itertools
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyaastats.domain.torrents import TorrentRows
from nyaastats.errors import ArchiveError, DatabaseError
from nyaastats.pipeline import trimming
from nyaastats.pipeline.archiving import ArchiveConfig, open_source
from nyaastats.pipeline.trimming import TrimConfig, trim_database
from nyaastats.store import ledger as ledger_module
from nyaastats.store import maintenance
from nyaastats.store.archive import trim
from nyaastats.store.archive import update as update_module
from nyaastats.store.archive.compaction import compact_archive
from nyaastats.store.archive.reader import Archive, open_archive
from nyaastats.store.ledger import open_ledger
from nyaastats.store.reader import read_torrents
from nyaastats.store.records import TrimRange
from testkit.crash_injection import FAILED, fork_action, kill_process, list_steps, run_with_fault, wait_for_exit
from testkit.growing_database import (
    Step,
    add_scrape,
    add_torrent,
    change,
    contents_of,
    execute,
    guard_rows,
    list_rows,
    make_infohash,
    update,
)

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CUTOFF = datetime(2025, 12, 1, tzinfo=UTC)
OLD_DAYS = ("2025-10-01", "2025-10-31T23:59:59Z", "2025-11-01T00:00:00Z", "2025-11-30T23:59:59Z")
STEP_STRIDE = 3
"""Of the files that a trim opens, renames and removes, one in three: that of SQLite's calls sees what is between."""
CALL_STRIDE = 3
"""Of SQLite's calls one in three, and the last: each day begins at another of the first, so that three days see all."""
NEW_DAYS = ("2025-12-01T00:00:00Z", "2026-05-31")


@pytest.fixture(autouse=True)
def few_guarded_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The databases of these tests have fewer rows than are guarded otherwise."""
    guard_rows(monkeypatch, 2)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return make_database(tmp_path / "a.db")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def make_database(path: Path) -> Path:
    """Three torrents, scraped on all days, and an orphan."""
    with open_ledger(path):
        pass
    change(path, *(add_torrent(number) for number in range(1, 4)))
    change(path, *(add_scrape(number, day, number) for day in (*OLD_DAYS, *NEW_DAYS) for number in range(1, 5)))
    return path


def trim_archived(folder: Path, database: Path, *, is_rehearsal: bool = False) -> int:
    return trim_database(TrimConfig(database, folder, CUTOFF, NOW, 256, is_rehearsal))


def read_stats(database: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT infohash, timestamp FROM stats ORDER BY rowid").fetchall()


def list_scraped(database: Path) -> set[str]:
    return {infohash for infohash, _ in read_stats(database)}


def count_trims(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        (count,) = connection.execute("SELECT COUNT(*) FROM trims").fetchone()
        return int(count)


def copy_both(database: Path, folder: Path, place: Path) -> tuple[Path, Path]:
    """A copy of a database that nobody has open, and of its archive."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    shutil.copytree(folder, place / "archive")
    return Path(shutil.copy(database, place / "a.db")), place / "archive"


# --- what is taken out ------------------------------------------------------------------------------------------------


def test_old_scrapes_leave_the_database_and_stay_in_the_archive(database: Path, folder: Path) -> None:
    update(folder, database)
    before = list_rows(folder)
    assert trim_archived(folder, database) == 16
    assert {timestamp for _, timestamp in read_stats(database)} == set(NEW_DAYS)
    assert list_rows(folder) == before
    again = update(folder, database)
    assert (again.new_torrents, again.new_scrapes, again.rebuilt) == (0, 0, None)
    change(database, add_scrape(1, "2026-06-01"))
    assert update(folder, database).new_scrapes == 1
    assert len(list_rows(folder)) == len(before) + 1
    assert trim_archived(folder, database) == 0


def test_the_archive_is_brought_up_to_date_first(database: Path, folder: Path) -> None:
    assert trim_archived(folder, database) == 16
    assert len(list_rows(folder)) == 24 + 3


def test_a_rehearsal_counts_and_changes_nothing(database: Path, folder: Path) -> None:
    update(folder, database)
    before = read_stats(database), contents_of(folder)
    assert trim_archived(folder, database, is_rehearsal=True) == 16
    assert (read_stats(database), contents_of(folder)) == before
    assert count_trims(database) == 0


LONE = make_infohash(9)
KEPT: dict[str, tuple[Sequence[Step], set[str]]] = {
    "a torrent's last scrape": ([add_scrape(9, "2025-10-01"), add_scrape(9, "2025-11-01")], {"2025-11-01"}),
    "its last by time, in whatever form": (
        [add_scrape(9, "20251102T000000Z"), add_scrape(9, "2025-11-01")],
        {"20251102T000000Z"},
    ),
    "both of the same moment": (
        [add_scrape(9, day) for day in ("2025-10-01", "2025-11-01T00:00:00Z", "2025-11-01T01:00:00+01:00")],
        {"2025-11-01T00:00:00Z", "2025-11-01T01:00:00+01:00"},
    ),
    "the last that is not from the future": (
        [add_scrape(9, day) for day in ("2025-10-01", "2025-11-01", "2026-06-02")],
        {"2025-11-01", "2026-06-02"},
    ),
    "the last that can be used": (
        [add_scrape(9, "2025-10-01"), add_scrape(9, "2025-11-01"), add_scrape(9, "2025-11-02", "x")],
        {"2025-11-01", "2025-11-02"},
    ),
    "what the archive does not hold": (
        [add_scrape(9, "never"), add_scrape(9, "2025-10-01", -1), add_scrape(9, "2026-01-01")],
        {"never", "2025-10-01", "2026-01-01"},
    ),
    "counts that are no plain numbers": (
        [
            add_scrape(9, "2026-01-01"),
            *(
                execute("INSERT INTO stats VALUES (?, ?, ?, ?, 5)", make_infohash(9), f"2025-10-0{day}", *counts)
                for day, counts in enumerate((("many", 1), (1, 2.5), (b"1", 1), (-1, 1), (1, 2**40)), start=1)
            ),
        ],
        {"2026-01-01", *(f"2025-10-0{day}" for day in range(1, 6))},
    ),
    "nothing older than a newer one": ([add_scrape(9, "2025-10-01"), add_scrape(9, "2026-01-01")], {"2026-01-01"}),
}


@pytest.mark.parametrize(("steps", "kept"), KEPT.values(), ids=KEPT.keys())
def test_what_the_database_needs_stays(database: Path, folder: Path, steps: Sequence[Step], kept: set[str]) -> None:
    change(database, *steps, *(add_scrape(1, day) for day in ("2026-02-01", "2026-02-02")))
    trim_archived(folder, database)
    assert {timestamp for infohash, timestamp in read_stats(database) if infohash == LONE} == kept


@pytest.mark.parametrize("guarded", [1, 5, 24, 1_000])
def test_the_rows_by_which_the_archive_recognises_its_database_stay(
    database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, guarded: int
) -> None:
    guard_rows(monkeypatch, guarded)
    change(database, add_scrape(1, "2025-09-30"))  # the last row is an old one
    before = read_stats(database)
    trim_archived(folder, database)
    assert read_stats(database)[-guarded:] == before[-guarded:]
    assert update(folder, database).rebuilt is None


def test_equal_scrapes_are_counted(database: Path, folder: Path) -> None:
    """Two texts of one moment are two rows of the database and of the archive."""
    change(
        database,
        *(add_scrape(1, day, 7) for day in ("2025-10-02T00:00:00Z", "2025-10-02T01:00:00+01:00")),
        *(add_scrape(1, day) for day in NEW_DAYS),
    )
    assert trim_archived(folder, database) == 18
    assert len(list_rows(folder)) == 26 + 3


# --- only what the archive holds --------------------------------------------------------------------------------------


def test_a_row_that_was_changed_since_it_was_archived_stops_it(database: Path, folder: Path) -> None:
    update(folder, database)
    change(database, execute("UPDATE stats SET downloads = 77 WHERE rowid = 3"))
    before = read_stats(database), contents_of(folder)
    with pytest.raises(ArchiveError, match="1 of the scrapes are not in the archive"):
        trim_archived(folder, database)
    assert (read_stats(database), contents_of(folder)) == before
    assert count_trims(database) == 0


def test_equal_scrapes_are_compared_as_often_as_they_are_there(database: Path, folder: Path) -> None:
    change(
        database,
        add_scrape(1, "2025-10-02T00:00:00Z", 7),
        add_scrape(1, "2025-10-02T01:00:00+01:00", 8),
        *(add_scrape(1, day) for day in ("2026-02-01", "2026-02-02")),
    )
    update(folder, database)
    change(database, execute("UPDATE stats SET downloads = 7 WHERE downloads = 8"))
    with pytest.raises(ArchiveError, match="1 of the scrapes are not in the archive"):
        trim_archived(folder, database)


def test_what_happens_to_the_database_meanwhile_stops_it(
    database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the archive was brought up to date, another program deletes a row by which it recognises the database."""

    def delete_and_choose(archive: Archive, path: Path, *, scraped_before: datetime, now: datetime) -> TrimRange:
        delete_last_row(path)
        return trim.choose_trim_range(archive, path, scraped_before=scraped_before, now=now)

    monkeypatch.setattr(trimming, "choose_trim_range", delete_and_choose)
    with pytest.raises(ArchiveError, match=r"nothing was trimmed, .* rows were deleted from it"):
        trim_archived(folder, database)
    assert len(read_stats(database)) == 23
    assert count_trims(database) == 0


def test_a_file_that_is_damaged_meanwhile_stops_it(
    database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trim, "find_damage", lambda *_: "a file is changed")
    before = read_stats(database)
    with pytest.raises(ArchiveError, match=r"nothing was trimmed, .* a file is changed"):
        trim_archived(folder, database)
    assert read_stats(database) == before
    assert not open_archive(folder).manifest.trim_keys


BEGIN = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"


def test_nobody_else_can_write_from_the_comparison_to_the_deletion(
    database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another SQLite in this process, such as DuckDB's, would have taken the locks from it."""
    statuses = []
    add_key = trim._add_key

    def begin_and_add(archive: Archive, key: str) -> None:
        command = [sys.executable, "-c", BEGIN, str(database)]
        statuses.append(subprocess.run(command, capture_output=True, check=False).returncode)
        add_key(archive, key)

    monkeypatch.setattr(trim, "_add_key", begin_and_add)
    assert trim_archived(folder, database) == 16
    assert statuses == [1]
    assert subprocess.run([sys.executable, "-c", BEGIN, str(database)], check=False).returncode == 0


# --- the only copy ----------------------------------------------------------------------------------------------------


def delete_last_row(database: Path) -> None:
    change(database, execute("DELETE FROM stats WHERE rowid = 24"))


def renumber(database: Path) -> None:
    """As VACUUM may, where a table has no index."""
    change(database, execute("UPDATE stats SET rowid = rowid - 16"))


def replace(database: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    make_database(database)
    delete_last_row(database)


def raise_generation(database: Path) -> None:
    change(database, execute("UPDATE generation SET generation = 9"))


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "the last row deleted": (delete_last_row, "rows were deleted from it"),
    "rows numbered anew": (renumber, "the database is another"),
    "another file": (replace, "the database is another"),
    "deleted by an unknown command": (raise_generation, "scrapes were deleted"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_it_is_never_built_anew(database: Path, folder: Path, fault: str) -> None:
    trim_archived(folder, database)
    before = contents_of(folder)
    apply, words = FAULTS[fault]
    apply(database)
    with pytest.raises(ArchiveError, match=f"is the only copy of trimmed scrapes .*{words}.*restore"):
        update(folder, database)
    assert contents_of(folder) == before


def test_a_damaged_file_of_it_is_named_and_nothing_is_changed(database: Path, folder: Path) -> None:
    trim_archived(folder, database)
    path = next(folder.glob("scrapes/*/*.parquet"))
    path.write_bytes(path.read_bytes()[:-1])
    before = contents_of(folder)
    with pytest.raises(ArchiveError, match=f"only copy .*{path.name} is cut short.*restore"):
        update(folder, database)
    assert contents_of(folder) == before


def test_a_trimmed_database_is_not_read_without_its_archive(database: Path, folder: Path, tmp_path: Path) -> None:
    update(tmp_path / "older", database)
    trim_archived(folder, database)
    with pytest.raises(ArchiveError, match=f"was trimmed on 2026-06-01: .*'{folder}' alone"):
        update(tmp_path / "older", database)
    elsewhere = ArchiveConfig(tmp_path / "elsewhere", database, 256)
    with pytest.raises(ArchiveError, match=f"was trimmed on 2026-06-01: .*'{folder}' alone"), open_source(elsewhere):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_an_older_copy_of_its_archive_is_refused(database: Path, folder: Path, tmp_path: Path) -> None:
    trim_archived(folder, database)
    older = shutil.copytree(folder, tmp_path / "older")
    change(database, *(add_scrape(5, day) for day in (*OLD_DAYS, *NEW_DAYS, "2026-01-02", "2026-01-03")))
    assert trim_archived(folder, database) == 4
    before = contents_of(older)
    with pytest.raises(ArchiveError, match="or an older copy of it"):
        update(older, database)
    assert contents_of(older) == before
    assert update(folder, database).rebuilt is None


def test_it_may_lie_elsewhere_later(database: Path, folder: Path, tmp_path: Path) -> None:
    trim_archived(folder, database)
    moved = folder.rename(tmp_path / "moved")
    assert update(moved, database).rebuilt is None


def test_the_database_can_be_vacuumed_and_compacted(database: Path, folder: Path) -> None:
    trim_archived(folder, database)
    rows = list_rows(folder)
    maintenance.vacuum(database)
    assert update(folder, database).new_scrapes == 0
    compact_archive(folder, open_archive(folder).manifest)
    change(database, add_scrape(2, "2026-06-01"))
    assert update(folder, database).new_scrapes == 1
    assert len(list_rows(folder)) == len(rows) + 1


# --- deleted for good -------------------------------------------------------------------------------------------------


def delete_after(database: Path, moment: datetime) -> None:
    with open_ledger(database) as ledger:
        ledger.delete_after(moment)


DELETIONS: dict[str, Sequence[datetime]] = {
    "some of the newest": [datetime(2025, 12, 2, tzinfo=UTC)],
    "all that the database still has": [datetime(2025, 11, 30, 23, 59, 59, tzinfo=UTC)],
    "some that were taken out too": [datetime(2025, 10, 31, 23, 59, 59, tzinfo=UTC)],
    "nothing": [NOW],
    "twice": [datetime(2026, 1, 1, tzinfo=UTC), datetime(2025, 11, 15, tzinfo=UTC)],
}


@pytest.mark.parametrize("moments", DELETIONS.values(), ids=DELETIONS.keys())
@pytest.mark.parametrize("is_up_to_date", [True, False])
def test_what_is_deleted_for_good_leaves_the_archive_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moments: Sequence[datetime], *, is_up_to_date: bool
) -> None:
    """As with the archive of a database that was never trimmed, also where row numbers are given again."""
    guard_rows(monkeypatch, 8)  # all that is left, so that each has to be as it was
    database, twin, folder = make_database(tmp_path / "a.db"), make_database(tmp_path / "twin.db"), tmp_path / "archive"
    trim_archived(folder, database)
    for each in (database, twin):
        for number, moment in enumerate(moments):
            delete_after(each, moment)
            change(each, *(add_scrape(number, f"2026-05-0{number + 1}T00:00:00.5") for number in range(1, 4)))
            change(each, add_scrape(5, f"2025-11-0{number + 1}T00:00:00.7Z"))
        if is_up_to_date and each is database:
            update(folder, database)
        change(each, add_scrape(1, "2026-05-20"))
    assert update(folder, database).rebuilt is None
    update(tmp_path / "twin", twin)
    assert list_rows(folder) == list_rows(tmp_path / "twin")


def test_the_second_in_which_a_deletion_falls_stays_in_both(database: Path, folder: Path) -> None:
    """The archive has whole seconds: it cannot delete a part of one."""
    change(database, *(add_scrape(9, f"2026-05-01T00:00:0{second}Z") for second in ("0.1", "0.7", "1")))
    trim_archived(folder, database)
    before = list_rows(folder)
    delete_after(database, datetime(2026, 5, 1, 0, 0, 0, 250_000, tzinfo=UTC))
    update(folder, database)
    remaining = [timestamp for infohash, timestamp in read_stats(database) if infohash == LONE]
    assert remaining == ["2026-05-01T00:00:00.1Z", "2026-05-01T00:00:00.7Z"]
    assert sum(LONE in row for row in list_rows(folder)) == sum(LONE in row for row in before) - 1 == 2


# --- what a hand or a failure does to both ----------------------------------------------------------------------------


def restore_older_copy(database: Path, folder: Path, place: Path) -> None:
    """A copy from after the trim comes back, and the collector adds other rows under the numbers that are archived."""
    trim_archived(folder, database)
    copy, _ = copy_both(database, folder, place)
    change(database, *(add_scrape(number, "2026-06-01") for number in range(1, 4)))
    update(folder, database)
    shutil.copy(copy, database)
    change(database, *(add_scrape(number, "2026-06-02") for number in range(1, 4)))


@pytest.mark.parametrize("moment", [datetime(2026, 6, 1, 12, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)])
def test_an_older_copy_of_the_database_is_recognised_after_a_deletion_too(
    database: Path, folder: Path, tmp_path: Path, moment: datetime
) -> None:
    restore_older_copy(database, folder, tmp_path / "copy")
    delete_after(database, moment)
    change(database, add_scrape(1, "2026-05-20"))
    before = contents_of(folder)
    with pytest.raises(ArchiveError, match=r"only copy .* scrapes were deleted .*: restore"):
        update(folder, database)
    assert contents_of(folder) == before


def fill_disk(*_: object) -> int:
    raise sqlite3.OperationalError("database or disk is full")


def fail_to_delete(database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trim whose disk is full when its key is in the manifest already."""
    with monkeypatch.context() as patch:
        patch.setattr(ledger_module, "delete_trimmable", fill_disk)
        with pytest.raises(DatabaseError, match="disk is full"):
            trim_archived(folder, database)
    assert open_archive(folder).manifest.trim_keys


def test_a_trim_that_failed_leaves_an_archive_that_can_be_built_anew(
    database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_to_delete(database, folder, monkeypatch)
    assert update(folder, database).rebuilt is None
    path = next(folder.glob("scrapes/*/*.parquet"))
    path.write_bytes(path.read_bytes()[:-1])
    assert "is cut short" in str(update(folder, database).rebuilt)
    assert not open_archive(folder).manifest.trim_keys


def test_an_archive_is_the_only_copy_also_of_a_database_that_was_made_to_forget_it(
    database: Path, folder: Path
) -> None:
    trim_archived(folder, database)
    change(database, execute("DELETE FROM trims"))
    assert update(folder, database).rebuilt is None
    before = contents_of(folder)
    delete_last_row(database)
    with pytest.raises(ArchiveError, match="is the only copy"):
        update(folder, database)
    assert contents_of(folder) == before


@pytest.mark.parametrize("moment", DELETIONS.values(), ids=DELETIONS.keys())
def test_a_deletion_after_a_trim_that_failed_is_as_without_it(
    database: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: Sequence[datetime]
) -> None:
    fail_to_delete(database, folder, monkeypatch)
    for each in moment:
        delete_after(database, each)
    change(database, add_scrape(1, "2026-05-20"))
    assert update(folder, database).rebuilt == "scrapes were deleted from the database"
    update(tmp_path / "whole", database)
    assert list_rows(folder) == list_rows(tmp_path / "whole")


def test_a_database_from_before_the_trim_is_no_reason_to_build_the_archive_anew(
    database: Path, folder: Path, tmp_path: Path
) -> None:
    """It lacks what was archived since."""
    update(folder, database)
    copy, _ = copy_both(database, folder, tmp_path / "copy")
    change(database, add_scrape(1, "2026-06-01"))
    trim_archived(folder, database)
    shutil.copy(copy, database)
    before = contents_of(folder)
    with pytest.raises(ArchiveError, match="is the only copy"):
        update(folder, database)
    delete_after(database, NOW)
    with pytest.raises(ArchiveError, match="is the only copy"):
        update(folder, database)
    assert contents_of(folder) == before


@pytest.mark.parametrize("is_up_to_date", [True, False])
def test_trimmed_rows_that_are_put_back_are_not_archived_twice(
    database: Path, folder: Path, tmp_path: Path, *, is_up_to_date: bool
) -> None:
    twin = make_database(tmp_path / "twin.db")
    trim_archived(folder, database)
    before = list_rows(folder)
    change(database, put_back(twin), add_scrape(3, "2025-11-05"))
    if not is_up_to_date:
        change(database, add_scrape(1, "2026-06-01"))
    change(twin, add_scrape(3, "2025-11-05"), *([] if is_up_to_date else [add_scrape(1, "2026-06-01")]))
    update(folder, database)
    assert len(list_rows(folder)) == len(before) + (1 if is_up_to_date else 2)
    update(tmp_path / "twin", twin)
    assert list_rows(folder) == list_rows(tmp_path / "twin")
    change(database, *(add_scrape(5, day) for day in ("2026-06-02", "2026-06-03")))
    assert trim_archived(folder, database) == 17
    assert len(list_rows(folder)) == len(before) + (3 if is_up_to_date else 4)


def test_a_trim_can_be_taken_back(database: Path, folder: Path, tmp_path: Path) -> None:
    """With all rows back in the database that forgets it, the archive is no longer their only copy."""
    twin = make_database(tmp_path / "twin.db")
    trim_archived(folder, database)
    before = list_rows(folder)
    change(database, put_back(twin), execute("DELETE FROM trims"))
    assert update(folder, database).rebuilt is None
    assert list_rows(folder) == before
    change(database, execute("DELETE FROM stats WHERE rowid = (SELECT max(rowid) FROM stats)"))
    assert "rows were deleted" in str(update(folder, database).rebuilt)
    assert len(list_rows(folder)) == len(before) - 1


def replace_older_rows(connection: sqlite3.Connection) -> None:
    """As a person puts rows of a backup back over those that are there: they get new numbers.

    Not those that are rejected, of which the archive has the number alone.
    """
    connection.execute(
        "INSERT OR REPLACE INTO stats SELECT * FROM stats WHERE rowid <= (SELECT max(rowid) - 2 FROM stats) "
        "AND timestamp < '2100' AND typeof(downloads) = 'integer' AND downloads >= 0"
    )


def test_rows_of_a_trimmed_database_that_get_new_numbers_are_not_archived_twice(database: Path, folder: Path) -> None:
    trim_archived(folder, database)
    before = list_rows(folder)
    change(database, replace_older_rows, add_scrape(1, "2026-06-01"))
    assert update(folder, database).new_scrapes > 2
    assert len(list_rows(folder)) == len(before) + 1
    assert update(folder, database).new_scrapes == 0


def test_a_trim_that_was_taken_back_can_be_done_again(database: Path, folder: Path, tmp_path: Path) -> None:
    twin = make_database(tmp_path / "twin.db")
    trimmed = trim_archived(folder, database)
    before = list_rows(folder)
    change(database, put_back(twin), execute("DELETE FROM trims"))
    assert update(folder, database).rebuilt is None
    change(database, *(add_scrape(5, day) for day in ("2026-06-02", "2026-06-03")))
    assert trim_archived(folder, database) == trimmed
    assert len(list_rows(folder)) == len(before) + 2


def test_rows_of_a_database_that_was_made_to_forget_its_trim_are_not_archived_twice(
    database: Path, folder: Path
) -> None:
    """Rows without a number of seeders are not trimmed, and get new numbers here."""
    change(database, execute("UPDATE stats SET seeders = '?' WHERE timestamp < '2025-10-02'"))
    trim_archived(folder, database)
    before = list_rows(folder)
    change(database, execute("DELETE FROM trims"), replace_older_rows)
    assert update(folder, database).new_scrapes > 4
    assert list_rows(folder) == before


def test_a_look_at_a_copy_from_before_the_trim_does_not_part_the_database_from_its_archive(
    database: Path, folder: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(database, tmp_path / "copy.db"))
    trim_archived(folder, database)
    assert update(folder, copy).rebuilt is None
    change(database, add_scrape(1, "2026-06-01"))
    assert update(folder, database).new_scrapes == 1


def test_deletions_from_two_copies_are_told_apart(database: Path, folder: Path) -> None:
    """Each took away other rows, before the guarded ones; the generation is the next for both."""
    change(database, add_scrape(5, "2030-01-01"), add_scrape(6, "2040-01-01"))
    change(database, *(add_scrape(number, "2026-05-31T12:00:00Z") for number in range(1, 4)))
    trim_archived(folder, database)
    copy = Path(shutil.copy(database, database.with_name("copy.db")))
    delete_after(database, datetime(2026, 6, 1, tzinfo=UTC))
    update(folder, database)
    before = contents_of(folder)
    delete_after(copy, datetime(2035, 1, 1, tzinfo=UTC))
    with pytest.raises(ArchiveError, match="scrapes were deleted from the database"):
        update(folder, copy)
    assert contents_of(folder) == before


def test_a_file_that_the_archive_has_is_never_opened_for_writing(database: Path, folder: Path) -> None:
    """Compacted again, a month has the same name; a disk that is full then must not cut the only copy short."""
    trim_archived(folder, database)
    compact_archive(folder, open_archive(folder).manifest)
    before = contents_of(folder)

    def compact_on_a_full_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))
        compact_archive(folder, open_archive(folder).manifest)

    assert wait_for_exit(fork_action(compact_on_a_full_disk)) == FAILED
    assert before.items() <= contents_of(folder).items()
    assert update(folder, database).rebuilt is None


def put_back(twin: Path) -> Step:
    """As a person restores rows of a backup."""

    def copy(connection: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(twin)) as other:
            rows = other.execute("SELECT * FROM stats").fetchall()
        connection.executemany("INSERT OR IGNORE INTO stats VALUES (?, ?, ?, ?, ?)", rows)

    return copy


def test_rows_that_were_rejected_are_counted_as_often_as_the_database_has_them(
    database: Path, folder: Path, tmp_path: Path
) -> None:
    """Of those that are deleted for good as well; a time in a BLOB is one, and goes with the others of its moment."""
    twin = make_database(tmp_path / "twin.db")
    late = (b"2026-05-02T00:00:00Z", "2026-05-03T00:00:00Z", "2199-01-01", "never")
    for each in (database, twin):
        change(each, *(execute(INSERT, make_infohash(2), moment, 7) for moment in late))
        change(each, *(execute(INSERT, make_infohash(3), moment, "x") for moment in late))
    trim_archived(folder, database)
    for each in (database, twin):
        change(each, execute(INSERT, make_infohash(2), "2026-05-04", "x"), add_scrape(2, "2026-04-01", "y"))
        delete_after(each, datetime(2026, 5, 1, tzinfo=UTC))
    update(folder, database)
    update(tmp_path / "twin", twin)
    assert list_rows(folder) == list_rows(tmp_path / "twin")
    assert open_archive(folder).manifest.rejected_scrapes == open_archive(tmp_path / "twin").manifest.rejected_scrapes


INSERT = "INSERT INTO stats VALUES (?, ?, 1, 2, ?)"


def test_a_table_without_row_numbers_that_was_trimmed_is_not_archived_anew(database: Path, folder: Path) -> None:
    trim_archived(folder, database)
    shutil.rmtree(folder)
    change(
        database,
        execute(
            "CREATE TABLE numberless (infohash, timestamp, seeders, leechers, downloads, "
            "PRIMARY KEY (infohash, timestamp)) WITHOUT ROWID"
        ),
        execute("INSERT INTO numberless SELECT * FROM stats"),
        execute("DROP TABLE stats"),
        execute("ALTER TABLE numberless RENAME TO stats"),
    )
    with pytest.raises(ArchiveError, match="was trimmed on"):
        update(folder, database)


def test_a_deletion_while_the_database_is_read_is_noticed(
    database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that are added after it have numbers of rows that were counted before it."""
    trim_archived(folder, database)
    change(database, *(add_scrape(number, "2026-06-01") for number in range(1, 4)))
    before = contents_of(folder)

    def delete_first(path: Path, *, may_be_empty: bool) -> TorrentRows:
        delete_after(database, datetime(2026, 5, 31, 12, tzinfo=UTC))
        change(database, *(add_scrape(number, "2026-05-31T06:00:00Z") for number in range(1, 4)))
        return read_torrents(path, may_be_empty=may_be_empty)

    with monkeypatch.context() as patch:
        patch.setattr(update_module, "read_torrents", delete_first)
        with pytest.raises(DatabaseError, match="was changed while it was read"):
            update(folder, database)
    assert contents_of(folder)["manifest.json"] == before["manifest.json"]
    update(folder, database)
    rows = list_rows(folder)
    assert len(rows) == len(set(rows)) == 24 + 3 + 3


# --- laws -------------------------------------------------------------------------------------------------------------

days = st.sampled_from(("2025-10-01", "2025-10-31", "2025-11-01", "2025-12-01", "2026-05-31", "2199-01-01", "x"))
scrapes = st.lists(st.tuples(st.integers(1, 8), days, st.sampled_from((0, 7, 800, "x", -1))), min_size=1, max_size=8)
moments = st.sampled_from([datetime(2025, 10, 20, tzinfo=UTC), datetime(2025, 11, 15, tzinfo=UTC), CUTOFF, NOW])
events = st.one_of(
    st.tuples(st.just("add"), scrapes),
    st.tuples(st.just("delete"), moments),
    st.tuples(st.sampled_from(("update", "trim", "fail", "put back", "renumber", "copy", "restore")), st.none()),
)
"""What a collector, a person or a full disk does, and with which scrapes or up to when."""


class History:
    """A database that is trimmed, its archive, and a twin with the same scrapes that never is."""

    def __init__(self, place: Path) -> None:
        self.database, self.twin = make_database(place / "a.db"), make_database(place / "twin.db")
        self.folder, self.whole, self.copies = place / "archive", place / "whole", place / "copies"
        self.seconds = itertools.count()
        self.may_be_refused = False
        """Whether the archive cannot know all rows again: an older copy was restored, or rows have other numbers."""
        update(self.folder, self.database)
        self.copy()

    def do(self, event: str, value: Any) -> None:  # as `events` has it
        match event, value:
            case "add", _:
                self.add(value)
            case "delete", datetime() as moment:
                delete_after(self.database, moment)
                delete_after(self.twin, moment)
            case "put back", _:
                change(self.database, put_back(self.twin))
            case "renumber", _:
                change(self.database, replace_older_rows)
                self.may_be_refused = True
            case "copy", _:
                self.copy()
            case "restore", _:
                self.restore()
            case _:
                self.run(event)

    def add(self, rows: Sequence[tuple[int, str, object]]) -> None:
        added = [
            add_scrape(number, f"{day}T00:00:{next(self.seconds) % 60:02}.{next(self.seconds)}Z", downloads)
            for number, day, downloads in rows
        ]
        change(self.database, *added)
        change(self.twin, *added)

    def copy(self) -> None:
        if not self.may_be_refused:
            copy_both(self.database, self.folder, self.copies)
            shutil.copy(self.twin, self.copies)

    def restore(self) -> None:
        shutil.copy(self.copies / "a.db", self.database)
        shutil.copy(self.copies / "twin.db", self.twin)
        self.may_be_refused = True

    def run(self, event: str) -> None:
        """Where that is refused, the database and the archive of one day are restored, and do."""
        before = contents_of(self.folder)
        try:
            run_command(event, self.folder, self.database)
        except ArchiveError:
            assert self.may_be_refused
            assert contents_of(self.folder) == before
            self.restore()
            shutil.rmtree(self.folder)
            shutil.copytree(self.copies / "archive", self.folder)
            update(self.folder, self.database)
        self.may_be_refused = False
        shutil.rmtree(self.whole, ignore_errors=True)
        update(self.whole, self.twin)
        assert list_rows(self.folder) == list_rows(self.whole)
        assert open_archive(self.folder).rejected_scrapes == open_archive(self.whole).rejected_scrapes
        assert set(read_stats(self.database)) <= set(read_stats(self.twin))


def run_command(event: str, folder: Path, database: Path) -> None:
    if event == "update":
        update(folder, database)
    elif event == "trim":
        scraped = list_scraped(database)
        trim_archived(folder, database)
        assert list_scraped(database) == scraped
    else:
        with suppress(DatabaseError), pytest.MonkeyPatch.context() as patch:
            patch.setattr(ledger_module, "delete_trimmable", fill_disk)
            trim_archived(folder, database)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events, max_size=8))
def test_whatever_happens_a_trimmed_database_and_its_archive_hold_what_a_whole_one_does(
    history: Sequence[tuple[str, object]],
) -> None:
    with TemporaryDirectory() as place:
        both = History(Path(place))
        for event, value in [("trim", None), *history, ("update", None)]:
            both.do(event, value)


def is_call_of_sqlite(event: str, function: object) -> bool:
    """Whether a profiler is told of a call that a connection of SQLite is about to do."""
    return event == "c_call" and isinstance(getattr(function, "__self__", None), sqlite3.Connection)


def count_calls(action: Callable[[], object]) -> int:
    """How often `action` calls SQLite; it is done once."""
    calls = itertools.count()
    sys.setprofile(lambda _, event, function: next(calls) if is_call_of_sqlite(event, function) else None)
    try:
        action()
    finally:
        sys.setprofile(None)
    return next(calls)


def kill_at_call(call: int, action: Callable[[], object]) -> None:
    """Do `action` in a process that dies just before that call of SQLite."""

    def act() -> None:
        calls = itertools.count(1)

        def kill(_: object, event: str, function: object) -> None:
            if is_call_of_sqlite(event, function) and next(calls) == call:
                kill_process()

        sys.setprofile(kill)
        action()

    assert wait_for_exit(fork_action(act)) == -signal.SIGKILL


def assert_nothing_is_lost(database: Path, folder: Path, before: Sequence[str], trimmed: Sequence[object]) -> bool:
    """After a kill the archive is whole and goes on, and the next trim does what is left; whether anything was."""
    assert list_rows(folder) == before
    again = update(folder, database)
    assert (again.new_scrapes, again.rebuilt) == (0, None)
    rest = trim_archived(folder, database)
    assert rest in {0, 16}
    assert read_stats(database) == trimmed
    change(database, add_scrape(1, "2026-06-01"))
    assert update(folder, database).new_scrapes == 1
    assert len(list_rows(folder)) == len(before) + 1
    return rest > 0


def test_a_trim_that_is_killed_at_any_file_loses_nothing(database: Path, folder: Path, tmp_path: Path) -> None:
    update(folder, database)
    before = list_rows(folder)
    whole = copy_both(database, folder, tmp_path / "whole")
    trim_archived(whole[1], whole[0])
    counted = copy_both(database, folder, tmp_path / "counted")
    for step in list_steps(lambda: trim_archived(counted[1], counted[0]))[::STEP_STRIDE]:
        killed = copy_both(database, folder, tmp_path / "killed")
        run_with_fault(kill_process, step, lambda killed=killed: trim_archived(killed[1], killed[0]))  # type: ignore[misc]
        assert_nothing_is_lost(*killed, before, read_stats(whole[0]))


def test_a_trim_that_is_killed_at_any_call_of_sqlite_loses_nothing(
    database: Path, folder: Path, tmp_path: Path
) -> None:
    update(folder, database)
    before = list_rows(folder)
    whole = copy_both(database, folder, tmp_path / "whole")
    last = count_calls(lambda: trim_archived(whole[1], whole[0]))
    had_to_be_done = set()
    first = 1 + datetime.now(UTC).toordinal() % CALL_STRIDE
    for call in (*range(first, last, CALL_STRIDE), last):
        killed = copy_both(database, folder, tmp_path / "killed")
        kill_at_call(call, lambda killed=killed: trim_archived(killed[1], killed[0]))  # type: ignore[misc]
        had_to_be_done.add(assert_nothing_is_lost(*killed, before, read_stats(whole[0])))
    assert had_to_be_done == {True, False}  # before the deletion was done, and after it
