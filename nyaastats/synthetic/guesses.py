"""Guessit 4.4's answer for each release, computed once for each pattern.

guessit takes about 17 ms a name. Releases of one pattern differ only in their slots, which guessit passes through
unchanged: it parses the pattern with unmistakable placeholders, which are then replaced in its answer.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from nyaastats.collect.guessit_pool import guess_json

__all__ = ["GuessedName", "Slots", "fill_pattern", "guess_json"]


@dataclass(frozen=True, slots=True)
class Slots:
    """What differs between the releases of one pattern; `height` in pixels."""

    group: str
    number: int
    height: int
    crc: str
    episode_title: str


# A height that guessit knows, and a number that is no other slot's: it must find each where the real value will be.
_PLACEHOLDERS = Slots("Hoshineko", 17, 1080, "ABCDEF01", "Quiet Lanterns")


@dataclass(frozen=True, slots=True)
class GuessedName:
    """A torrent's name, and guessit's answer to it as JSON text."""

    name: str
    guess: str


def fill_pattern(pattern: str, slots: Slots) -> GuessedName:
    """The name of a release, and guessit's answer for it."""
    answer, values = _answer(pattern, _PLACEHOLDERS.number), slots
    if "{number" not in pattern:
        values = _keep_number(slots)
    elif _holds_range(answer):
        answer, values = _answer(pattern, slots.number), _keep_number(slots)
    filled = {key: _fill(value, values) for key, value in answer.items()}
    return GuessedName(pattern.format(**asdict(slots)), json.dumps(filled))


def _keep_number(slots: Slots) -> Slots:
    """For an answer that was made with the true number: nothing that equals the placeholder may be replaced in it."""
    return replace(slots, number=_PLACEHOLDERS.number)


def _holds_range(answer: dict[str, Any]) -> bool:
    """Whether guessit takes the number for the end of a range, as in `Season 2 - 08`: its answer lists the range."""
    return any(isinstance(value, list) and _PLACEHOLDERS.number in value for value in answer.values())


@cache
def _answer(pattern: str, number: int) -> dict[str, Any]:
    name = pattern.format(**asdict(replace(_PLACEHOLDERS, number=number)))
    answer: dict[str, Any] = json.loads(guess_json(name))
    return answer


def _fill(value: Any, slots: Slots) -> Any:
    if isinstance(value, list):
        return [_fill(item, slots) for item in value]
    if isinstance(value, str):
        return _fill_text(value, slots)
    # guessit gives numbers as integers, everything else as text.
    return slots.number if value == _PLACEHOLDERS.number else value


def _fill_text(text: str, slots: Slots) -> str:
    return (
        text.replace(f"{_PLACEHOLDERS.number}", f"{slots.number:02}")  # before the CRC, which may hold these digits
        .replace(_PLACEHOLDERS.group, slots.group)
        .replace(f"{_PLACEHOLDERS.height}p", f"{slots.height}p")
        .replace(_PLACEHOLDERS.crc, slots.crc)
        .replace(_PLACEHOLDERS.episode_title, slots.episode_title)
    )
