"""datapackage.json is a Data Package that programs of others read: the tables by it are what was published."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Package, Resource, Schema

from nyaastats.domain.calendar import parse_seasons
from nyaastats.errors import ContractError
from nyaastats.publish.checks.publication import read_publication
from nyaastats.publish.contracts.data_package import encode_data_package
from nyaastats.publish.contracts.dictionary import FILES
from nyaastats.publish.contracts.public import EPISODES, SHOW_WEEKS
from nyaastats.synthetic import generate
from testkit.command_line import Workspace, contents, etl, make_database
from testkit.shared import make_once
from testkit.small_season import DATA_UNTIL, encode_contents, make_publication

TABLES = {"episodes": EPISODES, "show_weeks": SHOW_WEEKS}
DUCKDB_TYPES = {
    "integer": "BIGINT",
    "number": "DOUBLE",
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMPTZ",
}
PANDAS_TYPES = {"integer": "int64", "number": "float64", "string": "str", "boolean": "bool"}

Types = Mapping[str, str]
"""By column, its type as the package calls it."""


def publish_golden(folder: Path) -> Path:
    make_database(folder / "nyaastats.db")
    return run(folder, *etl())


def publish_synthetic(folder: Path) -> Path:
    season = generate(folder / "nyaastats.db", scale=0.03, seasons=parse_seasons("winter-2026"))
    return run(folder, "etl", "--db", "nyaastats.db", "--anilist", season.anilist, "--output", "data")


def run(folder: Path, *arguments: object) -> Path:
    done = Workspace(folder).call(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "data"


@pytest.fixture(scope="module", params=[publish_golden, publish_synthetic])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    publish: Callable[[Path], Path] = request.param
    return make_once(tmp_path_factory, f"package-{publish.__name__}", publish)


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def types(data: Path, table: str) -> Types:
    resource = Package(str(data / "datapackage.json")).get_resource(table)
    return {field.name: field.type for field in resource.schema.fields}


@pytest.fixture
def twin(data: Path, table: str, tmp_path: Path) -> Path:
    """The table as CSV, its times in ISO 8601."""
    with open_duckdb() as connection:
        connection.execute(
            f"COPY (FROM '{data / table}.parquet') TO '{tmp_path / table}.csv' "  # paths of the test
            "(HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ')"
        )
    return tmp_path / f"{table}.csv"


def open_duckdb() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection


# --- frictionless ----------------------------------------------------------------------------------------


def test_the_package_is_valid_and_so_is_every_row(data: Path) -> None:
    report = Package(str(data / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    rows = {task.name: task.stats.get("rows") for task in report.tasks if task.type == "table"}
    assert rows == {name: pq.read_metadata(data / f"{name}.parquet").num_rows for name in TABLES}


def test_the_twin_keeps_the_schema_of_its_table(data: Path, table: str, twin: Path) -> None:
    schema = Package(str(data / "datapackage.json")).get_resource(table).schema
    schema.foreign_keys = []  # the other table is not beside the twin
    report = Resource(path=twin.name, basepath=str(twin.parent), schema=schema).validate()
    assert report.flatten(["rowNumber", "fieldName", "note"]) == []


@pytest.mark.parametrize(
    ("column", "damaged", "what"),
    [
        ("downloads", -1, "minimum"),
        ("rank", 0, "minimum"),
        ("week", "W40", "pattern"),
        ("title", None, "required"),
        ("complete", "maybe", "type"),
        ("start_date", "yesterday", "type"),
    ],
)
def test_a_row_that_is_not_so_is_refused(column: str, damaged: object, what: str) -> None:
    package = read_package()
    schema = Schema.from_descriptor(package["resources"][1]["schema"] | {"foreignKeys": []})
    row = make_publication().show_weeks.to_pylist()[0]
    report = Resource(data=[row, row | {"week": "2026-W01", column: damaged}], schema=schema).validate()
    [[number, field, note]] = report.flatten(["rowNumber", "fieldName", "note"])
    assert (number, field) == (3, column)
    assert what in note


# --- DuckDB and pandas -----------------------------------------------------------------------------------


def test_duckdb_reads_the_same_rows_from_both(data: Path, table: str, twin: Path, types: Types) -> None:
    columns = {name: DUCKDB_TYPES[kind] for name, kind in types.items()}
    casts = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in columns.items())
    with open_duckdb() as connection:
        published = connection.execute(f"SELECT {casts} FROM '{data / table}.parquet'").fetchall()  # noqa: S608
        read = connection.execute("SELECT * FROM read_csv(?, header = true, columns = ?)", [str(twin), columns])
        assert read.fetchall() == published
    assert published


def test_pandas_reads_the_same_rows_from_both(data: Path, table: str, twin: Path, types: Types) -> None:
    published = pd.read_parquet(data / f"{table}.parquet")
    assert list(published.columns) == list(types)
    kinds = {name: PANDAS_TYPES[kind] for name, kind in types.items() if kind in PANDAS_TYPES}
    times = [name for name, kind in types.items() if kind in {"date", "datetime"}]
    # Nothing is missing: an empty text is one.
    read = pd.read_csv(twin, dtype=kinds, parse_dates=times, keep_default_na=False)
    published = published.assign(**{name: pd.to_datetime(published[name]) for name in times})
    pd.testing.assert_frame_equal(read, published, check_dtype=False)
    assert len(read)


# --- the descriptor --------------------------------------------------------------------------------------


def read_package() -> dict[str, Any]:
    package: dict[str, Any] = json.loads(encode_data_package(DATA_UNTIL).content)
    return package


def test_its_resources_are_the_files_that_every_run_has() -> None:
    names = [file.name for file in FILES if "<" not in file.name]
    assert [resource["path"] for resource in read_package()["resources"]] == names[:-2]
    assert names[-2:] == ["datapackage.json", "manifest.json"]


@pytest.mark.parametrize(("name", "schema"), TABLES.items())
def test_a_column_has_the_words_and_the_unit_of_its_contract(name: str, schema: Any) -> None:
    resource = next(item for item in read_package()["resources"] if item["name"] == name)
    assert [field["name"] for field in resource["schema"]["fields"]] == schema.names
    for field, column in zip(resource["schema"]["fields"], schema, strict=True):
        assert field["description"].casefold() == f"{column.metadata[b'meaning'].decode()}.".casefold()
        assert field.get("unit", "") == column.metadata[b"unit"].decode()
        assert field["constraints"]["required"] is True


def test_it_says_as_of_when_it_is_and_where_the_numbers_come_from() -> None:
    package = read_package()
    assert package["created"] == "2025-10-15T12:00:00Z"
    assert [source["path"] for source in package["sources"]] == ["https://nyaa.si", "https://anilist.co"]
    assert "licenses" not in package


def test_another_package_is_refused(data: Path) -> None:
    files = encode_contents(make_publication())
    read_publication(files)
    with pytest.raises(ContractError, match=r"'datapackage.json': the document: does not describe these files"):
        read_publication(files | {"datapackage.json": contents(data)["datapackage.json"]})
