"""The measure stage a second time, in plain Python from the design's text alone, to hold the SQL against.

It shares no arithmetic with `nyaastats.measure`. The order of the file is the order of the flow:

    looks → History (intervals between good looks) → pieces (even stretches of time) → days → episodes → weeks → ranks

Sums are exact fractions up to the one rounding; only the usual decay is measured in floats. Every time is UTC.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor
from typing import TYPE_CHECKING, Literal

from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LONG = timedelta(hours=48)
"""What comes from a longer interval is an estimate, and a first look after a longer wait is late."""
INSTANT = timedelta(microseconds=1)
HOURLY_BINS = 48
LOOKS_OF_A_RESET = 3

Attribution = Literal["interval", "observed"]
Exact = Fraction | int
"""A number without rounding; an int where it can be, which is faster."""


# What goes in


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
class Look:
    """One scrape of one torrent; None where the database does not say."""

    at: datetime
    seeders: int | None
    leechers: int | None
    downloads: int

    def __post_init__(self) -> None:
        _require_utc(self.at)

    @property
    def is_blank(self) -> bool:
        """Whether all three counts are known to be 0."""
        return self.seeders == self.leechers == self.downloads == 0


# What comes out


@dataclass(frozen=True, slots=True)
class DayCount:
    """One row of episodes.parquet."""

    downloads: int
    cumulative: int
    days_since_first_torrent: float
    estimated: int


@dataclass(frozen=True, slots=True)
class TorrentCount:
    """One torrent over all its looks, not cut at the show's last day."""

    total: int
    glitches: int
    """Falls of the count from one look to the next, a true reset's own fall excepted."""
    resets: int
    blanks: int
    """Looks of nothing but zeros after a larger count: dropped before anything else, in no other number here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that section 6 says about one set of scrapes."""

    daily: dict[tuple[AniListId, int, date], DayCount]
    weekly: dict[tuple[date, AniListId], int]
    """By the week's Monday; a show with nothing that week is not in it."""
    ranks: dict[tuple[date, AniListId], int]
    torrents: dict[InfoHash, TorrentCount]


# Looks → history


@dataclass(frozen=True, slots=True)
class Interval:
    """The time between two looks, or from publication to the first one, and what the count grew by."""

    start: datetime
    end: datetime
    downloads: int

    @property
    def is_long(self) -> bool:
        return self.end - self.start > LONG


@dataclass(frozen=True, slots=True)
class History:
    """One torrent's looks, and what they say once they are put right."""

    published: datetime
    raw: tuple[Look, ...]
    """One an instant, the oldest first."""
    good: tuple[Look, ...]
    """The same without the blanks."""
    intervals: tuple[Interval, ...]
    """One a good look: the time before it."""
    glitches: int
    resets: int
    blanks: int

    @property
    def is_late(self) -> bool:
        return bool(self.intervals) and self.intervals[0].is_long


def in_order(looks: Iterable[Look]) -> list[Look]:
    """One look an instant, the oldest first: of two at one instant the larger count."""
    smallest_first = sorted(looks, key=lambda look: (look.at, look.downloads, not look.is_blank))
    return list({look.at: look for look in smallest_first}.values())


def without_blanks(looks: Sequence[Look]) -> list[Look]:
    """Leave out the looks of nothing but zeros that come after a larger count."""
    largest_so_far = accumulate((look.downloads for look in looks), max)
    return [look for look, largest in zip(looks, largest_so_far, strict=True) if not (look.is_blank and largest > 0)]


def falls(counts: Sequence[int]) -> list[int]:
    """The positions of the counts that are less than the one before."""
    return [position for position in range(1, len(counts)) if counts[position] < counts[position - 1]]


def true_reset(counts: Sequence[int]) -> int | None:
    """The position of the first count after a true reset: under half the maximum, for good, over three looks."""
    if not (fallen := falls(counts)):
        return None
    last = fallen[-1]
    before, after = max(counts[:last]), counts[last:]
    is_true = 2 * after[0] < before and len(after) >= LOOKS_OF_A_RESET and max(after) < before
    return last if is_true else None


def grown(counts: Sequence[int]) -> list[int]:
    """The running maximum; a true reset's first count is a new baseline that adds nothing."""
    reset = true_reset(counts)
    if reset is None:
        return list(accumulate(counts, max))
    before = list(accumulate(counts[:reset], max))
    return before + [before[-1] + count - counts[reset] for count in counts[reset:]]


def intervals_of(published: datetime, looks: Sequence[Look]) -> Iterator[Interval]:
    """What each look adds, since the look before; a first look that is not after publication is an instant."""
    if not looks:
        return
    starts = [min(published, looks[0].at), *(look.at for look in looks)]
    totals = [0, *grown([look.downloads for look in looks])]
    for (start, end), (before, after) in zip(pairwise(starts), pairwise(totals), strict=True):
        yield Interval(start, end, after - before)


def history_of(published: datetime, looks: Iterable[Look]) -> History:
    """Clean one torrent's looks and say what was wrong with them."""
    raw = in_order(looks)
    good = without_blanks(raw)
    counts = [look.downloads for look in good]
    resets = int(true_reset(counts) is not None)
    return History(
        published=published,
        raw=tuple(raw),
        good=tuple(good),
        intervals=tuple(intervals_of(published, good)),
        glitches=len(falls(counts)) - resets,
        resets=resets,
        blanks=len(raw) - len(good),
    )


# The usual decay of downloads with age


def bin_of(age: timedelta) -> int:
    """The age bin: 0 to 47 are hours, 48 is the third day, and so on."""
    return age // HOUR if age < LONG else HOURLY_BINS + (age - LONG) // DAY


def bin_start(number: int) -> timedelta:
    """The age at which bin `number` begins."""
    return min(number, HOURLY_BINS) * HOUR + max(number - HOURLY_BINS, 0) * DAY


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of ages within one bin."""

    number: int
    start: timedelta
    end: timedelta

    @property
    def hours(self) -> float:
        return (self.end - self.start) / HOUR


def stretches(start: timedelta, end: timedelta) -> Iterator[Stretch]:
    """Cut a span of ages at the edges of the bins."""
    while start < end:
        number = bin_of(start)
        until = min(end, bin_start(number + 1))
        yield Stretch(number, start, until)
        start = until


@dataclass(frozen=True, slots=True)
class Decay:
    """Downloads per torrent-hour at risk, by age bin; empty when no torrent was watched from the start."""

    rates: tuple[float, ...]

    def rate(self, number: int) -> float:
        """The rate of a bin; beyond the oldest age measured, the last rate goes on."""
        return self.rates[min(number, len(self.rates) - 1)] if self.rates else 0.0


def decay_of(histories: Iterable[History]) -> Decay:
    """Measure the usual decay from the torrents whose first look came within 48 h; ages before 0 are not counted."""
    downloads: defaultdict[int, float] = defaultdict(float)
    hours: defaultdict[int, float] = defaultdict(float)
    for history in histories:
        for interval in () if history.is_late else history.intervals:
            start, end = interval.start - history.published, interval.end - history.published
            for stretch in stretches(max(start, timedelta(0)), end):
                downloads[stretch.number] += interval.downloads * ((stretch.end - stretch.start) / (end - start))
                hours[stretch.number] += stretch.hours
    # Each torrent is at risk from age 0 on, so the bins have no gap.
    return Decay(tuple(downloads[number] / hours[number] for number in range(len(hours))))


# History → pieces


@dataclass(frozen=True, slots=True)
class Piece:
    """Downloads spread evenly over a stretch of time; an instant belongs to its own day."""

    start: datetime
    end: datetime
    downloads: Exact
    is_estimate: bool = field(kw_only=True)


def even(interval: Interval) -> Piece:
    """The whole interval as one piece."""
    return Piece(interval.start, interval.end, interval.downloads, is_estimate=interval.is_long)


def along_decay(first: Interval, decay: Decay) -> list[Piece]:
    """Spread what came before a late first look as downloads usually come; evenly when nothing is known of that."""
    bins = list(stretches(timedelta(0), first.end - first.start))
    weights = [Fraction(decay.rate(stretch.number) * stretch.hours) for stretch in bins]
    if not (whole := sum(weights)):
        return [even(first)]
    return [
        Piece(
            first.start + stretch.start,
            first.start + stretch.end,
            first.downloads * weight / whole,
            is_estimate=True,
        )
        for stretch, weight in zip(bins, weights, strict=True)
    ]


def interval_pieces(history: History, decay: Decay) -> list[Piece]:
    """Each increment over the interval between two looks."""
    if not history.is_late:
        return [even(interval) for interval in history.intervals]
    first, *others = history.intervals
    return along_decay(first, decay) + [even(interval) for interval in others]


def observed_pieces(looks: Sequence[Look]) -> list[Piece]:
    """The user's document: no first count, each positive difference of the raw counts at the instant of its look."""
    return [
        Piece(
            look.at,
            look.at,
            look.downloads - before.downloads,
            is_estimate=look.at - before.at > LONG,
        )
        for before, look in pairwise(looks)
        if look.downloads > before.downloads
    ]


# Pieces → days


def midnight(day: date) -> datetime:
    """The first moment of a UTC day."""
    return datetime.combine(day, time(), UTC)


def days_from(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    return (first + number * DAY for number in range((last - first).days + 1))


def downloads_on(piece: Piece, day: date) -> Exact:
    """How much of a piece falls on a day that it touches."""
    if piece.start.date() == piece.end.date():
        return piece.downloads
    overlap = min(piece.end, midnight(day + DAY)) - max(piece.start, midnight(day))
    return Fraction(piece.downloads * (overlap // INSTANT), (piece.end - piece.start) // INSTANT)


def half_up(number: Exact) -> int:
    """Round to the nearest whole number, a half upwards."""
    return floor(number + Fraction(1, 2))


def whole_days(pieces: Iterable[Piece]) -> dict[date, int]:
    """Downloads a day: the differences of the cumulative count, rounded at each midnight."""
    exact: defaultdict[date, Exact] = defaultdict(int)
    for piece in pieces:
        for day in days_from(piece.start.date(), piece.end.date()):
            exact[day] += downloads_on(piece, day)
    days = sorted(exact)
    totals = [0, *(half_up(total) for total in accumulate(exact[day] for day in days))]
    return {day: after - before for day, (before, after) in zip(days, pairwise(totals), strict=True)}


@dataclass(frozen=True, slots=True)
class Series:
    """One torrent's days."""

    torrent: OracleTorrent
    looked: tuple[date, ...]
    """The days of its looks."""
    downloads: dict[date, int]
    estimated: dict[date, int]


def series_of(torrent: OracleTorrent, looks: Iterable[Look], pieces: Sequence[Piece]) -> Series:
    """Count a torrent's days.

    A day's estimated part cannot be more than the day: counts are whole at every look, so that both running sums have
    the same fraction at a midnight within a long interval.
    """
    downloads = whole_days(pieces)
    estimated = whole_days(piece for piece in pieces if piece.is_estimate)
    return Series(torrent, tuple(look.at.date() for look in looks), downloads, estimated)


def interval_series(torrent: OracleTorrent, history: History, decay: Decay) -> Series:
    """Section 6's own attribution."""
    return series_of(torrent, history.good, interval_pieces(history, decay))


def observed_series(torrent: OracleTorrent, history: History) -> Series:
    """The attribution of the user's document: its days too begin and end with a look that is evidence."""
    return series_of(torrent, history.good, observed_pieces(history.raw))


# Days → episodes → weeks → ranks


def episode_span(members: Sequence[Series], last_day: date | None) -> Iterator[date]:
    """From the first publication, or an earlier look, to the last look, but not after the show's last day."""
    looked = [day for series in members for day in series.looked]
    if not looked:
        return iter(())
    published = [series.torrent.published.date() for series in members]
    return days_from(min(published + looked), min(max(looked), last_day or date.max))


def episode_days(members: Sequence[Series], last_day: date | None) -> Iterator[tuple[date, DayCount]]:
    """The rows of one episode: every day, zeros included."""
    born = min(series.torrent.published for series in members)
    cumulative = 0
    for day in episode_span(members, last_day):
        downloads = sum(series.downloads.get(day, 0) for series in members)
        cumulative += downloads
        age = max((midnight(day + DAY) - born) / DAY, 0.0)
        estimated = sum(series.estimated.get(day, 0) for series in members)
        yield day, DayCount(downloads, cumulative, age, estimated)


def daily_of(
    all_series: Iterable[Series], last_days: Mapping[AniListId, date | None]
) -> dict[tuple[AniListId, int, date], DayCount]:
    """Every episode's days."""
    episodes: defaultdict[tuple[AniListId, int], list[Series]] = defaultdict(list)
    for series in all_series:
        episodes[series.torrent.anilist_id, series.torrent.episode].append(series)
    return {
        (show, episode, day): count
        for (show, episode), members in episodes.items()
        for day, count in episode_days(members, last_days[show])
    }


def weekly_of(
    daily: Mapping[tuple[AniListId, int, date], DayCount], mondays: Iterable[date]
) -> dict[tuple[date, AniListId], int]:
    """Downloads a show and chart week; nothing for nothing."""
    chart = set(mondays)
    weekly: Counter[tuple[date, AniListId]] = Counter()
    for (show, _, day), count in daily.items():
        monday = day - timedelta(days=day.weekday())
        if monday in chart:
            weekly[monday, show] += count.downloads
    return {key: downloads for key, downloads in weekly.items() if downloads > 0}


def ranks_of(weekly: Mapping[tuple[date, AniListId], int]) -> dict[tuple[date, AniListId], int]:
    """Rank 1 has the most downloads of its week; ties go to the lower id."""
    ranks: dict[tuple[date, AniListId], int] = {}
    last: Counter[date] = Counter()
    for (monday, show), _ in sorted(weekly.items(), key=lambda item: (-item[1], item[0])):
        last[monday] += 1
        ranks[monday, show] = last[monday]
    return ranks


def torrent_count(series: Series, history: History) -> TorrentCount:
    """A torrent's line of the answer; its faults do not depend on the attribution."""
    return TorrentCount(sum(series.downloads.values()), history.glitches, history.resets, history.blanks)


def answer(
    torrents: Sequence[OracleTorrent],
    looks: Mapping[InfoHash, Sequence[Look]],
    last_days: Mapping[AniListId, date | None],
    weeks: Sequence[date],
    attribution: Attribution = "interval",
) -> Answer:
    """Work out section 6.

    `looks` holds good rows in any order, and may hold other torrents' too; `last_days` names every show (None: no
    cut-off); `weeks` are the Mondays of the chart.
    """
    histories = [history_of(torrent.published, looks.get(torrent.infohash, ())) for torrent in torrents]
    both = list(zip(torrents, histories, strict=True))
    if attribution == "interval":
        decay = decay_of(histories)
        all_series = [interval_series(torrent, history, decay) for torrent, history in both]
    else:
        all_series = [observed_series(torrent, history) for torrent, history in both]
    daily = daily_of(all_series, last_days)
    weekly = weekly_of(daily, weeks)
    counts = {
        series.torrent.infohash: torrent_count(series, history)
        for series, history in zip(all_series, histories, strict=True)
    }
    return Answer(daily, weekly, ranks_of(weekly), counts)


# Section 3: the database, and how long a show stays


class BadRowError(ValueError):
    """A row that is left out and counted; its text is the reason."""


@dataclass(frozen=True, slots=True)
class TorrentRow:
    """A row of `torrents` as SQLite holds it: anything may be in it."""

    infohash: object
    pubdate: object
    guessit_data: object


@dataclass(frozen=True, slots=True)
class StatsRow:
    """A row of `stats` as SQLite holds it; the last two columns may not be there."""

    infohash: object
    timestamp: object
    downloads: object
    seeders: object = None
    leechers: object = None


@dataclass(frozen=True, slots=True)
class Scrapes:
    """What a nyaastats.db says, the bad rows counted by reason."""

    published: dict[InfoHash, datetime] = field(default_factory=dict)
    looks: defaultdict[InfoHash, list[Look]] = field(default_factory=lambda: defaultdict(list))
    skipped: Counter[str] = field(default_factory=Counter)


def parse_time(value: object) -> datetime:
    """Read an ISO 8601 time with Z, an offset, or none, which is UTC; raise BadRowError."""
    try:
        parsed = datetime.fromisoformat(str(value))
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise BadRowError("unparsable time") from error


def parse_count(value: object) -> int:
    """Read a count, also one that is held as text; raise BadRowError."""
    if not isinstance(value, int | str) or not re.fullmatch(r"[0-9]+", str(value)):
        raise BadRowError("negative or non-integer count")
    return int(value)


def peers(value: object) -> int | None:
    """Read a column that is not needed: a bad value there is unknown, the row is still good."""
    try:
        return parse_count(value)
    except BadRowError:
        return None


def add_torrent(scrapes: Scrapes, row: TorrentRow) -> None:
    """Take in one row of `torrents`; raise BadRowError."""
    try:
        json.loads("null" if row.guessit_data is None else str(row.guessit_data))
    except ValueError as error:
        raise BadRowError("broken JSON") from error
    scrapes.published[InfoHash(str(row.infohash))] = parse_time(row.pubdate)


def add_look(scrapes: Scrapes, row: StatsRow) -> None:
    """Take in one row of `stats`; raise BadRowError."""
    infohash = InfoHash(str(row.infohash))
    if infohash not in scrapes.published:
        raise BadRowError("no such torrent")
    look = Look(parse_time(row.timestamp), peers(row.seeders), peers(row.leechers), parse_count(row.downloads))
    scrapes.looks[infohash].append(look)


@contextmanager
def skipping(scrapes: Scrapes, table: str) -> Iterator[None]:
    """Count a bad row instead of stopping."""
    try:
        yield
    except BadRowError as bad:
        scrapes.skipped[f"{table}: {bad}"] += 1


def read_database(path: Path) -> Scrapes:
    """Read every good row of a nyaastats.db."""
    scrapes = Scrapes()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.text_factory = lambda text: text.decode("utf-8", "replace")
        for row in database.execute("SELECT infohash, pubdate, guessit_data FROM torrents"):
            with skipping(scrapes, "torrents"):
                add_torrent(scrapes, TorrentRow(*row))
        stats = database.execute("SELECT * FROM stats")
        names = [column[0].lower() for column in stats.description]
        for row in stats:
            with skipping(scrapes, "stats"):
                cells = zip(names, row, strict=True)
                add_look(scrapes, StatsRow(**{name: cell for name, cell in cells if name in StatsRow.__slots__}))
    return scrapes


def last_day(
    aired: Sequence[datetime],
    *,
    ended: date | None = None,
    last_torrent: datetime | None = None,
    season_end: datetime | None = None,
    post_airing_weeks: int = 4,
) -> date | None:
    """The Sunday with which a show's series ends.

    Counted from the last air time, else the end date, else the last torrent's publication; None without any.
    `season_end` (the first moment after the season) is for continuing shows, which do not stay beyond its week.
    """
    last = max(aired).date() if aired else ended or (last_torrent and last_torrent.date())
    if last is None:
        return None
    stays = sunday(last + timedelta(weeks=post_airing_weeks))
    return min(stays, sunday((season_end - INSTANT).date())) if season_end else stays


def sunday(day: date) -> date:
    """The last day of the ISO week that `day` falls in."""
    return day + timedelta(days=7 - day.isoweekday())
