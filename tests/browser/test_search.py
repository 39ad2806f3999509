"""The search in the head of every page: by every title that a show has, with a mouse or with the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.pages import CONTINUING, KINDS, LEADER, find_newest, read_shows
from testkit.browser.reader import Reader
from testkit.browser.river import highlighted
from testkit.chromium import DESKTOP, PHONE
from testkit.site_server import Site

ONE_PUNCH_MAN = 153800


@pytest.fixture
def front(reader: Reader, server: str) -> Page:
    return reader.open(server, **DESKTOP)


def find(page: Page, text: str) -> set[int]:
    """Type a text; the shows that are found."""
    page.locator("#find").fill(text)
    page.wait_for_function("() => document.querySelector('#find').getAttribute('aria-expanded') === 'true'")
    addresses = page.locator("#found a").evaluate_all("links => links.map((link) => link.href)")
    return {int(address.rstrip("/").rpartition("/")[2]) for address in addresses}


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_every_page_finds(reader: Reader, server: str, demo_site: Site, path: str) -> None:
    """A page below a folder too: the links that the search makes are right from there."""
    page = reader.open(server + path, **PHONE)
    if path != KINDS["missing"]:  # it stands wherever an address is wrong
        assert page.locator("#find").is_visible()
    assert LEADER in find(page, read_shows(demo_site)[LEADER]["title"])
    page.locator("#found a").first.click()
    page.wait_for_url(f"{server}show/{LEADER}/")


@pytest.mark.parametrize(
    ("text", "show"),
    [
        ("ワンピース", CONTINUING),
        ("one piece", CONTINUING),
        ("opm", ONE_PUNCH_MAN),
        ("  One-Punch  ", ONE_PUNCH_MAN),
        ("jujutsukaisen", LEADER),
        ("呪術廻戦", LEADER),
    ],
)
def test_a_show_is_found_by_every_title(front: Page, text: str, show: int) -> None:
    assert show in find(front, text)


def test_a_show_of_an_earlier_season_is_found_and_opened(front: Page, server: str) -> None:
    """Also one that no list of this week has."""
    assert find(front, "opm") == {ONE_PUNCH_MAN}
    front.keyboard.press("Enter")
    front.wait_for_url(f"{server}show/{ONE_PUNCH_MAN}/")


def test_tab_goes_to_the_first_that_is_found(front: Page, server: str) -> None:
    find(front, "opm")
    front.locator("#find").focus()
    front.keyboard.press("Tab")
    focused = front.evaluate("() => document.activeElement.href")
    assert focused == f"{server}show/{ONE_PUNCH_MAN}/"
    front.keyboard.press("Enter")
    front.wait_for_url(focused)


def test_arrows_choose_among_many(front: Page) -> None:
    assert len(find(front, "season")) > 2
    front.locator("#find").focus()
    front.keyboard.press("ArrowDown")
    second = front.locator("#found a").nth(1).evaluate("link => link.href")
    front.keyboard.press("Enter")
    front.wait_for_url(second)


def test_what_is_found_lights_in_the_river(front: Page, demo_site: Site) -> None:
    title = find_newest(demo_site)["rows"][1]["title"]
    shows = find(front, title)
    assert highlighted(front) == shows
    front.locator("#find").press("Escape")
    expect(front.locator("#find")).to_have_value("")
    expect(front.locator("#found")).to_be_hidden()
    assert highlighted(front) == set()


def test_nothing_found_says_so(front: Page) -> None:
    assert find(front, "no such show at all") == set()
    expect(front.locator(".search-note")).to_have_text("No match.")
    front.keyboard.press("Enter")
    assert "/show/" not in front.url


def test_a_slash_begins_a_search(front: Page) -> None:
    front.keyboard.press("/")
    expect(front.locator("#find")).to_be_focused()
    expect(front.locator("#find")).to_have_value("")


def test_the_list_of_all_shows_is_fetched_by_who_searches(reader: Reader, server: str) -> None:
    page = reader.prepare(server, **PHONE)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(server)
    page.wait_for_load_state("networkidle")
    assert [url for url in requests if url.endswith("search.json")] == []
    find(page, "opm")
    find(page, "one piece")
    assert len([url for url in requests if url.endswith("search.json")]) == 1
