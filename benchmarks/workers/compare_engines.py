"""Measures a season by DuckDB and by a server: `python -m benchmarks.workers.compare_engines FOLDER`.

The server is the one that scripts/spark-local.sh has started: NYAASTATS_ENGINE and NYAASTATS_SCRATCH. Prints, as JSON,
how many tables and rows DuckDB made, and the names of tables and published files that the server made otherwise.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fixtures.season_files import SeasonFiles
from nyaastats.domain.measures import Attribution
from nyaastats.engines.base import EngineServer
from testkit.engine_runs import find_differences, run_on


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two engines made of one season."""

    tables: int
    rows: int
    files: int
    differences: tuple[str, ...]


def compare_engines(files: SeasonFiles, server: EngineServer) -> Comparison:
    """Run the whole ETL on both, and compare every row of every table and every byte of every file."""
    with TemporaryDirectory() as folder:
        expected = run_on(None, files, Path(folder) / "duckdb", Attribution.INTERVAL)
        measured = run_on(server, files, Path(folder) / "server", Attribution.INTERVAL)
    rows = sum(table.num_rows for table in expected.tables.values())
    differences = tuple(find_differences(measured, expected))
    return Comparison(len(expected.tables), rows, len(expected.files), differences)


if __name__ == "__main__":
    address = EngineServer(os.environ["NYAASTATS_ENGINE"], os.environ["NYAASTATS_SCRATCH"])
    print(json.dumps(asdict(compare_engines(SeasonFiles.of(Path(sys.argv[1]).absolute()), address))))
