"""Does one task of the collector and prints what it took: `python -m benchmarks.workers.collector_tasks TASK …`.

open DATABASE                     seconds to open it, and seconds to select due torrents: the first time, again, and
                                  eight days later, when nearly all are due
watch DATABASE FEED TRACKER       MiB of memory after 20 and after 200 runs of `nyaastats scrape --watch`
backfill DATABASE LISTING         seconds of a backfill without pauses, and the names that it stored
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from time import perf_counter

from nyaastats.collect import runner
from nyaastats.collect.backfill import BackfillPlan
from nyaastats.collect.events import RunAborted, RunFailed, RunSummary
from nyaastats.collect.guessit_pool import open_guessit_pool
from nyaastats.collect.http import HttpPolicy
from nyaastats.collect.run import CollectConfig
from nyaastats.collect.schedule import due_groups
from nyaastats.store.ledger import Ledger, open_ledger
from nyaastats.store.records import DueOrder

NOW = datetime(2025, 12, 1, 12, 10, tzinfo=UTC)
"""The moment at which the older scraper's database is opened."""
LATER = timedelta(days=8)
"""After it every torrent is due that is scraped at all: the longest scrape interval is a week."""
MAX_RATE = 1000.0
"""Requests to the tracker a second: so many that no run waits for its turn."""
EARLY, LATE = 20, 200
"""The runs of a watch after which memory is measured."""


@dataclass(frozen=True, slots=True)
class OpeningCost:
    """Seconds to open a database and to select its due torrents, and how many these are."""

    opening: float
    due: int
    selection: float
    selection_again: float
    """The same selection once more, its pages in SQLite's cache."""
    due_later: int
    selection_later: float


@dataclass(frozen=True, slots=True)
class WatchMemory:
    """MiB of resident memory of a watch."""

    early: float
    late: float
    counted: int
    """Counts that all runs stored."""


@dataclass(frozen=True, slots=True)
class BackfillSpeed:
    """Names that a backfill without pauses stored, and its seconds."""

    names: int
    seconds: float


def open_database(path: Path) -> OpeningCost:
    """Open the database and select the torrents that are due at `NOW`."""
    start = perf_counter()
    with open_ledger(path) as ledger:
        seconds = perf_counter() - start
        due, first = _select_due(ledger, NOW)
        _, again = _select_due(ledger, NOW)
        due_later, later = _select_due(ledger, NOW + LATER)
    return OpeningCost(seconds, due, first, again, due_later, later)


def _select_due(ledger: Ledger, now: datetime) -> tuple[int, float]:
    start = perf_counter()
    groups = due_groups(now)
    number = ledger.count_due((*groups.fresh, *groups.older))
    fresh = ledger.due_torrents(groups.fresh, DueOrder.YOUNGEST_FIRST)
    older = ledger.due_torrents(groups.older, DueOrder.MOST_DOWNLOADED_FIRST)
    if number != sum(1 for _ in chain(fresh, older)):
        raise RuntimeError("the torrents that are due are not as many as were counted")
    return number, perf_counter() - start


def run_watch(database: Path, feed: str, tracker: str) -> WatchMemory:
    """Do the runs of a watch, an hour apart by a clock of their own that stands still during each run."""
    counted, memory = 0, dict.fromkeys((EARLY, LATE), 0.0)
    start = datetime.now(UTC)
    with open_guessit_pool() as pool:
        # Not `runner.watch`, which would sleep between runs.
        for number in range(1, LATE + 1):
            moments = repeat(start + timedelta(hours=number))
            job = _job(database, feed, tracker, moments.__next__)
            counted += _counted(asyncio.run(runner.run_scrape(job, pool, _refuse_failure)))
            if number in memory:
                memory[number] = _resident_memory()
    return WatchMemory(early=memory[EARLY], late=memory[LATE], counted=counted)


def _counted(run: RunSummary | RunAborted) -> int:
    if isinstance(run, RunAborted) or run.failure:
        raise RuntimeError(f"the run failed: {run}")
    return run.scrape.counted


def _resident_memory() -> float:
    # statm's second field is the resident set in pages; see proc(5).
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def run_backfill(database: Path, listing: str) -> BackfillSpeed:
    """Store all names of all pages of the listing."""
    start = perf_counter()
    # A backfill needs neither feed nor tracker.
    job = _job(database, "", "", lambda: datetime.now(UTC))
    with open_guessit_pool() as pool:
        end = asyncio.run(runner.run_backfill(BackfillPlan(listing, interval_seconds=0), job, pool, _refuse_failure))
    if isinstance(end, RunAborted):
        raise RuntimeError(end.value)  # noqa: TRY004  # no type of a caller's is wrong
    return BackfillSpeed(end.new, perf_counter() - start)


def _job(database: Path, feed: str, tracker: str, clock: Callable[[], datetime]) -> CollectConfig:
    return CollectConfig(
        database, feed, feed, tracker, HttpPolicy("nyaastats benchmarks"), clock, requests_per_second=MAX_RATE
    )


def _refuse_failure(step: object) -> None:
    if isinstance(step, RunFailed):
        raise RuntimeError(step.reason)  # noqa: TRY004  # likewise


TASKS: dict[str, Callable[..., OpeningCost | WatchMemory | BackfillSpeed]] = {
    "open": open_database,
    "watch": run_watch,
    "backfill": run_backfill,
}

if __name__ == "__main__":
    task, database, *addresses = sys.argv[1:]
    print(json.dumps(asdict(TASKS[task](Path(database), *addresses))))
