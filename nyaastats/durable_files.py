"""Files that a power cut leaves whole: written to the disk before anything else names them."""

from __future__ import annotations

import os
from pathlib import Path

_NEW_FILE_MODE = 0o666
"""Of a new file, less the umask; an existing file keeps its mode."""


def write_file(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Write a file into a folder that is there; when this returns its content is on the disk.

    `mode` is given to it whatever the umask is. Its name is on the disk after `sync_folder` (man 2 fsync).
    """
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, _NEW_FILE_MODE)) as file:
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # before a rename: else a power cut may leave the new name with no content


def sync_folder(folder: Path) -> None:
    """Put the names in `folder` on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_parents(path: Path, root: Path) -> None:
    """Put the name of `path` on the disk, and those of the folders around it, up to its parent `root`.

    A new folder's own name stands in the one around it: without that a power cut would take all that it holds.
    """
    for folder in path.parents:
        sync_folder(folder)
        if folder == root:
            return


def replace_file(path: Path, text: str) -> None:
    """Replace a file by one rename: a reader, also after a crash, sees all of the old or all of the new.

    What a crash leaves of the new one, the next write overwrites. Raises OSError when it cannot be written; the old
    file is then as it was.
    """
    # Resolved: a link stays a link, and the file that it leads to is replaced.
    target = path.resolve()
    new = target.with_name(f".{target.name}.nyaastats-new")
    # The new file takes the old one's mode, so that one that others may read or write stays so.
    write_file(new, text.encode(), mode=target.stat().st_mode if target.exists() else None)
    new.replace(target)
