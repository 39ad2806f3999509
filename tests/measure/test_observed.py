"""Attribution as the first design had it: positive differences, each on the day of the later scrape."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nyaastats.domain.measures import Attribution
from testkit.measure_cases import Case, Row, Watched, hours, measured


def test_the_arithmetic_by_hand(tmp_path: Path) -> None:
    # 100 at hour 2: ignored, the first. 130 at 23: +30 on day 0. 150 at 26: +20 on day 1, although most came before
    # midnight. 0 at 30: a fall, ignored. 155 at 50: +155 on day 2, which counts everything twice. 197 at 218: +42.
    looks = hours((2, 100), (23, 130), (26, 150), (30, 0), (50, 155), (218, 197))
    found = measured(tmp_path, replace(Case([Watched(looks)]), attribution=Attribution.OBSERVED))
    assert found.days() == [30, 20, 155, 0, 0, 0, 0, 0, 0, 42]
    assert found.estimated() == [0, 0, 0, 0, 0, 0, 0, 0, 0, 42]
    assert found.totals() == [247]


def test_a_zero_counts_everything_twice_whoever_else_was_0(tmp_path: Path) -> None:
    silent = Row("2025-10-06T04:00:00Z", 0, seeders=0, leechers=0)
    looks = [*hours((2, 500)), silent, *hours((6, 510))]
    assert measured(tmp_path, replace(Case([Watched(looks)]), attribution=Attribution.OBSERVED)).days() == [510]


def test_two_spellings_of_one_instant_are_one_scrape(tmp_path: Path) -> None:
    looks = [*hours((2, 100)), Row("2025-10-06T05:00:00Z", 110), Row("2025-10-06T05:00:00", 120), *hours((6, 125))]
    found = measured(tmp_path, replace(Case([Watched(looks)]), attribution=Attribution.OBSERVED))
    assert found.days() == [25]
