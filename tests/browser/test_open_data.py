"""The data page: every file described, code that runs as it is written there, tables that say what is published."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Package
from playwright.sync_api import expect

from nyaastats.engines.duckdb import open_engine, open_storage_engine
from nyaastats.errors import ArchiveError
from testkit.browser.crawl import fetch
from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP
from testkit.published_data import read
from testkit.site_server import Site

FILES = [
    "episodes.parquet",
    "show_weeks.parquet",
    "seasons.json",
    "rankings.json",
    "shows.json",
    "records.json",
    "films.json",
    "projections.json",
    "events.json",
    "corrections.json",
    "report.json",
    "schema.json",
    "datapackage.json",
    "manifest.json",
]
TABLES = ["show_weeks", "shows", "records"]


@pytest.mark.parametrize("name", FILES)
def test_the_data_are_given_away_as_they_were_published(demo_site: Site, server: str, name: str) -> None:
    answer = fetch(f"{server}data/{name}")
    assert (answer.status, answer.body) == (200, (demo_site.data / name).read_bytes())


# --- what the page says ----------------------------------------------------------------------------------


def test_every_published_file_is_described(reader: Reader, server: str, demo_site: Site) -> None:
    """In schema.json, and with a section on the page; `<id>` and the like stand for one of many."""
    described = [file["name"] for file in read(demo_site.data, "schema.json")["x-files"]]
    patterns = [re.compile(re.sub("<[a-z]+>", "[^/]+", re.escape(name))) for name in described]
    names = [file["name"] for file in read(demo_site.data, "manifest.json")["files"]]
    assert [name for name in names if not any(pattern.fullmatch(name) for pattern in patterns)] == []
    page = reader.open(f"{server}data/", **DESKTOP)
    assert page.locator(".file h3").all_inner_texts() == described
    assert set(FILES) == {name for name in described if "<" not in name}


def test_every_field_and_value_has_its_meaning(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(f"{server}data/", **DESKTOP)
    rows: list[list[str]] = page.locator(".columns tbody tr").evaluate_all(
        "rows => rows.map((row) => [row.cells[0].textContent, row.lastElementChild.textContent])"
    )
    listed = {(name, meaning) for name, meaning in rows}
    for definition in read(demo_site.data, "schema.json")["$defs"].values():
        fields = [(name, field["description"]) for name, field in definition.get("properties", {}).items()]
        values = [(value["const"], value["description"]) for value in definition.get("oneOf", [])]
        assert {(name, meaning.replace("`", "")) for name, meaning in fields + values} <= listed


def test_its_columns_open(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}data/", **DESKTOP)
    column = page.get_by_role("rowheader", name="downloads_cumulative")
    expect(column).to_be_hidden()
    page.get_by_text("Columns of episodes.parquet").click()
    expect(column).to_be_visible()


def test_its_code_can_be_copied(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}data/", permissions=["clipboard-read", "clipboard-write"], **DESKTOP)
    button = page.get_by_role("button", name="Copy pandas")
    button.click()
    expect(button).to_have_text("Copied")
    assert page.evaluate("() => navigator.clipboard.readText()") == read_code(reader, server, "pandas")


def test_the_about_page_leads_there(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}about/#data", **DESKTOP)
    expect(page.locator("#data")).to_be_in_viewport()
    page.locator("main").get_by_role("link", name="Data", exact=True).click()
    expect(page).to_have_url(f"{server}data/")


# --- the code --------------------------------------------------------------------------------------------


def read_code(reader: Reader, server: str, name: str) -> str:
    """A piece of code as the built page has it, with the address of the server that it is read from."""
    code = reader.open(f"{server}data/", **DESKTOP).locator(f"#{name}").inner_text()
    assert len(code.splitlines()) == 3
    assert f"{server}data/" in code
    return code


def find_top(demo_site: Site) -> list[tuple[str, int]]:
    """The ten shows with the most downloads of the published table."""
    weeks: list[dict[str, Any]] = pq.read_table(demo_site.data / "show_weeks.parquet").to_pylist()
    totals: dict[tuple[int, str], int] = {}
    for week in weeks:
        key = (week["anilist_id"], week["title"])
        totals[key] = totals.get(key, 0) + week["downloads"]
    return sorted(((title, total) for (_, title), total in totals.items()), key=lambda item: -item[1])[:10]


def test_the_code_for_duckdb_runs(reader: Reader, server: str, demo_site: Site, tmp_path: Path) -> None:
    query = read_code(reader, server, "duckdb")
    try:
        with open_storage_engine(server) as engine:
            rows = engine.connection.execute(query).fetchall()
    except ArchiveError:  # without its extension, which is never downloaded unasked, DuckDB reads files
        table = tmp_path / "show_weeks.parquet"
        table.write_bytes(fetch(f"{server}data/{table.name}").body)
        with open_engine(str(table)) as engine:
            rows = engine.connection.execute(query.replace(f"{server}data/{table.name}", str(table))).fetchall()
    assert rows == find_top(demo_site)


def test_the_code_for_pandas_runs(reader: Reader, server: str, demo_site: Site) -> None:
    names: dict[str, Any] = {}
    exec(read_code(reader, server, "pandas"), names)  # noqa: S102  # it is what people copy
    top: pd.Series[int] = names["top"]
    assert [(str(title), total) for (_, title), total in top.items()] == find_top(demo_site)


# --- CSV -------------------------------------------------------------------------------------------------


def read_csv(server: str, name: str) -> list[dict[str, str]]:
    """The rows of a table as the standard library reads them."""
    answer = fetch(f"{server}data/csv/{name}.csv")
    assert answer.body.count(b"\n") == answer.body.count(b"\r\n")
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def test_the_tables_are_valid_by_their_package(demo_site: Site) -> None:
    report = Package(str(demo_site.dist / "data" / "csv" / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert [task.name for task in report.tasks] == TABLES


def test_the_weeks_are_those_of_the_parquet_file(server: str, demo_site: Site) -> None:
    published = pq.read_table(demo_site.data / "show_weeks.parquet").to_pylist()
    keys = ("week", "anilist_id", "title", "rank", "downloads", "downloads_estimated")
    rows = read_csv(server, "show_weeks")
    assert {tuple(row[key] for key in keys) for row in rows} == {
        tuple(str(row[key]) for key in keys) for row in published
    }
    assert len(rows) == len(published) > 0


def test_the_shows_are_those_of_the_json_file(server: str, demo_site: Site) -> None:
    published = read(demo_site.data, "shows.json")["shows"]
    rows = read_csv(server, "shows")
    assert [(row["anilist_id"], row["title"], row["synonyms"], row["downloads"]) for row in rows] == [
        (str(show["anilist_id"]), show["title"], "; ".join(show["synonyms"]), str(show["downloads"]))
        for show in published
    ]


def test_every_holder_of_a_record_has_a_row(server: str, demo_site: Site) -> None:
    published = read(demo_site.data, "records.json")["records"]
    assert [(row["kind"], row["value"], row["week"]) for row in read_csv(server, "records")] == [
        (record["kind"], str(record["value"]), holder["week"]) for record in published for holder in record["holders"]
    ]
