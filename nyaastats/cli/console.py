"""How text is written to a terminal, a pipe or a log: the console, names from outside, numbers."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

_PIPE_WIDTH = 1_000
"""Columns of a pipe or a file, where no line needs to be broken."""


def make_console(*, stderr: bool = False) -> Console:
    """A terminal's own width; elsewhere wide enough that no line is broken."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=_PIPE_WIDTH)


def printable(text: str) -> str:
    """A title or name without control characters: an escape sequence in it would be an order to the terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def shown(text: str) -> str:
    """The same for where rich's markup is read: `[bold]` in the text is printed as it stands."""
    return escape(printable(text))


def count(number: int) -> str:
    """`12,345`."""
    return f"{number:,}"


def counted(number: int, singular: str, plural: str = "") -> str:
    """`1 reset`, `2 resets`; `plural` where an s is not enough."""
    return f"{count(number)} {singular if number == 1 else plural or singular + 's'}"


def percent(part: float | None) -> str:
    """`97.3 %`, or a dash when there was nothing to take a part of."""
    return "–" if part is None else f"{100 * part:.1f} %"
