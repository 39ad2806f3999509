"""The archived torrents: each with the id that its scrapes have, and as it was when the database last had it.

They are a table, and become records only where somebody reads them: to compare 20,000 with those of the database takes
a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.store.archive.files import read_table

SCHEMA = pa.schema(
    [
        ("torrent_id", pa.int32()),
        ("infohash", pa.string()),
        ("name", pa.string()),  # NULL: scrapes name it, and no usable row of `torrents` does
        ("published", pa.timestamp("us", "UTC")),
        ("size_bytes", pa.int64()),
        ("trusted", pa.bool_()),
        ("remake", pa.bool_()),
        ("status", pa.string()),
        ("guess", pa.string()),
    ]
)
_FACTS = ("name", "published", "size_bytes", "trusted", "remake", "status", "guess")
"""What the database says of a torrent."""


def read_archived_torrents(paths: Iterable[Path]) -> pa.Table:
    """The torrents of these files by `SCHEMA`, each as its last row has it, in the order of their ids."""
    return keep_last_rows(pa.concat_tables([SCHEMA.empty_table(), *(read_table(path, SCHEMA) for path in paths)]))


def keep_last_rows(rows: pa.Table) -> pa.Table:
    """The last row of each id, in the order of the ids."""
    ids = rows["torrent_id"].to_numpy()
    _, places_from_end = np.unique(ids[::-1], return_index=True)
    return rows.take(pa.array(len(ids) - 1 - places_from_end))


def list_torrents(archived: pa.Table) -> tuple[Torrent, ...]:
    """Those that the database had, in the order of their infohash."""
    present = archived.filter(pc.is_valid(archived["name"])).sort_by("infohash").select(["infohash", *_FACTS])
    rows = zip(*(column.to_pylist() for column in present.columns), strict=True)
    return tuple(
        Torrent(InfoHash(infohash), name, published, guess, status, size_bytes, trusted, remake)
        for infohash, name, published, size_bytes, trusted, remake, status, guess in rows
    )


def build_rows(torrents: Mapping[int, Torrent]) -> pa.Table:
    """The rows of torrents by their ids, in the order in which they are given."""
    return _add_ids(_build_facts(list(torrents.values())), pa.array(torrents, pa.int32()))


def _add_ids(facts: pa.Table, ids: pa.Array) -> pa.Table:
    return facts.add_column(0, SCHEMA.field(0), ids)


def build_orphans(ids: Mapping[InfoHash, int]) -> pa.Table:
    """Rows of infohashes that only scrapes name."""
    return _fill_nulls({"torrent_id": pa.array(ids.values(), pa.int32()), "infohash": pa.array(ids, pa.string())})


def find_changes(archived: pa.Table, torrents: Sequence[Torrent], next_id: int) -> pa.Table:
    """The rows that bring `archived` to what the database has now: new torrents, changed ones, and those that are gone.

    New torrents get the next ids, in the order of their infohash.
    """
    current = _build_facts(torrents)
    places = pc.index_in(current["infohash"], archived["infohash"].combine_chunks())
    is_archived = pc.is_valid(places)
    new = current.filter(pc.invert(is_archived)).sort_by("infohash")
    new_ids = pa.array(range(next_id, next_id + new.num_rows), pa.int32())
    changed = _find_changed(current.filter(is_archived), archived.take(places.drop_null()))
    gone = _find_gone(archived, current["infohash"])
    return pa.concat_tables([_add_ids(new, new_ids), changed, gone]).sort_by("torrent_id")


def _build_facts(torrents: Sequence[Torrent]) -> pa.Table:
    fields = [field for field in SCHEMA if field.name != "torrent_id"]
    return pa.table(
        [pa.array(map(attrgetter(field.name), torrents), field.type) for field in fields], schema=pa.schema(fields)
    )


def _find_changed(current: pa.Table, archived: pa.Table) -> pa.Table:
    """Of two tables of the same infohashes, the rows of `current` that say something else, with their ids."""
    with_ids = _add_ids(current, archived["torrent_id"])
    is_changed = pa.array(np.zeros(current.num_rows, np.bool_))
    for name in _FACTS:
        is_changed = pc.or_(is_changed, _differ(current[name], archived[name]))
    return with_ids.filter(is_changed)


def _differ(left: pa.ChunkedArray, right: pa.ChunkedArray) -> pa.ChunkedArray:
    """Where two columns differ; NULL is a value like others."""
    return pc.coalesce(pc.not_equal(left, right), pc.not_equal(pc.is_null(left), pc.is_null(right)))


def _find_gone(archived: pa.Table, infohashes: pa.ChunkedArray) -> pa.Table:
    is_gone = pc.and_not(pc.is_valid(archived["name"]), pc.is_in(archived["infohash"], infohashes.combine_chunks()))
    gone = archived.filter(is_gone)
    return _fill_nulls({"torrent_id": gone["torrent_id"], "infohash": gone["infohash"]})


def _fill_nulls(columns: Mapping[str, pa.Array]) -> pa.Table:
    """A table by `SCHEMA` whose other columns are NULL."""
    rows = len(next(iter(columns.values())))
    return pa.table([columns.get(field.name, pa.nulls(rows, field.type)) for field in SCHEMA], schema=SCHEMA)
