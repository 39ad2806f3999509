"""The tests' nyaa server behaves as nyaa does, and can be stopped."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from testkit.nyaa_pages import PageEntry, feed_page, listing_page
from testkit.nyaa_server import Fault, Nyaa, answer, drip, nyaa_server, silence

ENTRIES = [
    PageEntry(f"{number:040x}", f"[Group] Show - {number:02}", datetime(2025, 10, number, tzinfo=UTC), number)
    for number in (5, 4, 3, 2, 1)
]


@pytest.fixture
def nyaa() -> Iterator[Nyaa]:
    with nyaa_server(ENTRIES, per_page=2) as site:
        yield site


def test_the_feed_lists_the_newest(nyaa: Nyaa) -> None:
    assert httpx.get(nyaa.feed_url).content == feed_page(ENTRIES[:2], site=nyaa.origin)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("c=1_2&f=0", listing_page(ENTRIES[:2], page=1, pages=3)),
        ("c=1_2&f=0&p=2", listing_page(ENTRIES[2:4], page=2, pages=3)),
        ("c=1_2&f=0&p=3", listing_page(ENTRIES[4:], page=3, pages=3)),
        ("q=show", listing_page(ENTRIES[:2], page=1, pages=3, query="q=show")),
    ],
)
def test_a_listing_has_pages(nyaa: Nyaa, query: str, expected: bytes) -> None:
    assert httpx.get(f"{nyaa.origin}/?{query}").content == expected


@pytest.mark.parametrize("place", ["?p=4", "?p=0", "?p=x", "view/5"])
def test_there_is_nothing_elsewhere(nyaa: Nyaa, place: str) -> None:
    assert httpx.get(f"{nyaa.origin}/{place}").status_code == 404


def test_an_empty_site_has_one_page() -> None:
    with nyaa_server() as nyaa:
        assert httpx.get(nyaa.listing_url).content == listing_page([])


@pytest.mark.parametrize(("given", "condition"), [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
def test_a_page_is_sent_again_only_when_it_changed(nyaa: Nyaa, given: str, condition: str) -> None:
    conditions = {condition: httpx.get(nyaa.feed_url).headers[given]}
    again = httpx.get(nyaa.feed_url, headers=conditions)
    assert (again.status_code, again.content) == (304, b"")
    nyaa.entries[0] = replace(ENTRIES[0], downloads=1)
    changed = httpx.get(nyaa.feed_url, headers=conditions)
    assert (changed.status_code, changed.content) == (200, feed_page(nyaa.entries[:2], site=nyaa.origin))


def test_faults_are_due_one_request_each(nyaa: Nyaa) -> None:
    nyaa.fail(answer(429, retry_after="5"), times=2)
    nyaa.fail(None)
    nyaa.fail(answer(500))
    answers = [httpx.get(nyaa.feed_url) for _ in range(5)]
    assert [response.status_code for response in answers] == [429, 429, 200, 500, 200]
    assert answers[0].headers["Retry-After"] == "5"


def test_what_was_asked_is_noted(nyaa: Nyaa) -> None:
    before = time.monotonic()
    httpx.get(nyaa.listing_url, headers={"User-Agent": "someone"})
    (asked,) = nyaa.requests
    assert (asked.path, asked.query, asked.headers["user-agent"]) == ("/", {"c": "1_2", "f": "0"}, "someone")
    assert before <= asked.at <= time.monotonic()


@pytest.mark.parametrize("fault", [silence, drip(b"slow" * 1000)])
def test_it_stops_at_once_and_leaves_nothing(fault: Fault) -> None:
    before = threading.active_count()
    with nyaa_server() as nyaa, socket.socket() as client:
        port = httpx.URL(nyaa.origin).port
        assert port
        nyaa.fail(fault)
        client.connect(("127.0.0.1", port))
        client.sendall(b"GET / HTTP/1.1\r\nHost: nyaa\r\n\r\n")
        while not nyaa.requests:
            time.sleep(0.01)
        stopping = time.monotonic()
    assert time.monotonic() - stopping < 5
    assert threading.active_count() == before
    with pytest.raises(httpx.ConnectError):
        httpx.get(nyaa.feed_url)
