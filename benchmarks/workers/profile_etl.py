"""Measures the parts of one run of the ETL: `python -m benchmarks.workers.profile_etl FOLDER [MEMORY_MIB]`.

Prints a JSON list of [part, seconds, peak]: the imports, each step as the terminal shows it, the slowest SQL tables.
The peak is that of the process by the end of the part, in MiB. Some tables are read by a thread while a step runs, so
that the seconds add up to more than the run. Without a database in FOLDER its archive alone is measured.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

START = perf_counter()

from nyaastats.cli.process import prepare_libraries  # noqa: E402  # the imports are what is timed first

prepare_libraries()  # as the command does

from nyaastats.collect.anilist.snapshots import read_snapshots  # noqa: E402
from nyaastats.domain.matches import Thresholds  # noqa: E402
from nyaastats.domain.measures import Attribution  # noqa: E402
from nyaastats.engines.duckdb import DuckEngine  # noqa: E402
from nyaastats.pipeline.archiving import ArchiveConfig  # noqa: E402
from nyaastats.pipeline.etl import EtlConfig, run_etl  # noqa: E402
from nyaastats.settings import Settings  # noqa: E402
from nyaastats.synthetic.facts import DATA_UNTIL, SEASON  # noqa: E402

SLOWEST_TABLES = 8
PartCost = tuple[str, float, float]


def etl_job(folder: Path, memory_mib: int | None = None) -> EtlConfig:
    """What `nyaastats etl` runs over the season in `folder` by the default settings, or with other memory."""
    settings = Settings.model_construct()
    database = folder / "nyaastats.db"
    return EtlConfig(
        source=ArchiveConfig(folder / "nyaastats.archive", database if database.exists() else None, memory_mib),
        output=folder / "data",
        season=SEASON,
        attribution=Attribution.INTERVAL,
        overrides=(),
        thresholds=Thresholds(settings.match_threshold, settings.match_margin),
        post_airing_weeks=settings.post_airing_weeks,
        now=DATA_UNTIL,
    )


def profile_etl(config: EtlConfig, snapshot: Path) -> list[PartCost]:
    """The parts of one run, their seconds of wall time, and the peak of memory by then."""
    steps: list[PartCost] = [("imports", perf_counter() - START, _read_peak())]
    tables: list[PartCost] = []
    create = DuckEngine.create

    @contextmanager
    def timed(parts: list[PartCost], name: str) -> Iterator[None]:
        start = perf_counter()
        yield
        parts.append((name, perf_counter() - start, _read_peak()))

    def timed_create(engine: DuckEngine, name: str, query: str) -> None:
        with timed(tables, f"table {name}"):
            create(engine, name, query)

    # Patched, because the engine itself measures no time.
    DuckEngine.create = timed_create  # type: ignore[method-assign, assignment]
    run_etl(config, lambda _: read_snapshots([snapshot]), lambda step: timed(steps, step))
    return steps + sorted(tables, key=lambda part: -part[1])[:SLOWEST_TABLES]


def _read_peak() -> float:
    """Of this process so far, in MiB; macOS counts bytes, Linux KiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    folder = Path(sys.argv[1]).absolute()
    job = etl_job(folder, *map(int, sys.argv[2:]))
    print(json.dumps(profile_etl(job, folder / "nyaastats.anilist.json")))
