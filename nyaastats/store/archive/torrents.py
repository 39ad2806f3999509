"""The archived torrents: each with the id that its scrapes have, and as it was when the database last had it.

They are a table, and become records only where somebody reads them: to compare 20,000 with those of the database takes
a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
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
    if (ids[1:] > ids[:-1]).all():  # as nearly always: nothing has changed, and new torrents have the highest ids
        return rows
    _, places_from_end = np.unique(ids[::-1], return_index=True)
    return rows.take(pa.array(len(ids) - 1 - places_from_end))


def select_ids(archived: pa.Table) -> pa.Table:
    """`(torrent_id, infohash)` of all: what scrapes are joined by. The rest of the table can be freed."""
    return archived.select(["torrent_id", "infohash"])


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
    infohashes = _build_column("infohash", torrents)
    places = pc.index_in(infohashes, archived["infohash"].combine_chunks())
    is_new = pc.is_null(places)
    new = _build_facts(_choose(torrents, is_new)).sort_by("infohash")
    new_ids = pa.array(range(next_id, next_id + new.num_rows), pa.int32())
    changed = _find_changed(_choose(torrents, pc.invert(is_new)), archived, places.drop_null())
    gone = _find_gone(archived, infohashes)
    return pa.concat_tables([_add_ids(new, new_ids), changed, gone]).sort_by("torrent_id")


def _choose(torrents: Sequence[Torrent], is_chosen: pa.Array) -> list[Torrent]:
    return list(compress(torrents, is_chosen.to_numpy(zero_copy_only=False)))


def _build_facts(torrents: Sequence[Torrent]) -> pa.Table:
    fields = [field for field in SCHEMA if field.name != "torrent_id"]
    return pa.table([_build_column(field.name, torrents) for field in fields], schema=pa.schema(fields))


def _build_column(name: str, torrents: Iterable[Torrent]) -> pa.Array:
    return pa.array(map(attrgetter(name), torrents), SCHEMA.field(name).type)


def _find_changed(torrents: Sequence[Torrent], archived: pa.Table, places: pa.Array) -> pa.Table:
    """The rows of those that say something else than their row of `archived`, with its id; `places` are these rows.

    Column by column: as tables both would be in memory a second time.
    """
    is_changed = pa.array(np.zeros(len(torrents), np.bool_))
    for name in _FACTS:
        is_changed = pc.or_(is_changed, _differ(_build_column(name, torrents), archived[name].take(places)))
    ids = archived["torrent_id"].take(places.filter(is_changed))
    return _add_ids(_build_facts(_choose(torrents, is_changed)), ids)


def _differ(left: pa.Array, right: pa.ChunkedArray) -> pa.Array:
    """Where two columns differ; NULL is a value like others."""
    differ = pc.coalesce(pc.not_equal(left, right), pc.not_equal(pc.is_null(left), pc.is_null(right)))
    return differ.combine_chunks()


def _find_gone(archived: pa.Table, infohashes: pa.Array) -> pa.Table:
    is_gone = pc.and_not(pc.is_valid(archived["name"]), pc.is_in(archived["infohash"], infohashes))
    gone = archived.filter(is_gone)
    return _fill_nulls({"torrent_id": gone["torrent_id"], "infohash": gone["infohash"]})


def _fill_nulls(columns: Mapping[str, pa.Array]) -> pa.Table:
    """A table by `SCHEMA` whose other columns are NULL."""
    rows = len(next(iter(columns.values())))
    return pa.table([columns.get(field.name, pa.nulls(rows, field.type)) for field in SCHEMA], schema=SCHEMA)
