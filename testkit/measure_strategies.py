"""Hypothesis strategies for the measurement: any counts in any order, and torrents as they live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from nyaastats.domain.measures import Attribution
from testkit.measure_cases import DAY, HOUR, MONDAY, SECOND, Case, StatsRow, TorrentCase, format_time

SHOWS = range(1, 5)
FAR_AWAY = (MONDAY + 104 * 7 * DAY - DAY).date()
"""The last day of a show that does not end in the case."""


# --- anything ---------------------------------------------------------------------------------------------------------


@st.composite
def stats_rows(draw: st.DrawFn, published: datetime) -> list[StatsRow]:
    """Rows of scrapes in any order: gaps, zeros, drops, resets, and the same instant again in another spelling."""
    # From as long before publication as a clock may be off, for five weeks.
    age = (published - MONDAY) // SECOND
    moments = st.integers(age - 2 * 86400, 35 * 86400 - 1).map(lambda second: MONDAY + timedelta(seconds=second))
    rows_drawn = []
    for moment in draw(st.lists(moments, max_size=12)):
        live = draw(st.integers(0, 1))
        timestamp = draw(st.sampled_from([format_time(moment), moment.isoformat(), format_time(moment).rstrip("Z")]))
        rows_drawn.append(
            StatsRow(timestamp, draw(st.integers(0, 30) | st.integers(0, 100_000)), seeders=live, leechers=live)
        )
    return rows_drawn


@st.composite
def torrent_cases(draw: st.DrawFn) -> TorrentCase:
    published = MONDAY + draw(st.integers(0, 20 * 24)) * HOUR
    return TorrentCase(
        draw(stats_rows(published)), published, show=draw(st.sampled_from(SHOWS)), episode=draw(st.integers(0, 2))
    )


cases = st.builds(
    Case,
    torrents=st.lists(torrent_cases(), min_size=1, max_size=6).filter(
        lambda torrents: any(torrent.rows for torrent in torrents)
    ),
    last_days=st.just(dict.fromkeys(SHOWS, FAR_AWAY)),
    attribution=st.sampled_from(Attribution),
)


# --- as in life -------------------------------------------------------------------------------------------------------

GAPS = [3_600, 4 * 3_600, 86_400, 7 * 86_400]
"""The paces of the scraper, in seconds."""


@st.composite
def scrape_ages(draw: st.DrawFn, until: int) -> list[int]:
    """Seconds since publication: early or late, then in some rhythm with gaps, up to a given age or before it."""
    first = draw(st.integers(0, 3_600) | st.integers(-3_600, 72 * 3_600) | st.integers(0, 20 * 86_400))
    gaps = draw(st.lists(st.sampled_from(GAPS) | st.integers(1, 12 * 86_400), max_size=14))
    last = [until] if draw(st.booleans()) else []
    return [age for age in accumulate(gaps, initial=first) if age < until] + last


@st.composite
def lived_counts(draw: st.DrawFn, ages: Sequence[int]) -> list[int]:
    """A count that grows less with age, in torrents of a few downloads and of ten thousands."""
    size = draw(st.sampled_from([1, 30, 400, 5_000, 60_000]))
    speeds = draw(st.lists(st.integers(0, 10), min_size=len(ages), max_size=len(ages)))
    days = (1 + max(age, 0) // 86_400 for age in ages)
    return list(accumulate(size * speed // (10 * day) for speed, day in zip(speeds, days, strict=True)))


@st.composite
def lived_rows(draw: st.DrawFn, published: datetime, until: int) -> list[StatsRow]:
    """Scrapes of a life, a few of them with a fault."""
    ages = draw(scrape_ages(until))
    rows = []
    for age, count in zip(ages, draw(lived_counts(ages)), strict=True):
        timestamp = format_time(published + timedelta(seconds=age))
        match draw(st.integers(0, 39)):
            case 0:
                rows.append(StatsRow(timestamp, 0, seeders=0, leechers=0))
            case 1:
                rows.append(StatsRow(timestamp, draw(st.integers(0, 10 * count + 2_000))))
            case _:
                rows.append(StatsRow(timestamp, count))
    return rows


@st.composite
def lived_torrents(draw: st.DrawFn, until: int) -> TorrentCase:
    """A torrent that is scraped until now, or given up, or dead; `until` is now, in seconds after MONDAY."""
    published = draw(st.integers(0, until) | st.integers(-120 * 86_400, 0))
    return TorrentCase(
        draw(st.permutations(draw(lived_rows(MONDAY + published * SECOND, until - published)))),
        MONDAY + published * SECOND,
        show=draw(st.sampled_from(SHOWS)),
        episode=draw(st.integers(0, 1)),
        is_dead=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def lived_cases(draw: st.DrawFn, attributions: Sequence[Attribution] = tuple(Attribution)) -> Case:
    """Torrents up to some moment, which a torrent of no show tells; shows that end before or after it."""
    clock = draw(st.sampled_from([0, 10, 3_540, 3_599, 3_600, 3_601]) | st.integers(0, 86_399))
    until = draw(st.integers(0, 80)) * 86_400 + clock
    torrents = draw(st.lists(lived_torrents(until), min_size=1, max_size=8))
    clockwork = TorrentCase([StatsRow(format_time(MONDAY + until * SECOND), 1)], MONDAY, show=None)
    sundays = st.integers(0, 13).map(lambda week: (MONDAY + week * 7 * DAY + 6 * DAY).date())
    return Case(
        [*torrents, clockwork],
        last_days={show: draw(st.just(FAR_AWAY) | sundays) for show in SHOWS},
        weeks=14,
        attribution=draw(st.sampled_from(attributions)),
    )


# A case is an engine and a score of tables, tenths of a second in all: a deadline would say nothing, and to shrink a
# failing case would take minutes.
laws = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
