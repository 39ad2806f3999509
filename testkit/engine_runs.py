"""One season measured by two engines, and a Spark Connect server without Java."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import ParamSpec, TypeVar

import pyarrow as pa
import pytest

from nyaastats.domain.measures import Attribution
from nyaastats.engines.base import Engine, EngineServer
from nyaastats.pipeline import etl
from nyaastats.publish.contracts.report import Report
from nyaastats.synthetic import Summary, generate
from nyaastats.synthetic.facts import DATA_UNTIL
from nyaastats.synthetic.simulation import ExtraFaults
from testkit.command_line import contents
from testkit.etl_run import SeasonInputs, run_season
from testkit.recording_engine import RecordingEngine
from testkit.shared import make_once

T = TypeVar("T")
FAULTS = ExtraFaults(with_count_faults=True, restarts=(DATA_UNTIL - timedelta(days=40),), with_clock_errors=True)


@dataclass(frozen=True, slots=True)
class EngineRun:
    """What one run of the ETL made."""

    report: Report
    files: dict[str, bytes]
    tables: dict[str, pa.Table]
    """Every measure table, its rows sorted by all columns."""


def make_faulty_season(factory: pytest.TempPathFactory) -> Summary:
    """The smallest season, with every fault that there is: falls, spikes, dropouts, a restart, clocks, gaps."""
    return make_once(
        factory, "faulty-season", lambda folder: generate(folder / "nyaastats.db", scale=0.02, extra=FAULTS)
    )


def run_on(server: EngineServer | None, season: SeasonInputs, output: Path, attribution: Attribution) -> EngineRun:
    """Measure a season on a server, or by DuckDB, and keep every table that was made."""
    recordings: list[RecordingEngine] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(etl, "_open_duckdb", _record(etl._open_duckdb, recordings))
        patch.setattr(etl, "_open_server", _record(etl._open_server, recordings))
        result = run_season(season, output, attribution=attribution, server=server)
    tables = {name: sort_rows(table) for name, table in recordings[0].tables.items()}
    return EngineRun(result.report, contents(output), tables)


_Arguments = ParamSpec("_Arguments")


def _record(
    opening: Callable[_Arguments, AbstractContextManager[Engine]], recordings: list[RecordingEngine]
) -> Callable[_Arguments, AbstractContextManager[Engine]]:
    @contextmanager
    def open_recorded(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> Iterator[Engine]:
        with opening(*args, **kwargs) as engine:
            recordings.append(RecordingEngine(engine))
            yield recordings[-1]

    return open_recorded


def assert_runs_equal(measured: EngineRun, expected: EngineRun) -> None:
    """Every row and every type of every table, and every byte that was published."""
    assert find_differences(measured, expected) == []


def find_differences(measured: EngineRun, expected: EngineRun) -> list[str]:
    """The names of tables that only one run has, or whose rows or types differ; likewise of published files."""
    tables = measured.tables.keys() ^ expected.tables.keys()
    files = measured.files.keys() ^ expected.files.keys()
    tables |= {name for name, table in _pair(measured.tables, expected.tables) if not _is_same(*table)}
    files |= {name for name, (content, other) in _pair(measured.files, expected.files) if content != other}
    return [*sorted(tables), *sorted(files)]


def _pair(first: Mapping[str, T], second: Mapping[str, T]) -> Iterator[tuple[str, tuple[T, T]]]:
    return ((name, (first[name], second[name])) for name in first.keys() & second.keys())


def _is_same(table: pa.Table, other: pa.Table) -> bool:
    return bool(table.schema.equals(other.schema) and table.equals(other))


def sort_rows(table: pa.Table) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in table.column_names]).combine_chunks()


@contextmanager
def start_sail() -> Iterator[str]:
    """A Sail server in this process: its address."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    try:
        yield f"sc://{host}:{port}"
    finally:
        server.stop()


@contextmanager
def named_main() -> Iterator[None]:
    """The client asks for the file of `__main__`, which a worker of pytest-xdist does not have."""
    main = sys.modules["__main__"]
    with pytest.MonkeyPatch.context() as patch:
        if getattr(main, "__file__", None) is None:
            patch.setattr(main, "__file__", sys.executable, raising=False)
        yield
