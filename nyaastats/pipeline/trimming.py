"""`nyaastats db trim`: archived scrapes are taken out of the database, in an order that a kill cannot hurt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nyaastats.pipeline.archiving import ArchiveConfig, open_source
from nyaastats.store.archive.trim import choose_trim_range, trim_scrapes
from nyaastats.store.ledger import open_ledger


@dataclass(frozen=True, slots=True)
class TrimConfig:
    """What is to be trimmed, and how far."""

    database: Path
    folder: Path
    """The archive's."""
    scraped_before: datetime
    now: datetime
    memory_mib: int | None
    is_rehearsal: bool
    """Only count what would be taken out."""


def trim_database(config: TrimConfig) -> int:
    """Bring the archive up to date, then take out what is old; return how many scrapes. The caller holds the lock.

    Raises DatabaseError or ArchiveError, and deletes nothing, when either cannot be used or the archive lacks a row.
    """
    source = ArchiveConfig(config.folder, config.database, config.memory_mib)
    # First the ledger alone: it may change tables, which the archive would take for the work of another program. It is
    # closed while DuckDB reads the database, whose own SQLite would take the ledger's locks from it.
    with open_ledger(config.database):
        pass
    with open_source(source) as opened, open_ledger(config.database) as ledger:
        archive = opened.archive
        rows = choose_trim_range(archive, config.database, scraped_before=config.scraped_before, now=config.now)
        if config.is_rehearsal:
            return ledger.count_trimmable(rows)
        return trim_scrapes(ledger, config.database, archive, rows, memory_mib=source.archiving_mib)
