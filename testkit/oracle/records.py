"""What the oracle takes and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Literal

from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LONG_INTERVAL = timedelta(hours=48)
"""What comes from a longer interval is an estimate."""
INSTANT = timedelta(microseconds=1)
MILLION = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Attribution = Literal["interval", "observed"]


def _require_utc(moment: datetime) -> None:
    if moment.utcoffset() != timedelta(0):
        msg = f"{moment!r} is not in UTC: give it .astimezone(UTC)"
        raise ValueError(msg)


def to_seconds(moment: datetime) -> int:
    """Seconds since 1970 UTC; parts of a second are not kept."""
    since = moment - EPOCH
    return 86_400 * since.days + since.seconds


def round_half_up(number: float | Fraction) -> int:
    """Round to the nearest whole number, a half upwards."""
    whole = floor(number)
    # Exact for a float too: what is left of it is a float again.
    return whole + (2 * (number - whole) >= 1)


def round_downloads(millionths: int) -> int:
    """Millionths of a download to whole downloads, a half upwards."""
    return (2 * millionths + MILLION) // (2 * MILLION)


@dataclass(frozen=True, slots=True)
class OracleTorrent:
    """A torrent that counts, and the episode that it was matched to."""

    infohash: InfoHash
    anilist_id: AniListId
    episode: int
    published: datetime
    is_dead: bool = False
    """Whether it is scraped no more because no one has it."""

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
class Facts:
    """What is measured."""

    torrents: Sequence[OracleTorrent]
    scrapes: Mapping[InfoHash, Sequence[Scrape]]
    """All usable scrapes in any order, also those of torrents that do not count."""
    last_days: Mapping[AniListId, date]
    """The last day of each show that has a torrent here."""
    weeks: Sequence[date]
    """The Mondays of the chart, those of the future too."""
    now: datetime
    """The newest usable scrape."""
    attribution: Attribution = "interval"


@dataclass(frozen=True, slots=True)
class DayCount:
    """One row of episodes.parquet."""

    downloads: int
    cumulative: int
    days_since_first_torrent: float
    estimated: int


@dataclass(frozen=True, slots=True)
class WeekCount:
    """One row of rankings.json."""

    downloads: int
    estimated: int


@dataclass(frozen=True, slots=True)
class WeekStatus:
    """How far a week of the chart can still change."""

    is_complete: bool
    is_settled: bool


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
    tail_millionths: int | None = None
    """What is expected since its last counted scrape, in millionths of a download; None: it has no tail."""


@dataclass(frozen=True, slots=True)
class TailCount:
    """What all torrents' tails come to."""

    torrents: int
    downloads: int
    overdue: int
    """Torrents that have none because they were passed over while the scraper was up."""
    decay_torrents: int
    """Torrents watched from the start."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Downloads of counted torrents that stand in no day, by the reason."""

    after_last_day: int
    not_begun: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that section 5 says about one set of scrapes."""

    episode_days: dict[tuple[AniListId, int, date], DayCount]
    show_weeks: dict[tuple[date, AniListId], WeekCount]
    """By the week's Monday; a show with nothing that week is not in it."""
    ranks: dict[tuple[date, AniListId], int]
    weeks: dict[date, WeekStatus]
    """The weeks of the chart that have begun."""
    torrents: dict[InfoHash, TorrentCount]
    tails: TailCount
    tail_from: dict[AniListId, datetime]
    """From when on a show's downloads are not all counted; a show without a tail is not in it."""
    left_out: dict[AniListId, LeftOut]
