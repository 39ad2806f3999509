"""The collector's part of the command line: `scrape`, `backfill`, and `db` with commands of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nyaastats.cli.archive import ArchiveFolder, choose_archive_folder
from nyaastats.cli.ping import ping
from nyaastats.cli.stop_signal import STOPPED
from nyaastats.errors import CollectError, InputError, NyaastatsError

if TYPE_CHECKING:
    from nyaastats.collect.events import RunAborted, RunSummary
    from nyaastats.collect.run import CollectConfig
    from nyaastats.domain.findings import Finding
    from nyaastats.settings import Settings

Database = Annotated[Path, typer.Option("--db", metavar="FILE", help="The nyaastats.db of the collector.")]
NewDatabase = Annotated[Path, typer.Option("--db", metavar="FILE", help="The nyaastats.db; created if missing.")]

db_app = typer.Typer(help="Check, inspect, shrink or repair a nyaastats.db.", no_args_is_help=True)


def now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def parse_moment(option: str, text: str) -> datetime:
    """The time that an option states; raise InputError when it is not one."""
    from nyaastats.domain.times import parse_time

    try:
        return parse_time(text)
    except InputError as error:
        raise InputError(f"{option} {error}") from error


# Imports are inside the functions: each command loads what it uses, and --help answers at once.
def scrape(
    db: NewDatabase,
    *,
    watch: Annotated[bool, typer.Option("--watch", help="Run every half hour until SIGTERM.")] = False,
    retry_dead: Annotated[bool, typer.Option("--retry-dead", help="Scrape torrents marked as dead again.")] = False,
    tracker_has_moved: Annotated[
        bool,
        typer.Option(
            "--tracker-has-moved", help="Accept the tracker of the settings: it is the same one at a new address."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be asked and stored: ask nobody, store nothing.")
    ] = False,
) -> None:
    """Fetch the feed, scrape the due torrents, print a summary. Runs are crash-safe, resumable and exclusive."""
    from nyaastats.settings import read_settings

    if dry_run:
        if watch or retry_dead or tracker_has_moved:
            raise typer.BadParameter("--dry-run stores nothing and runs once: leave the other options out")
        _show_plan(db)
        return
    settings = read_settings()
    config = _build_config(db, settings, retry_dead=retry_dead, tracker_has_moved=tracker_has_moved)
    _run_scrape(config, settings, is_watch=watch)


def _run_scrape(config: CollectConfig, settings: Settings, *, is_watch: bool) -> None:
    import asyncio

    from nyaastats.cli.render_collect import event_reporter
    from nyaastats.collect import runner
    from nyaastats.collect.events import RunAborted
    from nyaastats.collect.guessit_pool import open_guessit_pool

    # Only the first run of a watch gets the two flags: what they ask for is done once.
    configs = chain([config], repeat(replace(config, retry_dead=False, tracker_has_moved=False)))
    with open_guessit_pool() as pool, event_reporter(now) as report:

        async def run_once() -> RunSummary | RunAborted:
            try:
                outcome = await runner.run_scrape(next(configs), pool, report)
            except NyaastatsError:
                await _ping(settings, is_success=False)
                raise
            report(outcome)
            if not isinstance(outcome, RunAborted):  # where another run is under way, that one calls
                await _ping(settings, is_success=outcome.failure is None)
            return outcome

        work = runner.watch(run_once, report, now) if is_watch else run_once()
        outcome = asyncio.run(runner.run_until_signal(work))
        if outcome is RunAborted.STOPPED:
            report(outcome)
    if outcome is RunAborted.STOPPED and not is_watch:  # a watch has no other end
        raise typer.Exit(STOPPED)
    if not isinstance(outcome, RunAborted) and outcome.failure:
        raise CollectError(f"{outcome.failure}; the next run tries again")


async def _ping(settings: Settings, *, is_success: bool) -> None:
    import asyncio

    await asyncio.to_thread(ping, settings, "scrape", is_success=is_success)


def _show_plan(db: Path) -> None:
    from nyaastats.cli.render_collect import event_reporter
    from nyaastats.collect.dry_run import plan_run
    from nyaastats.settings import read_settings
    from nyaastats.store.ledger import read_ledger

    config = _build_config(db, read_settings())
    with read_ledger(db) as ledger, event_reporter(now) as report:
        report(plan_run(config, ledger))


def backfill(
    db: NewDatabase,
    pages: Annotated[int | None, typer.Option(min=1, metavar="N", help="Read so many pages of the listing.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Read this listing of nyaa instead.")] = None,
    *,
    until_known: Annotated[bool, typer.Option("--until-known", help="Stop at a page with nothing new.")] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin at the first page, not where a backfill was interrupted.")
    ] = False,
) -> None:
    """Fetch older torrents from nyaa's listings, one page a second. Resumes where it was interrupted."""
    import asyncio

    from nyaastats.cli.render_collect import event_reporter
    from nyaastats.collect import runner
    from nyaastats.collect.backfill import BackfillPlan
    from nyaastats.collect.events import RunAborted
    from nyaastats.collect.guessit_pool import open_guessit_pool
    from nyaastats.settings import read_settings

    if not (pages or url):
        raise InputError("say how far to go: --pages N, or --url URL for a listing of your own")
    settings = read_settings()
    plan = BackfillPlan(url or settings.listing_url, pages, until_known=until_known, restart=restart)
    with open_guessit_pool() as pool, event_reporter(now) as report:
        work = runner.run_backfill(plan, _build_config(db, settings), pool, report)
        report(outcome := asyncio.run(runner.run_until_signal(work)))
    if outcome is RunAborted.STOPPED:
        raise typer.Exit(STOPPED)


def _build_config(
    database: Path, settings: Settings, *, retry_dead: bool = False, tracker_has_moved: bool = False
) -> CollectConfig:
    from nyaastats.collect.http import HttpPolicy
    from nyaastats.collect.run import CollectConfig

    return CollectConfig(
        database=database,
        feed_url=settings.feed_url,
        listing_url=settings.listing_url,
        tracker_url=settings.tracker_url,
        http_policy=HttpPolicy.for_project(settings.project_url),
        clock=now,
        feed_pause=timedelta(minutes=settings.feed_minutes),
        concurrency=settings.tracker_requests,
        requests_per_second=settings.tracker_requests_per_second,
        retry_dead=retry_dead,
        tracker_has_moved=tracker_has_moved,
    )


# --- nyaastats db -----------------------------------------------------------------------------------------------------


@contextmanager
def _lock_existing(db: Path) -> Iterator[bool]:
    """Yield whether the lock on an existing database was free; if it was not, say so."""
    from nyaastats.cli.render_collect import show_aborted
    from nyaastats.collect.events import RunAborted
    from nyaastats.store.lock import try_lock
    from nyaastats.store.reader import check_file

    check_file(db)
    with try_lock(db) as has_lock:
        if not has_lock:
            show_aborted(RunAborted.BUSY)
        yield has_lock


@db_app.command()
def check(db: Database) -> None:
    """Read the whole file and its archive: are they undamaged, and what is wrong with rows and counts?

    Exits with 1 when a clock was wrong, a count is in doubt, no scrape can be used or the archive is damaged: look
    before you publish.
    """
    from nyaastats.domain.findings import makes_numbers_wrong
    from nyaastats.settings import read_settings

    if makes_numbers_wrong(_find_faults(db, read_settings(), now())):
        raise typer.Exit(1)


def _find_faults(db: Path, settings: Settings, started_at: datetime) -> set[Finding]:
    """All that is found, shown as it is found."""
    from nyaastats.cli.render_archive import show_damage
    from nyaastats.cli.render_collect import show_count_faults, show_health
    from nyaastats.domain.findings import Finding
    from nyaastats.pipeline.archiving import find_archive_damage
    from nyaastats.pipeline.count_check import check_counts
    from nyaastats.store import maintenance
    from nyaastats.store.archive.only_copy import refuse_missing_archive

    health = maintenance.check(db, started_at)
    show_health(health)
    findings, folder = set(health.findings), choose_archive_folder(db, None, settings)
    refuse_missing_archive(folder, db)
    if health.has_usable_scrapes:
        counts = check_counts(db, folder, started_at, memory_mib=settings.memory_mib)
        show_count_faults(counts)
        findings |= counts.findings
    if folder.is_dir():
        damage = find_archive_damage(folder)
        show_damage(folder, damage)
        findings |= {Finding.ARCHIVE_DAMAGED} if damage else set()
    return findings


@db_app.command()
def stats(db: Database) -> None:
    """Show the contents: torrents, scrapes, times, tracker, size."""
    from nyaastats.cli.render_collect import show_stats
    from nyaastats.store import maintenance

    show_stats(maintenance.read_stats(db))


@db_app.command()
def vacuum(
    db: Database,
    into: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a compact copy instead, also during a run.")
    ] = None,
) -> None:
    """Shrink the file by the space of deleted rows."""
    from nyaastats.cli.render_collect import show_vacuum
    from nyaastats.store import maintenance
    from nyaastats.store.reader import check_file

    check_file(db)
    if into:
        show_vacuum(maintenance.vacuum(db, into))
        return
    with _lock_existing(db) as has_lock:
        if has_lock:
            show_vacuum(maintenance.vacuum(db))


@db_app.command()
def reparse(db: Database) -> None:
    """Parse again the names that another version of guessit has parsed."""
    from nyaastats.cli.render_collect import show_reparsed
    from nyaastats.collect.guessit_pool import open_guessit_pool
    from nyaastats.collect.reparse import reparse
    from nyaastats.store.ledger import open_ledger

    with _lock_existing(db) as has_lock:
        if has_lock:
            with open_ledger(db) as ledger, open_guessit_pool() as pool:
                show_reparsed(reparse(ledger, pool))


@db_app.command()
def delete_after(
    db: Database,
    to: Annotated[str, typer.Option(metavar="ISO", help="The last moment whose counts are kept.")],
) -> None:
    """Delete the counts stamped after a moment, for instance by a clock that was ahead."""
    from nyaastats.cli.render_collect import show_deleted
    from nyaastats.store.ledger import open_ledger
    from nyaastats.store.reader import check_file

    check_file(db)
    moment = parse_moment("--to", to)
    with _lock_existing(db) as has_lock:
        if has_lock:
            with open_ledger(db) as ledger:
                show_deleted(ledger.delete_after(moment), moment)


@db_app.command()
def trim(
    db: Database,
    folder: ArchiveFolder = None,
    days: Annotated[int, typer.Option(min=1, metavar="N", help="Take out scrapes older than this.")] = 200,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it. Without, only say how many scrapes it would be.")] = False,
) -> None:
    """Take archived scrapes out of the database: the archive is then their only copy.

    Each torrent's last scrape stays. `db vacuum` then makes the file smaller.
    """
    from nyaastats.cli.render_archive import show_trim
    from nyaastats.pipeline.trimming import TrimConfig, trim_database
    from nyaastats.settings import read_settings

    with _lock_existing(db) as has_lock:
        if has_lock:
            settings, started_at = read_settings(), now()
            config = TrimConfig(
                database=db,
                folder=choose_archive_folder(db, folder, settings),
                scraped_before=started_at - timedelta(days=days),
                now=started_at,
                memory_mib=settings.memory_mib,
                is_rehearsal=not yes,
            )
            show_trim(trim_database(config), config)
