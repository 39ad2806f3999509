"""Fuzzes every target in turn, for some minutes together.

    python -m testkit.fuzz --minutes 10 [--seed 1] [--targets names,feed]

Of the readers by coverage where atheris can be imported, else by chance alone; of databases and archives by chance.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from testkit.fuzz.campaign import MAX_SECONDS, Campaign, FailedInputError, keep_failure
from testkit.fuzz.stores import open_stores
from testkit.fuzz.targets import READERS, Target
from testkit.trials import Trial, write_trials

COVERAGE_PART = 0.5
"""Of a reader's time: coverage finds new code, and chance alone tries more inputs."""
STORES = ("databases", "archives")
STATISTIC = re.compile(r"stat::number_of_executed_units: +(\d+)")
"""What libFuzzer says at its end."""

Report = Callable[[str], object]


class FailedCoverageError(Exception):
    """An input of atheris that failed; the text is what it said last."""


def main(report: Report = sys.stdout.write) -> int:
    """1 if an input failed, which is kept as a test case."""
    options = read_options()
    names = options.targets.split(",")
    with open_stores() as stores:
        targets = [target for target in (*READERS, *stores) if target.name in names]
        trials = list(fuzz_targets(targets, options, report))
    if options.write:
        write_trials(trials, datetime.now(UTC).date())
    return int(len(trials) < len(targets))


def read_options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10, help="of all targets together")
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))  # noqa: S311  # other inputs each time
    parser.add_argument("--targets", default=",".join([*(target.name for target in READERS), *STORES]))
    parser.add_argument("--write", action="store_true", help="write the rows of docs/reliability.md")
    return parser.parse_args()


def fuzz_targets(targets: Iterable[Target], options: argparse.Namespace, report: Report) -> Iterator[Trial]:
    """Each target's row of the table; none of one with an input that failed, which is reported."""
    seconds = options.minutes * 60 / (options.targets.count(",") + 1)
    for target in targets:
        try:
            trial = fuzz_target(target, seconds, options.seed)
        except FailedInputError as failure:
            report(f"FAILED with seed {options.seed}: {failure}\nkept as {keep_failure(failure)}\n")
        except FailedCoverageError as failure:
            report(f"{failure}\n")
        else:
            report(f"{trial.what}: {trial.times:,}, {trial.held} (seed {options.seed})\n")
            yield trial


def fuzz_target(target: Target, seconds: float, seed: int) -> Trial:
    """Fuzz it for so long; raise FailedInputError or FailedCoverageError for an input that failed."""
    with_coverage = find_spec("atheris") is not None and target.name not in STORES
    times = fuzz_by_coverage(target, seconds * COVERAGE_PART, seed) if with_coverage else 0
    campaign = Campaign(target, None if target.name in STORES else MAX_SECONDS)
    campaign.run(seed, until=time.monotonic() + seconds * (1 - COVERAGE_PART if with_coverage else 1))
    what = f"{target.name}, changed by chance" + (" and by coverage" if with_coverage else "")
    return Trial(what, times + campaign.inputs, campaign.describe())


def fuzz_by_coverage(target: Target, seconds: float, seed: int) -> int:
    """Let atheris choose; how many inputs it tried. What reached new code is kept for the next time."""
    corpus = Path("build") / "fuzz" / "corpus" / target.name
    command = [sys.executable, "-m", "testkit.fuzz.coverage", target.name, "--seconds", str(max(1, round(seconds)))]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(
            [*command, "--seed", str(seed), "--corpus", corpus], check=False, stdout=output, stderr=output
        )
        output.seek(0)
        text = output.read()
    if done.returncode:
        raise FailedCoverageError("\n".join(text.splitlines()[-40:]))
    return int(STATISTIC.findall(text)[-1])


if __name__ == "__main__":
    sys.exit(main())
