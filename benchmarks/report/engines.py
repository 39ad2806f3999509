"""What RESULTS.md says of the engines."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.report.markdown import Target, format_table, format_targets
from benchmarks.suites.engines import EngineCosts, ServerCost

MAX_DRIVER_PEAK = 500
_TITLES = {"sail": "Sail", "spark": "Apache Spark"}


def format_engines(costs: EngineCosts) -> list[str]:
    """The targets and the runs."""
    return [
        "## The engines",
        _ENGINES,
        format_targets(target for server in costs.servers for target in _targets(server)),
        _format_runs(costs),
    ]


_ENGINES = """\
A whole `nyaastats etl --archive`, its names archived: DuckDB measures within that process (the run of median time of
three); a server of `scripts/spark-local.sh` is told by `--engine` and has two cores as well. The *driver* is that
process; *all CPU* is that of the server too, from its start to its end. In two more runs every table of the measurement
was fetched, and compared with DuckDB's row by row and type by type, as was every published file, byte by byte. In that
run Apache Spark lost one of its two workers at work, by `kill -9`; *tasks retried* were lost with it, or with an
executor that was killed next, and then succeeded. Apache Spark is measured where `make spark-test` has installed it."""


def _targets(server: ServerCost) -> list[Target]:
    title, peak, different = _TITLES[server.name], server.driver.peak, len(server.comparison.differences)
    return [
        Target(f"{title}: peak of the driver, MiB", f"≤ {MAX_DRIVER_PEAK}", f"{peak:.0f}", peak <= MAX_DRIVER_PEAK),
        Target(f"{title}: tables and files that differ from DuckDB's", "0", str(different), different == 0),
    ]


def _format_runs(costs: EngineCosts) -> str:
    head = (
        "engine",
        "scrapes",
        "wall",
        "driver's CPU",
        "driver's peak MiB",
        "all CPU",
        "tables",
        "rows",
        "files",
        "differ",
        "workers killed",
        "tasks retried",
    )
    duckdb = costs.duckdb
    scrapes = f"{costs.scrapes:,}"
    first = ("DuckDB", scrapes, *_format_seconds(duckdb.wall, duckdb.cpu), f"{duckdb.peak:.0f}", f"{duckdb.cpu:.1f}")
    return format_table(head, [(*first, *["–"] * 6), *(_format_server(server, scrapes) for server in costs.servers)])


def _format_server(server: ServerCost, scrapes: str) -> Sequence[str]:
    driver, comparison = server.driver, server.comparison
    return (
        _TITLES[server.name],
        scrapes,
        *_format_seconds(driver.wall, driver.cpu),
        f"{driver.peak:.0f}",
        f"{server.cpu:.1f}",
        str(comparison.tables),
        f"{comparison.rows:,}",
        str(comparison.files),
        ", ".join(comparison.differences) or "none",
        str(comparison.killed_workers),
        str(comparison.retried_tasks),
    )


def _format_seconds(*seconds: float) -> tuple[str, ...]:
    return tuple(f"{number:.1f}" for number in seconds)
