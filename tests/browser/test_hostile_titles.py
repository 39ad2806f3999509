"""Titles that are markup, scripts, templates or links stay text wherever they stand."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.crawl import Markup, fetch
from testkit.browser.pages import HOSTILE, shows, weeks
from testkit.browser.reader import Reader
from testkit.browser.river import hover
from testkit.chromium import DESKTOP
from testkit.site_server import Site

WEEK = 5
"""The index of a week in which all of them are ranked."""
every_title = pytest.mark.parametrize("show", HOSTILE)


def nothing_happened(page: Page) -> bool:
    """No script ran, no picture was made, no link runs a script."""
    harmless: bool = page.evaluate(
        """() => !("x" in globalThis)
            && document.querySelector('img[src="x"], a[href^="javascript:" i], main script, [onerror]') === null"""
    )
    return harmless


@every_title
def test_a_page_says_its_title(reader: Reader, server: str, demo_site: Site, show: int) -> None:
    facts = shows(demo_site)[show]
    page = reader.open(f"{server}show/{show}", **DESKTOP)
    assert page.get_by_role("heading", level=1).inner_text() == facts["title"]
    assert page.title() == f"{facts['title']} | nyaastats"
    expect(page.locator(".show-header")).to_contain_text(facts["title_romaji"])
    assert nothing_happened(page)


@every_title
def test_share_tags_say_the_title(server: str, demo_site: Site, show: int) -> None:
    title = shows(demo_site)[show]["title"]
    metas = Markup(fetch(f"{server}show/{show}").text).metas
    assert metas["og:title"] == metas["twitter:title"] == title
    assert all(metas[name].startswith(f"{title}: ") for name in ("description", "og:description"))


def test_list_and_river_say_the_titles(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(f"{server}?week={weeks(demo_site)[WEEK]['week']}", **DESKTOP)
    for show in HOSTILE:
        title = shows(demo_site)[show]["title"]
        assert page.locator(f'.week-list tr[data-show="{show}"] a').inner_text() == title
        name = page.locator(f'.ribbon[data-show="{show}"]').get_attribute("aria-label") or ""
        assert name.startswith(f"{title}: ")
        expect(hover(page, show, WEEK)).to_contain_text(title)
    assert nothing_happened(page)


def test_a_hostile_title_can_be_looked_for(reader: Reader, server: str) -> None:
    page = reader.open(server, **DESKTOP)
    for typed in ("<img src=x onerror=alert(1)>", "</script><script>", "${globalThis.x=1}", "[a](javascript:1)"):
        page.get_by_label("Find a show").fill(typed)
        expect(page.locator(".search-result")).to_contain_text("1 show")
    assert nothing_happened(page)


def test_the_feed_says_titles_as_text(demo_site: Site, server: str) -> None:
    """It is well-formed, and holds no element that a title made."""
    tree = ET.fromstring(fetch(f"{server}feed.xml").body)  # noqa: S314  # our own feed
    assert {element.tag.rpartition("}")[2] for element in tree.iter()} & {"script", "img"} == set()
    text = " ".join(tree.itertext())
    movers = {entry["title"] for week in weeks(demo_site) for entry in week["rankings"][:10] if week["complete"]}
    assert [title for title in movers if title not in text] == []
