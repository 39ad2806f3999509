"""The tail estimate, and which weeks are settled, on cases worked by hand; MONDAY is 2025-10-06.

The decay is that of MODEL, which has a vote because it has 1,000 downloads in its first 48 hours: F is 1 at 48 h, 1.6
at 7 days, and rises by 0.6 each 7 days from there. The torrents whose tails are estimated have fewer than 50 in their
first 48 hours, so that they have none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from nyaastats.domain.measures import Attribution, TailSummary
from testkit.measure_cases import DAY, MONDAY, Case, CaseResult, TorrentCase, measure_case, rows_at

MODEL = TorrentCase(
    rows_at((24, 800), (48, 1000), *((7 * 24 * week, 1000 + 600 * week) for week in range(1, 11))), show=2
)
"""Scraped weekly for ten weeks, so that now is 70 days after MONDAY: 2025-12-15 00:00."""
YOUNG = TorrentCase(rows_at((24, 32), (48, 40), (168, 64)))
"""Like MODEL, with 40 downloads for each unit of F, and not scraped since its seventh day."""


def measure(tmp_path: Path, *torrents: TorrentCase, last_day: date | None = None) -> CaseResult:
    last_days = {1: last_day} if last_day else {}
    return measure_case(tmp_path, Case([MODEL, *torrents], last_days=last_days, weeks=20))


def tail_of(result: CaseResult) -> int:
    return sum(result.days()) - sum(result.totals()[1:])


def test_what_comes_after_the_last_scrape_follows_the_decay_at_the_torrent_s_own_level(tmp_path: Path) -> None:
    # 40 x (F(70 d) - F(7 d)) = 40 x (7 - 1.6) = 216, 24 a week.
    result = measure(tmp_path, YOUNG)
    assert result.measures.tails == TailSummary(torrents=1, downloads=216, overdue=0, decay_torrents=1)
    days = result.days()
    assert [sum(days[7 * week : 7 * week + 7]) for week in range(10)] == [64, *[24] * 9]
    assert result.estimated()[:7] == [0, 0, 5, 5, 4, 5, 5]  # 24 from 48 h to 7 days, 4.8 a day: 44.8, 49.6, 54.4 …
    assert result.estimated()[7:] == days[7:]


def test_the_level_is_that_of_the_last_seven_days_as_far_as_they_say_something(tmp_path: Path) -> None:
    # At 14 days F is 2.2 and the whole life's level 64 / 2.2 = 29.09, which lets expect 29.09 x 0.6 = 17.45 in the last
    # 7 days. Nothing came: the ratio is (0 + 20) / (17.45 + 20) = 0.534, the tail 29.09 x 0.534 x (7 - 2.2) = 74.56.
    silent = TorrentCase(rows_at((24, 32), (48, 40), (168, 64), (336, 64)))
    assert measure(tmp_path, silent).measures.tails.downloads == 75
    # 20 came: (20 + 20) / (17.45 x 84/64 + 20) = 0.932 at the level 84 / 2.2 = 38.18: 170.8.
    busy = TorrentCase(rows_at((24, 32), (48, 40), (168, 64), (336, 84)))
    assert measure(tmp_path, busy).measures.tails.downloads == 171


def test_the_ratio_of_an_old_torrent_is_drawn_towards_that_of_its_show(tmp_path: Path) -> None:
    # At 35 days F is 4. One has 160, of which 12 in the last 7 days (level 40, expected 24), the other none of 80
    # (level 20, expected 12). All: (12 + 50) / (36 + 50) = 0.721; the show: (12 + 50 x 0.721) / (36 + 50) = 0.559.
    # First: (12 + 20 x 0.559) / (24 + 20) = 0.527; second: (0 + 20 x 0.559) / (12 + 20) = 0.349.
    # (40 x 0.527 + 20 x 0.349) x (7 - 4) = 84.14.
    slower = TorrentCase(rows_at((24, 32), (48, 40), (28 * 24, 148), (35 * 24, 160)))
    silent = TorrentCase(rows_at((24, 32), (48, 40), (28 * 24, 80), (35 * 24, 80)))
    assert measure(tmp_path, slower, silent).measures.tails.downloads == 84


def test_an_increment_over_the_beginning_of_the_last_seven_days_counts_with_what_came_in_them(tmp_path: Path) -> None:
    # Found at 14 days with 88: 40 for each unit of F. Of these 24 came in the last 7 days, as expected: 40 x 4.8.
    assert measure(tmp_path, TorrentCase(rows_at((336, 88)))).measures.tails.downloads == 192


@pytest.mark.parametrize(
    "torrent",
    [
        replace(YOUNG, is_dead=True),
        replace(YOUNG, rows=rows_at((24, 0), (168, 0))),
        replace(YOUNG, show=None),
        replace(YOUNG, published=MONDAY - 111 * DAY),  # 181 days old
        replace(YOUNG, rows=[*YOUNG.rows, *rows_at((70 * 24, 65))]),  # scraped now
    ],
    ids=["dead", "without downloads", "not matched", "too old", "scraped now"],
)
def test_nothing_is_expected_of_some(tmp_path: Path, torrent: TorrentCase) -> None:
    result = measure(tmp_path, torrent)
    assert result.measures.tails == TailSummary(torrents=0, downloads=0, overdue=0, decay_torrents=1)


def test_180_days_are_not_too_old(tmp_path: Path) -> None:
    assert measure(tmp_path, replace(YOUNG, published=MONDAY - 110 * DAY)).measures.tails.torrents == 1


@pytest.mark.parametrize(("hours_up", "overdue"), [(72, 0), (73, 1)])
def test_a_torrent_that_was_due_three_times_while_the_scraper_was_up_is_overdue(
    tmp_path: Path, hours_up: int, overdue: int
) -> None:
    # At 7 days a torrent is due daily: 72 hours are three times. Nine hours are those of MODEL after its seventh day.
    others = TorrentCase(rows_at(*((22 * 24 + hour, 1) for hour in range(hours_up - 9))), show=3)
    tails = measure(tmp_path, YOUNG, others).measures.tails
    assert (tails.torrents, tails.overdue) == (2 - overdue, overdue)


def test_a_scraper_that_was_off_makes_nothing_overdue(tmp_path: Path) -> None:
    fresh = TorrentCase(rows_at((1, 10), (2, 20)))
    late = TorrentCase(rows_at((3 + 14 * 24, 5)), show=3)
    result = measure_case(tmp_path, Case([replace(MODEL, rows=MODEL.rows[:2]), fresh, late]))
    assert result.measures.tails.overdue == 0


def test_the_tail_of_counts_in_doubt_begins_where_they_do(tmp_path: Path) -> None:
    # An hour before now the count leaps: it is not counted, and what may have come since the one before is estimated.
    leaps = replace(YOUNG, rows=[*YOUNG.rows, *rows_at((70 * 24 - 1, 90_000))])
    result = measure(tmp_path, leaps)
    assert result.totals()[1] == 64
    assert (result.measures.tails.torrents, result.measures.tails.downloads) == (1, 216)


def test_a_tail_ends_with_the_show(tmp_path: Path) -> None:
    # 24 a week; the last day is the Sunday of the third week. Nothing is expected once it was scraped after that.
    result = measure(tmp_path, YOUNG, last_day=date(2025, 10, 26))
    assert (len(result.days()), sum(result.days())) == (21, 64 + 48)
    assert result.measures.left_out.to_pylist()[0] == {"anilist_id": 1, "after_last_day": 216 - 48, "not_begun": 0}
    ended = measure(tmp_path, YOUNG, last_day=date(2025, 10, 12))
    assert ended.measures.tails.torrents == 0


def test_without_a_decay_curve_nothing_is_expected_and_the_week_is_not_settled(tmp_path: Path) -> None:
    torrents = [replace(MODEL, rows=MODEL.rows[5:]), YOUNG]
    result = measure_case(tmp_path, Case(torrents, weeks=20))
    assert result.measures.tails == TailSummary(torrents=1, downloads=0, overdue=0, decay_torrents=0)
    assert result.measures.chart_weeks["is_settled"].to_pylist() == [True, *[False] * 9]


def test_as_observed_nothing_is_expected_and_every_complete_week_is_settled(tmp_path: Path) -> None:
    result = measure_case(tmp_path, Case([MODEL, YOUNG], weeks=20, attribution=Attribution.OBSERVED))
    assert result.measures.tails.torrents == 0
    assert result.measures.chart_weeks["is_settled"].to_pylist() == [True] * 10
    assert result.measures.show_tails.to_pylist() == []


def test_a_week_is_settled_once_every_torrent_was_scraped_after_it(tmp_path: Path) -> None:
    rows = [*YOUNG.rows, *rows_at((28 * 24 - 1, 136))]
    result = measure(tmp_path, replace(YOUNG, rows=rows))
    assert result.measures.chart_weeks["is_settled"].to_pylist() == [*[True] * 3, *[False] * 7]
    assert result.measures.show_tails.to_pylist() == [
        {"anilist_id": 1, "tail_from": int((MONDAY + 28 * DAY - timedelta(hours=1)).timestamp())}
    ]
    later = measure(tmp_path, replace(YOUNG, rows=[*rows, *rows_at((28 * 24, 136))]))
    assert later.measures.chart_weeks["is_settled"].to_pylist() == [*[True] * 4, *[False] * 6]


def test_the_estimated_downloads_of_a_week_are_those_of_its_days(tmp_path: Path) -> None:
    rankings = measure(tmp_path, YOUNG).measures.rankings.to_pylist()
    own = [(row["downloads"], row["downloads_estimated"]) for row in rankings if row["anilist_id"] == 1]
    assert own == [(64, 24), *[(24, 24)] * 9]
