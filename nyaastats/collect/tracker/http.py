"""Asking a tracker over HTTP(S), the way of BEP 48 (https://www.bittorrent.org/beps/bep_0048.html)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import flatbencode
import httpx

from nyaastats.collect.http import client, read_bounded
from nyaastats.collect.tracker.protocol import Answer, answer_of, counts_of, one_line
from nyaastats.domain.torrents import Counts, InfoHash
from nyaastats.errors import BusyTrackerError, FetchError, TrackerError

MOST: Final = 40
"""Infohashes a request: its address stays under 3 KB, and the usual trackers answer so many."""

LONGEST: Final = 1 << 20
"""Bytes of an answer, unpacked; one for `MOST` torrents has about 3,000."""


# --- the request ------------------------------------------------------------------------------------------------------


def scrape_address(address: str) -> str:
    """Where the tracker of an announce (or scrape) address is scraped.

    A last path segment that begins with `announce` begins with `scrape` there; the query, which may hold a passkey,
    stays. Raises TrackerError for an address that is neither, because BEP 48 knows no other way.
    """
    parts = urlsplit(address)
    folder, slash, last = parts.path.rpartition("/")
    if last.startswith("announce"):
        last = "scrape" + last.removeprefix("announce")
    if not last.startswith("scrape"):
        raise TrackerError(f"{address!r} cannot be scraped: give an address whose path ends in /announce or /scrape")
    return parts._replace(path=folder + slash + last, fragment="").geturl()


def scrape_url(address: str, infohashes: Sequence[InfoHash]) -> str:
    """The request for one to `MOST` torrents; raise TrackerError for none, which would ask for all there are."""
    if not 0 < len(infohashes) <= MOST:
        raise TrackerError(f"{len(infohashes)} infohashes in a request over HTTP: ask for 1 to {MOST}")
    url = scrape_address(address)
    return url + ("&" if urlsplit(url).query else "?") + "&".join(map(_parameter, infohashes))


def _parameter(infohash: InfoHash) -> str:
    """Every byte is escaped, so that no library finds one to escape in its own way."""
    return "info_hash=%" + bytes.fromhex(infohash).hex("%").upper()


# --- the answer -------------------------------------------------------------------------------------------------------


def parse_reply(body: bytes, asked: Sequence[InfoHash]) -> Answer:
    """The counts in a bencoded reply: `files`, by infohash, `complete`, `incomplete` and `downloaded`.

    Torrents that were not asked for are ignored. Raises TrackerError when the tracker gives a `failure reason`, and
    when the reply is not of this form.
    """
    files = _files(_decoded(body))
    return answer_of(asked, {key: _counts(files[raw]) for key in asked if (raw := bytes.fromhex(key)) in files})


def _decoded(body: bytes) -> object:
    try:
        return flatbencode.decode(body)
    # A number of too many digits is a ValueError, too; a text said to be too long is one of the other two.
    except (ValueError, OverflowError, MemoryError) as error:
        raise TrackerError(f"the answer is not bencode: {body[:60]!r}") from error


def _files(reply: object) -> dict[bytes, object]:
    if isinstance(reply, dict) and b"failure reason" in reply:
        reason = reply[b"failure reason"]
        raise TrackerError(f"it refuses: {one_line(reason) if isinstance(reason, bytes) else 'it does not say why'}")
    files = reply.get(b"files") if isinstance(reply, dict) else None
    if not isinstance(files, dict):
        raise TrackerError("the answer has no dictionary of files")
    return files


def _counts(entry: object) -> Counts | None:
    told = entry if isinstance(entry, dict) else {}
    return counts_of(seeders=told.get(b"complete"), leechers=told.get(b"incomplete"), downloads=told.get(b"downloaded"))


# --- asking -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HttpTracker:
    """A tracker asked over HTTP(S); it leaves out torrents that it does not know."""

    address: str
    client: httpx.AsyncClient
    most: int = MOST
    tells_unknown: bool = True

    async def scrape(self, infohashes: Sequence[InfoHash]) -> Answer:
        """Ask once, for as long as the caller has patience; raise TrackerError."""
        return parse_reply(await self._get(scrape_url(self.address, infohashes)), infohashes)

    async def _get(self, url: str) -> bytes:
        try:
            async with self.client.stream("GET", url) as reply:
                if reply.status_code in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
                    raise BusyTrackerError(f"it answers with status {reply.status_code}")
                if reply.status_code != HTTPStatus.OK:
                    raise TrackerError(f"it answers with status {reply.status_code}")
                return await read_bounded(reply, LONGEST)
        except FetchError as error:  # its text repeats the whole request
            raise TrackerError(f"the answer is longer than {LONGEST} bytes, or cannot be unpacked") from error
        # A host that cannot be written in DNS is a UnicodeError.
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise TrackerError(one_line(str(error).encode()) or type(error).__name__) from error


@asynccontextmanager
async def opened(address: str, *, user_agent: str) -> AsyncIterator[HttpTracker]:
    """The tracker at the address; raise TrackerError for one that cannot be scraped."""
    scrape_address(address)
    async with client(user_agent, timeout=None) as asked:  # the caller limits the request as a whole
        yield HttpTracker(address, asked)
