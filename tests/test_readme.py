"""Every command of the README is run: what it shows as output is compared, the others must succeed."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nyaastats.synthetic import Summary
from testkit.anilist_server import serve
from testkit.command_line import NOBODY_LISTENS, Workspace
from testkit.nyaa_pages import PageEntry
from testkit.nyaa_server import nyaa_server
from testkit.pty_session import open_pty_session

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def shown(block: str) -> tuple[str, str]:
    """A `console` block as its command and the output below it."""
    found = re.match(r"\$ ((?:[^\n]*\\\n)*[^\n]*)\n(.*)", block, flags=re.DOTALL)
    assert found
    return found[1], found[2]


def shell(command: str, workspace: Workspace) -> subprocess.CompletedProcess[str]:
    # As from a fresh terminal: a make above this one would have it tell of folders.
    environment = {
        name: value for name, value in workspace.environment.items() if not name.startswith(("MAKE", "MFLAGS"))
    }
    environment["PATH"] = f"{BIN}:{environment['PATH']}"
    return subprocess.run(
        ["sh", "-c", command], cwd=workspace.folder, env=environment, capture_output=True, text=True, check=False
    )


def tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def test_what_the_readme_shows_is_what_its_commands_print() -> None:
    examples = [shown(block) for block in blocks("console")]
    assert len(examples) > 1
    for command, output in examples:
        done = shell(command, Workspace(ROOT, {"SERVE": "0"}))
        assert done.returncode == 0, done.stderr
        assert tidy(done.stdout) == tidy(output)


@pytest.fixture
def workplace(season: Summary, tmp_path: Path) -> Path:
    """A folder of a person who has a database, a snapshot and labelled names."""
    shutil.copy(season.database, tmp_path / "nyaastats.db")
    shutil.copy(season.anilist, tmp_path / "nyaastats.anilist.json")
    (tmp_path / "names.tsv").write_text("name\tpublished\tanilist_id\tepisode\n", encoding="utf-8")
    return tmp_path


def commands() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines()]


def collects(command: str) -> bool:
    return shlex.split(command)[:2] in [["nyaastats", "scrape"], ["nyaastats", "backfill"], ["nyaastats", "db"]]


def test_every_command_that_collects_succeeds_in_their_order(tmp_path: Path) -> None:
    """From nothing: the made-up season of the other commands is no database to collect in."""
    collecting = [command for command in commands() if collects(command)]
    assert len(collecting) > 2
    torrents = [
        PageEntry(f"{n:040x}", f"[Group] Show - {n:02}", datetime(2025, 10, n, tzinfo=UTC), n) for n in range(1, 9)
    ]
    with nyaa_server(torrents) as nyaa:
        settings = {
            "NYAASTATS_FEED_URL": nyaa.feed_url,
            "NYAASTATS_LISTING_URL": nyaa.listing_url,
            "NYAASTATS_TRACKER_URL": NOBODY_LISTENS + "announce",
        }
        for command in collecting:
            done = shell(command, Workspace(tmp_path, settings))
            assert done.returncode == 0, f"{command}: {done.stderr}"
    assert (tmp_path / "nyaastats.db").exists()


def test_every_other_command_of_the_readme_succeeds(workplace: Path) -> None:
    assert "make test" in commands()
    media = json.loads((workplace / "nyaastats.anilist.json").read_text(encoding="utf-8"))["data"]["Page"]["media"]
    with serve(media, limit=10_000) as anilist:
        workspace = Workspace(workplace, {"NYAASTATS_ANILIST_URL": anilist.url})
        for command in commands():
            if collects(command):
                continue
            if shlex.split(command)[:2] == ["nyaastats", "review"]:
                with open_pty_session(workspace, *shlex.split(command)[1:]) as session:
                    session.wait_for("quit: ")
                    session.type("quit\n")
                    assert session.wait() == 0
            elif shlex.split(command)[0] == "nyaastats":
                done = shell(command, workspace)
                assert done.returncode == 0, f"{command}: {done.stderr}"


def test_ci_runs_the_command_that_the_readme_names() -> None:
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").strip().endswith("make test")
