"""`nyaastats review`: a person decides doubtful titles, in the terminal or in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nyaastats.cli.archive import ArchiveFolder, make_archive_config
from nyaastats.cli.catalogue import Snapshots, load_run_catalogue, parse_season
from nyaastats.cli.stop_signal import STOPPED
from nyaastats.errors import InputError

if TYPE_CHECKING:
    from nyaastats.pipeline.archiving import ArchiveConfig
    from nyaastats.review.run import ReviewConfig
    from nyaastats.review.session import Session
    from nyaastats.settings import Settings

DEFAULT_PORT = 8765
"""Of the review page. The site's links to it, which it shows only on the same machine, lead here."""


def review(  # noqa: PLR0913, PLR0917 - each is an option
    db: Annotated[Path | None, typer.Option("--db", metavar="FILE", help="The nyaastats.db of the collector.")] = None,
    archive_folder: ArchiveFolder = None,
    season: Annotated[str | None, typer.Option(metavar="fall-2025", help="The season to review.")] = None,
    anilist: Snapshots = None,
    overrides: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where your decisions are saved; created if missing.")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write your decisions as golden cases (.toml) or labelled names (.tsv)."),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port of the review page; 0: any that is free.")
    ] = DEFAULT_PORT,
    *,
    web: Annotated[bool, typer.Option("--web", help="Review in the browser, on this machine only.")] = False,
    audit: Annotated[
        bool, typer.Option("--audit", help="Judge a sample of the matches instead, without seeing them.")
    ] = False,
) -> None:
    """Go through the titles without a show or in doubt, the most downloaded first, and save your decisions."""
    from nyaastats.cli.render_review import require_terminal, show_exported
    from nyaastats.settings import read_settings

    if audit and (web or export):
        raise InputError("--audit asks in the terminal, and nothing else: leave out --web and --export")
    settings = read_settings()
    config = _make_config(make_archive_config(db, archive_folder, settings), season, overrides, settings)
    if not (web or export):
        require_terminal()
    with _open_session(config, settings, anilist) as session:
        if export:
            from nyaastats.review.export import export_answers

            show_exported(export_answers(session, export), export)
        elif audit:
            _hold_audit(session, settings)
        else:
            _hold(session, settings, port=port if web else None)


def _make_config(source: ArchiveConfig, season: str | None, overrides: Path | None, settings: Settings) -> ReviewConfig:
    from nyaastats.domain.matches import Thresholds
    from nyaastats.review.overrides_file import OverridesFile
    from nyaastats.review.run import ReviewConfig
    from nyaastats.settings import read_overrides

    if (path := overrides or settings.overrides) is None:
        raise InputError(
            "no file to save decisions in: name one with --overrides FILE, or as overrides in nyaastats.toml"
        )
    return ReviewConfig(
        source=source,
        season=parse_season(season, settings),
        post_airing_weeks=settings.post_airing_weeks,
        thresholds=Thresholds(settings.match_threshold, settings.match_margin),
        shipped=read_overrides(None),
        overrides_file=OverridesFile(path),
        now=datetime.now(UTC),
    )


@contextmanager
def _open_session(config: ReviewConfig, settings: Settings, snapshots: list[Path] | None) -> Iterator[Session]:
    from nyaastats.cli.render import show_progress
    from nyaastats.review.run import STEP_COUNT, open_run
    from nyaastats.review.session import start_session

    with ExitStack() as stack:
        with show_progress(STEP_COUNT) as step:  # ended before the first question
            archive = config.source.folder
            run = open_run(
                config, lambda span: load_run_catalogue(span, settings, snapshots, archive=archive).shows, step
            )
            session = start_session(stack.enter_context(run))
        yield session


def _hold(session: Session, settings: Settings, *, port: int | None) -> None:
    """Ask in the browser if there is a `port` for it, else in the terminal."""
    from nyaastats.cli.render_review import announce_page, hold_review, show_saved

    try:
        if port is None:
            hold_review(session)
        else:
            from nyaastats.review.web.server import serve

            serve(session, port=port, announce=announce_page)
    except KeyboardInterrupt:
        raise typer.Exit(STOPPED) from None
    finally:
        path = session.overrides_file.path
        show_saved(session, is_configured=path.resolve() == (settings.overrides or Path()).resolve())


def _hold_audit(session: Session, settings: Settings) -> None:
    from nyaastats.cli.render_audit import hold_audit, show_precision
    from nyaastats.review.audit_session import start_audit

    audit = start_audit(session)
    try:
        hold_audit(audit)
    except KeyboardInterrupt:
        raise typer.Exit(STOPPED) from None
    finally:
        path = session.overrides_file.path
        show_precision(audit, path, is_configured=path.resolve() == (settings.overrides or Path()).resolve())
