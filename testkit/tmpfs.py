"""A small file system, to be filled by a test."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mount_tmpfs(folder: Path, size: str) -> Iterator[Path]:
    """Mount a tmpfs of a size such as `64k` or `4m` at `folder`/disk; skip the test where mounting is not allowed."""
    disk = folder / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=False, capture_output=True
    )
    if not done or done.returncode:
        pytest.skip("a file system of limited size can only be mounted by root")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def forbid_writing(disk: Path) -> None:
    """Mount it anew so that nobody can write to it, root neither."""
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
