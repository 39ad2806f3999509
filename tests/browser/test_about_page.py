"""The about page: what it says of this run, and the data that it gives away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

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
    "manifest.json",
]


@pytest.mark.parametrize("name", FILES)
def test_the_data_are_given_away_as_they_were_published(demo_site: Site, server: str, name: str) -> None:
    answer = fetch(f"{server}data/{name}")
    assert (answer.status, answer.body) == (200, (demo_site.data / name).read_bytes())


def test_it_tells_one_torrent_from_beginning_to_end(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(f"{server}about", **DESKTOP)
    example = read(demo_site.data, "report.json")["example"]
    for words in (example["name"], example["title"], f"{example['scrapes'][0]['downloads']:,}"):
        expect(page.locator("[data-slot=example]")).to_contain_text(words)


def test_every_published_file_is_described(reader: Reader, server: str, demo_site: Site) -> None:
    """In schema.json, and with a section on the page; `<id>` and the like stand for one of many."""
    described = [file["name"] for file in read(demo_site.data, "schema.json")["x-files"]]
    patterns = [re.compile(re.sub("<[a-z]+>", "[^/]+", re.escape(name))) for name in described]
    names = [file["name"] for file in read(demo_site.data, "manifest.json")["files"]]
    assert [name for name in names if not any(pattern.fullmatch(name) for pattern in patterns)] == []
    page = reader.open(f"{server}about", **DESKTOP)
    assert page.locator(".file h3").all_inner_texts() == described
    assert set(FILES) == {name for name in described if "<" not in name}


def test_every_field_and_value_has_its_meaning(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(f"{server}about", **DESKTOP)
    rows: list[list[str]] = page.locator(".columns tbody tr").evaluate_all(
        "rows => rows.map((row) => [row.cells[0].textContent, row.lastElementChild.textContent])"
    )
    listed = {(name, meaning) for name, meaning in rows}
    for definition in read(demo_site.data, "schema.json")["$defs"].values():
        fields = [(name, field["description"]) for name, field in definition.get("properties", {}).items()]
        values = [(value["const"], value["description"]) for value in definition.get("oneOf", [])]
        assert {(name, meaning.replace("`", "")) for name, meaning in fields + values} <= listed


def test_its_columns_open(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}about", **DESKTOP)
    column = page.get_by_role("rowheader", name="downloads_cumulative")
    expect(column).to_be_hidden()
    page.get_by_text("Columns of episodes.parquet").click()
    expect(column).to_be_visible()


def test_its_examples_can_be_copied(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}about", permissions=["clipboard-read", "clipboard-write"], **DESKTOP)
    page.locator(".observablehq-pre-copy").first.click()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("duckdb -c")
