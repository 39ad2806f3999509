"""What is wrong with a database's counts, by the very tables that the ETL measures with: for `nyaastats db check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nyaastats.domain.findings import Finding
from nyaastats.domain.measures import CountFaults
from nyaastats.domain.torrents import Torrent
from nyaastats.engines.base import Engine
from nyaastats.engines.duckdb import open_database_engine, open_engine
from nyaastats.measure.inputs import build_torrents_table
from nyaastats.measure.runner import load_scrapes
from nyaastats.pipeline.archiving import ArchiveConfig, find_archive_damage, open_source
from nyaastats.store.archive.files import can_be_written
from nyaastats.store.archive.readings import define_readings
from nyaastats.store.archive.source import read_source_state
from nyaastats.store.reader import read_torrents


@dataclass(frozen=True, slots=True)
class CountCheck:
    """The faults of all counts."""

    faults: CountFaults
    examples: Mapping[str, str]
    """By the name of the fault's field, a scrape with it: the infohash and the time."""

    @property
    def findings(self) -> frozenset[Finding]:
        """What was found."""
        return frozenset(map(Finding, self.examples))


def check_counts(database: Path, folder: Path, now: datetime, *, memory_mib: int | None) -> CountCheck:
    """Judge all counts of a database, those that only its archive in `folder` has among them.

    The archive of a trimmed database is brought up to date for it. Raises DatabaseError when there is no count that can
    be used, and ArchiveError when the archive does not fit the database.
    """
    config = ArchiveConfig(folder, database, memory_mib)
    with _open_archived(config) if _is_archive_needed(config, database) else _open_database(config, database) as opened:
        engine, torrents = opened
        faults = load_scrapes(engine, now).faults
    examples = {
        fault: f"{torrents[example.torrent_id].infohash} at {example.scraped_at:%Y-%m-%dT%H:%M:%SZ}"
        for fault, example in faults.examples.items()
    }
    return CountCheck(faults, examples)


def _is_archive_needed(config: ArchiveConfig, database: Path) -> bool:
    """Whether the archive has scrapes that the database lacks, and can be brought up to date.

    One that is damaged or cannot be written is left alone: what the database has is judged all the same.
    """
    if not read_source_state(database, None).trims or not config.folder or not can_be_written(config.folder):
        return False
    return find_archive_damage(config.folder) is None


@contextmanager
def _open_archived(config: ArchiveConfig) -> Iterator[tuple[Engine, Sequence[Torrent]]]:
    with ExitStack() as resources:
        source = resources.enter_context(open_source(config))
        limit = config.choose_measuring_mib(source.archive.manifest.scrape_rows)
        engine = resources.enter_context(open_engine(config.source, memory_mib=limit))
        engine.register("torrents", build_torrents_table(source.torrents.torrents))
        source.archive.define_readings(engine, source.torrents)
        yield engine, source.torrents.torrents


@contextmanager
def _open_database(config: ArchiveConfig, database: Path) -> Iterator[tuple[Engine, Sequence[Torrent]]]:
    torrents = read_torrents(database).torrents
    rows = read_source_state(database, None).max_rowid
    limit = config.archiving_mib if rows is None else config.choose_measuring_mib(rows)
    with open_database_engine(database, memory_mib=limit) as engine:
        engine.register("torrents", build_torrents_table(torrents))
        define_readings(engine)
        yield engine, torrents
