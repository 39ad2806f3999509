"""Runs commands as a user does, and writes the golden season to disk as a database."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest

from nyaastats.cli.app import main
from testkit.command_parent import CommandParent

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "season"
SNAPSHOT = GOLDEN / "anilist.json"
NOBODY_LISTENS = "http://127.0.0.1:9/"
PYTHON_M = (sys.executable, "-m", "nyaastats")

CompletedCommand = subprocess.CompletedProcess[str]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder to run commands in, without the settings and the AniList cache of the machine."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    parent: CommandParent | None = None
    """Who forks what is run here; without it each command is started as a user does."""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a command."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("NYAASTATS_")}
        isolating = {
            "NYAASTATS_CACHE": str(self.folder / "cache"),
            "NYAASTATS_ANILIST_URL": NOBODY_LISTENS,
            "COLUMNS": "80",
        }
        return inherited | isolating | dict(self.settings)

    def start(self, *arguments: object, program: Sequence[object] = PYTHON_M) -> subprocess.Popen[str]:
        """Start a command in a process of its own."""
        return subprocess.Popen(
            [*map(str, program), *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments: object, program: Sequence[object] = PYTHON_M) -> CompletedCommand:
        """Run a command in a process of its own."""
        if self.parent:
            return self._run_forked(self.parent, arguments)
        return finish(self.start(*arguments, program=program))

    def _run_forked(self, parent: CommandParent, arguments: Sequence[object]) -> CompletedCommand:
        with NamedTemporaryFile() as out, NamedTemporaryFile() as err:
            streams = (os.devnull, out.name, err.name)
            process = parent.start(arguments, cwd=self.folder, env=self.environment, streams=streams)
            return CompletedCommand([*map(str, arguments)], process.wait(), out.read().decode(), err.read().decode())

    def call(self, *arguments: object) -> CompletedCommand:
        """Run a command in this process, which saves the second that the imports take."""
        argv, code = ["nyaastats", *map(str, arguments)], 0
        with _redirected() as (out, err), pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", argv)
            patch.setattr(os, "environ", self.environment)
            try:
                main()
            except SystemExit as end:
                code = _print_end(end)
        return CompletedCommand(argv, code, out.getvalue(), err.getvalue())


def _print_end(end: SystemExit) -> int:
    """The exit code, as Python has it: a text is printed, and is 1."""
    if isinstance(end.code, str):
        sys.stderr.write(f"{end.code}\n")
        return 1
    return int(end.code or 0)


@contextmanager
def _redirected() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        yield out, err


def etl(*arguments: object, db: object = "nyaastats.db", output: object = "data") -> tuple[object, ...]:
    """The arguments of an ETL with the golden season's snapshot, from the database to the folder `data`."""
    return "etl", "--db", db, "--output", output, "--anilist", SNAPSHOT, *arguments


def finish(process: subprocess.Popen[str]) -> CompletedCommand:
    """Wait for a command; return its exit code and output."""
    out, err = process.communicate()
    return CompletedCommand(process.args, process.returncode, out, err)


def make_database(path: Path) -> Path:
    """Write the golden season's database to `path`; return the path."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(files("nyaastats.store").joinpath("schema.sql").read_text(encoding="utf-8"))
        database.executescript((GOLDEN / "database.sql").read_text(encoding="utf-8"))
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below `folder`, by its relative path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
