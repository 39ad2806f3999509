"""Seasons and ISO weeks; their laws stand in properties/test_calendar.py."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from nyaastats.domain.calendar import (
    Quarter,
    Season,
    SeasonSpan,
    Week,
    find_current_season,
    find_upcoming_season,
    list_seasons,
    list_tracked_seasons,
    list_weeks,
    parse_seasons,
)
from nyaastats.errors import InputError

FALL = Season(2025, Quarter.FALL)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2025, 9, 28), "2025-W39"),
        (date(2025, 9, 29), "2025-W40"),
        (date(2025, 10, 5), "2025-W40"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2021, 1, 3), "2020-W53"),
        (datetime(2025, 10, 5, 23, 59, tzinfo=UTC), "2025-W40"),
    ],
)
def test_the_week_of_a_day(day: date, label: str) -> None:
    assert str(Week.of(day)) == label


def test_a_week_has_seven_days_and_an_order() -> None:
    week = Week.parse("2025-W40")
    assert (week.start, week.end) == (date(2025, 9, 29), date(2025, 10, 6))
    assert week < week.later(1) == Week.parse("2025-W41")
    assert week.later(-40) == Week.parse("2024-W52")


def test_a_week_begins_on_monday() -> None:
    with pytest.raises(ValueError, match="is not a Monday"):
        Week(date(2025, 9, 30))


@pytest.mark.parametrize(
    "label", ["2025-40", "2025-W00", "2025-W54", "2021-W53", "2025W40", "2025-W4", "", "W40", "0000-W01"]
)
def test_what_is_no_week(label: str) -> None:
    with pytest.raises(InputError) as error:
        Week.parse(label)
    assert repr(label) in str(error.value)


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2025-W52", "2026-W02", ["2025-W52", "2026-W01", "2026-W02"]),
        ("2025-W40", "2025-W40", ["2025-W40"]),
        ("2025-W40", "2025-W39", []),
    ],
)
def test_weeks_between(first: str, last: str, labels: list[str]) -> None:
    assert [str(week) for week in list_weeks(Week.parse(first), Week.parse(last))] == labels


@pytest.mark.parametrize(
    ("slug", "start", "end", "considered_from", "last_week"),
    [
        ("winter-2026", (2026, 1, 1), (2026, 4, 1), (2025, 12, 18), "2026-W14"),
        ("spring-2025", (2025, 4, 1), (2025, 7, 1), (2025, 3, 18), "2025-W27"),
        ("summer-2025", (2025, 7, 1), (2025, 10, 1), (2025, 6, 17), "2025-W40"),
        ("fall-2025", (2025, 10, 1), (2026, 1, 1), (2025, 9, 17), "2026-W01"),
    ],
)
def test_the_window_of_a_season(
    slug: str,
    start: tuple[int, int, int],
    end: tuple[int, int, int],
    considered_from: tuple[int, int, int],
    last_week: str,
) -> None:
    season = Season.parse(slug)
    assert season.start == datetime(*start, tzinfo=UTC)
    assert season.end == datetime(*end, tzinfo=UTC)
    assert season.considered_from == datetime(*considered_from, tzinfo=UTC)
    assert str(season.last_week) == last_week


@pytest.mark.parametrize(("post_airing", "last"), [(0, "2026-W01"), (4, "2026-W05")])
def test_the_weeks_of_the_chart(post_airing: int, last: str) -> None:
    weeks = FALL.list_chart_weeks(post_airing)
    assert (str(weeks[0]), str(weeks[-1])) == ("2025-W40", last)


def test_a_chart_that_ends_with_a_sunday_has_no_week_more() -> None:
    assert str(Season(2018, Quarter.SUMMER).list_chart_weeks(0)[-1]) == "2018-W39"


@pytest.mark.parametrize("text", ["fall-2025", " Fall-2025 ", "FALL-2025"])
def test_a_season_in_any_case(text: str) -> None:
    assert Season.parse(text) == FALL


@pytest.mark.parametrize(
    "text", ["autumn-2025", "fall 2025", "2025-fall", "fall-25", "fall-0001", "fall-9999", "fall", ""]
)
def test_what_is_no_season(text: str) -> None:
    with pytest.raises(InputError) as error:
        Season.parse(text)
    assert str(error.value) == f"{text!r} is not a season: write it like fall-2025 (winter, spring, summer or fall)"


def test_spellings() -> None:
    assert (FALL.slug, str(FALL)) == ("fall-2025", "Fall 2025")


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2025, 1, 1), "winter-2025"),
        (date(2025, 3, 31), "winter-2025"),
        (date(2025, 7, 1), "summer-2025"),
        (date(2025, 12, 31), "fall-2025"),
    ],
)
def test_the_season_of_a_day(day: date, season: str) -> None:
    assert Season.of(day).slug == season


def test_seasons_follow_each_other_over_the_turn_of_the_year() -> None:
    names = [season.slug for season in list_seasons(Season.parse("summer-2025"), Season.parse("winter-2026"))]
    assert names == ["summer-2025", "fall-2025", "winter-2026"]
    assert list_seasons(Season.parse("winter-2026"), FALL) == ()


@pytest.mark.parametrize(
    ("data_until", "season"),
    [
        (datetime(2025, 10, 5, 23, tzinfo=UTC), "summer-2025"),  # W40, whose Thursday is 2 October, is not over
        (datetime(2025, 10, 6, tzinfo=UTC), "fall-2025"),
        (datetime(2026, 1, 4, 12, tzinfo=UTC), "fall-2025"),
        (datetime(2026, 1, 5, tzinfo=UTC), "winter-2026"),  # the Thursday of W01 is 1 January
    ],
)
def test_the_current_season_is_that_of_the_newest_complete_week(data_until: datetime, season: str) -> None:
    assert find_current_season(data_until).slug == season


@pytest.mark.parametrize(
    ("data_until", "upcoming"),
    [
        (datetime(2025, 12, 17, 23, 59, tzinfo=UTC), None),
        (datetime(2025, 12, 18, tzinfo=UTC), "winter-2026"),  # two weeks before it
        (datetime(2026, 1, 4, 12, tzinfo=UTC), "winter-2026"),  # its first week is not over: fall is the current season
    ],
)
def test_the_next_season_is_upcoming_from_its_early_premieres_on(data_until: datetime, upcoming: str | None) -> None:
    season = find_upcoming_season(FALL, data_until)
    assert (season and season.slug) == upcoming


def hours(*days: datetime, each: int = 5) -> list[datetime]:
    return [day + timedelta(hours=hour) for day in days for hour in range(each)]


MONDAY = datetime(2025, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("scraped", "seasons"),
    [
        pytest.param(hours(datetime(2025, 10, 8, tzinfo=UTC), MONDAY), ["fall-2025"], id="begun in the season"),
        pytest.param(hours(datetime(2025, 9, 18, tzinfo=UTC), MONDAY), ["fall-2025"], id="two weeks before it"),
        pytest.param(
            hours(datetime(2025, 9, 14, tzinfo=UTC), MONDAY), ["summer-2025", "fall-2025"], id="longer before it"
        ),
        pytest.param(hours(datetime(2025, 9, 25, tzinfo=UTC), each=1), ["summer-2025"], id="an hour of one season"),
        pytest.param(
            [datetime(2019, 5, 1, tzinfo=UTC), *hours(datetime(2025, 10, 8, tzinfo=UTC), MONDAY)],
            ["fall-2025"],
            id="a clock that was wrong once",
        ),
        pytest.param([datetime(2025, 10, 8, tzinfo=UTC), MONDAY], ["fall-2025"], id="a scrape a week"),
    ],
)
def test_the_seasons_that_scrapes_touch(scraped: list[datetime], seasons: list[str]) -> None:
    assert [season.slug for season in list_tracked_seasons(scraped)] == seasons


def test_the_weeks_of_several_seasons_are_one_after_the_other() -> None:
    span = SeasonSpan(list_seasons(Season.parse("summer-2025"), FALL), 4)
    weeks = span.list_weeks()
    assert (str(weeks[0]), str(weeks[-1]), len(weeks)) == ("2025-W27", "2026-W05", 31)
    assert (span.current, str(span)) == (FALL, "Summer 2025 to Fall 2025")


@pytest.mark.parametrize(
    ("week", "touches"), [("2025-W39", False), ("2025-W40", True), ("2026-W01", True), ("2026-W02", False)]
)
def test_a_week_at_a_season_s_edge_touches_both(week: str, *, touches: bool) -> None:
    assert FALL.touches(Week.parse(week)) is touches


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("fall-2025", ["fall-2025"]),
        ("fall-2025..fall-2025", ["fall-2025"]),
        ("summer-2025..winter-2026", ["summer-2025", "fall-2025", "winter-2026"]),
        (
            "Winter-2025..winter-2026",
            ["winter-2025", "spring-2025", "summer-2025", "fall-2025", "winter-2026"],
        ),
    ],
)
def test_seasons_in_a_row(text: str, slugs: list[str]) -> None:
    assert [season.slug for season in parse_seasons(text)] == slugs


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("winter-2026..fall-2025", "ends before it begins: name the earlier season first, like fall-2025..winter-2026"),
        ("summer-2025..", "'' is not a season"),
        ("fall-2025..autumn", "is not a season"),
        ("..fall-2025", "is not a season"),
        ("", "is not a season"),
    ],
)
def test_what_are_no_seasons(text: str, fault: str) -> None:
    with pytest.raises(InputError, match=re.escape(fault)):
        parse_seasons(text)
