"""Databases of hostile rows, and archives with damaged files, read by whole commands."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.calendar import parse_seasons
from nyaastats.errors import NyaastatsError
from testkit.command_line import SNAPSHOT, CompletedCommand, Workspace, contents, etl, make_database
from testkit.fuzz.mutations import NUMBERS, change_document
from testkit.fuzz.targets import Target
from testkit.measured_year import list_differences, read_document, read_inputs
from testkit.oracle.documents import Earlier, build_documents
from testkit.oracle.year import measure_year

TABLES = {
    "torrents": "infohash, filename, pubdate, size_bytes, nyaa_id, trusted, remake, status, guessit_data",
    "stats": "infohash, timestamp, seeders, leechers, downloads",
}
MOMENTS = (
    "2025-10-06T00:00:00Z", "2025-10-06 00:00:00", "2025-10-06T00:00:00.9+09:00", "2025-13-01T00:00:00Z", "0000-00-00",
    "9999-12-31T23:59:59-23:59", "1759708800", "now",
)  # fmt: skip


SEASONS = parse_seasons("fall-2025")
"""Of the golden season."""


class RefusedCommandError(NyaastatsError):
    """A command that ended with 1 and one line."""


def read_outcome(done: CompletedCommand) -> None:
    """Raise RefusedCommandError for an exit code 1 with one line; AssertionError for a defect, and any other end."""
    assert "internal error" not in done.stderr, done.stderr
    assert "report it" not in done.stderr, done.stderr
    assert done.returncode in {0, 1}, done
    if done.returncode:
        raise RefusedCommandError(done.stderr.strip().replace("\n", " "))


# --- databases --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DatabaseReader:
    """`db check` and `etl` of a database whose rows a JSON document describes, in a workspace of its own."""

    workspace: Workspace

    def run(self, data: bytes) -> object:
        """What `etl` publishes; raise AssertionError where the oracle says other numbers of the same rows."""
        database = self.workspace.folder / "hostile.db"
        database.unlink(missing_ok=True)
        write_rows(database, json.loads(data))
        check = self.workspace.call("db", "check", "--db", database)
        assert "internal error" not in check.stderr, check.stderr
        assert check.returncode in {0, 1}, check
        for folder in ("data", "hostile.archive"):
            shutil.rmtree(self.workspace.folder / folder, ignore_errors=True)
        read_outcome(self.workspace.call(*etl("--season", SEASONS[0].slug, db=database)))
        compare_with_oracle(database, self.workspace.folder / "data")
        return check.returncode, read_numbers(self.workspace.folder / "data")


def compare_with_oracle(database: Path, output: Path) -> None:
    """Raise AssertionError for a file of numbers that is not what the oracle makes of the database."""
    expected = build_documents(
        measure_year(read_inputs(database, read_snapshots([SNAPSHOT]).shows, SEASONS)), Earlier()
    )
    differences = [
        difference
        for name in expected
        for difference in list_differences(read_document(output, name), expected[name], name)
    ]
    assert not differences, f"{len(differences)}, first {differences[:3]}"


def write_rows(path: Path, document: Any) -> None:
    """Write the rows into the collector's own tables; of two with the same key the first, others are left out."""
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(files("nyaastats.store").joinpath("schema.sql").read_text(encoding="utf-8"))
        for table, columns in TABLES.items():
            width = columns.count(",") + 1
            rows = [[make_value(value) for value in row] for row in list_rows(document, table) if len(row) == width]
            statement = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({', '.join('?' * width)})"  # noqa: S608  # ours
            database.executemany(statement, rows)


def list_rows(document: Any, table: str) -> list[list[Any]]:
    """The rows of a table, as far as the document still has the form of one."""
    rows = document.get(table, []) if isinstance(document, dict) else []
    return [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []


def make_value(value: Any) -> Any:
    """A value that SQLite can hold: lists become BLOBs, and integers beyond 64 bits their digits."""
    if isinstance(value, list | dict):
        return json.dumps(value).encode()
    if isinstance(value, int) and abs(value) >= 2**63:
        return str(value)
    return value


def read_numbers(folder: Path) -> dict[str, bytes]:
    """All published files but the manifest, which tells the time of the run."""
    return {name: content for name, content in contents(folder).items() if name != "manifest.json"}


def describe_rows(path: Path) -> bytes:
    """The rows of a database as a JSON document."""
    with closing(sqlite3.connect(path)) as database:
        queries = {table: f"SELECT {columns} FROM {table}" for table, columns in TABLES.items()}  # noqa: S608  # ours
        rows = {table: database.execute(query).fetchall() for table, query in queries.items()}
    return json.dumps(rows, default=list).encode()


def mutate_rows(data: bytes, chance: Random) -> bytes:
    """Change some values of some rows."""
    document = json.loads(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        row = chance.choice(document[chance.choice(list(TABLES))])
        place = chance.randrange(len(row))
        changed = change_document(row[place], chance)
        row[place] = chance.choice((*MOMENTS, *map(int, NUMBERS), changed, changed))
    return json.dumps(document).encode()


# --- archives ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArchiveReader:
    """`etl` from a damaged archive: what was published before the damage, or a refusal."""

    workspace: Workspace
    archive: Path
    published: dict[str, bytes]

    def run(self, data: bytes) -> object:
        """Raise AssertionError for other numbers than before the damage."""
        damaged = self.workspace.folder / "damaged"
        shutil.rmtree(damaged, ignore_errors=True)
        shutil.rmtree(self.workspace.folder / "data", ignore_errors=True)
        shutil.copytree(self.archive, damaged)
        for damage in json.loads(data):
            damage_file(damaged, *damage)
        read_outcome(self.workspace.call(*etl_from(damaged)))
        assert read_numbers(self.workspace.folder / "data") == self.published
        return len(self.published)


def etl_from(archive: Path) -> tuple[object, ...]:
    """The arguments of an ETL without a database."""
    command, _, _, *rest = etl()
    return command, "--archive", archive, *rest


def replace_with_folder(path: Path, _: Path, __: int) -> None:
    """Put a folder in the file's place."""
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path, Path, int], object]] = {
    "cut": lambda path, _, number: path.write_bytes(path.read_bytes()[:number]),
    "delete": lambda path, _, __: path.unlink(),
    "swap": lambda path, other, _: path.write_bytes(other.read_bytes()),
    "flip": lambda path, _, number: path.write_bytes(flip_bit(path.read_bytes(), number)),
    "append": lambda path, other, _: path.write_bytes(path.read_bytes() + other.read_bytes()),
    "folder": replace_with_folder,
}


def damage_file(folder: Path, kind: str, first: int, second: int, number: int) -> None:
    """Damage the file of that number; where a former damage left none, do nothing."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    if paths:
        DAMAGES[kind](paths[first % len(paths)], paths[second % len(paths)], number)


def flip_bit(data: bytes, number: int) -> bytes:
    """One bit turned over."""
    place = number // 8 % max(len(data), 1)
    return data[:place] + bytes(byte ^ 1 << number % 8 for byte in data[place : place + 1]) + data[place + 1 :]


def choose_damages(_: bytes, chance: Random) -> bytes:
    """One to three of them."""
    count = chance.choice((1, 1, 1, 2, 3))
    kinds = [chance.choice(list(DAMAGES)) for _ in range(count)]
    return json.dumps([(kind, *(chance.randrange(1 << 20) for _ in range(3))) for kind in kinds]).encode()


# --- both -------------------------------------------------------------------------------------------------------------


@contextmanager
def open_stores() -> Iterator[tuple[Target, Target]]:
    """The two targets, with a folder each; they run one input at a time."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folders = [Path(name) / part for part in ("databases", "archives")]
        for folder in folders:
            (folder / "tmp").mkdir(parents=True)
        yield _make_database_target(folders[0]), _make_archive_target(folders[1])


def _make_database_target(folder: Path) -> Target:
    seed = describe_rows(make_database(folder / "golden.db"))
    return Target("databases", [seed], mutate_rows, DatabaseReader(Workspace(folder)).run, 0)


def _make_archive_target(folder: Path) -> Target:
    workspace = Workspace(folder)
    database = make_database(folder / "golden.db")
    assert workspace.call(*etl(db=database)).returncode == 0
    archive = folder / "golden.archive"
    database.unlink()
    assert workspace.call(*etl_from(archive)).returncode == 0
    reader = ArchiveReader(workspace, archive, read_numbers(folder / "data"))
    return Target("archives", [b"[]"], choose_damages, reader.run, 0)
