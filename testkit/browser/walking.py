"""What a walk through the site asks of a browser, whichever it is, and Chromium as such a browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from playwright.sync_api import Error, Page

from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP

GOING = "destroyed"
"""In what both browsers say of a page that goes before it has answered."""


class Walker(Protocol):
    """Somebody at a browser of 1280 × 900 px, with a mouse, a keyboard, and an eye on the console."""

    @property
    def complaints(self) -> Sequence[str]:
        """Errors and warnings that pages logged or raised, each as a line."""

    def open(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""

    def read(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page, `probes` being there; None also while a page goes."""

    def click(self, selector: str) -> None:
        """Click in the middle of the first such element, wherever it is on the page."""

    def type(self, text: str) -> None:
        """Type a text where the focus is."""

    def press(self, key: str) -> None:
        """Press a key: `Enter`, `Tab`, `Escape`, `ArrowDown`."""

    def go(self, steps: int) -> None:
        """Go back or forward in the history: −1 is back."""


class ChromiumWalker:
    """Chromium, by Playwright."""

    def __init__(self, reader: Reader, address: str) -> None:
        self._page: Page = reader.prepare(address, **DESKTOP)
        self._reader = reader

    @property
    def complaints(self) -> Sequence[str]:
        return self._reader.complaints

    def open(self, address: str) -> None:
        self._page.goto(address)

    def read(self, expression: str) -> Any:
        try:
            return self._page.evaluate(expression)
        except Error as error:
            if GOING in error.message:
                return None
            raise

    def click(self, selector: str) -> None:
        self._page.locator(selector).first.click()

    def type(self, text: str) -> None:
        self._page.keyboard.type(text)

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def go(self, steps: int) -> None:
        _ = self._page.go_back() if steps < 0 else self._page.go_forward()
