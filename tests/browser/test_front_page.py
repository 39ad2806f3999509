"""The front page around the river: the list and its weeks, the box that finds shows, and the address."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.edge_case_site import LEADER
from testkit.browser.pages import newest_finished, shows, weeks
from testkit.browser.reader import Reader
from testkit.browser.river import chosen
from testkit.chromium import DESKTOP, PHONE
from testkit.site_server import Site

SPY = "spy x family"


@pytest.fixture
def desk(reader: Reader, server: str) -> Page:
    return reader.open(server, **DESKTOP)


def rows(page: Page) -> list[int]:
    """The shows of the list's visible rows."""
    visible = "rows => rows.filter((row) => row.checkVisibility()).map((row) => Number(row.dataset.show))"
    found: list[int] = page.locator(".week-list tr[data-show]").evaluate_all(visible)
    return found


def listed(site: Site, index: int) -> list[int]:
    return [entry["anilist_id"] for entry in weeks(site)[index]["rankings"]]


@pytest.mark.parametrize("dress", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_list_is_the_week(reader: Reader, server: str, demo_site: Site, dress: dict[str, Any]) -> None:
    page = reader.open(server, **dress)
    week = weeks(demo_site)[newest_finished(demo_site)]
    assert rows(page) == [entry["anilist_id"] for entry in week["rankings"]]
    for entry in week["rankings"][:5] + week["rankings"][-1:]:
        row = page.locator(f'.week-list tr[data-show="{entry["anilist_id"]}"]')
        assert row.locator(".rank").inner_text() == str(entry["rank"])
        assert row.locator(".downloads").inner_text().strip() == f"{entry['downloads']:,}"
        assert row.locator("a").inner_text() == entry["title"]
        assert row.locator("a").get_attribute("href") == f"./show/{entry['anilist_id']}"


@pytest.mark.parametrize("typed", [SPY, "  SPY×Family", "Spy x", "spyxfamily"])
def test_what_is_typed_is_found(desk: Page, typed: str) -> None:
    desk.get_by_label("Find a show").fill(typed)
    assert (chosen(desk), rows(desk)) == ({LEADER}, [LEADER])
    expect(desk.locator(".search-result")).to_have_text("1 show")


def test_what_is_typed_finds_by_either_title(desk: Page, demo_site: Site) -> None:
    """Everything whose title or romaji holds the letters, and nothing else."""
    desk.get_by_label("Find a show").fill("season")
    found = {
        show["anilist_id"]
        for show in shows(demo_site).values()
        if any("season" in show[name].lower().replace(" ", "") for name in ("title", "title_romaji"))
    }
    assert chosen(desk) == found
    assert set(rows(desk)) == found & set(listed(demo_site, newest_finished(demo_site)))


def test_nothing_found_says_so(desk: Page) -> None:
    desk.get_by_label("Find a show").fill("no such show at all")
    assert rows(desk) == []
    expect(desk.locator(".search-result")).to_have_text("No match.")


def test_escape_empties_the_box(desk: Page, demo_site: Site) -> None:
    box = desk.get_by_label("Find a show")
    box.fill(SPY)
    box.press("Escape")
    expect(box).to_have_value("")
    assert (chosen(desk), rows(desk)) == (set(), listed(demo_site, newest_finished(demo_site)))


def test_another_week_can_be_listed(desk: Page, demo_site: Site) -> None:
    newest = newest_finished(demo_site)
    desk.get_by_role("button", name="Previous week").click()
    assert rows(desk) == listed(demo_site, newest - 1)
    assert desk.url.endswith(f"?week={weeks(demo_site)[newest - 1]['week']}")
    desk.get_by_label("Week to list").select_option(index=3)
    assert rows(desk) == listed(demo_site, 3)
    expect(desk.get_by_role("heading", level=2)).to_contain_text("20–26 October 2025 (week 4)")
    desk.get_by_label("Week to list").select_option(index=newest)
    assert "week=" not in desk.url


def test_a_week_that_still_runs_says_so(desk: Page, demo_site: Site) -> None:
    desk.get_by_role("button", name="Next week").click()
    assert rows(desk) == listed(demo_site, newest_finished(demo_site) + 1)
    expect(desk.get_by_role("heading", level=2)).to_contain_text(", so far")
    expect(desk.get_by_role("button", name="Next week")).to_be_disabled()


def test_what_is_typed_holds_for_another_week(desk: Page) -> None:
    desk.get_by_label("Find a show").fill(SPY)
    desk.get_by_role("button", name="Previous week").click()
    assert (chosen(desk), rows(desk)) == ({LEADER}, [LEADER])


def test_a_row_brings_out_its_ribbon(desk: Page, demo_site: Site) -> None:
    second = listed(demo_site, newest_finished(demo_site))[1]
    row = desk.locator(f'.week-list tr[data-show="{second}"]')
    row.hover()
    assert chosen(desk) == {second}
    desk.mouse.move(2, 2)
    assert chosen(desk) == set()
    row.locator("a").focus()
    assert chosen(desk) == {second}


def selected(page: Page) -> list[str | None]:
    found: list[str | None] = page.locator(".week-list tr[aria-current]").evaluate_all(
        "rows => rows.map((row) => row.dataset.show)"
    )
    return found


def test_a_shared_view_is_restored(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(f"{server}?show={LEADER}&week=2025-W45", **DESKTOP)
    index = [week["week"] for week in weeks(demo_site)].index("2025-W45")
    assert (chosen(page), rows(page), selected(page)) == ({LEADER}, listed(demo_site, index), [str(LEADER)])
    expect(page.get_by_label("Week to list")).to_have_value("2025-W45")


@pytest.mark.parametrize(
    "search",
    [
        "?show=1",
        "?show=0177937",
        "?show=x&week=2025-W99",
        "?week=",
        "?show=<img src=x onerror=alert(1)>",
        "?__proto__=1&show=toString",
        "?week=%E0%A4%A",
    ],
)
def test_an_unknown_view_is_the_plain_page(reader: Reader, server: str, demo_site: Site, search: str) -> None:
    page = reader.open(server + search, **DESKTOP)
    assert (chosen(page), rows(page)) == (set(), listed(demo_site, newest_finished(demo_site)))


def test_back_and_forth_between_views(desk: Page, demo_site: Site) -> None:
    """Two views by hand in one page's history: each is restored when it comes again."""
    desk.evaluate("(search) => history.pushState(null, '', search)", f"?show={LEADER}&week=2025-W41")
    desk.go_back()
    assert (chosen(desk), rows(desk)) == (set(), listed(demo_site, newest_finished(demo_site)))
    desk.go_forward()
    expect(desk.get_by_label("Week to list")).to_have_value("2025-W41")
    assert (chosen(desk), selected(desk)) == ({LEADER}, [str(LEADER)])
