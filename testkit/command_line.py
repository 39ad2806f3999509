"""The commands as a user runs them, and the golden season as a database on disk."""

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

import pytest

from nyaastats.cli.app import main

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "season"
SNAPSHOT = GOLDEN / "anilist.json"
NOBODY_LISTENS = "http://127.0.0.1:9/"
PYTHON_M = (sys.executable, "-m", "nyaastats")

Done = subprocess.CompletedProcess[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder to work in; no setting and no AniList of the machine's own gets in."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that a command sees."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("NYAASTATS_")}
        ours = {"NYAASTATS_CACHE": str(self.folder / "cache"), "NYAASTATS_ANILIST_URL": NOBODY_LISTENS, "COLUMNS": "80"}
        return inherited | ours | dict(self.settings)

    def start(self, *arguments: object, program: Sequence[object] = PYTHON_M) -> subprocess.Popen[str]:
        """Begin a command in a process of its own."""
        return subprocess.Popen(
            [*map(str, program), *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments: object, program: Sequence[object] = PYTHON_M) -> Done:
        """Do a command in a process of its own, as its user does."""
        return ended(self.start(*arguments, program=program))

    def call(self, *arguments: object) -> Done:
        """Do the same in this process, which saves the second that the imports take."""
        argv, code = ["nyaastats", *map(str, arguments)], 0
        with _redirected() as (out, err), pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", argv)
            patch.setattr(os, "environ", self.environment)
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
        return Done(argv, code, out.getvalue(), err.getvalue())


@contextmanager
def _redirected() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        yield out, err


def etl(*arguments: object, db: object = "nyaastats.db", output: object = "data") -> tuple[object, ...]:
    """The arguments that turn the database into the folder `data`, with the golden season's snapshot."""
    return "etl", "--db", db, "--output", output, "--anilist", SNAPSHOT, *arguments


def ended(process: subprocess.Popen[str]) -> Done:
    """Wait for a command and gather what it said."""
    out, err = process.communicate()
    return Done(process.args, process.returncode, out, err)


def make_database(path: Path) -> Path:
    """The golden season's database, written to `path`."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(files("nyaastats.store").joinpath("schema.sql").read_text(encoding="utf-8"))
        database.executescript((GOLDEN / "database.sql").read_text(encoding="utf-8"))
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, by its name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
