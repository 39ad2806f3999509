"""Writes an archive of ten seasons: `python -m benchmarks.workers.generate_archive KIND FOLDER SEASON`.

trimmed  one copy a season, as it stood a week ago, with the trimmed database of the week since
alone    five copies a season, whole, without a database

SEASON is the folder of the season that is copied. What is there already, and not outdated, is left.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from benchmarks.fixtures.archived_seasons import archive_names, is_current, list_copies, read_base, write_archive
from benchmarks.fixtures.season_files import SeasonFiles
from benchmarks.fixtures.trimmed_database import write_trimmed_database
from nyaastats.synthetic.facts import DATA_UNTIL

START = "start.archive"
"""The archive; each run is given a copy of it."""
COPIES_ALONE = 5


def generate_trimmed(folder: Path, season: SeasonFiles) -> None:
    """About 20 million scrapes of a season of 2 million."""
    base, copies, week_ago = read_base(season.database, folder / "base.archive"), list_copies(1), _WEEK_AGO
    write_archive(base, folder / START, copies, week_ago)
    write_trimmed_database(SeasonFiles.of(folder).database, base, copies, folder / START, week_ago)


def generate_alone(folder: Path, season: SeasonFiles) -> None:
    """About 100 million scrapes of a season of 2 million."""
    base = read_base(season.database, folder / "base.archive")
    write_archive(base, folder / START, list_copies(COPIES_ALONE), DATA_UNTIL + timedelta(seconds=1))


_WEEK_AGO = DATA_UNTIL - timedelta(weeks=1)
KINDS: dict[str, Callable[[Path, SeasonFiles], None]] = {"trimmed": generate_trimmed, "alone": generate_alone}


def generate_archive(kind: str, folder: Path, season: SeasonFiles) -> None:
    """Write the archive of a kind, its names and the shows, unless they are there."""
    if is_current(folder / START, season.database):
        return
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(season.anilist, SeasonFiles.of(folder).anilist)
    KINDS[kind](folder, season)
    archive_names(folder / START)


if __name__ == "__main__":
    generate_archive(sys.argv[1], Path(sys.argv[2]).absolute(), SeasonFiles.of(Path(sys.argv[3]).absolute()))
