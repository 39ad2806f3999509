"""Scraping a tracker over HTTP(S), as BEP 48 describes (https://www.bittorrent.org/beps/bep_0048.html)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import flatbencode
import httpx

from nyaastats.collect.foreign_text import describe_content, describe_error, sanitize_reason
from nyaastats.collect.http import (
    MAX_RETRY_AFTER_SECONDS,
    is_whole,
    open_client,
    parse_retry_after,
    read_beginning,
    read_bounded,
)
from nyaastats.collect.tracker.protocol import (
    CountFault,
    ScrapeAnswer,
    build_answer,
    build_refusal,
    parse_counts,
)
from nyaastats.domain.torrents import InfoHash, ScrapeCounts
from nyaastats.errors import BusyTrackerError, FetchError, LongRequestError, TrackerError

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

    Torrents that were not asked for are ignored, but a reply about nobody else is no answer. Raises TrackerError for
    that, when the tracker gives a `failure reason` (BEP 3), and when the reply is not of this form.
    """
    reply = _decode(body)
    files = _read_files(reply)
    counts = {key: _counts(files[raw]) for key in requested for raw in _spell_key(key) if raw in files}
    if files and not counts:
        raise TrackerError(f"the answer is about other torrents ({len(files)}), not those asked for")
    return build_answer(requested, counts, _read_min_interval(reply))


def _decode(body: bytes) -> object:
    try:
        return _decode_whole(body)
    except TrackerError:
        # To find the end takes as long as all the rest of an answer: only where something follows it.
        if len(value := _cut_rest(body)) == len(body):
            raise
        return _decode_whole(value)


def _decode_whole(body: bytes) -> object:
    try:
        return flatbencode.decode(body)
    # An integer with too many digits is a ValueError; a string whose declared length is absurd is one of the others.
    except (ValueError, OverflowError, MemoryError) as error:
        raise TrackerError(f"the answer is not bencode ({describe_content(body)})") from error


def _spell_key(infohash: InfoHash) -> Iterator[bytes]:
    """The infohash as a reply may have it: its 20 bytes, or these taken for Latin-1 and written as UTF-8.

    The npm package bittorrent-tracker does the latter; no other infohash is ever written so.
    """
    raw = bytes.fromhex(infohash)
    yield raw
    if not raw.isascii():
        yield raw.decode("latin-1").encode()


_TOKEN = re.compile(rb"(?P<opening>[dl])|(?P<closing>e)|i-?[0-9]{1,99}e|(?P<length>[0-9]{1,9}):")


def _cut_rest(body: bytes) -> bytes:
    """The first bencoded value of the body: what follows, be it a line break, is no part of the answer (BEP 3)."""
    depth = position = 0
    while token := _TOKEN.match(body, position):
        position = token.end() + int(token["length"] or 0)
        depth += (token["opening"] is not None) - (token["closing"] is not None)
        if depth <= 0:
            break
    return body[:position] if token else body


def _read_files(reply: object) -> dict[bytes, object]:
    if (error := _read_refusal(reply)) is not None:
        raise error
    files = reply.get(b"files") if isinstance(reply, dict) else None
    if not isinstance(files, dict):
        raise TrackerError("the answer has no dictionary of files")
    return files


def _read_refusal(reply: object) -> TrackerError | None:
    """The error of a reply with a `failure reason` (BEP 3), and perhaps with the time to ask again (BEP 31)."""
    if not isinstance(reply, dict) or b"failure reason" not in reply:
        return None
    reason = reply[b"failure reason"]
    error = build_refusal(sanitize_reason(reason) if isinstance(reason, bytes) else "")
    match reply.get(b"retry in"):
        case int() as minutes if minutes > 0:
            return BusyTrackerError(str(error), min(60 * minutes, MAX_RETRY_AFTER_SECONDS))
        case b"never":
            return BusyTrackerError(str(error), MAX_RETRY_AFTER_SECONDS)
    return error


def _read_min_interval(reply: object) -> int:
    """The `flags` of BEP 48: seconds until the next scrape, at most a day."""
    flags = reply.get(b"flags") if isinstance(reply, dict) else None
    seconds = flags.get(b"min_request_interval") if isinstance(flags, dict) else None
    return min(max(seconds, 0), MAX_RETRY_AFTER_SECONDS) if isinstance(seconds, int) else 0


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
                if not is_whole(reply):
                    raise build_status_error(reply.status_code, reply.headers, await read_beginning(reply))
                return await read_bounded(reply, MAX_ANSWER_BYTES)
        except FetchError as error:  # its text repeats the whole request, passkey included
            raise TrackerError(f"the answer is longer than {MAX_ANSWER_BYTES} bytes, or cannot be unpacked") from error
        # idna raises a UnicodeError for a host name that DNS cannot express.
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise TrackerError(describe_error(error)) from error


def build_status_error(status: int, headers: Mapping[str, str], body: bytes) -> TrackerError:
    """The error for an answer of another status than 2xx: with the tracker's reason, and where a redirect leads."""
    refusal, retry_after = _find_refusal(body), parse_retry_after(headers)
    message = f"it answers with status {status}" + (f": {refusal}" if refusal else _describe_redirect(headers))
    if isinstance(refusal, BusyTrackerError):
        return BusyTrackerError(message, refusal.retry_after)
    if retry_after is not None or status in _BUSY:
        return BusyTrackerError(message, retry_after)
    # Many a server answers 400 to an address that is too long for it, without a word; with a reason it is that.
    if status in _TOO_LONG or isinstance(refusal, LongRequestError) or (status == _BAD_REQUEST and not refusal):
        return LongRequestError(message)
    return TrackerError(message)


_BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_BAD_REQUEST = HTTPStatus.BAD_REQUEST
_TOO_LONG = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.REQUEST_URI_TOO_LONG,
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
}
# A passkey, which many trackers have in the path, belongs in no log.
_SECRET = re.compile(r"(?<=/)[^/]{16,}")


def _find_refusal(body: bytes) -> TrackerError | None:
    try:
        return _read_refusal(_decode(body))
    except TrackerError:
        return None


def _describe_redirect(headers: Mapping[str, str]) -> str:
    """Where it leads, for whoever sets the address anew; it is not followed, because another host counts for itself."""
    target = _SECRET.sub("…", headers.get("Location", "").partition("?")[0])
    return f", which leads to {sanitize_reason(target)!r}: if that is this tracker, set tracker_url" if target else ""


@asynccontextmanager
async def open_http_tracker(address: str, *, user_agent: str) -> AsyncIterator[HttpTracker]:
    """Open connections to the tracker at the address; raise TrackerError when it cannot be scraped."""
    build_scrape_address(address)
    async with open_client(user_agent, timeout_seconds=None) as client:  # RetryingTracker limits the whole attempt
        yield HttpTracker(address, client)
