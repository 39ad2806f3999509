"""The retry policy of all requests: to nyaa, to the tracker and to AniList.

    attempt 1 ─► wait backoff ─► attempt 2 ─► wait 2 × backoff ─► attempt 3 …

Only the errors that the caller passes as `retry_on` are retried. Random jitter on top of each wait keeps requests that
failed together from being repeated together.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypedDict, TypeVar

# stamina logs each retry as a warning, which Python prints to stderr where no handler is set. The error that is raised
# in the end says what failed.
logging.getLogger("stamina").addHandler(logging.NullHandler())

MAX_BACKOFF_FACTOR = 10
"""A wait is at most so many times as long as the first."""

T = TypeVar("T")
RetryOn = type[Exception] | Callable[[Exception], bool]
"""An exception class, or whether an exception may be followed by another attempt."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Limits of one request. The defaults are the tracker's: many requests, answers of a few kB."""

    timeout_seconds: float = 10.0
    """For one attempt as a whole, from the DNS look-up to the last byte of the answer; the caller enforces it."""
    max_attempts: int = 3
    backoff_seconds: float = 1.0
    """Before the second attempt; twice that before the third."""
    has_jitter: bool = True
    """Whether up to `backoff_seconds` more are added to each wait at random."""


DEFAULT_RETRY = RetryPolicy()
PAGE_RETRY = RetryPolicy(timeout_seconds=30.0, backoff_seconds=2.0)
"""For a page of nyaa: larger than a tracker's answer, and asked for once an hour."""
ANILIST_RETRY = RetryPolicy(timeout_seconds=30.0, backoff_seconds=2.0, has_jitter=False)
"""For a query to AniList; without jitter, because one client sends one query at a time."""


class _Schedule(TypedDict):
    attempts: int
    timeout: None
    wait_initial: float
    wait_max: float
    wait_jitter: float


def _build_schedule(policy: RetryPolicy) -> _Schedule:
    return {
        "attempts": policy.max_attempts,
        "timeout": None,  # of all attempts together: bounded by their number already
        "wait_initial": policy.backoff_seconds,
        "wait_max": MAX_BACKOFF_FACTOR * policy.backoff_seconds,
        "wait_jitter": policy.backoff_seconds if policy.has_jitter else 0,
    }


def retry(policy: RetryPolicy, retry_on: RetryOn, call: Callable[[], T]) -> T:
    """Call until it succeeds or the attempts are used up; raise what the last attempt raised."""
    import stamina  # here: settings import this module for its policies, and should not load a library to retry

    return stamina.RetryingCaller(**_build_schedule(policy))(retry_on, call)


async def retry_async(policy: RetryPolicy, retry_on: RetryOn, call: Callable[[], Awaitable[T]]) -> T:
    """Await `call()` until it succeeds or the attempts are used up; raise what the last attempt raised."""
    import stamina

    return await stamina.AsyncRetryingCaller(**_build_schedule(policy))(retry_on, call)
