"""Every link of every page leads somewhere, on any host; and what was once published still does."""

from __future__ import annotations

from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest

from testkit.browser.crawl import Crawl, fetch, read_pages
from testkit.browser.edge_case_site import HOSTILE, SITE_URL
from testkit.browser.pages import FORMER, LEADER, SETTLED_WEEK, list_weeks, read_shows
from testkit.browser.reader import Reader, wait_for_hydration
from testkit.chromium import DESKTOP
from testkit.published_data import read
from testkit.site_server import Site, serve_plainly

ATOM = "{http://www.w3.org/2005/Atom}"


def test_there_is_a_page_of_everything(demo_site: Site) -> None:
    pages = read_pages(demo_site.dist).keys()
    shows = {f"show/{show}/" for show in read_shows(demo_site)}
    weeks = {f"week/{week['week']}/" for week in list_weeks(demo_site)}
    seasons = {f"season/{season['slug']}/" for season in read(demo_site.data, "seasons.json")["seasons"]}
    assert (len(shows) > 180, len(weeks) > 30, len(seasons)) == (True, True, 3)
    assert {
        "",
        "about/",
        "data/",
        "week/",
        "season/",
        "shows/",
        "records/",
        "404.html",
    } | shows | weeks | seasons <= pages


def test_no_link_is_dead_on_the_plainest_of_hosts(demo_site: Site) -> None:
    """None needs a redirect either: pages are folders, and their links end in a slash."""
    with serve_plainly(demo_site.dist) as home:
        assert Crawl(demo_site.dist, home).list_dead() == []


def test_no_link_is_dead_as_it_is_served_here(demo_site: Site, server: str) -> None:
    assert Crawl(demo_site.dist, server).list_dead() == []


def test_no_link_is_dead_below_a_path(demo_site: Site, edge_case_site: Site, host: str) -> None:
    """With an address that the build knew, and without."""
    for site, home in ((demo_site, f"{host}demo/"), (edge_case_site, f"{host}nyaastats/")):
        assert Crawl(site.dist, home).list_dead() == []


def test_no_link_begins_at_the_hosts_root(demo_site: Site, server: str) -> None:
    assert Crawl(demo_site.dist, server).list_rooted() == []


def test_a_dead_link_would_be_found(demo_site: Site, server: str) -> None:
    crawl = Crawl(demo_site.dist, server)
    assert [crawl.leads(server + link) for link in ("about/", "about/#data", f"show/{LEADER}/")] == [True] * 3
    assert [crawl.leads(server + link) for link in ("about/#no", "about", f"show/{LEADER}", "show/1/")] == [False] * 4


def test_every_page_can_be_reached(demo_site: Site, server: str) -> None:
    """From the front page without any script, in as many clicks as it takes."""
    pages = read_pages(demo_site.dist)
    reached, left = set[str](), {""}
    while left:
        page = left.pop()
        reached.add(page)
        links = pages[page].list_absolute(server + page)
        left |= {link.partition("#")[0].removeprefix(server) for link in links} & pages.keys() - reached
    assert {page for page in pages if not page.endswith(".html")} - reached == set()


def test_pages_say_which_address_is_theirs_only_when_they_know(demo_site: Site, edge_case_site: Site) -> None:
    """Crawlers take no relative addresses: a site that does not know its own has no picture to name."""
    for page, markup in read_pages(edge_case_site.dist).items():
        if not page.endswith(".html"):
            assert markup.metas["og:url"] == SITE_URL + page
            assert markup.metas["og:image"].startswith(SITE_URL)
    for markup in read_pages(demo_site.dist).values():
        assert {"og:url", "og:image", "twitter:image"} & markup.metas.keys() == set()


def test_every_picture_of_a_page_is_there(edge_case_site: Site) -> None:
    pages = read_pages(edge_case_site.dist).values()
    pictures = {markup.metas["og:image"] for markup in pages if "og:image" in markup.metas}
    missing = [name for name in pictures if not (edge_case_site.dist / name.removeprefix(SITE_URL)).is_file()]
    assert (len(pictures) > 0, missing) == (True, [])


# --- old addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("show", [LEADER, FORMER])
@pytest.mark.parametrize("home", ["server", "host"])
def test_an_address_without_a_slash_is_led_on_by_the_host(request: pytest.FixtureRequest, home: str, show: int) -> None:
    """As the first edition's links were written."""
    address = request.getfixturevalue(home) + ("demo/" if home == "host" else "")
    answer = fetch(f"{address}show/{show}")
    assert (answer.status, answer.address) == (200, f"{address}show/{show}/")


@pytest.mark.parametrize(("old", "new"), [(f"show/{LEADER}.html", f"show/{LEADER}/"), ("about.html", "about/")])
@pytest.mark.parametrize("home", ["server", "host"])
def test_the_old_name_of_a_page_leads_on(
    request: pytest.FixtureRequest, reader: Reader, home: str, old: str, new: str
) -> None:
    address = request.getfixturevalue(home) + ("demo/" if home == "host" else "")
    page = reader.prepare(address, **DESKTOP)
    page.goto(address + old)
    page.wait_for_url(address + new)
    wait_for_hydration(page)


def test_the_old_address_of_a_week_leads_on(reader: Reader, server: str) -> None:
    """Entries of the first edition's feed were `/?week=2025-W46`."""
    page = reader.prepare(server, **DESKTOP)
    page.goto(f"{server}?week={SETTLED_WEEK}")
    page.wait_for_url(f"{server}week/{SETTLED_WEEK}/")
    wait_for_hydration(page)


# --- what is missing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["show/999999", "show/", "nothing", f"show/{LEADER}.txt", "picture"])
def test_what_is_no_page_is_missing(server: str, path: str) -> None:
    answer = fetch(server + path)
    assert (answer.status, "Page not found" in answer.text) == (404, True)


def test_the_missing_page_leads_home_from_anywhere(edge_case_site: Site, host: str) -> None:
    """A host serves it for any address below; its base follows `site_url`."""
    home = f"{host}nyaastats/"
    markup, crawl = read_pages(edge_case_site.dist)["404.html"], Crawl(edge_case_site.dist, home)
    assert markup.base == "/nyaastats/"
    links = [link for link in markup.list_absolute(f"{home}show/999999/deeper") if link.startswith(host)]
    assert (len(links) > 5, [link for link in links if not crawl.leads(link)]) == (True, [])


@pytest.mark.parametrize("path", ["", f"show/{LEADER}/", f"show/{next(iter(HOSTILE))}/", "about/"])
def test_answers_are_compressed(server: str, path: str) -> None:
    answer = fetch(server + path, encoding="gzip")
    assert (answer.status, answer.head["Content-Encoding"]) == (200, "gzip")
    assert answer.head["Content-Type"].startswith("text/html")


# --- the feed ---------------------------------------------------------------------------------------------------------


def test_the_feed_has_an_entry_a_finished_week(edge_case_site: Site) -> None:
    feed = ET.fromstring((edge_case_site.dist / "feed.xml").read_bytes())  # noqa: S314  # our own feed
    ids = [entry.findtext(f"{ATOM}id", "") for entry in feed.iter(f"{ATOM}entry")]
    finished = [week["week"] for week in list_weeks(edge_case_site) if week["complete"]]
    assert len(set(ids)) == len(ids) > 0
    newest = list(reversed(finished))[: len(ids)]
    assert [week for week, id_ in zip(newest, ids, strict=True) if week not in id_] == []


def test_the_feeds_links_lead(demo_site: Site, edge_case_site: Site, host: str) -> None:
    for site, home, url in (
        (demo_site, f"{host}demo/", f"{host}demo/"),
        (edge_case_site, f"{host}nyaastats/", SITE_URL),
    ):
        feed = ET.fromstring((site.dist / "feed.xml").read_bytes())  # noqa: S314  # our own feed
        hrefs = [link.get("href", "") for link in feed.iter() if link.get("href") is not None]
        links = [urljoin(f"{url}feed.xml", href).replace(url, home, 1) for href in hrefs]
        crawl = Crawl(site.dist, home)
        assert (len(links) > 5, [link for link in links if not crawl.leads(link)]) == (True, [])


def test_the_share_image_has_its_size(server: str) -> None:
    body = fetch(f"{server}share.png").body
    assert (body[:8], int.from_bytes(body[16:20]), int.from_bytes(body[20:24])) == (b"\x89PNG\r\n\x1a\n", 1200, 630)
