"""`nyaastats status`: is all well, for whoever runs it, and for a monitor."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from nyaastats.cli.archive import ArchiveFolder, choose_archive_folder
from nyaastats.cli.collect import Database, now
from nyaastats.errors import InputError

_AGE: Final = re.compile(r"(?P<number>[1-9][0-9]{0,3})(?P<unit>[mhd])")
_UNITS: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def parse_age(text: str) -> timedelta:
    """`90m`, `3h` or `2d`; raise InputError for anything else."""
    if match := _AGE.fullmatch(text):
        return int(match["number"]) * _UNITS[match["unit"]]
    raise InputError(f"--max-age {text!r} is no age: write minutes, hours or days like 90m, 3h or 2d")


def status(
    db: Database,
    folder: ArchiveFolder = None,
    output: Annotated[Path | None, typer.Option(metavar="FOLDER", help="The folder that etl publishes in.")] = None,
    max_age: Annotated[str, typer.Option(metavar="AGE", help="Of the newest scrape, at most: 90m, 3h, 2d.")] = "3h",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show how the collector and the publication are doing; changes nothing, also while a run is under way.

    Exits with 1 when the newest scrape is older than --max-age, when there is none, and when an archive is missing.
    """
    from nyaastats.cli.render_status import make_document, show_status
    from nyaastats.pipeline.status import StatusConfig, check_status
    from nyaastats.settings import read_settings

    settings, age = read_settings(), parse_age(max_age)
    config = StatusConfig(db, choose_archive_folder(db, folder, settings), output or settings.output, age)
    health = check_status(config, now())
    if as_json:
        typer.echo(make_document(health))
    else:
        show_status(health)
    if health.needs_help:
        raise typer.Exit(1)
