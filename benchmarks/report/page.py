"""RESULTS.md: what was measured, beside the targets."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.report.accuracy import format_accuracy
from benchmarks.report.collector import format_collector
from benchmarks.report.etl import format_etl
from benchmarks.report.markdown import join_sections
from benchmarks.report.names import format_names
from benchmarks.report.website import format_website
from benchmarks.suites.accuracy import Accuracy
from benchmarks.suites.collector import CollectorCosts
from benchmarks.suites.etl import EtlCosts
from benchmarks.suites.names import NamesAccuracy
from benchmarks.suites.website import WebsiteCosts


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured, and whether file caches were dropped before each run."""

    machine: str
    is_cold: bool
    etl: EtlCosts
    names: NamesAccuracy
    accuracies: Sequence[Accuracy]
    """Of the small and the middle season."""
    collector: CollectorCosts
    website: WebsiteCosts


def format_report(results: Results) -> str:
    """The text of RESULTS.md."""
    sizes = [season.size for season in results.etl.seasons[: len(results.accuracies)]]
    caches = "dropped before each run" if results.is_cold else "warm: this user may not drop them"
    return join_sections(
        [
            "# Results of `make bench`",
            f"{results.machine}. The system's file caches are {caches}.",
            *format_etl(results.etl),
            *format_names(results.names),
            *format_accuracy(list(zip(results.accuracies, sizes, strict=True))),
            *format_collector(results.collector),
            *format_website(results.website),
        ]
    )


def describe_machine() -> str:
    """Cores, memory, and the versions of what runs on it, in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()
