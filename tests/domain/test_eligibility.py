"""Which shows are a season's, and until which day each counts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from nyaastats.domain.calendar import Season, SeasonSpan
from nyaastats.domain.eligibility import (
    CountedShow,
    RankedShow,
    SeasonRole,
    determine_role,
    find_last_day,
    select_counted_shows,
    select_ranked_shows,
)
from nyaastats.domain.shows import Airing, AniListId, Format, Show

FALL = Season.parse("fall-2025")
SHOW = Show(
    id=AniListId(1), romaji="Sanda", english=None, native=None, synonyms=(), format=Format.TV,
    status=None, episodes=None, season=None, start=None, end=None,
)  # fmt: skip


def aired(*days: tuple[int, int, int]) -> tuple[Airing, ...]:
    return tuple(Airing(number, datetime(*day, 15, tzinfo=UTC)) for number, day in enumerate(days, start=1))


SUMMER, WINTER = Season.parse("summer-2025"), Season.parse("winter-2026")
IN_FALL, AFTER_FALL = aired((2025, 10, 1)), aired((2026, 1, 1))
FIRST_OF_FALL, FIRST_OF_WINTER = ((Airing(1, datetime(*day, tzinfo=UTC)),) for day in ((2025, 10, 1), (2026, 1, 1)))


@pytest.mark.parametrize(
    ("season", "airings", "expected"),
    [
        pytest.param(FALL, (), SeasonRole.SEASONAL, id="its own season, without a schedule"),
        pytest.param(FALL, AFTER_FALL, SeasonRole.SEASONAL, id="put off"),
        pytest.param(SUMMER, IN_FALL, SeasonRole.CONTINUING, id="a second cour"),
        pytest.param(None, IN_FALL, SeasonRole.CONTINUING, id="of no season that AniList knows"),
        pytest.param(SUMMER, (), SeasonRole.OTHER, id="nothing says that it still airs"),
        pytest.param(SUMMER, aired((2025, 9, 30)), SeasonRole.OTHER, id="ended the day before"),
        pytest.param(SUMMER, AFTER_FALL, SeasonRole.OTHER, id="goes on after the season"),
        pytest.param(SUMMER, FIRST_OF_FALL, SeasonRole.CONTINUING, id="in the season's first moment"),
        pytest.param(SUMMER, FIRST_OF_WINTER, SeasonRole.OTHER, id="in the first moment after it"),
        pytest.param(WINTER, IN_FALL, SeasonRole.OTHER, id="a preview of the next season"),
        pytest.param(None, (), SeasonRole.OTHER, id="nothing is known"),
    ],
)
def test_the_role_in_a_season(season: Season | None, airings: tuple[Airing, ...], expected: SeasonRole) -> None:
    assert determine_role(replace(SHOW, season=season, airings=airings), FALL) is expected


@pytest.mark.parametrize(
    ("show", "weeks", "expected"),
    [
        pytest.param(
            replace(SHOW, season=FALL, airings=aired((2025, 10, 3), (2025, 12, 19))), 4, date(2026, 1, 18), id="4 weeks"
        ),
        pytest.param(replace(SHOW, season=FALL, airings=aired((2025, 12, 19))), 0, date(2025, 12, 21), id="none"),
        pytest.param(replace(SHOW, season=FALL, airings=aired((2025, 12, 21))), 0, date(2025, 12, 21), id="a Sunday"),
        pytest.param(replace(SHOW, season=FALL, airings=aired((2025, 12, 22))), 0, date(2025, 12, 28), id="a Monday"),
        pytest.param(replace(SHOW, season=FALL, end=date(2025, 12, 19)), 4, date(2026, 1, 18), id="by its end date"),
        pytest.param(replace(SHOW, season=FALL), 4, None, id="by neither: its last torrent will tell"),
        pytest.param(
            replace(SHOW, season=SUMMER, airings=aired((2025, 10, 17))), 4, date(2025, 11, 16), id="continuing"
        ),
        pytest.param(
            replace(SHOW, season=SUMMER, airings=aired((2025, 12, 19))), 4, date(2026, 1, 18), id="of an earlier season"
        ),
        pytest.param(
            replace(SHOW, season=SUMMER, airings=(*IN_FALL, *aired((2026, 3, 20)))),
            4,
            date(2026, 4, 19),
            id="two seasons on",
        ),
        pytest.param(
            replace(SHOW, season=FALL, airings=aired((2025, 12, 19), (2025, 10, 3))),
            0,
            date(2025, 12, 21),
            id="any order",
        ),
    ],
)
def test_the_last_day(show: Show, weeks: int, expected: date | None) -> None:
    assert find_last_day(show, last_published=None, post_airing_weeks=weeks) == expected


KNOWN_IN_PART = replace(SHOW, season=FALL, airings=aired((2025, 10, 3), (2025, 10, 10)))
"""AniList's schedule has two of its broadcasts, the last in the week to 2025-10-12."""


@pytest.mark.parametrize(
    ("show", "published", "expected"),
    [
        pytest.param(replace(KNOWN_IN_PART, status="RELEASING"), date(2025, 12, 19), date(2025, 12, 21), id="it airs"),
        pytest.param(replace(KNOWN_IN_PART, status="RELEASING"), date(2025, 10, 4), date(2025, 10, 12), id="earlier"),
        pytest.param(
            replace(KNOWN_IN_PART, status="FINISHED"), date(2025, 12, 19), date(2025, 10, 12), id="it is over"
        ),
        pytest.param(replace(KNOWN_IN_PART, end=date(2025, 12, 19)), None, date(2025, 12, 21), id="a later end date"),
        pytest.param(replace(KNOWN_IN_PART, end=date(2025, 10, 4)), None, date(2025, 10, 12), id="an earlier end date"),
        pytest.param(replace(SHOW, season=FALL), date(2025, 12, 19), date(2025, 12, 21), id="nothing else is known"),
        pytest.param(
            replace(SHOW, season=SUMMER, airings=IN_FALL, status="RELEASING"),
            date(2026, 1, 9),
            date(2026, 1, 11),
            id="a continuing show beyond the season",
        ),
    ],
)
def test_the_last_day_of_a_show_of_which_not_all_is_known(show: Show, published: date, expected: date) -> None:
    assert find_last_day(show, last_published=published, post_airing_weeks=0) == expected


def test_ranked_are_the_eligible_series() -> None:
    shows = [
        replace(SHOW, id=AniListId(9), season=FALL),
        replace(SHOW, id=AniListId(2), season=SUMMER, airings=IN_FALL, format=Format.ONA),
        replace(SHOW, id=AniListId(5), season=SUMMER),
        *(replace(SHOW, id=AniListId(10 + place), season=FALL, format=kind) for place, kind in enumerate(Format)),
    ]
    counted = select_counted_shows(shows, SeasonSpan((FALL,), 4), last_published={AniListId(9): date(2025, 10, 8)})
    ranked = select_ranked_shows(counted, FALL)
    assert [entry.show.id for entry in ranked] == [2, 9, 10, 11, 12]
    assert ranked[0] == RankedShow(shows[1], SeasonRole.CONTINUING, date(2025, 11, 2))
    assert ranked[1] == RankedShow(shows[0], SeasonRole.SEASONAL, date(2025, 11, 9))


def test_shows_of_the_upcoming_season_count_and_are_ranked_in_no_season() -> None:
    early = replace(SHOW, season=FALL.next, airings=aired((2025, 12, 20)))
    assert select_counted_shows([early], SeasonSpan((FALL,), 4), last_published={}) == ()
    [counted] = select_counted_shows([early], SeasonSpan((FALL,), 4, upcoming=FALL.next), last_published={})
    assert counted.show == early
    assert select_ranked_shows([counted], FALL) == ()


def test_a_show_of_two_seasons_is_counted_once_and_ranked_in_both() -> None:
    show = replace(SHOW, season=FALL, airings=aired((2025, 12, 19), (2026, 1, 9), (2026, 3, 20)))
    winter = FALL.next
    [counted] = select_counted_shows([show], SeasonSpan((FALL, winter), 4), last_published={})
    assert counted == CountedShow(show, date(2026, 4, 19))
    assert select_ranked_shows([counted], FALL) == (RankedShow(show, SeasonRole.SEASONAL, date(2026, 4, 19)),)
    # Continuing, it is ranked until the week of the season's last day, 31 March.
    assert select_ranked_shows([counted], winter) == (RankedShow(show, SeasonRole.CONTINUING, date(2026, 4, 5)),)
    assert select_ranked_shows([counted], winter.next) == ()
