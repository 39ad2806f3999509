"""Each worker starts in a process of its own and prints what its suite reads."""

import json
from pathlib import Path

import pytest

from benchmarks.fixtures.collector_databases import make_older
from benchmarks.fixtures.season_files import SeasonFiles
from benchmarks.processes import measure_command, measure_from_small_process, worker_command
from benchmarks.workers.baselines import BASELINES
from benchmarks.workers.collector_tasks import NOW, OpeningCost
from nyaastats.synthetic import Summary


@pytest.fixture
def folder(season: Summary, tmp_path: Path) -> Path:
    """The season under the names that the bench gives its files."""
    files = SeasonFiles.of(tmp_path)
    files.database.symlink_to(season.database)
    files.anilist.symlink_to(season.anilist)
    files.truth.symlink_to(season.truth)
    return tmp_path


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_is_measured_in_seconds(folder: Path, name: str) -> None:
    assert 0 < float(measure_command(worker_command("baselines", name, folder)).printed) < 60


def test_a_profile_holds_imports_and_tables(folder: Path) -> None:
    parts = json.loads(measure_command(worker_command("profile_etl", folder)).printed)
    assert {"imports", "table scrapes"} <= {name for name, _, _ in parts}
    assert all(20 < peak < 2_000 for _, _, peak in parts)
    assert (folder / "data" / "manifest.json").exists()


def test_an_older_database_is_opened(tmp_path: Path) -> None:
    make_older(tmp_path / "older.db", 40, 3, NOW)
    cost = OpeningCost(
        **json.loads(measure_command(worker_command("collector_tasks", "open", tmp_path / "older.db")).printed)
    )
    assert 0 <= cost.due < cost.due_later <= 40


def test_a_command_is_measured_from_a_small_process() -> None:
    cost = measure_from_small_process(["sh", "-c", "echo done"])
    assert cost.printed == "done\n"
    assert cost.peak < 50
