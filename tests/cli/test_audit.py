"""`nyaastats review --audit` as a person uses it, at a terminal: blind, kept after each judgement, then published."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from testkit.command_line import SNAPSHOT, Workspace, etl, make_database
from testkit.command_parent import CommandParent
from testkit.pty_session import CTRL_D, PtySession, open_pty_session

AUDIT = ("review", "--db", "nyaastats.db", "--anilist", SNAPSHOT, "--overrides", "mine.toml", "--audit")
WHICH, EPISODE = "none, unsure or quit: ", "y, n, unsure or quit: "
SHOWS = {"Alpha no Uta": 101, "Beta": 102, "Gamma": 103, "Delta": 104, "Eta": 107}
"""By a part of the names of the golden season, as a person reads them."""


@pytest.fixture
def workspace(tmp_path: Path, command_parent: CommandParent) -> Workspace:
    make_database(tmp_path / "nyaastats.db")
    return Workspace(tmp_path, parent=command_parent)


def read_audits(workspace: Workspace) -> list[dict[str, Any]]:
    path = workspace.folder / "mine.audit.json"
    audits: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["audits"] if path.exists() else []
    return audits


def read_judgements(workspace: Workspace) -> list[tuple[str, str]]:
    return [(item["name"], item["verdict"]) for audit in read_audits(workspace) for item in audit["judgements"]]


def know_show(question: str) -> int:
    return next(show for words, show in SHOWS.items() if words in question.split("published", maxsplit=1)[0])


def agree(session: PtySession, episode: str = "y") -> str:
    """Judge a match as a person who knows its show, and return what was shown until then."""
    question = session.wait_for(WHICH)
    session.type(f"{know_show(question)}\n")
    session.wait_for(EPISODE)
    session.type(f"{episode}\n")
    return question


def count_names(session: PtySession) -> int:
    match = re.search(r"50 matches drawn by downloads, (\d+) names", session.wait_for("1 of"))
    assert match
    return int(match[1])


def test_an_audit_from_the_first_match_to_the_about_pages_figures(workspace: Workspace) -> None:
    with open_pty_session(workspace, *AUDIT) as session:
        names = count_names(session)
        for _ in range(names - 3):
            agree(session)
        agree(session, "n")
        session.wait_for(WHICH)
        session.type("none\n")
        assert "The matcher says otherwise: " in session.wait_for("no other show is near")
        session.wait_for(WHICH)
        session.type("unsure\n")
        assert session.wait() == 0
    [audit] = read_audits(workspace)
    verdicts = {"right": 0, "wrong_episode": 0, "wrong_show": 0, "unsure": 0}
    for judgement in audit["judgements"]:
        verdicts[judgement["verdict"]] += len(judgement["draws"])
    assert sum(verdicts.values()) == 50
    right, unsure = verdicts["right"], verdicts["unsure"]
    shown = " ".join(
        session.output.split()
    )  # a dumb terminal has 80 columns: where a line breaks depends on the numbers
    assert f"{right} of 50 right, {unsure} cannot tell: precision {100 * right / (50 - unsure):.1f} %" in shown
    assert " (95 %), weighted by downloads" in shown
    assert "Kept in mine.audit.json" in shown
    assert 'add overrides = "mine.toml" to nyaastats.toml' in shown

    assert publish(workspace)["audit"] is None
    (workspace.folder / "nyaastats.toml").write_text("overrides = 'mine.toml'\n", encoding="utf-8")
    (workspace.folder / "mine.toml").write_text("", encoding="utf-8")
    published = publish(workspace)["audit"]
    assert (published["judged"], published["right"], published["unsure"]) == (50, right, unsure)
    assert published["precision"] == round(right / (50 - unsure), 6)
    assert published["low"] < published["precision"] < published["high"]
    assert (published["judged_at"], published["data_until"]) == (audit["judged_at"], audit["data_until"])


def publish(workspace: Workspace) -> dict[str, Any]:
    done = workspace.run(*etl())
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads((workspace.folder / "data" / "report.json").read_text(encoding="utf-8"))
    assert ("Judged by a person on " in done.stdout) is (report["audit"] is not None)
    return report


def test_nothing_tells_the_matchers_choice_before_the_person_has_judged(workspace: Workspace) -> None:
    """The shows are listed alike and by title; scores, evidence and the verdict come after the answer alone."""
    with open_pty_session(workspace, *AUDIT) as session:
        for _ in range(count_names(session)):
            question = agree(session)
            shown = re.split(r"\d+ of \d+ ", question)[-1]
            listed = re.findall(r"^(\d)  (.+) (\d+)$", shown, flags=re.MULTILINE)
            assert [number for number, _, _ in listed] == ["1", "2", "3", "4", "5"]
            titles = [title.casefold() for _, title, _ in listed]
            assert titles == sorted(titles)
            assert str(know_show(question)) in [show for _, _, show in listed]
            for word in ("score", "exact", "matcher", "ahead", "near", "+", "episode 1,"):
                assert word not in shown.split("published")[1]
        assert session.wait() == 0
    assert "precision 100.0 %" in session.output


def test_a_typing_error_is_asked_again_and_a_match_cannot_be_skipped(workspace: Workspace) -> None:
    with open_pty_session(workspace, *AUDIT) as session:
        for wrong in ("Sanda", "skip", ""):
            session.wait_for(WHICH)
            session.type(f"{wrong}\n")
            assert f"'{wrong}' is neither a number nor none, unsure or quit" in session.wait_for("quit\n")
        question = session.wait_for(WHICH)
        assert question
        session.type("177937\n")
        assert "AniList's 177937 is not among the shows of this season" in session.wait_for("says otherwise")
        session.wait_for(WHICH)
        session.type("quit\n")
        assert session.wait() == 0
    assert [verdict for _, verdict in read_judgements(workspace)] == ["wrong_show"]


@pytest.mark.parametrize(
    ("way", "code", "at"),
    [
        (signal.SIGINT, 130, EPISODE),
        (signal.SIGTERM, 130, WHICH),
        (signal.SIGKILL, -signal.SIGKILL, EPISODE),
        (CTRL_D, 0, WHICH),
        (CTRL_D, 0, EPISODE),
    ],
)
def test_whatever_ends_it_keeps_what_was_judged_and_the_next_one_goes_on(
    workspace: Workspace, way: signal.Signals | str, code: int, at: str
) -> None:
    with open_pty_session(workspace, *AUDIT) as session:
        agree(session)
        agree(session, "unsure")
        question = session.wait_for(WHICH)
        if at is EPISODE:
            session.type(f"{know_show(question)}\n")
            session.wait_for(EPISODE)
        if isinstance(way, str):
            session.type(way)
            assert session.wait() == code
        else:
            assert session.interrupt(way) == code
    assert [verdict for _, verdict in read_judgements(workspace)] == ["right", "unsure"]
    assert ("goes on from here" in session.output) is (code in {0, 130})
    assert "Traceback" not in session.output
    with open_pty_session(workspace, *AUDIT) as session:
        assert "2 judged already" in session.wait_for("3 of ")
    names = [name for name, _ in read_judgements(workspace)]
    assert len(set(names)) == 2


def test_a_sample_that_is_judged_is_judged_again_only_when_the_person_says_so(workspace: Workspace) -> None:
    with open_pty_session(workspace, *AUDIT) as session:
        for _ in range(count_names(session)):
            agree(session)
        assert session.wait() == 0
    kept = read_audits(workspace)
    with open_pty_session(workspace, *AUDIT) as session:
        session.wait_for("Judge it again, in the place of what is kept?")
        session.type("\n")
        assert session.wait() == 0
    assert "50 of 50 right: precision 100.0 %, between 92.9 % and 100.0 %" in session.output
    assert read_audits(workspace) == kept
    with open_pty_session(workspace, *AUDIT) as session:
        session.wait_for("Judge it again, in the place of what is kept?")
        session.type("y\n")
        session.wait_for(WHICH)
        assert read_audits(workspace) == kept
        session.type("unsure\n")
        session.wait_for(WHICH)
        session.type("quit\n")
        assert session.wait() == 0
    assert "no precision yet" in session.output
    assert [verdict for _, verdict in read_judgements(workspace)] == ["unsure"]


def test_other_data_are_another_audit(workspace: Workspace) -> None:
    for day in ("22T13:00:00Z", "23T12:00:00Z"):
        with open_pty_session(workspace, *AUDIT) as session:
            agree(session)
            session.wait_for(WHICH)
            session.type("quit\n")
            assert session.wait() == 0
        with closing(sqlite3.connect(workspace.folder / "nyaastats.db")) as database:
            database.execute("INSERT INTO stats VALUES (?, ?, 1, 1, 220)", (f"{1:040}", f"2025-10-{day}"))
            database.commit()
    assert [audit["data_until"] for audit in read_audits(workspace)] == ["2025-10-22T12:00:00Z", "2025-10-22T13:00:00Z"]


def test_without_a_match_there_is_nothing_to_judge(workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.folder / "nyaastats.db")) as database:
        database.execute("DELETE FROM torrents WHERE filename NOT LIKE '%Xyloquartz%'")
        database.commit()
    with open_pty_session(workspace, *AUDIT) as session:
        assert session.wait() == 0
    assert "Nothing to audit" in session.output
    assert not (workspace.folder / "mine.audit.json").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (AUDIT, "run it in a terminal"),
        ((*AUDIT, "--web"), "leave out --web and --export"),
        ((*AUDIT, "--export", "cases.toml"), "leave out --web and --export"),
    ],
)
def test_what_an_audit_cannot_do_is_one_clear_error(
    workspace: Workspace, arguments: tuple[object, ...], says: str
) -> None:
    done = workspace.run(*arguments)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert says in done.stderr


def test_a_file_that_holds_no_audits_is_named_by_the_audit_and_by_the_etl(workspace: Workspace) -> None:
    (workspace.folder / "mine.audit.json").write_text("[]", encoding="utf-8")
    (workspace.folder / "mine.toml").write_text("", encoding="utf-8")
    (workspace.folder / "nyaastats.toml").write_text("overrides = 'mine.toml'\n", encoding="utf-8")
    with open_pty_session(workspace, *AUDIT) as session:
        assert session.wait() == 1
    assert "'mine.audit.json' cannot be used" in session.output
    assert WHICH not in session.output
    done = workspace.run(*etl())
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "'mine.audit.json' cannot be used" in done.stderr
    assert not (workspace.folder / "data").exists()
