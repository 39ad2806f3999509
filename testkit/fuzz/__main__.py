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
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from testkit.fuzz.campaign import MAX_SECONDS, Campaign, FailedInputError, keep_failure
from testkit.fuzz.stores import open_stores
from testkit.fuzz.targets import READERS, Target

PARTS = {"by coverage": 0.5, "by chance": 0.5}
"""Of a reader's time: coverage finds new code, and what is by chance alone tries ten times as many inputs."""
STORES = ("databases", "archives")

Report = Callable[[str], object]


def main(report: Report = sys.stdout.write) -> int:
    """1 if an input failed, which is kept as a test case."""
    options = read_options()
    names = options.targets.split(",")
    seconds = options.minutes * 60 / len(names)
    with open_stores() as stores:
        targets = [target for target in (*READERS, *stores) if target.name in names]
        return max([fuzz_target(target, seconds, options.seed, report) for target in targets], default=0)


def read_options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10, help="of all targets together")
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))  # noqa: S311  # other inputs each time
    parser.add_argument("--targets", default=",".join([*(target.name for target in READERS), *STORES]))
    return parser.parse_args()


def fuzz_target(target: Target, seconds: float, seed: int, report: Report) -> int:
    """Fuzz it for so long; 1 if an input failed."""
    by_coverage = find_spec("atheris") is not None and target.name not in STORES
    code = 0
    if by_coverage:
        code = fuzz_by_coverage(target, seconds * PARTS["by coverage"], seed, report)
        seconds *= PARTS["by chance"]
    return max(code, fuzz_by_chance(target, seconds, seed, report))


def fuzz_by_chance(target: Target, seconds: float, seed: int, report: Report) -> int:
    """Change the seeds by chance alone."""
    campaign = Campaign(target, None if target.name in STORES else MAX_SECONDS)
    try:
        campaign.run(seed, until=time.monotonic() + seconds)
    except FailedInputError as failure:
        report(f"FAILED after {campaign.inputs:,} inputs of seed {seed}: {failure}\nkept as {keep_failure(failure)}\n")
        return 1
    report(f"{campaign} (by chance, seed {seed})\n")
    return 0


def fuzz_by_coverage(target: Target, seconds: float, seed: int, report: Report) -> int:
    """Let atheris choose; what reached new code is kept for the next time."""
    corpus = Path("build") / "fuzz" / "corpus" / target.name
    command = [sys.executable, "-m", "testkit.fuzz.coverage", target.name, "--seconds", str(max(1, round(seconds)))]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(
            [*command, "--seed", str(seed), "--corpus", corpus], check=False, stdout=output, stderr=output
        )
        output.seek(0)
        text = output.read()
    if done.returncode:
        report("".join(line for line in text.splitlines(keepends=True)[-40:]))
        return 1
    report(f"{target.name}: {find_statistic(text, 'number_of_executed_units'):,} inputs, none failed (by coverage)\n")
    return 0


def find_statistic(text: str, name: str) -> int:
    """A number among libFuzzer's final ones."""
    numbers: Sequence[str] = re.findall(rf"stat::{name}: +(\d+)", text)
    return int(numbers[-1])


if __name__ == "__main__":
    sys.exit(main())
