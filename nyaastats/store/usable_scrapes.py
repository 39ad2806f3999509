"""`domain.scrapes`, the definition of a usable scrape, as conditions on a row of `stats` in SQLite's SQL.

Each is NULL, not false, for some rows (a NULL column): compare with `IS TRUE` and `IS NOT TRUE`.
"""

from __future__ import annotations

import sqlite3

from nyaastats.domain.scrapes import (
    MAX_COUNT_DIGITS,
    MAX_SCRAPED_SECONDS,
    MAX_SECONDS_AFTER_NOW,
    MAX_SECONDS_BEFORE_PUBLICATION,
    MIN_SCRAPED_SECONDS,
    ScrapeRejection,
)
from nyaastats.domain.times import parse_time_or_none
from nyaastats.store.rows import to_seconds

# length() of the text: a count is usable also where an old collector wrote it as text, and "007" is one.
HAS_USABLE_COUNT = f"(NOT downloads GLOB '*[^0-9]*' AND length(downloads) BETWEEN 1 AND {MAX_COUNT_DIGITS})"

# SQLite reads the usual form, and that alone, because it also takes bare numbers, 24:00:01 and the 31st of February.
# A Julian day is exact to some 50 microseconds. The slower function of `domain.times` reads the rest, as long as it is
# ASCII: Python gets no text but UTF-8.
_DIGITS = {"d": "[0-9]", "m": "[0-5]"}
_USUAL_FORM = "".join(_DIGITS.get(letter, letter) for letter in "dddd-dd-ddTdd:md:mdZ")
SCRAPED_SECONDS = (
    f"CASE WHEN timestamp GLOB '{_USUAL_FORM}' AND substr(timestamp, 12, 2) < '24'"
    " AND (substr(timestamp, 9, 2) < '29' OR date(timestamp, '+0 days') = substr(timestamp, 1, 10))"
    " THEN CAST(round((julianday(timestamp) - 2440587.5) * 86400) AS INTEGER)"
    " WHEN timestamp GLOB '[0-9]*' AND NOT timestamp GLOB '*[^-0-9TtZz:., +]*' THEN iso_8601_seconds(timestamp) END"
)
"""Seconds since 1970-01-01 UTC, rounded down; NULL: not a time. The connection needs `add_functions`."""

HAS_USABLE_TIME = f"(seconds BETWEEN {MIN_SCRAPED_SECONDS} AND {MAX_SCRAPED_SECONDS})"


def add_functions(connection: sqlite3.Connection) -> None:
    """Give the connection the function that `SCRAPED_SECONDS` calls."""
    connection.create_function("iso_8601_seconds", 1, _read_seconds, deterministic=True)


def _read_seconds(text: object) -> int | None:
    moment = parse_time_or_none(text)
    return to_seconds(moment) if moment else None


def rejection_case(infohashes: str) -> str:
    """An SQL CASE that gives the reason why a row is left out, NULL for a usable row.

    The row has `SCRAPED_SECONDS` as its column `seconds`. `infohashes` is a table `(infohash, published)` of all usable
    torrents, in every case that `stats` may hold, with the publication in seconds, as is the first parameter, the clock
    of the run.
    """
    return (
        f"CASE WHEN {HAS_USABLE_TIME} IS NOT TRUE THEN '{ScrapeRejection.UNPARSABLE_TIME}'"  # noqa: S608  # ours
        f" WHEN {HAS_USABLE_COUNT} IS NOT TRUE THEN '{ScrapeRejection.BAD_COUNT}'"
        f" WHEN infohash IS NULL OR infohash NOT IN (SELECT infohash FROM {infohashes})"  # ours
        f" THEN '{ScrapeRejection.ORPHAN}'"
        f" WHEN seconds < (SELECT published FROM {infohashes} AS torrent"  # ours
        f" WHERE torrent.infohash = stats.infohash) - {MAX_SECONDS_BEFORE_PUBLICATION}"
        f" THEN '{ScrapeRejection.BEFORE_PUBLICATION}'"
        f" WHEN seconds > ?1 + {MAX_SECONDS_AFTER_NOW}"
        f" THEN '{ScrapeRejection.FROM_THE_FUTURE}' END"
    )
