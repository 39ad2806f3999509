"""Tables and numbers as RESULTS.md writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


def format_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is left-aligned, for words, and the others right-aligned, for numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@dataclass(frozen=True, slots=True)
class Target:
    """One row of a table of targets; `target` and `measured` as text."""

    label: str
    target: str
    measured: str
    is_reached: bool


def format_targets(targets: Iterable[Target]) -> str:
    """Each measurement beside its target, and whether it is reached."""
    rows = [(row.label, row.target, row.measured, "yes" if row.is_reached else "**no**") for row in targets]
    return format_table(("", "target", "measured", "reached"), rows)


def join_sections(sections: Iterable[str]) -> str:
    """A document of the sections, a blank line between them."""
    return "\n\n".join(sections) + "\n"


def format_share(number: float) -> str:
    """A part of 1 as text in per cent, with the sign."""
    return f"{100 * number:.1f} %"


def format_percent(number: float | None) -> str:
    """A part of 1 in per cent for a column that names the unit; a dash for None."""
    return "–" if number is None else f"{100 * number:.2f}"
