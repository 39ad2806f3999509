"""The tail: what is expected of a torrent since its last counted scrape, at its own level along the decay curve."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nyaastats.domain.shows import AniListId
from testkit.oracle.decay import DAY, HOUR, THIRTY_DAYS, TWO_DAYS, WEEK, DecayCurve
from testkit.oracle.history import History
from testkit.oracle.records import MILLION, OracleTorrent, Scrape, round_half_up, to_seconds
from testkit.oracle.spans import Span, build_interval_span, count_before

OLDEST = 180 * DAY
"""Of older torrents nothing is expected: they are scraped no more."""
RECENT = 10 * DAY
"""What came so long before the last scrape says how the torrent does now."""
PRIOR = 20 * MILLION
"""A torrent's own past weighs against what is usual as so many downloads do."""
SHOW_PRIOR = 50 * MILLION
LATE_INTERVALS = 3
"""A torrent that was due so often while the scraper was up is passed over."""


def find_pace(age: int) -> int:
    """Hours between two scrapes at an age."""
    for limit, hours in ((TWO_DAYS, 1), (WEEK, 4), (THIRTY_DAYS, 24)):
        if age < limit:
            return hours
    return 168


def list_hours(scrapes: Iterable[Scrape]) -> list[int]:
    """The hours, since 1970, in which the scraper was up, in order."""
    return sorted({to_seconds(scrape.at) // HOUR for scrape in scrapes})


def is_overdue(history: History, hours: Sequence[int]) -> bool:
    """Whether the scraper was up long enough to come back to the torrent and did not."""
    last = history.raw[-1].at
    hours_up = len(hours) - bisect_right(hours, to_seconds(last) // HOUR)
    return hours_up > LATE_INTERVALS * find_pace(history.find_age(last))


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A torrent that may have downloads which no scrape has counted."""

    torrent: OracleTorrent
    history: History

    @property
    def start(self) -> int:
        """Its last counted scrape; without one its publication."""
        intervals = self.history.intervals
        return to_seconds(intervals[-1].end if intervals else self.torrent.published)

    @property
    def age(self) -> int:
        """At that scrape."""
        return self.start - to_seconds(self.torrent.published)


def find_day_end(day: date) -> int:
    """The first second after a day."""
    return (day.toordinal() - date(1970, 1, 1).toordinal() + 1) * DAY


def list_uncounted(
    pairs: Iterable[tuple[OracleTorrent, History]], last_days: Mapping[AniListId, date], now: int
) -> Iterator[Uncounted]:
    """The torrents that something is expected of, overdue or not."""
    for torrent, history in pairs:
        if torrent.is_dead or not history.raw or now - to_seconds(torrent.published) > OLDEST:
            continue
        uncounted = Uncounted(torrent, history)
        is_meaningless = uncounted.age < TWO_DAYS  # a 0 so soon after publication, or counts that are all in doubt
        is_before_end = uncounted.start < min(now, find_day_end(last_days[torrent.anilist_id]))
        if is_before_end and (history.total or is_meaningless):
            yield uncounted


# --- how much ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Level:
    """How a torrent has done so far."""

    whole: float
    """Millionths for each billionth of a unit, over its whole life."""
    recent: int
    """Millionths lately."""
    expected: int
    """Millionths that the whole life's level lets expect there."""
    is_old: bool


def measure_level(uncounted: Uncounted, curve: DecayCurve) -> Level | None:
    """A torrent's level, or None where the curve says nothing about its age."""
    history, age, since = uncounted.history, uncounted.age, uncounted.start - RECENT
    if not (until_last := curve.measure_until(age)):
        return None
    whole = MILLION * history.total / until_last
    published = to_seconds(history.published)
    spans = [build_interval_span(published, interval) for interval in history.intervals]
    recent = sum(span.millionths - count_before(span, since, curve) for span in spans if span.end > since)
    expected = round_half_up(whole * (until_last - curve.measure_until(age - RECENT)))
    return Level(whole, recent, expected, age >= THIRTY_DAYS)


def pool(levels: Sequence[Level], usual: float) -> float:
    """The ratio of what came lately to what was expected, of torrents together, drawn towards what is usual."""
    recent, expected = sum(level.recent for level in levels), sum(level.expected for level in levels)
    return (recent + SHOW_PRIOR * usual) / (expected + SHOW_PRIOR)


def find_usual_ratios(levels: Iterable[tuple[AniListId, Level]]) -> dict[AniListId, float]:
    """The ratio by show of its old torrents, drawn towards that of all old ones, and this towards 1."""
    shows: defaultdict[AniListId, list[Level]] = defaultdict(list)
    for show, level in levels:
        if level.is_old:
            shows[show].append(level)
    usual = pool([level for old in shows.values() for level in old], 1)
    return {show: pool(old, usual) for show, old in shows.items()}


def expect(level: Level, usual: float, growth: float) -> int:
    """The millionths that come while the curve grows by so much."""
    ratio = (level.recent + PRIOR * usual) / (level.expected + PRIOR)
    return round_half_up(level.whole * ratio * growth)


def estimate_tails(uncounted: Sequence[Uncounted], curve: DecayCurve, now: int) -> list[Span]:
    """The tail of each; 0 where the curve says nothing, which still means that its downloads are not all counted."""
    levels = [(each.torrent.anilist_id, measure_level(each, curve)) for each in uncounted]
    usual = find_usual_ratios((show, level) for show, level in levels if level)
    tails = []
    for each, (show, level) in zip(uncounted, levels, strict=True):
        published = to_seconds(each.torrent.published)
        growth = curve.measure_until(now - published) - curve.measure_until(each.age)
        amount = expect(level, usual[show] if level.is_old else 1, growth) if level else 0
        tails.append(Span(published, each.start, now, amount, is_estimate=True))
    return tails
