"""Compaction: the archive in the one form that depends on its rows alone, and not on how they came.

Torrents are numbered in the order of their infohash, in one file; each month has one file. So an archive that grew in
any number of steps has, after it, the bytes of one that was built at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nyaastats.store.archive.files import (
    delete_others,
    list_paths,
    read_table,
    replace_manifest,
    translate_os_errors,
    write_table,
)
from nyaastats.store.archive.manifest import ArchivedFile, ArchiveManifest
from nyaastats.store.archive.scrapes import SCHEMA, iterate_months, read_month, sort_rows
from nyaastats.store.archive.torrents import read_archived_torrents


def compact_archive(folder: Path, manifest: ArchiveManifest) -> ArchiveManifest:
    """Write the archive anew in its one form; the caller holds its lock. Raises ArchiveError when it cannot."""
    with translate_os_errors(folder):
        torrents = read_archived_torrents(list_paths(folder, manifest.torrents))
        numbered = _number_anew(torrents, _list_scraped_ids(folder, manifest.scrapes))
        new_ids = dict(zip(numbered["torrent_id"].to_pylist(), range(1, numbered.num_rows + 1), strict=True))
        compact = manifest.model_copy(
            update={
                "next_torrent_id": numbered.num_rows + 1,
                "names": None,  # read again when they are needed: which there are depends on what was measured
                "rules": None,
                "torrents": _write_torrents(folder, numbered),
                "scrapes": tuple(
                    write_table(folder, f"scrapes/month={month}", _renumber(read_month(folder, files), new_ids))
                    for month, files in iterate_months(manifest.scrapes)
                ),
            }
        )
        replace_manifest(folder, compact)
        delete_others(folder, compact)
    return compact


def _list_scraped_ids(folder: Path, files: Sequence[ArchivedFile]) -> pa.Array:
    ids = [pc.unique(read_table(path, SCHEMA)["torrent_id"]) for path in list_paths(folder, files)]
    return pc.unique(pa.chunked_array(ids, pa.int32()))


def _number_anew(torrents: pa.Table, scraped: pa.Array) -> pa.Table:
    """By infohash; without those of which nothing is left, neither a torrent nor a scrape."""
    is_kept = pc.or_(pc.is_valid(torrents["name"]), pc.is_in(torrents["torrent_id"], scraped))
    return torrents.filter(is_kept).sort_by("infohash")


def _write_torrents(folder: Path, numbered: pa.Table) -> tuple[ArchivedFile, ...]:
    if not numbered.num_rows:
        return ()
    ids = pa.array(range(1, numbered.num_rows + 1), pa.int32())
    return (write_table(folder, "torrents", numbered.set_column(0, numbered.schema.field(0), ids)),)


def _renumber(table: pa.Table, new_ids: Mapping[int, int]) -> pa.Table:
    lookup = np.zeros(max(new_ids, default=0) + 1, np.int32)
    lookup[list(new_ids.keys())] = list(new_ids.values())
    ids = table["torrent_id"].combine_chunks()
    renumbered = pa.array(
        lookup[ids.fill_null(0).to_numpy()], pa.int32(), mask=ids.is_null().to_numpy(zero_copy_only=False)
    )
    return sort_rows(table.set_column(0, "torrent_id", renumbered))
