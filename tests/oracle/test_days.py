"""Which day an increment belongs to, worked by hand: the arithmetic stands beside each case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nyaastats.domain.torrents import InfoHash
from testkit.oracle.answer import compute_answer
from testkit.oracle.decay import find_bin, find_bin_start
from testkit.oracle.records import OracleTorrent, Scrape, TorrentCount
from testkit.oracle_cases import (
    LATE,
    MONDAY,
    SHOW,
    TORRENT,
    answer_alone,
    answer_late_and_early,
    at,
    dropout,
    list_downloads,
    list_estimated,
    scrape,
)

# Which day it belongs to


@pytest.mark.parametrize(
    ("published", "scrapes", "expected"),
    [
        # 100 from 12:00 to 12:00 on the next day: half each.
        pytest.param(12, [scrape(36, 100)], [50, 50], id="half and half"),
        # 3 * 12/24 = 1.5 at midnight, up to 2.
        pytest.param(12, [scrape(36, 3)], [2, 1], id="a half is rounded up"),
        # Each midnight: 1.5 → 2, 3 + 0.5 → 4: days 2, 4 - 2, 4 - 4.
        pytest.param(12, [scrape(36, 3), scrape(60, 4)], [2, 2, 0], id="the running count is rounded, not the parts"),
        pytest.param(0, [scrape(24, 10)], [10, 0], id="a scrape at midnight closes the day before"),
        pytest.param(50, [scrape(12, 10), scrape(48, 34)], [18, 16, 0], id="a scrape before publication is an instant"),
        pytest.param(24, [scrape(24, 10)], [10], id="a scrape at publication is an instant"),
        # Since the earlier scrape it is an interval again: 10 at once, and 24 * 12/24 a day.
        pytest.param(40, [scrape(36, 10), scrape(60, 34)], [22, 12], id="and the next interval starts there"),
        # The zero dropout is gone: 90 from hour 1 to hour 37, 23 of the 36 hours on day one: 10 + 57.5 = 67.5 → 68.
        pytest.param(
            0, [scrape(1, 10), dropout(3), scrape(37, 100)], [68, 32], id="a zero dropout does not cut an interval"
        ),
        # A dip is left out: 24 in the 53 hours from hour 1; 10 + 10.4 by the first midnight, 10 + 21.3 by the second.
        pytest.param(0, [scrape(1, 10), scrape(30, 4), scrape(54, 34)], [20, 11, 3], id="nor does a dip"),
        # The reset's own interval (hours 1 to 30) adds nothing; 24 in the 24 hours after it, 18 h on day two.
        pytest.param(
            0,
            [scrape(0.5, 90), scrape(0.75, 95), scrape(1, 100), scrape(30, 4), scrape(54, 28), scrape(55, 28)],
            [100, 18, 6],
            id="nor does a reset's drop add",
        ),
    ],
)
def test_an_increment_is_spread_over_its_interval(published: float, scrapes: list[Scrape], expected: list[int]) -> None:
    assert list_downloads(answer_alone(scrapes, published=published)) == expected


def test_a_weekly_scrape_is_spread_over_its_seven_days() -> None:
    result = answer_alone([scrape(12, 100), scrape(12 + 7 * 24, 800)])
    # 100 in the first 12 hours; 700 in 7 days are 100 a day: half of one on either end.
    assert list_downloads(result) == [150, 100, 100, 100, 100, 100, 100, 50]
    assert list_estimated(result) == [50, 100, 100, 100, 100, 100, 100, 50]


def test_an_estimate_is_never_more_than_its_day() -> None:
    result = answer_alone([scrape(12, 0), scrape(36, 1), scrape(36 + 60, 2)])
    # All: 0.5 at the first midnight → 1, 1 + 12/60 → 1, 1 + 36/60 → 2, 2. The long interval alone: 0, 0, 1, 1.
    assert list_downloads(result) == [1, 0, 1, 0, 0]
    assert list_estimated(result) == [0, 0, 1, 0, 0]


def test_an_interval_of_48_hours_is_not_long() -> None:
    assert list_estimated(answer_alone([scrape(48, 100)])) == [0, 0, 0]
    assert sum(list_estimated(answer_alone([scrape(48.5, 100)]))) == 100


# A late first scrape


def test_a_late_first_scrape_is_spread_along_the_usual_decay() -> None:
    # Watched: 600 on day one, 200 on day two, 100 on each of days three and four (one interval of 48 h).
    watched = [scrape(24, 600), scrape(48, 800), scrape(96, 1000)]
    result = answer_late_and_early(watched, 0, [scrape(96, 50)])
    # 50 * 60 %, 20 %, 10 %, 10 %, and the empty day of the scrape at midnight.
    assert list_downloads(result, 2) == [30, 10, 5, 5, 0]
    # Published at 12:00 (one scrape a day): age 12 h at the first midnight is 300 of 1000, 36 h is 700, 60 h 850,
    # 84 h 950: of 100 these are 30, 70, 85, 95.
    assert list_downloads(answer_late_and_early(watched, 12, [scrape(12 + 96, 100)]), 2) == [30, 40, 15, 10, 5]


def test_a_rate_is_per_torrent_hour_at_risk() -> None:
    # One torrent is watched for a day (240), another for four days (240, then 48 a day).
    long, short = InfoHash("c" * 40), InfoHash("d" * 40)
    torrents = [OracleTorrent(name, SHOW, 1, at(0)) for name in (long, short)]
    scrapes = {short: [scrape(24, 240)], long: [scrape(24, 240), scrape(48, 288), scrape(96, 384)]}
    torrents.append(OracleTorrent(LATE, SHOW, 2, at(0)))
    scrapes[LATE] = [scrape(72, 336)]
    result = compute_answer(torrents, scrapes, {SHOW: None}, [MONDAY])
    # Rates 480/48 h = 10, then 48/24 h = 2 with one torrent at risk: weights 240, 48, 48 of 336.
    assert list_downloads(result, 2) == [240, 48, 48, 0]


def test_beyond_the_oldest_age_measured_the_last_rate_goes_on() -> None:
    # Rates 20 an hour on day one, 10 an hour on day two and from there on: 480, 240, 240, 240 of 1200.
    result = answer_late_and_early([scrape(24, 480), scrape(48, 720)], 0, [scrape(96, 1200)])
    assert list_downloads(result, 2) == [480, 240, 240, 240, 0]


def test_without_a_watched_torrent_a_late_first_scrape_is_spread_evenly() -> None:
    result = answer_alone([scrape(96, 1000)])
    assert list_downloads(result) == [250, 250, 250, 250, 0]
    assert list_estimated(result) == [250, 250, 250, 250, 0]


def test_a_watched_torrent_that_nobody_downloads_says_nothing_of_decay() -> None:
    result = answer_late_and_early([scrape(24, 0), scrape(96, 0)], 0, [scrape(96, 1000)])
    assert list_downloads(result, 2) == [250, 250, 250, 250, 0]


def test_what_comes_after_a_late_first_scrape_is_spread_as_ever() -> None:
    result = answer_late_and_early([scrape(24, 600), scrape(72, 800)], 0, [scrape(72, 80), scrape(96, 104)])
    # 60, 10, 10 before the first scrape (600 : 100 : 100), 24 on the day after it.
    assert list_downloads(result, 2) == [60, 10, 10, 24, 0]


@pytest.mark.parametrize(
    ("hours", "number"), [(0, 0), (0.99, 0), (1, 1), (47.5, 47), (48, 48), (71, 48), (72, 49), (480, 66)]
)
def test_age_bins_are_hours_for_two_days_and_then_days(hours: float, number: int) -> None:
    assert find_bin(timedelta(hours=hours)) == number
    assert find_bin_start(number) <= timedelta(hours=hours) < find_bin_start(number + 1)


# The user's document


def test_observed_ignores_the_first_count_and_keeps_each_difference_on_its_own_day() -> None:
    scrapes = [scrape(1, 100), scrape(23, 130), scrape(25, 190), dropout(26), scrape(49, 200)]
    result = answer_alone(scrapes, "observed")
    # 130 - 100 on day one, 190 - 130 on day two; the drop to 0 is ignored, and 200 - 0 is on day three.
    assert list_downloads(result) == [30, 60, 200]
    assert list_estimated(result) == [0, 0, 0]
    assert result.torrents[TORRENT] == TorrentCount(290, 0, 0, 1)
    assert result.show_weeks == {(MONDAY, SHOW): 290}


def test_observed_tells_long_intervals_apart_too() -> None:
    assert list_estimated(answer_alone([scrape(1, 100), scrape(60, 160)], "observed")) == [0, 0, 60]
