"""Scraping a tracker over UDP, as BEP 15 describes (https://www.bittorrent.org/beps/bep_0015.html).

    connect ─► connection id, good for a minute ─► scrape (≤ 74 infohashes) ─► counts in the order asked

Each request carries a random transaction id, by which its answer is told from those of others and from forged packets.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import struct
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import Final

from nyaastats.collect.foreign_text import sanitize_reason
from nyaastats.collect.tracker.protocol import ScrapeAnswer, build_answer, build_refusal, parse_counts
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import LongRequestError, TrackerError

MAX_INFOHASHES: Final = 74
"""Infohashes a request (BEP 15: "up to about 74"): more would not fit a packet."""

CONNECTION_SECONDS: Final = 60.0
"""How long a connection id may be used after it was received; BEP 15 has clients give it up after one minute."""

_PROTOCOL_ID = 0x41727101980  # the magic constant of BEP 15
_HEADER = struct.Struct("!II")
_REQUEST_HEADER = struct.Struct("!QII")
_CONNECTION_ID = struct.Struct("!Q")
_TORRENT_COUNTS = struct.Struct("!III")


class Action(IntEnum):
    """The action field of a packet; ANNOUNCE (1) is not used."""

    CONNECT = 0
    SCRAPE = 2
    ERROR = 3


# --- packets ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Packet:
    """An answer: its action, the id of the transaction it answers, and the rest."""

    action: int
    transaction: int
    body: bytes


def build_connect_request(transaction: int) -> bytes:
    """16 bytes that ask for a connection id, which proves to the tracker that our source address is not forged."""
    return _REQUEST_HEADER.pack(_PROTOCOL_ID, Action.CONNECT, transaction)


def build_scrape_request(connection: int, infohashes: Sequence[InfoHash], transaction: int) -> bytes:
    """16 bytes and 20 for each infohash; raise TrackerError unless there are 1 to `MAX_INFOHASHES`."""
    if not 0 < len(infohashes) <= MAX_INFOHASHES:
        raise TrackerError(f"{len(infohashes)} infohashes in a request over UDP: ask for 1 to {MAX_INFOHASHES}")
    return _REQUEST_HEADER.pack(connection, Action.SCRAPE, transaction) + bytes.fromhex("".join(infohashes))


def parse_packet(data: bytes) -> Packet | None:
    """The parts of an answer; None for data too short to be one."""
    # BEP 15 has clients check the length and the transaction id before anything else.
    if len(data) < _HEADER.size:
        return None
    action, transaction = _HEADER.unpack_from(data)
    return Packet(action, transaction, body=data[_HEADER.size :])


def is_answer(packet: Packet, action: Action) -> bool:
    """Whether a packet of the right transaction answers a request of this action."""
    return packet.action == action and (action != Action.CONNECT or len(packet.body) >= _CONNECTION_ID.size)


def parse_connection_id(body: bytes) -> int:
    """The connection id, in the first 8 bytes."""
    (connection,) = _CONNECTION_ID.unpack_from(body)
    return int(connection)


def parse_scrape_body(body: bytes, requested: Sequence[InfoHash]) -> ScrapeAnswer:
    """For each torrent, in the order requested: seeders, completed, leechers, each an unsigned 32-bit integer.

    A tracker with a limit of its own answers for the first torrents only (chihaya for 50, aquatic for 70): the order of
    BEP 15 says which those are. Raises TrackerError when it is not 12 bytes a torrent, LongRequestError for none.
    """
    size = _TORRENT_COUNTS.size
    if not body and len(requested) > 1:
        raise LongRequestError(f"the answer has no counts for {len(requested)} torrents")
    if not 0 < len(body) <= size * len(requested) or len(body) % size:
        raise TrackerError(
            f"the answer has {len(body)} bytes of counts for {len(requested)} torrents, 12 for each expected"
        )
    counts = {
        infohash: parse_counts(seeders=seeders, leechers=leechers, downloads=completed)
        for infohash, (seeders, completed, leechers) in zip(requested, _TORRENT_COUNTS.iter_unpack(body), strict=False)
    }
    return build_answer(tuple(counts), counts)


# --- the socket -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _PendingRequest:
    action: Action
    answer: asyncio.Future[bytes]


class _Socket(asyncio.DatagramProtocol):
    """Requests to one address, matched with their answers, which come in any order and among unrelated packets."""

    def __init__(self) -> None:
        self._pending: dict[int, _PendingRequest] = {}

    async def request(self, action: Action, build: Callable[[int], bytes]) -> bytes:
        """Send a request with a fresh transaction id and wait for the body of its answer; raise TrackerError."""
        # Not an id that is in use: the answer to the other request would be taken for this one's.
        transaction = next(number for number in iter(_random_id, None) if number not in self._pending)
        pending = _PendingRequest(action, asyncio.get_running_loop().create_future())
        self._pending[transaction] = pending
        try:
            self._transport.sendto(build(transaction))
            return await pending.answer
        finally:
            del self._pending[transaction]

    def close(self) -> None:
        self._transport.close()

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]  # what UDP gives
        self._transport = transport

    def datagram_received(self, data: bytes, _address: object) -> None:
        packet = parse_packet(data)
        pending = self._pending.get(packet.transaction) if packet else None
        if packet is None or pending is None or pending.answer.done():
            return
        if packet.action == Action.ERROR:
            pending.answer.set_exception(build_refusal(sanitize_reason(packet.body)))
        elif is_answer(packet, pending.action):
            pending.answer.set_result(packet.body)

    def error_received(self, error: OSError) -> None:  # type: ignore[override]  # asyncio gives no other
        self._fail(str(error))

    def connection_lost(self, _error: object) -> None:
        self._fail("the socket was closed")

    def _fail(self, reason: str) -> None:
        for pending in self._pending.values():
            if not pending.answer.done():
                pending.answer.set_exception(TrackerError(reason))


_random_id = partial(secrets.randbits, 32)


# --- the tracker ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Connection:
    socket: _Socket
    id: int
    received_at: float
    """By the monotonic clock, in seconds."""


class UdpTracker:
    """A tracker scraped over UDP; it answers three zeros for a torrent that it does not know (BEP 15 has no other way).

    All requests share a socket and a connection id. A failure may be the fault of either, so the next attempt gets a
    new connection id; and when connecting fails, a new socket to the next of the host's addresses.
    """

    max_infohashes: int = MAX_INFOHASHES
    omits_unknown: bool = False

    def __init__(self, host: str, port: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._host, self._port, self._clock = host, port, clock
        self._connecting = asyncio.Lock()
        self._socket: _Socket | None = None
        self._connection: _Connection | None = None
        self._address_index = 0

    async def scrape(self, infohashes: Sequence[InfoHash]) -> ScrapeAnswer:
        """Send one request, without a limit of time; raise TrackerError."""
        connection = await self._current_connection()
        # The callback runs on any exit but a success, also when the attempt is cancelled by its timeout.
        # BEP 15 proposes to resend after 15 · 2^n seconds, up to an hour; our RetryPolicy suits runs of minutes.
        with ExitStack() as failing:
            failing.callback(self._forget, connection)
            body = await connection.socket.request(
                Action.SCRAPE, partial(build_scrape_request, connection.id, infohashes)
            )
            answer = parse_scrape_body(body, infohashes)
            failing.pop_all()
        return answer

    def close(self) -> None:
        """Close the socket; a request under way fails."""
        if self._socket:
            self._socket.close()
        self._socket = self._connection = None

    async def _current_connection(self) -> _Connection:
        # One connect request for all that wait for it.
        async with self._connecting:
            if self._connection is None or self._clock() - self._connection.received_at >= CONNECTION_SECONDS:
                self._connection = await self._connect()
            return self._connection

    async def _connect(self) -> _Connection:
        endpoint = self._socket = self._socket or await self._open()
        with ExitStack() as failing:
            failing.callback(self._use_next_address)
            body = await endpoint.request(Action.CONNECT, build_connect_request)
            failing.pop_all()
        return _Connection(endpoint, parse_connection_id(body), self._clock())

    async def _open(self) -> _Socket:
        loop = asyncio.get_running_loop()
        try:
            addresses = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_DGRAM)
            family, *_, address = addresses[self._address_index % len(addresses)]
            remote = str(address[0]), self._port
            _, endpoint = await loop.create_datagram_endpoint(_Socket, remote_addr=remote, family=family)
        # idna raises a UnicodeError for a host name that DNS cannot express.
        except (OSError, UnicodeError) as error:
            self._address_index += 1
            raise TrackerError(f"{self._host!r} cannot be reached ({error})") from error
        return endpoint

    def _use_next_address(self) -> None:
        self._address_index += 1
        self.close()

    def _forget(self, connection: _Connection) -> None:
        # Another request may have replaced it by a newer connection already.
        if self._connection is connection:
            self._connection = None


@asynccontextmanager
async def open_udp_tracker(
    host: str, port: int, clock: Callable[[], float] = time.monotonic
) -> AsyncIterator[UdpTracker]:
    """Open the tracker at the host and port; `clock` is monotonic, in seconds."""
    tracker = UdpTracker(host, port, clock)
    try:
        yield tracker
    finally:
        tracker.close()
