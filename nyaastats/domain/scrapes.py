"""What a usable scrape is, and what a count can be: the bounds and reasons that all who judge scrapes share.

A row of `stats` is usable when its time can be read, its download count can be, its torrent exists, and no clock was
wrong. A SQLite column holds values of any type, and what counts of each is its text: a BLOB's bytes, a number's digits.
The collector, `db check`, the archive and the measure tables state this each in its own language (SQLite's in
`store.usable_scrapes`; DuckDB's in `store.archive`, where text becomes numbers, and in `measure`, where clocks and
orphans are judged) and take the bounds from here. The bounds of falls and rises of a count are those of
`measure.count_faults`.
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
    BEFORE_PUBLICATION = "before_publication"
    """The time is more than 2 days before the torrent's publication: a clock's error."""
    FROM_THE_FUTURE = "from_the_future"
    """The time is more than a day after the clock of the run: a clock's error."""


class Verdict(StrEnum):
    """What a scrape of a torrent whose count fell, or rose beyond belief, is taken for."""

    KEPT = "kept"
    """Counted."""
    DIP = "dip"
    """Too low, and the count was soon back: left out."""
    SPIKE = "spike"
    """Too high, and the count went on from below: left out."""
    RESET = "reset"
    """The first count of a new era: the tracker counts anew."""
    TOO_LOW = "too_low"
    """Below a count that was reached before, and neither of the others: left out."""
    IN_DOUBT = "in_doubt"
    """At the end, after a rise beyond belief: not counted until it is confirmed."""


# --- clocks -----------------------------------------------------------------------------------------------------------

MAX_SECONDS_BEFORE_PUBLICATION: Final = 2 * 86_400
"""nyaa dates a torrent when it is listed; clocks and zones are off by a day at the worst, so 2 days are an error."""
MAX_SECONDS_AFTER_NOW: Final = 86_400
"""A scraper in a zone ahead of UTC that writes its local time without an offset is less than a day ahead."""

# --- falls and rises of a count ---------------------------------------------------------------------------------------

MAX_FAULT_SCRAPES: Final = 24
MAX_FAULT_SECONDS: Final = 3 * 86_400
"""How long a tracker answers with a wrong count before what it says is believed: a day of hourly scrapes, and as long
as a machine may stay broken over a weekend. It is from the first to the last wrong scrape: any one scrape is short."""
MAX_SPIKE_SCRAPES: Final = 2
"""So few counts above what follows them are wrong without a look at the pace: an era is hardly ever so short."""
MIN_SCRAPES_AFTER: Final = 3
"""Scrapes from a fall on, itself included, that a spike or a reset needs: two in a row may both be wrong."""

PACE_SCRAPES: Final = 8
"""Over so many scrapes the pace is measured: enough to level an hour's chance, few enough to be of that age."""
PACE_FACTOR: Final = 10
"""A rise of more times the pace is beyond belief. A new episode, a front page or a weekend bring a few times the pace,
and the mean since publication is at most 10 times the pace at any age where downloads fall like 1 / age."""
PACE_ALLOWANCE: Final = 3
"""Added to the downloads that a pace is measured by: 0 seen are up to 3 expected (the rule of three, 95 %)."""
MIN_PACE_SECONDS: Final = 3_600
"""Within less than an hour a pace says nothing: its time counts as an hour."""
MAX_ORDINARY_RISE: Final = 100
"""A rise of no more downloads than this, beyond the pace, is never beyond belief: it may be one post in a forum."""

MAX_FIRST_PER_HOUR: Final = 5_000
FIRST_SECONDS: Final = 48 * 3_600
"""What first counts are: up to 5,000 an hour, and no more than those of 48 hours. The most downloaded releases of nyaa
have some hundred thousand in all."""
YOUNG_SECONDS: Final = 86_400
MIN_PAST_SCRAPES: Final = 3
MIN_PAST_DOWNLOADS: Final = 100
"""With less behind it, a torrent of the first day has no pace yet, and its next count is like a first count: a
release that is seeded slowly has 0 or 5 downloads for an hour, and 800 an hour later."""

MIN_RESTART_TORRENTS: Final = 10
RESTART_SECONDS: Final = 1_800
"""So many torrents that lose more than half of their count within half an hour, which is one run of a scraper, are a
restart of the tracker: by themselves, some in a thousand do so in a season."""
