"""Fetches web pages politely: identified, conditional, retried by a policy, bounded in time and size."""

from __future__ import annotations

import asyncio
import gzip
import logging
import re
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache, partial
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import urlsplit

import httpx

from nyaastats.collect.anilist.endpoint import user_agent
from nyaastats.collect.foreign_text import describe_error
from nyaastats.collect.public_addresses import is_public
from nyaastats.collect.retry import PAGE_RETRY, RetryPolicy, retry_async
from nyaastats.domain.text import MAX_QUOTED
from nyaastats.errors import CollectError, FetchError

if TYPE_CHECKING:
    import httpcore

MAX_REDIRECTS = 5

MAX_PORT = 2**16 - 1

_BEGINNING_BYTES = 2**14
_GZIP_MAGIC = b"\x1f\x8b"

MAX_RETRY_AFTER_SECONDS = 86_400
"""A longer `Retry-After` is taken for a mistake of the server and cut to a day."""

# httpx logs a line for each request; the run's own log already reports the results.
logging.getLogger("httpx").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class HttpPolicy:
    """How pages are fetched: the User-Agent, the retries, and the size limit."""

    user_agent: str
    retry: RetryPolicy = PAGE_RETRY
    max_bytes: int = 8 * 2**20
    """Of a body, both packed and unpacked."""
    is_public: Callable[[str], bool] = is_public
    """Whether an IP address is one that a redirect may lead to."""

    @classmethod
    def for_project(cls, project_url: str) -> Self:
        """The policy with our own User-Agent: the program, its version and an address that nyaa's admins can read."""
        return cls(user_agent(project_url))


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server sent with a page for conditional requests (RFC 9110, 8.8); sent back unchanged."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that make a request conditional (RFC 9110, 13.1).

        Values that no header can hold are left out: they came from the database, which anybody may have written to.
        """
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value and value.isascii() and value.isprintable()}


NO_VALIDATORS = Validators()
"""For a page that was never fetched."""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A whole page."""

    content: bytes = field(repr=False)
    validators: Validators
    address: str
    """Its final address, after redirects."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page has not changed since its validators were sent (304)."""

    validators: Validators = field(default=NO_VALIDATORS, compare=False)
    """Those that came with this answer; what it does not state stays as it was (RFC 9111, 4.3.4)."""


class Fetch(Protocol):
    """A function that fetches pages over open connections."""

    async def __call__(self, address: str, validators: Validators = NO_VALIDATORS) -> FetchedPage | NotModified:
        """Fetch one page, unless it still is the one that `validators` came with; see `open_fetcher` for the errors."""


@cache
def load_certificates() -> ssl.SSLContext:
    """The trusted certificates, cached: loading takes 30 ms, and each new client would do it again."""
    return httpx.create_ssl_context()


class _RetryableError(FetchError):
    """A failure that another attempt may not have."""


@asynccontextmanager
async def open_fetcher(policy: HttpPolicy) -> AsyncIterator[Fetch]:
    """Open connections and yield the function that fetches pages over them.

    It raises FetchError: at once for an invalid address, a status other than 2xx (or 206, a part of a page), and a body
    that is too long or packed otherwise than asked for; with `retry_after` where the answer has one, so that the caller
    decides how to wait; and after all attempts for what may pass: no connection, a 5xx without `Retry-After`, an answer
    that is broken, cut short or not whole in time.
    """
    async with open_client(policy.user_agent, policy.retry.timeout_seconds) as client:
        yield partial(_fetch, client, policy)


def open_client(user_agent: str, timeout_seconds: float | None) -> httpx.AsyncClient:
    """Connections on which answers come plain or packed by gzip, as `read_bounded` reads them.

    Raises CollectError when the proxy or the certificates that the environment names cannot be used.
    """
    headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip"}
    try:
        return httpx.AsyncClient(headers=headers, timeout=timeout_seconds, verify=load_certificates())
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        names = "HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR"
        raise CollectError(
            f"no connection can be made ({describe_error(error)}): check {names} in the environment"
        ) from error


async def _fetch(
    client: httpx.AsyncClient, policy: HttpPolicy, address: str, validators: Validators = NO_VALIDATORS
) -> FetchedPage | NotModified:
    return await retry_async(policy.retry, _RetryableError, partial(_attempt, client, policy, address, validators))


async def _attempt(
    client: httpx.AsyncClient, policy: HttpPolicy, address: str, validators: Validators
) -> FetchedPage | NotModified:
    timeout_seconds = policy.retry.timeout_seconds
    try:
        # One timeout around the whole attempt: httpx's own is per read, and an answer could drip in without end.
        async with asyncio.timeout(timeout_seconds):
            return await _request(client, policy, address, validators)
    except (TimeoutError, httpx.TimeoutException) as error:
        message = f"no whole answer in {timeout_seconds:g} s"
        raise _RetryableError(f"{address!r} cannot be fetched ({message}): try again later") from error
    # httpx does not wrap the UnicodeErrors of idna.
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        message = (
            f"{address!r} is not a web address, or redirects to something else ({describe_error(error)}): check it"
        )
        raise FetchError(message, was_reached=False) from error
    except httpx.TransportError as error:
        message = f"{address!r} cannot be fetched ({describe_error(error)}): try again later"
        raise _RetryableError(message, was_reached=not isinstance(error, httpx.ConnectError)) from error


async def _request(
    client: httpx.AsyncClient, policy: HttpPolicy, address: str, validators: Validators
) -> FetchedPage | NotModified:
    conditions = validators.conditions
    request = client.build_request("GET", address, headers=conditions)
    async with _follow_redirects(client, request, policy.is_public) as response:
        # A 304 to an unconditional request is a fault of the server (RFC 9110, 15.4.5) and handled as any odd status.
        sent = Validators(response.headers.get("ETag"), response.headers.get("Last-Modified"))
        if conditions and response.status_code == HTTPStatus.NOT_MODIFIED:
            return NotModified(sent)
        if not is_whole(response):
            raise _build_status_error(address, response, await read_beginning(response))
        content = await read_bounded(response, policy.max_bytes)
    # The final URL: relative links of the page are relative to it.
    return FetchedPage(content, sent, str(response.url))


def is_whole(response: httpx.Response) -> bool:
    """Whether its status says that it has a whole body (RFC 9110, 15.3): 203 of a proxy does, 206 has a part."""
    return response.is_success and response.status_code not in _BODILESS


_BODILESS = {HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT, HTTPStatus.PARTIAL_CONTENT}


@asynccontextmanager
async def _follow_redirects(
    client: httpx.AsyncClient, request: httpx.Request, is_public: Callable[[str], bool]
) -> AsyncIterator[httpx.Response]:
    """The response at the end of the redirects, its body unread; httpx itself would read their bodies unbounded.

    A public address leads to public ones alone: otherwise a site could have this machine ask its own network.
    """
    start = request.url
    for hop in range(MAX_REDIRECTS + 1):
        _check_port(request.url)
        async with aclosing(await client.send(request, stream=True)) as response:
            if response.next_request is None:
                yield response
                return
            request = response.next_request
            if hop == 0 and is_public(_read_peer(response.extensions["network_stream"])):
                request.extensions["trace"] = _build_guard(start, is_public)  # httpx hands it on to the next
    raise FetchError(f"{str(start)!r} redirects more than {MAX_REDIRECTS} times: check the address")


def _build_guard(
    start: httpx.URL, is_public: Callable[[str], bool]
) -> Callable[[str, Mapping[str, Any]], Awaitable[None]]:
    """What httpx calls with each event of a request: it refuses a connection before anything is sent over it.

    The address is the one that is connected to: a name that is resolved again could have another one by then.
    """

    async def refuse_internal(event: str, details: Mapping[str, Any]) -> None:
        if event != "connection.connect_tcp.complete":
            return
        stream = details["return_value"]
        peer = _read_peer(stream)
        if not is_public(peer):
            await stream.aclose()
            message = f"leads into this machine's own network ({peer}): check the address, or set that one itself"
            raise FetchError(f"{str(start)!r} {message}")

    return refuse_internal


def _read_peer(stream: httpcore.AsyncNetworkStream) -> str:
    """The IP address at the other end; nothing where there is none, as of a Unix socket."""
    address = stream.get_extra_info("server_addr")
    return str(address[0]) if address else ""


def _check_port(url: httpx.URL) -> None:
    # httpx leaves this to the socket, whose OverflowError then arrives inside an ExceptionGroup.
    if url.port is not None and url.port > MAX_PORT:
        raise httpx.InvalidURL(f"there is no port {url.port}")


def _build_status_error(address: str, response: httpx.Response, body: bytes) -> FetchError:
    status, retry_after = response.status_code, parse_retry_after(response.headers)
    message = f"{address!r} answers {status} {httpx.codes.get_reason_phrase(status)}".rstrip()
    message += describe_redirect(address, str(response.url))
    if status == HTTPStatus.FORBIDDEN and _is_html(body):
        advice = "with an HTML page: maintenance, or a check for robots; try again later, and look at it with a browser"
        is_robot_check = "cf-mitigated" in response.headers or _ROBOT_CHECK.search(body) is not None
        return FetchError(f"{message}, {advice}", retry_after, status, is_robot_check=is_robot_check)
    # 429 and 503 are not retried here: they ask for a pause that may be longer than the run. So does any error that
    # says when to ask again.
    if retry_after is not None or status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        return FetchError(f"{message}: try again later", retry_after, status)
    if response.is_server_error:
        return _RetryableError(f"{message}: try again later", status=status)
    return FetchError(f"{message}: check the address", status=status)


def site_address(address: str) -> str:
    """The site of a page, as `https://nyaa.si`: a pause that one of its pages asks for is for all of them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def describe_redirect(address: str, final: str) -> str:
    """Where the address led, for a message; nothing when it did not."""
    return "" if httpx.URL(address) == httpx.URL(final) else f" (it leads to {final[:MAX_QUOTED]!r})"


# Of pages that let browsers through and no programs; nyaa's own refusals are a sentence.
_ROBOT_CHECK = re.compile(
    rb"ddos-?guard|cloudflare|captcha|challenge|robot|checking your browser|just a moment|enable javascript",
    re.IGNORECASE,
)


def _is_html(body: bytes) -> bool:
    return re.search(rb"<(!doctype )?html", body[:1000], re.IGNORECASE) is not None


def parse_retry_after(headers: Mapping[str, str]) -> int | None:
    """`Retry-After` (RFC 9110, 10.2.3) in seconds, from 0 to a day; None when it is missing or invalid.

    It is a number of seconds or a date. A date is taken relative to the server's own `Date`, not to our clock, which
    may be wrong; a negative number and a date in the past are 0.
    """
    value = headers.get("Retry-After", "").strip()
    seconds = (
        int(value) if re.fullmatch("-?[0-9]{1,99}", value) else _compute_seconds_between(headers.get("Date", ""), value)
    )
    return None if seconds is None else min(max(seconds, 0), MAX_RETRY_AFTER_SECONDS)


def _compute_seconds_between(earlier: str, later: str) -> int | None:
    start, end = _parse_http_date(earlier), _parse_http_date(later)
    return None if start is None or end is None else int((end - start).total_seconds())


def _parse_http_date(text: str) -> datetime | None:
    """A date in any of HTTP's three forms (RFC 9110, 5.6.7); the asctime form has no zone and means GMT."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


async def read_beginning(response: httpx.Response) -> bytes:
    """The first kB of an error's body, unpacked if it can be: what it says of itself is for a message only."""
    body = bytearray()
    with suppress(httpx.HTTPError):
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) >= _BEGINNING_BYTES:
                break
    with suppress(EOFError, gzip.BadGzipFile, zlib.error):
        if body.startswith(_GZIP_MAGIC):
            return gzip.open(BytesIO(body)).read(_BEGINNING_BYTES)
    return bytes(body[:_BEGINNING_BYTES])


async def read_bounded(response: httpx.Response, max_bytes: int) -> bytes:
    """Read and unpack the body of an answer to `Accept-Encoding: gzip`; never hold more than `max_bytes` of either.

    Raises FetchError as `_unpack` does; httpx's own errors pass through. httpx's own decoding is not used: it unpacks
    each chunk whole, and 64 kB of gzip can be 64 MB, packed twice 64 GB.
    """
    address, body = str(response.url), bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        _check_length(address, body, max_bytes)
    return _unpack(address, response.headers.get("Content-Encoding", ""), bytes(body), max_bytes)


def _unpack(address: str, coding: str, body: bytes, max_bytes: int) -> bytes:
    """The body unpacked; raise FetchError when it is too long, in a coding that was not asked for, or broken."""
    match coding.strip().lower():
        case "" | "identity":
            # A server that packs without saying so is at fault (RFC 9110, 8.4); no page or bencode begins like gzip.
            return _gunzip(address, body, max_bytes) if body.startswith(_GZIP_MAGIC) else body
        case "gzip" | "x-gzip":  # the same coding by RFC 9110, 8.4.1.3
            return _gunzip(address, body, max_bytes)
    raise FetchError(f"{address!r} is packed as {coding[:20]!r}, which was not asked for: check the address")


def _gunzip(address: str, body: bytes, max_bytes: int) -> bytes:
    try:
        with gzip.open(BytesIO(body)) as packed:
            content = packed.read(max_bytes + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _RetryableError(f"{address!r} cannot be unpacked ({describe_error(error)}): try again later") from error
    _check_length(address, content, max_bytes)
    return content


def _check_length(address: str, content: bytes | bytearray, max_bytes: int) -> None:
    if len(content) > max_bytes:
        raise FetchError(f"{address!r} is longer than {max_bytes:,} bytes: check the address")
