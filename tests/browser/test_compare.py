"""Shows side by side: the link alone says what is compared, in two browsers, and Back walks what was chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.pages import FORMER, LEADER, find_newest, read_shows
from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP
from testkit.site_server import Site

BOTH = f"compare/?shows={LEADER},{FORMER}"
UNKNOWN = 999_999_999
SIZE = "element => [element.getBoundingClientRect().width, element.getBoundingClientRect().height]"


def list_shows(page: Page) -> list[str]:
    """The titles of the shows that are compared."""
    return page.locator(".show-chip .names a").all_inner_texts()


def open_comparison(reader: Reader, server: str, path: str = BOTH) -> Page:
    page = reader.open(server + path, **DESKTOP)
    expect(page.locator(".compare-chart .compare-plot")).to_be_visible()
    return page


@pytest.mark.parametrize("shows", [[LEADER], [FORMER, LEADER], [21, FORMER, LEADER]])
def test_a_link_says_which_shows(reader: Reader, server: str, demo_site: Site, shows: list[int]) -> None:
    page = open_comparison(reader, server, f"compare/?shows={','.join(map(str, shows))}")
    titles = [read_shows(demo_site)[show]["title"] for show in shows]
    assert list_shows(page) == titles
    assert page.locator(".compare-chart .stroke").count() >= len(shows)
    heads = page.locator(".compare-table thead th").evaluate_all("heads => heads.map((head) => head.dataset.value)")
    assert heads == titles


def test_a_link_says_how_they_are_drawn(reader: Reader, server: str) -> None:
    page = open_comparison(reader, server, f"{BOTH}&align=date&y=total&log=1")
    assert page.locator("input[name=align]:checked").input_value() == "date"
    assert page.locator("input[name=y]:checked").input_value() == "total"
    expect(page.locator("input[name=log]")).to_be_checked()


def test_what_is_chosen_is_in_the_address_and_back_undoes_it(reader: Reader, server: str) -> None:
    page = open_comparison(reader, server)
    begin = page.locator("h1").inner_text()
    page.locator("input[name=y][value=total]").check()
    expect(page).to_have_url(f"{server}{BOTH}&y=total")
    page.locator("input[name=align][value=date]").check()
    expect(page.locator("input[name=align][value=date]")).to_be_checked()
    page.go_back()
    expect(page.locator("input[name=align][value=premiere]")).to_be_checked()
    page.go_back()
    expect(page.locator("h1")).to_have_text(begin)
    expect(page).to_have_url(server + BOTH)


def test_a_show_is_taken_away_and_another_added(reader: Reader, server: str, demo_site: Site) -> None:
    page = open_comparison(reader, server)
    page.locator(".show-chip .remove").first.click()
    expect(page.locator(".show-chip")).to_have_count(1)
    page.locator("#add").fill("one piece")
    page.locator("#added a").first.click()
    expect(page.locator(".show-chip")).to_have_count(2)
    assert list_shows(page) == [read_shows(demo_site)[show]["title"] for show in (FORMER, 21)]
    page.go_back()
    expect(page.locator(".show-chip")).to_have_count(1)


def test_a_number_of_no_show_is_left_out_with_a_line(reader: Reader, server: str) -> None:
    page = open_comparison(reader, server, f"compare/?shows={LEADER},{UNKNOWN}")
    expect(page.locator(".compare-messages")).to_contain_text(f"{UNKNOWN}")
    assert len(list_shows(page)) == 1


@pytest.mark.parametrize("path", ["", f"show/{LEADER}/"])
def test_a_button_is_as_large_when_its_show_is_put_aside(reader: Reader, server: str, path: str) -> None:
    page = reader.open(server + path, **DESKTOP)
    button = page.locator(f"[data-compare='{LEADER}']").first
    before = button.evaluate(SIZE)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert button.evaluate(SIZE) == before


def test_a_seventh_show_is_left_out_with_a_line(reader: Reader, server: str, demo_site: Site) -> None:
    shows = [str(row["anilist_id"]) for row in find_newest(demo_site)["rows"][:7]]
    page = open_comparison(reader, server, f"compare/?shows={','.join(shows)}")
    assert len(list_shows(page)) == 6
    expect(page.locator(".compare-messages")).to_contain_text("At most 6 shows")


def test_shows_are_put_aside_on_their_pages_and_then_compared(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}show/{FORMER}/", **DESKTOP)
    page.locator("[data-compare]").first.click()
    page.goto(f"{server}show/{LEADER}/")
    page.locator("[data-compare]").first.click()
    page.locator(".compare-tray a").first.click()
    page.wait_for_url(f"{server}compare/?shows={FORMER},{LEADER}")
    expect(page.locator(".show-chip")).to_have_count(2)


def test_without_a_script_there_are_close_pairs(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}compare/", java_script_enabled=False, **DESKTOP)
    cards = page.locator(".compare-start svg")
    assert cards.count() == 10
    for card in cards.all():
        expect(card).to_be_visible()
