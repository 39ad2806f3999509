"""The weeks of films, which are in no chart."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.measures import Attribution
from testkit.measure_cases import (
    DAY,
    HOUR,
    MONDAY,
    Case,
    CaseResult,
    TorrentCase,
    measure_in_memory,
    rows_at,
)
from testkit.measure_strategies import cases, laws, lived_cases

FILM = 50


def film(*counts: tuple[float, int], published: float = 0) -> TorrentCase:
    """A torrent of a film, with its scrapes `(hours after MONDAY, downloads)`."""
    return TorrentCase(rows_at(*counts), MONDAY + published * HOUR, show=None, film=FILM, is_dead=True)


def weeks(result: CaseResult, show: int = FILM) -> dict[str, int]:
    return {
        row["week"]: row["downloads"] for row in result.measures.film_weeks.to_pylist() if row["anilist_id"] == show
    }


EPISODE = TorrentCase(rows_at((12, 30), (24 * 15, 60)))
"""An episode, without which there is no chart."""


def test_a_film_s_weeks_are_those_of_all_its_torrents() -> None:
    # Evenly in time: 168 in a week; the second torrent is scraped once, in the second week.
    case = Case([film((0.5, 0), (168, 168), (192, 192)), film((180, 5), published=170), EPISODE])
    assert weeks(measure_in_memory(case)) == {"2025-W41": 168, "2025-W42": 29}


def test_rounded_is_the_sum_of_all_torrents() -> None:
    case = Case([film((156, 0), (180, 1)), film((156, 0), (180, 1)), EPISODE])
    assert weeks(measure_in_memory(case)) == {"2025-W41": 1, "2025-W42": 1}


def test_a_week_in_which_nothing_was_downloaded_is_there() -> None:
    case = Case([film((12, 7), (24 * 15, 7)), EPISODE])
    assert weeks(measure_in_memory(case)) == {"2025-W41": 7, "2025-W42": 0, "2025-W43": 0}


def test_a_film_from_before_the_chart_has_the_weeks_of_the_chart() -> None:
    case = Case([film((-12, 60), (12, 84), published=-24), EPISODE])
    assert weeks(measure_in_memory(case)) == {"2025-W41": 12}


def test_a_film_that_was_never_scraped_has_no_week() -> None:
    assert weeks(measure_in_memory(Case([film(), EPISODE]))) == {}


def test_of_a_film_a_tail_is_expected_too() -> None:
    counts = [(hour, round(1000 * (1 - 0.5 ** (hour / 100)))) for hour in range(1, 401)]
    watched = TorrentCase(rows_at(*counts))
    unseen = replace(film(*counts[:390]), is_dead=False)
    result = measure_in_memory(Case([watched, unseen]))
    (tail,) = result.measures.film_tails.to_pylist()
    assert tail["tail_from"] == int((MONDAY + 390 * HOUR).timestamp())
    estimated = {row["week"]: row["downloads_estimated"] for row in result.measures.film_weeks.to_pylist()}
    assert estimated["2025-W43"] > 0
    assert sum(weeks(result).values()) > counts[389][1]
    assert result.measures.tails.torrents == 0, "the account of tails is that of the episodes"


@laws
@given(cases | lived_cases(), st.integers(1, 4))
def test_films_change_nothing_of_the_episodes(case: Case, size: int) -> None:
    alone = [replace(each, show=None) for each in case.torrents[:size]]
    beside = [replace(each, film=FILM) for each in alone]
    without = measure_in_memory(replace(case, torrents=[*alone, *case.torrents[size:]])).measures
    measures = measure_in_memory(replace(case, torrents=[*beside, *case.torrents[size:]])).measures
    for name in ("episode_days", "chart_weeks", "rankings", "season_rankings", "show_tails", "left_out", "tails"):
        assert getattr(measures, name) == getattr(without, name), name


@laws
@given(cases | lived_cases([Attribution.OBSERVED]))
def test_as_observed_a_film_has_the_weeks_that_it_would_have_as_an_episode(case: Case) -> None:
    """As spread it need not: the decay curve is measured on episodes."""
    case = replace(case, attribution=Attribution.OBSERVED, last_days={})
    episodes = [replace(each, show=1, episode=1) if each.show else each for each in case.torrents]
    films = [replace(each, show=None, film=FILM) if each.show else each for each in case.torrents]
    expected = measure_in_memory(replace(case, torrents=episodes)).measures.rankings.to_pylist()
    result = measure_in_memory(replace(case, torrents=films))
    listed = {week: downloads for week, downloads in weeks(result).items() if downloads}
    assert listed == {row["week"]: row["downloads"] for row in expected}


def test_a_film_has_no_last_day() -> None:
    case = Case([film((24 * 15, 15 * 24)), EPISODE], last_days={1: (MONDAY + 6 * DAY).date()})
    assert weeks(measure_in_memory(case)) == {"2025-W41": 168, "2025-W42": 168, "2025-W43": 24}
