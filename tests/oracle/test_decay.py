"""The decay curve, worked by hand."""

from __future__ import annotations

import pytest

from testkit.oracle.decay import (
    DAY,
    HOUR,
    WEEK,
    DecayCurve,
    WatchedTorrent,
    find_bin,
    find_bin_start,
    measure_decay,
    select_watched,
)
from testkit.oracle.history import build_history
from testkit.oracle.records import Scrape
from testkit.oracle_cases import START, dropout, scrape


def watch(*scrapes: Scrape) -> WatchedTorrent | None:
    """A torrent published at `START`."""
    return select_watched(build_history(START, scrapes))


def measure(*torrents: WatchedTorrent | None) -> DecayCurve:
    return measure_decay(torrent for torrent in torrents if torrent)


# 600 on day one, 200 on day two, 100 on each of days three and four: a unit of 800.
STEADY = watch(scrape(24, 600), scrape(48, 800), scrape(96, 1000))


@pytest.mark.parametrize(
    ("age", "number"),
    [
        (0, 0),
        (HOUR - 1, 0),
        (HOUR, 1),
        (48 * HOUR - 1, 47),
        (48 * HOUR, 48),
        (3 * DAY - 1, 48),
        (3 * DAY, 49),
        (30 * DAY - 1, 75),
        (30 * DAY, 76),
        (37 * DAY - 1, 76),
        (37 * DAY, 77),
    ],
)
def test_bins_are_hours_for_two_days_then_days_until_day_30_then_weeks(age: int, number: int) -> None:
    assert find_bin(age) == number
    assert find_bin_start(number) <= age < find_bin_start(number + 1)


@pytest.mark.parametrize(
    ("scrapes", "unit"),
    [
        pytest.param([scrape(24, 600), scrape(48, 800), scrape(96, 1000)], 800_000_000, id="a scrape at 48 hours"),
        # 100 in the 48 hours from hour 24 to hour 72, half of them by hour 48.
        pytest.param([scrape(24, 100), scrape(72, 200)], 150_000_000, id="an interval across 48 hours"),
        # 100 in 49 hours: 100 * 48 / 49 = 97.9591836…, but then its first scrape is too late.
        pytest.param([scrape(49, 100)], None, id="first scraped after 48 hours"),
        pytest.param([scrape(48, 100)], 100_000_000, id="first scraped at 48 hours"),
        pytest.param([scrape(24, 100), scrape(47, 200)], None, id="last scraped before 48 hours"),
        pytest.param([scrape(24, 49), scrape(48, 49)], None, id="49 downloads"),
        # 49 and 1 of the 4 in the 4 hours from hour 47 to hour 51.
        pytest.param([scrape(47, 49), scrape(51, 53)], 50_000_000, id="50 downloads"),
        pytest.param([scrape(24, 100), scrape(47, 99), scrape(49, 101)], None, id="a dip"),
        pytest.param([scrape(24, 100), scrape(50, 900_000)], None, id="a last count in doubt"),
        # A zero dropout is no evidence for or against: 300 of 600 in the hours from 24 to 72 are by hour 48.
        pytest.param([scrape(24, 100), dropout(26), scrape(72, 700)], 400_000_000, id="a zero dropout"),
        pytest.param([scrape(24, 100), dropout(60)], None, id="a zero dropout last"),
        pytest.param([], None, id="never scraped"),
    ],
)
def test_a_torrent_watched_from_the_start_has_a_unit(scrapes: list[Scrape], unit: int | None) -> None:
    torrent = watch(*scrapes)
    assert (torrent.unit if torrent else None) == unit


def test_what_has_come_is_rounded_at_each_edge_of_a_bin() -> None:
    torrent = watch(scrape(48, 150))
    assert torrent
    # 1/48 of a unit an hour: 20,833,333.3, 41,666,666.7 and 62,500,000 billionths by the first three edges.
    votes = torrent.vote()
    assert [votes[0], votes[1], votes[2]] == [20_833_333, 20_833_334, 20_833_333]
    assert sum(votes.values()) == 1_000_000_000


def test_what_is_before_publication_is_in_no_bin() -> None:
    # 70 at an instant 12 hours before publication; 240 in the 60 hours to hour 48, a fifth of them before publication.
    torrent = watch(scrape(-12, 70), scrape(48, 310))
    assert torrent
    assert torrent.unit == 310_000_000
    assert sum(torrent.vote().values()) == pytest.approx(1e9 * 192 / 310, abs=1)


@pytest.mark.parametrize(
    ("age", "billionths"),
    [
        (-1, 0),
        (0, 0),
        (HOUR // 2, 15_625_000),  # 25 of 800 an hour
        (24 * HOUR, 750_000_000),
        (48 * HOUR, 1_000_000_000),
        (60 * HOUR, 1_062_500_000),  # 100 of 800 a day
        (96 * HOUR, 1_250_000_000),
        (120 * HOUR, 1_375_000_000),  # the last rate goes on
        (30 * DAY + 2 * WEEK, 6_250_000_000),  # for ever: 42 days of 0.125
    ],
)
def test_the_curve_of_one_torrent_is_its_own(age: int, billionths: int) -> None:
    assert round(measure(STEADY).measure_until(age)) == billionths


def test_each_torrent_has_one_vote() -> None:
    # The other has a hundred times the downloads, a quarter of them on day one: (0.75 + 0.25) / 2, then the same again.
    # An hour of either is 31,250,000 and 10,416,666.7 billionths. In two hours of three the latter is rounded to an odd
    # number, so that the rate is half a billionth too high: 16 of these in a day.
    large = watch(scrape(24, 20_000), scrape(48, 80_000))
    curve = measure(STEADY, large)
    assert curve.measure_until(24 * HOUR) == 500_000_008
    assert curve.measure_until(48 * HOUR) == 1_000_000_016
    # Nobody looked at it after that, so that it says nothing of days three and four.
    assert curve.measure_until(72 * HOUR) == 1_125_000_016


def test_a_bin_in_which_one_looked_for_a_part_of_the_time_counts_for_that_part() -> None:
    # On day three the one gains 96 of 800 in a day, the other 48 of 800 in 12 hours: 0.12 and 0.06 in 36 hours.
    whole = watch(scrape(48, 800), scrape(72, 896))
    half = watch(scrape(48, 800), scrape(60, 848))
    assert measure(whole, half).measure_until(72 * HOUR) == 1_000_000_000 + 120_000_000


def test_without_a_watched_torrent_the_curve_is_0() -> None:
    assert measure().measure_until(DAY) == 0
