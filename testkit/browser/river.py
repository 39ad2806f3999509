"""The river under a reader's hand: where its ribbons are, and which of them are brought out."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def ribbon_at(page: Page, show: int, week: int) -> tuple[float, float]:
    """A point of the window in the middle of a ribbon, which is scrolled to."""
    page.evaluate("(week) => scrollTo(0, probes.top(week))", week)
    point = page.evaluate("(at) => probes.ribbonAt(at)", [show, week])
    return point["x"], point["y"]


def hover(page: Page, show: int, week: int) -> Locator:
    """Point at a ribbon; the card."""
    page.mouse.move(*ribbon_at(page, show, week))
    return page.locator(".river-card")


def highlighted(page: Page) -> set[int]:
    """The shows that are brought out."""
    ids = page.locator(".has-highlights .ribbon.highlighted").evaluate_all(
        "links => links.map((link) => link.dataset.show)"
    )
    return {int(show) for show in ids}


def focused_show(page: Page) -> str | None:
    """The show of the ribbon that has the focus."""
    show: str | None = page.evaluate("() => document.activeElement.closest('.ribbon')?.dataset.show ?? null")
    return show
