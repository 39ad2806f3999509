"""Times the reading of names: `python -m benchmarks.workers.read_names FILE` prints JSON for `suites.reading_time`.

FILE holds a name a line, below a heading and before the first tab. Seconds are of CPU.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from nyaastats.identify.names import parser
from nyaastats.identify.names.titles import extract_head, extract_tail, normalise_title, parse_title
from testkit.long_names import FRAGMENTS, repeat

LENGTHS = (1_000, 10_000)
RUNS = 3


def time_names(names: Sequence[str]) -> float:
    """Seconds for all names, one after the other."""
    start = process_time()
    for name in names:
        parser.parse_name(name)
    return process_time() - start


def time_length(fragment: str, length: int) -> float:
    """Seconds for a name of so many letters, the shortest of some runs; without the limit, which hides the growth."""
    # Each a letter shorter than the one before, so that none is in a cache.
    return min(_time_whole(repeat(fragment, length - run)) for run in range(RUNS))


def _time_whole(text: str) -> float:
    readings: Sequence[Callable[[str], object]] = (parser._parse_text, parse_title, normalise_title)  # noqa: SLF001  # it has no limit
    start = process_time()
    for read in (*readings, extract_head, extract_tail, parser.is_dub_or_disc):
        read(text)
    return process_time() - start


def main(file: Path) -> None:
    """Time the names before any other, then again, then those of the fragments."""
    names = [line.partition("\t")[0] for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    unseen, seen = time_names(names), time_names(names)
    lengths = [(fragment, *(time_length(fragment, length) for length in LENGTHS)) for fragment in FRAGMENTS]
    json.dump({"names": len(names), "unseen": unseen, "seen": seen, "lengths": lengths}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
