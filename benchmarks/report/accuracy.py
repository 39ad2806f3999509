"""What RESULTS.md says of measured downloads and the true process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

from benchmarks.report.markdown import Target, format_share, format_table, format_targets
from benchmarks.suites.accuracy import Accuracy, DayErrors, SeasonAccuracy, WeekErrors
from nyaastats.synthetic import Process, Schedule

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def format_accuracy(seasons: Sequence[SeasonAccuracy]) -> list[str]:
    """The errors of totals, of episode-days and of show-weeks, and the sums of what is published."""
    return [
        "## The true process: targets",
        _TARGETS,
        format_targets(list_targets(seasons)),
        "## The true process: at a glance",
        _GLANCE,
        _glance(seasons),
        "## The true process: totals and sums",
        _TOTALS,
        _totals(seasons),
        _SUMS,
        _sums(seasons),
        "## The true process: weekdays of old episodes",
        _SHARES,
        _shares(seasons),
        "## The true process: episode-days",
        _DAYS,
        *map(_days, seasons),
        "## The true process: show-weeks",
        _WEEKS,
        *map(_weeks, seasons),
    ]


_TARGETS = """\
Seasons of one seed whose matches are taken from the truth, settled days and weeks alone. Errors are *misplaced*: the
sum of all errors by the sum of all downloads. Of days that are scraped daily at any hour, or weekly, chance alone
leaves more than their targets: see the column *chance* below."""
_GLANCE = "What is misplaced, by season. Before is the plain process by elapsed time, spread evenly in time."
_TOTALS = "Measured downloads up to each torrent's last scrape, compared with the true downloads by then."
_SUMS = """\
The same seasons published by `nyaastats etl`, names identified: *counted* by report.json, the sum of all shows of
shows.json, and the shows whose downloads of the season are not the sum of their weeks."""
_SHARES = """\
Whole weeks of episodes older than 30 days, scraped once a week. By the plain process all days are alike; *chance* is
two standard deviations of a share of so many downloads."""
_DAYS = """\
By how the episode's first torrent is scraped at that age. An error is a share of the day's true downloads, or of 100
where it has fewer. *Chance* is what would be misplaced if the rate of every day were known, but no scrape: downloads
come by chance, and a day of n is off by sqrt(2 n / π) in the mean. A scrape a week, which tells the week's sum, leaves
0.93 of that; one a day leaves nothing at midnight, and 0.56 at any other time of day, in the mean."""
_WEEKS = """\
Of the weeks that are off by more than 3 %, *by chance* are those that are off by no more than two standard deviations
of a Poisson count of that size."""


def _label(season: SeasonAccuracy) -> str:
    return f"{season.season.process}, {season.season.schedule}"


def _glance(seasons: Sequence[SeasonAccuracy]) -> str:
    rows = [
        (figure.label, figure.before, *(format_share(figure.read(season.accuracy)) for season in seasons))
        for figure in _FIGURES
    ]
    return format_table(("", "before", *map(_label, seasons)), rows)


def _find_days(accuracy: Accuracy, regime: str) -> DayErrors:
    return next(days for days in accuracy.days if days.regime == regime)


def _find_outage_weeks(accuracy: Accuracy) -> WeekErrors:
    return next(weeks for weeks in accuracy.weeks if "outage" in weeks.weeks)


@dataclass(frozen=True, slots=True)
class _Figure:
    """An error of a season, what it may be by elapsed time, and what it was."""

    label: str
    bound: float
    before: str
    read: Callable[[Accuracy], float]


_FIGURES = (
    _Figure("episode-days in the outage", 0.06, "46.4 %", lambda errors: _find_days(errors, "outage").misplaced),
    _Figure("episode-days, daily scrapes", 0.05, "7.6 %", lambda errors: _find_days(errors, "daily").misplaced),
    _Figure("episode-days, weekly scrapes", 0.12, "18.8 %", lambda errors: _find_days(errors, "weekly").misplaced),
    _Figure("show-weeks touched by the outage", 0.02, "7.4 %", lambda errors: _find_outage_weeks(errors).misplaced),
    _Figure("the worst of these", 0.06, "19.1 %", lambda errors: _find_outage_weeks(errors).worst),
)


def list_targets(seasons: Sequence[SeasonAccuracy]) -> list[Target]:
    """Errors by elapsed time; the sums and weekdays that are furthest off."""
    elapsed = [season for season in seasons if season.season.schedule is Schedule.ELAPSED]
    errors = [(f"{_label(season)}: {figure.label}", season, figure) for season in elapsed for figure in _FIGURES]
    plain = [season.weekdays for season in seasons if season.season.process is Process.PLAIN]
    shares = max(days.worst / days.chance for days in plain)
    apart = max(abs(season.sums.counted - season.sums.shows) for season in seasons)
    seasons_apart = max(season.sums.seasons_apart for season in seasons)
    return [
        *(_compare_figure(label, figure, figure.read(season.accuracy)) for label, season, figure in errors),
        Target("counted and the sum of all shows: downloads apart", "0", f"{apart:,}", apart == 0),
        Target("shows whose season is not the sum of its weeks", "0", f"{seasons_apart}", seasons_apart == 0),
        Target("plain: measured and true shares of a weekday apart, by chance", "≤ 1", f"{shares:.1f}", shares <= 1),
    ]


def _compare_figure(label: str, figure: _Figure, measured: float) -> Target:
    return Target(label, f"≤ {100 * figure.bound:.0f} %", format_share(measured), measured <= figure.bound)


def _totals(seasons: Sequence[SeasonAccuracy]) -> str:
    totals = [(_label(season), season.accuracy.totals) for season in seasons]
    rows = [
        (label, f"{total.torrents:,}", str(total.wrong), str(total.resets), format_share(total.lost))
        for label, total in totals
    ]
    return format_table(("", "torrents without a reset", "wrong", "torrents with a reset", "lost in the reset"), rows)


def _sums(seasons: Sequence[SeasonAccuracy]) -> str:
    sums = [(_label(season), season.sums) for season in seasons]
    rows = [
        (label, f"{each.counted:,}", f"{each.shows:,}", f"{each.counted - each.shows:,}", str(each.seasons_apart))
        for label, each in sums
    ]
    return format_table(("", "counted", "all shows", "apart", "shows whose season is not its weeks"), rows)


def _shares(seasons: Sequence[SeasonAccuracy]) -> str:
    rows = [row for season in seasons if season.season.process is Process.PLAIN for row in _share_rows(season)]
    return format_table(("", "downloads", *_WEEKDAYS, "chance"), rows)


def _share_rows(season: SeasonAccuracy) -> list[tuple[str, ...]]:
    days = season.weekdays
    kinds = (("truth", days.truth, days.true_shares), ("measured", days.measured, days.measured_shares))
    return [
        (f"{_label(season)}: {kind}", f"{sum(counts):,}", *map(format_share, shares), f"± {format_share(days.chance)}")
        for kind, counts, shares in kinds
    ]


def _days(season: SeasonAccuracy) -> str:
    head = (_label(season), "days", "downloads", "misplaced", "median", "95 %", "worst", "chance")
    rows = [
        (day.regime, f"{day.days:,}", f"{day.downloads:,}", *map(format_share, astuple(day)[3:]))
        for day in season.accuracy.days
    ]
    return format_table(head, rows)


def _weeks(season: SeasonAccuracy) -> str:
    head = (
        _label(season), "weeks", "downloads", "misplaced", "median", "95 %", "worst", "off by > 3 %", "by chance",
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
        for week in season.accuracy.weeks
    ]
    return format_table(head, rows)
