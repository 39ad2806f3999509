"""Lists the numbers of each week that may be a record, by what its chart and the days of its episodes say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nyaastats.domain.calendar import Week
from nyaastats.domain.ranking import NOTABLE_RANKS
from nyaastats.domain.records import can_set_record
from nyaastats.domain.shows import AniListId
from nyaastats.publish.contracts.public import ChartRow, WeekChart
from nyaastats.publish.contracts.records import RecordHolder, RecordKind

MIN_HOLD_DOWNLOADS = 100
"""Episode 1 needs these in its first 7 days for episode 2 to be compared with it: of a few, any part is by chance."""
TOP = 10
_SECOND = 2
_BASIS_POINTS = 10_000
_FIRST_DAYS = timedelta(days=6)
"""From the first of an episode's first 7 days to the last."""
_EPOCH = date(1970, 1, 1)

Titles = Mapping[AniListId, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be a record."""

    kind: RecordKind
    key: str
    """Who has it: a show, or for all shows together the week."""
    score: tuple[int, ...]
    """More is better."""
    value: int
    holder: RecordHolder


@dataclass(frozen=True, slots=True)
class RecordWeek:
    """A complete week as far as records go."""

    week: str
    candidates: tuple[Candidate, ...]
    leader: str | None
    """The key of the show at rank 1: it holds no record of those that never were; None when nothing was ranked."""


# --- charts -----------------------------------------------------------------------------------------------------------


def count_reigns(charts: Iterable[WeekChart]) -> list[int]:
    """For each week, for how many in a row its first show has been first; 0 when nothing was ranked."""
    reigns: list[int] = []
    for leader, group in groupby(map(find_leader, charts)):
        reigns.extend(0 if leader is None else reign for reign, _ in enumerate(group, start=1))
    return reigns


def find_leader(chart: WeekChart) -> AniListId | None:
    """The show at rank 1; None when nothing was ranked."""
    return AniListId(chart.rows[0].anilist_id) if chart.rows else None


def compute_lead(first: ChartRow) -> int | None:
    """The lead of rank 1, in basis points of its downloads; None when it is alone."""
    return None if first.margin is None else _BASIS_POINTS * first.margin // first.downloads


def list_record_weeks(
    charts: Sequence[WeekChart], episode_firsts: pa.Table, best_days: pa.Table, titles: Titles
) -> Iterator[RecordWeek]:
    """The complete weeks from the first of which a show's number is sure, in order, each with its candidates.

    The weeks before are the guesses at what came before the first scrapes: to be better than they are is no record.
    `episode_firsts` and `best_days` are the measure tables of these names.
    """
    by_week = _group_by_week(
        [
            *_list_premieres(episode_firsts, titles),
            *_list_holds(episode_firsts, titles),
            *_list_days(best_days, titles),
        ]
    )
    weeks_second: Counter[AniListId] = Counter()
    peaks: dict[AniListId, int] = {}
    has_begun = False
    for chart, reign in zip(charts, count_reigns(charts), strict=True):
        if not chart.complete:
            continue
        is_first = not has_begun and any(map(is_sure, chart.rows))
        has_begun = has_begun or is_first
        own = [*_list_of_chart(chart, reign), *_list_of_rows(chart, peaks, weeks_second, is_first=is_first)]
        if not has_begun:
            continue
        leader = find_leader(chart)
        yield RecordWeek(chart.week, (*own, *by_week.get(chart.week, ())), str(leader) if leader else None)


def _group_by_week(candidates: Iterable[Candidate]) -> Mapping[str, Sequence[Candidate]]:
    groups: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[candidate.holder.week].append(candidate)
    return groups


def _list_of_chart(chart: WeekChart, reign: int) -> Iterator[Candidate]:
    if can_set_record(chart.downloads, chart.downloads_estimated):
        holder = _make_holder(chart.week)
        yield Candidate(RecordKind.BIGGEST_WEEK, chart.week, (chart.downloads,), chart.downloads, holder)
    if not chart.rows or not is_sure(first := chart.rows[0]):
        return
    yield _make_candidate(RecordKind.LONGEST_REIGN, chart, first, reign)
    yield _make_candidate(RecordKind.MOST_WEEKS_AT_FIRST, chart, first, first.weeks_at_first)
    if (lead := compute_lead(first)) is not None and is_sure(second := chart.rows[1]):
        holder = _make_row_holder(chart.week, first, rival=second)
        yield Candidate(RecordKind.CLOSEST_FIRST, str(first.anilist_id), (-lead,), lead, holder)


def _list_of_rows(
    chart: WeekChart, peaks: dict[AniListId, int], weeks_second: Counter[AniListId], *, is_first: bool
) -> Iterator[Candidate]:
    """The candidates of each row; `peaks` and `weeks_second` are brought up to this week."""
    for row in chart.rows:
        weeks_second[row.anilist_id] += row.rank == _SECOND
        peak = peaks.get(row.anilist_id)
        peaks[row.anilist_id] = row.peak_rank
        if not is_sure(row):
            continue
        yield from _list_of_row(chart, row)
        if peak is not None and row.rank < peak and row.rank <= NOTABLE_RANKS:
            yield _make_candidate(RecordKind.LATEST_PEAK, chart, row, row.weeks_on_chart)
        if row.rank == _SECOND and not row.weeks_at_first:
            yield _make_candidate(RecordKind.MOST_WEEKS_SECOND, chart, row, weeks_second[row.anilist_id])
        # In the first week all shows are new to the chart, which says nothing of them.
        if row.weeks_on_chart == 1 and not is_first:
            score = (-row.rank, row.downloads)
            holder = _make_row_holder(chart.week, row)
            yield Candidate(RecordKind.HIGHEST_DEBUT, str(row.anilist_id), score, row.rank, holder)


def _list_of_row(chart: WeekChart, row: ChartRow) -> Iterator[Candidate]:
    yield _make_candidate(RecordKind.BEST_WEEK, chart, row, row.downloads)
    if row.rank <= TOP:
        yield _make_candidate(RecordKind.MOST_WEEKS_IN_TOP_10, chart, row, row.weeks_in_top_10)
    # Below the notable ranks a few downloads are many ranks.
    if row.previous_rank and row.previous_rank > row.rank <= NOTABLE_RANKS:
        yield _make_candidate(RecordKind.BIGGEST_CLIMB, chart, row, row.previous_rank - row.rank)
    if row.previous_rank and row.rank > row.previous_rank <= NOTABLE_RANKS:
        yield _make_candidate(RecordKind.BIGGEST_FALL, chart, row, row.rank - row.previous_rank)


def is_sure(row: ChartRow) -> bool:
    """Whether a show's week is sure enough to set a record."""
    return can_set_record(row.downloads, row.downloads_estimated)


def _make_candidate(kind: RecordKind, chart: WeekChart, row: ChartRow, value: int) -> Candidate:
    return Candidate(kind, str(row.anilist_id), (value,), value, _make_row_holder(chart.week, row))


def _make_row_holder(week: str, row: ChartRow, rival: ChartRow | None = None) -> RecordHolder:
    return RecordHolder(
        anilist_id=row.anilist_id,
        title=row.title,
        week=week,
        episode=None,
        day=None,
        rank=row.rank,
        previous_rank=row.previous_rank,
        downloads=row.downloads,
        rival_id=rival.anilist_id if rival else None,
        rival_title=rival.title if rival else None,
    )


# --- episodes ---------------------------------------------------------------------------------------------------------


def _list_days(best_days: pa.Table, titles: Titles) -> Iterator[Candidate]:
    for row in best_days.to_pylist():
        show, downloads = AniListId(row["anilist_id"]), row["downloads"]
        day = _EPOCH + timedelta(days=row["day"])
        holder = _make_holder(row["week"], show, titles[show], row["episode"], day)
        yield Candidate(RecordKind.BEST_DAY, str(show), (downloads,), downloads, holder)


def _list_premieres(episode_firsts: pa.Table, titles: Titles) -> Iterator[Candidate]:
    for show, row in _select_firsts(episode_firsts, 1).items():
        holder = _make_first_holder(show, titles, 1, row)
        yield Candidate(RecordKind.BEST_PREMIERE, str(show), (row["downloads_7"],), row["downloads_7"], holder)


def _list_holds(episode_firsts: pa.Table, titles: Titles) -> Iterator[Candidate]:
    seconds = _select_firsts(episode_firsts, 2)
    for show, first in _select_firsts(episode_firsts, 1).items():
        if not (second := seconds.get(show)) or first["downloads_7"] < MIN_HOLD_DOWNLOADS:
            continue
        # Two episodes on one day are one premiere: nobody had to come back for the second.
        if find_first_day(second["first_published"]) <= find_first_day(first["first_published"]):
            continue
        hold = _BASIS_POINTS * second["downloads_7"] // first["downloads_7"]
        yield Candidate(RecordKind.BEST_HOLD, str(show), (hold,), hold, _make_first_holder(show, titles, 2, second))


def _select_firsts(episode_firsts: pa.Table, episode: int) -> Mapping[AniListId, Mapping[str, Any]]:
    """By show, the row of its episode of this number, where its 7 days are over and sure enough."""
    rows = episode_firsts.filter(pc.equal(episode_firsts["episode"], episode)).to_pylist()
    return {
        AniListId(row["anilist_id"]): row
        for row in rows
        if row["is_over_7"] and can_set_record(row["downloads_7"], row["estimated_7"])
    }


def find_first_day(first_published: int) -> date:
    """The UTC day of a moment in epoch seconds."""
    return _EPOCH + timedelta(days=first_published // 86400)


def _make_first_holder(show: AniListId, titles: Titles, episode: int, row: Mapping[str, Any]) -> RecordHolder:
    day = find_first_day(row["first_published"])
    return _make_holder(str(Week.of(day + _FIRST_DAYS)), show, titles[show], episode, day)


def _make_holder(
    week: str,
    show: AniListId | None = None,
    title: str | None = None,
    episode: int | None = None,
    day: date | None = None,
) -> RecordHolder:
    return RecordHolder(
        anilist_id=show,
        title=title,
        week=week,
        episode=episode,
        day=day,
        rank=None,
        previous_rank=None,
        downloads=None,
        rival_id=None,
        rival_title=None,
    )
