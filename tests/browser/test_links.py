"""Every link of every built page leads somewhere, at the root of a host and below a path."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from testkit.browser.crawl import Answer, Markup, fetch
from testkit.browser.edge_case_site import LEADER, SITE_URL
from testkit.browser.pages import HOSTILE, shows, weeks
from testkit.site_server import Site

ATOM = "{http://www.w3.org/2005/Atom}"
HTML = "text/html"

cached = cache(fetch)


def addresses(dist: Path, home: str) -> list[str]:
    """Every page at its clean address, the front page at the site's root."""
    names = sorted(path.relative_to(dist).with_suffix("").as_posix() for path in dist.rglob("*.html"))
    return [home + name.removesuffix("index") for name in names]


def broken(page: str, links: Iterable[str]) -> list[str]:
    """The links of a page to its own host that lead nowhere, or to an anchor that is not there."""
    ours = [link for link in links if urlsplit(link).netloc == urlsplit(page).netloc]
    return [f"{page} → {link}" for link in ours if not leads(*urldefrag(link))]


def leads(address: str, anchor: str) -> bool:
    answer = cached(address)
    return answer.status == 200 and (anchor in {"", "top"} or anchor in anchors(address))


@cache
def anchors(address: str) -> set[str]:
    return Markup(cached(address).text).anchors


def crawled(dist: Path, home: str) -> tuple[list[str], list[str]]:
    """Broken links, and links that begin at the host's root."""
    lost, rooted = [], []
    for page in addresses(dist, home):
        markup = Markup(cached(page).text)
        is_404 = page.endswith("/404")
        lost += broken(page, markup.absolute(page) if not is_404 else (urljoin(home, link) for link in markup.links))
        rooted += [f"{page} → {link}" for link in markup.links if link.startswith("/")]
    return lost, rooted


def test_every_link_of_the_site_leads(demo_site: Site, server: str) -> None:
    assert crawled(demo_site.dist, server) == ([], [])


def test_every_link_leads_below_a_path(demo_site: Site, edge_case_site: Site, host: str) -> None:
    assert crawled(demo_site.dist, f"{host}demo/") == ([], [])
    assert crawled(edge_case_site.dist, f"{host}nyaastats/") == ([], [])


def test_every_show_can_be_reached(demo_site: Site, server: str) -> None:
    """From the front page without any script, in as many clicks as it takes."""
    reached, left = set[str](), {server}
    while left:
        page = left.pop()
        reached.add(page)
        left |= {
            link for link in Markup(cached(page).text).absolute(page) if link.startswith(f"{server}show/")
        } - reached
    assert {f"{server}show/{show}" for show in shows(demo_site)} - reached == set()


def test_pages_say_which_address_is_theirs_only_when_they_know(
    demo_site: Site, edge_case_site: Site, host: str
) -> None:
    for page in addresses(edge_case_site.dist, f"{host}nyaastats/"):
        metas = Markup(cached(page).text).metas
        assert metas["og:image"] == metas["twitter:image"]
        assert metas["og:image"].startswith(f"{SITE_URL}picture/")
        assert cached(metas["og:image"].replace(SITE_URL, f"{host}nyaastats/")).status == 200
        if not page.endswith("/404"):
            assert metas["og:url"] == page.replace(f"{host}nyaastats/", SITE_URL)
    for page in addresses(demo_site.dist, f"{host}demo/"):
        markup = Markup(cached(page).text)
        assert not {"og:url", "og:image"} & markup.metas.keys()


def test_the_missing_page_leads_home_from_anywhere(host: str) -> None:
    """The host serves it for any address below; its base follows `site_url`."""
    answer = fetch(f"{host}nyaastats/show/999999/deeper")
    markup = Markup(answer.text)
    assert (answer.status, markup.base) == (404, "/nyaastats/")
    assert broken(host, markup.absolute(f"{host}nyaastats/show/999999/deeper")) == []


@pytest.mark.parametrize("path", ["show/999999", "show/", "nothing", f"show/{LEADER}.txt", "data"])
def test_what_is_no_page_is_missing(server: str, path: str) -> None:
    answer = fetch(server + path)
    assert (answer.status, "Page not found" in answer.text) == (404, True)


@pytest.mark.parametrize("path", ["", f"show/{LEADER}", f"show/{HOSTILE[0]}", "about"])
def test_addresses_are_clean_and_answers_compressed(server: str, path: str) -> None:
    answer = fetch(server + path, encoding="gzip")
    assert (answer.status, answer.head["Content-Encoding"]) == (200, "gzip")
    assert answer.head["Content-Type"].startswith(HTML)


def test_the_old_name_of_a_page_leads_to_its_clean_address(server: str) -> None:
    assert fetch(f"{server}show/{LEADER}.html").text == fetch(f"{server}show/{LEADER}").text


def entries(answer: Answer) -> list[ET.Element]:
    assert answer.status == 200
    return ET.fromstring(answer.body).findall(f"{ATOM}entry")  # noqa: S314  # our own feed


def test_the_feed_has_an_entry_a_finished_week(demo_site: Site, server: str) -> None:
    finished = [week["week"] for week in weeks(demo_site) if week["complete"]]
    feed_entries = entries(fetch(f"{server}feed.xml"))
    assert len(feed_entries) == len(finished)
    assert [
        week for week, entry in zip(reversed(finished), feed_entries, strict=True) if week not in id_of(entry)
    ] == []


def id_of(entry: ET.Element) -> str:
    return entry.findtext(f"{ATOM}id", "")


def test_the_feeds_links_lead(server: str, host: str) -> None:
    for home, url in ((server, server), (f"{host}nyaastats/", SITE_URL)):
        tree = ET.fromstring(fetch(f"{home}feed.xml").body)  # noqa: S314  # our own feed
        links = [link.get("href", "") for link in tree.iter() if link.get("href") is not None]
        absolute = [urljoin(f"{url}feed.xml", link).replace(url, home) for link in links]
        assert len(links) > 16
        assert broken(home, absolute) == []


def test_the_share_image_has_its_size(server: str) -> None:
    body = fetch(f"{server}share.png").body
    assert (body[:8], int.from_bytes(body[16:20]), int.from_bytes(body[20:24])) == (b"\x89PNG\r\n\x1a\n", 1200, 630)
