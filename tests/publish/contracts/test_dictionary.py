"""Every published field is described: its meaning, and what it counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from nyaastats.domain.matches import ExclusionReason
from nyaastats.publish.contracts.dictionary import FILES, build_schema, encode_schema, find_references
from nyaastats.publish.contracts.public import EPISODES
from testkit.small_season import encode_contents, make_publication

SCHEMA = build_schema()
DEFINITIONS: dict[str, Any] = SCHEMA["$defs"]
OBJECTS = {name: definition for name, definition in DEFINITIONS.items() if "properties" in definition}
ENUMERATIONS = {name: definition for name, definition in DEFINITIONS.items() if "oneOf" in definition}
FIELDS = [(name, field) for name, definition in OBJECTS.items() for field in definition["properties"]]


def kinds(part: dict[str, Any]) -> Iterator[str]:
    """The types in a field, which may be null, a list or a mapping."""
    if "format" in part or "type" in part:
        yield str(part.get("format", part.get("type")))
    for inner in (*part.get("anyOf", ()), part.get("items"), part.get("additionalProperties")):
        if isinstance(inner, dict):
            yield from kinds(inner)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_field_has_a_meaning(name: str, field: str) -> None:
    description = DEFINITIONS[name]["properties"][field]["description"]
    assert description.endswith(".")
    assert "None" not in description


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_quantity_has_a_unit(name: str, field: str) -> None:
    schema = DEFINITIONS[name]["properties"][field]
    if {"integer", "number", "date", "date-time"} & set(kinds(schema)):
        assert schema["x-unit"].strip()


@pytest.mark.parametrize("name", ENUMERATIONS)
def test_each_value_of_an_enumeration_has_a_meaning(name: str) -> None:
    assert all(choice["description"] for choice in ENUMERATIONS[name]["oneOf"])


def test_the_words_of_a_reason_are_those_of_the_terminal() -> None:
    choices = DEFINITIONS[ExclusionReason.__name__]["oneOf"]
    assert {choice["const"]: choice["description"] for choice in choices} == {
        reason.value: reason.description for reason in ExclusionReason
    }


def test_every_definition_is_described_and_referred_to() -> None:
    assert all(definition["description"] for definition in DEFINITIONS.values())
    elsewhere = {"schema", "data-package.json"}  # the standards that these two files keep
    assert set(find_references(SCHEMA)) - elsewhere == set(DEFINITIONS)


def test_every_published_file_is_described() -> None:
    written = {*encode_contents(make_publication()), "manifest.json"}
    named = {file.name for file in FILES}
    patterns = {re.sub("<[a-z]+>", "[^/]+", name): name for name in named if "<" in name}
    described = {
        next((patterns[pattern] for pattern in patterns if re.fullmatch(pattern, name)), name) for name in written
    }
    assert described == named
    assert all(file.description and file.rows for file in FILES)


def test_the_columns_are_those_of_the_table_with_the_words_that_lie_in_it() -> None:
    row = DEFINITIONS["EpisodeDay"]["properties"]
    assert list(row) == EPISODES.names
    for column in EPISODES:
        assert row[column.name]["x-arrow-type"] == str(column.type)
        assert row[column.name]["x-unit"] == column.metadata[b"unit"].decode()
        assert row[column.name]["description"].casefold() == f"{column.metadata[b'meaning'].decode()}.".casefold()


def test_fields_keep_the_order_of_their_contract() -> None:
    assert list(DEFINITIONS["Rankings"]["properties"]) == ["season", "data_until", "weeks"]
    assert list(DEFINITIONS)[:4] == ["EpisodeDay", "ShowWeek", "Seasons", "SeasonEntry"]


def test_no_object_may_hold_more_or_less() -> None:
    for definition in OBJECTS.values():
        assert definition["additionalProperties"] is False
        assert definition["required"] == list(definition["properties"])


def test_the_file_holds_the_schema() -> None:
    assert json.loads(encode_schema().content) == SCHEMA
