"""How downloads lie between two moments, worked by hand."""

from __future__ import annotations

import pytest

from testkit.oracle.decay import DAY, HOUR, DecayCurve
from testkit.oracle.spans import Span, count_before, split_at_midnights

TWO_TO_ONE = DecayCurve(rates=(200.0, 100.0), before=(0, 720_000))
"""Twice as much in the first hour as in each later one."""
NOTHING = DecayCurve()


def make_span(start: int, end: int, millionths: int, published: int = 0) -> Span:
    return Span(published, start, end, millionths, is_estimate=False)


@pytest.mark.parametrize(
    ("span", "moment", "curve", "expected"),
    [
        pytest.param(make_span(0, 2 * HOUR, 900), HOUR, TWO_TO_ONE, 600, id="along the curve"),
        pytest.param(make_span(0, 2 * HOUR, 900), HOUR, NOTHING, 450, id="even without a curve"),
        # Published half an hour before: 0.5 of the 2, then 0.5 and 1.0 of the 1: 1 of 2 by the middle.
        pytest.param(make_span(0, 90 * 60, 900, -1800), 1800, TWO_TO_ONE, 450, id="by age"),
        # Three hours, of which the first is before publication, so that the curve does not move in it.
        pytest.param(make_span(0, 3 * HOUR, 900, HOUR), HOUR, TWO_TO_ONE, 0, id="nothing before publication"),
        pytest.param(make_span(0, HOUR, 900, 2 * HOUR), HOUR // 3, TWO_TO_ONE, 300, id="even where it does not move"),
        pytest.param(make_span(0, 3, 1), 1, NOTHING, 0, id="a third is rounded down"),
        pytest.param(make_span(0, 3, 1), 2, NOTHING, 1, id="two thirds are rounded up"),
        pytest.param(make_span(0, 2, 1), 1, NOTHING, 1, id="a half is rounded up"),
        pytest.param(make_span(5, 9, 7), 5, NOTHING, 0, id="nothing by its start"),
        pytest.param(make_span(5, 9, 7), 9, NOTHING, 7, id="all by its end"),
        pytest.param(make_span(5, 5, 7), 5, NOTHING, 0, id="an instant comes after its moment"),
        pytest.param(make_span(5, 5, 7), 6, NOTHING, 7, id="and not later"),
    ],
)
def test_the_part_of_a_span_before_a_moment(span: Span, moment: int, curve: DecayCurve, expected: int) -> None:
    assert count_before(span, moment, curve) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        # A quarter on day 0, a half on day 1, a quarter on day 2.
        pytest.param(make_span(12 * HOUR, 60 * HOUR, 100), [(0, 25), (1, 50), (2, 25)], id="over two midnights"),
        pytest.param(make_span(12 * HOUR, DAY, 100), [(0, 100), (1, 0)], id="an end at midnight"),
        pytest.param(make_span(DAY, DAY + 1, 100), [(1, 100)], id="a start at midnight"),
        pytest.param(make_span(DAY, DAY, 100), [(1, 100)], id="an instant at midnight"),
        # 0.5, 1.5 and 2.5 of five by the midnights: 1, 2 and 3.
        pytest.param(
            make_span(12 * HOUR, 132 * HOUR, 5), [(0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 0)], id="rounded running"
        ),
    ],
)
def test_a_span_by_days(span: Span, expected: list[tuple[int, int]]) -> None:
    assert list(split_at_midnights(span, NOTHING)) == expected
