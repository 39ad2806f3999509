"""The chart of all series of each week, with what was known of each show's history as of that week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from nyaastats.domain.shows import AniListId
from testkit.oracle.calendar import WEEK, label_week, list_touched
from testkit.oracle.records import WeekCount
from testkit.oracle.year import Year

Table = Mapping[date, Mapping[AniListId, WeekCount]]
"""The downloads of each week by show, the most downloaded first."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row of weeks/<week>.json."""

    anilist_id: AniListId
    title: str
    title_romaji: str
    rank: int
    tied: bool
    downloads: int
    downloads_estimated: int
    margin: int | None
    previous_rank: int | None
    previous_downloads: int | None
    peak_rank: int
    weeks_on_chart: int
    streak: int
    weeks_at_first: int
    weeks_in_top_10: int
    debut_week: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A week of it."""

    week: str
    start_date: date
    complete: bool
    settled: bool
    seasons: list[str]
    downloads: int
    downloads_estimated: int
    rows: list[ChartRow]


@cache
def build_table(year: Year) -> Table:
    """Every week that has begun, also one without a download."""
    table: dict[date, dict[AniListId, WeekCount]] = {monday: {} for monday in year.mondays}
    for (monday, show), _ in sorted(year.answer.ranks.items(), key=lambda item: item[1]):
        table[monday][show] = year.answer.show_weeks[monday, show]
    return table


def list_ranks(table: Table, show: AniListId, until: date) -> list[tuple[date, int]]:
    """The weeks up to one in which a show is ranked, with its ranks."""
    return [(monday, list(row).index(show) + 1) for monday, row in table.items() if monday <= until and show in row]


def count_streak(weeks: Sequence[date]) -> int:
    """How many of them, up to the last, follow each other."""
    streak = 1
    while weeks[-1] - streak * WEEK in weeks:
        streak += 1
    return streak


def build_row(year: Year, table: Table, monday: date, rank: int) -> ChartRow:
    """The show at a rank of a week."""
    shows = list(table[monday])
    show, before = shows[rank - 1], table.get(monday - WEEK, {})
    count = table[monday][show]
    ranks = list_ranks(table, show, monday)
    return ChartRow(
        anilist_id=show,
        title=year.get_title(show),
        title_romaji=year.inputs.shows[show].romaji,
        rank=rank,
        tied=sum(other.downloads == count.downloads for other in table[monday].values()) > 1,
        downloads=count.downloads,
        downloads_estimated=count.estimated,
        margin=count.downloads - table[monday][shows[rank]].downloads if rank < len(shows) else None,
        previous_rank=list(before).index(show) + 1 if show in before else None,
        previous_downloads=before[show].downloads if show in before else None,
        peak_rank=min(own for _, own in ranks),
        weeks_on_chart=len(ranks),
        streak=count_streak([week for week, _ in ranks]),
        weeks_at_first=sum(own == 1 for _, own in ranks),
        weeks_in_top_10=sum(own <= 10 for _, own in ranks),
        debut_week=label_week(ranks[0][0]),
    )


@cache
def build_charts(year: Year) -> list[Chart]:
    """All weeks, one after the other."""
    table = build_table(year)
    return [
        Chart(
            week=label_week(monday),
            start_date=monday,
            complete=year.answer.weeks[monday].is_complete,
            settled=year.answer.weeks[monday].is_settled,
            seasons=list_touched(year.inputs.seasons, monday),
            downloads=sum(count.downloads for count in counts.values()),
            downloads_estimated=sum(count.estimated for count in counts.values()),
            rows=[build_row(year, table, monday, rank) for rank in range(1, len(counts) + 1)],
        )
        for monday, counts in table.items()
    ]
