"""What RESULTS.md says of the website."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.report.markdown import Target, format_table, format_targets
from benchmarks.suites.website import BuildCost, PageCost, WebsiteCosts

MAX_PAINT = {"front": 2.0, "show": 1.5}
"""Seconds to the largest contentful paint."""
MAX_JAVASCRIPT = {"front": 60_000, "show": 110_000}
MAX_FETCHED = {"front": 150_000, "show": 200_000}
"""Bytes as they come over the wire."""
MAX_BUILD = 60


def format_website(website: WebsiteCosts) -> list[str]:
    """The targets, what a page weighs, and builds by size."""
    return [
        "## The website",
        _WEBSITE,
        _targets(website),
        _weights(website.pages),
        _BUILDS,
        _builds(website.builds),
    ]


_WEBSITE = """\
The synthetic season's site, served as `make serve` does, in Chromium as a phone of 360 × 740. Largest contentful paint:
the median of five cold loads at 1.6 Mbit/s down, 0.75 up, 150 ms for each answer, and with the processor slowed to a
quarter. Chromium counts text and pictures: the river is neither, but is part of the same HTML; the chart of a show's
episodes is drawn when the page is *interactive*. There are no posters in this season. Weights: bodies as they come over
the wire, gzipped, until the page is idle."""
_BUILDS = "A whole build by `npm run build`, of that season and of seasons with two and four times its shows."


def _targets(website: WebsiteCosts) -> str:
    build = website.builds[0]
    is_fast = build.wall < MAX_BUILD
    return format_targets(
        [
            *(target for page in website.pages for target in _page_targets(page)),
            Target(f"build of {build.shows} shows, s", f"< {MAX_BUILD}", f"{build.wall:.1f}", is_fast),
        ]
    )


def _page_targets(page: PageCost) -> list[Target]:
    paint, script, total = MAX_PAINT[page.name], MAX_JAVASCRIPT[page.name], MAX_FETCHED[page.name]
    javascript = page.weights["JavaScript"]
    return [
        Target(f"{page.name}: largest contentful paint, s", f"≤ {paint:g}", f"{page.paint:.2f}", page.paint <= paint),
        Target(f"{page.name}: JavaScript, kB", f"≤ {script / 1000:g}", _kilobytes(javascript), javascript <= script),
        Target(f"{page.name}: everything, kB", f"≤ {total / 1000:g}", _kilobytes(page.total), page.total <= total),
    ]


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f}"


def _weights(pages: Sequence[PageCost]) -> str:
    kinds = sorted({kind for page in pages for kind in page.weights})
    rows = [(page.name, *(_kilobytes(page.weights.get(kind, 0)) for kind in kinds), *_moments(page)) for page in pages]
    head = ("page", *(f"{kind}, kB" for kind in kinds), "fastest paint, s", "slowest, s", "interactive, s")
    return format_table(head, rows)


def _moments(page: PageCost) -> list[str]:
    paints = [load.paint for load in page.loads]
    return [f"{seconds:.2f}" for seconds in (min(paints), max(paints), page.interactive)]


def _builds(builds: Sequence[BuildCost]) -> str:
    rows = [
        (f"{build.shows}", f"{build.wall:.1f}", f"{1000 * build.wall / build.shows:.0f}", f"{build.peak:.0f}")
        for build in builds
    ]
    return format_table(("shows", "seconds", "ms a show", "peak MiB"), rows)
