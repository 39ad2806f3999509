"""Whether a text's words can be turned by what is in it, read off as the Unicode Bidirectional Algorithm begins."""

from __future__ import annotations

from unicodedata import bidirectional

ISOLATE, END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
ACTING = f"\u202a\u202b\u202c\u202d\u202e\u2066\u2067{ISOLATE}{END}\x00\x07\x1b\x7f\x85\x9b"
"""What turns a direction until something ends it (Unicode Standard Annex 9, 2), and controls."""
ARABIC_TITLE = "برج بابل 2: 👨\u200d👩\u200d👧!"
"""With a number, joined emoji, and a mark at its end that belongs to no direction."""


def find_loose(text: str) -> list[str]:
    """The letters from the right, and what acts, outside of every isolate; an isolate ends with its paragraph."""
    is_isolated, loose = False, []
    for letter in text:
        if letter in {ISOLATE, END} and is_isolated == (letter == END):
            is_isolated = not is_isolated
        elif letter in ACTING or bidirectional(letter) in ({"B"} if is_isolated else {"R", "AL"}):
            loose.append(letter)
    return [*loose, ISOLATE] if is_isolated else loose
