"""What must hold within the charts of all series, over and above the types in `contracts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from nyaastats.domain.calendar import Week
from nyaastats.domain.shows import AniListId
from nyaastats.publish.checks.documents import check_ranks, check_weeks
from nyaastats.publish.contracts.public import ChartRow, WeekChart
from nyaastats.publish.contracts.values import contract_error, week_file

_TOP = 10


def check_week_charts(weeks: Sequence[WeekChart], data_until: datetime) -> None:
    """Raise ContractError unless the weeks follow each other and each row's history is what they add up to."""
    check_weeks(week_file("<week>"), weeks, data_until)
    careers: dict[AniListId, _Career] = {}
    for week in weeks:
        name = week_file(week.week)
        check_ranks(name, week.week, week.rows)
        _check_sums(name, week)
        _check_neighbours(name, week)
        for row in week.rows:
            careers[row.anilist_id] = _extend_career(careers.get(row.anilist_id), week, row)
            _check_history(name, row, careers[row.anilist_id])


def _check_sums(name: str, week: WeekChart) -> None:
    sums = (sum(row.downloads for row in week.rows), sum(row.downloads_estimated for row in week.rows))
    if (week.downloads, week.downloads_estimated) != sums:
        raise contract_error(name, "downloads, downloads_estimated", "are not the sums of the rows")


def _check_neighbours(name: str, week: WeekChart) -> None:
    """Check each row against the next one: how far it is ahead, and whether it is level with another."""
    counts = [row.downloads for row in week.rows]
    for row, after in zip_longest(week.rows, week.rows[1:]):
        margin = row.downloads - after.downloads if after else None
        if (row.margin, row.tied) != (margin, counts.count(row.downloads) > 1):
            raise contract_error(name, "margin, tied", f"of show {row.anilist_id} are not what the next rows say")


@dataclass(frozen=True, slots=True)
class _Career:
    """What one show's weeks so far add up to."""

    last_week: Week
    last_rank: int
    last_downloads: int
    previous: tuple[int, int] | None
    """Rank and downloads in the week before the last one; None when it was not ranked in it."""
    debut_week: str
    peak_rank: int
    weeks: int
    streak: int
    weeks_at_first: int
    weeks_in_top: int


def _extend_career(past: _Career | None, week: WeekChart, row: ChartRow) -> _Career:
    at_first, in_top = int(row.rank == 1), int(row.rank <= _TOP)
    now = Week(week.start_date)
    if past is None:
        return _Career(now, row.rank, row.downloads, None, week.week, row.rank, 1, 1, at_first, in_top)
    is_next = past.last_week.later(1) == now
    return _Career(
        last_week=now,
        last_rank=row.rank,
        last_downloads=row.downloads,
        previous=(past.last_rank, past.last_downloads) if is_next else None,
        debut_week=past.debut_week,
        peak_rank=min(row.rank, past.peak_rank),
        weeks=past.weeks + 1,
        streak=past.streak + 1 if is_next else 1,
        weeks_at_first=past.weeks_at_first + at_first,
        weeks_in_top=past.weeks_in_top + in_top,
    )


def _check_history(name: str, row: ChartRow, career: _Career) -> None:
    previous_rank, previous_downloads = career.previous or (None, None)
    expected = {
        "previous_rank": previous_rank,
        "previous_downloads": previous_downloads,
        "peak_rank": career.peak_rank,
        "weeks_on_chart": career.weeks,
        "streak": career.streak,
        "weeks_at_first": career.weeks_at_first,
        "weeks_in_top_10": career.weeks_in_top,
        "debut_week": career.debut_week,
    }
    for field, value in expected.items():
        if getattr(row, field) != value:
            what = f"is {getattr(row, field)!r} for show {row.anilist_id}, its weeks say {value!r}"
            raise contract_error(name, field, what)
