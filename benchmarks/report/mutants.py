"""What RESULTS.md says of mutants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchmarks.report.markdown import format_table
from benchmarks.suites.mutants import Outcome, Trial


def format_mutants(trials: Sequence[Trial]) -> list[str]:
    """How many were noticed, which were not and why, and the whole list."""
    return [
        "## Mutants",
        _MUTANTS,
        _count_outcomes(trials),
        "## Mutants: those that no test notices",
        _list_survivors(trials),
        "## Mutants: all",
        format_table(("change", "file", "outcome", "first test that fails"), map(_describe_trial, trials)),
    ]


_MUTANTS = """\
Each is one small change to the code in a copy of the checkout, in which the tests of its subject are run; these pass
without it. *Noticed*: one of them fails. The tests are named with the change, before it is tried."""


def _stage(trial: Trial) -> str:
    package, stage, *_ = trial.mutant.file.split("/")
    return stage if package == "nyaastats" else package


def _count_outcomes(trials: Sequence[Trial]) -> str:
    all_counts = Counter(map(_stage, trials))
    survivors = Counter(_stage(trial) for trial in trials if not trial.outcome.is_noticed)
    rows = [(stage, str(count), str(count - survivors[stage])) for stage, count in all_counts.items()]
    return format_table(
        ("", "mutants", "noticed"), [*rows, ("all", str(len(trials)), str(len(trials) - survivors.total()))]
    )


def _list_survivors(trials: Sequence[Trial]) -> str:
    rows = [
        (trial.mutant.name, f"`{trial.mutant.file}`", _explain_survivor(trial))
        for trial in trials
        if not trial.outcome.is_noticed
    ]
    return format_table(("change", "file", "why"), rows) if rows else "None."


def _explain_survivor(trial: Trial) -> str:
    if trial.outcome is Outcome.BROKEN:
        return "**its tests cannot be run: change it**"
    return trial.mutant.accepted or "**no reason is known: write the test**"


def _describe_trial(trial: Trial) -> tuple[str, str, str, str]:
    test = trial.test.replace("|", "\\|")
    return trial.mutant.name, f"`{trial.mutant.file}`", trial.outcome.value, f"`{test}`" if test else ""
