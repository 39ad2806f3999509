"""Refuses the large libraries where the address space is too small for them: some of them abort without a word.

The limit is `ulimit -v`, RLIMIT_AS of setrlimit(2). It is of what is reserved, of which most is never used, and so it
is much more than the memory that a command needs.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

MIN_ADDRESS_SPACE_MIB = 2048
"""With 1,400 MiB an ETL over a hundred torrents on two cores failed each time, with 1,500 never."""
_LARGE_LIBRARIES = frozenset({"duckdb", "numpy", "pyarrow"})


class _Guard(MetaPathFinder):
    """Asks for room before a large library is loaded, and finds no module itself."""

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        """Raise MemoryError for a library that has too little room; leave the module to the finders behind."""
        if fullname in _LARGE_LIBRARIES:
            _check_address_space()
        return None


def guard_address_space() -> None:
    """From now on raise MemoryError where a large library is imported in too little address space."""
    sys.meta_path.insert(0, _Guard())


def _check_address_space() -> None:
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY and allowed < MIN_ADDRESS_SPACE_MIB << 20:
        raise MemoryError(f"ulimit -v allows {allowed >> 20} MiB, and this command needs {MIN_ADDRESS_SPACE_MIB}")
