"""What guessit 4.4 says of a release, asked once for each pattern.

guessit takes about 17 ms a name. Releases of one pattern differ only in their slots, and guessit carries these
through unchanged: it is asked about unmistakable stand-ins, which are then exchanged in its answer.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from nyaastats.collect.guessit_pool import guess_json

__all__ = ["Slots", "Written", "guess_json", "write"]


@dataclass(frozen=True, slots=True)
class Slots:
    """What differs between the releases of one pattern; `height` in pixels."""

    group: str
    number: int
    height: int
    crc: str
    episode_title: str


_STAND_IN = Slots("Hoshineko", 17, 1080, "ABCDEF01", "Quiet Lanterns")


@dataclass(frozen=True, slots=True)
class Written:
    """A torrent's name, and guessit's answer to it as JSON text."""

    name: str
    guess: str


def write(pattern: str, slots: Slots) -> Written:
    """Fill the pattern and answer for guessit."""
    answer, told = _answer(pattern, _STAND_IN.number), slots
    if "{number" not in pattern or _holds_range(answer):
        answer, told = _answer(pattern, slots.number), replace(slots, number=_STAND_IN.number)
    exchanged = {key: _exchanged(value, told) for key, value in answer.items()}
    return Written(pattern.format(**asdict(slots)), json.dumps(exchanged))


def _holds_range(answer: dict[str, Any]) -> bool:
    """Whether guessit took the number for the end of a range, `Season 2 - 08`: then each number has its own answer."""
    return any(isinstance(value, list) and _STAND_IN.number in value for value in answer.values())


@cache
def _answer(pattern: str, number: int) -> dict[str, Any]:
    name = pattern.format(**asdict(replace(_STAND_IN, number=number)))
    answer: dict[str, Any] = json.loads(guess_json(name))
    return answer


def _exchanged(value: Any, slots: Slots) -> Any:
    if isinstance(value, list):
        return [_exchanged(one, slots) for one in value]
    if isinstance(value, str):
        return _exchanged_text(value, slots)
    return slots.number if value == _STAND_IN.number else value


def _exchanged_text(text: str, slots: Slots) -> str:
    return (
        text.replace(f"{_STAND_IN.number}", f"{slots.number:02}")  # first: a CRC may hold these digits
        .replace(_STAND_IN.group, slots.group)
        .replace(f"{_STAND_IN.height}p", f"{slots.height}p")
        .replace(_STAND_IN.crc, slots.crc)
        .replace(_STAND_IN.episode_title, slots.episode_title)
    )
