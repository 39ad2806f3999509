"""The collector's output: a bar and a short report on a terminal, one line of `key=value` an event in a log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from nyaastats.cli.console import escape_markup, format_count, make_console, make_printable, pluralize
from nyaastats.collect.events import (
    BackfillProgress,
    BackfillSummary,
    Event,
    FeedOutcome,
    FeedSummary,
    PageSummary,
    RateLimited,
    Reporter,
    RunAborted,
    RunFailed,
    RunPlan,
    RunSummary,
    ScrapeProgress,
    ScrapeStarted,
    ScrapeSummary,
)
from nyaastats.collect.reparse import ReparsedBatch
from nyaastats.domain.scrapes import MAX_DOWNLOADS
from nyaastats.store.maintenance import DatabaseStats, HealthReport, VacuumResult

if TYPE_CHECKING:  # it brings the engine, which the collector's commands need not wait for
    from nyaastats.pipeline.count_check import CountCheck

Value = str | int | float | None


@contextmanager
def event_reporter(clock: Callable[[], datetime]) -> Iterator[Reporter]:
    """Yield the function that shows events, as fits where stdout goes."""
    console = make_console()
    if not console.is_terminal:
        yield partial(_log, console, clock)
        return
    # transient: the bar disappears at the end, and only the report stays.
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Screen(console, bar).show


# --- a log ------------------------------------------------------------------------------------------------------------


def _log(console: Console, clock: Callable[[], datetime], event: Event) -> None:
    for name, values in log_entries(event):
        # markup=False: `[red]` in an error is printed as it is; soft_wrap: one event stays one line.
        console.print(format_log_line(clock(), name, values), markup=False, soft_wrap=True)


def format_log_line(moment: datetime, name: str, values: Mapping[str, Value]) -> str:
    """`2026-01-05T12:05:03Z feed outcome=read new=3`; None is left out, a value with spaces is quoted (logfmt)."""
    pairs = (f"{key}={_value(value)}" for key, value in values.items() if value is not None)
    return " ".join((f"{moment:%Y-%m-%dT%H:%M:%SZ}", name, *pairs))


def _value(value: Value) -> str:
    text = make_printable(str(value))
    needs_quotes = not text or any(letter.isspace() or letter in '"=' for letter in text)
    return json.dumps(text, ensure_ascii=False) if needs_quotes else text


def log_entries(event: Event) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """The log line of an event, if it has one: its name and values."""
    match event:
        case FeedSummary():
            yield "feed", _feed_values(event)
        case ScrapeSummary():
            yield "scrape", _scrape_values(event)
        case BackfillProgress():
            yield "page", {"number": event.number, **_page_values(event.page)}
        case RateLimited():
            yield "wait", {"seconds": event.seconds, "reason": event.reason}
        case RunSummary():
            outcome = "failed" if event.failure else "done"
            yield "run", {"outcome": outcome, "reactivated": event.reactivated or None}
        case RunPlan():
            yield from _plan_values(event)
        case BackfillSummary():
            pages = {"pages": event.pages, "new": event.new, "edited": event.edited}
            yield "run", {"outcome": "done", **pages, "reason": event.reason}
        case RunAborted():
            yield "run", {"outcome": event.name.lower(), "reason": event.value}
        case RunFailed():
            yield "run", {"outcome": "failed", "reason": event.reason}


_NOBODY_ASKED = "nobody was asked, and nothing was stored"


def _plan_values(plan: RunPlan) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """What would be asked; `would` says whether."""
    feed_pause, pause = _format_moment(plan.feed_until), _format_moment(plan.tracker_until)
    yield "feed", {"would": "wait" if feed_pause else "ask", "until": feed_pause, "url": plan.feed_url}
    would = "wait" if pause else "ask" if plan.due else "not ask"
    numbers = {"due": plan.due, "requests": plan.requests, "seconds": plan.seconds}
    yield "scrape", {"would": would, "until": pause, **numbers, "url": hide_query(plan.tracker_url)}
    yield "run", {"outcome": "dry run", "reason": _NOBODY_ASKED, "database": "new" if plan.is_new else None}


def _format_moment(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def hide_query(address: str) -> str:
    """A tracker's address without its query, which may be a passkey."""
    return address.partition("?")[0]


def _plan(plan: RunPlan) -> Iterator[str]:
    feed, tracker = escape_markup(plan.feed_url), escape_markup(hide_query(plan.tracker_url))
    if plan.is_new:
        yield "the database would be made, or brought up to date"
    wait = f"not before {plan.feed_until:%H:%M} UTC" if plan.feed_until else "would be fetched, and its torrents stored"
    yield f"[bold]feed[/bold]    {feed}: {wait}"
    due = pluralize(plan.due, "torrent")
    if plan.tracker_until:
        yield f"[bold]counts[/bold]  {due} due; {tracker} wants to be left alone until {plan.tracker_until:%H:%M} UTC"
    elif plan.due:
        requests = pluralize(plan.requests, "request")
        yield f"[bold]counts[/bold]  {due} due: {requests} to {tracker}, {plan.seconds} s at least, each count stored"
    else:
        yield f"[bold]counts[/bold]  no torrent is due at {tracker}"
    yield f"        {_NOBODY_ASKED}"


def _feed_values(feed: FeedSummary) -> dict[str, Value]:
    page = _page_values(feed.page) if feed.outcome is FeedOutcome.READ else {}
    return {"outcome": feed.outcome.value, **page, "gap": "yes" if feed.has_gap else None, "reason": feed.reason}


def _page_values(page: PageSummary) -> dict[str, Value]:
    rejected = {f"rejected_{reason}": number for reason, number in page.rejected.items()}
    return {"listed": page.listed, "new": page.new, "edited": page.edited, **rejected}


def _scrape_values(scrape: ScrapeSummary) -> dict[str, Value]:
    always: dict[str, Value] = {
        "due": scrape.due,
        "counted": scrape.counted,
        "omitted": scrape.omitted,
        "failed": scrape.failed,
    }
    rare: dict[str, Value] = {
        "unusable": scrape.unusable,
        "too_many_downloads": scrape.too_many_downloads,
        "dead": scrape.dead,
        "death_deferred": scrape.death_deferred,
        "limit": scrape.max_infohashes,
        "postponed": scrape.postponed,
        "until": _format_moment(scrape.postponed_until),
    }
    return {**always, **{name: number for name, number in rare.items() if number}, "reason": scrape.reason}


# --- a terminal -------------------------------------------------------------------------------------------------------


class _Screen:
    """A progress bar that goes away at the end, and a few lines that stay."""

    def __init__(self, console: Console, bar: Progress) -> None:
        self._console, self._bar = console, bar
        self._task = bar.add_task("fetching", total=None)

    def show(self, event: Event) -> None:
        """Move the bar, and print the lines of the event."""
        match event:
            case ScrapeStarted():
                self._bar.update(self._task, description="scraping", total=event.torrents)
            case ScrapeProgress():
                self._bar.update(self._task, completed=event.torrents)
            case BackfillProgress():
                self._bar.update(self._task, description=f"page {event.number + 1}")
        for text in screen_lines(event):
            self._console.print(text)


def screen_lines(event: Event) -> Iterator[str]:
    """The lines of an event on a terminal, in rich's markup."""
    match event:
        case FeedSummary():
            yield from _feed_lines(event)
        case ScrapeSummary():
            yield from _scrape(event)
        case BackfillProgress():
            yield f"page {event.number:>4}  {_page(event.page)}"
        case RateLimited():
            yield f"[yellow]waiting {event.seconds} s: {escape_markup(event.reason)}[/yellow]"
        case RunSummary() if event.reactivated:
            yield f"{pluralize(event.reactivated, 'dead torrent')} reactivated"
        case RunPlan():
            yield from _plan(event)
        case BackfillSummary():
            yield f"{pluralize(event.pages, 'page')} read, {pluralize(event.new, 'new torrent')}: {event.reason}"
        case RunAborted():
            yield event.value
        case RunFailed():
            yield f"[red]{escape_markup(event.reason)}[/red]"


_FEEDS = {
    FeedOutcome.UNCHANGED: "unchanged since it was last read",
    FeedOutcome.NOT_YET: "not fetched, its pause is not over",
}


def _feed_lines(feed: FeedSummary) -> Iterator[str]:
    yield f"[bold]feed[/bold]    {_feed(feed)}"
    if feed.has_gap:
        yield "        older torrents may be missing: run nyaastats backfill --pages 20 --until-known"


def _feed(feed: FeedSummary) -> str:
    if feed.outcome is FeedOutcome.FAILED:
        return f"[red]{escape_markup(feed.reason or '')}[/red]"
    return _FEEDS.get(feed.outcome) or _page(feed.page)


def _page(page: PageSummary) -> str:
    rejected = sum(page.rejected.values())
    reasons = ", ".join(f"{format_count(number)} {name.replace('_', ' ')}" for name, number in page.rejected.items())
    left_out = f", [yellow]{format_count(rejected)} left out ({reasons})[/yellow]" if rejected else ""
    new, edited = format_count(page.new), format_count(page.edited)
    return f"{pluralize(page.listed, 'torrent')}: {new} new, {edited} edited{left_out}"


def _scrape(scrape: ScrapeSummary) -> Iterator[str]:
    heading = "[bold]counts[/bold]  "
    if not scrape.due:
        yield f"{heading}no torrent is due"
        return
    if scrape.postponed_until:
        yield f"{heading}{pluralize(scrape.due, 'torrent')} due, and not asked for: {_describe_pause(scrape)}"
        return
    yield f"{heading}{pluralize(scrape.counted, 'torrent')} of {format_count(scrape.due)} that were due"
    if scrape.is_doubtful:
        yield f"        [red]{escape_markup(scrape.reason or '')}[/red]"
    if scrape.max_infohashes:
        yield f"        asked for {pluralize(scrape.max_infohashes, 'torrent')} at a time: the tracker takes no more"
    if scrape.omitted:
        unusable = f", or impossible ones ({format_count(scrape.unusable)})" if scrape.unusable else ""
        yield f"        the tracker gave no counts for {format_count(scrape.omitted)}{unusable}"
    if scrape.too_many_downloads:
        claim = f"more than {format_count(MAX_DOWNLOADS)} downloads"
        number = format_count(scrape.too_many_downloads)
        yield f"        [yellow]it claims {claim} for {number}, which are not stored[/yellow]"
    if scrape.failed:
        yield f"        [red]no answer for {format_count(scrape.failed)}: {escape_markup(scrape.reason or '')}[/red]"
    if scrape.dead:
        yield f"        {pluralize(scrape.dead, 'torrent')} marked as dead after three scrapes of zeros"
    if scrape.death_deferred:
        doubt = "so has most of this run, the tracker may have lost its counts"
        yield f"        [yellow]{format_count(scrape.death_deferred)} had three scrapes of zeros, but {doubt}[/yellow]"


def _describe_pause(scrape: ScrapeSummary) -> str:
    return f"the tracker wants to be left alone until {scrape.postponed_until:%H:%M} UTC"


# --- nyaastats db -----------------------------------------------------------------------------------------------------


def show_aborted(aborted: RunAborted) -> None:
    """Why nothing was done."""
    make_console().print(aborted.value)


def show_health(health: HealthReport) -> None:
    """That the file is undamaged, and which rows cannot be used."""
    console = make_console()
    console.print(f"undamaged: {pluralize(health.torrents, 'torrent')}, {pluralize(health.scrapes, 'scrape')}")
    for noun, bad in (("torrent", health.bad_torrents), ("scrape", health.bad_scrapes)):
        for reason, number in bad.items():
            verb = "is" if number == 1 else "are"
            example = _describe_example(health.clock_errors.get(reason))
            text = f"{pluralize(number, noun)} {verb} left out by the ETL: {reason.replace('_', ' ')}{example}"
            console.print(f"[yellow]{text}[/yellow]", soft_wrap=True)
    if health.scrapes and not health.has_usable_scrapes:
        console.print("[red]no scrape can be used: there is nothing to publish[/red]")
    if health.clock_errors:
        console.print(
            "[red]a clock was wrong: delete such rows of stats, "
            "those from the future with nyaastats db delete-after[/red]",
            soft_wrap=True,
        )


def show_count_faults(check: CountCheck) -> None:
    """What is wrong with counts, each kind with an example."""
    console, faults = make_console(), check.faults
    lines = {
        "count_drops": f"{pluralize(faults.count_drops, 'count drop')} left out",
        "resets": f"{pluralize(faults.resets, 'counter reset')} counted on from",
        "spikes": f"{pluralize(faults.spikes, 'spike')} left out",
        "tracker_restarts": f"{pluralize(faults.tracker_restarts, 'restart')} of the tracker",
    }
    for fault, example in check.examples.items():
        if fault in lines:
            console.print(f"[yellow]{lines[fault]}{_describe_example(example)}[/yellow]", soft_wrap=True)
    if faults.in_doubt:
        torrents = pluralize(faults.in_doubt, "torrent")
        console.print(
            f"[red]{torrents} in doubt, whose count rose beyond belief{_describe_example(check.examples['in_doubt'])}: "
            "delete the rows if they are wrong, else wait for the next scrapes[/red]",
            soft_wrap=True,
        )


def _describe_example(example: str | None) -> str:
    return f", for example {escape_markup(example)}" if example else ""


def show_stats(stats: DatabaseStats) -> None:
    """What is in the database."""
    console = make_console()
    rows = {
        "torrents": _format_tally(stats.torrents),
        "scrapes": format_count(stats.scrapes),
        "from": _format_time(stats.first_scraped_at),
        "until": _format_time(stats.newest_scraped_at),
        "parsed by": _format_tally({f"guessit {version}": number for version, number in stats.parsers.items()}),
        "tracker": stats.tracker or "none scraped yet",
        "size": _format_mib(stats.bytes),
    }
    if stats.trimmed:
        rows["trimmed"] = f"{pluralize(stats.trimmed, 'scrape')}, which are in the archive alone"
    for name, value in rows.items():
        console.print(f"{name:10}{escape_markup(value)}")


def _format_tally(tally: Mapping[str, int]) -> str:
    return ", ".join(f"{format_count(number)} {name}" for name, number in tally.items()) or "none"


def _format_time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "–"


def _format_mib(size: int) -> str:
    return f"{size / 2**20:,.1f} MiB"


def show_vacuum(result: VacuumResult) -> None:
    """The size of the file before and after."""
    make_console().print(f"{_format_mib(result.bytes_before)} before, {_format_mib(result.bytes_after)} after")


def show_reparsed(batches: Iterable[ReparsedBatch]) -> None:
    """How many names were parsed, after each batch."""
    console, names, failed = make_console(), 0, 0
    for batch in batches:
        names, failed = names + batch.names, failed + batch.failed
        console.print(f"{format_count(names)} names parsed, {format_count(failed)} of them without a result")
    if not names:
        console.print("all names were parsed by this version of guessit")


def show_deleted(deleted: int, moment: datetime) -> None:
    """How many counts were deleted."""
    make_console().print(f"{pluralize(deleted, 'count')} after {moment:%Y-%m-%d %H:%M:%S} UTC deleted")
