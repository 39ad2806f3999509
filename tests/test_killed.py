"""`nyaastats etl` is killed at many points of a run: there is the whole old output or the whole new one, no mixture.

Python announces every opening, renaming and removing of a file to audit hooks. A hook counts those that change the
disk, and sends SIGKILL to its own process at a chosen one: a kill while files are only read leaves what one at the next
change does. What it does not see is the inside of a write and of DuckDB; for that there are kills after a while.
"""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from nyaastats.publish.atomic_output import recover_output, verify_output
from testkit.command_line import Workspace, contents, etl, finish, make_database

STEP_STRIDE = 7
"""Of the steps that a run takes, one in seven is enough: the test of `atomic_output` is killed at each of its own."""
KILL_COUNT = 4

KILLABLE_RUNS = """
import itertools, os, signal, sys
import duckdb
import nyaastats.pipeline.etl, nyaastats.cli.render, pyarrow.dataset
import nyaastats.collect.anilist.snapshots, nyaastats.review.audit_file, nyaastats.settings
from nyaastats.cli.app import main

connect = duckdb.connect
duckdb.connect = lambda *, config: connect(config={"allow_unsigned_extensions": True, **config})
STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir"}

def changes_disk(event, arguments):
    return event in STEPS or event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)

def run_until(last_step):
    step = itertools.count(1)
    def hook(event, arguments):
        if changes_disk(event, arguments) and next(step) == last_step:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.stdout = open(os.devnull, "w")
    sys.addaudithook(hook)
    try:
        main()
    except SystemExit as end:
        os._exit(end.code or 0)
    finally:
        os._exit(99)

for line in sys.stdin:
    child = os.fork() or run_until(int(line))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""For each number on stdin: run `nyaastats` until that step, and print how it ended.

Importing once, and not hashing DuckDB's extension in each run, saves a minute.
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """A folder with a database, an output of before, and what a run makes of it now."""

    workspace: Workspace
    old: dict[str, bytes]
    new: dict[str, bytes]

    @property
    def output(self) -> Path:
        return self.workspace.folder / "data"

    def reset(self) -> None:
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.copytree(self.workspace.folder / "old", self.output)

    def read_state(self) -> str:
        """What a reader finds after a kill, once it is put right."""
        recover_output(self.output)
        verify_output(self.output)
        whole = {"old": self.old, "new": self.new}
        [state] = [name for name, content in whole.items() if content == contents(self.output)]
        return state

    def runs_again(self) -> bool:
        """Whether the next run succeeds, whatever lies about, and tidies up."""
        done = self.workspace.call(*etl())
        left = {path.name for path in self.workspace.folder.iterdir()}
        return (done.returncode, contents(self.output), left) == (
            0,
            self.new,
            {"nyaastats.db", "nyaastats.archive", "data", "old"},
        )


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    workspace = Workspace(tmp_path_factory.mktemp("killed"))
    database = make_database(workspace.folder / "nyaastats.db")
    assert workspace.call(*etl(output="old")).returncode == 0
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("UPDATE stats SET downloads = 218 WHERE downloads = 217")
    assert workspace.call(*etl()).returncode == 0
    scene = Scene(workspace, contents(workspace.folder / "old"), contents(workspace.folder / "data"))
    assert scene.old.keys() == scene.new.keys()
    assert scene.old != scene.new
    return scene


@contextmanager
def start_killable_runs(scene: Scene) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", KILLABLE_RUNS, *map(str, etl())],
        cwd=scene.workspace.folder,
        env=scene.workspace.environment | {"OPENBLAS_NUM_THREADS": "1"},  # a process with threads is not to be forked
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def is_killed_at(step: int, process: subprocess.Popen[str]) -> bool:
    """Whether a run reaches the step, where it is killed."""
    assert process.stdin
    assert process.stdout
    print(step, file=process.stdin, flush=True)
    end = int(process.stdout.readline())
    assert end in {0, -signal.SIGKILL}
    return end != 0


def kill_at_steps(scene: Scene, steps: Iterable[int]) -> Iterator[int]:
    """Each step of a run that was killed there, the output being the old one when it began."""
    with start_killable_runs(scene) as process:
        for step in steps:
            scene.reset()
            if not is_killed_at(step, process):
                return
            yield step


def test_a_kill_at_any_step_leaves_the_whole_old_output_or_the_whole_new_one(scene: Scene) -> None:
    states = [scene.read_state() for _ in kill_at_steps(scene, count(1, STEP_STRIDE))]
    assert len(states) >= 10
    assert states == sorted(states, reverse=True)  # once the new one is there, it stays
    assert set(states) == {"old", "new"}


def test_the_run_after_a_kill_succeeds(scene: Scene) -> None:
    assert [step for step in kill_at_steps(scene, count(STEP_STRIDE, 2 * STEP_STRIDE)) if not scene.runs_again()] == []


def test_a_kill_at_any_moment_is_no_different(scene: Scene) -> None:
    scene.reset()
    start = time.monotonic()
    assert scene.workspace.run(*etl()).returncode == 0
    whole = time.monotonic() - start
    for moment in range(1, KILL_COUNT + 1):
        scene.reset()
        process = scene.workspace.start(*etl())
        with suppress(subprocess.TimeoutExpired):
            process.wait(whole * moment / KILL_COUNT)
        process.kill()
        assert finish(process).returncode in {0, -signal.SIGKILL}
        assert scene.read_state() in {"old", "new"}
    assert scene.runs_again()
