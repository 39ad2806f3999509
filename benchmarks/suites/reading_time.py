"""How long names are read: many ordinary ones, and long ones by their length."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import keep_caches, measure_median_run, worker_command

RUNS = 3


@dataclass(frozen=True, slots=True)
class LengthCost:
    """Seconds of CPU for a name that repeats a fragment to a thousand letters, and to ten thousand."""

    fragment: str
    thousand: float
    ten_thousand: float

    @property
    def growth(self) -> float:
        """Ten where the time is in proportion to the length, a hundred where to its square."""
        return self.ten_thousand / self.thousand


@dataclass(frozen=True, slots=True)
class ReadingTime:
    """Seconds of CPU for all names of a file, read in a process that read none before, and then read again."""

    names: int
    unseen: float
    seen: float
    lengths: Sequence[LengthCost]


def measure_reading_time(names: Path) -> ReadingTime:
    """Measure names.tsv and the long names, in the run of median time."""
    printed = json.loads(measure_median_run(worker_command("read_names", names), RUNS, keep_caches).printed)
    return ReadingTime(**{**printed, "lengths": [LengthCost(*cost) for cost in printed["lengths"]]})
