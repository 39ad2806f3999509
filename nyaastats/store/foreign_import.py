"""Takes over torrents that another scraper wrote, so that their scraping continues where that one stopped."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

from nyaastats.domain.scrapes import MAX_DOWNLOADS
from nyaastats.domain.times import parse_time_or_none
from nyaastats.store.reader import decode_leniently
from nyaastats.store.rows import to_seconds

# CAST to BLOB: length() of a text ends at a NUL character, and such a text is not an infohash.
_IS_FOREIGN = """
infohash NOT IN (SELECT infohash FROM scrape_state) AND typeof(infohash) = 'text'
AND length(CAST(infohash AS BLOB)) = 40 AND NOT infohash GLOB '*[^0-9a-fA-F]*'
"""
_IS_GONE = "NOT EXISTS (SELECT 1 FROM torrents WHERE torrents.infohash = scrape_state.infohash)"
_IS_OUT_OF_STEP = f"""
SELECT EXISTS (SELECT 1 FROM torrents WHERE {_IS_FOREIGN}) OR EXISTS (SELECT 1 FROM scrape_state WHERE {_IS_GONE})
"""  # noqa: S608  # ours


def last_downloads_of(table: str) -> str:
    """SQL for the downloads in the newest row of `stats` of each torrent of the table; 0 without a usable one.

    The newest by its text: only the order of scrapes hangs on it, and reading each time would take long.
    """
    return f"""coalesce((
      SELECT iif(typeof(downloads) = 'integer' AND downloads BETWEEN 0 AND {MAX_DOWNLOADS}, downloads, 0)
      FROM stats WHERE stats.infohash = {table}.infohash ORDER BY timestamp DESC LIMIT 1
    ), 0)"""  # noqa: S608  # ours


_FOREIGN_TORRENTS = f"""
SELECT infohash, pubdate, status,
       EXISTS (SELECT 1 FROM stats WHERE stats.infohash = torrents.infohash AND (seeders OR leechers OR downloads)),
       {last_downloads_of("torrents")}
FROM torrents WHERE {_IS_FOREIGN}
"""  # noqa: S608  # ours
_INSERT_STATE = """
INSERT OR IGNORE INTO scrape_state (infohash, published_at, last_scraped_at, ever_nonzero, is_dead, last_downloads)
VALUES (?, ?, ?, ?, ?, ?)
"""
_SCRAPE_TIMES = "SELECT timestamp FROM stats WHERE infohash = ? ORDER BY timestamp DESC"

_MAX_TEXT_DISORDER = timedelta(days=3)
"""How far apart two moments can be though their texts begin with the same date: each may have an offset of hours."""


def import_foreign_torrents(connection: sqlite3.Connection) -> None:
    """Give each torrent its row in `scrape_state`, and delete rows whose torrent is gone.

    A row of `torrents` whose infohash is not one gets none: no tracker can be asked about it.
    """
    ((is_out_of_step,),) = connection.execute(_IS_OUT_OF_STEP)
    if not is_out_of_step:
        return
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        connection.execute(f"DELETE FROM scrape_state WHERE {_IS_GONE}")  # noqa: S608  # ours
        connection.text_factory = decode_leniently
        connection.executemany(_INSERT_STATE, list(_state_rows(connection)))
        connection.text_factory = str


def _state_rows(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Their rows in `scrape_state`; of a torrent stored in upper and lower case, only one row is ever due."""
    scraped = {infohash for (infohash,) in connection.execute("SELECT lower(infohash) FROM scrape_state")}
    for infohash, pubdate, status, ever_nonzero, downloads in connection.execute(_FOREIGN_TORRENTS).fetchall():
        published_at = None if infohash.lower() in scraped else parse_time_or_none(pubdate)
        if published_at:
            scraped.add(infohash.lower())
        last_scraped_at = read_last_scraped_at(connection, infohash)
        yield infohash, _seconds(published_at), _seconds(last_scraped_at), ever_nonzero, status == "dead", downloads


def read_last_scraped_at(connection: sqlite3.Connection, infohash: str) -> datetime | None:
    """When the torrent's newest row in `stats` was taken, whatever forms its times are written in.

    The rows come in descending order of their text. That is the order of their times, except for offsets and unusual
    forms, so the search ends at the first plain ISO date that is too far back for a later moment to follow.
    """
    newest: datetime | None = None
    for (text,) in connection.execute(_SCRAPE_TIMES, (infohash,)):
        if (moment := parse_time_or_none(text)) is None:
            continue
        is_plain_date = text[4:8:3] == "--"  # 2025-10-07, not 20251007
        if newest and is_plain_date and moment < newest - _MAX_TEXT_DISORDER:
            break
        newest = max(moment, newest or moment)
    return newest


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else to_seconds(moment)
