"""deploy/ and the weekly workflow fit the command line, the Makefile, the files, and each other."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nyaastats.cli.app import app
from nyaastats.collect.schedule import RUN_INTERVAL

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
WEEKLY = ROOT / ".github" / "workflows" / "weekly.yml"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
FETCH = DEPLOY / "fetch.sh"
SERVICES = sorted(DEPLOY.glob("*.service"))
TIMERS = sorted(DEPLOY.glob("*.timer"))
SCRIPTS = [*SERVICES, DEPLOY / "crontab", WEEKLY]


def commands(text: str) -> list[str]:
    """The arguments of every `nyaastats` that is run, of a line without a `#` before it."""
    return re.findall(r"^[^#\n]*?\.venv/bin/nyaastats (.+?)(?= *[&|;]|$)", text, flags=re.MULTILINE)


def instruction(name: str) -> str:
    """What the last instruction of that name in the Containerfile says."""
    instructions: list[str] = re.findall(rf"^{name} (.+)$", CONTAINERFILE, flags=re.MULTILINE)
    return instructions[-1]


def all_commands() -> Iterator[str]:
    for path in SCRIPTS:
        lines = commands(path.read_text(encoding="utf-8"))
        assert lines, path
        yield from lines
    assert json.loads(instruction("ENTRYPOINT")) == ["nyaastats"]
    yield " ".join(json.loads(instruction("CMD")))


def is_understood(arguments: str) -> bool:
    """Whether there is such a command with such options; `--help` is answered once all of them are read."""
    return CliRunner().invoke(app, [*arguments.split(), "--help"]).exit_code == 0


def unit(path: Path) -> ConfigParser:
    """A unit; of a name that stands in a section more than once, the last value."""
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # how the library says: keep upper case
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize("arguments", sorted(set(all_commands())))
def test_every_command_is_one_that_there_is(arguments: str) -> None:
    assert is_understood(arguments)


@pytest.mark.parametrize("arguments", ["scrap", "scrape --db x --wach", "db chek --db x", "etl --db"])
def test_a_command_that_there_is_not_is_found(arguments: str) -> None:
    assert not is_understood(arguments)


def test_every_target_is_one_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    texts = [path.read_text(encoding="utf-8") for path in SCRIPTS]
    targets = {target for text in texts for target in re.findall(r"(?:bin/|run: |&& )make (?:-C \S+ )?([a-z]+)", text)}
    assert {"install", "site"} <= targets
    assert all(re.search(rf"^{target}:", makefile, flags=re.MULTILINE) for target in targets)


def test_the_machine_has_one_folder_for_the_project_and_one_for_the_database() -> None:
    [database] = set(re.findall(r"--db (/\S+)", "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)))
    for path in SERVICES:
        service = unit(path)["Service"]
        assert database == f"/var/lib/{service['StateDirectory']}/nyaastats.db"
        assert service["ExecStart"].startswith((f"{service['WorkingDirectory']}/.venv/bin/", "/usr/bin/"))


@pytest.mark.parametrize("path", TIMERS, ids=lambda path: path.name)
def test_a_timer_starts_a_service_and_makes_up_for_what_was_missed(path: Path) -> None:
    timer = unit(path)
    assert path.with_suffix(".service") in SERVICES
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Timer"]["OnCalendar"].endswith(" UTC")
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_an_hourly_run_begins_soon_after_the_full_hour_and_never_before_it() -> None:
    timer = unit(DEPLOY / "nyaastats-scrape.timer")["Timer"]
    [minute] = re.findall(r"^\*-\*-\* \*:(\d\d):00 UTC$", timer["OnCalendar"])
    [cron] = re.findall(r"^(\d+) \* \* \* \* .*scrape", (DEPLOY / "crontab").read_text(), flags=re.MULTILINE)
    assert (timer["AccuracySec"], timer["RandomizedDelaySec"]) == ("1s", "0")
    for begin in (int(minute), int(cron)):
        assert timedelta(minutes=2) < timedelta(minutes=begin) < RUN_INTERVAL - timedelta(minutes=10)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_may_write_to_its_own_folders_alone(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["User"] == "nyaastats"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "true"
    assert service["CapabilityBoundingSet"] == ""
    assert service.get("ReadWritePaths") in {None, "/opt/nyaastats/website"}


def test_the_image_is_made_of_files_that_are_there_and_of_locked_packages() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, flags=re.MULTILINE)
    sources = [source for line in copied for source in line.split()]
    assert {"requirements.lock", "pyproject.toml", "nyaastats"} <= set(sources)
    assert all((ROOT / source).exists() for source in sources)
    installs = [line for line in CONTAINERFILE.splitlines() if re.search(r"\bpip (install|wheel|download)", line)]
    assert installs
    assert all("--require-hashes" in line or "--no-index" in line for line in installs)


def test_the_image_has_no_root_and_ends_as_a_run_is_asked_to() -> None:
    assert int(instruction("USER")) > 0
    assert instruction("STOPSIGNAL") == "SIGTERM"
    assert json.loads(instruction("CMD"))[-1] == f"{instruction('VOLUME')}/nyaastats.db"


# --- deploy/fetch.sh --------------------------------------------------------------------------------------------------

CURL = """#!/bin/sh
while [ $# -gt 1 ]; do [ "$1" = --output ] && output=$2; shift; done
case $1 in *missing) echo "curl: (22) 404" >&2; exit 22;; esac
cp "$SERVED" "$output"
"""
"""In curl's place: its last argument is the address."""
DATABASE = b"SQLite format 3\0" + bytes(range(256)) * 300


def fetch(folder: Path, served: bytes, address: str | None) -> subprocess.CompletedProcess[str]:
    (folder / "curl").write_text(CURL)
    (folder / "curl").chmod(0o755)
    (folder / "served").write_bytes(served)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "SERVED": str(folder / "served")}
    if address is not None:
        environment["DATABASE_URL"] = address
    command = ["bash", str(FETCH), str(folder / "nyaastats.db")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def zstd(content: bytes) -> Iterator[bytes]:
    if shutil.which("zstd"):
        yield subprocess.run(["zstd", "--stdout"], input=content, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    "served", [DATABASE, gzip.compress(DATABASE), *zstd(DATABASE)], ids=lambda body: body[:4].hex()
)
def test_a_database_is_fetched_however_it_is_packed(tmp_path: Path, served: bytes) -> None:
    done = fetch(tmp_path, served, "https://example.org/db?key=secret")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "nyaastats.db").read_bytes() == DATABASE
    assert {path.name for path in tmp_path.iterdir()} == {"curl", "served", "nyaastats.db"}


@pytest.mark.parametrize(
    ("served", "address", "says"),
    [
        (DATABASE, None, "DATABASE_URL is not set"),
        (DATABASE, "", "DATABASE_URL is not set"),
        (DATABASE, "http://example.org/secret", "not an https address"),
        (DATABASE, "https://example.org/secret/missing", "cannot be downloaded"),
        (gzip.compress(DATABASE)[:-9], "https://example.org/secret", "is damaged"),
    ],
)
def test_what_cannot_be_fetched_is_said_and_leaves_what_was_there(
    tmp_path: Path, served: bytes, address: str | None, says: str
) -> None:
    (tmp_path / "nyaastats.db").write_bytes(b"of last week")
    done = fetch(tmp_path, served, address)
    assert done.returncode != 0
    assert says in done.stderr
    assert "secret" not in done.stderr.replace("a secret of the repository", "")
    assert (tmp_path / "nyaastats.db").read_bytes() == b"of last week"
    assert {path.name for path in tmp_path.iterdir()} == {"curl", "served", "nyaastats.db"}
