"""Titles that are markup, scripts, templates or links stay text wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser

from testkit.bidi import END, ISOLATE, find_loose
from testkit.browser.crawl import read_pages
from testkit.browser.edge_case_site import HOSTILE, REFUSED_POSTERS, SCRIPT_LINK, SITE_URL, TURNING
from testkit.browser.pages import KINDS, find_newest_row, list_weeks, read_shows
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


PAGES = {
    **{kind: path for kind, path in KINDS.items() if kind != "missing"},
    "odd week": "week/2026-W04/",
    "odd season": "season/winter-2026/",
    **{f"turning {show}": f"show/{show}/" for show in TURNING},
    **{f"refused poster {show}": f"show/{show}/" for show in REFUSED_POSTERS},
    "comparison": f"compare/?shows={','.join(map(str, TURNING))}",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_takes_a_title_a_poster_or_a_link_for_anything_else(reader: Reader, edge_cases: str, path: str) -> None:
    """The reader has no complaint at the end: none of the policy, and no request to another host."""
    page = reader.open(edge_cases + path, **DESKTOP)
    assert nothing_happened(page)
    empty = """() => [...document.querySelectorAll("main svg[role=img]")].filter(
        (chart) => chart.checkVisibility() && chart.querySelector("path[d], rect[width], circle, line") === null
    ).map((chart) => chart.outerHTML)"""
    assert page.evaluate(empty) == []


CHARTS = {
    "": ".ribbon",
    "season/winter-2026/": ".ribbon",
    "week/2026-W04/": ".bars rect, .bars path",
    "groups/": ".share-chart path",
    f"show/{next(iter(TURNING))}/": "svg.chart path",
    PAGES["comparison"]: ".compare-chart .line",
}


@pytest.mark.parametrize(("path", "part"), CHARTS.items())
def test_charts_are_drawn(reader: Reader, edge_cases: str, path: str, part: str) -> None:
    """Also those whose numbers a script fetches, which a policy with a poster's rule in it would forbid."""
    expect(reader.open(edge_cases + path, **DESKTOP).locator(part).first).to_be_attached()


@pytest.mark.parametrize(("show", "title"), [(show, shown) for show, (_, shown) in TURNING.items()])
def test_a_title_that_would_turn_others_is_whole_and_alone(
    reader: Reader, edge_cases: str, show: int, title: str
) -> None:
    page = reader.open(f"{edge_cases}show/{show}/", **DESKTOP)
    heading = page.get_by_role("heading", level=1)
    assert heading.inner_text() == title
    assert heading.locator("bdi").count() == len(find_loose(title)[:1])
    assert page.title().replace(ISOLATE, "").replace(END, "") == f"{title} downloads by episode | nyaastats"
    assert find_loose(page.title()) == []


def test_a_link_that_runs_a_script_is_a_text(edge_case_site: Site) -> None:
    links = read_pages(edge_case_site.dist)[f"show/{SCRIPT_LINK}/"].links
    assert len(links) > 10
    assert [link for link in links if not link.startswith((".", "#", "http", "blob"))] == []


def test_a_refused_poster_is_on_no_page(edge_case_site: Site) -> None:
    pages = read_pages(edge_case_site.dist)
    sources = [values.get("src", "") for markup in pages.values() for tag, values in markup.elements if tag == "img"]
    assert any(source.startswith("https://s4.anilist.co/") for source in sources)
    assert [source for source in sources if source in REFUSED_POSTERS.values()] == []


SHOWN = [shown for _, shown in TURNING.values()]
TEXT_FILES = ("feed.xml", "show/*/feed.xml", "feed.json", "embed/**/*.svg", "badge/**/*.svg", "badge/**/*.json")


def find_turned(root: LexborHTMLParser) -> Iterator[str]:
    """The texts and attributes of a page in which a title may turn the words around it."""
    for node in root.css("*"):
        values = (value or "" for name, value in node.attributes.items() if not name.startswith("data-"))
        yield from (value for value in values if value not in SHOWN and find_loose(value))
        for child in node.iter(include_text=True):
            text = child.text(deep=False) if child.tag == "-text" and node.tag not in {"script", "style"} else ""
            title = text.rstrip("…").replace("\N{NO-BREAK SPACE}", " ")
            is_alone = node.tag in {"bdi", "option"} and title in " ".join(SHOWN)
            if find_loose(text) and not is_alone:
                yield f"<{node.tag}> {text}"


def test_no_text_of_a_page_is_turned(edge_case_site: Site) -> None:
    """A title from the right stands alone in its element, or between U+2068 and U+2069 in a sentence."""
    texts = {path: path.read_text(encoding="utf-8") for path in edge_case_site.dist.rglob("*.html")}
    pages = {path: text for path, text in texts.items() if any(title in text for title in SHOWN)}
    assert len(pages) > 20
    turned = [f"{path}: {text}" for path, page in pages.items() for text in find_turned(LexborHTMLParser(page))]
    assert turned == []


@pytest.mark.parametrize("pattern", TEXT_FILES)
def test_no_text_of_a_feed_an_embed_or_a_badge_is_turned(edge_case_site: Site, pattern: str) -> None:
    paths = list(edge_case_site.dist.glob(pattern))
    assert paths != []
    turned = [f"{path}: {text}" for path in paths for text in list_texts(path) if find_loose(text)]
    assert turned == []


def list_texts(path: Path) -> Iterator[str]:
    """Every text of an XML or JSON document, attributes too."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        yield from re.findall(r'"(?:[^"\\]|\\.)*"', content)
        return
    for element in ET.fromstring(content).iter():  # noqa: S314  # our own
        yield from (*element.attrib.values(), element.text or "", element.tail or "")


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
