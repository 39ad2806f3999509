"""Chromium, started as the tests and the bench need it: no network of its own, nothing kept."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

FINDER = Path(__file__).parents[1] / "scripts" / "chromium.sh"
FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESKTOP: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 900}}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium while the context lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=flags())
        try:
            yield browser
        finally:
            browser.close()


def executable() -> str:
    """Where Chromium is: what CHROMIUM names, else the system's."""
    found = subprocess.run([FINDER], stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)
    return found.stdout.splitlines()[0]


def flags() -> list[str]:
    """Chromium refuses its own sandbox to root."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else [*FLAGS]
