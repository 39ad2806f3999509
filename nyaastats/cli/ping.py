"""The call that a run of `scrape` or `etl` ends with, where the setting `ping_url` names an address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from nyaastats.errors import NyaastatsError

if TYPE_CHECKING:
    from nyaastats.settings import Settings


def ping(settings: Settings, command: str, *, is_success: bool) -> None:
    """Say how a run of the command ended; a call that fails is a warning on stderr."""
    if settings.ping_url is None:
        return
    from nyaastats.ping import make_address, send_ping

    address = make_address(settings.ping_url.get_secret_value(), command, is_success=is_success)
    if fault := send_ping(address):
        typer.echo(f"nyaastats: warning: {fault}", err=True)


@contextmanager
def ping_afterwards(settings: Settings, command: str) -> Iterator[None]:
    """Say how the block ended. A run that was stopped has not ended, and an internal error says enough by no call."""
    try:
        yield
    except NyaastatsError:
        ping(settings, command, is_success=False)
        raise
    ping(settings, command, is_success=True)
