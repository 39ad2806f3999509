"""How things are written to a terminal, a pipe or a log: the console, names that may be hostile, numbers."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

_UNBROKEN = 1_000
"""Columns of a pipe or a file, where no line needs to be broken."""


def make_console(*, stderr: bool = False) -> Console:
    """A terminal's own width; elsewhere wide enough that no line is broken."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=_UNBROKEN)


def printable(text: str) -> str:
    """A title or name without the orders to the terminal that it may hold."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def shown(text: str) -> str:
    """The same where rich's markup is read: what looks like it in the text does nothing."""
    return escape(printable(text))


def count(number: int) -> str:
    """`12,345`."""
    return f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 reset`, `2 resets`; `many` where an s does not do."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def percent(part: float | None) -> str:
    """`97.3 %`, or a dash when there was nothing to take a part of."""
    return "–" if part is None else f"{100 * part:.1f} %"
