"""Answers as cases: what is exported is what was decided, and the readers of cases take it as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.matches import Override
from nyaastats.domain.shows import AniListId
from nyaastats.errors import InputError, OutputError
from nyaastats.identify.evaluation import NameOutcome, evaluate, parse_names
from nyaastats.review.export import export_answers
from nyaastats.review.session import Decision, Session
from testkit.command_line import SNAPSHOT
from testkit.golden import read_cases
from testkit.review_cases import DOUBTFUL

OpenSession = Callable[..., Session]
BETA_HUNTER = AniListId(102)


@pytest.fixture
def session(open_session: OpenSession) -> Session:
    session = open_session()
    [new_name] = [question for question in session.questions if question.title == "Vanished S2"]
    [play] = [question for question in session.questions if question.title == "Vanished"]
    session.settle([new_name], Decision(BETA_HUNTER, 'its "new" name'))
    session.settle([play], Decision(None, "a stage play"))
    return session


def test_labelled_names_are_what_evaluate_reads(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    assert export_answers(session, path) == 4
    names = parse_names(path.read_text(encoding="utf-8").splitlines())
    assert {name.name: (name.anilist_id, name.episode) for name in names} == dict(
        zip(DOUBTFUL, [(102, "1"), (102, "2"), (None, "-"), (None, "-")], strict=True)
    )
    shows = read_snapshots([SNAPSHOT]).shows
    by_itself = evaluate(names, shows)
    assert [judgement.outcome for judgement in by_itself].count(NameOutcome.MISSED) == 2
    with_decisions = evaluate(names, shows, session.own)
    assert {judgement.outcome for judgement in with_decisions} == {NameOutcome.RIGHT, NameOutcome.EXCLUDED}


def test_golden_cases_are_what_the_golden_tests_read(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "cases.toml"
    export_answers(session, path)
    cases = read_cases(tomllib.loads(path.read_text(encoding="utf-8")))
    answers = {case.torrent.name: (case.show, case.episode, case.why) for case in cases.matches}
    new, play = 'its "new" name', "a stage play"
    assert answers == dict(
        zip(
            DOUBTFUL,
            [("anilist-102", 1, new), ("anilist-102", 2, new), (None, None, play), (None, None, play)],
            strict=True,
        )
    )
    snapshot = {show.id: show for show in read_snapshots([SNAPSHOT]).shows}
    exported, original = cases.shows["anilist-102"], snapshot[BETA_HUNTER]
    assert (exported.romaji, exported.english, exported.episodes) == (
        original.romaji,
        original.english,
        original.episodes,
    )
    assert exported.synonyms == original.synonyms
    assert [airing.episode for airing in exported.airings] == [airing.episode for airing in original.airings]
    for airing, true in zip(exported.airings, original.airings, strict=True):
        assert abs((airing.at - true.at).days) <= 3


def test_an_answer_that_names_no_episode_of_its_show_is_no_case(open_session: OpenSession, tmp_path: Path) -> None:
    session = open_session()
    session.settle(session.questions[:1], Decision(AniListId(999_999), "not of this season"))
    assert export_answers(session, tmp_path / "names.tsv") == 0
    assert session.own == [Override(session.own[0].title, AniListId(999_999), "not of this season", 2)]


def test_another_suffix_or_place_is_an_error(session: Session, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"neither \.toml"):
        export_answers(session, tmp_path / "cases.json")
    with pytest.raises(OutputError, match="cannot be written"):
        export_answers(session, tmp_path / "gone" / "cases.toml")
