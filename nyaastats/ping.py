"""A dead man's switch: a good run calls an address, and whoever watches that address is told when no call comes.

The convention is that of healthchecks.io (https://healthchecks.io/docs/http_api/): GET to the address after a good run,
to the address with `/fail` behind its path after one that failed. The path is a secret: who knows it can call it, so it
is never printed. A run is neither failed nor held up by a call: one that is not answered in time is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

import httpx

MAX_SECONDS: Final = 4.0
"""A call may take so long, the lookup of the name included, which has no limit of its own."""


def make_address(template: str, command: str, *, is_success: bool) -> str:
    """The address to call: `{command}` in the setting is the name of the command."""
    parts = urlsplit(template.replace("{command}", command))
    path = parts.path if is_success else f"{parts.path.rstrip('/')}/fail"
    return parts._replace(path=path).geturl()


def send_ping(address: str, *, call: Callable[[str], str | None] | None = None) -> str | None:
    """Call the address; None when that was answered, else what went wrong, without the secret."""
    answers: SimpleQueue[str | None] = SimpleQueue()
    call = call or _call
    # A thread of its own, which no end of the program waits for: getaddrinfo cannot be interrupted.
    Thread(target=lambda: answers.put(call(address)), daemon=True).start()
    try:
        fault = answers.get(timeout=MAX_SECONDS)
    except Empty:
        fault = f"no answer within {MAX_SECONDS:.0f} seconds"
    return fault and f"{urlsplit(address).hostname!r} was not told of this run ({fault}): check ping_url"


def _call(address: str) -> str | None:
    """What went wrong, in words that no server or library can put an address into."""
    try:
        with httpx.stream("GET", address, timeout=MAX_SECONDS) as answer:
            return None if answer.is_success else f"HTTP {answer.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return type(error).__name__
