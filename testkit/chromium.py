"""Starts Chromium for the tests and the bench: without requests of its own, with a fresh profile each time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

FIND_SCRIPT = Path(__file__).parents[1] / "scripts" / "chromium.sh"
FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # a page reaches this machine alone
)
FEW_PROCESSES = ("--renderer-process-limit=1", "--in-process-gpu")
"""For tests of what pages are: to start a process for each page takes a third of the time of opening it."""
PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESKTOP: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 900}}


@contextmanager
def chromium(flags: Sequence[str] = ()) -> Iterator[Browser]:
    """Start a headless Chromium, with `flags` besides its usual ones; close it on exit."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*chromium_flags(), *flags])
        try:
            yield browser
        finally:
            browser.close()


def find_chromium() -> str:
    """The path of Chromium: the one in CHROMIUM, else the system's."""
    output = subprocess.run([FIND_SCRIPT, "find"], stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)
    return output.stdout.splitlines()[0]


def chromium_flags() -> list[str]:
    """The flags to start it with; as root without its sandbox, in which Chromium refuses to run as root."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else [*FLAGS]
