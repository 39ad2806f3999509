"""From a database to the questions about it, and from question to question until a person has enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nyaastats.domain.calendar import Season
from nyaastats.domain.matches import MeasuredTorrent, Override, Thresholds
from nyaastats.domain.shows import AniListId, Show
from nyaastats.identify.exclusions import classify
from nyaastats.identify.explanation import Explained
from nyaastats.identify.matcher import Matcher
from nyaastats.pipeline.etl import Step
from nyaastats.review.overrides_file import Notebook
from nyaastats.review.prompt import Turn
from nyaastats.review.queue import Question, questions
from nyaastats.store.reader import read_downloads, read_torrents


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's answer with its reason."""

    show: AniListId | None
    """None: no show."""
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question when its turn comes."""

    number: int
    of: int
    question: Question
    explained: Explained
    """What spoke for and against each show, for its most downloaded torrent."""


Ask = Callable[[Asked], Decided | Turn]


@dataclass(frozen=True, slots=True)
class Session:
    """The questions, and where the decisions go."""

    matcher: Matcher
    questions: Sequence[Question]
    notebook: Notebook
    made: list[Override] = field(default_factory=list)
    """What was decided in this session."""

    def walk(self, ask: Ask) -> None:
        """Ask one after the other; each decision is kept before the next question. What one settles is not asked."""
        for number, question in enumerate(self.questions, start=1):
            if question.is_settled_by(self.made):
                continue
            answer = ask(Asked(number, len(self.questions), question, question.explained(self.matcher)))
            if answer is Turn.QUIT:
                return
            if isinstance(answer, Decided):
                self._keep(question.decided(answer.show, answer.why))

    def _keep(self, decision: Override) -> None:
        show = decision.anilist_id
        title = self.matcher.show(show).title if show is not None and show in self.matcher else ""
        self.notebook.add(decision, title)
        self.made.append(decision)


STEPS = 3
"""How many steps `begin` tells of."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be reviewed, and by which rules."""

    database: Path
    season: Season
    thresholds: Thresholds
    shipped: Sequence[Override]
    """The decisions that come with the program; the person's own win over them."""
    notebook: Notebook


def begin(task: Task, catalogue: Callable[[], Sequence[Show]], step: Step) -> Session:
    """Identify all torrents and find the questions; raise a NyaastatsError where there is nothing to be read."""
    decisions = [*task.shipped, *task.notebook.decisions()]
    with step("reading the torrents"):
        torrents = read_torrents(task.database).torrents
        downloads = read_downloads(task.database)
    with step("asking for the shows"):
        shows = catalogue()
    with step("telling shows and episodes"):
        matcher = Matcher(shows, decisions, task.thresholds)
        classified = classify(matcher.identify(torrents), shows, task.season)
        measured = [MeasuredTorrent(torrent, downloads.get(torrent.torrent.infohash, 0)) for torrent in classified]
    return Session(matcher, questions(measured, decisions, task.thresholds), task.notebook)
