"""The archived names: what each says, so that a name is read once per version of the rules."""

from __future__ import annotations

from pathlib import Path

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
_KINDS = {kind.value: kind for kind in Kind}


def read_archived_names(path: Path) -> dict[NameKey, NameReading]:
    """The names of a file of `build_names_table`."""
    columns = read_table(path, SCHEMA).to_pydict().values()
    return {
        NameKey(name, guess_digest): NameReading(
            Release(tuple(titles), season, part, number, _KINDS[kind], version, group, resolution, year), is_late
        )
        for name, guess_digest, titles, season, part, number, kind, version, group, resolution, year, is_late in zip(
            *columns, strict=True
        )
    }


def build_names_table(readings: NameReadings) -> pa.Table:
    """A row a name, in the order of the names."""
    order = sorted(readings, key=lambda key: (key.name, key.guess_digest or ""))
    return pa.Table.from_pylist([_build_row(key, readings[key]) for key in order], schema=SCHEMA)


def _build_row(key: NameKey, reading: NameReading) -> dict[str, object]:
    release = reading.release
    fields = {name: getattr(release, name) for name in SCHEMA.names if hasattr(release, name)}
    return {**fields, "name": key.name, "guess_digest": key.guess_digest, "is_late": reading.is_late}
