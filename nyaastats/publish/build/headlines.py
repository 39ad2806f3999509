"""Builds a week's headline facts: what may be told of it, the most surprising first.

A fact is the more surprising, the fewer weeks before had one of its kind that was at least as strong; between equally
surprising ones the order of `FactKind` decides, then that of `RecordKind`.

fact            there is one when                                       stronger is
new_first       another show than the week before is first              fewer weeks at first in all
debut           a show is new, among the first 25                       the better rank, then more downloads
record          a record is broken that no other kind tells             (all are as strong)
finale          a last episode came out, of a show among the first 10   the better rank
climb           a show climbs 2 ranks or more, to 10 or better          more ranks
closest_race    rank 1 leads rank 2 by at most 20 %                     the smaller lead, as a part of rank 1
reign           the same show as the week before is first               more times 5 weeks in a row
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nyaastats.domain.ranking import NOTABLE_RANKS
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.record_candidates import TOP, compute_lead, is_sure
from nyaastats.publish.build.wording import describe_fact
from nyaastats.publish.contracts.public import ChartRow, WeekChart
from nyaastats.publish.contracts.records import (
    Fact,
    FactKind,
    FactShow,
    RecordChange,
    RecordKind,
    RecordUnit,
    WeekRecord,
)

TOLD_RECORDS = frozenset(
    {
        RecordKind.BEST_WEEK,
        RecordKind.BEST_PREMIERE,
        RecordKind.BEST_DAY,
        RecordKind.BEST_HOLD,
        RecordKind.LONGEST_REIGN,
        RecordKind.MOST_WEEKS_AT_FIRST,
        RecordKind.MOST_WEEKS_SECOND,
        RecordKind.BIGGEST_WEEK,
    }
)
"""The records that make a headline. A race and a debut are told as such; climbs, falls and peaks of records happen far
down the chart, and many shows are in the top 10 for long."""

MIN_CLIMB = 2
"""One rank is no news."""

MAX_LEAD = 2000
"""A lead of more basis points is no race."""

REIGN_STEP = 5
"""A reign is news again after so many weeks: else each week of the longest would be the most surprising."""

_ORDER = {kind: place for place, kind in enumerate((*FactKind, *RecordKind))}


@dataclass(frozen=True, slots=True)
class Finale:
    """The last episode of a show."""

    show: AniListId
    episode: int


@dataclass(frozen=True, slots=True)
class ChartChange:
    """A complete week after the first that was watched, and what headlines need besides its rows."""

    chart: WeekChart
    before: Sequence[ChartRow]
    """The rows of the week before."""
    reign: int
    """For how many weeks in a row its first show has been first."""
    records: Sequence[WeekRecord]
    finales: Sequence[Finale]
    """The last episodes that came out in this week."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A fact before it is compared with those of other weeks."""

    kind: FactKind
    strength: tuple[int, ...]
    """More is stronger."""
    value: int
    unit: RecordUnit
    shows: tuple[FactShow, ...]
    record: RecordKind | None = None
    episode: int | None = None


class FactLog:
    """The facts of the weeks so far, with which those of the next are compared."""

    def __init__(self) -> None:
        self._weeks = 0
        self._strengths: defaultdict[tuple[FactKind, RecordKind | None], list[tuple[int, ...]]] = defaultdict(list)

    def enter(self, change: ChartChange) -> tuple[Fact, ...]:
        """Take in the next week; return its facts, the most surprising first.

        Those that at least half of the weeks before had as strong are left out, but for the first.
        """
        drafts = list(_list_drafts(change))
        facts = sorted((self._build_fact(draft) for draft in drafts), key=_get_order)
        for draft in drafts:
            insort(self._strengths[draft.kind, draft.record], draft.strength)
        self._weeks += 1
        surprising = [fact for fact in facts if not 0 < fact.weeks_before <= 2 * fact.weeks_as_strong]
        return tuple(surprising or facts[:1])

    def _build_fact(self, draft: _Draft) -> Fact:
        strengths = self._strengths[draft.kind, draft.record]
        fact = Fact(
            kind=draft.kind,
            record=draft.record,
            unit=draft.unit,
            value=draft.value,
            shows=draft.shows,
            episode=draft.episode,
            weeks_as_strong=len(strengths) - bisect_left(strengths, draft.strength),
            weeks_before=self._weeks,
            text="",
        )
        return replace(fact, text=describe_fact(fact))


def _get_order(fact: Fact) -> tuple[int, int, int]:
    return fact.weeks_as_strong, _ORDER[fact.kind], _ORDER[fact.record] if fact.record else 0


def _list_drafts(change: ChartChange) -> Iterator[_Draft]:
    """The facts of a week: of each kind at most one, of records one for each that was set."""
    rows = change.chart.rows
    if rows:
        yield from _list_of_leader(change)
        yield from _list_race(rows)
    yield from _list_debut(rows)
    yield from _list_climb(rows)
    yield from _list_finale(rows, change.finales)
    yield from _list_set_records(rows, change.records)


def _list_of_leader(change: ChartChange) -> Iterator[_Draft]:
    first, before = change.chart.rows[0], change.before[:1]
    if change.reign > 1:
        strength = (change.reign // REIGN_STEP,)
        yield _Draft(FactKind.REIGN, strength, change.reign, RecordUnit.WEEKS, (_make_show(first),))
    elif before:
        shows = (_make_show(first), _find_show(change.chart.rows, before[0]))
        weeks = first.weeks_at_first
        yield _Draft(FactKind.NEW_FIRST, (-weeks,), weeks, RecordUnit.WEEKS, shows)


def _list_race(rows: Sequence[ChartRow]) -> Iterator[_Draft]:
    lead = compute_lead(rows[0])
    # Unlike a rank, a difference of two numbers is mostly their error where much of them is estimated.
    if lead is not None and lead <= MAX_LEAD and all(is_sure(row) for row in rows[:2]):
        shows = (_make_show(rows[0]), _make_show(rows[1]))
        yield _Draft(FactKind.CLOSEST_RACE, (-lead,), lead, RecordUnit.BASIS_POINTS, shows)


def _list_debut(rows: Iterable[ChartRow]) -> Iterator[_Draft]:
    # The rows stand in the order of their ranks: the first that is new is the best.
    debut = next((row for row in rows if row.weeks_on_chart == 1 and row.rank <= NOTABLE_RANKS), None)
    if debut:
        strength = (-debut.rank, debut.downloads)
        yield _Draft(FactKind.DEBUT, strength, debut.rank, RecordUnit.RANK, (_make_show(debut),))


def _list_climb(rows: Iterable[ChartRow]) -> Iterator[_Draft]:
    climbs = [(row.previous_rank - row.rank, row) for row in rows if row.rank <= TOP and row.previous_rank]
    ranks, row = max(climbs, key=lambda climb: climb[0], default=(0, None))
    if row and ranks >= MIN_CLIMB:
        yield _Draft(FactKind.CLIMB, (ranks,), ranks, RecordUnit.RANKS, (_make_show(row),))


def _list_finale(rows: Iterable[ChartRow], finales: Iterable[Finale]) -> Iterator[_Draft]:
    episodes = {finale.show: finale.episode for finale in finales}
    row = next((row for row in rows if row.rank <= TOP and row.anilist_id in episodes), None)
    if row:
        episode = episodes[row.anilist_id]
        yield _Draft(FactKind.FINALE, (-row.rank,), row.rank, RecordUnit.RANK, (_make_show(row),), episode=episode)


def _list_set_records(rows: Sequence[ChartRow], records: Iterable[WeekRecord]) -> Iterator[_Draft]:
    by_show = {row.anilist_id: row for row in rows}
    for record in records:
        if record.change is RecordChange.SET and record.former and record.kind in TOLD_RECORDS:
            yield _Draft(
                kind=FactKind.RECORD,
                strength=(),
                value=record.value,
                unit=record.unit,
                shows=tuple(_list_holders(record, by_show)),
                record=record.kind,
                episode=record.holders[0].episode,
            )


def _list_holders(record: WeekRecord, rows: Mapping[AniListId, ChartRow]) -> Iterator[FactShow]:
    for holder in record.holders:
        if holder.anilist_id and holder.title:
            row = rows.get(holder.anilist_id)
            yield _make_show(row) if row else FactShow(holder.anilist_id, holder.title, None, None, 0)


def _find_show(rows: Iterable[ChartRow], before: ChartRow) -> FactShow:
    """The show of a row of the week before, as it stands now."""
    row = next((row for row in rows if row.anilist_id == before.anilist_id), None)
    return _make_show(row) if row else FactShow(before.anilist_id, before.title, None, before.rank, 0)


def _make_show(row: ChartRow) -> FactShow:
    return FactShow(row.anilist_id, row.title, row.rank, row.previous_rank, row.downloads)
