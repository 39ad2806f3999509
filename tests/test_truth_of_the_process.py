"""The second truth: how near the numbers come to the downloads that really happened; the bands are held here."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import Accuracy, Place, WeekErrors, accuracy, measured
from nyaastats.synthetic import Summary


@pytest.fixture(scope="module")
def found(season: Summary) -> Accuracy:
    with measured(Place(season.database, season.anilist, season.truth)) as engine:
        return accuracy(engine)


def test_totals_are_exact_but_for_resets(found: Accuracy) -> None:
    assert found.totals.torrents > 1_500
    assert found.totals.wrong == 0


def test_a_reset_loses_what_came_between_two_looks(found: Accuracy) -> None:
    assert found.totals.resets > 0
    assert 0 <= found.totals.lost < 0.02


def test_every_day_that_had_downloads_was_measured(found: Accuracy) -> None:
    assert found.missing == 0


# What a look says is exact; what is not known is when, within the time between two looks, the downloads came. So errors
# grow with the distance of the looks and not with time, and downloads only change places between neighbouring days. A
# day of few downloads is blurred by chance besides: of n that come evenly over a week, the number on one day has a
# standard deviation of about the square root of n / 7, whatever splits them.
# - Hourly and every 4 h: only what came in the one interval around a midnight can be put on the wrong side of it.
# - Daily: each day is made of parts of two intervals, and most of a day's downloads are fresh ones of its morning.
# - Weekly: a week is levelled to its mean, so that chance alone misplaces a good part of its few downloads.
# - Found late: the usual decay stands in for the torrent's own.
# - Outage: a torrent published in it is first looked at a day or two later, and what came in its first hours is spread
#   evenly over that time. This misplaces half of the downloads of those days.
DAYS = {
    "hourly": (0.005, 0.03),
    "every 4 h": (0.035, 0.07),
    "daily": (0.10, 0.08),
    "weekly": (0.25, 0.08),
    "found late": (0.08, 0.15),
    "outage": (0.55, 0.60),
}
"""By regime: the share of the downloads that may be misplaced, and the error that 95 % of the days stay under."""


def test_every_regime_is_there(found: Accuracy) -> None:
    assert {day.regime for day in found.days} == set(DAYS)


@pytest.mark.parametrize("regime", DAYS)
def test_days_stay_in_their_band(found: Accuracy, regime: str) -> None:
    misplaced, p95 = DAYS[regime]
    (day,) = (day for day in found.days if day.regime == regime)
    assert day.misplaced <= misplaced
    assert day.p95 <= p95


def _weeks(found: Accuracy, words: str) -> WeekErrors:
    (weeks,) = (weeks for weeks in found.weeks if words in weeks.weeks)
    return weeks


@pytest.mark.parametrize("words", ["1,000 and more", "100 to 999", "fewer than 100"])
def test_show_weeks_are_within_three_per_cent_or_within_chance(found: Accuracy, words: str) -> None:
    """Three per cent of 100 downloads are 3, where the standard deviation of their number is 10."""
    weeks = _weeks(found, words)
    assert weeks.count > 100
    assert weeks.beyond_chance == 0


def test_nearly_all_large_show_weeks_are_within_three_per_cent(found: Accuracy) -> None:
    weeks = _weeks(found, "1,000 and more")
    assert weeks.beyond <= weeks.count / 100
    assert weeks.misplaced < 0.005


def test_the_two_weeks_that_share_the_outage_exchange_a_tenth(found: Accuracy) -> None:
    weeks = _weeks(found, "outage")
    assert weeks.misplaced < 0.10
    assert weeks.worst < 0.20
