"""Scraping a tracker over HTTP(S), as BEP 48 describes (https://www.bittorrent.org/beps/bep_0048.html)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import flatbencode
import httpx

from nyaastats.collect.http import open_client, read_bounded
from nyaastats.collect.tracker.protocol import (
    CountFault,
    ScrapeAnswer,
    build_answer,
    parse_counts,
    sanitize_message,
)
from nyaastats.domain.torrents import InfoHash, ScrapeCounts
from nyaastats.errors import BusyTrackerError, FetchError, TrackerError

MAX_INFOHASHES: Final = 40
"""Infohashes a request. BEP 48 sets no bound; with 40 the address stays under 3 KB, which the usual trackers accept."""

MAX_ANSWER_BYTES: Final = 1 << 20
"""Of an answer, unpacked; one for `MAX_INFOHASHES` torrents has about 3,000."""


# --- the request ------------------------------------------------------------------------------------------------------


def build_scrape_address(address: str) -> str:
    """The scrape address of an announce (or scrape) address.

    By BEP 48 a last path segment that begins with `announce` is replaced by `scrape`; the query, which may hold a
    passkey, stays. Raises TrackerError for an address with neither word, because there is no other rule.
    """
    parts = urlsplit(address)
    folder, slash, segment = parts.path.rpartition("/")
    if segment.startswith("announce"):
        segment = "scrape" + segment.removeprefix("announce")
    if not segment.startswith("scrape"):
        raise TrackerError(f"{address!r} cannot be scraped: give an address whose path ends in /announce or /scrape")
    return parts._replace(path=folder + slash + segment, fragment="").geturl()


def build_scrape_url(address: str, infohashes: Sequence[InfoHash]) -> str:
    """The URL of a request for 1 to `MAX_INFOHASHES` torrents.

    Raises TrackerError for another number of them; without any, BEP 48 has the tracker send all its torrents.
    """
    if not 0 < len(infohashes) <= MAX_INFOHASHES:
        raise TrackerError(f"{len(infohashes)} infohashes in a request over HTTP: ask for 1 to {MAX_INFOHASHES}")
    url = build_scrape_address(address)
    return url + ("&" if urlsplit(url).query else "?") + "&".join(map(_parameter, infohashes))


def _parameter(infohash: InfoHash) -> str:
    # Every byte is percent-encoded, also the unreserved ones: no library on the way can then encode it differently.
    return "info_hash=%" + bytes.fromhex(infohash).hex("%").upper()


# --- the answer -------------------------------------------------------------------------------------------------------


def parse_answer(body: bytes, requested: Sequence[InfoHash]) -> ScrapeAnswer:
    """The counts in a bencoded reply: `files`, a dictionary by infohash of `complete`, `incomplete`, `downloaded`.

    Torrents that were not asked for are ignored. Raises TrackerError when the tracker gives a `failure reason` (BEP 3),
    and when the reply is not of this form.
    """
    files = _read_files(_decode(body))
    return build_answer(
        requested, {key: _counts(files[raw]) for key in requested if (raw := bytes.fromhex(key)) in files}
    )


def _decode(body: bytes) -> object:
    try:
        return flatbencode.decode(body)
    # An integer with too many digits is a ValueError; a string whose declared length is absurd is one of the others.
    except (ValueError, OverflowError, MemoryError) as error:
        raise TrackerError(f"the answer is not bencode: {body[:60]!r}") from error


def _read_files(reply: object) -> dict[bytes, object]:
    if isinstance(reply, dict) and b"failure reason" in reply:
        reason = reply[b"failure reason"]
        message = sanitize_message(reason) if isinstance(reason, bytes) else "without a reason"
        raise TrackerError(f"it refuses: {message}")
    files = reply.get(b"files") if isinstance(reply, dict) else None
    if not isinstance(files, dict):
        raise TrackerError("the answer has no dictionary of files")
    return files


def _counts(value: object) -> ScrapeCounts | CountFault:
    fields = value if isinstance(value, dict) else {}
    return parse_counts(
        seeders=fields.get(b"complete"), leechers=fields.get(b"incomplete"), downloads=fields.get(b"downloaded")
    )


# --- the connection ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HttpTracker:
    """A tracker scraped over HTTP(S); its answers leave out torrents that it does not know (BEP 48)."""

    address: str
    client: httpx.AsyncClient
    max_infohashes: int = MAX_INFOHASHES
    omits_unknown: bool = True

    async def scrape(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
        """Send one request, without a limit of time; raise TrackerError."""
        return parse_answer(await self._get(build_scrape_url(self.address, infohashes)), infohashes)

    async def _get(self, url: str) -> bytes:
        try:
            async with self.client.stream("GET", url) as reply:
                if reply.status_code in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
                    raise BusyTrackerError(f"it answers with status {reply.status_code}")
                if reply.status_code != HTTPStatus.OK:
                    raise TrackerError(f"it answers with status {reply.status_code}")
                return await read_bounded(reply, MAX_ANSWER_BYTES)
        except FetchError as error:  # its text repeats the whole request, passkey included
            raise TrackerError(f"the answer is longer than {MAX_ANSWER_BYTES} bytes, or cannot be unpacked") from error
        # idna raises a UnicodeError for a host name that DNS cannot express.
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise TrackerError(sanitize_message(str(error).encode()) or type(error).__name__) from error


@asynccontextmanager
async def open_http_tracker(address: str, *, user_agent: str) -> AsyncIterator[HttpTracker]:
    """Open connections to the tracker at the address; raise TrackerError when it cannot be scraped."""
    build_scrape_address(address)
    async with open_client(user_agent, timeout_seconds=None) as client:  # RetryingTracker limits the whole attempt
        yield HttpTracker(address, client)
