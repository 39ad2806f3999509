"""Any small chart: its records, movers and headlines are those that the oracle finds anew after each week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from nyaastats.domain.calendar import Quarter, Season
from nyaastats.domain.shows import AniListId, Format, Show
from nyaastats.publish.build.week_news import add_news
from nyaastats.publish.contracts.public import ChartRow, WeekChart
from testkit.oracle.answer import Measured, Tails
from testkit.oracle.charts import build_charts
from testkit.oracle.database import DatabaseContent
from testkit.oracle.decay import DecayCurve
from testkit.oracle.documents import to_json
from testkit.oracle.news import build_news
from testkit.oracle.recap import Tokens, list_recap, read_tokens
from testkit.oracle.record_book import build_changes, build_records
from testkit.oracle.records import Answer, Facts, TailCount, WeekCount, WeekStatus
from testkit.oracle.weeks import rank_shows
from testkit.oracle.year import Inputs, Year

MONDAY = date(2025, 9, 29)
SHOWS = [AniListId(number) for number in range(1, 6)]
FIRSTS = pa.schema(
    [("anilist_id", pa.int64()), ("episode", pa.int32()), ("first_published", pa.int64()),
     ("downloads_7", pa.int64()), ("estimated_7", pa.int64()), ("is_over_7", pa.bool_())]
)  # fmt: skip
DAYS = pa.schema(
    [("week", pa.string()), ("anilist_id", pa.int64()), ("episode", pa.int32()), ("day", pa.int64()),
     ("downloads", pa.int64())]
)  # fmt: skip

# Few and small numbers, so that many are equal; a third of some numbers is estimated, which is too much for a record.
counts = st.builds(
    lambda downloads, is_sure: WeekCount(downloads, 0 if is_sure else downloads // 3),
    st.integers(1, 9),
    st.sampled_from([True, True, True, False]),
)
charts = st.lists(st.dictionaries(st.sampled_from(SHOWS), counts, max_size=5), min_size=1, max_size=9)


def scale_up(week: dict[AniListId, WeekCount], scale: int) -> dict[AniListId, WeekCount]:
    """So many that a recap has percentages, which it has of 50 downloads or more."""
    return {show: WeekCount(scale * count.downloads, scale * count.estimated) for show, count in week.items()}


def make_show(show: AniListId) -> Show:
    return Show(show, f"Show {show}", None, None, (), Format.TV, "FINISHED", 12, None, None, None)


def make_year(weeks: list[dict[AniListId, WeekCount]]) -> Year:
    """Nothing but weeks; the last is not over."""
    mondays = [MONDAY + timedelta(weeks=number) for number in range(len(weeks) + 1)]
    show_weeks = {
        (monday, show): count for monday, own in zip(mondays, weeks, strict=False) for show, count in own.items()
    }
    now = datetime.combine(mondays[-1], datetime.min.time(), UTC) + timedelta(hours=6)
    shows = {show: make_show(show) for show in SHOWS}
    status = {monday: WeekStatus(monday != mondays[-1], monday != mondays[-1]) for monday in mondays}
    answer = Answer({}, show_weeks, rank_shows(show_weeks), status, {}, TailCount(0, 0, 0, 0), {}, {})
    measured = Measured([], [], DecayCurve(), Tails({}), 0, {})
    inputs = Inputs(DatabaseContent(), shows, (Season(2025, Quarter.FALL),), ())
    return Year(inputs, Facts([], {}, {}, mondays, now), dict.fromkeys(SHOWS), measured, answer, measured)


def build_week_charts(year: Year) -> list[WeekChart]:
    return [
        WeekChart(
            chart.week,
            chart.start_date,
            chart.complete,
            chart.settled,
            tuple(chart.seasons),
            chart.downloads,
            chart.downloads_estimated,
            tuple(ChartRow(**asdict(row)) for row in chart.rows),
            movers=None,
            records=(),
            headline=None,
            facts=(),
            recap=(),
        )
        for chart in build_charts(year)
    ]


def list_news(charts: tuple[WeekChart, ...]) -> list[Any]:
    return [drop_text(to_json((chart.records, chart.movers, chart.headline, chart.facts))) for chart in charts]


def drop_text(value: Any) -> Any:
    """A document without its sentences, which say what its other fields do."""
    if isinstance(value, dict):
        return {name: drop_text(field) for name, field in value.items() if name != "text"}
    return [drop_text(item) for item in value] if isinstance(value, list) else value


def read_recap(chart: WeekChart) -> list[Tokens]:
    return [read_tokens(sentence.text, [show.title for show in sentence.shows]) for sentence in chart.recap]


def check_recap(chart: WeekChart, expected: Sequence[Tokens | None]) -> None:
    """Compare the numbers of each sentence, but of a fact's own, which the headlines' tests have."""
    published = read_recap(chart)
    assert len(published) == len(expected)
    assert published == [tokens if own is None else own for tokens, own in zip(published, expected, strict=True)]


@settings(max_examples=300)
@given(charts, st.sampled_from([1, 30]))
def test_news_are_those_that_the_oracle_finds(weeks: list[dict[AniListId, WeekCount]], scale: int) -> None:
    year = make_year([scale_up(week, scale) for week in weeks])
    own, records = add_news(
        build_week_charts(year), FIRSTS.empty_table(), DAYS.empty_table(), year.inputs.shows.values()
    )
    news, changes = build_news(year), build_changes(year)
    assert drop_text(to_json(records.records)) == to_json(build_records(year))
    assert list_news(own) == [
        to_json((changes.get(chart.start_date, []), each.movers, each.headline, each.facts))
        for chart in build_charts(year)
        for each in [news[chart.week]]
    ]
    for place, (published, chart) in enumerate(zip(own, build_charts(year), strict=True)):
        each = news[chart.week]
        recap = list_recap(build_charts(year)[: place + 1], each, changes[chart.start_date]) if each.movers else ()
        check_recap(published, list(recap))
