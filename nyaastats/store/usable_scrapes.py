"""`domain.scrapes`, the definition of a usable scrape, as conditions on a row of `stats` in SQLite's SQL.

Each is NULL, not false, for some rows (a NULL column): compare with `IS TRUE` and `IS NOT TRUE`.
"""

from __future__ import annotations

from nyaastats.domain.scrapes import (
    MAX_COUNT_DIGITS,
    MAX_SCRAPED_AT,
    MAX_SECONDS_AFTER_NOW,
    MAX_SECONDS_BEFORE_PUBLICATION,
    MIN_SCRAPED_AT,
    ScrapeRejection,
)

# length() of the text: a count is usable also where an old collector wrote it as text, and "007" is one.
HAS_USABLE_COUNT = f"(NOT downloads GLOB '*[^0-9]*' AND length(downloads) BETWEEN 1 AND {MAX_COUNT_DIGITS})"

# julianday() alone would also read a bare number and a bare time of day as a date.
HAS_USABLE_TIME = (
    "(timestamp GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' AND julianday(timestamp)"
    f" BETWEEN julianday('{MIN_SCRAPED_AT:%Y-%m-%d}') AND julianday('{MAX_SCRAPED_AT:%Y-%m-%d}'))"
)


def rejection_case(infohashes: str) -> str:
    """An SQL CASE that gives the reason why a row is left out, NULL for a usable row.

    `infohashes` is a table `(infohash, published)` of all usable torrents, in every case that `stats` may hold, the
    publication as a Julian day; the first parameter is the clock of the run, as text.
    """
    return (
        f"CASE WHEN {HAS_USABLE_TIME} IS NOT TRUE THEN '{ScrapeRejection.UNPARSABLE_TIME}'"  # noqa: S608  # ours
        f" WHEN {HAS_USABLE_COUNT} IS NOT TRUE THEN '{ScrapeRejection.BAD_COUNT}'"
        f" WHEN infohash IS NULL OR infohash NOT IN (SELECT infohash FROM {infohashes})"  # ours
        f" THEN '{ScrapeRejection.ORPHAN}'"
        f" WHEN julianday(timestamp) < (SELECT published FROM {infohashes} AS torrent"  # ours
        f" WHERE torrent.infohash = stats.infohash) - {MAX_SECONDS_BEFORE_PUBLICATION / 86_400}"
        f" THEN '{ScrapeRejection.BEFORE_PUBLICATION}'"
        f" WHEN julianday(timestamp) > julianday(?1) + {MAX_SECONDS_AFTER_NOW / 86_400}"
        f" THEN '{ScrapeRejection.FROM_THE_FUTURE}' END"
    )
