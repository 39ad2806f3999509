"""Fetching pages from a site with every fault that a site may have."""

from __future__ import annotations

import asyncio
import gzip
import socket
import subprocess
import sys
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats import __version__
from nyaastats.collect.anilist.endpoint import user_agent
from nyaastats.collect.http import (
    MAX_RETRY_AFTER_SECONDS,
    NO_VALIDATORS,
    FetchedPage,
    HttpPolicy,
    NotModified,
    Validators,
    load_certificates,
    open_client,
    open_fetcher,
    parse_retry_after,
    read_bounded,
)
from nyaastats.collect.retry import RetryPolicy
from nyaastats.errors import CollectError, FetchError
from testkit.nyaa_pages import PageEntry, feed_page
from testkit.nyaa_server import Fault, Nyaa, answer, bomb, cut, drip, hang_up, nyaa_server, redirect, silence

ENTRIES = [PageEntry("ab" * 20, "[Group] Show - 01", datetime(2025, 10, 1, tzinfo=UTC), 1)]
EAGER = HttpPolicy("nyaastats/test", RetryPolicy(timeout_seconds=20, backoff_seconds=0), max_bytes=100_000)
HASTY = HttpPolicy("nyaastats/test", RetryPolicy(timeout_seconds=0.5, backoff_seconds=0))
PAGE = b"<html>" + b"page " * 1000 + b"</html>"
PACKED = gzip.compress(PAGE)


@pytest.fixture
def nyaa() -> Iterator[Nyaa]:
    with nyaa_server(ENTRIES) as site:
        yield site


async def visit(
    address: str, validators: Validators = NO_VALIDATORS, policy: HttpPolicy = EAGER
) -> FetchedPage | NotModified:
    async with open_fetcher(policy) as ask:
        return await ask(address, validators)


def fetch(address: str, validators: Validators = NO_VALIDATORS, policy: HttpPolicy = EAGER) -> FetchedPage:
    page = asyncio.run(visit(address, validators, policy))
    assert isinstance(page, FetchedPage)
    return page


def refused(address: str, validators: Validators = NO_VALIDATORS, policy: HttpPolicy = EAGER) -> FetchError:
    """The error of a visit: one line that begins with the address."""
    with pytest.raises(FetchError) as caught:
        asyncio.run(visit(address, validators, policy))
    assert str(caught.value).startswith(repr(address))
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


# --- a page ----------------------------------------------------------------------------------------------


def test_a_page_comes_whole_and_from_its_address(nyaa: Nyaa) -> None:
    page = fetch(nyaa.feed_url)
    assert (page.content, page.address) == (feed_page(ENTRIES, site=nyaa.origin), nyaa.feed_url)


def test_we_say_who_we_are_and_what_we_can_unpack(nyaa: Nyaa) -> None:
    fetch(nyaa.feed_url, policy=HttpPolicy.for_project("https://example.org/fork"))
    headers = nyaa.requests[0].headers
    assert headers["User-Agent"] == f"nyaastats/{__version__} (+https://example.org/fork)"
    assert headers["Accept-Encoding"] == "gzip"
    assert not {"If-None-Match", "If-Modified-Since"} & set(headers)


def test_any_address_of_the_project_can_be_said() -> None:
    assert user_agent("https://example.org/ñ\r\n%20").isprintable()
    assert user_agent("https://example.org/ñ").isascii()


@pytest.mark.parametrize("coding", ["gzip", "GZIP", " x-gzip"])
def test_a_packed_page_is_unpacked(nyaa: Nyaa, coding: str) -> None:
    nyaa.fail(answer(body=PACKED, content_encoding=coding))
    assert fetch(nyaa.feed_url).content == PAGE


@pytest.mark.parametrize("body", [b"", b"\0\xff", PAGE])
@pytest.mark.parametrize("fault", [answer, partial(answer, content_encoding="identity")])
def test_a_plain_page_is_left_as_it_is(nyaa: Nyaa, fault: Callable[..., Fault], body: bytes) -> None:
    nyaa.fail(fault(body=body))
    assert fetch(nyaa.feed_url).content == body


def test_a_visitor_keeps_its_connection(nyaa: Nyaa) -> None:
    async def both() -> None:
        async with open_fetcher(EAGER) as ask:
            await ask(nyaa.feed_url)
            await ask(nyaa.listing_url)

    asyncio.run(both())
    assert [asked.query.get("page") for asked in nyaa.requests] == ["rss", None]
    assert len({asked.port for asked in nyaa.requests}) == 1


# --- only what is new ------------------------------------------------------------------------------------


def test_an_unchanged_page_is_not_sent_again(nyaa: Nyaa) -> None:
    validators = fetch(nyaa.feed_url).validators
    assert asyncio.run(visit(nyaa.feed_url, validators)) == NotModified()
    nyaa.entries.clear()
    assert fetch(nyaa.feed_url, validators).content == feed_page([], site=nyaa.origin)


@pytest.mark.parametrize(
    ("validators", "sent"),
    [
        (Validators('W/"a"'), {"If-None-Match": 'W/"a"'}),
        (Validators(None, "yesterday"), {"If-Modified-Since": "yesterday"}),
        (Validators('"a"', "x"), {"If-None-Match": '"a"', "If-Modified-Since": "x"}),
        (Validators("", ""), {}),
        (Validators('"é"', "a\r\nHost: b"), {}),
    ],
)
def test_validators_go_back_as_they_came_if_a_header_can_hold_them(
    nyaa: Nyaa, validators: Validators, sent: dict[str, str]
) -> None:
    fetch(nyaa.feed_url, validators)
    headers = nyaa.requests[0].headers
    assert {name: headers[name] for name in ("If-None-Match", "If-Modified-Since") if name in headers} == sent


def test_validators_that_are_not_given_are_none(nyaa: Nyaa) -> None:
    nyaa.fail(answer(body=PAGE))
    assert fetch(nyaa.feed_url).validators == NO_VALIDATORS


@pytest.mark.parametrize("validators", [NO_VALIDATORS, Validators('"é"')])
def test_not_modified_is_no_answer_to_who_has_nothing(nyaa: Nyaa, validators: Validators) -> None:
    nyaa.fail(answer(304))
    assert refused(nyaa.feed_url, validators).status == 304
    assert len(nyaa.requests) == 1


# --- refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [204, 205, 206, 300, 301, 400, 403, 404, 410, 451])
def test_a_refusal_is_final(nyaa: Nyaa, status: int) -> None:
    nyaa.fail(answer(status))
    assert refused(nyaa.feed_url).status == status
    assert len(nyaa.requests) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("headers", "seconds"), [({"retry_after": "120"}, 120), ({}, None)])
def test_who_is_asked_to_wait_is_reported_how_long(
    nyaa: Nyaa, status: int, headers: dict[str, str], seconds: int | None
) -> None:
    nyaa.fail(answer(status, b"<h1>Too many</h1>", **headers))
    error = refused(nyaa.feed_url)
    assert (error.status, error.retry_after) == (status, seconds)
    assert len(nyaa.requests) == 1


DATE = "Wed, 08 Oct 2025 12:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("17", 17),
        (" 17 ", 17),
        ("0", 0),
        ("-5", 0),
        ("86400", MAX_RETRY_AFTER_SECONDS),
        ("86401", MAX_RETRY_AFTER_SECONDS),
        ("9" * 99, MAX_RETRY_AFTER_SECONDS),
        ("9" * 5000, None),
        ("1.5", None),
        ("²", None),
        ("5, 5", None),
        ("soon", None),
        ("Wed, 08 Oct 2025 12:00:30 GMT", 30),
        ("Wednesday, 08-Oct-25 12:00:30 GMT", 30),
        ("Wed Oct  8 12:00:30 2025", 30),
        ("Wed, 08 Oct 2025 11:59:59 GMT", 0),
        ("Fri, 10 Oct 2025 12:00:00 GMT", MAX_RETRY_AFTER_SECONDS),
        ("Wed, 99 Oct 2025 12:00:00 GMT", None),
        ("Wed, 08 Oct 99999999999 12:00:00 GMT", None),
    ],
)
def test_a_wait_is_a_number_or_a_date_within_reason(value: str | None, seconds: int | None) -> None:
    assert parse_retry_after({"Date": DATE} | ({} if value is None else {"Retry-After": value})) == seconds


@pytest.mark.parametrize("date", [{}, {"Date": "today"}, {"Date": ""}])
def test_a_date_to_wait_for_says_nothing_without_the_servers_own(date: dict[str, str]) -> None:
    assert parse_retry_after({"Retry-After": DATE} | date) is None


@given(value=st.text(), date=st.text() | st.just(DATE))
def test_whatever_is_said_the_wait_is_none_or_a_day_at_most(value: str, date: str) -> None:
    seconds = parse_retry_after({"Retry-After": value, "Date": date})
    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER_SECONDS


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nyaa",
        "http://",
        "http:///feed",
        "ftp://127.0.0.1/feed",
        "http://[::1",
        "http://\0/",
        "http://\ud800/",
        "http://127.0.0.1:99999999999/",
        "http://xn--/",
    ],
)
def test_what_is_no_address_is_reported_at_once(address: str) -> None:
    assert "web address" in str(
        refused(address, policy=HttpPolicy("test", RetryPolicy(timeout_seconds=30, backoff_seconds=60)))
    )


# --- what may pass ---------------------------------------------------------------------------------------

PASSING: dict[str, Fault] = {
    "500": answer(500),
    "502": answer(502, b"<html>Bad gateway</html>"),
    "504": answer(504, parse_retry_after="9"),
    "no answer": hang_up,
    "nothing of the body": cut(PAGE, after=0),
    "half of the body": cut(PAGE, after=len(PAGE) // 2),
    "half of the gzip": answer(body=PACKED[:40], content_encoding="gzip"),
    "another end of the gzip": answer(body=PACKED[:-1] + b"?", content_encoding="gzip"),
    "garbage inside the gzip": answer(body=PACKED[:10] + b"\xff" * 20, content_encoding="gzip"),
    "something behind the gzip": answer(body=PACKED + b"?", content_encoding="gzip"),
    "no gzip": answer(body=PAGE, content_encoding="gzip"),
    "a way to nowhere": redirect("http://[::1"),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_what_passes_is_tried_again(nyaa: Nyaa, fault: Fault) -> None:
    nyaa.fail(fault, times=EAGER.retry.max_attempts - 1)
    assert fetch(nyaa.feed_url).content == feed_page(ENTRIES, site=nyaa.origin)
    assert len(nyaa.requests) == EAGER.retry.max_attempts


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_what_does_not_pass_is_given_up(nyaa: Nyaa, fault: Fault) -> None:
    nyaa.fail(fault, times=EAGER.retry.max_attempts)
    assert "try again later" in str(refused(nyaa.feed_url))
    assert len(nyaa.requests) == EAGER.retry.max_attempts


@pytest.mark.parametrize(("fault", "status"), [(answer(500), 500), (hang_up, None)])
def test_the_last_failure_is_the_one_that_is_reported(nyaa: Nyaa, fault: Fault, status: int | None) -> None:
    nyaa.fail(answer(502), times=2)
    nyaa.fail(fault)
    assert refused(nyaa.feed_url).status == status


def test_a_server_that_is_gone_is_reported() -> None:
    with nyaa_server() as nyaa:
        pass
    assert "try again later" in str(refused(nyaa.feed_url))


def test_the_second_try_waits(nyaa: Nyaa) -> None:
    nyaa.fail(answer(500))
    fetch(nyaa.feed_url, policy=HttpPolicy("test", RetryPolicy(timeout_seconds=30, backoff_seconds=0.3)))
    first, second = (asked.at for asked in nyaa.requests)
    assert second - first >= 0.3


# --- without end -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [silence, drip(PAGE)])
def test_a_slow_answer_ends_at_its_time(nyaa: Nyaa, fault: Fault) -> None:
    nyaa.fail(fault, times=HASTY.retry.max_attempts)
    assert "0.5 s" in str(refused(nyaa.feed_url, policy=HASTY))


def test_a_slow_answer_is_asked_for_again(nyaa: Nyaa) -> None:
    nyaa.fail(drip(PAGE))
    assert fetch(
        nyaa.feed_url, policy=HttpPolicy("test", RetryPolicy(timeout_seconds=2, backoff_seconds=0))
    ).content == feed_page(ENTRIES, site=nyaa.origin)


@pytest.mark.parametrize(
    ("body", "is_had"), [(b"x" * 100_000, True), (b"x" * 100_001, False)], ids=["as long as it may be", "longer"]
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_page_has_a_greatest_length(nyaa: Nyaa, pack: Callable[[bytes], bytes], body: bytes, *, is_had: bool) -> None:
    coding = "identity" if pack is bytes else "gzip"
    nyaa.fail(answer(body=pack(body), content_encoding=coding))
    if is_had:
        assert fetch(nyaa.feed_url).content == body
    else:
        assert "longer than 100,000 bytes" in str(refused(nyaa.feed_url))
    assert len(nyaa.requests) == 1


def test_a_bomb_does_not_fill_the_memory(nyaa: Nyaa) -> None:
    nyaa.fail(bomb(64))
    tracemalloc.start()
    try:
        assert "longer than" in str(refused(nyaa.feed_url))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * 2**20
    assert len(nyaa.requests) == 1


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip", "?"])
def test_what_is_packed_in_another_way_is_refused(nyaa: Nyaa, coding: str) -> None:
    nyaa.fail(answer(body=PACKED, content_encoding=coding))
    assert repr(coding) in str(refused(nyaa.feed_url))
    assert len(nyaa.requests) == 1


async def drops(body: bytes) -> AsyncIterator[bytes]:
    for byte in body:
        yield bytes([byte])


BODIES = st.binary(max_size=200)


@given(body=BODIES | BODIES.map(gzip.compress), coding=st.sampled_from(["gzip", "identity", "br"]), end=st.integers(0))
def test_any_body_is_read_or_refused(body: bytes, coding: str, end: int) -> None:
    async def read() -> bytes:
        request = httpx.Request("GET", "http://nyaa.example")
        headers = {"Content-Encoding": coding}
        return await read_bounded(httpx.Response(200, headers=headers, content=drops(body[:end]), request=request), 100)

    with suppress(FetchError):
        assert len(asyncio.run(read())) <= 100


# --- elsewhere -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_page_that_moved_is_followed(nyaa: Nyaa, status: int) -> None:
    nyaa.fail(redirect("/?page=rss&moved=1", status))
    page = fetch(nyaa.feed_url)
    assert (page.content, page.address) == (feed_page(ENTRIES, site=nyaa.origin), f"{nyaa.origin}/?page=rss&moved=1")


def test_what_is_known_is_known_where_it_moved_to(nyaa: Nyaa) -> None:
    validators = fetch(nyaa.feed_url).validators
    nyaa.fail(redirect(nyaa.feed_url))
    assert asyncio.run(visit(nyaa.listing_url, validators)) == NotModified()


@pytest.mark.parametrize(("redirects", "requests"), [(5, 6), (6, 6)])
def test_five_redirects_are_enough(nyaa: Nyaa, redirects: int, requests: int) -> None:
    nyaa.fail(redirect("?page=rss"), times=redirects)
    if redirects == 5:
        fetch(nyaa.feed_url)
    else:
        assert "redirects" in str(refused(nyaa.feed_url))
    assert len(nyaa.requests) == requests


@pytest.mark.parametrize(
    "location", ["ftp://127.0.0.1/", "file:///etc/passwd", "javascript:alert(1)", "data:,x", "http://127.0.0.1:65536/"]
)
def test_only_the_web_is_followed(nyaa: Nyaa, location: str) -> None:
    nyaa.fail(redirect(location))
    assert "web address" in str(refused(nyaa.feed_url))
    assert len(nyaa.requests) == 1


# The rest of loopback stands for an internal network, because a test has no public address.
WARY = replace(EAGER, is_public=lambda address: address == "127.0.0.1")


@pytest.fixture
def internal_site() -> Iterator[Nyaa]:
    with nyaa_server(host="127.0.0.2") as site:
        yield site


def resolve_to_internal(host: Any, *arguments: Any, **options: Any) -> Any:
    return GETADDRINFO("127.0.0.2" if host in {"feeds.example", b"feeds.example"} else host, *arguments, **options)


GETADDRINFO = socket.getaddrinfo


@pytest.mark.parametrize("host", ["127.0.0.2", "2130706434", "0x7f.2", "[::ffff:127.0.0.2]", "feeds.example"])
@pytest.mark.parametrize("hops", [1, 2])
def test_a_redirect_into_the_own_network_is_refused_before_anything_is_sent(
    nyaa: Nyaa, internal_site: Nyaa, monkeypatch: pytest.MonkeyPatch, host: str, hops: int
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolve_to_internal)
    nyaa.fail(redirect("/moved"), times=hops - 1)
    nyaa.fail(redirect(internal_site.origin.replace("127.0.0.2", host)))
    error = str(refused(nyaa.feed_url, policy=WARY))
    assert "leads into this machine's own network" in error
    assert (len(nyaa.requests), internal_site.requests) == (hops, [])


def test_a_setting_of_the_own_network_may_redirect_within_it(nyaa: Nyaa, internal_site: Nyaa) -> None:
    internal_site.fail(redirect(nyaa.feed_url))
    assert fetch(internal_site.feed_url, policy=WARY).address == nyaa.feed_url
    nyaa.fail(redirect(internal_site.feed_url))
    assert fetch(nyaa.feed_url, policy=replace(WARY, is_public=lambda _: False)).address == internal_site.feed_url


def test_a_redirect_to_a_public_address_is_followed(nyaa: Nyaa) -> None:
    with nyaa_server(ENTRIES) as other:
        nyaa.fail(redirect(other.feed_url))
        assert fetch(nyaa.feed_url, policy=WARY).address == other.feed_url


def test_a_long_address_that_a_site_has_chosen_is_cut(nyaa: Nyaa) -> None:
    nyaa.fail(redirect(f"/{2000 * 'x'}"))
    nyaa.fail(answer(404))
    assert len(str(refused(nyaa.feed_url))) < 400


def test_by_default_the_internet_is_public() -> None:
    assert [EAGER.is_public(address) for address in ("127.0.0.1", "1.1.1.1")] == [False, True]


# --- beside others ---------------------------------------------------------------------------------------


def test_a_visit_can_be_called_off(nyaa: Nyaa) -> None:
    nyaa.fail(drip(PAGE))

    async def called_off() -> None:
        async with asyncio.timeout(1):
            await visit(nyaa.feed_url)

    began = time.monotonic()
    with pytest.raises(TimeoutError):
        asyncio.run(called_off())
    assert time.monotonic() - began < EAGER.retry.timeout_seconds / 2


LOUD = """
import asyncio, logging, sys
from dataclasses import replace
from nyaastats.collect.http import HttpPolicy, open_fetcher
from nyaastats.collect.retry import PAGE_RETRY
if sys.argv[2] == "logging":
    logging.basicConfig(level=logging.INFO)
async def main():
    async with open_fetcher(HttpPolicy("test", replace(PAGE_RETRY, backoff_seconds=0))) as ask:
        await ask(sys.argv[1])
asyncio.run(main())
"""


@pytest.mark.parametrize(("mode", "failures"), [("plain", 2), ("logging", 0)])
def test_visits_say_nothing_on_the_terminal(nyaa: Nyaa, mode: str, failures: int) -> None:
    nyaa.fail(answer(500), times=failures)
    done = subprocess.run(
        [sys.executable, "-c", LOUD, nyaa.feed_url, mode], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(nyaa.requests) == failures + 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("ALL_PROXY", "socks5://127.0.0.1:9"), ("HTTP_PROXY", "foo:bar"), ("SSL_CERT_FILE", "not-there.pem")],
)
def test_an_environment_that_cannot_be_used_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    load_certificates.cache_clear()
    with pytest.raises(CollectError, match=f"{name}.* in the environment"):
        open_client("nyaastats/test", timeout_seconds=None)
    load_certificates.cache_clear()
