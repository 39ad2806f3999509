"""Temporary folders: gone when the block ends; what a kill left is taken away by the next run, and nothing else."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nyaastats.scratch_folders import open_scratch_folder

HOLD = """
import sys, time
from pathlib import Path
from nyaastats.scratch_folders import open_scratch_folder
with open_scratch_folder(Path(sys.argv[1])) as folder:
    (folder / "spill").write_text("x")
    print(folder, flush=True)
    time.sleep(600)
"""


@contextmanager
def hold_folder(parent: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another process with a scratch folder in `parent`."""
    command = [sys.executable, "-c", HOLD, str(parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def test_it_is_there_for_the_block_alone(tmp_path: Path) -> None:
    with open_scratch_folder(tmp_path, ".season.db.") as folder:
        assert folder.is_dir()
        assert folder.parent == tmp_path
        assert folder.name.startswith(".season.db.nyaastats-scratch-")
        (folder / "spill").write_text("x", encoding="utf-8")
    assert list(tmp_path.iterdir()) == []


def test_what_a_kill_left_is_taken_away_by_the_next_run(tmp_path: Path) -> None:
    with hold_folder(tmp_path) as (process, left):
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (left / "spill").exists()
        with open_scratch_folder(tmp_path) as folder:
            assert list(tmp_path.iterdir()) == [folder]


def test_what_a_living_run_has_stays(tmp_path: Path) -> None:
    with hold_folder(tmp_path) as (_, other), open_scratch_folder(tmp_path):
        assert (other / "spill").exists()


@pytest.mark.parametrize("name", ["nyaastats-x1", "nyaastats-scratch", ".season.db.nyaastats-scratch-abc", "other"])
def test_what_has_another_name_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with open_scratch_folder(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_link_or_a_file_with_our_name_stays(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "precious").write_text("x", encoding="utf-8")
    (tmp_path / "nyaastats-scratch-link").symlink_to(target)
    (tmp_path / "nyaastats-scratch-file").write_text("x", encoding="utf-8")
    with open_scratch_folder(tmp_path):
        pass
    assert (target / "precious").exists()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_folder_of_another_user_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nyaastats-scratch-foreign").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: (tmp_path.stat().st_uid) + 1)
    with open_scratch_folder(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["nyaastats-scratch-foreign"]


def test_where_nothing_can_be_locked_nothing_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_descriptor: int, _operation: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refuse)
    (tmp_path / "nyaastats-scratch-left").mkdir()
    with open_scratch_folder(tmp_path) as folder:
        assert folder.is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["nyaastats-scratch-left"]


def test_a_folder_that_is_taken_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock, taken = fcntl.flock, list[str]()

    def take_first(descriptor: int, operation: int) -> None:
        flock(descriptor, operation)
        if not taken:
            [folder] = tmp_path.iterdir()
            taken.append(folder.name)
            folder.rmdir()

    monkeypatch.setattr(fcntl, "flock", take_first)
    with open_scratch_folder(tmp_path) as folder:
        assert folder.is_dir()
        assert folder.name not in taken
