"""What a page fetches, weighed as it comes over the wire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

POSTERS = "https://s4.anilist.co/"


class Scales:
    """Weighs the body of every answer, compressed as it is, without its head."""

    def __init__(self, session: CDPSession) -> None:
        self._kinds: dict[str, str] = {}
        self._heads: dict[str, int] = {}
        self.weights: Counter[str] = Counter()
        session.on("Network.responseReceived", self._began)
        session.on("Network.loadingFinished", self._ended)
        session.send("Network.enable")

    def _began(self, event: Mapping[str, Any]) -> None:
        answer, request = event["response"], event["requestId"]
        self._kinds[request] = "posters" if answer["url"].startswith(POSTERS) else kind(answer["mimeType"])
        self._heads[request] = answer["encodedDataLength"]

    def _ended(self, event: Mapping[str, Any]) -> None:
        request = event["requestId"]
        if request in self._kinds:
            self.weights[self._kinds[request]] += event["encodedDataLength"] - self._heads[request]


def kind(mime: str) -> str:
    """What a file is to a page's budget."""
    named = {"text/html": "HTML", "text/css": "CSS", "application/json": "data"}
    return "JavaScript" if "javascript" in mime else named.get(mime, "pictures")


def weigh(browser: Browser, address: str, **dress: Any) -> dict[str, int]:
    """Bytes by kind of all that is fetched until nothing has been asked for in half a second."""
    with cold_page(browser, **dress) as (page, session):
        scales = Scales(session)
        page.goto(address, wait_until="networkidle")
        return dict(scales.weights)


@contextmanager
def cold_page(browser: Browser, **dress: Any) -> Iterator[tuple[Page, CDPSession]]:
    """A page of a reader who has never been here, and the wire to steer it."""
    context = browser.new_context(**dress)
    page = context.new_page()
    try:
        yield page, context.new_cdp_session(page)
    finally:
        context.close()
