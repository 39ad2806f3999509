"""Laws of weeks and seasons."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.calendar import Quarter, Season, Week, list_weeks

days = st.dates(date(1995, 1, 1), date(2100, 12, 31))
seasons = st.builds(Season, st.integers(2, date.max.year - 1), st.sampled_from(Quarter))


def test_weeks_agree_with_isocalendar_over_forty_years() -> None:
    for day in (date(2000, 1, 1) + timedelta(days=number) for number in range(40 * 366)):
        year, week, weekday = day.isocalendar()
        iso_week = Week.of(day)
        assert str(iso_week) == f"{year}-W{week:02}"
        assert iso_week.start == day - timedelta(days=weekday - 1)


@given(days)
def test_a_week_is_read_as_it_is_written(day: date) -> None:
    week = Week.of(day)
    assert Week.parse(str(week)) == week
    assert week.start <= day < week.end
    assert week.later(1).start == week.end


@given(days, st.integers(0, 60))
def test_weeks_between_leave_none_out(day: date, count: int) -> None:
    weeks = list_weeks(Week.of(day), Week.of(day).later(count))
    assert len(weeks) == count + 1
    assert all(first.end == second.start for first, second in pairwise(weeks))


@given(seasons)
def test_a_season_is_read_as_it_is_written(season: Season) -> None:
    assert Season.parse(season.slug) == season


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_every_moment_is_of_one_season(moment: datetime) -> None:
    seasons_of_the_year = [Season(moment.year, quarter) for quarter in Quarter]
    assert sum(season.start <= moment < season.end for season in seasons_of_the_year) == 1


@given(seasons.filter(lambda season: season.year < 9000), st.integers(0, 26))
def test_the_chart_covers_the_season_and_the_weeks_after_it(season: Season, after: int) -> None:
    weeks = season.list_chart_weeks(after)
    end = season.end + timedelta(weeks=after)
    assert weeks[0].start <= season.start.date() < weeks[0].end
    assert weeks[-1].start < end.date() <= weeks[-1].end
