"""The front page around the river: the list and its weeks, the box that finds shows, and the address."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.edge_case_site import LEADER
from testkit.browser.pages import newest_finished, shows, weeks
from testkit.browser.reader import Reader
from testkit.browser.river import highlighted
from testkit.chromium import DESKTOP, PHONE
from testkit.site_server import Site

SPY = "spy x family"


@pytest.fixture
def desktop(reader: Reader, server: str) -> Page:
    return reader.open(server, **DESKTOP)


def rows(page: Page) -> list[int]:
    """The shows of the list's visible rows."""
    visible = "rows => rows.filter((row) => row.checkVisibility()).map((row) => Number(row.dataset.show))"
    ids: list[int] = page.locator(".week-list tr[data-show]").evaluate_all(visible)
    return ids


def listed(site: Site, index: int) -> list[int]:
    return [entry["anilist_id"] for entry in weeks(site)[index]["rankings"]]


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_list_is_the_week(reader: Reader, server: str, demo_site: Site, device: dict[str, Any]) -> None:
    page = reader.open(server, **device)
    week = weeks(demo_site)[newest_finished(demo_site)]
    assert rows(page) == [entry["anilist_id"] for entry in week["rankings"]]
    for entry in week["rankings"][:5] + week["rankings"][-1:]:
        row = page.locator(f'.week-list tr[data-show="{entry["anilist_id"]}"]')
        assert row.locator(".rank").inner_text() == str(entry["rank"])
        assert row.locator(".downloads").inner_text().split("\n") == describe_downloads(entry)
        assert row.locator("a").inner_text() == entry["title"]
        assert row.locator("a").get_attribute("href") == f"./show/{entry['anilist_id']}"


def describe_downloads(entry: dict[str, Any]) -> list[str]:
    """A show's downloads in a week, and how much of them is estimated, as the list has them."""
    number = f"{entry['downloads']:,}"
    if entry["downloads_estimated"] == 0:
        return [number]
    percent = (200 * entry["downloads_estimated"] + entry["downloads"]) // (2 * entry["downloads"])
    return [number, f"{percent or 'under 1'}% estimated"]


@pytest.mark.parametrize("typed", [SPY, "  SPY×Family", "Spy x", "spyxfamily"])
def test_what_is_typed_is_found(desktop: Page, typed: str) -> None:
    desktop.get_by_label("Find a show").fill(typed)
    assert (highlighted(desktop), rows(desktop)) == ({LEADER}, [LEADER])
    expect(desktop.locator(".search-result")).to_have_text("1 show")


def test_what_is_typed_finds_by_either_title(desktop: Page, demo_site: Site) -> None:
    """Everything whose title or romaji holds the letters, and nothing else."""
    desktop.get_by_label("Find a show").fill("season")
    matches = {
        show["anilist_id"]
        for show in shows(demo_site).values()
        if any("season" in show[name].lower().replace(" ", "") for name in ("title", "title_romaji"))
    }
    assert highlighted(desktop) == matches
    assert set(rows(desktop)) == matches & set(listed(demo_site, newest_finished(demo_site)))


def test_nothing_found_says_so(desktop: Page) -> None:
    desktop.get_by_label("Find a show").fill("no such show at all")
    assert rows(desktop) == []
    expect(desktop.locator(".search-result")).to_have_text("No match.")


def test_a_show_without_a_row_can_be_opened(desktop: Page, demo_site: Site) -> None:
    """Found, but not ranked in the listed week: the line beside the box has a link to its page."""
    ranked = set(listed(demo_site, newest_finished(demo_site)))
    show = next(show for show in shows(demo_site).values() if show["anilist_id"] not in ranked)
    desktop.get_by_label("Find a show").fill(show["title"])
    result = desktop.locator(".search-result")
    expect(result).to_have_text("1 show, not ranked this week: open")
    result.get_by_role("link", name=f"open {show['title']}").click()
    desktop.wait_for_url(f"**/show/{show['anilist_id']}")


def test_escape_empties_the_box(desktop: Page, demo_site: Site) -> None:
    box = desktop.get_by_label("Find a show")
    box.fill(SPY)
    box.press("Escape")
    expect(box).to_have_value("")
    assert (highlighted(desktop), rows(desktop)) == (set(), listed(demo_site, newest_finished(demo_site)))


def test_another_week_can_be_listed(desktop: Page, demo_site: Site) -> None:
    newest = newest_finished(demo_site)
    desktop.get_by_role("button", name="Previous week").click()
    assert rows(desktop) == listed(demo_site, newest - 1)
    assert desktop.url.endswith(f"?week={weeks(demo_site)[newest - 1]['week']}")
    desktop.get_by_label("Week to list").select_option(index=3)
    assert rows(desktop) == listed(demo_site, 3)
    expect(desktop.get_by_role("heading", level=2)).to_contain_text("20–26 October 2025 (week 4)")
    desktop.get_by_label("Week to list").select_option(index=newest)
    assert "week=" not in desktop.url


def test_a_week_that_still_runs_says_so(desktop: Page, demo_site: Site) -> None:
    desktop.get_by_role("button", name="Next week").click()
    assert rows(desktop) == listed(demo_site, newest_finished(demo_site) + 1)
    expect(desktop.get_by_role("heading", level=2)).to_contain_text(", so far")
    expect(desktop.get_by_role("button", name="Next week")).to_be_disabled()


def test_what_is_typed_holds_for_another_week(desktop: Page) -> None:
    desktop.get_by_label("Find a show").fill(SPY)
    desktop.get_by_role("button", name="Previous week").click()
    assert (highlighted(desktop), rows(desktop)) == ({LEADER}, [LEADER])


def test_a_row_brings_out_its_ribbon(desktop: Page, demo_site: Site) -> None:
    second = listed(demo_site, newest_finished(demo_site))[1]
    row = desktop.locator(f'.week-list tr[data-show="{second}"]')
    row.hover()
    assert highlighted(desktop) == {second}
    desktop.mouse.move(2, 2)
    assert highlighted(desktop) == set()
    row.locator("a").focus()
    assert highlighted(desktop) == {second}


def selected(page: Page) -> list[str | None]:
    ids: list[str | None] = page.locator(".week-list tr[aria-current]").evaluate_all(
        "rows => rows.map((row) => row.dataset.show)"
    )
    return ids


def test_a_shared_view_is_restored(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(f"{server}?show={LEADER}&week=2025-W45", **DESKTOP)
    index = [week["week"] for week in weeks(demo_site)].index("2025-W45")
    assert (highlighted(page), rows(page), selected(page)) == ({LEADER}, listed(demo_site, index), [str(LEADER)])
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
    assert (highlighted(page), rows(page)) == (set(), listed(demo_site, newest_finished(demo_site)))


def test_back_and_forth_between_views(desktop: Page, demo_site: Site) -> None:
    """Two views by hand in one page's history: each is restored when it comes again."""
    desktop.evaluate("(search) => history.pushState(null, '', search)", f"?show={LEADER}&week=2025-W41")
    desktop.go_back()
    assert (highlighted(desktop), rows(desktop)) == (set(), listed(demo_site, newest_finished(demo_site)))
    desktop.go_forward()
    expect(desktop.get_by_label("Week to list")).to_have_value("2025-W41")
    assert (highlighted(desktop), selected(desktop)) == ({LEADER}, [str(LEADER)])
