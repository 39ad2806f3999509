"""`domain.scrapes`, the definition of a usable scrape, as conditions on a row of `stats` in SQLite's SQL.

What is judged is a value's text, as CAST(value AS TEXT) gives it, whatever type SQLite has stored: DuckDB reads the
columns so.

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

# A count is usable also where an old collector wrote it as text or as a BLOB, and "007" is one. ltrim, because GLOB and
# length end at a NUL character, and GLOB takes bytes that are no UTF-8 for anything.
HAS_USABLE_COUNT = (
    f"(ltrim(CAST(downloads AS TEXT), '0123456789') = '' AND length(downloads) BETWEEN 1 AND {MAX_COUNT_DIGITS})"
)

# SQLite reads the usual form, and that alone, because it also takes bare numbers, 24:00:01 and the 31st of February.
# A Julian day is exact to some 50 microseconds. The slower function of `domain.times` reads the rest, as long as it is
# ASCII: Python gets no text but UTF-8. A text with a NUL character is longer than GLOB and substr say, and no time.
_DIGITS = {"d": "[0-9]", "m": "[0-5]"}
_USUAL_FORM = "".join(_DIGITS.get(letter, letter) for letter in "dddd-dd-ddTdd:md:mdZ")
_TEXT = "CAST(timestamp AS TEXT)"  # GLOB may take no BLOB for anything (SQLITE_LIKE_DOESNT_MATCH_BLOBS)
SCRAPED_SECONDS = (
    f"CASE WHEN {_TEXT} GLOB '{_USUAL_FORM}' AND length(CAST(timestamp AS BLOB)) = 20"
    f" AND substr({_TEXT}, 12, 2) < '24'"
    f" AND (substr({_TEXT}, 9, 2) < '29' OR date({_TEXT}, '+0 days') = substr({_TEXT}, 1, 10))"
    f" THEN CAST(round((julianday({_TEXT}) - 2440587.5) * 86400) AS INTEGER)"
    f" WHEN {_TEXT} GLOB '[0-9]*' AND ltrim({_TEXT}, '-0123456789TtZz:., +') = ''"
    f" THEN iso_8601_seconds({_TEXT}) END"
)
"""Seconds since 1970-01-01 UTC, rounded down; NULL: not a time. The connection needs `add_functions`."""

FOLDED_INFOHASH = "lower(CAST(infohash AS TEXT))"
"""The infohash of a row as torrents have it: scrapers have written capitals, and BLOBs."""

HAS_USABLE_TIME = f"(seconds BETWEEN {MIN_SCRAPED_SECONDS} AND {MAX_SCRAPED_SECONDS})"


def add_functions(connection: sqlite3.Connection) -> None:
    """Give the connection the function that `SCRAPED_SECONDS` calls."""
    connection.create_function("iso_8601_seconds", 1, _read_seconds, deterministic=True)


def _read_seconds(text: object) -> int | None:
    moment = parse_time_or_none(text)
    return to_seconds(moment) if moment else None


def rejection_case(infohashes: str) -> str:
    """An SQL CASE that gives the reason why a row is left out, NULL for a usable row.

    The row has `SCRAPED_SECONDS` as its column `seconds`, and `FOLDED_INFOHASH` as `infohash`. `infohashes` is a table
    `(infohash, published)` of all usable torrents, in lower case, with the publication in seconds, as is the first
    parameter, the clock of the run.
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
