"""The chart of each season: its shows' weeks, ranked among themselves; and the season in a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import AniListId
from testkit.oracle.calendar import WEEK, find_current, label_week, list_season_mondays
from testkit.oracle.charts import Table, build_table, list_ranks
from testkit.oracle.days import find_midnight
from testkit.oracle.records import WeekCount
from testkit.oracle.year import Year


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """A row of a season's rankings.json."""

    anilist_id: AniListId
    rank: int
    downloads: int
    downloads_estimated: int
    title: str
    title_romaji: str
    previous_rank: int | None
    peak_rank: int
    weeks_on_chart: int


@dataclass(frozen=True, slots=True)
class SeasonWeek:
    """A week of it."""

    week: str
    start_date: date
    complete: bool
    settled: bool
    rankings: list[SeasonRow]


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """A season in seasons.json."""

    slug: str
    season: str
    first_week: str
    last_week: str
    over: bool
    settled: bool
    shows: int
    downloads: int
    champion_id: AniListId | None
    champion_title: str | None


def select_table(year: Year, season: Season) -> Table:
    """The season's weeks, each with the shows that it ranks then."""
    table, days = build_table(year), year.find_season_days(season)
    return {
        monday: {
            show: count
            for show, count in table[monday].items()
            if show in days and ((last := days[show]) is None or monday <= last)
        }
        for monday in year.list_season_mondays(season)
    }


def build_row(year: Year, table: Table, monday: date, rank: int) -> SeasonRow:
    """The show at a rank of a week."""
    show, before = list(table[monday])[rank - 1], table.get(monday - WEEK, {})
    ranks = list_ranks(table, show, monday)
    return SeasonRow(
        anilist_id=show,
        rank=rank,
        downloads=table[monday][show].downloads,
        downloads_estimated=table[monday][show].estimated,
        title=year.get_title(show),
        title_romaji=year.inputs.shows[show].romaji,
        previous_rank=list(before).index(show) + 1 if show in before else None,
        peak_rank=min(own for _, own in ranks),
        weeks_on_chart=len(ranks),
    )


def build_season_weeks(year: Year, season: Season) -> list[SeasonWeek]:
    """The chart of a season."""
    table = select_table(year, season)
    return [
        SeasonWeek(
            week=label_week(monday),
            start_date=monday,
            complete=year.answer.weeks[monday].is_complete,
            settled=year.answer.weeks[monday].is_settled,
            rankings=[build_row(year, table, monday, rank) for rank in range(1, len(counts) + 1)],
        )
        for monday, counts in table.items()
    ]


def sum_season(table: Table) -> dict[AniListId, WeekCount]:
    """Each ranked show's downloads in all weeks, the most downloaded first."""
    shows = {show for counts in table.values() for show in counts}
    sums = {
        show: WeekCount(
            sum(counts[show].downloads for counts in table.values() if show in counts),
            sum(counts[show].estimated for counts in table.values() if show in counts),
        )
        for show in shows
    }
    return dict(sorted(sums.items(), key=lambda item: (-item[1].downloads, item[0])))


def build_season_line(year: Year, season: Season) -> SeasonLine:
    """The season in a line."""
    table = select_table(year, season)
    sums: Mapping[AniListId, WeekCount] = sum_season(table)
    champion = next(iter(sums), None)
    last = list_season_mondays(season)[-1]
    is_over = last in table and year.is_complete(last)
    return SeasonLine(
        slug=season.slug,
        season=f"{season.quarter.capitalize()} {season.year}",
        first_week=label_week(min(table)),
        last_week=label_week(max(table)),
        over=is_over,
        settled=is_over and all(year.answer.weeks[monday].is_settled for monday in table),
        shows=len(sums),
        downloads=sum(count.downloads for count in sums.values()),
        champion_id=champion,
        champion_title=year.get_title(champion) if champion else None,
    )


def find_chart_end(year: Year, season: Season) -> datetime:
    """Up to when a season's chart is known: a settled one of before the current season's ends with its last week."""
    is_current = season.slug == find_current(year.inputs.seasons, year.list_complete())
    if is_current or not build_season_line(year, season).settled:
        return year.facts.now
    return find_midnight(list_season_mondays(season)[-1] + WEEK)
