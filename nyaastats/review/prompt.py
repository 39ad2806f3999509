"""The answers that a person may type.

1 to 5            the show of that number in the list
21, #3, id 3      the show of that AniList id; with a mark where the number alone means the list
none              no show, whatever the title is like
skip, Enter       not now; only in a review
unsure            nobody can tell; only in an audit
quit              end the review or the audit
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from nyaastats.domain.shows import AniListId
from nyaastats.errors import InputError
from nyaastats.identify.explanation import MAX_SHOWS


class Control(Enum):
    """An answer without a decision."""

    SKIP = "skip"
    UNSURE = "unsure"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision: a show, or none."""

    show: AniListId | None


Answer = Choice | Control

_QUIT_WORDS: Mapping[str, Literal[Control.QUIT]] = {"q": Control.QUIT, "quit": Control.QUIT}
_UNSURE_WORDS: Mapping[str, Literal[Control.UNSURE]] = {"u": Control.UNSURE, "unsure": Control.UNSURE}
_NO_SHOW_WORDS: Mapping[str, Choice] = {"n": Choice(None), "none": Choice(None)}
_REVIEW_WORDS: Mapping[str, Answer] = {
    "": Control.SKIP,
    "s": Control.SKIP,
    "skip": Control.SKIP,
    **_QUIT_WORDS,
    **_NO_SHOW_WORDS,
}
# Without skip: a sample of which the hard ones are left out says nothing of the whole.
_AUDIT_WORDS: Mapping[str, Answer] = {**_UNSURE_WORDS, **_QUIT_WORDS, **_NO_SHOW_WORDS}
_EPISODE_WORDS: Mapping[str, bool | Control] = {
    "y": True,
    "yes": True,
    "n": False,
    "no": False,
    **_UNSURE_WORDS,
    **_QUIT_WORDS,
}
_NUMBER = re.compile(r"(?P<mark>#|id\s*)?0*(?P<number>[1-9][0-9]{0,8})", re.ASCII)


def parse_answer(text: str, shows: Sequence[AniListId]) -> Answer:
    """Read an answer to a question that listed `shows`; raise InputError, with what can be typed, for anything else."""
    return _parse(text, shows, _REVIEW_WORDS, "none, skip or quit")


def parse_audit_answer(text: str, shows: Sequence[AniListId]) -> Answer:
    """Read which show a person takes a name for, likewise; never SKIP."""
    return _parse(text, shows, _AUDIT_WORDS, "none, unsure or quit")


def parse_episode_answer(text: str) -> bool | Control:
    """Read whether an episode is right, UNSURE or QUIT; raise InputError for anything else."""
    words = text.strip().casefold()
    if words not in _EPISODE_WORDS:
        raise InputError(f"{text!r} is neither y nor n, unsure or quit")
    return _EPISODE_WORDS[words]


def _parse(text: str, shows: Sequence[AniListId], words: Mapping[str, Answer], listed_words: str) -> Answer:
    answer = text.strip().casefold()
    if answer in words:
        return words[answer]
    match = _NUMBER.fullmatch(answer)
    if match is None:
        raise InputError(f"{text!r} is neither a number nor {listed_words}")
    number = int(match["number"])
    # A larger number than the list can have is an AniList id: an id below 6 is typed with a mark.
    if match["mark"] or number > MAX_SHOWS:
        return Choice(AniListId(number))
    if number > len(shows):
        raise InputError(f"the list ends with {len(shows)}; #{number} is AniList's id {number}")
    return Choice(shows[number - 1])
