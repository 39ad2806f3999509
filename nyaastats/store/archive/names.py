"""The archived names: what each says, so that a name is read once per version of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import Any

import pyarrow as pa

from nyaastats.domain.releases import Kind, NameKey, NameReading, NameReadings, Release

SCHEMA = pa.schema(
    [
        ("name", pa.string()),
        ("guess_digest", pa.string()),
        ("titles", pa.list_(pa.string())),
        ("season", pa.int64()),
        ("part", pa.int64()),
        ("number", pa.int64()),
        ("kind", pa.string()),
        ("version", pa.int64()),
        ("group", pa.string()),
        ("resolution", pa.string()),
        ("year", pa.int64()),
        ("is_late", pa.bool_()),
    ]
)
_DIFFERENT = {"name", "guess_digest"}
"""The columns that hardly ever hold a text twice."""
_KINDS = {kind.value: kind for kind in Kind}


def map_names(table: pa.Table) -> dict[NameKey, NameReading]:
    """What each name of a table of `update_names` says."""
    columns = [_list_values(name, table[name]) for name in SCHEMA.names]
    return {
        NameKey(name, guess_digest): NameReading(
            Release(titles, season, part, number, _KINDS[kind], version, group, resolution, year), is_late
        )
        for name, guess_digest, titles, season, part, number, kind, version, group, resolution, year, is_late in zip(
            *columns, strict=True
        )
    }


def _list_values(name: str, column: pa.ChunkedArray) -> list[Any]:
    """The values of a column; equal ones are one object, but in `_DIFFERENT`: of groups or titles few are different."""
    if name in _DIFFERENT:
        return list(column.to_pylist())
    if name == "titles":
        return _share_titles(column.to_pylist())
    encoded = column.combine_chunks().dictionary_encode()
    values = [*encoded.dictionary.to_pylist(), None]
    return [values[place] for place in encoded.indices.fill_null(len(values) - 1).to_pylist()]


def _share_titles(titles: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """As tuples: all episodes of a show have the same."""
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    return [shared.setdefault(key, key) for key in map(tuple, titles)]


def update_names(archived: pa.Table, new: NameReadings, gone: AbstractSet[NameKey]) -> pa.Table:
    """The archived names with the new ones and without those that are gone: a row a name, in the order of the names.

    Rows that stay are not made anew from what they say: of ten seasons that takes a second each week.
    """
    kept = archived.filter(_build_mask(archived, gone)) if gone else archived
    table = pa.concat_tables([kept, _build_rows(new)])
    # In one piece: where a file's pages end depends on the pieces of the table as well as on its rows.
    return table.sort_by([("name", "ascending"), ("guess_digest", "ascending")]).combine_chunks()


def _build_mask(archived: pa.Table, gone: AbstractSet[NameKey]) -> pa.Array:
    keys = zip(archived["name"].to_pylist(), archived["guess_digest"].to_pylist(), strict=True)
    return pa.array([key not in gone for key in keys], pa.bool_())


def _build_rows(readings: NameReadings) -> pa.Table:
    releases = [reading.release for reading in readings.values()]
    columns: dict[str, Iterable[object]] = {
        "name": [key.name for key in readings],
        "guess_digest": [key.guess_digest for key in readings],
        "is_late": [reading.is_late for reading in readings.values()],
    }
    for name in SCHEMA.names:
        columns.setdefault(name, map(attrgetter(name), releases))
    # Column by column: as rows of dictionaries, all names of ten seasons took two seconds and half a gigabyte.
    return pa.table([pa.array(columns[field.name], field.type) for field in SCHEMA], schema=SCHEMA)
