"""The oracle against cases worked by hand: the arithmetic stands beside each."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from testkit.oracle.answer import compute_answer, rank_shows
from testkit.oracle.database import BadRowError, find_last_day, parse_count, parse_time, read_database
from testkit.oracle.decay import find_bin, find_bin_start
from testkit.oracle.records import Answer, Attribution, DayCount, OracleTorrent, Scrape, TorrentCount

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MONDAY = date(2025, 10, 6)
START = datetime(2025, 10, 6, tzinfo=UTC)
SHOW = AniListId(7)
TORRENT = InfoHash("a" * 40)
LATE = InfoHash("b" * 40)


def at(hours: float) -> datetime:
    """So many hours after the Monday's midnight."""
    return START + timedelta(hours=hours)


def scrape(hours: float, downloads: int, seeders: int | None = 1) -> Scrape:
    return Scrape(at(hours), seeders, 0, downloads)


def dropout(hours: float) -> Scrape:
    return Scrape(at(hours), 0, 0, 0)


def answer_alone(scrapes: Sequence[Scrape], attribution: Attribution = "interval", published: float = 0) -> Answer:
    """One show with one torrent."""
    torrent = OracleTorrent(TORRENT, SHOW, 1, at(published))
    return compute_answer([torrent], {TORRENT: scrapes}, {SHOW: None}, [MONDAY], attribution)


def list_downloads(result: Answer, episode: int = 1) -> list[int]:
    """The episode's days in order."""
    return [count.downloads for (_, number, _), count in sorted(result.episode_days.items()) if number == episode]


def list_estimated(result: Answer) -> list[int]:
    return [count.estimated for _, count in sorted(result.episode_days.items())]


# What the count grew by: the total, and what was wrong


@pytest.mark.parametrize(
    ("scrapes", "expected"),
    [
        pytest.param([], TorrentCount(0, 0, 0, 0), id="never scraped"),
        pytest.param([scrape(1, 500)], TorrentCount(500, 0, 0, 0), id="the first count is since publication"),
        pytest.param([dropout(1), scrape(2, 5)], TorrentCount(5, 0, 0, 0), id="zeros before any count are evidence"),
        # The first 500, and 10 from there to 510.
        pytest.param([scrape(1, 500), scrape(2, 0), scrape(3, 510)], TorrentCount(510, 1, 0, 0), id="500,0,510"),
        pytest.param([scrape(1, 500), dropout(2), scrape(3, 510)], TorrentCount(510, 0, 0, 1), id="500,dropout,510"),
        # A drop to 0 for three scrapes, but it comes back: one drop.
        pytest.param(
            [scrape(1, 500), scrape(2, 0), scrape(3, 0), scrape(4, 0), scrape(5, 510)],
            TorrentCount(510, 1, 0, 0),
            id="500,0,0,0,510",
        ),
        pytest.param(
            [scrape(1, 500), dropout(2), dropout(3), dropout(4), scrape(5, 510)],
            TorrentCount(510, 0, 0, 3),
            id="500,dropout,dropout,dropout,510",
        ),
        pytest.param(
            [scrape(1, 500), scrape(2, 498), scrape(3, 499), scrape(4, 510)],
            TorrentCount(510, 1, 0, 0),
            id="500,498,499,510",
        ),
        # 500, then a new baseline of 10 that adds nothing, then 20 - 10 and 40 - 20: 530.
        pytest.param(
            [scrape(1, 500), scrape(2, 10), scrape(3, 20), scrape(4, 40)],
            TorrentCount(530, 0, 1, 0),
            id="a counter reset",
        ),
        # Two drops, the second for good: 500, nothing at 480 and at 490, baseline 0, then 5.
        pytest.param(
            [scrape(1, 500), scrape(2, 480), scrape(3, 490), scrape(4, 0), scrape(5, 0), scrape(6, 5)],
            TorrentCount(505, 1, 1, 0),
            id="a glitch, then a reset to 0 with seeders",
        ),
        pytest.param(
            [scrape(1, 500), scrape(2, 10), scrape(3, 20)], TorrentCount(500, 1, 0, 0), id="two scrapes are no reset"
        ),
        pytest.param(
            [scrape(1, 500), scrape(2, 250), scrape(3, 260), scrape(4, 270)],
            TorrentCount(500, 1, 0, 0),
            id="half the maximum is no reset",
        ),
        pytest.param(
            [scrape(1, 500), scrape(2, 249), scrape(3, 260), scrape(4, 270)],
            TorrentCount(521, 0, 1, 0),
            id="less than half is",
        ),
        pytest.param(
            [scrape(1, 500), scrape(2, 10), scrape(3, 20), scrape(4, 500)],
            TorrentCount(500, 1, 0, 0),
            id="back at the old maximum is no reset",
        ),
        pytest.param(
            [scrape(1, 500), scrape(2, 10), scrape(3, 20), scrape(4, 15), scrape(5, 30)],
            TorrentCount(500, 2, 0, 0),
            id="the last drop leaves too few scrapes",
        ),
        # The last drop is from 20 to 15: under 250, three scrapes, never 500 again. 15 is the baseline: 500 + 15 + 5.
        pytest.param(
            [scrape(1, 500), scrape(2, 10), scrape(3, 20), scrape(4, 15), scrape(5, 30), scrape(6, 35)],
            TorrentCount(520, 1, 1, 0),
            id="the last drop is the reset",
        ),
        pytest.param([scrape(1, 8), scrape(1, 5), scrape(2, 9)], TorrentCount(9, 0, 0, 0), id="two at one instant"),
        pytest.param([scrape(3, 30), scrape(1, 10), scrape(2, 20)], TorrentCount(30, 0, 0, 0), id="unordered"),
        pytest.param(
            [scrape(1, 500), scrape(2, 0, seeders=None), scrape(3, 510)],
            TorrentCount(510, 1, 0, 0),
            id="unknown seeders are not 0",
        ),
        pytest.param(
            [scrape(1, 500), scrape(2, 510, seeders=0)], TorrentCount(510, 0, 0, 0), id="nobody there, yet a count"
        ),
        pytest.param(
            [scrape(1, 500), Scrape(at(2), 0, 3, 0), scrape(3, 510)],
            TorrentCount(510, 1, 0, 0),
            id="leechers are evidence",
        ),
    ],
)
def test_a_torrents_count(scrapes: list[Scrape], expected: TorrentCount) -> None:
    assert answer_alone(scrapes).torrents[TORRENT] == expected


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
        pytest.param(0, [scrape(24, 10)], [10, 0], id="a scrape at midnight closes the day before"),
        pytest.param(50, [scrape(12, 10), scrape(48, 34)], [18, 16, 0], id="a scrape before publication is an instant"),
        pytest.param(24, [scrape(24, 10)], [10], id="a scrape at publication is an instant"),
        # Since the earlier scrape it is an interval again: 10 at once, and 24 * 12/24 a day.
        pytest.param(40, [scrape(36, 10), scrape(60, 34)], [22, 12], id="and the next interval starts there"),
        # The zero dropout is gone: 90 from hour 1 to hour 37, 23 of the 36 hours on day one: 10 + 57.5 = 67.5 → 68.
        pytest.param(
            0, [scrape(1, 10), dropout(3), scrape(37, 100)], [68, 32], id="a zero dropout does not cut an interval"
        ),
        # A glitch is still a scrape: nothing till hour 30, then 24 from hour 30 to hour 54, of which 18 h on day two.
        pytest.param(0, [scrape(1, 10), scrape(30, 4), scrape(54, 34)], [10, 18, 6], id="a glitch does"),
        # The reset's own interval (hours 1 to 30) adds nothing; 24 in the 24 hours after it, 18 h on day two.
        pytest.param(
            0,
            [scrape(1, 100), scrape(30, 4), scrape(54, 28), scrape(55, 28)],
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


def test_an_estimate_is_never_more_than_its_day() -> None:
    result = answer_alone([scrape(12, 0), scrape(36, 1), scrape(36 + 60, 2)])
    # All: 0.5 at the first midnight → 1, 1 + 12/60 → 1, 1 + 36/60 → 2, 2. The long interval alone: 0, 0, 1, 1.
    assert list_downloads(result) == [1, 0, 1, 0, 0]
    assert list_estimated(result) == [0, 0, 1, 0, 0]


def test_an_interval_of_48_hours_is_not_long() -> None:
    assert list_estimated(answer_alone([scrape(48, 100)])) == [0, 0, 0]
    assert sum(list_estimated(answer_alone([scrape(48.5, 100)]))) == 100


# A late first scrape


def answer_late_and_early(watched: Sequence[Scrape], published: float, late: Sequence[Scrape]) -> Answer:
    """Episode 1 is watched from Monday's midnight; episode 2 is another torrent."""
    torrents = [OracleTorrent(TORRENT, SHOW, 1, at(0)), OracleTorrent(LATE, SHOW, 2, at(published))]
    return compute_answer(torrents, {TORRENT: watched, LATE: late}, {SHOW: None}, [MONDAY])


def test_a_late_first_scrape_is_spread_along_the_usual_decay() -> None:
    # Watched: 600 on day one, 200 on day two, 100 on each of days three and four (one interval of 48 h).
    watched = [scrape(24, 600), scrape(48, 800), scrape(96, 1000)]
    result = answer_late_and_early(watched, 0, [scrape(96, 50)])
    # 50 * 60 %, 20 %, 10 %, 10 %, and the empty day of the scrape at midnight.
    assert list_downloads(result, 2) == [30, 10, 5, 5, 0]
    # Published at 12:00 (one scrape a day): age 12 h at the first midnight is 300 of 1000, 36 h is 700, 60 h 850,
    # 84 h 950: of 100 these are 30, 70, 85, 95.
    assert list_downloads(answer_late_and_early(watched, 12, [scrape(12 + 96, 100)]), 2) == [30, 40, 15, 10, 5]


def test_a_rate_is_per_torrent_hour_at_risk() -> None:
    # One torrent is watched for a day (240), another for four days (240, then 48 a day).
    long, short = InfoHash("c" * 40), InfoHash("d" * 40)
    torrents = [OracleTorrent(name, SHOW, 1, at(0)) for name in (long, short)]
    scrapes = {short: [scrape(24, 240)], long: [scrape(24, 240), scrape(48, 288), scrape(96, 384)]}
    torrents.append(OracleTorrent(LATE, SHOW, 2, at(0)))
    scrapes[LATE] = [scrape(72, 336)]
    result = compute_answer(torrents, scrapes, {SHOW: None}, [MONDAY])
    # Rates 480/48 h = 10, then 48/24 h = 2 with one torrent at risk: weights 240, 48, 48 of 336.
    assert list_downloads(result, 2) == [240, 48, 48, 0]


def test_beyond_the_oldest_age_measured_the_last_rate_goes_on() -> None:
    # Rates 20 an hour on day one, 10 an hour on day two and from there on: 480, 240, 240, 240 of 1200.
    result = answer_late_and_early([scrape(24, 480), scrape(48, 720)], 0, [scrape(96, 1200)])
    assert list_downloads(result, 2) == [480, 240, 240, 240, 0]


def test_without_a_watched_torrent_a_late_first_scrape_is_spread_evenly() -> None:
    result = answer_alone([scrape(96, 1000)])
    assert list_downloads(result) == [250, 250, 250, 250, 0]
    assert list_estimated(result) == [250, 250, 250, 250, 0]


def test_a_watched_torrent_that_nobody_downloads_says_nothing_of_decay() -> None:
    result = answer_late_and_early([scrape(24, 0), scrape(96, 0)], 0, [scrape(96, 1000)])
    assert list_downloads(result, 2) == [250, 250, 250, 250, 0]


def test_what_comes_after_a_late_first_scrape_is_spread_as_ever() -> None:
    result = answer_late_and_early([scrape(24, 600), scrape(72, 800)], 0, [scrape(72, 80), scrape(96, 104)])
    # 60, 10, 10 before the first scrape (600 : 100 : 100), 24 on the day after it.
    assert list_downloads(result, 2) == [60, 10, 10, 24, 0]


@pytest.mark.parametrize(
    ("hours", "number"), [(0, 0), (0.99, 0), (1, 1), (47.5, 47), (48, 48), (71, 48), (72, 49), (480, 66)]
)
def test_age_bins_are_hours_for_two_days_and_then_days(hours: float, number: int) -> None:
    assert find_bin(timedelta(hours=hours)) == number
    assert find_bin_start(number) <= timedelta(hours=hours) < find_bin_start(number + 1)


# The user's document


def test_observed_ignores_the_first_count_and_keeps_each_difference_on_its_own_day() -> None:
    scrapes = [scrape(1, 100), scrape(23, 130), scrape(25, 190), dropout(26), scrape(49, 200)]
    result = answer_alone(scrapes, "observed")
    # 130 - 100 on day one, 190 - 130 on day two; the drop to 0 is ignored, and 200 - 0 is on day three.
    assert list_downloads(result) == [30, 60, 200]
    assert list_estimated(result) == [0, 0, 0]
    assert result.torrents[TORRENT] == TorrentCount(290, 0, 0, 1)
    assert result.show_weeks == {(MONDAY, SHOW): 290}


def test_observed_tells_long_intervals_apart_too() -> None:
    assert list_estimated(answer_alone([scrape(1, 100), scrape(60, 160)], "observed")) == [0, 0, 60]


# Episodes, weeks, ranks


def test_an_episode_is_the_sum_of_its_torrents() -> None:
    torrents = [OracleTorrent(TORRENT, SHOW, 1, at(18)), OracleTorrent(LATE, SHOW, 1, at(36))]
    scrapes = {TORRENT: [scrape(30, 100)], LATE: [scrape(60, 240)], InfoHash("c" * 40): [scrape(1, 999)]}
    episode_days = compute_answer(torrents, scrapes, {SHOW: None}, [MONDAY]).episode_days
    # TORRENT: 18:00 to 06:00, 50 and 50. LATE: 12:00 to 12:00, 120 and 120. Another's scrapes do not matter.
    # The first publication is at 18:00: 0.25, 1.25 and 2.25 days before each day's end.
    assert episode_days == {
        (SHOW, 1, date(2025, 10, 6)): DayCount(50, 50, 0.25, 0),
        (SHOW, 1, date(2025, 10, 7)): DayCount(170, 220, 1.25, 0),
        (SHOW, 1, date(2025, 10, 8)): DayCount(120, 340, 2.25, 0),
    }


def test_rows_run_from_the_first_publication_to_the_last_scrape() -> None:
    torrents = [OracleTorrent(TORRENT, SHOW, 1, at(0)), OracleTorrent(LATE, SHOW, 1, at(49))]
    result = compute_answer(torrents, {LATE: [scrape(50, 5), scrape(100, 5)]}, {SHOW: None}, [MONDAY])
    # TORRENT has no scrape, but its publication is the episode's.
    assert list_downloads(result) == [0, 0, 5, 0, 0]
    assert [count.days_since_first_torrent for count in result.episode_days.values()] == [1, 2, 3, 4, 5]


def test_rows_start_with_a_scrape_before_publication_and_age_is_never_negative() -> None:
    result = answer_alone([scrape(12, 5), scrape(60, 5)], published=36)
    assert [(count.downloads, count.days_since_first_torrent) for count in result.episode_days.values()] == [
        (5, 0),
        (0, 0.5),
        (0, 1.5),
    ]


def test_an_episode_without_a_scrape_has_no_row() -> None:
    result = answer_alone([])
    assert (result.episode_days, result.show_weeks, result.ranks) == ({}, {}, {})


def test_a_series_is_cut_at_the_shows_last_day_after_it_is_spread() -> None:
    torrent = OracleTorrent(TORRENT, SHOW, 1, at(24))
    result = compute_answer([torrent], {TORRENT: [scrape(72, 100)]}, {SHOW: date(2025, 10, 7)}, [MONDAY])
    assert list_downloads(result) == [50]
    assert result.show_weeks == {(MONDAY, SHOW): 50}
    assert result.torrents[TORRENT].total == 100


def test_a_show_must_have_a_last_day_or_none() -> None:
    with pytest.raises(KeyError):
        compute_answer([OracleTorrent(TORRENT, SHOW, 1, at(0))], {}, {}, [])


def test_a_week_begins_on_monday_and_ends_on_sunday() -> None:
    # From Sunday 12:00 to Monday 12:00: half in each week; the week before is not on the chart.
    result = answer_alone([scrape(-12, 10), scrape(12, 110)], published=-12)
    assert result.show_weeks == {(MONDAY, SHOW): 50}


def test_ties_go_to_the_lower_id_and_nothing_has_no_rank() -> None:
    counts = {AniListId(30): 500, AniListId(9): 200, AniListId(4): 200, AniListId(11): 200, AniListId(1): 0}
    torrents = [OracleTorrent(InfoHash(str(show)), show, 1, at(0)) for show in counts]
    scrapes = {InfoHash(str(show)): [scrape(5, count)] for show, count in counts.items()}
    result = compute_answer(torrents, scrapes, dict.fromkeys(counts), [MONDAY])
    assert {show: rank for (_, show), rank in result.ranks.items()} == {30: 1, 4: 2, 9: 3, 11: 4}


def test_each_week_has_its_own_ranks() -> None:
    later = MONDAY + timedelta(weeks=1)
    show_weeks = {(MONDAY, AniListId(1)): 5, (MONDAY, AniListId(2)): 9, (later, AniListId(1)): 3}
    assert rank_shows(show_weeks) == {(MONDAY, 2): 1, (MONDAY, 1): 2, (later, 1): 1}


def test_times_must_be_in_utc() -> None:
    with pytest.raises(ValueError, match="not in UTC"):
        Scrape(datetime(2025, 10, 6), 1, 1, 1)  # noqa: DTZ001 — a naive time is the case


# Laws

HISTORIES = st.lists(
    st.builds(
        Scrape,
        st.integers(-600, 20_000).map(lambda quarters: at(quarters / 4)),
        st.sampled_from([0, 1, None]),
        st.just(0),
        st.one_of(st.just(0), st.integers(0, 50), st.integers(0, 10**9)),
    ),
    max_size=20,
)


@given(st.lists(HISTORIES, min_size=1, max_size=3), st.sampled_from(["interval", "observed"]))
def test_days_sum_to_counts(histories: list[list[Scrape]], attribution: Attribution) -> None:
    torrents = [OracleTorrent(InfoHash(str(number)), SHOW, 1, at(0)) for number in range(len(histories))]
    scrapes = {torrent.infohash: history for torrent, history in zip(torrents, histories, strict=True)}
    result = compute_answer(torrents, scrapes, {SHOW: None}, [MONDAY], attribution)
    assert sum(list_downloads(result)) == sum(count.total for count in result.torrents.values())
    assert all(0 <= count.estimated <= count.downloads for count in result.episode_days.values())
    running = [count.cumulative for _, count in sorted(result.episode_days.items())]
    assert running == sorted(running)


# The database


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-10-06T01:00:00Z", at(1)),
        ("2025-10-06T01:00:00+09:00", at(-8)),
        ("2025-10-06T01:00:00", at(1)),
        ("2025-10-06 01:00:00.250000", at(1) + timedelta(milliseconds=250)),
    ],
)
def test_times_are_read_with_z_an_offset_or_none(text: str, expected: datetime) -> None:
    assert parse_time(text) == expected
    assert parse_time(text).tzinfo is UTC


@pytest.mark.parametrize("value", ["yesterday", "", None, 1.5, "2025-13-01T00:00:00Z", "0001-01-01T00:00:00+09:00"])
def test_other_times_are_bad(value: object) -> None:
    with pytest.raises(BadRowError, match="unparsable time"):
        parse_time(value)


@pytest.mark.parametrize("value", [-1, 1.5, 2.0, "-1", "many", "", "１", None, b"1"])
def test_other_counts_are_bad(value: object) -> None:
    with pytest.raises(BadRowError, match="non-integer"):
        parse_count(value)


TORRENT_ROWS = [
    (TORRENT, "2025-10-06T00:00:00Z", '{"title": "Show"}'),
    (LATE, "2025-10-06T09:00:00+09:00", None),
    ("bad date", "soon", "{}"),
    ("bad JSON", "2025-10-06T00:00:00Z", "{"),
]
STATS_ROWS: list[tuple[object, ...]] = [
    (TORRENT, "2025-10-06T01:00:00Z", 5, 2, "10"),
    (TORRENT, "2025-10-06T02:00:00", -1, "x", 20),
    (TORRENT, "never", 1, 1, 30),
    (TORRENT, "2025-10-06T03:00:00Z", 1, 1, -30),
    (TORRENT, "2025-10-06T04:00:00Z", 1, 1, 30.5),
    ("nobody", "2025-10-06T04:00:00Z", 1, 1, 30),
    ("bad date", "2025-10-06T04:00:00Z", 1, 1, 30),
]


def make_database(path: Path, stats: str, columns: slice) -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE torrents (infohash TEXT, pubdate TEXT, guessit_data TEXT)")
        database.executemany("INSERT INTO torrents VALUES (?, ?, ?)", TORRENT_ROWS)
        database.execute(f"CREATE TABLE stats ({stats})")
        marks = ", ".join("?" for _ in stats.split(","))
        rows = [row[:2] + row[2:][columns] for row in STATS_ROWS]
        database.executemany(f"INSERT INTO stats VALUES ({marks})", rows)  # noqa: S608 — only question marks
    return path


def test_good_rows_are_read_and_bad_ones_counted(tmp_path: Path) -> None:
    columns = "infohash TEXT, timestamp TEXT, seeders INTEGER, leechers INTEGER, downloads INTEGER"
    content = read_database(make_database(tmp_path / "a #1.db", columns, slice(None)))
    assert content.published == {TORRENT: at(0), LATE: at(0)}
    assert content.scrapes == {TORRENT: [Scrape(at(1), 5, 2, 10), Scrape(at(2), None, None, 20)]}
    assert content.skipped == {
        "torrents: unparsable time": 1,
        "torrents: broken JSON": 1,
        "stats: unparsable time": 1,
        "stats: negative or non-integer count": 2,
        "stats: no such torrent": 2,
    }


def test_seeders_and_leechers_need_not_be_there(tmp_path: Path) -> None:
    path = make_database(tmp_path / "lean.db", "infohash TEXT, timestamp TEXT, downloads INTEGER", slice(2, None))
    assert read_database(path).scrapes[TORRENT] == [Scrape(at(1), None, None, 10), Scrape(at(2), None, None, 20)]


# How long a show stays


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # Last air on Wednesday 2025-12-24, week to Sunday 12-28, and four weeks.
        ({"aired": [datetime(2025, 12, 24, 15, tzinfo=UTC), at(0)]}, date(2026, 1, 25)),
        # Sunday is the week's last day, Monday the next one's first.
        ({"aired": [datetime(2025, 12, 28, 23, 59, tzinfo=UTC)]}, date(2026, 1, 25)),
        ({"aired": [datetime(2025, 12, 29, tzinfo=UTC)]}, date(2026, 2, 1)),
        ({"aired": [at(0)], "ended": date(2026, 1, 1)}, date(2025, 11, 9)),
        ({"aired": [], "ended": date(2025, 12, 24), "last_torrent": at(0)}, date(2026, 1, 25)),
        ({"aired": [], "last_torrent": at(0)}, date(2025, 11, 9)),
        ({"aired": []}, None),
        ({"aired": [at(0)], "post_airing_weeks": 0}, date(2025, 10, 12)),
        # A continuing show goes with the week of 2025-12-31, or earlier.
        (
            {"aired": [datetime(2026, 3, 1, tzinfo=UTC)], "season_end": datetime(2026, 1, 1, tzinfo=UTC)},
            date(2026, 1, 4),
        ),
        ({"aired": [at(0)], "season_end": datetime(2026, 1, 1, tzinfo=UTC)}, date(2025, 11, 9)),
    ],
)
def test_a_show_stays_to_the_end_of_a_week(facts: dict[str, Any], expected: date | None) -> None:
    assert find_last_day(**facts) == expected
