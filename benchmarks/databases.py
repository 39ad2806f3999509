"""The collector's databases at the sizes that are measured: torrents that are all due, and an older scraper's years."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import islice
from pathlib import Path

from nyaastats.collect.schedule import PACES
from nyaastats.domain.torrents import InfoHash, ListedTorrent
from nyaastats.store.ledger import open_ledger, stamp
from nyaastats.store.records import ParsedTorrent, TorrentChanges

GUESS = '{"title": "A Show of the Season", "episode": 7, "screen_size": "1080p", "release_group": "Group"}'
OLDEST = timedelta(days=200)
"""A little older than what is still looked at."""
YOUNGEST = timedelta(hours=1)
BATCH = 10_000


def infohashes(number: int) -> list[InfoHash]:
    """So many, always the same, in order."""
    chance = random.Random(number)  # noqa: S311  # no secret
    return sorted(InfoHash(chance.randbytes(20).hex()) for _ in range(number))


def name_of(infohash: str) -> str:
    """A name as long as names are."""
    return f"[Group] A Show of the Season - 07 (1080p) [{infohash[:8].upper()}].mkv"


def make_due(path: Path, number: int) -> None:
    """A database in which so many torrents are due, published within the last 150 days and never looked at."""
    now = datetime.now(UTC)
    with open_ledger(path) as ledger:
        new = (_named(infohash, now, place / number) for place, infohash in enumerate(infohashes(number)))
        while some := tuple(islice(new, BATCH)):
            ledger.add(TorrentChanges(some), now, "4.4.0")


def _named(infohash: InfoHash, now: datetime, part: float) -> ParsedTorrent:
    published = now - timedelta(days=150) * (1 - part)
    return ParsedTorrent(
        ListedTorrent(
            infohash, name_of(infohash), published, 1_400_000_000, None, trusted=False, remake=False, counts=None
        ),
        GUESS,
    )


# --- an older scraper's -----------------------------------------------------------------------------------------------


def make_older(path: Path, torrents: int, looks: int, now: datetime) -> None:
    """Its two tables, with so many torrents of the last 200 days and so many looks at each.

    The last look is as long ago as it is between two runs half an hour apart, so that a few torrents are due.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000")
        database.executescript(files("nyaastats.store").joinpath("schema.sql").read_text(encoding="utf-8"))
        database.executescript(
            "CREATE TEMP TABLE number (i INTEGER PRIMARY KEY); CREATE TEMP TABLE span (infohash, first, last)"
        )
        database.executemany("INSERT INTO number VALUES (?)", ((i,) for i in range(looks)))
        spans = list(_spans(torrents, now))
        database.executemany("INSERT INTO torrents VALUES (?, ?, ?, 1, 1, 0, 0, 'active', ?)", _torrents(spans))
        database.executemany("INSERT INTO span VALUES (?, ?, ?)", spans)
        database.execute(_STATS, (looks - 1,))
        database.commit()


_STATS = """
INSERT INTO stats
SELECT infohash, strftime('%Y-%m-%dT%H:%M:%SZ', first + (last - first) * i / ?, 'unixepoch'), 50, 5, 10 * i
FROM span CROSS JOIN number ORDER BY infohash, i
"""


def _spans(torrents: int, now: datetime) -> Iterator[tuple[str, int, int]]:
    """Each torrent's infohash, its publication and its last look, in epoch seconds."""
    chance = random.Random(torrents)  # noqa: S311  # no secret
    for infohash in infohashes(torrents):
        age = YOUNGEST + (OLDEST - YOUNGEST) * chance.random()
        every = next((pace.every for pace in PACES if age < pace.until), OLDEST - age)
        last = max(now - age + YOUNGEST / 2, now - every * chance.random() - timedelta(minutes=30))
        yield infohash, int((now - age).timestamp()), int(last.timestamp())


def _torrents(spans: list[tuple[str, int, int]]) -> Iterator[tuple[str, str, str, str]]:
    for infohash, published, _ in spans:
        yield infohash, name_of(infohash), stamp(datetime.fromtimestamp(published, UTC)), GUESS
