"""Opens pages, and records their complaints and every request that leaves their origin."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

from testkit.page_weight import POSTERS

PROBES = Path(__file__).with_name("probes.js")
PICTURE = Path(__file__).with_name("poster.png")
MISSING = "404 (Not Found)"
TIMEOUT_MILLISECONDS = 8000
FORGET = """() => {
    try {
        localStorage.clear();
    } catch {
        // A page without an origin keeps nothing.
    }
}"""


class ContextPool:
    """Browser contexts by their options; each is kept, because opening one takes as long as opening a page.

    So is a blank page in each, because Chromium ends a process with the last of its pages.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}

    def get(self, **options: Any) -> BrowserContext:
        """The context with these options of `Browser.new_context`."""
        key = repr(sorted(options.items()))
        if key not in self._contexts:
            self._contexts[key] = self._browser.new_context(**options)
            self._contexts[key].new_page()
        return self._contexts[key]

    def close(self) -> None:
        """Close all contexts and their pages."""
        for context in self._contexts.values():
            context.close()


class Reader:
    """Opens pages; requests that leave a page's origin are stopped and recorded: posters apart from `complaints`."""

    def __init__(self, contexts: ContextPool) -> None:
        self._contexts = contexts
        self._pages: list[Page] = []
        self.complaints: list[str] = []
        self.posters: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for page in self._pages:
            if not page.is_closed():
                page.evaluate(FORGET)  # the next test's windows are the same ones
            page.close()

    def open(self, address: str, *, poster: Path | None = None, **options: Any) -> Page:
        """Open `address` and wait for its script; every poster is the picture `poster`, or broken."""
        page = self.prepare(address, poster=poster, **options)
        page.goto(address)
        if options.get("java_script_enabled", True):
            wait_for_hydration(page)
        return page

    def prepare(self, address: str, *, poster: Path | None = None, **options: Any) -> Page:
        """An empty page in which `address` can be opened."""
        page = self._contexts.get(**options).new_page()
        self._pages.append(page)
        page.set_default_timeout(TIMEOUT_MILLISECONDS)
        page.add_init_script(path=PROBES)
        home = urlsplit(address).netloc
        page.on("request", lambda request: self._note_request(request, home))
        if poster:
            page.route(f"{POSTERS}**", lambda route: route.fulfill(path=poster))
        page.on("console", lambda message: self._note_message(message, page))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", self._dismiss)
        if options.get("java_script_enabled", True):
            page.on("requestfailed", self._note_failure)  # else every script that the page's head names does
        return page

    def _note_request(self, request: Request, home: str) -> None:
        if urlsplit(request.url).netloc != home:
            (self.posters if request.url.startswith(POSTERS) else self.complaints).append(request.url)

    def _note_message(self, message: ConsoleMessage, page: Page) -> None:
        if message.type in {"error", "warning"} and not _is_expected(message, page.url):
            self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note_failure(self, request: Request) -> None:
        if not request.url.startswith(POSTERS) and request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")


def _is_expected(message: ConsoleMessage, page: str) -> bool:
    """Chromium reports broken posters, and the 404 of an address without a page; tests ask for both."""
    source = message.location["url"]
    return source.startswith(POSTERS) or (source == page and MISSING in message.text)


def wait_for_hydration(page: Page) -> None:
    """Wait until the page is hydrated, where it has a script."""
    page.wait_for_function("() => probes.isHydrated()")
