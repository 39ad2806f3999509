"""How numbers, days and titles are written in sentences: `12,345`, `2.5%`, `12–18 January 2026`, `A, B and C`.

The website writes its own numbers in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from nyaastats.domain.calendar import Week

MAX_TITLES = 3
"""So many titles are named; of more only how many there are."""

MIN_COMPARED = 50
"""Of fewer downloads no percentage is written: a handful more would double them."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def pluralize(number: int, noun: str) -> str:
    """`1 rank`, `2 ranks`, `1,000 downloads`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def format_ordinal(number: int) -> str:
    """`1st`, `2nd`, `11th`."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def format_basis_points(value: int) -> str:
    """Hundredths of a percent as `2.5%` or `86%`, rounded down."""
    whole, tenth = divmod(value // 10, 10)
    return f"{whole:,}{f'.{tenth}' if tenth else ''}%" if whole or tenth else "less than 0.1%"


def format_day(day: date) -> str:
    """`4 October 2025`; not by `strftime`, whose months are those of the machine's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_days(first: date, last: date) -> str:
    """`12–18 January 2026`, `29 September – 5 October 2025`: what both share is written once."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_day(last)}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {_MONTHS[first.month - 1]}{year} – {format_day(last)}"


def format_week(week: Week) -> str:
    """The seven days of a week."""
    return format_days(week.start, week.end - timedelta(days=1))


def join_titles(titles: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`, `A, B, C and 5 more`."""
    named, more = list(titles[:MAX_TITLES]), len(titles) - MAX_TITLES
    last = f"{more:,} more" if more > 0 else named.pop()
    return f"{', '.join(named)} and {last}" if named else last


def compute_percent(part: int, whole: int) -> int:
    """A part as a whole percentage, a half rounded up."""
    return (200 * part + whole) // (2 * whole)


def compare_downloads(downloads: int, before: int) -> str | None:
    """`14% more than the week before`; None where a percentage would say nothing."""
    if min(downloads, before) < MIN_COMPARED:
        return None
    percent = compute_percent(abs(downloads - before), before)
    if percent == 0:
        return f"{'' if downloads == before else 'about '}as many as the week before"
    return f"{percent:,}% {'more' if downloads > before else 'fewer'} than the week before"


def end_sentence(text: str) -> str:
    """A sentence with its full stop; a title at its end may bring a mark of its own."""
    return text if text.rstrip("\u2069").endswith((".", "!", "?")) else f"{text}."
