"""Attribution by intervals, on cases worked by hand; MONDAY is 2025-10-06, when every torrent is published."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from testkit.measure_cases import (
    DAY,
    HOUR,
    MONDAY,
    Case,
    CaseResult,
    StatsRow,
    TorrentCase,
    format_time,
    hourly_rows,
    measure_case,
    rows_at,
)


@pytest.mark.parametrize(
    ("counts", "total", "count_drops", "resets"),
    [
        ((500, 0, 510), 510, 1, 0),
        ((500, 0, 0, 0, 510), 510, 3, 0),
        ((500, 498, 499, 510), 510, 2, 0),
        ((500, 0, 510, 0, 520), 520, 2, 0),
        ((500,), 500, 0, 0),
        ((0, 0, 0), 0, 0, 0),
        ((300, 400, 500, 10, 30, 60), 550, 0, 1),  # 500, and 50 on top of the new baseline 10
        ((300, 400, 500, 10, 30), 500, 2, 0),  # only two scrapes: not enough to tell
        ((300, 400, 500, 250, 260, 270), 500, 3, 0),  # exactly half is not below half
        ((300, 400, 500, 249, 260, 270), 521, 0, 1),
        ((300, 400, 500, 10, 30, 500), 500, 2, 0),  # back at the old maximum
        ((300, 400, 500, 10, 30, 499), 989, 0, 1),
        ((300, 400, 500, 490, 10, 30, 60), 540, 0, 1),  # 500 was a spike above 490, then a reset
        ((300, 400, 500, 10, 30, 60, 20, 70, 80), 570, 1, 1),  # drops again, to 20: a dip in the new era
        ((500, 10, 30, 60), 60, 0, 0),  # a spike
    ],
)
def test_a_drop_adds_nothing_and_a_reset_is_a_new_baseline(
    tmp_path: Path, counts: tuple[int, ...], total: int, count_drops: int, resets: int
) -> None:
    result = measure_case(tmp_path, Case([TorrentCase(hourly_rows(*counts))]))
    assert result.totals() == [total]
    assert sum(result.days()) == total
    assert (result.scrapes.faults.count_drops, result.scrapes.faults.resets) == (count_drops, resets)


def test_a_scrape_in_which_everything_is_0_after_a_larger_count_is_dropped(tmp_path: Path) -> None:
    dropout = StatsRow(format_time(MONDAY + 30 * HOUR), 0, seeders=0, leechers=0)
    result = measure_case(tmp_path, Case([TorrentCase([*rows_at((1, 100)), dropout, *rows_at((49, 196))])]))
    assert result.scrapes.zero_dropouts == 1
    assert result.scrapes.faults.count_drops == 0
    # 96 in the 48 h from hour 1 to 49, 2 an hour: 46 until midnight of day 1, 48 on it, 2 after.
    assert result.days() == [146, 48, 2]


def test_a_silence_at_the_instant_of_a_count_is_merged_with_it(tmp_path: Path) -> None:
    dropout = StatsRow("2025-10-06T12:00:00", 0, seeders=0, leechers=0)
    result = measure_case(tmp_path, Case([TorrentCase([*rows_at((6, 4), (12, 8)), dropout, *rows_at((36, 32))])]))
    assert result.days() == [20, 12]


def test_a_first_scrape_in_which_everything_is_0_is_a_count(tmp_path: Path) -> None:
    unborn = StatsRow(format_time(MONDAY + HOUR), 0, seeders=0, leechers=0)
    result = measure_case(tmp_path, Case([TorrentCase([unborn, *rows_at((25, 24))])]))
    assert result.scrapes.zero_dropouts == 0
    assert result.days() == [23, 1]


def test_an_interval_is_split_over_its_days_in_proportion_to_time(tmp_path: Path) -> None:
    # 5 from hour 18 to 42: 5 x 6/24 = 1.25 before midnight, 3.75 after; the count at midnight, 101.25, is 101.
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((18, 100), (42, 105)))]))
    assert result.days() == [101, 4]
    assert result.estimated() == [0, 0]


def test_a_half_at_midnight_is_rounded_up(tmp_path: Path) -> None:
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((23, 10), (25, 11)))]))
    assert result.days() == [11, 0]


def test_a_weekly_scrape_is_spread_over_its_week_and_counted_as_estimated(tmp_path: Path) -> None:
    # 70 from hour 12 of day 0 to hour 12 of day 7: 10 a day, 5 on the first and the last.
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((12, 100), (180, 170)))]))
    assert result.days() == [105, 10, 10, 10, 10, 10, 10, 5]
    assert result.estimated() == [5, 10, 10, 10, 10, 10, 10, 5]


def test_48_hours_are_not_yet_an_estimate(tmp_path: Path) -> None:
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((12, 0), (60, 48)))]))
    assert result.days() == [12, 24, 12]
    assert result.estimated() == [0, 0, 0]


def test_a_scrape_at_midnight_counts_for_the_day_that_ends(tmp_path: Path) -> None:
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((12, 5), (24, 9)))]))
    assert result.days() == [9]


def test_the_first_count_is_spread_since_publication(tmp_path: Path) -> None:
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((48, 20)))]))
    assert result.days() == [10, 10]


def test_a_late_first_count_is_even_when_nothing_was_watched_from_the_start(tmp_path: Path) -> None:
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((96, 40)))]))
    assert result.days() == [10, 10, 10, 10]
    assert result.estimated() == [10, 10, 10, 10]


def test_a_late_first_count_follows_the_decay_of_the_others(tmp_path: Path) -> None:
    # The other torrent has 60, 20, 10 and 10 of 100 downloads on its four days; half a day is half of its bin.
    watched = TorrentCase(rows_at((24, 60), (48, 80), (72, 90), (96, 100)), show=2)
    late = TorrentCase(rows_at((96, 1000)))
    result = measure_case(tmp_path, Case([watched, late]))
    assert result.days() == [600, 200, 100, 100]
    assert result.estimated() == [600, 200, 100, 100]


def test_each_torrent_has_one_vote_in_the_decay_as_long_as_it_was_watched(tmp_path: Path) -> None:
    # In units of its own first 48 hours, the small one has 0.75 and 0.25 on its first two days, the large one 0.5 and
    # 0.5: 0.625 and 0.375 on average. Later only the small one was watched: 0.125 and 0.125. In all 1.25.
    small = TorrentCase(rows_at((24, 60), (48, 80), (72, 90), (96, 100)), show=2)
    large = TorrentCase(rows_at((24, 40_000), (48, 80_000)), show=2)
    result = measure_case(tmp_path, Case([small, large, TorrentCase(rows_at((96, 1000)))]))
    assert result.days() == [500, 300, 100, 100]


@pytest.mark.parametrize(
    "without_vote",
    [
        rows_at((24, 29), (48, 49)),  # fewer than 50 in its first 48 hours
        rows_at((24, 30), (47, 50)),  # not watched for 48 hours
        rows_at((49, 50), (72, 60)),  # not watched from the start
        rows_at((24, 30), (48, 20), (49, 60)),  # one of its counts is wrong
    ],
)
def test_a_torrent_that_says_too_little_has_no_vote(tmp_path: Path, without_vote: list[StatsRow]) -> None:
    with_vote = TorrentCase(rows_at((24, 60), (48, 80), (72, 90), (96, 100)), show=2)
    others = [with_vote, TorrentCase(without_vote, show=2)]
    result = measure_case(tmp_path, Case([*others, TorrentCase(rows_at((96, 1000)))]))
    assert result.days() == [600, 200, 100, 100]
    assert result.measures.tails.decay_torrents == 1


def test_the_decay_is_that_of_the_torrents_that_count(tmp_path: Path) -> None:
    stranger = TorrentCase(rows_at((24, 60), (48, 80), (72, 90), (96, 100)), show=None)
    result = measure_case(tmp_path, Case([stranger, TorrentCase(rows_at((96, 40)))]))
    assert result.days() == [10, 10, 10, 10]
    assert result.measures.tails.decay_torrents == 0


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (48, [600, 200, 200, 200]),  # known until hour 48: 60 and 20, then 20 a day
        (54, [600, 200, 160, 160]),  # 4 in the first 6 h of day 2 are 16 a day
    ],
)
def test_beyond_the_oldest_watched_age_the_last_rate_goes_on(tmp_path: Path, last: int, days: list[int]) -> None:
    counts = [(24, 60), (48, 80), (54, 84)]
    watched = TorrentCase(rows_at(*(count for count in counts if count[0] <= last)), show=2)
    result = measure_case(tmp_path, Case([watched, TorrentCase(rows_at((96, sum(days))))]))
    assert result.days() == days


def test_a_first_scrape_before_publication_belongs_to_its_own_moment(tmp_path: Path) -> None:
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((-6, 7), (6, 19)))]))
    # 7 on the Sunday before, and 12 from hour -6 to 6: half and half.
    assert result.days() == [13, 6]
    assert result.dates()[0] == date(2025, 10, 5)
    assert result.measures.episode_days["days_since_first_torrent"].to_pylist() == [0, 1]


@pytest.mark.parametrize(
    "spelling",
    [
        "2025-10-06T12:00:00Z",
        "2025-10-06T12:00:00",
        "2025-10-06 12:00:00",
        "2025-10-06T12:00Z",
        "2025-10-06T12:00:00+00:00",
        "2025-10-06T21:00:00+09:00",
        "2025-10-06T06:30:00-05:30",
        "2025-10-06T06:30:00.999999-0530",
        "2025-10-06T21:00+09",
        "2025-10-06T12:00:00.25Z",
    ],
)
def test_a_time_is_read_in_every_spelling(tmp_path: Path, spelling: str) -> None:
    result = measure_case(tmp_path, Case([TorrentCase([StatsRow(spelling, 8)])]))
    assert result.scrapes.data_until == datetime(2025, 10, 6, 12, tzinfo=UTC)
    assert result.scrapes.rejected == {}


def test_of_two_counts_at_one_instant_the_larger_is_kept(tmp_path: Path) -> None:
    twice = [
        StatsRow("2025-10-06T21:00:00+09:00", 40),
        StatsRow("2025-10-06T12:00:00Z", 30),
        StatsRow("2025-10-06T12:00:00", 35),
    ]
    result = measure_case(tmp_path, Case([TorrentCase([*twice, *rows_at((36, 64))])]))
    assert result.days() == [52, 12]
    assert result.scrapes.faults.count_drops == 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (StatsRow("yesterday", 5), "unparsable_time"),
        (StatsRow(None, 5), "unparsable_time"),
        (StatsRow("infinity", 5), "unparsable_time"),
        (StatsRow("2025-10-06T09:00:00 Europe/Berlin", 5), "unparsable_time"),
        (StatsRow("0025-10-06T09:00:00Z", 5), "unparsable_time"),
        (StatsRow("2025-13-06T09:00:00Z", 5), "unparsable_time"),
        (StatsRow(1759741200, 5), "unparsable_time"),
        (StatsRow("2025-10-06T09:00:00Z", -5), "bad_count"),
        (StatsRow("2025-10-06T09:00:00Z", 5.5), "bad_count"),
        (StatsRow("2025-10-06T09:00:00Z", "many"), "bad_count"),
        (StatsRow("2025-10-06T09:00:00Z", " 5"), "bad_count"),
        (StatsRow("2025-10-06T09:00:00Z", "٥"), "bad_count"),
        (StatsRow("2025-10-06T09:00:00Z", None), "bad_count"),
        (StatsRow("2025-10-06T09:00:00Z", 2**63 - 1), "bad_count"),
    ],
)
def test_a_bad_row_is_left_out_and_counted(tmp_path: Path, row: StatsRow, reason: str) -> None:
    result = measure_case(tmp_path, Case([TorrentCase([row, *rows_at((12, 8))])]))
    assert result.scrapes.rejected == {reason: 1}
    assert result.days() == [8]


def test_a_row_with_two_faults_counts_under_the_first(tmp_path: Path) -> None:
    strays = [StatsRow("2025-10-06T09:00:00Z", -5), StatsRow("yesterday", -5)]
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((12, 8)))], strays=strays))
    assert result.scrapes.rejected == {"bad_count": 1, "unparsable_time": 1}


def test_a_time_zone_in_words_does_not_change_how_other_rows_are_read(tmp_path: Path) -> None:
    rows = [StatsRow("2025-10-06T09:00:00 Europe/Berlin", 5), StatsRow("2025-10-06T23:30:00", 8)]
    assert measure_case(tmp_path, Case([TorrentCase(rows)])).dates() == [date(2025, 10, 6)]


def test_an_orphan_is_counted_and_is_not_now(tmp_path: Path) -> None:
    strays = rows_at((500, 1), (501, 2))
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((12, 8)))], strays=strays))
    assert result.scrapes.rejected == {"orphan": 2}
    assert_now_is(result, MONDAY + 12 * HOUR)


def test_a_count_that_cannot_be_read_is_not_now(tmp_path: Path) -> None:
    rows = [*rows_at((12, 8)), StatsRow(format_time(MONDAY + 500 * HOUR), -5)]
    result = measure_case(tmp_path, Case([TorrentCase(rows)]))
    assert result.scrapes.rejected == {"bad_count": 1}
    assert_now_is(result, MONDAY + 12 * HOUR)


@pytest.mark.parametrize(("seconds", "is_usable"), [(0, True), (1, False)])
def test_a_scrape_a_day_ahead_of_the_clock_is_the_last_that_counts(
    tmp_path: Path, seconds: int, *, is_usable: bool
) -> None:
    clock = MONDAY + 12 * HOUR
    ahead = clock + DAY + timedelta(seconds=seconds)
    rows = [*rows_at((12, 8)), StatsRow(format_time(ahead), 9)]
    result = measure_case(tmp_path, Case([TorrentCase(rows)], now=clock))
    assert result.scrapes.rejected == ({} if is_usable else {"from_the_future": 1})
    assert_now_is(result, ahead if is_usable else clock)


def assert_now_is(result: CaseResult, now: datetime) -> None:
    """Also to the tables: the week of `now` is the last one, and not over."""
    assert result.scrapes.data_until == now
    assert result.measures.chart_weeks["is_complete"].to_pylist()[-1] is False
    assert result.measures.chart_weeks["start_date"].to_pylist()[-1] == (now - now.weekday() * DAY).date()


def test_an_episode_is_the_sum_of_its_torrents_with_every_day_between(tmp_path: Path) -> None:
    early, late = TorrentCase(rows_at((12, 8))), TorrentCase(rows_at((84, 6)), published=MONDAY + 72 * HOUR)
    result = measure_case(tmp_path, Case([early, late, TorrentCase(rows_at((12, 3)), episode=2)]))
    assert result.days() == [8, 0, 0, 6]
    # Not scraped any more and not dead: more may have come since, so that its days go on until now.
    assert result.days(episode=2) == [3, 0, 0, 0]
    assert result.measures.episode_days["downloads_cumulative"].to_pylist() == [8, 8, 8, 14, 3, 3, 3, 3]
    assert result.measures.episode_days["days_since_first_torrent"].to_pylist() == [1, 2, 3, 4] * 2


def test_an_unmatched_torrent_has_a_total_and_no_days(tmp_path: Path) -> None:
    result = measure_case(
        tmp_path, Case([TorrentCase(rows_at((12, 8))), TorrentCase(rows_at((12, 5)), show=None), TorrentCase([])])
    )
    assert result.totals() == [8, 5, 0]
    assert result.measures.episode_days.num_rows == 1


def test_days_after_the_last_day_of_the_show_are_cut(tmp_path: Path) -> None:
    rows = rows_at((12, 100), (180, 170))
    result = measure_case(tmp_path, Case([TorrentCase(rows)], last_days={1: date(2025, 10, 12)}))
    assert result.days() == [105, 10, 10, 10, 10, 10, 10]


def test_without_a_last_day_the_series_goes_on(tmp_path: Path) -> None:
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((1, 1), (60 * 24 + 1, 60)))]))
    assert result.dates()[-1] == MONDAY.date() + 60 * DAY


@pytest.mark.parametrize(
    ("last_scrape", "days", "not_begun"),
    [
        (timedelta(0), 1, 0),
        (timedelta(seconds=10), 1, 0),  # of 240 downloads in 24 hours 0.03 in 10 seconds
        (timedelta(minutes=6), 1, 1),
        (timedelta(minutes=59, seconds=59), 1, 10),
        (timedelta(hours=1), 2, 0),
    ],
)
def test_a_day_is_there_once_an_hour_of_it_has_passed(
    tmp_path: Path, last_scrape: timedelta, days: int, not_begun: int
) -> None:
    end = MONDAY + DAY + last_scrape
    downloads = round(240 * (end - MONDAY) / DAY)
    result = measure_case(tmp_path, Case([TorrentCase([StatsRow(format_time(end), downloads)])]))
    assert result.dates() == [MONDAY.date() + number * DAY for number in range(days)]
    assert downloads - sum(result.days()) == not_begun
    assert result.measures.left_out.to_pylist() == [{"anilist_id": 1, "after_last_day": 0, "not_begun": not_begun}]


def test_what_comes_after_the_last_day_is_said(tmp_path: Path) -> None:
    # 70 from noon of the first Monday to noon of the second: 5 on the second.
    result = measure_case(
        tmp_path, Case([TorrentCase(rows_at((12, 100), (180, 170)))], last_days={1: date(2025, 10, 12)})
    )
    assert result.measures.left_out.to_pylist() == [{"anilist_id": 1, "after_last_day": 5, "not_begun": 0}]


def test_an_episode_is_rounded_at_each_midnight_and_not_each_torrent(tmp_path: Path) -> None:
    # Of each torrent's one download in 3 days a third on each: three torrents are one a day.
    third = TorrentCase(rows_at((0, 0), (72, 1)))
    result = measure_case(tmp_path, Case([third, third, third]))
    assert result.days() == [1, 1, 1]
