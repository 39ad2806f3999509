"""An archive on object storage: what is published from it is what its folder gives, and nothing is written there."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from testkit.command_line import SNAPSHOT, CompletedCommand, Workspace, contents, etl, make_database
from testkit.object_storage import ObjectStorage, serve_storage
from testkit.shared import make_once

ARCHIVE = "nyaastats.archive"
URI = f"s3://bucket/years/{ARCHIVE}"
KEY, SECRET, TOKEN = "the'key", "the 'secret'; --", "the'token"
MONDAY_MORNING = "2025-10-13T06:00:00"


def make_corrected_archive(folder: Path) -> Path:
    """The golden season's archive, with editions of Monday that have been corrected since, and what it publishes."""
    database, workspace = make_database(folder / "nyaastats.db"), Workspace(folder)
    whole = database.read_bytes()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM stats WHERE timestamp > ?", (MONDAY_MORNING,))
    assert workspace.call(*etl(output="monday")).returncode == 0
    database.write_bytes(whole)
    assert workspace.call(*etl(output="updated")).returncode == 0
    assert workspace.call(*measure(ARCHIVE, output="expected")).returncode == 0
    return folder


@dataclass(frozen=True, slots=True)
class Case:
    """A copy of the archive on object storage, and a folder to run commands in."""

    workspace: Workspace
    storage: ObjectStorage
    expected: dict[str, bytes]
    """What the archive's folder publishes."""

    @property
    def bucket(self) -> Path:
        """The archive as it lies there."""
        return self.storage.root / "bucket" / "years" / ARCHIVE

    def find(self, pattern: str) -> Path:
        return min(self.bucket.glob(pattern))


@pytest.fixture
def case(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = make_once(tmp_path_factory, "corrected-archive", make_corrected_archive)
    with serve_storage(tmp_path / "storage") as storage:
        shutil.copytree(folder / ARCHIVE, storage.root / "bucket" / "years" / ARCHIVE)
        (tmp_path / "work").mkdir()
        keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": TOKEN}
        workspace = Workspace(tmp_path / "work", {"AWS_ENDPOINT_URL": storage.url, "AWS_REGION": "eu-west-7", **keys})
        yield Case(workspace, storage, contents(folder / "expected"))


def measure(place: object, *arguments: object, output: str = "data") -> tuple[object, ...]:
    return "etl", "--archive", place, "--anilist", SNAPSHOT, "--output", output, *arguments


def assert_one_line(done: CompletedCommand, *texts: str) -> None:
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    for text in texts:
        assert text in done.stderr
    assert not any(value in done.stderr for value in (KEY, SECRET, TOKEN, "nyaastats-archive-"))


def test_what_is_published_is_what_the_folder_gives(case: Case) -> None:
    assert json.loads(case.expected["corrections.json"])["corrections"] != []
    before = contents(case.storage.root)
    done = case.workspace.call(*measure(f"{URI}/"))
    assert (done.returncode, done.stderr) == (0, "")
    assert contents(case.workspace.folder / "data") == case.expected
    assert {request.method for request in case.storage.requests} == {"GET", "HEAD"}
    assert contents(case.storage.root) == before


def test_requests_are_signed_with_the_keys_of_the_environment(case: Case) -> None:
    case.storage.keys = (KEY,)
    assert case.workspace.call(*measure(URI)).returncode == 0
    for request in case.storage.requests:
        assert f"Credential={KEY}/" in request.headers["Authorization"]
        assert "/eu-west-7/s3/" in request.headers["Authorization"]
        assert request.headers["x-amz-security-token"] == TOKEN


def test_a_public_bucket_needs_no_key(case: Case) -> None:
    workspace = Workspace(case.workspace.folder, {"AWS_ENDPOINT_URL": case.storage.url})
    assert workspace.call(*measure(URI)).returncode == 0
    assert not any("Authorization" in request.headers for request in case.storage.requests)


def test_the_setting_names_it_too(case: Case) -> None:
    (case.workspace.folder / "nyaastats.toml").write_text(f'archive = "{URI}"\n', encoding="utf-8")
    assert case.workspace.call("etl", "--anilist", SNAPSHOT, "--output", "data").returncode == 0
    assert contents(case.workspace.folder / "data") == case.expected


def test_scrapes_are_read_once_and_by_ranges(case: Case) -> None:
    assert case.workspace.call(*measure(URI)).returncode == 0
    reads = [item for item in case.storage.requests if item.method == "GET" and "/scrapes/" in item.path]
    ranges = [(request.path, request.headers["Range"]) for request in reads]
    assert ranges
    assert len(ranges) == len(set(ranges))


def test_a_web_server_lists_no_editions(case: Case) -> None:
    assert case.workspace.call(*measure(f"{case.storage.url}/bucket/years/{ARCHIVE}")).returncode == 0
    data = contents(case.workspace.folder / "data")
    assert json.loads(data["corrections.json"])["corrections"] == []
    told_by_editions = {"corrections.json", "projections.json", "report.json", "seasons/fall-2025/report.json"}
    others = case.expected.keys() - told_by_editions - {"manifest.json"}
    assert {name: data[name] for name in others} == {name: case.expected[name] for name in others}
    assert not any("list-type" in request.path for request in case.storage.requests)


def test_without_names_they_are_read_and_not_kept(case: Case) -> None:
    change_manifest(case, names=None, rules=None)
    before = contents(case.storage.root)
    assert case.workspace.call(*measure(URI)).returncode == 0
    assert contents(case.workspace.folder / "data") == case.expected
    assert contents(case.storage.root) == before


# --- what can go wrong: one line each -------------------------------------------------------------------------------


def change_manifest(case: Case, **fields: object) -> None:
    path = case.bucket / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | fields), encoding="utf-8")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def flip(path: Path) -> None:
    """Another byte in the middle, the same size."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


FAULTS: dict[str, tuple[Callable[[Case], object], str]] = {
    "no archive": (
        lambda case: shutil.rmtree(case.bucket),
        "manifest.json' in region 'eu-west-7' (HTTP 404 Not Found)",
    ),
    "another program's manifest": (
        lambda case: cut(case.bucket / "manifest.json"),
        "is not the manifest of an archive",
    ),
    "a newer archive": (lambda case: change_manifest(case, format=99), "was written by a newer nyaastats (format 99"),
    "torrents cut": (lambda case: cut(case.find("torrents/*")), "is damaged (torrents/"),
    "torrents changed": (lambda case: flip(case.find("torrents/*")), "is damaged (torrents/"),
    "torrents missing": (lambda case: case.find("torrents/*").unlink(), "(HTTP 404 Not Found)"),
    "names changed": (lambda case: flip(case.find("names/*")), "is damaged (names/"),
    "scrapes cut": (lambda case: cut(case.find("scrapes/*/*")), "is damaged (scrapes/month="),
    "scrapes missing": (lambda case: case.find("scrapes/*/*").unlink(), "(HTTP 404 Not Found)"),
    "an edition cut": (lambda case: cut(case.find("editions/*")), f"the edition '{URI}/editions/"),
    "a name that leads elsewhere": (
        lambda case: change_manifest(case, names={"name": "../../x.json", "sha256": "", "bytes": 0, "rows": 0}),
        "is not the manifest of an archive",
    ),
    "a foreign key": (lambda case: setattr(case.storage, "keys", ("other",)), "name a key that may read and list it"),
    "a server that fails": (lambda case: case.storage.refusals.update({"/names/": 500}), "HTTP 500"),
    "scrapes refused": (lambda case: case.storage.refusals.update({"/scrapes/": 403}), "(HTTP 403 Forbidden)"),
    "another region": (lambda case: case.storage.refusals.update({"manifest": 301}), "name the bucket's region"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_read_is_one_line_and_publishes_nothing(case: Case, fault: str) -> None:
    damage, reason = FAULTS[fault]
    damage(case)
    assert_one_line(case.workspace.call(*measure(URI)), f"{URI}", reason)
    assert contents(case.workspace.folder) == {}


@pytest.mark.parametrize("place", [URI, "http://127.0.0.1:9/archive"])
def test_a_host_that_does_not_answer_is_one_line(tmp_path: Path, place: str) -> None:
    workspace = Workspace(tmp_path, {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"})
    assert_one_line(workspace.call(*measure(place)), place, "Could not connect to server", "check the address")


def test_without_the_extension_one_line_says_what_to_install(
    case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb_extension_httpfs", None)
    monkeypatch.setenv("HOME", str(tmp_path))  # where DuckDB keeps what it has downloaded
    assert_one_line(case.workspace.call(*measure(URI)), "pip install 'nyaastats[s3]'")
    assert case.storage.requests == []


@pytest.mark.parametrize(
    "endpoint", ["127.0.0.1:9000", "ftp://127.0.0.1", "https://", "https://host/path", f"http://{KEY}:{SECRET}@host"]
)
def test_an_endpoint_that_is_no_address_is_refused(tmp_path: Path, endpoint: str) -> None:
    assert_one_line(Workspace(tmp_path, {"AWS_ENDPOINT_URL": endpoint}).call(*measure(URI)), "AWS_ENDPOINT_URL is no")


@pytest.mark.parametrize(
    "place",
    [
        "s3://",
        "s3:///archive",
        "ftp://host/archive",
        "s3a://bucket/archive",
        f"https://the-user:{SECRET}@host/archive",
        f"https://host/archive?signature={SECRET}",
        "s3://bucket/*.archive",
        "s3://bucket/an archive",
    ],
)
def test_another_uri_is_refused(tmp_path: Path, place: str) -> None:
    assert_one_line(Workspace(tmp_path).call(*measure(place)), "write it as s3://bucket/nyaastats.archive")


OPTION, SETTING = ("--archive", URI), {"NYAASTATS_ARCHIVE": URI}


@pytest.mark.parametrize(
    ("command", "options", "settings"),
    [
        (("etl",), OPTION, {}),
        (("etl",), (), SETTING),
        (("archive",), OPTION, {}),
        (("archive", "--compact"), (), SETTING),
        (("db", "trim"), OPTION, {}),
        (("db", "check"), (), SETTING),
    ],
)
def test_the_archive_of_a_database_is_a_folder(
    tmp_path: Path, command: tuple[str, ...], options: tuple[str, ...], settings: dict[str, str]
) -> None:
    make_database(tmp_path / "nyaastats.db")
    done = Workspace(tmp_path, settings).call(*command, "--db", "nyaastats.db", *options)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot be kept at a URI, where archives are only read: archive to a folder, and copy" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {"nyaastats.db", "nyaastats.db.lock"}


def test_a_uri_has_no_mirror(tmp_path: Path) -> None:
    options = ("--engine", "sc://127.0.0.1:9", "--scratch", ".", "--mirror", "s3a://bucket")
    done = Workspace(tmp_path).call(*measure(URI, *options))
    assert (done.returncode, "--mirror is for the copy of a folder" in done.stderr) == (2, True)
