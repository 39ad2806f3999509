"""Light and dark, reduced motion, and a browser that runs no script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.edge_case_site import LEADER
from testkit.browser.pages import newest_finished, shows, weeks
from testkit.browser.reader import Reader
from testkit.browser.river import ribbon_at
from testkit.chromium import DESKTOP, PHONE
from testkit.site_server import Site

PATHS = pytest.mark.parametrize("path", ["", f"show/{LEADER}", "about", "show/999999"])
NO_SCRIPT: dict[str, Any] = {"java_script_enabled": False}


def brightness(page: Page) -> tuple[float, float]:
    """How bright the ink and the paper are, from 0 to 1."""
    ink, paper = page.evaluate(
        """() => [
            probes.brightness(getComputedStyle(document.body).color),
            probes.brightness(getComputedStyle(document.documentElement).backgroundColor),
        ]"""
    )
    return ink, paper


@PATHS
def test_light_is_light_and_dark_is_dark(reader: Reader, server: str, path: str) -> None:
    page = reader.open(server + path, color_scheme="light", **DESKTOP)
    ink, paper = brightness(page)
    assert (ink < 0.2, paper > 0.8) == (True, True)
    page.emulate_media(color_scheme="dark")
    ink, paper = brightness(page)
    assert (ink > 0.8, paper < 0.2) == (True, True)


def test_the_top_ten_have_ten_hues_in_both(reader: Reader, server: str) -> None:
    page = reader.open(server, color_scheme="light", reduced_motion="reduce", **DESKTOP)
    fills = "links => links.map((link) => getComputedStyle(link.querySelector('path')).fill)"
    classes = ", ".join(f".ribbon.color-{rank}" for rank in range(1, 11))
    light = set(page.locator(classes).evaluate_all(fills))
    page.emulate_media(color_scheme="dark")
    dark = set(page.locator(classes).evaluate_all(fills))
    assert (len(light), len(dark)) == (10, 10)
    assert light != dark


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_reduced_motion_moves_nothing(
    reader: Reader, server: str, demo_site: Site, motion: str, *, moves: bool
) -> None:
    page = reader.open(server, reduced_motion=motion, **DESKTOP)
    page.evaluate("() => probes.watchMotion()")
    page.mouse.move(*ribbon_at(page, LEADER, newest_finished(demo_site)))
    expect(page.locator(".river-card")).to_be_visible()
    page.get_by_label("Find a show").fill("season")
    page.wait_for_timeout(100)
    assert (page.evaluate("() => probes.motions") > 0) == moves


def test_a_show_page_moves_nothing(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}show/{LEADER}", reduced_motion="reduce", **DESKTOP)
    page.evaluate("() => probes.watchMotion()")
    page.get_by_label("Calendar", exact=True).check(force=True)
    page.get_by_role("slider").press("Home")
    expect(page.locator(".day-card")).to_be_visible()
    assert page.evaluate("() => probes.motions") == 0


def test_without_script_the_front_page_says_everything(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(server, **PHONE, **NO_SCRIPT)
    week = weeks(demo_site)[newest_finished(demo_site)]
    assert page.locator(".week-list tbody tr").count() == len(week["rankings"])
    assert page.locator("svg.river .ribbon").count() >= 25
    assert page.locator("h1").inner_text() != ""
    assert page.locator("input:visible, select:visible, button:visible").count() == 0


@pytest.mark.parametrize("link", [f'.ribbon[data-show="{LEADER}"]', f'.week-list a[href="./show/{LEADER}"]'])
def test_without_script_links_lead(reader: Reader, server: str, link: str) -> None:
    page = reader.open(server, **DESKTOP, **NO_SCRIPT)
    page.locator(link).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/show/{LEADER}")


def test_without_script_a_show_has_its_head_and_tables(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(f"{server}show/{LEADER}", **PHONE, **NO_SCRIPT)
    show = shows(demo_site)[LEADER]
    assert page.locator("h1").inner_text() == show["title"]
    expect(page.locator(".show-stats")).to_contain_text(f"{show['downloads']:,}")
    assert page.locator(".episode-table tbody tr").count() == len(show["episode_totals"])
    assert page.locator("svg.ranks").count() == 1
    page.get_by_role("link", name="the table of episodes").click()
    assert page.url.endswith("#episodes")
