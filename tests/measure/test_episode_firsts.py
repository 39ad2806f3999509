"""An episode's first 7 and 28 days, and the best day of a show's week."""

from __future__ import annotations

from datetime import date

import pytest

from testkit.measure_cases import DAY, MONDAY, Case, TorrentCase, measure_in_memory, rows_at

# Published on a Monday at midnight: 5 downloads a day, each counted on its day.
FIVE_A_DAY = [(24 * day + 12, 5 * (day + 1)) for day in range(40)]
EPOCH = date(1970, 1, 1)


@pytest.mark.parametrize(
    ("days", "sums", "are_over"),
    [
        (3, (15, 15), (False, False)),
        (7, (35, 35), (False, False)),
        (8, (35, 40), (True, False)),
        (29, (35, 140), (True, True)),
    ],
)
def test_the_first_days_are_whole_days_from_that_of_the_first_torrent(
    days: int, sums: tuple[int, int], are_over: tuple[bool, bool]
) -> None:
    rows = rows_at(*((hour - 12 + 23.9, count) for hour, count in FIVE_A_DAY[:days]))
    measures = measure_in_memory(Case([TorrentCase(rows)])).measures
    (row,) = measures.episode_firsts.to_pylist()
    by_day = [row["downloads_daily"] for row in measures.episode_days.to_pylist()]
    assert (row["downloads_7"], row["downloads_28"]) == (sum(by_day[:7]), sum(by_day[:28]))
    assert (row["downloads_7"], row["downloads_28"]) == pytest.approx(sums, abs=1)
    assert (row["is_over_7"], row["is_over_28"]) == are_over


def test_the_best_day_of_a_week_is_one_of_few_estimates() -> None:
    # Episode 1 has 9 on its second day; the 70 of episode 2 are spread over five days.
    first = rows_at((12, 5), (23.9, 5), (36, 14), (47.9, 14), (140, 14))
    second = rows_at((1, 0), (121, 70), (140, 70))
    case = Case([TorrentCase(first), TorrentCase(second, episode=2)])
    rows = measure_in_memory(case).measures.best_days.to_pylist()
    assert [(row["week"], row["anilist_id"], row["episode"], row["downloads"]) for row in rows] == [
        ("2025-W41", 1, 1, 9)
    ]
    assert rows[0]["day"] == (date(2025, 10, 7) - EPOCH).days


def test_of_equal_days_the_earlier_is_the_best() -> None:
    rows = rows_at((12, 5), (23.9, 5), (36, 10), (47.9, 10), (60, 15), (140, 15))
    (row,) = measure_in_memory(Case([TorrentCase(rows)])).measures.best_days.to_pylist()
    assert (row["day"], row["downloads"]) == ((MONDAY.date() - EPOCH).days, 5)


@pytest.mark.parametrize(("counted", "downloads"), [(40, 50), (39, 39)], ids=["a fifth", "more"])
def test_a_day_of_which_a_fifth_is_estimated_counts(counted: int, downloads: int) -> None:
    # The 30 of the second torrent are spread evenly over its three days, 10 a day: without a torrent that was watched
    # from the start, nothing says how they came. The first torrent has `counted` on the first day, then a day without.
    watched = TorrentCase(rows_at((12, 0), (23.9, counted), (71.9, counted)), published=MONDAY - 3 * DAY)
    spread = TorrentCase(rows_at((-1, 0), (0, 0), (72, 30)), published=MONDAY - 3 * DAY)
    result = measure_in_memory(Case([watched, spread]))
    assert (result.days()[-3:], result.estimated()[-3:]) == ([counted + 10, 10, 10], [10, 10, 10])
    rows = result.measures.best_days.to_pylist()
    assert [row["downloads"] for row in rows] == ([downloads] if counted == 40 else [])
