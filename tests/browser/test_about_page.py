"""The about page: what it says of this run, with one torrent as an example."""

from __future__ import annotations

from playwright.sync_api import expect

from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP
from testkit.published_data import read
from testkit.site_server import Site


def test_it_tells_one_torrent_from_beginning_to_end(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(f"{server}about/", **DESKTOP)
    example = read(demo_site.data, "report.json")["example"]
    for words in (example["name"], example["title"], f"{example['scrapes'][0]['downloads']:,}"):
        expect(page.locator("[data-slot=example]")).to_contain_text(words)
