"""Measures a season by DuckDB and by a server: `python -m benchmarks.workers.compare_engines FOLDER`.

The server is the one that scripts/spark-local.sh has started: NYAASTATS_ENGINE and NYAASTATS_SCRATCH; one with workers
(SPARK_UI) loses one of them on the way, by `kill -9`. Prints, as JSON, how many tables and rows DuckDB made, the names
of tables and published files that the server made otherwise, and how many of its workers died and tasks began again.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fixtures.season_files import SeasonFiles
from nyaastats.domain.measures import Attribution
from nyaastats.engines.base import EngineServer
from testkit.engine_runs import find_differences, run_on
from testkit.spark_cluster import Cluster, losing_a_worker


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two engines made of one season."""

    tables: int
    rows: int
    files: int
    differences: tuple[str, ...]
    killed_workers: int
    retried_tasks: int
    """Those that were lost, and then succeeded."""


def compare_engines(files: SeasonFiles, server: EngineServer, cluster: Cluster | None) -> Comparison:
    """Run the whole ETL on both, and compare every row of every table and every byte of every file."""
    with TemporaryDirectory() as folder:
        expected = run_on(None, files, Path(folder) / "duckdb", Attribution.INTERVAL)
        with _losing_a_worker(cluster):
            measured = run_on(server, files, Path(folder) / "server", Attribution.INTERVAL)
    return Comparison(
        tables=len(expected.tables),
        rows=sum(table.num_rows for table in expected.tables.values()),
        files=len(expected.files),
        differences=tuple(find_differences(measured, expected)),
        killed_workers=len(cluster.killed_workers) if cluster else 0,
        retried_tasks=len(cluster.list_retried_tasks()) if cluster else 0,
    )


def _losing_a_worker(cluster: Cluster | None) -> AbstractContextManager[None]:
    return losing_a_worker(cluster) if cluster else nullcontext()


if __name__ == "__main__":
    address = EngineServer(os.environ["NYAASTATS_ENGINE"], os.environ["NYAASTATS_SCRATCH"])
    ui = os.environ.get("SPARK_UI")
    compared = compare_engines(SeasonFiles.of(Path(sys.argv[1]).absolute()), address, Cluster(ui) if ui else None)
    print(json.dumps(asdict(compared)))
