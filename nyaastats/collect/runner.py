"""A run of the collector from the lock to the summary; one, or one in every window until somebody says stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import NoReturn, TypeVar

from nyaastats.collect.backfill import Route, backfill
from nyaastats.collect.events import BackfillSummary, Reporter, RunAborted, RunFailed, RunSummary
from nyaastats.collect.guessit_pool import GuessitPool
from nyaastats.collect.run import Clock, CollectConfig, RunContext, collect
from nyaastats.collect.schedule import WINDOW, next_round
from nyaastats.errors import NyaastatsError
from nyaastats.store.ledger import open_ledger
from nyaastats.store.lock import try_lock

_LONGEST_SLEEP = 60.0
"""Seconds: so soon is noticed that the clock was set, or the machine slept."""

T = TypeVar("T")


async def scrape(job: CollectConfig, guesser: GuessitPool, tell: Reporter) -> RunSummary | RunAborted:
    """Do one run, unless another one is under way; see `collect` for the errors."""
    with try_lock(job.database) as is_alone:
        if not is_alone:
            return RunAborted.BUSY
        with open_ledger(job.database) as ledger:
            return await collect(job, RunContext(ledger, guesser, tell))


async def walk(route: Route, job: CollectConfig, guesser: GuessitPool, tell: Reporter) -> BackfillSummary | RunAborted:
    """Do one backfill, unless another run is under way; see `backfill` for the errors."""
    with try_lock(job.database) as is_alone:
        if not is_alone:
            return RunAborted.BUSY
        with open_ledger(job.database) as ledger:
            return await backfill(route, job.http_policy, job.clock, RunContext(ledger, guesser, tell))


async def watch(once: Callable[[], Awaitable[object]], tell: Reporter, clock: Clock) -> NoReturn:
    """Do a run now, and one at the same place of every window to come.

    Raises what the first run raises: it was set up wrongly. Of a later run it is told, and the next one goes on.
    """
    started = clock()
    await once()
    while True:
        await _sleep_until(next_round(started, clock()), clock)
        try:
            await once()
        except NyaastatsError as error:
            tell(RunFailed(str(error)))


async def _sleep_until(moment: datetime, clock: Clock) -> None:
    """Sleep until then, or until the clock is set back, which the next run has something to say about."""
    while 0 < (left := (moment - clock()).total_seconds()) <= WINDOW.total_seconds():  # noqa: ASYNC110  # no event tells that a clock was set
        await asyncio.sleep(min(left, _LONGEST_SLEEP))


async def run_until_signal(work: Coroutine[None, None, T]) -> T | RunAborted:
    """Do the work, which SIGTERM and SIGINT end between two transactions."""
    task, loop = asyncio.ensure_future(work), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return RunAborted.STOPPED
