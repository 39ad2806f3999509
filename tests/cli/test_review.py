"""`nyaastats review` as a person uses it, at a terminal; whatever ends it, what was answered stays."""

from __future__ import annotations

import signal
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from testkit.command_line import SNAPSHOT, Desk, make_database
from testkit.pty_session import CTRL_D, Talk, talking

REVIEW = ("review", "--db", "nyaastats.db", "--anilist", SNAPSHOT, "--overrides", "own.toml")
NAMES = {
    "[G] Vanished S2 - 01 (1080p)": 900,
    "[G] Vanished - 01 (1080p)": 800,
    "[G] [bold]x[/bold] \x1b[2J - 01 (1080p)": 700,
}
WHICH, WHY = "none, skip or quit: ", "Why?: "


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    with closing(sqlite3.connect(make_database(tmp_path / "nyaastats.db"))) as database:
        for number, (name, downloads) in enumerate(NAMES.items()):
            row = (f"{number:x}" * 40, name, "2025-10-07T12:00:00Z")
            database.execute("INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, ?, ?)", row)
            database.execute("INSERT INTO stats VALUES (?, '2025-10-08', 1, 1, ?)", (row[0], downloads))
        database.commit()
    return Desk(tmp_path)


def kept(desk: Desk) -> list[dict[str, Any]]:
    path = desk.folder / "own.toml"
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["override"] if path.exists() else []
    return found


def answer(talk: Talk, which: str, why: str) -> None:
    talk.hear(WHICH)
    talk.say(f"{which}\n")
    talk.hear(WHY)
    talk.say(f"{why}\n")


FIRST = {"title": "Vanished S2", "season": 2, "anilist_id": 102, "why": "its new name"}
SECOND = {"title": "Vanished", "season": "none", "anilist_id": "none", "why": "a stage play"}


def test_a_session_from_the_first_question_to_the_last(desk: Desk) -> None:
    with talking(desk, *REVIEW) as talk:
        asked = talk.hear(WHICH)
        for words in (
            "1 of 4",
            "Vanished S2, season 2 stated: 1 torrent, 900 downloads",
            *list(NAMES)[:1],
            "No match: ",
        ):
            assert words in asked
        assert sum(f"\n{number}  " in asked for number in range(1, 6)) == 5
        for wrong in ("Sanda", "0", "#"):
            talk.say(f"{wrong}\n")
            assert f"'{wrong}' is neither a number nor none, skip or quit" in talk.hear(WHICH)
        talk.say("102\n")
        for silence in ("", "  "):
            talk.hear(WHY)
            talk.say(f"{silence}\n")
        talk.hear(WHY)
        assert kept(desk) == []
        talk.say("its new name\n")
        assert "2 of 4" in talk.hear("Vanished, no season stated")
        assert kept(desk) == [FIRST]
        answer(talk, "none", "a stage play")
        talk.hear("3 of 4")
        assert kept(desk) == [FIRST, SECOND]
        assert "[bold]x[/bold] �[2J" in talk.hear(WHICH)
        talk.say("skip\n")
        talk.hear(WHICH)
        talk.say("q\n")
        assert talk.end() == 0
    assert "2 decisions saved in own.toml" in talk.said
    assert 'add overrides = "own.toml" to nyaastats.toml' in talk.said
    assert "\x1b[2J" not in talk.said


def test_a_number_of_the_list_is_the_show_beside_it(desk: Desk) -> None:
    with talking(desk, *REVIEW) as talk:
        line = next(line for line in talk.hear(WHICH).splitlines() if line.startswith("2  "))
        talk.say("2\n")
        talk.hear(WHY)
        talk.say("why not\n")
        talk.hear(WHICH)
    assert kept(desk)[0]["anilist_id"] == int(line.split()[-1])


def test_a_show_that_is_not_of_the_season_is_pointed_out(desk: Desk) -> None:
    with talking(desk, *REVIEW) as talk:
        talk.hear(WHICH)
        talk.say("177937\n")
        assert "AniList's 177937 is not among the shows of this season" in talk.hear(WHY)


@pytest.mark.parametrize(
    ("way", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGKILL, -signal.SIGKILL), (CTRL_D, 0)],
)
@pytest.mark.parametrize("at", [WHICH, WHY])
def test_whatever_ends_it_keeps_what_was_answered(desk: Desk, way: signal.Signals | str, code: int, at: str) -> None:
    with talking(desk, *REVIEW) as talk:
        answer(talk, "102", "its new name")
        talk.hear(WHICH)
        if at is WHY:
            talk.say("none\n")
            talk.hear(WHY)
        if isinstance(way, str):
            talk.say(way)
        else:
            talk.process.send_signal(way)
        assert talk.end() == code
    assert kept(desk) == [FIRST]
    assert ("1 decision saved in own.toml" in talk.said) is (code in {0, 130})
    assert "Traceback" not in talk.said


def test_the_next_session_begins_where_the_last_one_ended(desk: Desk) -> None:
    (desk.folder / "nyaastats.toml").write_text("overrides = 'own.toml'\n", encoding="utf-8")
    (desk.folder / "own.toml").write_text("# mine\n", encoding="utf-8")
    settled = REVIEW[:-2]
    with talking(desk, *settled) as talk:
        answer(talk, "102", "its new name")
        talk.hear(WHICH)
        talk.say("quit\n")
        assert talk.end() == 0
    assert "to nyaastats.toml" not in talk.said
    with talking(desk, *settled) as talk:
        assert "1 of 3" in talk.hear("Vanished, no season stated")
    assert (desk.folder / "own.toml").read_text(encoding="utf-8").startswith("# mine\n\n[[override]]\n")
    told = desk.call("explain", "Vanished S2 - 01", "--anilist", SNAPSHOT).stdout
    assert told.splitlines()[-1] == "'Beta Hunter Season 2', episode 1, by an override (its new name)."


def test_when_there_is_nothing_to_ask_it_says_so(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.folder / "nyaastats.db")) as database:
        database.execute("DELETE FROM torrents WHERE filename LIKE '%Vanished%' OR filename LIKE '%x[/bold]%'")
        database.execute("DELETE FROM torrents WHERE filename LIKE '%Xyloquartz%'")
        database.commit()
    with talking(desk, *REVIEW) as talk:
        assert talk.end() == 0
    assert "Nothing to review" in talk.said
    assert not (desk.folder / "own.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (REVIEW, "run it in a terminal"),
        (REVIEW[:-2], "--overrides FILE"),
    ],
)
def test_without_a_terminal_or_a_file_it_is_one_clear_error(
    desk: Desk, arguments: tuple[object, ...], says: str
) -> None:
    done = desk.run(*arguments)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert says in done.stderr
    assert not (desk.folder / "own.toml").exists()


@pytest.mark.parametrize(
    ("own", "says"), [("[[override]", "'own.toml' are not TOML"), ("[[override]]\ntitle = 'x'\n", "override.0.")]
)
def test_a_file_that_is_no_overrides_is_said_before_anything_is_asked(desk: Desk, own: str, says: str) -> None:
    (desk.folder / "own.toml").write_text(own, encoding="utf-8")
    with talking(desk, *REVIEW) as talk:
        assert talk.end() == 1
    assert says in talk.said
    assert WHICH not in talk.said
    assert (desk.folder / "own.toml").read_text(encoding="utf-8") == own
