"""`nyaastats archive`, and what is measured from an archive: the same, however it came about."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from testkit.command_line import SNAPSHOT, Workspace, contents, etl, make_database
from testkit.growing_database import guard_rows
from testkit.tmpfs import forbid_writing, mount_tmpfs

ARCHIVE = ("archive", "--db", "nyaastats.db")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    make_database(tmp_path / "nyaastats.db")
    return Workspace(tmp_path)


def etl_of_the_archive(*arguments: object, output: str = "data") -> tuple[object, ...]:
    """The ETL without a database."""
    return "etl", "--archive", "nyaastats.archive", "--anilist", SNAPSHOT, "--output", output, *arguments


def run(workspace: Workspace, *arguments: object) -> str:
    done = workspace.call(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def published(workspace: Workspace, output: str) -> dict[str, bytes]:
    return contents(workspace.folder / output)


def test_it_says_what_was_new_and_what_there_is(workspace: Workspace) -> None:
    first = run(workspace, *ARCHIVE).splitlines()
    assert first[0].endswith(" scrapes are new")
    assert first[1].startswith("nyaastats.archive: 22 torrents, ")
    assert run(workspace, *ARCHIVE).splitlines()[0] == "0 torrents and 0 scrapes are new"


def test_the_archive_alone_is_measured_as_its_database(workspace: Workspace) -> None:
    run(workspace, *etl(output="with"))
    shutil.move(workspace.folder / "nyaastats.db", workspace.folder / "gone.db")
    run(workspace, *etl_of_the_archive(output="without"))
    assert published(workspace, "without") == published(workspace, "with")


def test_an_archive_that_grew_publishes_the_same_bytes(workspace: Workspace) -> None:
    """By halves, in the order of the rows and of the torrents, and compacted in between."""
    database = workspace.folder / "nyaastats.db"
    run(workspace, *etl("--archive", "at_once", output="at_once_data"))
    whole = database.read_bytes()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM stats WHERE rowid > (SELECT MAX(rowid) / 2 FROM stats)")
        connection.execute("DELETE FROM torrents WHERE rowid % 3 = 0")
        connection.execute("UPDATE torrents SET filename = 'misread' WHERE rowid % 3 = 1")
    run(workspace, *ARCHIVE)
    run(workspace, *ARCHIVE, "--compact")
    with closing(sqlite3.connect(database)) as connection, connection:
        original = workspace.folder / "whole.db"
        original.write_bytes(whole)
        connection.execute("ATTACH ? AS whole", (str(original),))
        connection.execute("DELETE FROM torrents")
        connection.execute("INSERT INTO torrents SELECT * FROM whole.torrents ORDER BY infohash DESC")
        connection.execute("INSERT OR IGNORE INTO stats SELECT * FROM whole.stats ORDER BY rowid")
    assert "built anew" not in run(workspace, *ARCHIVE)
    run(workspace, *etl(output="grown_data"))
    run(workspace, *etl_of_the_archive(output="archive_data"))
    assert published(workspace, "grown_data") == published(workspace, "at_once_data")
    assert published(workspace, "archive_data") == published(workspace, "at_once_data")


def test_what_happened_to_the_database_is_told(workspace: Workspace) -> None:
    run(workspace, *ARCHIVE)
    with closing(sqlite3.connect(workspace.folder / "nyaastats.db", isolation_level=None)) as connection:
        connection.execute("DELETE FROM stats WHERE rowid = 2")
    assert run(workspace, *ARCHIVE).startswith(
        "The archive was built anew: the database is another, or rows were deleted from it; "
    )


def find_archive_line(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("archive: ")]


def test_etl_says_how_much_was_new(workspace: Workspace) -> None:
    database = workspace.folder / "nyaastats.db"
    assert find_archive_line(run(workspace, *etl())) == ["archive: 47 scrapes new, 0 known"]
    assert find_archive_line(run(workspace, *etl())) == ["archive: 0 scrapes new, 47 known"]
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO stats SELECT infohash, '2025-10-22T11:11:11Z', 1, 1, 'x' FROM torrents LIMIT 1")
    assert find_archive_line(run(workspace, *etl())) == ["archive: 1 scrape new, 47 known"]
    assert find_archive_line(run(workspace, *etl())) == ["archive: 0 scrapes new, 48 known"]
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM stats WHERE rowid = 2")
    assert find_archive_line(run(workspace, *etl())) == [
        "archive: built anew from 47 scrapes, because the database is another, or rows were deleted from it"
    ]
    assert find_archive_line(run(workspace, *etl_of_the_archive())) == []


def test_a_season_that_is_generated_again_is_as_archived(workspace: Workspace) -> None:
    """The same bytes: as `make demo` does a second time. Another seed is another season, and is called so."""
    lines = []
    for seed in (7, 7, 8):
        run(workspace, "synthetic", "--output", "demo.db", "--scale", "0.02", "--seed", seed)
        lines.append(run(workspace, "archive", "--db", "demo.db").splitlines()[0])
    assert lines[0].endswith("scrapes are new")
    assert lines[1] == "0 torrents and 0 scrapes are new"
    assert lines[2].startswith("The archive was built anew: the database is another")


def test_rejected_rows_are_reported_from_the_archive_too(workspace: Workspace) -> None:
    run(workspace, *etl(output="with"))
    report = json.loads(published(workspace, "with")["report.json"])
    assert sum(report["rejected_scrapes"].values()) + sum(report["rejected_torrents"].values()) == 9
    run(workspace, *etl_of_the_archive(output="without"))
    assert json.loads(published(workspace, "without")["report.json"]) == report


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda _: None, "there is no archive 'nyaastats.archive'"),
        (lambda folder: folder.mkdir(), "there is no archive in 'nyaastats.archive'"),
        (lambda folder: (folder.mkdir(), (folder / "cat.jpg").write_bytes(b"")), "is no archive of nyaastats"),
    ],
)
def test_without_an_archive_it_is_one_clear_error(workspace: Workspace, prepare: object, words: str) -> None:
    prepare(workspace.folder / "nyaastats.archive")  # type: ignore[operator]  # a function of the folder
    done = workspace.call(*etl_of_the_archive())
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert words in done.stderr
    assert not (workspace.folder / "data").exists()


def test_a_damaged_archive_is_one_clear_error_and_the_output_stays(workspace: Workspace) -> None:
    run(workspace, *etl())
    before = published(workspace, "data")
    path = next((workspace.folder / "nyaastats.archive").glob("scrapes/*/*.parquet"))
    path.write_bytes(path.read_bytes()[:-3])
    done = workspace.call(*etl_of_the_archive())
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert path.name in done.stderr
    assert published(workspace, "data") == before
    run(workspace, *etl())  # with the database it is built again
    assert published(workspace, "data") == before


def test_db_check_reads_the_archive_too(workspace: Workspace) -> None:
    assert "archive " not in workspace.call("db", "check", "--db", "nyaastats.db").stdout
    run(workspace, *ARCHIVE)
    checked = workspace.call("db", "check", "--db", "nyaastats.db")
    assert "archive   nyaastats.archive: whole" in checked.stdout
    path = next((workspace.folder / "nyaastats.archive").glob("scrapes/*/*.parquet"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    damaged = workspace.call("db", "check", "--db", "nyaastats.db")
    assert damaged.returncode == 1
    assert f"{path.name} is changed; nyaastats archive builds it anew" in damaged.stdout


@pytest.mark.parametrize("command", [("archive", "--db", "gone.db"), etl(db="gone.db")])
def test_a_database_that_is_not_there_gets_no_archive(workspace: Workspace, command: tuple[object, ...]) -> None:
    done = workspace.call(*command)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "gone.db" in done.stderr
    assert not (workspace.folder / "gone.archive").exists()


def test_the_setting_names_another_folder(workspace: Workspace) -> None:
    elsewhere = Workspace(workspace.folder, {"NYAASTATS_ARCHIVE": "elsewhere"})
    run(elsewhere, *etl())
    assert (workspace.folder / "elsewhere" / "manifest.json").exists()
    assert not (workspace.folder / "nyaastats.archive").exists()


def test_beside_a_database_that_cannot_be_written_to_it_lies_in_the_cache(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    run(workspace, *ARCHIVE)
    assert [path.name for path in workspace.folder.iterdir() if path.name.endswith(".archive")] == []
    assert len(list((workspace.folder / "cache" / "archives").glob("nyaastats-*/manifest.json"))) == 1


def test_a_trimmed_database_publishes_the_same_bytes(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its archive, and the archive alone; trimmed when half of its scrapes were there, and again with the rest."""
    guard_rows(monkeypatch, 2)
    run(workspace, *etl("--archive", "whole.archive", output="whole"))
    database, original = workspace.folder / "nyaastats.db", workspace.folder / "whole.db"
    shutil.copy(database, original)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM stats WHERE rowid > (SELECT MAX(rowid) / 2 FROM stats)")
    size = count_scrapes(workspace)
    run(workspace, "db", "trim", "--db", "nyaastats.db", "--yes")
    assert count_scrapes(workspace) < size
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("ATTACH ? AS whole", (str(original),))
        connection.execute(
            "INSERT INTO stats (infohash, timestamp, seeders, leechers, downloads) "
            "SELECT infohash, timestamp, seeders, leechers, downloads FROM whole.stats WHERE rowid > ?",
            (size,),
        )
    run(workspace, *etl(output="grown"))
    assert published(workspace, "grown") == published(workspace, "whole")
    run(workspace, "db", "trim", "--db", "nyaastats.db", "--yes")
    run(workspace, *etl(output="trimmed"))
    run(workspace, *etl_of_the_archive(output="alone"))
    assert published(workspace, "trimmed") == published(workspace, "whole")
    assert published(workspace, "alone") == published(workspace, "whole")
    run(workspace, "db", "vacuum", "--db", "nyaastats.db")
    run(workspace, *etl(output="vacuumed"))
    assert published(workspace, "vacuumed") == published(workspace, "whole")


def count_scrapes(workspace: Workspace) -> int:
    with closing(sqlite3.connect(workspace.folder / "nyaastats.db")) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM stats").fetchone()[0])


def test_a_trimmed_database_alone_publishes_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    guard_rows(monkeypatch, 5)
    run(workspace, *etl())
    before = published(workspace, "data")
    run(workspace, "db", "trim", "--db", "nyaastats.db", "--yes")
    folder = workspace.folder / "nyaastats.archive"
    folder.rename(workspace.folder / "kept")
    for command in (etl(), ARCHIVE, etl("--archive", "other"), ("db", "trim", "--db", "nyaastats.db")):
        done = workspace.call(*command)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
        assert f"its older scrapes are in the archive '{folder}' alone" in done.stderr
    assert published(workspace, "data") == before
    assert not folder.exists()
    run(workspace, *etl("--archive", "kept"))
    assert published(workspace, "data") == before


WAL_COMMANDS = {
    "etl": etl(db="disk/nyaastats.db"),
    "archive": ("archive", "--db", "disk/nyaastats.db"),
    "db check": ("db", "check", "--db", "disk/nyaastats.db"),
}


@pytest.mark.parametrize("command", WAL_COMMANDS)
def test_a_database_in_wal_mode_is_read_where_nothing_can_be_written(workspace: Workspace, command: str) -> None:
    """SQLite needs a file beside it, which cannot be made there."""
    with mount_tmpfs(workspace.folder, "4m") as disk:
        path = disk / "nyaastats.db"
        shutil.copy(workspace.folder / "nyaastats.db", path)
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        forbid_writing(disk)
        there = workspace.call(*WAL_COMMANDS[command])
        assert [file.name for file in disk.iterdir()] == ["nyaastats.db"]
    here = workspace.call(*(str(argument).removeprefix("disk/") for argument in WAL_COMMANDS[command]))
    assert (there.returncode, there.stderr) == (here.returncode, here.stderr) == (here.returncode, "")
    assert there.stdout.splitlines()[:1] == here.stdout.splitlines()[:1]


def test_a_copy_that_finds_no_room_is_one_clear_error(
    workspace: Workspace, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("small")
    with mount_tmpfs(workspace.folder, "4m") as disk, mount_tmpfs(other, "16k") as small:
        shutil.copy(workspace.folder / "nyaastats.db", disk)
        with closing(sqlite3.connect(disk / "nyaastats.db")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        forbid_writing(disk)
        monkeypatch.setattr(tempfile, "tempdir", str(small))
        done = workspace.call("archive", "--db", "disk/nyaastats.db")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "cannot be copied to" in done.stderr
    assert "(No space left on device): make room there, or name another folder with TMPDIR" in done.stderr
