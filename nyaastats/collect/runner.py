"""Runs of the collector from the lock to the summary: a single run, or one every half hour until a signal."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from types import FrameType
from typing import NoReturn, TypeVar

from nyaastats.collect.backfill import BackfillPlan, backfill
from nyaastats.collect.events import BackfillSummary, Reporter, RunAborted, RunFailed, RunSummary
from nyaastats.collect.guessit_pool import GuessitPool
from nyaastats.collect.run import Clock, CollectConfig, RunContext, collect
from nyaastats.collect.schedule import RUN_INTERVAL, next_run_at
from nyaastats.errors import NyaastatsError
from nyaastats.store.ledger import open_ledger
from nyaastats.store.lock import try_lock

_MAX_SLEEP_SECONDS = 60.0
"""How long it may take to notice that the clock was set, or that the machine was suspended."""

T = TypeVar("T")


async def run_scrape(config: CollectConfig, pool: GuessitPool, report: Reporter) -> RunSummary | RunAborted:
    """Do one run, unless another is using the database; see `collect` for the errors."""
    with try_lock(config.database) as has_lock:
        if not has_lock:
            return RunAborted.BUSY
        with open_ledger(config.database) as ledger:
            return await collect(config, RunContext(ledger, pool, report))


async def run_backfill(
    plan: BackfillPlan, config: CollectConfig, pool: GuessitPool, report: Reporter
) -> BackfillSummary | RunAborted:
    """Do one backfill, unless another run is using the database; see `backfill` for the errors."""
    with try_lock(config.database) as has_lock:
        if not has_lock:
            return RunAborted.BUSY
        with open_ledger(config.database) as ledger:
            return await backfill(plan, config.http_policy, config.clock, RunContext(ledger, pool, report))


async def watch(run_once: Callable[[], Awaitable[object]], report: Reporter, clock: Clock) -> NoReturn:
    """Do a run now, and one at the same minute of every half hour to come.

    Raises what the first run raises, because then the setup is wrong. The error of a later run is reported, and the
    next run goes on.
    """
    started_at = clock()
    await run_once()
    while True:
        await _sleep_until(next_run_at(started_at, clock()), clock)
        try:
            await run_once()
        except NyaastatsError as error:
            report(RunFailed(str(error)))


async def _sleep_until(moment: datetime, clock: Clock) -> None:
    """Sleep until then, or until the clock is set back: the next run reports a clock that is behind the counts."""
    # In slices: a sleep of half an hour would not notice that the machine was suspended meanwhile.
    while 0 < (remaining := (moment - clock()).total_seconds()) <= RUN_INTERVAL.total_seconds():  # noqa: ASYNC110  # nothing signals that a clock was set
        await asyncio.sleep(min(remaining, _MAX_SLEEP_SECONDS))


async def run_until_signal(work: Coroutine[None, None, T]) -> T | RunAborted:
    """Do the work; SIGTERM and SIGINT cancel it, which takes effect between two transactions."""
    task, loop = asyncio.ensure_future(work), asyncio.get_running_loop()

    def cancel(_number: int, _frame: FrameType | None) -> None:
        # The loop may be asleep, and this wakes it; called in any other way, a task is cancelled after the sleep.
        loop.call_soon_threadsafe(task.cancel)

    # Instead of the handler of the command line, which raises KeyboardInterrupt anywhere, also in a transaction; it is
    # put back in one step, so that no moment is left to the system's own, which kills (asyncio's handlers would).
    handlers = {number: signal.signal(number, cancel) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        return await task
    except asyncio.CancelledError:
        return RunAborted.STOPPED
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
