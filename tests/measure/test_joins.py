"""A join makes a hash table of its second table: the SQL names the larger one first, and the engine leaves it so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from nyaastats.domain.measures import Attribution
from nyaastats.engines.duckdb import DuckEngine, open_engine
from testkit.measure_cases import Case, TorrentCase, build_stats, hourly_rows, measure_with
from testkit.recording_engine import RecordingEngine

TORRENTS, SCRAPES = 40, 200
LARGE = 6_000
"""Fewer rows than there are scrapes or increments; more than the hours of the decay curve."""


@dataclass(frozen=True, slots=True)
class Join:
    """The rows of both sides, as they were."""

    table: str
    conditions: str
    streamed: int
    kept: int
    """In memory, as a hash table."""


@dataclass(frozen=True, slots=True)
class ExplainingEngine(RecordingEngine):
    """Explains each table before it is made."""

    joins: list[Join] = field(default_factory=list)

    def create(self, name: str, query: str) -> None:
        duck = self.engine
        assert isinstance(duck, DuckEngine)
        (plan,) = duck.fetch(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}")["explain_value"].to_pylist()
        self.joins.extend(find_joins(name, json.loads(plan)))
        RecordingEngine.create(self, name, query)


def find_joins(table: str, operator: dict[str, Any]) -> Iterator[Join]:
    sides = operator["children"]
    if operator.get("operator_type") == "HASH_JOIN":
        streamed, kept = (side["operator_cardinality"] for side in sides)
        yield Join(table, str(operator["extra_info"].get("Conditions")), streamed, kept)
    for side in sides:
        yield from find_joins(table, side)


@pytest.mark.parametrize("attribution", Attribution)
def test_no_join_keeps_the_larger_table(attribution: Attribution) -> None:
    torrents = [
        # Every fourth has a drop, so that it is judged.
        TorrentCase(hourly_rows(*range(1, SCRAPES), 1 if number % 4 == 0 else SCRAPES), episode=number % 5 + 1)
        for number in range(TORRENTS)
    ]
    case = Case(torrents, attribution=attribution)
    with open_engine("a case") as duck:
        duck.register("stats", build_stats(case))
        engine = ExplainingEngine(duck)
        measure_with(engine, case)
    large = [join for join in engine.joins if max(join.streamed, join.kept) > LARGE]
    assert len(large) > 10
    assert [join for join in large if join.kept > join.streamed] == []
