"""The rules of docs/sql-dialect.md, read from a statement's syntax tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import sqlglot
from sqlglot import exp

INTEGER_TYPES = {exp.DataType.Type.INT, exp.DataType.Type.BIGINT}
TEXT_PARSERS = (exp.TryCast, exp.StrToTime, exp.StrToDate, exp.RegexpLike, exp.RegexpExtract, exp.RegexpReplace)
NUMBERINGS = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile)
FLOAT_FUNCTIONS = (exp.Div, exp.Ln, exp.Sqrt, exp.Exp, exp.Pow)
DATE_UNITS = {"DAY", "SECOND"}
STORED_FLOATS = frozenset({"rate", "days_since_first_torrent"})
"""The columns of measure tables that are floats; a statement does not say so where it reads them."""

Rule = Callable[[exp.Expr], Iterator[str]]
"""Yields what breaks it, as SQL."""


def find_breaches(query: str) -> list[str]:
    """What in a statement breaks a rule: `rule: SQL`."""
    statements = sqlglot.parse(query, read="duckdb")
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        return ["single-select: " + query]
    return [f"{name}: {breach}" for name, rule in TREE_RULES.items() for breach in rule(statements[0])]


def find_qualified_keys(tree: exp.Expr) -> Iterator[str]:
    """`t.key`, where a USING joined by that key."""
    for select in tree.find_all(exp.Select):
        keys = set(_list_using(select))
        for column in _find_own(select, exp.Column):
            if column.table and column.name in keys:
                yield column.sql("duckdb")


def find_qualified_stars(tree: exp.Expr) -> Iterator[str]:
    """`t.*` of a SELECT with a USING."""
    for select in tree.find_all(exp.Select):
        if _list_using(select):
            yield from (star.sql("duckdb") for star in select.expressions if star.is_star and star.find(exp.Column))


def find_aggregates_in_series(tree: exp.Expr) -> Iterator[str]:
    for series in tree.find_all(exp.GenerateSeries):
        if series.find(exp.AggFunc):
            yield series.sql("duckdb")


def find_unguarded_series(tree: exp.Expr) -> Iterator[str]:
    """A series in a SELECT whose WHERE does not say that it begins before it ends."""
    for series in tree.find_all(exp.GenerateSeries):
        select = series.find_ancestor(exp.Select)
        where = select and select.args.get("where")
        if not where or not _guards(where, series.args["start"], series.args["end"]):
            yield series.sql("duckdb")


def _guards(where: exp.Expr, start: exp.Expr, end: exp.Expr) -> bool:
    comparisons = [(node.this, node.expression) for node in where.find_all(exp.LTE)]
    # Of whole numbers, a < b says what a + 1 <= b says.
    comparisons += [(_add_one(node.this), node.expression) for node in where.find_all(exp.LT)]
    return (start, end) in comparisons


def _add_one(value: exp.Expr) -> exp.Expr:
    return exp.Add(this=value, expression=exp.Literal.number(1))


def find_variable_divisors(tree: exp.Expr) -> Iterator[str]:
    """`//` by anything but a positive constant."""
    for division in tree.find_all(exp.IntDiv):
        divisor = division.expression
        if not (isinstance(divisor, exp.Literal) and divisor.is_int and int(divisor.name) > 0):
            yield division.sql("duckdb")


def find_repeated_ctes(tree: exp.Expr) -> Iterator[str]:
    """A CTE with the name of another, also of one in another scope: where queries are inlined beside each other."""
    names = [cte.alias for cte in tree.find_all(exp.CTE)]
    yield from sorted({name for name in names if names.count(name) > 1})


def find_fine_date_units(tree: exp.Expr) -> Iterator[str]:
    for difference in tree.find_all(exp.DateDiff):
        if str(difference.args.get("unit")).upper() not in DATE_UNITS:
            yield difference.sql("duckdb")


def find_float_sums(tree: exp.Expr) -> Iterator[str]:
    """AVG; SUM of what may be a float: a quotient, a DOUBLE, or a column that holds one."""
    floats = _find_float_columns(tree)
    for aggregate in tree.find_all(exp.Sum, exp.Avg):
        if isinstance(aggregate, exp.Avg) or _is_float(aggregate.this, floats):
            yield aggregate.sql("duckdb")


def _find_float_columns(tree: exp.Expr) -> set[str]:
    aliases = [(alias.alias, alias.this) for alias in tree.find_all(exp.Alias)]
    floats = set(STORED_FLOATS)
    while more := {name for name, value in aliases if _is_float(value, floats)} - floats:
        floats |= more
    return floats


def _is_float(value: exp.Expr, floats: set[str]) -> bool:
    if isinstance(value, exp.Cast):
        return value.to.this not in INTEGER_TYPES
    if isinstance(value, exp.Literal):
        return value.is_number and not value.is_int
    if isinstance(value, exp.Column):
        return value.name in floats
    return isinstance(value, FLOAT_FUNCTIONS) or any(_is_float(part, floats) for part in _list_results(value))


def _list_results(value: exp.Expr) -> list[exp.Expr]:
    """The parts that a value is made of; a condition says only which."""
    if isinstance(value, exp.Case):
        branches = [*(branch.args["true"] for branch in value.args["ifs"]), value.args.get("default")]
        return [branch for branch in branches if branch]
    return [] if isinstance(value, exp.Predicate) else list(value.iter_expressions())


def find_parsed_texts(tree: exp.Expr) -> Iterator[str]:
    """TRY_CAST, patterns, and a cast to a time of anything but a constant."""
    yield from (node.sql("duckdb") for node in tree.find_all(*TEXT_PARSERS))
    for cast in tree.find_all(exp.Cast):
        if cast.to.is_type(*exp.DataType.TEMPORAL_TYPES) and not isinstance(cast.this, exp.Literal | exp.Null):
            yield cast.sql("duckdb")


def find_selected_subqueries(tree: exp.Expr) -> Iterator[str]:
    """IN or EXISTS of a subquery as a column, where it is no filter."""
    for select in tree.find_all(exp.Select):
        for column in select.expressions:
            yield from (node.sql("duckdb") for node in column.find_all(exp.In, exp.Exists) if node.find(exp.Query))


def find_untyped_numbers(tree: exp.Expr) -> Iterator[str]:
    """ROW_NUMBER and its like outside a CAST."""
    for window in tree.find_all(exp.Window):
        if isinstance(window.this, NUMBERINGS) and not isinstance(window.parent, exp.Cast):
            yield window.sql("duckdb")


def find_subtracted_windows(tree: exp.Expr) -> Iterator[str]:
    """A window's name with a minus behind it: Spark reads both, and the name behind, as one name."""
    for difference in tree.find_all(exp.Sub):
        last = difference.this
        while isinstance(last, exp.Binary):
            last = last.expression
        if isinstance(last, exp.Window) and last.alias:
            yield difference.sql("duckdb")


def find_unknown_functions(tree: exp.Expr) -> Iterator[str]:
    """sqlglot passes on the name of a function that it does not know, and the other engine would not know it either."""
    yield from (call.sql("duckdb") for call in tree.find_all(exp.Anonymous))


TREE_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "qualified-key": find_qualified_keys,
        "qualified-star": find_qualified_stars,
        "aggregate-in-series": find_aggregates_in_series,
        "unguarded-series": find_unguarded_series,
        "variable-divisor": find_variable_divisors,
        "repeated-cte": find_repeated_ctes,
        "fine-date-unit": find_fine_date_units,
        "float-sum": find_float_sums,
        "parsed-text": find_parsed_texts,
        "selected-subquery": find_selected_subqueries,
        "untyped-number": find_untyped_numbers,
        "subtracted-window": find_subtracted_windows,
        "unknown-function": find_unknown_functions,
    }
)
RULES = ("single-select", *TREE_RULES)
"""The names of all rules, as the page has them."""


def _list_using(select: exp.Select) -> list[str]:
    return [key.name for join in select.args.get("joins") or [] for key in join.args.get("using") or []]


def _find_own(select: exp.Select, kind: type[exp.Column]) -> Iterator[exp.Column]:
    """The parts of a SELECT that are not of a SELECT within it."""
    yield from (node for node in select.find_all(kind) if node.find_ancestor(exp.Select) is select)
