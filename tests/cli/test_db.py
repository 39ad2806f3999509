"""`nyaastats db …` as a user types it: its output, its exit code, and what it leaves behind."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from nyaastats.collect.guessit_pool import GUESSIT_VERSION, guess_json
from nyaastats.domain.torrents import ScrapeCounts
from nyaastats.store import reader as database
from nyaastats.store.ledger import open_ledger
from nyaastats.store.lock import try_lock
from nyaastats.store.reader import SYNTHETIC
from nyaastats.store.records import DueTorrent, ScrapeResult, TorrentChanges
from testkit.command_line import CompletedCommand, Workspace, contents
from testkit.growing_database import guard_rows
from testkit.ledger_fixtures import HOUR, NOW, TRACKER, VERSION, content, infohash, make, named, rows, run

BUSY = "another run is using this database\n"
COMMANDS = {
    "check": (),
    "stats": (),
    "vacuum": (),
    "vacuum into": ("--into", "copy.db"),
    "reparse": (),
    "delete-after": ("--to", "2025-10-07T15:30:00Z"),
    "trim": ("--yes",),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A folder with a database of three torrents and four scrapes."""
    with open_ledger(tmp_path / "nyaastats.db") as ledger:
        ledger.store_page(TorrentChanges((named(1), named(2), named(3, None))), NOW, VERSION)
        ledger.record_scrapes(
            [ScrapeResult(DueTorrent(infohash(1), ever_nonzero=True), ScrapeCounts(5, 6, 70))], NOW + HOUR, TRACKER
        )
        ledger.mark_dead([infohash(2)])
    return Workspace(tmp_path)


def db(workspace: Workspace) -> Path:
    return workspace.folder / "nyaastats.db"


def call(workspace: Workspace, command: str, *arguments: object) -> CompletedCommand:
    name, *_ = command.split()
    return workspace.call("db", name, "--db", "nyaastats.db", *(arguments or COMMANDS[command]))


def assert_said(done: CompletedCommand, *lines: str) -> None:
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == list(lines)


def assert_refused(done: CompletedCommand, message: str) -> None:
    """One line that says what to do, and nothing else."""
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(f"nyaastats: {message}\n", done.stderr), done.stderr


# --- each command -----------------------------------------------------------------------------------------------------


def test_a_sound_database(workspace: Workspace) -> None:
    assert_said(call(workspace, "check"), "undamaged: 3 torrents, 4 scrapes")


def test_bad_rows_are_reported_by_their_reason_and_are_no_failure(workspace: Workspace) -> None:
    run(db(workspace), "INSERT INTO torrents (infohash, filename, pubdate) VALUES ('abc', 'A', ''), ('abd', 'A', '')")
    run(db(workspace), "INSERT INTO stats VALUES (?, 'soon', 1, 1, 1)", infohash(1))
    run(db(workspace), "INSERT INTO stats VALUES (?, '2025-10-07', 1, 1, -1)", infohash(1))
    run(db(workspace), "INSERT INTO stats VALUES ('abc', '2025-10-07', 1, 1, 1)")
    assert_said(
        call(workspace, "check"),
        "undamaged: 5 torrents, 7 scrapes",
        "2 torrents are left out by the ETL: bad infohash",
        "1 scrape is left out by the ETL: bad count",
        "1 scrape is left out by the ETL: orphan",
        "1 scrape is left out by the ETL: unparsable time",
    )


def test_a_database_without_a_usable_scrape_is_a_failure(workspace: Workspace) -> None:
    run(db(workspace), "UPDATE stats SET downloads = -1")
    done = call(workspace, "check")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "undamaged: 3 torrents, 4 scrapes",
        "4 scrapes are left out by the ETL: bad count",
        "no scrape can be used: there is nothing to publish",
    ]


def test_what_makes_numbers_wrong_is_named_with_an_example_and_a_failure(workspace: Workspace) -> None:
    for stamp, count in (("2000-06-01", 5), ("2099-06-01", 5), ("2025-10-08", 6_000_000)):
        run(db(workspace), "INSERT INTO stats VALUES (?, ?, 1, 1, ?)", infohash(1), f"{stamp}T00:00:00Z", count)
    done = call(workspace, "check")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "undamaged: 3 torrents, 7 scrapes",
        f"1 scrape is left out by the ETL: before publication, for example {infohash(1)} at 2000-06-01T00:00:00Z",
        f"1 scrape is left out by the ETL: from the future, for example {infohash(1)} at 2099-06-01T00:00:00Z",
        "a clock was wrong: delete such rows of stats, those from the future with nyaastats db delete-after",
        (
            f"1 torrent in doubt, whose count rose beyond belief, for example {infohash(1)} at 2025-10-08T00:00:00Z: "
            "delete the rows if they are wrong, else wait for the next scrapes"
        ),
    ]


def test_falls_are_named_and_no_failure(workspace: Workspace) -> None:
    run(db(workspace), "DELETE FROM stats")
    for hour, count in enumerate((10, 20, 30, 29, 40, 50, 500, 60, 70, 80, 1, 2, 3)):
        row = infohash(1), f"2025-10-08T{hour:02}:00:00Z", count
        run(db(workspace), "INSERT INTO stats VALUES (?, ?, 1, 1, ?)", *row)
    done = call(workspace, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == [
        f"1 count drop left out, for example {infohash(1)} at 2025-10-08T03:00:00Z",
        f"1 counter reset counted on from, for example {infohash(1)} at 2025-10-08T10:00:00Z",
        f"1 spike left out, for example {infohash(1)} at 2025-10-08T06:00:00Z",
    ]


def test_what_is_in_it(workspace: Workspace) -> None:
    with open_ledger(db(workspace)) as ledger:
        ledger.set_tracker("tracker.example:80")
    assert_said(
        call(workspace, "stats"),
        "torrents  1 active, 1 dead, 1 guessit_failed",
        "scrapes   4",
        "from      2025-10-07 15:30 UTC",
        "until     2025-10-07 16:30 UTC",
        f"parsed by 3 guessit {VERSION}",
        "tracker   tracker.example:80",
        "size      0.1 MiB",
    )


def test_an_empty_one(workspace: Workspace) -> None:
    run(db(workspace), "DELETE FROM torrents; DELETE FROM stats")
    done = call(workspace, "stats")
    assert "from      –\nuntil     –\nparsed by none\ntracker   nyaa.tracker.wf\n" in done.stdout
    assert_said(call(workspace, "check"), "undamaged: 0 torrents, 0 scrapes")


def test_vacuum_gives_room_back(workspace: Workspace) -> None:
    run(db(workspace), "CREATE TABLE large (x); INSERT INTO large VALUES (zeroblob(3000000)); DROP TABLE large")
    run(db(workspace), "PRAGMA wal_checkpoint(TRUNCATE)")
    before = content(db(workspace))
    assert_said(call(workspace, "vacuum into"), "3.0 MiB before, 0.1 MiB after")
    assert_said(call(workspace, "vacuum"), "3.0 MiB before, 0.1 MiB after")
    assert content(db(workspace)) == content(workspace.folder / "copy.db") == before
    assert_refused(call(workspace, "vacuum into"), r"'copy\.db' exists already: name a file that does not")


def test_a_copy_is_made_during_a_run_and_the_rest_waits_for_its_end(workspace: Workspace) -> None:
    before = content(db(workspace))
    with try_lock(db(workspace)):
        for command in ("vacuum", "reparse", "delete-after", "trim"):
            assert_said(call(workspace, command), BUSY.strip())
        assert_said(call(workspace, "check"), "undamaged: 3 torrents, 4 scrapes")
        assert "scrapes   4" in call(workspace, "stats").stdout
        assert call(workspace, "vacuum into").returncode == 0
    assert content(db(workspace)) == content(workspace.folder / "copy.db") == before


def test_a_run_of_another_program_is_no_hindrance_to_reading(workspace: Workspace) -> None:
    with closing(sqlite3.connect(db(workspace), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM stats")
        assert_said(call(workspace, "check"), "undamaged: 3 torrents, 4 scrapes")
        assert call(workspace, "vacuum into").returncode == 0
        writer.execute("ROLLBACK")


def test_names_are_read_again(workspace: Workspace) -> None:
    assert_said(call(workspace, "reparse"), "3 names parsed, 0 of them without a result")
    query = "SELECT filename, guessit_data, guessit_version, status FROM torrents ORDER BY infohash"
    statuses = {"A - 01": "active", "A - 02": "dead", "A - 03": "active"}
    expected = [(name, guess_json(name), GUESSIT_VERSION, status) for name, status in statuses.items()]
    assert rows(db(workspace), query) == expected
    assert_said(call(workspace, "reparse"), "all names were parsed by this version of guessit")


@pytest.mark.parametrize("to", ["2025-10-07T15:30:00Z", "2025-10-08T00:30+09:00", "2025-10-07 16:29:59"])
def test_time_is_taken_back(workspace: Workspace, to: str) -> None:
    done = call(workspace, "delete-after", "--to", to)
    assert re.fullmatch(r"1 count after 2025-10-07 1[56]:\d\d:\d\d UTC deleted\n", done.stdout)
    assert done.stderr == ""
    assert rows(db(workspace), "SELECT DISTINCT timestamp FROM stats") == [("2025-10-07T15:30:00Z",)]
    assert call(workspace, "delete-after", "--to", to).stdout.startswith("0 counts after")


@pytest.mark.parametrize("to", ["yesterday", "", "2025-13-01", "now"])
def test_what_is_no_time(workspace: Workspace, to: str) -> None:
    before = content(db(workspace))
    done = call(workspace, "delete-after", "--to", to)
    assert_refused(done, f"--to '{to}' is not a time: write it like 2025-10-07T15:30:00Z")
    assert content(db(workspace)) == before


@pytest.fixture
def grown(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The database with ten more scrapes of its first torrent, all longer ago than 200 days."""
    guard_rows(monkeypatch, 2)
    for day in range(11, 21):
        run(db(workspace), "INSERT INTO stats VALUES (?, ?, 1, 1, ?)", infohash(1), f"2025-10-{day}T00:00:00Z", day)
    return workspace


def count_stats(workspace: Workspace) -> int:
    return int(rows(db(workspace), "SELECT count(*) FROM stats")[0][0])


def test_what_would_be_trimmed_is_said_before(grown: Workspace) -> None:
    done = call(grown, "trim", "--days", "30")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"10 scrapes from before 20\d\d-\d\d-\d\d \d\d:\d\d UTC can be taken out of nyaastats\.db; the archive "
        r"nyaastats\.archive would then be their only copy\. Nothing was deleted: --yes does it\n",
        done.stdout,
    )
    assert count_stats(grown) == 14


def test_a_status_says_that_the_archive_of_what_was_trimmed_is_missing(grown: Workspace) -> None:
    call(grown, "trim", "--yes")
    folder = grown.folder / "nyaastats.archive"
    assert read_archive_line(grown).endswith(" MiB\n")
    (grown.folder / "kept").mkdir()
    folder.rename(grown.folder / "kept" / folder.name)
    assert read_archive_line(grown) == (
        "archive   not that of what was trimmed from the database: name it with --archive, or restore it\n"
    )
    assert read_archive_line(grown, "--archive", f"kept/{folder.name}").endswith(" MiB\n")


def read_archive_line(workspace: Workspace, *arguments: str) -> str:
    lines = workspace.call("status", "--db", "nyaastats.db", *arguments).stdout.splitlines(keepends=True)
    (line,) = [line for line in lines if line.startswith("archive")]
    return line


def test_what_was_trimmed_is_said_and_remembered(grown: Workspace) -> None:
    done = call(grown, "trim", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"10 scrapes from before .* taken out of nyaastats\.db; the archive nyaastats\.archive is now their only copy: "
        r"keep another of it\. nyaastats db vacuum makes the database smaller\n",
        done.stdout,
    )
    assert count_stats(grown) == 4
    assert call(grown, "trim", "--yes").stdout.startswith("0 scrapes from before")
    assert "trimmed   10 scrapes, which are in the archive alone\n" in call(grown, "stats").stdout
    checked = call(grown, "check").stdout.splitlines()
    assert (checked[0], checked[-1]) == (
        "undamaged: 3 torrents, 4 scrapes",
        "archive   nyaastats.archive: whole",
    )


def test_days_say_how_much(grown: Workspace) -> None:
    done = call(grown, "trim", "--yes", "--days", "30000")
    assert re.fullmatch(r"0 scrapes from before 19.* taken out of nyaastats\.db\n", done.stdout)
    assert count_stats(grown) == 14
    assert call(grown, "trim", "--days", "0").returncode == 2


def find_count_faults(workspace: Workspace) -> list[str]:
    """What `check` says of counts; the lines around are of the database and its archive."""
    done = call(workspace, "check")
    assert (done.returncode, done.stderr) == (0, "")
    return [line for line in done.stdout.splitlines()[1:] if not line.startswith("archive ")]


@pytest.fixture
def fallen(grown: Workspace) -> Workspace:
    """With a dip among the scrapes that a trim takes out."""
    run(db(grown), "UPDATE stats SET downloads = 12 WHERE timestamp = '2025-10-16T00:00:00Z'")
    return grown


def test_check_judges_counts_that_only_the_archive_has(fallen: Workspace) -> None:
    faults = find_count_faults(fallen)
    assert f"1 count drop left out, for example {infohash(1)} at 2025-10-16T00:00:00Z" in faults
    assert call(fallen, "trim", "--yes").returncode == 0
    assert count_stats(fallen) == 4
    assert find_count_faults(fallen) == faults


def test_check_judges_what_came_and_went_after_a_trim(fallen: Workspace) -> None:
    faults = find_count_faults(fallen)
    call(fallen, "trim", "--yes")
    new = "2025-10-21T00:00:00Z", "2025-10-22T00:00:00Z", "2025-10-23T00:00:00Z"
    for stamp, count in zip(new, (21, 3, 22), strict=True):
        run(db(fallen), "INSERT INTO stats VALUES (?, ?, 1, 1, ?)", infohash(1), stamp, count)
    assert any(line.startswith("2 count drops left out") for line in find_count_faults(fallen))
    assert call(fallen, "delete-after", "--to", "2025-10-20T12:00:00Z").returncode == 0
    assert find_count_faults(fallen) == faults


def test_check_refuses_an_older_copy_of_the_archive(grown: Workspace) -> None:
    call(grown, "trim", "--days", "1")  # only says how many, and archives them
    archive = grown.folder / "nyaastats.archive"
    shutil.copytree(archive, grown.folder / "older")
    call(grown, "trim", "--yes")
    shutil.rmtree(archive)
    (grown.folder / "older").rename(archive)
    done = call(grown, "check")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "is not that archive or an older copy of it" in done.stderr


def test_check_of_a_database_that_was_never_trimmed_leaves_its_archive_alone(grown: Workspace) -> None:
    archive = grown.folder / "nyaastats.archive"
    call(grown, "check")
    assert not archive.exists()
    call(grown, "trim", "--days", "1")  # only says how many, and archives them
    before = contents(archive)
    run(db(grown), "INSERT INTO stats VALUES (?, '2025-10-21T00:00:00Z', 1, 1, 30)", infohash(1))
    call(grown, "check")
    assert contents(archive) == before


def test_check_wants_the_archive_of_a_trimmed_database(grown: Workspace) -> None:
    call(grown, "trim", "--yes")
    (grown.folder / "nyaastats.archive").rename(grown.folder / "elsewhere")
    done = call(grown, "check")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert f"older scrapes are in the archive '{grown.folder / 'nyaastats.archive'}' alone" in done.stderr
    (grown.folder / "elsewhere").rename(grown.folder / "nyaastats.archive")
    path = next((grown.folder / "nyaastats.archive").glob("scrapes/*/*.parquet"))
    path.write_bytes(path.read_bytes()[:-3])
    done = call(grown, "check")
    assert done.returncode == 1
    assert f"{path.name} is cut short or changed; it is the only copy: restore it\n" in done.stdout


# --- what cannot be used ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gone.db", r"'gone\.db' cannot be read \(No such file or directory\): give a nyaastats\.db with --db"),
        (
            "gone/gone.db",
            r"'gone/gone\.db' cannot be read \(No such file or directory\): give a nyaastats\.db with --db",
        ),
        ("text", r"'text' is not a SQLite database: give a nyaastats\.db with --db"),
        ("empty", r"'empty' is not a SQLite database: give a nyaastats\.db with --db"),
        (".", r"'\.' is a folder: give the nyaastats\.db file in it with --db"),
    ],
)
def test_what_is_no_database_is_named_and_nothing_is_made(
    tmp_path: Path, command: str, name: str, message: str
) -> None:
    (tmp_path / "text").write_text("mine")
    (tmp_path / "empty").touch()
    done = Workspace(tmp_path).call("db", command.split(maxsplit=1)[0], "--db", name, *COMMANDS[command])
    assert_refused(done, message)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "text"]


@pytest.mark.parametrize("command", ["check", "vacuum", "vacuum into"])
def test_damage_is_reported(workspace: Workspace, command: str) -> None:
    whole = db(workspace).read_bytes()
    db(workspace).write_bytes(whole[: len(whole) // 2])
    assert_refused(call(workspace, command), r"'nyaastats\.db' is damaged.*")
    assert db(workspace).read_bytes() == whole[: len(whole) // 2]


@pytest.mark.parametrize("command", ["reparse", "delete-after", "trim"])
@pytest.mark.parametrize(
    ("mark", "message"),
    [
        (
            f"application_id = {SYNTHETIC}",
            r"'nyaastats\.db' holds a synthetic season: name another file for real counts with --db",
        ),
        ("user_version = 99", r"'nyaastats\.db' was written by a newer nyaastats \(schema 99, .*\): update nyaastats"),
    ],
)
def test_a_database_that_is_not_ours_to_write(workspace: Workspace, command: str, mark: str, message: str) -> None:
    run(db(workspace), f"PRAGMA {mark}")
    before = content(db(workspace))
    assert_refused(call(workspace, command), message)
    assert content(db(workspace)) == before


@pytest.mark.parametrize("command", ["check", "stats", "vacuum", "vacuum into"])
def test_one_who_holds_everybody_off_is_reported_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_SECONDS", 0.1)
    path = make(tmp_path / "nyaastats.db", "CREATE TABLE torrents (x); CREATE TABLE stats (x)")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert_refused(
            call(Workspace(tmp_path), command), r"'nyaastats\.db' is locked by a writer: try again in a minute"
        )


def test_there_is_help(tmp_path: Path) -> None:
    shown = Workspace(tmp_path).call("db", "--help").stdout
    assert all(name.split()[0] in shown for name in COMMANDS)


def test_one_command_as_a_process(workspace: Workspace) -> None:
    done = workspace.run("db", "check", "--db", "nyaastats.db")
    assert (done.returncode, done.stdout, done.stderr) == (0, "undamaged: 3 torrents, 4 scrapes\n", "")
