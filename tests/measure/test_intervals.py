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
    assert result.days() == [9, 0]


def test_the_first_count_is_spread_since_publication(tmp_path: Path) -> None:
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((48, 20)))]))
    assert result.days() == [10, 10, 0]


def test_a_late_first_count_is_even_when_nothing_was_watched_from_the_start(tmp_path: Path) -> None:
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((96, 40)))]))
    assert result.days() == [10, 10, 10, 10, 0]
    assert result.estimated() == [10, 10, 10, 10, 0]


def test_a_late_first_count_follows_the_decay_of_the_others(tmp_path: Path) -> None:
    # The other torrent has 60, 20, 10 and 10 of 100 downloads on its four days; half a day is half of its bin.
    watched = TorrentCase(rows_at((24, 60), (48, 80), (72, 90), (96, 100)), show=2)
    late = TorrentCase(rows_at((96, 1000)))
    result = measure_case(tmp_path, Case([watched, late]))
    assert result.days() == [600, 200, 100, 100, 0]
    assert result.estimated() == [600, 200, 100, 100, 0]


def test_a_torrent_weighs_in_the_decay_as_long_as_it_was_watched(tmp_path: Path) -> None:
    # Day 0: (60 + 30) by 2 torrents, 45 each. Later only one was watched: 20, 10, 10. In all 85 a torrent.
    long = TorrentCase(rows_at((24, 60), (48, 80), (72, 90), (96, 100)), show=2)
    short = TorrentCase(rows_at((24, 30)), show=2)
    result = measure_case(tmp_path, Case([long, short, TorrentCase(rows_at((96, 850)))]))
    assert result.days() == [450, 200, 100, 100, 0]


def test_the_decay_is_that_of_the_torrents_that_count(tmp_path: Path) -> None:
    stranger = TorrentCase(rows_at((24, 60), (48, 80), (72, 90), (96, 100)), show=None)
    result = measure_case(tmp_path, Case([stranger, TorrentCase(rows_at((96, 40)))]))
    assert result.days() == [10, 10, 10, 10, 0]


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (48, [600, 200, 200, 200, 0]),  # known until hour 48: 60 and 20, then 20 a day
        (54, [600, 200, 160, 160, 0]),  # 4 in the first 6 h of day 2 are 16 a day
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


def test_a_time_zone_in_words_does_not_change_how_other_rows_are_read(tmp_path: Path) -> None:
    rows = [StatsRow("2025-10-06T09:00:00 Europe/Berlin", 5), StatsRow("2025-10-06T23:30:00", 8)]
    assert measure_case(tmp_path, Case([TorrentCase(rows)])).dates() == [date(2025, 10, 6)]


def test_an_orphan_is_counted_and_is_not_now(tmp_path: Path) -> None:
    strays = rows_at((500, 1), (501, 2))
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((12, 8)))], strays=strays))
    assert result.scrapes.rejected == {"orphan": 2}
    assert result.scrapes.data_until == MONDAY + 12 * HOUR


def test_an_episode_is_the_sum_of_its_torrents_with_every_day_between(tmp_path: Path) -> None:
    early, late = TorrentCase(rows_at((12, 8))), TorrentCase(rows_at((84, 6)), published=MONDAY + 72 * HOUR)
    result = measure_case(tmp_path, Case([early, late, TorrentCase(rows_at((12, 3)), episode=2)]))
    assert result.days() == [8, 0, 0, 6]
    assert result.days(episode=2) == [3]
    assert result.measures.episode_days["downloads_cumulative"].to_pylist() == [8, 8, 8, 14, 3]
    assert result.measures.episode_days["days_since_first_torrent"].to_pylist() == [1, 2, 3, 4, 1]


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


def test_without_a_last_day_the_series_ends_four_weeks_after_the_week_of_the_last_torrent(tmp_path: Path) -> None:
    later = TorrentCase(rows_at((60 * 24, 600)), published=MONDAY + 8 * DAY, episode=2)
    result = measure_case(tmp_path, Case([TorrentCase(rows_at((1, 1), (60 * 24, 60))), later]))
    assert result.dates()[-1] == date(2025, 10, 19) + timedelta(weeks=4)
    assert result.dates(episode=2)[-1] == date(2025, 10, 19) + timedelta(weeks=4)
