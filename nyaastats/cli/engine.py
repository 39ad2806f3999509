"""The engine that a command is given: a Spark Connect server instead of DuckDB on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nyaastats.engines.base import EngineServer
    from nyaastats.settings import Settings

EngineAddress = Annotated[
    str | None,
    typer.Option("--engine", metavar="sc://HOST:PORT", help="A Spark Connect server that measures instead of DuckDB."),
]
ScratchFolder = Annotated[
    str | None,
    typer.Option("--scratch", metavar="FOLDER|URI", help="Where that server may write tables while it measures."),
]


def make_engine_server(address: str | None, scratch: str | None, settings: Settings) -> EngineServer | None:
    """The server of a command; None: DuckDB measures. A server without a scratch folder is wrong usage."""
    from nyaastats.engines.base import EngineServer

    chosen, folder = address or settings.engine, scratch or settings.scratch
    if chosen is None:
        if scratch:
            raise typer.BadParameter("--scratch is for a server: name it with --engine sc://HOST:PORT")
        return None
    if folder is None:
        raise typer.BadParameter("--engine needs --scratch FOLDER, where the server may write tables while it measures")
    return EngineServer(chosen, folder)
