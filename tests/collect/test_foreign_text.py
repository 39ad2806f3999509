"""What a page says that is not ours to repeat: no error holds any of its text, however it comes."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from nyaastats.collect.anilist.client import open_session
from nyaastats.collect.anilist.endpoint import AniListEndpoint
from nyaastats.collect.anilist.queries import Query
from nyaastats.collect.http import HttpPolicy, open_fetcher
from nyaastats.collect.nyaa.feed import parse_feed
from nyaastats.collect.nyaa.listing import parse_listing
from nyaastats.collect.retry import RetryPolicy
from nyaastats.collect.tracker.client import open_tracker
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import NyaastatsError

WORD = "zanzibar"
"""In every page; no text of ours has it."""
INFOHASH = InfoHash("ab" * 20)
ONCE = RetryPolicy(max_attempts=1, backoff_seconds=0)
PAGES = {
    "HTML": f"<!DOCTYPE html><html><title>{WORD}</title><body>{WORD}</body></html>",
    "HTML that is no page": f"<div>{WORD}</div>",
    "a line": WORD,
    "JSON": f'{{"{WORD}": "{WORD}"}}',
    "XML": f'<?xml version="1.0"?><{WORD}>{WORD}</{WORD}>',
    "an entity": f"<rss><channel>&{WORD};</channel></rss>",
    "an entity in XML": f"<{WORD}>&{WORD};</{WORD}>",
    "a DTD": f'<!DOCTYPE rss SYSTEM "{WORD}" [<!ENTITY {WORD} "{WORD}">]><rss><channel/></rss>',
    "cut short": f"<rss><channel><{WORD}>{WORD}",
    "an empty listing": f"<html><table class='torrent-list'><tr><td>{WORD}</td></tr></table></html>",
}
BODIES = {name: page.encode() for name, page in PAGES.items()} | {
    "no UTF-8": WORD.encode() + b"\xff\xfe",
    "a dictionary": f"d{len(WORD)}:{WORD}i1ee".encode(),
    "of others": f"d5:filesd{len(WORD)}:{WORD}d8:completei1e10:downloadedi1e10:incompletei1eeee".encode(),
}


async def fetch(address: str) -> None:
    async with open_fetcher(HttpPolicy("nyaastats/test", ONCE)) as ask:
        await ask(address)


async def scrape(address: str) -> None:
    async with open_tracker(f"{address}/announce", user_agent="nyaastats/test", retry_policy=ONCE) as tracker:
        await tracker.scrape([INFOHASH])


def ask_anilist(address: str) -> None:
    with open_session(AniListEndpoint(address, retry=ONCE, sleep=lambda _: None)) as ask:
        ask(Query.MEDIA, {"ids": [1]})


def run(visit: Callable[[str], object], address: str) -> None:
    result = visit(address)
    if asyncio.iscoroutine(result):
        asyncio.run(result)


@contextmanager
def raw_server(answer: bytes) -> Iterator[str]:
    """Answers one connection with these bytes, whatever is asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_answer, args=(server, answer))
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def _answer(server: socket.socket, answer: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(1 << 16)
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1 << 16):  # until the other end has read it and closes
            pass


def respond(body: bytes, status: str = "200 OK", headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


def assert_untold(error: NyaastatsError) -> None:
    assert WORD not in str(error)
    assert str(error).isprintable()
    assert len(str(error)) < 400


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("parse", [parse_feed, parse_listing])
def test_a_page_that_is_no_feed_or_listing_is_not_repeated(parse: Callable[[bytes], object], body: bytes) -> None:
    with pytest.raises(NyaastatsError) as caught:
        parse(body)
    assert_untold(caught.value)


@pytest.mark.parametrize("status", ["200 OK", f"404 {WORD}"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("visit", [scrape, ask_anilist])
def test_an_answer_that_is_none_is_not_repeated(visit: Callable[[str], object], body: bytes, status: str) -> None:
    with raw_server(respond(body, status)) as address, pytest.raises(NyaastatsError) as caught:
        run(visit, address)
    assert_untold(caught.value)


ODD_ANSWERS = {
    "no HTTP": f"{WORD}\r\n\r\n".encode(),
    "a header that is none": f"HTTP/1.1 200 OK\r\n{WORD} {WORD}\r\n\r\n".encode(),
    "a chunk that is none": f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{WORD}\r\n".encode(),
    "an error": respond(BODIES["HTML"], f"404 {WORD}"),
    "a refusal": respond(BODIES["HTML"], f"403 {WORD}"),
}


@pytest.mark.parametrize("answer", ODD_ANSWERS.values(), ids=ODD_ANSWERS)
@pytest.mark.parametrize("visit", [fetch, scrape, ask_anilist])
def test_what_is_hardly_http_is_not_repeated(visit: Callable[[str], object], answer: bytes) -> None:
    with raw_server(answer) as address, pytest.raises(NyaastatsError) as caught:
        run(visit, address)
    assert_untold(caught.value)


@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request"])
def test_the_reason_of_a_tracker_is_said_on_one_short_line(status: str) -> None:
    reason = b"\x1b[31mslow\r\n down\0 " + 1000 * b"x"
    body = b"d14:failure reason%d:%be" % (len(reason), reason)
    with raw_server(respond(body, status)) as address, pytest.raises(NyaastatsError) as caught:
        run(scrape, address)
    assert "[31mslow down xxx" in str(caught.value)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


def test_anilist_is_not_followed_elsewhere() -> None:
    answer = respond(b"", "302 Found", "Location: http://127.0.0.1:9/\r\n")
    with raw_server(answer) as address, pytest.raises(NyaastatsError, match="it answers 302 Found"):
        run(ask_anilist, address)
