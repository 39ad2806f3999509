"""Compares each weekday's share of the downloads of old episodes with the truth.

Old episodes are scraped once a week: how their week is spread over its days is seen nowhere as well as here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nyaastats.engines.base import Engine


@dataclass(frozen=True, slots=True)
class WeekdayShares:
    """Downloads of all old episodes' whole weeks by weekday, Monday first."""

    truth: Sequence[int]
    measured: Sequence[int]

    @property
    def true_shares(self) -> list[float]:
        """Each weekday's part of the true downloads."""
        return [downloads / sum(self.truth) for downloads in self.truth]

    @property
    def measured_shares(self) -> list[float]:
        """Each weekday's part of the measured downloads."""
        return [downloads / sum(self.measured) for downloads in self.measured]

    @property
    def chance(self) -> float:
        """Two standard deviations of a weekday's share of so many true downloads, where all days are alike.

        Of n downloads, each on any of seven days, the share on one of them has the deviation sqrt(p (1 - p) / n).
        """
        return 2 * float((1 / 7 * 6 / 7 / sum(self.truth)) ** 0.5)

    @property
    def worst(self) -> float:
        """The greatest difference between a weekday's two shares."""
        return max(abs(true - measured) for true, measured in zip(self.true_shares, self.measured_shares, strict=True))


def compare_weekdays(engine: Engine) -> WeekdayShares:
    """The shares on an engine on which `accuracy.compare_with_truth` has been called."""
    rows = engine.fetch(_BY_WEEKDAY)
    return WeekdayShares(rows["truth"].to_pylist(), rows["measured"].to_pylist())


# Whole weeks in which the episode is older than 30 days from the first day on. Day 0, 1970-01-01, was a Thursday:
# (day + 3) % 7 is 0 on Mondays.
_BY_WEEKDAY = """
SELECT
    (day + 3) % 7 AS weekday,
    CAST(SUM(downloads) AS BIGINT) AS truth,
    CAST(SUM(measured) AS BIGINT) AS measured
FROM day_errors
CROSS JOIN data_until
CROSS JOIN parameters
WHERE
    days_since_first_torrent - (day + 3) % 7 >= 31
    AND (day - (day + 3) % 7 + 7) * 86400 <= newest_scrape_at - unsettled_seconds
GROUP BY weekday
ORDER BY weekday
"""
