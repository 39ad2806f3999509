"""The tables are SQL that also runs on Spark."""

from __future__ import annotations

from importlib import resources

import pytest
import sqlglot
from sqlglot import exp

FILES = sorted(file.name for file in resources.files("nyaastats.measure").iterdir() if file.name.endswith(".sql"))


def query(name: str) -> str:
    return resources.files("nyaastats.measure").joinpath(name).read_text(encoding="utf-8")


def test_there_are_tables() -> None:
    assert {"steps.sql", "increments.sql", "daily.sql", "rankings.sql"} <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_one_select_that_translates(name: str) -> None:
    (translated,) = sqlglot.transpile(
        query(name), read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    assert isinstance(sqlglot.parse_one(translated, read="spark"), exp.Query)


@pytest.mark.parametrize("name", FILES)
def test_every_function_is_one_that_spark_has(name: str) -> None:
    """A name that sqlglot does not know is passed on as it is, and would fail there."""
    assert [str(call) for call in sqlglot.parse_one(query(name), read="duckdb").find_all(exp.Anonymous)] == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_begins_with_its_contract(name: str) -> None:
    assert query(name).startswith("-- ")
