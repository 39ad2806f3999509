"""How text is written to a terminal, a pipe or a log: the console, names that may be hostile, numbers."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from nyaastats.domain.text import remove_isolates

_PIPE_WIDTH = 1_000
"""Columns of a pipe or a file, where rich would otherwise break lines at 80."""


def make_console(*, stderr: bool = False) -> Console:
    """A console with a terminal's own width; elsewhere so wide that no line is broken."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=_PIPE_WIDTH)


def make_printable(text: str) -> str:
    """A title or name with U+FFFD in place of control characters, which a terminal would carry out."""
    # Also bidirectional controls such as U+202E, which would reverse what stands after them.
    letters = remove_isolates(text)
    return "".join(letter if _is_printable(letter) else "\N{REPLACEMENT CHARACTER}" for letter in letters)


# Python calls no space printable but the plain one, nor what joins the parts of an emoji or the letters of a word.
_SPACES = "\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}"
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def _is_printable(letter: str) -> bool:
    return letter.isprintable() or letter in _SPACES + _JOINERS


def escape_markup(text: str) -> str:
    """The same for text that rich prints: `[red]` in a name is printed, not obeyed."""
    return escape(make_printable(text))


def format_count(number: int) -> str:
    """`12,345`."""
    return f"{number:,}"


def pluralize(number: int, singular: str, plural: str = "") -> str:
    """`1 reset`, `2 resets`; `plural` for a word that takes no s."""
    return f"{format_count(number)} {singular if number == 1 else plural or singular + 's'}"


def format_percent(part: float | None) -> str:
    """`97.3 %`, or a dash when the whole was 0."""
    return "–" if part is None else f"{100 * part:.1f} %"
