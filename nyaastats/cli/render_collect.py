"""What the collector tells: a short report with a bar on a terminal, one line of `key=value` a step in a log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from nyaastats.cli.console import count, counted, make_console, printable, shown
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
    RunSummary,
    ScrapeProgress,
    ScrapeStarted,
    ScrapeSummary,
)
from nyaastats.collect.reparse import Batch
from nyaastats.store.maintenance import DatabaseStats, HealthReport, VacuumResult

Value = str | int | float | None


@contextmanager
def event_reporter(clock: Callable[[], datetime]) -> Iterator[Reporter]:
    """Who tells of the steps, in the way that fits where stdout goes."""
    console = make_console()
    if not console.is_terminal:
        yield partial(_log, console, clock)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Screen(console, bar).tell


# --- a log ------------------------------------------------------------------------------------------------------------


def _log(console: Console, clock: Callable[[], datetime], step: Event) -> None:
    for name, values in entries(step):
        console.print(line(clock(), name, values), markup=False, soft_wrap=True)


def line(moment: datetime, name: str, values: Mapping[str, Value]) -> str:
    """`2026-01-05T12:05:03Z feed outcome=read new=3`; what is None is not there, what has spaces is quoted."""
    said = (f"{key}={_value(value)}" for key, value in values.items() if value is not None)
    return " ".join((f"{moment:%Y-%m-%dT%H:%M:%SZ}", name, *said))


def _value(value: Value) -> str:
    text = printable(str(value))
    return json.dumps(text, ensure_ascii=False) if not text or set(text) & set(' "=') else text


def entries(step: Event) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """The line of a step, if it has one: its name and values."""
    match step:
        case FeedSummary():
            page: Mapping[str, Value] = _page(step.page) if step.feed is FeedOutcome.READ else {}
            yield "feed", {"outcome": step.feed.value, **page, "gap": "yes" if step.has_gap else None, "why": step.why}
        case ScrapeSummary():
            yield "scrape", _numbers(step)
        case BackfillProgress():
            yield "page", {"number": step.number, **_page(step.page)}
        case RateLimited():
            yield "wait", {"seconds": step.seconds, "why": step.why}
        case RunSummary():
            outcome = "failed" if step.failure else "done"
            yield "run", {"outcome": outcome, "revived": step.revived or None}
        case BackfillSummary():
            pages = {"pages": step.pages, "new": step.new, "edited": step.edited}
            yield "run", {"outcome": "done", **pages, "why": step.reason}
        case RunAborted():
            yield "run", {"outcome": step.name.lower(), "why": step.value}
        case RunFailed():
            yield "run", {"outcome": "failed", "why": step.why}


def _page(page: PageSummary) -> dict[str, Value]:
    refused = {f"refused_{reason}": number for reason, number in page.refused.items()}
    return {"listed": page.listed, "new": page.new, "edited": page.edited, **refused}


def _numbers(step: ScrapeSummary) -> dict[str, Value]:
    always: dict[str, Value] = {"due": step.due, "counted": step.counted, "silent": step.silent, "failed": step.failed}
    seldom: dict[str, Value] = {"unusable": step.unusable, "dead": step.dead, "spared": step.spared}
    return {**always, **{name: number for name, number in seldom.items() if number}, "why": step.why}


# --- a terminal -------------------------------------------------------------------------------------------------------


class _Screen:
    """A bar while torrents are looked at or pages walked, and a few lines that stay."""

    def __init__(self, console: Console, bar: Progress) -> None:
        self._console, self._bar = console, bar
        self._task = bar.add_task("asking", total=None)

    def tell(self, step: Event) -> None:
        """Move the bar, and say what there is to say."""
        match step:
            case ScrapeStarted():
                self._bar.update(self._task, description="asking the tracker", total=step.torrents)
            case ScrapeProgress():
                self._bar.update(self._task, completed=step.torrents)
            case BackfillProgress():
                self._bar.update(self._task, description=f"page {step.number + 1}")
        for text in report(step):
            self._console.print(text)


def report(step: Event) -> Iterator[str]:
    """What a person is told of a step, in rich's markup."""
    match step:
        case FeedSummary():
            yield f"[bold]feed[/bold]    {_feed(step)}"
            if step.has_gap:
                yield "        older ones may be missing: nyaastats backfill --pages 20 --until-known finds them"
        case ScrapeSummary():
            yield from _scrape(step)
        case BackfillProgress():
            yield f"page {step.number:>4}  {_told(step.page)}"
        case RateLimited():
            yield f"[yellow]waiting {step.seconds} s: {shown(step.why)}[/yellow]"
        case RunSummary() if step.revived:
            yield f"{counted(step.revived, 'dead torrent')} revived"
        case BackfillSummary():
            yield f"{counted(step.pages, 'page')} walked, {counted(step.new, 'new torrent')}: {step.reason}"
        case RunAborted():
            yield step.value
        case RunFailed():
            yield f"[red]{shown(step.why)}[/red]"


_FEEDS = {
    FeedOutcome.UNCHANGED: "unchanged since the last time",
    FeedOutcome.NOT_YET: "not asked, it is too soon",
}


def _feed(step: FeedSummary) -> str:
    if step.feed is FeedOutcome.FAILED:
        return f"[red]{shown(step.why or '')}[/red]"
    return _FEEDS.get(step.feed) or _told(step.page)


def _told(page: PageSummary) -> str:
    refused = sum(page.refused.values())
    why = ", ".join(f"{count(number)} {reason.replace('_', ' ')}" for reason, number in page.refused.items())
    left_out = f", [yellow]{count(refused)} left out ({why})[/yellow]" if refused else ""
    return f"{counted(page.listed, 'torrent')}: {count(page.new)} new, {count(page.edited)} edited{left_out}"


def _scrape(step: ScrapeSummary) -> Iterator[str]:
    heading = "[bold]counts[/bold]  "
    if not step.due:
        yield f"{heading}nothing is due"
        return
    yield f"{heading}{counted(step.counted, 'torrent')} of {count(step.due)} that were due"
    if step.silent:
        unusable = f", of {count(step.unusable)} what cannot be" if step.unusable else ""
        yield f"        the tracker said nothing of {count(step.silent)}{unusable}"
    if step.failed:
        yield f"        [red]no answer for {count(step.failed)}: {shown(step.why or '')}[/red]"
    if step.dead:
        yield f"        {counted(step.dead, 'torrent')} had nothing for the third time: not looked at any more"
    if step.spared:
        doubt = "so has most of this run, and the tracker may have begun anew"
        yield f"        [yellow]{count(step.spared)} have nothing: {doubt}[/yellow]"


# --- one answer -------------------------------------------------------------------------------------------------------


def show_ended(end: RunAborted) -> None:
    """Why nothing, or not all, was done."""
    make_console().print(end.value)


def show_health(health: HealthReport) -> None:
    """That the file is sound, and which rows cannot be used."""
    console = make_console()
    console.print(f"sound: {counted(health.torrents, 'torrent')}, {counted(health.scrapes, 'scrape')}")
    for what, bad in (("torrent", health.bad_torrents), ("scrape", health.bad_scrapes)):
        for reason, number in bad.items():
            are = "is" if number == 1 else "are"
            told = f"{counted(number, what)} {are} left out by the ETL: {reason.replace('_', ' ')}"
            console.print(f"[yellow]{told}[/yellow]")
    if health.from_the_future:
        console.print(
            f"[yellow]{counted(health.from_the_future, 'scrape')} from the future: if a clock was ahead, "
            f"take them out with nyaastats db rewind[/yellow]"
        )


def show_figures(read_stats: DatabaseStats) -> None:
    """What is in the database."""
    console = make_console()
    rows = {
        "torrents": _listed(read_stats.torrents),
        "scrapes": count(read_stats.scrapes),
        "from": _day(read_stats.first),
        "until": _day(read_stats.newest),
        "names by": _listed({f"guessit {version}": number for version, number in read_stats.parsers.items()}),
        "tracker": read_stats.tracker or "none asked yet",
        "size": f"{read_stats.bytes / 2**20:,.1f} MiB",
    }
    for name, value in rows.items():
        console.print(f"{name:10}{shown(value)}")


def _listed(tally: Mapping[str, int]) -> str:
    return ", ".join(f"{count(number)} {name}" for name, number in tally.items()) or "none"


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "–"


def show_shrunk(shrunk: VacuumResult) -> None:
    """How large the file was and is."""
    make_console().print(f"{shrunk.before / 2**20:,.1f} MiB before, {shrunk.after / 2**20:,.1f} MiB now")


def show_reparsed(batches: Iterable[Batch]) -> None:
    """How many names were read again, told while it goes on."""
    console, names, failed = make_console(), 0, 0
    for batch in batches:
        names, failed = names + batch.names, failed + batch.failed
        console.print(f"{count(names)} names read, {count(failed)} cannot be")
    if not names:
        console.print("all names are read by this version of guessit")


def show_rewound(taken: int, to: datetime) -> None:
    """How many counts are gone."""
    make_console().print(f"{counted(taken, 'count')} after {to:%Y-%m-%d %H:%M:%S} UTC taken out")
