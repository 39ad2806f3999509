"""What wrong counts and clocks do to totals: by trial, in seasons of a forgetful tracker, and in the files of a run.

A tracker that forgets everything costs what came in between the last scrape and the restart: no count holds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from benchmarks.paths import BUILD
from benchmarks.suites.clock_errors import ClockOutcome, compare_clock_errors
from benchmarks.suites.faulty_seasons import RESTARTS, FaultySeason, measure_faulty_season
from nyaastats.synthetic import Process, Schedule, generate
from nyaastats.synthetic.simulation import ExtraFaults
from testkit.fault_cases import PutFault, judge_trials, put_any_count, put_dip, put_plateau

FOLDER = BUILD / "faults"
TRIALS = 2_000
"""Torrents with each fault."""
CLOCK_SCALE = 0.1
FAULTS: Mapping[str, PutFault] = MappingProxyType(
    {
        "one count of 10^3 to 10^8, anywhere": put_any_count,
        "such a count in up to 24 scrapes within 3 days": put_plateau,
        "one count that is too low, not the last": put_dip,
    }
)


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """Torrents with one kind of fault."""

    fault: str
    torrents: int
    exact: int
    held: int
    """Held in doubt until the next scrape."""
    missed: int
    """Off by more than 1 %, and not held."""


@dataclass(frozen=True, slots=True)
class FaultErrors:
    """All that was measured of faults."""

    trials: Sequence[TrialOutcome]
    restarts: Sequence[FaultySeason]
    """A season in which the tracker forgot everything once, and one in which it did twice."""
    clocks: Sequence[ClockOutcome]


def measure_faults() -> FaultErrors:
    """Try every kind of fault."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return FaultErrors(
        trials=[_try_fault(fault, put) for fault, put in FAULTS.items()],
        restarts=[_measure_restarts(times) for times in (1, 2)],
        clocks=_measure_clocks(),
    )


def _try_fault(fault: str, put: PutFault) -> TrialOutcome:
    print(f"judging {TRIALS:,} torrents with {fault}", flush=True)
    trials = judge_trials(put, TRIALS)
    return TrialOutcome(
        fault,
        torrents=len(trials),
        exact=sum(judged.total == true_total and not judged.is_held for judged, true_total in trials),
        held=sum(judged.is_held for judged, _ in trials),
        missed=sum(judged.misses(true_total) for judged, true_total in trials),
    )


def _measure_restarts(times: int) -> FaultySeason:
    print(f"measuring a season, restarts of its tracker: {times}", flush=True)
    return measure_faulty_season(FOLDER, ExtraFaults(restarts=RESTARTS[:times]))


def _measure_clocks() -> list[ClockOutcome]:
    print("publishing a season with clocks that are wrong", flush=True)
    database = FOLDER / "clocks.db"
    season = generate(database, scale=CLOCK_SCALE, schedule=Schedule.ELAPSED, process=Process.PLAIN)
    return list(compare_clock_errors(season, FOLDER))
