"""The tail, worked by hand; the arithmetic stands beside each case.

The decay is that of MODEL, whose unit is 500: F is 0.6 after a day, 1 after two, and rises by 0.2 a day from there.
Now is day 100, where F is 20.6. The others have fewer than 50 downloads in their first 48 hours, so that they have no
vote.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from testkit.oracle.answer import compute_answer
from testkit.oracle.decay import DAY, HOUR, WEEK
from testkit.oracle.history import build_history
from testkit.oracle.records import Answer, LeftOut, OracleTorrent, Scrape, TailCount
from testkit.oracle.tails import find_pace, is_overdue
from testkit.oracle_cases import (
    FAR_AWAY,
    SHOW,
    START,
    TORRENT,
    at,
    daily,
    dropout,
    list_estimated,
    make_facts,
    scrape,
)

MODEL = [daily(1, 300), daily(2, 500), daily(100, 10_300)]
YOUNG = [daily(2, 40), daily(7, 80)]
"""40 downloads for each unit of F, which is 2 after seven days."""


def answer(*rows: Sequence[Scrape], last_day: date = FAR_AWAY, is_dead: bool = False, published: float = 0) -> Answer:
    """The model in a show of its own, and torrents of one episode."""
    model = OracleTorrent(InfoHash("model"), AniListId(1), 1, at(0))
    torrents = [
        OracleTorrent(InfoHash(f"torrent {number}"), SHOW, 1, at(published), is_dead) for number in range(len(rows))
    ]
    scrapes = {torrent.infohash: scraped for torrent, scraped in zip(torrents, rows, strict=True)}
    facts = make_facts([model, *torrents], {model.infohash: MODEL, **scrapes}, last_day=last_day, weeks=16)
    return compute_answer(facts)


def list_tails(result: Answer) -> list[int | None]:
    """Of all torrents but the model, in millionths."""
    return [count.tail_millionths for infohash, count in result.torrents.items() if infohash != "model"]


@pytest.mark.parametrize(
    ("scrapes", "millionths"),
    [
        # All 80 came in the last ten days, as the level of 80 / 2 lets expect: 40 x (20.6 - 2).
        pytest.param(YOUNG, 744_000_000, id="as expected"),
        # F is 4 after 17 days: level 20, which lets expect 20 x (4 - 2) = 40 since day 7. Nothing came: the ratio is
        # (0 + 20) / (40 + 20). 20 x 1/3 x (20.6 - 4) = 110.6667.
        pytest.param([*YOUNG, daily(17, 80)], 110_666_667, id="silent lately"),
        # The same with 80 of 160 lately: level 40, expected 80, ratio (80 + 20) / (80 + 20), 40 x 16.6.
        pytest.param([*YOUNG, daily(17, 160)], 664_000_000, id="like before"),
        # F is 4.8 after 21 days, 2.8 after 11, 0.6 after one. Of the 100 since day one 2 / 4.2 came in the last ten
        # days: 47.619048. Level 120 / 4.8 = 25, expected 50: 25 x (47.619048 + 20) / (50 + 20) x (20.6 - 4.8).
        pytest.param([daily(1, 20), daily(21, 120)], 381_564_628, id="an interval that began before the last ten days"),
        pytest.param([daily(100, 80)], None, id="scraped now"),
        pytest.param([daily(2, 0), daily(7, 0)], None, id="without downloads"),
        pytest.param([], None, id="never scraped"),
        # An instant at publication: F is 0 there, and says nothing of how much a download is.
        pytest.param([scrape(0, 10)], 0, id="only scraped at publication"),
    ],
)
def test_what_is_expected_since_the_last_scrape(scrapes: list[Scrape], millionths: int | None) -> None:
    assert list_tails(answer(scrapes)) == [millionths]


def test_an_old_torrent_is_drawn_towards_its_show_and_this_towards_all() -> None:
    # After 37 days F is 8, and 2 more than after 27. Levels 160 / 8 = 20, 80 / 8 = 10 and again 20 let expect 40, 20
    # and 40 since then. There came 20 and 5 in the first show and 40 in the second: 65 of 100.
    # All together have (65 + 50) / (100 + 50) = 23/30; the first show (25 + 50 x 23/30) / (60 + 50) = 19/33, the second
    # (40 + 50 x 23/30) / (40 + 50) = 47/54. The torrents: (20 + 20 x 19/33) / 60 = 52/99, (5 + 20 x 19/33) / 40 =
    # 109/264, (40 + 20 x 47/54) / 60 = 155/162.
    # F rises by 12.6 until now: 252 x 52/99, 126 x 109/264, 252 x 155/162.
    counts = {"one": (SHOW, 140, 160), "two": (SHOW, 75, 80), "three": (AniListId(9), 120, 160)}
    torrents = [OracleTorrent(InfoHash(name), show, 1, at(0)) for name, (show, _, _) in counts.items()]
    model = OracleTorrent(InfoHash("model"), AniListId(1), 1, at(0))
    scrapes = {InfoHash(name): [daily(27, early), daily(37, late)] for name, (_, early, late) in counts.items()}
    result = compute_answer(make_facts([model, *torrents], {InfoHash("model"): MODEL, **scrapes}))
    assert list_tails(result) == [132_363_636, 52_022_727, 241_111_111]
    assert result.tails == TailCount(3, 425, 0, 1)  # 425.497475


def test_a_younger_one_beside_them_is_not() -> None:
    # At 17 days: 110.6667, as if it were alone. The old one: (20 + 50) / (40 + 50) = 7/9 for all, (20 + 50 x 7/9) /
    # (40 + 50) = 53/81 for its show, (20 + 20 x 53/81) / 60 = 134/243, 252 x 134/243 = 138.962963.
    result = answer([*YOUNG, daily(17, 80)], [daily(27, 140), daily(37, 160)])
    assert list_tails(result) == [110_666_667, 138_962_963]


def test_a_dead_torrent_has_none() -> None:
    assert list_tails(answer(YOUNG, is_dead=True)) == [None]


@pytest.mark.parametrize(("days", "has_tail"), [(-80, True), (-80.1, False)])
def test_a_torrent_of_180_days_still_has_one(days: float, has_tail: bool) -> None:  # noqa: FBT001 — a case's column
    (tail,) = list_tails(answer([daily(7, 80)], published=24 * days))
    assert (tail is not None) == has_tail


def test_it_lies_along_the_curve_and_is_estimated() -> None:
    result = answer(YOUNG)
    # 40 on the first two days as 0.6 to 0.4; then 8 a day, from day two to day seven in an interval of five days. From
    # day 30 on 56 a week, with the logarithm of the age: 56 x ln(31/30) / ln(37/30) = 8.76 by the first midnight of it,
    # then 17.23, 25.45, 33.42, 41.16, 48.68.
    own = [count for (show, _, _), count in sorted(result.episode_days.items()) if show == SHOW]  # until day 99
    downloads = [count.downloads for count in own]
    assert downloads[:37] == [24, 16, *[8] * 28, 9, 8, 8, 8, 8, 8, 7]
    assert [sum(downloads[day : day + 7]) for day in range(30, 100, 7)] == [56] * 10
    assert [count.estimated for count in own] == [0, 0, *downloads[2:]]


def test_it_ends_with_the_show_and_what_is_beyond_is_left_out() -> None:
    # Three weeks: 80, and 14 days of 8; of 744 there remain 632.
    result = answer(YOUNG, last_day=date(2025, 10, 26))
    own = [count for (show, _, _), count in result.episode_days.items() if show == SHOW]
    assert (len(own), own[-1].cumulative) == (21, 192)
    assert result.left_out[SHOW] == LeftOut(632, 0)


def test_a_torrent_scraped_at_the_end_of_its_show_has_none() -> None:
    assert list_tails(answer(YOUNG, last_day=date(2025, 10, 12))) == [None]
    assert list_tails(answer([daily(2, 40), daily(6.99, 80)], last_day=date(2025, 10, 12))) != [None]


def test_it_begins_where_counts_are_in_doubt() -> None:
    # The leap an hour before now is not counted: as if it had not been scraped since day seven.
    leaping = answer([*YOUNG, scrape(100 * 24 - 1, 90_000)])
    assert list_tails(leaping) == [744_000_000]
    assert leaping.tail_from == {SHOW: at(7 * 24)}


def test_without_a_curve_nothing_is_expected_but_something_may_have_come() -> None:
    torrents = [OracleTorrent(TORRENT, SHOW, 1, at(0)), OracleTorrent(InfoHash("other"), SHOW, 2, at(0))]
    facts = make_facts(torrents, {TORRENT: YOUNG, InfoHash("other"): [daily(21, 1)]})
    result = compute_answer(facts)
    assert result.torrents[TORRENT].tail_millionths == 0
    assert result.tails == TailCount(1, 0, 0, 0)
    assert len([day for _, episode, day in result.episode_days if episode == 1]) == 21  # until now, zeros included
    assert sum(list_estimated(result)) == 40  # of the interval from day two to day seven


# --- overdue ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "hours"),
    [
        (0, 1),
        (48 * HOUR - 1, 1),
        (48 * HOUR, 4),
        (WEEK - 1, 4),
        (WEEK, 24),
        (30 * DAY - 1, 24),
        (30 * DAY, 168),
        (180 * DAY, 168),
    ],
)
def test_the_pace_at_an_age(age: int, hours: int) -> None:
    assert find_pace(age) == hours


@pytest.mark.parametrize(
    ("scrapes", "hours_up", "is_late"),
    [
        # Scraped in hour 1; an hour in which the scraper was up counts once, the same hour not at all.
        pytest.param([scrape(1.5, 10)], [1, 2, 3, 4], False, id="three hours"),
        pytest.param([scrape(1.5, 10)], [1, 2, 3, 5, 900], True, id="four hours"),
        pytest.param([scrape(1.5, 10), dropout(3)], [1, 2, 3, 4, 5, 6], False, id="a zero dropout is a look"),
        pytest.param([scrape(1.5, 10), scrape(3, 90_000)], [1, 2, 3, 4, 5, 6], False, id="and so is a count in doubt"),
        pytest.param([scrape(47, 10)], [48, 49, 50, 51], True, id="by its age then"),
        pytest.param([scrape(48, 10)], list(range(49, 61)), False, id="not by its age now"),
    ],
)
def test_a_torrent_that_was_passed_over_three_times_is_overdue(
    scrapes: list[Scrape],
    hours_up: list[int],
    is_late: bool,  # noqa: FBT001 — a case's column
) -> None:
    first = int(START.timestamp()) // HOUR
    assert is_overdue(build_history(START, scrapes), [first + hour for hour in hours_up]) == is_late


def test_an_overdue_torrent_has_no_tail_and_is_counted() -> None:
    # Weekly from day 37 on, and the scraper is up for 504 hours, the last of them now.
    old = [daily(27, 140), daily(37, 160)]
    up = [scrape(100 * 24 - hour, 0) for hour in range(505)]
    assert answer(old, up[:504]).tails == TailCount(1, 139, 0, 1)
    assert answer(old, up).tails == TailCount(0, 0, 1, 1)
