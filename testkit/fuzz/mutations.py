"""Changes of an input by chance: of its bytes, of its pieces of text, or of the parts of a JSON document."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

Mutation = Callable[[bytes, Random], bytes]

MAX_CHANGES = 6
"""Of one input; each after the first comes half as often."""
DEEP = "[" * 3_000 + "]" * 3_000
"""A list within a list, deeper than Python's own recursion allows."""

BYTES = (b"\0", b"\xff", b"\x80", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r\n", b"<", b"]]>", b"%00", b"&#0;", b"e", b":")
NUMBERS = tuple(
    str(number) for number in (0, -1, 2**15, 2**31 - 1, 2**31, 2**32, 2**53 + 1, 2**63 - 1, 2**63, 2**64, -(2**63))
)
TEXTS = (
    "", " ", "\0", "\x1b[31m", "\u202e", "\u2066", "\ufeff", "\u0301", "İ", "ﬁ", "𝟏", "½", "🐈\u200d⬛", "-0", "1e999",
    "NaN", "Infinity", "null", "true", "9" * 400, "A" * 5_000, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    "2025-10-06T00:00:00+23:59", "<script>alert(1)</script>", "'\"--", "../../etc/passwd", "{{x}}", "%s%n",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 0.5, -0.0, 1e308, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**400, *TEXTS,
    [], {}, [None], {"": 0},
)  # fmt: skip


def repeat_changes(text: Any, change: Callable[[Any, Random], Any], chance: Random) -> Any:
    """Change it once, and again as often as a coin says, at most `MAX_CHANGES` times."""
    for number in range(MAX_CHANGES):
        if number and chance.random() < 0.5:
            break
        text = change(text, chance)
    return text


# --- bytes ------------------------------------------------------------------------------------------------------------


def mutate_bytes(data: bytes, chance: Random) -> bytes:
    """Flip a bit, cut, repeat or put in bytes, or write another number, once or a few times."""
    return bytes(repeat_changes(data, _change_bytes, chance))


def _change_bytes(data: bytes, chance: Random) -> bytes:
    start, end = _choose_slice(len(data), chance)
    match chance.randrange(6):
        case 0 if data:
            place = chance.randrange(len(data))
            return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]
        case 3:
            return data[:start] + chance.choice(BYTES) + data[start:]
        case 4:
            return data[:start]
    return _change_number(data, chance)


def _choose_slice(length: int, chance: Random) -> tuple[int, int]:
    """Short ones mostly."""
    start = chance.randint(0, length)
    return start, min(length, start + chance.choice((1, 2, 8, 64, length)))


def _change_number(data: bytes, chance: Random) -> bytes:
    numbers = list(re.finditer(rb"\d+", data))
    if not numbers:
        return data
    place = chance.choice(numbers)
    return data[: place.start()] + chance.choice(NUMBERS).encode() + data[place.end() :]


# --- pieces of text ---------------------------------------------------------------------------------------------------


def mutate_pieces(pattern: str, words: Sequence[str]) -> Mutation:
    """A mutation of the pieces that `pattern` finds in UTF-8 text: left out, doubled, moved, or one of `words`."""
    find = re.compile(pattern, re.DOTALL).findall

    def change(pieces: list[str], chance: Random) -> list[str]:
        place = chance.randrange(len(pieces)) if pieces else 0
        match chance.randrange(5):
            case 0:
                return pieces[:place] + pieces[place + 1 :]
            case 1:
                return pieces[:place] + pieces[place : place + 1] * chance.choice((2, 3, 40)) + pieces[place + 1 :]
            case 2 if pieces:
                return [*pieces[:place], *pieces[place + 1 :], pieces[place]]
            case 3:
                return [*pieces[:place], chance.choice(TEXTS), *pieces[place:]]
        return [*pieces[:place], chance.choice(words), *pieces[place + chance.randrange(2) :]]

    def mutate(data: bytes, chance: Random) -> bytes:
        pieces = repeat_changes(find(data.decode(errors="replace")), change, chance)
        return "".join(pieces).encode(errors="replace")

    return mutate


# --- JSON documents ---------------------------------------------------------------------------------------------------


def mutate_document(data: bytes, chance: Random) -> bytes:
    """Change parts of a JSON document: another value, left out, doubled, or packed into a list."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return mutate_bytes(data, chance)
    text = json.dumps(repeat_changes(document, change_document, chance))
    return (text.replace("null", DEEP, 1) if chance.random() < 0.01 else text).encode()


def change_document(document: Any, chance: Random) -> Any:
    """The document with one part changed; the part is as likely at the top as at each level below."""
    if not isinstance(document, dict | list) or not document or chance.random() < 0.05:
        return _change_value(document, chance)
    if isinstance(document, list):
        place = chance.randrange(len(document))
        return [*document[:place], *_change_item(document[place], chance), *document[place + 1 :]]
    key = chance.choice(list(document))
    kept = {name: value for name, value in document.items() if name != key}
    changed = _change_item(document[key], chance)
    return kept | ({key: changed[0]} if changed else {})


def _change_item(value: Any, chance: Random) -> list[Any]:
    """What stands in its place: nothing, the value twice, or the value changed."""
    match chance.randrange(20):
        case 0:
            return []
        case 1:
            return [value, value]
    return [change_document(value, chance)]


def _change_value(value: Any, chance: Random) -> Any:
    match chance.randrange(6):
        case 0:
            return [value]
        case 1:
            return {"id": value}
        case 2 if isinstance(value, int):
            return value + chance.choice((-1, 1, 60, 2**31))
        case 3 if isinstance(value, str):
            return value + chance.choice(TEXTS)
    return chance.choice(VALUES)
