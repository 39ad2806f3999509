"""The river: where its ribbons are, and which of them are highlighted."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def ribbon_at(page: Page, show: int, week: int) -> tuple[float, float]:
    """Scroll to a week; return a point of the window in the middle of a show's ribbon."""
    page.evaluate("(week) => scrollTo(0, probes.top(week))", week)
    point = page.evaluate("(at) => probes.ribbonAt(at)", [show, week])
    return point["x"], point["y"]


def hover(page: Page, show: int, week: int) -> Locator:
    """Move the pointer to a ribbon; return the card that appears."""
    page.mouse.move(*ribbon_at(page, show, week))
    return page.locator(".river-card")


def highlighted(page: Page) -> set[int]:
    """The shows that are highlighted."""
    ids = page.locator(".has-highlights .ribbon.highlighted").evaluate_all(
        "links => links.map((link) => link.dataset.show)"
    )
    return {int(show) for show in ids}


def focused_show(page: Page) -> str | None:
    """The show of the ribbon that has the focus."""
    show: str | None = page.evaluate("() => document.activeElement.closest('.ribbon')?.dataset.show ?? null")
    return show
