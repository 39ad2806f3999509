"""A review session, whatever its face: the questions, the decisions, their preview, and how they are taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from nyaastats.domain.matches import MeasuredTorrent, Override
from nyaastats.domain.measures import ChartMeasures
from nyaastats.domain.shows import AniListId
from nyaastats.errors import InputError, OverridesChangedError
from nyaastats.identify.explanation import Explanation
from nyaastats.review.agreement import Agreement, judge_matcher
from nyaastats.review.effect import Effect, compare
from nyaastats.review.overrides_file import OverridesFile
from nyaastats.review.prompt import Control
from nyaastats.review.queue import Question, build_answered, build_questions
from nyaastats.review.run import ReviewRun


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
class _Save:
    """One write of the overrides file."""

    before: str | None
    """The file's text; None: there was no file."""
    decisions: tuple[Override, ...]


@dataclass(slots=True)
class Session:
    """The questions, and where the decisions go. For one thread at a time."""

    run: ReviewRun
    text: str | None
    """Of the overrides file, as it was last read or written here; None: there is no file."""
    own: list[Override] = field(init=False)
    """What the file says."""
    torrents: list[MeasuredTorrent] = field(init=False)
    """All torrents, with what they count for now."""
    questions: list[Question] = field(init=False)
    """What is not answered yet, the most downloaded first."""
    answered: list[Question] = field(init=False)
    """The titles that a person has decided, now or earlier."""
    decisions: list[Override] = field(default_factory=list)
    """What was decided in this session, and not taken back."""
    _saves: list[_Save] = field(default_factory=list)
    """The writes that can be taken back, the last one last."""
    _chart: ChartMeasures | None = None
    """The chart by what the file says; measured when it is asked for."""

    def __post_init__(self) -> None:
        self._apply(self.text)

    @property
    def overrides_file(self) -> OverridesFile:
        """Where the decisions go."""
        return self.run.config.overrides_file

    @property
    def can_undo(self) -> bool:
        """Whether there is an answer to take back."""
        return bool(self._saves)

    def ask_all(self, ask: Ask) -> None:
        """Ask one question after the other, but none that an earlier decision settles; stop when the person quits.

        Each decision is on the disk before the next question is asked.
        """
        questions = tuple(self.questions)
        for number, question in enumerate(questions, start=1):
            # `Old Name | New Name` is settled by an earlier decision about `New Name`.
            if question.is_settled_by(self.own):
                continue
            answer = ask(ReviewItem(number, len(questions), question, question.explain(self.run.context)))
            if answer is Control.QUIT:
                return
            if isinstance(answer, Decision):
                self._settle_on_top(question, answer)

    def find(self, keys: Iterable[str]) -> list[Question]:
        """The questions of these keys; raise InputError for one that is not there, or not any more."""
        questions = {question.key: question for question in (*self.questions, *self.answered)}
        wanted = list(keys)
        if missing := [key for key in wanted if key not in questions]:
            raise InputError(f"no title {missing[0]!r} is open or answered: reload the page")
        return [questions[key] for key in wanted]

    def settle(self, questions: Sequence[Question], decision: Decision) -> None:
        """Save one answer to all of `questions`; when this returns it is on the disk, for all of them.

        Raises OverridesChangedError, and writes nothing, when the file is not as this session left it.
        """
        self._require_unchanged()
        before, overrides = self.text, _make_overrides(questions, decision)
        titles = {} if decision.show is None else {decision.show: self.run.get_title(decision.show)}
        self._apply(self.overrides_file.append(*overrides, titles=titles))
        self._saves.append(_Save(before, tuple(overrides)))
        self.decisions.extend(overrides)

    def undo(self) -> tuple[Override, ...]:
        """Take back the last answer of this session, and return it; raise InputError when there is none.

        Raises OverridesChangedError, and writes nothing, when the file is not as this session left it.
        """
        if not self._saves:
            raise InputError("nothing was decided in this session: older decisions are changed by deciding anew")
        self._require_unchanged()
        save = self._saves.pop()
        self.overrides_file.restore(save.before)
        self._apply(save.before)
        del self.decisions[-len(save.decisions) :]
        return save.decisions

    def reload(self) -> None:
        """Read the file again; what was decided in this session can no longer be taken back."""
        self._saves.clear()
        self._apply(self.overrides_file.read_text())

    def preview(self, questions: Sequence[Question], show: AniListId | None) -> Effect:
        """What would change if `questions` were `show`, or no show: measured as the ETL does, and not written."""
        if self._chart is None:
            self._chart = self.run.measure(self.torrents)
        torrents = self.run.classify([*self.own, *_make_overrides(questions, Decision(show, "a preview"))])
        return compare(self.torrents, self._chart, torrents, self.run.measure(torrents))

    def judge_matcher(self) -> Agreement:
        """How often the matcher, left to itself, comes to what the person decided."""
        return judge_matcher(self.answered, self.run.results)

    def _settle_on_top(self, question: Question, decision: Decision) -> None:
        """Save an answer, also to a file that an editor has changed meanwhile: what was added there stays."""
        try:
            self.settle([question], decision)
        except OverridesChangedError:
            self.reload()
            self.settle([question], decision)

    def _require_unchanged(self) -> None:
        if self.overrides_file.read_text() != self.text:
            raise OverridesChangedError(
                f"{str(self.overrides_file.path)!r} was changed by another program: nothing is written; "
                "read it again, then decide"
            )

    def _apply(self, text: str | None) -> None:
        """Take over what the file says."""
        self.own, self.text, self._chart = self.overrides_file.parse(text), text, None
        self.torrents = self.run.classify(self.own)
        config = self.run.config
        self.questions = build_questions(self.torrents, [*config.shipped, *self.own], config.thresholds)
        self.answered = build_answered(self.torrents, self.own)


def _make_overrides(questions: Iterable[Question], decision: Decision) -> list[Override]:
    return [question.make_override(decision.show, decision.why) for question in questions]


def start_session(run: ReviewRun) -> Session:
    """A session on a run; raise SettingsError if the overrides file can be neither read nor written."""
    return Session(run, run.config.overrides_file.read_text())
