"""History → pieces (even spans of time) → days: where each increment belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor

from testkit.oracle.decay import DecayCurve, split_at_bins
from testkit.oracle.history import (
    History,
    Interval,
)
from testkit.oracle.records import (
    DAY,
    INSTANT,
    LONG_INTERVAL,
    Exact,
    OracleTorrent,
    Scrape,
)


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
