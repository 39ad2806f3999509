"""Laws of the measurement, for any counts."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from hypothesis import given, settings

from testkit.measure_cases import Case, TorrentCase, measure_in_memory
from testkit.measure_strategies import cases, laws


@laws
@given(cases)
def test_days_sum_to_counts(case: Case) -> None:
    result = measure_in_memory(case)
    totals: defaultdict[tuple[int | None, int], int] = defaultdict(int)
    for torrent, total in zip(case.torrents, result.totals(), strict=True):
        totals[torrent.show, torrent.episode] += total
    for (show, episode), total in totals.items():
        assert show is not None
        assert sum(result.days(show, episode)) == total


@laws
@given(cases)
def test_a_day_is_never_negative_and_no_estimate_exceeds_it(case: Case) -> None:
    for row in measure_in_memory(case).measures.episode_days.to_pylist():
        assert 0 <= row["downloads_estimated"] <= row["downloads_daily"]
        assert row["days_since_first_torrent"] >= 0


@laws
@given(cases)
def test_days_follow_each_other_and_add_up(case: Case) -> None:
    before = None
    for row in measure_in_memory(case).measures.episode_days.to_pylist():
        if before and (before["anilist_id"], before["episode"]) == (row["anilist_id"], row["episode"]):
            assert row["date"] - before["date"] == timedelta(days=1)
            assert row["downloads_cumulative"] == before["downloads_cumulative"] + row["downloads_daily"]
        else:
            assert row["downloads_cumulative"] == row["downloads_daily"]
        before = row


@laws
@given(cases)
def test_ranks_are_a_permutation_in_the_order_of_downloads(case: Case) -> None:
    weeks = defaultdict(list)
    for row in measure_in_memory(case).measures.rankings.to_pylist():
        weeks[row["week"]].append(row)
    for ranked in weeks.values():
        assert [row["rank"] for row in ranked] == list(range(1, len(ranked) + 1))
        assert ranked == sorted(ranked, key=lambda row: (-row["downloads"], row["anilist_id"]))
        assert all(row["peak_rank"] <= row["rank"] for row in ranked)


@settings(laws, max_examples=5)
@given(cases)
def test_the_order_of_the_rows_and_a_second_run_change_nothing(case: Case) -> None:
    turned = Case(
        [TorrentCase(each.rows[::-1], each.published, each.show, each.episode) for each in case.torrents],
        attribution=case.attribution,
    )
    assert measure_in_memory(case) == measure_in_memory(turned)
