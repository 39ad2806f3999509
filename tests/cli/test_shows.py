"""`etl` keeps AniList's answer in the archive, and needs neither network nor cache where it is kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from testkit.anilist_server import AniList, serve
from testkit.command_line import SNAPSHOT, Workspace, contents, etl, make_database

ARCHIVE = "nyaastats.archive"
ANSWER = Path(ARCHIVE, "shows", "fall-2025.json")
OF_DATABASE = ("etl", "--db", "nyaastats.db", "--output", "data")
OF_ARCHIVE = ("etl", "--archive", ARCHIVE, "--output", "alone")
UNREACHABLE = "AniList could not be reached: the shows are those of 2025-10-01 08:30 UTC"


@pytest.fixture
def anilist() -> Iterator[AniList]:
    with serve(json.loads(SNAPSHOT.read_text(encoding="utf-8"))["data"]["Page"]["media"]) as service:
        yield service


@pytest.fixture
def workspace(tmp_path: Path, anilist: AniList) -> Workspace:
    make_database(tmp_path / "nyaastats.db")
    return Workspace(tmp_path, {"NYAASTATS_ANILIST_URL": anilist.url})


def run(workspace: Workspace, *arguments: object) -> str:
    done = workspace.call(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_archive_alone_is_published_without_network_and_cache(workspace: Workspace) -> None:
    run(workspace, *OF_DATABASE)
    (workspace.folder / "nyaastats.db").unlink()
    shutil.rmtree(workspace.folder / "cache")
    offline = Workspace(workspace.folder, {"NYAASTATS_CACHE": str(SNAPSHOT / "cache")})
    assert "could not be reached" not in run(offline, *OF_ARCHIVE)
    assert contents(workspace.folder / "alone") == contents(workspace.folder / "data")


def test_an_answer_of_the_archive_that_is_too_old_has_to_do_and_its_age_is_told(workspace: Workspace) -> None:
    run(workspace, *OF_DATABASE)
    shutil.rmtree(workspace.folder / "cache")
    path = workspace.folder / ANSWER
    path.write_text(json.dumps(json.loads(path.read_text()) | {"fetchedAt": "2025-10-01T08:30:00Z"}))
    assert UNREACHABLE in run(Workspace(workspace.folder), *OF_ARCHIVE)
    report = json.loads((workspace.folder / "alone" / "report.json").read_text())
    assert report["anilist_stale_since"] == "2025-10-01T08:30:00Z"


def test_a_damaged_answer_is_named_and_asked_for_anew(workspace: Workspace, anilist: AniList) -> None:
    run(workspace, *OF_DATABASE)
    shutil.rmtree(workspace.folder / "cache")
    whole = (workspace.folder / ANSWER).read_bytes()
    (workspace.folder / ANSWER).write_bytes(whole[: len(whole) // 2])
    requests = len(anilist.requests)
    lines = run(workspace, *OF_DATABASE).splitlines()
    [line] = [line for line in lines if "fall-2025.json" in line]
    assert line.startswith(f"'{ANSWER}' is not an AniList snapshot (Invalid JSON")
    assert line.endswith("): skipped")
    assert len(anilist.requests) > requests
    assert "fall-2025.json" not in run(workspace, *OF_DATABASE)


def test_shows_are_asked_for_again_when_that_is_wanted(workspace: Workspace, anilist: AniList) -> None:
    run(workspace, *OF_DATABASE)
    requests, first = len(anilist.requests), (workspace.folder / ANSWER).read_bytes()
    run(workspace, *OF_DATABASE)
    assert len(anilist.requests) == requests
    run(workspace, *OF_DATABASE, "--refresh-shows")
    assert len(anilist.requests) == 2 * requests
    assert (workspace.folder / ANSWER).read_bytes() != first


def test_snapshots_are_not_kept(workspace: Workspace) -> None:
    run(workspace, *etl())
    assert not (workspace.folder / ANSWER).parent.exists()


def test_answers_outlive_an_archive_that_is_built_anew_or_compacted(workspace: Workspace) -> None:
    run(workspace, *OF_DATABASE)
    for path in (workspace.folder / ARCHIVE / "scrapes").rglob("*.parquet"):
        path.unlink()
    answers = contents((workspace.folder / ANSWER).parent)
    assert answers
    assert "built anew" in run(workspace, "archive", "--db", "nyaastats.db")
    run(workspace, "archive", "--db", "nyaastats.db", "--compact")
    assert contents((workspace.folder / ANSWER).parent) == answers
    (workspace.folder / ARCHIVE / "manifest.json").unlink()
    run(replace(workspace, settings={}), *OF_DATABASE)
    assert contents((workspace.folder / ANSWER).parent) == answers
