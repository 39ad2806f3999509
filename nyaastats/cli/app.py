"""The command line: each command reads its arguments and makes one call. Exit codes are chosen here and nowhere else.

0    success
1    a NyaastatsError or an internal error: one line on stderr says what is wrong and what to do
2    wrong usage
130  stopped by Ctrl-C or SIGTERM (128 plus the number of SIGINT, as shells have it)
141  whoever read the output is gone, as in `| head -1` (128 plus SIGPIPE)
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from nyaastats.cli.archive import ArchivePlace, archive, make_archive_config
from nyaastats.cli.catalogue import RefreshShows, Snapshots, load_catalogue, load_run_catalogue, parse_season
from nyaastats.cli.collect import backfill, db_app, parse_moment, scrape
from nyaastats.cli.engine import (
    AllowDownload,
    EngineAddress,
    MirrorUri,
    ScratchFolder,
    download_missing_extensions,
    make_engine_server,
)
from nyaastats.cli.machine_faults import describe_machine_fault
from nyaastats.cli.ping import ping_afterwards
from nyaastats.cli.review import review
from nyaastats.cli.status import status
from nyaastats.domain.measures import Attribution
from nyaastats.errors import InputError, NyaastatsError
from nyaastats.regular_files import read_text

if TYPE_CHECKING:
    from nyaastats.pipeline.archiving import ArchiveConfig
    from nyaastats.pipeline.etl import EtlConfig, FetchCatalogue
    from nyaastats.settings import Settings

app = typer.Typer(
    help="Scrape counts of anime torrents become a season's weekly ranking and a page per show.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command()(scrape)
app.command()(backfill)
app.command()(archive)
app.command()(status)
app.command()(review)
app.add_typer(db_app, name="db")


class ScheduleChoice(StrEnum):
    """`Schedule` as an argument; a copy, because importing the original loads guessit."""

    boundary = "boundary"
    elapsed = "elapsed"


class ProcessChoice(StrEnum):
    """`Process` as an argument, likewise a copy."""

    plain = "plain"
    mixed = "mixed"
    bumpy = "bumpy"
    cutoff = "cutoff"
    power = "power"
    practice = "practice"


@app.command()
def etl(  # noqa: PLR0913, PLR0917 - each is an option
    db: Annotated[Path | None, typer.Option("--db", metavar="FILE", help="The nyaastats.db of the collector.")] = None,
    archive_place: ArchivePlace = None,
    season: Annotated[str | None, typer.Option(metavar="fall-2025", help="Publish this season alone.")] = None,
    output: Annotated[Path | None, typer.Option(metavar="FOLDER", help="The folder to publish the files in.")] = None,
    anilist: Snapshots = None,
    attribution: Annotated[
        Attribution,
        typer.Option(help="Spread downloads over the interval between two scrapes, or put them at the later scrape."),
    ] = Attribution.INTERVAL,
    engine: EngineAddress = None,
    scratch: ScratchFolder = None,
    mirror: MirrorUri = None,
    *,
    refresh_shows: RefreshShows = False,
    allow_download: AllowDownload = False,
) -> None:
    """Turn a database of scrape counts, or its archive alone, into charts, shows and episodes."""
    from nyaastats.settings import read_settings

    if anilist and refresh_shows:
        raise typer.BadParameter("--refresh-shows asks AniList, and --anilist does not: leave one of them out")
    settings = read_settings()
    with ping_afterwards(settings, "etl"):
        source = make_archive_config(db, archive_place, settings)
        if allow_download:
            download_missing_extensions(source)
        config = replace(
            _make_etl_config(season, source, settings),
            output=output or settings.output,
            attribution=attribution,
            server=make_engine_server(engine, scratch, mirror, source.place, settings),
        )
        _run_etl(
            config,
            lambda span: load_run_catalogue(span, settings, anilist, archive=source.folder, is_refresh=refresh_shows),
        )


def _make_etl_config(season: str | None, source: ArchiveConfig, settings: Settings) -> EtlConfig:
    """What the settings alone say."""
    from nyaastats.domain.matches import Thresholds
    from nyaastats.events_file import read_events
    from nyaastats.pipeline.etl import EtlConfig
    from nyaastats.review.audit_file import read_match_audit
    from nyaastats.settings import read_overrides

    return EtlConfig(
        source=source,
        output=settings.output,
        season=parse_season(season, settings),
        attribution=Attribution.INTERVAL,
        overrides=read_overrides(settings.overrides),
        notes=read_events(settings.events),
        thresholds=Thresholds(settings.match_threshold, settings.match_margin),
        post_airing_weeks=settings.post_airing_weeks,
        now=datetime.now(UTC),
        read_audit=partial(read_match_audit, settings.overrides),
    )


def _run_etl(config: EtlConfig, fetch_catalogue: FetchCatalogue) -> None:
    from nyaastats.cli.render import show_missing_website, show_outcome, show_progress
    from nyaastats.pipeline.etl import STEP_COUNT, run_etl
    from nyaastats.settings import DEFAULT_OUTPUT

    with show_progress(STEP_COUNT) as step:
        outcome = run_etl(config, fetch_catalogue, step)
    show_outcome(outcome, config.output)
    if config.output == DEFAULT_OUTPUT and not (DEFAULT_OUTPUT.parents[1] / "package.json").is_file():
        show_missing_website()


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="A torrent's name.")],
    published: Annotated[str | None, typer.Option(metavar="ISO", help="When it was published.")] = None,
    season: Annotated[str | None, typer.Option(metavar="fall-2025", help="The season to query AniList for.")] = None,
    anilist: Snapshots = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show which show and episode a name is matched with, and the evidence for it."""
    from nyaastats.cli.render import show_explanation
    from nyaastats.domain.calendar import Season
    from nyaastats.domain.matches import Thresholds
    from nyaastats.identify.explanation import build_document, explain_name
    from nyaastats.identify.matcher import Matcher
    from nyaastats.settings import read_overrides, read_settings

    settings = read_settings()
    moment = parse_moment("--published", published) if published is not None else None
    chosen = parse_season(season, settings) or Season.of(moment or datetime.now(UTC))
    shows = load_catalogue([chosen], settings, anilist, sleep=time.sleep if as_json else None).shows
    thresholds = Thresholds(settings.match_threshold, settings.match_margin)
    matcher = Matcher(shows, read_overrides(settings.overrides), thresholds)
    explanation = explain_name(name, moment, matcher)
    if as_json:
        _print_json(build_document(explanation))
    else:
        show_explanation(explanation)


@app.command()
def evaluate(
    names: Annotated[Path, typer.Argument(metavar="NAMES.tsv", help="Names with the right show and episode.")],
    anilist: Annotated[list[Path], typer.Option("--anilist", metavar="FILE", help="AniList snapshots.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as one JSON object.")] = False,
) -> None:
    """Measure precision and recall on labelled names."""
    from nyaastats.cli.render import show_evaluation
    from nyaastats.collect.anilist.snapshots import read_snapshots
    from nyaastats.domain.matches import Thresholds
    from nyaastats.identify import evaluation
    from nyaastats.identify.reading_evaluation import judge_readings
    from nyaastats.settings import read_overrides, read_settings

    settings = read_settings()
    thresholds = Thresholds(settings.match_threshold, settings.match_margin)
    lines = _read_lines(names)
    labelled = evaluation.parse_names(lines)
    readings = judge_readings(evaluation.read_rows(lines))
    shows = read_snapshots(anilist).shows
    judgements = evaluation.evaluate(labelled, shows, read_overrides(settings.overrides), thresholds)
    if as_json:
        _print_json(evaluation.summarise(judgements, readings))
    else:
        show_evaluation(judgements, readings)


_PROCESS_HELP = """How downloads come in.

plain: one decay for all torrents.

mixed: decay differs by show, torrent and release delay; weekends, and old episodes when a new one airs.

bumpy: old episodes are downloaded mostly in the two days after a new one.

cutoff: interest ends with the show.

power: power laws whose exponent differs by torrent.

practice: a mixture for choosing an estimator, not for judging one."""


@app.command()
def synthetic(  # noqa: PLR0913 - each is an option
    output: Annotated[Path, typer.Option(metavar="FILE", help="The nyaastats.db to write.")],
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same season.")] = 2025,
    scale: Annotated[float, typer.Option(help="Multiplies the number of torrents; 1 is a small season.")] = 1.0,
    schedule: Annotated[
        ScheduleChoice,
        typer.Option(help="Scrape after the boundaries of days and weeks, or by the time since publication."),
    ] = ScheduleChoice.boundary,
    process: Annotated[ProcessChoice, typer.Option(help=_PROCESS_HELP)] = ProcessChoice.mixed,
    *,
    seasons: Annotated[
        str | None,
        typer.Option(
            metavar="FIRST..LAST",
            help="Seasons in a row in one database, like summer-2025..winter-2026; without it Fall 2025 alone.",
        ),
    ] = None,
    hostile: Annotated[
        bool,
        typer.Option("--hostile", help="Add shows whose titles are markup and code, to test that they are escaped."),
    ] = False,
) -> None:
    """Generate a synthetic season, or several: a database, its AniList snapshot, and the true downloads."""
    from nyaastats.cli.render import show_synthetic
    from nyaastats.domain.calendar import parse_seasons
    from nyaastats.synthetic import Process, Schedule, generate

    summary = generate(
        output,
        seed=seed,
        scale=scale,
        schedule=Schedule(schedule.value),
        process=Process(process.value),
        hostile=hostile,
        seasons=parse_seasons(seasons) if seasons else (),
    )
    show_synthetic(summary)


def repeat_anilist_option(arguments: Sequence[str]) -> list[str]:
    """`--anilist a.json b.json` as `--anilist a.json --anilist b.json`."""
    # A shell expands `--anilist *.json` to the former, which typer would take for one option and a stray argument.
    spread: list[str] = []
    for argument in arguments:
        follows = len(spread) > 1 and spread[-2] == "--anilist"
        spread += ["--anilist", argument] if follows and argument.endswith(".json") else [argument]
    return spread


def _read_lines(path: Path) -> list[str]:
    try:
        return read_text(path).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"the names {str(path)!r} cannot be read ({error}): give a UTF-8 file of tab-separated names"
        ) from error


def _print_json(document: dict[str, Any]) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True))


def main() -> None:
    """Run the command line in this process; every error is one line on stderr. `cli.process` answers signals."""
    try:
        app(repeat_anilist_option(sys.argv[1:]), prog_name="nyaastats")
    except NyaastatsError as error:
        _fail(str(error))
    except Exception as error:  # the last resort: what the machine refuses, or a bug, reported in one line
        if os.environ.get("NYAASTATS_DEBUG"):
            raise
        defect = f"internal error: {type(error).__name__}: {error}; run it again with NYAASTATS_DEBUG=1 and report it"
        _fail(describe_machine_fault(error) or defect)


def _fail(message: str) -> NoReturn:
    """End with 1 and the line; Python prints it, or `cli.process`, which does not after a signal."""
    sys.exit(f"nyaastats: {' '.join(message.split())}")
