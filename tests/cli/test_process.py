"""A command as a process: signals at many moments, streams that are full, closed or lack letters, too little memory."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from nyaastats.cli.address_space import MIN_ADDRESS_SPACE_MIB
from nyaastats.cli.machine_faults import describe_machine_fault
from testkit.command_line import (
    NOBODY_LISTENS,
    PYTHON_M,
    SNAPSHOT,
    CompletedCommand,
    Workspace,
    contents,
    etl,
    make_database,
)
from testkit.interrupts import interrupt_at_moments, list_moments

EXPLAIN = ("explain", "[SubsPlease] Beta Hunter - 13 (1080p)", "--anilist", SNAPSHOT)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("process"))
    make_database(workspace.folder / "nyaastats.db")
    assert workspace.call(*etl()).returncode == 0
    return workspace


def run_in_shell(workspace: Workspace, arguments: tuple[object, ...], rest: str, **more: str) -> CompletedCommand:
    """Run a command with what the shell does with its streams."""
    return subprocess.run(
        ["bash", "-c", f'"$@" {rest}', "bash", *map(str, PYTHON_M), *map(str, arguments)],
        cwd=workspace.folder,
        env=workspace.environment | more,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "every", "number"),
    [(EXPLAIN, 0.08, signal.SIGINT), (etl(), 0.37, signal.SIGINT), (etl(), 0.43, signal.SIGTERM)],
)
def test_a_signal_at_any_moment_ends_it_with_130_and_one_line(
    workspace: Workspace, arguments: tuple[object, ...], every: float, number: signal.Signals
) -> None:
    before = contents(workspace.folder / "data")
    ends = list(interrupt_at_moments(workspace, arguments, list_moments(every), number))
    assert [fault for end in ends if (fault := end.find_fault(frozenset({0})))] == []
    assert len([end for end in ends if end.command.returncode == 130]) >= 3
    assert contents(workspace.folder / "data") == before


@pytest.mark.parametrize(
    ("chosen", "expected"), [({}, "system"), ({"ARROW_DEFAULT_MEMORY_POOL": "mimalloc"}, "mimalloc")]
)
def test_arrow_uses_the_systems_memory_unless_the_user_says_otherwise(
    chosen: dict[str, str], expected: str, workspace: Workspace
) -> None:
    script = "import nyaastats.cli.app, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    assert run_prepared(script, workspace, chosen) == expected


@pytest.mark.parametrize(("chosen", "threads"), [({}, 1), ({"OPENBLAS_NUM_THREADS": "2"}, min(2, os.cpu_count() or 1))])
def test_numpy_starts_no_threads_unless_the_user_says_otherwise(
    chosen: dict[str, str], threads: int, workspace: Workspace
) -> None:
    script = "import numpy, os; print(len(os.listdir('/proc/self/task')))"
    assert int(run_prepared(script, workspace, chosen)) == threads


def run_prepared(script: str, workspace: Workspace, chosen: dict[str, str]) -> str:
    """What a script prints after the libraries are prepared; of their own settings the user has only those `chosen`."""
    inherited = {
        name: value for name, value in workspace.environment.items() if not name.startswith(("ARROW_", "OPENBLAS_"))
    }
    prepared = f"from nyaastats.cli.process import prepare_libraries; prepare_libraries(); {script}"
    command = [sys.executable, "-c", prepared]
    return subprocess.run(command, env=inherited | chosen, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("arguments", [EXPLAIN, etl(), ("--help",)])
def test_a_full_disk_under_the_output_is_one_line(workspace: Workspace, arguments: tuple[object, ...]) -> None:
    done = run_in_shell(workspace, arguments, ">/dev/full")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "No space left on device" in done.stderr
    assert "internal error" not in done.stderr


@pytest.mark.parametrize("arguments", [(*EXPLAIN, "--json"), etl(), ("--help",)])
def test_a_reader_that_is_gone_ends_it_in_silence(workspace: Workspace, arguments: tuple[object, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen(
        [*PYTHON_M, *map(str, arguments)],
        cwd=workspace.folder,
        env=workspace.environment,
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    assert (process.communicate()[1], process.returncode) == (b"", 141)


@pytest.mark.parametrize("rest", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_as_if_nobody_listened(workspace: Workspace, rest: str) -> None:
    before = (workspace.folder / "nyaastats.db").read_bytes()
    done = run_in_shell(workspace, ("db", "check", "--db", "nyaastats.db"), rest)
    assert (done.returncode, done.stderr) == (0, "")
    assert (workspace.folder / "nyaastats.db").read_bytes() == before


def test_a_letter_that_a_terminal_cannot_show_is_replaced(workspace: Workspace) -> None:
    done = run_in_shell(workspace, ("explain", "Ü – 13", "--anilist", SNAPSHOT), "", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "?" in done.stdout


def run_within(workspace: Workspace, mib: int, *arguments: object) -> CompletedCommand:
    """Run a command in so much address space; where there are many cores, their threads alone would need more."""
    return subprocess.run(
        [*PYTHON_M, *map(str, arguments)],
        cwd=workspace.folder,
        env=workspace.environment | {"OMP_NUM_THREADS": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (mib << 20, mib << 20)),
        capture_output=True,
        text=True,
        check=False,
    )


LARGE = {
    "etl": etl(),
    "archive": ("archive", "--db", "nyaastats.db"),
    "db check": ("db", "check", "--db", "nyaastats.db"),
    "explain": EXPLAIN,
    "review": (
        "review",
        "--db",
        "nyaastats.db",
        "--anilist",
        SNAPSHOT,
        "--overrides",
        "mine.toml",
        "--export",
        "q.tsv",
    ),
    "synthetic": ("synthetic", "--output", "synthetic.db", "--scale", 0.02),
}
"""Commands that load the libraries that take much address space."""


@pytest.mark.parametrize("mib", [200, 600, MIN_ADDRESS_SPACE_MIB - 1])
@pytest.mark.parametrize("arguments", LARGE.values(), ids=LARGE)
def test_too_little_memory_is_one_line(workspace: Workspace, arguments: tuple[object, ...], mib: int) -> None:
    limited = run_within(workspace, mib, *arguments)
    assert (limited.returncode, len(limited.stderr.splitlines())) == (1, 1), limited.stderr
    assert f"ulimit -v allows {mib} MiB" in limited.stderr


def test_the_least_memory_is_enough(workspace: Workspace) -> None:
    limited = run_within(workspace, MIN_ADDRESS_SPACE_MIB, *etl())
    assert (limited.returncode, limited.stderr) == (0, "")


def test_what_loads_no_large_library_needs_little_address_space(workspace: Workspace) -> None:
    done = run_within(workspace, 200, "scrape", "--db", "new.db", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory (MemoryError)"),
        (RuntimeError("can't start new thread"), "not enough memory"),
        (ImportError("libarrow.so: failed to map segment from shared object"), "not enough memory"),
        (OSError(12, "Cannot allocate memory"), "not enough memory"),
        (pa.ArrowException("Unknown error: Failed to launch worker thread: Resource temporarily"), "not enough memory"),
        (duckdb.OutOfMemoryException("ArrowBuffer: failed to allocate 4194304 bytes"), "not enough memory"),
        (OSError(28, "No space left on device", "/x"), "'/x' cannot be used (No space left on device): make room"),
        (OSError(40, "Too many levels of symbolic links", "/x"), "links lead in a loop"),
        (RuntimeError("Symlink loop from '/x'"), "links lead in a loop"),
        (OSError(24, "Too many open files", "/x"), "ulimit -n"),
    ],
)
def test_what_the_machine_refuses_is_said_with_what_to_do(error: Exception, words: str) -> None:
    assert words in (describe_machine_fault(error) or "")


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        RuntimeError("x"),
        ImportError("no module x"),
        OSError("x"),
        FileNotFoundError(2, "No such file or directory", "/out of memory/nyaastats.db"),
        duckdb.IOException('IO Error: Cannot open file "/failed to allocate/x.parquet": No such file'),
    ],
)
def test_a_defect_is_not_said_to_be_the_machines(error: Exception) -> None:
    assert describe_machine_fault(error) is None


def link_in_a_loop(folder: Path) -> None:
    (folder / "loop").symlink_to("pool")
    (folder / "pool").symlink_to("loop")


def name_root(_folder: Path) -> None:
    """Nothing to prepare."""


@pytest.mark.parametrize(
    ("prepare", "arguments"),
    [
        (link_in_a_loop, etl(output="loop")),
        (link_in_a_loop, etl(output="loop/data")),
        (link_in_a_loop, etl(db="loop")),
        (link_in_a_loop, etl("--archive", "loop")),
        (link_in_a_loop, etl("--anilist", "loop")),
        (link_in_a_loop, ("archive", "--db", "nyaastats.db", "--archive", "loop")),
        (link_in_a_loop, ("db", "check", "--db", "loop")),
        (link_in_a_loop, ("db", "stats", "--db", "loop")),
        (link_in_a_loop, ("db", "vacuum", "--db", "nyaastats.db", "--into", "loop")),
        (link_in_a_loop, ("db", "trim", "--db", "loop")),
        (link_in_a_loop, ("scrape", "--db", "loop")),
        (link_in_a_loop, ("backfill", "--db", "loop", "--pages", "1")),
        (link_in_a_loop, ("explain", "x", "--anilist", "loop")),
        (link_in_a_loop, ("evaluate", "loop", "--anilist", SNAPSHOT)),
        (link_in_a_loop, ("synthetic", "--output", "loop/x.db")),
        (link_in_a_loop, ("review", "--db", "nyaastats.db", "--overrides", "loop", "--web", "--anilist", SNAPSHOT)),
        (name_root, etl(output="/")),
        (name_root, etl(db="/")),
        (name_root, ("archive", "--db", "nyaastats.db", "--archive", "/")),
        (name_root, ("scrape", "--db", "/")),
        (name_root, ("scrape", "--db", ".")),
        (name_root, ("synthetic", "--output", "/")),
        (name_root, ("synthetic", "--output", ".")),
        (name_root, ("db", "vacuum", "--db", "nyaastats.db", "--into", "/")),
    ],
)
def test_a_path_that_leads_nowhere_is_one_line(
    tmp_path: Path, prepare: Callable[[Path], None], arguments: tuple[object, ...]
) -> None:
    workspace = Workspace(tmp_path)
    make_database(tmp_path / "nyaastats.db")
    prepare(tmp_path)
    done = workspace.call(*arguments)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert "internal error" not in done.stderr


@pytest.mark.parametrize("mib", ["127", "16777217", "99999999999999", "1" + "0" * 30])
def test_memory_beyond_bounds_never_reaches_the_engine(tmp_path: Path, mib: str) -> None:
    make_database(tmp_path / "nyaastats.db")
    done = Workspace(tmp_path, {"NYAASTATS_MEMORY_MIB": mib}).call(*etl())
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "memory_mib: Input should be" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("scrape", "--db", "new.db"),
        ("scrape", "--db", "new.db", "--dry-run"),
        ("backfill", "--db", "new.db", "--pages", 1),
        ("db", "vacuum", "--db", "nyaastats.db"),
        ("db", "reparse", "--db", "nyaastats.db"),
    ],
    ids=lambda arguments: " ".join(map(str, arguments)),
)
def test_the_collector_loads_nothing_that_measures(workspace: Workspace, arguments: tuple[object, ...]) -> None:
    """A service that waits keeps what it has loaded: Arrow and NumPy take two thirds as much as all else."""
    settings = {"NYAASTATS_FEED_URL": NOBODY_LISTENS, "NYAASTATS_LISTING_URL": NOBODY_LISTENS}
    place = Workspace(workspace.folder, settings)
    done = place.run(*arguments, program=(sys.executable, "-X", "importtime", "-m", "nyaastats"))
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "pydantic" in loaded
    assert loaded & {"pyarrow", "numpy", "duckdb", "rapidfuzz"} == set()
