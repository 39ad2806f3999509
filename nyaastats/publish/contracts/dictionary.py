"""`schema.json`: what each field of the published files means and counts, made of the contracts themselves.

JSON Schema 2020-12 (https://json-schema.org/draft/2020-12/schema), and within it

- `x-files`: the published files in the order in which a reader meets them, with what a row of each is;
- `x-unit`: what a number, a day or a time counts;
- `x-arrow-type`: the type of a column of a Parquet table, as Apache Arrow spells it.

Types come from the annotations, units from the types (`values`), descriptions from the docstrings under the fields. The
docstrings are read from the source, because Python keeps none for a field.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Any, Literal

import pyarrow as pa
from pydantic import TypeAdapter

from nyaastats.domain.matches import ExclusionReason
from nyaastats.publish.contracts import (
    events,
    evidence,
    example,
    films,
    first_days,
    groups,
    projections,
    public,
    records,
    report,
)
from nyaastats.publish.contracts.events import GeneralEvents
from nyaastats.publish.contracts.films import Films
from nyaastats.publish.contracts.groups import SeasonGroups
from nyaastats.publish.contracts.projections import Projections
from nyaastats.publish.contracts.public import (
    EPISODES,
    SHOW_WEEKS,
    Corrections,
    Manifest,
    Rankings,
    Seasons,
    ShowIndex,
    ShowPage,
    Shows,
    WeekChart,
)
from nyaastats.publish.contracts.records import Records
from nyaastats.publish.contracts.report import Report, SeasonReport
from nyaastats.publish.contracts.values import (
    CORRECTIONS_FILE,
    EPISODES_FILE,
    EVENTS_FILE,
    FILMS_FILE,
    GROUPS_FILE,
    MANIFEST_FILE,
    PACKAGE_FILE,
    PROJECTIONS_FILE,
    RANKINGS_FILE,
    RECORDS_FILE,
    REPORT_FILE,
    SCHEMA_FILE,
    SEASONS_FILE,
    SHOW_WEEKS_FILE,
    SHOWS_FILE,
    UNIT,
    ContractModel,
)
from nyaastats.publish.encoding import OutputFile

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PACKAGE_PROFILE = "https://specs.frictionlessdata.io/schemas/data-package.json"
"""The schema that `datapackage.json` keeps."""
ARROW_TYPE = "x-arrow-type"
PAGE_FILES = "shows/<id>.json"
WEEK_FILES = "weeks/<week>.json"
SEASON_FOLDER = "seasons/<season>/"
_EPISODE_ROW = "EpisodeDay"
_SHOW_WEEK_ROW = "ShowWeek"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A published file, and the contract that it keeps."""

    name: str
    format: Literal["json", "parquet"]
    description: str
    rows: str
    """What one row of a table is, or one element of a document's list."""
    schema_reference: str
    """Where its schema is: a URI reference."""

    def describe(self) -> Schema:
        """Its element of `x-files`."""
        return {
            "name": self.name,
            "format": self.format,
            "description": self.description,
            "rows": self.rows,
            "schema": {"$ref": self.schema_reference},
        }


def _refer_to(name: str) -> str:
    return f"#/$defs/{name}"


FILES = (
    PublishedFile(
        EPISODES_FILE,
        "parquet",
        "The dataset: downloads of each episode by day, sorted by show, episode and day, no day left out.",
        "one episode on one UTC day",
        _refer_to(_EPISODE_ROW),
    ),
    PublishedFile(
        SHOW_WEEKS_FILE,
        "parquet",
        "Downloads and rank of each show by week, of all seasons, sorted by show and week.",
        "one show in one week",
        _refer_to(_SHOW_WEEK_ROW),
    ),
    PublishedFile(
        SEASONS_FILE,
        "json",
        "The seasons of the chart, each with its weeks, its state and its champion.",
        "one season",
        _refer_to(Seasons.__name__),
    ),
    PublishedFile(
        WEEK_FILES,
        "json",
        "The chart of all series in one week, with its history, its records and its news, all as of that week.",
        "one series",
        _refer_to(WeekChart.__name__),
    ),
    PublishedFile(
        RANKINGS_FILE,
        "json",
        "The weekly chart of the current season: the same bytes as the season's own.",
        "one week of the chart",
        _refer_to(Rankings.__name__),
    ),
    PublishedFile(
        f"{SEASON_FOLDER}{RANKINGS_FILE}",
        "json",
        "The weekly chart of one season: its shows in each week, ranked among themselves by their downloads.",
        "one week of the chart",
        _refer_to(Rankings.__name__),
    ),
    PublishedFile(
        f"{SEASON_FOLDER}{SHOWS_FILE}",
        "json",
        "The facts and totals of each show of one season.",
        "one show",
        _refer_to(Shows.__name__),
    ),
    PublishedFile(
        f"{SEASON_FOLDER}{GROUPS_FILE}",
        "json",
        "What each release group and each resolution has of one season's downloads.",
        "one release group",
        _refer_to(SeasonGroups.__name__),
    ),
    PublishedFile(
        SHOWS_FILE,
        "json",
        "Every show of all seasons: facts from AniList, its totals, its place in each season.",
        "one show",
        _refer_to(ShowIndex.__name__),
    ),
    PublishedFile(
        PAGE_FILES,
        "json",
        "The days of one show's episodes, its events, its release groups and its evidence: what its page shows.",
        "one episode",
        _refer_to(ShowPage.__name__),
    ),
    PublishedFile(
        EVENTS_FILE,
        "json",
        "What happened to the numbers of all shows: the scraper's gaps, the tracker's restarts, a person's notes.",
        "one event",
        _refer_to(GeneralEvents.__name__),
    ),
    PublishedFile(
        FILMS_FILE,
        "json",
        "Downloads of each film, OVA and special by week, which are in no chart.",
        "one film",
        _refer_to(Films.__name__),
    ),
    PublishedFile(
        CORRECTIONS_FILE,
        "json",
        "What has changed in the weekly chart since each week was first published.",
        "one show in one week",
        _refer_to(Corrections.__name__),
    ),
    PublishedFile(
        RECORDS_FILE,
        "json",
        "The records of the weekly chart, as of the newest complete week.",
        "one kind of record",
        _refer_to(Records.__name__),
    ),
    PublishedFile(
        PROJECTIONS_FILE,
        "json",
        "What the first 7 days of young episodes will come to, and how right such projections were.",
        "one young episode",
        _refer_to(Projections.__name__),
    ),
    PublishedFile(
        REPORT_FILE,
        "json",
        "What became of every torrent and every scrape, and one torrent followed through all steps.",
        "the whole run",
        _refer_to(Report.__name__),
    ),
    PublishedFile(
        f"{SEASON_FOLDER}{REPORT_FILE}",
        "json",
        "What became of the torrents of one season's time, and how right its numbers are.",
        "the whole season",
        _refer_to(SeasonReport.__name__),
    ),
    PublishedFile(SCHEMA_FILE, "json", "What every field means and counts: this description.", "all files", DIALECT),
    PublishedFile(
        PACKAGE_FILE,
        "json",
        "The tables and documents as a Frictionless Data Package, for programs that read such.",
        "one file",
        _PACKAGE_PROFILE,
    ),
    PublishedFile(
        MANIFEST_FILE,
        "json",
        "The names, sizes and checksums of all other files.",
        "one file",
        _refer_to(Manifest.__name__),
    ),
)
"""Every published file, in the order in which a reader meets them."""

_DOCUMENTS: tuple[type[ContractModel], ...] = (
    Seasons,
    WeekChart,
    Rankings,
    Shows,
    SeasonGroups,
    ShowIndex,
    ShowPage,
    GeneralEvents,
    Films,
    Corrections,
    Records,
    Projections,
    Report,
    SeasonReport,
    Manifest,
)


def build_schema() -> Schema:
    """The whole of `schema.json`."""
    # The row of the Parquet table has no class: Arrow's schema is its contract, and lies in the file.
    definitions = {
        _EPISODE_ROW: _build_row_schema(EPISODES, "Downloads of one episode on one UTC day."),
        _SHOW_WEEK_ROW: _build_row_schema(SHOW_WEEKS, "Downloads of one show in one ISO week."),
    } | _build_document_schemas()
    return {
        "$schema": DIALECT,
        "title": "The published files of nyaastats",
        "description": (
            "What each file holds and what each field means and counts. Every time is UTC, every week an ISO 8601 week."
        ),
        "$defs": {name: definitions[name] for name in _sort_by_reading(definitions)},
        "x-files": [file.describe() for file in FILES],
    }


@cache  # a run writes it, and whoever checks files compares with it
def encode_schema() -> OutputFile:
    """`schema.json`: indented, its fields in the order of the contracts; the same bytes whenever it is made."""
    return OutputFile(SCHEMA_FILE, f"{json.dumps(build_schema(), ensure_ascii=False, indent=1)}\n".encode(), rows=1)


# --- the tables ------------------------------------------------------------------------------------------------------


def _build_row_schema(table: pa.Schema, description: str) -> Schema:
    """The schema of one row of a Parquet table, of which no column is ever null."""
    return {
        "description": description,
        "type": "object",
        "properties": {column.name: _build_column_schema(column) for column in table},
        "required": table.names,
        "additionalProperties": False,
    }


def _build_column_schema(column: pa.Field) -> Schema:
    meaning, unit = describe_column(column)
    kind = {"description": meaning, ARROW_TYPE: str(column.type)}
    return _translate_type(column.type) | kind | ({UNIT: unit} if unit else {})


def describe_column(column: pa.Field) -> tuple[str, str]:
    """What a column of a table means, as a sentence, and its unit, which is empty for a truth value."""
    meaning, unit = (column.metadata[key].decode() for key in (b"meaning", b"unit"))
    return f"{meaning[0].upper()}{meaning[1:]}.", unit


def _translate_type(kind: pa.DataType) -> Schema:
    if pa.types.is_boolean(kind):
        return {"type": "boolean"}
    if pa.types.is_date(kind):
        return {"type": "string", "format": "date"}
    # What the row is as JSON, as CSV twins and readers without Arrow see it; the exact type is in x-arrow-type.
    if pa.types.is_timestamp(kind):
        return {"type": "string", "format": "date-time"}
    if pa.types.is_integer(kind):
        return {"type": "integer"}
    return {"type": "number" if pa.types.is_floating(kind) else "string"}


# --- the documents ----------------------------------------------------------------------------------------------------


def _build_document_schemas() -> dict[str, Schema]:
    """The schema of each class that the documents are made of, by its name."""
    # One adapter over all documents: each class is generated once, whichever documents use it.
    generated = TypeAdapter(tuple[_DOCUMENTS]).json_schema(mode="serialization")  # type: ignore[valid-type]
    classes = {item.__name__: item for item in _find_contract_classes()}
    return {name: _describe(definition, classes[name]) for name, definition in generated["$defs"].items()}


def _find_contract_classes() -> Iterator[type]:
    """The classes that fields may be of: all contracts, and the enumerations of `domain` that their modules import."""
    for module in (public, records, evidence, events, films, groups, first_days, projections, example, report):
        members = vars(module).values()
        yield from (item for item in members if isinstance(item, type) and issubclass(item, ContractModel | StrEnum))


def _describe(definition: Schema, item: type) -> Schema:
    if issubclass(item, StrEnum):
        return _build_enum_schema(item)
    meanings = _read_attribute_docs(item)
    properties = definition["properties"]
    return {
        "description": _join_lines(inspect.getdoc(item) or ""),
        "type": "object",
        "properties": {name: _build_property_schema(properties[name], meanings[name]) for name in properties},
        "required": list(properties),
        "additionalProperties": False,
    }


def _build_enum_schema(enum: type[StrEnum]) -> Schema:
    docs = _read_attribute_docs(enum)
    words = {
        member: member.description if isinstance(member, ExclusionReason) else docs[member.name] for member in enum
    }
    return {
        "description": _join_lines(inspect.getdoc(enum) or ""),
        "oneOf": [{"const": member.value, "description": words[member]} for member in enum],
    }


def _build_property_schema(generated: Schema, meaning: str) -> Schema:
    """A property as pydantic generates it, without its title, with the meaning and the unit of the whole."""
    # The title is the field's name again ("Anilist Id"), which pydantic adds by itself.
    kept = {key: value for key, value in generated.items() if key not in {"title", UNIT}}
    unit = _find_unit(generated)
    return kept | {"description": meaning} | ({UNIT: unit} if unit else {})


def _find_unit(field: Schema) -> str | None:
    """The unit in a property, which may be null, a list or a mapping of what has it."""
    # pydantic writes `X | None` as anyOf, a tuple as items and a mapping as additionalProperties.
    inner = [*field.get("anyOf", ()), field.get("items"), field.get("additionalProperties")]
    units = [field.get(UNIT), *(_find_unit(part) for part in inner if isinstance(part, dict))]
    return next((unit for unit in units if unit), None)


# --- what the source says ---------------------------------------------------------------------------------------------


def _read_attribute_docs(item: type) -> Mapping[str, str]:
    """The docstring under each field or member of a class, as one paragraph."""
    body = _read_class_bodies(item.__module__)[item.__name__]
    return {
        name: _join_lines(inspect.cleandoc(after.value.value))
        for statement, after in pairwise(body)
        if (name := _find_assigned_name(statement))
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
        and isinstance(after.value.value, str)
    }


def _find_assigned_name(statement: ast.stmt) -> str | None:
    # `x: int` and `x: int = 1` have a target, `X = "x"` of an enumeration has targets.
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return targets[0].id if isinstance(targets[0], ast.Name) else None


@cache
def _read_class_bodies(module: str) -> Mapping[str, list[ast.stmt]]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: node.body for node in tree.body if isinstance(node, ast.ClassDef)}


def _join_lines(text: str) -> str:
    return " ".join(text.split())


# --- order ------------------------------------------------------------------------------------------------------------


def _sort_by_reading(definitions: Mapping[str, Schema]) -> Iterator[str]:
    """The names of all definitions in reading order: each file's own, then what its fields refer to."""
    visited: dict[str, None] = {}
    for file in FILES:
        _visit(file.schema_reference.rpartition("/")[2], definitions, visited)
    return iter(visited)


def _visit(name: str, definitions: Mapping[str, Schema], visited: dict[str, None]) -> None:
    if name in definitions and name not in visited:
        visited[name] = None
        for reference in find_references(definitions[name]):
            _visit(reference, definitions, visited)


def find_references(part: object) -> Iterator[str]:
    """The names of the definitions that a schema refers to, in order."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rpartition("/")[2]
        for value in part.values():
            yield from find_references(value)
    elif isinstance(part, list):
        for value in part:
            yield from find_references(value)
