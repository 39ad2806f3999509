"""The page that `run.py` writes: tables of what was measured, beside what it must reach."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import duckdb

from benchmarks.accuracy import Accuracy
from benchmarks.markdown import reached, share, table
from benchmarks.naming import Naming
from benchmarks.naming_page import naming_parts
from benchmarks.processes import Cost
from benchmarks.scraping import Scraping
from benchmarks.scraping_page import scraping_parts
from benchmarks.website import Build, Page, Website

MAX_FLOORS = 8
MAX_PEAK = 450
MAX_GROWTH = 5.5
MAX_LARGE_PEAK = 1228
MAX_IDENTIFY = 0.6
MAX_NAMES = 0.9
MAX_HUNDRED = 1.0
MAX_PAINT = {"front": 2.0, "show": 1.5}
MAX_JAVASCRIPT = {"front": 60_000, "show": 110_000}
MAX_FETCHED = {"front": 150_000, "show": 200_000}
MAX_BUILD = 60


@dataclass(frozen=True, slots=True)
class Size:
    """Rows of a database."""

    torrents: int
    stats: int


@dataclass(frozen=True, slots=True)
class Measured:
    """One season: the whole process, and its two floors."""

    size: Size
    runs: int
    etl: Cost
    sqlite: Cost
    sqlite_query: float
    core: float


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured; `measured` is small, middle, large, and the rest is of the small and the middle."""

    machine: str
    is_cold: bool
    measured: Sequence[Measured]
    identify_cpu: float
    names_cpu: float
    """Of the made-up names."""
    hundred: Cost
    spent: Sequence[tuple[str, float]]
    """What a run over the middle season does, and how many seconds it takes."""
    names: Naming
    accuracies: Sequence[Accuracy]
    scraping: Scraping
    website: Website


def machine() -> str:
    """The size of this machine, in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def page(results: Results) -> str:
    """RESULTS.md."""
    return "\n\n".join(_parts(results)) + "\n"


def _parts(results: Results) -> list[str]:
    caches = "dropped before each run" if results.is_cold else "warm: this user may not drop them"
    return [
        "# Results of `make bench`",
        f"{results.machine}. The system's file caches are {caches}.",
        "## Targets",
        _targets(results),
        "## The whole process: `nyaastats etl`",
        _WHOLE,
        _whole(results.measured),
        "## Where the time goes",
        _SPENT,
        _spent(results.spent),
        *naming_parts(results.names),
        "## The true process: totals",
        _TOTALS,
        _totals(results),
        "## The true process: episode-days",
        _DAYS,
        *(_days(one, size) for one, size in _judged(results)),
        "## The true process: show-weeks",
        _WEEKS,
        *(_weeks(one, size) for one, size in _judged(results)),
        *scraping_parts(results.scraping),
        *website_parts(results.website),
    ]


def website_parts(website: Website) -> list[str]:
    """What RESULTS.md says of the website."""
    return [
        "## The website",
        _WEBSITE,
        _website_targets(website),
        _weights(website.pages),
        _BUILDS,
        _builds(website.builds),
    ]


_WHOLE = """\
Seconds and MiB, of the run of median time. The floors, from the same round: a query that reads every scrape
(`SELECT count(*), sum(downloads) FROM stats` with Python's sqlite3), the process of that query, and the SQL tables
alone, given the matches."""
_SPENT = """\
One run over 2 M scrapes with warm caches, in seconds of wall time: the imports, the steps, and the dearest SQL tables.
The scrapes are read aside while shows are told, so that the two slow each other down and the parts add up to more."""
_TOTALS = "What was counted up to each torrent's last look, beside what had really been downloaded by then."
_DAYS = """\
By how the episode's first torrent is scraped at that age. An error is a share of the day's true downloads, or of 100
where it has fewer; *misplaced* is the sum of all errors by the sum of all downloads."""
_WEEKS = """\
Of the weeks that are off by more than 3 %, *by chance* are those that are off by no more than two standard deviations
of a Poisson count of that size."""
_WEBSITE = """\
The synthetic season's site, served as `make serve` does, in Chromium as a phone of 360 × 740. Largest contentful paint:
the median of five cold loads at 1.6 Mbit/s down, 0.75 up, 150 ms for each answer, and with the processor slowed to a
quarter. Chromium counts text and pictures: the river is neither, but stands in the same HTML; the chart of a show's
episodes is drawn when the page is *alive*. There are no posters in this season. Weights: bodies as they come over the
wire, gzipped, until the page is idle."""
_BUILDS = "A whole build by `npm run build`, of that season and of seasons with two and four times its shows."


def _spent(spent: Sequence[tuple[str, float]]) -> str:
    rows = [f"| {what} | {seconds:.2f} |" for what, seconds in spent]
    return "\n".join(["| what | seconds |", "| --- | ---: |", *rows])


def _judged(results: Results) -> list[tuple[Accuracy, Size]]:
    return [(one, measured.size) for one, measured in zip(results.accuracies, results.measured, strict=False)]


def _targets(results: Results) -> str:
    _, middle, large = results.measured
    rows = [
        ("2 M scrapes: by the SQLite floor", f"≤ {MAX_FLOORS}", middle.etl.wall / middle.sqlite_query, MAX_FLOORS),
        ("2 M scrapes: peak memory, MiB", f"< {MAX_PEAK}", middle.etl.peak, MAX_PEAK),
        ("21,000 names identified, s of CPU", f"≤ {MAX_IDENTIFY}", results.identify_cpu, MAX_IDENTIFY),
        ("30,000 names of 2,000 titles identified, s of CPU", f"≤ {MAX_NAMES}", results.names_cpu, MAX_NAMES),
        ("10 M scrapes: by the time of 2 M", f"≤ {MAX_GROWTH}", large.etl.wall / middle.etl.wall, MAX_GROWTH),
        ("10 M scrapes: peak memory, MiB", f"< {MAX_LARGE_PEAK}", large.etl.peak, MAX_LARGE_PEAK),
        ("100 torrents: the whole command, s, warm", f"< {MAX_HUNDRED:g}", results.hundred.wall, MAX_HUNDRED),
    ]
    return reached((what, target, f"{found:.2f}", found <= most) for what, target, found, most in rows)


def _website_targets(website: Website) -> str:
    build = website.builds[0]
    rows = [row for page in website.pages for row in _page_targets(page)]
    return reached(
        [*rows, (f"build of {build.shows} shows, s", f"< {MAX_BUILD}", f"{build.wall:.1f}", build.wall < MAX_BUILD)]
    )


def _page_targets(page: Page) -> list[tuple[str, str, str, bool]]:
    paint, script, total = MAX_PAINT[page.name], MAX_JAVASCRIPT[page.name], MAX_FETCHED[page.name]
    javascript = page.weights["JavaScript"]
    return [
        (f"{page.name}: largest contentful paint, s", f"≤ {paint:g}", f"{page.paint:.2f}", page.paint <= paint),
        (f"{page.name}: JavaScript, kB", f"≤ {script / 1000:g}", _kilobytes(javascript), javascript <= script),
        (f"{page.name}: everything, kB", f"≤ {total / 1000:g}", _kilobytes(page.total), page.total <= total),
    ]


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f}"


def _weights(pages: Sequence[Page]) -> str:
    kinds = sorted({kind for page in pages for kind in page.weights})
    rows = [(page.name, *(_kilobytes(page.weights.get(kind, 0)) for kind in kinds), *_moments(page)) for page in pages]
    return table(("page", *(f"{kind}, kB" for kind in kinds), "fastest paint, s", "slowest, s", "alive, s"), rows)


def _moments(page: Page) -> list[str]:
    paints = [load.paint for load in page.loads]
    return [f"{seconds:.2f}" for seconds in (min(paints), max(paints), page.alive)]


def _builds(builds: Sequence[Build]) -> str:
    rows = [
        (f"{one.shows}", f"{one.wall:.1f}", f"{1000 * one.wall / one.shows:.0f}", f"{one.peak:.0f}") for one in builds
    ]
    return table(("shows", "seconds", "ms a show", "peak MiB"), rows)


def _whole(measured: Iterable[Measured]) -> str:
    head = (
        "scrapes", "torrents", "runs", "wall", "CPU", "peak MiB", "SQLite query", "its process", "SQL tables",
        "wall / query", "wall / tables",
    )  # fmt: skip
    return table(head, [_whole_row(one) for one in measured])


def _whole_row(one: Measured) -> tuple[str, ...]:
    return (
        f"{one.size.stats:,}",
        f"{one.size.torrents:,}",
        str(one.runs),
        *(f"{seconds:.2f}" for seconds in (one.etl.wall, one.etl.cpu)),
        f"{one.etl.peak:.0f}",
        *(f"{seconds:.2f}" for seconds in (one.sqlite_query, one.sqlite.wall, one.core)),
        f"{one.etl.wall / one.sqlite_query:.1f}",
        f"{one.etl.wall / one.core:.1f}",
    )


def _totals(results: Results) -> str:
    rows = [
        (
            f"{size.stats:,}",
            f"{one.totals.torrents:,}",
            str(one.totals.wrong),
            str(one.totals.resets),
            share(one.totals.lost),
        )
        for one, size in _judged(results)
    ]
    return table(("scrapes", "torrents without a reset", "wrong", "torrents with a reset", "lost in the reset"), rows)


def _days(one: Accuracy, size: Size) -> str:
    head = (f"{size.stats:,} scrapes", "days", "downloads", "misplaced", "median", "95 %", "worst")
    rows = [(day.regime, f"{day.days:,}", f"{day.downloads:,}", *map(share, astuple(day)[3:])) for day in one.days]
    return table(head, rows)


def _weeks(one: Accuracy, size: Size) -> str:
    head = (
        f"{size.stats:,} scrapes",
        "weeks",
        "downloads",
        "misplaced",
        "median",
        "95 %",
        "worst",
        "off by > 3 %",
        "by chance",
    )
    rows = [
        (
            week.weeks,
            f"{week.count:,}",
            f"{week.downloads:,}",
            *map(share, (week.misplaced, week.median, week.p95, week.worst)),
            str(week.beyond),
            str(week.beyond - week.beyond_chance),
        )
        for week in one.weeks
    ]
    return table(head, rows)
