"""How often the matcher, left to itself, comes to what a person has decided.

The titles of a review are the doubtful ones, so this is no accuracy of all matches; `audit` measures that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nyaastats.domain.matches import MatchResult, Override
from nyaastats.domain.torrents import InfoHash
from nyaastats.review.queue import Question


class MatcherVerdict(StrEnum):
    """What the matcher makes of a title that a person has decided."""

    AGREED = "agreed"
    """The same show; or no show, and the person says so too."""
    MISSED = "missed"
    """No show, where the person names one."""
    WRONG = "wrong"
    """A show, where the person names another one, or none."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The titles that a person has decided, by the verdict on the matcher."""

    agreed: int
    missed: int
    wrong: int

    @property
    def titles(self) -> int:
        """All of them."""
        return self.agreed + self.missed + self.wrong


def judge_matcher(answered: Iterable[Question], results: Iterable[MatchResult]) -> Agreement:
    """Compare each answer with what its most downloaded torrent was matched with, without any decision."""
    by_infohash = {result.torrent.infohash: result for result in results}
    verdicts = Counter(
        _judge(question.answer, _find(question, by_infohash)) for question in answered if question.answer
    )
    return Agreement(*(verdicts[verdict] for verdict in MatcherVerdict))


def _find(question: Question, results: Mapping[InfoHash, MatchResult]) -> MatchResult:
    return results[question.example.torrent.infohash]


def _judge(answer: Override, result: MatchResult) -> MatcherVerdict:
    show = result.match.show if result.match else None
    if show == answer.anilist_id:
        return MatcherVerdict.AGREED
    return MatcherVerdict.MISSED if show is None else MatcherVerdict.WRONG
