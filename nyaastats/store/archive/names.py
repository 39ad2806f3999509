"""The archived names: what each says, so that a name is read once per version of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa

from nyaastats.domain.releases import Kind, NameKey, NameReading, NameReadings, Release
from nyaastats.store.archive.files import read_table

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


def read_archived_names(path: Path) -> dict[NameKey, NameReading]:
    """The names of a file of `build_names_table`."""
    table = read_table(path, SCHEMA)
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


def build_names_table(readings: NameReadings) -> pa.Table:
    """A row a name, in the order of the names."""
    order = sorted(readings, key=lambda key: (key.name, key.guess_digest or ""))
    releases = [readings[key].release for key in order]
    columns: dict[str, Iterable[object]] = {
        "name": [key.name for key in order],
        "guess_digest": [key.guess_digest for key in order],
        "is_late": [readings[key].is_late for key in order],
    }
    for name in SCHEMA.names:
        columns.setdefault(name, map(attrgetter(name), releases))
    # Column by column: as rows of dictionaries, all names of ten seasons took two seconds and half a gigabyte.
    return pa.table([pa.array(columns[field.name], field.type) for field in SCHEMA], schema=SCHEMA)
