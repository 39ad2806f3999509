"""A week's chart as first published is remembered, and what has changed since is told."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from testkit.command_line import Workspace, contents, etl, make_database

MONDAY_MORNING = "2025-10-13T06:00:00"
MONDAY_EVENING = "2025-10-13T18:00:00"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    make_database(tmp_path / "whole.db")
    return Workspace(tmp_path)


def publish(workspace: Workspace, until: str | None, *arguments: object) -> dict[str, Any]:
    """What is published from the scrapes up to a moment; the database grows, so the archive is not built anew."""
    database = workspace.folder / "nyaastats.db"
    shutil.copy(workspace.folder / "whole.db", database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TEMP TABLE grown AS SELECT * FROM stats ORDER BY timestamp")
        connection.execute("DELETE FROM stats")
        connection.execute("INSERT INTO stats SELECT * FROM grown WHERE timestamp <= ?", (until or "9999",))
    done = workspace.call(*etl(*arguments))
    assert (done.returncode, done.stderr, "built anew" in done.stdout) == (0, "", False)
    published = contents(workspace.folder / "data")
    return {name: json.loads(text) for name, text in published.items() if name.endswith(".json")}


def find_chart(published: dict[str, Any], week: str) -> dict[int, tuple[int, int]]:
    return {row["anilist_id"]: (row["rank"], row["downloads"]) for row in published[f"weeks/{week}.json"]["rows"]}


def test_what_changed_since_monday_is_listed(workspace: Workspace) -> None:
    first = publish(workspace, MONDAY_MORNING)
    assert (first["corrections.json"]["corrections"], first["report.json"]["revision"]) == ([], None)
    later = publish(workspace, None)
    before, now = find_chart(first, "2025-W41"), find_chart(later, "2025-W41")
    listed = {row["anilist_id"]: row for row in later["corrections.json"]["corrections"] if row["week"] == "2025-W41"}
    assert listed
    for show, row in listed.items():
        assert (row["published_rank"], row["published_downloads"]) == before.get(show, (None, 0))
        assert (row["rank"], row["downloads"]) == now.get(show, (None, 0))
        assert row["published_until"] <= "2025-10-13T06:00:00Z"
    moved = {show for show in before if before[show][0] != now[show][0]}
    assert moved <= listed.keys()
    revision = later["report.json"]["revision"]
    assert revision["weeks"] >= 1
    assert revision["mean_revision"] > 0


def test_until_a_day_after_its_end_a_week_is_published_anew(workspace: Workspace) -> None:
    publish(workspace, MONDAY_MORNING)
    evening = publish(workspace, MONDAY_EVENING)
    assert evening["corrections.json"]["corrections"] == []
    edition = json.loads((workspace.folder / "nyaastats.archive/editions/2025-W41.json").read_text())
    assert edition["known_until"] == evening["rankings.json"]["data_until"]
    assert {row["anilist_id"]: (row["rank"], row["downloads"]) for row in edition["entries"]} == find_chart(
        evening, "2025-W41"
    )


def test_a_run_by_another_attribution_leaves_no_edition_and_compares_none(workspace: Workspace) -> None:
    publish(workspace, MONDAY_MORNING)
    editions = contents(workspace.folder / "nyaastats.archive/editions")
    observed = publish(workspace, None, "--attribution", "observed")
    assert observed["corrections.json"]["corrections"] == []
    assert contents(workspace.folder / "nyaastats.archive/editions") == editions


def test_editions_outlive_an_archive_that_is_built_anew(workspace: Workspace) -> None:
    publish(workspace, MONDAY_MORNING)
    archive = workspace.folder / "nyaastats.archive"
    for path in (archive / "scrapes").rglob("*.parquet"):
        path.unlink()
    editions = contents(archive / "editions")
    done = workspace.call("archive", "--db", "nyaastats.db")
    assert "built anew" in done.stdout
    assert workspace.call("archive", "--db", "nyaastats.db", "--compact").returncode == 0
    assert contents(archive / "editions") == editions
