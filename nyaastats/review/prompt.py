"""The answers that a person may type.

1 to 5            the show of that number in the list
21, #3, id 3      the show of that AniList id; with a mark where the number alone means the list
none              no show, whatever the title is like
skip, Enter       not now
quit              end the review
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from nyaastats.domain.shows import AniListId
from nyaastats.errors import InputError
from nyaastats.identify.explanation import MAX_SHOWS


class Control(Enum):
    """An answer without a decision."""

    SKIP = "skip"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision: a show, or none."""

    show: AniListId | None


Answer = Choice | Control

_WORDS: dict[str, Answer] = {
    "": Control.SKIP,
    "s": Control.SKIP,
    "skip": Control.SKIP,
    "q": Control.QUIT,
    "quit": Control.QUIT,
    "n": Choice(None),
    "none": Choice(None),
}
_NUMBER = re.compile(r"(?P<mark>#|id\s*)?0*(?P<number>[1-9][0-9]{0,8})", re.ASCII)


def parse_answer(text: str, shows: Sequence[AniListId]) -> Answer:
    """Read an answer to a question that listed `shows`; raise InputError, with what can be typed, for anything else."""
    words = text.strip().casefold()
    if words in _WORDS:
        return _WORDS[words]
    match = _NUMBER.fullmatch(words)
    if match is None:
        raise InputError(f"{text!r} is neither a number nor none, skip or quit")
    number = int(match["number"])
    # A larger number than the list can have is an AniList id: an id below 6 is typed with a mark.
    if match["mark"] or number > MAX_SHOWS:
        return Choice(AniListId(number))
    if number > len(shows):
        raise InputError(f"the list ends with {len(shows)}; #{number} is AniList's id {number}")
    return Choice(shows[number - 1])
