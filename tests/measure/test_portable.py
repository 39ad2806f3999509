"""The tables are SQL that also runs on Spark."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from nyaastats.domain.measures import Attribution
from nyaastats.measure.plan import BEFORE_MATCHING, Table, list_after_matching
from nyaastats.measure.runner import read_query

TABLES = {
    table.file: table
    for table in (
        *BEFORE_MATCHING,
        *(table for attribution in Attribution for table in list_after_matching(attribution)),
    )
}


def test_there_are_tables() -> None:
    assert {"scrape_pairs", "increments", "episode_days", "rankings"} <= {table.name for table in TABLES.values()}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_file_is_one_select_that_translates(table: Table) -> None:
    (translated,) = sqlglot.transpile(
        read_query(table), read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    assert isinstance(sqlglot.parse_one(translated, read="spark"), exp.Query)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_function_is_one_that_spark_has(table: Table) -> None:
    """A name that sqlglot does not know is passed on as it is, and would fail there."""
    assert [str(call) for call in sqlglot.parse_one(read_query(table), read="duckdb").find_all(exp.Anonymous)] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_file_begins_with_its_contract(table: Table) -> None:
    assert read_query(table).startswith("-- ")
