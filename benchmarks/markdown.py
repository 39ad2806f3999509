"""Tables and numbers as RESULTS.md writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is of words, the others of numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def reached(rows: Iterable[tuple[str, str, str, bool]]) -> str:
    """What was measured beside its target, and whether that is reached."""
    told = [(what, target, found, "yes" if is_reached else "**no**") for what, target, found, is_reached in rows]
    return table(("", "target", "measured", "reached"), told)


def share(number: float) -> str:
    """As per cent."""
    return f"{100 * number:.1f} %"


def percent(number: float | None) -> str:
    """In per cent, where a column says so; a dash for nothing."""
    return "–" if number is None else f"{100 * number:.2f}"
