"""How many bytes a page fetches, as they come over the wire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

POSTERS = "https://s4.anilist.co/"


class TransferMeter:
    """Counts the bytes of every response's body by kind, compressed as it came, without its headers.

    By the Chrome DevTools Protocol: `loadingFinished` gives the bytes of headers and body, `responseReceived` those of
    the headers, so that the body is the difference.
    """

    def __init__(self, session: CDPSession) -> None:
        self._kinds: dict[str, str] = {}
        self._header_bytes: dict[str, int] = {}
        self.weights: Counter[str] = Counter()
        session.on("Network.responseReceived", self._note_response)
        session.on("Network.loadingFinished", self._add_body)
        session.send("Network.enable")

    def _note_response(self, event: Mapping[str, Any]) -> None:
        response, request = event["response"], event["requestId"]
        self._kinds[request] = "posters" if response["url"].startswith(POSTERS) else budget_kind(response["mimeType"])
        self._header_bytes[request] = response["encodedDataLength"]

    def _add_body(self, event: Mapping[str, Any]) -> None:
        request = event["requestId"]
        if request in self._kinds:
            self.weights[self._kinds[request]] += event["encodedDataLength"] - self._header_bytes[request]


def budget_kind(mime: str) -> str:
    """The part of a page's budget that a response of this media type belongs to."""
    kinds = {"text/html": "HTML", "text/css": "CSS", "application/json": "data"}
    return "JavaScript" if "javascript" in mime else kinds.get(mime, "pictures")


def weigh(browser: Browser, address: str, **context_options: Any) -> dict[str, int]:
    """Bytes by kind of all that a page fetches until it has made no request for half a second."""
    with cold_page(browser, **context_options) as (page, session):
        meter = TransferMeter(session)
        page.goto(address, wait_until="networkidle")
        return dict(meter.weights)


@contextmanager
def cold_page(browser: Browser, **context_options: Any) -> Iterator[tuple[Page, CDPSession]]:
    """A page with an empty cache, and its DevTools session."""
    context = browser.new_context(**context_options)
    page = context.new_page()
    try:
        yield page, context.new_cdp_session(page)
    finally:
        context.close()
