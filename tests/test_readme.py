"""Every command of the README and of docs/operations.md is run; output that they show is compared."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nyaastats.synthetic import generate
from testkit.anilist_server import serve
from testkit.command_line import NOBODY_LISTENS, Workspace
from testkit.engine_runs import start_sail
from testkit.nyaa_pages import PageEntry
from testkit.nyaa_server import nyaa_server
from testkit.object_storage import serve_storage
from testkit.pty_session import open_pty_session

ROOT = Path(__file__).parents[1]
DOCUMENTS = [path for path in (ROOT / "README.md", ROOT / "docs" / "operations.md") if path.exists()]
SCALE = 0.05
"""Of the seasons that commands work on, a score of them: whether a command succeeds does not depend on it."""
BIN = Path(sys.executable).parent


def blocks(language: str) -> list[str]:
    """The code blocks of a language, the README's first."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def split_example(block: str) -> tuple[str, str]:
    """The command of a `console` block, and the output below it."""
    match = re.match(r"\$ ((?:[^\n]*\\\n)*[^\n]*)\n(.*)", block, flags=re.DOTALL)
    assert match
    return match[1], match[2]


def run_in_shell(command: str, workspace: Workspace) -> subprocess.CompletedProcess[str]:
    # As from a fresh terminal: below another make, make prints the folders that it enters.
    environment = {
        name: value for name, value in workspace.environment.items() if not name.startswith(("MAKE", "MFLAGS"))
    }
    environment["PATH"] = f"{BIN}:{environment['PATH']}"
    return subprocess.run(
        ["sh", "-c", command], cwd=workspace.folder, env=environment, capture_output=True, text=True, check=False
    )


def strip_lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def test_commands_print_the_output_that_is_shown() -> None:
    examples = [split_example(block) for block in blocks("console")]
    assert len(examples) > 1
    for built in (ROOT / "build" / "demo", *(ROOT / "website").glob("dist*")):
        remove(built)  # an earlier run has left its archive, its pages and its pictures
    for command, output in examples:
        done = run_in_shell(command, Workspace(ROOT, {"SERVE": "0"}))
        assert done.returncode == 0, done.stderr
        assert strip_lines(done.stdout) == strip_lines(output)


def remove(path: Path) -> None:
    """Delete a folder or a file, if it is there."""
    if path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a person who has a database, a snapshot and labelled names."""
    generate(tmp_path / "nyaastats.db", scale=SCALE)
    (tmp_path / "names.tsv").write_text("name\tpublished\tanilist_id\tepisode\n", encoding="utf-8")
    return tmp_path


def commands() -> list[str]:
    """The commands of `sh` blocks: one a line, but for lines that end in a backslash; each once, no comments."""
    lines = [line for block in blocks("sh") for line in block.replace("\\\n", " ").splitlines()]
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def collects(command: str) -> bool:
    return shlex.split(command)[:2] in [["nyaastats", "scrape"], ["nyaastats", "backfill"], ["nyaastats", "db"]]


def test_every_command_that_collects_succeeds_in_their_order(tmp_path: Path) -> None:
    """From nothing: a synthetic season, which the other commands use, is refused as a database to collect in."""
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
            done = run_in_shell(command, Workspace(tmp_path, settings))
            assert done.returncode == 0, f"{command}: {done.stderr}"
    assert (tmp_path / "nyaastats.db").exists()


def review(workspace: Workspace, arguments: list[str]) -> None:
    """Run a review to its first question, or to its end where it asks nothing."""
    if "--web" in arguments:
        arguments += ["--port", "0"]  # the usual one may be taken
    with open_pty_session(workspace, *arguments) as session:
        if "--web" in arguments:
            session.wait_for("Ctrl-C ends it")
            assert session.interrupt(signal.SIGINT) == 130
            return
        if "--export" not in arguments:
            session.wait_for("quit: ")
            session.type("quit\n")
        assert session.wait() == 0


def test_every_other_command_succeeds(folder: Path) -> None:
    assert "make test" in commands()
    media = json.loads((folder / "nyaastats.anilist.json").read_text(encoding="utf-8"))["data"]["Page"]["media"]
    (folder / "scratch").mkdir()
    (folder / "storage").mkdir()
    (folder / "storage" / "bucket").symlink_to(folder)
    with (
        serve(media, limit=10_000) as anilist,
        start_sail() as engine,
        serve_storage(folder / "storage") as storage,
    ):
        workspace = Workspace(folder, {"NYAASTATS_ANILIST_URL": anilist.url, "AWS_ENDPOINT_URL": storage.url})
        for command in commands():
            if collects(command):
                continue
            if shlex.split(command)[:2] == ["nyaastats", "review"]:
                review(workspace, shlex.split(command)[1:])
            elif shlex.split(command)[0] == "nyaastats":
                done = run_in_shell(place(command, engine, folder), workspace)
                # The season is over, and its newest scrape older than a status allows.
                assert done.returncode == int(" status " in command), f"{command}: {done.stderr}"


def place(command: str, engine: str, folder: Path) -> str:
    """A command with a server, a shared folder and a bucket that are there, and a season that is small."""
    command = command.replace("sc://host:15002", engine).replace("--scale 2", "")
    command = re.sub("^nyaastats synthetic", rf"\g<0> --scale {SCALE}", command)
    return command.replace("/shared", str(folder)).replace("s3a://bucket", f"file://{folder}")


def test_ci_runs_the_command_that_the_readme_names() -> None:
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").strip().endswith("make test")
