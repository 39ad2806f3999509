"""Adds a scrape that a wrong clock has stamped, publishes, and compares the files with those of the season without."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from nyaastats.synthetic import Summary
from nyaastats.synthetic.facts import DATA_UNTIL
from testkit.command_line import contents
from testkit.etl_run import run_season

STAMPS = {
    "in 2099": datetime(2099, 6, 1, tzinfo=UTC),
    "in 2000": datetime(2000, 1, 1, tzinfo=UTC),
    "a day and a second after the run's clock": DATA_UNTIL + timedelta(days=1, seconds=1),
    "a second after the run's clock": DATA_UNTIL + timedelta(seconds=1),
}
"""When the clock said that it is; the last is within the day by which clocks may differ."""

Documents = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClockOutcome:
    """What one more scrape with such a stamp did."""

    stamped: str
    rejected: int
    """How many scrapes more than without it were rejected."""
    changed: frozenset[str]
    """Files that differ, the manifest apart, and what differs in report.json beside the count of rejects."""
    downloads: int
    """By how much the downloads that are counted differ."""


def compare_clock_errors(season: Summary, folder: Path) -> Iterator[ClockOutcome]:
    """Publish the season into `folder`, alone and with a scrape of each of the stamps."""
    right = _publish(season, folder, season.database)
    for number, (label, stamp) in enumerate(STAMPS.items()):
        database = _add_scrape(season, folder / f"{number}.db", stamp)
        yield _compare(label, right, _publish(season, folder, database))


def _publish(season: Summary, folder: Path, database: Path) -> Documents:
    """Every file by its name; of report.json, every part by its own."""
    output = folder / "data"
    run_season(season, output, database=database)
    files = contents(output)
    report = json.loads(files.pop("report.json"))
    del files["manifest.json"]  # it holds the sizes and hashes of the others
    return {**files, **{f"report.json: {part}": value for part, value in report.items()}}


_REJECTED, _COUNTED = "report.json: rejected_scrapes", "report.json: counted"


def _compare(label: str, right: Documents, wrong: Documents) -> ClockOutcome:
    return ClockOutcome(
        label,
        rejected=sum(wrong[_REJECTED].values()) - sum(right[_REJECTED].values()),
        changed=frozenset(
            name for name in right.keys() | wrong if name != _REJECTED and right.get(name) != wrong.get(name)
        ),
        downloads=wrong[_COUNTED]["downloads"] - right[_COUNTED]["downloads"],
    )


def _add_scrape(season: Summary, target: Path, stamp: datetime) -> Path:
    """A copy of the database: its largest torrent was once more seen with its last count, at this time."""
    torrents = pq.read_table(season.truth / "torrents.parquet").to_pylist()
    largest = max(
        (row for row in torrents if row["reason"] == "" and row["fault"] == ""),
        key=lambda row: row["downloads_at_last_scrape"],
    )
    scrape = (largest["infohash"], stamp.isoformat(), 5, 5, largest["downloads_at_last_scrape"])
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(season.database)) as source, closing(sqlite3.connect(target)) as copy, copy:
        source.backup(copy)
        copy.execute(
            "INSERT INTO stats (infohash, timestamp, seeders, leechers, downloads) VALUES (?, ?, ?, ?, ?)", scrape
        )
    return target
