"""What `nyaastats etl` takes: whole runs at three sizes, and the parts of a run."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmarks.fixtures.season_files import SeasonFiles
from benchmarks.paths import BUILD, NAMES
from benchmarks.processes import Cost, keep_caches, measure_command, measure_median_run, worker_command
from nyaastats.synthetic.facts import DATA_UNTIL

RUNS = 3


@dataclass(frozen=True, slots=True)
class Season:
    """A synthetic season to measure: its scale, and the number of runs."""

    scale: float
    runs: int

    @property
    def folder(self) -> Path:
        """Where it is generated, under the names that `SeasonFiles.of` knows."""
        return BUILD / f"scale-{self.scale:g}"


SEASONS = (Season(1, 3), Season(10, 3), Season(48, 1))
"""About 0.2, 2 and 10 million scrapes."""
SMALL, MIDDLE, _ = SEASONS
NAMED_SEASONS = (SMALL, MIDDLE)
"""The seasons whose names are compared with the truth."""


@dataclass(frozen=True, slots=True)
class Size:
    """Rows of a database."""

    torrents: int
    stats: int


@dataclass(frozen=True, slots=True)
class SeasonCost:
    """One season: the whole process, and its two baselines."""

    size: Size
    runs: int
    etl: Cost
    """With an archive up to a week ago."""
    etl_alone: Cost
    """From the database alone: the archive is built on the way."""
    archive_bytes: int
    """Of the archived scrapes."""
    sqlite: Cost
    """The process of one query that reads every scrape."""
    sqlite_query: float
    """Seconds of that query alone."""
    sql_tables: float
    """Seconds of the SQL tables alone, the matches taken from the truth."""


@dataclass(frozen=True, slots=True)
class PartCost:
    """A part of a run: seconds of wall time, and the peak of the process by its end, in MiB."""

    name: str
    seconds: float
    peak: float


@dataclass(frozen=True, slots=True)
class EtlCosts:
    """All that was measured of the ETL."""

    seasons: Sequence[SeasonCost]
    """Small, middle, large."""
    identify_cpu: float
    """Seconds of CPU for the middle season's names."""
    synthetic_names_cpu: float
    """Seconds of CPU for the synthetic names."""
    hundred_torrents: Cost
    profile: Sequence[PartCost]
    """The parts of a run over the middle season."""


def measure_etl() -> EtlCosts:
    """Measure every season with warm caches.

    Cold, the query would wait for the whole database, of which a run with an archive reads little: a run would seem to
    take fewer times its time than it does on a machine that has just scraped.
    """
    return EtlCosts(
        seasons=[_measure_season(season) for season in SEASONS],
        identify_cpu=_run_baseline("identify", MIDDLE.folder, MIDDLE.runs),
        synthetic_names_cpu=_run_baseline("identify", NAMES, RUNS),
        hundred_torrents=_measure_hundred_torrents(SMALL),
        profile=profile_etl(MIDDLE.folder),
    )


def generate_seasons(seasons: Iterable[Season]) -> None:
    """Generate those that are not there yet or are outdated, hostile titles included, and the synthetic names."""
    for season in seasons:
        if not SeasonFiles.of(season.folder).is_current():
            print(f"generating {season.folder.name}", flush=True)
            # In a process of its own: memory that this one once held would count to the peak of every child.
            measure_command(_synthetic_command(season))
    measure_command(worker_command("generate_names", NAMES))


def _synthetic_command(season: Season) -> list[str]:
    output, scale = str(SeasonFiles.of(season.folder).database), str(season.scale)
    # The simplest season: its times compare with those of every earlier version.
    kind = ["--schedule", "elapsed", "--process", "plain", "--hostile"]
    return [sys.executable, "-m", "nyaastats", "synthetic", *kind, "--output", output, "--scale", scale]


def etl_command(folder: Path) -> list[str]:
    """Publish the season in `folder` into its folder `data`."""
    files = SeasonFiles.of(folder)
    inputs = ["--db", files.database, "--anilist", files.anilist]
    return [str(word) for word in (sys.executable, "-m", "nyaastats", "etl", *inputs, "--output", folder / "data")]


def _run_baseline(name: str, folder: Path, runs: int) -> float:
    return float(measure_median_run(worker_command("baselines", name, folder), runs, keep_caches).printed)


def profile_etl(folder: Path, *memory_mib: int) -> list[PartCost]:
    """The parts of a run over what is in `folder`, with the default memory or another."""
    printed = measure_command(worker_command("profile_etl", folder, *memory_mib)).printed
    return [PartCost(*part) for part in json.loads(printed)]


def _measure_season(season: Season) -> SeasonCost:
    print(f"measuring {season.folder.name}", flush=True)
    archive = SeasonFiles.of(season.folder).database.with_suffix(".archive")
    old_archive = _archive_until_a_week_ago(season)  # first: it reads the whole database into the caches
    # In the same round as the run that it is compared with: a busy machine slows both.
    baseline = measure_median_run(worker_command("baselines", "sqlite", season.folder), season.runs, keep_caches)
    return SeasonCost(
        size=count_rows(season),
        runs=season.runs,
        etl=measure_median_run(etl_command(season.folder), season.runs, partial(begin_run, old_archive, archive)),
        etl_alone=measure_median_run(etl_command(season.folder), season.runs, partial(begin_run, None, archive)),
        archive_bytes=sum(path.stat().st_size for path in archive.glob("scrapes/*/*")),
        sqlite=baseline,
        sqlite_query=float(baseline.printed),
        sql_tables=_run_baseline("sql_tables", season.folder, season.runs),
    )


def begin_run(start: Path | None, archive: Path) -> None:
    """Make the archive what it was at the start; None: there is none."""
    shutil.rmtree(archive, ignore_errors=True)
    if start:
        shutil.copytree(start, archive)


def _archive_until_a_week_ago(season: Season) -> Path:
    """An archive as the run of the week before has left it, its names included."""
    files, folder = SeasonFiles.of(season.folder), season.folder / "week-before"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(files.database, folder)
    shutil.copy(files.anilist, folder)
    with closing(sqlite3.connect(folder / files.database.name)) as database, database:
        database.execute(_DELETE_LAST_WEEK, [f"{DATA_UNTIL - timedelta(weeks=1):%Y-%m-%dT%H}"])
    measure_command(etl_command(folder))
    (folder / files.database.name).unlink()
    return folder / f"{files.database.stem}.archive"


# By row numbers, which an archive goes by: rows come in the order of their time, but for some invalid ones.
_DELETE_LAST_WEEK = "DELETE FROM stats WHERE rowid > (SELECT COUNT(*) FROM stats WHERE timestamp < ?)"


def count_rows(season: Season) -> Size:
    """How many torrents and scrapes its database holds."""
    uri = f"{SeasonFiles.of(season.folder).database.as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        (torrents,) = database.execute("SELECT count(*) FROM torrents").fetchone()
        (stats,) = database.execute("SELECT count(*) FROM stats").fetchone()
    return Size(torrents, stats)


def _measure_hundred_torrents(season: Season) -> Cost:
    """A run over a hundred torrents of a season with warm caches: nearly all its time is the imports."""
    source, target = SeasonFiles.of(season.folder), SeasonFiles.of(BUILD / "hundred")
    # The copies have neither keys nor constraints, as databases of other scrapers may have none.
    target.database.parent.mkdir(exist_ok=True)
    target.database.unlink(missing_ok=True)
    target.anilist.write_bytes(source.anilist.read_bytes())
    with closing(sqlite3.connect(target.database)) as database, database:
        database.execute("ATTACH ? AS old", [str(source.database)])
        database.execute("CREATE TABLE torrents AS SELECT * FROM old.torrents ORDER BY infohash LIMIT 100")
        database.execute(
            "CREATE TABLE stats AS SELECT * FROM old.stats WHERE infohash IN (SELECT infohash FROM torrents)"
        )
    return measure_median_run(etl_command(target.database.parent), RUNS, keep_caches)
