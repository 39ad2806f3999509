"""The river answers to a mouse, a finger and a keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.edge_case_site import LEADER
from testkit.browser.pages import newest_finished, shows, weeks
from testkit.browser.reader import Reader, alive
from testkit.browser.river import chosen, focused, hover, ribbon_at
from testkit.chromium import DESKTOP, PHONE
from testkit.site_server import Site


@pytest.fixture
def desk(reader: Reader, server: str) -> Page:
    return reader.open(server, **DESKTOP)


@pytest.fixture
def phone(reader: Reader, server: str) -> Page:
    return reader.open(server, **PHONE)


@pytest.fixture
def ranked(demo_site: Site) -> list[dict[str, Any]]:
    """The newest finished week, best rank first."""
    entries: list[dict[str, Any]] = weeks(demo_site)[newest_finished(demo_site)]["rankings"]
    return entries


@pytest.fixture
def week(demo_site: Site) -> int:
    return newest_finished(demo_site)


@pytest.mark.parametrize("place", [0, 1, 9, 40])
def test_the_card_says_what_the_data_say(desk: Page, ranked: list[dict[str, Any]], week: int, place: int) -> None:
    entry = ranked[place]
    card = hover(desk, entry["anilist_id"], week)
    expect(card).to_be_visible()
    for words in (entry["title"], f"#{entry['rank']}", f"{entry['downloads']:,} download"):
        expect(card).to_contain_text(words)
    assert chosen(desk) == {entry["anilist_id"]}


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
    assert (chosen(page), other.evaluate(dimmed)) == (set(), before)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("index", [0, 8, 15])
def test_the_card_stays_in_the_window(reader: Reader, server: str, demo_site: Site, width: int, index: int) -> None:
    page = reader.open(server, viewport={"width": width, "height": 740})
    drawn = set(page.locator(".ribbon").evaluate_all("links => links.map((one) => Number(one.dataset.show))"))
    ids = [entry["anilist_id"] for entry in weeks(demo_site)[index]["rankings"]]
    for show in (ids[0], [one for one in ids[:25] if one in drawn][-1]):
        box = hover(page, show, index).bounding_box()
        assert box is not None
        assert min(box["x"], box["y"]) >= 0
        assert (box["x"] + box["width"] <= width, box["y"] + box["height"] <= 740) == (True, True)


def test_the_nearest_ribbon_is_meant(desk: Page, week: int) -> None:
    """Wherever one points in a week, the card tells of the ribbon that is nearest; where two are as near, of either."""
    _, y = ribbon_at(desk, LEADER, week)
    row = desk.evaluate("(week) => probes.row(week)", week)
    told = 0
    for x in range(100, 1240, 37):
        (near, show), (next_near, _) = sorted((max(left - x, x - right, 0), show) for show, left, right in row)[:2]
        desk.mouse.move(x, y)
        if near < 12 and next_near - near > 0.6:
            assert (x, chosen(desk)) == (x, {show})
            told += 1
    assert told > 10


def test_a_hair_of_a_ribbon_can_be_hit(desk: Page, demo_site: Site, week: int) -> None:
    """The thinnest ribbon of the week, from beside it: the click goes to its page."""
    show = weeks(demo_site)[week]["rankings"][-1]["anilist_id"]
    assert desk.evaluate("(at) => probes.ribbonAt(at).width", [show, week]) <= 2
    x, y = ribbon_at(desk, show, week)
    desk.mouse.move(x + 6, y)
    desk.mouse.click(x + 6, y)
    desk.wait_for_url(f"**/show/{show}")


def test_a_click_opens_the_show(desk: Page, week: int) -> None:
    desk.mouse.click(*ribbon_at(desk, LEADER, week))
    desk.wait_for_url(f"**/show/{LEADER}")


@pytest.mark.parametrize("beside", [0, 4], ids=["on it", "beside it"])
def test_a_click_with_ctrl_opens_a_tab(desk: Page, demo_site: Site, week: int, beside: int) -> None:
    show = weeks(demo_site)[week]["rankings"][60]["anilist_id"]
    x, y = ribbon_at(desk, show, week)
    desk.mouse.move(x + beside, y)
    (meant,) = chosen(desk)
    desk.keyboard.down("Control")
    with desk.context.expect_page() as opened:
        desk.mouse.click(x + beside, y)
    other = opened.value
    assert other.url.endswith(f"/show/{meant}")
    other.close()
    assert "/show/" not in desk.url


def test_a_tap_selects_then_the_card_leads(phone: Page, demo_site: Site, week: int) -> None:
    phone.touchscreen.tap(*ribbon_at(phone, LEADER, week))
    card = phone.locator(".river-card")
    expect(card).to_contain_text(shows(demo_site)[LEADER]["title"])
    assert chosen(phone) == {LEADER}
    assert phone.url.endswith(f"?show={LEADER}")
    card.get_by_role("link").tap()
    phone.wait_for_url(f"**/show/{LEADER}")


@pytest.mark.parametrize("how", ["elsewhere", "Escape"])
def test_a_selection_can_be_dropped(phone: Page, week: int, how: str) -> None:
    phone.touchscreen.tap(*ribbon_at(phone, LEADER, week))
    expect(phone.locator(".river-card")).to_be_visible()
    if how == "Escape":
        phone.keyboard.press("Escape")
    else:
        phone.locator("#week-title").tap()
    expect(phone.locator(".river-card")).to_be_hidden()
    assert (chosen(phone), "show=" in phone.url) == (set(), False)


def test_the_river_is_one_stop_for_the_keyboard(desk: Page) -> None:
    stops = []
    desk.get_by_label("Find a show").focus()
    for _ in range(3):
        desk.keyboard.press("Tab")
        stops.append(focused(desk))
    first = next(index for index, show in enumerate(stops) if show is not None)
    assert [show is not None for show in stops[first : first + 2]] == [True, False]


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
def test_arrows_walk(desk: Page, demo_site: Site, week: int, walk: tuple[str, int, int]) -> None:
    """From the first rank of the newest finished week to a rank of so many weeks before it."""
    keys, rank, back = walk
    desk.locator('.ribbon[tabindex="0"]').focus()
    for key in keys.split():
        desk.keyboard.press(key)
    entry = weeks(demo_site)[week - back]["rankings"][rank - 1]
    assert focused(desk) == str(entry["anilist_id"])
    assert chosen(desk) == {entry["anilist_id"]}
    expect(desk.locator(".river-card")).to_contain_text(f"{entry['downloads']:,} download")


def test_enter_opens_and_escape_lets_go(desk: Page) -> None:
    desk.locator('.ribbon[tabindex="0"]').focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Escape")
    expect(desk.locator(".river-card")).to_be_hidden()
    assert chosen(desk) == set()
    desk.keyboard.press("ArrowRight")
    show = focused(desk)
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/show/{show}")


def test_the_focus_can_be_seen(desk: Page) -> None:
    desk.locator('.ribbon[tabindex="0"]').focus()
    desk.keyboard.press("ArrowRight")
    assert desk.evaluate("() => document.activeElement.matches(':focus-visible')")
    expect(desk.locator(".river-frame")).to_have_attribute("visibility", "visible")


def test_all_ranks_are_drawn_when_asked_for(phone: Page, demo_site: Site) -> None:
    ids = {entry["anilist_id"] for week in weeks(demo_site) for entry in week["rankings"]}
    button = phone.get_by_role("button", name="Show all ranks")
    before = phone.locator(".ribbon").count()
    button.tap()
    assert before < phone.locator(".ribbon").count() == len(ids)
    button.tap()
    assert phone.locator(".ribbon").count() == before


def test_a_wide_screen_draws_all_ranks_as_it_is(desk: Page, demo_site: Site) -> None:
    ids = {entry["anilist_id"] for week in weeks(demo_site) for entry in week["rankings"]}
    assert desk.locator(".ribbon").count() == len(ids)
    expect(desk.get_by_role("button", name="Show all ranks")).to_be_hidden()


def test_another_width_is_drawn_anew_and_keeps_the_selection(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}?show={LEADER}", **DESKTOP)
    for width in (360, 700, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        drawn_for = page.locator(".river-box").evaluate("box => box.clientWidth")
        expect(page.locator("svg.river")).to_have_attribute("viewBox", re.compile(rf"^0 0 {drawn_for} "))
        assert chosen(page) == {LEADER}


@pytest.mark.parametrize("dress", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_after_going_back_the_selection_is_there(reader: Reader, server: str, dress: dict[str, Any]) -> None:
    page = reader.open(f"{server}?show={LEADER}", **dress)
    page.locator(f'.week-list a[href="./show/{LEADER}"]').click()
    page.wait_for_url(f"**/show/{LEADER}")
    page.go_back()
    alive(page)
    assert (chosen(page), page.url.endswith(f"?show={LEADER}")) == ({LEADER}, True)
