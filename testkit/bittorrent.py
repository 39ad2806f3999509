"""Real BitTorrent clients on loopback: aria2 downloads small torrents, and each announcement is noted on its way.

    with announce_relay(tracker.http_url) as relay, run_client(relay, torrents, folder / "seeder"):
        with run_client(relay, torrents, folder / "leecher"):
            ...

A client announces to the relay, which hands the request on to the tracker, and the tracker's answer back, unchanged.
"""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlsplit
from urllib.request import urlopen

import flatbencode

from nyaastats.domain.torrents import ScrapeCounts

CLIENT = shutil.which("aria2c")
PATIENCE = 60
"""Seconds after which a client is taken for stuck, and ends."""
_PIECE_BYTES = 2**14
_OPTIONS = (
    *("--no-conf=true", "--quiet=true", "--file-allocation=none", "--check-integrity=true", f"--stop={PATIENCE}"),
    # Peers come from the tracker alone.
    *("--enable-dht=false", "--enable-dht6=false", "--enable-peer-exchange=false", "--bt-enable-lpd=false"),
    *("--disable-ipv6=true", "--interface=127.0.0.1"),
    "--seed-ratio=0.0",  # seeds on; with --seed-time=0 it would end without a word that it has completed
)


@dataclass(frozen=True, slots=True)
class SmallTorrent:
    """A torrent of one file."""

    name: str
    content: bytes = field(repr=False)

    @property
    def infohash(self) -> str:
        return sha1(flatbencode.encode(self._info), usedforsecurity=False).hexdigest()

    @property
    def _info(self) -> dict[bytes, object]:
        pieces = [self.content[at : at + _PIECE_BYTES] for at in range(0, len(self.content), _PIECE_BYTES)]
        hashes = b"".join(sha1(piece, usedforsecurity=False).digest() for piece in pieces)
        size = {b"length": len(self.content), b"piece length": _PIECE_BYTES}
        return {b"name": self.name.encode(), b"pieces": hashes, **size}

    def write(self, folder: Path, announce_url: str) -> Path:
        """Write its .torrent file (BEP 3)."""
        path = folder / f"{self.infohash}.torrent"
        path.write_bytes(flatbencode.encode({b"announce": announce_url.encode(), b"info": self._info}))
        return path


# --- what clients say -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a client announcement the tracker about a torrent, and the tracker took."""

    infohash: str
    peer: str
    event: str
    """`started`, `completed`, `stopped`, or nothing."""
    left: int
    """Bytes that it still lacks."""


@dataclass(frozen=True, slots=True)
class AnnounceRelay:
    """What stands between clients and tracker."""

    url: str
    announcements: list[Announcement]
    """In the order in which the tracker answered them."""


@contextmanager
def announce_relay(tracker_url: str) -> Iterator[AnnounceRelay]:
    """Serve on a free port of loopback until the block ends."""
    announcements: list[Announcement] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = urlsplit(self.path).query
            with urlopen(f"{tracker_url}?{query}", timeout=PATIENCE) as reply:  # noqa: S310 - our own address
                body = reply.read()
            if b"failure reason" not in body:
                announcements.append(_parse_announcement(query))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield AnnounceRelay(f"http://127.0.0.1:{server.server_port}/announce", announcements)
        finally:
            server.shutdown()
            thread.join()


def _parse_announcement(query: str) -> Announcement:
    # Latin-1: an infohash is any 20 bytes.
    values = dict(parse_qsl(query, encoding="latin-1"))
    infohash = values["info_hash"].encode("latin-1").hex()
    return Announcement(infohash, values["peer_id"], values.get("event", ""), int(values["left"]))


def count_peers(announcements: Sequence[Announcement]) -> dict[str, ScrapeCounts]:
    """What a tracker that was announcement this counts of each torrent (BEP 48)."""
    last = {(announcement.infohash, announcement.peer): announcement for announcement in announcements}
    present = [peer for peer in last.values() if peer.event != "stopped"]
    seeders = Counter(peer.infohash for peer in present if not peer.left)
    leechers = Counter(peer.infohash for peer in present if peer.left)
    downloads = Counter(announcement.infohash for announcement in announcements if announcement.event == "completed")
    torrents = {announcement.infohash for announcement in announcements}
    return {key: ScrapeCounts(seeders[key], leechers[key], downloads[key]) for key in torrents}


# --- clients ----------------------------------------------------------------------------------------------------------


@contextmanager
def run_client(relay: AnnounceRelay, torrents: Iterable[SmallTorrent], folder: Path) -> Iterator[None]:
    """Let a client download the torrents into the folder, as far as they are not there, and seed them.

    When the block ends it is stopped as Ctrl-C does: on SIGTERM it would not tell the tracker that it goes.
    """
    folder.mkdir(exist_ok=True)
    files = [torrent.write(folder, relay.url) for torrent in torrents]
    assert CLIENT, "no aria2: run scripts/bittorrent-client.sh"
    command: list[str | Path] = [CLIENT, *_OPTIONS, f"--listen-port={_free_port()}", f"--dir={folder}", *files]
    with subprocess.Popen(command) as process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
