"""Measured downloads compared with the true process of the synthetic season: how large errors may be."""

from __future__ import annotations

import pytest

from benchmarks.fixtures.measured_seasons import measure_with_truth
from benchmarks.fixtures.season_files import SeasonFiles
from benchmarks.suites.accuracy import Accuracy, WeekErrors, compare_with_truth
from nyaastats.synthetic import Summary


@pytest.fixture(scope="module")
def accuracy(season: Summary) -> Accuracy:
    with measure_with_truth(SeasonFiles(season.database, season.anilist, season.truth)) as engine:
        return compare_with_truth(engine)


def test_totals_are_exact_but_for_resets(accuracy: Accuracy) -> None:
    assert accuracy.totals.torrents > 1_500
    assert accuracy.totals.wrong == 0


def test_a_reset_loses_what_came_between_two_looks(accuracy: Accuracy) -> None:
    assert accuracy.totals.resets > 0
    assert 0 <= accuracy.totals.lost < 0.02


def test_every_day_that_had_downloads_was_measured(accuracy: Accuracy) -> None:
    assert accuracy.missing == 0


# A scrape's count is exact; unknown is when, between two scrapes, the downloads happened. So errors grow with the
# interval between scrapes, not with time, and downloads are only moved between neighbouring days. Chance blurs days of
# few downloads besides: of n downloads spread evenly over a week, the number on one day has a standard deviation of
# about the square root of n / 7, however they are split.
# - Hourly and every 4 h: only downloads of the one interval around a midnight can be put on the wrong side of it.
# - Daily: each day is made of parts of two intervals, and most of a day's downloads come from torrents published in it.
# - Weekly: a week is levelled to its mean, so that chance alone misplaces a good part of its few downloads.
# - Discovered late: the usual decay curve is used in place of the torrent's own.
# - Outage: a torrent published in it is first scraped a day or two later, and the downloads of its first hours are
#   spread evenly over that time. This misplaces half of the downloads of those days.
DAYS = {
    "hourly": (0.005, 0.03),
    "every 4 h": (0.035, 0.07),
    "daily": (0.10, 0.08),
    "weekly": (0.25, 0.08),
    "discovered late": (0.08, 0.15),
    "outage": (0.55, 0.60),
}
"""By regime: the share of the downloads that may be misplaced, and the error that 95 % of the days stay under."""


def test_every_regime_is_there(accuracy: Accuracy) -> None:
    assert {day.regime for day in accuracy.days} == set(DAYS)


@pytest.mark.parametrize("regime", DAYS)
def test_days_stay_in_their_band(accuracy: Accuracy, regime: str) -> None:
    misplaced, p95 = DAYS[regime]
    (day,) = (day for day in accuracy.days if day.regime == regime)
    assert day.misplaced <= misplaced
    assert day.p95 <= p95


def _weeks(accuracy: Accuracy, words: str) -> WeekErrors:
    (weeks,) = (weeks for weeks in accuracy.weeks if words in weeks.weeks)
    return weeks


@pytest.mark.parametrize("words", ["1,000 and more", "100 to 999", "fewer than 100"])
def test_show_weeks_are_within_three_per_cent_or_within_chance(accuracy: Accuracy, words: str) -> None:
    """Three per cent of 100 downloads are 3, where the standard deviation of their number is 10."""
    weeks = _weeks(accuracy, words)
    assert weeks.count > 100
    assert weeks.beyond_chance == 0


def test_nearly_all_large_show_weeks_are_within_three_per_cent(accuracy: Accuracy) -> None:
    weeks = _weeks(accuracy, "1,000 and more")
    assert weeks.off_by_3_percent <= weeks.count / 100
    assert weeks.misplaced < 0.005


def test_the_two_weeks_that_share_the_outage_exchange_a_tenth(accuracy: Accuracy) -> None:
    weeks = _weeks(accuracy, "outage")
    assert weeks.misplaced < 0.10
    assert weeks.worst < 0.20
