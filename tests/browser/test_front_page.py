"""The front page around the river: the list and its weeks, the history of what was chosen, and the address."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.pages import (
    LEADER,
    SETTLED_WEEK,
    Week,
    find_newest,
    find_newest_row,
    list_season_weeks,
    list_weeks,
)
from testkit.browser.reader import Reader, wait_for_hydration
from testkit.browser.river import highlighted
from testkit.chromium import DESKTOP, PHONE
from testkit.site_server import Site

FOLDED = 25
"""So many rows are seen at first."""
ROWS = ".week-list tbody tr[data-show]"
VISIBLE = "rows => rows.filter((row) => row.checkVisibility()).map((row) => Number(row.dataset.show))"


@pytest.fixture
def desktop(reader: Reader, server: str) -> Page:
    return reader.open(server, **DESKTOP)


@pytest.fixture
def charts(demo_site: Site) -> dict[str, Week]:
    """The weeks of all series by name."""
    return {week["week"]: week for week in list_weeks(demo_site)}


@pytest.fixture
def names(demo_site: Site) -> list[str]:
    """The weeks of the front page's season up to the one that it is about, oldest first."""
    weeks = [week["week"] for week in list_season_weeks(demo_site)]
    return weeks[: find_newest_row(demo_site) + 1]


def list_rows(page: Page) -> list[int]:
    """The shows of the list's visible rows."""
    ids: list[int] = page.locator(ROWS).evaluate_all(VISIBLE)
    return ids


def list_first(week: Week) -> list[int]:
    """The shows that the list has before it is unfolded."""
    return [row["anilist_id"] for row in week["rows"]][:FOLDED]


def expect_listed(page: Page, week: Week) -> None:
    """Wait until the list, and the row that is lit in the river, are of a week."""
    page.wait_for_function(
        f"(ids) => JSON.stringify(({VISIBLE})([...document.querySelectorAll('{ROWS}')])) === ids",
        arg=str(list_first(week)).replace(" ", ""),
    )
    expect(page.locator(".river-date[aria-current=true]")).to_have_attribute("data-week", week["week"])


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_list_is_the_week(reader: Reader, server: str, demo_site: Site, device: dict[str, Any]) -> None:
    page = reader.open(server, **device)
    week = find_newest(demo_site)
    assert list_rows(page) == list_first(week)
    for entry in week["rows"][:5] + week["rows"][-1:]:
        row = page.locator(f'.week-list tr[data-show="{entry["anilist_id"]}"]')
        assert row.locator(".rank").text_content() == str(entry["rank"])
        assert (row.locator(".downloads").text_content() or "").endswith(f"{entry['downloads']:,}")
        assert row.locator("a").text_content() == entry["title"]
        assert row.locator("a").get_attribute("href") == f"./show/{entry['anilist_id']}/"


def test_the_whole_list_is_a_click_away(desktop: Page, demo_site: Site) -> None:
    switch = desktop.locator(".fold-switch")
    switch.click()
    assert list_rows(desktop) == [row["anilist_id"] for row in find_newest(demo_site)["rows"]]
    switch.click()
    assert list_rows(desktop) == list_first(find_newest(demo_site))


def test_a_headline_has_its_shows_pages(desktop: Page, server: str, demo_site: Site) -> None:
    shows = [show["anilist_id"] for show in find_newest(demo_site)["headline"]["shows"]]
    links = desktop.locator("h1 a").evaluate_all("links => links.map((link) => link.href)")
    assert set(links) <= {f"{server}show/{show}/" for show in shows}
    assert len(links) > 0


# --- another week -----------------------------------------------------------------------------------------------------


def test_another_week_can_be_listed(desktop: Page, charts: dict[str, Week], names: list[str]) -> None:
    desktop.locator("[data-slot=chooser] a").first.click()
    expect_listed(desktop, charts[names[-2]])
    desktop.locator("[data-slot=chooser] select").select_option(names[2])
    expect_listed(desktop, charts[names[2]])
    desktop.locator(f'.river-date[data-week="{names[1]}"]').click()
    expect_listed(desktop, charts[names[1]])


def test_back_and_forward_walk_the_weeks(desktop: Page, server: str, charts: dict[str, Week], names: list[str]) -> None:
    """Each choice is an entry of the history: Back never leaves the site before all are undone."""
    chosen = [names[-1], names[-2], names[0]]
    desktop.locator("[data-slot=chooser] a").first.click()
    expect_listed(desktop, charts[chosen[1]])
    desktop.locator("[data-slot=chooser] select").select_option(chosen[2])
    for week in (chosen[1], chosen[0]):
        expect_listed(desktop, charts[chosen[chosen.index(week) + 1]])
        desktop.go_back()
        expect_listed(desktop, charts[week])
    assert desktop.url == server
    for week in chosen[1:]:
        desktop.go_forward()
        expect_listed(desktop, charts[week])


def test_the_address_of_a_week_restores_it(
    reader: Reader, desktop: Page, charts: dict[str, Week], names: list[str]
) -> None:
    """Also after a way to a show and back."""
    desktop.locator("[data-slot=chooser] select").select_option(names[1])
    expect_listed(desktop, charts[names[1]])
    page = reader.open(desktop.url, **DESKTOP)
    expect_listed(page, charts[names[1]])
    page.locator(".week-list tbody a").first.click()
    page.wait_for_url("**/show/**")
    page.go_back()
    wait_for_hydration(page)
    expect_listed(page, charts[names[1]])


def test_a_week_that_is_not_over_says_so(desktop: Page, demo_site: Site, charts: dict[str, Week]) -> None:
    running = list_season_weeks(demo_site)[-1]["week"]
    assert not charts[running]["complete"]
    desktop.locator("[data-slot=chooser] a").last.click()
    expect_listed(desktop, charts[running])
    expect(desktop.locator("#list-title")).to_contain_text("so far")


# --- its parts together -----------------------------------------------------------------------------------------------


def test_a_row_brings_out_its_ribbon(desktop: Page, demo_site: Site) -> None:
    second = find_newest(demo_site)["rows"][1]["anilist_id"]
    row = desktop.locator(f'.week-list tr[data-show="{second}"]')
    row.hover()
    assert highlighted(desktop) == {second}
    desktop.mouse.move(2, 2)
    assert highlighted(desktop) == set()
    row.locator("a").focus()
    assert highlighted(desktop) == {second}


# --- addresses --------------------------------------------------------------------------------------------------------


def test_a_show_of_the_address_is_lit(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(f"{server}?show={LEADER}", **DESKTOP)
    assert (highlighted(page), list_rows(page)) == ({LEADER}, list_first(find_newest(demo_site)))


@pytest.mark.parametrize(
    "search",
    [
        "?show=1",
        "?show=0x7",
        "?show=x&week=2025-W99",
        "?week=",
        "?week=2025-W99",
        "?show=<img src=x onerror=alert(1)>",
        "?__proto__=1&show=toString",
        "?week=%E0%A4%A",
        "#2025-W99",
        "#<img src=x onerror=alert(1)>",
    ],
)
def test_an_unknown_view_is_the_plain_page(reader: Reader, server: str, demo_site: Site, search: str) -> None:
    page = reader.open(server + search, **DESKTOP)
    assert (highlighted(page), list_rows(page)) == (set(), list_first(find_newest(demo_site)))


def test_a_week_that_is_not_there_is_told(reader: Reader, server: str) -> None:
    """An old address of a week that there is not shows the newest, and says so."""
    page = reader.open(f"{server}?week=2025-W99", **DESKTOP)
    expect(page.get_by_role("status").filter(has_text="2025-W99")).to_be_visible()


def test_a_weeks_page_has_the_same_list(server: str, reader: Reader, charts: dict[str, Week]) -> None:
    page = reader.open(f"{server}week/{SETTLED_WEEK}/", **DESKTOP)
    rows = page.locator(ROWS).evaluate_all("rows => rows.map((row) => Number(row.dataset.show))")
    assert rows == [row["anilist_id"] for row in charts[SETTLED_WEEK]["rows"]]
