"""Words the facts and records of a week: the only place that does, so that a terminal and a page say the same.

Each sentence is without a full stop, and has each title as it stands in its field: who shows it escapes or links it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nyaastats.publish.contracts.records import Fact, FactKind, Record, RecordKind, RecordUnit, WeekRecord

_RECORD_NAMES: Mapping[RecordKind, str] = {
    RecordKind.BEST_WEEK: "best week of a show",
    RecordKind.BEST_PREMIERE: "best premiere",
    RecordKind.BEST_DAY: "best day of an episode",
    RecordKind.BIGGEST_CLIMB: "biggest climb",
    RecordKind.BIGGEST_FALL: "biggest fall",
    RecordKind.BEST_HOLD: "best hold of a second episode",
    RecordKind.LONGEST_REIGN: "longest at #1 in a row",
    RecordKind.MOST_WEEKS_AT_FIRST: "most weeks at #1",
    RecordKind.MOST_WEEKS_IN_TOP_10: "most weeks in the top 10",
    RecordKind.CLOSEST_FIRST: "closest #1",
    RecordKind.HIGHEST_DEBUT: "highest debut",
    RecordKind.LATEST_PEAK: "latest peak",
    RecordKind.MOST_WEEKS_SECOND: "most weeks at #2 without #1",
    RecordKind.BIGGEST_WEEK: "biggest week of all shows",
}


def describe_fact(fact: Fact) -> str:
    """A fact as a sentence."""
    return _SENTENCES[fact.kind](fact, [show.title for show in fact.shows])


def describe_record(record: Record) -> str:
    """A record as a sentence."""
    return _describe(record)


def describe_week_record(record: WeekRecord) -> str:
    """What a week did to a record, as a sentence."""
    return _describe(record)


def _describe(record: Record | WeekRecord) -> str:
    titles = [holder.title for holder in record.holders if holder.title]
    name = _RECORD_NAMES[record.kind]
    return f"{name[0].upper()}{name[1:]}: {', '.join([*titles, _format_value(record.unit, record.value)])}"


def _word_new_first(fact: Fact, titles: Sequence[str]) -> str:
    times = "" if fact.value == 1 else f", for the {_format_ordinal(fact.value)} week in all"
    return f"{titles[0]} is the new #1{times}{f', ahead of {titles[1]}' if titles[1:] else ''}"


def _word_debut(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} enters at #{fact.value}"


def _word_record(fact: Fact, titles: Sequence[str]) -> str:
    name = _RECORD_NAMES[fact.record] if fact.record else "record"
    return f"A record, the {name}: {', '.join([*titles, _format_value(fact.unit, fact.value)])}"


def _word_finale(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} ends with episode {fact.episode}, at #{fact.value}"


def _word_climb(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} climbs {_format_value(fact.unit, fact.value)} to #{fact.shows[0].rank}"


def _word_race(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} is #1 by {_format_value(fact.unit, fact.value)}, ahead of {titles[1]}"


def _word_reign(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} is #1 for the {_format_ordinal(fact.value)} week in a row"


_SENTENCES: Mapping[FactKind, Callable[[Fact, Sequence[str]], str]] = {
    FactKind.NEW_FIRST: _word_new_first,
    FactKind.DEBUT: _word_debut,
    FactKind.RECORD: _word_record,
    FactKind.FINALE: _word_finale,
    FactKind.CLIMB: _word_climb,
    FactKind.CLOSEST_RACE: _word_race,
    FactKind.REIGN: _word_reign,
}


def _format_value(unit: RecordUnit, value: int) -> str:
    if unit is RecordUnit.BASIS_POINTS:
        return f"{value / 100:.1f}%"
    if unit is RecordUnit.RANK:
        return f"#{value}"
    noun = unit.value.removesuffix("s") if value == 1 else unit.value
    return f"{value:,} {noun}"


def _format_ordinal(number: int) -> str:
    """`1st`, `2nd`, `11th`."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
