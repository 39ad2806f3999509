"""The collector's part of the command line: `scrape`, `backfill`, and `db` with commands of its own."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nyaastats.errors import CollectError, InputError

if TYPE_CHECKING:
    from nyaastats.collect.events import RunAborted, RunSummary
    from nyaastats.collect.run import CollectConfig
    from nyaastats.settings import Settings

STOPPED = 130
"""The exit code of what Ctrl-C or SIGTERM ended before it was done."""

Database = Annotated[Path, typer.Option("--db", metavar="FILE", help="The nyaastats.db of the collector.")]
NewDatabase = Annotated[Path, typer.Option("--db", metavar="FILE", help="The nyaastats.db; made if it is not there.")]

db_app = typer.Typer(help="Look after a nyaastats.db.", no_args_is_help=True)


def now() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


def moment(option: str, text: str) -> datetime:
    """The time that an option names; raise InputError when it names none."""
    from nyaastats.store.reader import parse_time

    if (parsed := parse_time(text)) is None:
        raise InputError(f"{option} {text!r} is not a time: write it like 2025-10-07T15:30:00Z")
    return parsed


def scrape(
    db: NewDatabase,
    *,
    watch: Annotated[bool, typer.Option("--watch", help="Keep on, with a run each half hour, until SIGTERM.")] = False,
    revive: Annotated[bool, typer.Option("--revive", help="Look at the dead again.")] = False,
    has_moved: Annotated[
        bool, typer.Option("--tracker-has-moved", help="The tracker of the settings is the old one, at a new address.")
    ] = False,
) -> None:
    """Find new torrents in nyaa's feed, and take the counts of all that are due."""
    from nyaastats.cli.render_collect import event_reporter
    from nyaastats.collect import runner
    from nyaastats.collect.events import RunAborted
    from nyaastats.collect.guessit_pool import open_guessit_pool
    from nyaastats.settings import read_settings

    job = _job(db, read_settings(), revive=revive, has_moved=has_moved)
    jobs = chain([job], repeat(replace(job, revive=False, has_moved=False)))  # once is enough for a watch, too
    with open_guessit_pool() as guesser, event_reporter(now) as tell:

        async def once() -> RunSummary | RunAborted:
            ended = await runner.scrape(next(jobs), guesser, tell)
            tell(ended)
            return ended

        ended = asyncio.run(runner.run_until_signal(runner.watch(once, tell, now) if watch else once()))
        if ended is RunAborted.STOPPED:
            tell(ended)
    if ended is RunAborted.STOPPED and not watch:  # a watch has no other end
        raise typer.Exit(STOPPED)
    if not isinstance(ended, RunAborted) and ended.failure:
        raise CollectError(f"{ended.failure}; the next run goes on")


def backfill(
    db: NewDatabase,
    pages: Annotated[int | None, typer.Option(min=1, metavar="N", help="Walk so many pages of the listing.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Walk this listing of nyaa's instead.")] = None,
    *,
    until_known: Annotated[bool, typer.Option("--until-known", help="Stop at a page with nothing new.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Do not go on where an earlier walk was stopped.")] = False,
) -> None:
    """Find older torrents in nyaa's listings, a page a second."""
    from nyaastats.cli.render_collect import event_reporter
    from nyaastats.collect import runner
    from nyaastats.collect.backfill import Route
    from nyaastats.collect.events import RunAborted
    from nyaastats.collect.guessit_pool import open_guessit_pool
    from nyaastats.settings import read_settings

    if not (pages or url):
        raise InputError("say how far to walk: --pages N, or --url URL for a listing of your own")
    settings = read_settings()
    route = Route(url or settings.listing_url, pages, until_known=until_known, anew=anew)
    with open_guessit_pool() as guesser, event_reporter(now) as tell:
        work = runner.walk(route, _job(db, settings), guesser, tell)
        tell(ended := asyncio.run(runner.run_until_signal(work)))
    if ended is RunAborted.STOPPED:
        raise typer.Exit(STOPPED)


def _job(database: Path, settings: Settings, *, revive: bool = False, has_moved: bool = False) -> CollectConfig:
    from nyaastats.collect.http import HttpPolicy
    from nyaastats.collect.run import CollectConfig

    return CollectConfig(
        database=database,
        feed=settings.feed_url,
        listing=settings.listing_url,
        tracker=settings.tracker_url,
        http_policy=HttpPolicy.for_project(settings.project_url),
        clock=now,
        feed_pause=timedelta(minutes=settings.feed_minutes),
        concurrency=settings.tracker_requests,
        revive=revive,
        has_moved=has_moved,
    )


# --- nyaastats db -----------------------------------------------------------------------------------------------------


@db_app.command()
def check(db: Database) -> None:
    """Read all of it: is the file sound, and which rows will the ETL leave out?"""
    from nyaastats.cli.render_collect import show_health
    from nyaastats.store import maintenance

    show_health(maintenance.check(db, now()))


@db_app.command()
def stats(db: Database) -> None:
    """Say what is in it."""
    from nyaastats.cli.render_collect import show_figures
    from nyaastats.store import maintenance

    show_figures(maintenance.read_stats(db))


@db_app.command()
def vacuum(
    db: Database,
    into: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a compact copy instead, also while a run is under way.")
    ] = None,
) -> None:
    """Make the file as small as it can be."""
    from nyaastats.cli.render_collect import show_ended, show_shrunk
    from nyaastats.collect.events import RunAborted
    from nyaastats.store import maintenance
    from nyaastats.store.lock import try_lock
    from nyaastats.store.reader import check_file

    check_file(db)
    if into:
        return show_shrunk(maintenance.vacuum(db, into))
    with try_lock(db) as is_alone:
        return show_shrunk(maintenance.vacuum(db)) if is_alone else show_ended(RunAborted.BUSY)


@db_app.command()
def reparse(db: Database) -> None:
    """Have names that an older parser read be read again."""
    from nyaastats.cli.render_collect import show_ended, show_reparsed
    from nyaastats.collect.events import RunAborted
    from nyaastats.collect.guessit_pool import open_guessit_pool
    from nyaastats.collect.reparse import reparse
    from nyaastats.store.ledger import open_ledger
    from nyaastats.store.lock import try_lock
    from nyaastats.store.reader import check_file

    check_file(db)
    with try_lock(db) as is_alone:
        if not is_alone:
            return show_ended(RunAborted.BUSY)
        with open_ledger(db) as ledger, open_guessit_pool() as guesser:
            return show_reparsed(reparse(ledger, guesser))


@db_app.command()
def rewind(
    db: Database,
    to: Annotated[str, typer.Option(metavar="ISO", help="The last moment whose counts stay.")],
) -> None:
    """Take out counts that a clock which was ahead has stamped."""
    from nyaastats.cli.render_collect import show_ended, show_rewound
    from nyaastats.collect.events import RunAborted
    from nyaastats.store.ledger import open_ledger
    from nyaastats.store.lock import try_lock
    from nyaastats.store.reader import check_file

    check_file(db)
    last = moment("--to", to)
    with try_lock(db) as is_alone:
        if not is_alone:
            return show_ended(RunAborted.BUSY)
        with open_ledger(db) as ledger:
            return show_rewound(ledger.rewind(last), last)
