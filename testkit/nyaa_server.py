"""nyaa on loopback: its feed and listings over HTTP, with the faults that a site can have.

    with nyaa_server([Entry(...)]) as nyaa:
        nyaa.fail(answer(429, retry_after="120"))
        visit(nyaa.feed_url)

Everything of `Nyaa` may be changed while it serves: each request sees the entries and the next fault as they are then.
"""

from __future__ import annotations

import asyncio
import gzip
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode

from aiohttp import web

from testkit.nyaa_pages import PageEntry, feed_page, listing_page

PER_PAGE = 75
FEED = "page=rss&c=1_2&f=0"
LISTING = "c=1_2&f=0"
BEFORE = datetime(2025, 10, 1, tzinfo=UTC)
"""No page changed before; each change that a request finds counts as a second later."""

TOO_FAR = "You've exceeded the maximum number of pages. Please make your search query less broad."

Fault = Callable[["Nyaa", web.Request], Awaitable[web.StreamResponse]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A request as it came in."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Their names in any case."""
    at: float
    """Seconds by the monotonic clock."""
    port: int
    """The client's: the same for all that comes over one connection."""


@dataclass(slots=True)
class Nyaa:
    """The site: what it lists, what is to go wrong, and what was asked of it."""

    entries: list[PageEntry] = field(default_factory=list)
    """The newest first, as its pages list them."""
    per_page: int = PER_PAGE
    page_limit: int | None = None
    """Pages of the listing behind it are refused, although the last links on, as nyaa can be configured."""
    origin: str = ""
    faults: deque[Fault | None] = field(default_factory=deque)
    """What becomes of the next requests; None lets one through."""
    requests: list[ReceivedRequest] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    """Lets go of the slow answers."""
    _changes: dict[str, list[str]] = field(default_factory=dict)
    """The ETags that each page has had."""

    @property
    def feed_url(self) -> str:
        return f"{self.origin}/?{FEED}"

    @property
    def listing_url(self) -> str:
        return f"{self.origin}/?{LISTING}"

    def fail(self, fault: Fault | None, *, times: int = 1) -> None:
        """Let the next `times` requests go wrong."""
        self.faults.extend([fault] * times)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Note what is asked, then go wrong if that is due, else show the page."""
        self.requests.append(_describe_request(request))
        if self.faults and (fault := self.faults.popleft()):
            return await fault(self, request)
        if self.page_limit and int(request.query.get("p", "1")) > self.page_limit:
            return web.Response(status=403, text=TOO_FAR, content_type="text/html")
        page = self._page(dict(request.query)) if request.path == "/" else None
        if page is None:
            raise web.HTTPNotFound
        return self._conditional(request, page)

    def _page(self, query: dict[str, str]) -> bytes | None:
        """The feed, or the page of the listing that `p` numbers; None past the last."""
        entries = list(self.entries)
        if query.get("page") == "rss":
            return feed_page(entries[: self.per_page], site=self.origin)
        number, pages = query.pop("p", "1"), max(1, -(-len(entries) // self.per_page))
        if not number.isdecimal() or not 1 <= int(number) <= pages:
            return None
        end = int(number) * self.per_page
        return listing_page(entries[end - self.per_page : end], page=int(number), pages=pages, query=urlencode(query))

    def _conditional(self, request: web.Request, page: bytes) -> web.Response:
        """The page, or 304 when the request says that it has this one (RFC 9110, 13.2.2)."""
        etag = sha256(page).hexdigest()[:16]
        modified = self._modified(request.path_qs, etag)
        response = web.Response(status=304) if _is_current(request, etag, modified) else _serve_page(page)
        response.etag, response.last_modified = etag, modified
        return response

    def _modified(self, address: str, etag: str) -> datetime:
        changes = self._changes.setdefault(address, [])
        if changes[-1:] != [etag]:
            changes.append(etag)
        return BEFORE + timedelta(seconds=len(changes))


def _describe_request(request: web.Request) -> ReceivedRequest:
    _, port = request.get_extra_info("peername", ("", 0))
    return ReceivedRequest(request.path, dict(request.query), request.headers.copy(), time.monotonic(), port)


def _is_current(request: web.Request, etag: str, modified: datetime) -> bool:
    if request.if_none_match is not None:
        return any(tag.value in {etag, "*"} for tag in request.if_none_match)
    return request.if_modified_since is not None and modified <= request.if_modified_since


def _serve_page(page: bytes) -> web.Response:
    kind = "application/xml" if page.startswith(b"<?xml") else "text/html"
    response = web.Response(body=page, content_type=kind)
    response.enable_compression()
    return response


# --- what can go wrong -----------------------------------------------------------------------------------


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Fault:
    """That status, body and headers, whatever was asked: `retry_after="5"` is the header Retry-After."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}

    async def answered(_nyaa: Nyaa, _request: web.Request) -> web.Response:
        return web.Response(status=status, body=body, headers=named)

    return answered


def redirect(location: str, status: int = HTTPStatus.FOUND) -> Fault:
    """To another place, relative or not."""
    return answer(status, location=location)


def bomb(mebibytes: int) -> Fault:
    """A small body that unpacks to so many MiB."""
    return answer(body=_packed_zeros(mebibytes), content_encoding="gzip")


@cache
def _packed_zeros(mebibytes: int) -> bytes:
    return gzip.compress(bytes(mebibytes * 2**20), mtime=0)


def cut(body: bytes, *, after: int) -> Fault:
    """`after` bytes of the body, and then the connection closed."""

    async def cut_short(_nyaa: Nyaa, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(body))})
        await response.prepare(request)
        await response.write(body[:after])
        return _hang_up(request, response)

    return cut_short


async def hang_up(_nyaa: Nyaa, request: web.Request) -> web.StreamResponse:
    """No answer, and the connection closed."""
    return _hang_up(request, web.StreamResponse())


async def silence(nyaa: Nyaa, _request: web.Request) -> web.StreamResponse:
    """No answer until the client or the server has had enough."""
    await nyaa.closing.wait()
    return web.Response()


def drip(body: bytes, *, pause: float = 0.2) -> Fault:
    """A byte of the body every `pause` seconds."""

    async def dripped(nyaa: Nyaa, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(body))})
        await response.prepare(request)
        for byte in body:
            await response.write(bytes([byte]))
            if await _closed_within(nyaa, pause):
                return _hang_up(request, response)
        return response

    return dripped


async def _closed_within(nyaa: Nyaa, seconds: float) -> bool:
    try:
        return await asyncio.wait_for(nyaa.closing.wait(), seconds)
    except TimeoutError:
        return False


def _hang_up(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    if request.transport:
        request.transport.close()
    return response


# --- serving ---------------------------------------------------------------------------------------------


@contextmanager
def nyaa_server(
    entries: Iterable[PageEntry] = (), *, per_page: int = PER_PAGE, host: str = "127.0.0.1"
) -> Iterator[Nyaa]:
    """Serve `entries` on a free port of loopback, from a thread of its own, until the block ends."""
    nyaa = Nyaa(list(entries), per_page)
    with _loop() as run:
        runner = run(_started(nyaa, host))
        try:
            yield nyaa
        finally:
            run(_stopped(nyaa, runner))


@contextmanager
def _loop() -> Iterator[Callable[[Coroutine[Any, Any, T]], T]]:
    """Yield what runs a coroutine in an event loop that has a thread to itself."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield lambda coroutine: asyncio.run_coroutine_threadsafe(coroutine, loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _started(nyaa: Nyaa, host: str) -> web.AppRunner:
    app = web.Application()
    app.router.add_get("/{path:.*}", nyaa.answer)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, host, 0).start()
    nyaa.origin = f"http://{host}:{runner.addresses[0][1]}"
    return runner


ACCEPT_STEPS = 5
"""Of the loop, until a connection that came just now is one that the runner knows, and closes: a server that is closed
meanwhile leaves it half made, about which Python warns."""


async def _stopped(nyaa: Nyaa, runner: web.AppRunner) -> None:
    nyaa.closing.set()
    for _ in range(ACCEPT_STEPS):
        await asyncio.sleep(0)
    await runner.cleanup()
