"""Text of strangers, titles and names, as it may stand in a sentence: nothing in it acts on the words around it."""

from __future__ import annotations

import re

# Control characters (category Cc) but for tab and line feed, and what embeds, overrides or isolates a direction until a
# partner ends it (Unicode Standard Annex 9, 2): without the partner it turns all that stands behind. Letters that are
# written from the right, their marks U+200E and U+200F, and the joiners of emoji are left.
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def replace_controls(text: str) -> str:
    """The text with U+FFFD in place of control characters and of those that turn the direction of what follows."""
    return _ACTING.sub("\N{REPLACEMENT CHARACTER}", text)


MAX_QUOTED = 200
"""Characters of foreign text within a message, which is to stay one line that is read."""


def shorten_text(text: str, max_length: int = MAX_QUOTED) -> str:
    """The text without control characters, and with an ellipsis where it is cut."""
    shown = replace_controls(text)
    return shown if len(shown) <= max_length else f"{shown[:max_length]}…"
