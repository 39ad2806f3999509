"""A record or a headline that is not the number to which it points is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from nyaastats.domain.shows import AniListId
from nyaastats.errors import ContractError
from nyaastats.publish.build.week_news import add_news
from nyaastats.publish.checks.records import check_records
from nyaastats.publish.checks.week_news import check_week_news
from nyaastats.publish.contracts.public import WeekChart
from nyaastats.publish.contracts.records import (
    UNITS,
    FactKind,
    RecapSentence,
    RecapShow,
    RecordKind,
    Records,
    RecordUnit,
    WeekRecord,
)
from testkit.chart_cases import (
    FIRST_WEEK,
    EpisodeCase,
    build_best_days,
    build_charts,
    build_episodes,
    build_firsts,
    make_show,
)

EPISODES = [
    EpisodeCase(1, 1, FIRST_WEEK.later(1).start, (60, 40, 30, 20, 10, 5, 5)),
    EpisodeCase(1, 2, FIRST_WEEK.later(2).start, (50, 30, 20, 10, 5, 5, 5)),
]
WEEKS = [{1: 9, 2: 8, 3: 7}, {1: 170, 2: 165, 3: 7}, {3: 190, 1: 125, 2: 3, 4: 2}, {3: 20, 2: 19}]
CHARTS, RECORDS = add_news(
    build_charts(WEEKS, complete=3), build_firsts(EPISODES), build_best_days(EPISODES), map(make_show, range(1, 5))
)


def check(charts: tuple[WeekChart, ...], records: Records) -> None:
    check_records(records, charts, build_episodes(EPISODES))
    check_week_news(charts)


def test_sound_records_and_news_pass() -> None:
    check(CHARTS, RECORDS)
    assert {record.kind for record in RECORDS.records} == set(RecordKind)


@pytest.mark.parametrize("kind", RecordKind)
@pytest.mark.parametrize("change", [{"value": 77777}, {"holders": ()}, {"unit": "another"}])
def test_a_record_that_is_another_number_is_refused(kind: RecordKind, change: dict[str, Any]) -> None:
    if "unit" in change:
        change = {"unit": next(unit for unit in RecordUnit if unit is not UNITS[kind])}
    records = tuple(replace(record, **change) if record.kind is kind else record for record in RECORDS.records)
    with pytest.raises(ContractError, match=rf"'records\.json': (value|holders|unit): of {kind.value}"):
        check(CHARTS, replace(RECORDS, records=records))


@pytest.mark.parametrize("kind", RecordKind)
@pytest.mark.parametrize("change", [{"week": "2025-W40"}, {"week": "2025-W43"}, {"week": "2024-W01"}])
def test_a_record_that_points_to_another_week_is_refused(kind: RecordKind, change: dict[str, Any]) -> None:
    records = tuple(
        replace(record, holders=tuple(replace(holder, **change) for holder in record.holders))
        if record.kind is kind
        else record
        for record in RECORDS.records
    )
    if records == RECORDS.records:  # a record that stands since the first week points there
        return
    with pytest.raises(ContractError, match=rf"'records\.json': value: of {kind.value}, "):
        check(CHARTS, replace(RECORDS, records=records))


def change_week(number: int, **fields: Any) -> tuple[WeekChart, ...]:
    return tuple(replace(chart, **fields) if place == number else chart for place, chart in enumerate(CHARTS))


NEWEST, RUNNING = CHARTS[2], CHARTS[3]
assert NEWEST.headline
assert NEWEST.movers
assert NEWEST.movers.riser
CLIMB = next(fact for fact in (NEWEST.headline, *NEWEST.facts) if fact.kind is FactKind.CLIMB)
MOVERS, RISER, SHOW = NEWEST.movers, NEWEST.movers.riser, NEWEST.headline.shows[0]


def reword(records: Sequence[WeekRecord]) -> tuple[WeekRecord, ...]:
    return tuple(replace(record, text="A record") for record in records)


def change_recap(**fields: Any) -> tuple[RecapSentence, ...]:
    return (replace(NEWEST.recap[0], **fields),)


DAMAGES: list[tuple[Callable[[], tuple[WeekChart, ...]], str]] = [
    (lambda: change_week(2, records=NEWEST.records[::-1]), "records: are not in the order of their kinds"),
    (lambda: change_week(2, records=()), r"'records\.json': records: .* is not in 'weeks/2025-W42\.json'"),
    (lambda: change_week(0, records=NEWEST.records[:1]), "records: are of a week that sets none"),
    (lambda: change_week(3, records=NEWEST.records[:1]), "records: are of a week that sets none"),
    (lambda: change_week(1, records=NEWEST.records[:1]), "records: point for [a-z_]+ to another week"),
    (lambda: change_week(3, headline=NEWEST.headline), "are of a week that is not complete"),
    (lambda: change_week(3, movers=NEWEST.movers), "are of a week that is not complete"),
    (lambda: change_week(2, headline=None), "facts: follow no headline"),
    (lambda: change_week(2, movers=replace(MOVERS, riser=None)), "movers.riser: is not the show"),
    (lambda: change_week(2, movers=replace(MOVERS, new=RISER)), "movers.new: is not the show"),
    (lambda: change_week(2, movers=replace(MOVERS, riser=replace(RISER, rank=9))), "movers.riser: .* its row"),
    (lambda: change_week(2, facts=(replace(CLIMB, value=3),)), "facts.value: of climb, 3, is 2 in the rows"),
    (lambda: change_week(2, facts=(replace(CLIMB, shows=()),)), "facts.value: of climb, 2, is None in the rows"),
    (lambda: change_week(2, facts=(replace(CLIMB, weeks_as_strong=2),)), "facts.weeks_as_strong: of climb is more"),
    (lambda: change_week(2, facts=(replace(CLIMB, record=RecordKind.BEST_DAY),)), "facts.record: of climb"),
    (lambda: change_week(2, facts=(replace(CLIMB, shows=(replace(SHOW, rank=7),)),)), "facts.shows: .* its row"),
    (
        lambda: change_week(2, facts=(replace(CLIMB, shows=(replace(SHOW, anilist_id=AniListId(99)),)),)),
        "facts.shows: show 99 is not in the chart",
    ),
    (lambda: change_week(2, facts=(replace(CLIMB, kind=FactKind.NEW_FIRST),)), "facts.shows: of new_first are 1"),
    (lambda: change_week(2, facts=(replace(CLIMB, text="It climbs"),)), "facts.text: of climb is not 'show 3 climbs"),
    (lambda: change_week(2, records=reword(NEWEST.records)), "text: of [a-z_]+ is not '"),
    (lambda: change_week(3, recap=NEWEST.recap), "are of a week that is not complete"),
    (lambda: change_week(0, recap=NEWEST.recap), "recap: is of a week without news"),
    (lambda: change_week(2, recap=NEWEST.recap * 2), "recap: is .* of more than 5 sentences"),
    (lambda: change_week(2, recap=change_recap(text="It grows.")), "recap.text: does not name 'show 3' in its place"),
    (lambda: change_week(2, recap=change_recap(text="show 3 has 1,234 downloads.")), "recap.text: has 1,234 downloads"),
    (
        lambda: change_week(2, recap=change_recap(shows=(RecapShow(AniListId(99), "show 3"),))),
        "recap.shows: show 99 is not in the chart",
    ),
]


@pytest.mark.parametrize(("damage", "message"), DAMAGES, ids=[message for _, message in DAMAGES])
def test_damage_is_refused(damage: Callable[[], tuple[WeekChart, ...]], message: str) -> None:
    with pytest.raises(ContractError, match=message):
        check(damage(), RECORDS)


@pytest.mark.parametrize("week", [None, "2025-W41", "2025-W43"])
def test_records_are_as_of_the_newest_complete_week(week: str | None) -> None:
    with pytest.raises(ContractError, match="as_of_week: is"):
        check(CHARTS, replace(RECORDS, as_of_week=week))


def test_another_sentence_than_a_record_s_is_refused() -> None:
    records = (replace(RECORDS.records[0], text="A record"), *RECORDS.records[1:])
    with pytest.raises(ContractError, match=r"'records\.json': text: of best_week is not 'Best week of a show: "):
        check(CHARTS, replace(RECORDS, records=records))


def test_records_stand_in_the_order_of_their_kinds() -> None:
    with pytest.raises(ContractError, match="records: are not in the order"):
        check(CHARTS, replace(RECORDS, records=RECORDS.records[::-1]))
