"""Tries inputs one after the other, by a seeded source of chance; the first failure ends it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

from nyaastats.errors import NyaastatsError
from testkit.fuzz.targets import Target, is_one_line

CASES = Path(__file__).parents[2] / "tests" / "fuzz" / "cases"
"""Inputs that failed once, a folder for each target."""
MAX_SECONDS = 0.1
"""Of the processor's time, for an input of real length."""
MAX_ATTEMPTS = 3
"""To be quick enough: a machine may be slow once."""


class FailedInputError(Exception):
    """An input that was neither answered nor refused in one line."""

    def __init__(self, target: Target, data: bytes, reason: str) -> None:
        super().__init__(f"{target.name}: {reason}; the input: {data[:200]!r}")
        self.target, self.data = target, data


@dataclass(frozen=True, slots=True)
class Refusal:
    """A NyaastatsError."""

    kind: str
    text: str


@dataclass(slots=True)
class Campaign:
    """The inputs of one target, and what became of them."""

    target: Target
    max_seconds: float | None = None
    """For an input of real length; None where other work on the machine would decide it."""
    inputs: int = 0
    refusals: int = 0
    slowest: float = field(default=0.0, init=False)
    """Seconds of the processor's time, of an input of real length."""

    def try_input(self, data: bytes) -> object:
        """Its answer or Refusal, which are the same twice and come in time; raise FailedInputError otherwise."""
        begin = time.process_time()
        first = answer_input(self.target, data)
        if len(data) <= self.target.max_bytes:
            self._judge_time(data, time.process_time() - begin)
        if (second := answer_input(self.target, data)) != first:
            raise FailedInputError(self.target, data, f"first {str(first)[:300]!r}, then {str(second)[:300]!r}")
        self.inputs += 1
        self.refusals += isinstance(first, Refusal)
        return first

    def _judge_time(self, data: bytes, seconds: float) -> None:
        attempts = 1
        while self.max_seconds and seconds > self.max_seconds:
            if attempts == MAX_ATTEMPTS:
                raise FailedInputError(self.target, data, f"it takes {seconds:.2f} s")
            begin = time.process_time()
            answer_input(self.target, data)
            seconds, attempts = time.process_time() - begin, attempts + 1
        self.slowest = max(self.slowest, seconds)

    def run(self, seed: int, *, max_inputs: int | None = None, until: float = float("inf")) -> None:
        """Try so many inputs, or until the monotonic clock says `until`; raise FailedInputError for a failure."""
        for data in islice(generate_inputs(self.target, seed), max_inputs):
            if time.monotonic() >= until:
                return
            self.try_input(data)

    def describe(self) -> str:
        """What held."""
        share = self.refusals / max(self.inputs, 1)
        slowest = f", the slowest within {self.slowest * 1000:.1f} ms" if self.slowest else ""
        return f"{share:.0%} refused in one line, the others answered{slowest}"


def answer_input(target: Target, data: bytes) -> object:
    """The answer, or a Refusal; raise FailedInputError for any other error, or one of more than a line."""
    try:
        return target.run(data)
    except NyaastatsError as error:
        if not is_one_line(error):
            raise FailedInputError(target, data, f"not one line: {str(error)[:2000]!r}") from error
        return Refusal(type(error).__name__, str(error))
    except Exception as error:  # no other error is a refusal
        raise FailedInputError(target, data, f"{type(error).__name__}: {error}") from error


def generate_inputs(target: Target, seed: int) -> Iterator[bytes]:
    """Changed seeds, without end: the same for the same seed."""
    chance = Random(f"{seed} {target.name}")  # noqa: S311  # to be repeated, not to be secret
    while True:
        yield target.mutate(chance.choice(target.seeds), chance)


def keep_failure(failure: FailedInputError, cases: Path = CASES) -> Path:
    """Write the input as a test case; its file."""
    path = cases / failure.target.name / hashlib.sha256(failure.data).hexdigest()[:16]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(failure.data)
    return path
