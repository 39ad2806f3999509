"""A week's recap: small charts, and the sentences that a person would write of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from nyaastats.publish.build.week_news import add_news
from nyaastats.publish.checks.week_news import check_week_news
from nyaastats.publish.contracts.public import WeekChart
from testkit.bidi import ARABIC_TITLE, find_loose
from testkit.chart_cases import (
    FIRST_WEEK,
    Downloads,
    EpisodeCase,
    build_best_days,
    build_charts,
    build_firsts,
    make_show,
)


def add(
    weeks: Sequence[Downloads], finale_of: int | None = None, complete: int | None = None, title: str = "show {}"
) -> tuple[WeekChart, ...]:
    """The charts with their news; `finale_of` has its last episode in the last week."""
    day = FIRST_WEEK.later(len(weeks) - 1).start + timedelta(days=6)
    episodes = [EpisodeCase(finale_of, 12, day, [0])] if finale_of else []
    shows = [
        replace(make_show(show, episodes=12), romaji=title.format(show))
        for show in {show for week in weeks for show in week}
    ]
    charts = [rename(chart, title) for chart in build_charts(weeks, complete=complete)]
    news, _ = add_news(charts, build_firsts(episodes), build_best_days(episodes), shows)
    check_week_news(news)
    return news


def rename(chart: WeekChart, title: str) -> WeekChart:
    return replace(chart, rows=tuple(replace(row, title=title.format(row.anilist_id)) for row in chart.rows))


def list_texts(chart: WeekChart) -> list[str]:
    return [sentence.text for sentence in chart.recap]


FOUR: dict[int, int | tuple[int, int]] = {1: 900, 2: 400, 3: 300, 4: 200}


def test_of_another_show_than_the_first_all_five_are_told() -> None:
    weeks: list[Downloads] = [FOUR, {1: 810, 4: 480, 2: 300, 3: 205}]
    assert list_texts(add(weeks)[1]) == [
        "show 4 rises from #4 to #2 with 480 downloads, 140% more than the week before and its best week so far.",
        "It has been on the chart for 2 weeks, all of them in the top 10, and its best rank is #2.",
        "show 1 is #1 for the 2nd week in a row with 810 downloads, 330 more than show 4.",
        "show 3 has the steepest fall among the first 25, from #3 to #4: 205 downloads after 300, 32% fewer.",
        "All 4 series together have 1,795 downloads, about as many as the week before; 1 of the top 4 grows.",
    ]


def test_who_falls_most_may_keep_its_rank() -> None:
    texts = list_texts(add([FOUR, {1: 900, 2: 400, 3: 201, 4: 200}])[1])
    assert texts[2] == (
        "show 3 has the steepest fall among the first 25, but stays at #3: 201 downloads after 300, 33% fewer."
    )


WEEKS: list[list[Downloads]] = [
    [FOUR, {1: 810, 4: 480, 2: 300, 3: 205}],
    [FOUR, {2: (1_000, 150), 1: 450, 3: 300, 4: 200}],
    [FOUR, FOUR],
    [{1: 60, 2: 60}, {1: 55, 2: 55}],
]


@pytest.mark.parametrize("weeks", WEEKS)
def test_titles_from_the_right_leave_the_other_words_in_order(weeks: list[Downloads]) -> None:
    """All that is said of the week is what is said with Latin titles."""
    title = f"{ARABIC_TITLE} {{}}"
    hostile, latin = add(weeks, title=title)[1], add(weeks)[1]
    pairs = zip(hostile.recap, latin.recap, strict=True)
    for text, words in [(sentence.text, plain.text) for sentence, plain in pairs]:
        assert find_loose(text) == []
        assert text.replace(f"\u2068{ARABIC_TITLE} ", "show ").replace("\u2069", "") == words
    assert hostile.headline
    assert [find_loose(fact.text) for fact in (hostile.headline, *hostile.facts)].count([]) == 1 + len(hostile.facts)


def test_of_the_first_show_nothing_is_told_twice() -> None:
    weeks: list[Downloads] = [FOUR, {2: (1_000, 150), 1: 450, 3: 300, 4: 200}]
    assert list_texts(add(weeks)[1]) == [
        "show 2 rises from #2 to #1 with 1,000 downloads, 150% more than the week before and its best week so far.",
        "It leads show 1 by 550 downloads and is #1 for the first time; 15% of its downloads are estimated.",
        "show 2 sets a record, the best week of a show, with 1,000 downloads.",
        "show 1 has the steepest fall among the first 25, from #1 to #2: 450 downloads after 900, 50% fewer.",
        (
            "All 4 series together have 1,950 downloads, the most in a week so far and 8% more than the week before; "
            "1 of the top 4 grows."
        ),
    ]


def test_who_has_always_been_first_has_no_other_history() -> None:
    assert list_texts(add([FOUR, FOUR])[1]) == [
        "show 1 stays at #1 with 900 downloads, as many as the week before.",
        "It leads show 2 by 500 downloads and is #1 for the 2nd week in a row.",
        "All 4 series together have 1,800 downloads, as many as the week before; none of the top 4 grow.",
    ]


def test_a_finale_is_told_beside_another_headline() -> None:
    texts = list_texts(add([FOUR, {1: 900, 9: 600, 2: 400, 3: 300, 4: 200}], finale_of=3)[1])
    assert texts[:2] == ["show 9 enters the chart at #2 with 600 downloads.", "show 3 ends with episode 12, at #4."]


def test_who_comes_back_is_not_new_and_its_history_says_that_it_was_first() -> None:
    weeks = [{1: 90, 2: 80}, {2: 80}, {2: 80, 1: 60, 3: 50}]
    texts = list_texts(add(weeks)[2])
    assert texts[0] == "show 3 enters the chart at #3 with 50 downloads."
    again = list_texts(add([{1: 90, 2: 80}, {2: 80}, {2: 80}, {1: 90, 2: 80}])[3])
    assert again[0] == "show 1 comes back to the chart at #1 with 90 downloads."
    assert again[1] == "It leads show 2 by 10 downloads and is #1 for the 2nd week in all."


def test_fewer_than_50_downloads_have_no_percentage_and_no_fall() -> None:
    assert list_texts(add([{1: 49, 2: 30}, {1: (40, 20), 2: 10}])[1]) == [
        "show 1 stays at #1 with 40 downloads.",
        "It leads show 2 by 30 downloads and is #1 for the 2nd week in a row.",
        "All 2 series together have 50 downloads, 37% fewer than the week before; none of the top 2 grow.",
    ]


def test_a_tie_has_no_lead() -> None:
    assert list_texts(add([{1: 60, 2: 60}, {1: 55, 2: 55}])[1])[:2] == [
        "show 1 stays at #1 with 55 downloads, 8% fewer than the week before.",
        "It has as many as show 2 and is #1 for the 2nd week in a row.",
    ]
    assert list_texts(add([{1: 60, 2: 10}, {1: 60, 2: 60}])[1])[0] == (
        "show 1 is #1 for the 2nd week in a row with 60 downloads, as many as show 2."
    )


def test_a_single_show_leads_nobody() -> None:
    assert list_texts(add([{1: 60}, {1: 60}])[1]) == [
        "show 1 stays at #1 with 60 downloads, as many as the week before.",
        "It is #1 for the 2nd week in a row.",
    ]


def test_the_first_week_and_one_that_is_not_over_have_no_recap() -> None:
    assert [chart.recap for chart in add([FOUR, FOUR], complete=1)] == [(), ()]


def test_a_week_of_nothing_has_no_sentence() -> None:
    assert [list_texts(chart) for chart in add([FOUR, {}])] == [[], []]


def test_nothing_is_compared_with_a_week_of_nothing() -> None:
    assert list_texts(add([FOUR, {}, {1: 900, 2: 400}])[2]) == [
        "show 1 is #1 for the 2nd week in all with 900 downloads, 500 more than show 2.",
        "All 2 series together have 1,300 downloads.",
    ]


def pick(week: WeekChart, field: str) -> list[object]:
    return [getattr(sentence, field) for sentence in week.recap]


@pytest.mark.parametrize("fields", ["text", "shows"])
def test_a_week_s_recap_is_as_of_that_week(fields: str) -> None:
    weeks: list[Downloads] = [FOUR, {4: 700, 1: 600, 2: 400, 3: 300}, {3: 2_000, 4: 900}, {9: 5_000}]
    whole = add(weeks)
    for end in range(1, len(weeks)):
        [*_, last] = add(weeks[:end])
        assert pick(last, fields) == pick(whole[end - 1], fields)


def test_the_shows_of_a_sentence_stand_in_its_order() -> None:
    chart = add([FOUR, {2: 1_000, 1: 450, 3: 300, 4: 200}])[1]
    assert [[show.anilist_id for show in sentence.shows] for sentence in chart.recap] == [[2], [1], [2], [1], []]
