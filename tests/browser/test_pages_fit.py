"""No page scrolls sideways on a phone, and nothing moves while a page comes alive."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from testkit.browser.edge_case_site import LEADER
from testkit.browser.pages import every_edge_case, every_kind
from testkit.browser.reader import PICTURE, Reader
from testkit.chromium import DESKTOP, PHONE

MODES = ("daily", "cumulative", "calendar")


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window, and whether anything lies outside of it."""
    wide: int = page.evaluate("() => document.documentElement.scrollWidth")
    return wide - page.viewport_size["width"] if page.viewport_size else wide


def outside(page: Page) -> list[str]:
    elements: list[str] = page.evaluate("() => probes.outside()")
    return elements


@every_kind
def test_a_page_fits_a_phone(reader: Reader, server: str, path: str) -> None:
    page = reader.open(server + path, **PHONE)
    assert (sideways(page), outside(page)) == (0, [])


@every_edge_case
def test_an_edge_case_fits_a_phone(reader: Reader, edge_cases: str, path: str) -> None:
    page = reader.open(edge_cases + path, **PHONE)
    assert (sideways(page), outside(page)) == (0, [])


@every_edge_case
def test_an_edge_case_fits_any_screen(reader: Reader, edge_cases: str, path: str) -> None:
    page = reader.open(edge_cases + path, **DESKTOP)
    for width in (1280, 900, 700, 480):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert (width, sideways(page), outside(page)) == (width, 0, [])


def test_the_whole_river_fits_a_phone(reader: Reader, server: str) -> None:
    page = reader.open(server, **PHONE)
    page.get_by_role("button", name="Show all ranks").tap()
    assert (sideways(page), outside(page)) == (0, [])


@pytest.mark.parametrize("mode", MODES)
def test_the_episodes_fit_a_phone(reader: Reader, server: str, mode: str) -> None:
    page = reader.open(f"{server}show/{LEADER}?mode={mode}", **PHONE)
    assert (sideways(page), outside(page)) == (0, [])


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("poster", [PICTURE, None], ids=["posters", "broken posters"])
@pytest.mark.parametrize("path", ["", f"show/{LEADER}"], ids=["front", "show"])
def test_nothing_moves(
    reader: Reader, edge_cases: str, path: str, poster: Path | None, device: dict[str, object]
) -> None:
    page = reader.open(edge_cases + path, poster=poster, **device)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => probes.shifts()") == 0
    assert reader.posters != []
