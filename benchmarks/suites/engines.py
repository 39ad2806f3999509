"""What a server takes that measures in DuckDB's place, and whether it makes the same of 2 million scrapes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.paths import ROOT
from benchmarks.processes import Cost, keep_caches, measure_command, measure_median_run, worker_command
from benchmarks.suites.archive_scale import archive_command
from benchmarks.suites.etl import MIDDLE, RUNS, count_rows, etl_command, generate_seasons
from benchmarks.workers.compare_engines import Comparison

SPARK = ROOT / "build" / "spark" / "installed"
"""`make spark-test` installs Apache Spark, and marks it so."""


@dataclass(frozen=True, slots=True)
class ServerCost:
    """One server's run over the archive."""

    name: str
    driver: Cost
    """Of `nyaastats etl`, which speaks to it."""
    cpu: float
    """Of all processes from the server's start to its end, in seconds."""
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class EngineCosts:
    """DuckDB within the process, and every server that is installed."""

    scrapes: int
    duckdb: Cost
    servers: Sequence[ServerCost]


def measure_engines() -> EngineCosts:
    """Measure the archive of the middle season, its names included, with warm caches."""
    generate_seasons([MIDDLE])
    measure_command(etl_command(MIDDLE.folder))
    duckdb = measure_median_run(archive_command(MIDDLE.folder), RUNS, keep_caches)
    return EngineCosts(count_rows(MIDDLE).stats, duckdb, [_measure_server(name) for name in _list_servers()])


def _list_servers() -> Iterator[str]:
    """By the name that scripts/spark-local.sh takes."""
    yield "sail"
    if SPARK.exists():
        yield "spark"


def _measure_server(name: str) -> ServerCost:
    print(f"measuring {name}", flush=True)
    everything = measure_command(
        _beside_server(name, worker_command("measure_command", *archive_command(MIDDLE.folder)))
    )
    comparison = measure_command(_beside_server(name, worker_command("compare_engines", MIDDLE.folder)))
    return ServerCost(
        name,
        Cost(**_read_last_line(everything)),
        everything.cpu,
        Comparison(**_read_last_line(comparison)),
    )


def _beside_server(name: str, command: Sequence[str]) -> list[str]:
    """The command, run while the server is: it is told of it by the environment."""
    return [str(ROOT / "scripts" / "spark-local.sh"), name, *command]


def _read_last_line(cost: Cost) -> dict[str, Any]:
    """What the command has printed; before it stands what the server's installation says."""
    answer: dict[str, Any] = json.loads(cost.printed.strip().splitlines()[-1])
    return answer
