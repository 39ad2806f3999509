"""Runs on one archive are exclusive: the second waits for the first, and reads nothing twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from nyaastats.pipeline.archiving import ArchiveConfig, open_source
from nyaastats.store.archive.reader import open_archive
from testkit.growing_database import add_scrape, add_torrent, change, list_scrapes, make_growing_database

DAYS = ("2025-10-01", "2025-10-02", "2025-11-03")


@pytest.fixture
def config(tmp_path: Path) -> ArchiveConfig:
    database = make_growing_database(tmp_path / "a.db")
    change(database, add_torrent(1), *(add_scrape(1, day) for day in DAYS))
    return ArchiveConfig(tmp_path / "archive", database)


def bring_up_to_date(config: ArchiveConfig) -> int:
    """How many rows of scrapes were new."""
    with open_source(config) as source:
        assert source.update
        return source.update.new_scrapes


def test_a_run_waits_until_another_has_ended(config: ArchiveConfig) -> None:
    assert config.folder
    config.folder.mkdir()
    with ThreadPoolExecutor(max_workers=1) as thread:
        with FileLock(config.folder / ".lock"):
            waiting = thread.submit(bring_up_to_date, config)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=2)
            assert [path.name for path in config.folder.iterdir()] == [".lock"]
        assert waiting.result(timeout=60) == len(DAYS)


def test_of_runs_at_once_one_reads_what_is_new(config: ArchiveConfig) -> None:
    with ThreadPoolExecutor(max_workers=4) as threads:
        assert sorted(threads.map(bring_up_to_date, [config] * 4)) == [0, 0, 0, len(DAYS)]
    assert config.folder
    assert len(list_scrapes(config.folder)) == len(DAYS)
    assert open_archive(config.folder).ids.num_rows == 1
