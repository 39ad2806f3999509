"""The measure stage a second time, in plain Python from the design's text alone, to hold the SQL against.

It shares no arithmetic with `nyaastats.measure`. The order of the file is the order of the flow:

    scrapes → History (intervals between clean scrapes) → pieces (even spans of time) → days → episodes → weeks → ranks

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
LONG_INTERVAL = timedelta(hours=48)
"""What comes from a longer interval is an estimate, and a first scrape after a longer wait is late."""
INSTANT = timedelta(microseconds=1)
HOURLY_BINS = 48
MIN_SCRAPES_OF_RESET = 3

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
    """One torrent over all its scrapes, not cut at the show's last day."""

    total: int
    glitches: int
    """Drops of the count from one scrape to the next, a counter reset's own drop excepted."""
    resets: int
    zero_dropouts: int
    """Scrapes of nothing but zeros after a larger count: dropped before anything else, in no other number here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that section 6 says about one set of scrapes."""

    episode_days: dict[tuple[AniListId, int, date], DayCount]
    show_weeks: dict[tuple[date, AniListId], int]
    """By the week's Monday; a show with nothing that week is not in it."""
    ranks: dict[tuple[date, AniListId], int]
    torrents: dict[InfoHash, TorrentCount]


# Scrapes → history


@dataclass(frozen=True, slots=True)
class Interval:
    """The time between two scrapes, or from publication to the first one, and what the count grew by."""

    start: datetime
    end: datetime
    downloads: int

    @property
    def is_long(self) -> bool:
        return self.end - self.start > LONG_INTERVAL


@dataclass(frozen=True, slots=True)
class History:
    """One torrent's scrapes, and what they say once they are put right."""

    published: datetime
    raw: tuple[Scrape, ...]
    """One an instant, the oldest first."""
    clean: tuple[Scrape, ...]
    """The same without the zero dropouts."""
    intervals: tuple[Interval, ...]
    """One a clean scrape: the time before it."""
    glitches: int
    resets: int
    zero_dropouts: int

    @property
    def is_late(self) -> bool:
        return bool(self.intervals) and self.intervals[0].is_long


def sort_scrapes(scrapes: Iterable[Scrape]) -> list[Scrape]:
    """One scrape an instant, the oldest first: of two at one instant the larger count."""
    smallest_first = sorted(scrapes, key=lambda scrape: (scrape.at, scrape.downloads, not scrape.is_all_zero))
    return list({scrape.at: scrape for scrape in smallest_first}.values())


def remove_zero_dropouts(scrapes: Sequence[Scrape]) -> list[Scrape]:
    """Leave out the scrapes of nothing but zeros that come after a larger count."""
    largest_so_far = accumulate((scrape.downloads for scrape in scrapes), max)
    return [
        scrape
        for scrape, largest in zip(scrapes, largest_so_far, strict=True)
        if not (scrape.is_all_zero and largest > 0)
    ]


def find_drops(counts: Sequence[int]) -> list[int]:
    """The positions of the counts that are less than the one before."""
    return [position for position in range(1, len(counts)) if counts[position] < counts[position - 1]]


def find_reset(counts: Sequence[int]) -> int | None:
    """The position of the first count after a counter reset: under half the maximum, for good, over three scrapes."""
    if not (drops := find_drops(counts)):
        return None
    last = drops[-1]
    before, after = max(counts[:last]), counts[last:]
    is_true = 2 * after[0] < before and len(after) >= MIN_SCRAPES_OF_RESET and max(after) < before
    return last if is_true else None


def accumulate_counts(counts: Sequence[int]) -> list[int]:
    """The running maximum; a counter reset's first count is a new baseline that adds nothing."""
    reset = find_reset(counts)
    if reset is None:
        return list(accumulate(counts, max))
    before = list(accumulate(counts[:reset], max))
    return before + [before[-1] + count - counts[reset] for count in counts[reset:]]


def build_intervals(published: datetime, scrapes: Sequence[Scrape]) -> Iterator[Interval]:
    """What each scrape adds, since the scrape before; a first scrape that is not after publication is an instant."""
    if not scrapes:
        return
    starts = [min(published, scrapes[0].at), *(scrape.at for scrape in scrapes)]
    totals = [0, *accumulate_counts([scrape.downloads for scrape in scrapes])]
    for (start, end), (before, after) in zip(pairwise(starts), pairwise(totals), strict=True):
        yield Interval(start, end, after - before)


def build_history(published: datetime, scrapes: Iterable[Scrape]) -> History:
    """Clean one torrent's scrapes and say what was wrong with them."""
    raw = sort_scrapes(scrapes)
    clean = remove_zero_dropouts(raw)
    counts = [scrape.downloads for scrape in clean]
    resets = int(find_reset(counts) is not None)
    return History(
        published=published,
        raw=tuple(raw),
        clean=tuple(clean),
        intervals=tuple(build_intervals(published, clean)),
        glitches=len(find_drops(counts)) - resets,
        resets=resets,
        zero_dropouts=len(raw) - len(clean),
    )


# The usual decay of downloads with age


def find_bin(age: timedelta) -> int:
    """The age bin: 0 to 47 are hours, 48 is the third day, and so on."""
    return age // HOUR if age < LONG_INTERVAL else HOURLY_BINS + (age - LONG_INTERVAL) // DAY


def find_bin_start(number: int) -> timedelta:
    """The age at which bin `number` begins."""
    return min(number, HOURLY_BINS) * HOUR + max(number - HOURLY_BINS, 0) * DAY


@dataclass(frozen=True, slots=True)
class AgeSpan:
    """A span of ages within one bin."""

    number: int
    start: timedelta
    end: timedelta

    @property
    def hours(self) -> float:
        return (self.end - self.start) / HOUR


def split_at_bins(start: timedelta, end: timedelta) -> Iterator[AgeSpan]:
    """Cut a span of ages at the edges of the bins."""
    while start < end:
        number = find_bin(start)
        until = min(end, find_bin_start(number + 1))
        yield AgeSpan(number, start, until)
        start = until


@dataclass(frozen=True, slots=True)
class DecayCurve:
    """Downloads per torrent-hour at risk, by age bin; empty when no torrent was watched from the start."""

    rates: tuple[float, ...]

    def rate(self, number: int) -> float:
        """The rate of a bin; beyond the oldest age measured, the last rate goes on."""
        return self.rates[min(number, len(self.rates) - 1)] if self.rates else 0.0


def measure_decay(histories: Iterable[History]) -> DecayCurve:
    """Measure the usual decay from the torrents whose first scrape came within 48 h; ages before 0 are not counted."""
    downloads: defaultdict[int, float] = defaultdict(float)
    hours: defaultdict[int, float] = defaultdict(float)
    for history in histories:
        for interval in () if history.is_late else history.intervals:
            start, end = interval.start - history.published, interval.end - history.published
            for span in split_at_bins(max(start, timedelta(0)), end):
                downloads[span.number] += interval.downloads * ((span.end - span.start) / (end - start))
                hours[span.number] += span.hours
    # Each torrent is at risk from age 0 on, so the bins have no gap.
    return DecayCurve(tuple(downloads[number] / hours[number] for number in range(len(hours))))


# History → pieces


@dataclass(frozen=True, slots=True)
class Piece:
    """Downloads spread evenly over a span of time; an instant belongs to its own day."""

    start: datetime
    end: datetime
    downloads: Exact
    is_estimate: bool = field(kw_only=True)


def spread_evenly(interval: Interval) -> Piece:
    """The whole interval as one piece."""
    return Piece(interval.start, interval.end, interval.downloads, is_estimate=interval.is_long)


def spread_along_decay(first: Interval, decay: DecayCurve) -> list[Piece]:
    """Spread what came before a late first scrape as downloads usually come; evenly when nothing is known of that."""
    bins = list(split_at_bins(timedelta(0), first.end - first.start))
    weights = [Fraction(decay.rate(span.number) * span.hours) for span in bins]
    if not (whole := sum(weights)):
        return [spread_evenly(first)]
    return [
        Piece(
            first.start + span.start,
            first.start + span.end,
            first.downloads * weight / whole,
            is_estimate=True,
        )
        for span, weight in zip(bins, weights, strict=True)
    ]


def build_interval_pieces(history: History, decay: DecayCurve) -> list[Piece]:
    """Each increment over the interval between two scrapes."""
    if not history.is_late:
        return [spread_evenly(interval) for interval in history.intervals]
    first, *others = history.intervals
    return spread_along_decay(first, decay) + [spread_evenly(interval) for interval in others]


def build_observed_pieces(scrapes: Sequence[Scrape]) -> list[Piece]:
    """The user's document: no first count, each positive difference of the raw counts at the instant of its scrape."""
    return [
        Piece(
            scrape.at,
            scrape.at,
            scrape.downloads - before.downloads,
            is_estimate=scrape.at - before.at > LONG_INTERVAL,
        )
        for before, scrape in pairwise(scrapes)
        if scrape.downloads > before.downloads
    ]


# Pieces → days


def find_midnight(day: date) -> datetime:
    """The first moment of a UTC day."""
    return datetime.combine(day, time(), UTC)


def list_days(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    return (first + number * DAY for number in range((last - first).days + 1))


def count_downloads_on(piece: Piece, day: date) -> Exact:
    """How much of a piece falls on a day that it touches."""
    if piece.start.date() == piece.end.date():
        return piece.downloads
    overlap = min(piece.end, find_midnight(day + DAY)) - max(piece.start, find_midnight(day))
    return Fraction(piece.downloads * (overlap // INSTANT), (piece.end - piece.start) // INSTANT)


def round_half_up(number: Exact) -> int:
    """Round to the nearest whole number, a half upwards."""
    return floor(number + Fraction(1, 2))


def round_days(pieces: Iterable[Piece]) -> dict[date, int]:
    """Downloads a day: the differences of the cumulative count, rounded at each midnight."""
    exact: defaultdict[date, Exact] = defaultdict(int)
    for piece in pieces:
        for day in list_days(piece.start.date(), piece.end.date()):
            exact[day] += count_downloads_on(piece, day)
    days = sorted(exact)
    totals = [0, *(round_half_up(total) for total in accumulate(exact[day] for day in days))]
    return {day: after - before for day, (before, after) in zip(days, pairwise(totals), strict=True)}


@dataclass(frozen=True, slots=True)
class Series:
    """One torrent's days."""

    torrent: OracleTorrent
    scraped_days: tuple[date, ...]
    """The days of its scrapes."""
    downloads: dict[date, int]
    estimated: dict[date, int]


def build_series(torrent: OracleTorrent, scrapes: Iterable[Scrape], pieces: Sequence[Piece]) -> Series:
    """Count a torrent's days.

    A day's estimated part cannot be more than the day: counts are whole at every scrape, so that both running sums have
    the same fraction at a midnight within a long interval.
    """
    downloads = round_days(pieces)
    estimated = round_days(piece for piece in pieces if piece.is_estimate)
    return Series(torrent, tuple(scrape.at.date() for scrape in scrapes), downloads, estimated)


def build_interval_series(torrent: OracleTorrent, history: History, decay: DecayCurve) -> Series:
    """Section 6's own attribution."""
    return build_series(torrent, history.clean, build_interval_pieces(history, decay))


def build_observed_series(torrent: OracleTorrent, history: History) -> Series:
    """The attribution of the user's document: its days too begin and end with a scrape that is evidence."""
    return build_series(torrent, history.clean, build_observed_pieces(history.raw))


# Days → episodes → weeks → ranks


def list_episode_days(members: Sequence[Series], last_day: date | None) -> Iterator[date]:
    """From the first publication, or an earlier scrape, to the last scrape, but not after the show's last day."""
    scraped_days = [day for series in members for day in series.scraped_days]
    if not scraped_days:
        return iter(())
    published = [series.torrent.published.date() for series in members]
    return list_days(min(published + scraped_days), min(max(scraped_days), last_day or date.max))


def count_episode_days(members: Sequence[Series], last_day: date | None) -> Iterator[tuple[date, DayCount]]:
    """The rows of one episode: every day, zeros included."""
    first_published = min(series.torrent.published for series in members)
    cumulative = 0
    for day in list_episode_days(members, last_day):
        downloads = sum(series.downloads.get(day, 0) for series in members)
        cumulative += downloads
        age = max((find_midnight(day + DAY) - first_published) / DAY, 0.0)
        estimated = sum(series.estimated.get(day, 0) for series in members)
        yield day, DayCount(downloads, cumulative, age, estimated)


def build_episode_days(
    all_series: Iterable[Series], last_days: Mapping[AniListId, date | None]
) -> dict[tuple[AniListId, int, date], DayCount]:
    """Every episode's days."""
    episodes: defaultdict[tuple[AniListId, int], list[Series]] = defaultdict(list)
    for series in all_series:
        episodes[series.torrent.anilist_id, series.torrent.episode].append(series)
    return {
        (show, episode, day): count
        for (show, episode), members in episodes.items()
        for day, count in count_episode_days(members, last_days[show])
    }


def build_show_weeks(
    episode_days: Mapping[tuple[AniListId, int, date], DayCount], mondays: Iterable[date]
) -> dict[tuple[date, AniListId], int]:
    """Downloads a show and chart week; nothing for nothing."""
    chart = set(mondays)
    show_weeks: Counter[tuple[date, AniListId]] = Counter()
    for (show, _, day), count in episode_days.items():
        monday = day - timedelta(days=day.weekday())
        if monday in chart:
            show_weeks[monday, show] += count.downloads
    return {key: downloads for key, downloads in show_weeks.items() if downloads > 0}


def rank_shows(show_weeks: Mapping[tuple[date, AniListId], int]) -> dict[tuple[date, AniListId], int]:
    """Rank 1 has the most downloads of its week; ties go to the lower id."""
    ranks: dict[tuple[date, AniListId], int] = {}
    last: Counter[date] = Counter()
    for (monday, show), _ in sorted(show_weeks.items(), key=lambda item: (-item[1], item[0])):
        last[monday] += 1
        ranks[monday, show] = last[monday]
    return ranks


def count_torrent(series: Series, history: History) -> TorrentCount:
    """A torrent's line of the answer; its faults do not depend on the attribution."""
    return TorrentCount(sum(series.downloads.values()), history.glitches, history.resets, history.zero_dropouts)


def compute_answer(
    torrents: Sequence[OracleTorrent],
    scrapes: Mapping[InfoHash, Sequence[Scrape]],
    last_days: Mapping[AniListId, date | None],
    weeks: Sequence[date],
    attribution: Attribution = "interval",
) -> Answer:
    """Work out section 6.

    `scrapes` holds good rows in any order, and may hold other torrents' too; `last_days` names every show (None: no
    cut-off); `weeks` are the Mondays of the chart.
    """
    histories = [build_history(torrent.published, scrapes.get(torrent.infohash, ())) for torrent in torrents]
    pairs = list(zip(torrents, histories, strict=True))
    if attribution == "interval":
        decay = measure_decay(histories)
        all_series = [build_interval_series(torrent, history, decay) for torrent, history in pairs]
    else:
        all_series = [build_observed_series(torrent, history) for torrent, history in pairs]
    episode_days = build_episode_days(all_series, last_days)
    show_weeks = build_show_weeks(episode_days, weeks)
    counts = {
        series.torrent.infohash: count_torrent(series, history)
        for series, history in zip(all_series, histories, strict=True)
    }
    return Answer(episode_days, show_weeks, rank_shows(show_weeks), counts)


# Section 3: the database, and how long a show end


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
class DatabaseContent:
    """What a nyaastats.db says, the bad rows counted by reason."""

    published: dict[InfoHash, datetime] = field(default_factory=dict)
    scrapes: defaultdict[InfoHash, list[Scrape]] = field(default_factory=lambda: defaultdict(list))
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


def parse_peers(value: object) -> int | None:
    """Read a column that is not needed: a bad value there is unknown, the row is still good."""
    try:
        return parse_count(value)
    except BadRowError:
        return None


def add_torrent(content: DatabaseContent, row: TorrentRow) -> None:
    """Take in one row of `torrents`; raise BadRowError."""
    try:
        json.loads("null" if row.guessit_data is None else str(row.guessit_data))
    except ValueError as error:
        raise BadRowError("broken JSON") from error
    content.published[InfoHash(str(row.infohash))] = parse_time(row.pubdate)


def add_scrape(content: DatabaseContent, row: StatsRow) -> None:
    """Take in one row of `stats`; raise BadRowError."""
    infohash = InfoHash(str(row.infohash))
    if infohash not in content.published:
        raise BadRowError("no such torrent")
    scrape = Scrape(
        parse_time(row.timestamp), parse_peers(row.seeders), parse_peers(row.leechers), parse_count(row.downloads)
    )
    content.scrapes[infohash].append(scrape)


@contextmanager
def counting_bad_rows(content: DatabaseContent, table: str) -> Iterator[None]:
    """Count a bad row instead of stopping."""
    try:
        yield
    except BadRowError as bad:
        content.skipped[f"{table}: {bad}"] += 1


def read_database(path: Path) -> DatabaseContent:
    """Read every good row of a nyaastats.db."""
    content = DatabaseContent()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.text_factory = lambda text: text.decode("utf-8", "replace")
        for row in database.execute("SELECT infohash, pubdate, guessit_data FROM torrents"):
            with counting_bad_rows(content, "torrents"):
                add_torrent(content, TorrentRow(*row))
        stats = database.execute("SELECT * FROM stats")
        names = [column[0].lower() for column in stats.description]
        for row in stats:
            with counting_bad_rows(content, "stats"):
                cells = zip(names, row, strict=True)
                add_scrape(content, StatsRow(**{name: cell for name, cell in cells if name in StatsRow.__slots__}))
    return content


def find_last_day(
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
    end = find_sunday(last + timedelta(weeks=post_airing_weeks))
    return min(end, find_sunday((season_end - INSTANT).date())) if season_end else end


def find_sunday(day: date) -> date:
    """The last day of the ISO week that `day` falls in."""
    return day + timedelta(days=7 - day.isoweekday())
