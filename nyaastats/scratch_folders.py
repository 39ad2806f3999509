"""Temporary folders that a killed run may leave, and the next one takes away.

A run holds a lock on each of its folders (flock on the folder itself), which the system frees when its process ends in
any way. So a folder with our name that nobody has locked was left, whatever process has its number now; one of an
earlier nyaastats has another name, and stays.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "nyaastats-scratch-"


@contextmanager
def open_scratch_folder(parent: Path | None = None, name: str = "") -> Iterator[Path]:
    """A folder of this run's own until the block ends, and none that a killed one has left.

    It is in `parent`, which is there, or among the system's temporary ones; `name` tells the use and begins with a dot
    where it should be hidden. Raises OSError when it cannot be made.
    """
    place, prefix = parent or Path(tempfile.gettempdir()), f"{name}{_PREFIX}"
    _sweep(place, prefix)
    folder, lock = _make_locked(place, prefix)
    try:
        yield folder
    finally:
        try:
            shutil.rmtree(folder, ignore_errors=True)  # the work is done: what cannot be deleted is no reason to fail
        finally:
            os.close(lock)


def _make_locked(place: Path, prefix: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
        lock = _lock(folder)
        if lock is not None and folder.exists():
            return folder, lock
        if lock is None and folder.exists():  # a file system without locks, where nothing is swept either
            return folder, os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        if lock is not None:  # another run took it for one that was left, in the moment before it was locked
            os.close(lock)


def _sweep(place: Path, prefix: str) -> None:
    with suppress(OSError):
        for folder in list(place.iterdir()):
            if folder.name.startswith(prefix) and folder.lstat().st_uid == os.getuid():
                _delete_unlocked(folder)


def _delete_unlocked(folder: Path) -> None:
    lock = _lock(folder)
    if lock is None:
        return
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _lock(folder: Path) -> int | None:
    """A descriptor that holds the lock; None where another has it, or it is no folder, or cannot be locked."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
