"""No page scrolls sideways, however narrow the screen, and nothing moves while a page comes alive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.pages import EDGE_CASE_KINDS, KINDS, LEADER, every_edge_case, every_kind
from testkit.browser.reader import PICTURE, Reader
from testkit.chromium import DESKTOP, PHONE

NARROWEST: dict[str, Any] = PHONE | {"viewport": {"width": 320, "height": 640}}
"""What WCAG 1.4.10 asks for; a desktop at 400 % is as narrow."""
WIDTHS = (1920, 1280, 900, 700, 480)
DEVICES = pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
VIEWS = ("date", "age", "total")


def describe_fit(page: Page) -> tuple[int, list[str]]:
    """By how many pixels the page is wider than its window, and what lies outside of it or of its cell."""
    wide: int = page.evaluate("() => document.documentElement.scrollWidth")
    outside: list[str] = page.evaluate("() => [...probes.outside(), ...probes.spilled()]")
    assert page.viewport_size
    return wide - page.viewport_size["width"], outside


FITS = (0, list[str]())


@every_kind
def test_a_page_fits_the_narrowest_screen(reader: Reader, server: str, path: str) -> None:
    assert describe_fit(reader.open(server + path, **NARROWEST)) == FITS


@every_edge_case
def test_an_edge_case_fits_the_narrowest_screen(reader: Reader, edge_cases: str, path: str) -> None:
    assert describe_fit(reader.open(edge_cases + path, **NARROWEST)) == FITS


@every_edge_case
def test_an_edge_case_fits_any_screen(reader: Reader, edge_cases: str, path: str) -> None:
    page = reader.open(edge_cases + path, **DESKTOP)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert (width, *describe_fit(page)) == (width, *FITS)


def test_the_whole_river_fits_a_phone(reader: Reader, server: str) -> None:
    page = reader.open(server, **NARROWEST)
    page.locator("[data-slot=river-tools] button").tap()
    assert describe_fit(page) == FITS


@pytest.mark.parametrize("view", VIEWS)
def test_the_episodes_fit_a_phone(reader: Reader, server: str, view: str) -> None:
    page = reader.open(f"{server}show/{LEADER}/?view={view}", **NARROWEST)
    assert describe_fit(page) == FITS


def put_aside(reader: Reader, server: str, device: dict[str, Any]) -> None:
    """Take the leader to the shows to be compared, as an earlier visit did."""
    page = reader.open(f"{server}show/{LEADER}/", **device)
    page.locator(f"[data-compare='{LEADER}']").first.click()
    expect(page.locator(".compare-tray")).to_be_visible()


# --- nothing moves, also while a page comes piece by piece ---------------------------------------------------------


@DEVICES
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "missing"])
def test_nothing_moves(reader: Reader, slow_server: str, kind: str, device: dict[str, Any]) -> None:
    page = reader.open(slow_server + KINDS[kind], **device)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => probes.shifts()") == []


@DEVICES
@pytest.mark.parametrize("kind", ["front", "show"])
def test_nothing_moves_for_who_put_the_show_aside(
    reader: Reader, slow_server: str, kind: str, device: dict[str, Any]
) -> None:
    put_aside(reader, slow_server, device)
    page = reader.open(slow_server + KINDS[kind], **device)
    page.wait_for_load_state("networkidle")
    expect(page.locator(f"[data-compare='{LEADER}']").first).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("() => probes.shifts()") == []


@DEVICES
@pytest.mark.parametrize("poster", [PICTURE, None], ids=["posters", "broken posters"])
@pytest.mark.parametrize("kind", ["posters", "leader", "odd week", "odd season"])
def test_nothing_moves_when_posters_come_or_do_not(
    reader: Reader, slow_edge_cases: str, kind: str, poster: Path | None, device: dict[str, Any]
) -> None:
    page = reader.open(slow_edge_cases + EDGE_CASE_KINDS[kind], poster=poster, **device)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => probes.shifts()") == []
    assert reader.posters != []


def test_a_move_would_be_noticed(reader: Reader, server: str) -> None:
    page = reader.open(server + KINDS["about"], **DESKTOP)
    page.evaluate(
        """() => new Promise((resolve) => {
            const box = document.createElement("div");
            box.style.setProperty("height", "200px");
            document.querySelector("main").prepend(box);
            requestAnimationFrame(() => requestAnimationFrame(resolve));
        })"""
    )
    assert page.evaluate("() => probes.shifts()") != []
