"""What a page fetches until it is idle: nothing but its own files and posters, and not too much of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from testkit.browser.pages import EDGE_CASE_KINDS, KINDS
from testkit.browser.reader import PICTURE, ContextPool, Reader
from testkit.chromium import DESKTOP, PHONE
from testkit.page_weight import POSTERS, weigh
from testkit.site_server import serve_plainly

GZIP = {"Accept-Encoding": "gzip"}
KIND_WITH_POSTERS = pytest.mark.parametrize("kind", ["posters", "leader", "odd week", "odd season"])
MAX_SCRIPT = {"front": 60_000, "show": 110_000, "continuing": 110_000, "week": 40_000, "season": 40_000}
MAX_FETCHED = {"front": 180_000, "show": 200_000, "continuing": 200_000, "week": 180_000, "season": 180_000}
"""The most JavaScript, and the most of everything but posters, in bytes as they come over the wire."""


@pytest.mark.parametrize("kind", MAX_SCRIPT)
def test_a_page_keeps_its_budget(browser: Browser, server: str, kind: str) -> None:
    weights = weigh(browser, server + KINDS[kind], **PHONE, extra_http_headers=GZIP)
    assert {"HTML", "CSS", "JavaScript", "data"} <= weights.keys()
    is_light = (weights["JavaScript"] <= MAX_SCRIPT[kind], sum(weights.values()) <= MAX_FETCHED[kind])
    assert is_light == (True, True), weights


@KIND_WITH_POSTERS
def test_only_posters_come_from_elsewhere(reader: Reader, edge_cases: str, kind: str) -> None:
    """The reader stops and reports whatever else leaves the origin."""
    page = reader.open(edge_cases + EDGE_CASE_KINDS[kind], poster=PICTURE, **PHONE)
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert reader.posters != []
    assert reader.complaints == []
    assert page.locator(".poster img").evaluate_all(
        "all => all.every((image) => !image.complete || image.naturalWidth > 0)"
    )


@KIND_WITH_POSTERS
def test_a_broken_poster_leaves_its_tile(reader: Reader, edge_cases: str, kind: str) -> None:
    page = reader.open(edge_cases + EDGE_CASE_KINDS[kind], poster=None, **PHONE)
    page.locator(".poster svg").first.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    loaded = "all => all.filter((image) => image.complete).length"
    assert page.locator(".poster img").evaluate_all(loaded) == 0
    assert reader.posters != []
    assert page.locator(".poster svg").first.is_visible()


def test_a_request_to_another_host_would_be_stopped_and_reported(contexts: ContextPool, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>No policy</title>", encoding="utf-8")
    with serve_plainly(tmp_path) as address, Reader(contexts) as reader:
        page = reader.prepare(address, **DESKTOP)
        page.goto(address)
        for elsewhere in ("https://example.org/", f"{POSTERS}one.jpg"):
            page.evaluate("(url) => fetch(url, {mode: 'no-cors'}).catch(() => null)", elsewhere)
    assert reader.posters == [f"{POSTERS}one.jpg"]
    assert {"https://example.org/", "failed: https://example.org/ net::ERR_NAME_NOT_RESOLVED"} <= {*reader.complaints}
