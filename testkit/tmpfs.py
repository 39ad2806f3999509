"""A file system of a size of one's own, to be filled."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[Path]:
    """A tmpfs of that size, `64k` or `4m`, below the folder; the test is skipped where nobody may mount."""
    disk = folder / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=False, capture_output=True
    )
    if not done or done.returncode:
        pytest.skip("only a user who may mount can fill a disk of his own")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)
