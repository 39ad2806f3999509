"""Words the facts and records of a week: the only place that does, so that a terminal and a page say the same.

Each sentence is without a full stop, and has each title as it stands in its field, isolated where it is written
from the right: who shows it escapes or links it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from nyaastats.domain.calendar import Week
from nyaastats.domain.text import isolate
from nyaastats.publish.build.phrases import (
    format_basis_points,
    format_day,
    format_days,
    format_ordinal,
    format_week,
    join_titles,
    pluralize,
)
from nyaastats.publish.contracts.records import (
    UNITS,
    Fact,
    FactKind,
    FactShow,
    Record,
    RecordChange,
    RecordEntry,
    RecordHolder,
    RecordKind,
    RecordUnit,
    WeekRecord,
)


@dataclass(frozen=True, slots=True)
class _RecordWords:
    """How records of a kind are worded; `{value}` is with its unit, `{number}` without."""

    name: str
    feat: str
    """What was reached."""
    short: str
    """The same once the unit is clear."""
    detail: str = ""
    """What follows where only one show reached it."""


_RECORD_WORDS: Mapping[RecordKind, _RecordWords] = {
    RecordKind.BEST_WEEK: _RecordWords("best week of a show", "with {value}", "with {number}"),
    RecordKind.BEST_PREMIERE: _RecordWords("best premiere", "with {value} in 7 days", "with {number}"),
    RecordKind.BEST_DAY: _RecordWords(
        "best day of an episode", "with {value}", "with {number}", " of episode {holder.episode}"
    ),
    RecordKind.BIGGEST_CLIMB: _RecordWords(
        "biggest climb", "up {value}", "up {number}", ", from #{holder.previous_rank} to #{holder.rank}"
    ),
    RecordKind.BIGGEST_FALL: _RecordWords(
        "biggest fall", "down {value}", "down {number}", ", from #{holder.previous_rank} to #{holder.rank}"
    ),
    RecordKind.BEST_HOLD: _RecordWords("best hold of a second episode", "with {value} of episode 1", "with {number}"),
    RecordKind.LONGEST_REIGN: _RecordWords("longest reign at #1", "with {value}", "with {number}"),
    RecordKind.MOST_WEEKS_AT_FIRST: _RecordWords("most weeks at #1", "with {value}", "with {number}"),
    RecordKind.MOST_WEEKS_IN_TOP_10: _RecordWords("most weeks in the top 10", "with {value}", "with {number}"),
    RecordKind.CLOSEST_FIRST: _RecordWords("closest #1", "with a lead of {value}", "with {number}", " over {rival}"),
    RecordKind.HIGHEST_DEBUT: _RecordWords(
        "highest debut", "at {value} with {holder.downloads:,} downloads", "at {value} with {holder.downloads:,}"
    ),
    RecordKind.LATEST_PEAK: _RecordWords(
        "latest peak", "in week {number} on the chart", "in week {number}", ", at #{holder.rank}"
    ),
    RecordKind.MOST_WEEKS_SECOND: _RecordWords(
        "most weeks at #2 without ever being #1", "with {value}", "with {number}"
    ),
    RecordKind.BIGGEST_WEEK: _RecordWords("biggest week of all shows", "{value}", "{number}"),
}

_BASELINE = "when counting began"
"""In the first week that was watched."""


# --- facts ------------------------------------------------------------------------------------------------------------


def describe_fact(fact: Fact) -> str:
    """`SPY x FAMILY Season 3 is #1 for the 16th week in a row`."""
    return _FACT_WORDS[fact.kind](fact, [isolate(show.title) for show in fact.shows])


def _word_new_first(fact: Fact, titles: Sequence[str]) -> str:
    first, before = titles
    if fact.value == 1:
        return f"{first} is #1 for the first time, in place of {before}"
    return f"{first} is back at #1, for the {format_ordinal(fact.value)} week in all, in place of {before}"


def _word_debut(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} enters the chart at #{fact.value}"


def _word_record(fact: Fact, titles: Sequence[str]) -> str:
    kind = fact.record or RecordKind.BIGGEST_WEEK  # it has one: this satisfies the type
    words, holder = _RECORD_WORDS[kind], next(iter(fact.shows), None)
    feat = _fill(words.feat, kind, fact.value, holder)
    if not titles:
        return f"All shows together set a record, the biggest week so far, with {feat}"
    if kind is RecordKind.BEST_DAY and len(titles) == 1:
        feat = f"{feat} of episode {fact.episode}"
    verb, each = ("sets", "") if len(titles) == 1 else ("set", "each ")
    return f"{join_titles(titles)} {verb} a record, the {words.name}, {each}{feat}"


def _word_finale(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} ends with episode {fact.episode}, at #{fact.value}"


def _word_climb(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} climbs {pluralize(fact.value, 'rank')} to #{fact.shows[0].rank}"


def _word_race(fact: Fact, titles: Sequence[str]) -> str:
    first, second = titles
    return f"{first} is #1 with a lead of {format_basis_points(fact.value)} over {second}"


def _word_reign(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} is #1 for the {format_ordinal(fact.value)} week in a row"


_FACT_WORDS: Mapping[FactKind, Callable[[Fact, Sequence[str]], str]] = {
    FactKind.NEW_FIRST: _word_new_first,
    FactKind.DEBUT: _word_debut,
    FactKind.RECORD: _word_record,
    FactKind.FINALE: _word_finale,
    FactKind.CLIMB: _word_climb,
    FactKind.CLOSEST_RACE: _word_race,
    FactKind.REIGN: _word_reign,
}


# --- records ----------------------------------------------------------------------------------------------------------


def describe_record(record: Record) -> str:
    """`Best week of a show: A with 900 downloads (12–18 January 2026), next: B with 800 (5–11 January 2026)`."""
    kind, entry = record.kind, RecordEntry(record.value, record.holders)
    time = _word_time(kind, entry) + (f", {_BASELINE}" if record.baseline else "")
    runner_up = f", next: {_word_past(kind, record.runner_up)}" if record.runner_up else ""
    return f"{_capitalise(_RECORD_WORDS[kind].name)}: {_word_present(kind, entry)} ({time}){runner_up}"


def describe_week_record(record: WeekRecord) -> str:
    """`Best week of a show: A with 900 downloads, before: B with 800 (5–11 January 2026)`."""
    name = f"{_capitalise(_RECORD_WORDS[record.kind].name)}{_CHANGE_WORDS[record.change]}"
    return f"{name}: {_word_present(record.kind, RecordEntry(record.value, record.holders))}{_word_former(record)}"


_CHANGE_WORDS = {RecordChange.SET: "", RecordChange.EXTENDED: ", extended", RecordChange.EQUALLED: ", equalled"}


def _word_former(record: WeekRecord) -> str:
    """What a week's record beat, or what it is level with."""
    kind, former = record.kind, record.former
    if former is None:
        return ""
    if record.change is RecordChange.EQUALLED:
        return f", level with {_join_holders(former) or 'an earlier week'} ({_word_time(kind, former)})"
    if _is_same_show(former.holders, record.holders):
        short = _fill(_RECORD_WORDS[kind].short, kind, former.value, former.holders[0])
        return f", before: the same show {short} ({_word_time(kind, former)})"
    return f", before: {_word_past(kind, former)}"


def _is_same_show(*holders: Sequence[RecordHolder]) -> bool:
    """Whether all are by the same single show; all shows together are none."""
    ids = {tuple(holder.anilist_id for holder in each) for each in holders}
    return len(ids) == 1 and all(len(each) == 1 and each[0].title for each in holders)


def _word_present(kind: RecordKind, entry: RecordEntry) -> str:
    """Who reached a value, and all about it."""
    words = _RECORD_WORDS[kind]
    return _word_entry(kind, entry, words.feat, f"{words.feat}{words.detail}")


def _word_past(kind: RecordKind, entry: RecordEntry) -> str:
    """The same in short, once the unit is clear, with its time."""
    short = _RECORD_WORDS[kind].short
    return f"{_word_entry(kind, entry, short, short)} ({_word_time(kind, entry)})"


def _word_entry(kind: RecordKind, entry: RecordEntry, shared: str, own: str) -> str:
    """Who reached a value, in the words for several or in those for a single show, and what it is."""
    holder, *others = entry.holders
    if holder.title is None:
        return _fill(own, kind, entry.value, holder)
    if others:
        return f"{_join_holders(entry)}, each {_fill(shared, kind, entry.value, holder)}"
    return f"{isolate(holder.title)} {_fill(own, kind, entry.value, holder)}"


def _join_holders(entry: RecordEntry) -> str:
    titles = [isolate(holder.title) for holder in entry.holders if holder.title]
    return join_titles(titles) if titles else ""


def _word_time(kind: RecordKind, entry: RecordEntry) -> str:
    """When a value was reached; of several times, the first."""
    times = [_format_time(kind, entry.value, holder) for holder in entry.holders]
    return times[0] if len(set(times)) == 1 else f"first {times[0]}"


def _format_time(kind: RecordKind, value: int, holder: RecordHolder) -> str:
    week = Week.parse(holder.week)
    if kind is RecordKind.BEST_DAY and holder.day:
        return format_day(holder.day)
    if holder.day:
        return format_days(holder.day, holder.day + _FIRST_DAYS)
    last_day = week.end - timedelta(days=1)
    if kind is RecordKind.LONGEST_REIGN:
        return format_days(week.later(1 - value).start, last_day)
    return f"by {format_day(last_day)}" if kind in _COUNTS else format_week(week)


_FIRST_DAYS = timedelta(days=6)
"""From the first of an episode's first 7 days to the last."""

_COUNTS = (RecordKind.MOST_WEEKS_AT_FIRST, RecordKind.MOST_WEEKS_IN_TOP_10, RecordKind.MOST_WEEKS_SECOND)
"""Weeks that do not follow each other: only the last is known."""


# --- words ------------------------------------------------------------------------------------------------------------


def _fill(words: str, kind: RecordKind, value: int, holder: RecordHolder | FactShow | None) -> str:
    rival = isinstance(holder, RecordHolder) and holder.rival_title
    return words.format(
        value=_format_value(UNITS[kind], value),
        number=_format_number(UNITS[kind], value),
        holder=holder,
        rival=isolate(rival or ""),
    )


def _format_value(unit: RecordUnit, value: int) -> str:
    """A value with its unit."""
    if unit in {RecordUnit.BASIS_POINTS, RecordUnit.RANK}:
        return _format_number(unit, value)
    return pluralize(value, unit.value.removesuffix("s"))


def _format_number(unit: RecordUnit, value: int) -> str:
    """A value without its unit, where it can be."""
    if unit is RecordUnit.BASIS_POINTS:
        return format_basis_points(value)
    return f"#{value}" if unit is RecordUnit.RANK else f"{value:,}"


def _capitalise(words: str) -> str:
    """With a capital at the start; `str.capitalize` would make all others small."""
    return words[0].upper() + words[1:]
