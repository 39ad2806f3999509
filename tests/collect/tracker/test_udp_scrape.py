"""The UDP scrape of BEP 15: its packets, and trackers that lose packets, forget connections, err or refuse."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.collect.retry import RetryPolicy
from nyaastats.collect.tracker import client as trackers
from nyaastats.collect.tracker import udp as udp_scrape
from nyaastats.collect.tracker.protocol import MAX_COUNT, ScrapeAnswer, Tracker
from nyaastats.collect.tracker.udp import (
    MAX_INFOHASHES,
    Action,
    Packet,
    build_connect_request,
    build_scrape_request,
    is_answer,
    parse_connection_id,
    parse_packet,
    parse_scrape_body,
)
from nyaastats.domain.scrapes import MAX_DOWNLOADS
from nyaastats.domain.torrents import InfoHash, ScrapeCounts
from nyaastats.errors import LongRequestError, TrackerError

ONE, TWO = InfoHash("0102030405" * 4), InfoHash("aabbccddee" * 4)
COUNTED = {
    ONE: ScrapeCounts(seeders=1, leechers=3, downloads=1002),
    TWO: ScrapeCounts(seeders=170, leechers=204, downloads=1187),
}
"""What the trackers here tell: bytes 0 and 2 of the infohash, and 1000 and its byte 1."""
ANY_HASH = st.binary(min_size=20, max_size=20).map(lambda raw: InfoHash(raw.hex()))
HEAD = struct.Struct(">II")


# --- packets ----------------------------------------------------------------------------------------------


def test_the_bytes_of_a_request_to_connect() -> None:
    assert build_connect_request(0xCAFEBABE) == bytes.fromhex("00000417 27101980 00000000 cafebabe")


def test_the_bytes_of_a_request_for_counts() -> None:
    head = bytes.fromhex("01020304 05060708 00000002 cafebabe")
    request = build_scrape_request(0x0102030405060708, [ONE, TWO], 0xCAFEBABE)
    assert request == head + bytes.fromhex(ONE) + bytes.fromhex(TWO)


def test_the_bytes_of_an_answer_that_connects() -> None:
    packet = parse_packet(bytes.fromhex("00000000 cafebabe f102030405060708"))
    assert packet == Packet(Action.CONNECT, 0xCAFEBABE, bytes.fromhex("f102030405060708"))
    assert parse_connection_id(packet.body) == 0xF102030405060708


def test_the_bytes_of_an_answer_with_counts() -> None:
    packet = parse_packet(bytes.fromhex("00000002 cafebabe 00000005 00000032 0000000a 00000000 00000001 7fffffff"))
    assert packet is not None
    assert (packet.action, packet.transaction) == (Action.SCRAPE, 0xCAFEBABE)
    # Seeders, completed, leechers: 5, 50, 10.
    errors = {
        ONE: ScrapeCounts(seeders=5, leechers=10, downloads=50),
        TWO: ScrapeCounts(seeders=0, leechers=MAX_COUNT, downloads=1),
    }
    assert parse_scrape_body(packet.body, [ONE, TWO]) == ScrapeAnswer((ONE, TWO), errors)


@pytest.mark.parametrize("place", range(3))
def test_an_absurd_number_of_peers_costs_only_itself_and_one_of_downloads_the_torrent(place: int) -> None:
    numbers = [7, 7, 7]
    numbers[place] = MAX_COUNT + 1
    body = struct.pack(">6I", *numbers, 1, 2, 3)
    answer = parse_scrape_body(body, [ONE, TWO])
    kept = {0: ScrapeCounts(None, 7, 7), 2: ScrapeCounts(7, None, 7)}
    assert answer.counts == ({ONE: kept[place]} if place in kept else {}) | {TWO: ScrapeCounts(1, 3, 2)}
    assert (answer.unusable, answer.too_many_downloads) == (int(place == 1), int(place == 1))


@pytest.mark.parametrize(("asked", "answered"), [(74, 50), (74, 70), (2, 1)])
def test_an_answer_for_the_first_torrents_is_theirs(asked: int, answered: int) -> None:
    infohashes = [InfoHash(f"{number:040x}") for number in range(asked)]
    answer = parse_scrape_body(struct.pack(">III", 1, 2, 3) * answered, infohashes)
    assert (answer.requested, answer.reach) == (tuple(infohashes[:answered]), answered)
    assert set(answer.counts.values()) == {ScrapeCounts(1, 3, 2)}


def test_an_answer_without_counts_is_one_to_a_request_that_is_too_long() -> None:
    with pytest.raises(LongRequestError, match="no counts for 2 torrents"):
        parse_scrape_body(b"", [ONE, TWO])
    with pytest.raises(TrackerError, match="0 bytes of counts for 1 torrents"):
        parse_scrape_body(b"", [ONE])


@pytest.mark.parametrize("length", [23, 25, 36])
def test_counts_for_more_or_fewer_torrents_are_an_error(length: int) -> None:
    with pytest.raises(TrackerError, match=f"{length} bytes of counts for 2 torrents"):
        parse_scrape_body(bytes(length), [ONE, TWO])


@pytest.mark.parametrize("infohashes", [[], [ONE] * (MAX_INFOHASHES + 1)])
def test_no_request_asks_for_none_or_for_too_many(infohashes: list[InfoHash]) -> None:
    with pytest.raises(TrackerError, match=f"{len(infohashes)} infohashes in a request over UDP: ask for 1 to 74"):
        build_scrape_request(1, infohashes, 2)


@pytest.mark.parametrize(
    ("data", "action", "expected"),
    [
        (b"", Action.SCRAPE, False),
        (bytes(7), Action.CONNECT, False),
        (HEAD.pack(0, 1) + bytes(7), Action.CONNECT, False),
        (HEAD.pack(0, 1) + bytes(8), Action.CONNECT, True),
        (HEAD.pack(0, 1) + bytes(9), Action.CONNECT, True),
        (HEAD.pack(0, 1) + bytes(8), Action.SCRAPE, False),
        (HEAD.pack(1, 1) + bytes(12), Action.SCRAPE, False),
        (HEAD.pack(2, 1) + bytes(12), Action.SCRAPE, True),
        (HEAD.pack(2, 1) + bytes(12), Action.CONNECT, False),
    ],
)
def test_what_can_be_an_answer(data: bytes, action: Action, expected: bool) -> None:  # noqa: FBT001 - a case
    packet = parse_packet(data)
    assert (packet is not None and is_answer(packet, action)) is expected


@given(st.lists(ANY_HASH, min_size=1, max_size=MAX_INFOHASHES), st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1))
def test_what_is_asked_is_what_was_meant(infohashes: list[InfoHash], connection: int, transaction: int) -> None:
    request = build_scrape_request(connection, infohashes, transaction)
    assert struct.unpack_from(">QII", request) == (connection, 2, transaction)
    assert [request[at : at + 20].hex() for at in range(16, len(request), 20)] == infohashes
    assert len(request) <= 1500 - 28, "one packet of an Ethernet, without the heads of IP and UDP"


COUNTS = st.tuples(st.integers(0, MAX_COUNT), st.integers(0, MAX_DOWNLOADS), st.integers(0, MAX_COUNT))


@given(st.dictionaries(ANY_HASH, COUNTS, min_size=1, max_size=MAX_INFOHASHES))
def test_what_a_tracker_counts_is_what_is_read(counts_by_infohash: dict[InfoHash, tuple[int, int, int]]) -> None:
    body = b"".join(struct.pack(">III", *numbers) for numbers in counts_by_infohash.values())
    expected = {key: ScrapeCounts(seeders=a, downloads=b, leechers=c) for key, (a, b, c) in counts_by_infohash.items()}
    assert parse_scrape_body(body, list(counts_by_infohash)).counts == expected


@given(st.binary(max_size=64))
def test_garbage_is_an_error_or_counts_that_can_be(data: bytes) -> None:
    packet = parse_packet(data)
    assert (packet is None) is (len(data) < 8)
    try:
        answered = parse_scrape_body(packet.body if packet else data, [ONE, TWO]).counts.values()
    except TrackerError:
        return
    numbers = [number for counts in answered for number in (counts.seeders, counts.leechers, counts.downloads)]
    assert all(number is None or 0 <= number <= MAX_COUNT for number in numbers)


# --- trackers ---------------------------------------------------------------------------------------------


@dataclass
class Fake(asyncio.DatagramProtocol):
    """A tracker that follows BEP 15, but handles the next packets as planned."""

    plan: list[Callable[[Fake, bytes], list[bytes]]] = field(default_factory=list)
    connection: int = 0
    """The id given last, the only one that is good."""
    connects: int = 0
    scrapes: int = 0
    transactions: list[int] = field(default_factory=list)
    client: Any = None
    """Who asked last."""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, client: Any) -> None:
        self.client = client
        self.transactions.append(struct.unpack_from(">8xII", data)[1])
        self.connects += len(data) == 16
        self.scrapes += len(data) > 16
        behave = self.plan.pop(0) if self.plan else honest
        for packet in behave(self, data):
            self.transport.sendto(packet, client)

    @property
    def port(self) -> int:
        return int(self.transport.get_extra_info("sockname")[1])


def honest(fake: Fake, data: bytes) -> list[bytes]:
    connection, action, transaction = struct.unpack_from(">QII", data)
    if action == 0:
        assert (connection, len(data)) == (0x41727101980, 16)
        fake.connection = 0xFFFF_0000_0000_0000 + fake.connects
        return [struct.pack(">IIQ", 0, transaction, fake.connection)]
    if connection != fake.connection:
        return [HEAD.pack(3, transaction) + b"Connection ID missmatch.\0"]
    return [HEAD.pack(2, transaction) + b"".join(counted(data[at : at + 20]) for at in range(16, len(data), 20))]


def counted(raw: bytes) -> bytes:
    return struct.pack(">III", raw[0], 1000 + raw[1], raw[2])


def loses(_fake: Fake, _data: bytes) -> list[bytes]:
    return []


def refuses(_fake: Fake, data: bytes) -> list[bytes]:
    return [HEAD.pack(3, transaction_of(data)) + b"go\naway\0"]


def cuts_off(fake: Fake, data: bytes) -> list[bytes]:
    return [packet[:-10] for packet in honest(fake, data)]


def goes_on(fake: Fake, data: bytes) -> list[bytes]:
    return [packet + bytes(12) for packet in honest(fake, data)]


def tells_nonsense_first(fake: Fake, data: bytes) -> list[bytes]:
    transaction = transaction_of(data)
    counts = bytes(len(data) - 16) or bytes(8)
    nonsense = [
        b"",
        b"\0",
        HEAD.pack(2, transaction)[:7],
        HEAD.pack(2, transaction ^ 1) + counts,
        HEAD.pack(3, transaction ^ 1) + b"not yours",
        HEAD.pack(1, transaction) + counts,
        HEAD.pack(0 if len(data) > 16 else 2, transaction) + counts,
        HEAD.pack(9, transaction) + counts,
    ]
    # And the same twice, which the network may do.
    return nonsense + honest(fake, data) * 2


def transaction_of(data: bytes) -> int:
    return int(struct.unpack_from(">8xII", data)[1])


@asynccontextmanager
async def serving(fake: Fake, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Fake]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: fake, local_addr=(host, port))
    try:
        yield fake
    finally:
        transport.close()


Talk = Callable[[Tracker], Awaitable[Any]]


async def both(tracker: Tracker) -> ScrapeAnswer:
    return await tracker.scrape([ONE, TWO])


def run(talk: Talk, fake: Fake, *, host: str = "127.0.0.1", timeout: float = 10, tries: int = 1) -> Any:
    """Talk with a patient tracker; what comes of it, or the words of the error."""

    async def main() -> Any:
        retry_policy = RetryPolicy(timeout_seconds=timeout, max_attempts=tries, backoff_seconds=0)
        place = f"[{host}]" if ":" in host else host
        async with (
            serving(fake, host),
            trackers.open_tracker(
                f"udp://{place}:{fake.port}/announce", user_agent="", retry_policy=retry_policy
            ) as tracker,
        ):
            try:
                return await talk(tracker)
            except TrackerError as error:
                return str(error)

    return asyncio.run(main())


GOOD = ScrapeAnswer((ONE, TWO), COUNTED)


def hosts() -> list[str]:
    """This machine, by each protocol that it has."""

    def has(family: socket.AddressFamily, host: str) -> bool:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as link:
                link.bind((host, 0))
        except OSError:
            return False
        return True

    return ["127.0.0.1", *(["::1"] if has(socket.AF_INET6, "::1") else [])]


@pytest.mark.parametrize("host", hosts())
def test_a_tracker_is_asked(host: str) -> None:
    fake = Fake()
    assert run(both, fake, host=host) == GOOD
    assert (fake.connects, fake.scrapes) == (1, 1)


def test_packets_that_are_no_answer_are_passed_over() -> None:
    fake = Fake(plan=[tells_nonsense_first, tells_nonsense_first])
    assert run(both, fake) == GOOD
    assert (fake.connects, fake.scrapes) == (1, 1)


def test_a_stranger_that_knows_the_transaction_is_not_heard() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:

        def is_forestalled(fake: Fake, data: bytes) -> list[bytes]:
            stranger.sendto(HEAD.pack(2, transaction_of(data)) + bytes(24), fake.client)
            return honest(fake, data)

        assert run(both, Fake(plan=[honest, is_forestalled])) == GOOD


@pytest.mark.parametrize(
    ("plan", "connects", "scrapes"),
    [
        pytest.param([loses], 2, 1, id="the request to connect"),
        pytest.param([honest, loses], 2, 2, id="the request for counts"),
        pytest.param([loses, honest, loses], 3, 2, id="both"),
    ],
)
def test_what_is_lost_is_asked_again(plan: list[Any], connects: int, scrapes: int) -> None:
    fake = Fake(plan=plan)
    assert run(both, fake, timeout=2, tries=3) == GOOD
    assert (fake.connects, fake.scrapes) == (connects, scrapes)


@pytest.mark.parametrize("behave", [refuses, cuts_off, goes_on])
def test_what_is_refused_or_spoiled_is_asked_again(behave: Any) -> None:
    fake = Fake(plan=[honest, behave, honest, behave])
    assert run(both, fake, tries=3) == GOOD
    assert (fake.connects, fake.scrapes) == (3, 3)


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ([refuses], "it refuses: go away"),
        ([honest, refuses], "it refuses: go away"),
        ([honest, cuts_off], "the answer has 14 bytes of counts for 2 torrents, 12 for each expected"),
        ([honest, goes_on], "the answer has 36 bytes of counts for 2 torrents, 12 for each expected"),
        ([loses], "no answer in 0.5 s"),
        ([honest, loses], "no answer in 0.5 s"),
    ],
)
def test_what_fails_is_an_error_of_one_line(plan: list[Any], message: str) -> None:
    timeout = 0.5 if plan[-1] is loses else 10
    words = f"the tracker '127.0.0.1' gives no counts ({message}): the next run asks again"
    assert run(both, Fake(plan=plan), timeout=timeout) == words


def test_a_tracker_that_is_not_there_is_reported_at_once() -> None:
    fake = Fake()

    async def gone(tracker: Tracker) -> ScrapeAnswer:
        fake.transport.close()
        await asyncio.sleep(0)
        return await tracker.scrape([ONE])

    assert "refused" in run(gone, fake, timeout=60, tries=2)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 70 + ".org"])
def test_a_host_that_nobody_knows_is_an_error(host: str) -> None:
    async def ask() -> None:
        async with udp_scrape.open_udp_tracker(host, 9) as tracker:
            await tracker.scrape([ONE])

    with pytest.raises(TrackerError, match=f"'{host}' cannot be reached"):
        asyncio.run(ask())


def test_requests_at_once_share_a_connection_and_no_transaction() -> None:
    async def many(tracker: Tracker) -> list[ScrapeAnswer]:
        return await asyncio.gather(*(tracker.scrape([infohash]) for infohash in (ONE, TWO) * 10))

    fake = Fake()
    results = run(many, fake)
    assert [dict(answer.counts) for answer in results] == [{ONE: COUNTED[ONE]}, {TWO: COUNTED[TWO]}] * 10
    assert (fake.connects, fake.scrapes) == (1, 20)
    assert len(set(fake.transactions)) == 21


def test_answers_in_another_order_find_their_questions() -> None:
    held: list[bytes] = []

    def holds(fake: Fake, data: bytes) -> list[bytes]:
        held.extend(honest(fake, data))
        return []

    def lets_go(fake: Fake, data: bytes) -> list[bytes]:
        return [*honest(fake, data), *held]

    async def two(tracker: Tracker) -> list[ScrapeAnswer]:
        return list(await asyncio.gather(tracker.scrape([ONE]), tracker.scrape([TWO])))

    results = run(two, Fake(plan=[honest, holds, lets_go]))
    assert [dict(answer.counts) for answer in results] == [{ONE: COUNTED[ONE]}, {TWO: COUNTED[TWO]}]


@pytest.mark.parametrize(("aged", "connects"), [(0, 1), (59, 1), (60, 2), (180, 2)])
def test_a_connection_is_used_for_a_minute(aged: float, connects: int) -> None:
    now = 1000.0

    async def main() -> int:
        nonlocal now
        fake = Fake()
        async with serving(fake), udp_scrape.open_udp_tracker("127.0.0.1", fake.port, clock=lambda: now) as tracker:
            assert await tracker.scrape([ONE, TWO]) == GOOD
            now += aged
            assert await tracker.scrape([ONE, TWO]) == GOOD
        return fake.connects

    assert asyncio.run(main()) == connects


def ignores_what_it_forgot(_fake: Fake, _data: bytes) -> list[bytes]:
    return []


@pytest.mark.parametrize("plan", [[], [ignores_what_it_forgot]], ids=["says so", "says nothing"])
def test_a_tracker_that_forgot_the_connection_is_connected_to_again(plan: list[Any]) -> None:
    fake = Fake()

    async def twice(tracker: Tracker) -> ScrapeAnswer:
        await tracker.scrape([ONE])
        fake.connection, fake.plan = 0, plan
        return await tracker.scrape([ONE, TWO])

    assert run(twice, fake, timeout=2, tries=2) == GOOD
    assert (fake.connects, fake.scrapes) == (2, 3)


def test_when_one_address_of_a_host_is_dead_the_next_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    def addresses(_host: str, port: int, *_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_DGRAM, 17, "", (host, port)) for host in ("127.0.0.2", "127.0.0.1")]

    async def main() -> tuple[list[Any], int]:
        fake = Fake()
        async with serving(Fake(plan=[loses] * 100), "127.0.0.2") as dead, serving(fake, port=dead.port):
            monkeypatch.setattr(socket, "getaddrinfo", addresses)
            retry_policy = RetryPolicy(timeout_seconds=2, max_attempts=3, backoff_seconds=0.2)
            address = f"udp://tracker.example:{dead.port}"
            async with trackers.open_tracker(address, user_agent="", retry_policy=retry_policy) as tracker:
                results = await asyncio.gather(*(tracker.scrape([ONE, TWO]) for _ in range(4)))
            return results, fake.connects

    assert asyncio.run(main()) == ([GOOD] * 4, 1)
