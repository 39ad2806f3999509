"""`datapackage.json`: the tables and the documents of a run as a Frictionless Data Package.

Version 1 of the standard (https://specs.frictionlessdata.io/data-package/), which all readers know. Beyond it a field
has its `unit`, as in `schema.json`, and a resource its `type`: without one, frictionless takes `report.json` and
`schema.json` for reports and schemas of its own. Version 2 adds nothing that is said here, and has no type but `table`.
The constraints are those of one value alone; `checks` holds what else is true of a row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

import pyarrow as pa

from nyaastats.publish.contracts.dictionary import FILES, PublishedFile, Schema, describe_column
from nyaastats.publish.contracts.public import EPISODES, SHOW_WEEKS
from nyaastats.publish.contracts.values import EPISODES_FILE, MANIFEST_FILE, PACKAGE_FILE, SHOW_WEEKS_FILE
from nyaastats.publish.encoding import OutputFile

_MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "json": "application/json"}
_TABLES: Mapping[str, Schema] = {
    EPISODES_FILE: {"primaryKey": ["anilist_id", "episode", "date"]},
    SHOW_WEEKS_FILE: {
        "primaryKey": ["anilist_id", "week"],
        "foreignKeys": [
            {"fields": ["anilist_id"], "reference": {"resource": "episodes", "fields": ["anilist_id"]}},
        ],
    },
}
"""The tables, each with its keys."""
_ARROW_SCHEMAS = {EPISODES_FILE: EPISODES, SHOW_WEEKS_FILE: SHOW_WEEKS}
_CONSTRAINTS_BY_UNIT: Mapping[str, Schema] = {
    "id": {"minimum": 1},
    "number": {"minimum": 0},
    "downloads": {"minimum": 0},
    "days": {"minimum": 0},
    "rank": {"minimum": 1},
    "ISO 8601 week": {"pattern": r"\d{4}-W\d{2}"},
    "text": {"minLength": 1},
}


def build_data_package(data_until: datetime) -> Schema:
    """The whole of `datapackage.json`; `data_until` is the newest scrape of the run."""
    return {
        "profile": "data-package",
        "name": "nyaastats",
        "title": "Downloads of anime episodes by day, and the weekly chart of their series",
        "description": (
            "Counted by scrapes of a BitTorrent tracker for the torrents that nyaa lists, by the episode that each is. "
            "Every time is UTC, every week an ISO 8601 week. `report.json` says whether the numbers are synthetic, "
            "`schema.json` what each field of a document means, `manifest.json` which other files there are: one of "
            "each week, season and show."
        ),
        "created": data_until.isoformat().replace("+00:00", "Z"),
        "sources": [
            {"title": "nyaa: the torrents", "path": "https://nyaa.si"},
            {"title": "AniList: the shows", "path": "https://anilist.co"},
        ],
        "resources": list(_list_resources()),
    }


def encode_data_package(data_until: datetime) -> OutputFile:
    """`datapackage.json`: indented, in the order of the contracts; the same bytes for the same `data_until`."""
    package = build_data_package(data_until)
    content = f"{json.dumps(package, ensure_ascii=False, indent=1)}\n".encode()
    return OutputFile(PACKAGE_FILE, content, rows=len(package["resources"]))


def _list_resources() -> Iterator[Schema]:
    for file in FILES:
        # A file of each week, season or show has a name only in a run; the manifest would hold this file's own digest.
        if "<" not in file.name and file.name not in {PACKAGE_FILE, MANIFEST_FILE}:
            yield _build_resource(file) | (_build_table(file.name) if file.name in _TABLES else {})


def _build_resource(file: PublishedFile) -> Schema:
    return {
        "name": file.name.partition(".")[0],
        "path": file.name,
        "type": "table" if file.name in _TABLES else "json",
        "format": file.format,
        "mediatype": _MEDIA_TYPES[file.format],
        "description": file.description,
    }


def _build_table(name: str) -> Schema:
    fields = [_build_field(column) for column in _ARROW_SCHEMAS[name]]
    return {"schema": {"fields": fields, **_TABLES[name]}}


def _build_field(column: pa.Field) -> Schema:
    meaning, unit = describe_column(column)
    # No column is ever null: `encoding` refuses it.
    constraints = {"required": True, **_CONSTRAINTS_BY_UNIT.get(unit, {})}
    described = {"name": column.name, "type": _name_type(column.type), "description": meaning}
    return described | ({"unit": unit} if unit else {}) | {"constraints": constraints}


def _name_type(kind: pa.DataType) -> str:
    """The type as Table Schema (https://specs.frictionlessdata.io/table-schema/) calls it."""
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_timestamp(kind):
        return "datetime"
    if pa.types.is_integer(kind):
        return "integer"
    return "number" if pa.types.is_floating(kind) else "string"
