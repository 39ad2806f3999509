"""How fast requests follow each other: turns at even distances, shared by all requests of a run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turns:
    """When the next request may be sent; times are seconds of a monotonic clock."""

    interval: float
    """Seconds between two turns."""
    next_at: float = float("-inf")

    def take(self, now: float) -> tuple[float, Turns]:
        """The time of the next free turn, `now` or later, and the turns that are left.

        Turns that nobody took are not saved up: after a pause there is no burst.
        """
        turn = max(now, self.next_at)
        return turn, Turns(self.interval, turn + self.interval)

    def hold(self, until: float) -> Turns:
        """The turns that are left when none comes before then."""
        return Turns(self.interval, max(self.next_at, until))


class RateLimit:
    """Lets requests go one by one, at most so many a second, in the order in which they ask."""

    def __init__(
        self,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._turns, self._clock, self._sleep = Turns(1 / per_second), clock, sleep

    def hold(self, seconds: float) -> None:
        """Give no turn for so many seconds: who waits already may still have his."""
        self._turns = self._turns.hold(self._clock() + seconds)

    async def wait(self) -> None:
        """Wait for a turn."""
        now = self._clock()
        # Nothing is awaited between reading and storing the turns, so no two requests get the same one.
        turn, self._turns = self._turns.take(now)
        if turn > now:
            await self._sleep(turn - now)
