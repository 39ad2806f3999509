"""What the collector takes, measured against a real tracker, a ready one, and a nyaa on loopback: `python scraping.py`.

The commands are run as a user runs them. Prints its part of RESULTS.md.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.databases import infohashes, make_due, make_older, name_of
from benchmarks.errands import NOW, Opening, Rounds, Walk
from benchmarks.processes import Cost, cost, cost_apart
from benchmarks.ready_tracker import ready_tracker
from testkit.golden import golden_releases  # found by the line above
from testkit.nyaa_pages import PageEntry
from testkit.nyaa_server import PER_PAGE, Nyaa, nyaa_server
from testkit.opentracker import opentracker

HERE = Path(__file__).parent
BUILD = HERE.parent / "build" / "bench" / "scraping"
PYTHON = sys.executable
REAL = 5_000
"""Torrents that a real tracker is asked for."""
FLAT = (5_000, 50_000, 200_000)
YEARS = (200_000, 100)
"""An older scraper's torrents, and its looks at each."""
WALKED = 20
"""Pages of a listing."""
WATCHED = 500
"""Torrents that are due in each run of a watch."""
RUNS = 3


@dataclass(frozen=True, slots=True)
class Years:
    """A database of years: rows, MiB, and what opening it takes the first time and later."""

    torrents: int
    stats: int
    size: float
    adopted: Opening
    opened: Opening


@dataclass(frozen=True, slots=True)
class Pages:
    """What nyaa's pages take."""

    feed: Cost
    """A run that finds a whole feed of new torrents, in a new database."""
    idle: Cost
    """A run in which nothing is due and the feed is left alone."""
    unchanged: Cost
    """The same when the feed is asked for, and is as it was."""
    walk: Walk


@dataclass(frozen=True, slots=True)
class Scraping:
    """All that was measured of the collector."""

    real: Mapping[str, Cost]
    """A run over `REAL` due torrents, by protocol."""
    flat: Mapping[int, Cost]
    """A run with a ready tracker, by torrents that are due."""
    watch: Rounds
    pages: Pages
    years: Years


def scraping(before: Callable[[], object]) -> Scraping:
    """Measure it all; `before` is called before a database of years is opened."""
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    try:
        return Scraping(
            real=_real(),
            flat={number: _with_ready_tracker(number) for number in FLAT},
            watch=_watch(),
            pages=_pages(),
            years=_years(before),
        )
    finally:
        shutil.rmtree(BUILD)


def _say(what: str) -> None:
    print(f"measuring {what}", file=sys.stderr, flush=True)


# --- counts -----------------------------------------------------------------------------------------------------------


def _real() -> dict[str, Cost]:
    """Each torrent has a peer who has downloaded it, so that the tracker has something to say of all of them."""
    _say(f"{REAL:,} torrents of opentracker")
    original, keys = _due(REAL), infohashes(REAL)
    with opentracker(keys) as tracker, _no_news(REAL) as nyaa:
        for key in keys:
            tracker.announce(key, 1, event="completed")
        return {
            protocol: _median(_scrape(copy, nyaa, address) for copy in _copies(original))
            for protocol, address in (("HTTP", tracker.http_url), ("UDP", tracker.udp_url))
        }


def _with_ready_tracker(number: int) -> Cost:
    _say(f"{number:,} torrents that are due")
    with _no_news(number) as nyaa, ready_tracker() as tracker:
        return _scrape(_due(number), nyaa, tracker)


def _watch() -> Rounds:
    """The torrents' publication is ahead of the clock of all runs, so that they are young and due in each."""
    _say("a watch")
    database = _due(WATCHED)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE looks SET published = published + ?", (timedelta(days=180).total_seconds(),))
    with _no_news(WATCHED) as nyaa, ready_tracker() as tracker:
        return Rounds(**_errand("rounds", database, nyaa.feed_url, tracker))


def _due(number: int) -> Path:
    path = BUILD / f"due-{number}.db"
    path.unlink(missing_ok=True)
    make_due(path, number)
    return path


def _copies(original: Path) -> Iterator[Path]:
    for number in range(RUNS):
        path = original.with_suffix(f".{number}.db")
        shutil.copyfile(original, path)
        yield path


def _scrape(database: Path, nyaa: Nyaa, tracker: str, **settings: str) -> Cost:
    """One `nyaastats scrape`, which must store a count for each torrent that is due."""
    addresses = {"feed_url": nyaa.feed_url, "tracker_url": tracker, **settings}
    environment = [f"NYAASTATS_{name.upper()}={value}" for name, value in addresses.items()]
    ran = cost_apart(["env", *environment, PYTHON, "-m", "nyaastats", "scrape", "--db", str(database)])
    if "outcome=done" not in ran.printed or "why=" in ran.printed or "silent=0 failed=0" not in ran.printed:
        raise RuntimeError(f"the run failed: {ran.printed}")
    return ran


def _median(costs: Iterable[Cost]) -> Cost:
    ordered = sorted(costs, key=lambda one: one.wall)
    return ordered[len(ordered) // 2]


def _errand(name: str, *arguments: object) -> dict[str, Any]:
    said = cost([PYTHON, str(HERE / "errands.py"), name, *map(str, arguments)]).printed
    result: dict[str, Any] = json.loads(said)
    return result


# --- names ------------------------------------------------------------------------------------------------------------


def _pages() -> Pages:
    _say("names")
    with nyaa_server(_entries(_names(PER_PAGE * WALKED), infohashes(PER_PAGE * WALKED))) as nyaa:
        with ready_tracker() as tracker:
            news = [_scrape(BUILD / f"new-{number}.db", nyaa, tracker) for number in range(RUNS)]
            idle = [_scrape(BUILD / f"new-{number}.db", nyaa, tracker) for number in range(RUNS)]
            unchanged = [_asked_again(BUILD / f"new-{number}.db", nyaa, tracker) for number in range(RUNS)]
        walk = Walk(**_errand("walk", BUILD / "walked.db", nyaa.listing_url))
    return Pages(_median(news), _median(idle), _median(unchanged), walk)


def _asked_again(database: Path, nyaa: Nyaa, tracker: str) -> Cost:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE pages SET not_before = 0")
    return _scrape(database, nyaa, tracker)


def _names(number: int) -> Iterator[str]:
    """The corpus's names again and again, each time with another tail, so that each is read."""
    corpus = [release.name for release in golden_releases() if release.name.isprintable()]
    return (f"{corpus[place % len(corpus)]} [{place:08X}]" for place in range(number))


def _entries(names: Iterable[str], keys: Sequence[str]) -> list[PageEntry]:
    now = datetime.now(UTC)
    return [
        PageEntry(key, name, now - timedelta(minutes=place), 2_000_000 - place, seeders=5, downloads=50)
        for place, (name, key) in enumerate(zip(names, keys, strict=False))
    ]


def _no_news(number: int) -> AbstractContextManager[Nyaa]:
    """A nyaa that lists what is known to the database of so many torrents."""
    return nyaa_server(_known(number))


def _known(number: int) -> list[PageEntry]:
    keys = infohashes(number)[:PER_PAGE]
    return _entries(map(name_of, keys), keys)


# --- years ------------------------------------------------------------------------------------------------------------


def _years(before: Callable[[], object]) -> Years:
    _say("years")
    path, (torrents, looks) = BUILD / "older.db", YEARS
    make_older(path, torrents, looks, NOW)
    adopted, *openings = [_opening(path, before) for _ in range(1 + RUNS)]
    later = sorted(openings, key=lambda one: one.opening)[RUNS // 2]
    return Years(torrents, torrents * looks, path.stat().st_size / 2**20, adopted, later)


def _opening(path: Path, before: Callable[[], object]) -> Opening:
    before()
    return Opening(**_errand("open", path))


if __name__ == "__main__":
    from benchmarks.processes import can_drop_caches, drop_caches
    from benchmarks.scraping_page import scraping_parts

    print("\n\n".join(scraping_parts(scraping(drop_caches if can_drop_caches() else lambda: None))))
