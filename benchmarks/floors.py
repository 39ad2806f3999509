"""One cost in a process of its own, printed as seconds: `python floors.py sqlite|core|identify FOLDER`.

sqlite    what reading every scrape costs at the least: SELECT count(*), sum(downloads) FROM stats
core      the SQL tables alone, the matches taken from the truth
identify  telling every torrent's show and episode from its stored guessit output, in seconds of CPU
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter, process_time


def sqlite(folder: Path) -> float:
    """Seconds of the query alone."""
    start = perf_counter()
    with closing(sqlite3.connect(f"{(folder / 'nyaastats.db').as_uri()}?mode=ro", uri=True)) as database:
        database.execute("SELECT count(*), sum(downloads) FROM stats").fetchone()
    return perf_counter() - start


def core(folder: Path) -> float:
    """Seconds of loading and measuring, without the imports."""
    from benchmarks.accuracy import Place, measured

    start = perf_counter()
    with measured(Place.of(folder)):
        return perf_counter() - start


def identify(folder: Path) -> float:
    """Seconds of CPU."""
    from nyaastats.collect.anilist.snapshots import read_snapshots
    from nyaastats.domain.matches import Thresholds
    from nyaastats.identify.matcher import identify as identify_torrents
    from nyaastats.settings import Settings
    from nyaastats.store.reader import read_torrents

    settings = Settings.model_construct()
    torrents = read_torrents(folder / "nyaastats.db").torrents
    shows = read_snapshots([folder / "nyaastats.anilist.json"]).shows
    start = process_time()
    identify_torrents(torrents, shows, (), Thresholds(settings.match_threshold, settings.match_margin))
    return process_time() - start


FLOORS: dict[str, Callable[[Path], float]] = {"sqlite": sqlite, "core": core, "identify": identify}

if __name__ == "__main__":
    print(FLOORS[sys.argv[1]](Path(sys.argv[2]).absolute()))
