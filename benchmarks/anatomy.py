"""Where the time of one run goes, printed as JSON: `python anatomy.py FOLDER`.

A list of [what, seconds]: the imports, each step as a person is told of it, and below the steps each SQL table. Steps
overlap the tables that are read aside, so that the seconds do not add up to the whole.
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
from nyaastats.domain.calendar import Season  # noqa: E402
from nyaastats.domain.matches import Thresholds  # noqa: E402
from nyaastats.domain.measures import Attribution  # noqa: E402
from nyaastats.engines.duckdb import DuckEngine  # noqa: E402
from nyaastats.pipeline.etl import Job, run  # noqa: E402
from nyaastats.settings import Settings  # noqa: E402

Spent = tuple[str, float]


def job(folder: Path) -> Job:
    """The run that `nyaastats etl` makes of the season in `folder`."""
    settings = Settings.model_construct()
    return Job(
        database=folder / "nyaastats.db",
        output=folder / "data",
        season=Season.parse(settings.season),
        attribution=Attribution.INTERVAL,
        overrides=(),
        thresholds=Thresholds(settings.match_threshold, settings.match_margin),
        post_airing_weeks=settings.post_airing_weeks,
        memory_mib=settings.memory_mib,
    )


def anatomy(folder: Path) -> list[Spent]:
    """What one run spends, in seconds of wall time."""
    spent: list[Spent] = [("imports", perf_counter() - START)]
    tables: list[Spent] = []
    create = DuckEngine.create

    @contextmanager
    def timed(kept: list[Spent], name: str) -> Iterator[None]:
        start = perf_counter()
        yield
        kept.append((name, perf_counter() - start))

    def timed_create(engine: DuckEngine, name: str, query: str) -> None:
        with timed(tables, f"table {name}"):
            create(engine, name, query)

    DuckEngine.create = timed_create  # type: ignore[method-assign, assignment]  # the engine itself has no business with clocks
    run(job(folder), lambda: read_snapshots([folder / "nyaastats.anilist.json"]), lambda text: timed(spent, text))
    return spent + sorted(tables, key=lambda one: -one[1])[:8]


if __name__ == "__main__":
    print(json.dumps(anatomy(Path(sys.argv[1]).absolute())))
