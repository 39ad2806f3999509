"""Measures the ETL at three sizes, how right it is, the collector and the website: `python run.py`, or `make bench`.

Writes RESULTS.md beside this file. The synthetic seasons go to build/bench and are used again when they are there. An
argument, `make bench NAMES=FOLDER`, names a folder of real names: release-names.tsv, which `nyaastats evaluate` reads
too, and the snapshots of their shows as anilist-*.json.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.accuracy import Accuracy, Place, accuracy, measured
from benchmarks.names import write_names
from benchmarks.naming import Naming, made_up, naming, real_names
from benchmarks.processes import Cost, can_drop_caches, cost, drop_caches, typical
from benchmarks.results import Measured, Results, Size, machine, page
from benchmarks.scraping import scraping
from benchmarks.website import website

HERE = Path(__file__).parent
BUILD = HERE.parent / "build" / "bench"
NAMES = BUILD / "names"
PARSERS = HERE.parent / "build" / "parsers"
PYTHON = sys.executable
RUNS = 3


@dataclass(frozen=True, slots=True)
class Season:
    """A synthetic season to measure: how large, and how often."""

    scale: float
    runs: int

    @property
    def folder(self) -> Path:
        """Where it stands, in the names that `Place.of` knows."""
        return BUILD / f"scale-{self.scale:g}"


SEASONS = (Season(1, 3), Season(10, 3), Season(48, 1))
"""About 0.2, 2 and 10 million scrapes."""
JUDGED = SEASONS[:2]


def main(real: Path | None) -> None:
    """Make the seasons, measure, write."""
    for season in SEASONS:
        _make(season)
    cost([PYTHON, str(HERE / "names.py"), str(NAMES)])
    before, is_cold = (drop_caches, True) if can_drop_caches() else (_nothing, False)
    results = Results(
        machine=machine(),
        is_cold=is_cold,
        measured=[_measured(season, before) for season in SEASONS],
        identify_cpu=_floor("identify", SEASONS[1].folder, SEASONS[1].runs, _nothing),
        names_cpu=_floor("identify", NAMES, RUNS, _nothing),
        hundred=_hundred(SEASONS[0]),
        spent=_spent(SEASONS[1]),
        names=_naming(real),
        accuracies=[_accuracy(season) for season in JUDGED],
        scraping=scraping(before),
        website=website(SEASONS[0].folder / "data", BUILD / "website"),
    )
    (HERE / "RESULTS.md").write_text(page(results), encoding="utf-8")
    print(page(results))


def _nothing() -> None:
    """Files that were read before may still be in memory."""


def _make(season: Season) -> None:
    if not (season.folder / "nyaastats.db").exists():
        print(f"making {season.folder.name}", flush=True)
        database = str(season.folder / "nyaastats.db")
        # By a process of its own: what this one once held would count as the peak of every child it starts.
        cost([PYTHON, "-m", "nyaastats", "synthetic", "--output", database, "--scale", str(season.scale), "--hostile"])


def _etl(folder: Path) -> list[str]:
    database, snapshot = folder / "nyaastats.db", folder / "nyaastats.anilist.json"
    command = [PYTHON, "-m", "nyaastats", "etl", "--db", database, "--anilist", snapshot, "--output", folder / "data"]
    return [str(word) for word in command]


def _floor_command(name: str, folder: Path) -> list[str]:
    return [PYTHON, str(HERE / "floors.py"), name, str(folder)]


def _floor(name: str, folder: Path, runs: int, before: Callable[[], object]) -> float:
    return float(typical(_floor_command(name, folder), runs, before).printed)


def _spent(season: Season) -> list[tuple[str, float]]:
    """What a run spends its time on."""
    said = cost([PYTHON, str(HERE / "anatomy.py"), str(season.folder)])
    return [(what, seconds) for what, seconds in json.loads(said.printed)]


def _measured(season: Season, before: Callable[[], object]) -> Measured:
    print(f"measuring {season.folder.name}", flush=True)
    floor = typical(_floor_command("sqlite", season.folder), season.runs, before)
    return Measured(
        size=_size(season),
        runs=season.runs,
        etl=typical(_etl(season.folder), season.runs, before),
        sqlite=floor,
        sqlite_query=float(floor.printed),
        core=_floor("core", season.folder, season.runs, before),
    )


def _size(season: Season) -> Size:
    with closing(sqlite3.connect(f"{(season.folder / 'nyaastats.db').as_uri()}?mode=ro", uri=True)) as database:
        (torrents,) = database.execute("SELECT count(*) FROM torrents").fetchone()
        (stats,) = database.execute("SELECT count(*) FROM stats").fetchone()
    return Size(torrents, stats)


def _hundred(season: Season) -> Cost:
    """A run over a hundred torrents of a season, by someone who has run it before: its time is that of the imports."""
    folder = BUILD / "hundred"
    folder.mkdir(exist_ok=True)
    path = folder / "nyaastats.db"
    path.unlink(missing_ok=True)
    (folder / "nyaastats.anilist.json").write_bytes((season.folder / "nyaastats.anilist.json").read_bytes())
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("ATTACH ? AS old", [str(season.folder / "nyaastats.db")])
        database.execute("CREATE TABLE torrents AS SELECT * FROM old.torrents ORDER BY infohash LIMIT 100")
        database.execute(
            "CREATE TABLE stats AS SELECT * FROM old.stats WHERE infohash IN (SELECT infohash FROM torrents)"
        )
    return typical(_etl(folder), 3, _nothing)


def _naming(real: Path | None) -> Naming:
    """The names of the synthetic seasons, the made-up ones, and those of a folder of real ones."""
    for season in JUDGED:
        write_names(season.folder / "names.tsv", _true_names(Place.of(season.folder)))
    small, large = (made_up(f"synthetic season × {season.scale:g}", season.folder) for season in JUDGED)
    return naming(small, [large, made_up("made-up names", NAMES)], real_names(real) if real else None, PARSERS)


def _true_names(place: Place) -> Iterator[tuple[str, datetime, int | None, str]]:
    for row in pq.read_table(place.truth / "torrents.parquet").to_pylist():
        yield row["name"], row["published"], row["anilist_id"], _label(row["episode"], row["kind"])


def _label(episode: int | None, kind: str) -> str:
    return str(episode) if episode is not None else "-" if kind == "episode" else kind


def _accuracy(season: Season) -> Accuracy:
    with measured(Place.of(season.folder)) as engine:
        return accuracy(engine)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
