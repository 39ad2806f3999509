"""The golden season's database with doubtful titles besides, and a review of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.calendar import Season, SeasonSpan
from nyaastats.domain.matches import Thresholds
from nyaastats.domain.shows import Show
from nyaastats.pipeline.archiving import ArchiveConfig
from nyaastats.pipeline.etl import Progress
from nyaastats.review.overrides_file import OverridesFile
from nyaastats.review.run import ReviewConfig, open_run
from nyaastats.review.session import Session, start_session
from testkit.command_line import SNAPSHOT, make_database

DOUBTFUL = {
    "[G] Vanished S2 - 01 (1080p)": 900,
    "[G] Vanished 2nd Season - 02 (1080p)": 50,
    "[G] Vanished - 01 (1080p)": 800,
    "[G] Old Name | Vanished - 03 (1080p)": 10,
}
"""Names, with their downloads; Xyloquartz is among the season's own."""


def make_doubtful_database(path: Path, extra: Mapping[str, int] = MappingProxyType({})) -> Path:
    """The golden season's, with the torrents of `DOUBTFUL` and `extra` ones, each with its downloads."""
    with closing(sqlite3.connect(make_database(path))) as connection:
        for number, (name, downloads) in enumerate({**DOUBTFUL, **extra}.items()):
            row = (f"{number:040x}".replace("0", "f"), name, "2025-10-07T12:00:00Z")
            connection.execute("INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, ?, ?)", row)
            scrapes = [(row[0], f"2025-10-0{day}", 1, 1, count) for day, count in ((8, downloads), (9, downloads))]
            connection.executemany("INSERT INTO stats VALUES (?, ?, ?, ?, ?)", scrapes)
        connection.commit()
    return path


def make_config(database: Path, own: OverridesFile | None = None) -> ReviewConfig:
    """A review whose decisions go to own.toml beside the database."""
    return ReviewConfig(
        source=ArchiveConfig(database.with_suffix(".archive"), database, memory_mib=256),
        season=Season.parse("fall-2025"),
        post_airing_weeks=4,
        thresholds=Thresholds(),
        shipped=(),
        overrides_file=own or OverridesFile(database.with_name("own.toml")),
        now=datetime(2026, 11, 1, tzinfo=UTC),
    )


def read_shows(_: SeasonSpan) -> Sequence[Show]:
    """The golden season's."""
    return read_snapshots([SNAPSHOT]).shows


def skip_steps(_: str) -> AbstractContextManager[object]:
    """Progress that nobody watches."""
    return nullcontext()


@contextmanager
def review_database(database: Path, step: Progress = skip_steps) -> Iterator[Session]:
    """A session on a database with the golden season's shows."""
    with open_run(make_config(database), read_shows, step) as run:
        yield start_session(run)
