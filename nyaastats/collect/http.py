"""A polite visitor of web pages: says who asks, asks for what is new, waits as told, and never reads without end."""

from __future__ import annotations

import asyncio
import gzip
import logging
import re
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache, partial
from http import HTTPStatus
from io import BytesIO
from typing import Protocol, Self

import httpx
import stamina

from nyaastats.collect.anilist.endpoint import user_agent
from nyaastats.errors import CollectError, FetchError

MOST_REDIRECTS = 5

GREATEST_PORT = 2**16 - 1

LONGEST_WAIT = 86_400
"""Seconds: nobody asks in earnest to be left alone for longer than a day."""

# Every request would be a line of a log, and every retry one on stderr; the error in the end tells of both.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("stamina").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Manners:
    """How patiently and as whom pages are asked for; times in seconds."""

    user_agent: str
    timeout: float = 30.0
    """For the whole answer, redirects included, however steadily its bytes drip in."""
    tries: int = 3
    backoff: float = 2.0
    """Before the second try, and twice that before the third; up to as much again is added at random."""
    most_bytes: int = 8 * 2**20
    """Of a body, unpacked."""

    @classmethod
    def of(cls, project_url: str) -> Self:
        """Ours, for those who look after nyaa's logs: the program, its version and where to read about it."""
        return cls(user_agent(project_url))


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a page to ask by whether it has changed (RFC 9110, 8.8); handed back as it came."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that make a request conditional (RFC 9110, 13.1), without those that no header can hold."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in said.items() if value and value.isascii() and value.isprintable()}


UNKNOWN = Validators()
"""For a page that was never had."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole page."""

    content: bytes = field(repr=False)
    validators: Validators
    address: str
    """Where it was in the end, after redirects."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page is still what it was when its validators were given."""


class Visit(Protocol):
    """Someone who is sent for pages."""

    async def __call__(self, address: str, known: Validators = UNKNOWN) -> Fetched | NotModified:
        """Bring one page, unless it is `known` already; see `visiting` for the errors."""


@cache
def certificates() -> ssl.SSLContext:
    """Whom to trust: read once, for that takes 30 ms and every client would do it again."""
    return httpx.create_ssl_context()


class _PassingError(FetchError):
    """Something that may be over at the next try."""


@asynccontextmanager
async def visiting(manners: Manners) -> AsyncIterator[Visit]:
    """Open connections and yield the function that visits pages over them.

    It raises FetchError: at once for an address that is none, a status that is not 200 and a body that is too long or
    oddly packed; with `retry_after` for 429 and 503, so that the caller decides; and after `manners.tries` tries for
    what may pass: no connection, another 5xx, an answer that is broken, cut short or not whole in `manners.timeout`.
    """
    async with client(manners.user_agent, manners.timeout) as connections:
        yield partial(_visit, connections, manners)


def client(user_agent: str, timeout: float | None) -> httpx.AsyncClient:
    """Connections on which answers come plain or packed by gzip, as `read_bounded` reads them.

    Raises CollectError when the proxy or the certificates that the environment names cannot be used.
    """
    headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip"}
    try:
        return httpx.AsyncClient(headers=headers, timeout=timeout, verify=certificates())
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        names = "HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR"
        raise CollectError(f"no connection can be made ({_line(error)}): check {names} in the environment") from error


async def _visit(
    client: httpx.AsyncClient, manners: Manners, address: str, known: Validators = UNKNOWN
) -> Fetched | NotModified:
    tries = stamina.retry_context(
        on=_PassingError,
        attempts=manners.tries,
        timeout=None,
        wait_initial=manners.backoff,
        wait_max=10 * manners.backoff,
        wait_jitter=manners.backoff,
    )
    async for attempt in tries:
        with attempt:
            return await _try(client, manners, address, known)
    raise AssertionError("stamina ends with a page or an error")


async def _try(client: httpx.AsyncClient, manners: Manners, address: str, known: Validators) -> Fetched | NotModified:
    try:
        async with asyncio.timeout(manners.timeout):
            return await _ask(client, manners, address, known)
    except (TimeoutError, httpx.TimeoutException) as error:
        why = f"no whole answer in {manners.timeout:g} s"
        raise _PassingError(f"{address!r} cannot be had ({why}): try again later") from error
    # httpx lets the errors of idna through, which are UnicodeErrors.
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        why = f"{address!r} is not, or leads to what is not, a web address ({_line(error)})"
        raise FetchError(why, was_reached=False) from error
    except httpx.TransportError as error:
        why = f"{address!r} cannot be had ({_line(error)}): try again later"
        raise _PassingError(why, was_reached=not isinstance(error, httpx.ConnectError)) from error


async def _ask(client: httpx.AsyncClient, manners: Manners, address: str, known: Validators) -> Fetched | NotModified:
    conditions = known.conditions
    async with _followed(client, client.build_request("GET", address, headers=conditions)) as response:
        if conditions and response.status_code == HTTPStatus.NOT_MODIFIED:
            return NotModified()
        if response.status_code != HTTPStatus.OK:
            raise _refusal(address, response)
        content = await read_bounded(response, manners.most_bytes)
    headers = response.headers
    return Fetched(content, Validators(headers.get("ETag"), headers.get("Last-Modified")), str(response.url))


@asynccontextmanager
async def _followed(client: httpx.AsyncClient, request: httpx.Request) -> AsyncIterator[httpx.Response]:
    """The answer at the end of the redirects, its body unread; httpx itself would read theirs without a bound."""
    first = request
    for _ in range(MOST_REDIRECTS + 1):
        _check_port(request.url)
        async with aclosing(await client.send(request, stream=True)) as response:
            if response.next_request is None:
                yield response
                return
            request = response.next_request
    raise FetchError(f"{str(first.url)!r} leads on and on, over {MOST_REDIRECTS} redirects: check the address")


def _check_port(url: httpx.URL) -> None:
    """What httpx leaves to the socket, whose OverflowError then comes in a group of exceptions."""
    if url.port is not None and url.port > GREATEST_PORT:
        raise httpx.InvalidURL(f"there is no port {url.port}")


def _refusal(address: str, response: httpx.Response) -> FetchError:
    status = response.status_code
    said = f"{address!r} answers {status} {httpx.codes.get_reason_phrase(status)}".rstrip()
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        return FetchError(f"{said}: try again later", retry_after(response.headers), status)
    if response.is_server_error:
        return _PassingError(f"{said}: try again later", status=status)
    return FetchError(f"{said}: check the address", status=status)


def retry_after(headers: Mapping[str, str]) -> int | None:
    """Seconds that an answer asks to be left alone for, at most a day; None if it says nothing that can be meant.

    `Retry-After` (RFC 9110, 10.2.3) is a number or a date. A date counts from the server's own `Date`, so that our
    clock may be wrong; what is past is 0.
    """
    said = headers.get("Retry-After", "").strip()
    seconds = int(said) if re.fullmatch("-?[0-9]{1,99}", said) else _between(headers.get("Date", ""), said)
    return None if seconds is None else min(max(seconds, 0), LONGEST_WAIT)


def _between(earlier: str, later: str) -> int | None:
    start, end = _http_date(earlier), _http_date(later)
    return None if start is None or end is None else int((end - start).total_seconds())


def _http_date(text: str) -> datetime | None:
    """A date in any of HTTP's three forms (RFC 9110, 5.6.7), of which one leaves its GMT unsaid."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


async def read_bounded(response: httpx.Response, most_bytes: int) -> bytes:
    """Read and unpack the body of an answer to `Accept-Encoding: gzip`; never hold more than `most_bytes` of either.

    Raise FetchError as `_unpacked` does; httpx's own errors pass through. (httpx would unpack each chunk whole: 64 kB
    can be 64 MB, and what is packed twice 64 GB.)
    """
    address, body = str(response.url), bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        _check_length(address, body, most_bytes)
    return _unpacked(address, response.headers.get("Content-Encoding", ""), bytes(body), most_bytes)


def _unpacked(address: str, coding: str, body: bytes, most_bytes: int) -> bytes:
    """The body as it was before packing; raise FetchError if it is longer, packed otherwise than by gzip, or broken."""
    match coding.strip().lower():
        case "" | "identity":
            return body
        case "gzip" | "x-gzip":
            return _gunzipped(address, body, most_bytes)
    raise FetchError(f"{address!r} is packed as {coding!r}, which was not asked for: check the address")


def _gunzipped(address: str, body: bytes, most_bytes: int) -> bytes:
    try:
        with gzip.open(BytesIO(body)) as packed:
            content = packed.read(most_bytes + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _PassingError(f"{address!r} cannot be unpacked ({_line(error)}): try again later") from error
    _check_length(address, content, most_bytes)
    return content


def _check_length(address: str, content: bytes | bytearray, most_bytes: int) -> None:
    if len(content) > most_bytes:
        raise FetchError(f"{address!r} is longer than {most_bytes:,} bytes: check the address")


def _line(error: Exception) -> str:
    """What went wrong, on one line; some errors have no words of their own."""
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0][:200]
