"""Takes archived scrapes out of the database, after which the archive is their only copy.

    compare every row with the archive ─► a new key into the archive's manifest ─► rows deleted, the same key kept: one
    transaction, in which nobody else can write

The manifest comes first: a run that is killed in between, or fails, leaves a database with all its rows, and an archive
with a key too many, which may be built anew as long as the database is whole. In the other order its archive would not
know that it is the only copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import uuid4

import pyarrow as pa

from nyaastats.engines.duckdb import open_engine
from nyaastats.errors import ArchiveError
from nyaastats.store.archive.files import list_paths, replace_manifest, translate_os_errors
from nyaastats.store.archive.manifest import find_damage
from nyaastats.store.archive.reader import Archive
from nyaastats.store.archive.scrapes import read_newest_time
from nyaastats.store.archive.source import GUARDED_ROWS, read_source_state
from nyaastats.store.ledger import Ledger
from nyaastats.store.records import Trim, TrimRange
from nyaastats.store.rows import Row

_SCHEMA = pa.schema(
    [
        ("infohash", pa.string()),
        ("scraped_at", pa.int64()),
        ("seeders", pa.int64()),
        ("leechers", pa.int64()),
        ("downloads", pa.int64()),
    ]
)
_BATCH_ROWS = 100_000
"""Rows that are Python objects at the same time."""


def choose_trim_range(archive: Archive, database: Path, *, scraped_before: datetime, now: datetime) -> TrimRange:
    """Which scrapes may be taken out; raise ArchiveError where the archive cannot tell rows by their numbers."""
    watermark = archive.manifest.watermark
    if watermark is None:
        raise ArchiveError(
            f"{str(database)!r} cannot be trimmed: its table stats has no row numbers (WITHOUT ROWID), by which the "
            "archive knows what it has: leave it whole, or copy its rows into a table that has them"
        )
    return TrimRange(watermark.rowid, GUARDED_ROWS, scraped_before, now)


def trim_scrapes(ledger: Ledger, database: Path, archive: Archive, rows: TrimRange, *, memory_mib: int) -> int:
    """Take these scrapes out of the database; return how many. The caller holds the locks of both.

    Raises ArchiveError when the archive does not hold every one of them, undamaged; then nothing is deleted.
    """

    def approve(scrapes: Iterator[Row]) -> Trim | None:
        trimmable = _build_table(scrapes)
        if not trimmable.num_rows:
            return None
        _require_archived(database, archive, trimmable, memory_mib)
        key = uuid4().hex
        _add_key(archive, key)
        return Trim(key, str(archive.folder.resolve()), rows.scraped_before, trimmable.num_rows, rows.now)

    return ledger.trim(rows, approve)


def _build_table(scrapes: Iterator[Row]) -> pa.Table:
    batches = []
    while rows := list(islice(scrapes, _BATCH_ROWS)):
        columns = zip(zip(*rows, strict=True), _SCHEMA, strict=True)
        batches.append(pa.record_batch([pa.array(column, field.type) for column, field in columns], _SCHEMA))
    return pa.Table.from_batches(batches, _SCHEMA)


def _require_archived(database: Path, archive: Archive, trimmable: pa.Table, memory_mib: int) -> None:
    folder = str(archive.folder)
    with translate_os_errors(archive.folder):
        reason = find_damage(archive.folder, archive.manifest.files)
        newest_at = read_newest_time(archive.folder, archive.manifest.scrapes) if not reason else None
    if reason := reason or read_source_state(database, archive.manifest, newest_at).refusal:
        raise ArchiveError(f"nothing was trimmed, because of the archive {folder!r}: {reason}; run nyaastats archive")
    if missing := _count_unarchived(database, archive, trimmable, memory_mib):
        raise ArchiveError(
            f"nothing was trimmed: {missing} of the scrapes are not in the archive {folder!r} as they are in "
            f"{str(database)!r}; rows were changed since they were archived: {_advise(archive)}"
        )


def _advise(archive: Archive) -> str:
    if archive.manifest.trim_keys:
        return "put them back as the archive has them, or trim less with --days"
    return "delete the archive's manifest.json, and the next run builds it anew"


def _count_unarchived(database: Path, archive: Archive, trimmable: pa.Table, memory_mib: int) -> int:
    """How many of the rows the archive does not hold as they are; equal rows are counted as often as they are there."""
    with open_engine(str(database), memory_mib=memory_mib) as engine:
        engine.register("trimmable", trimmable)
        engine.register("archived_torrents", archive.ids)
        engine.scan("archived_scrapes", list_paths(archive.folder, archive.manifest.scrapes))
        (count,) = engine.fetch(_UNARCHIVED)["rows"].to_pylist()
        return int(count)


_UNARCHIVED = """
SELECT COUNT(*) AS rows FROM (
    SELECT infohash, scraped_at, seeders, leechers, downloads FROM trimmable
    EXCEPT ALL
    SELECT infohash, scraped_at, seeders, leechers, downloads
    FROM archived_scrapes JOIN archived_torrents USING (torrent_id)
)
"""


def _add_key(archive: Archive, key: str) -> None:
    manifest = archive.manifest
    with translate_os_errors(archive.folder):
        replace_manifest(archive.folder, manifest.model_copy(update={"trim_keys": (*manifest.trim_keys, key)}))
