"""Encodes values as the bytes of a published file, and decodes them; the same value always gives the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from nyaastats.domain.text import has_controls, replace_loose_controls
from nyaastats.publish.contracts.public import EPISODES, SHOW_WEEKS
from nyaastats.publish.contracts.values import EPISODES_FILE, SHOW_WEEKS_FILE, contract_error

Document = TypeVar("Document")

ROW_GROUP = 1 << 17
"""Rows in a row group: a season fits in one, and a reader of ten seasons can still skip."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file of the output, ready to be written."""

    name: str
    content: bytes
    rows: int
    """As `contracts.ManifestEntry.rows`."""


def encode_json(name: str, document: object, *, rows: int = 1) -> OutputFile:
    """`document` (a dataclass, a pydantic model or a dict with text keys) as JSON.

    UTF-8, keys sorted, a line for each field and for each element of a field's list, so that a diff shows which week
    or show has changed. Names of torrents are a stranger's text, so `replace_loose_controls` applies to all.
    Raises ContractError for what JSON cannot hold: NaN, infinities, half a surrogate pair.
    """
    try:
        # Days and times become ISO 8601 texts, enumerations their values, tuples lists.
        fields: dict[str, Any] = to_jsonable_python(document)
        text = _format_fields(fields)
        # Of a hundred documents hardly one holds a control: to look into each text of all takes longer than the rest.
        if _ESCAPED_CONTROL.search(text) or has_controls(text):
            text = _format_fields(_clean(fields))
        return OutputFile(name, text.encode(), rows)
    except ValueError as error:
        raise contract_error(name, "a value", f"cannot be JSON ({error})") from error


_ESCAPED_CONTROL = re.compile(r"\\[bfru]")
"""What JSON's own escapes may stand for; line feeds and tabs are left (RFC 8259, section 7)."""


def _format_fields(fields: Mapping[str, Any]) -> str:
    lines = ",\n".join(f"{_format_compact(key)}:{_format_value(fields[key])}" for key in sorted(fields))
    return f"{{\n{lines}\n}}\n"


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return replace_loose_controls(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return {key: _clean(item) for key, item in value.items()} if isinstance(value, dict) else value


def _format_value(value: object) -> str:
    if not isinstance(value, list) or not value:
        return _format_compact(value)
    return "[\n" + ",\n".join(map(_format_compact, value)) + "\n]"


# NaN and Infinity are refused: Python would write them, but they are no JSON (RFC 8259, section 6). Made once, because
# json.dumps makes one for each of the thousands of lines.
_format_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def decode_json(name: str, content: bytes, shape: type[Document]) -> Document:
    """Read a document of type `shape`; raise ContractError that names the first field that does not fit `shape`."""
    try:
        document: Document = _build_adapter(shape).validate_json(content)  # type: ignore[arg-type]  # every type is hashable
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]  # the first is enough: a wrong file is replaced as a whole
        raise contract_error(name, ".".join(map(str, fault["loc"])) or "the document", fault["msg"]) from error
    return document


@cache
def _build_adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def encode_episodes(table: pa.Table) -> OutputFile:
    """`table` as `episodes.parquet`; raises ContractError when its columns are not those of `contracts.EPISODES`."""
    return _encode_table(EPISODES_FILE, table, EPISODES, sorted_by=3)


def decode_episodes(content: bytes) -> pa.Table:
    """Read `episodes.parquet`; raise ContractError when it is not Parquet or has not the columns of `EPISODES`."""
    return _decode_table(EPISODES_FILE, content, EPISODES)


def encode_show_weeks(table: pa.Table) -> OutputFile:
    """`table` as `show_weeks.parquet`; raises ContractError when its columns are not those of `SHOW_WEEKS`."""
    return _encode_table(SHOW_WEEKS_FILE, table, SHOW_WEEKS, sorted_by=2)


def decode_show_weeks(content: bytes) -> pa.Table:
    """Read `show_weeks.parquet`; raise ContractError when it is not Parquet or has not the columns of `SHOW_WEEKS`."""
    return _decode_table(SHOW_WEEKS_FILE, content, SHOW_WEEKS)


def _encode_table(name: str, table: pa.Table, schema: pa.Schema, *, sorted_by: int) -> OutputFile:
    sink = pa.BufferOutputStream()
    # The order is written into the file, so that a reader can skip row groups by show and episode without a scan.
    order = pq.SortingColumn.from_ordering(schema, [(column, "ascending") for column in schema.names[:sorted_by]])
    rows = _require_schema(name, table, schema)
    pq.write_table(rows, sink, compression="zstd", row_group_size=ROW_GROUP, sorting_columns=order)
    return OutputFile(name, sink.getvalue().to_pybytes(), table.num_rows)


def _decode_table(name: str, content: bytes, schema: pa.Schema) -> pa.Table:
    try:
        return _require_schema(name, pq.ParquetFile(pa.BufferReader(content)).read(), schema)
    except (pa.ArrowInvalid, OSError) as error:
        raise contract_error(name, "the file", f"is not Parquet ({error})") from error


def _require_schema(name: str, table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The same columns with the schema; raise ContractError when they do not fit it or hold nulls."""
    for expected in schema:
        if expected.name not in table.column_names:
            raise contract_error(name, expected.name, "the column is missing")
        if table.schema.field(expected.name).type != expected.type:
            actual = table.schema.field(expected.name).type
            raise contract_error(name, expected.name, f"is {actual}, not {expected.type}")
        # Counted, because a column that may hold nulls need not hold any: in DuckDB's results every column may.
        if table[expected.name].null_count:
            raise contract_error(name, expected.name, "holds nulls")
    if table.column_names != schema.names:
        raise contract_error(name, "the columns", f"are {table.column_names}, not {schema.names}")
    return pa.table(table.columns, schema=schema)
