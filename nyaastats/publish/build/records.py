"""Builds the records: a fold over the complete weeks, each of which may set, extend or equal them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from nyaastats.domain.calendar import Week
from nyaastats.publish.build.record_candidates import Candidate, RecordWeek
from nyaastats.publish.build.wording import describe_record, describe_week_record
from nyaastats.publish.contracts.records import (
    UNITS,
    Record,
    RecordChange,
    RecordEntry,
    RecordKind,
    Records,
    WeekRecord,
)

_GROWING = frozenset(
    {
        RecordKind.LONGEST_REIGN,
        RecordKind.MOST_WEEKS_AT_FIRST,
        RecordKind.MOST_WEEKS_IN_TOP_10,
        RecordKind.MOST_WEEKS_SECOND,
    }
)
"""The kinds that count weeks: who holds one can make it larger week by week."""


@dataclass(slots=True)
class _Standing:
    """How one kind of record stands."""

    holders: tuple[Candidate, ...] = ()
    """Those with the best value, in the order in which they reached it."""
    since_week: str = ""
    former: tuple[Candidate, ...] = ()
    """What the record broke."""
    best: dict[str, Candidate] = field(default_factory=dict)
    """By key, its best number so far."""


class RecordBook:
    """The records as of the last week that was entered."""

    def __init__(self) -> None:
        self._standings: defaultdict[RecordKind, _Standing] = defaultdict(_Standing)
        self._first_week: str | None = None
        self._last_week: str | None = None

    def enter(self, week: RecordWeek) -> tuple[WeekRecord, ...]:
        """Take in the next week; return the records that it set, extended or equalled. The first week sets none."""
        _disqualify_leader(self._standings[RecordKind.MOST_WEEKS_SECOND], week)
        groups: defaultdict[RecordKind, list[Candidate]] = defaultdict(list)
        for candidate in week.candidates:
            groups[candidate.kind].append(candidate)
        changes = [
            change
            for kind in RecordKind
            if groups[kind] and (change := _enter_group(kind, self._standings[kind], groups[kind], week.week))
        ]
        is_first = self._first_week is None
        self._first_week, self._last_week = self._first_week or week.week, week.week
        return () if is_first else tuple(changes)

    def build(self) -> Records:
        """The records as they stand."""
        records = tuple(
            self._build_record(kind, self._standings[kind]) for kind in RecordKind if self._standings[kind].holders
        )
        return Records(self._last_week, records)

    def _build_record(self, kind: RecordKind, standing: _Standing) -> Record:
        record = Record(
            kind=kind,
            unit=UNITS[kind],
            value=standing.holders[0].value,
            holders=tuple(candidate.holder for candidate in standing.holders),
            since_week=standing.since_week,
            baseline=all(candidate.holder.week == self._first_week for candidate in standing.holders),
            former=_build_entry(standing.former),
            runner_up=_build_entry(_find_runners_up(standing)),
            text="",
        )
        return replace(record, text=describe_record(record))


def _disqualify_leader(standing: _Standing, week: RecordWeek) -> None:
    """Take the week's first show out of a record of those that never were first."""
    if week.leader not in standing.best:
        return
    del standing.best[week.leader]
    holders = tuple(candidate for candidate in standing.holders if candidate.key != week.leader)
    if holders:
        standing.holders = holders
        return
    standing.holders, standing.former = _select_best(standing.best.values()), ()
    standing.since_week = week.week


def _enter_group(kind: RecordKind, standing: _Standing, group: Sequence[Candidate], week: str) -> WeekRecord | None:
    """Bring a standing up to a week with these candidates, at least one; return what changed."""
    before, arrivals = standing.holders, _select_best(group)
    _keep_best(standing, group)
    if before and arrivals[0].score < before[0].score:
        return None
    if before and arrivals[0].score == before[0].score:
        return _equal_record(kind, standing, arrivals)
    standing.holders = arrivals
    if _is_extension(kind, before, arrivals):
        return _build_change(kind, RecordChange.EXTENDED, arrivals, standing.former)
    standing.since_week, standing.former = week, _select_broken(kind, before, arrivals)
    return _build_change(kind, RecordChange.SET, arrivals, standing.former)


def _keep_best(standing: _Standing, group: Iterable[Candidate]) -> None:
    for candidate in group:
        own = standing.best.get(candidate.key)
        if own is None or candidate.score > own.score:
            standing.best[candidate.key] = candidate


def _equal_record(kind: RecordKind, standing: _Standing, arrivals: Iterable[Candidate]) -> WeekRecord | None:
    """Let those share the record who do not hold it already."""
    before, keys = standing.holders, {candidate.key for candidate in standing.holders}
    others = tuple(candidate for candidate in arrivals if candidate.key not in keys)
    if not others:
        return None
    standing.holders = (*before, *others)
    return _build_change(kind, RecordChange.EQUALLED, others, before)


def _is_extension(kind: RecordKind, before: Sequence[Candidate], arrivals: Sequence[Candidate]) -> bool:
    """Whether all those who held the record, and nobody else, went on."""
    going_on = _find_going_on(kind, before, arrivals)
    return len(going_on) == len(before) == len(arrivals)


def _select_broken(
    kind: RecordKind, before: Sequence[Candidate], arrivals: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """What a new record broke: the former one, of those who shared it and were left behind."""
    going_on = _find_going_on(kind, before, arrivals)
    return tuple(candidate for candidate in before if candidate.key not in going_on) or tuple(before)


def _find_going_on(kind: RecordKind, before: Iterable[Candidate], arrivals: Iterable[Candidate]) -> AbstractSet[str]:
    """The holders who go on counting, where the kind is one that grows."""
    weeks = {candidate.key: candidate.holder.week for candidate in before}
    return {
        candidate.key
        for candidate in arrivals
        if kind in _GROWING and candidate.key in weeks and _is_same_count(kind, candidate, weeks[candidate.key])
    }


def _is_same_count(kind: RecordKind, candidate: Candidate, week: str) -> bool:
    """Whether the count held in an earlier week is the one that goes on; of reigns, a show may have several."""
    begun = Week.parse(candidate.holder.week).later(1 - candidate.value)
    return kind is not RecordKind.LONGEST_REIGN or Week.parse(week) >= begun


def _select_best(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those with the best score, in the order of their weeks, then of their ids."""
    group = list(candidates)
    best = max((candidate.score for candidate in group), default=())
    ties = [candidate for candidate in group if candidate.score == best]
    return tuple(sorted(ties, key=lambda candidate: (candidate.holder.week, candidate.holder.anilist_id or 0)))


def _find_runners_up(standing: _Standing) -> tuple[Candidate, ...]:
    holders = {candidate.key for candidate in standing.holders}
    return _select_best(candidate for key, candidate in standing.best.items() if key not in holders)


def _build_change(
    kind: RecordKind, change: RecordChange, arrivals: Sequence[Candidate], former: Sequence[Candidate]
) -> WeekRecord:
    holders = tuple(candidate.holder for candidate in arrivals)
    record = WeekRecord(kind, UNITS[kind], change, arrivals[0].value, holders, _build_entry(former), text="")
    return replace(record, text=describe_week_record(record))


def _build_entry(candidates: Sequence[Candidate]) -> RecordEntry | None:
    if not candidates:
        return None
    return RecordEntry(candidates[0].value, tuple(candidate.holder for candidate in candidates))
