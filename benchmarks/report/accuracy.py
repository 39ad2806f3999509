"""What RESULTS.md says of measured downloads and the true process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from benchmarks.report.markdown import format_share, format_table
from benchmarks.suites.accuracy import Accuracy
from benchmarks.suites.etl import Size

SizedAccuracy = tuple[Accuracy, Size]


def format_accuracy(seasons: Sequence[SizedAccuracy]) -> list[str]:
    """The errors of totals, of episode-days and of show-weeks."""
    return [
        "## The true process: totals",
        _TOTALS,
        _totals(seasons),
        "## The true process: episode-days",
        _DAYS,
        *(_days(accuracy, size) for accuracy, size in seasons),
        "## The true process: show-weeks",
        _WEEKS,
        *(_weeks(accuracy, size) for accuracy, size in seasons),
    ]


_TOTALS = "Measured downloads up to each torrent's last scrape, compared with the true downloads by then."
_DAYS = """\
By how the episode's first torrent is scraped at that age. An error is a share of the day's true downloads, or of 100
where it has fewer; *misplaced* is the sum of all errors by the sum of all downloads."""
_WEEKS = """\
Of the weeks that are off by more than 3 %, *by chance* are those that are off by no more than two standard deviations
of a Poisson count of that size."""


def _totals(seasons: Sequence[SizedAccuracy]) -> str:
    rows = [
        (
            f"{size.stats:,}",
            f"{accuracy.totals.torrents:,}",
            str(accuracy.totals.wrong),
            str(accuracy.totals.resets),
            format_share(accuracy.totals.lost),
        )
        for accuracy, size in seasons
    ]
    return format_table(
        ("scrapes", "torrents without a reset", "wrong", "torrents with a reset", "lost in the reset"), rows
    )


def _days(accuracy: Accuracy, size: Size) -> str:
    head = (f"{size.stats:,} scrapes", "days", "downloads", "misplaced", "median", "95 %", "worst")
    rows = [
        (day.regime, f"{day.days:,}", f"{day.downloads:,}", *map(format_share, astuple(day)[3:]))
        for day in accuracy.days
    ]
    return format_table(head, rows)


def _weeks(accuracy: Accuracy, size: Size) -> str:
    head = (
        f"{size.stats:,} scrapes", "weeks", "downloads", "misplaced", "median", "95 %", "worst", "off by > 3 %",
        "by chance",
    )  # fmt: skip
    rows = [
        (
            week.weeks,
            f"{week.count:,}",
            f"{week.downloads:,}",
            *map(format_share, (week.misplaced, week.median, week.p95, week.worst)),
            str(week.off_by_3_percent),
            str(week.off_by_3_percent - week.beyond_chance),
        )
        for week in accuracy.weeks
    ]
    return format_table(head, rows)
