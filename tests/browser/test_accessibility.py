"""axe-core finds nothing, on any kind of page: in light, dark and forced colours, at 320 and 1280 px."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page

from testkit.browser.pages import CONTINUING, EDGE_CASE_KINDS, FORMER, KINDS, LEADER, find_newest_row
from testkit.browser.reader import Reader
from testkit.browser.river import ribbon_at
from testkit.chromium import DESKTOP, PHONE
from testkit.site_server import WEBSITE, Site

AXE = (WEBSITE / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
WIDTHS = (320, 1280)
Media = Mapping[str, Any]
SCHEMES: Mapping[str, Media] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
}
FORCED: Mapping[str, Media] = {"forced": {"color_scheme": "dark", "forced_colors": "active"}}
EVERY_SCHEME = {**SCHEMES, **FORCED}
COLOR_RULES = ("color-contrast", "link-in-text-block")
"""The rules whose answer another scheme can change."""
TEMPLATES = [kind for kind in KINDS if kind not in {"shared week", "former", "continuing"}]
"""A page of each kind, and no second one."""


def list_violations(page: Page, schemes: Mapping[str, Media] = SCHEMES) -> Iterable[str]:
    """What axe-core finds in the page as it is: by all its rules in the first scheme, by those of colour in others."""
    page.evaluate(AXE)
    for place, (name, media) in enumerate(schemes.items()):
        page.emulate_media(reduced_motion="reduce", **media)
        lines = page.evaluate("(rules) => probes.axe(rules)", list(COLOR_RULES) if place else None)
        yield from (f"{name}: {line}" for line in lines)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_page_is_accessible(reader: Reader, server: str, kind: str, width: int) -> None:
    page = reader.open(server + KINDS[kind], viewport={"width": width, "height": 900}, reduced_motion="reduce")
    schemes = EVERY_SCHEME if width == DESKTOP["viewport"]["width"] else SCHEMES
    assert list(list_violations(page, schemes)) == []


@pytest.mark.parametrize("path", EDGE_CASE_KINDS.values(), ids=EDGE_CASE_KINDS)
def test_an_edge_case_is_accessible(reader: Reader, edge_cases: str, path: str) -> None:
    assert list(list_violations(reader.open(edge_cases + path, **PHONE))) == []


def test_a_page_in_use_is_accessible(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(server, **PHONE)
    page.locator("[data-slot=river-tools] button").tap()
    page.touchscreen.tap(*ribbon_at(page, LEADER, find_newest_row(demo_site)))
    page.locator("#find").fill("season")
    assert list(list_violations(page)) == []


@pytest.mark.parametrize("view", ["date", "age", "total"])
def test_a_chart_in_use_is_accessible(reader: Reader, server: str, view: str) -> None:
    page = reader.open(f"{server}show/{LEADER}/?view={view}", **DESKTOP)
    page.get_by_role("slider").first.press("Home")
    assert list(list_violations(page)) == []


def test_a_comparison_is_accessible(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}compare/?shows={LEADER},{FORMER},{CONTINUING}", **DESKTOP)
    page.locator("#add").fill("one")
    page.locator("#added a").first.wait_for()
    assert list(list_violations(page)) == []


def test_a_violation_would_be_found(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}about/", **DESKTOP)
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
    page.evaluate("() => document.querySelector('main p').style.setProperty('color', '#777')")
    assert [" ".join(line.split()[:2]) for line in list_violations(page)] == [
        "light: button-name",
        "light: color-contrast",
        "dark: color-contrast",
    ]
