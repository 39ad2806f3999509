"""A pipe, a device, a socket or a folder in place of a file is refused at once and in one line, by every command."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from nyaastats.regular_files import read_file
from testkit.command_line import SNAPSHOT, CompletedCommand, Workspace, etl, make_database

PATIENCE_SECONDS = 10
"""A command that waits for a pipe's other end would wait for ever."""


def make_socket(path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as end:
        end.bind(str(path))


KINDS: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "device": lambda path: path.symlink_to("/dev/null"),
    "socket": make_socket,
    "folder": Path.mkdir,
}

ODD = "odd"
"""The name of what is no file, in the folder that a command runs in."""
EXPORT = ("--export", "cases.toml")
READERS = {
    "etl --db": etl(db=ODD),
    "scrape --db": ("scrape", "--db", ODD),
    "dry run": ("scrape", "--dry-run", "--db", ODD),
    "backfill --db": ("backfill", "--pages", 1, "--db", ODD),
    "db check": ("db", "check", "--db", ODD),
    "db stats": ("db", "stats", "--db", ODD),
    "db vacuum": ("db", "vacuum", "--db", ODD),
    "db reparse": ("db", "reparse", "--db", ODD),
    "db trim": ("db", "trim", "--db", ODD),
    "db delete-after": ("db", "delete-after", "--db", ODD, "--to", "2099-01-01T00:00:00Z"),
    "archive --db": ("archive", "--db", ODD),
    "status --db": ("status", "--db", ODD),
    "review --db": ("review", "--db", ODD, "--anilist", SNAPSHOT, *EXPORT, "--overrides", "own.toml"),
    "etl --anilist": ("etl", "--db", "nyaastats.db", "--output", "data", "--anilist", ODD),
    "explain --anilist": ("explain", "[A] B - 01", "--anilist", ODD),
    "evaluate names": ("evaluate", ODD, "--anilist", SNAPSHOT),
    "review --overrides": ("review", "--db", "nyaastats.db", "--overrides", ODD, "--anilist", SNAPSHOT, *EXPORT),
}
SETTINGS = ("overrides", "events")
every_kind = pytest.mark.parametrize("kind", KINDS)


@contextmanager
def patience() -> Iterator[None]:
    """Turn an endless wait into an error."""

    def give_up(*_: Any) -> None:
        raise TimeoutError("it waits")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def call(workspace: Workspace, *arguments: object) -> CompletedCommand:
    with patience():
        return workspace.call(*arguments)


def assert_refused(done: CompletedCommand, name: str) -> None:
    assert done.returncode == 1, done.stderr
    (line,) = done.stderr.splitlines()
    assert name in line or "'/dev/null'" in line  # where a device's link is followed first
    assert "internal error" not in line


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    make_database(tmp_path / "nyaastats.db")
    return Workspace(tmp_path)


def list_names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@every_kind
@pytest.mark.parametrize("arguments", READERS.values(), ids=READERS)
def test_no_command_reads_it(workspace: Workspace, kind: str, arguments: tuple[object, ...]) -> None:
    KINDS[kind](workspace.folder / ODD)
    before = list_names(workspace.folder)
    assert_refused(call(workspace, *arguments), ODD)
    # The archive is brought up to date before the shows are read.
    assert list_names(workspace.folder) - before <= {"cache", "nyaastats.archive"}
    assert not Path("/dev/null.lock").exists()


@every_kind
@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_leads_to_it(tmp_path: Path, kind: str, setting: str) -> None:
    make_database(tmp_path / "nyaastats.db")
    KINDS[kind](tmp_path / ODD)
    assert_refused(call(Workspace(tmp_path, {f"NYAASTATS_{setting.upper()}": ODD}), *etl()), ODD)


@every_kind
def test_it_is_no_file_of_settings(workspace: Workspace, kind: str) -> None:
    KINDS[kind](workspace.folder / "nyaastats.toml")
    assert_refused(call(workspace, *etl()), "nyaastats.toml")


@every_kind
def test_it_is_no_manifest_of_an_archive(workspace: Workspace, kind: str) -> None:
    (workspace.folder / "nyaastats.archive").mkdir()
    KINDS[kind](workspace.folder / "nyaastats.archive" / "manifest.json")
    assert_refused(call(workspace, *etl()), "nyaastats.archive")


@pytest.mark.parametrize("kind", ["pipe", "device", "socket"])
@pytest.mark.parametrize("arguments", [("--output", ODD), ("--archive", ODD)])
def test_it_is_no_folder(workspace: Workspace, kind: str, arguments: tuple[str, str]) -> None:
    KINDS[kind](workspace.folder / ODD)
    assert_refused(call(workspace, "etl", "--db", "nyaastats.db", "--anilist", SNAPSHOT, *arguments), ODD)


@every_kind
def test_nothing_is_generated_in_its_place(workspace: Workspace, kind: str) -> None:
    KINDS[kind](workspace.folder / ODD)
    assert_refused(call(workspace, "synthetic", "--scale", "0.05", "--output", ODD), ODD)


def test_a_file_has_a_greatest_length(tmp_path: Path) -> None:
    path = tmp_path / "long"
    path.write_bytes(bytes(100))
    assert read_file(path, max_bytes=100) == bytes(100)
    with pytest.raises(OSError, match="it is longer than"):
        read_file(path, max_bytes=99)


def test_a_file_that_states_no_size_is_read_whole() -> None:
    assert b"Name:" in (status := read_file(Path("/proc/self/status")))
    assert len(status) > 500
    with pytest.raises(OSError, match="longer than"):
        read_file(Path("/proc/self/status"), max_bytes=400)
