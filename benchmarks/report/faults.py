"""What RESULTS.md says of counts and clocks that are wrong."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.report.markdown import format_table
from benchmarks.suites.clock_errors import ClockOutcome
from benchmarks.suites.faults import FaultErrors, TrialOutcome
from benchmarks.suites.faulty_seasons import FaultySeason

MIN_ERRORS = (-0.015, -0.03)
MAX_OFF = (10, 15)
"""Of a season whose tracker forgets everything once, and twice."""
_BEFORE_ERRORS = ("-0.9", "-9.7")
_BEFORE_OFF = ("32 of 932", "302 of 932")
"""The same before every fall of a count was judged by itself."""
OFF_SHARE = 0.10


def format_faults(errors: FaultErrors) -> list[str]:
    """Trials, restarts and clocks, each beside its target."""
    return [
        "## Faults: counts that are wrong",
        _TRIALS,
        _trials(errors.trials),
        "## Faults: a tracker that forgets everything",
        _RESTARTS,
        _restarts(errors.restarts),
        "## Faults: clocks that are wrong",
        _CLOCKS,
        _clocks(errors.clocks),
    ]


_TRIALS = """\
Torrents of 150 to 30,000 downloads in 100 days, each with one fault. *Missed* are those whose total is off by more than
1 % and that are not *held in doubt*: then the count is left out until the next scrape confirms it."""
_RESTARTS = """\
The plain season by elapsed time, all torrents counted anew from zero. The error is that of the sum of all that counts;
what came in between the last scrape and the restart is in no count."""
_CLOCKS = """\
A small season, published, and published again with one more scrape of its largest torrent, of the same count and with
such a stamp. *Changed* are its files, and the parts of report.json beside the count of rejects. A scrape up to a day
after the run's clock is taken, as clocks differ: the data then end with it."""


def _trials(trials: Sequence[TrialOutcome]) -> str:
    head = ("", "torrents", "exact", "held in doubt", "missed", "target", "reached")
    return format_table(head, [_trial_row(trial) for trial in trials])


def _trial_row(trial: TrialOutcome) -> tuple[str, ...]:
    numbers = (trial.torrents, trial.exact, trial.held, trial.missed)
    return (trial.fault, *(f"{number:,}" for number in numbers), "0", _answer(is_reached=trial.missed == 0))


def _answer(*, is_reached: bool) -> str:
    return "yes" if is_reached else "**no**"


def _restarts(seasons: Sequence[FaultySeason]) -> str:
    head = ("", "before", "target", "measured", "reached")
    return format_table(head, [row for index, season in enumerate(seasons) for row in _restart_rows(index, season)])


def _restart_rows(index: int, season: FaultySeason) -> list[tuple[str, ...]]:
    times = ("once", "twice")[index]
    error, off = season.error, season.count_off(OFF_SHARE)
    return [
        (
            f"{times}: error of the total, %",
            _BEFORE_ERRORS[index],
            f"≥ {100 * MIN_ERRORS[index]:.1f}",
            f"{100 * error:.2f}",
            _answer(is_reached=MIN_ERRORS[index] <= error <= 0),
        ),
        (
            f"{times}: torrents off by more than {100 * OFF_SHARE:.0f} %",
            _BEFORE_OFF[index],
            f"≤ {MAX_OFF[index]}",
            f"{off} of {len(season.counted):,}",
            _answer(is_reached=off <= MAX_OFF[index]),
        ),
    ]


def _clocks(outcomes: Sequence[ClockOutcome]) -> str:
    head = ("a scrape", "rejected", "changed", "downloads", "target", "reached")
    return format_table(head, [_clock_row(outcome) for outcome in outcomes])


def _clock_row(outcome: ClockOutcome) -> tuple[str, ...]:
    is_reached = not outcome.changed
    return (
        outcome.stamped,
        str(outcome.rejected),
        str(len(outcome.changed)),
        f"{outcome.downloads:+,}",
        "0 changed",
        _answer(is_reached=is_reached),
    )
