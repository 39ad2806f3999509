"""Whether the tests notice small changes to the code: each mutant's own tests, run in a copy of the checkout."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import perf_counter

from benchmarks import paths
from benchmarks.mutants.checkout_copy import CheckoutCopy, copy_checkout
from benchmarks.mutants.mutant import Mutant, apply_mutant
from benchmarks.mutants.table import MUTANTS

MAX_SECONDS = 400
"""Of a mutant's tests. What takes longer has an endless loop, which whoever runs the tests would notice."""
MAX_JOBS = 2
_FAILURES = {0: False, 1: True}
"""Whether a test has failed, by the exit code of pytest and of Node; any other is of tests that could not be run."""
_FAILED_TEST = re.compile(
    r"^(?:(?:FAILED|ERROR) (?P<pytest>.+?)(?: - .*)?|\s*not ok \d+ - (?P<node>.+))$", re.MULTILINE
)


class Outcome(StrEnum):
    """What became of a mutant."""

    NOTICED = "noticed"
    ENDLESS = "noticed: the tests do not end"
    SURVIVED = "survived"
    BROKEN = "its tests cannot be run"
    """The change is none that a program can have, such as one that cannot be imported: it proves nothing."""

    @property
    def is_noticed(self) -> bool:
        """Whether a test failed, or did not end."""
        return self in {Outcome.NOTICED, Outcome.ENDLESS}


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant, tried."""

    mutant: Mutant
    outcome: Outcome
    test: str
    """The first that failed."""
    seconds: float


@dataclass(frozen=True, slots=True)
class _TestRun:
    outcome: Outcome
    test: str
    printed: str


def measure_mutants(jobs: int) -> list[Trial]:
    """Try all mutants, so many side by side, in the order of the table."""
    return asyncio.run(try_mutants(MUTANTS, paths.ROOT, min(jobs, MAX_JOBS)))


async def try_mutants(
    mutants: Sequence[Mutant], checkout: Path, jobs: int, max_seconds: float = MAX_SECONDS
) -> list[Trial]:
    """Try some mutants of a checkout; raise ValueError when tests fail without any mutant.

    With a mutant they may take `max_seconds`. However it ends, no process and no file of it is left.
    """
    copies: asyncio.Queue[CheckoutCopy] = asyncio.Queue()
    paths.BUILD.mkdir(parents=True, exist_ok=True)
    # In the checkout's own file system, because hard links lead nowhere else.
    with tempfile.TemporaryDirectory(prefix="mutants-", dir=paths.BUILD, ignore_cleanup_errors=True) as scratch:
        for number in range(jobs):
            copies.put_nowait(copy_checkout(checkout, Path(scratch, str(number))))
        async with asyncio.TaskGroup() as group:
            for tests in dict.fromkeys(mutant.tests for mutant in mutants):
                group.create_task(_check_tests(copies, tests))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_try_mutant(copies, mutant, max_seconds)) for mutant in mutants]
    return [task.result() for task in tasks]


@asynccontextmanager
async def _borrow(copies: asyncio.Queue[CheckoutCopy]) -> AsyncIterator[CheckoutCopy]:
    copy = await copies.get()
    try:
        yield copy
    finally:
        copies.put_nowait(copy)


async def _check_tests(copies: asyncio.Queue[CheckoutCopy], tests: Sequence[str]) -> None:
    """Raise ValueError unless the tests pass without a mutant: else to fail with one would mean nothing."""
    async with _borrow(copies) as copy:
        run = await _run_tests(copy, tests, MAX_SECONDS)
    if run.outcome is not Outcome.SURVIVED:
        raise ValueError(f"{' '.join(tests)!r} fail without any mutant, mend them first:\n{run.printed}")


async def _try_mutant(copies: asyncio.Queue[CheckoutCopy], mutant: Mutant, max_seconds: float) -> Trial:
    async with _borrow(copies) as copy:
        start = perf_counter()
        with apply_mutant(mutant, copy.root):
            run = await _run_tests(copy, mutant.tests, max_seconds)
    trial = Trial(mutant, run.outcome, run.test, perf_counter() - start)
    print(f"{trial.seconds:6.1f} s  {trial.outcome:8}  {mutant.name}  {trial.test}", flush=True)
    return trial


async def _run_tests(copy: CheckoutCopy, tests: Sequence[str], max_seconds: float) -> _TestRun:
    command = _node_command(tests) if tests[0].endswith(".js") else _pytest_command(tests)
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=copy.root,
        env=copy.environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,  # all that the tests start has the process's number as its group's
    )
    try:
        async with asyncio.timeout(max_seconds):
            output, _ = await process.communicate()
    except TimeoutError:
        return _TestRun(Outcome.ENDLESS, "", f"no end in {max_seconds:g} s")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    return _read_run(process.returncode, output.decode(errors="replace"))


def _read_run(exit_code: int | None, printed: str) -> _TestRun:
    failed = _FAILURES.get(exit_code if exit_code is not None else -1)
    if failed is None:
        return _TestRun(Outcome.BROKEN, "", printed[-4000:])
    if not failed:
        return _TestRun(Outcome.SURVIVED, "", printed)
    test = _FAILED_TEST.search(printed)
    return _TestRun(Outcome.NOTICED, (test["pytest"] or test["node"]) if test else "", printed[-4000:])


def _pytest_command(tests: Sequence[str]) -> list[str]:
    options = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-p", "benchmarks.workers.skip_shrinking"]
    return [sys.executable, "-m", "pytest", *options, "--hypothesis-seed=0", *tests]


def _node_command(tests: Sequence[str]) -> list[str]:
    return ["node", "--test", "--test-reporter=tap", *tests]
