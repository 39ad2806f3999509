"""The SQL of the measure tables, which is written for DuckDB, in Spark's dialect."""

from __future__ import annotations

from functools import cache

import sqlglot


@cache
def translate_to_spark(query: str) -> str:
    """One statement in Spark's SQL; `docs/sql-dialect.md` says what a statement may hold, so that it means the same.

    Cached, because a review measures the same tables after each decision.
    """
    (statement,) = sqlglot.transpile(
        query, read="duckdb", write="spark", comments=False, unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    return statement
