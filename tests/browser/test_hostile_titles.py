"""Titles that are markup, scripts, templates or links stay text wherever they stand."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.crawl import read_pages
from testkit.browser.edge_case_site import HOSTILE, SITE_URL
from testkit.browser.pages import find_newest_row, list_weeks, read_shows
from testkit.browser.reader import Reader
from testkit.browser.river import hover
from testkit.chromium import DESKTOP
from testkit.site_server import Site

every_title = pytest.mark.parametrize("show", HOSTILE)


def nothing_happened(page: Page) -> bool:
    """No script ran, no picture was made, no link runs a script."""
    harmless: bool = page.evaluate(
        """() => !("x" in globalThis) && document.querySelector(
            'img[src="x"], a[href^="javascript:" i], main script:not([src]), [onerror]',
        ) === null"""
    )
    return harmless


@every_title
def test_a_page_says_its_title(reader: Reader, edge_cases: str, edge_case_site: Site, show: int) -> None:
    facts = read_shows(edge_case_site)[show]
    assert facts["title"] == HOSTILE[show]
    page = reader.open(f"{edge_cases}show/{show}/", **DESKTOP)
    assert page.get_by_role("heading", level=1).inner_text() == facts["title"]
    assert page.title().startswith(facts["title"])
    assert nothing_happened(page)


@every_title
def test_share_tags_say_the_title(edge_case_site: Site, show: int) -> None:
    metas = read_pages(edge_case_site.dist)[f"show/{show}/"].metas
    assert metas["og:title"] == metas["twitter:title"]
    for name in ("og:title", "description", "og:description"):
        assert metas[name].startswith(HOSTILE[show])


def test_list_river_and_cards_say_the_titles(reader: Reader, edge_cases: str, edge_case_site: Site) -> None:
    page = reader.open(edge_cases, **DESKTOP)
    for show, title in HOSTILE.items():
        assert page.locator(f'.week-list tr[data-show="{show}"] a').inner_text() == title
        name = page.locator(f'.ribbon[data-show="{show}"]').get_attribute("aria-label") or ""
        assert name.startswith(f"{title}: ")
        expect(hover(page, show, find_newest_row(edge_case_site))).to_contain_text(title)
    assert nothing_happened(page)


@pytest.mark.parametrize("path", ["week/2026-W04/", "week/2026-W08/", "season/winter-2026/", "season/", "week/"])
def test_no_other_page_takes_a_title_for_anything_else(reader: Reader, edge_cases: str, path: str) -> None:
    assert nothing_happened(reader.open(edge_cases + path, **DESKTOP))


def test_a_hostile_title_can_be_looked_for(reader: Reader, edge_cases: str) -> None:
    page = reader.open(edge_cases, **DESKTOP)
    for show, title in HOSTILE.items():
        if title != "---":  # punctuation alone finds nothing
            page.locator("#find").fill(title)
            expect(page.locator(f'#found a[href$="show/{show}/"]')).to_be_visible()
    assert nothing_happened(page)


def test_the_feed_says_titles_as_text(edge_case_site: Site) -> None:
    """It is well-formed, and holds no element that a title made."""
    tree = ET.fromstring((edge_case_site.dist / "feed.xml").read_bytes())  # noqa: S314  # our own feed
    elements = [(element.tag.rpartition("}")[2], element.attrib) for element in tree.iter()]
    assert [name for name, _ in elements if name == "script"] == []
    images = [attributes["src"] for name, attributes in elements if name == "img"]
    assert images != []
    assert [source for source in images if not source.startswith(f"{SITE_URL}picture/")] == []
    text = " ".join(tree.itertext())
    leaders = {week["rows"][0]["title"] for week in list_weeks(edge_case_site)[-6:] if week["complete"]}
    assert [title for title in leaders if title not in text] == []
