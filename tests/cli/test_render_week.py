"""A week's news and the seasons, as lines of the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nyaastats.cli.render_week import describe_season, list_news
from nyaastats.domain.shows import AniListId
from nyaastats.publish.contracts.public import WeekChart
from nyaastats.publish.contracts.records import (
    Fact,
    FactKind,
    RecordChange,
    RecordHolder,
    RecordKind,
    RecordUnit,
    WeekRecord,
)
from testkit.small_season import make_chart, make_publication

HOLDER = RecordHolder(AniListId(1), "[b]Alpha", "2025-W41", None, None, 1, 2, 900, None, None)


def make_week(change: RecordChange) -> WeekChart:
    record = WeekRecord(RecordKind.HIGHEST_DEBUT, RecordUnit.RANK, change, 2, (HOLDER,), None, text="Best of [b]Alpha")
    headline = Fact(FactKind.DEBUT, None, RecordUnit.RANK, 3, (), None, 0, 5, text="[b]Alpha enters at #3")
    return replace(make_chart(date(2025, 10, 6), {1: 900}), headline=headline, records=(record,))


def test_the_news_are_the_headline_and_the_records_that_were_broken() -> None:
    headline = r"[bold]\[b]Alpha enters at #3[/bold]"
    assert list(list_news(make_week(RecordChange.SET))) == [headline, "New records:", r"  Best of \[b]Alpha"]
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
