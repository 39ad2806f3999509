"""Each worker starts in a process of its own and prints what its suite reads."""

import json
from pathlib import Path

import pytest

from benchmarks.fixtures.collector_databases import make_older
from benchmarks.fixtures.season_files import SeasonFiles
from benchmarks.processes import measure_command, measure_from_small_process, measure_scratch, worker_command
from benchmarks.workers.baselines import BASELINES
from benchmarks.workers.collector_tasks import NOW, OpeningCost
from benchmarks.workers.compare_engines import compare_engines
from nyaastats.engines.base import EngineServer
from nyaastats.synthetic import Summary
from testkit.engine_runs import named_main, start_sail


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
    assert {"imports", "table scrape_pairs"} <= {name for name, _, _ in parts}
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


def test_the_peak_of_temporary_files_is_of_those_that_are_deleted_too() -> None:
    script = 'head -c 3145728 /dev/zero > "$TMPDIR/large"; sleep 0.5; rm "$TMPDIR/large"; echo "$GREETING"'
    cost, scratch = measure_scratch(["sh", "-c", script], {"GREETING": "hello"})
    assert cost.printed == "hello\n"
    assert 3 <= scratch < 4


def test_what_another_engine_makes_of_a_season_is_compared(folder: Path) -> None:
    (folder / "scratch").mkdir()
    with named_main(), start_sail() as address:
        comparison = compare_engines(SeasonFiles.of(folder), EngineServer(address, str(folder / "scratch")), None)
    assert comparison.tables > 30
    assert comparison.rows > 1_000_000
    assert comparison.differences == ()
