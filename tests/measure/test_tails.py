"""The tail estimate, and which weeks are settled, on cases worked by hand; MONDAY is 2025-10-06.

The decay is that of MODEL, which has a vote because it has 1,000 downloads in its first 48 hours: F is 1 at 48 h, 1.6
at 7 days, and rises by 0.6 each 7 days from there. The torrents whose tails are estimated have fewer than 50 in their
first 48 hours, so that they have none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nyaastats.domain.measures import Attribution, TailSummary
from testkit.measure_cases import (
    DAY,
    MONDAY,
    Case,
    CaseResult,
    StatsRow,
    TorrentCase,
    format_time,
    measure_in_memory,
    rows_at,
)

MODEL = TorrentCase(
    rows_at((24, 800), (48, 1000), *((7 * 24 * week, 1000 + 600 * week) for week in range(1, 11))), show=2
)
"""Scraped weekly for ten weeks, so that now is 70 days after MONDAY: 2025-12-15 00:00."""
YOUNG = TorrentCase(rows_at((24, 32), (48, 40), (168, 64)))
"""Like MODEL, with 40 downloads for each unit of F, and not scraped since its seventh day."""


def measure(*torrents: TorrentCase, last_day: date | None = None) -> CaseResult:
    last_days = {1: last_day} if last_day else {}
    return measure_in_memory(Case([MODEL, *torrents], last_days=last_days, weeks=20))


def tail_of(result: CaseResult) -> int:
    return sum(result.days()) - sum(result.totals()[1:])


def test_what_comes_after_the_last_scrape_follows_the_decay_at_the_torrent_s_own_level() -> None:
    # 40 x (F(70 d) - F(7 d)) = 40 x (7 - 1.6) = 216, 24 a week.
    result = measure(YOUNG)
    assert result.measures.tails == TailSummary(torrents=1, downloads=216, overdue=0, decay_torrents=1)
    days = result.days()
    assert [sum(days[7 * week : 7 * week + 7]) for week in range(10)] == [64, *[24] * 9]
    assert result.estimated()[:7] == [0, 0, 5, 5, 4, 5, 5]  # 24 from 48 h to 7 days, 4.8 a day: 44.8, 49.6, 54.4 …
    assert result.estimated()[7:] == days[7:]


def test_the_level_is_that_of_the_last_ten_days_as_far_as_they_say_something() -> None:
    # At 14 days F is 2.2, at 4 days 1.24. The whole life's level 64 / 2.2 = 29.09 lets expect 29.09 x 0.96 = 27.93 in
    # the last 10 days. Of the 24 from 48 h to 7 days 14.4 came in them, then nothing: the ratio is (14.4 + 20) by
    # (27.93 + 20) = 0.7178, the tail 29.09 x 0.7178 x (7 - 2.2) = 100.2.
    silent = TorrentCase(rows_at((24, 32), (48, 40), (168, 64), (336, 64)))
    assert measure(silent).measures.tails.downloads == 100
    # 20 more came: level 84 / 2.2 = 38.18, (34.4 + 20) / (36.65 + 20) = 0.9602: 38.18 x 0.9602 x 4.8 = 176.0.
    busy = TorrentCase(rows_at((24, 32), (48, 40), (168, 64), (336, 84)))
    assert measure(busy).measures.tails.downloads == 176


def test_the_ratio_of_an_old_torrent_is_drawn_towards_that_of_its_show() -> None:
    # From 30 days on F rises with the logarithm of the age within each week: at 30 days it is 3.4 + 0.6 x 2/7 = 3.571,
    # at 35 days 3.571 + 0.6 x ln(35/30) / ln(37/30) = 4.012, at 70 days 6.571 + 0.6 x ln(70/65) / ln(72/65) = 7.006;
    # at 25 days 2.8 + 0.6 x 4/7 = 3.143: 0.870 in the last 10 days.
    # The slower has 160, level 39.88, expected 34.67. Of its 84 between 7 and 28 days (F 1.6 to 3.4) 84 x 0.257 / 1.8
    # = 12 came in the last 10 days, and 12 after that: 24.
    # The silent has 80, level 19.94, expected 17.34; of its 16 between 7 and 28 days 16 x 0.257 / 1.8 = 2.286, then
    # none.
    # All: (26.286 + 50) / (52.01 + 50) = 0.7478; the show: (26.286 + 50 x 0.7478) / (52.01 + 50) = 0.6242.
    # Slower: (24 + 20 x 0.6242) / (34.67 + 20) = 0.6673; silent: (2.286 + 12.485) / (17.34 + 20) = 0.3956.
    # (39.88 x 0.6673 + 19.94 x 0.3956) x (7.006 - 4.012) = 103.3.
    slower = TorrentCase(rows_at((24, 32), (48, 40), (168, 64), (28 * 24, 148), (35 * 24, 160)))
    silent = TorrentCase(rows_at((24, 32), (48, 40), (168, 64), (28 * 24, 80), (35 * 24, 80)))
    assert measure(slower, silent).measures.tails.downloads == 103


def test_an_increment_over_the_beginning_of_the_last_ten_days_counts_with_what_came_in_them() -> None:
    # Found at 14 days with 88: 40 for each unit of F. Of these 38.4 came in the last 10 days, as expected: 40 x 4.8.
    assert measure(TorrentCase(rows_at((336, 88)))).measures.tails.downloads == 192


def test_a_torrent_that_answered_with_zeros_was_looked_at() -> None:
    zeros = StatsRow(format_time(MONDAY + 70 * DAY - timedelta(hours=2)), 0, seeders=0, leechers=0)
    others = TorrentCase(rows_at(*((22 * 24 + hour, 0) for hour in range(100))), show=3)
    result = measure(replace(YOUNG, rows=[*YOUNG.rows, zeros]), others)
    assert (result.measures.tails.overdue, result.measures.tails.downloads) == (0, 216)


@pytest.mark.parametrize(("seconds", "is_settled"), [(-1, False), (0, True)])
def test_a_tail_that_begins_as_a_week_ends_leaves_it_settled(seconds: int, *, is_settled: bool) -> None:
    last = StatsRow(format_time(MONDAY + 7 * DAY + timedelta(seconds=seconds)), 64)
    result = measure(replace(YOUNG, rows=[*YOUNG.rows[:-1], last]))
    assert result.measures.chart_weeks["is_settled"].to_pylist()[:2] == [is_settled, False]


def test_a_young_torrent_changes_nothing_of_what_is_expected_of_old_ones() -> None:
    # Found at 14 days, and silent since: of another show, and with too few of its first 48 hours for a vote.
    old = TorrentCase(rows_at((24, 32), (48, 40), (168, 64), (28 * 24, 148), (35 * 24, 160)))
    young = replace(YOUNG, rows=rows_at((24, 32), (48, 40), (168, 640), (336, 640)), show=3)
    assert measure(old, young).days() == measure(old).days()


def test_a_tail_of_an_ended_show_unsettles_no_week_after_it() -> None:
    result = measure(YOUNG, last_day=date(2025, 10, 26))
    assert result.measures.chart_weeks["is_settled"].to_pylist() == [True, False, False, *[True] * 7]


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
def test_nothing_is_expected_of_some(torrent: TorrentCase) -> None:
    result = measure(torrent)
    assert result.measures.tails == TailSummary(torrents=0, downloads=0, overdue=0, decay_torrents=1)


@pytest.mark.parametrize("count", [0, 90_000], ids=["none yet", "in doubt"])
def test_a_week_is_not_settled_while_a_torrent_s_first_counts_say_little(count: int) -> None:
    # Published and scraped on the evening before now, which is a Monday's first moment.
    early = TorrentCase(rows_at((70 * 24 - 2, count)), show=3, published=MONDAY + timedelta(hours=70 * 24 - 4))
    result = measure(early)
    assert (result.measures.tails.torrents, result.measures.tails.downloads) == (1, 0)
    assert result.measures.chart_weeks["is_settled"].to_pylist()[-1] is False
    assert measure(replace(early, is_dead=True)).measures.chart_weeks["is_settled"].to_pylist()[-1] is True


def test_180_days_are_not_too_old() -> None:
    assert measure(replace(YOUNG, published=MONDAY - 110 * DAY)).measures.tails.torrents == 1


@pytest.mark.parametrize(("hours_up", "overdue"), [(72, 0), (73, 1)])
def test_a_torrent_that_was_due_three_times_while_the_scraper_was_up_is_overdue(hours_up: int, overdue: int) -> None:
    # At 7 days a torrent is due daily: 72 hours are three times. Nine hours are those of MODEL after its seventh day.
    others = TorrentCase(rows_at(*((22 * 24 + hour, 1) for hour in range(hours_up - 9))), show=3)
    tails = measure(YOUNG, others).measures.tails
    assert (tails.torrents, tails.overdue) == (2 - overdue, overdue)


def test_a_scraper_that_was_off_makes_nothing_overdue() -> None:
    fresh = TorrentCase(rows_at((1, 10), (2, 20)))
    late = TorrentCase(rows_at((3 + 14 * 24, 5)), show=3)
    result = measure_in_memory(Case([replace(MODEL, rows=MODEL.rows[:2]), fresh, late]))
    assert result.measures.tails.overdue == 0


def test_the_tail_of_counts_in_doubt_begins_where_they_do() -> None:
    # An hour before now the count leaps: it is not counted, and what may have come since the one before is estimated.
    leaps = replace(YOUNG, rows=[*YOUNG.rows, *rows_at((70 * 24 - 1, 90_000))])
    result = measure(leaps)
    assert result.totals()[1] == 64
    assert (result.measures.tails.torrents, result.measures.tails.downloads) == (1, 216)


def test_a_tail_ends_with_the_show() -> None:
    # 24 a week; the last day is the Sunday of the third week. Nothing is expected once it was scraped after that.
    result = measure(YOUNG, last_day=date(2025, 10, 26))
    assert (len(result.days()), sum(result.days())) == (21, 64 + 48)
    assert result.measures.left_out.to_pylist()[0] == {"anilist_id": 1, "after_last_day": 216 - 48, "not_begun": 0}
    ended = measure(YOUNG, last_day=date(2025, 10, 12))
    assert ended.measures.tails.torrents == 0


def test_without_a_decay_curve_nothing_is_expected_and_the_week_is_not_settled() -> None:
    torrents = [replace(MODEL, rows=MODEL.rows[5:]), YOUNG]
    result = measure_in_memory(Case(torrents, weeks=20))
    assert result.measures.tails == TailSummary(torrents=1, downloads=0, overdue=0, decay_torrents=0)
    assert result.measures.chart_weeks["is_settled"].to_pylist() == [True, *[False] * 9]


def test_as_observed_nothing_is_expected_and_every_complete_week_is_settled() -> None:
    result = measure_in_memory(Case([MODEL, YOUNG], weeks=20, attribution=Attribution.OBSERVED))
    assert result.measures.tails.torrents == 0
    assert result.measures.chart_weeks["is_settled"].to_pylist() == [True] * 10
    assert result.measures.show_tails.to_pylist() == []


def test_a_week_is_settled_once_every_torrent_was_scraped_after_it() -> None:
    rows = [*YOUNG.rows, *rows_at((28 * 24 - 1, 136))]
    result = measure(replace(YOUNG, rows=rows))
    assert result.measures.chart_weeks["is_settled"].to_pylist() == [*[True] * 3, *[False] * 7]
    assert result.measures.show_tails.to_pylist() == [
        {"anilist_id": 1, "tail_from": int((MONDAY + 28 * DAY - timedelta(hours=1)).timestamp())}
    ]
    later = measure(replace(YOUNG, rows=[*rows, *rows_at((28 * 24, 136))]))
    assert later.measures.chart_weeks["is_settled"].to_pylist() == [*[True] * 4, *[False] * 6]


def test_the_estimated_downloads_of_a_week_are_those_of_its_days() -> None:
    rankings = measure(YOUNG).measures.rankings.to_pylist()
    own = [(row["downloads"], row["downloads_estimated"]) for row in rankings if row["anilist_id"] == 1]
    assert own == [(64, 24), *[(24, 24)] * 9]
