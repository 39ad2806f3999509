"""Episodes, weeks and ranks, worked by hand; and the laws of the whole answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.torrents import InfoHash
from testkit.oracle.answer import compute_answer
from testkit.oracle.records import (
    MILLION,
    Attribution,
    DayCount,
    LeftOut,
    OracleTorrent,
    Scrape,
    WeekCount,
    round_downloads,
)
from testkit.oracle_cases import (
    LATE,
    MONDAY,
    SHOW,
    TORRENT,
    answer_alone,
    at,
    list_downloads,
    make_facts,
    scrape,
)


def test_an_episode_is_the_sum_of_its_torrents() -> None:
    torrents = [OracleTorrent(TORRENT, SHOW, 1, at(18)), OracleTorrent(LATE, SHOW, 1, at(36))]
    scrapes = {TORRENT: [scrape(30, 100)], LATE: [scrape(60, 240)], InfoHash("c" * 40): [scrape(1, 999)]}
    episode_days = compute_answer(make_facts(torrents, scrapes)).episode_days
    # TORRENT: 18:00 to 06:00, 50 and 50. LATE: 12:00 to 12:00, 120 and 120. Another's scrapes do not matter.
    # The first publication is at 18:00: 0.25, 1.25 and 2.25 days before each day's end.
    assert episode_days == {
        (SHOW, 1, date(2025, 10, 6)): DayCount(50, 50, 0.25, 0),
        (SHOW, 1, date(2025, 10, 7)): DayCount(170, 220, 1.25, 0),
        (SHOW, 1, date(2025, 10, 8)): DayCount(120, 340, 2.25, 0),
    }


def test_rows_run_from_the_first_publication_to_the_last_scrape() -> None:
    torrents = [OracleTorrent(TORRENT, SHOW, 1, at(0)), OracleTorrent(LATE, SHOW, 1, at(49))]
    result = compute_answer(make_facts(torrents, {LATE: [scrape(50, 5), scrape(100, 5)]}))
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
    result = compute_answer(make_facts([torrent], {TORRENT: [scrape(72, 100)]}, last_day=date(2025, 10, 7)))
    assert list_downloads(result) == [50]
    assert result.show_weeks == {(MONDAY, SHOW): WeekCount(50, 0)}
    assert result.torrents[TORRENT].total == 100
    assert result.left_out == {SHOW: LeftOut(50, 0)}


def test_a_show_must_have_a_last_day() -> None:
    facts = make_facts([OracleTorrent(TORRENT, SHOW, 1, at(0))], {TORRENT: [scrape(5, 5)]})
    with pytest.raises(KeyError):
        compute_answer(replace(facts, last_days={}))


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
def test_days_sum_to_counts_and_tails(histories: list[list[Scrape]], attribution: Attribution) -> None:
    torrents = [OracleTorrent(InfoHash(str(number)), SHOW, 1, at(0)) for number in range(len(histories))]
    scrapes = {torrent.infohash: history for torrent, history in zip(torrents, histories, strict=True)}
    result = compute_answer(make_facts(torrents, scrapes, attribution=attribution))
    whole = sum(MILLION * count.total + (count.tail_millionths or 0) for count in result.torrents.values())
    left_out = result.left_out[SHOW]
    assert min(left_out.after_last_day, left_out.not_begun) >= 0
    assert sum(list_downloads(result)) + left_out.after_last_day + left_out.not_begun == round_downloads(whole)
    assert all(0 <= count.estimated <= count.downloads for count in result.episode_days.values())
    running = [count.cumulative for _, count in sorted(result.episode_days.items())]
    assert running == sorted(running)
