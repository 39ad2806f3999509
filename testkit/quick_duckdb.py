"""DuckDB as the tests' own processes use it: its extensions unverified, and one thread.

To hash the scanner's 35 MB takes an eighth of a second per engine, and to divide a hundred rows among threads a quarter
of a measurement; the tests have as many processes as there are cores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb
import pytest

VERIFYING = duckdb.connect
"""What connects as in production."""


@contextmanager
def skip_verification() -> Iterator[None]:
    """Let this process load extensions unverified: the tests open an engine thousands of times."""

    def connect(*, config: Mapping[str, str | bool | int | float | list[str]] | None = None) -> object:
        return VERIFYING(config={"allow_unsigned_extensions": True, "threads": 1, **(config or {})})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", connect)
        yield
