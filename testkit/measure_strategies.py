"""Hypothesis strategies for the measurement: any counts, in any order."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from nyaastats.domain.measures import Attribution
from testkit.measure_cases import HOUR, MONDAY, Case, StatsRow, TorrentCase, format_time


@st.composite
def stats_rows(draw: st.DrawFn, published: datetime) -> list[StatsRow]:
    """Rows of scrapes in any order: gaps, zeros, drops, resets, and the same instant again in another spelling."""
    # From as long before publication as a clock may be off, up to the end of the shortest series, which is four weeks
    # after the week of MONDAY: no day is cut.
    age = (published - MONDAY) // timedelta(seconds=1)
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
        draw(stats_rows(published)), published, show=draw(st.integers(1, 4)), episode=draw(st.integers(0, 2))
    )


cases = st.builds(
    Case,
    torrents=st.lists(torrent_cases(), min_size=1, max_size=6).filter(
        lambda torrents: any(torrent.rows for torrent in torrents)
    ),
    attribution=st.sampled_from(Attribution),
)

# A case is an engine and a score of tables, tenths of a second in all: a deadline would say nothing, and to shrink a
# failing case would take minutes.
laws = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
