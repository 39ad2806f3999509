"""The news of a week and the seasons as the terminal tells them: one line each."""

from __future__ import annotations

from collections.abc import Iterator

from nyaastats.cli.console import escape_markup, format_count, pluralize
from nyaastats.publish.contracts.public import SeasonEntry, WeekChart
from nyaastats.publish.contracts.records import RecordChange


def list_news(week: WeekChart) -> Iterator[str]:
    """The headline, then the records; nothing for a week that has neither."""
    if week.headline:
        yield f"[bold]{escape_markup(week.headline.text)}[/bold]"
    if records := [record for record in week.records if record.change is RecordChange.SET]:
        yield "New records:"
        yield from (f"  {escape_markup(record.text)}" for record in records)


def describe_season(season: SeasonEntry) -> str:
    """`Fall 2025: 2025-W40 to 2026-W05, settled, 77 shows, 5,362,587 downloads; first SPY x FAMILY Season 3`."""
    state = "settled" if season.settled else "over" if season.over else "running"
    champion = f"; first {escape_markup(season.champion_title)}" if season.champion_title else ""
    return (
        f"{season.season}: {season.first_week} to {season.last_week}, {state}, {pluralize(season.shows, 'show')}, "
        f"{format_count(season.downloads)} downloads{champion}"
    )
