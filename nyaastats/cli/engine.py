"""The engine that a command is given: DuckDB and its extensions, or a Spark Connect server in its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nyaastats.engines.base import EngineServer
    from nyaastats.pipeline.archiving import ArchiveConfig
    from nyaastats.settings import Settings
    from nyaastats.store.archive.remote import ArchiveUri

EngineAddress = Annotated[
    str | None,
    typer.Option("--engine", metavar="sc://HOST:PORT", help="A Spark Connect server that measures instead of DuckDB."),
]
ScratchFolder = Annotated[
    str | None,
    typer.Option("--scratch", metavar="FOLDER|URI", help="Where that server may write tables while it measures."),
]
MirrorUri = Annotated[
    str | None,
    typer.Option("--mirror", metavar="URI", help="The archive's copy that the server reads, where it has other paths."),
]
AllowDownload = Annotated[
    bool, typer.Option("--allow-download", help="Let DuckDB download an extension that is not installed.")
]


def download_missing_extensions(source: ArchiveConfig) -> None:
    """Download what DuckDB lacks to read the source; raise EngineError when it cannot be fetched."""
    from nyaastats.engines.duckdb import Extension, download_extensions

    needed = {Extension.SCANNER: source.database is not None, Extension.OBJECT_STORAGE: source.folder is None}
    download_extensions(extension for extension, is_needed in needed.items() if is_needed)


def make_engine_server(
    address: str | None, scratch: str | None, mirror: str | None, archive: Path | ArchiveUri, settings: Settings
) -> EngineServer | None:
    """The server of a command; None: DuckDB measures. A server without a scratch folder is wrong usage."""
    from nyaastats.engines.base import EngineServer, Mirror

    chosen, folder = address or settings.engine, scratch or settings.scratch
    if chosen is None:
        if scratch or mirror:
            raise typer.BadParameter("--scratch and --mirror are for a server: name it with --engine sc://HOST:PORT")
        return None
    if folder is None:
        raise typer.BadParameter("--engine needs --scratch FOLDER, where the server may write tables while it measures")
    uri = mirror or settings.mirror
    if uri and not isinstance(archive, Path):
        raise typer.BadParameter("--mirror is for the copy of a folder: a server reads an archive's URI itself")
    return EngineServer(chosen, folder, Mirror(archive, uri) if uri and isinstance(archive, Path) else None)
