"""The news of a week and the seasons as the terminal tells them: one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from nyaastats.cli.console import escape_markup, format_count, pluralize
from nyaastats.publish.contracts.public import SeasonEntry, WeekChart
from nyaastats.publish.contracts.records import Fact, FactKind, RecordChange, RecordKind, RecordUnit, WeekRecord

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


def list_news(week: WeekChart) -> Iterator[str]:
    """The headline, then the records; nothing for a week that has neither."""
    if week.headline:
        yield f"[bold]{describe_fact(week.headline)}[/bold]"
    if records := [record for record in week.records if record.change is RecordChange.SET]:
        yield f"Records: {'; '.join(map(_describe_record, records))}"


def describe_fact(fact: Fact) -> str:
    """A fact as a sentence without a full stop, its titles escaped."""
    return _SENTENCES[fact.kind](fact, [escape_markup(show.title) for show in fact.shows])


def _tell_new_first(fact: Fact, titles: Sequence[str]) -> str:
    times = "" if fact.value == 1 else f", for the {_format_ordinal(fact.value)} week in all"
    return f"{titles[0]} is the new #1{times}{f', ahead of {titles[1]}' if titles[1:] else ''}"


def _tell_debut(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} enters at #{fact.value}"


def _tell_record(fact: Fact, titles: Sequence[str]) -> str:
    name = _RECORD_NAMES[fact.record] if fact.record else "record"
    return f"A record, the {name}: {', '.join([*titles, _format_value(fact.unit, fact.value)])}"


def _tell_finale(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} ends with episode {fact.episode}, at #{fact.value}"


def _tell_climb(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} climbs {pluralize(fact.value, 'rank')} to #{fact.shows[0].rank}"


def _tell_race(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} is #1 by {_format_value(fact.unit, fact.value)}, ahead of {titles[1]}"


def _tell_reign(fact: Fact, titles: Sequence[str]) -> str:
    return f"{titles[0]} is #1 for the {_format_ordinal(fact.value)} week in a row"


_SENTENCES: Mapping[FactKind, Callable[[Fact, Sequence[str]], str]] = {
    FactKind.NEW_FIRST: _tell_new_first,
    FactKind.DEBUT: _tell_debut,
    FactKind.RECORD: _tell_record,
    FactKind.FINALE: _tell_finale,
    FactKind.CLIMB: _tell_climb,
    FactKind.CLOSEST_RACE: _tell_race,
    FactKind.REIGN: _tell_reign,
}


def _describe_record(record: WeekRecord) -> str:
    titles = [escape_markup(holder.title) for holder in record.holders if holder.title]
    holders = f" {', '.join(titles)}" if titles else ""
    return f"{_RECORD_NAMES[record.kind]}{holders} ({_format_value(record.unit, record.value)})"


def _format_value(unit: RecordUnit, value: int) -> str:
    if unit is RecordUnit.BASIS_POINTS:
        return f"{value / 100:.1f} %"
    if unit is RecordUnit.RANK:
        return f"#{value}"
    return pluralize(value, unit.value.removesuffix("s"))


def _format_ordinal(number: int) -> str:
    """`1st`, `2nd`, `11th`."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def describe_season(season: SeasonEntry) -> str:
    """`Fall 2025: 2025-W40 to 2026-W05, settled, 77 shows, 5,362,587 downloads; first SPY x FAMILY Season 3`."""
    state = "settled" if season.settled else "over" if season.over else "running"
    champion = f"; first {escape_markup(season.champion_title)}" if season.champion_title else ""
    return (
        f"{season.season}: {season.first_week} to {season.last_week}, {state}, {pluralize(season.shows, 'show')}, "
        f"{format_count(season.downloads)} downloads{champion}"
    )
