"""A walk through the site in two browsers, the same steps in each: nothing may be lost, and no page may complain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic, sleep

import pytest

from testkit.browser.firefox import find_firefox, open_firefox
from testkit.browser.pages import KINDS, find_newest
from testkit.browser.reader import Reader
from testkit.browser.walking import ChromiumWalker, Walker
from testkit.site_server import Site

WAIT_SECONDS = 10
POLL_SECONDS = 0.02


@pytest.fixture(params=["chromium", "firefox"])
def walker(request: pytest.FixtureRequest, reader: Reader, server: str) -> Iterator[Walker]:
    if request.param == "chromium":
        yield ChromiumWalker(reader, server)
    elif (path := find_firefox()) is None:
        pytest.skip("there is no Firefox here: scripts/firefox.sh installs one")
    else:
        with open_firefox(path) as firefox:
            yield firefox


def wait_until(condition: Callable[[], bool], what: str) -> None:
    until = monotonic() + WAIT_SECONDS
    while not condition():
        if monotonic() > until:
            pytest.fail(f"it did not come to it within {WAIT_SECONDS} s: {what}")
        sleep(POLL_SECONDS)


def wait_for_page(walker: Walker, address: str) -> None:
    """Until the page at an address is there, and answers."""
    arrived = f"location.href === {address!r} && globalThis.probes !== undefined && probes.isHydrated()"
    wait_until(lambda: walker.read(arrived) is True, f"{address} is open and ready")


def test_a_walk_through_the_site(walker: Walker, server: str, demo_site: Site) -> None:
    """Front page, week, show, back, search, show."""
    first, second = (row["anilist_id"] for row in find_newest(demo_site)["rows"][:2])
    week = walk_to_a_week(walker, server)
    walker.click(f'main a[href$="show/{first}/"]')
    wait_for_page(walker, f"{server}show/{first}/")
    walker.go(-1)
    wait_for_page(walker, week)
    search(walker, demo_site, second)
    wait_for_page(walker, f"{server}show/{second}/")
    walker.go(-1)
    wait_for_page(walker, week)
    walker.go(1)
    wait_for_page(walker, f"{server}show/{second}/")
    assert walker.complaints == []


def walk_to_a_week(walker: Walker, server: str) -> str:
    """From the front page over the list of all weeks to the newest that is over; its address."""
    walker.open(server)
    wait_for_page(walker, server)
    walker.click('nav a[href$="week/"]')
    wait_for_page(walker, f"{server}week/")
    weeks = walker.read(
        "[...document.querySelectorAll('main a[href*=\"W\"]')].map((link) => link.getAttribute('href'))"
    )
    newest = sorted(weeks)[-2]
    walker.click(f'main a[href="{newest}"]')
    address = f"{server}week/{newest.rstrip('/').rpartition('/')[2]}/"
    wait_for_page(walker, address)
    return address


def search(walker: Walker, site: Site, show: int) -> None:
    """Find a show by its title, and open it with the keyboard alone."""
    title = next(row["title"] for row in find_newest(site)["rows"] if row["anilist_id"] == show)
    walker.click("#find")
    walker.type(title)
    link = f"document.querySelector('#found a[href$=\"show/{show}/\"]')"
    wait_until(lambda: walker.read(f"{link} !== null") is True, f"{title} is found")
    walker.press("Enter")


def test_no_kind_of_page_complains(walker: Walker, server: str) -> None:
    for path in KINDS.values():
        walker.open(server + path)
        wait_for_page(walker, server + path)
    assert walker.complaints == []


def test_a_comparison_is_restored_from_its_link_and_by_back(walker: Walker, server: str, demo_site: Site) -> None:
    first, second = (row["anilist_id"] for row in find_newest(demo_site)["rows"][:2])
    address = f"{server}compare/?shows={first},{second}&align=date"
    walker.open(address)
    wait_for_page(walker, address)
    lines = "document.querySelectorAll('.show-chip').length"
    assert walker.read(lines) == 2
    walker.click(".show-chip .remove")
    wait_until(lambda: walker.read(lines) == 1, "one show is left")
    walker.go(-1)
    wait_until(lambda: walker.read(lines) == 2, "both shows are back")
    assert walker.read("location.href") == address
    assert walker.complaints == []
