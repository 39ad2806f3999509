"""Asking a tracker over UDP, the way of BEP 15 (https://www.bittorrent.org/beps/bep_0015.html)."""

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

from nyaastats.collect.tracker.protocol import Answer, answer_of, counts_of, one_line
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import TrackerError

MOST: Final = 74
"""Infohashes a request, as BEP 15 says: more would not fit a packet."""

LIFETIME: Final = 60.0
"""Seconds for which a connection id may be used after it came."""

_MAGIC = 0x41727101980
_HEAD = struct.Struct("!II")
_CONNECT = struct.Struct("!QII")
_CONNECTION = struct.Struct("!Q")
_COUNTS = struct.Struct("!III")


class Action(IntEnum):
    """What a packet is about."""

    CONNECT = 0
    SCRAPE = 2
    ERROR = 3


# --- packets ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Packet:
    """An answer: the action and the transaction that it says it is about, and the rest of it."""

    action: int
    transaction: int
    body: bytes


def connect_request(transaction: int) -> bytes:
    """16 bytes that ask for a connection id, with which a tracker knows that our address is not forged."""
    return _CONNECT.pack(_MAGIC, Action.CONNECT, transaction)


def scrape_request(connection: int, infohashes: Sequence[InfoHash], transaction: int) -> bytes:
    """16 bytes and 20 for each infohash; raise TrackerError unless there are 1 to `MOST`."""
    if not 0 < len(infohashes) <= MOST:
        raise TrackerError(f"{len(infohashes)} infohashes in a request over UDP: ask for 1 to {MOST}")
    return _CONNECT.pack(connection, Action.SCRAPE, transaction) + bytes.fromhex("".join(infohashes))


def parse_packet(data: bytes) -> Packet | None:
    """The parts of an answer; None for what is too short to be one."""
    if len(data) < _HEAD.size:
        return None
    action, transaction = _HEAD.unpack_from(data)
    return Packet(action, transaction, body=data[_HEAD.size :])


def answers(packet: Packet, action: Action) -> bool:
    """Whether a packet of the right transaction can be an answer to a request of this action."""
    return packet.action == action and (action != Action.CONNECT or len(packet.body) >= _CONNECTION.size)


def parse_connection(body: bytes) -> int:
    """The connection id, in the first 8 bytes."""
    (connection,) = _CONNECTION.unpack_from(body)
    return int(connection)


def parse_counts(body: bytes, asked: Sequence[InfoHash]) -> Answer:
    """For each torrent, in the order asked: seeders, completed, leechers, each an unsigned 32-bit integer.

    Raises TrackerError when it is not 12 bytes a torrent: then no one can say which count belongs to which.
    """
    if len(body) != _COUNTS.size * len(asked):
        raise TrackerError(
            f"the answer has {len(body)} bytes of counts for {len(asked)} torrents, 12 for each expected"
        )
    found = {
        infohash: counts_of(seeders=seeders, leechers=leechers, downloads=completed)
        for infohash, (seeders, completed, leechers) in zip(asked, _COUNTS.iter_unpack(body), strict=True)
    }
    return answer_of(asked, found)


# --- the socket -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Waiting:
    action: Action
    answer: asyncio.Future[bytes]


class _Socket(asyncio.DatagramProtocol):
    """Requests to one address, and the answers to each, which come in any order and among strangers' packets."""

    def __init__(self) -> None:
        self._waiting: dict[int, _Waiting] = {}

    async def ask(self, action: Action, request: Callable[[int], bytes]) -> bytes:
        """Send the request with a transaction id and wait for what the answer says; raise TrackerError for an error."""
        # Never one that is in use: its answer would be taken for the other's.
        transaction = next(number for number in iter(_random, None) if number not in self._waiting)
        waiting = _Waiting(action, asyncio.get_running_loop().create_future())
        self._waiting[transaction] = waiting
        try:
            self._transport.sendto(request(transaction))
            return await waiting.answer
        finally:
            del self._waiting[transaction]

    def close(self) -> None:
        self._transport.close()

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]  # what UDP gives
        self._transport = transport

    def datagram_received(self, data: bytes, _address: object) -> None:
        packet = parse_packet(data)
        waiting = self._waiting.get(packet.transaction) if packet else None
        if packet is None or waiting is None or waiting.answer.done():
            return
        if packet.action == Action.ERROR:
            waiting.answer.set_exception(TrackerError(f"it refuses: {one_line(packet.body)}"))
        elif answers(packet, waiting.action):
            waiting.answer.set_result(packet.body)

    def error_received(self, error: OSError) -> None:  # type: ignore[override]  # asyncio gives no other
        self._fail(str(error))

    def connection_lost(self, _error: object) -> None:
        self._fail("the socket was closed")

    def _fail(self, why: str) -> None:
        for waiting in self._waiting.values():
            if not waiting.answer.done():
                waiting.answer.set_exception(TrackerError(why))


_random = partial(secrets.randbits, 32)


# --- asking -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Connection:
    socket: _Socket
    id: int
    since: float


class UdpTracker:
    """A tracker asked over UDP; one that it does not know has three zeros.

    All requests share a socket and a connection id. What fails may be the fault of either, so the next try gets a
    connection id anew; and when that fails, a socket to the next of the host's addresses.
    """

    most: int = MOST
    tells_unknown: bool = False

    def __init__(self, host: str, port: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._host, self._port, self._clock = host, port, clock
        self._connecting = asyncio.Lock()
        self._socket: _Socket | None = None
        self._connection: _Connection | None = None
        self._turn = 0

    async def scrape(self, infohashes: Sequence[InfoHash]) -> Answer:
        """Ask once, for as long as the caller has patience; raise TrackerError."""
        connection = await self._connected()
        with ExitStack() as failing:
            failing.callback(self._forget, connection)
            body = await connection.socket.ask(Action.SCRAPE, partial(scrape_request, connection.id, infohashes))
            answer = parse_counts(body, infohashes)
            failing.pop_all()
        return answer

    def close(self) -> None:
        """Close the socket; a request under way fails."""
        if self._socket:
            self._socket.close()
        self._socket = self._connection = None

    async def _connected(self) -> _Connection:
        async with self._connecting:
            if self._connection is None or self._clock() - self._connection.since >= LIFETIME:
                self._connection = await self._connect()
            return self._connection

    async def _connect(self) -> _Connection:
        link = self._socket = self._socket or await self._open()
        with ExitStack() as failing:
            failing.callback(self._turn_away)
            body = await link.ask(Action.CONNECT, connect_request)
            failing.pop_all()
        return _Connection(link, parse_connection(body), self._clock())

    async def _open(self) -> _Socket:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_DGRAM)
            family, *_, address = found[self._turn % len(found)]
            place = str(address[0]), self._port
            _, opened = await loop.create_datagram_endpoint(_Socket, remote_addr=place, family=family)
        # A host that cannot be written in DNS is a UnicodeError.
        except (OSError, UnicodeError) as error:
            self._turn += 1
            raise TrackerError(f"{self._host!r} cannot be reached ({error})") from error
        return opened

    def _turn_away(self) -> None:
        self._turn += 1
        self.close()

    def _forget(self, connection: _Connection) -> None:
        # Another request may have a newer one already.
        if self._connection is connection:
            self._connection = None


@asynccontextmanager
async def opened(host: str, port: int, clock: Callable[[], float] = time.monotonic) -> AsyncIterator[UdpTracker]:
    """The tracker at the host and port; `clock` tells seconds, and never goes back."""
    tracker = UdpTracker(host, port, clock)
    try:
        yield tracker
    finally:
        tracker.close()
