"""The header of a SQL file says what its table holds: the grain, the columns, their types."""

from __future__ import annotations

import re

import pytest

from nyaastats.domain.measures import Attribution
from nyaastats.engines.duckdb import open_engine
from nyaastats.measure.plan import BEFORE_MATCHING, Table, list_after_cleaning
from nyaastats.measure.runner import read_query
from testkit.measure_cases import Case, TorrentCase, build_stats, hourly_rows, measure_with
from testkit.recording_engine import RecordingEngine
from testkit.sql_dialect import STORED_FLOATS

SQL_TYPES = {
    "int32": "INTEGER",
    "int64": "BIGINT",
    "bool": "BOOLEAN",
    "double": "DOUBLE",
    "string": "VARCHAR",
    "date32[day]": "DATE",
    "timestamp[us, tz=UTC]": "TIMESTAMPTZ",
}
PLANS = {attribution: (*BEFORE_MATCHING, *list_after_cleaning(attribution)) for attribution in Attribution}
FILES = {table.file.rpartition("/")[2].removesuffix(".sql"): table for plan in PLANS.values() for table in plan}
"""By the name in its header."""

Columns = list[tuple[str, str]]
"""The name and the SQL type of each."""


def read_header(table: Table) -> str:
    lines = read_query(table).splitlines()
    return "\n".join(lines[: next(number for number, line in enumerate(lines) if not line.startswith("--"))])


def read_columns(table: Table) -> Columns:
    """The columns by the header, or by that of the table to which it refers."""
    header = read_header(table)
    if reference := re.search(r"Columns as in\s(?:-- )?(\w+)", header):
        return read_columns(FILES[reference[1]])
    return re.findall(r"^--   (\w+) +([A-Z]+)(?: |$)", header, re.MULTILINE)


@pytest.fixture(scope="module", params=Attribution)
def columns(request: pytest.FixtureRequest) -> dict[str, Columns]:
    """Of each table as it was made, its columns."""
    case = Case([TorrentCase(hourly_rows(1, 5, 2, 9))], attribution=request.param)
    with open_engine("a case") as duck:
        duck.register("stats", build_stats(case))
        engine = RecordingEngine(duck)
        measure_with(engine, case)
    return {
        name: [(column.name, SQL_TYPES[str(column.type)]) for column in table.schema]
        for name, table in engine.tables.items()
    }


@pytest.mark.parametrize(("name", "table"), FILES.items(), ids=FILES)
def test_a_header_names_its_table_and_its_grain(name: str, table: Table) -> None:
    header = read_header(table)
    assert header.startswith(f"-- {name}: ")
    assert re.search(r"\bone\W+row|no rows", header, re.IGNORECASE)


def test_a_table_has_the_columns_of_its_header(columns: dict[str, Columns], request: pytest.FixtureRequest) -> None:
    attribution = request.node.callspec.params["columns"]
    assert {table.name: columns[table.name] for table in PLANS[attribution]} == {
        table.name: read_columns(table) for table in PLANS[attribution]
    }


def test_the_floats_are_those_that_the_rules_know(columns: dict[str, Columns]) -> None:
    names = {table.name for table in PLANS[Attribution.INTERVAL]}
    floats = {name for table in names for name, kind in columns[table] if kind == "DOUBLE"}
    assert floats == STORED_FLOATS
