"""The chart's weeks, worked by hand: what is in them, how they rank, and which of them can still change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from testkit.oracle.answer import compute_answer
from testkit.oracle.records import OracleTorrent, Scrape, WeekCount, WeekStatus
from testkit.oracle.weeks import rank_shows
from testkit.oracle_cases import LATE, MONDAY, SHOW, TORRENT, answer_alone, at, daily, make_facts, scrape

SETTLED = WeekStatus(is_complete=True, is_settled=True)
PROVISIONAL = WeekStatus(is_complete=True, is_settled=False)
SO_FAR = WeekStatus(is_complete=False, is_settled=False)


def test_a_week_begins_on_monday_and_ends_on_sunday() -> None:
    # From Sunday 12:00 to Monday 12:00: half in each week; the week before is not on the chart.
    result = answer_alone([scrape(-12, 10), scrape(12, 110)], published=-12)
    assert result.show_weeks == {(MONDAY, SHOW): WeekCount(50, 0)}


def test_the_estimated_part_of_a_week_is_that_of_its_days() -> None:
    # 10 a day from Thursday to the Sunday after next: 40 of the first week, and then 70.
    facts = make_facts([OracleTorrent(TORRENT, SHOW, 1, at(72))], {TORRENT: [daily(14, 110)]}, weeks=3)
    assert compute_answer(facts).show_weeks == {
        (MONDAY, SHOW): WeekCount(40, 40),
        (MONDAY + timedelta(weeks=1), SHOW): WeekCount(70, 70),
    }


def test_ties_go_to_the_lower_id_and_nothing_has_no_rank() -> None:
    counts = {AniListId(30): 500, AniListId(9): 200, AniListId(4): 200, AniListId(11): 200, AniListId(1): 0}
    torrents = [OracleTorrent(InfoHash(str(show)), show, 1, at(0)) for show in counts]
    scrapes = {InfoHash(str(show)): [scrape(5, count)] for show, count in counts.items()}
    result = compute_answer(make_facts(torrents, scrapes))
    assert {show: rank for (_, show), rank in result.ranks.items()} == {30: 1, 4: 2, 9: 3, 11: 4}


def test_each_week_has_its_own_ranks() -> None:
    later = MONDAY + timedelta(weeks=1)
    downloads = {(MONDAY, AniListId(1)): 5, (MONDAY, AniListId(2)): 9, (later, AniListId(1)): 3}
    show_weeks = {key: WeekCount(number, 0) for key, number in downloads.items()}
    assert rank_shows(show_weeks) == {(MONDAY, 2): 1, (MONDAY, 1): 2, (later, 1): 1}


@pytest.mark.parametrize(
    ("last", "other", "weeks"),
    [
        pytest.param(daily(2, 9), daily(2.01, 9), [SO_FAR], id="the first week is not over"),
        # Both on Monday, one hour and a second after the other; each of the weeks has begun.
        pytest.param(daily(7, 9), scrape(7 * 24 + 1, 9), [SETTLED, SO_FAR], id="scraped at its end"),
        pytest.param(scrape(7 * 24 - 1, 9), scrape(7 * 24, 9), [PROVISIONAL], id="scraped before its end"),
        pytest.param(daily(7, 9), scrape(7 * 24 + 0.9, 9), [SETTLED], id="the second week has not begun"),
        pytest.param(
            daily(9, 9), daily(21, 9), [SETTLED, PROVISIONAL, PROVISIONAL], id="a tail from the second week on"
        ),
        pytest.param(daily(9, 0), daily(21, 0), [SETTLED, SETTLED, SETTLED], id="nothing was downloaded, so no tail"),
    ],
)
def test_a_week_is_settled_once_no_tail_begins_before_its_end(
    last: Scrape, other: Scrape, weeks: list[WeekStatus]
) -> None:
    torrents = [OracleTorrent(TORRENT, SHOW, 1, at(0)), OracleTorrent(LATE, AniListId(8), 1, at(0))]
    result = compute_answer(make_facts(torrents, {TORRENT: [last], LATE: [other]}, weeks=4))
    # A week that begins less than an hour before now is not there.
    assert list(result.weeks.values()) == weeks


def test_as_observed_a_complete_week_is_settled() -> None:
    torrents = [OracleTorrent(TORRENT, SHOW, 1, at(0)), OracleTorrent(LATE, AniListId(8), 1, at(0))]
    scrapes = {TORRENT: [daily(1, 9), daily(2, 19)], LATE: [daily(8, 5)]}
    facts = make_facts(torrents, scrapes, weeks=2, attribution="observed")
    assert list(compute_answer(facts).weeks.values()) == [SETTLED, SO_FAR]


def test_a_show_is_uncounted_from_its_first_torrent_on_that_was_not_scraped_again() -> None:
    torrents = [OracleTorrent(InfoHash(str(day)), SHOW, day, at(0)) for day in (2, 3, 4)]
    result = compute_answer(
        make_facts(torrents, {torrent.infohash: [daily(torrent.episode, 9)] for torrent in torrents})
    )
    assert result.tail_from == {SHOW: at(48)}
