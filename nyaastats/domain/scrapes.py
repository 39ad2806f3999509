"""What a usable scrape is: the bounds and reasons that the collector, `db check` and the measure tables share.

A row of `stats` is usable when its time can be read, its download count can be, and its torrent exists. Each user
states this in its own language (SQLite's in `store.usable_scrapes`, DuckDB's in `measure`) and takes the bounds from
here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

MIN_SCRAPED_AT: Final = datetime(2000, 1, 1, tzinfo=UTC)
MAX_SCRAPED_AT: Final = datetime(2100, 1, 1, tzinfo=UTC)
"""Times outside this century are a clock's error, and leave room for 64-bit products of seconds and downloads."""

MIN_SCRAPED_SECONDS: Final = int(MIN_SCRAPED_AT.timestamp())
MAX_SCRAPED_SECONDS: Final = int(MAX_SCRAPED_AT.timestamp())
"""The same in seconds since 1970-01-01 UTC; both belong to the century."""

MAX_COUNT_DIGITS: Final = 8
MAX_DOWNLOADS: Final = 10**MAX_COUNT_DIGITS - 1
"""A larger count is an error of the tracker: the most downloaded torrents of nyaa have some hundred thousand."""


class ScrapeRejection(StrEnum):
    """Why a row of `stats` is left out."""

    # In the order in which they are tested: a row counts under the first that fits.

    UNPARSABLE_TIME = "unparsable_time"
    """The time is not an ISO 8601 time of this century."""
    BAD_COUNT = "bad_count"
    """The count of downloads is not a whole number from 0 to 99,999,999."""
    ORPHAN = "orphan"
    """No row of `torrents` has its infohash."""
