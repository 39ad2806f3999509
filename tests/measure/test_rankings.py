"""Weeks and ranks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nyaastats.errors import DatabaseError
from testkit.measure_cases import Case, CaseResult, TorrentCase, measure_in_memory, rows_at


def ranks(result: CaseResult) -> list[tuple[Any, ...]]:
    columns = ("week", "rank", "anilist_id", "downloads", "previous_rank", "peak_rank", "weeks_on_chart")
    return [tuple(row[name] for name in columns) for row in result.measures.rankings.to_pylist()]


def week(number: float) -> float:
    """Hours to the noon of the first day of week `number`."""
    return number * 168 + 12


def test_ranks_their_history_and_the_lower_id_of_equals() -> None:
    case = Case(
        [
            TorrentCase(rows_at((12, 50), (24, 50), (week(1), 60), (week(2), 60), (week(3), 70)), show=7),
            TorrentCase(rows_at((12, 50), (24, 50), (week(1), 50), (week(2), 59), (week(3), 59)), show=3),
        ]
    )
    # Show 7 gets its 10 from the end of Monday to noon a week later: 9.23 of 10 before that week begins.
    assert ranks(measure_in_memory(case)) == [
        ("2025-W41", 1, 7, 59, None, 1, 1),
        ("2025-W41", 2, 3, 50, None, 2, 1),
        ("2025-W42", 1, 3, 8, 2, 1, 2),
        ("2025-W42", 2, 7, 1, 1, 1, 2),
        ("2025-W43", 1, 7, 9, 2, 1, 3),
        ("2025-W43", 2, 3, 1, 1, 1, 3),
        ("2025-W44", 1, 7, 1, 1, 1, 4),
    ]


def test_equals_stand_in_the_order_of_their_ids() -> None:
    case = Case([TorrentCase(rows_at((12, 50)), show=show) for show in (9, 4, 6)])
    assert [(rank, show) for _, rank, show, *_ in ranks(measure_in_memory(case))] == [(1, 4), (2, 6), (3, 9)]


def test_a_show_with_nothing_has_no_row_and_no_rank_to_come_from() -> None:
    quiet = TorrentCase(rows_at((12, 50), (week(2) - 12, 50), (week(2), 60)))
    assert ranks(measure_in_memory(Case([quiet]))) == [
        ("2025-W41", 1, 1, 50, None, 1, 1),
        ("2025-W43", 1, 1, 10, None, 1, 2),
    ]


def test_a_show_is_the_sum_of_its_episodes() -> None:
    case = Case([TorrentCase(rows_at((12, 50)), episode=1), TorrentCase(rows_at((12, 5)), episode=2)])
    assert ranks(measure_in_memory(case)) == [("2025-W41", 1, 1, 55, None, 1, 1)]


@pytest.mark.parametrize(
    ("last_scrape", "weeks"),
    [
        (12, [("2025-W41", date(2025, 10, 6), False, False)]),
        (167.99, [("2025-W41", date(2025, 10, 6), False, False)]),
        (168, [("2025-W41", date(2025, 10, 6), True, True)]),
        (168.99, [("2025-W41", date(2025, 10, 6), True, True)]),
        (169, [("2025-W41", date(2025, 10, 6), True, True), ("2025-W42", date(2025, 10, 13), False, False)]),
    ],
)
def test_a_week_is_there_once_an_hour_of_it_has_passed_and_complete_once_all_has(
    last_scrape: float, weeks: list[tuple[str, date, bool, bool]]
) -> None:
    result = measure_in_memory(Case([TorrentCase(rows_at((1, 5), (last_scrape, 5)))]))
    assert [tuple(row.values()) for row in result.measures.chart_weeks.to_pylist()] == weeks


def test_a_week_after_the_chart_s_last_is_not_ranked() -> None:
    result = measure_in_memory(Case([TorrentCase(rows_at((12, 50), (week(1), 60), (week(2), 70)))], weeks=2))
    assert {row[0] for row in ranks(result)} == {"2025-W41", "2025-W42"}
    assert result.measures.chart_weeks["is_complete"].to_pylist() == [True, True]


def test_no_usable_scrape_is_an_error_that_says_what_was_wrong() -> None:
    with pytest.raises(DatabaseError, match=r"no row of 'stats' in .* can be used .*'orphan': 1"):
        measure_in_memory(Case([TorrentCase([])], strays=rows_at((1, 5))))
