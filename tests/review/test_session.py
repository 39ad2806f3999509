"""From a database to questions and decisions, with a person who answers by table."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.matches import UNSTATED, Match, Override
from nyaastats.domain.shows import AniListId
from nyaastats.errors import InputError, OverridesChangedError, SettingsError
from nyaastats.identify.matcher import Matcher
from nyaastats.identify.names.parser import parse_name
from nyaastats.review.overrides_file import OverridesFile
from nyaastats.review.prompt import Control
from nyaastats.review.run import STEP_COUNT, open_run
from nyaastats.review.session import Ask, Decision, ReviewItem, Session
from testkit.command_line import SNAPSHOT
from testkit.review_cases import make_config

OpenSession = Callable[..., Session]


def answering(answers: Mapping[str, Decision | Control], lines: list[str]) -> Ask:
    def ask(item: ReviewItem) -> Decision | Control:
        lines.append(
            f"{item.number}/{item.total} {item.question.title} {item.question.season} {item.question.downloads}"
        )
        return answers.get(item.question.title, Control.SKIP)

    return ask


def walked(session: Session, answers: Mapping[str, Decision | Control]) -> list[str]:
    lines: list[str] = []
    session.ask_all(answering(answers, lines))
    return lines


def test_the_questions_of_a_database(open_session: OpenSession) -> None:
    steps: list[str] = []

    def step(text: str) -> AbstractContextManager[object]:
        steps.append(text)
        return nullcontext()

    lines = walked(open_session(step), {})
    assert [line.split(" ", 1)[1] for line in lines] == [
        "Vanished S2 2 950",
        "Vanished none 800",
        "Xyloquartz none 68",
        "Old Name none 10",
    ]
    assert lines[0].startswith("1/4 ")
    assert len(steps) == STEP_COUNT


def test_decisions_are_kept_one_by_one_and_hold_in_the_next_session(open_session: OpenSession) -> None:
    first = open_session()
    answers: dict[str, Decision | Control] = {
        "Vanished S2": Decision(AniListId(102), "its new name"),
        "Xyloquartz": Control.QUIT,
    }
    assert len(walked(first, answers)) == 3
    assert (
        first.decisions == first.overrides_file.read() == [Override("Vanished S2", AniListId(102), "its new name", 2)]
    )
    assert "anilist_id = 102  # Beta Hunter Season 2\n" in first.overrides_file.path.read_text(encoding="utf-8")

    second = open_session()
    assert [line.split(" ", 1)[1] for line in walked(second, {})] == [
        "Vanished none 800",
        "Xyloquartz none 68",
        "Old Name none 10",
    ]


def test_what_a_decision_settles_on_the_way_is_not_asked(open_session: OpenSession) -> None:
    session = open_session()
    lines = walked(session, {"Vanished": Decision(None, "no anime")})
    assert [line.split()[1] for line in lines] == ["Vanished", "Vanished", "Xyloquartz"]  # Old Name | Vanished is one
    assert session.decisions == [Override("Vanished", None, "no anime", UNSTATED)]


def test_decisions_are_obeyed(open_session: OpenSession) -> None:
    session = open_session()
    walked(session, {"Vanished S2": Decision(AniListId(102), "why"), "Vanished": Decision(None, "no anime")})
    context = Matcher(read_snapshots([SNAPSHOT]).shows, session.overrides_file.read()).fit()
    match = context.decide(parse_name("Vanished S2 - 01"), None)
    assert isinstance(match, Match)
    assert (match.show, match.episode) == (102, 1)
    nothing = context.decide(parse_name("Vanished - 01"), None)
    assert not isinstance(nothing, Match)
    assert nothing.why == "an override says that it is no show: no anime"


def test_a_show_outside_the_catalogue_is_kept_without_its_name(open_session: OpenSession) -> None:
    session = open_session()
    walked(session, {"Xyloquartz": Decision(AniListId(9), "next season's")})
    assert "anilist_id = 9\n" in session.overrides_file.path.read_text(encoding="utf-8")


def test_an_overrides_file_that_cannot_be_written_is_an_error_before_the_work(tmp_path: Path) -> None:
    config = make_config(tmp_path / "gone.db", OverridesFile(tmp_path / "gone" / "own.toml"))
    with pytest.raises(SettingsError), open_run(config, lambda _: (), lambda _: nullcontext()):
        pass


def test_the_file_is_watched(open_session: OpenSession) -> None:
    """What an editor does to the file meanwhile is neither lost nor overwritten."""
    session = open_session()
    [question, *_] = session.questions
    path = session.overrides_file.path
    path.write_text("# by hand\n", encoding="utf-8")
    with pytest.raises(OverridesChangedError, match="was changed by another program"):
        session.settle([question], Decision(None, "no anime"))
    with pytest.raises(InputError, match="nothing was decided"):
        session.undo()
    assert path.read_text(encoding="utf-8") == "# by hand\n"
    session.reload()
    session.settle([question], Decision(None, "no anime"))
    path.write_text(path.read_text(encoding="utf-8") + "# once more\n", encoding="utf-8")
    with pytest.raises(OverridesChangedError):
        session.undo()
    assert path.read_text(encoding="utf-8").endswith("# once more\n")


def test_the_terminal_adds_to_what_an_editor_has_written_meanwhile(open_session: OpenSession) -> None:
    session = open_session()
    path = session.overrides_file.path

    def ask(item: ReviewItem) -> Decision | Control:
        if item.number > 1:
            return Control.QUIT
        path.write_text("# by hand\n", encoding="utf-8")
        return Decision(None, "no anime")

    session.ask_all(ask)
    assert path.read_text(encoding="utf-8").startswith("# by hand\n\n[[override]]\n")
    assert session.decisions == session.own == [Override("Vanished S2", None, "no anime", 2)]


def test_what_is_taken_back_is_as_if_it_had_never_been(open_session: OpenSession) -> None:
    session = open_session()
    before = [(question.key, question.kind) for question in session.questions]
    session.settle(session.questions[:2], Decision(AniListId(102), "both"))
    # Old Name | Vanished is one of these, too
    assert [question.answer and question.answer.why for question in session.answered] == ["both"] * 3
    session.settle(session.questions[:1], Decision(None, "another"))
    assert session.undo() == (Override("Xyloquartz", None, "another", UNSTATED),)
    assert len(session.decisions) == 2
    session.undo()
    assert not session.overrides_file.path.exists()
    assert [(question.key, question.kind) for question in session.questions] == before
    assert not session.can_undo
    assert session.decisions == []


def test_an_answer_is_changed_by_deciding_anew(open_session: OpenSession) -> None:
    session = open_session()
    session.settle(session.questions[:1], Decision(None, "no anime"))
    [answered] = session.answered
    session.settle(session.find([answered.key]), Decision(AniListId(102), "it is one"))
    assert [(item.answer and item.answer.anilist_id) for item in session.answered] == [102]


def test_several_titles_are_saved_together_or_not_at_all(
    open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    session.settle(session.questions[:1], Decision(None, "first"))
    saved = session.overrides_file.path.read_bytes()
    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(KeyboardInterrupt):
        session.settle(session.questions, Decision(None, "all the others"))
    assert session.overrides_file.path.read_bytes() == saved


def crash(_: int) -> None:
    raise KeyboardInterrupt
