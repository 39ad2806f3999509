"""The synthetic season as a nyaastats.db."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from nyaastats.store.reader import SYNTHETIC
from nyaastats.synthetic.faults import Fault
from nyaastats.synthetic.invalid_rows import CLOCK_ERRORS, INVALID_STATS, INVALID_TORRENTS
from nyaastats.synthetic.simulation import SimulatedSeason, make_infohash
from nyaastats.synthetic.time_formats import format_times

_TORRENT = "INSERT INTO torrents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_STATS = "INSERT INTO stats VALUES (?, ?, ?, ?, ?)"
_CHUNK = 100_000
"""Rows that are turned into text at a time, to bound the memory."""
_FIRST_NYAA_ID = 2_015_000  # about where nyaa.si was in the autumn of 2025
_BYTES_PER_LINE = 1_300_000
"""Bytes of an episode per line of its height: 1.4 GB at 1080p."""
_TRUSTED_GROUPS = ("[SubsPlease]", "[Erai-raws]")

_NEW_YORK = timezone(timedelta(hours=-5))

Row = tuple[Any, ...]


def write_database(path: Path, season: SimulatedSeason, rng: np.random.Generator) -> None:
    """Create a database in WAL mode at `path`, which must not exist, with the invalid rows.

    Its application_id marks it as synthetic: https://sqlite.org/pragma.html#pragma_application_id.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        # Nothing can be lost: the file is moved into place when it is complete.
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        database.executescript(files("nyaastats.store").joinpath("schema.sql").read_text(encoding="utf-8"))
        database.execute(f"PRAGMA application_id = {SYNTHETIC}")
        database.execute("BEGIN")
        database.executemany(_TORRENT, _build_torrent_rows(season, rng))
        database.executemany(_TORRENT, _build_invalid_torrent_rows())
        database.executemany(_STATS, _build_stats_rows(season, rng))
        database.executemany(_STATS, _build_invalid_stats_rows(season))
        database.execute("COMMIT")
        # As the collector leaves it; the mode is stored in the file.
        database.execute("PRAGMA journal_mode = WAL")


def _build_torrent_rows(season: SimulatedSeason, rng: np.random.Generator) -> Iterator[Row]:
    published = np.array([int(torrent.published.timestamp()) for torrent in season.torrents], dtype=np.int64)
    sizes = (_BYTES_PER_LINE * 1080 * rng.uniform(0.3, 1.2, len(published))).astype(np.int64)
    rows = zip(season.torrents, season.infohashes, format_times(published, rng).tolist(), sizes.tolist(), strict=True)
    for index, (torrent, infohash, pubdate, size) in enumerate(rows):
        is_trusted, nyaa_id = torrent.name.startswith(_TRUSTED_GROUPS), _FIRST_NYAA_ID + index
        yield infohash, torrent.name, pubdate, size, nyaa_id, is_trusted, False, torrent.status, torrent.guess


def _build_invalid_torrent_rows() -> Iterator[Row]:
    for row in INVALID_TORRENTS:
        yield make_infohash(row.name, 0), row.name, row.pubdate, None, None, False, False, "active", row.guess


def _build_stats_rows(season: SimulatedSeason, rng: np.random.Generator) -> Iterator[Row]:
    stored, infohashes = season.stored, np.array(season.infohashes)
    for start in range(0, len(stored.downloads), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        columns = (
            infohashes[stored.scrapes.torrent[chunk]],
            format_times(stored.scrapes.at[chunk], rng),
            stored.seeders[chunk],
            stored.leechers[chunk],
            stored.downloads[chunk],
        )
        yield from zip(*(column.tolist() for column in columns), strict=True)
    yield from _build_double_rows(season)


def _build_double_rows(season: SimulatedSeason) -> Iterator[Row]:
    """The last scrape of some torrents once more, its time in the offset of New York: equal moments, unequal texts."""
    stored = season.stored
    for torrent in np.flatnonzero(season.faults == Fault.TWICE.value):
        last = int(np.searchsorted(stored.scrapes.torrent, torrent + 1)) - 1
        timestamp = datetime.fromtimestamp(int(stored.scrapes.at[last]), _NEW_YORK).isoformat()
        counts = stored.seeders[last], stored.leechers[last], stored.downloads[last]
        yield season.infohashes[torrent], timestamp, *map(int, counts)


def _build_invalid_stats_rows(season: SimulatedSeason) -> Iterator[Row]:
    # Not strict: there are fewer such rows than torrents.
    invalid = (*INVALID_STATS, *(CLOCK_ERRORS if season.has_clock_errors else ()))
    for row, infohash in zip(invalid, season.infohashes, strict=False):
        yield row.infohash or infohash, row.timestamp, 1, 1, row.downloads
