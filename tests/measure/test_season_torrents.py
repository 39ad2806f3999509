"""A torrent's downloads until its season's chart ends: what scrapes find later changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given

from nyaastats.domain.measures import Attribution
from testkit.measure_cases import DAY, MONDAY, Case, CaseResult, TorrentCase, measure_in_memory, rows_at
from testkit.measure_strategies import laws, lived_cases

WEEK = 168
"""In hours."""


def downloads(result: CaseResult) -> dict[int, int]:
    rows = result.measures.season_torrents.to_pylist()
    assert {row["season"] for row in rows} <= {"fall-2025"}
    return {row["torrent_id"]: row["downloads"] for row in rows}


@pytest.mark.parametrize("attribution", Attribution)
@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([(1, 0), (WEEK, 5)], 5, id="up to the end"),
        pytest.param([(1, 0), (2 * WEEK, 5)], 5, id="at the end"),
        pytest.param([(1, 0), (WEEK, 5), (2 * WEEK + 1, 9)], 5, id="across the end"),
        pytest.param([(1, 0), (WEEK, 5), (3 * WEEK, 9), (4 * WEEK, 90)], 5, id="after the end"),
        pytest.param([(1, 0), (2 * WEEK + 1, 5)], None, id="none by then"),
    ],
)
def test_what_comes_until_the_last_week_ends_is_counted(
    attribution: Attribution, counts: list[tuple[float, int]], expected: int | None
) -> None:
    case = Case([TorrentCase(rows_at(*counts))], weeks=2, attribution=attribution)
    assert downloads(measure_in_memory(case)).get(0) == expected


@pytest.mark.parametrize(
    ("published", "is_there"),
    [
        (MONDAY - 14 * DAY, True),
        (MONDAY - 14 * DAY - timedelta(seconds=1), False),
        (MONDAY + 14 * DAY - timedelta(hours=1), True),
        (MONDAY + 14 * DAY, False),
    ],
)
def test_a_torrent_is_there_that_was_published_in_the_weeks_or_shortly_before(
    published: datetime,
    is_there: bool,  # noqa: FBT001
) -> None:
    torrent = TorrentCase(rows_at((2 * WEEK, 5)), published=published, show=None)
    assert downloads(measure_in_memory(Case([torrent], weeks=2))) == ({0: 5} if is_there else {})


@laws
@given(lived_cases())
def test_it_is_all_that_the_torrent_has_while_the_chart_is_not_over(case: Case) -> None:
    result = measure_in_memory(replace(case, weeks=60))
    totals = {number: total for number, total in enumerate(result.totals()) if total}
    early = {number for number, torrent in enumerate(case.torrents) if torrent.published < MONDAY - 14 * DAY}
    assert downloads(result) == {number: total for number, total in totals.items() if number not in early}
