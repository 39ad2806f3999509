from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.calendar import Week
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.episode_rows import (
    PageParts,
    WeekSum,
    build_pages,
    sum_downloads_on,
    sum_episodes,
    sum_show_weeks,
)
from testkit.small_season import Series, make_table


@st.composite
def seasons(draw: st.DrawFn) -> list[Series]:
    keys = draw(st.sets(st.tuples(st.integers(1, 4), st.integers(0, 3)), min_size=1))
    days = st.integers(0, 40).map(lambda number: date(2025, 9, 20) + timedelta(days=number))
    counts = st.lists(st.integers(0, 1000), min_size=1, max_size=20).map(tuple)
    return [Series(show, f"Show {show}", episode, draw(days), draw(counts)) for show, episode in sorted(keys)]


@given(seasons(), st.integers(-50, 90))
def test_a_day_of_an_episode_is_found_in_its_page_and_there_is_none_outside(season: list[Series], other: int) -> None:
    built_pages = build_pages(make_table(season), PageParts())
    for series in season:
        days = {series.first + timedelta(days=number): count for number, count in enumerate(series.daily)}
        anywhen = series.first + timedelta(days=other)
        for day in (*days, anywhen):
            assert sum_downloads_on(day, AniListId(series.show), series.episode, built_pages) == days.get(day, 0)
        assert sum_downloads_on(series.first, AniListId(series.show), series.episode + 9, built_pages) == 0


@given(seasons())
def test_the_pages_hold_the_whole_table(season: list[Series]) -> None:
    rebuilt = [
        Series(page.anilist_id, f"Show {page.anilist_id}", part.episode, part.first_date, part.downloads_daily)
        for page in build_pages(make_table(season), PageParts())
        for part in page.episodes
    ]
    assert rebuilt == season


@given(seasons())
def test_totals_and_weeks_sum_the_same_days(season: list[Series]) -> None:
    table = make_table(season)
    daily = sum(sum(series.daily) for series in season)
    totals = sum_episodes(table)
    assert sum(total.downloads for episodes in totals.values() for total in episodes) == daily
    weeks = sum_show_weeks(table).values()
    assert sum(show_week.downloads for shows in weeks for show_week in shows.values()) == daily
    assert list(totals) == sorted({series.show for series in season})


def test_weeks_begin_on_monday() -> None:
    episodes = make_table()
    weeks = sum_show_weeks(episodes)
    assert weeks[Week.parse("2025-W40")] == {7: WeekSum(158, 38), 21: WeekSum(30, 7)}
    assert weeks[Week.parse("2025-W41")] == {7: WeekSum(30, 7), 21: WeekSum(201, 50)}
    assert weeks[Week.parse("2025-W42")] == {}


def test_a_page_says_from_which_day_on_it_can_still_change() -> None:
    pages = build_pages(make_table(), PageParts({AniListId(21): date(2025, 10, 7)}))
    assert {page.anilist_id: page.provisional_from for page in pages} == {7: None, 21: date(2025, 10, 7), 90: None}


def test_the_age_on_the_first_day_is_computed_from_the_last() -> None:
    episodes = make_table()
    assert build_pages(episodes, PageParts())[0].episodes[1].days_since_first_torrent == 0.25
