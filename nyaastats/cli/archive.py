"""`nyaastats archive`, and the archive that other commands are given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nyaastats.errors import InputError

if TYPE_CHECKING:
    from nyaastats.pipeline.archiving import ArchiveConfig
    from nyaastats.settings import Settings

# Text, because a path would take `s3://bucket` for a folder `s3:`.
ArchiveFolder = Annotated[
    str | None,
    typer.Option("--archive", metavar="FOLDER", help="The archive; by default NAME.archive beside NAME.db."),
]
ArchivePlace = Annotated[
    str | None,
    typer.Option(
        "--archive",
        metavar="FOLDER|URI",
        help="The archive; by default NAME.archive beside NAME.db. Without --db also s3://BUCKET/NAME.archive.",
    ),
]


def archive(
    db: Annotated[Path, typer.Option("--db", metavar="FILE", help="The nyaastats.db of the collector.")],
    folder: ArchiveFolder = None,
    *,
    compact: Annotated[
        bool, typer.Option("--compact", help="Write it anew in the one form that depends on its rows alone.")
    ] = False,
) -> None:
    """Bring the archive up to date: a database's torrents and scrapes as Parquet, a fiftieth of its size."""
    from nyaastats.cli.render_archive import show_archive
    from nyaastats.pipeline.archiving import compact_source, open_source
    from nyaastats.settings import read_settings

    config = make_archive_config(db, folder, read_settings())
    with open_source(config) as source:
        manifest = compact_source(source) if compact else source.archive.manifest
    show_archive(source, manifest)


def make_archive_config(db: Path | None, place: str | None, settings: Settings) -> ArchiveConfig:
    """The archive of a command that was given a database, an archive or both; neither is wrong usage."""
    from nyaastats.pipeline.archiving import ArchiveConfig
    from nyaastats.store.archive.remote import parse_uri

    if db:
        return ArchiveConfig(choose_archive_folder(db, place, settings), db, settings.memory_mib)
    chosen = place or settings.archive
    if chosen is None:
        raise typer.BadParameter("give a database with --db FILE, or an archive alone with --archive FOLDER")
    return ArchiveConfig(parse_uri(chosen) if _is_uri(chosen) else Path(chosen), None, settings.memory_mib)


def choose_archive_folder(db: Path, place: str | None, settings: Settings) -> Path:
    """The folder of a database's archive; raise InputError for a URI, because what is there is only read."""
    from nyaastats.pipeline.archiving import choose_folder

    chosen = place or settings.archive
    if chosen and _is_uri(chosen):
        raise InputError(
            f"the archive of {str(db)!r} cannot be kept at a URI, where archives are only read: archive to a folder, "
            "and copy that there, its manifest last"
        )
    return choose_folder(db, Path(chosen) if chosen else None, settings.cache)


def _is_uri(place: str) -> bool:
    return "://" in place
