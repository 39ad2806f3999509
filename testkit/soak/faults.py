"""What goes wrong in which hour, chosen by a seed; and the lying answers of a site and of a tracker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from random import Random
from urllib.parse import parse_qs

import flatbencode
from aiohttp import web

from testkit.nyaa_pages import PageEntry, feed_page
from testkit.nyaa_server import Fault, Nyaa, answer, cut, drip, hang_up, silence


class Trouble(StrEnum):
    """What goes wrong in an hour."""

    NONE = "none"
    MACHINE_OFF = "machine off"
    KILLED = "killed"
    DISK_FULL = "disk full"
    CLOCK_BACK = "clock back"
    SITE_DOWN = "site down"
    SITE_SLOW = "site slow"
    SITE_LIES = "site lies"
    TRACKER_DOWN = "tracker down"
    TRACKER_SLOW = "tracker slow"
    TRACKER_LIES = "tracker lies"


OF_THE_SITE = (Trouble.SITE_DOWN, Trouble.SITE_SLOW, Trouble.SITE_LIES)
CALM = 0.6
"""The chance of an hour without trouble."""
MAX_TROUBLED_HOURS = 8
"""In a row, of the same trouble."""


def choose_troubles(hours: int, calm_hours: int, chance: Random) -> list[Trouble]:
    """What goes wrong in each hour: nothing in the last `calm_hours`."""
    troubled = list(islice(_generate_troubles(chance), max(hours - calm_hours, 0)))
    return troubled + [Trouble.NONE] * (hours - len(troubled))


def _generate_troubles(chance: Random) -> Iterator[Trouble]:
    while True:
        if chance.random() < CALM:
            yield Trouble.NONE
            continue
        trouble = chance.choice([trouble for trouble in Trouble if trouble is not Trouble.NONE])
        # Short ones mostly, some of a night.
        yield from [trouble] * min(1 + int(chance.expovariate(0.8)), MAX_TROUBLED_HOURS)


# --- the site ---------------------------------------------------------------------------------------------------------


def choose_site_fault(trouble: Trouble, feed: bytes, chance: Random) -> Fault:
    """What the site answers to the next request."""
    if trouble is Trouble.SITE_DOWN:
        return chance.choice([answer(500), answer(503, retry_after="1800"), answer(429), answer(403), hang_up])
    if trouble is Trouble.SITE_SLOW:
        return chance.choice([silence, drip(feed)])
    future = PageEntry(infohash="f" * 40, name="From the future", published=_FUTURE, nyaa_id=9)
    return chance.choice([
        answer(body=b""),
        answer(body=b"<html><title>Just a moment...</title></html>"),
        answer(body=feed_page([])),
        answer(body=feed_page([future])),
        answer(body=feed[: len(feed) // 2]),
        cut(feed, after=len(feed) // 2),
    ])  # fmt: skip


_FUTURE = datetime(2099, 1, 1, tzinfo=UTC)


# --- the tracker ------------------------------------------------------------------------------------------------------


def choose_lie(counted: frozenset[bytes], chance: Random) -> Fault:
    """What an HTTP tracker answers that must not become a count of the torrents asked for."""
    return chance.choice([
        _answer_about(lambda keys: dict.fromkeys(keys & counted, _ZEROS)),
        _answer_about(lambda keys: {bytes(reversed(key)): _MANY for key in keys}),
        _answer_about(lambda keys: dict.fromkeys(keys, _NEGATIVE)),
        _answer_about(lambda _: {}),
        answer(body=b"d5:files"),
        answer(body=b"<html>maintenance</html>"),
        answer(503, retry_after="5400"),
        answer(body=b"d14:failure reason10:overloadede"),
    ])  # fmt: skip


_ZEROS = {b"complete": 0, b"downloaded": 0, b"incomplete": 0}
_NEGATIVE = {b"complete": 1, b"downloaded": -5, b"incomplete": 1}
_MANY = {b"complete": 9, b"downloaded": 999_999, b"incomplete": 9}

Counts = Mapping[bytes, Mapping[bytes, int]]


def _answer_about(count: Callable[[frozenset[bytes]], Counts]) -> Fault:
    async def lie(_: Nyaa, request: web.Request) -> web.Response:
        query = parse_qs(request.rel_url.raw_query_string, encoding="latin-1")
        keys = frozenset(key.encode("latin-1") for key in query.get("info_hash", []))
        return web.Response(body=bytes(flatbencode.encode({b"files": dict(count(keys))})))

    return lie
