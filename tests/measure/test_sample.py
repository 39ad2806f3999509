"""Which torrent is the sample, and that its days are its part in the episode's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from nyaastats.domain.measures import Attribution, SampleTrace
from testkit.measure_cases import (
    DAY,
    HOUR,
    MONDAY,
    Case,
    CaseResult,
    StatsRow,
    TorrentCase,
    format_time,
    measure_in_memory,
    rows_at,
)
from testkit.measure_strategies import cases, laws


def watched(downloads: int, show: int = 1, episode: int = 1, number: int | None = 1) -> TorrentCase:
    return TorrentCase(rows_at((12, downloads)), show=show, episode=episode, number=number)


def sample_of(result: CaseResult) -> SampleTrace:
    assert result.measures.sample
    return result.measures.sample


# --- which -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("torrents", "expected"),
    [
        ([watched(5), watched(9), watched(7)], 1),
        ([watched(9), watched(9)], 0),  # of equals the first infohash
        ([watched(90), watched(8, number=13), watched(9, number=13), watched(7, number=13)], 2),
        ([watched(90), watched(8, episode=2, number=13)], 1),
        ([watched(90), watched(0, number=13)], 0),  # never downloaded
        ([watched(90), watched(8, number=None)], 0),  # a film that is an episode has no number to be made one of
        ([watched(60, show=2), watched(50), watched(50)], 1),  # the show with the most, not the torrent
        ([watched(50, show=2), watched(50, show=1)], 1),  # of equals the lower id
        ([watched(50), watched(40, show=2, number=13)], 0),  # no other show, even where its numbers run on
    ],
)
def test_it_is_of_the_leading_show_and_rather_one_whose_number_runs_on(
    torrents: list[TorrentCase], expected: int
) -> None:
    assert sample_of(measure_in_memory(Case(torrents))).torrent_id == expected


@pytest.mark.parametrize("torrents", [[watched(0)], [watched(0), watched(0, show=2)]])
def test_where_nothing_was_downloaded_nothing_is_followed(torrents: list[TorrentCase]) -> None:
    assert measure_in_memory(Case(torrents)).measures.sample is None


def test_the_leading_show_is_the_one_with_the_most_until_its_last_day() -> None:
    cut = TorrentCase(rows_at((12, 10), (15 * 24, 900)), show=1)
    result = measure_in_memory(Case([cut, watched(300, show=2)], last_days={1: MONDAY.date()}))
    assert sample_of(result).torrent_id == 1


def test_a_torrent_that_came_after_the_last_day_is_not_followed() -> None:
    late = TorrentCase(rows_at((15 * 24, 900)), published=MONDAY + 14 * DAY, number=13)
    result = measure_in_memory(Case([watched(5), late], last_days={1: MONDAY.date()}))
    assert sample_of(result).torrent_id == 0


# --- its scrapes ----------------------------------------------------------------------------------------------------


def at(*counts: tuple[float, int]) -> Mapping[object, int]:
    return {MONDAY + hour * HOUR: count for hour, count in counts}


def test_its_scrapes_are_the_first_six_that_were_accepted() -> None:
    rows = [
        *rows_at((1, 10), (2, 20), (3, 19), (4, 30)),  # a drop stays
        StatsRow(format_time(MONDAY + 5 * HOUR), 0, seeders=0, leechers=0),  # a zero dropout goes
        StatsRow(format_time(MONDAY + 6 * HOUR), -1),  # a bad count too
        *rows_at((7, 40), (8, 50), (9, 60)),
    ]
    result = measure_in_memory(Case([TorrentCase(rows), watched(1)]))
    assert sample_of(result).scrapes == at((1, 10), (2, 20), (3, 19), (4, 30), (7, 40), (8, 50))
    assert list(sample_of(result).scrapes) == sorted(sample_of(result).scrapes)


# --- its days --------------------------------------------------------------------------------------------------------


def test_its_days_are_its_own_and_the_first_seven() -> None:
    # 240 in ten days: 24 a day, 12 on the first and the last; the others' downloads are not among them.
    mine = TorrentCase(rows_at((12, 0), (252, 240)), number=13)
    result = measure_in_memory(Case([mine, watched(500), watched(90, episode=2)]))
    assert list(sample_of(result).days.items()) == [
        (MONDAY.date() + timedelta(days=day), 12 if day == 0 else 24) for day in range(7)
    ]
    assert result.days()[:2] == [512, 24]


@pytest.mark.parametrize(("last_day", "days"), [(3, [12, 24, 24, 24]), (0, [12])])
def test_its_days_end_with_those_of_the_show(last_day: int, days: list[int]) -> None:
    last = MONDAY.date() + timedelta(days=last_day)
    result = measure_in_memory(Case([TorrentCase(rows_at((12, 0), (252, 240)))], last_days={1: last}))
    assert list(sample_of(result).days.values()) == days == result.days()


def test_its_days_begin_with_its_publication_or_an_earlier_scrape() -> None:
    first = TorrentCase(rows_at((12, 1)))
    later = TorrentCase(rows_at((72 + 12, 24)), published=MONDAY + 3 * DAY, number=13)
    assert list(sample_of(measure_in_memory(Case([first, later]))).days) == [date(2025, 10, 9)]
    ahead = TorrentCase(rows_at((-6, 7), (6, 19)), number=13)
    assert sample_of(measure_in_memory(Case([first, ahead]))).days == {date(2025, 10, 5): 13, date(2025, 10, 6): 6}


def test_a_late_find_follows_the_decay_of_the_others_here_too() -> None:
    model = TorrentCase(rows_at((24, 60), (48, 80), (72, 90), (96, 100)), show=2)
    late = TorrentCase(rows_at((96, 1000)))
    result = measure_in_memory(Case([model, late]))
    assert list(sample_of(result).days.values()) == [600, 200, 100, 100] == result.days()


def test_as_observed_the_days_are_those_of_the_scrapes() -> None:
    case = Case([TorrentCase(rows_at((12, 5), (30, 9), (54, 20)))], attribution=Attribution.OBSERVED)
    assert list(sample_of(measure_in_memory(case)).days.values()) == [0, 4, 11]


def apart(case: Case) -> Case:
    """The same with every torrent an episode by itself: the decay stays, and a torrent's days are the episode's."""
    return replace(case, torrents=[replace(each, episode=number) for number, each in enumerate(case.torrents)])


@laws
@given(cases)
def test_it_is_of_the_leading_show_and_its_days_are_what_it_has_when_it_is_an_episode_by_itself(case: Case) -> None:
    result = measure_in_memory(case)
    if (sample := result.measures.sample) is None:
        assert result.measures.rankings.num_rows == 0
        return
    show = case.torrents[sample.torrent_id].show
    assert show is not None
    sums: dict[int, int] = {}
    for row in result.measures.rankings.to_pylist():
        sums[row["anilist_id"]] = sums.get(row["anilist_id"], 0) + row["downloads"]
    assert show == min(sums, key=lambda show: (-sums[show], show))
    own = measure_in_memory(apart(case))
    days = dict(zip(own.dates(show, sample.torrent_id), own.days(show, sample.torrent_id), strict=True))
    first = min(days)
    assert list(sample.days) == [first + timedelta(days=number) for number in range(len(sample.days))]
    assert sample.days == {day: days.get(day, 0) for day in sample.days}
    assert len(sample.days) <= 7
    assert sum(days[day] for day in sorted(days)[:7]) == sum(sample.days.values())
