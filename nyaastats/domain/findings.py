"""What `nyaastats db check` can find, and which of it makes numbers wrong: the one table of both.

A row that is left out, and a count that is corrected, make no number wrong: the run skips it and the report counts it.
Wrong is what no run can tell from the truth, or cannot measure at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Finding(StrEnum):
    """One kind of what is found in a database or its archive."""

    TORRENT_LEFT_OUT = "torrent_left_out"
    """A row of `torrents` cannot be used (`domain.torrents.Rejection`)."""
    UNPARSABLE_TIME = "unparsable_time"
    BAD_COUNT = "bad_count"
    ORPHAN = "orphan"
    BEFORE_PUBLICATION = "before_publication"
    FROM_THE_FUTURE = "from_the_future"
    NO_USABLE_SCRAPE = "no_usable_scrape"
    """There are scrapes, and none can be used."""
    COUNT_DROPS = "count_drops"
    RESETS = "resets"
    SPIKES = "spikes"
    TRACKER_RESTARTS = "tracker_restarts"
    IN_DOUBT = "in_doubt"
    ARCHIVE_DAMAGED = "archive_damaged"
    """A file of the archive is not what was written."""


class Severity(StrEnum):
    """What a finding means for the numbers."""

    REMARK = "remark"
    """They are right without it: exit code 0."""
    WRONG = "wrong"
    """They are wrong, or cannot be had: exit code 1."""


SEVERITIES: Final[Mapping[Finding, Severity]] = MappingProxyType(
    {
        Finding.TORRENT_LEFT_OUT: Severity.REMARK,
        Finding.UNPARSABLE_TIME: Severity.REMARK,
        Finding.BAD_COUNT: Severity.REMARK,
        Finding.ORPHAN: Severity.REMARK,
        # The same clock has stamped other scrapes, too, which are not so far off that it shows.
        Finding.BEFORE_PUBLICATION: Severity.WRONG,
        Finding.FROM_THE_FUTURE: Severity.WRONG,
        Finding.NO_USABLE_SCRAPE: Severity.WRONG,
        Finding.COUNT_DROPS: Severity.REMARK,
        Finding.RESETS: Severity.REMARK,
        Finding.SPIKES: Severity.REMARK,
        Finding.TRACKER_RESTARTS: Severity.REMARK,
        # Either the count or its absence is wrong, and only later scrapes say which.
        Finding.IN_DOUBT: Severity.WRONG,
        Finding.ARCHIVE_DAMAGED: Severity.WRONG,
    }
)


def makes_numbers_wrong(findings: Iterable[Finding]) -> bool:
    """Whether any of them does."""
    return any(SEVERITIES[finding] is Severity.WRONG for finding in findings)
