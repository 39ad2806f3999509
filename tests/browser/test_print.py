"""On paper: light whatever the screen has, few pages, and nothing that asks for a click."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from testkit.browser.pages import KINDS
from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP

MAX_PAGES = 3
CONTROLS = "input, select, button, .button, [role=combobox], .site-search"
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
BRIGHTNESS = """() => [
    probes.brightness(getComputedStyle(document.body).color),
    probes.brightness(getComputedStyle(document.documentElement).backgroundColor),
]"""


SCHEMES: Sequence[Literal["light", "dark"]] = ("light", "dark")


def count_pages(page: Page) -> int:
    return len(PAGE.findall(page.pdf(format="A4")))


def test_the_front_page_takes_three_sheets(reader: Reader, server: str) -> None:
    page = reader.open(server, **DESKTOP)
    assert 1 <= count_pages(page) <= MAX_PAGES


def test_the_front_page_takes_no_more_without_a_script(reader: Reader, server: str) -> None:
    page = reader.open(server, java_script_enabled=False, **DESKTOP)
    assert 1 <= count_pages(page) <= MAX_PAGES


def test_the_front_page_takes_no_more_with_shows_put_aside(reader: Reader, server: str) -> None:
    page = reader.open(server, **DESKTOP)
    page.locator("[data-compare]").first.click()
    expect(page.locator(".compare-tray")).to_be_visible()
    assert 1 <= count_pages(page) <= MAX_PAGES


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_a_page_is_printed_light_and_without_controls(reader: Reader, server: str, path: str) -> None:
    page = reader.open(server + path, **DESKTOP)
    for scheme in SCHEMES:
        page.emulate_media(media="print", color_scheme=scheme)
        ink, paper = page.evaluate(BRIGHTNESS)
        assert (ink < 0.2, paper > 0.9) == (True, True), scheme
    controls = page.locator(CONTROLS).evaluate_all(
        "all => all.filter((element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true})"
        " && element.offsetWidth > 1).map((element) => element.outerHTML.slice(0, 80))"
    )
    assert controls == []
