"""The questions of a review: titles without a show, those in doubt, and those that a person has answered.

A question is about all releases that one decision settles: those of a title that state the same season.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from nyaastats.domain.matches import UNSTATED, ExclusionReason, MeasuredTorrent, Override, StatedSeason, Thresholds
from nyaastats.domain.shows import AniListId
from nyaastats.identify.explanation import Explanation, explain
from nyaastats.identify.matcher import MatchContext
from nyaastats.identify.overrides import Overrides, Subject, find_subject
from nyaastats.identify.review_queue import make_download_key, needs_review


class QuestionKind(StrEnum):
    """Why a title is asked about."""

    UNMATCHED = "unmatched"
    """Some of its releases have no show."""
    LOW_CONFIDENCE = "low_confidence"
    """All have one, which is in doubt."""
    ANSWERED = "answered"
    """A person has decided."""


@dataclass(frozen=True, slots=True)
class Question:
    """A title to be decided, and the torrents that the answer is about."""

    torrents: tuple[MeasuredTorrent, ...]
    """At least one, the most downloaded first."""
    answer: Override | None = None
    """What a person has decided."""

    @property
    def example(self) -> MeasuredTorrent:
        """The most downloaded torrent, which stands for the others."""
        return self.torrents[0]

    @property
    def key(self) -> str:
        """What tells it from the other questions of a review: the season that the names state, and the title."""
        title, season = find_subject(self.example.release) or ("", UNSTATED)
        return f"{season} {title}"

    @property
    def kind(self) -> QuestionKind:
        """Why it is asked."""
        if self.answer:
            return QuestionKind.ANSWERED
        return QuestionKind.UNMATCHED if self.unmatched_downloads is not None else QuestionKind.LOW_CONFIDENCE

    @property
    def title(self) -> str:
        """As its most downloaded name has it."""
        return self.example.release.titles[0]

    @property
    def season(self) -> StatedSeason:
        """The season that its names state."""
        season = self.example.release.season
        return UNSTATED if season is None else season

    @property
    def downloads(self) -> int:
        """Of all its torrents."""
        return sum(torrent.downloads for torrent in self.torrents)

    @property
    def unmatched_downloads(self) -> int | None:
        """Of its torrents without a show; None when it has no such torrent."""
        downloads = [torrent.downloads for torrent in self.torrents if torrent.exclusion is ExclusionReason.UNMATCHED]
        return sum(downloads) if downloads else None

    def explain(self, context: MatchContext) -> Explanation:
        """The evidence for and against each show, for its most downloaded torrent."""
        return explain(self.example, context)

    def is_settled_by(self, decisions: Iterable[Override]) -> bool:
        """Whether one of `decisions` applies to it."""
        return Overrides(decisions).find(self.example.release) is not None

    def make_override(self, show: AniListId | None, why: str) -> Override:
        """The decision that it is `show`, or no show; it applies only to the season that its names state."""
        return Override(self.title, show, why, self.season)


def build_questions(
    torrents: Iterable[MeasuredTorrent], decisions: Iterable[Override], thresholds: Thresholds
) -> list[Question]:
    """The questions that `decisions` do not answer yet, the most downloaded first."""
    overrides = Overrides(decisions)
    open_torrents = (
        torrent for torrent in torrents if needs_review(torrent, thresholds) and overrides.find(torrent.release) is None
    )
    return _sort_questions(Question(_sort_torrents(group)) for group in _group_by_subject(open_torrents).values())


def build_answered(torrents: Iterable[MeasuredTorrent], decisions: Iterable[Override]) -> list[Question]:
    """The titles that `decisions` are about, the most downloaded first; none for a decision without torrents."""
    overrides = Overrides(decisions)
    answered = (torrent for torrent in torrents if overrides.find(torrent.release))
    groups = map(_sort_torrents, _group_by_subject(answered).values())
    return _sort_questions(Question(group, overrides.find(group[0].release)) for group in groups)


def _group_by_subject(torrents: Iterable[MeasuredTorrent]) -> dict[Subject, list[MeasuredTorrent]]:
    """Without the torrents of no title: there is nothing that an override could name."""
    groups: defaultdict[Subject, list[MeasuredTorrent]] = defaultdict(list)
    for torrent in torrents:
        if subject := find_subject(torrent.release):
            groups[subject].append(torrent)
    return groups


def _sort_torrents(torrents: Iterable[MeasuredTorrent]) -> tuple[MeasuredTorrent, ...]:
    return tuple(sorted(torrents, key=make_download_key, reverse=True))


def _sort_questions(questions: Iterable[Question]) -> list[Question]:
    return sorted(questions, key=lambda question: (-question.downloads, question.title, str(question.season)))
