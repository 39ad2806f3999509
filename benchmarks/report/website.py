"""What RESULTS.md says of the website."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.report.markdown import Target, format_table, format_targets
from benchmarks.suites.website import BuildCost, PageCost, WebsiteCosts

MAX_PAINT = 1.2
MAX_ALIVE = 2.0
"""Seconds to the largest contentful paint, and until the page is alive."""
MAX_JAVASCRIPT = {"front": 60_000, "show": 110_000, "week": 40_000}
MAX_FETCHED = {"front": 180_000}
"""Bytes as they come over the wire."""
MAX_BUILDS = (20, 30, 12)
"""Seconds of the first builds: the demonstration, and many seasons without and with a build before."""


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
The demonstration's site of three seasons, served as `make serve` does, in Chromium as a phone of 360 × 740. Largest
contentful paint: the median of five cold loads at 1.6 Mbit/s down, 0.75 up, 150 ms for each answer, and with the
processor slowed to a quarter. A page is *alive* when its script has taken it over; everything is there before, drawn
when the site was built. There are no posters in these seasons. Weights: bodies as they come over the wire, gzipped,
until the page is idle."""
_BUILDS = """\
A whole build by `npm run build`: of the demonstration, and of its three seasons with earlier copies of them, whose
shows have ids of their own. First as it was published a week before, then with the new week, then again without
anything new: a page is drawn anew when what it is made from has changed."""


def _targets(website: WebsiteCosts) -> str:
    return format_targets(
        [
            *(target for page in website.pages for target in _page_targets(page)),
            *(_build_target(*pair) for pair in zip(website.builds, MAX_BUILDS, strict=False)),
        ]
    )


def _page_targets(page: PageCost) -> Iterator[Target]:
    script, javascript = MAX_JAVASCRIPT[page.name], page.weights["JavaScript"]
    yield _at_most(f"{page.name}: largest contentful paint, s", MAX_PAINT, f"{page.paint:.2f}")
    yield _at_most(f"{page.name}: alive, s", MAX_ALIVE, f"{page.alive:.2f}")
    yield _at_most(f"{page.name}: JavaScript, kB", script / 1000, _kilobytes(javascript))
    if page.name in MAX_FETCHED:
        yield _at_most(f"{page.name}: everything, kB", MAX_FETCHED[page.name] / 1000, _kilobytes(page.total))


def _at_most(name: str, limit: float, measured: str) -> Target:
    return Target(name, f"≤ {limit:g}", measured, float(measured) <= limit)


def _build_target(build: BuildCost, limit: int) -> Target:
    return Target(f"build: {build.name}, s", f"< {limit}", f"{build.wall:.1f}", build.wall < limit)


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f}"


def _weights(pages: Sequence[PageCost]) -> str:
    kinds = sorted({kind for page in pages for kind in page.weights})
    rows = [(page.name, *(_kilobytes(page.weights.get(kind, 0)) for kind in kinds), *_moments(page)) for page in pages]
    head = ("page", *(f"{kind}, kB" for kind in kinds), "fastest paint, s", "slowest, s", "alive, s")
    return format_table(head, rows)


def _moments(page: PageCost) -> list[str]:
    paints = [load.paint for load in page.loads]
    return [f"{seconds:.2f}" for seconds in (min(paints), max(paints), page.alive)]


def _builds(builds: Sequence[BuildCost]) -> str:
    rows = [
        (build.name, *_counts(build), f"{build.wall:.1f}", f"{build.cpu:.1f}", f"{build.peak:.0f}") for build in builds
    ]
    head = ("build", "seasons", "pages", "drawn", "pictures", "drawn", "seconds", "CPU s", "peak MiB")
    return format_table(head, rows)


def _counts(build: BuildCost) -> list[str]:
    counts = (build.seasons, build.pages, build.drawn_pages, build.pictures, build.drawn_pictures)
    return [str(count) for count in counts]
