"""`nyaastats review` as a person uses it, at a terminal; whatever ends it, what was answered stays."""

from __future__ import annotations

import signal
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from testkit.command_line import SNAPSHOT, Workspace, make_database
from testkit.command_parent import CommandParent
from testkit.pty_session import CTRL_D, PtySession, open_pty_session

REVIEW = ("review", "--db", "nyaastats.db", "--anilist", SNAPSHOT, "--overrides", "own.toml")
NAMES = {
    "[G] Vanished S2 - 01 (1080p)": 900,
    "[G] Vanished - 01 (1080p)": 800,
    "[G] [bold]x[/bold] \x1b[2J - 01 (1080p)": 700,
}
WHICH, WHY = "none, skip or quit: ", "Why?: "


@pytest.fixture
def workspace(tmp_path: Path, command_parent: CommandParent) -> Workspace:
    with closing(sqlite3.connect(make_database(tmp_path / "nyaastats.db"))) as database:
        for number, (name, downloads) in enumerate(NAMES.items()):
            row = (f"{number:x}" * 40, name, "2025-10-07T12:00:00Z")
            database.execute("INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, ?, ?)", row)
            database.execute("INSERT INTO stats VALUES (?, '2025-10-08', 1, 1, ?)", (row[0], downloads))
        database.commit()
    return Workspace(tmp_path, parent=command_parent)


def read_decisions(workspace: Workspace) -> list[dict[str, Any]]:
    path = workspace.folder / "own.toml"
    decisions: list[dict[str, Any]] = (
        tomllib.loads(path.read_text(encoding="utf-8"))["override"] if path.exists() else []
    )
    return decisions


def answer(session: PtySession, which: str, why: str) -> None:
    session.wait_for(WHICH)
    session.type(f"{which}\n")
    session.wait_for(WHY)
    session.type(f"{why}\n")


FIRST = {"title": "Vanished S2", "season": 2, "anilist_id": 102, "why": "its new name"}
SECOND = {"title": "Vanished", "season": "none", "anilist_id": "none", "why": "a stage play"}


def test_a_session_from_the_first_question_to_the_last(workspace: Workspace) -> None:
    with open_pty_session(workspace, *REVIEW) as session:
        question = session.wait_for(WHICH)
        for words in (
            "1 of 4",
            "Vanished S2, season 2 stated: 1 torrent, 900 downloads",
            *list(NAMES)[:1],
            "No match: ",
        ):
            assert words in question
        assert sum(f"\n{number}  " in question for number in range(1, 6)) == 5
        for wrong in ("Sanda", "0", "#"):
            session.type(f"{wrong}\n")
            assert f"'{wrong}' is neither a number nor none, skip or quit" in session.wait_for(WHICH)
        session.type("102\n")
        for silence in ("", "  "):
            session.wait_for(WHY)
            session.type(f"{silence}\n")
        session.wait_for(WHY)
        assert read_decisions(workspace) == []
        session.type("its new name\n")
        assert "2 of 4" in session.wait_for("Vanished, no season stated")
        assert read_decisions(workspace) == [FIRST]
        answer(session, "none", "a stage play")
        session.wait_for("3 of 4")
        assert read_decisions(workspace) == [FIRST, SECOND]
        assert "[bold]x[/bold] �[2J" in session.wait_for(WHICH)
        session.type("skip\n")
        session.wait_for(WHICH)
        session.type("q\n")
        assert session.wait() == 0
    assert "2 decisions saved in own.toml" in session.output
    assert 'add overrides = "own.toml" to nyaastats.toml' in session.output
    assert "\x1b[2J" not in session.output


def test_a_number_of_the_list_is_the_show_beside_it(workspace: Workspace) -> None:
    with open_pty_session(workspace, *REVIEW) as session:
        line = next(line for line in session.wait_for(WHICH).splitlines() if line.startswith("2  "))
        session.type("2\n")
        session.wait_for(WHY)
        session.type("why not\n")
        session.wait_for(WHICH)
    assert read_decisions(workspace)[0]["anilist_id"] == int(line.split()[-1])


def test_a_show_that_is_not_of_the_season_is_pointed_out(workspace: Workspace) -> None:
    with open_pty_session(workspace, *REVIEW) as session:
        session.wait_for(WHICH)
        session.type("177937\n")
        assert "AniList's 177937 is not among the shows of this season" in session.wait_for(WHY)


@pytest.mark.parametrize(
    ("way", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -signal.SIGKILL), (CTRL_D, 0)],
)
@pytest.mark.parametrize("at", [WHICH, WHY])
def test_whatever_ends_it_keeps_what_was_answered(
    workspace: Workspace, way: signal.Signals | str, code: int, at: str
) -> None:
    with open_pty_session(workspace, *REVIEW) as session:
        answer(session, "102", "its new name")
        session.wait_for(WHICH)
        if at is WHY:
            session.type("none\n")
            session.wait_for(WHY)
        if isinstance(way, str):
            session.type(way)
            assert session.wait() == code
        else:
            assert session.interrupt(way) == code
    assert read_decisions(workspace) == [FIRST]
    assert ("1 decision saved in own.toml" in session.output) is (code in {0, 130})
    assert "Traceback" not in session.output


def test_the_next_session_begins_where_the_last_one_ended(workspace: Workspace) -> None:
    (workspace.folder / "nyaastats.toml").write_text("overrides = 'own.toml'\n", encoding="utf-8")
    (workspace.folder / "own.toml").write_text("# mine\n", encoding="utf-8")
    settled = REVIEW[:-2]
    with open_pty_session(workspace, *settled) as session:
        answer(session, "102", "its new name")
        session.wait_for(WHICH)
        session.type("quit\n")
        assert session.wait() == 0
    assert "to nyaastats.toml" not in session.output
    with open_pty_session(workspace, *settled) as session:
        assert "1 of 3" in session.wait_for("Vanished, no season stated")
    assert (workspace.folder / "own.toml").read_text(encoding="utf-8").startswith("# mine\n\n[[override]]\n")
    explanation = workspace.call("explain", "Vanished S2 - 01", "--anilist", SNAPSHOT).stdout
    assert explanation.splitlines()[-1] == "'Beta Hunter Season 2', episode 1, by an override (its new name)."


def test_when_there_is_nothing_to_ask_it_says_so(workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.folder / "nyaastats.db")) as database:
        database.execute("DELETE FROM torrents WHERE filename LIKE '%Vanished%' OR filename LIKE '%x[/bold]%'")
        database.execute("DELETE FROM torrents WHERE filename LIKE '%Xyloquartz%'")
        database.commit()
    with open_pty_session(workspace, *REVIEW) as session:
        assert session.wait() == 0
    assert "Nothing to review" in session.output
    assert not (workspace.folder / "own.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (REVIEW, "run it in a terminal"),
        (REVIEW[:-2], "--overrides FILE"),
    ],
)
def test_without_a_terminal_or_a_file_it_is_one_clear_error(
    workspace: Workspace, arguments: tuple[object, ...], says: str
) -> None:
    done = workspace.run(*arguments)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert says in done.stderr
    assert not (workspace.folder / "own.toml").exists()


@pytest.mark.parametrize(
    ("own", "says"), [("[[override]", "'own.toml' are not TOML"), ("[[override]]\ntitle = 'x'\n", "override.0.")]
)
def test_a_file_that_is_no_overrides_is_said_before_anything_is_asked(
    workspace: Workspace, own: str, says: str
) -> None:
    (workspace.folder / "own.toml").write_text(own, encoding="utf-8")
    with open_pty_session(workspace, *REVIEW) as session:
        assert session.wait() == 1
    assert says in session.output
    assert WHICH not in session.output
    assert (workspace.folder / "own.toml").read_text(encoding="utf-8") == own
