"""One run at a time on a database: a lock that its owner's death releases, whatever killed it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from nyaastats.errors import DatabaseError


@contextmanager
def try_lock(database: Path) -> Iterator[bool]:
    """Whether no other run is under way; while the context lasts none can begin.

    The lock is a file beside the database, which stays there: taking it away would let two runs in. Raises
    DatabaseError where it cannot be made.
    """
    try:
        path = database.resolve()
        lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=0)
        _check_folder(path.parent, database)
        lock.acquire()
    except Timeout:
        yield False
        return
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle are one of the latter two
        why = getattr(error, "strerror", None) or error
        advice = "name a file with --db, make its folder, and make it writable"
        raise DatabaseError(f"{str(database)!r} cannot be locked ({why}): {advice}") from error
    try:
        yield True
    finally:
        lock.release()


def _check_folder(folder: Path, database: Path) -> None:
    if not folder.is_dir():  # FileLock would make it, and a slip of the pen a new database in it
        raise DatabaseError(f"{str(database)!r} has no folder to be in: make {str(folder)!r}, or correct --db")
