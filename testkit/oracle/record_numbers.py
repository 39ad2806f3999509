"""The numbers of each complete week that may be a record, kind by kind as the contract words them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nyaastats.domain.shows import AniListId
from testkit.oracle.calendar import DAY, find_monday, label_week
from testkit.oracle.charts import Chart, ChartRow, build_charts
from testkit.oracle.first_days import FirstDays, list_days, list_first_days
from testkit.oracle.year import Year

KINDS = {
    "best_week": "downloads",
    "best_premiere": "downloads",
    "best_day": "downloads",
    "biggest_climb": "ranks",
    "biggest_fall": "ranks",
    "best_hold": "basis_points",
    "longest_reign": "weeks",
    "most_weeks_at_first": "weeks",
    "most_weeks_in_top_10": "weeks",
    "closest_first": "basis_points",
    "highest_debut": "rank",
    "latest_peak": "weeks",
    "most_weeks_second": "weeks",
    "biggest_week": "downloads",
}
"""With their units."""
NOTABLE = 25
TOP = 10
SECOND = 2
LEAST_PREMIERE = 100


@dataclass(frozen=True, slots=True)
class Holder:
    """Who reached a number, and where it stands."""

    anilist_id: AniListId | None
    title: str | None
    week: str
    episode: int | None = None
    day: date | None = None
    rank: int | None = None
    previous_rank: int | None = None
    downloads: int | None = None
    rival_id: AniListId | None = None
    rival_title: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number that may be a record."""

    kind: str
    key: object
    """Who has it: the show, or for all shows the week."""
    monday: date
    score: tuple[int, ...]
    value: int
    holder: Holder


def is_sure(downloads: int, estimated: int) -> bool:
    """Whether at most 20 % are estimated."""
    return downloads > 0 and 5 * estimated <= downloads


def list_record_charts(year: Year) -> list[Chart]:
    """The complete weeks, from the first in which the number of any show is sure."""
    return [chart for chart in build_charts(year) if chart.complete][count_unwatched(year) :]


def count_unwatched(year: Year) -> int:
    """How many complete weeks come before: what is said of them is guessed."""
    charts = [chart for chart in build_charts(year) if chart.complete]
    sure = [any(is_sure(row.downloads, row.downloads_estimated) for row in chart.rows) for chart in charts]
    return sure.index(True) if True in sure else len(charts)


def list_numbers(year: Year) -> list[Number]:
    """The numbers of these weeks, in their order, then by show."""
    charts = list_record_charts(year)
    if not charts:
        return []
    begin, end = charts[0].start_date, charts[-1].start_date
    complete, start = [chart for chart in build_charts(year) if chart.complete], count_unwatched(year)
    numbers = [
        number
        for place in range(start, len(complete))
        for number in list_chart_numbers(complete[: place + 1], is_first=place == start)
    ]
    numbers += [*list_best_days(year), *list_premieres(year), *list_holds(year)]
    return sorted(
        (number for number in numbers if begin <= number.monday <= end),
        key=lambda number: (number.monday, number.holder.anilist_id or 0),
    )


# --- of the chart -----------------------------------------------------------------------------------------------------


def list_chart_numbers(charts: list[Chart], *, is_first: bool) -> Iterator[Number]:
    """Those of the last of these weeks; in the first that was watched every show is new to the chart."""
    chart = charts[-1]
    if is_sure(chart.downloads, chart.downloads_estimated):
        holder = Holder(None, None, chart.week)
        yield Number("biggest_week", chart.week, chart.start_date, (chart.downloads,), chart.downloads, holder)
    for row in chart.rows:
        if is_sure(row.downloads, row.downloads_estimated):
            for kind, value in {**count_weeks(charts, row), **compare_weeks(charts, row)}.items():
                yield make_number(kind, chart, row, value)
    yield from list_leads(chart)
    if not is_first:
        yield from list_debuts(chart)


def list_placed(charts: list[Chart], row: ChartRow, rank: int) -> list[bool]:
    """Week by week, whether the show had this rank."""
    return [any(own.anilist_id == row.anilist_id and own.rank == rank for own in chart.rows) for chart in charts]


def count_weeks(charts: list[Chart], row: ChartRow) -> dict[str, int]:
    """How many weeks a show has been somewhere, in a week in which it is."""
    first, second = list_placed(charts, row, 1), list_placed(charts, row, SECOND)
    weeks: dict[str, int] = {}
    if row.rank == 1:
        broken = [place for place, is_first in enumerate(first) if not is_first]
        weeks["longest_reign"] = len(first) - 1 - max(broken, default=-1)
        weeks["most_weeks_at_first"] = sum(first)
    if row.rank <= TOP:
        weeks["most_weeks_in_top_10"] = row.weeks_in_top_10
    if row.rank == SECOND and not any(first):
        weeks["most_weeks_second"] = sum(second)
    return weeks


def compare_weeks(charts: list[Chart], row: ChartRow) -> dict[str, int]:
    """A show's week by itself, and against its weeks before."""
    numbers = {"best_week": row.downloads}
    before = [own.rank for chart in charts[:-1] for own in chart.rows if own.anilist_id == row.anilist_id]
    if before and row.rank < min(before) and row.rank <= NOTABLE:
        numbers["latest_peak"] = len(before) + 1
    if row.previous_rank and row.previous_rank > row.rank and row.rank <= NOTABLE:
        numbers["biggest_climb"] = row.previous_rank - row.rank
    if row.previous_rank and row.previous_rank < row.rank and row.previous_rank <= NOTABLE:
        numbers["biggest_fall"] = row.rank - row.previous_rank
    return numbers


def make_holder(chart: Chart, row: ChartRow, rival: ChartRow | None = None) -> Holder:
    return Holder(
        row.anilist_id,
        row.title,
        chart.week,
        rank=row.rank,
        previous_rank=row.previous_rank,
        downloads=row.downloads,
        rival_id=rival.anilist_id if rival else None,
        rival_title=rival.title if rival else None,
    )


def make_number(kind: str, chart: Chart, row: ChartRow, value: int) -> Number:
    return Number(kind, row.anilist_id, chart.start_date, (value,), value, make_holder(chart, row))


def list_leads(chart: Chart) -> Iterator[Number]:
    """The lead of rank 1 over rank 2, where both are sure."""
    pair = chart.rows[:2]
    if len(pair) == SECOND and all(is_sure(row.downloads, row.downloads_estimated) for row in pair):
        lead = 10_000 * (pair[0].downloads - pair[1].downloads) // pair[0].downloads
        holder = make_holder(chart, *pair)
        yield Number("closest_first", pair[0].anilist_id, chart.start_date, (-lead,), lead, holder)


def list_debuts(chart: Chart) -> Iterator[Number]:
    """The best rank, of equal ranks the more downloads."""
    for row in chart.rows:
        if row.debut_week == chart.week and is_sure(row.downloads, row.downloads_estimated):
            score = (-row.rank, row.downloads)
            yield Number("highest_debut", row.anilist_id, chart.start_date, score, row.rank, make_holder(chart, row))


# --- of episodes ------------------------------------------------------------------------------------------------------


def list_best_days(year: Year) -> Iterator[Number]:
    """Every sure day of an episode; of a show's equal ones the earlier, then the lower episode, comes first."""
    for (show, episode), days in list_days(year).items():
        for day, count in days.items():
            if is_sure(count.downloads, count.estimated):
                holder = Holder(show, year.get_title(show), label_week(find_monday(day)), episode, day)
                yield Number("best_day", show, find_monday(day), (count.downloads,), count.downloads, holder)


def is_whole(line: FirstDays | None) -> bool:
    """Whether the first 7 days are over, and sure."""
    return bool(line and line.downloads_7 and is_sure(line.downloads_7, line.estimated_7 or 0))


def make_first(year: Year, kind: str, show: AniListId, episode: int, value: int) -> Number:
    first = list_first_days(year)[show, episode].first_day
    monday = find_monday(first + 6 * DAY)
    holder = Holder(show, year.get_title(show), label_week(monday), episode, first)
    return Number(kind, show, monday, (value,), value, holder)


def list_premieres(year: Year) -> Iterator[Number]:
    """Episode 1 in its first 7 days."""
    for (show, episode), line in list_first_days(year).items():
        if episode == 1 and is_whole(line):
            yield make_first(year, "best_premiere", show, 1, line.downloads_7 or 0)


def list_holds(year: Year) -> Iterator[Number]:
    """Episode 2 by episode 1."""
    firsts = list_first_days(year)
    for show in sorted(year.shown):
        first, second = firsts.get((show, 1)), firsts.get((show, 2))
        if first and second and is_whole(first) and is_whole(second) and (first.downloads_7 or 0) >= LEAST_PREMIERE:
            hold = 10_000 * (second.downloads_7 or 0) // (first.downloads_7 or 1)
            if second.first_day > first.first_day:
                yield make_first(year, "best_hold", show, 2, hold)
