"""A week's movers and its headline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from nyaastats.publish.build.week_news import add_news
from nyaastats.publish.checks.week_news import check_week_news
from nyaastats.publish.contracts.public import WeekChart
from nyaastats.publish.contracts.records import Fact, FactKind, Mover
from testkit.chart_cases import (
    FIRST_WEEK,
    Downloads,
    EpisodeCase,
    build_best_days,
    build_charts,
    build_firsts,
    make_show,
)


def add(weeks: Sequence[Downloads], finale_of: int | None = None, finale_week: int = 0) -> tuple[WeekChart, ...]:
    charts = build_charts(weeks)
    day = FIRST_WEEK.later(finale_week).start + timedelta(days=6)
    episodes = [EpisodeCase(finale_of, 12, day, [0] * 7)] if finale_of else []
    shows = [make_show(show, episodes=12) for show in {show for week in weeks for show in week}]
    news, _ = add_news(charts, build_firsts(episodes), build_best_days(episodes), shows)
    check_week_news(news)
    return news


def move(mover: Mover | None) -> tuple[int, int | None, int] | None:
    return (mover.anilist_id, mover.rank_change, mover.downloads_change) if mover else None


@pytest.mark.parametrize(
    ("weeks", "movers"),
    [
        ([{1: 9, 2: 8}, {1: 19, 2: 5}], ((1, 0, 10), (2, 0, -3), None)),
        ([{1: 9}, {1: 9}], (None, None, None)),
        ([{1: 9}, {1: 9, 2: 30, 3: 20}], (None, None, (2, None, 30))),
        # Who comes back is neither new nor has a number to rise from; who left is in no row.
        ([{1: 9, 2: 8}, {1: 9}, {1: 9, 2: 80}], (None, None, None)),
        # Of equals the better rank.
        ([{1: 9, 2: 8}, {1: 10, 2: 9}], ((1, 0, 1), None, None)),
        # Far down nobody moves, whatever the change; who fell out of the first 25 did.
        (
            [
                {show: 200 - show for show in range(1, 31)},
                {show: 200 - show for show in range(2, 26)} | {1: 50, 30: 79, 29: 1, 40: 80},
            ],
            (None, (1, -26, -149), (40, None, 80)),
        ),
    ],
)
def test_movers(weeks: list[Downloads], movers: tuple[object, object, object]) -> None:
    week = add(weeks)[-1]
    assert week.movers
    assert tuple(map(move, (week.movers.riser, week.movers.faller, week.movers.new))) == movers


def summarise(fact: Fact) -> tuple[str, int, list[int]]:
    return fact.record.value if fact.record else fact.kind.value, fact.value, [show.anilist_id for show in fact.shows]


def find_fact(week: WeekChart, kind: FactKind) -> Fact | None:
    facts = (week.headline, *week.facts) if week.headline else ()
    return next((fact for fact in facts if fact.kind is kind), None)


FIVE: dict[int, int | tuple[int, int]] = {1: 90, 2: 40, 3: 30, 4: 20, 5: 10}


@pytest.mark.parametrize(
    ("kind", "weeks", "fact"),
    [
        (FactKind.NEW_FIRST, [{1: 9, 2: 2}, {2: 9, 1: 2}], (1, [2, 1])),
        # The one before may be gone; after a week of nothing there is none before.
        (FactKind.NEW_FIRST, [{1: 9}, {2: 9}], (1, [2, 1])),
        (FactKind.NEW_FIRST, [{1: 9}, {}, {2: 9}], None),
        (FactKind.REIGN, [{1: 9}, {1: 9}, {1: 9}], (3, [1])),
        (FactKind.CLOSEST_RACE, [{1: 9, 2: 1}, {1: 100, 2: 80}], (2000, [1, 2])),
        (FactKind.CLOSEST_RACE, [{1: 9, 2: 1}, {1: 100, 2: 79}], None),
        (FactKind.CLOSEST_RACE, [{1: 9, 2: 1}, {1: 100, 2: (90, 80)}], None),
        (FactKind.CLIMB, [FIVE, {1: 90, 4: 50, 2: 40, 5: 35, 3: 30}], (2, [4])),
        (FactKind.CLIMB, [FIVE, {1: 90, 3: 50, 2: 40}], None),
        (FactKind.DEBUT, [FIVE, FIVE | {8: 35, 9: 50}], (2, [9])),
    ],
)
def test_a_fact(kind: FactKind, weeks: list[Downloads], fact: tuple[int, list[int]] | None) -> None:
    actual = find_fact(add(weeks)[-1], kind)
    assert (actual and summarise(actual)[1:]) == fact


def test_a_last_episode_is_a_finale_in_the_week_in_which_it_came() -> None:
    news = add([FIVE, FIVE, FIVE], finale_of=3, finale_week=2)
    finale = find_fact(news[2], FactKind.FINALE)
    assert finale
    assert (summarise(finale), finale.episode) == (("finale", 3, [3]), 12)
    assert find_fact(news[1], FactKind.FINALE) is None


def test_what_happened_seldom_is_told_first() -> None:
    # A new first every week is no surprise any more; the first climb is.
    swap: list[Downloads] = [{1: 90, 2: 30, 3: 9, 4: 8}, {2: 90, 1: 30, 3: 9, 4: 8}]
    headline = add([*swap * 4, {1: 70, 4: 20, 2: 10, 3: 1}])[-1].headline
    assert headline
    assert (summarise(headline), headline.weeks_as_strong, headline.weeks_before) == (("climb", 2, [4]), 0, 7)


def test_what_half_of_the_weeks_have_is_no_news_unless_there_is_no_other() -> None:
    news = add([{1: 90, 2: 9}] * 5)
    assert [week.headline and summarise(week.headline) for week in news[1:]] == [
        ("reign", weeks, [1]) for weeks in (2, 3, 4, 5)
    ]
    assert all(week.facts == () for week in news)


def test_a_reign_is_news_again_every_fifth_week() -> None:
    headlines = [week.headline for week in add([{1: 90, 2: 9}] * 10)]
    assert [fact and fact.weeks_as_strong for fact in headlines] == [None, 0, 1, 2, 0, 1, 2, 3, 4, 0]


def test_a_record_that_broke_nothing_is_no_headline() -> None:
    news = add([{1: 90, 2: 9}, {1: 95, 2: 9}])
    assert [summarise(fact) for fact in (news[1].headline, *news[1].facts) if fact] == [
        ("best_week", 95, [1]),
        ("biggest_week", 104, []),
        ("reign", 2, [1]),
    ]


def test_the_chart_s_first_week_has_no_news() -> None:
    news = add([{}, {1: 9}])
    assert [(week.movers, week.records, week.headline, week.facts) for week in news] == [(None, (), None, ())] * 2


def test_at_most_five_facts_follow_the_headline() -> None:
    weeks: list[Downloads] = [FIVE, {2: 200, 9: 199, 5: 198, 1: 60, 3: 5, 4: 4}]
    week = add(weeks, finale_of=5, finale_week=1)[1]
    assert week.headline
    assert [summarise(fact)[0] for fact in (week.headline, *week.facts)] == [
        "new_first",
        "debut",
        "best_week",
        "biggest_week",
        "finale",
        "climb",
    ]
