"""The plan of the tables is what the SQL files do."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

import pytest
import sqlglot
from sqlglot import exp

from nyaastats.domain.measures import Attribution
from nyaastats.measure.plan import (
    BEFORE_MATCHING,
    INPUTS,
    MATCHED_INPUTS,
    Kind,
    Table,
    list_after_cleaning,
    list_dropped_after,
    list_matched,
    list_unmatched,
)
from nyaastats.measure.runner import read_query

PLANS = {attribution: (*BEFORE_MATCHING, *list_after_cleaning(attribution)) for attribution in Attribution}
TABLES = {table.file: table for plan in PLANS.values() for table in plan}


def tables_read(query: str) -> set[str]:
    """The tables that a query names, its own CTEs apart."""
    tree = sqlglot.parse_one(query, read="duckdb")
    ctes = {cte.alias for cte in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table)} - ctes


def needed(name: str, plan: tuple[Table, ...]) -> Iterator[str]:
    """The tables whose rows a reader of `name` touches: itself, and through a view what that reads."""
    yield name
    for table in plan:
        if table.name == name and table.kind is Kind.VIEW:
            for read in table.reads:
                yield from needed(read, plan)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_reads_what_it_declares(table: Table) -> None:
    assert tables_read(read_query(table)) == set(table.reads)
    assert len(set(table.reads)) == len(table.reads)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_a_table_reads_inputs_and_tables_before_it(plan: tuple[Table, ...]) -> None:
    present = set(INPUTS)
    for table in plan:
        assert set(table.reads) <= present
        assert table.name not in present
        present.add(table.name)


@pytest.mark.parametrize("attribution", Attribution)
def test_only_what_comes_before_matching_needs_no_matches(attribution: Attribution) -> None:
    before, after = (*BEFORE_MATCHING, *list_unmatched(attribution)), list_matched(attribution)
    names = {table.name for table in before}
    assert {read for table in before for read in table.reads} <= {"readings", "torrents", "run_clock", *names}
    matched = set(MATCHED_INPUTS)
    for table in after:
        assert matched & set(table.reads), table.name
        matched.add(table.name)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_nothing_is_read_after_it_was_dropped(plan: tuple[Table, ...]) -> None:
    dropped: set[str] = set()
    for table in plan:
        assert not {name for read in table.reads for name in needed(read, plan)} & dropped
        dropped.update(list_dropped_after(table.name))
    assert dropped == {"scrape_pairs", "increments", "midnight_splits"}


def test_a_large_table_goes_with_its_last_reader() -> None:
    plan = PLANS[Attribution.INTERVAL]
    for table in plan:
        if table.dropped_after:
            readers = [other.name for other in plan if table.name in {n for r in other.reads for n in needed(r, plan)}]
            assert table.dropped_after == readers[-1]


def test_every_file_is_in_the_plan() -> None:
    root = resources.files("nyaastats.measure")
    folders = [folder for folder in root.iterdir() if folder.is_dir() and not folder.name.startswith("_")]
    files = {f"{folder.name}/{file.name}" for folder in folders for file in folder.iterdir()}
    assert files == set(TABLES)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_file_is_named_for_its_table(table: Table) -> None:
    stem = table.file.rpartition("/")[2].removesuffix(".sql")
    assert stem in {table.name, f"{table.name}_{Attribution.OBSERVED}"}
