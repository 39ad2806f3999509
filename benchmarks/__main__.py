"""Measures the ETL, identification, accuracy, the collector and the website: `python -m benchmarks`, or `make bench`.

Writes RESULTS.md beside this file, each suite's sections as soon as it is done, and prints them. Synthetic seasons are
generated into build/bench and used again by the next run.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import paths
from benchmarks.processes import can_drop_caches
from benchmarks.registry import SUITES, TITLES, BenchOptions, Suite, list_default_suites
from benchmarks.report.markdown import join_sections
from benchmarks.report.page import put_sections


def main() -> None:
    """Read the arguments, measure, report."""
    arguments = _read_arguments()
    options = BenchOptions(is_cold=can_drop_caches(), real_names=arguments.names, jobs=arguments.jobs)
    for name in [arguments.only] if arguments.only else list_default_suites():
        run_suite(SUITES[name], options)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names",
        nargs="?",
        type=Path,
        help="a folder of real labelled names: release-names.tsv, as `nyaastats evaluate` reads it, and anilist-*.json",
    )
    parser.add_argument("--only", choices=SUITES, help="measure this suite alone, and leave the other sections be")
    parser.add_argument(
        "--jobs", type=int, choices=(1, 2), default=1, help="mutants side by side, for the suite mutants"
    )
    return parser.parse_args()


def run_suite(suite: Suite, options: BenchOptions) -> None:
    """Measure one suite; replace its sections of RESULTS.md and print them."""
    written = suite.run(options)
    page = paths.RESULTS.read_text(encoding="utf-8")
    paths.RESULTS.write_text(put_sections(page, written, TITLES), encoding="utf-8")
    print(join_sections(written.parts), flush=True)


if __name__ == "__main__":
    main()
