"""A file lock that allows one run at a time on a database; the system releases it when its owner ends in any way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from nyaastats.errors import DatabaseError
from nyaastats.store.reader import check_file


@contextmanager
def try_lock(database: Path) -> Iterator[bool]:
    """Yield whether the lock was free; if so it is held until the block ends.

    The lock is a file beside the database. It is never deleted: a run that still has the deleted file open and one that
    creates it again would both hold a lock. Raises DatabaseError where it cannot be made.
    """
    try:
        if database.exists() and not database.is_file():
            check_file(database)  # beside a device no lock is made
        path = database.resolve()  # one database has one lock, whatever path or link names it
        # timeout=0: another run is doing the work already, there is nothing to wait for.
        lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=0)
        _check_folder(path.parent, database)
        lock.acquire()
    except Timeout:
        yield False
        return
    except (OSError, RuntimeError, ValueError) as error:  # a loop of symbolic links is one of the latter two
        reason = getattr(error, "strerror", None) or error
        advice = "name a file with --db, make its folder, and make it writable"
        raise DatabaseError(f"{str(database)!r} cannot be locked ({reason}): {advice}") from error
    try:
        yield True
    finally:
        lock.release()


def _check_folder(folder: Path, database: Path) -> None:
    if not folder.is_dir():  # FileLock would create it, and a typing error in --db a new database in it
        raise DatabaseError(f"{str(database)!r} has no folder to be in: make {str(folder)!r}, or correct --db")
