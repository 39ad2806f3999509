"""A limit on the size of files, which is what a full disk looks like to a process, and to all that it starts."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def limit_file_size(max_bytes: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes, except by raising OSError.

    Python writes no caches of modules meanwhile: of a write that is cut off it would leave what it has written, and no
    later process could import the module (CPython's issue 126606).
    """
    own = resource.getrlimit(resource.RLIMIT_FSIZE)
    with patch.dict(os.environ, PYTHONDONTWRITEBYTECODE="1"), patch.object(sys, "dont_write_bytecode", new=True):
        resource.setrlimit(resource.RLIMIT_FSIZE, (max_bytes, own[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, own)
