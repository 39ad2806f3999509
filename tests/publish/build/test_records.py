"""Records of each kind, as of each week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyaastats.publish.build.record_candidates import list_record_weeks
from nyaastats.publish.build.records import RecordBook
from nyaastats.publish.build.week_news import add_news
from nyaastats.publish.checks.records import check_records
from nyaastats.publish.checks.week_news import check_week_news
from nyaastats.publish.contracts.public import ChartRow, WeekChart
from nyaastats.publish.contracts.records import Record, RecordChange, RecordKind, Records
from testkit.chart_cases import (
    FIRST_WEEK,
    Downloads,
    EpisodeCase,
    build_best_days,
    build_charts,
    build_episodes,
    build_firsts,
    make_show,
)

MONDAY = FIRST_WEEK.later(1).start
"""Of W41, the first week that sets records."""
SEVEN = (40, 20, 10, 10, 10, 5, 5)
"""A hundred downloads."""


def add(
    weeks: Sequence[Downloads], episodes: Sequence[EpisodeCase] = (), *, complete: int | None = None
) -> tuple[tuple[WeekChart, ...], Records]:
    charts = build_charts(weeks, complete=complete)
    shows = {show for week in weeks for show in week} | {case.show for case in episodes}
    news, records = add_news(charts, build_firsts(episodes), build_best_days(episodes), map(make_show, shows))
    check_records(records, news, build_episodes(episodes))
    check_week_news(news)
    return news, records


def find(kind: RecordKind, records: Records) -> Record | None:
    return next((record for record in records.records if record.kind is kind), None)


Standing = tuple[int, Sequence[tuple[int | None, str]], str]
"""The value, who has it and in which week, and since when."""


def stand(kind: RecordKind, weeks: Sequence[Downloads], episodes: Sequence[EpisodeCase] = ()) -> Standing | None:
    record = find(kind, add(weeks, episodes)[1])
    if record is None:
        return None
    holders = [(holder.anilist_id, holder.week[5:]) for holder in record.holders]
    return record.value, holders, record.since_week[5:]


def premiere(show: int, day: date, *daily: int | tuple[int, int], episode: int = 1) -> EpisodeCase:
    return EpisodeCase(show, episode, day, daily)


DAY_2 = date(2025, 10, 8)
CASES: list[tuple[RecordKind, list[Downloads], list[EpisodeCase], Standing | None]] = [
    (RecordKind.BEST_WEEK, [{1: 9}, {1: 10}, {2: 12}, {1: 11}], [], (12, [(2, "W42")], "W42")),
    (RecordKind.BEST_WEEK, [{1: 9}, {1: 12}, {2: 12}, {1: 12}], [], (12, [(1, "W41"), (2, "W42")], "W41")),
    # A fifth may be estimated, no more.
    (RecordKind.BEST_WEEK, [{1: 9}, {1: (100, 20)}, {1: (200, 41)}], [], (100, [(1, "W41")], "W41")),
    (RecordKind.BIGGEST_WEEK, [{1: 9}, {1: 10, 2: 3}, {2: 12}], [], (13, [(None, "W41")], "W41")),
    (RecordKind.BIGGEST_WEEK, [{1: 9}, {1: (50, 30), 2: 60}], [], (9, [(None, "W40")], "W40")),
    (RecordKind.BIGGEST_CLIMB, [{1: 9, 2: 8, 3: 7}, {3: 9, 1: 8, 2: 7}], [], (2, [(3, "W41")], "W41")),
    (RecordKind.BIGGEST_FALL, [{1: 9, 2: 8, 3: 7}, {3: 9, 2: 8, 1: 7}], [], (2, [(1, "W41")], "W41")),
    # From no rank nothing climbs, nor into a week after one left out.
    (RecordKind.BIGGEST_CLIMB, [{1: 9, 2: 8}, {1: 9}, {2: 9, 1: 8}], [], None),
    (RecordKind.LONGEST_REIGN, [{1: 9}, {2: 9}, {2: 9}, {1: 9}], [], (2, [(2, "W42")], "W42")),
    # A week in which nothing was ranked ends a reign.
    (RecordKind.LONGEST_REIGN, [{1: 9}, {1: 9}, {}, {1: 9}], [], (2, [(1, "W41")], "W40")),
    (RecordKind.MOST_WEEKS_AT_FIRST, [{1: 9}, {2: 9}, {1: 9}, {}, {1: 9}], [], (3, [(1, "W44")], "W42")),
    # An estimated week sets none, but counts in those after it.
    (RecordKind.LONGEST_REIGN, [{1: 9}, {1: 9}, {1: (9, 9)}], [], (2, [(1, "W41")], "W40")),
    (RecordKind.LONGEST_REIGN, [{1: 9}, {1: 9}, {1: (9, 9)}, {1: 9}], [], (4, [(1, "W43")], "W40")),
    (RecordKind.MOST_WEEKS_IN_TOP_10, [{1: 9, 2: 3}, {1: 9}, {1: 9}, {2: 3}], [], (3, [(1, "W42")], "W41")),
    (RecordKind.CLOSEST_FIRST, [{1: 90, 2: 8}, {1: 100, 2: 99}], [], (100, [(1, "W41")], "W41")),
    # Equal at the top: the lower id is first, by nothing.
    (RecordKind.CLOSEST_FIRST, [{1: 90, 2: 8}, {5: 100, 2: 100}], [], (0, [(2, "W41")], "W41")),
    (RecordKind.CLOSEST_FIRST, [{1: 90}, {1: 90, 2: (89, 80)}], [], None),
    # All shows are new in the first week; that is no debut.
    (RecordKind.HIGHEST_DEBUT, [{1: 9, 2: 8}, {1: 9, 3: 7}], [], (2, [(3, "W41")], "W41")),
    (RecordKind.HIGHEST_DEBUT, [{1: 9}, {3: 10}, {4: 11}, {5: 11, 6: 8}], [], (1, [(4, "W42"), (5, "W43")], "W42")),
    (RecordKind.LATEST_PEAK, [{1: 9, 2: 8}, {1: 9, 2: 8}, {2: 9, 1: 8}, {2: 9}], [], (3, [(2, "W42")], "W42")),
    (RecordKind.LATEST_PEAK, [{1: 9}, {1: 9}], [], None),
    (RecordKind.MOST_WEEKS_SECOND, [{1: 9, 2: 8}, {1: 9, 2: 8}, {1: 9, 3: 8}], [], (2, [(2, "W41")], "W40")),
    # Who becomes first loses it to the next.
    (
        RecordKind.MOST_WEEKS_SECOND,
        [{1: 9, 2: 8}, {1: 9, 2: 8}, {1: 9, 3: 8}, {2: 9, 1: 8}],
        [],
        (1, [(3, "W42")], "W43"),
    ),
    (RecordKind.MOST_WEEKS_SECOND, [{1: 9, 2: 8}, {2: 9, 1: 8}], [], None),
    # Before the first week in which anything was ranked nothing counts.
    (RecordKind.BEST_PREMIERE, [{}, {}, {1: 9}], [premiere(1, MONDAY, *SEVEN)], None),
    (RecordKind.BEST_PREMIERE, [{1: 9}, {1: 9}], [premiere(1, MONDAY, *SEVEN, 1000)], (100, [(1, "W41")], "W41")),
    # Its week is that of its seventh day.
    (RecordKind.BEST_PREMIERE, [{1: 9}] * 3, [premiere(1, DAY_2, *SEVEN)], (100, [(1, "W42")], "W42")),
    (RecordKind.BEST_PREMIERE, [{1: 9}] * 2, [premiere(1, DAY_2, *SEVEN[:5])], None),
    (RecordKind.BEST_PREMIERE, [{1: 9}] * 2, [premiere(1, MONDAY, (40, 21), *SEVEN[1:])], None),
    (RecordKind.BEST_PREMIERE, [{1: 9}] * 2, [premiere(1, MONDAY, *SEVEN, episode=2)], None),
    (RecordKind.BEST_DAY, [{1: 9}] * 2, [premiere(1, MONDAY, 7, 9, 9)], (9, [(1, "W41")], "W41")),
    (RecordKind.BEST_DAY, [{1: 9}] * 2, [premiere(1, MONDAY, 7, (9, 2))], (7, [(1, "W41")], "W41")),
    (
        RecordKind.BEST_HOLD,
        [{1: 9}] * 4,
        [premiere(1, MONDAY, *SEVEN), premiere(1, FIRST_WEEK.later(2).start, 20, 10, 0, 0, 0, 0, 3, episode=2)],
        (3300, [(1, "W42")], "W42"),
    ),
    # Two episodes on one day; a premiere too small to say anything.
    (
        RecordKind.BEST_HOLD,
        [{1: 9}] * 4,
        [premiere(1, MONDAY, *SEVEN), premiere(1, MONDAY, *SEVEN, episode=2)],
        None,
    ),
    (
        RecordKind.BEST_HOLD,
        [{1: 9}] * 4,
        [premiere(1, MONDAY, 39, *SEVEN[1:]), premiere(1, DAY_2, *SEVEN, episode=2)],
        None,
    ),
]


@pytest.mark.parametrize(
    ("kind", "weeks", "episodes", "standing"),
    CASES,
    ids=lambda value: value.value if isinstance(value, RecordKind) else "",
)
def test_a_record(
    kind: RecordKind, weeks: list[Downloads], episodes: list[EpisodeCase], standing: Standing | None
) -> None:
    assert stand(kind, weeks, episodes) == standing


def test_every_kind_has_a_case() -> None:
    assert {kind for kind, *_, standing in CASES if standing} == set(RecordKind)


def test_the_first_week_sets_nothing_and_is_a_value_to_beat() -> None:
    news, records = add([{}, {1: 9}, {1: 8}])
    best = find(RecordKind.BEST_WEEK, records)
    assert best
    assert (best.value, best.baseline, best.former) == (9, True, None)
    assert [week.records for week in news[:2]] == [(), ()]
    assert RecordKind.BEST_WEEK not in [record.kind for record in news[2].records]


def test_the_newest_week_sets_nothing_until_it_is_over() -> None:
    news, records = add([{1: 9}, {1: 10}, {1: 99}], complete=2)
    best = find(RecordKind.BEST_WEEK, records)
    assert best
    assert (records.as_of_week, best.value, best.baseline) == ("2025-W41", 10, False)
    assert (news[2].records, news[2].movers, news[2].headline, news[2].facts) == ((), None, None, ())


def test_no_complete_week_no_records() -> None:
    assert add([{1: 9}], complete=0)[1] == Records(None, ())


def test_a_record_names_what_it_broke_and_who_is_next() -> None:
    _, records = add([{1: 9, 2: 8}, {1: 10}, {2: 12, 3: 11}])
    best = find(RecordKind.BEST_WEEK, records)
    assert best
    assert best.former
    assert best.runner_up
    assert [(holder.anilist_id, holder.week) for holder in best.former.holders] == [(1, "2025-W41")]
    assert (best.former.value, best.runner_up.value, best.runner_up.holders[0].anilist_id) == (10, 11, 3)


def test_the_runner_up_is_the_best_of_the_others_in_any_week() -> None:
    best = find(RecordKind.BEST_WEEK, add([{1: 9}, {2: 50}, {2: 20}, {1: 60}])[1])
    assert best
    assert best.runner_up
    assert (best.runner_up.value, best.runner_up.holders[0].week) == (50, "2025-W41")


def test_a_book_enters_the_first_week_and_tells_nothing_of_it() -> None:
    charts, nothing = build_charts([{1: 9}, {1: 10}]), ()
    first, second = list_record_weeks(charts, build_firsts(nothing), build_best_days(nothing), {})
    book = RecordBook()
    assert book.enter(first) == ()
    assert [record.baseline for record in book.build().records] == [True] * len(book.build().records)
    assert RecordKind.BEST_WEEK in [record.kind for record in book.enter(second)]


Change = tuple[str, int, list[int | None], int | None]
"""What happened, the value, by whom, and the value before."""


@pytest.mark.parametrize(
    ("kind", "weeks", "changes"),
    [
        (
            RecordKind.BEST_WEEK,
            [{1: 9}, {1: 10, 2: 11}, {2: 10}, {3: 11}],
            [[], [("set", 11, [2], 9)], [], [("equalled", 11, [3], 11)]],
        ),
        # A reign that grows keeps what it broke; one that passes another breaks it.
        (
            RecordKind.LONGEST_REIGN,
            [{1: 9}, {1: 9}, {2: 9}, {2: 9}, {2: 9}, {2: 9}],
            [
                [],
                [("extended", 2, [1], None)],
                [],
                [("equalled", 2, [2], 2)],
                [("set", 3, [2], 2)],
                [("extended", 4, [2], 2)],
            ],
        ),
        # A second reign of the same show is another one.
        (
            RecordKind.LONGEST_REIGN,
            [{1: 9}, {1: 9}, {2: 9}, {1: 9}, {1: 9}, {1: 9}],
            [[], [("extended", 2, [1], None)], [], [], [], [("set", 3, [1], 2)]],
        ),
        (
            RecordKind.MOST_WEEKS_AT_FIRST,
            [{1: 9}, {2: 9}, {1: 9}, {2: 9}, {1: 9}],
            [
                [],
                [("equalled", 1, [2], 1)],
                [("set", 2, [1], 1)],
                [("equalled", 2, [2], 2)],
                [("set", 3, [1], 2)],
            ],
        ),
        # One's own number again is no news; two who go on together extend it.
        (RecordKind.BEST_WEEK, [{1: 9}, {1: 9}], [[], []]),
        (RecordKind.MOST_WEEKS_IN_TOP_10, [{1: 9, 2: 8}] * 2, [[], [("extended", 2, [1, 2], None)]]),
        # A gap of 14 days, of which the numbers are an estimate.
        (
            RecordKind.LONGEST_REIGN,
            [{1: 9}, {1: (9, 9)}, {1: (9, 9)}, {1: 9}],
            [[], [], [], [("extended", 4, [1], None)]],
        ),
    ],
)
def test_a_week_says_what_it_did(kind: RecordKind, weeks: list[Downloads], changes: list[list[Change]]) -> None:
    news, _ = add(weeks)
    assert [
        [
            (
                record.change.value,
                record.value,
                [holder.anilist_id for holder in record.holders],
                record.former.value if record.former else None,
            )
            for record in week.records
            if record.kind is kind
        ]
        for week in news
    ] == changes


def test_a_show_of_four_seasons_is_one_show() -> None:
    weeks: list[Downloads] = [{1: 9, 2: 1}] * 53
    news, records = add(weeks)
    reign = find(RecordKind.LONGEST_REIGN, records)
    assert reign
    assert (reign.value, reign.since_week, reign.holders[0].week) == (53, "2025-W40", news[-1].week)
    assert RecordChange.EXTENDED in {record.change for record in news[-1].records}


# --- laws -------------------------------------------------------------------------------------------------------------

COUNTS = st.one_of(st.integers(1, 9), st.tuples(st.integers(5, 9), st.integers(0, 4)))
WEEKS = st.lists(st.dictionaries(st.integers(1, 5), COUNTS, max_size=5), min_size=1, max_size=8)
DAYS = st.lists(
    st.one_of(st.integers(0, 60), st.tuples(st.integers(20, 60), st.integers(0, 10))), min_size=7, max_size=9
)
EPISODES = st.lists(
    st.builds(
        EpisodeCase,
        st.integers(1, 5),
        st.integers(1, 3),
        st.integers(0, 20).map(lambda days: date.fromordinal(FIRST_WEEK.start.toordinal() + days)),
        DAYS,
    ),
    max_size=5,
    unique_by=lambda case: (case.show, case.episode),
)


def cut(weeks: Sequence[Downloads], episodes: Sequence[EpisodeCase]) -> list[EpisodeCase]:
    """The episodes as they were known when these weeks were over."""
    end = FIRST_WEEK.later(len(weeks)).start
    cuts = [(case, (end - case.first_day).days) for case in episodes if case.first_day < end]
    return [EpisodeCase(case.show, case.episode, case.first_day, case.daily[:days]) for case, days in cuts]


@given(weeks=WEEKS, episodes=EPISODES, data=st.data())
@settings(max_examples=60, deadline=None)
def test_as_of_a_week_is_what_that_week_knew(
    weeks: list[Downloads], episodes: list[EpisodeCase], data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(weeks)))
    then, records_then = add(weeks[:count], cut(weeks[:count], episodes))
    now, records_now = add(weeks, episodes, complete=count)
    assert now[:count] == then
    assert records_now == records_then
    # What comes later changes no week before.
    assert add(weeks, episodes)[0][:count] == then


def list_sure(charts: Sequence[WeekChart]) -> list[tuple[WeekChart, ChartRow]]:
    return [(chart, row) for chart in charts for row in chart.rows if 5 * row.downloads_estimated <= row.downloads]


def compute_best(kind: RecordKind, charts: Sequence[WeekChart]) -> int | None:
    """The best value of a kind, by looking at each row alone."""
    sure = list_sure(charts)
    leaders = [chart.rows[0].anilist_id if chart.rows else None for chart in charts]
    places = {chart.week: number for number, chart in enumerate(charts)}
    first = next((chart.week for chart, _ in sure), None)

    def count_back(chart: WeekChart, row: ChartRow) -> int:
        before = leaders[: places[chart.week] + 1][::-1]
        return next((number for number, leader in enumerate(before) if leader != row.anilist_id), len(before))

    def count_second(row: ChartRow) -> int:
        return sum(other.rank == 2 for chart in charts for other in chart.rows if other.anilist_id == row.anilist_id)

    values: dict[RecordKind, list[int]] = {
        RecordKind.BEST_WEEK: [row.downloads for _, row in sure],
        RecordKind.BIGGEST_CLIMB: [
            row.previous_rank - row.rank for _, row in sure if row.previous_rank and row.previous_rank > row.rank
        ],
        RecordKind.BIGGEST_FALL: [
            row.rank - row.previous_rank for _, row in sure if row.previous_rank and row.previous_rank < row.rank
        ],
        RecordKind.LONGEST_REIGN: [count_back(chart, row) for chart, row in sure if row.rank == 1],
        RecordKind.MOST_WEEKS_AT_FIRST: [row.weeks_at_first for _, row in sure if row.rank == 1],
        RecordKind.MOST_WEEKS_IN_TOP_10: [row.weeks_in_top_10 for _, row in sure if row.rank <= 10],
        RecordKind.HIGHEST_DEBUT: [-row.rank for chart, row in sure if row.weeks_on_chart == 1 and chart.week != first],
        RecordKind.BIGGEST_WEEK: [
            chart.downloads for chart in charts if 5 * chart.downloads_estimated <= chart.downloads > 0
        ],
        RecordKind.MOST_WEEKS_SECOND: [
            count_second(row)
            for _, row in sure
            if row.rank == 2 and row.anilist_id not in leaders and is_last_second(row, charts)
        ],
    }
    # Of debuts the lowest rank is the best.
    return abs(max(values[kind])) if values[kind] else None


def is_last_second(row: ChartRow, charts: Sequence[WeekChart]) -> bool:
    """Whether the row is the show's last at rank 2."""
    seconds = [other for chart in charts for other in chart.rows if other.rank == 2]
    return next(other for other in reversed(seconds) if other.anilist_id == row.anilist_id) is row


CHECKED = (
    RecordKind.BEST_WEEK,
    RecordKind.BIGGEST_CLIMB,
    RecordKind.BIGGEST_FALL,
    RecordKind.LONGEST_REIGN,
    RecordKind.MOST_WEEKS_AT_FIRST,
    RecordKind.MOST_WEEKS_IN_TOP_10,
    RecordKind.HIGHEST_DEBUT,
    RecordKind.BIGGEST_WEEK,
)


@given(WEEKS)
@settings(max_examples=100, deadline=None)
def test_a_record_is_the_best_of_all_rows(weeks: list[Downloads]) -> None:
    charts, records = add(weeks)
    for kind in CHECKED:
        record = find(kind, records)
        assert (record.value if record else None) == compute_best(kind, charts), kind


@given(st.lists(st.dictionaries(st.integers(1, 5), st.integers(1, 9), max_size=5), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_the_eternal_second_is_who_was_never_first(weeks: list[Downloads]) -> None:
    charts, records = add(weeks)
    record = find(RecordKind.MOST_WEEKS_SECOND, records)
    assert (record.value if record else None) == compute_best(RecordKind.MOST_WEEKS_SECOND, charts)
