"""What `nyaastats status` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Final

from nyaastats.cli.console import escape_markup, format_count, make_console, pluralize
from nyaastats.domain.health import FailureStreak, Gap, Health

_SPANS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"))
_MAX_GAPS: Final = 10


def make_document(health: Health) -> str:
    """All of it as JSON; times are ISO 8601 in UTC, null is what is not known or not there."""
    return json.dumps(asdict(health), default=_encode_time, ensure_ascii=False, indent=1, sort_keys=True)


def _encode_time(value: object) -> str:
    return f"{value:%Y-%m-%dT%H:%M:%SZ}"


def show_status(health: Health) -> None:
    """Each line says one thing; yellow is what to look at, red what exits with 1."""
    console = make_console()
    for name, text in _list_lines(health):
        console.print(f"{name:10}{text}", soft_wrap=True)


def _list_lines(health: Health) -> Iterator[tuple[str, str]]:
    yield "scraped", _describe_newest(health)
    yield from _describe_gaps(health)
    yield "due", _describe_due(health)
    for streak in health.failures:
        yield streak.subject, f"[yellow]{escape_markup(_describe_streak(streak))}[/yellow]"
    yield "database", f"{_format_mib(health.database_bytes)}, {_format_mib(health.free_bytes)} free on its disk"
    yield "archive", _describe_archive(health)
    yield "published", _describe_publication(health)


def _describe_archive(health: Health) -> str:
    if health.is_archive_missing:
        return "[red]not that of what was trimmed from the database: name it with --archive, or restore it[/red]"
    return "none yet" if health.archive_bytes is None else _format_mib(health.archive_bytes)


def _describe_newest(health: Health) -> str:
    if health.newest_scrape_at is None or health.age_seconds is None:
        return "[red]never[/red]"
    text = f"{_format_time(health.newest_scrape_at)}, {format_span(abs(health.age_seconds))} "
    text += "ago" if health.age_seconds >= 0 else "ahead of the clock"
    if not health.is_late:
        return text
    limit = format_span(health.max_age_seconds)
    reason = f"older than {limit}" if health.age_seconds >= 0 else "a clock was wrong: run nyaastats db check"
    return f"[red]{text}: {reason}[/red]"


def _describe_gaps(health: Health) -> Iterator[tuple[str, str]]:
    if not health.gaps:
        yield "gaps", _describe_no_gaps(health)
    for gap in health.gaps[-_MAX_GAPS:]:
        yield "gap", f"[yellow]{_describe_gap(gap)}[/yellow]"
    if len(health.gaps) > _MAX_GAPS:
        yield "gaps", f"{pluralize(len(health.gaps) - _MAX_GAPS, 'earlier one')} since {health.gaps_since:%Y-%m-%d}"


def _describe_no_gaps(health: Health) -> str:
    """The silence since the newest scrape has no end yet, so it is no gap; it must not read as if all were well."""
    since, newest = f"since {health.gaps_since:%Y-%m-%d}", health.newest_scrape_at
    if newest is None or newest < health.gaps_since:
        return f"[red]no scrape {since}[/red]"
    return f"none {since}, up to the newest scrape" if health.is_late else f"none {since}"


def _describe_gap(gap: Gap) -> str:
    span = format_span(int((gap.end - gap.start).total_seconds()))
    return f"no scrape for {span}, from {_format_time(gap.start)} until {_format_time(gap.end)}"


def _describe_due(health: Health) -> str:
    if health.due is None or health.overdue is None:
        return "not known before the next nyaastats scrape"
    text = pluralize(health.due, "torrent")
    if not health.overdue:
        return text
    return f"{text}, [yellow]{format_count(health.overdue)} of them for more than 2 hours[/yellow]"


def _describe_streak(streak: FailureStreak) -> str:
    runs = pluralize(streak.failures, "run")
    return f"failed in {runs} in a row, since {_format_time(streak.failed_since)}: {streak.reason}"


def _describe_publication(health: Health) -> str:
    if health.published_at is None or health.published_until is None:
        return "never"
    return f"{_format_time(health.published_at)}, data until {_format_time(health.published_until)}"


def format_span(seconds: int) -> str:
    """`3 hours`, `1 day`: in the largest unit of which there are two, or one and no rest; rounded down."""
    for size, unit in _SPANS:
        if seconds >= 2 * size or (seconds >= size and seconds % size == 0):
            return pluralize(seconds // size, unit)
    return pluralize(seconds // 60, "minute")


def _format_time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _format_mib(size: int) -> str:
    return f"{size / 2**20:,.1f} MiB"
