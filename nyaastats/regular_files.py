"""Reads files that a person names or a folder holds: regular ones alone, and no more of them than fits in memory.

A pipe would be waited for without end, and of a device such as /dev/zero there is no end (man 7 inode). Each refusal is
an OSError as the system's own are, so that whoever says that a file cannot be read says this too.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Final

MAX_TEXT_BYTES: Final = 64 << 20
"""Of a file that is written by hand or by a review; the longest of ours has less than a thousandth."""
MAX_DOCUMENT_BYTES: Final = 1 << 30
"""Of a file that a program has written, such as all of AniList's answers for many years."""

_KINDS = {
    stat.S_IFIFO: "it is a pipe, not a file",
    stat.S_IFSOCK: "it is a socket, not a file",
    stat.S_IFCHR: "it is a device, not a file",
    stat.S_IFBLK: "it is a device, not a file",
}


def read_file(path: Path, max_bytes: int = MAX_DOCUMENT_BYTES) -> bytes:
    """All of a regular file; raise OSError for anything else, and for one that is longer than `max_bytes`."""
    with open_file(path) as file:
        # Not `max_bytes` at once: Python takes memory for as many as it is asked to read, however short the file is.
        stated = min(os.fstat(file.fileno()).st_size, max_bytes)
        content = file.read(stated + 1)
        if len(content) > stated:  # it grows, or states no size, as those of /proc do
            content += file.read(max_bytes - stated)
    if len(content) > max_bytes:
        raise OSError(errno.EFBIG, f"it is longer than {max_bytes >> 20:,} MiB", str(path))
    return content


def read_text(path: Path, *, encoding: str = "utf-8") -> str:
    """A short file of text with any line ends; raise OSError as `read_file`, and UnicodeDecodeError."""
    return read_file(path, MAX_TEXT_BYTES).decode(encoding).replace("\r\n", "\n")


def open_file(path: Path) -> BinaryIO:
    """Open a regular file to read it; raise OSError for anything else, without waiting for a pipe's other end."""
    check_regular(path)
    # Again for what was opened: the path may have become another file's in between.
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    with ExitStack() as on_error:
        on_error.callback(file.close)
        _require_regular(os.fstat(file.fileno()), path)
        on_error.pop_all()
    return file


def check_regular(path: Path) -> None:
    """Raise OSError unless there is a regular file at the path; links are followed."""
    _require_regular(path.stat(), path)


def check_replaceable(path: Path) -> None:
    """Raise OSError when something other than a regular file is at the path; there may be nothing."""
    try:
        check_regular(path)
    except (FileNotFoundError, NotADirectoryError):
        return


def _require_regular(status: os.stat_result, path: Path) -> None:
    kind = stat.S_IFMT(status.st_mode)
    if kind == stat.S_IFDIR:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if kind != stat.S_IFREG:
        raise OSError(errno.EINVAL, _KINDS.get(kind, "it is not a regular file"), str(path))
