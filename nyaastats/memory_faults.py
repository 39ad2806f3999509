"""Whether memory is what was missing: Python, the loader, Arrow, DuckDB and SQLite say so each in its words."""

from __future__ import annotations

import re

_TEXTS = (
    "can't start new thread",  # Python
    "cannot allocate memory",  # the system
    "failed to map segment",  # the loader of shared libraries
    "failed to launch worker thread",  # Arrow
    "failed to allocate",  # DuckDB, of a block or of what Arrow is given
    "out of memory",  # SQLite
)
_QUOTED = re.compile(r"""'[^']*'|["][^"]*["]""")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory is what was missing, whoever says so; a path or a name, which stand in quotes, say nothing."""
    words = _QUOTED.sub("", str(error)).lower()
    return isinstance(error, MemoryError) or any(text in words for text in _TEXTS)
