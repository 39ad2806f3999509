"""What our messages say of text that others wrote: what kind it is, and not what it says.

A page in place of an answer may hold anything: somebody's address, a cookie, a sentence meant for whoever reads logs.
Only reasons that a protocol has a field for are repeated, as one short line.
"""

from __future__ import annotations

import re
from typing import Final

from nyaastats.domain.text import MAX_QUOTED

_BEGINNING: Final = 1000
_KINDS: Final = {
    "an HTML page": re.compile(rb"<(!doctype\s+html|html)\b", re.IGNORECASE),
    "markup": re.compile(rb"^\s*<"),
    "JSON, it seems": re.compile(rb"^\s*[\[{]"),
    "text": re.compile(rb"^[^\x00-\x08]*$"),
}
_QUOTED_BYTES = re.compile(r":?\s*\(?(?:bytearray\()?\bb['\"].*")
"""How libraries quote what they have read: `illegal status line: bytearray(b'…')`."""


def describe_content(content: bytes | str) -> str:
    """What a page is that is not what it should be: `an HTML page of 1,234 bytes`."""
    encoded = content.encode(errors="replace") if isinstance(content, str) else content
    if not encoded:
        return "empty"
    kinds = (kind for kind, pattern in _KINDS.items() if pattern.search(encoded[:_BEGINNING]))
    return f"{next(kinds, 'binary data')} of {len(encoded):,} bytes"


def describe_error(error: BaseException) -> str:
    """What went wrong, on one line without what was read; an error without a text is named by its class."""
    lines = _QUOTED_BYTES.sub("", str(error)).splitlines() or [""]
    return sanitize_reason(lines[0]) or type(error).__name__


def sanitize_reason(reason: bytes | str) -> str:
    """A server's own reason as one short line, without control characters that could upset a terminal or a log."""
    text = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:MAX_QUOTED]
