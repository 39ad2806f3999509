"""A show's page: its chart in three modes, by mouse, key and address, with the tables as its twin."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.edge_case_site import LEADER, LONG, LONG_TITLE, ROMAJI, SINGLE
from testkit.browser.pages import CONTINUING, shows
from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP, PHONE
from testkit.published_data import read
from testkit.site_server import Site

MODES = ("daily", "cumulative", "calendar")
DEVICES = pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])


def mode(page: Page) -> str:
    name: str = page.locator(".modes input:checked").input_value()
    return name


def is_drawn(page: Page) -> bool:
    """Whether the chart has bands, one an episode, that cover something."""
    areas = page.locator(".episodes-plot .band").evaluate_all("bands => bands.map((band) => band.getBBox().height)")
    return len(areas) > 0 and max(areas) > 20


@DEVICES
@pytest.mark.parametrize("show", [LEADER, CONTINUING])
def test_the_chart_is_there_in_every_mode(reader: Reader, server: str, show: int, device: dict[str, Any]) -> None:
    page = reader.open(f"{server}show/{show}", **device)
    drawings = set()
    for name in MODES:
        page.get_by_label(name.capitalize(), exact=True).check(force=True)
        assert (mode(page), is_drawn(page)) == (name, True)
        drawings.add(page.locator(".episodes-plot .band").last.get_attribute("d"))
    assert len(drawings) == len(MODES)


def test_keys_switch_the_mode(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}show/{LEADER}", **DESKTOP)
    page.locator(".modes input:checked").focus()
    page.keyboard.press("ArrowRight")
    assert (mode(page), page.url.endswith("?mode=cumulative")) == ("cumulative", True)
    page.keyboard.press("ArrowLeft")
    assert (mode(page), "?" in page.url) == ("daily", False)


@pytest.mark.parametrize(
    ("search", "expected"),
    [("?mode=calendar", "calendar"), ("?mode=cumulative", "cumulative"), ("?mode=nonsense", "daily"), ("", "daily")],
)
def test_the_address_says_the_mode(reader: Reader, server: str, search: str, expected: str) -> None:
    page = reader.open(f"{server}show/{LEADER}{search}", **DESKTOP)
    assert (mode(page), is_drawn(page)) == (expected, True)


@pytest.mark.parametrize(("width", "panels"), [(360, 2), (1280, 1)])
def test_the_sum_has_a_panel_of_its_own_on_a_phone(reader: Reader, server: str, width: int, panels: int) -> None:
    page = reader.open(f"{server}show/{LEADER}", viewport={"width": width, "height": 740})
    assert page.locator(".episodes-plot > svg").count() == panels
    assert page.locator(".episodes-plot .sum-line").count() == 1


def test_the_days_can_be_read_with_keys(reader: Reader, server: str, demo_site: Site) -> None:
    """The first day of all episodes together, by its figure in the published file."""
    page = reader.open(f"{server}show/{LEADER}", **DESKTOP)
    page.get_by_role("slider").press("Home")
    episodes = read(demo_site.data, f"shows/{LEADER}.json")["episodes"]
    total = sum(episode["downloads_daily"][0] for episode in episodes)
    expect(page.locator(".day-card")).to_be_visible()
    expect(page.locator(".day-card")).to_contain_text(f"{total:,}")


def test_the_days_can_be_read_with_a_mouse(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}show/{LEADER}", **DESKTOP)
    page.locator(".episodes-plot").hover()
    expect(page.locator(".day-card")).to_be_visible()
    page.mouse.move(1, 1)
    expect(page.locator(".day-card")).to_be_hidden()


@pytest.mark.parametrize("show", [LEADER, CONTINUING])
def test_the_table_says_what_the_data_say(reader: Reader, server: str, demo_site: Site, show: int) -> None:
    page = reader.open(f"{server}show/{show}", **DESKTOP)
    rows = page.locator(".episode-table tbody tr").evaluate_all(
        "rows => rows.map((row) => [row.cells[0].innerText, row.cells[2].innerText])"
    )
    totals = shows(demo_site)[show]["episode_totals"]
    assert rows == [[str(total["episode"]), f"{total['downloads']:,}"] for total in totals]


@DEVICES
@pytest.mark.parametrize("name", MODES)
def test_a_show_of_one_day_is_drawn(reader: Reader, edge_cases: str, name: str, device: dict[str, Any]) -> None:
    page = reader.open(f"{edge_cases}show/{SINGLE}?mode={name}", **device)
    assert (is_drawn(page), page.locator(".episodes-plot .band").count()) == (True, 1)


@pytest.mark.parametrize("show", [LONG, ROMAJI])
def test_an_odd_title_is_the_heading(reader: Reader, edge_cases: str, edge_case_site: Site, show: int) -> None:
    page = reader.open(f"{edge_cases}show/{show}", **PHONE)
    title = shows(edge_case_site)[show]["title"]
    assert page.get_by_role("heading", level=1).inner_text() == title
    assert page.title() == f"{title} | nyaastats"
    assert (len(LONG_TITLE), shows(edge_case_site)[ROMAJI]["title_english"]) == (200, None)


def test_the_way_to_the_river_and_to_the_neighbours(reader: Reader, server: str, demo_site: Site) -> None:
    second = next(show["anilist_id"] for show in shows(demo_site).values() if show["seasonal_rank"] == 2)
    page = reader.open(f"{server}show/{LEADER}", **DESKTOP)
    page.locator(".show-links .next").click()
    page.wait_for_url(f"**/show/{second}")
    page.get_by_role("link", name="Show in river").click()
    page.wait_for_url(f"**/?show={second}")
