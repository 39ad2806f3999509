"""Builds the chart of all series: each week's document, and the table of all show-weeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import pyarrow as pa

from nyaastats.domain.calendar import SeasonSpan, Week
from nyaastats.domain.measures import Measures
from nyaastats.publish.contracts.public import SHOW_WEEKS, ChartRow, WeekChart


def build_week_charts(measures: Measures, span: SeasonSpan) -> tuple[WeekChart, ...]:
    """Every week that has begun, also one in which nothing was downloaded."""
    rows = {
        week: tuple(map(_build_row, group))
        for week, group in groupby(measures.rankings.to_pylist(), key=lambda row: row["week"])
    }
    slugs = _list_seasons_by_week(span)
    return tuple(
        _build_chart(week, slugs[Week(week["start_date"])], rows.get(week["week"], ()))
        for week in measures.chart_weeks.to_pylist()
    )


def _list_seasons_by_week(span: SeasonSpan) -> Mapping[Week, tuple[str, ...]]:
    return {week: tuple(season.slug for season in span.seasons if season.touches(week)) for week in span.list_weeks()}


def _build_chart(week: Mapping[str, Any], seasons: tuple[str, ...], rows: Sequence[ChartRow]) -> WeekChart:
    return WeekChart(
        week=week["week"],
        start_date=week["start_date"],
        complete=week["is_complete"],
        settled=week["is_settled"],
        seasons=seasons,
        downloads=sum(row.downloads for row in rows),
        downloads_estimated=sum(row.downloads_estimated for row in rows),
        rows=tuple(rows),
        # `week_news` adds these, where there are any.
        movers=None,
        records=(),
        headline=None,
        facts=(),
        recap=(),
    )


def _build_row(row: Mapping[str, Any]) -> ChartRow:
    return ChartRow(
        anilist_id=row["anilist_id"],
        title=row["title"],
        title_romaji=row["title_romaji"],
        rank=row["rank"],
        tied=row["is_tied"],
        downloads=row["downloads"],
        downloads_estimated=row["downloads_estimated"],
        margin=row["margin"],
        previous_rank=row["previous_rank"],
        previous_downloads=row["previous_downloads"],
        peak_rank=row["peak_rank"],
        weeks_on_chart=row["weeks_on_chart"],
        streak=row["streak"],
        weeks_at_first=row["weeks_at_first"],
        weeks_in_top_10=row["weeks_in_top_10"],
        debut_week=row["debut_week"],
    )


def build_show_weeks(weeks: Iterable[WeekChart]) -> pa.Table:
    """The rows of all charts by show and week, as `SHOW_WEEKS` says."""
    rows = [
        {
            "anilist_id": row.anilist_id,
            "week": week.week,
            "start_date": week.start_date,
            "downloads": row.downloads,
            "downloads_estimated": row.downloads_estimated,
            "rank": row.rank,
            "complete": week.complete,
            "settled": week.settled,
            "title": row.title,
        }
        for week in weeks
        for row in week.rows
    ]
    return pa.Table.from_pylist(sorted(rows, key=lambda row: (row["anilist_id"], row["week"])), schema=SHOW_WEEKS)
