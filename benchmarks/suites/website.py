"""What the website takes: seconds until a page is painted and alive, bytes of a page, seconds of a build."""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from benchmarks.fixtures.published_seasons import add_earlier_copies
from benchmarks.fixtures.season_files import SeasonFiles
from benchmarks.paths import WEBSITE
from benchmarks.processes import measure_command
from benchmarks.suites.etl import etl_command
from testkit.chromium import PHONE, chromium
from testkit.page_weight import cold_page, weigh
from testkit.published_data import read, read_season
from testkit.site_server import Site, copy_site, serve_site

SEASONS = "summer-2025..winter-2026"
"""The demonstration's."""
COPIES = 3
"""With so many earlier copies of its three seasons there are about a thousand pages."""
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
GZIP = {"Accept-Encoding": "gzip"}
LARGEST_PAINT = """() => new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime));
    observer.observe({type: "largest-contentful-paint", buffered: true});
})"""
"""The newest largest contentful paint, in milliseconds since navigation; see https://web.dev/articles/lcp."""
ALIVE = """() => new MutationObserver((_, observer) => {
    if (document.documentElement?.dataset.ready === undefined) return;
    globalThis.aliveAt = performance.now();
    observer.disconnect();
}).observe(document, {attributes: true, attributeFilter: ["data-ready"], childList: true, subtree: true})"""
"""Notes when the page says that its script has taken it over."""
_COUNTS = re.compile(r"(\d+) pages in .*?, (\d+) of them new or changed; (\d+) pictures, (\d+) new or changed")


@dataclass(frozen=True, slots=True)
class Load:
    """One cold load: seconds to the largest contentful paint, and until the page is alive."""

    paint: float
    alive: float


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
    def alive(self) -> float:
        """Median seconds until its script has taken it over."""
        return median(load.alive for load in self.loads)

    @property
    def total(self) -> int:
        """Bytes of all kinds."""
        return sum(self.weights.values())


@dataclass(frozen=True, slots=True)
class BuildCost:
    """A whole build: pages and pictures, which of them were drawn anew, seconds of wall time and of CPU."""

    name: str
    seasons: int
    pages: int
    drawn_pages: int
    pictures: int
    drawn_pictures: int
    wall: float
    cpu: float
    peak: float
    """MiB of the largest process."""


@dataclass(frozen=True, slots=True)
class WebsiteCosts:
    """All that was measured."""

    pages: Sequence[PageCost]
    builds: Sequence[BuildCost]


def measure_website() -> WebsiteCosts:
    """Build the demonstration's site, and one of many seasons again with a new week; load pages of the first."""
    year, week_before = publish_year(WEBSITE / "year")
    demo, large = (_copy_site(WEBSITE / name) for name in ("demo", "large"))
    builds = [
        _measure_build("demonstration", demo, year),
        _measure_build("many seasons, nothing built before", large, week_before, year),
        _measure_build("many seasons, one new week", large, year, year),
        _measure_build("many seasons, nothing new", large, year, year),
    ]
    with serve_site(demo.dist) as address, chromium() as browser:
        pages = [_measure_page(browser, name, address + path) for name, path in list_paths(year).items()]
    return WebsiteCosts(pages, builds)


def publish_year(folder: Path) -> tuple[Path, Path]:
    """The demonstration as it is published, and as it was a week before."""
    files, before = SeasonFiles.of(folder), SeasonFiles.of(folder / "week-before")
    if not files.is_current():
        print("generating the demonstration's year", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        options = ["--seasons", SEASONS, "--output", str(files.database)]
        measure_command([sys.executable, "-m", "nyaastats", "synthetic", *options])
    measure_command(etl_command(folder))
    until = datetime.fromisoformat(read(folder / "data", "manifest.json")["data_until"])
    _rewind(files, before, until - timedelta(weeks=1))
    measure_command(etl_command(before.database.parent))
    return folder / "data", before.database.parent / "data"


def _rewind(files: SeasonFiles, earlier: SeasonFiles, until: datetime) -> None:
    """The same database as it was at a moment; its torrents are all there, the newest without a scrape."""
    shutil.rmtree(earlier.database.parent, ignore_errors=True)
    earlier.database.parent.mkdir()
    shutil.copy(files.anilist, earlier.anilist)
    with closing(sqlite3.connect(files.database)) as database, closing(sqlite3.connect(earlier.database)) as copy:
        database.backup(copy)
        copy.execute("DELETE FROM stats WHERE datetime(timestamp) > datetime(?)", (until.isoformat(),))
        copy.commit()


def list_paths(published: Path) -> dict[str, str]:
    """The pages that are loaded: the front page, the first show of the season, and the newest week that is over."""
    shows = read_season(published, "shows.json")["shows"]
    leader = next(show["anilist_id"] for show in shows if show["seasonal_rank"] == 1)
    weeks = sorted(path.stem for path in (published / "weeks").iterdir())
    newest = next(week for week in reversed(weeks) if read(published, f"weeks/{week}.json")["complete"])
    return {"front": "", "show": f"show/{leader}/", "week": f"week/{newest}/"}


def _copy_site(folder: Path) -> Site:
    shutil.rmtree(folder, ignore_errors=True)
    return copy_site(folder)


def _measure_build(name: str, site: Site, published: Path, copied: Path | None = None) -> BuildCost:
    """With earlier copies of what is published in `copied`."""
    print(f"building the website: {name}", flush=True)
    shutil.rmtree(site.data, ignore_errors=True)
    shutil.copytree(published, site.data)
    if copied:
        add_earlier_copies(site.data, copied, COPIES)
    cost = measure_command(["npm", "run", "--silent", "--prefix", str(site.folder), "build"])
    counts = _COUNTS.search(cost.printed)
    if counts is None:
        raise RuntimeError(f"the build does not say how many pages it made: {cost.printed}")
    seasons = len(read(site.data, "seasons.json")["seasons"])
    pages, drawn_pages, pictures, drawn_pictures = map(int, counts.groups())
    return BuildCost(name, seasons, pages, drawn_pages, pictures, drawn_pictures, cost.wall, cost.cpu, cost.peak)


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
        page.add_init_script(f"({ALIVE})()")
        page.goto(address, wait_until="networkidle")
        page.wait_for_function("() => globalThis.aliveAt")
        paint, alive = page.evaluate(LARGEST_PAINT), page.evaluate("() => globalThis.aliveAt")
        # From milliseconds since navigation.
        return Load(paint / 1000, alive / 1000)
