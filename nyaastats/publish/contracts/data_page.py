"""`docs/data.md`: the published files and their fields, written from `schema.json`.

Written by `make docs`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from nyaastats.publish.contracts.dictionary import ARROW_TYPE, Schema, build_schema, find_references
from nyaastats.publish.contracts.values import UNIT

_HEAD = """\
# The published files

`nyaastats etl` writes these files into its output folder, all at once: either the whole old set or the whole new one.
The same description, for programs, is in `schema.json` ([JSON Schema 2020-12](https://json-schema.org/)), which lies
beside them; `datapackage.json` makes of the tables and documents a
[Data Package](https://specs.frictionlessdata.io/data-package/). Every time is UTC, every week an ISO 8601 week.

A file whose content has not changed is not written again. The files of a week or season that is settled change only
when its numbers do: a torrent is found late, a name is matched otherwise, or the decay curve, which each run measures
anew, moves a few downloads from one day to the next. A season's `shows.json` has all days of its shows and says where
the data end, and so changes with each run.

This page is generated from the contracts in `nyaastats/publish/contracts`, by `make docs`.
"""


def build_data_page() -> str:
    """The page: a chapter a file, a table for each kind of object in it, in the order in which they are met."""
    whole = build_schema()
    return "\n".join([_HEAD, *_list_files(whole["x-files"]), *_write_chapters(whole)])


def _list_files(files: list[Schema]) -> Iterator[str]:
    yield "| File | Format | One row, or element of its list, is | Content |"
    yield "|---|---|---|---|"
    for file in files:
        yield f"| `{file['name']}` | {file['format']} | {file['rows']} | {file['description']} |"
    yield ""


def _write_chapters(whole: Schema) -> Iterator[str]:
    """A definition that several files use stands in the chapter of the first; the others link to it."""
    definitions: dict[str, Schema] = whole["$defs"]
    written: set[str] = set()
    for file in whole["x-files"]:
        reachable = [name for name in _find_reachable(file["schema"], definitions) if name not in written]
        written.update(reachable)
        if reachable:
            yield from (f"## {file['name']}", "", file["description"], "")
        for name in reachable:
            yield from _write_section(name, definitions[name])


def _find_reachable(part: Schema, definitions: Mapping[str, Schema]) -> list[str]:
    """The definitions that a schema needs, itself first."""
    names: dict[str, None] = {}
    waiting = list(find_references(part))
    while waiting:
        name = waiting.pop(0)
        if name in definitions and name not in names:
            names[name] = None
            waiting = [*find_references(definitions[name]), *waiting]
    return list(names)


def _write_section(name: str, definition: Schema) -> Iterator[str]:
    yield from (f"### {name}", "", definition["description"], "")
    yield from _write_values(definition["oneOf"]) if "oneOf" in definition else _write_fields(definition["properties"])
    yield ""


def _write_values(choices: list[Schema]) -> Iterator[str]:
    yield from ("| Value | Meaning |", "|---|---|")
    for choice in choices:
        yield f"| `{choice['const']}` | {choice['description']} |"


def _write_fields(properties: Mapping[str, Schema]) -> Iterator[str]:
    yield from ("| Field | Type | Unit | Meaning |", "|---|---|---|---|")
    for name, field in properties.items():
        yield f"| `{name}` | {_describe_type(field)} | {field.get(UNIT, '')} | {field['description']} |"


_WORDS = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean", "null": "null"}
_FORMATS = {"date": "date", "date-time": "time"}


def _describe_type(part: Mapping[str, Any]) -> str:
    """A type in words: `list of [Ranking](#ranking)`, `integer or null`."""
    if "anyOf" in part:
        return " or ".join(map(_describe_type, part["anyOf"]))
    if "$ref" in part:
        # GitHub's anchor of a heading is its text in lower case.
        name = part["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if part["type"] == "array":
        return f"list of {_describe_type(part['items'])}"
    if part["type"] == "object":
        return f"{_describe_type(part['additionalProperties'])} by {_describe_type(part['propertyNames'])}"
    return str(part.get(ARROW_TYPE) or _FORMATS.get(part.get("format", "")) or _WORDS[part["type"]])


if __name__ == "__main__":
    sys.stdout.write(build_data_page())
