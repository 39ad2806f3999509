"""What the website takes: seconds until a page is painted and interactive, bytes of a page, seconds of a build."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from benchmarks.processes import measure_command
from testkit.chromium import PHONE, chromium
from testkit.page_weight import cold_page, weigh
from testkit.published_data import multiply, read
from testkit.site_server import Site, copy_site, serve_site

LEADER = 177937
"""The most downloaded show of the synthetic season: of all pages of shows it draws the most."""
PATHS = {"front": "", "show": f"show/{LEADER}"}
LOADS = 5
SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
"""Lighthouse's mobile profile, "Slow 4G", in the units of Chromium's Network.emulateNetworkConditions: milliseconds,
and bytes a second."""
SLOW_CPU = {"rate": 4}
"""The factor by which Chromium slows its scripts down, Lighthouse's for a phone too."""
GROWTH = (1, 2, 4)
GZIP = {"Accept-Encoding": "gzip"}
LARGEST_PAINT = """() => new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime));
    observer.observe({type: "largest-contentful-paint", buffered: true});
})"""

"""The newest largest contentful paint, in milliseconds since navigation; see https://web.dev/articles/lcp."""

INTERACTIVE = """() => new MutationObserver((_, observer) => {
    if (!document.querySelector("[data-slot=tools] input, [data-slot=chart] svg")) return;
    globalThis.interactiveAt = performance.now();
    observer.disconnect();
}).observe(document, {childList: true, subtree: true})"""
"""Notes when the page is hydrated: the search box is there, or the chart of the episodes."""


@dataclass(frozen=True, slots=True)
class Load:
    """One cold load: seconds to the largest contentful paint, and until the page is hydrated."""

    paint: float
    interactive: float


@dataclass(frozen=True, slots=True)
class PageCost:
    """One kind of page on a phone: how it loads, and what it fetches in bytes by kind."""

    name: str
    loads: Sequence[Load]
    weights: Mapping[str, int]

    @property
    def paint(self) -> float:
        """Median seconds to the largest contentful paint."""
        return median(load.paint for load in self.loads)

    @property
    def interactive(self) -> float:
        """Median seconds until it is hydrated."""
        return median(load.interactive for load in self.loads)

    @property
    def total(self) -> int:
        """Bytes of all kinds."""
        return sum(self.weights.values())


@dataclass(frozen=True, slots=True)
class BuildCost:
    """A whole build: how many shows, seconds, and the largest process in MiB."""

    shows: int
    wall: float
    peak: float


@dataclass(frozen=True, slots=True)
class WebsiteCosts:
    """All that was measured."""

    pages: Sequence[PageCost]
    builds: Sequence[BuildCost]


def measure_website(published: Path, folder: Path) -> WebsiteCosts:
    """Build the site in `folder` from what was `published`, and larger sites; load pages of the first."""
    shutil.rmtree(folder, ignore_errors=True)
    builds = [_measure_build(published, folder / str(times), times) for times in GROWTH]
    with serve_site(folder / str(GROWTH[0]) / "dist") as address, chromium() as browser:
        pages = [_measure_page(browser, name, address + path) for name, path in PATHS.items()]
    return WebsiteCosts(pages, builds)


def _measure_build(published: Path, folder: Path, times: int) -> BuildCost:
    print(f"building the website for {times} seasons' shows", flush=True)
    site = copy_site(folder)
    shutil.copytree(published, site.data)
    if times > 1:
        multiply(site.data, times)
    cost = measure_command(["npm", "run", "--silent", "--prefix", str(site.folder), "build"])
    return BuildCost(_count_shows(site), cost.wall, cost.peak)


def _count_shows(site: Site) -> int:
    return len(read(site.data, "shows.json")["shows"])


def _measure_page(browser: Browser, name: str, address: str) -> PageCost:
    print(f"loading the {name} page", flush=True)
    weights = weigh(browser, address, **PHONE, extra_http_headers=GZIP)
    return PageCost(name, [_measure_load(browser, address) for _ in range(LOADS)], weights)


def _measure_load(browser: Browser, address: str) -> Load:
    """Load with an empty cache, on a slow phone."""
    with cold_page(browser, **PHONE) as (page, session):
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send("Network.emulateNetworkConditions", SLOW_NETWORK)
        session.send("Emulation.setCPUThrottlingRate", SLOW_CPU)
        # Before any script of the page, so that no mutation is missed.
        page.add_init_script(f"({INTERACTIVE})()")
        page.goto(address, wait_until="networkidle")
        page.wait_for_function("() => globalThis.interactiveAt")
        paint, interactive = page.evaluate(LARGEST_PAINT), page.evaluate("() => globalThis.interactiveAt")
        # From milliseconds since navigation.
        return Load(paint / 1000, interactive / 1000)
