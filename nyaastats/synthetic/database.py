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
from nyaastats.synthetic.faults import BAD_STATS, BAD_TORRENTS, Fault
from nyaastats.synthetic.scraped import Scraped, infohash
from nyaastats.synthetic.spelling import spell

_TORRENT = "INSERT INTO torrents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_STATS = "INSERT INTO stats VALUES (?, ?, ?, ?, ?)"
_CHUNK = 100_000
"""Rows that are spelled out at a time, to bound the memory."""
_FIRST_NYAA_ID = 2_015_000
_PIXEL_BYTES = 1_300_000
"""Bytes of an episode per line of its picture."""
_TRUSTED = ("[SubsPlease]", "[Erai-raws]")

_NEW_YORK = timezone(timedelta(hours=-5))

Row = tuple[Any, ...]


def write_database(path: Path, season: Scraped, rng: np.random.Generator) -> None:
    """Make a new database in WAL mode at `path`, which must not exist; bad rows included.

    It bears the mark of a made-up season.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        database.executescript(files("nyaastats.store").joinpath("schema.sql").read_text(encoding="utf-8"))
        database.execute(f"PRAGMA application_id = {SYNTHETIC}")
        database.execute("BEGIN")
        database.executemany(_TORRENT, _torrent_rows(season, rng))
        database.executemany(_TORRENT, _bad_torrent_rows())
        database.executemany(_STATS, _stats_rows(season, rng))
        database.executemany(_STATS, _bad_stats_rows(season))
        database.execute("COMMIT")
        database.execute("PRAGMA journal_mode = WAL")


def _torrent_rows(season: Scraped, rng: np.random.Generator) -> Iterator[Row]:
    published = np.array([int(torrent.published.timestamp()) for torrent in season.torrents], dtype=np.int64)
    sizes = (_PIXEL_BYTES * 1080 * rng.uniform(0.3, 1.2, len(published))).astype(np.int64)
    rows = zip(season.torrents, season.hashes, spell(published, rng).tolist(), sizes.tolist(), strict=True)
    for number, (torrent, key, pubdate, size) in enumerate(rows):
        trusted = torrent.name.startswith(_TRUSTED)
        yield key, torrent.name, pubdate, size, _FIRST_NYAA_ID + number, trusted, False, torrent.status, torrent.guess


def _bad_torrent_rows() -> Iterator[Row]:
    for bad in BAD_TORRENTS:
        yield infohash(bad.name, 0), bad.name, bad.pubdate, None, None, False, False, "active", bad.guess


def _stats_rows(season: Scraped, rng: np.random.Generator) -> Iterator[Row]:
    rows, hashes = season.observed, np.array(season.hashes)
    for start in range(0, len(rows.downloads), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        columns = (
            hashes[rows.looks.torrent[chunk]],
            spell(rows.looks.at[chunk], rng),
            rows.seeders[chunk],
            rows.leechers[chunk],
            rows.downloads[chunk],
        )
        yield from zip(*(column.tolist() for column in columns), strict=True)
    yield from _second_spellings(season)


def _second_spellings(season: Scraped) -> Iterator[Row]:
    """The last look of some torrents once more, its time told by a clock of New York."""
    rows = season.observed
    for torrent in np.flatnonzero(season.faults == Fault.TWICE.value):
        last = int(np.searchsorted(rows.looks.torrent, torrent + 1)) - 1
        moment = datetime.fromtimestamp(int(rows.looks.at[last]), _NEW_YORK).isoformat()
        counts = rows.seeders[last], rows.leechers[last], rows.downloads[last]
        yield season.hashes[torrent], moment, *map(int, counts)


def _bad_stats_rows(season: Scraped) -> Iterator[Row]:
    for bad, key in zip(BAD_STATS, season.hashes, strict=False):
        yield bad.infohash or key, bad.timestamp, 1, 1, bad.downloads
