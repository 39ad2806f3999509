"""Every error is one line that says what to do, and leaves the output as it was; invalid rows are only counted."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from nyaastats.synthetic import generate
from testkit.command_line import CompletedCommand, Workspace, contents, etl, finish, make_database
from testkit.file_sizes import limit_file_size
from testkit.tmpfs import mount_tmpfs

Change = Callable[[Path], object]
"""What is done to a folder before the ETL runs."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database and what the ETL made of it."""
    folder = tmp_path_factory.mktemp("published")
    make_database(folder / "nyaastats.db")
    assert Workspace(folder).call(*etl()).returncode == 0
    return folder


@pytest.fixture
def workspace(published: Path, tmp_path: Path) -> Workspace:
    """The same in a folder of the test's own."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    return Workspace(tmp_path)


def assert_one_line(done: CompletedCommand, *says: str) -> None:
    """The command failed, and all that it wrote to stderr is one line with these words in it."""
    assert done.returncode == 1, done.stderr
    line, *more = done.stderr.splitlines()
    assert more == []
    assert line.startswith("nyaastats: ")
    for words in says:
        assert words in line
    assert "internal error" not in line


def run_damaged(workspace: Workspace, damage: Change, *arguments: object) -> CompletedCommand:
    """Run the ETL after `damage` was done to the folder; the output must be as it was."""
    damage(workspace.folder)
    before = contents(workspace.folder / "data")
    done = workspace.call(*etl(*arguments))
    assert contents(workspace.folder / "data") == before
    assert sorted(path.name for path in workspace.folder.iterdir() if "nyaastats-" in path.name) == []
    return done


# The database


def sql(script: str) -> Change:
    """Change the database."""

    def change(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "nyaastats.db")) as database:
            database.executescript(script)

    return change


def cut(part: float) -> Change:
    """Keep only the first part of the database."""

    def change(folder: Path) -> None:
        path = folder / "nyaastats.db"
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * part)])

    return change


def written(name: str, text: str) -> Change:
    """Write `text` to a file of the folder."""
    return lambda folder: (folder / name).write_text(text, encoding="utf-8")


DATABASES = {
    "no such file": (lambda folder: (folder / "nyaastats.db").unlink(), ["cannot be read", "--db"]),
    "not a database": (written("nyaastats.db", "hello" * 999), ["is not a SQLite database", "--db"]),
    "nothing in the file": (written("nyaastats.db", ""), ["is not a SQLite database", "--db"]),
    "cut in half": (cut(0.5), ["cut short", "copy it again"]),
    "cut by a little": (cut(0.99), ["cut short", "copy it again"]),
    "no table of torrents": (sql("DROP TABLE torrents"), ["no table 'torrents'"]),
    "no table of scrapes": (sql("DROP TABLE stats"), ["no table 'stats'"]),
    "a column missing": (sql("ALTER TABLE torrents RENAME COLUMN guessit_data TO guess"), ["no column 'guessit_data'"]),
    "another column missing": (sql("ALTER TABLE stats RENAME COLUMN downloads TO count"), ["no column 'downloads'"]),
    "no rows": (sql("DELETE FROM stats; DELETE FROM torrents"), ["no rows"]),
    "no scrapes": (sql("DELETE FROM stats"), ["no rows in its table 'stats'"]),
    "no usable scrape": (sql("UPDATE stats SET downloads = 'n/a'"), ["'stats'", "bad_count"]),
    "no usable torrent": (sql("UPDATE torrents SET pubdate = 'then'"), ["no"]),
    "nothing matched": (sql("UPDATE torrents SET filename = 'Xyloquartz - 01'"), ["no torrent of", "--season"]),
}


@pytest.mark.parametrize(("damage", "says"), DATABASES.values(), ids=DATABASES.keys())
def test_a_database_that_cannot_be_used(workspace: Workspace, damage: Change, says: list[str]) -> None:
    assert_one_line(run_damaged(workspace, damage), *says)


# Arguments, settings and snapshots


def leave_unchanged(folder: Path) -> None:
    """Change nothing."""


def write_website(folder: Path) -> None:
    """Write a folder of another program."""
    (folder / "mine").mkdir()
    (folder / "mine" / "index.md").write_text("mine", encoding="utf-8")


OTHERS = {
    "not a season": (leave_unchanged, ("--season", "autumn-2025"), ["'autumn-2025'", "fall-2025"]),
    "a season without a year": (leave_unchanged, ("--season", "fall"), ["'fall'", "fall-2025"]),
    "a season without torrents": (leave_unchanged, ("--season", "winter-2031"), ["Winter 2031", "--season"]),
    "no snapshot": (leave_unchanged, ("--anilist", "gone.json"), ["'gone.json'", "cannot be read"]),
    "a snapshot that is not JSON": (
        written("s.json", "<html>"),
        ("--anilist", "s.json"),
        ["'s.json'", "not an AniList"],
    ),
    "a snapshot of another shape": (written("s.json", '{"a": 1}'), ("--anilist", "s.json"), ["'s.json'", "data"]),
    "a snapshot without shows": (
        written("s.json", '{"data": {"Page": {"media": []}}}'),
        ("--anilist", "s.json"),
        ["'s.json'", "no media"],
    ),
    "settings that are not TOML": (written("nyaastats.toml", "season = "), (), ["nyaastats.toml is not TOML"]),
    "a setting that is not one": (written("nyaastats.toml", "saeson = 'x'"), (), ["saeson", "nyaastats.toml"]),
    "a setting out of range": (written("nyaastats.toml", "post_airing_weeks = -1"), (), ["post_airing_weeks", "-1"]),
    "events that are not there": (written("nyaastats.toml", "events = 'mine.toml'"), (), ["mine.toml"]),
    "overrides that are not there": (written("nyaastats.toml", "overrides = 'mine.toml'"), (), ["mine.toml"]),
    "an output that is a file": (written("file", ""), ("--output", "file"), ["file'", "--output"]),
    "an output in a file": (written("file", ""), ("--output", "file/data"), ["file/data'", "--output"]),
    "an output with files of others": (written("data/thesis.txt", "mine"), (), ["'thesis.txt'", "--output"]),
    "an output that another program made": (
        write_website,
        ("--output", "mine"),
        ["'index.md'", "--output"],
    ),
}


@pytest.mark.parametrize(("damage", "arguments", "says"), OTHERS.values(), ids=OTHERS.keys())
def test_what_else_can_be_wrong(
    workspace: Workspace, damage: Change, arguments: tuple[str, ...], says: list[str]
) -> None:
    assert_one_line(run_damaged(workspace, damage, *arguments), *says)


def test_an_address_that_is_not_one(workspace: Workspace) -> None:
    wrong = replace(workspace, settings={"NYAASTATS_ANILIST_URL": "anilist"})
    assert_one_line(run_damaged(wrong, leave_unchanged), "anilist_url", "'anilist'")


# A disk that is full


def test_a_limit_on_file_sizes(workspace: Workspace) -> None:
    before = contents(workspace.folder / "data")
    with limit_file_size(1024):
        process = workspace.start(*etl("--attribution", "observed"))  # else nothing would have to be written
    assert_one_line(finish(process), "data' cannot be written", "raise the limit")
    assert contents(workspace.folder / "data") == before


@pytest.fixture
def small_disk(published: Path, tmp_path: Path) -> Iterator[Path]:
    """A file system with room for one output, but not for two."""
    pages = sum(-(-len(content) // PAGE) for content in contents(published / "data").values())
    with mount_tmpfs(tmp_path, f"{int(1.2 * pages) * PAGE // 1024}k") as disk:
        yield disk


PAGE = 4096
"""Bytes that a file takes on a tmpfs at the least."""


def test_a_full_disk(workspace: Workspace, small_disk: Path) -> None:
    output = small_disk / "data"
    assert workspace.call(*etl(output=output)).returncode == 0
    before = contents(output)
    other = etl("--attribution", "observed", output=output)  # what has not changed takes no room
    assert_one_line(workspace.call(*other), "disk/data'", "make room on that disk")
    assert contents(output) == before
    assert [path.name for path in small_disk.iterdir()] == ["data"]


# Rows

REASONS = {
    "negative_count": "bad_count",
    "text_count": "bad_count",
    "fractional_count": "bad_count",
    "no_torrent": "orphan",
}
"""The ETL's names of kinds of invalid rows, where they differ from those of the synthetic season."""


def test_invalid_rows_are_skipped_and_counted(tmp_path: Path) -> None:
    season = generate(tmp_path / "nyaastats.db", seed=7, scale=0.02, hostile=True)
    done = Workspace(tmp_path).call("etl", "--db", season.database, "--output", "data", "--anilist", season.anilist)
    report = json.loads((tmp_path / "data" / "report.json").read_text(encoding="utf-8"))
    counted = Counter(report["rejected_torrents"]) + Counter(report["rejected_scrapes"])
    assert (done.returncode, done.stderr) == (0, "")
    assert counted == as_rejected(season.invalid_rows)
    assert f"{sum(counted.values())} invalid rows skipped" in done.stdout


def as_rejected(invalid: Mapping[str, int]) -> Counter[str]:
    return sum((Counter({REASONS.get(reason, reason): rows}) for reason, rows in invalid.items()), Counter())
