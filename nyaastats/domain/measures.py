"""What was measured, as it passes from `measure` to `publish`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import pyarrow as pa


class Attribution(StrEnum):
    """When the downloads between two scrapes happened."""

    INTERVAL = "interval"
    """Over the interval between them; the first count, since publication."""
    OBSERVED = "observed"
    """At the later scrape; the first count is ignored."""


class ScrapeRejection(StrEnum):
    """Why a row of `stats` is left out."""

    UNPARSABLE_TIME = "unparsable_time"
    """The time is not an ISO 8601 time of this century."""
    BAD_COUNT = "bad_count"
    """The count of downloads is not a whole number from 0 to 99,999,999."""
    ORPHAN = "orphan"
    """No row of `torrents` has its infohash."""


@dataclass(frozen=True, slots=True)
class Scrapes:
    """What `load` found in the table `stats`."""

    data_until: datetime
    """The newest usable scrape, UTC, to the second: the run's "now"."""
    rejected: Mapping[ScrapeRejection, int]
    """Rows left out, by reason; a reason without rows is not there."""
    silences: int
    """Looks in which everything was 0 after a larger count: left out as no evidence."""


@dataclass(frozen=True, slots=True)
class Trail:
    """What one torrent is on its way through the tables."""

    torrent_id: int
    looks: Mapping[datetime, int]
    """Its first counts, up to six, by their moment in UTC; silences are not among them, falls are."""
    days: Mapping[date, int]
    """Its part in the episode's first days since it is there: up to seven, at least one."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured; the columns stand in the header of the file of each table's name."""

    daily: pa.Table
    weeks: pa.Table
    """The chart's weeks that have begun: week, start_date, complete; also those in which nothing was ranked."""
    rankings: pa.Table
    totals: pa.Table
    glitches: int
    """Falls of a count that were no reset."""
    resets: int
    trail: Trail | None
    """Of the torrent that `samples.sql` and `followed.sql` choose; None when nothing was downloaded."""
