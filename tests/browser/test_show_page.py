"""A show's page: its chart in three views, by mouse, key and address, with the tables as its twin."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as WaitedTooLong

from testkit.browser.edge_case_site import LONG, LONG_TITLE, ROMAJI, SINGLE
from testkit.browser.pages import CONTINUING, FORMER, LEADER, read_season_shows, read_shows
from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP, PHONE
from testkit.published_data import read
from testkit.site_server import Site

VIEWS = ("date", "age", "total")
DEVICES = pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
DRAWING = ".plot-drawn svg"
HAS_SHAPES = f"""() => [...document.querySelectorAll("{DRAWING} path, {DRAWING} rect")]
    .some((shape) => shape.getBBox().height > 20)"""


def read_view(page: Page) -> str:
    name: str = page.locator(".view-switch input:checked").input_value()
    return name


def is_drawn(page: Page) -> bool:
    """Whether the chart is there, and covers something: at once, or when its figures have come."""
    try:
        page.wait_for_function(HAS_SHAPES)
    except WaitedTooLong:
        return False
    return True


@DEVICES
@pytest.mark.parametrize("show", [LEADER, FORMER, CONTINUING])
def test_the_chart_is_there_in_every_view(reader: Reader, server: str, show: int, device: dict[str, Any]) -> None:
    page = reader.open(f"{server}show/{show}/", **device)
    drawings = set()
    for name in VIEWS:
        page.locator(f".view-switch input[value={name}]").check(force=True)
        assert (read_view(page), is_drawn(page)) == (name, True)
        drawings.add(page.locator(DRAWING).first.inner_html())
    assert len(drawings) == len(VIEWS)


def test_keys_switch_the_view_and_back_undoes_it(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}show/{LEADER}/", **DESKTOP)
    page.locator(".view-switch input:checked").focus()
    page.keyboard.press("ArrowRight")
    assert (read_view(page), page.url.endswith("?view=age")) == ("age", True)
    page.go_back()
    assert (read_view(page), "?" in page.url, is_drawn(page)) == ("date", False, True)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("", "date"),
        ("?view=age", "age"),
        ("?view=total", "total"),
        ("?view=nonsense", "date"),
        ("?mode=calendar", "date"),
        ("?mode=daily", "age"),
        ("?mode=cumulative", "total"),
    ],
)
def test_the_address_says_the_view(reader: Reader, server: str, search: str, expected: str) -> None:
    """The first edition's addresses too, in which it was the mode."""
    page = reader.open(f"{server}show/{LEADER}/{search}", **DESKTOP)
    assert (read_view(page), is_drawn(page)) == (expected, True)


def test_the_days_can_be_read_with_keys(reader: Reader, server: str, demo_site: Site) -> None:
    """The first day, by its figure in the published file."""
    page = reader.open(f"{server}show/{LEADER}/", **DESKTOP)
    page.get_by_role("slider").first.press("Home")
    episodes = read(demo_site.data, f"shows/{LEADER}.json")["episodes"]
    day = min(episode["first_date"] for episode in episodes)
    total = sum(episode["downloads_daily"][0] for episode in episodes if episode["first_date"] == day)
    expect(page.locator(".day-card").first).to_contain_text(f"{total:,}")


def test_the_days_can_be_read_with_a_mouse(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}show/{LEADER}/", **DESKTOP)
    page.locator(DRAWING).first.hover()
    expect(page.locator(".day-card").first).to_be_visible()
    page.mouse.move(1, 1)
    expect(page.locator(".day-card").first).to_be_hidden()


@pytest.mark.parametrize("show", [LEADER, FORMER, CONTINUING])
def test_the_table_says_what_the_data_say(reader: Reader, server: str, demo_site: Site, show: int) -> None:
    """Each episode with its total, and none besides those that are counted or missing between two."""
    page = reader.open(f"{server}show/{show}/", **DESKTOP)
    rows = page.locator(".episode-table tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
    )
    episodes = read(demo_site.data, f"shows/{show}.json")["episodes"]
    by_number = {row[0]: row for row in rows}
    assert len(by_number) == len(rows)
    for episode in episodes:
        assert f"{sum(episode['downloads_daily']):,}" in by_number[str(episode["episode"])]


@DEVICES
def test_a_show_of_one_day_needs_no_chart(
    reader: Reader, edge_cases: str, edge_case_site: Site, device: dict[str, Any]
) -> None:
    page = reader.open(f"{edge_cases}show/{SINGLE}/", **device)
    (episode,) = read(edge_case_site.data, f"shows/{SINGLE}.json")["episodes"]
    assert page.locator(DRAWING).count() == 0
    expect(page.locator("[data-slot=chart]")).to_contain_text(f"{episode['downloads_daily'][0]:,}")


@pytest.mark.parametrize("show", [LONG, ROMAJI])
def test_an_odd_title_is_the_heading(reader: Reader, edge_cases: str, edge_case_site: Site, show: int) -> None:
    page = reader.open(f"{edge_cases}show/{show}/", **PHONE)
    title = read_shows(edge_case_site)[show]["title"]
    assert page.get_by_role("heading", level=1).inner_text() == title
    assert page.title().startswith(title)
    assert (len(LONG_TITLE), read_shows(edge_case_site)[ROMAJI]["title_english"]) == (200, None)


def test_the_way_to_the_neighbours_keeps_the_view(reader: Reader, server: str, demo_site: Site) -> None:
    ranked = {show["seasonal_rank"]: show["anilist_id"] for show in read_season_shows(demo_site).values()}
    page = reader.open(f"{server}show/{ranked[1]}/?view=total", **DESKTOP)
    page.locator(".show-links .next").click()
    page.wait_for_url(f"**/show/{ranked[2]}/?view=total")
    page.locator(".show-links .prev").click()
    page.wait_for_url(f"**/show/{ranked[1]}/?view=total")
