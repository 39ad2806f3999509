"""Addresses that go into pages: what reads them and what publishes them take and refuse the same ones."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from nyaastats.domain.addresses import LINK, WEB_ADDRESS
from nyaastats.publish.contracts.values import Link, WebAddress


def is_published(kind: Any, address: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(address, strict=True)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "address",
    [
        "https://s4.anilist.co/file/anilistcdn/media/anime/cover/medium/bx1-CXtrrkMpJ8Zq.png",
        "https://anilist.co/anime/1",
        "https://x/",
        "https://xn--r8jz45g.jp/a%20b?c=d;e,f@g:h#i",
    ],
)
def test_a_poster_s_address(address: str) -> None:
    assert re.fullmatch(WEB_ADDRESS, address)
    assert is_published(WebAddress, address)
    assert is_published(Link, address)


@pytest.mark.parametrize(
    "address",
    [
        "https://x;connect-src/a.jpg",
        "https://*/",
        "https://*.example.org/a.jpg",
        "https://例え.jp/a.jpg",
        "https://[::1]/a.jpg",
        "https://example.org:8000/a.jpg",
        "https://user@example.org/a.jpg",
        "https://-x/a.jpg",
        "https://x./a.jpg",
        "https://x",
        "https:///a.jpg",
        "https://x\\y/a.jpg",
        "https://x/a\\b.jpg",
        "https://x/a b.jpg",
        "https://x/a'b.jpg",
        'https://x/a"b.jpg',
        "https://x/<a>.jpg",
        "https://x/a.jpg\n",
        "https://x/\u202ea.jpg",
        "http://x/a.jpg",
        "javascript:alert(1)//https://x/",
        "",
    ],
)
def test_no_poster_s_address(address: str) -> None:
    assert not re.fullmatch(WEB_ADDRESS, address)
    assert not is_published(WebAddress, address)


@pytest.mark.parametrize(
    "address", ["https://例え.jp/ä", "https://[::1]:8000/x", "https://a.example", "https://a/@b;c"]
)
def test_an_operator_s_link_may_lead_to_any_host(address: str) -> None:
    assert re.fullmatch(LINK, address)
    assert is_published(Link, address)


@pytest.mark.parametrize(
    "address", ["https://a@b.example/", "https://a\\b/", "https://a/\x07", "https://a/\n", "http://a/", "https://"]
)
def test_no_operator_s_link(address: str) -> None:
    assert not re.fullmatch(LINK, address)
    assert not is_published(Link, address)
