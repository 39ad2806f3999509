"""A review session: matches a database's torrents, then asks question after question until the person quits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nyaastats.domain.calendar import Season
from nyaastats.domain.matches import MeasuredTorrent, Override, Thresholds
from nyaastats.domain.shows import AniListId, Show
from nyaastats.identify.exclusions import classify
from nyaastats.identify.explanation import Explanation
from nyaastats.identify.matcher import MatchContext, Matcher, match_torrents
from nyaastats.pipeline.etl import Progress
from nyaastats.review.overrides_file import OverridesFile
from nyaastats.review.prompt import Control
from nyaastats.review.queue import Question, build_questions
from nyaastats.store.reader import read_max_downloads, read_torrents


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's answer with its reason."""

    show: AniListId | None
    """None: no show."""
    why: str


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A question at the moment it is asked."""

    number: int
    """From 1."""
    total: int
    question: Question
    explanation: Explanation
    """The evidence for and against each show, for its most downloaded torrent."""


Ask = Callable[[ReviewItem], Decision | Control]
"""Asks a person one question."""


@dataclass(frozen=True, slots=True)
class Session:
    """The questions, and where the decisions go."""

    context: MatchContext
    questions: Sequence[Question]
    overrides_file: OverridesFile
    decisions: list[Override] = field(default_factory=list)
    """What was decided in this session."""

    def run(self, ask: Ask) -> None:
        """Ask one question after the other, but none that an earlier decision settles; stop when the person quits.

        Each decision is on the disk before the next question is asked.
        """
        for number, question in enumerate(self.questions, start=1):
            # `Old Name | New Name` is settled by an earlier decision about `New Name`.
            if question.is_settled_by(self.decisions):
                continue
            answer = ask(ReviewItem(number, len(self.questions), question, question.explain(self.context)))
            if answer is Control.QUIT:
                return
            if isinstance(answer, Decision):
                self._save(question.make_override(answer.show, answer.why))

    def _save(self, decision: Override) -> None:
        show = decision.anilist_id
        title = self.context.get_show(show).title if show is not None and show in self.context else ""
        self.overrides_file.append(decision, title)
        self.decisions.append(decision)


STEP_COUNT = 3
"""How many steps `start_session` reports."""


@dataclass(frozen=True, slots=True)
class ReviewConfig:
    """What is to be reviewed, and by which rules."""

    database: Path
    season: Season
    post_airing_weeks: int
    """How long a show counts after its last broadcast."""
    thresholds: Thresholds
    shipped: Sequence[Override]
    """The decisions that come with the program; the person's own win over them."""
    overrides_file: OverridesFile


def start_session(config: ReviewConfig, catalogue: Callable[[], Sequence[Show]], step: Progress) -> Session:
    """Match all torrents and build the questions; raise a NyaastatsError if something cannot be read."""
    decisions = [*config.shipped, *config.overrides_file.read()]  # first: fail at once if it cannot be written
    with step("reading torrents"):
        torrents = read_torrents(config.database).torrents
        downloads = read_max_downloads(config.database)
    with step("fetching shows"):
        shows = catalogue()
    with step("matching torrents"):
        results, context = match_torrents(torrents, Matcher(shows, decisions, config.thresholds))
        classified_torrents = classify(results, shows, config.season, post_airing_weeks=config.post_airing_weeks)
    measured_torrents = [
        MeasuredTorrent(torrent, downloads.get(torrent.torrent.infohash, 0)) for torrent in classified_torrents
    ]
    return Session(context, build_questions(measured_torrents, decisions, config.thresholds), config.overrides_file)
