"""Seasons and ISO weeks; their laws stand in properties/test_calendar.py."""

import re
from datetime import UTC, date, datetime

import pytest

from nyaastats.domain.calendar import Quarter, Season, Week, list_weeks, parse_seasons
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
