"""Torrents that another scraper wrote are followed from where it left them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from nyaastats.store.database import is_infohash, parse_time

_COUNTS = "SELECT (SELECT count(*) FROM torrents), (SELECT count(*) FROM looks)"
_STRANGERS = """
SELECT infohash, pubdate, status,
       (SELECT max(timestamp) FROM stats WHERE stats.infohash = torrents.infohash),
       EXISTS (SELECT 1 FROM stats WHERE stats.infohash = torrents.infohash AND (seeders OR leechers OR downloads))
FROM torrents
WHERE infohash IS NOT NULL AND infohash NOT IN (SELECT infohash FROM looks)
"""
_NEW = "INSERT OR IGNORE INTO looks (infohash, published, last, had_counts, dead) VALUES (?, ?, ?, ?, ?)"
_GONE = "DELETE FROM looks WHERE infohash NOT IN (SELECT infohash FROM torrents WHERE infohash IS NOT NULL)"


def adopt(connection: sqlite3.Connection) -> None:
    """Give each torrent its row in `looks`, and take away rows without one."""
    torrents, looks = connection.execute(_COUNTS).fetchone()
    if torrents == looks:
        return
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        connection.executemany(_NEW, _adopted(connection))
        connection.execute(_GONE)


def _adopted(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    for infohash, pubdate, status, last, had_counts in connection.execute(_STRANGERS).fetchall():
        published = parse_time(pubdate) if is_infohash(str(infohash)) else None
        yield infohash, _seconds(published), _seconds(parse_time(last)), had_counts, status == "dead"


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
