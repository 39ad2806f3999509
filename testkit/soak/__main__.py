"""Soaks the collector for hours of simulated time, season after season, and says what was done.

    python -m testkit.soak --hours 672 [--seed 1]

The same seed chooses the same troubles and answers, but not what a run is at when it is killed.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from testkit.simulated_season import WEEK, WEEKS
from testkit.soak.season import SoakTally, open_season
from testkit.trials import Trial, write_trials


def main(report: Callable[[str], object] = sys.stdout.write) -> None:
    """Soak; AssertionError ends it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=int, default=WEEKS * WEEK, help="of simulated time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write the row of docs/reliability.md")
    options = parser.parse_args()
    tallies = []
    # Clients that give up on a slow answer are part of the game.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    for number, hours in enumerate(split_hours(options.hours)):
        begin = time.monotonic()
        tallies.append(soak_season(hours, options.seed + number))
        report(f"seed {options.seed + number}, {time.monotonic() - begin:.0f} s: {describe(tallies[-1])}\n")
    if options.write:
        write_trials([describe_trial(tallies)], datetime.now(UTC).date())


def split_hours(hours: int) -> list[int]:
    """The hours of each season: four weeks, and the rest in the last."""
    whole, rest = divmod(hours, WEEKS * WEEK)
    return [WEEKS * WEEK] * whole + [rest] * bool(rest)


def soak_season(hours: int, seed: int) -> SoakTally:
    """One season, in a folder that is deleted afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as name,
        open_season(Path(name) / "season", Random(seed)) as season,  # noqa: S311  # to be repeated, not to be secret
    ):
        return season.run(hours)


def describe_trial(tallies: Sequence[SoakTally]) -> Trial:
    """The row of the table."""
    rows, kills, runs, failures = (
        sum(getattr(tally, name) for tally in tallies) for name in ("rows", "kills", "runs", "failures")
    )
    held = (
        f"{runs:,} runs, of which {failures:,} said that they failed, and {kills} kills; {rows:,} counts, each as it "
        "was announced, none lost or doubled; archive and publication equal to them"
    )
    return Trial("simulated hours of the collector with faults by chance", sum(tally.hours for tally in tallies), held)


def describe(tally: SoakTally) -> str:
    """What was done, on a line."""
    troubles = ", ".join(f"{trouble} {count}" for trouble, count in sorted(tally.troubles.items()))
    return (
        f"{tally.hours} hours ({troubles}); {tally.runs} runs, of which {tally.failures} said that they failed, "
        f"{tally.kills} kills, {tally.rows} counts, each as it was announced; {tally.days} days archived; "
        "published as it was counted"
    )


if __name__ == "__main__":
    main()
