"""What is wrong with a database's counts, by the very tables that the ETL measures with: for `nyaastats db check`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nyaastats.domain.measures import CountFaults
from nyaastats.engines.duckdb import open_database_engine
from nyaastats.measure.inputs import build_torrents_table
from nyaastats.measure.runner import load_scrapes
from nyaastats.store.archive.readings import define_readings
from nyaastats.store.reader import read_torrents


@dataclass(frozen=True, slots=True)
class CountCheck:
    """The faults of all counts."""

    faults: CountFaults
    examples: Mapping[str, str]
    """By the name of the fault's field, a scrape with it: the infohash and the time."""


def check_counts(database: Path, now: datetime) -> CountCheck:
    """Judge all counts of a database; raise DatabaseError when it holds none that can be used."""
    torrents = read_torrents(database).torrents
    with open_database_engine(database) as engine:
        engine.register("torrents", build_torrents_table(torrents))
        define_readings(engine)
        faults = load_scrapes(engine, now).faults
    examples = {
        fault: f"{torrents[example.torrent_id].infohash} at {example.scraped_at:%Y-%m-%dT%H:%M:%SZ}"
        for fault, example in faults.examples.items()
    }
    return CountCheck(faults, examples)
