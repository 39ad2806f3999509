"""A review reads what the ETL reads: the archive, brought up to date, of a trimmed database as of a whole one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from nyaastats.errors import ArchiveError, DatabaseError
from nyaastats.pipeline.trimming import TrimConfig, trim_database
from nyaastats.review.run import ReviewConfig, ReviewRun, open_run
from testkit.growing_database import guard_rows
from testkit.review_cases import make_config, read_shows, skip_steps


def summarise(run: ReviewRun) -> dict[str, Any]:
    """All that questions, effects and audits are made of."""
    torrents = run.classify(())
    chart = run.measure(torrents)
    return {
        "data_until": run.data_until,
        "torrents": [(torrent.torrent.infohash, torrent.downloads) for torrent in torrents],
        "matches": [result.decision for result in run.results],
        "rankings": chart.rankings.to_pylist(),
        "weeks": chart.chart_weeks.to_pylist(),
    }


def review(config: ReviewConfig) -> dict[str, Any]:
    with open_run(config, read_shows, skip_steps) as run:
        return summarise(run)


def trim(config: ReviewConfig, database: Path, scraped_before: datetime) -> int:
    folder = config.source.folder
    assert folder
    return trim_database(TrimConfig(database, folder, scraped_before, config.now, memory_mib=256, is_rehearsal=False))


def test_a_trimmed_database_is_reviewed_as_a_whole_one(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guard_rows(monkeypatch, 2)
    config = make_config(database)
    whole = review(config)
    assert whole["rankings"]
    assert trim(config, database, config.now) > 0
    assert review(config) == whole


def test_an_archive_alone_is_reviewed(database: Path) -> None:
    config = make_config(database)
    whole = review(config)
    database.unlink()
    assert review(replace(config, source=replace(config.source, database=None))) == whole


def test_what_came_since_the_archive_was_made_is_reviewed(database: Path) -> None:
    config = make_config(database)
    before = review(config)
    with closing(sqlite3.connect(database)) as connection, connection:
        rise = "SELECT infohash, '2025-10-23', 1, 1, 910 FROM torrents WHERE filename LIKE '%Vanished S2%'"  # from 900
        connection.execute(f"INSERT INTO stats {rise}")
    after = review(config)
    assert after["data_until"] > before["data_until"]
    rises = {infohash: downloads - dict(before["torrents"])[infohash] for infohash, downloads in after["torrents"]}
    assert sorted(rises.values())[-2:] == [0, 10]


def test_an_open_review_neither_holds_nor_needs_the_archive(database: Path) -> None:
    config = make_config(database)
    folder = config.source.folder
    assert folder
    with open_run(config, read_shows, skip_steps) as run:
        before = summarise(run)
        with FileLock(folder / ".lock", timeout=0):
            for path in folder.rglob("*.parquet"):
                path.unlink()
        database.unlink()
        assert summarise(run) == before


def test_without_the_archive_of_a_trimmed_database_there_is_no_review(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard_rows(monkeypatch, 2)
    config = make_config(database)
    trim(config, database, config.now)
    elsewhere = replace(config.source, place=database.with_name("elsewhere"))
    with pytest.raises(ArchiveError, match="older scrapes are in the archive"):
        review(replace(config, source=elsewhere))


def test_a_database_that_is_not_there_is_named(database: Path) -> None:
    database.unlink()
    with pytest.raises(DatabaseError, match=r"nyaastats\.db' cannot be read"):
        review(make_config(database))
