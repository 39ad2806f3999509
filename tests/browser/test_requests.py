"""What a page fetches until it is idle: nothing but its own files and posters, and not too much of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from testkit.browser.edge_case_site import LEADER
from testkit.browser.pages import CONTINUING
from testkit.browser.reader import PICTURE, Reader
from testkit.chromium import PHONE
from testkit.page_weight import weigh

GZIP = {"Accept-Encoding": "gzip"}
FRONT, SHOW = (60_000, 150_000), (110_000, 200_000)
"""The most JavaScript, and the most of everything but posters, in bytes as they come over the wire."""


@pytest.mark.parametrize(
    ("path", "budget"),
    [("", FRONT), (f"show/{LEADER}", SHOW), (f"show/{CONTINUING}", SHOW)],
    ids=["front", "show", "21"],
)
def test_a_page_keeps_its_budget(browser: Browser, server: str, path: str, budget: tuple[int, int]) -> None:
    weights = weigh(browser, server + path, **PHONE, extra_http_headers=GZIP)
    assert {"HTML", "CSS", "JavaScript", "data"} <= weights.keys()
    assert (weights["JavaScript"] <= budget[0], sum(weights.values()) <= budget[1]) == (True, True), weights


@pytest.mark.parametrize("path", ["", f"show/{LEADER}"])
def test_only_posters_come_from_elsewhere(reader: Reader, edge_cases: str, path: str) -> None:
    """The reader stops and reports whatever else leaves the origin."""
    page = reader.open(edge_cases + path, poster=PICTURE, **PHONE)
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert reader.posters != []
    assert reader.complaints == []
    assert page.locator(".poster img").evaluate_all(
        "all => all.every((image) => !image.complete || image.naturalWidth > 0)"
    )


@pytest.mark.parametrize("path", ["", f"show/{LEADER}"])
def test_a_broken_poster_leaves_its_tile(reader: Reader, edge_cases: str, path: str) -> None:
    page = reader.open(edge_cases + path, poster=None, **PHONE)
    page.locator(".poster svg").first.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    loaded = "all => all.filter((image) => image.complete).length"
    assert page.locator(".poster img").evaluate_all(loaded) == 0
    assert reader.posters != []
    assert page.locator(".poster svg").first.is_visible()
