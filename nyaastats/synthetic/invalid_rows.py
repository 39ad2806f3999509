"""Rows that cannot be used, as databases of scrapers hold them: the ETL must skip and count them by reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class InvalidRowKind(StrEnum):
    """Why a row cannot be used."""

    UNPARSABLE_TIME = "unparsable_time"
    NEGATIVE_COUNT = "negative_count"
    TEXT_COUNT = "text_count"
    FRACTIONAL_COUNT = "fractional_count"
    NO_TORRENT = "no_torrent"
    BROKEN_JSON = "broken_json"
    CLOCK_ERROR = "clock_error"


@dataclass(frozen=True, slots=True)
class InvalidStat:
    """A row of `stats` that cannot be used; `infohash` None stands for a torrent of the season.

    SQLite stores a text or a fraction in an INTEGER column as it is: https://sqlite.org/datatype3.html#type_affinity.
    """

    kind: InvalidRowKind
    timestamp: str
    downloads: int | float | str
    infohash: str | None = None


@dataclass(frozen=True, slots=True)
class InvalidTorrent:
    """A row of `torrents` that cannot be used; it has no stats."""

    kind: InvalidRowKind
    name: str
    pubdate: str
    guess: str


INVALID_STATS = (
    InvalidStat(InvalidRowKind.UNPARSABLE_TIME, "yesterday", 10),
    InvalidStat(InvalidRowKind.UNPARSABLE_TIME, "2025-13-45T99:00:00Z", 10),
    InvalidStat(InvalidRowKind.UNPARSABLE_TIME, "", 10),
    InvalidStat(InvalidRowKind.NEGATIVE_COUNT, "2025-11-05T10:00:01Z", -1),
    InvalidStat(InvalidRowKind.NEGATIVE_COUNT, "2025-11-05T10:00:02Z", -500),
    InvalidStat(InvalidRowKind.TEXT_COUNT, "2025-11-05T10:00:03Z", "n/a"),
    InvalidStat(InvalidRowKind.TEXT_COUNT, "2025-11-05T10:00:04Z", "1,234"),
    InvalidStat(InvalidRowKind.FRACTIONAL_COUNT, "2025-11-05T10:00:05Z", 12.5),
    InvalidStat(InvalidRowKind.NO_TORRENT, "2025-11-05T10:00:06Z", 700, "f" * 40),
    InvalidStat(InvalidRowKind.NO_TORRENT, "2025-11-06T10:00:07Z", 900, "f" * 40),
)
"""The same rows at any scale."""

CLOCK_ERRORS = (
    InvalidStat(InvalidRowKind.CLOCK_ERROR, "2000-06-01T00:00:00Z", 50),
    InvalidStat(InvalidRowKind.CLOCK_ERROR, "2099-06-01T00:00:00Z", 50),
)
"""On request: stamps of clocks that were reset, or far ahead."""

INVALID_TORRENTS = (
    InvalidTorrent(
        InvalidRowKind.UNPARSABLE_TIME, "[SubsPlease] SANDA - 98 (1080p) [BAD00001].mkv", "last Friday", "{}"
    ),
    InvalidTorrent(
        InvalidRowKind.BROKEN_JSON,
        "[SubsPlease] SANDA - 99 (1080p) [BAD00002].mkv",
        "2025-11-07T17:30:00Z",
        '{"title',
    ),
)
"""The same rows at any scale."""
