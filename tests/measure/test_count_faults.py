"""What each count is taken for, by the examples of the design, by the oracle, and by trial."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyaastats.measure.count_faults import CountWalk
from testkit.fault_cases import (
    DAY,
    HOUR,
    PutFault,
    Series,
    faulty_series,
    judge_counts,
    judge_series,
    judge_trials,
    put_any_count,
    put_dip,
    put_plateau,
    tally_by_oracle,
    tally_judgement,
)

STEADY = tuple(range(100, 1_001, 100))
"""Ten scrapes of a torrent that gains 100 each."""


@pytest.mark.parametrize(
    ("counts", "total", "faults"),
    [
        pytest.param((*range(500, 1_751, 250), 60_000, *range(2_250, 9_751, 750)), 9_750, {6: "spike"}, id="a spike"),
        pytest.param(
            (*STEADY, 0, 100, 200, 300, 400, 399, 450, 480),
            1_480,
            {10: "reset", 15: "dip"},
            id="a reset, then 1 too low",
        ),
        pytest.param((*STEADY, 999, 1_001), 1_001, {10: "dip"}, id="a dip"),
        pytest.param((*STEADY, 0, 0, 0, 1_010), 1_010, dict.fromkeys((10, 11, 12), "dip"), id="three zeros"),
        pytest.param((*STEADY, *[0] * 24, 1_010), 1_010, dict.fromkeys(range(10, 34), "dip"), id="24 zeros are a dip"),
        pytest.param((*STEADY, *[0] * 25, 10), 1_010, {10: "reset"}, id="25 zeros are a reset"),
        pytest.param((*STEADY, 10, 20), 1_000, dict.fromkeys((10, 11), "too_low"), id="two scrapes are no reset"),
        pytest.param((*STEADY, 10, 20, 30), 1_020, {10: "reset"}, id="three are one"),
        pytest.param((*STEADY, 499, 510, 520), 1_021, {10: "reset"}, id="less than half"),
        pytest.param((*STEADY, 500, 510, 520), 1_000, dict.fromkeys((10, 11, 12), "too_low"), id="half is not"),
        pytest.param((*STEADY, *STEADY[:9], *STEADY[:8]), 2_500, {10: "reset", 19: "reset"}, id="two resets"),
        pytest.param((*STEADY, 5_000, 5_000, 1_100, 1_200), 1_200, {10: "spike", 11: "spike"}, id="then two follow"),
        pytest.param((500, 10, 30, 60), 60, {0: "spike"}, id="a first count that three are below"),
        pytest.param((500, 10, 30), 500, {1: "too_low", 2: "too_low"}, id="or two: nobody knows"),
        pytest.param((9_000, 10, 30), 30, {0: "spike"}, id="but no first hour has 9,000"),
        pytest.param((*STEADY, *[70_000] * 24, 1_100), 1_100, dict.fromkeys(range(10, 34), "spike"), id="a plateau"),
        pytest.param((*STEADY, *[70_000] * 25, 1_100, 1_200, 1_300), 70_200, {35: "reset"}, id="25 are believed"),
        pytest.param((*STEADY, *[70_000] * 24), 1_000, dict.fromkeys(range(10, 34), "in_doubt"), id="a plateau last"),
        pytest.param((*STEADY, *[70_000] * 25), 70_000, {}, id="which is confirmed"),
        pytest.param((*STEADY, 2_000), 2_000, {}, id="ten times the pace is a front page"),
        pytest.param((*STEADY, 3_000), 1_000, {10: "in_doubt"}, id="twenty times is in doubt"),
        pytest.param((0, 0, 0, 0, 3_000), 3_000, {}, id="seeded late"),
        pytest.param((4_000,), 4_000, {}, id="a popular first hour"),
        pytest.param((400_000,), 0, {0: "in_doubt"}, id="no first hour has 400,000"),
        pytest.param((0, 0, 0), 0, {}, id="nothing"),
        pytest.param((5, 5, 5), 5, {}, id="equal counts are no fall"),
    ],
)
def test_each_count_is_judged(counts: tuple[int, ...], total: int, faults: dict[int, str]) -> None:
    judged = judge_counts(counts)
    assert judged.total == total
    assert {number: verdict for number, verdict in enumerate(judged.verdicts) if verdict != "kept"} == faults


def test_weekly_the_very_next_scrape_ends_a_dip() -> None:
    assert judge_counts((*STEADY, 10, 1_100), 7 * DAY).total == 1_100
    # Two low scrapes are a week apart: a reset, and what then comes back is in doubt.
    assert judge_counts((*STEADY, 10, 20, 1_100), 7 * DAY).is_held
    assert judge_counts((*STEADY, 10, 20, 30, 40), 7 * DAY).total == 1_030


def test_a_weekly_rise_is_confirmed_by_the_next_scrape() -> None:
    assert judge_counts((*STEADY, 60_000), 7 * DAY).is_held
    assert judge_counts((*STEADY, 60_000, 60_010), 7 * DAY).total == 60_010


@settings(max_examples=400)
@given(st.lists(faulty_series(), min_size=1, max_size=3))
def test_the_function_agrees_with_the_oracle(series: list[Series]) -> None:
    assert [tally_judgement(judged) for judged in judge_series(series)] == tally_by_oracle(series)


@settings(max_examples=100)
@given(faulty_series())
def test_nothing_is_negative_and_every_scrape_has_a_verdict(series: Series) -> None:
    (judged,) = judge_series([series])
    assert judged.total >= 0
    assert len(judged.verdicts) == len(series[1])


# --- restarts of the tracker ------------------------------------------------------------------------------------------


def make_restarted(torrents: int, lost: int, lasts: int | None = None) -> list[Series]:
    """Torrents with hourly scrapes, a minute apart, whose counts are lost from one scrape on, or for some scrapes."""
    series = []
    for number in range(torrents):
        ages = [HOUR * hour + 60 * number for hour in range(1, 41)]
        counts = [50 * hour for hour in range(1, 41)]
        until = 40 if lasts is None else lost + lasts
        counts[lost:until] = [count - counts[lost - 1] for count in counts[lost:until]]
        series.append((ages, counts))
    return series


def test_many_falls_in_one_run_are_believed_at_once() -> None:
    # Alone, 100 and 120 are a spike before 5; with others that fall in the same run they are lost by a restart.
    young: Series = ([HOUR * hour + 30 for hour in range(29, 35)], [100, 120, 5, 10, 15, 20])
    assert judge_series([young])[0].total == 20
    *others, judged = judge_series([*make_restarted(12, 30), young])
    assert judged.total == 120 + 15
    assert {other.total for other in others} == {30 * 50 + 9 * 50}


def test_many_absurd_counts_in_one_run_are_no_restart() -> None:
    series = [(ages, [*counts[:20], 90_000_000, *counts[21:]]) for ages, counts in make_restarted(12, 40)]
    assert {judged.total for judged in judge_series(series)} == {2_000}


def test_a_restart_explains_the_falls_of_those_that_are_scraped_later() -> None:
    weekly: Series = ([HOUR, DAY, 8 * DAY, 15 * DAY], [500, 800, 9, 12])
    total = judge_series([*make_restarted(12, 30), weekly])[-1].total
    assert total == 803
    assert judge_series([weekly])[0].total == 800


def test_counts_that_come_back_were_no_restart() -> None:
    series = make_restarted(12, 20, lasts=5)
    assert {judged.total for judged in judge_series(series)} == {2_000}


@settings(max_examples=60)
@given(
    st.lists(faulty_series(max_faults=1), max_size=3),
    st.integers(5, 15),
    st.integers(1, 39),
    st.none() | st.integers(1, 30),
)
def test_restarts_agree_with_the_oracle(others: list[Series], torrents: int, lost: int, lasts: int | None) -> None:
    series = [*make_restarted(torrents, lost, lasts and min(lasts, 40 - lost)), *others]
    assert [tally_judgement(judged) for judged in judge_series(series)] == tally_by_oracle(series)


# --- by trial ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("put", [put_any_count, put_dip, put_plateau])
def test_of_400_faults_none_leaves_a_total_off_by_more_than_1_percent_unless_held_in_doubt(put: PutFault) -> None:
    assert [trial for trial in judge_trials(put, 400) if trial[0].misses(trial[1])] == []


@pytest.mark.parametrize(("rise", "is_beyond"), [(200, False), (201, True)])
def test_beyond_belief_is_more_than_ten_times_the_pace_and_a_hundred(rise: int, *, is_beyond: bool) -> None:
    walk = CountWalk(0, [0, 3_600], [50, 50 + rise], {})
    # 7 downloads in the hour before, and the 3 that an hour without any may stand for.
    assert walk._is_beyond(0, 1, [(7, 3_600)]) == is_beyond
