"""From a database to questions and decisions, with a person who answers by table."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path

import pytest

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.calendar import Season
from nyaastats.domain.matches import UNSTATED, Match, Override, Thresholds
from nyaastats.domain.shows import AniListId
from nyaastats.errors import SettingsError
from nyaastats.identify.matcher import Matcher
from nyaastats.identify.names.parser import parse_name
from nyaastats.review.overrides_file import OverridesFile
from nyaastats.review.prompt import Control
from nyaastats.review.session import STEP_COUNT, Ask, Decision, ReviewConfig, ReviewItem, Session, start_session
from testkit.command_line import SNAPSHOT, make_database

MORE = {
    "[G] Vanished S2 - 01 (1080p)": 900,
    "[G] Vanished 2nd Season - 02 (1080p)": 50,
    "[G] Vanished - 01 (1080p)": 800,
    "[G] Old Name | Vanished - 03 (1080p)": 10,
}
"""Names, with their downloads; Xyloquartz is among the season's own."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = make_database(tmp_path / "nyaastats.db")
    with closing(sqlite3.connect(path)) as connection:
        for number, (name, downloads) in enumerate(MORE.items()):
            row = (f"{number:040x}".replace("0", "f"), name, "2025-10-07T12:00:00Z")
            connection.execute("INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, ?, ?)", row)
            looks = [(row[0], f"2025-10-0{day}", 1, 1, count) for day, count in ((8, downloads), (9, downloads - 1))]
            connection.executemany("INSERT INTO stats VALUES (?, ?, ?, ?, ?)", looks)
        connection.commit()
    return path


def session_of(database: Path, steps: list[str] | None = None) -> Session:
    own = OverridesFile(database.with_name("own.toml"))
    config = ReviewConfig(database, Season.parse("fall-2025"), 4, Thresholds(), (), own)

    def step(text: str) -> AbstractContextManager[object]:
        if steps is not None:
            steps.append(text)
        return nullcontext()

    return start_session(config, lambda: read_snapshots([SNAPSHOT]).shows, step)


def answering(answers: Mapping[str, Decision | Control], lines: list[str]) -> Ask:
    def ask(item: ReviewItem) -> Decision | Control:
        lines.append(
            f"{item.number}/{item.total} {item.question.title} {item.question.season} {item.question.downloads}"
        )
        return answers.get(item.question.title, Control.SKIP)

    return ask


def walked(session: Session, answers: Mapping[str, Decision | Control]) -> list[str]:
    lines: list[str] = []
    session.run(answering(answers, lines))
    return lines


def test_the_questions_of_a_database(database: Path) -> None:
    steps: list[str] = []
    lines = walked(session_of(database, steps), {})
    assert [line.split(" ", 1)[1] for line in lines] == [
        "Vanished S2 2 950",
        "Vanished none 800",
        "Xyloquartz none 68",
        "Old Name none 10",
    ]
    assert lines[0].startswith("1/4 ")
    assert len(steps) == STEP_COUNT


def test_decisions_are_kept_one_by_one_and_hold_in_the_next_session(database: Path) -> None:
    first = session_of(database)
    answers: dict[str, Decision | Control] = {
        "Vanished S2": Decision(AniListId(102), "its new name"),
        "Xyloquartz": Control.QUIT,
    }
    assert len(walked(first, answers)) == 3
    assert (
        first.decisions == first.overrides_file.read() == [Override("Vanished S2", AniListId(102), "its new name", 2)]
    )
    assert "anilist_id = 102  # Beta Hunter Season 2\n" in first.overrides_file.path.read_text(encoding="utf-8")

    second = session_of(database)
    assert [line.split(" ", 1)[1] for line in walked(second, {})] == [
        "Vanished none 800",
        "Xyloquartz none 68",
        "Old Name none 10",
    ]


def test_what_a_decision_settles_on_the_way_is_not_asked(database: Path) -> None:
    session = session_of(database)
    lines = walked(session, {"Vanished": Decision(None, "no anime")})
    assert [line.split()[1] for line in lines] == ["Vanished", "Vanished", "Xyloquartz"]  # Old Name | Vanished is one
    assert session.decisions == [Override("Vanished", None, "no anime", UNSTATED)]


def test_decisions_are_obeyed(database: Path) -> None:
    session = session_of(database)
    walked(session, {"Vanished S2": Decision(AniListId(102), "why"), "Vanished": Decision(None, "no anime")})
    context = Matcher(read_snapshots([SNAPSHOT]).shows, session.overrides_file.read()).fit()
    match = context.decide(parse_name("Vanished S2 - 01"), None)
    assert isinstance(match, Match)
    assert (match.show, match.episode) == (102, 1)
    nothing = context.decide(parse_name("Vanished - 01"), None)
    assert not isinstance(nothing, Match)
    assert nothing.why == "an override says that it is no show: no anime"


def test_a_show_outside_the_catalogue_is_kept_without_its_name(database: Path) -> None:
    session = session_of(database)
    walked(session, {"Xyloquartz": Decision(AniListId(9), "next season's")})
    assert "anilist_id = 9\n" in session.overrides_file.path.read_text(encoding="utf-8")


def test_an_overrides_file_that_cannot_be_written_is_an_error_before_the_work(tmp_path: Path) -> None:
    own = OverridesFile(tmp_path / "gone" / "own.toml")
    config = ReviewConfig(tmp_path / "gone.db", Season.parse("fall-2025"), 4, Thresholds(), (), own)
    with pytest.raises(SettingsError):
        start_session(config, tuple, nullcontext)
