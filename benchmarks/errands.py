"""One errand of the collector in a process of its own, what it took printed as JSON: `python errands.py open DATABASE`.

open DATABASE                     seconds to open it, and seconds to find who is due: at first, again, and in a year's
                                  first run, when nearly all are
rounds DATABASE FEED TRACKER      MiB of memory after 20 and after 200 runs of a watch
walk DATABASE LISTING             names a second that a backfill reads and stores when nobody holds it back
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path
from time import perf_counter

from nyaastats.collect import runner
from nyaastats.collect.backfill import Route
from nyaastats.collect.events import RunAborted, RunFailed, RunSummary
from nyaastats.collect.guessit_pool import open_guessit_pool
from nyaastats.collect.http import HttpPolicy
from nyaastats.collect.run import CollectConfig
from nyaastats.collect.schedule import due_slices
from nyaastats.store.ledger import Ledger, open_ledger

NOW = datetime(2025, 12, 1, 12, 10, tzinfo=UTC)
"""When the older scraper's database is opened."""
LATER = timedelta(days=8)
"""By then all are due that are looked at at all."""
EARLY, LATE = 20, 200
"""Runs of a watch."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A database opened: seconds, and torrents."""

    opening: float
    due: int
    finding: float
    finding_again: float
    all_due: int
    finding_all: float


@dataclass(frozen=True, slots=True)
class Rounds:
    """MiB of memory of one process."""

    early: float
    late: float
    counted: int
    """How many counts it stored."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A backfill without pauses."""

    names: int
    seconds: float


def opening(path: Path) -> Opening:
    """Open the database at `NOW`, and find who is due."""
    start = perf_counter()
    with open_ledger(path) as ledger:
        taken = perf_counter() - start
        due, first = _finding(ledger, NOW)
        _, again = _finding(ledger, NOW)
        everybody, late = _finding(ledger, NOW + LATER)
    return Opening(taken, due, first, again, everybody, late)


def _finding(ledger: Ledger, now: datetime) -> tuple[int, float]:
    start = perf_counter()
    found = sum(len(ledger.due(one.after, one.until, one.scraped_before)) for one in due_slices(now))
    return found, perf_counter() - start


def rounds(database: Path, feed: str, tracker: str) -> Rounds:
    """Do the runs of a watch, an hour apart by their own clock."""
    counted, memory = 0, dict.fromkeys((EARLY, LATE), 0.0)
    start = datetime.now(UTC)
    with open_guessit_pool() as guesser:
        for number in range(1, LATE + 1):
            standing_still = repeat(start + timedelta(hours=number))
            job = _job(database, feed, tracker, standing_still.__next__)
            counted += _counted(asyncio.run(runner.scrape(job, guesser, _told)))
            if number in memory:
                memory[number] = _resident()
    return Rounds(early=memory[EARLY], late=memory[LATE], counted=counted)


def _counted(run: RunSummary | RunAborted) -> int:
    if isinstance(run, RunAborted) or run.failure:
        raise RuntimeError(f"the run failed: {run}")
    return run.scrape.counted


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def walk(database: Path, listing: str) -> Walk:
    """Walk all pages of the listing."""
    start = perf_counter()
    job = _job(database, "", "", lambda: datetime.now(UTC))
    with open_guessit_pool() as guesser:
        end = asyncio.run(runner.walk(Route(listing, between=0), job, guesser, _told))
    if isinstance(end, RunAborted):
        raise RuntimeError(end.value)  # noqa: TRY004  # no type of a caller's is wrong
    return Walk(end.new, perf_counter() - start)


def _job(database: Path, feed: str, tracker: str, clock: Callable[[], datetime]) -> CollectConfig:
    return CollectConfig(database, feed, feed, tracker, HttpPolicy("nyaastats benchmarks"), clock)


def _told(step: object) -> None:
    if isinstance(step, RunFailed):
        raise RuntimeError(step.why)  # noqa: TRY004  # likewise


if __name__ == "__main__":
    errand, database, *addresses = sys.argv[1:]
    errands: dict[str, Callable[..., Opening | Rounds | Walk]] = {"open": opening, "rounds": rounds, "walk": walk}
    print(json.dumps(asdict(errands[errand](Path(database), *addresses))))
