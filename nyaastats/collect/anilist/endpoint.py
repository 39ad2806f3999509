"""AniList as a service: where it is, and how patiently it is asked."""

from __future__ import annotations

import string
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import quote

from nyaastats import __version__
from nyaastats.errors import AniListError

PROJECT_URL = "https://github.com/nyaastats/nyaastats"

WINDOW = 60
"""Seconds over which AniList counts requests: https://docs.anilist.co/guide/rate-limiting"""

LONGEST_PAUSE = 5 * WINDOW
"""Seconds: a pause that is said to be longer is a mistake, and we would rather ask again than hang."""


class NotAnsweringError(AniListError):
    """AniList is down, or refuses: an older answer may do."""


@dataclass(frozen=True, slots=True)
class Service:
    """Where AniList is and how patiently it is asked; times in seconds."""

    url: str = "https://graphql.anilist.co"
    project_url: str = PROJECT_URL
    timeout: float = 30.0
    backoff: float = 2.0
    """Before the second try; twice that before the third."""
    sleep: Callable[[float], None] = time.sleep

    @property
    def headers(self) -> dict[str, str]:
        """Who is asking; AniList refuses those who do not say."""
        return {"Referer": quote(self.project_url, safe=string.punctuation), "User-Agent": user_agent(self.project_url)}


def user_agent(project_url: str) -> str:
    """Who asks, as a User-Agent header says it (RFC 9110, 10.1.5): in ASCII, whatever the address is written in."""
    return f"nyaastats/{__version__} (+{quote(project_url, safe=string.punctuation)})"


def pause(status: int, headers: Mapping[str, str]) -> int:
    """Seconds to keep quiet after an answer: what it says, within reason; 0 when it asks for none."""
    refused = status == HTTPStatus.TOO_MANY_REQUESTS
    spent = headers.get("X-RateLimit-Remaining") == "0"
    if not (refused or spent or "Retry-After" in headers):
        return 0
    said = _number(headers.get("Retry-After"))
    seconds = said if said is not None else _until_reset(headers)
    return min(max(seconds, 1), LONGEST_PAUSE)


def _until_reset(headers: Mapping[str, str]) -> int:
    """By the server's own clock, so that ours may be wrong."""
    reset, sent = _number(headers.get("X-RateLimit-Reset")), headers.get("Date")
    if reset is None or sent is None:
        return WINDOW
    try:
        return reset - int(parsedate_to_datetime(sent).timestamp())
    except ValueError:
        return WINDOW


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() else None
