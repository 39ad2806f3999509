"""deploy/ and the weekly workflow fit the command line, the Makefile, the files, and each other."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from configparser import ConfigParser
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nyaastats.cli.app import app
from nyaastats.collect.schedule import RUN_INTERVAL
from testkit.command_line import SNAPSHOT, Workspace, contents, make_database

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WEEKLY = ROOT / ".github" / "workflows" / "weekly.yml"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
FETCH = DEPLOY / "fetch.sh"
SERVICES = sorted(DEPLOY.glob("*.service"))
TIMERS = sorted(DEPLOY.glob("*.timer"))
DROP_IN = DEPLOY / "nyaastats-publish.service.d" / "archive.conf"
SCRIPTS = [*SERVICES, DROP_IN, DEPLOY / "crontab", WEEKLY]


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


def test_the_image_is_built_from_all_that_the_package_links_to() -> None:
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, flags=re.MULTILINE)
    copied = [ROOT / path for line in copies for path in line.split()]
    linked = [path.resolve() for path in (ROOT / "nyaastats").rglob("*") if path.is_symlink()]
    assert linked
    assert [path for path in linked if not any(path.is_relative_to(place) for place in copied)] == []


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


ARCHIVE_COMMANDS = ("deploy/fetch.sh archive {}", ".venv/bin/nyaastats etl --archive {}", "make site")


def has_in_order(text: str, *parts: str) -> bool:
    return re.search(".*".join(map(re.escape, parts)), text, flags=re.DOTALL) is not None


def test_a_machine_publishes_what_it_collects_or_the_archive_that_it_fetches() -> None:
    """Each of the two ways with systemd and cron: the same commands, in their order."""
    drop_in, cron = DROP_IN.read_text(encoding="utf-8"), (DEPLOY / "crontab").read_text(encoding="utf-8")
    archive = [command.format("/var/lib/nyaastats/nyaastats.archive") for command in ARCHIVE_COMMANDS]
    database = (".venv/bin/nyaastats etl --db /var/lib/nyaastats/nyaastats.db", "make site")
    service = next(path for path in SERVICES if f"{path.name}.d" == DROP_IN.parent.name)
    *lines, last = cron.splitlines()
    assert has_in_order(service.read_text(encoding="utf-8"), *database)
    assert any(has_in_order(line, *database) and not line.startswith("#") for line in lines)
    assert has_in_order(last, *archive)
    assert last.startswith("#")
    # The empty one takes away those of the service, which would need a database.
    assert has_in_order(drop_in, "\nExecStart=\n", *archive)
    assert is_understood("etl --archive /var/lib/nyaastats/nyaastats.archive")


def test_the_workflow_publishes_the_archive_or_else_the_database(tmp_path: Path) -> None:
    """Its step is run with a stand-in for fetch.sh; each kind that it may say has its etl."""
    text = WEEKLY.read_text(encoding="utf-8")
    [step] = re.findall(r"id: fetch\n        run: \|\n((?:          .*\n)+)", text)
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "fetch.sh").write_text('#!/bin/sh\necho "$@"\n')
    (tmp_path / "deploy" / "fetch.sh").chmod(0o755)
    for address, fetched in (("https://example.org", "archive nyaastats.archive"), ("", "database nyaastats.db")):
        environment = {"PATH": os.environ["PATH"], "ARCHIVE_URL": address, "GITHUB_OUTPUT": "output"}
        command = ["bash", "-e", "-c", step]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
        kind, place = fetched.split()
        assert done.stdout == f"{fetched}\n"
        assert (tmp_path / "output").read_text() == f"kind={kind}\n"
        option = "archive" if kind == "archive" else "db"
        assert has_in_order(text, f"if: steps.fetch.outputs.kind == '{kind}'\n", f"nyaastats etl --{option} {place}")
        (tmp_path / "output").unlink()


def list_unpinned_actions(workflow: str) -> list[str]:
    """The `uses:` that are no commit, or do not say of which version it is: a tag can be moved to other code."""
    uses = re.findall(r"^ *(?:- )?uses: *(.+)$", workflow, flags=re.MULTILINE)
    return [action for action in uses if not re.fullmatch(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)]


def split_steps(workflow: str) -> list[str]:
    return re.split(r"^ *- (?=(?:\w+: ))", workflow, flags=re.MULTILINE)[1:]


def list_permissions(workflow: str) -> dict[str, set[str]]:
    """What the token may in the whole workflow (under its empty name), and in each job that says otherwise."""
    blocks = re.findall(
        r"^(?:  (\w+):\n(?:    .*\n)*?    )?permissions:\n((?: +[\w-]+: \w+\n)+)", workflow, flags=re.MULTILINE
    )
    return {job: {line.strip() for line in lines.splitlines()} for job, lines in blocks}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_an_action_is_a_commit_with_its_version(path: Path) -> None:
    workflow = path.read_text(encoding="utf-8")
    assert "uses: actions/checkout@" in workflow
    assert list_unpinned_actions(workflow) == []


@pytest.mark.parametrize(
    "action",
    [
        "actions/cache@v4",
        "actions/cache@main # v4.3.0",
        f"actions/cache@{40 * 'a'}",
        f"actions/cache@{40 * 'a'} # v4",
        f"actions/cache@{39 * 'a'} # v4.3.0",
        "./local",
    ],
)
def test_an_action_that_is_no_commit_is_found(action: str) -> None:
    assert list_unpinned_actions(f"    steps:\n      - uses: {action}\n") == [action]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_checkout_leaves_the_token_behind(path: Path) -> None:
    """By default it is written to .git/config, where every later step can read it."""
    checkouts = [step for step in split_steps(path.read_text(encoding="utf-8")) if "actions/checkout@" in step]
    assert checkouts
    assert all("          persist-credentials: false\n" in step for step in checkouts)


def test_the_token_may_read_and_the_job_without_our_code_publish() -> None:
    permissions = {path.name: list_permissions(path.read_text(encoding="utf-8")) for path in WORKFLOWS}
    assert permissions == {
        "test.yml": {"": {"contents: read"}},
        "weekly.yml": {
            "": {"contents: read"},
            "build": {"contents: read", "pages: read"},
            "publish": {"pages: write", "id-token: write"},
        },
    }
    publish = WEEKLY.read_text(encoding="utf-8").partition("\n  publish:\n")[2]
    assert "actions/deploy-pages@" in publish
    assert "checkout" not in publish
    assert "run:" not in publish


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


def test_the_base_images_are_one_digest() -> None:
    """A tag is another image every few weeks; both stages have one Python, as the environment is copied."""
    [image] = set(re.findall(r"^FROM (\S+)", CONTAINERFILE, flags=re.MULTILINE))
    assert re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", image)


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


def fetch(
    folder: Path, served: bytes, address: str | None, arguments: Sequence[str] = ("database", "nyaastats.db")
) -> subprocess.CompletedProcess[str]:
    (folder / "curl").write_text(CURL)
    (folder / "curl").chmod(0o755)
    (folder / "served").write_bytes(served)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "SERVED": str(folder / "served")}
    if address is not None:
        environment |= {"DATABASE_URL": address, "ARCHIVE_URL": address}
    command = ["bash", str(FETCH), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


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


def test_nothing_of_the_database_before_is_read_into_the_fetched_one(tmp_path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        (tmp_path / f"nyaastats.db{suffix}").write_bytes(b"of last week")
    assert fetch(tmp_path, DATABASE, "https://example.org/db").returncode == 0
    assert [path.name for path in tmp_path.glob("nyaastats.db*")] == ["nyaastats.db"]
    assert (tmp_path / "nyaastats.db").read_bytes() == DATABASE


def test_a_folder_may_be_named_with_a_slash_and_a_missing_one_is_said(tmp_path: Path) -> None:
    served = pack({"manifest.json": b"new"}, "nyaastats.archive")
    for _ in range(2):
        done = fetch(tmp_path, served, "https://example.org/archive", ("archive", "kept/"))
        assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "kept" / "manifest.json").read_text() == "new"
    done = fetch(tmp_path, served, "https://example.org/archive", ("archive", "missing/kept"))
    assert (done.returncode, "there is no folder for missing/kept" in done.stderr) == (1, True)


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("place", ["editions/fall-2025/2025-W40.json", "shows/fall-2025.json"])
def test_charts_as_first_published_and_answers_of_anilist_outlive_a_fetched_archive(
    tmp_path: Path, place: str, *, is_packed: bool
) -> None:
    folder = tmp_path / "nyaastats.archive"
    (folder / place).parent.mkdir(parents=True)
    (folder / place).write_text("this machine's")
    (folder / "manifest.json").write_text("old")
    packed = {place: b"the collector's"} if is_packed else {}
    served = pack({"manifest.json": b"new"} | packed, "nyaastats.archive")
    done = fetch(tmp_path, served, "https://example.org/archive", ("archive", "nyaastats.archive"))
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "manifest.json").read_text() == "new"
    assert (folder / place).read_text() == ("the collector's" if is_packed else "this machine's")


def test_an_archive_whose_replacement_was_cut_off_is_put_back(tmp_path: Path) -> None:
    replaced = tmp_path / "nyaastats.archive.replaced"
    replaced.mkdir()
    (replaced / "manifest.json").write_text("old")
    assert fetch(tmp_path, b"", "https://example.org/missing", ("archive", "nyaastats.archive")).returncode == 1
    assert (tmp_path / "nyaastats.archive" / "manifest.json").read_text() == "old"


@pytest.mark.parametrize(
    ("served", "address", "says"),
    [
        (DATABASE, None, "DATABASE_URL is not set"),
        (DATABASE, "", "DATABASE_URL is not set"),
        (DATABASE, "http://example.org/secret", "not an https address"),
        (DATABASE, "https://example.org/secret/missing", "cannot be downloaded"),
        (gzip.compress(DATABASE)[:-9], "https://example.org/secret", "is damaged"),
        (b"<html>Please log in</html>", "https://example.org/secret", "is no database"),
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


ARCHIVE = {"manifest.json": b"{}", "scrapes/month=2025-10/0123.parquet": b"PAR1" * 500}
FETCH_ARCHIVE = ("archive", "nyaastats.archive")


def pack(files: Mapping[str, bytes], folder: str) -> bytes:
    """A tar of the files below `folder`."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


TARS = [pack(ARCHIVE, "nyaastats.archive"), pack(ARCHIVE, ".")]
PACKED = [*TARS, *map(gzip.compress, TARS), *(body for tar in TARS for body in zstd(tar))]


@pytest.mark.parametrize("served", PACKED, ids=range(len(PACKED)))
@pytest.mark.parametrize("is_there", [True, False])
def test_an_archive_is_fetched_however_it_is_packed(tmp_path: Path, served: bytes, *, is_there: bool) -> None:
    if is_there:
        make_archive_of_last_week(tmp_path)
    done = fetch(tmp_path, served, "https://example.org/archive?key=secret", FETCH_ARCHIVE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert contents(tmp_path / "nyaastats.archive") == ARCHIVE
    assert {path.name for path in tmp_path.iterdir()} == {"curl", "served", "nyaastats.archive"}


def make_archive_of_last_week(folder: Path) -> None:
    (folder / "nyaastats.archive").mkdir()
    (folder / "nyaastats.archive" / "manifest.json").write_bytes(b"of last week")


@pytest.mark.parametrize(
    ("served", "address", "says"),
    [
        (TARS[0], None, "ARCHIVE_URL is not set"),
        (TARS[0], "http://example.org/secret", "not an https address"),
        (TARS[0], "https://example.org/secret/missing", "cannot be downloaded"),
        (gzip.compress(TARS[0])[:-9], "https://example.org/secret", "is damaged"),
        (TARS[0][:1600], "https://example.org/secret", "is damaged"),
        (DATABASE, "https://example.org/secret", "no tar"),
        (pack({"cat.jpg": b"a cat"}, "."), "https://example.org/secret", "is no archive"),
    ],
)
def test_an_archive_that_cannot_be_fetched_leaves_what_was_there(
    tmp_path: Path, served: bytes, address: str | None, says: str
) -> None:
    make_archive_of_last_week(tmp_path)
    done = fetch(tmp_path, served, address, FETCH_ARCHIVE)
    assert done.returncode != 0
    assert says in done.stderr
    assert "secret" not in done.stderr.replace("a secret of the repository", "")
    assert contents(tmp_path / "nyaastats.archive") == {"manifest.json": b"of last week"}
    assert {path.name for path in tmp_path.iterdir()} == {"curl", "served", "nyaastats.archive"}


def test_a_folder_that_is_no_archive_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "cat.jpg").write_bytes(b"a cat")
    done = fetch(tmp_path, TARS[0], "https://example.org/secret", ("archive", "pictures"))
    assert done.returncode != 0
    assert "pictures is no archive" in done.stderr
    assert contents(tmp_path / "pictures") == {"cat.jpg": b"a cat"}


@pytest.mark.parametrize("arguments", [(), ("nyaastats.db",), ("archive",), ("archive", "")])
def test_fetching_says_what_it_wants_to_know(tmp_path: Path, arguments: Sequence[str]) -> None:
    done = fetch(tmp_path, DATABASE, "https://example.org", arguments)
    assert done.returncode != 0
    assert done.stderr.startswith("fetch.sh: say ")


def test_an_archive_packed_as_the_script_says_is_measured(tmp_path: Path) -> None:
    """The commands of its comment, on the machine that collects; the archive alone, where it is published."""
    collector, publisher = Workspace(tmp_path / "collector"), Workspace(tmp_path / "publisher")
    for place in (collector.folder, publisher.folder):
        place.mkdir()
    make_database(collector.folder / "nyaastats.db")
    assert collector.call("archive", "--db", "nyaastats.db").returncode == 0
    tar = re.findall(r"&& (tar .+)", FETCH.read_text(encoding="utf-8"))[0].replace("--zstd ", "")
    subprocess.run(["bash", "-c", tar], cwd=collector.folder, check=True)
    served = (collector.folder / "archive.tar.zst").read_bytes()
    assert fetch(publisher.folder, served, "https://example.org", FETCH_ARCHIVE).returncode == 0
    for machine, source in ((collector, ("--db", "nyaastats.db")), (publisher, ("--archive", "nyaastats.archive"))):
        done = machine.call("etl", *source, "--anilist", SNAPSHOT, "--output", "data")
        assert (done.returncode, done.stderr) == (0, "")
    assert contents(publisher.folder / "data") == contents(collector.folder / "data")
