"""A tracker with a limit of its own on loopback, over UDP and HTTP: what chihaya and aquatic do by default.

    with limited_tracker(CHIHAYA) as tracker:
        tracker.counts[infohash] = ScrapeCounts(3, 2, 5)
        scrape(tracker.udp_url)

chihaya answers a UDP scrape for the first 50 torrents (`max_scrape_infohashes`), aquatic for the first 70
(`max_scrape_torrents`), opentracker one over HTTP for the first 64.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

from nyaastats.domain.torrents import ScrapeCounts
from testkit.collector_fixtures import FakeTracker, TrackerRequest, bencoded, fake_tracker

CHIHAYA = 50
AQUATIC = 70

_CONNECT, _SCRAPE = 0, 2
_ZEROS = ScrapeCounts(0, 0, 0)


@dataclass(slots=True)
class LimitedTracker:
    """What it counts, and what it was asked."""

    limit: int
    counts: dict[str, ScrapeCounts] = field(default_factory=dict)
    requests: list[list[str]] = field(default_factory=list)
    """The infohashes of each request, those beyond the limit included."""
    udp_url: str = ""
    http_url: str = ""
    refusal: tuple[int, bytes] | None = None
    """The status and body of an answer over HTTP to a request beyond the limit; None: the first are answered."""

    def answer_http(self, request: TrackerRequest, infohashes: Sequence[str]) -> None:
        """Leave out what it does not know, and what is beyond the limit (BEP 48)."""
        self.requests.append(list(infohashes))
        if self.refusal and len(infohashes) > self.limit:
            status, body = self.refusal
            request.send(body, status)
            return
        request.send(bencoded({key: self.counts[key] for key in infohashes[: self.limit] if key in self.counts}))

    def answer_udp(self, packet: bytes) -> bytes:
        """The counts of the first torrents in their order, zeros for those that it does not know (BEP 15)."""
        action, transaction = struct.unpack_from(">II", packet, 8)
        if action == _CONNECT:
            return struct.pack(">IIQ", _CONNECT, transaction, 1)
        infohashes = [packet[start : start + 20].hex() for start in range(16, len(packet), 20)]
        self.requests.append(infohashes)
        counts = [self.counts.get(infohash, _ZEROS) for infohash in infohashes[: self.limit]]
        rows = [struct.pack(">3I", count.seeders, count.downloads, count.leechers) for count in counts]
        return struct.pack(">II", _SCRAPE, transaction) + b"".join(rows)


@contextmanager
def limited_tracker(limit: int, refusal: tuple[int, bytes] | None = None) -> Iterator[LimitedTracker]:
    """Serve on free ports of loopback until the block ends."""
    tracker = LimitedTracker(limit, refusal=refusal)
    with fake_tracker(tracker.answer_http) as web, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.bind(("127.0.0.1", 0))
        tracker.http_url, tracker.udp_url = _addresses(web, link)
        thread = Thread(target=_serve, args=(tracker, link))
        thread.start()
        try:
            yield tracker
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", link.getsockname())
            thread.join()


def _addresses(web: FakeTracker, link: socket.socket) -> tuple[str, str]:
    return web.url, f"udp://127.0.0.1:{link.getsockname()[1]}/announce"


def _serve(tracker: LimitedTracker, link: socket.socket) -> None:
    while True:
        packet, client = link.recvfrom(1 << 16)
        if not packet:
            return
        link.sendto(tracker.answer_udp(packet), client)
