"""Lets atheris (libFuzzer) choose the inputs of one reader: it keeps and changes each that reaches new code.

    python -m testkit.fuzz.coverage names --seconds 60 --seed 1 --corpus FOLDER

Started by testkit.fuzz, as a process of its own: libFuzzer ends the process that it runs in.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random
from typing import Any

import atheris

with atheris.instrument_imports(include=["nyaastats", "flatbencode", "defusedxml"]):
    from testkit.fuzz.campaign import MAX_SECONDS, Campaign, FailedInputError, keep_failure
    from testkit.fuzz.targets import READERS

MAX_BYTES = 1 << 18
"""Of an input."""
FAILED = 77
"""The exit code of libFuzzer where an input failed."""


def main() -> None:
    """Run one campaign; ends the process, with FAILED after a failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=[target.name for target in READERS])
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, required=True)
    options = parser.parse_args()
    campaign = Campaign(next(target for target in READERS if target.name == options.target), MAX_SECONDS)
    write_seeds(campaign, options.corpus)
    fuzz(campaign, options)


def write_seeds(campaign: Campaign, corpus: Path) -> None:
    """The inputs to begin with, beside what earlier campaigns kept there."""
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(campaign.target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)


def fuzz(campaign: Campaign, options: argparse.Namespace) -> None:
    """Hand over to libFuzzer."""

    def try_bytes(data: bytes) -> None:
        try:
            campaign.try_input(data)
        except FailedInputError as failure:
            sys.stdout.write(f"FAILED {failure}\nkept as {keep_failure(failure)}\n")
            raise

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        chance = Random(seed)  # noqa: S311  # libFuzzer's own
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, max_size))
        return campaign.target.mutate(data, chance)[:max_size]

    arguments: list[Any] = [
        f"-max_total_time={options.seconds}",
        f"-seed={options.seed}",
        f"-max_len={MAX_BYTES}",
        f"-artifact_prefix={options.corpus.parent}/",
        "-print_final_stats=1",
        options.corpus,
    ]
    atheris.Setup([sys.argv[0], *map(str, arguments)], try_bytes, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
