"""What the collector takes, against a real tracker, one that answers at once, and a nyaa on loopback.

The commands are run as a user runs them.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.fixtures.collector_databases import (
    allow_feed_request,
    make_due,
    make_infohashes,
    make_name,
    make_older,
    postpone_publication,
)
from benchmarks.fixtures.instant_tracker import instant_tracker
from benchmarks.paths import COLLECTOR
from benchmarks.processes import Cost, measure_command, measure_from_small_process, worker_command
from benchmarks.workers.collector_tasks import MAX_RATE, NOW, BackfillSpeed, OpeningCost, WatchMemory
from testkit.golden import read_golden_releases
from testkit.nyaa_pages import PageEntry
from testkit.nyaa_server import PER_PAGE, Nyaa, nyaa_server
from testkit.opentracker import opentracker

REAL_TRACKER_TORRENTS = 5_000
"""Torrents that a real tracker is asked for."""
DUE_COUNTS = (5_000, 50_000, 200_000)
"""Due torrents of the runs with a tracker that answers at once."""
OLDER_TORRENTS, OLDER_SCRAPES = 200_000, 100
"""The size of an older scraper's database: torrents, and scrapes of each."""
BACKFILL_PAGES = 20
"""Pages of a listing."""
WATCHED_TORRENTS = 500
"""Torrents that are due in each run of a watch."""
RUNS = 3


@dataclass(frozen=True, slots=True)
class OlderDatabase:
    """An older scraper's database: rows, MiB, and what opening it takes the first time and later."""

    torrents: int
    stats: int
    size: float
    first_opening: OpeningCost
    """Its torrents are adopted, and its tables migrated."""
    later_opening: OpeningCost


@dataclass(frozen=True, slots=True)
class PageCosts:
    """What nyaa's pages take."""

    new_feed: Cost
    """A run with a whole feed of new torrents, in a new database."""
    idle: Cost
    """A run in which nothing is due and the feed is not requested."""
    unchanged: Cost
    """The same when the feed is requested and has not changed."""
    backfill: BackfillSpeed


@dataclass(frozen=True, slots=True)
class CollectorCosts:
    """All that was measured of the collector."""

    real_tracker: Mapping[str, Cost]
    """A run over `REAL_TRACKER_TORRENTS` due torrents, by protocol."""
    instant_tracker: Mapping[int, Cost]
    """A run with a tracker that answers at once, by the number of due torrents."""
    watch: WatchMemory
    pages: PageCosts
    older: OlderDatabase


def measure_collector(before: Callable[[], object]) -> CollectorCosts:
    """Measure it all; `before` is called before each opening of the older scraper's database."""
    shutil.rmtree(COLLECTOR, ignore_errors=True)
    COLLECTOR.mkdir(parents=True)
    try:
        return CollectorCosts(
            real_tracker=_measure_real_tracker(),
            instant_tracker={number: _measure_instant_tracker(number) for number in DUE_COUNTS},
            watch=_measure_watch(),
            pages=_measure_pages(),
            older=_measure_older_database(before),
        )
    finally:
        shutil.rmtree(COLLECTOR)


def _announce(part: str) -> None:
    print(f"measuring {part}", file=sys.stderr, flush=True)


# --- counts -----------------------------------------------------------------------------------------------------------


def _measure_real_tracker() -> dict[str, Cost]:
    """Each torrent has a peer that has completed it, so that the tracker has counts of all of them."""
    _announce(f"{REAL_TRACKER_TORRENTS:,} torrents of opentracker")
    original, keys = _due_database(REAL_TRACKER_TORRENTS), make_infohashes(REAL_TRACKER_TORRENTS)
    with opentracker(keys) as tracker, _unchanged_nyaa(REAL_TRACKER_TORRENTS) as nyaa:
        for key in keys:
            tracker.announce(key, 1, event="completed")
        return {
            protocol: _median(_scrape(copy, nyaa, address) for copy in _copies(original))
            for protocol, address in (("HTTP", tracker.http_url), ("UDP", tracker.udp_url))
        }


def _measure_instant_tracker(number: int) -> Cost:
    _announce(f"{number:,} torrents that are due")
    with _unchanged_nyaa(number) as nyaa, instant_tracker() as tracker:
        return _scrape(_due_database(number), nyaa, tracker)


def _measure_watch() -> WatchMemory:
    """The torrents are published after all runs by the runs' own clock, so that they are young, and due in each run."""
    _announce("a watch")
    database = _due_database(WATCHED_TORRENTS)
    postpone_publication(database, timedelta(days=180))
    with _unchanged_nyaa(WATCHED_TORRENTS) as nyaa, instant_tracker() as tracker:
        return WatchMemory(**_run_task("watch", database, nyaa.feed_url, tracker))


def _due_database(number: int) -> Path:
    path = COLLECTOR / f"due-{number}.db"
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
    addresses["tracker_requests_per_second"] = str(MAX_RATE)
    # By env(1) and not by Popen: the process in between starts the command with its own environment.
    environment = [f"NYAASTATS_{name.upper()}={value}" for name, value in addresses.items()]
    cost = measure_from_small_process(
        ["env", *environment, sys.executable, "-m", "nyaastats", "scrape", "--db", str(database)]
    )
    # The last line of a run where no terminal is: without a count for every due torrent the time says nothing.
    if "outcome=done" not in cost.printed or "reason=" in cost.printed or "omitted=0 failed=0" not in cost.printed:
        raise RuntimeError(f"the run failed: {cost.printed}")
    return cost


def _median(costs: Iterable[Cost]) -> Cost:
    ordered = sorted(costs, key=lambda cost: cost.wall)
    return ordered[len(ordered) // 2]


def _run_task(task: str, *arguments: object) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(measure_command(worker_command("collector_tasks", task, *arguments)).printed)
    return result


# --- names ------------------------------------------------------------------------------------------------------------


def _measure_pages() -> PageCosts:
    _announce("names")
    with nyaa_server(_entries(_names(PER_PAGE * BACKFILL_PAGES), make_infohashes(PER_PAGE * BACKFILL_PAGES))) as nyaa:
        with instant_tracker() as tracker:
            new = [_scrape(COLLECTOR / f"new-{number}.db", nyaa, tracker) for number in range(RUNS)]
            # At once after the first run: the feed may not be requested again yet, and nothing is due.
            idle = [_scrape(COLLECTOR / f"new-{number}.db", nyaa, tracker) for number in range(RUNS)]
            unchanged = [
                _scrape_unchanged_feed(COLLECTOR / f"new-{number}.db", nyaa, tracker) for number in range(RUNS)
            ]
        backfill = BackfillSpeed(**_run_task("backfill", COLLECTOR / "backfill.db", nyaa.listing_url))
    return PageCosts(_median(new), _median(idle), _median(unchanged), backfill)


def _scrape_unchanged_feed(database: Path, nyaa: Nyaa, tracker: str) -> Cost:
    allow_feed_request(database)
    return _scrape(database, nyaa, tracker)


def _names(number: int) -> Iterator[str]:
    """The golden corpus's names in turn, each with another tail, so that no name occurs twice."""
    corpus = [release.name for release in read_golden_releases() if release.name.isprintable()]
    return (f"{corpus[index % len(corpus)]} [{index:08X}]" for index in range(number))


def _entries(names: Iterable[str], keys: Sequence[str]) -> list[PageEntry]:
    now = datetime.now(UTC)
    return [
        PageEntry(key, name, now - timedelta(minutes=index), 2_000_000 - index, seeders=5, downloads=50)
        for index, (name, key) in enumerate(zip(names, keys, strict=False))
    ]


def _unchanged_nyaa(number: int) -> AbstractContextManager[Nyaa]:
    """A nyaa whose feed holds only torrents of the database of so many due torrents."""
    return nyaa_server(_stored_entries(number))


def _stored_entries(number: int) -> list[PageEntry]:
    keys = make_infohashes(number)[:PER_PAGE]
    return _entries(map(make_name, keys), keys)


# --- an older scraper's database --------------------------------------------------------------------------------------


def _measure_older_database(before: Callable[[], object]) -> OlderDatabase:
    _announce("an older scraper's database")
    path = COLLECTOR / "older.db"
    make_older(path, OLDER_TORRENTS, OLDER_SCRAPES, NOW)
    first, *openings = [_open(path, before) for _ in range(1 + RUNS)]
    later = sorted(openings, key=lambda cost: cost.opening)[RUNS // 2]
    return OlderDatabase(OLDER_TORRENTS, OLDER_TORRENTS * OLDER_SCRAPES, path.stat().st_size / 2**20, first, later)


def _open(path: Path, before: Callable[[], object]) -> OpeningCost:
    before()
    return OpeningCost(**_run_task("open", path))
