"""The river answers to a mouse, a finger and a keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.pages import LEADER, find_newest_row, list_season_weeks, read_shows
from testkit.browser.reader import Reader, wait_for_hydration
from testkit.browser.river import focused_show, highlighted, hover, ribbon_at
from testkit.chromium import DESKTOP, PHONE
from testkit.site_server import Site


@pytest.fixture
def desktop(reader: Reader, server: str) -> Page:
    return reader.open(server, **DESKTOP)


@pytest.fixture
def phone(reader: Reader, server: str) -> Page:
    return reader.open(server, **PHONE)


@pytest.fixture
def ranked(demo_site: Site) -> list[dict[str, Any]]:
    """The newest week of the river that is over, best rank first."""
    entries: list[dict[str, Any]] = list_season_weeks(demo_site)[find_newest_row(demo_site)]["rankings"]
    return entries


@pytest.fixture
def week(demo_site: Site) -> int:
    return find_newest_row(demo_site)


def show_all_ranks(page: Page) -> None:
    page.locator("[data-slot=river-tools] button").click()


@pytest.mark.parametrize("place", [0, 1, 9, 24])
def test_the_card_says_what_the_data_say(desktop: Page, ranked: list[dict[str, Any]], week: int, place: int) -> None:
    entry = ranked[place]
    card = hover(desktop, entry["anilist_id"], week)
    expect(card).to_be_visible()
    for words in (entry["title"], f"#{entry['rank']}", f"{entry['downloads']:,} download"):
        expect(card).to_contain_text(words)
    assert highlighted(desktop) == {entry["anilist_id"]}


def test_others_step_back_and_come_again(reader: Reader, server: str, ranked: list[dict[str, Any]], week: int) -> None:
    page = reader.open(server, reduced_motion="reduce", **DESKTOP)
    other = page.locator(f'.ribbon[data-show="{ranked[1]["anilist_id"]}"]')
    dimmed = "link => getComputedStyle(link).opacity * getComputedStyle(link.querySelector('path')).opacity"
    before = other.evaluate(dimmed)
    card = hover(page, ranked[0]["anilist_id"], week)
    expect(card).to_be_visible()
    assert other.evaluate(dimmed) < before
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    assert (highlighted(page), other.evaluate(dimmed)) == (set(), before)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("index", [0, 5, 9])
def test_the_card_stays_in_the_window(reader: Reader, server: str, demo_site: Site, width: int, index: int) -> None:
    page = reader.open(server, viewport={"width": width, "height": 740})
    drawn = set(page.locator(".ribbon").evaluate_all("links => links.map((link) => Number(link.dataset.show))"))
    ids = [entry["anilist_id"] for entry in list_season_weeks(demo_site)[index]["rankings"]]
    for show in (ids[0], [show for show in ids[:25] if show in drawn][-1]):
        box = hover(page, show, index).bounding_box()
        assert box is not None
        assert min(box["x"], box["y"]) >= 0
        assert (box["x"] + box["width"] <= width, box["y"] + box["height"] <= 740) == (True, True)


def test_the_nearest_ribbon_is_meant(desktop: Page, week: int) -> None:
    """Wherever one points in a week, the card tells of the ribbon that is nearest; where two are as near, of either."""
    _, y = ribbon_at(desktop, LEADER, week)
    row = desktop.evaluate("(week) => probes.row(week)", week)
    checks = 0
    for x in range(100, 1240, 37):
        (near, show), (next_near, _) = sorted((max(left - x, x - right, 0), show) for show, left, right in row)[:2]
        desktop.mouse.move(x, y)
        if near < 12 and next_near - near > 0.6:
            assert (x, highlighted(desktop)) == (x, {show})
            checks += 1
    assert checks > 10


def test_a_hair_of_a_ribbon_can_be_hit(desktop: Page, demo_site: Site, week: int) -> None:
    """The thinnest ribbon of the week, from beside it: the click goes to its page."""
    show_all_ranks(desktop)
    show = list_season_weeks(demo_site)[week]["rankings"][-1]["anilist_id"]
    assert desktop.evaluate("(at) => probes.ribbonAt(at).width", [show, week]) <= 2
    x, y = ribbon_at(desktop, show, week)
    desktop.mouse.move(x + 3, y)
    desktop.mouse.click(x + 3, y)
    desktop.wait_for_url(f"**/show/{show}/")


def test_a_click_opens_the_show(desktop: Page, week: int) -> None:
    desktop.mouse.click(*ribbon_at(desktop, LEADER, week))
    desktop.wait_for_url(f"**/show/{LEADER}/")


@pytest.mark.parametrize("beside", [0, 4], ids=["on it", "beside it"])
def test_a_click_with_ctrl_opens_a_tab(desktop: Page, demo_site: Site, week: int, beside: int) -> None:
    show_all_ranks(desktop)
    show = list_season_weeks(demo_site)[week]["rankings"][60]["anilist_id"]
    x, y = ribbon_at(desktop, show, week)
    desktop.mouse.move(x + beside, y)
    (meant,) = highlighted(desktop)
    desktop.keyboard.down("Control")
    with desktop.context.expect_page() as opened:
        desktop.mouse.click(x + beside, y)
    other = opened.value
    other.wait_for_url(f"**/show/{meant}/")
    other.close()
    assert "/show/" not in desktop.url


def test_a_tap_selects_then_the_card_leads(phone: Page, demo_site: Site, week: int) -> None:
    phone.touchscreen.tap(*ribbon_at(phone, LEADER, week))
    card = phone.locator(".river-card")
    expect(card).to_contain_text(read_shows(demo_site)[LEADER]["title"])
    assert highlighted(phone) == {LEADER}
    card.get_by_role("link").tap()
    phone.wait_for_url(f"**/show/{LEADER}/")


@pytest.mark.parametrize("how", ["elsewhere", "Escape"])
def test_a_selection_can_be_dropped(phone: Page, week: int, how: str) -> None:
    phone.touchscreen.tap(*ribbon_at(phone, LEADER, week))
    expect(phone.locator(".river-card")).to_be_visible()
    if how == "Escape":
        phone.keyboard.press("Escape")
    else:
        phone.locator("#list-title").tap()
    expect(phone.locator(".river-card")).to_be_hidden()
    assert highlighted(phone) == set()


def test_ribbons_and_dates_are_a_stop_each_for_the_keyboard(desktop: Page) -> None:
    """One of each kind, however many weeks and shows there are."""
    desktop.locator("[data-slot=river-tools] button").focus()
    stops = []
    for _ in range(4):
        desktop.keyboard.press("Tab")
        stops.append(desktop.evaluate("() => document.activeElement.getAttribute('class')?.split(' ')[0] ?? ''"))
    assert (stops.count("ribbon"), stops.count("river-date")) == (1, 1)


@pytest.mark.parametrize(
    "walk",
    [
        ("ArrowRight", 2, 0),
        ("ArrowRight ArrowRight ArrowLeft", 2, 0),
        ("ArrowLeft", 1, 0),
        ("ArrowUp ArrowUp ArrowRight", 2, 2),
        ("ArrowUp ArrowDown", 1, 0),
        ("End Home", 1, 0),
    ],
    ids=lambda walk: walk[0],
)
def test_arrows_walk(desktop: Page, demo_site: Site, week: int, walk: tuple[str, int, int]) -> None:
    """From the first rank of the newest finished week to a rank of so many weeks before it."""
    keys, rank, back = walk
    desktop.locator('.ribbon[tabindex="0"]').focus()
    for key in keys.split():
        desktop.keyboard.press(key)
    entry = list_season_weeks(demo_site)[week - back]["rankings"][rank - 1]
    assert focused_show(desktop) == str(entry["anilist_id"])
    assert highlighted(desktop) == {entry["anilist_id"]}
    expect(desktop.locator(".river-card")).to_contain_text(f"{entry['downloads']:,} download")


def test_enter_opens_and_escape_lets_go(desktop: Page) -> None:
    desktop.locator('.ribbon[tabindex="0"]').focus()
    desktop.keyboard.press("ArrowRight")
    desktop.keyboard.press("Escape")
    expect(desktop.locator(".river-card")).to_be_hidden()
    assert highlighted(desktop) == set()
    desktop.keyboard.press("ArrowRight")
    show = focused_show(desktop)
    desktop.keyboard.press("Enter")
    desktop.wait_for_url(f"**/show/{show}/")


def test_the_focus_can_be_seen(desktop: Page) -> None:
    desktop.locator('.ribbon[tabindex="0"]').focus()
    desktop.keyboard.press("ArrowRight")
    assert desktop.evaluate("() => document.activeElement.matches(':focus-visible')")
    expect(desktop.locator(".river-frame")).to_have_attribute("visibility", "visible")


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_all_ranks_are_drawn_when_asked_for(
    reader: Reader, server: str, demo_site: Site, device: dict[str, Any]
) -> None:
    """And the button says what it will do, before and after."""
    page = reader.open(server, **device)
    ids = {entry["anilist_id"] for week in list_season_weeks(demo_site) for entry in week["rankings"]}
    button = page.locator("[data-slot=river-tools] button")
    ribbons, words = page.locator("svg.river .ribbon").count(), button.inner_text()
    button.click()
    assert ribbons < page.locator("svg.river .ribbon").count() == len(ids)
    assert button.inner_text() != words
    button.click()
    assert (page.locator("svg.river .ribbon").count(), button.inner_text()) == (ribbons, words)


def test_another_width_is_drawn_anew_and_keeps_the_selection(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}?show={LEADER}", **DESKTOP)
    for width in (360, 700, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        drawn_for = page.locator(".river-box").evaluate("box => box.clientWidth")
        expect(page.locator("svg.river")).to_have_attribute("viewBox", re.compile(rf"^0 0 {drawn_for} "))
        assert highlighted(page) == {LEADER}


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_after_going_back_the_selection_is_there(reader: Reader, server: str, device: dict[str, Any]) -> None:
    page = reader.open(f"{server}?show={LEADER}", **device)
    page.locator(f'.week-list a[href="./show/{LEADER}/"]').click()
    page.wait_for_url(f"**/show/{LEADER}/")
    page.go_back()
    wait_for_hydration(page)
    assert (highlighted(page), page.url.endswith(f"?show={LEADER}")) == ({LEADER}, True)
