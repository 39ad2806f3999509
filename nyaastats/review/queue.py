"""The questions of a review: titles without a show and those in doubt, the most downloaded first.

A question is about all releases that one decision would settle: those of a title that state the same season.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nyaastats.domain.matches import UNSTATED, MatchResult, MeasuredTorrent, Override, StatedSeason, Thresholds
from nyaastats.domain.shows import AniListId
from nyaastats.identify.explanation import Explanation, explain
from nyaastats.identify.matcher import MatchContext
from nyaastats.identify.overrides import Overrides, Subject, find_subject
from nyaastats.identify.review_queue import make_download_key, needs_review

_MAX_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A title to be decided, and how many torrents and downloads the answer decides."""

    examples: tuple[MatchResult, ...]
    """Its most downloaded torrents, the first one first."""
    torrents: int
    """How many the answer settles."""
    downloads: int
    """Of all of them."""

    @property
    def title(self) -> str:
        """As its most downloaded name has it."""
        return self.examples[0].release.titles[0]

    @property
    def season(self) -> StatedSeason:
        """The season that its names state."""
        season = self.examples[0].release.season
        return UNSTATED if season is None else season

    def explain(self, context: MatchContext) -> Explanation:
        """The evidence for and against each show, for its most downloaded torrent."""
        return explain(self.examples[0], context)

    def is_settled_by(self, decisions: Iterable[Override]) -> bool:
        """Whether one of `decisions` applies to it."""
        return Overrides(decisions).find(self.examples[0].release) is not None

    def make_override(self, show: AniListId | None, why: str) -> Override:
        """The decision that it is `show`, or no show; it applies only to the season that its names state."""
        return Override(self.title, show, why, self.season)


def build_questions(
    torrents: Iterable[MeasuredTorrent], decisions: Iterable[Override], thresholds: Thresholds
) -> list[Question]:
    """The questions that `decisions` do not answer yet, the most downloaded first."""
    overrides = Overrides(decisions)
    groups: defaultdict[Subject, list[MeasuredTorrent]] = defaultdict(list)
    for torrent in torrents:
        # Without a title there is nothing that an override could name.
        subject = find_subject(torrent.release)
        if subject and needs_review(torrent, thresholds) and overrides.find(torrent.release) is None:
            groups[subject].append(torrent)
    questions = map(_make_question, groups.values())
    return sorted(questions, key=lambda question: (-question.downloads, question.title, str(question.season)))


def _make_question(torrents: Sequence[MeasuredTorrent]) -> Question:
    by_downloads = sorted(torrents, key=make_download_key, reverse=True)
    examples = tuple(torrent.classified.result for torrent in by_downloads[:_MAX_EXAMPLES])
    return Question(examples, len(torrents), sum(torrent.downloads for torrent in torrents))
