"""Torrents that another scraper wrote are followed from where it left them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

from nyaastats.store.reader import LENIENT, parse_time

# CAST: what stands behind a NUL is part of the infohash as well.
_STRANGE = """
infohash NOT IN (SELECT infohash FROM looks) AND typeof(infohash) = 'text'
AND length(CAST(infohash AS BLOB)) = 40 AND NOT infohash GLOB '*[^0-9a-fA-F]*'
"""
_GONE = "NOT EXISTS (SELECT 1 FROM torrents WHERE torrents.infohash = looks.infohash)"
_AT_ODDS = f"""
SELECT EXISTS (SELECT 1 FROM torrents WHERE {_STRANGE}) OR EXISTS (SELECT 1 FROM looks WHERE {_GONE})
"""  # noqa: S608  # ours
_STRANGERS = f"""
SELECT infohash, pubdate, status,
       EXISTS (SELECT 1 FROM stats WHERE stats.infohash = torrents.infohash AND (seeders OR leechers OR downloads))
FROM torrents WHERE {_STRANGE}
"""  # noqa: S608  # ours
_NEW = "INSERT OR IGNORE INTO looks (infohash, published, last, had_counts, dead) VALUES (?, ?, ?, ?, ?)"
_TIMES = "SELECT timestamp FROM stats WHERE infohash = ? ORDER BY timestamp DESC"

_SPREAD = timedelta(days=3)
"""By so much two dates that are one and the same as text may differ as moments: a day, and an offset on either side."""


def import_foreign_torrents(connection: sqlite3.Connection) -> None:
    """Give each torrent its row in `looks`, and take away rows without one; one without an infohash gets none."""
    ((is_at_odds,),) = connection.execute(_AT_ODDS)
    if not is_at_odds:
        return
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        connection.execute(f"DELETE FROM looks WHERE {_GONE}")  # noqa: S608  # ours
        connection.text_factory = LENIENT
        connection.executemany(_NEW, list(_adopted(connection)))
        connection.text_factory = str


def _adopted(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Their rows in `looks`; a torrent that stands there in both cases is followed once."""
    followed = {infohash for (infohash,) in connection.execute("SELECT lower(infohash) FROM looks")}
    for infohash, pubdate, status, ever_nonzero in connection.execute(_STRANGERS).fetchall():
        published = None if infohash.lower() in followed else parse_time(pubdate)
        if published:
            followed.add(infohash.lower())
        last = last_scraped_at(connection, infohash)
        yield infohash, _seconds(published), _seconds(last), ever_nonzero, status == "dead"


def last_scraped_at(connection: sqlite3.Connection, infohash: str) -> datetime | None:
    """When the torrent's newest row in `stats` was taken, in whichever ways their times are written."""
    newest: datetime | None = None
    for (text,) in connection.execute(_TIMES, (infohash,)):
        if (moment := parse_time(text)) is None:
            continue
        if newest and moment < newest - _SPREAD and text[4:8:3] == "--":  # so are all that follow it as text
            break
        newest = max(moment, newest or moment)
    return newest


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
