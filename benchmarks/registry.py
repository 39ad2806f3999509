"""All suites: by the name that `--only` takes, in the order of RESULTS.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import drop_caches, keep_caches
from benchmarks.report.accuracy import format_accuracy
from benchmarks.report.archive_scale import format_hundred_million, format_ten_seasons
from benchmarks.report.collector import format_collector
from benchmarks.report.engines import format_engines
from benchmarks.report.etl import format_etl
from benchmarks.report.faults import format_faults
from benchmarks.report.machine import describe_machine
from benchmarks.report.mondays import format_mondays
from benchmarks.report.mutants import format_mutants
from benchmarks.report.names import format_names
from benchmarks.report.page import SuiteSections
from benchmarks.report.projections import format_projections
from benchmarks.report.website import format_website
from benchmarks.suites.accuracy import measure_accuracy
from benchmarks.suites.archive_scale import measure_hundred_million, measure_ten_seasons
from benchmarks.suites.collector import measure_collector
from benchmarks.suites.engines import measure_engines
from benchmarks.suites.etl import NAMED_SEASONS, SEASONS, generate_seasons, measure_etl
from benchmarks.suites.faults import measure_faults
from benchmarks.suites.mondays import measure_mondays
from benchmarks.suites.mutants import measure_mutants
from benchmarks.suites.names import measure_season_names
from benchmarks.suites.projections import measure_projections
from benchmarks.suites.website import measure_website


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """What a run of the bench is given."""

    is_cold: bool
    """The file caches are dropped before each timed run."""
    real_names: Path | None
    """A folder of real labelled names."""
    jobs: int = 1
    """How many mutants are tried side by side."""

    def prepare_caches(self) -> None:
        """Call it before each timed run."""
        return drop_caches() if self.is_cold else keep_caches()

    def describe_caches(self) -> str:
        """What `prepare_caches` does, in words."""
        return "dropped before each run" if self.is_cold else "warm: this user may not drop them"


@dataclass(frozen=True, slots=True)
class Suite:
    """Measures one subject, alone, and writes its sections."""

    title: str
    """Each of its sections' headings is this, or begins with it and a colon."""
    measure: Callable[[BenchOptions], Sequence[str]]
    is_timed: bool = False
    """Its figures are of one machine, which is described below its first heading."""
    is_warm: bool = False
    """The file caches are never dropped."""
    is_heavy: bool = False
    """Measured only when it is asked for by its name: it takes many minutes, or much of the disk."""

    def run(self, options: BenchOptions) -> SuiteSections:
        """Measure, and write what was measured."""
        heading, *parts = self.measure(options)
        caches = "warm" if self.is_warm else options.describe_caches()
        machine = [describe_machine(caches)] if self.is_timed else []
        return SuiteSections(self.title, [heading, *machine, *parts])


def _run_etl(_: BenchOptions) -> list[str]:
    generate_seasons(SEASONS)
    return format_etl(measure_etl())


def _run_names(options: BenchOptions) -> list[str]:
    generate_seasons(NAMED_SEASONS)
    return format_names(measure_season_names([season.folder for season in NAMED_SEASONS], options.real_names))


SUITES: Mapping[str, Suite] = {
    # The first, while this process is small: memory that it holds counts to the peak of a child.
    "etl": Suite("The ETL", _run_etl, is_timed=True, is_warm=True),
    "ten-seasons": Suite(
        "Ten seasons", lambda _: format_ten_seasons(measure_ten_seasons()), is_timed=True, is_warm=True
    ),
    "hundred-million": Suite(
        "A hundred million scrapes",
        lambda _: format_hundred_million(measure_hundred_million()),
        is_timed=True,
        is_warm=True,
        is_heavy=True,
    ),
    "engines": Suite("The engines", lambda _: format_engines(measure_engines()), is_timed=True, is_warm=True),
    "mondays": Suite("The newest week on its Monday", lambda _: format_mondays(measure_mondays())),
    "projections": Suite("The first 7 days, projected", lambda _: format_projections(measure_projections())),
    "accuracy": Suite("The true process", lambda _: format_accuracy(measure_accuracy())),
    "faults": Suite("Faults", lambda _: format_faults(measure_faults())),
    "names": Suite("Names", _run_names, is_timed=True),
    "collector": Suite(
        "The collector", lambda options: format_collector(measure_collector(options.prepare_caches)), is_timed=True
    ),
    "website": Suite("The website", lambda _: format_website(measure_website()), is_timed=True),
    "mutants": Suite("Mutants", lambda options: format_mutants(measure_mutants(options.jobs)), is_heavy=True),
}
TITLES = tuple(suite.title for suite in SUITES.values())


def list_default_suites() -> list[str]:
    """The names of those that `make bench` measures."""
    return [name for name, suite in SUITES.items() if not suite.is_heavy]
