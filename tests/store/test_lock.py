"""One run at a time, whichever process holds the lock, and however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nyaastats.errors import DatabaseError
from nyaastats.store.lock import try_lock

HOLD = """
import sys
from pathlib import Path
from nyaastats.store.lock import try_lock
with try_lock(Path(sys.argv[1])) as is_alone:
    print(is_alone, flush=True)
    sys.stdin.read()
"""

ADVICE = "name a file with --db, make its folder, and make it writable"


@contextmanager
def holder(path: Path, folder: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """Another run, which has the lock until its stdin is closed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "True\n"
        yield process


def is_free(path: Path) -> bool:
    with try_lock(path) as is_alone:
        return is_alone


def test_the_second_is_reported_and_the_next_one_may(tmp_path: Path) -> None:
    path = tmp_path / "nyaastats.db"
    with try_lock(path) as first, try_lock(path) as second, try_lock(path) as third:
        assert (first, second, third) == (True, False, False)
    assert is_free(path)


def test_nobody_waits_for_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nyaastats.db"
    with try_lock(path):
        monkeypatch.setattr(time, "sleep", _refuse_sleep)
        assert not is_free(path)


def _refuse_sleep(seconds: float) -> None:
    raise AssertionError(seconds)


def test_another_process_is_reported_as_well(tmp_path: Path) -> None:
    path = tmp_path / "nyaastats.db"
    with holder(path):
        assert not is_free(path)
    assert is_free(path)


def test_the_dead_hold_nothing(tmp_path: Path) -> None:
    path = tmp_path / "nyaastats.db"
    with holder(path) as process:
        process.kill()
        assert process.wait() == -signal.SIGKILL
        assert is_free(path)


def test_an_error_in_the_run_sets_it_free(tmp_path: Path) -> None:
    path = tmp_path / "nyaastats.db"
    with pytest.raises(ZeroDivisionError), try_lock(path):
        raise ZeroDivisionError
    assert is_free(path)


def test_a_database_is_itself_from_wherever_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "file.db").symlink_to(tmp_path / "real" / "a.db")
    names = ["real/a.db", "folder/a.db", "file.db", "real/../folder/a.db"]
    with holder(Path("real/a.db"), tmp_path):
        assert [is_free(tmp_path / name) for name in names] == [False] * 4
    assert [is_free(tmp_path / name) for name in names] == [True] * 4


def test_other_databases_are_free(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with try_lock(tmp_path / "a.db"):
        assert is_free(tmp_path / "b.db")
        assert is_free(tmp_path / "other" / "a.db")


def test_the_lock_is_a_file_beside_the_database_and_stays(tmp_path: Path) -> None:
    assert is_free(tmp_path / "a.db")
    assert [path.name for path in tmp_path.iterdir()] == ["a.db.lock"]
    assert is_free(tmp_path / "a.db")


@pytest.mark.parametrize("name", ["gone/a.db", "gone/further/a.db", "file/a.db"])
def test_no_folder_is_made(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(DatabaseError, match=rf"{name}' has no folder to be in: make '"), try_lock(tmp_path / name):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_lock_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.db.lock").mkdir()
    with pytest.raises(DatabaseError, match=r"a\.db' cannot be locked \(Is a directory\)"), try_lock(tmp_path / "a.db"):
        pass


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize(("mode", "database"), [(0o555, "inner/a.db"), (0, "inner/a.db"), (0, "inner/folder/a.db")])
def test_a_folder_that_cannot_be_written_is_named(mode: int, database: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "inner" / "folder").mkdir(parents=True)
        (Path(folder) / "inner").chmod(mode)
        output = as_nobody(Path(folder), database)
    assert output == f"{database!r} cannot be locked (Permission denied): {ADVICE}"


def as_nobody(folder: Path, database: str) -> str:
    """The message to a user without root's right to write anywhere."""
    reader, writer = os.pipe()
    folder.chmod(0o755)
    if not (child := os.fork()):
        _try_as_nobody(folder, database, writer)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as stream:
        return stream.read()


def _try_as_nobody(folder: Path, database: str, writer: int) -> None:
    try:
        os.chdir(folder)
        if os.geteuid() == 0:
            os.setuid(65534)
        with try_lock(Path(database)):
            os.write(writer, b"it can be locked")
    except BaseException as error:  # noqa: BLE001  # nothing may climb from the child into the test runner
        os.write(writer, str(error).encode())
    finally:
        os._exit(0)


@pytest.mark.parametrize("database", ["/", "circle/a.db"])
def test_a_path_that_can_be_no_database_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("circle").symlink_to("circle")
    with pytest.raises(DatabaseError, match=r"cannot be locked|has no folder|is a folder"), try_lock(Path(database)):
        pass
