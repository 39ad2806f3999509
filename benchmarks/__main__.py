"""Measures the ETL, identification, accuracy, the collector and the website: `python -m benchmarks`, or `make bench`.

Writes RESULTS.md beside this file and prints it. Synthetic seasons are generated into build/bench and used again by
the next run.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import paths
from benchmarks.processes import can_drop_caches, drop_caches, keep_caches
from benchmarks.report.collector import format_collector
from benchmarks.report.markdown import join_sections
from benchmarks.report.page import Results, describe_machine, format_report
from benchmarks.suites.accuracy import compare_season_with_truth
from benchmarks.suites.collector import measure_collector
from benchmarks.suites.etl import ACCURACY_SEASONS, SMALL, generate_seasons, measure_etl
from benchmarks.suites.names import measure_season_names
from benchmarks.suites.website import measure_website


def main() -> None:
    """Read the arguments, measure, report."""
    options = _arguments()
    print(measure_only_collector() if options.only == "collector" else measure_all(options.names))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names",
        nargs="?",
        type=Path,
        help="a folder of real labelled names: release-names.tsv, as `nyaastats evaluate` reads it, and anilist-*.json",
    )
    parser.add_argument("--only", choices=["collector"], help="print this part alone and leave RESULTS.md as it is")
    return parser.parse_args()


def measure_all(real_names: Path | None) -> str:
    """Generate the seasons, measure every suite and write RESULTS.md; return its text."""
    generate_seasons()
    is_cold = can_drop_caches()
    before = drop_caches if is_cold else keep_caches
    results = Results(
        machine=describe_machine(),
        is_cold=is_cold,
        etl=measure_etl(before),
        names=measure_season_names([season.folder for season in ACCURACY_SEASONS], real_names),
        accuracies=[compare_season_with_truth(season.folder) for season in ACCURACY_SEASONS],
        collector=measure_collector(before),
        website=measure_website(SMALL.folder / "data", paths.WEBSITE),
    )
    text = format_report(results)
    paths.RESULTS.write_text(text, encoding="utf-8")
    return text


def measure_only_collector() -> str:
    """Measure the collector; return its sections of RESULTS.md."""
    return join_sections(format_collector(measure_collector(drop_caches if can_drop_caches() else keep_caches)))


if __name__ == "__main__":
    main()
