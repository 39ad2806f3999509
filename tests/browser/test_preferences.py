"""Light and dark, reduced motion, and a browser that runs no script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.pages import KINDS, LEADER, every_kind, find_newest, find_newest_row, read_shows
from testkit.browser.reader import Reader
from testkit.browser.river import ribbon_at
from testkit.chromium import DESKTOP, PHONE
from testkit.published_data import read
from testkit.site_server import Site

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


@every_kind
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
    page.mouse.move(*ribbon_at(page, LEADER, find_newest_row(demo_site)))
    expect(page.locator(".river-card")).to_be_visible()
    page.locator("#find").fill("season")
    page.wait_for_timeout(100)
    assert (page.evaluate("() => probes.motions") > 0) == moves


def test_a_show_page_moves_nothing(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}show/{LEADER}/", reduced_motion="reduce", **DESKTOP)
    page.evaluate("() => probes.watchMotion()")
    page.locator(".view-switch input").nth(1).check(force=True)
    page.get_by_role("slider").first.press("Home")
    expect(page.locator(".day-card").first).to_be_visible()
    assert page.evaluate("() => probes.motions") == 0


# --- without a script -------------------------------------------------------------------------------------------------


def test_without_script_the_front_page_says_everything(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(server, **PHONE, **NO_SCRIPT)
    assert page.locator(".week-list tbody tr").count() == len(find_newest(demo_site)["rows"])
    assert page.locator("svg.river:visible .ribbon").count() >= 25
    assert page.locator("h1").inner_text() != ""
    assert page.locator(".cards [data-show]").count() >= 3


@every_kind
def test_without_script_no_control_is_there_that_needs_one(reader: Reader, server: str, path: str) -> None:
    page = reader.open(server + path, **DESKTOP, **NO_SCRIPT)
    assert page.locator("select:visible, button:visible, input:not([type=checkbox]):visible").count() == 0


@pytest.mark.parametrize("link", [f'svg.river .ribbon[data-show="{LEADER}"]:visible', ".week-list tbody a"])
def test_without_script_links_lead(reader: Reader, server: str, demo_site: Site, link: str) -> None:
    page = reader.open(server, **DESKTOP, **NO_SCRIPT)
    page.locator(link).first.focus()
    page.keyboard.press("Enter")
    show = LEADER if "ribbon" in link else find_newest(demo_site)["rows"][0]["anilist_id"]
    page.wait_for_url(f"**/show/{show}/")


def test_without_script_a_week_can_be_chosen(reader: Reader, server: str) -> None:
    page = reader.open(server, **DESKTOP, **NO_SCRIPT)
    page.locator("[data-slot=chooser] a").first.click()
    page.wait_for_url("**/week/*/")


@pytest.mark.parametrize("kind", ["show", "former", "continuing"])
def test_without_script_a_show_has_its_charts_and_tables(
    reader: Reader, server: str, demo_site: Site, kind: str
) -> None:
    page = reader.open(server + KINDS[kind], **PHONE, **NO_SCRIPT)
    show = read_shows(demo_site)[int(KINDS[kind].split("/")[1])]
    episodes = read(demo_site.data, f"shows/{show['anilist_id']}.json")["episodes"]
    assert page.locator("h1").inner_text() == show["title"]
    expect(page.locator("main")).to_contain_text(f"{show['downloads']:,}")
    assert page.locator(".episode-table tbody tr").count() >= len(episodes)
    for slot in ("chart", "ribbon"):
        heights = page.locator(f"[data-slot={slot}] svg:visible").evaluate_all(
            "all => all.map((drawing) => drawing.getBoundingClientRect().height)"
        )
        assert max(heights) > 80, slot
