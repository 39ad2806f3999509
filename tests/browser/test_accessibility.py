"""axe-core finds nothing, on any kind of page, in light and dark, on a phone and on a desktop."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from testkit.browser.edge_case_site import LEADER
from testkit.browser.pages import EDGE_CASE_KINDS, KINDS, newest_finished
from testkit.browser.reader import Reader
from testkit.browser.river import ribbon_at
from testkit.chromium import DESKTOP, PHONE
from testkit.site_server import WEBSITE, Site

AXE = (WEBSITE / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
DEVICES = pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])


def violations(page: Page) -> list[str]:
    """What axe-core finds in light and in dark."""
    page.evaluate(AXE)
    lines = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        lines += [f"{scheme}: {line}" for line in page.evaluate("() => probes.axe()")]
    return lines


@DEVICES
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_a_page_is_accessible(reader: Reader, server: str, path: str, device: dict[str, Any]) -> None:
    assert violations(reader.open(server + path, **device)) == []


@pytest.mark.parametrize("path", EDGE_CASE_KINDS.values(), ids=EDGE_CASE_KINDS)
def test_an_edge_case_is_accessible(reader: Reader, edge_cases: str, path: str) -> None:
    assert violations(reader.open(edge_cases + path, **PHONE)) == []


def test_a_page_in_use_is_accessible(reader: Reader, server: str, demo_site: Site) -> None:
    page = reader.open(server, **PHONE)
    page.get_by_role("button", name="Show all ranks").tap()
    page.get_by_label("Find a show").fill("season")
    page.touchscreen.tap(*ribbon_at(page, LEADER, newest_finished(demo_site)))
    assert violations(page) == []


@pytest.mark.parametrize("mode", ["cumulative", "calendar"])
def test_a_chart_in_use_is_accessible(reader: Reader, server: str, mode: str) -> None:
    page = reader.open(f"{server}show/{LEADER}?mode={mode}", **DESKTOP)
    page.get_by_role("slider").press("Home")
    assert violations(page) == []


def test_a_violation_would_be_found(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}about", **DESKTOP)
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
    assert [line.split(":")[1].split()[0] for line in violations(page)] == ["button-name", "button-name"]
