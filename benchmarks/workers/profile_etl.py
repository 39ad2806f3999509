"""Measures the parts of one run of the ETL: `python -m benchmarks.workers.profile_etl FOLDER`.

Prints a JSON list of [part, seconds]: the imports, each step as the terminal shows it, and the slowest SQL tables. Some
tables are read by a thread while a step runs, so that the seconds add up to more than the run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

START = perf_counter()

from nyaastats.collect.anilist.snapshots import read_snapshots  # noqa: E402  # the imports are what is timed first
from nyaastats.domain.matches import Thresholds  # noqa: E402
from nyaastats.domain.measures import Attribution  # noqa: E402
from nyaastats.engines.duckdb import DuckEngine  # noqa: E402
from nyaastats.pipeline.archiving import ArchiveConfig  # noqa: E402
from nyaastats.pipeline.etl import EtlConfig, run_etl  # noqa: E402
from nyaastats.settings import Settings  # noqa: E402
from nyaastats.synthetic.facts import DATA_UNTIL, SEASON  # noqa: E402

SLOWEST_TABLES = 8
PartSeconds = tuple[str, float]


def etl_job(folder: Path) -> EtlConfig:
    """What `nyaastats etl` runs over the season in `folder` by the default settings."""
    settings = Settings.model_construct()
    return EtlConfig(
        source=ArchiveConfig(folder / "nyaastats.archive", folder / "nyaastats.db", settings.memory_mib),
        output=folder / "data",
        season=SEASON,
        attribution=Attribution.INTERVAL,
        overrides=(),
        thresholds=Thresholds(settings.match_threshold, settings.match_margin),
        post_airing_weeks=settings.post_airing_weeks,
        now=DATA_UNTIL,
        memory_mib=settings.memory_mib,
    )


def profile_etl(folder: Path) -> list[PartSeconds]:
    """The parts of one run and their seconds of wall time."""
    steps: list[PartSeconds] = [("imports", perf_counter() - START)]
    tables: list[PartSeconds] = []
    create = DuckEngine.create

    @contextmanager
    def timed(parts: list[PartSeconds], name: str) -> Iterator[None]:
        start = perf_counter()
        yield
        parts.append((name, perf_counter() - start))

    def timed_create(engine: DuckEngine, name: str, query: str) -> None:
        with timed(tables, f"table {name}"):
            create(engine, name, query)

    # Patched, because the engine itself measures no time.
    DuckEngine.create = timed_create  # type: ignore[method-assign, assignment]
    run_etl(
        etl_job(folder), lambda _: read_snapshots([folder / "nyaastats.anilist.json"]), lambda step: timed(steps, step)
    )
    return steps + sorted(tables, key=lambda part: -part[1])[:SLOWEST_TABLES]


if __name__ == "__main__":
    print(json.dumps(profile_etl(Path(sys.argv[1]).absolute())))
