"""Compaction: the archive in the one form that depends on its rows alone, and not on how they came.

Torrents are numbered in the order of their infohash, in one file; each month has one file. So an archive that grew in
any number of steps has, after it, the bytes of one that was built at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nyaastats.domain.torrents import InfoHash
from nyaastats.store.archive.files import (
    delete_others,
    list_paths,
    replace_manifest,
    translate_os_errors,
    write_table,
)
from nyaastats.store.archive.manifest import ArchivedFile, ArchiveManifest
from nyaastats.store.archive.scrapes import iterate_months, read_month, sort_rows
from nyaastats.store.archive.torrents import ArchivedTorrent, build_table, read_archived_torrents


def compact_archive(folder: Path, manifest: ArchiveManifest) -> ArchiveManifest:
    """Write the archive anew in its one form; the caller holds its lock. Raises ArchiveError when it cannot."""
    with translate_os_errors(folder):
        torrents = read_archived_torrents(list_paths(folder, manifest.torrents))
        scraped = _list_scraped_ids(folder, manifest.scrapes)
        numbered = _number_anew(torrents, scraped)
        new_ids = {item.id: place for place, item in enumerate(numbered, start=1)}
        compact = manifest.model_copy(
            update={
                "next_torrent_id": len(numbered) + 1,
                "names": None,  # read again when they are needed: which there are depends on what was measured
                "rules": None,
                "torrents": _write_torrents(folder, numbered, new_ids),
                "scrapes": tuple(
                    write_table(folder, f"scrapes/month={month}", _renumber(read_month(folder, files), new_ids))
                    for month, files in iterate_months(manifest.scrapes)
                ),
            }
        )
        replace_manifest(folder, compact)
        delete_others(folder, compact)
    return compact


def _list_scraped_ids(folder: Path, files: Sequence[ArchivedFile]) -> AbstractSet[int | None]:
    ids: set[int | None] = set()
    for file in files:
        ids.update(pc.unique(pq.read_table(folder / file.name, columns=["torrent_id"])["torrent_id"]).to_pylist())
    return ids


def _number_anew(
    torrents: Mapping[InfoHash, ArchivedTorrent], scraped: AbstractSet[int | None]
) -> list[ArchivedTorrent]:
    """By infohash; without those of which nothing is left, neither a torrent nor a scrape."""
    kept = (item for item in torrents.values() if item.torrent or item.id in scraped)
    return sorted(kept, key=lambda item: item.infohash)


def _write_torrents(
    folder: Path, torrents: Sequence[ArchivedTorrent], new_ids: Mapping[int, int]
) -> tuple[ArchivedFile, ...]:
    if not torrents:
        return ()
    return (write_table(folder, "torrents", build_table([replace(item, id=new_ids[item.id]) for item in torrents])),)


def _renumber(table: pa.Table, new_ids: Mapping[int, int]) -> pa.Table:
    lookup = np.zeros(max(new_ids, default=0) + 1, np.int32)
    lookup[list(new_ids.keys())] = list(new_ids.values())
    ids = table["torrent_id"].combine_chunks()
    renumbered = pa.array(
        lookup[ids.fill_null(0).to_numpy()], pa.int32(), mask=ids.is_null().to_numpy(zero_copy_only=False)
    )
    return sort_rows(table.set_column(0, "torrent_id", renumbered))
