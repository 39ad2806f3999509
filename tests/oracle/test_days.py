"""Which day downloads belong to, worked by hand: the arithmetic stands beside each case."""

from __future__ import annotations

from datetime import date

import pytest

from nyaastats.domain.torrents import InfoHash
from testkit.oracle.answer import compute_answer
from testkit.oracle.records import LeftOut, OracleTorrent, Scrape, TailCount, TorrentCount, WeekCount
from testkit.oracle_cases import (
    MONDAY,
    SHOW,
    TORRENT,
    answer_alone,
    answer_late_and_early,
    at,
    dropout,
    list_downloads,
    list_estimated,
    make_facts,
    scrape,
)

# Which day it belongs to


@pytest.mark.parametrize(
    ("published", "scrapes", "expected"),
    [
        # 100 from 12:00 to 12:00 on the next day: half each.
        pytest.param(12, [scrape(36, 100)], [50, 50], id="half and half"),
        # 3 * 12/24 = 1.5 at midnight, up to 2.
        pytest.param(12, [scrape(36, 3)], [2, 1], id="a half is rounded up"),
        # Each midnight: 1.5 → 2, 3 + 0.5 → 4: days 2, 4 - 2, 4 - 4.
        pytest.param(12, [scrape(36, 3), scrape(60, 4)], [2, 2, 0], id="the running count is rounded, not the parts"),
        pytest.param(0, [scrape(24, 10), scrape(26, 10)], [10, 0], id="a scrape at midnight closes the day before"),
        pytest.param(50, [scrape(12, 10), scrape(48, 34)], [18, 16], id="a scrape before publication is an instant"),
        pytest.param(24, [scrape(24, 10), scrape(26, 10)], [10], id="a scrape at publication is an instant"),
        # Since the earlier scrape it is an interval again: 10 at once, and 24 * 12/24 a day.
        pytest.param(40, [scrape(36, 10), scrape(60, 34)], [22, 12], id="and the next interval starts there"),
        # The zero dropout is gone: 90 from hour 1 to hour 37, 23 of the 36 hours on day one: 10 + 57.5 = 67.5 → 68.
        pytest.param(
            0, [scrape(1, 10), dropout(3), scrape(37, 100)], [68, 32], id="a zero dropout does not cut an interval"
        ),
        # A dip is left out: 24 in the 53 hours from hour 1; 10 + 10.4 by the first midnight, 10 + 21.3 by the second.
        pytest.param(0, [scrape(1, 10), scrape(30, 4), scrape(54, 34)], [20, 11, 3], id="nor does a dip"),
        # The reset's own interval (hours 1 to 30) adds nothing; 24 in the 24 hours after it, 18 h on day two.
        pytest.param(
            0,
            [scrape(0.5, 90), scrape(0.75, 95), scrape(1, 100), scrape(30, 4), scrape(54, 28), scrape(55, 28)],
            [100, 18, 6],
            id="nor does a reset's drop add",
        ),
    ],
)
def test_an_increment_is_spread_over_its_interval(published: float, scrapes: list[Scrape], expected: list[int]) -> None:
    assert list_downloads(answer_alone(scrapes, published=published)) == expected


def test_a_weekly_scrape_is_spread_over_its_seven_days() -> None:
    result = answer_alone([scrape(12, 100), scrape(12 + 7 * 24, 800)])
    # 100 in the first 12 hours; 700 in 7 days are 100 a day: half of one on either end.
    assert list_downloads(result) == [150, 100, 100, 100, 100, 100, 100, 50]
    assert list_estimated(result) == [50, 100, 100, 100, 100, 100, 100, 50]


def test_the_estimate_of_a_day_is_the_growth_of_the_running_estimate() -> None:
    result = answer_alone([scrape(12, 0), scrape(36, 1), scrape(36 + 60, 2)])
    # All: 0.5 at the first midnight → 1, 1 + 12/60 → 1, 1 + 36/60 → 2, 2. The long interval alone: 0, 0, 1, 1.
    assert list_downloads(result) == [1, 0, 1, 0]
    assert list_estimated(result) == [0, 0, 1, 0]


def test_an_estimate_is_never_more_than_its_day() -> None:
    # 1 in the ten days from day -3, and 1 in the 48 hours from noon of day 0. The running sums at the midnights:
    # 0.1, 0.2, 0.3, 0.4 + 0.25, 0.5 + 0.75, 0.6 + 1 … → 0, 0, 0, 1, 1, 2. The estimated ones are 0, 0, 0, 0, 1, 1: the
    # one of day 1 has no download to be.
    torrents = [OracleTorrent(TORRENT, SHOW, 1, at(-72)), OracleTorrent(InfoHash("short"), SHOW, 1, at(12))]
    result = compute_answer(make_facts(torrents, {TORRENT: [scrape(168, 1)], InfoHash("short"): [scrape(60, 1)]}))
    assert list_downloads(result) == [0, 0, 0, 1, 0, 1, 0, 0, 0, 0]
    assert list_estimated(result) == [0] * 10


def test_an_interval_of_48_hours_is_not_long() -> None:
    assert list_estimated(answer_alone([scrape(48, 100)])) == [0, 0]
    assert sum(list_estimated(answer_alone([scrape(50, 100)]))) == 100


# An episode's sum is rounded, not its torrents


@pytest.mark.parametrize(
    ("torrents", "count", "hours", "expected"),
    [
        # A third of each by midnight: 333,333 millionths, 999,999 of three. Rounded one by one they would be 0 and 3.
        pytest.param(3, 1, 2, [1, 2], id="three thirds"),
        # 666,667 of each: 2,000,001.
        pytest.param(3, 2, 2, [2, 4], id="three times two thirds"),
        # 166,667 of each: 500,001, although three sixths are a half. It is rounded up as a half is.
        pytest.param(3, 1, 5, [1, 2], id="three sixths"),
        # 142,857 of each: 428,571.
        pytest.param(3, 1, 6, [0, 3], id="three sevenths"),
        pytest.param(1, 1, 1, [1, 0], id="a half"),
    ],
)
def test_the_sum_of_an_episode_is_rounded(torrents: int, count: int, hours: int, expected: list[int]) -> None:
    """Each is published an hour before midnight, and scraped once, some hours after it."""
    members = [OracleTorrent(InfoHash(str(number)), SHOW, 1, at(23)) for number in range(torrents)]
    scrapes = {member.infohash: [scrape(24 + hours, count)] for member in members}
    assert list_downloads(compute_answer(make_facts(members, scrapes))) == expected


# Which days there are


def test_a_scrape_ten_seconds_into_monday_begins_no_day() -> None:
    # One a second from Sunday's midnight to ten seconds into Monday.
    scrapes = {TORRENT: [scrape(7 * 24 + 10 / 3600, 86_410)]}
    result = compute_answer(make_facts([OracleTorrent(TORRENT, SHOW, 1, at(6 * 24))], scrapes, weeks=2))
    assert list_downloads(result) == [86_400]
    assert list(result.weeks) == [MONDAY]
    assert result.left_out == {SHOW: LeftOut(0, 10)}


@pytest.mark.parametrize(
    ("minutes", "expected", "not_begun"), [(59, [96], 4), (59.99, [96], 4), (60, [96, 4], 0), (61, [96, 4], 0)]
)
def test_a_day_is_there_once_now_is_an_hour_in(minutes: float, expected: list[int], not_begun: int) -> None:
    # Four of 100 come in the half hour after midnight; another show is scraped later.
    torrents = [OracleTorrent(TORRENT, SHOW, 1, at(12)), OracleTorrent(InfoHash("other"), SHOW, 2, at(0))]
    facts = make_facts(torrents, {TORRENT: [scrape(24.5, 100)], InfoHash("other"): [scrape(24 + minutes / 60, 0)]})
    result = compute_answer(facts)
    assert list_downloads(result) == expected
    assert result.left_out == {SHOW: LeftOut(0, not_begun)}


def test_what_is_after_the_last_day_is_not_what_has_hardly_begun() -> None:
    # 24 in the day from noon to noon; the show ends with the first day, or goes on.
    facts = make_facts([OracleTorrent(TORRENT, SHOW, 1, at(12))], {TORRENT: [scrape(36, 24)]}, last_day=MONDAY)
    assert compute_answer(facts).left_out == {SHOW: LeftOut(12, 0)}
    early = make_facts([OracleTorrent(TORRENT, SHOW, 1, at(12))], {TORRENT: [scrape(24.5, 25)]}, last_day=MONDAY)
    assert compute_answer(early).left_out == {SHOW: LeftOut(1, 0)}
    same_day = make_facts(
        [OracleTorrent(TORRENT, SHOW, 1, at(12))], {TORRENT: [scrape(24.5, 25)]}, last_day=date(2025, 10, 7)
    )
    assert compute_answer(same_day).left_out == {SHOW: LeftOut(0, 1)}


def test_nothing_is_there_before_an_hour_is_over() -> None:
    result = answer_alone([scrape(0.75, 7)])
    assert (result.episode_days, result.weeks, result.left_out) == ({}, {}, {SHOW: LeftOut(0, 7)})


# Along the decay


def test_a_late_first_scrape_lies_along_the_decay() -> None:
    # Watched: 600 on day one, 200 on day two, 100 on each of days three and four (one interval of 48 h).
    watched = [scrape(24, 600), scrape(48, 800), scrape(96, 1000)]
    result = answer_late_and_early(watched, 0, [scrape(96, 50)])
    # 50 * 60 %, 20 %, 10 %, 10 %; the day of the scrape at midnight has not begun.
    assert list_downloads(result, 2) == [30, 10, 5, 5]
    # Published at 12:00 (one scrape a day): age 12 h at the first midnight is 300 of 1000, 36 h is 700, 60 h 850,
    # 84 h 950: of 100 these are 30, 70, 85, 95.
    assert list_downloads(answer_late_and_early(watched, 12, [scrape(12 + 96, 100)]), 2) == [30, 40, 15, 10, 5]


def test_so_does_every_later_interval() -> None:
    # Scraped after a day, then after four: 200, 100 and 100 of 400 on days two to four.
    watched = [scrape(24, 600), scrape(48, 800), scrape(96, 1000)]
    assert list_downloads(answer_late_and_early(watched, 0, [scrape(24, 7), scrape(96, 27)]), 2) == [7, 10, 5, 5]


def test_beyond_the_oldest_age_measured_the_last_rate_goes_on() -> None:
    # Rates 20 an hour on day one, 10 an hour on day two and from there on: 480, 240, 240, 240 of 1200.
    result = answer_late_and_early([scrape(24, 480), scrape(48, 720)], 0, [scrape(96, 1200)])
    assert list_downloads(result, 2) == [480, 240, 240, 240]


def test_without_a_watched_torrent_a_late_first_scrape_is_spread_evenly() -> None:
    result = answer_alone([scrape(96, 1000)])
    assert list_downloads(result) == [250, 250, 250, 250]
    assert list_estimated(result) == [250, 250, 250, 250]


def test_a_watched_torrent_that_hardly_anybody_downloads_says_nothing_of_decay() -> None:
    result = answer_late_and_early([scrape(24, 49), scrape(96, 49)], 0, [scrape(96, 1000)])
    assert list_downloads(result, 2) == [250, 250, 250, 250]


# The user's document


def test_observed_ignores_the_first_count_and_keeps_each_difference_on_its_own_day() -> None:
    scrapes = [scrape(1, 100), scrape(23, 130), scrape(25, 190), dropout(26), scrape(49, 200)]
    result = answer_alone(scrapes, "observed")
    # 130 - 100 on day one, 190 - 130 on day two; the drop to 0 is ignored, and 200 - 0 is on day three.
    assert list_downloads(result) == [30, 60, 200]
    assert list_estimated(result) == [0, 0, 0]
    assert result.torrents[TORRENT] == TorrentCount(290, 0, 0, 1)
    assert result.show_weeks == {(MONDAY, SHOW): WeekCount(290, 0)}
    assert result.tails == TailCount(0, 0, 0, 0)


def test_observed_tells_long_intervals_apart_too() -> None:
    assert list_estimated(answer_alone([scrape(1, 100), scrape(60, 160)], "observed")) == [0, 0, 60]
