"""What must hold between records.json, the records of each week, and the numbers of the weeks to which they point."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from nyaastats.domain.calendar import Week
from nyaastats.domain.records import can_set_record
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.wording import describe_record, describe_week_record
from nyaastats.publish.contracts.public import ChartRow, WeekChart
from nyaastats.publish.contracts.records import (
    UNITS,
    Record,
    RecordEntry,
    RecordHolder,
    RecordKind,
    Records,
    WeekRecord,
)
from nyaastats.publish.contracts.values import RECORDS_FILE, contract_error, week_file

_FIRST_DAYS = 7
_TOP = 10
_SECOND = 2
_BASIS_POINTS = 10_000


def check_records(records: Records, charts: Sequence[WeekChart], episodes: pa.Table) -> None:
    """Raise ContractError unless each record is the number that stands where it points to."""
    numbers = _Numbers(charts, episodes)
    complete = [chart.week for chart in charts if chart.complete and chart.week >= numbers.first_week]
    if records.as_of_week != (complete[-1] if complete else None):
        raise contract_error(RECORDS_FILE, "as_of_week", f"is {records.as_of_week!r}, not the newest complete week")
    for chart in charts:
        _check_kinds(week_file(chart.week), [record.kind for record in chart.records])
        for week_record in chart.records:
            _check_week_record(chart, week_record, numbers)
    _check_kinds(RECORDS_FILE, [record.kind for record in records.records])
    for record in records.records:
        _check_values(RECORDS_FILE, record, (record.former, record.runner_up), numbers)
        _check_listed(record, numbers)
        _check_text(RECORDS_FILE, record.kind, record.text, describe_record(record))


def _check_text(name: str, kind: RecordKind, text: str, expected: str) -> None:
    if text != expected:
        raise contract_error(name, "text", f"of {kind.value} is not {expected!r}")


def _check_kinds(name: str, kinds: Sequence[RecordKind]) -> None:
    if kinds != [kind for kind in RecordKind if kind in kinds]:
        raise contract_error(name, "records", "are not in the order of their kinds, or one is there twice")


def _check_week_record(chart: WeekChart, record: WeekRecord, numbers: _Numbers) -> None:
    name = week_file(chart.week)
    if not chart.complete or chart.week == numbers.first_week:
        raise contract_error(name, "records", "are of a week that sets none")
    if any(holder.week != chart.week for holder in record.holders):
        raise contract_error(name, "records", f"point for {record.kind.value} to another week")
    _check_values(name, record, (record.former,), numbers)
    _check_text(name, record.kind, record.text, describe_week_record(record))


def _check_values(
    name: str, record: Record | WeekRecord, others: Sequence[RecordEntry | None], numbers: _Numbers
) -> None:
    """Check the unit, and that each value is the number that its holders have."""
    if record.unit is not UNITS[record.kind]:
        raise contract_error(name, "unit", f"of {record.kind.value} is {record.unit.value}")
    for entry in (RecordEntry(record.value, record.holders), *others):
        if entry is not None:
            _check_entry(name, record.kind, entry, numbers)


def _check_entry(name: str, kind: RecordKind, entry: RecordEntry, numbers: _Numbers) -> None:
    if not entry.holders:
        raise contract_error(name, "holders", f"of {kind.value} is empty")
    for holder in entry.holders:
        value = numbers.find_value(kind, holder)
        if value != entry.value:
            what = f"of {kind.value}, {entry.value}, is {value} in {holder.week} for show {holder.anilist_id}"
            raise contract_error(name, "value", what)


def _check_listed(record: Record, numbers: _Numbers) -> None:
    """Check that the weeks in which a record was reached say so."""
    # Who holds it since another became first reached it in a week that had a better one.
    if record.kind is RecordKind.MOST_WEEKS_SECOND:
        return
    for holder in record.holders:
        listed = [
            (week_record.value, other)
            for week_record in numbers.charts[holder.week].records
            if week_record.kind is record.kind
            for other in week_record.holders
        ]
        if (record.value, holder) not in listed and holder.week != numbers.first_week:
            what = f"{record.kind.value} of {holder.week} is not in {week_file(holder.week)!r}"
            raise contract_error(RECORDS_FILE, "records", what)


@dataclass(frozen=True)
class _Numbers:
    """The published numbers, as a record points to them."""

    weeks: Sequence[WeekChart]
    episodes: pa.Table

    @cached_property
    def charts(self) -> Mapping[str, WeekChart]:
        return {chart.week: chart for chart in self.weeks}

    @cached_property
    def first_week(self) -> str:
        """The first week of which a show's number is sure; after all others where there is none."""
        sure = (
            chart.week
            for chart in self.weeks
            if any(can_set_record(row.downloads, row.downloads_estimated) for row in chart.rows)
        )
        return next(sure, "9999-W52")

    @cached_property
    def rows(self) -> Mapping[tuple[str, AniListId | None], ChartRow]:
        return {(chart.week, row.anilist_id): row for chart in self.weeks for row in chart.rows}

    @cached_property
    def weeks_second(self) -> Mapping[tuple[str, AniListId | None], int]:
        """By week and show, in how many weeks up to then it was second."""
        counts: Counter[AniListId] = Counter()
        sums: dict[tuple[str, AniListId | None], int] = {}
        for chart in self.weeks:
            for row in chart.rows[1:_SECOND]:
                counts[row.anilist_id] += 1
                sums[chart.week, row.anilist_id] = counts[row.anilist_id]
        return sums

    @cached_property
    def peaks(self) -> Mapping[tuple[str, AniListId | None], int]:
        """By week and show, its best rank before; not there for a debut."""
        best: dict[AniListId, int] = {}
        peaks: dict[tuple[str, AniListId | None], int] = {}
        for chart in self.weeks:
            for row in chart.rows:
                if row.anilist_id in best:
                    peaks[chart.week, row.anilist_id] = best[row.anilist_id]
                best[row.anilist_id] = min(row.rank, best.get(row.anilist_id, row.rank))
        return peaks

    @cached_property
    def daily(self) -> Mapping[tuple[AniListId, int], Sequence[tuple[date, int, int, float]]]:
        """By show and episode 1 or 2, its days, with downloads, estimated ones, and the age at their ends."""
        columns = (
            "anilist_id",
            "episode",
            "date",
            "downloads_daily",
            "downloads_estimated",
            "days_since_first_torrent",
        )
        rows = self.episodes.filter(pc.is_in(self.episodes["episode"], pa.array([1, 2], pa.int32()))).select(columns)
        days: defaultdict[tuple[AniListId, int], list[tuple[date, int, int, float]]] = defaultdict(list)
        for show, episode, moment, downloads, estimated, age in zip(
            *(rows[name].to_pylist() for name in columns), strict=True
        ):
            days[AniListId(show), episode].append((moment.date(), downloads, estimated, age))
        return days

    def find_value(self, kind: RecordKind, holder: RecordHolder) -> int | None:
        """The number to which a record of this kind points; None where there is none, or it can set no record."""
        chart = self.charts.get(holder.week)
        if chart is None or not chart.complete:
            return None
        if kind is RecordKind.BIGGEST_WEEK:
            return chart.downloads if can_set_record(chart.downloads, chart.downloads_estimated) else None
        if kind in _OF_EPISODES:
            return _OF_EPISODES[kind](self, holder)
        row = self.rows.get((holder.week, holder.anilist_id))
        if row is None or not can_set_record(row.downloads, row.downloads_estimated) or not _is_row_of(holder, row):
            return None
        return _OF_ROWS[kind](self, holder.week, row)


def _is_row_of(holder: RecordHolder, row: ChartRow) -> bool:
    return (holder.title, holder.rank, holder.previous_rank, holder.downloads) == (
        row.title,
        row.rank,
        row.previous_rank,
        row.downloads,
    )


def _find_climb(_: _Numbers, __: str, row: ChartRow) -> int | None:
    return row.previous_rank - row.rank if row.previous_rank else None


def _find_fall(_: _Numbers, __: str, row: ChartRow) -> int | None:
    return row.rank - row.previous_rank if row.previous_rank else None


def _count_reign(numbers: _Numbers, week: str, row: ChartRow) -> int:
    """How many weeks back the show is first in each."""
    reign, current = 0, Week.parse(week)
    while (chart := numbers.charts.get(str(current))) and chart.rows and chart.rows[0].anilist_id == row.anilist_id:
        reign, current = reign + 1, current.later(-1)
    return reign


def _find_lead(_: _Numbers, __: str, row: ChartRow) -> int | None:
    return None if row.rank > 1 or row.margin is None else _BASIS_POINTS * row.margin // row.downloads


def _find_peak(numbers: _Numbers, week: str, row: ChartRow) -> int | None:
    return row.weeks_on_chart if row.rank < numbers.peaks.get((week, row.anilist_id), 0) else None


def _count_weeks_second(numbers: _Numbers, week: str, row: ChartRow) -> int | None:
    return None if row.weeks_at_first else numbers.weeks_second.get((week, row.anilist_id))


_OF_ROWS: Mapping[RecordKind, Callable[[_Numbers, str, ChartRow], int | None]] = {
    RecordKind.BEST_WEEK: lambda _, __, row: row.downloads,
    RecordKind.BIGGEST_CLIMB: _find_climb,
    RecordKind.BIGGEST_FALL: _find_fall,
    RecordKind.LONGEST_REIGN: _count_reign,
    RecordKind.MOST_WEEKS_AT_FIRST: lambda _, __, row: row.weeks_at_first if row.rank == 1 else None,
    RecordKind.MOST_WEEKS_IN_TOP_10: lambda _, __, row: row.weeks_in_top_10 if row.rank <= _TOP else None,
    RecordKind.CLOSEST_FIRST: _find_lead,
    RecordKind.HIGHEST_DEBUT: lambda _, __, row: row.rank if row.weeks_on_chart == 1 else None,
    RecordKind.LATEST_PEAK: _find_peak,
    RecordKind.MOST_WEEKS_SECOND: _count_weeks_second,
}


def _find_day(numbers: _Numbers, holder: RecordHolder) -> int | None:
    """The downloads of the episode on the day, which lies in the week."""
    if holder.day is None or str(Week.of(holder.day)) != holder.week:
        return None
    table = numbers.episodes
    is_episode = pc.and_(pc.equal(table["anilist_id"], holder.anilist_id), pc.equal(table["episode"], holder.episode))
    for row in table.filter(is_episode).to_pylist():
        if row["date"].date() == holder.day and can_set_record(row["downloads_daily"], row["downloads_estimated"]):
            downloads: int = row["downloads_daily"]
            return downloads
    return None


def _find_premiere(numbers: _Numbers, holder: RecordHolder) -> int | None:
    return _sum_first_days(numbers, holder, 1) if holder.episode == 1 else None


def _find_hold(numbers: _Numbers, holder: RecordHolder) -> int | None:
    second = _sum_first_days(numbers, holder, holder.episode) if holder.episode == _SECOND else None
    first = _sum_first_days(numbers, holder, 1)
    return _BASIS_POINTS * second // first if first and second else None


def _sum_first_days(numbers: _Numbers, holder: RecordHolder, episode: int) -> int | None:
    """The downloads of an episode in its first 7 days; of the holder's episode, these must end in the week."""
    days = numbers.daily[AniListId(holder.anilist_id or 0), episode]
    # Days before its first torrent's, which a tracker's clock can cause, are of an age that is not above 0: they count.
    day_1 = next((day[0] for day in days if day[3] > 0), None)
    if day_1 is None:
        return None
    end = day_1 + timedelta(days=_FIRST_DAYS)
    own = [day for day in days if day[0] < end]
    if holder.episode == episode and (holder.day, holder.week) != (day_1, str(Week.of(end - timedelta(days=1)))):
        return None
    downloads, estimated = sum(day[1] for day in own), sum(day[2] for day in own)
    return downloads if can_set_record(downloads, estimated) else None


_OF_EPISODES: Mapping[RecordKind, Callable[[_Numbers, RecordHolder], int | None]] = {
    RecordKind.BEST_PREMIERE: _find_premiere,
    RecordKind.BEST_DAY: _find_day,
    RecordKind.BEST_HOLD: _find_hold,
}
