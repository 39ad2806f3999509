"""Attribution as the first design had it: positive differences, each on the day of the later scrape."""

from __future__ import annotations

from dataclasses import replace

from nyaastats.domain.measures import Attribution
from testkit.measure_cases import Case, StatsRow, TorrentCase, measure_in_memory, rows_at


def test_the_arithmetic_by_hand() -> None:
    # 100 at hour 2: ignored, the first. 130 at 23: +30 on day 0. 150 at 26: +20 on day 1, although most came before
    # midnight. 0 at 30: a drop, ignored. 155 at 50: +155 on day 2, which counts everything twice. 197 at 218: +42.
    rows = rows_at((2, 100), (23, 130), (26, 150), (30, 0), (50, 155), (218, 197))
    result = measure_in_memory(replace(Case([TorrentCase(rows)]), attribution=Attribution.OBSERVED))
    assert result.days() == [30, 20, 155, 0, 0, 0, 0, 0, 0, 42]
    assert result.estimated() == [0, 0, 0, 0, 0, 0, 0, 0, 0, 42]
    assert result.totals() == [247]


def test_a_zero_counts_everything_twice_whoever_else_was_0() -> None:
    dropout = StatsRow("2025-10-06T04:00:00Z", 0, seeders=0, leechers=0)
    rows = [*rows_at((2, 500)), dropout, *rows_at((6, 510))]
    assert measure_in_memory(replace(Case([TorrentCase(rows)]), attribution=Attribution.OBSERVED)).days() == [510]


def test_two_spellings_of_one_instant_are_one_scrape() -> None:
    rows = [
        *rows_at((2, 100)),
        StatsRow("2025-10-06T05:00:00Z", 110),
        StatsRow("2025-10-06T05:00:00", 120),
        *rows_at((6, 125)),
    ]
    result = measure_in_memory(replace(Case([TorrentCase(rows)]), attribution=Attribution.OBSERVED))
    assert result.days() == [25]
