"""`nyaastats archive`, and the archive that other commands are given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nyaastats.pipeline.archiving import ArchiveConfig
    from nyaastats.settings import Settings

ArchiveFolder = Annotated[
    Path | None,
    typer.Option("--archive", metavar="FOLDER", help="The archive; by default NAME.archive beside NAME.db."),
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


def make_archive_config(db: Path | None, folder: Path | None, settings: Settings) -> ArchiveConfig:
    """The archive of a command that was given a database, an archive or both; neither is wrong usage."""
    from nyaastats.pipeline.archiving import ArchiveConfig, choose_folder

    chosen = folder or settings.archive
    if db is None:
        if chosen is None:
            raise typer.BadParameter("give a database with --db FILE, or an archive alone with --archive FOLDER")
        return ArchiveConfig(chosen, None, settings.memory_mib)
    return ArchiveConfig(choose_folder(db, chosen, settings.cache), db, settings.memory_mib)
