"""DuckDB that does not verify its extensions: to hash the scanner's 35 MB takes an eighth of a second per engine."""

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
        return VERIFYING(config={"allow_unsigned_extensions": True, **(config or {})})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", connect)
        yield
