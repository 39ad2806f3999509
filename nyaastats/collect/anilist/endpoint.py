"""The AniList service: its address, our request headers, and the pauses of its rate limit."""

from __future__ import annotations

import string
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import quote

from nyaastats import __version__
from nyaastats.collect.retry import ANILIST_RETRY, RetryPolicy
from nyaastats.errors import AniListError

PROJECT_URL = "https://github.com/nyaastats/nyaastats"

WINDOW_SECONDS = 60
"""The span over which AniList counts requests: https://docs.anilist.co/guide/rate-limiting"""

MAX_PAUSE_SECONDS = 5 * WINDOW_SECONDS
"""A longer pause contradicts the window above and is taken for a mistake: rather ask again than hang."""


class AniListUnavailableError(AniListError):
    """AniList is down or refuses requests: a cached answer may do."""


@dataclass(frozen=True, slots=True)
class AniListEndpoint:
    """AniList's address, our identification, and how requests are retried."""

    url: str = "https://graphql.anilist.co"
    project_url: str = PROJECT_URL
    retry: RetryPolicy = ANILIST_RETRY
    sleep: Callable[[float], None] = time.sleep
    """Waits so many seconds; the command line says so first, tests do not wait."""
    max_wait_seconds: float | None = None
    """In all while AniList refuses a query; None: as long as the attempts take."""

    @property
    def headers(self) -> dict[str, str]:
        """Our identification; AniList answers requests without a Referer with 403."""
        return {"Referer": quote(self.project_url, safe=string.punctuation), "User-Agent": user_agent(self.project_url)}


def user_agent(project_url: str) -> str:
    """Our User-Agent header (RFC 9110, 10.1.5): ASCII, whatever characters the project's address has."""
    return f"nyaastats/{__version__} (+{quote(project_url, safe=string.punctuation)})"


def pause_seconds(status: int, headers: Mapping[str, str]) -> int:
    """Seconds to wait after an answer, 1 to `MAX_PAUSE_SECONDS`; 0 when it asks for no pause.

    It asks for one by a 429, by `Retry-After`, or by saying that no request of the window is left.
    """
    is_refused = status == HTTPStatus.TOO_MANY_REQUESTS
    is_spent = headers.get("X-RateLimit-Remaining") == "0"
    if not (is_refused or is_spent or "Retry-After" in headers):
        return 0
    stated = _parse_number(headers.get("Retry-After"))
    seconds = stated if stated is not None else _compute_seconds_until_reset(headers)
    return min(max(seconds, 1), MAX_PAUSE_SECONDS)


def _compute_seconds_until_reset(headers: Mapping[str, str]) -> int:
    """Until `X-RateLimit-Reset`, by the server's own `Date`: our clock may be wrong."""
    reset, sent = _parse_number(headers.get("X-RateLimit-Reset")), headers.get("Date")
    if reset is None or sent is None:
        return WINDOW_SECONDS
    try:
        return reset - int(parsedate_to_datetime(sent).timestamp())
    except ValueError:
        return WINDOW_SECONDS


def _parse_number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() else None
