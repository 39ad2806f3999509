"""The about page: what it says of this run, and the data that it gives away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from testkit.browser.crawl import fetch
from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP
from testkit.published_data import read
from testkit.site_server import Site


@pytest.mark.parametrize("name", ["episodes.parquet", "rankings.json", "shows.json", "report.json", "manifest.json"])
def test_the_data_are_given_away_as_they_were_published(demo_site: Site, server: str, name: str) -> None:
    answer = fetch(f"{server}data/{name}")
    assert (answer.status, answer.body) == (200, (demo_site.data / name).read_bytes())


def test_it_tells_one_torrent_from_beginning_to_end(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(f"{server}about", **DESKTOP)
    example = read(demo_site.data, "report.json")["example"]
    for words in (example["name"], example["title"], f"{example['looks'][0]['downloads']:,}"):
        expect(page.locator("[data-slot=example]")).to_contain_text(words)


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
