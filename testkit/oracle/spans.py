"""How downloads lie in the time between two scrapes, or after the last one: along the decay curve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from testkit.oracle.decay import DAY, DecayCurve
from testkit.oracle.history import History, Interval
from testkit.oracle.records import LONG_INTERVAL, MILLION, Scrape, round_half_up, to_seconds


@dataclass(frozen=True, slots=True)
class Span:
    """Downloads after `start` and until `end`, or, where these are one, at that instant."""

    published: int
    start: int
    end: int
    millionths: int
    is_estimate: bool = field(kw_only=True)


def find_share(span: Span, moment: int, curve: DecayCurve) -> float | Fraction:
    """The part of a span that lies before a moment within it; even in time where the curve does not rise."""
    start, at, end = (curve.measure_until(point - span.published) for point in (span.start, moment, span.end))
    if end > start:
        return (at - start) / (end - start)
    return Fraction(moment - span.start, span.end - span.start)


def count_before(span: Span, moment: int, curve: DecayCurve) -> int:
    """The millionths of a span before a moment: an instant at midnight belongs to the new day."""
    if moment <= span.start:
        return 0
    if moment >= span.end:
        return span.millionths
    return round_half_up(span.millionths * find_share(span, moment, curve))


def split_at_midnights(span: Span, curve: DecayCurve) -> Sequence[tuple[int, int]]:
    """Days since 1970, and the millionths of the span on each."""
    if span not in curve.splits:
        curve.splits[span] = list(list_days(span, curve))
    return curve.splits[span]


def list_days(span: Span, curve: DecayCurve) -> Iterator[tuple[int, int]]:
    before = 0
    for day in range(span.start // DAY, span.end // DAY):
        until = count_before(span, (day + 1) * DAY, curve)
        yield day, until - before
        before = until
    yield span.end // DAY, span.millionths - before


def build_interval_span(published: int, interval: Interval) -> Span:
    """What the count grew by from one counted scrape to the next."""
    start, end = to_seconds(interval.start), to_seconds(interval.end)
    return Span(published, start, end, MILLION * interval.downloads, is_estimate=interval.is_long)


def list_interval_spans(history: History) -> list[Span]:
    """Each increment over the interval between two scrapes."""
    return [build_interval_span(to_seconds(history.published), interval) for interval in history.intervals]


def list_observed_spans(history: History) -> list[Span]:
    """The user's document: no first count, each positive difference of the raw counts at the instant of its scrape."""
    return [
        build_instant(history, before, scrape)
        for before, scrape in pairwise(history.raw)
        if scrape.downloads > before.downloads
    ]


def build_instant(history: History, before: Scrape, scrape: Scrape) -> Span:
    """What a scrape has more than the one before it."""
    at = to_seconds(scrape.at)
    return Span(
        to_seconds(history.published),
        at,
        at,
        MILLION * (scrape.downloads - before.downloads),
        is_estimate=scrape.at - before.at > LONG_INTERVAL,
    )


def sum_millionths(spans: Sequence[Span]) -> int:
    """What the spans hold together."""
    return sum(span.millionths for span in spans)
