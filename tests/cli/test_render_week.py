"""A week's news and the seasons, as lines of the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nyaastats.cli.render_week import describe_fact, describe_season, list_news
from nyaastats.domain.shows import AniListId
from nyaastats.publish.contracts.public import WeekChart
from nyaastats.publish.contracts.records import (
    Fact,
    FactKind,
    FactShow,
    RecordChange,
    RecordHolder,
    RecordKind,
    RecordUnit,
    WeekRecord,
)
from testkit.small_season import make_chart, make_publication

ALPHA = FactShow(AniListId(1), "[b]Alpha", 3, 9, 900)
BETA = FactShow(AniListId(2), "Beta", 2, 1, 800)
HOLDER = RecordHolder(AniListId(1), "[b]Alpha", "2025-W41", None, None, 1, 2, 900, None, None)


def make_fact(
    kind: FactKind,
    value: int,
    *shows: FactShow,
    unit: RecordUnit = RecordUnit.RANKS,
    record: RecordKind | None = None,
    episode: int | None = None,
) -> Fact:
    return Fact(kind, record, unit, value, shows, episode, weeks_as_strong=0, weeks_before=5)


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        (make_fact(FactKind.NEW_FIRST, 1, ALPHA, BETA), r"\[b]Alpha is the new #1, ahead of Beta"),
        (make_fact(FactKind.NEW_FIRST, 1, ALPHA), r"\[b]Alpha is the new #1"),
        (
            make_fact(FactKind.NEW_FIRST, 12, ALPHA, BETA),
            r"\[b]Alpha is the new #1, for the 12th week in all, ahead of Beta",
        ),
        (make_fact(FactKind.DEBUT, 3, ALPHA), r"\[b]Alpha enters at #3"),
        (make_fact(FactKind.FINALE, 3, ALPHA, episode=13), r"\[b]Alpha ends with episode 13, at #3"),
        (make_fact(FactKind.CLIMB, 6, ALPHA), r"\[b]Alpha climbs 6 ranks to #3"),
        (
            make_fact(FactKind.CLOSEST_RACE, 252, ALPHA, BETA, unit=RecordUnit.BASIS_POINTS),
            r"\[b]Alpha is #1 by 2.5 %, ahead of Beta",
        ),
        (make_fact(FactKind.REIGN, 21, ALPHA), r"\[b]Alpha is #1 for the 21st week in a row"),
        (
            make_fact(FactKind.RECORD, 13, ALPHA, unit=RecordUnit.WEEKS, record=RecordKind.LONGEST_REIGN),
            r"A record, the longest at #1 in a row: \[b]Alpha, 13 weeks",
        ),
        (
            make_fact(FactKind.RECORD, 5_000, unit=RecordUnit.DOWNLOADS, record=RecordKind.BIGGEST_WEEK),
            "A record, the biggest week of all shows: 5,000 downloads",
        ),
    ],
)
def test_a_fact_is_one_sentence(fact: Fact, sentence: str) -> None:
    assert describe_fact(fact) == sentence


def make_week(change: RecordChange) -> WeekChart:
    record = WeekRecord(RecordKind.HIGHEST_DEBUT, RecordUnit.RANK, change, 2, (HOLDER,), None)
    headline = make_fact(FactKind.DEBUT, 3, ALPHA)
    return replace(make_chart(date(2025, 10, 6), {1: 900}), headline=headline, records=(record,))


def test_the_news_are_the_headline_and_the_records_that_were_broken() -> None:
    headline = r"[bold]\[b]Alpha enters at #3[/bold]"
    assert list(list_news(make_week(RecordChange.SET))) == [headline, r"Records: highest debut \[b]Alpha (#2)"]
    assert list(list_news(make_week(RecordChange.EXTENDED))) == [headline]


def test_a_week_may_have_no_news() -> None:
    assert list(list_news(make_chart(date(2025, 10, 6), {}))) == []


@pytest.mark.parametrize(
    ("over", "settled", "state"), [(False, False, "running"), (True, False, "over"), (True, True, "settled")]
)
def test_a_season_is_one_line(*, over: bool, settled: bool, state: str) -> None:
    [season] = make_publication().seasons_index.seasons
    line = describe_season(replace(season, over=over, settled=settled))
    assert line == f"Fall 2025: 2025-W40 to 2025-W42, {state}, 2 shows, 419 downloads; first 海賊"


@pytest.mark.parametrize("kind", RecordKind)
def test_every_record_has_a_name(kind: RecordKind) -> None:
    fact = make_fact(FactKind.RECORD, 1, ALPHA, record=kind)
    assert describe_fact(fact).startswith("A record, the ")
