"""Text of strangers, titles and names, as it may stand in a sentence: nothing in it acts on the words around it."""

from __future__ import annotations

import re

MAX_QUOTED = 200
"""Characters of foreign text within a message, which is to stay one line that is read."""

# Control characters (category Cc) but for tab and line feed, and what embeds, overrides or isolates a direction until a
# partner ends it (Unicode Standard Annex 9, 2): without the partner it turns all that stands behind. Letters that are
# written from the right, their marks U+200E and U+200F, and the joiners of emoji are left.
_ACTING = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(f"[{_ACTING}]")
# A first strong isolate and its end, in one paragraph: what stands around it cannot tell what is in it (UAX 9, 2.7).
_ISOLATE = f"\u2068[^{_ACTING}\n\u2029]*\u2069"
_ISOLATE_OR_CONTROL = re.compile(f"({_ISOLATE})|[{_ACTING}]")
# The blocks of letters that are written from the right, assigned or not (UAX 9, table of Bidi_Class defaults).
_FROM_RIGHT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")


def replace_controls(text: str) -> str:
    """The text with U+FFFD in place of control characters and of those that turn the direction of what follows."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def has_controls(text: str) -> bool:
    """Whether there is anything in it that `replace_controls` replaces, also where `isolate` has put it."""
    return _CONTROL.search(text) is not None


def replace_loose_controls(sentence: str) -> str:
    """The same for a sentence of ours: what `isolate` has put around a title stays."""
    return _ISOLATE_OR_CONTROL.sub(lambda match: match[1] or "\N{REPLACEMENT CHARACTER}", sentence)


def isolate(title: str) -> str:
    """A title as it may stand in a sentence: one that is written from the right leaves the words around it in order.

    Without U+2068 and U+2069 a sentence that begins with it would begin at the right, and a number behind it would
    stand before it. Every other title is as it was.
    """
    return f"\u2068{replace_controls(title)}\u2069" if _FROM_RIGHT.search(re.sub(_ISOLATE, "", title)) else title


def remove_isolates(sentence: str) -> str:
    """A sentence without what `isolate` has put around titles, for a terminal that would show it."""
    return re.sub(_ISOLATE, lambda match: match[0][1:-1], sentence)


def shorten_text(text: str, max_length: int = MAX_QUOTED) -> str:
    """The text without control characters, and with an ellipsis where it is cut."""
    shown = replace_controls(text)
    return shown if len(shown) <= max_length else f"{shown[:max_length]}…"
