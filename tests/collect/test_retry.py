"""One policy for all that is retried: as many attempts as it says, with its waits, and the last error in the end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator

import pytest
import stamina

from nyaastats.collect.retry import (
    ANILIST_RETRY,
    DEFAULT_RETRY,
    MAX_BACKOFF_FACTOR,
    PAGE_RETRY,
    RetryPolicy,
    retry,
    retry_async,
)

QUICK = RetryPolicy(max_attempts=4, backoff_seconds=0.01, has_jitter=False)

Run = Callable[[RetryPolicy, Callable[[], int]], int]


def run_sync(policy: RetryPolicy, call: Callable[[], int]) -> int:
    return retry(policy, ConnectionError, call)


def run_async(policy: RetryPolicy, call: Callable[[], int]) -> int:
    async def answer() -> int:
        return call()

    async def attempt() -> int:
        awaitable: Callable[[], Awaitable[int]] = answer
        return await retry_async(policy, ConnectionError, awaitable)

    return asyncio.run(attempt())


BOTH = pytest.mark.parametrize("run", [run_sync, run_async])


class Flaky:
    """Fails so many times, then answers with the number of the attempt."""

    def __init__(self, failures: int, error: type[Exception] = ConnectionError) -> None:
        self.failures, self.error, self.attempts = failures, error, 0

    def __call__(self) -> int:
        self.attempts += 1
        if self.attempts <= self.failures:
            raise self.error(f"attempt {self.attempts}")
        return self.attempts


@pytest.fixture
def waits() -> Iterator[list[float]]:
    """The waits before each retry, in seconds."""
    noted: list[float] = []
    stamina.instrumentation.set_on_retry_hooks([lambda details: noted.append(details.wait_for)])
    yield noted
    stamina.instrumentation.set_on_retry_hooks(None)


@BOTH
@pytest.mark.parametrize("failures", range(4))
def test_what_fails_is_tried_until_it_succeeds(run: Run, failures: int) -> None:
    assert run(QUICK, Flaky(failures)) == failures + 1


@BOTH
def test_the_last_error_is_raised_when_the_attempts_are_used_up(run: Run) -> None:
    call = Flaky(99)
    with pytest.raises(ConnectionError, match="attempt 4"):
        run(QUICK, call)
    assert call.attempts == 4


@BOTH
def test_another_error_is_not_retried(run: Run) -> None:
    call = Flaky(1, ValueError)
    with pytest.raises(ValueError, match="attempt 1"):
        run(QUICK, call)


@BOTH
def test_each_wait_is_twice_the_one_before_up_to_a_bound(run: Run, waits: list[float]) -> None:
    with pytest.raises(ConnectionError):
        run(RetryPolicy(max_attempts=7, backoff_seconds=0.001, has_jitter=False), Flaky(99))
    assert waits == pytest.approx([0.001, 0.002, 0.004, 0.008, 0.001 * MAX_BACKOFF_FACTOR, 0.01])


@BOTH
def test_jitter_adds_as_much_as_the_first_wait_at_most(run: Run, waits: list[float]) -> None:
    with pytest.raises(ConnectionError):
        run(RetryPolicy(max_attempts=3, backoff_seconds=0.01), Flaky(99))
    for wait, without_jitter in zip(waits, (0.01, 0.02), strict=True):
        assert without_jitter <= wait <= without_jitter + 0.01


def test_the_policies_are_what_they_were_measured_with() -> None:
    assert RetryPolicy(timeout_seconds=10, max_attempts=3, backoff_seconds=1, has_jitter=True) == DEFAULT_RETRY
    assert RetryPolicy(timeout_seconds=30, max_attempts=3, backoff_seconds=2, has_jitter=True) == PAGE_RETRY
    assert RetryPolicy(timeout_seconds=30, max_attempts=3, backoff_seconds=2, has_jitter=False) == ANILIST_RETRY


def test_who_reads_a_policy_loads_no_library_for_it() -> None:
    code = "import sys, nyaastats.settings; sys.exit('stamina' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
