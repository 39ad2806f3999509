"""Projections on made-up episodes whose totals and shares are known, and the law that the future does not matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.premieres import PremiereClass
from nyaastats.domain.projections import MIN_EPISODES, MIN_RATIOS, SCORED_HOURS
from nyaastats.measure import projections
from nyaastats.measure.projections import project_episodes, score_projections

HOUR = 3_600
DAY = 24 * HOUR
MONDAY = 20_367 * DAY
NOON = MONDAY + 12 * HOUR


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode that comes along a curve: the share of its total that is known at an age is (hours / 168) ** power."""

    show: int
    number: int
    at: int
    total: int = 1_000
    power: float = 0.25

    def count(self, hours: float) -> int:
        return round(self.total * float(min(hours / 168, 1) ** self.power))


@dataclass(frozen=True, slots=True)
class Tables:
    firsts: pa.Table
    ages: pa.Table
    now: int

    def project(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = project_episodes(self.firsts, self.ages, self.now).to_pylist()
        return rows

    def score(self) -> dict[int, dict[str, Any]]:
        return {row["hours"]: row for row in score_projections(self.firsts, self.ages).to_pylist()}


def measure(episodes: list[Episode], now: int) -> Tables:
    """The two measure tables as they are at a moment."""
    there = sorted((item for item in episodes if item.at <= now), key=lambda item: (item.show, item.number))
    firsts = [
        {
            "anilist_id": item.show,
            "episode": item.number,
            "first_published": item.at,
            "downloads_7": item.count((now - item.at) / HOUR) if now < find_end(item) else item.total,
            "is_over_7": now >= find_end(item),
        }
        for item in there
    ]
    ages = [
        {"anilist_id": item.show, "episode": item.number, "hours": hours, "downloads": 10**6 * item.count(hours)}
        for item in there
        for hours in range(6, 169, 6)
        if item.at + hours * HOUR <= now
    ]
    return Tables(pa.Table.from_pylist(firsts, FIRSTS), pa.Table.from_pylist(ages, AGES), now)


FIRSTS = pa.schema(
    [
        ("anilist_id", pa.int64()),
        ("episode", pa.int32()),
        ("first_published", pa.int64()),
        ("downloads_7", pa.int64()),
        ("is_over_7", pa.bool_()),
    ]
)
AGES = pa.schema(
    [("anilist_id", pa.int64()), ("episode", pa.int32()), ("hours", pa.int64()), ("downloads", pa.int64())]
)


def find_end(item: Episode) -> int:
    return (item.at // DAY + 7) * DAY


def air(show: int, weeks: int, first: int = NOON, number: int = 1, **fields: Any) -> list[Episode]:
    """A show of weekly episodes."""
    return [Episode(show, number + week, first + 7 * week * DAY, **fields) for week in range(weeks)]


def test_a_young_episode_comes_to_what_its_show_s_share_at_its_age_says() -> None:
    # Four finished, the fifth is 24 h old. Its total is unlike theirs, its curve is theirs.
    episodes = [*air(1, 4), Episode(1, 5, NOON + 28 * DAY, total=5_000)]
    (row,) = measure(episodes, NOON + 29 * DAY).project()
    assert (row["episode"], row["hours"], row["basis"], row["episodes"]) == (5, 24, "show", 4)
    assert row["projected"] == pytest.approx(5_000, rel=2e-3)
    assert (row["last"], row["low"], row["high"], row["ratios"]) == (1_000, None, None, 0)


@pytest.mark.parametrize("hours", [6, 7.3, 13, 29.5, 100, 140])
def test_between_the_ages_of_the_table_the_share_follows_a_power_of_the_age(hours: float) -> None:
    now = NOON + 28 * DAY + int(hours * HOUR)
    (row,) = measure(air(1, 5, total=100_000), now).project()
    assert row["projected"] == pytest.approx(100_000, rel=1e-3)


@pytest.mark.parametrize(
    ("hours", "is_projected"), [(5.9, False), (6, True), (155, True), (156, False)], ids=["5.9", "6", "155", "over"]
)
def test_young_is_from_six_hours_on_until_the_seven_days_are_over(hours: float, *, is_projected: bool) -> None:
    # First published at noon: the 7 days end after 156 hours.
    rows = measure(air(1, 5), NOON + 28 * DAY + int(hours * HOUR)).project()
    assert bool(rows) == is_projected


def test_a_show_in_its_first_week_is_projected_by_all_and_has_no_last_episode() -> None:
    episodes = [*air(1, MIN_EPISODES, power=0.5), *air(2, 1, first=NOON + 35 * DAY, power=0.5)]
    (row,) = measure(episodes, NOON + 36 * DAY).project()
    assert (row["anilist_id"], row["basis"], row["last"]) == (2, "all", None)
    assert row["projected"] == pytest.approx(1_000, rel=5e-3)


def test_the_second_episode_is_projected_by_the_class_of_the_premiere() -> None:
    # Shows 2 to 5 began like show 1, and come more slowly than the many shows from 10 on.
    alike = [item for show in range(2, 6) for item in air(show, 1, total=1_024 + show, power=0.5)]
    others = [item for show in range(10, 30) for item in air(show, 1, total=90, power=0.1)]
    own = air(1, 2, first=NOON + 14 * DAY, power=0.5)
    row = next(r for r in measure([*alike, *others, *own], NOON + 22 * DAY).project() if r["anilist_id"] == 1)
    assert (row["episode"], row["basis"], row["last"]) == (2, "all", 1_000)  # 1,000 is below 1,024
    own = air(1, 2, first=NOON + 14 * DAY, total=1_024, power=0.5)
    row = next(r for r in measure([*alike, *others, *own], NOON + 22 * DAY).project() if r["anilist_id"] == 1)
    assert (row["basis"], row["episodes"]) == ("class", 5)
    assert row["projected"] == pytest.approx(1_024, rel=5e-3)


@pytest.mark.parametrize("largest", [10**9, 2**31 - 1])
def test_an_id_may_be_as_large_as_its_column_holds(largest: int) -> None:
    episodes, now = air(1, 8) + air(2, 3), MONDAY + 20 * DAY
    large = [replace(item, show=largest) if item.show == 2 else item for item in episodes]
    expected = measure(episodes, now).project()
    assert expected != []
    rows = measure(large, now).project()
    assert [row | {"anilist_id": 2} if row["anilist_id"] == largest else row for row in rows] == expected


def test_of_fewer_than_four_finished_episodes_nothing_is_projected() -> None:
    assert measure(air(1, MIN_EPISODES), NOON + 7 * (MIN_EPISODES - 1) * DAY + DAY).project() == []


def test_a_show_without_a_first_episode_has_no_class() -> None:
    # It has run for years; 40 others are of the class that its episode 1,154 would be of.
    others = [item for show in range(10, 50) for item in air(show, 1)]
    row = next(r for r in measure([*others, *air(1, 2, number=1_154)], NOON + 8 * DAY).project())
    assert (row["anilist_id"], row["basis"]) == (1, "all")


def test_an_episode_that_is_finished_at_the_age_teaches_nothing_of_it() -> None:
    # 156 hours after noon the 7 days end: what was known then is the total. A second earlier the last hour is open.
    own = air(9, 5, first=MONDAY + 6 * HOUR)
    now = own[-1].at + 157 * HOUR

    def count_ratios(first: int) -> int:
        others = [item for show in range(1, 5) for item in air(show, 8, first=first - 21 * DAY)]
        rows = measure([*others, *own], now).project()
        return sum(row["ratios"] for row in rows if row["anilist_id"] == 9)

    assert (count_ratios(NOON - 1), count_ratios(NOON)) == (28, 0)


@given(st.integers(1, 10**8))
def test_the_class_is_that_of_the_pages(downloads: int) -> None:
    tables = measure(air(1, 1, total=downloads), NOON + 8 * DAY)
    (size,) = projections._read_episodes(tables.firsts, tables.ages).size
    assert 1 << int(size) == PremiereClass.of(downloads).from_downloads


def test_a_prologue_is_an_episode_and_no_premiere() -> None:
    row = measure([*air(1, 4, number=0), Episode(1, 4, NOON + 28 * DAY)], NOON + 29 * DAY).project()[0]
    assert (row["episode"], row["basis"], row["episodes"]) == (4, "show", 4)


def test_a_double_episode_s_halves_are_projected_alike_and_neither_by_the_other() -> None:
    double = [Episode(1, 5, NOON + 28 * DAY, total=700), Episode(1, 6, NOON + 28 * DAY, total=700)]
    rows = measure([*air(1, 4), *double], NOON + 29 * DAY).project()
    assert [row["episode"] for row in rows] == [5, 6]
    assert {(row["projected"], row["last"], row["episodes"]) for row in rows} == {(rows[0]["projected"], 1_000, 4)}


def test_after_a_delay_the_last_episode_is_the_newest_that_is_over() -> None:
    episodes = [*air(1, 4), Episode(1, 5, NOON + 63 * DAY)]
    assert measure(episodes, NOON + 64 * DAY).project()[0]["last"] == 1_000


def test_a_day_that_has_hardly_begun_counts_as_if_it_had_not() -> None:
    # Half an hour after midnight episode_days ends with that midnight; so does the age.
    (row,) = measure(air(1, 5), MONDAY + 29 * DAY + HOUR // 2).project()
    assert row["hours"] == 12


def test_the_interval_is_of_at_least_twenty_past_ratios() -> None:
    episodes = [item for show in range(1, 8) for item in air(show, 8, first=NOON + show * HOUR)]
    for now in range(NOON + 8 * DAY, NOON + 60 * DAY, 3 * DAY):
        for row in measure(episodes, now).project():
            assert (row["low"] is None) == (row["ratios"] < MIN_RATIOS)
    assert any(row["low"] for row in measure(episodes, NOON + 44 * DAY).project())


def test_what_has_come_is_the_least_that_is_projected() -> None:
    # All of an episode comes at once.
    (row,) = measure(air(1, 5, power=0), NOON + 29 * DAY).project()
    assert row["projected"] == row["downloads"] == 1_000


def test_an_episode_of_which_nothing_was_known_is_passed_over() -> None:
    tables = measure(air(1, 6), NOON + 36 * DAY)
    blind = pc.equal(tables.ages["episode"], 2)
    (row,) = Tables(tables.firsts, tables.ages.filter(pc.invert(blind)), tables.now).project()
    assert (row["basis"], row["episodes"]) == ("show", 4)


def test_without_any_episode_there_are_scores_of_nothing() -> None:
    tables = measure([], NOON)
    assert tables.project() == []
    assert {row["episodes"] for row in tables.score().values()} == {0}
    assert tuple(tables.score()) == SCORED_HOURS


def test_a_score_counts_what_is_within_and_how_far_off() -> None:
    # All shows alike: nothing is off but by rounding. Repeating the last episode is right, too.
    rows = measure([item for show in range(1, 8) for item in air(show, 9)], NOON + 100 * DAY).score()
    # All premieres are over when the second episodes begin: 8 of each of the 7 shows are projected.
    assert {row["episodes"] for row in rows.values()} == {56}
    assert all(row["median_error"] < 2e-3 and row["last_error"] == 0 for row in rows.values())
    assert all(row["compared"] == 56 and row["intervals"] >= MIN_RATIOS for row in rows.values())


@st.composite
def histories(draw: st.DrawFn) -> list[Episode]:
    """A few shows of several weeks, with delays, that all differ."""
    episodes = []
    for show in range(1, draw(st.integers(3, 6))):
        at = MONDAY + draw(st.integers(0, 10 * 24)) * HOUR
        number = draw(st.sampled_from([0, 1, 1, 900]))
        for _ in range(draw(st.integers(3, 9))):
            total, power = draw(st.integers(50, 3_000)), draw(st.floats(0.1, 0.6))
            episodes.append(Episode(show, number, at, total, power))
            number, at = number + 1, at + draw(st.sampled_from([0, 7, 7, 7, 7, 14])) * DAY
    return episodes


@given(episodes=histories(), hours=st.sampled_from(SCORED_HOURS), data=st.data())
def test_a_replayed_projection_is_what_a_run_of_that_moment_projects(
    episodes: list[Episode], hours: int, data: st.DataObject
) -> None:
    item = data.draw(st.sampled_from(episodes))
    now = item.at + hours * HOUR
    if now % DAY < HOUR:
        return  # a run of this hour counts to midnight
    then = [row for row in measure(episodes, now).project() if (row["anilist_id"], row["episode"]) == key_of(item)]
    everything = measure(episodes, MONDAY + 300 * DAY)
    replayed = find_replayed(everything, item, hours)
    assert (replayed is None) == (not then)
    if then and replayed is not None and then[0]["projected"] > then[0]["downloads"]:
        # The run's downloads are the same as what was known: by the same curve, rounded to whole downloads.
        assert then[0]["projected"] == pytest.approx(replayed, abs=1)


def key_of(item: Episode) -> tuple[int, int]:
    return item.show, item.number


def find_replayed(tables: Tables, item: Episode, hours: int) -> float | None:
    """What the replay projects of one episode."""
    projector = projections._Projector(projections._read_episodes(tables.firsts, tables.ages))
    episodes = projector.episodes
    row = next(
        place for place in range(len(episodes.show)) if (episodes.show[place], episodes.episode[place]) == key_of(item)
    )
    error = projector.replay(hours).errors[row]
    return None if np.isnan(error) else float(episodes.total[row] / np.exp(error))


@pytest.mark.parametrize(
    ("count", "low", "high"), [(19, np.nan, np.nan), (20, 2, 19), (28, 2, 27), (29, 3, 27), (38, 3, 36), (39, 4, 36)]
)
def test_a_tenth_of_one_more_than_there_are_lies_beyond_each_end(count: int, low: float, high: float) -> None:
    values = np.full((1, 40), np.nan)
    values[0, :count] = np.arange(count, 0, -1)
    ends = projections._take_tails(values)
    np.testing.assert_array_equal([end[0] for end in ends], [low, high, count])


@pytest.mark.parametrize(
    ("numbers", "median"), [([], np.nan), ([3], 3), ([1, 4], 2.5), ([9, 1, 4], 4), ([9, 1, 4, 5], 4.5)]
)
def test_a_median_is_in_the_middle_also_of_an_even_number(numbers: list[float], median: float) -> None:
    values = np.full((1, 6), np.nan)
    values[0, : len(numbers)] = numbers
    medians, counts = projections._take_medians(values)
    np.testing.assert_array_equal([medians[0], counts[0]], [median, len(numbers)])
