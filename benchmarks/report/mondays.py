"""What RESULTS.md says of the newest week as it is published on its Monday."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from statistics import mean

from benchmarks.report.markdown import Target, format_percent, format_table, format_targets
from benchmarks.suites.mondays import MondayErrors, SeasonMondays
from nyaastats.synthetic import Process, Schedule

SHOWN = (date(2025, 11, 17), date(2025, 12, 15), date(2025, 12, 29), date(2026, 1, 12))
"""Mondays with a column of their own: ever more downloads are of old torrents, and in the last week few shows air."""

Values = tuple[float, ...]
"""A figure of a Monday: against the whole truth, and against that of the torrents that had been scraped."""
Worst = Callable[[Iterable[float]], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of each Monday: how it is called, read and written, and which of two is worse."""

    label: str
    read: Callable[[MondayErrors], Values]
    write: Callable[[float], str]
    worst: Worst = max
    before: Sequence[str] = ()
    """What it was by elapsed time and the process `plain` before there were boundaries, decay curve and tail."""


def _write_signed(share: float) -> str:
    return f"{100 * share:+.2f}"


def _write_number(number: float) -> str:
    return f"{number:.3g}"


MISPLACED = Figure(
    "misplaced, %",
    lambda errors: (errors.all.misplaced, errors.scraped.misplaced),
    format_percent,
    before=("8", "15", "16", "39"),
)
LACKING = Figure(
    "lacking, %",
    lambda errors: (errors.all.lacking, errors.scraped.lacking),
    _write_signed,
    partial(max, key=abs),
    before=("8", "15", "16", "39"),
)
MOVED = Figure(
    "moved of the top 20",
    lambda errors: (errors.all.moved, errors.scraped.moved),
    _write_number,
    before=("2", "11", "10", "19"),
)
COVERED = Figure("covered, %", lambda errors: (errors.all.covered, errors.scraped.covered), format_percent, min)
ESTIMATED = Figure("estimated, %", lambda errors: (errors.estimated,), format_percent)


def format_mondays(seasons: Sequence[SeasonMondays]) -> list[str]:
    """The targets; then, for each schedule, a table a figure."""
    return [
        "## The newest week on its Monday",
        _INTRODUCTION,
        format_targets(list_targets(seasons)),
        *(part for schedule in Schedule for part in _format_schedule(schedule, seasons)),
    ]


_INTRODUCTION = """\
Each season is measured on every Monday at 06:00 UTC as its database stood then, and its newest complete week is
compared with the true downloads of those seven days. Cells: against the whole truth / against the truth of the torrents
that had been scraped at all by then, because what the scraper has not discovered yet cannot be estimated. *Mean* and
*worst* are of all Mondays of the season; the one whose week ends in the outage is left out, as that week is not
complete by then. The estimator was chosen by the process `practice` alone; the targets are of the others, against the
whole truth.

*Misplaced* is the sum of all shows' errors by the sum of the true downloads; *lacking* what is not published of all
true downloads, negative where too much is. *Moved* are those of the true top 20 that stand at another rank. *Covered*
are the show-weeks of 100 true downloads and more that are off by no more than their estimated part and 3 %. *Estimated*
is that part of what was published. Before is the state without boundaries, decay curve and tail."""


def _format_schedule(schedule: Schedule, seasons: Sequence[SeasonMondays]) -> list[str]:
    chosen = [season for season in seasons if season.schedule is schedule]
    figures = (MISPLACED, LACKING, MOVED, COVERED, ESTIMATED)
    return [f"### Scraped by {_SCHEDULES[schedule]}", *(_format_figure(figure, schedule, chosen) for figure in figures)]


_SCHEDULES = {Schedule.BOUNDARY: "boundaries", Schedule.ELAPSED: "elapsed time"}


def _format_figure(figure: Figure, schedule: Schedule, seasons: Sequence[SeasonMondays]) -> str:
    head = (figure.label, *(f"{monday.day} {monday:%b}" for monday in SHOWN), "mean", "worst")
    before = [("plain, before", *figure.before, "–", "–")] if figure.before and schedule is Schedule.ELAPSED else []
    return format_table(head, [*before, *(_format_row(figure, season) for season in seasons)])


def _format_row(figure: Figure, season: SeasonMondays) -> tuple[str, ...]:
    by_monday = {errors.monday: figure.read(errors) for errors in season.mondays}
    columns = list(zip(*by_monday.values(), strict=True))
    values = [*(by_monday[monday] for monday in SHOWN), map(mean, columns), map(figure.worst, columns)]
    return (_NAMES.get(season.process, season.process), *(_write_cell(figure, cell) for cell in values))


_NAMES = {Process.PRACTICE: "practice (chosen by)"}


def _write_cell(figure: Figure, values: Iterable[float]) -> str:
    return " / ".join(map(figure.write, values))


# --- targets ----------------------------------------------------------------------------------------------------------


def list_targets(seasons: Sequence[SeasonMondays]) -> list[Target]:
    """Each target beside the worst of the seasons and Mondays that it is of."""
    elapsed, boundary = ([s for s in seasons if s.schedule is schedule] for schedule in _TARGETED)
    elapsed, boundary = (list(filter(_is_judge, chosen)) for chosen in (elapsed, boundary))
    plain = [season for season in elapsed if season.process is Process.PLAIN]
    others = [season for season in elapsed if season.process is not Process.PLAIN]
    first, last = SHOWN[:3], SHOWN[3:]
    return [
        _compare("elapsed, plain: misplaced on the first three", MISPLACED, 0.03, plain, first),
        _compare("elapsed, plain: misplaced on the last", MISPLACED, 0.06, plain, last),
        _compare("elapsed, the others: misplaced on the first three", MISPLACED, 0.05, others, first),
        _compare("elapsed, the others: misplaced on the last", MISPLACED, 0.09, others, last),
        _compare("boundary: misplaced on the four", MISPLACED, 0.01, boundary, SHOWN),
        _compare("boundary: misplaced on the worst of all", MISPLACED, 0.02, boundary, ()),
        _compare("elapsed: moved of the top 20 on the first three", MOVED, 4, elapsed, first),
        _compare("elapsed: moved on the last", MOVED, 10, elapsed, last),
        _compare("boundary: moved on the first three", MOVED, 1, boundary, first),
        _compare("boundary: moved on the last", MOVED, 2, boundary, last),
        _compare("elapsed: covered on the four", COVERED, 0.95, elapsed, SHOWN),
        _compare("boundary: covered on the four", COVERED, 0.95, boundary, SHOWN),
    ]


_TARGETED = (Schedule.ELAPSED, Schedule.BOUNDARY)


def _is_judge(season: SeasonMondays) -> bool:
    return season.process is not Process.PRACTICE


def _compare(
    label: str, figure: Figure, bound: float, seasons: Iterable[SeasonMondays], mondays: Sequence[date]
) -> Target:
    """Against the worst of these Mondays, of all where there are none."""
    values = [
        figure.read(errors)
        for season in seasons
        for errors in season.mondays
        if not mondays or errors.monday in mondays
    ]
    worst = [figure.worst(column) for column in zip(*values, strict=True)]
    is_reached = figure.worst((bound, worst[0])) == bound
    unit = ", %" if figure.write is format_percent else ""
    sign = "≥" if figure.worst is min else "≤"
    return Target(f"{label}{unit}", f"{sign} {figure.write(bound)}", _write_cell(figure, worst), is_reached=is_reached)
