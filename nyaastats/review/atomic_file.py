"""Replaces a file of the person by one rename: a reader, also after a crash, sees all of the old or all of the new."""

from __future__ import annotations

import os
from pathlib import Path

_NEW_FILE_MODE = 0o666
"""Of a new file, less the umask; an existing file keeps its mode."""


def replace_file(path: Path, text: str) -> None:
    """Write a new file and rename it over the old one; what a crash leaves of it, the next write overwrites.

    Raises OSError when it cannot be written; the old file is then as it was.
    """
    # Resolved: a link stays a link, and the file that it leads to is replaced.
    target = path.resolve()
    new = target.with_name(f".{target.name}.nyaastats-new")
    mode = target.stat().st_mode if target.exists() else None
    with open(new, "wb", opener=lambda name, flags: os.open(name, flags, _NEW_FILE_MODE)) as file:
        # The new file takes the old one's mode, so that one that others may read or write stays so.
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())  # before the rename, or a power cut could leave an empty file under the name
    new.replace(target)
