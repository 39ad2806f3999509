"""What a person is asked, and in which order: titles without a show and doubtful ones, the most downloaded first.

A question is about all releases that one decision would settle: those of a title that state the same season.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nyaastats.domain.matches import (
    UNSTATED,
    MatchResult,
    MeasuredTorrent,
    Override,
    StatedSeason,
    Thresholds,
)
from nyaastats.domain.shows import AniListId
from nyaastats.identify.explanation import Explained, explain
from nyaastats.identify.matcher import Matcher
from nyaastats.identify.overrides import Overrides, Place, subject
from nyaastats.identify.review_queue import download_order, needs_review

_MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A title, and what depends on the answer."""

    examples: tuple[MatchResult, ...]
    """Its most downloaded torrents, the first one first."""
    torrents: int
    downloads: int

    @property
    def title(self) -> str:
        """As its most downloaded name has it."""
        return self.examples[0].release.titles[0]

    @property
    def season(self) -> StatedSeason:
        """The season that its names state."""
        season = self.examples[0].release.season
        return UNSTATED if season is None else season

    def explained(self, matcher: Matcher) -> Explained:
        """What spoke for and against each show, for its most downloaded torrent."""
        return explain(self.examples[0], matcher)

    def is_settled_by(self, decisions: Iterable[Override]) -> bool:
        """Whether one of `decisions` is about it."""
        return Overrides(decisions).of(self.examples[0].release) is not None

    def decided(self, show: AniListId | None, why: str) -> Override:
        """The decision that it is `show`, or no show; about no other season than the one that its names state."""
        return Override(self.title, show, why, self.season)


def questions(told: Iterable[MeasuredTorrent], decisions: Iterable[Override], thresholds: Thresholds) -> list[Question]:
    """All that a person could settle and has not settled yet, the most downloaded first."""
    settled = Overrides(decisions)
    groups: defaultdict[Place, list[MeasuredTorrent]] = defaultdict(list)
    for one in told:
        release = one.release
        is_open = needs_review(one, thresholds)
        if is_open and (place := subject(release)) and settled.of(release) is None:
            groups[place].append(one)
    return sorted(map(_question, groups.values()), key=lambda one: (-one.downloads, one.title, str(one.season)))


def _question(told: Sequence[MeasuredTorrent]) -> Question:
    heaviest = sorted(told, key=download_order, reverse=True)
    examples = tuple(one.classified.result for one in heaviest[:_MOST_EXAMPLES])
    return Question(examples, len(told), sum(one.downloads for one in told))
