"""What the oracle takes and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LONG_INTERVAL = timedelta(hours=48)
"""What comes from a longer interval is an estimate, and a first scrape after a longer wait is late."""
INSTANT = timedelta(microseconds=1)
HOURLY_BINS = 48

Attribution = Literal["interval", "observed"]
Exact = Fraction | int
"""A number without rounding; an int where it can be, which is faster."""


def _require_utc(moment: datetime) -> None:
    if moment.utcoffset() != timedelta(0):
        msg = f"{moment!r} is not in UTC: give it .astimezone(UTC)"
        raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class OracleTorrent:
    """A torrent that counts, and the episode that it was matched to."""

    infohash: InfoHash
    anilist_id: AniListId
    episode: int
    published: datetime

    def __post_init__(self) -> None:
        _require_utc(self.published)


@dataclass(frozen=True, slots=True)
class Scrape:
    """One scrape of one torrent; None where the database does not say."""

    at: datetime
    seeders: int | None
    leechers: int | None
    downloads: int

    def __post_init__(self) -> None:
        _require_utc(self.at)

    @property
    def is_all_zero(self) -> bool:
        """Whether all three counts are known to be 0."""
        return self.seeders == self.leechers == self.downloads == 0


@dataclass(frozen=True, slots=True)
class DayCount:
    """One row of episodes.parquet."""

    downloads: int
    cumulative: int
    days_since_first_torrent: float
    estimated: int


@dataclass(frozen=True, slots=True)
class TorrentCount:
    """One torrent over all its scrapes, not cut at the show's last day."""

    total: int
    count_drops: int
    """Scrapes that are left out because their count is too low."""
    resets: int
    zero_dropouts: int
    """Scrapes of nothing but zeros after a larger count: dropped before anything else, in no other number here."""
    spikes: int = 0
    """Scrapes that are left out because their count is too high."""
    in_doubt: int = 0
    """Scrapes at the end that are not counted until they are confirmed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that section 6 says about one set of scrapes."""

    episode_days: dict[tuple[AniListId, int, date], DayCount]
    show_weeks: dict[tuple[date, AniListId], int]
    """By the week's Monday; a show with nothing that week is not in it."""
    ranks: dict[tuple[date, AniListId], int]
    torrents: dict[InfoHash, TorrentCount]
