"""Laws of the measurement, for any counts."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nyaastats.domain.measures import Attribution
from testkit.measure_cases import (
    DAY,
    MONDAY,
    Case,
    CaseResult,
    StatsRow,
    TorrentCase,
    format_time,
    measure_in_memory,
)
from testkit.measure_strategies import FAR_AWAY, cases, laws, lived_cases

any_cases = cases | lived_cases()


@laws
@given(cases)
def test_days_sum_to_counts(case: Case) -> None:
    """Where every torrent is dead: nothing is expected since its last scrape."""
    result = measure_in_memory(replace(case, torrents=[replace(each, is_dead=True) for each in case.torrents]))
    totals: defaultdict[int | None, int] = defaultdict(int)
    for torrent, total in zip(case.torrents, result.totals(), strict=True):
        totals[torrent.show] += total
    for show, total in totals.items():
        assert show is not None
        assert _count_show(result, show) == total


@laws
@given(any_cases, st.integers(0, 10**6))
def test_days_sum_to_the_count_and_tail_of_a_lone_torrent(case: Case, choice: int) -> None:
    """Of one episode, to the download."""
    scraped = [each for each in case.torrents if each.rows and each.show]
    if not scraped:
        return
    lone = scraped[choice % len(scraped)]
    others = [replace(each, show=None) for each in case.torrents if each is not lone]
    result = measure_in_memory(replace(case, torrents=[lone, *others]))
    assert lone.show
    assert _count_show(result, lone.show) == result.totals()[0] + result.measures.tails.downloads


def _count_show(result: CaseResult, show: int) -> int:
    """All downloads of a show's days, and those that stand in none."""
    days: int = sum(row["downloads_daily"] for row in _list_days(result) if row["anilist_id"] == show)
    (left_out,) = (row for row in result.measures.left_out.to_pylist() if row["anilist_id"] == show)
    rest: int = left_out["after_last_day"] + left_out["not_begun"]
    return days + rest


def _list_days(result: CaseResult) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = result.measures.episode_days.to_pylist()
    return rows


# --- laws of one measurement ------------------------------------------------------------------------------------------


@laws
@given(any_cases)
def test_what_holds_of_every_measurement(case: Case) -> None:
    """Together, because to measure takes longer than to look."""
    result = measure_in_memory(case)
    assert_days_sum_to_counts_and_tails(case, result)
    assert_nothing_is_negative_or_no_number_and_no_estimate_exceeds_what_it_is_a_part_of(result)
    assert_days_follow_each_other_and_add_up_until_the_last_one_that_has_begun(case, result)
    assert_ranks_are_a_permutation_in_the_order_of_downloads(result)


def assert_days_sum_to_counts_and_tails(case: Case, result: CaseResult) -> None:
    counted = sum(total for each, total in zip(case.torrents, result.totals(), strict=True) if each.show)
    shows = {each.show for each in case.torrents if each.show}
    rounded = sum(_count_show(result, show) for show in shows)
    # Each episode's sum is rounded, and so is that of all tails.
    sums = 1 + len({(each.show, each.episode) for each in case.torrents if each.show})
    assert 2 * abs(rounded - counted - result.measures.tails.downloads) <= sums


def assert_nothing_is_negative_or_no_number_and_no_estimate_exceeds_what_it_is_a_part_of(result: CaseResult) -> None:
    measures = result.measures
    tables = (measures.episode_days, measures.rankings, measures.torrent_totals, measures.left_out)
    for value in (value for table in tables for row in table.to_pylist() for value in row.values()):
        assert not isinstance(value, int | float) or 0 <= value < math.inf
    assert min(measures.tails.torrents, measures.tails.downloads, measures.tails.overdue) >= 0
    for row in measures.episode_days.to_pylist():
        assert row["downloads_estimated"] <= row["downloads_daily"]
    for row in measures.rankings.to_pylist():
        assert row["downloads_estimated"] <= row["downloads"]


def assert_days_follow_each_other_and_add_up_until_the_last_one_that_has_begun(case: Case, result: CaseResult) -> None:
    before = None
    begun = (result.scrapes.data_until - timedelta(hours=1)).date()
    for row in _list_days(result):
        assert row["date"].date() <= min(case.last_days[row["anilist_id"]], begun)
        if before and (before["anilist_id"], before["episode"]) == (row["anilist_id"], row["episode"]):
            assert row["date"] - before["date"] == timedelta(days=1)
            assert row["downloads_cumulative"] == before["downloads_cumulative"] + row["downloads_daily"]
        else:
            assert row["downloads_cumulative"] == row["downloads_daily"]
        before = row


def assert_ranks_are_a_permutation_in_the_order_of_downloads(result: CaseResult) -> None:
    weeks = defaultdict(list)
    for row in result.measures.rankings.to_pylist():
        weeks[row["week"]].append(row)
    for ranked in weeks.values():
        assert [row["rank"] for row in ranked] == list(range(1, len(ranked) + 1))
        assert ranked == sorted(ranked, key=lambda row: (-row["downloads"], row["anilist_id"]))
        assert all(row["peak_rank"] <= row["rank"] for row in ranked)


# --- settled weeks ----------------------------------------------------------------------------------------------------


def _list_settled(result: CaseResult) -> dict[str, date]:
    """The settled weeks, and their Mondays; a week may be settled before an earlier one is."""
    rows = result.measures.chart_weeks.to_pylist()
    return {row["week"]: row["start_date"] for row in rows if row["is_settled"]}


HISTORY = {
    *("previous_rank", "previous_downloads", "peak_rank", "debut_week", "streak"),
    *("weeks_on_chart", "weeks_at_first", "weeks_in_top_10"),
}
"""What a row says of the weeks before its own."""


def _list_rankings(result: CaseResult, weeks: dict[str, date]) -> list[dict[str, Any]]:
    """The rows of these weeks as far as they stand: their history only where every week before is one of them."""
    rows = [row for row in result.measures.rankings.to_pylist() if row["week"] in weeks]
    first_other = _find_first_other(result, weeks)
    return [row if weeks[row["week"]] < first_other else _leave_out_history(row) for row in rows]


def _find_first_other(result: CaseResult, weeks: dict[str, date]) -> date:
    others = (row for row in result.measures.chart_weeks.to_pylist() if row["week"] not in weeks)
    return min((row["start_date"] for row in others), default=date.max)


def _leave_out_history(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in HISTORY}


@laws
@given(lived_cases())
def test_no_tail_begins_before_a_settled_week_is_over_so_that_none_is_in_it(case: Case) -> None:
    result = measure_in_memory(case)
    settled = _list_settled(result)
    tails = result.measures.show_tails.to_pylist()
    for monday in settled.values():
        end = datetime.combine(monday, MONDAY.timetz()) + 7 * DAY
        assert end <= result.scrapes.data_until
        # A tail ends with its show.
        starts = [row["tail_from"] for row in tails if case.last_days.get(row["anilist_id"], date.max) >= monday]
        assert all(start >= end.timestamp() for start in starts)
    dead = measure_in_memory(replace(case, torrents=[replace(each, is_dead=True) for each in case.torrents]))
    assert dead.measures.tails.torrents == 0
    assert _list_rankings(dead, settled) == _list_rankings(result, settled)


@st.composite
def uncounted_torrents(draw: st.DrawFn) -> TorrentCase:
    """A torrent with a tail, and with too few downloads to say anything of others.

    At 40 days or more it is due weekly, so that nothing in these cases makes it overdue.
    """
    last = MONDAY + draw(st.integers(0, 80 * 86_400)) * timedelta(seconds=1)
    return TorrentCase([StatsRow(format_time(last), draw(st.integers(1, 20)))], MONDAY - 40 * DAY, show=9)


@laws
@given(lived_cases([Attribution.INTERVAL]), uncounted_torrents(), st.integers(1, 20 * 86_400), st.integers(0, 20))
def test_a_later_scrape_of_a_torrent_changes_no_settled_week(
    case: Case, torrent: TorrentCase, seconds: int, downloads: int
) -> None:
    before = replace(case, torrents=[*case.torrents, torrent], last_days={**case.last_days, 9: FAR_AWAY})
    result = measure_in_memory(before)
    (row,) = torrent.rows
    at = format_time(result.scrapes.data_until + timedelta(seconds=seconds))
    later = replace(torrent, rows=[row, StatsRow(at, int(str(row.downloads)) + downloads)])
    after = measure_in_memory(replace(before, torrents=[*case.torrents, later]))
    settled = _list_settled(result)
    assert _list_rankings(after, settled) == _list_rankings(result, settled)


@settings(laws, max_examples=5)
@given(any_cases)
def test_the_order_of_the_rows_a_second_run_and_more_threads_change_nothing(case: Case) -> None:
    turned = replace(case, torrents=[replace(each, rows=each.rows[::-1]) for each in case.torrents])
    assert measure_in_memory(case) == measure_in_memory(turned, threads=4)
