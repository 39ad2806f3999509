"""Measures one baseline: `python -m benchmarks.workers.baselines NAME FOLDER` prints its seconds.

sqlite      reading every scrape by SQLite: SELECT count(*), sum(downloads) FROM stats
sql_tables  the SQL tables alone, the matches taken from the truth
identify    identifying every torrent's show and episode from its name and stored guess, in seconds of CPU
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.fixtures.season_files import SeasonFiles


def measure_sqlite(files: SeasonFiles) -> float:
    """Seconds of the query alone, without Python's start."""
    start = perf_counter()
    with closing(sqlite3.connect(f"{files.database.as_uri()}?mode=ro", uri=True)) as database:
        database.execute("SELECT count(*), sum(downloads) FROM stats").fetchone()
    return perf_counter() - start


def measure_sql_tables(files: SeasonFiles) -> float:
    """Seconds of loading and measuring, without the imports."""
    from benchmarks.fixtures.measured_seasons import measure_with_truth

    start = perf_counter()
    with measure_with_truth(files):
        return perf_counter() - start


def measure_identify(files: SeasonFiles) -> float:
    """Seconds of CPU, as in a run: while Python does not search for reference cycles."""
    from nyaastats.collect.anilist.snapshots import read_snapshots
    from nyaastats.domain.matches import Thresholds
    from nyaastats.identify.matcher import identify
    from nyaastats.pipeline.gc_pause import gc_paused
    from nyaastats.settings import Settings
    from nyaastats.store.reader import read_torrents

    settings = Settings.model_construct()
    torrents = read_torrents(files.database).torrents
    shows = read_snapshots([files.anilist]).shows
    with gc_paused():
        start = process_time()
        identify(torrents, shows, (), Thresholds(settings.match_threshold, settings.match_margin))
        return process_time() - start


# Each imports what it needs itself: the process of `sqlite` is measured whole, and has to stay as small as it can be.
BASELINES: dict[str, Callable[[SeasonFiles], float]] = {
    "sqlite": measure_sqlite,
    "sql_tables": measure_sql_tables,
    "identify": measure_identify,
}

if __name__ == "__main__":
    print(BASELINES[sys.argv[1]](SeasonFiles.of(Path(sys.argv[2]).absolute())))
