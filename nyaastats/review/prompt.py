"""What a person typed, read as an answer.

1 to 5            the show of that number in the list
21, #3, id 3      the show of that AniList id; with a mark where the number alone would mean the list
none              no show, whatever the title is like
skip, Enter       not now
quit              enough
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from nyaastats.domain.shows import AniListId
from nyaastats.errors import InputError
from nyaastats.identify.explanation import MOST_SHOWS


class Turn(Enum):
    """What an answer is that decides nothing."""

    SKIP = "skip"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Choice:
    """A show, or none."""

    show: AniListId | None


Answer = Choice | Turn

_WORDS: dict[str, Answer] = {
    "": Turn.SKIP,
    "s": Turn.SKIP,
    "skip": Turn.SKIP,
    "q": Turn.QUIT,
    "quit": Turn.QUIT,
    "n": Choice(None),
    "none": Choice(None),
}
_NUMBER = re.compile(r"(?P<mark>#|id\s*)?0*(?P<number>[1-9][0-9]{0,8})", re.ASCII)


def parse_answer(text: str, shows: Sequence[AniListId]) -> Answer:
    """The answer that `text` is, where `shows` were listed; raise InputError that says what can be meant."""
    words = text.strip().casefold()
    if words in _WORDS:
        return _WORDS[words]
    found = _NUMBER.fullmatch(words)
    if found is None:
        raise InputError(f"{text!r} is neither a number nor none, skip or quit")
    number = int(found["number"])
    if found["mark"] or number > MOST_SHOWS:
        return Choice(AniListId(number))
    if number > len(shows):
        raise InputError(f"the list ends with {len(shows)}; #{number} is AniList's id {number}")
    return Choice(shows[number - 1])
