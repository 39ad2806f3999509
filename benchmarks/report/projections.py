"""What RESULTS.md says of the projections of young episodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.fixtures.process_seasons import JUDGES
from benchmarks.report.markdown import Target, format_percent, format_table, format_targets
from benchmarks.suites.projections import AgeScore, SeasonProjections
from nyaastats.synthetic import Process

MIN_COVERAGE, MAX_COVERAGE = 0.75, 0.88
"""An interval of 80 % is right when it covers so much: less is overconfident, more says less than it could."""


def format_projections(seasons: Sequence[SeasonProjections]) -> list[str]:
    """The targets; then the runs and the replayed score, a row a process and age."""
    return [
        "## The first 7 days, projected",
        _INTRODUCTION,
        format_targets(list_targets(seasons)),
        "### By runs as of their moment, against the truth",
        _format_scores((season.process, season.runs) for season in seasons),
        "### Replayed by the last run, as it publishes them",
        _format_scores((season.process, season.replayed) for season in seasons),
    ]


_INTRODUCTION = """\
Each season is measured every Monday at 06:00 and every Thursday at 18:00 UTC as its database stood then, and its young
episodes are projected; each projection counts at the nearest of the four ages, in proportion. *Covered* are the
intervals that hold the true downloads of the episode's first 7 days; 80 % is meant. *Error* is the median error of the
projections of shows that had a finished episode, *last* that of taking its downloads instead. *Replayed* is the score
that the run at the end of the data publishes: every episode as of exactly these ages, by what was known then, against
the downloads that are measured now. The estimator was chosen by the replayed score of `practice` alone."""


def _format_scores(rows: Iterable[tuple[Process, Sequence[AgeScore]]]) -> str:
    head = ("process", "age, h", "projections", "intervals", "covered, %", "error, %", "last, %")
    return format_table(head, [_format_score(process, score) for process, scores in rows for score in scores])


def _format_score(process: Process, score: AgeScore) -> tuple[str, ...]:
    name = process if process in JUDGES else f"{process} (chosen by)"
    shares = (score.coverage, score.error, score.last_error)
    return (name, *map(str, (score.hours, score.projections, score.intervals)), *map(format_percent, shares))


def list_targets(seasons: Sequence[SeasonProjections]) -> list[Target]:
    """By age, the least and the greatest coverage of the judges, and how near an error came to that of the last."""
    judges = [season for season in seasons if season.process in JUDGES]
    groups = (("runs", [season.runs for season in judges]), ("replayed", [season.replayed for season in judges]))
    return [target for name, scores in groups for target in _list_targets(name, scores)]


def _list_targets(name: str, seasons: Iterable[Sequence[AgeScore]]) -> Iterable[Target]:
    scores = [score for season in seasons for score in season]
    for hours in sorted({score.hours for score in scores}):
        own = [score for score in scores if score.hours == hours]
        low, high = min(score.coverage for score in own), max(score.coverage for score in own)
        yield Target(
            f"{name}, {hours} h: covered, %",
            f"{format_percent(MIN_COVERAGE)} to {format_percent(MAX_COVERAGE)}",
            f"{format_percent(low)} to {format_percent(high)}",
            is_reached=low >= MIN_COVERAGE and high <= MAX_COVERAGE,
        )
        worst = max(own, key=lambda score: score.error / score.last_error)
        yield Target(
            f"{name}, {hours} h: error, %",
            f"< {format_percent(worst.last_error)}",
            format_percent(worst.error),
            is_reached=worst.error < worst.last_error,
        )
