"""The website measured: how soon a reader sees something, what a page weighs, how long the site takes to build."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from benchmarks.processes import cost
from benchmarks.published import multiply, read
from benchmarks.transfers import cold_page, weigh
from testkit.chromium import PHONE, chromium
from testkit.site_server import Site, copied, serving

LEADER = 177937
"""The synthetic season's first: of all shows it has the most to draw."""
PATHS = {"front": "", "show": f"show/{LEADER}"}
LOADS = 5
SLOW_WIRE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
"""Milliseconds, and bytes a second."""
SLOW_CPU = {"rate": 4}
GROWTH = (1, 2, 4)
GZIP = {"Accept-Encoding": "gzip"}
PAINTED = """() => new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime));
    observer.observe({type: "largest-contentful-paint", buffered: true});
})"""

AWAKENED = """() => new MutationObserver((_, observer) => {
    if (!document.querySelector("[data-slot=tools] input, [data-slot=chart] svg")) return;
    globalThis.awakened = performance.now();
    observer.disconnect();
}).observe(document, {childList: true, subtree: true})"""
"""Notes when the script has taken the page over: the box that finds shows is there, or the chart of the episodes."""


@dataclass(frozen=True, slots=True)
class Load:
    """One cold load: seconds to the largest contentful paint, and until the page answers its reader."""

    paint: float
    alive: float


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page on a phone: how it loads, and what it fetches in bytes by kind."""

    name: str
    loads: Sequence[Load]
    weights: Mapping[str, int]

    @property
    def paint(self) -> float:
        """Seconds to the largest contentful paint, typically."""
        return median(load.paint for load in self.loads)

    @property
    def alive(self) -> float:
        """Seconds until it answers, typically."""
        return median(load.alive for load in self.loads)

    @property
    def total(self) -> int:
        """Bytes of everything."""
        return sum(self.weights.values())


@dataclass(frozen=True, slots=True)
class Build:
    """A whole build: how many shows, seconds, and the largest process in MiB."""

    shows: int
    wall: float
    peak: float


@dataclass(frozen=True, slots=True)
class Website:
    """All that was measured."""

    pages: Sequence[Page]
    builds: Sequence[Build]


def website(published: Path, folder: Path) -> Website:
    """Build the site in `folder` from what was `published`, and larger ones, and read the first as a reader does."""
    shutil.rmtree(folder, ignore_errors=True)
    builds = [_build(published, folder / str(times), times) for times in GROWTH]
    with serving(folder / str(GROWTH[0]) / "dist") as address, chromium() as browser:
        pages = [_page(browser, name, address + path) for name, path in PATHS.items()]
    return Website(pages, builds)


def _build(published: Path, folder: Path, times: int) -> Build:
    print(f"building the website for {times} seasons' shows", flush=True)
    site = copied(folder)
    shutil.copytree(published, site.data)
    if times > 1:
        multiply(site.data, times)
    took = cost(["npm", "run", "--silent", "--prefix", str(site.folder), "build"])
    return Build(_shows(site), took.wall, took.peak)


def _shows(site: Site) -> int:
    return len(read(site.data, "shows.json")["shows"])


def _page(browser: Browser, name: str, address: str) -> Page:
    print(f"reading the {name} page", flush=True)
    weights = weigh(browser, address, **PHONE, extra_http_headers=GZIP)
    return Page(name, [_load(browser, address) for _ in range(LOADS)], weights)


def _load(browser: Browser, address: str) -> Load:
    """On a slow phone that has never been here."""
    with cold_page(browser, **PHONE) as (page, wire):
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.send("Network.emulateNetworkConditions", SLOW_WIRE)
        wire.send("Emulation.setCPUThrottlingRate", SLOW_CPU)
        page.add_init_script(f"({AWAKENED})()")
        page.goto(address, wait_until="networkidle")
        paint, alive = page.evaluate(PAINTED), page.evaluate("() => globalThis.awakened")
        return Load(paint / 1000, alive / 1000)
