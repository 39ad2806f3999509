"""The tables are SQL that means the same on Spark: docs/sql-dialect.md, rule by rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from nyaastats.domain.measures import Attribution
from nyaastats.engines.dialect import translate_to_spark
from nyaastats.measure.plan import BEFORE_MATCHING, Table, list_after_cleaning
from nyaastats.measure.runner import read_query
from testkit.sql_dialect import RULES, find_breaches

PAGE = Path(__file__).parents[2] / "docs" / "sql-dialect.md"
TABLES = {
    table.file: table
    for table in (
        *BEFORE_MATCHING,
        *(table for attribution in Attribution for table in list_after_cleaning(attribution)),
    )
}


def test_there_are_tables() -> None:
    assert {"scrape_pairs", "increments", "episode_days", "rankings"} <= {table.name for table in TABLES.values()}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_file_keeps_the_rules(table: Table) -> None:
    assert find_breaches(read_query(table)) == []


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_file_translates(table: Table) -> None:
    assert isinstance(sqlglot.parse_one(translate_to_spark(read_query(table)), read="spark"), exp.Query)


BREACHES = [
    ("single-select", "DELETE FROM a"),
    ("single-select", "SELECT x FROM a; SELECT y FROM a"),
    ("qualified-key", "SELECT a.k FROM a JOIN b USING (k)"),
    ("qualified-key", "SELECT x FROM a JOIN b USING (k) JOIN c ON c.k = b.k"),
    ("qualified-key", "SELECT x FROM a LEFT JOIN b USING (j, k) WHERE b.k IS NULL"),
    ("qualified-star", "SELECT a.*, y FROM a JOIN b USING (k)"),
    ("aggregate-in-series", "SELECT UNNEST(GENERATE_SERIES(0, MAX(x))) AS n FROM a WHERE 0 <= MAX(x)"),
    ("unguarded-series", "SELECT UNNEST(GENERATE_SERIES(x, y)) AS n FROM a"),
    ("unguarded-series", "SELECT UNNEST(GENERATE_SERIES(x, y)) AS n FROM a WHERE y <= x"),
    ("unguarded-series", "SELECT UNNEST(GENERATE_SERIES(x, y)) AS n FROM a WHERE x < y"),
    ("variable-divisor", "SELECT x // y AS n FROM a"),
    ("variable-divisor", "SELECT x // 0 AS n FROM a"),
    ("variable-divisor", "SELECT x // -7 AS n FROM a"),
    (
        "repeated-cte",
        "WITH c AS (WITH b AS (SELECT 1) SELECT * FROM b), d AS (WITH b AS (SELECT 2) SELECT * FROM b) SELECT 3",
    ),
    ("fine-date-unit", "SELECT DATE_DIFF('microsecond', x, y) // 1000000 AS n FROM a"),
    ("float-sum", "SELECT SUM(x / y) AS n FROM a"),
    ("float-sum", "SELECT SUM(0.5 * x) AS n FROM a"),
    ("float-sum", "SELECT AVG(x) AS n FROM a"),
    ("float-sum", "WITH b AS (SELECT CAST(x AS DOUBLE) AS s FROM a) SELECT SUM(CASE WHEN z THEN s END) AS n FROM b"),
    ("float-sum", "SELECT SUM(rate) AS n FROM decay_curve"),
    ("parsed-text", "SELECT TRY_CAST(x AS INTEGER) AS n FROM a"),
    ("parsed-text", "SELECT CAST(x AS TIMESTAMP) AS n FROM a"),
    ("parsed-text", "SELECT x FROM a WHERE REGEXP_MATCHES(x, '^7$')"),
    ("selected-subquery", "SELECT x NOT IN (SELECT y FROM b) AS n FROM a"),
    ("untyped-number", "SELECT ROW_NUMBER() OVER (ORDER BY x) AS n FROM a"),
    ("subtracted-window", "SELECT MAX(x) OVER w - y AS n FROM a WINDOW w AS (ORDER BY z)"),
    ("subtracted-window", "SELECT 1 + MAX(x) OVER w - y AS n FROM a WINDOW w AS (ORDER BY z)"),
    ("unknown-function", "SELECT NO_FUNCTION_OF_SPARK(x) AS n FROM a"),
]


@pytest.mark.parametrize(("rule", "query"), BREACHES)
def test_a_breach_is_seen(rule: str, query: str) -> None:
    assert {breach.partition(":")[0] for breach in find_breaches(query)} == {rule}


def test_the_page_has_the_rules_that_are_checked() -> None:
    named = re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert tuple(named) == RULES
    assert {rule for rule, _ in BREACHES} == set(RULES)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT k, a.x FROM a JOIN b USING (k)",
        "SELECT * FROM a JOIN b USING (k)",
        "SELECT a.* FROM a JOIN b ON a.k = b.k",
        "SELECT UNNEST(GENERATE_SERIES(x + 1, y)) AS n FROM a WHERE x < y",
        "SELECT SUM(CAST(ROUND(x / y) AS BIGINT)) AS n FROM a",
        "SELECT SUM(CASE WHEN x > 0.5 THEN y ELSE 0 END) AS n FROM a",
        "SELECT DATE_DIFF('day', DATE '1970-01-01', x) AS n FROM a WHERE y IN (SELECT z FROM b)",
        "SELECT CAST(ROW_NUMBER() OVER (ORDER BY x) AS BIGINT) - 1 AS n FROM a",
    ],
)
def test_what_is_written_instead_is_none(query: str) -> None:
    assert find_breaches(query) == []
