"""First 7 and 28 days of episodes, and what was known at each age, on cases worked by hand; MONDAY is 2025-10-06."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyaastats.engines.duckdb import open_engine
from testkit.measure_cases import (
    DAY,
    HOUR,
    MONDAY,
    SECOND,
    Case,
    StatsRow,
    TorrentCase,
    build_stats,
    format_time,
    measure_in_memory,
    measure_with,
)


def list_firsts(case: Case) -> dict[int, dict[str, Any]]:
    """Those of show 1, by episode."""
    rows = measure_in_memory(case).measures.episode_firsts.to_pylist()
    return {row["episode"]: row for row in rows if row["anilist_id"] == 1}


def scrape_daily(published: datetime, days: int, a_day: int = 10, **fields: Any) -> TorrentCase:
    """Scraped at publication and at each midnight after it, with so many more downloads each time."""
    midnight = published.replace(hour=0, minute=0, second=0) + DAY
    rows = [StatsRow(format_time(midnight + number * DAY), a_day * (number + 1)) for number in range(days)]
    return TorrentCase(rows, published=published, **fields)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (6, (60, 60, False, False)),
        (7, (70, 70, True, False)),  # now is the midnight that ends the 7th day
        (27, (70, 270, True, False)),
        (28, (70, 280, True, True)),
        (40, (70, 280, True, True)),
    ],
)
def test_days_count_from_that_of_the_first_torrent(days: int, expected: tuple[object, ...]) -> None:
    # Published late on the first day: it is the first all the same.
    row = list_firsts(Case([scrape_daily(MONDAY + 23 * HOUR, days)]))[1]
    assert tuple(row[name] for name in ("downloads_7", "downloads_28", "is_over_7", "is_over_28")) == expected
    assert row["first_published"] == (MONDAY + 23 * HOUR).timestamp()


def test_a_second_before_the_midnight_the_days_are_not_over() -> None:
    torrent = scrape_daily(MONDAY, 6)
    last = StatsRow(format_time(MONDAY + 7 * DAY - SECOND), 70)
    row = list_firsts(Case([replace(torrent, rows=[*torrent.rows, last])]))[1]
    assert (row["downloads_7"], row["is_over_7"]) == (70, False)


def test_later_torrents_of_an_episode_count_to_the_days_of_its_first() -> None:
    first = scrape_daily(MONDAY, 30)
    later = scrape_daily(MONDAY + 5 * DAY, 25)
    row = list_firsts(Case([first, later]))[1]
    assert (row["downloads_7"], row["downloads_28"]) == (70 + 20, 280 + 230)


def test_a_prologue_a_double_episode_and_a_delayed_one_have_days_of_their_own() -> None:
    numbers = {0: MONDAY, 1: MONDAY + 7 * DAY, 2: MONDAY + 7 * DAY, 3: MONDAY + 28 * DAY}
    firsts = list_firsts(Case([scrape_daily(at, 8, episode=episode) for episode, at in numbers.items()]))
    assert {episode: row["downloads_7"] for episode, row in firsts.items()} == {0: 70, 1: 70, 2: 70, 3: 70}
    assert [firsts[episode]["first_published"] for episode in numbers] == [at.timestamp() for at in numbers.values()]


def test_days_that_end_after_the_show_s_last_day_are_never_over() -> None:
    sunday = date(2025, 10, 12)
    firsts = list_firsts(
        Case(
            [scrape_daily(MONDAY, 40), scrape_daily(MONDAY + DAY, 39, episode=2)],
            last_days={1: sunday},
        )
    )
    assert {episode: (row["downloads_7"], row["is_over_7"]) for episode, row in firsts.items()} == {
        1: (70, True),
        2: (60, False),
    }
    assert not firsts[1]["is_over_28"]


def test_what_a_clock_puts_before_the_first_day_counts_to_it() -> None:
    early = StatsRow(format_time(MONDAY - HOUR), 5)
    torrent = scrape_daily(MONDAY, 8)
    row = list_firsts(Case([replace(torrent, rows=[early, *torrent.rows])]))[1]
    assert row["downloads_7"] == 70


def test_the_estimated_part_is_that_of_the_days() -> None:
    # Not scraped for 4 days: these are spread over more than 48 h.
    rows = [StatsRow(format_time(MONDAY + days * DAY), downloads) for days, downloads in ((1, 10), (5, 50), (8, 80))]
    row = list_firsts(Case([TorrentCase(rows)]))[1]
    assert (row["downloads_7"], row["estimated_7"]) == (70, 60)


# --- what was known at an age -----------------------------------------------------------------------------------------


def list_ages(case: Case) -> dict[int, float]:
    """Of episode 1 of show 1: downloads as known then, by age in hours."""
    with open_engine("a case") as engine:
        engine.register("stats", build_stats(case))
        measure_with(engine, case)
        rows = engine.fetch(
            "SELECT * FROM episode_ages WHERE anilist_id = 1 AND episode = 1 ORDER BY hours"
        ).to_pylist()
    return {row["hours"]: row["downloads"] / 1e6 for row in rows}


def scrape_at(*counts: tuple[float, int], published: datetime = MONDAY) -> TorrentCase:
    return TorrentCase(
        [StatsRow(format_time(MONDAY + hours * HOUR), downloads) for hours, downloads in counts], published=published
    )


def test_known_at_an_age_is_what_was_counted_by_then() -> None:
    ages = list_ages(Case([scrape_at((3, 4), (6, 9), (7, 10), (25, 30))]))
    # At exactly 6 hours the scrape of that second is there, that of the 7th hour is not.
    assert ages == {6: 9, 12: 10, 18: 10, 24: 10}


def test_a_torrent_that_is_discovered_late_was_not_known_before() -> None:
    prompt = scrape_at(*((hours, hours) for hours in range(1, 49)))
    ages = list_ages(Case([prompt, scrape_at((40, 400), (48, 400))]))
    assert [ages[hours] for hours in (6, 36, 42, 48)] == [6, 36, 42 + 400, 48 + 400]


def test_ages_count_from_the_first_torrent_and_end_with_the_week() -> None:
    later = scrape_at((36, 5), (300, 9), published=MONDAY + 30 * HOUR)
    ages = list_ages(Case([scrape_at((1, 7), (300, 7)), later]))
    assert (min(ages), max(ages), len(ages)) == (6, 168, 28)
    assert (ages[30], ages[36], ages[168]) == (7, 12, 12)


MODEL = TorrentCase(
    [
        StatsRow(format_time(MONDAY - 90 * DAY + hours * HOUR), downloads)
        for hours, downloads in ((6, 500), (12, 700), (24, 800), (48, 1000), (72, 1100), (168, 1600), (1000, 3000))
    ],
    published=MONDAY - 90 * DAY,
    show=2,
)
"""It alone has a vote in the decay curve, and has it from before MONDAY: what comes later does not change the curve."""


@settings(max_examples=15)  # each measures twice
@given(
    hours=st.lists(st.integers(1, 160), min_size=1, max_size=12, unique=True),
    step=st.integers(1, 26),
    delay=st.integers(0, 20),
)
def test_what_was_known_at_an_age_is_what_a_run_of_that_moment_publishes(
    hours: list[int], step: int, delay: int
) -> None:
    counts = [(at, number + 1) for number, at in enumerate(sorted(hours))]
    # Both at the same hours, so that the scraper passes none over.
    prompt = scrape_at(*counts)
    later = scrape_at(*(pair for pair in counts if pair[0] >= delay), published=MONDAY + delay * HOUR)
    # Of show 3, so that now is the moment.
    moment = MONDAY + 6 * step * HOUR
    clock = replace(scrape_at((6 * step, 1)), show=3)
    case = Case([MODEL, prompt, later, clock])
    then = Case([cut(torrent, moment) for torrent in case.torrents])
    by_then = list_ages(case).get(6 * step, 0)
    row = measure_in_memory(then).measures.episode_firsts.to_pylist()
    published = sum(item["downloads_7"] for item in row if item["anilist_id"] == 1)
    # At midnight the day that begins has no row yet, and nothing in it either.
    assert published == pytest.approx(by_then, abs=0.51)


def cut(torrent: TorrentCase, moment: datetime) -> TorrentCase:
    """The torrent as of a moment; scrapes that are still to come are not there."""
    return replace(torrent, rows=[row for row in torrent.rows if datetime.fromisoformat(str(row.timestamp)) <= moment])


def test_between_scrapes_the_decay_goes_on() -> None:
    # F is 0.8 at 24 h and 1 at 48 h: 40 downloads at 24 h become 50.
    ages = list_ages(Case([MODEL, scrape_at((24, 40), (168, 41))]))
    assert ages[24] == pytest.approx(40, rel=1e-3)
    assert ages[48] == pytest.approx(50, rel=1e-3)
    assert timedelta(hours=max(ages)) == 7 * DAY
