"""Debian's opentracker on loopback: a real tracker for tests, and the peers that announce to it.

    with opentracker(infohashes) as tracker:
        tracker.announce(infohash, peer=1, left=0, event="completed", by="udp")

Its build serves the infohashes of a whitelist alone. A peer is a port of 127.0.0.1. A download is counted when a peer
says `completed` with nothing left for the first time; for the same peer again only after it has `stopped`. Over HTTP it
leaves out torrents that it does not know, and all beyond the 64th of a request; over UDP it gives unknown ones zeros,
and has no counts for those beyond the 75th. It says so neither here nor there.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote_from_bytes
from urllib.request import urlopen

PATIENCE = 15.0
"""Seconds until it is taken for dead."""
TRIES = 5
"""Ports, as another program may take one before it is ours."""
WHITELIST = "whitelist"
LOG = "log"
EVENTS = {"": 0, "completed": 1, "started": 2, "stopped": 3}
"""What BEP 15 writes for each."""

Event = Literal["", "completed", "started", "stopped"]


class RefusedError(Exception):
    """An announcement that the tracker does not take."""


@dataclass(frozen=True)
class Opentracker:
    """A running tracker."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int

    @property
    def http_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/announce"

    @property
    def udp_url(self) -> str:
        return f"udp://127.0.0.1:{self.port}/announce"

    def announce(
        self, infohash: str, peer: int, *, left: int = 0, event: Event = "", by: Literal["http", "udp"] = "udp"
    ) -> None:
        """Let the peer (1 to 65535) say that it has `left` bytes to get."""
        announce = self._announce_http if by == "http" else self._announce_udp
        announce(bytes.fromhex(infohash), peer, left, event)

    def allow(self, infohashes: Iterable[str]) -> None:
        """Serve these infohashes and no others from now on; what was counted for the others is kept."""
        probe = _write_whitelist(self.folder, infohashes)
        self.process.send_signal(signal.SIGHUP)
        assert self.serves(probe), "opentracker does not read its whitelist again"

    def stop(self) -> None:
        """Kill it, as a machine that fails does."""
        self.process.kill()
        self.process.wait()

    def serves(self, infohash: bytes) -> bool:
        """Wait until it is there, by both protocols, and has read the whitelist that holds this one; else False."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                self._announce_http(infohash, 1, 0, "")
                self._announce_udp(infohash, 1, 0, "")
            except (OSError, RefusedError):
                time.sleep(0.01)
            else:
                return True
        return False

    def _announce_http(self, infohash: bytes, peer: int, left: int, event: Event) -> None:
        address = (
            f"{self.http_url}?info_hash={quote_from_bytes(infohash, safe='')}&peer_id={peer:020}&port={peer}"
            f"&uploaded=0&downloaded=0&left={left}&compact=1&numwant=1" + (f"&event={event}" if event else "")
        )
        with urlopen(address, timeout=PATIENCE) as reply:  # noqa: S310 - our own address
            answer = reply.read()
        if b"failure reason" in answer:
            raise RefusedError(answer.decode())

    def _announce_udp(self, infohash: bytes, peer: int, left: int, event: Event) -> None:
        with self._connected() as (link, connection):
            answer = _ask(link, _announcement(connection, infohash, peer, left, event))
        # A torrent that is not whitelisted is answered with the head alone: action and transaction (BEP 15).
        if answer[:4] != struct.pack(">I", 1) or len(answer) == 8:
            raise RefusedError(f"{infohash.hex()}: {answer!r}")

    @contextmanager
    def _connected(self) -> Iterator[tuple[socket.socket, int]]:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
            link.settimeout(PATIENCE)
            link.connect(("127.0.0.1", self.port))
            yield link, struct.unpack(">8xQ", _ask(link, struct.pack(">QII", 0x41727101980, 0, 1)))[0]


def _announcement(connection: int, infohash: bytes, peer: int, left: int, event: Event) -> bytes:
    who = f"{peer:020}".encode()
    counts = struct.pack(">QQQ", 0, left, 0)
    rest = struct.pack(">IIIiH", EVENTS[event], 0, 0, 1, peer)
    return struct.pack(">QII", connection, 1, 1) + infohash + who + counts + rest


def _ask(link: socket.socket, packet: bytes) -> bytes:
    link.send(packet)
    return link.recv(1 << 16)


@contextmanager
def opentracker(infohashes: Iterable[str] = ()) -> Iterator[Opentracker]:
    """Run one that serves the infohashes, on one free port for both protocols."""
    # Not pytest's folder: that one is closed to the user whose rights opentracker takes when root starts it.
    with tempfile.TemporaryDirectory(prefix="opentracker-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        probe = _write_whitelist(folder, infohashes)
        tracker = _started(folder, probe)
        try:
            yield tracker
        finally:
            tracker.stop()


def _started(folder: Path, probe: bytes) -> Opentracker:
    for _ in range(TRIES):
        tracker = _start(folder, _free_port())
        if tracker.serves(probe):
            return tracker
        tracker.stop()
    raise AssertionError(f"opentracker does not start: {(folder / LOG).read_text(errors='replace')}")


def _start(folder: Path, port: int) -> Opentracker:
    # Started by root it moves into the folder for good, by anyone else it goes there: the whitelist's name is the same.
    command = [_program(), "-i", "127.0.0.1", "-p", str(port), "-P", str(port)]
    command += ["-u", "nobody", "-d", str(folder), "-w", WHITELIST]
    with (folder / LOG).open("wb") as log:
        return Opentracker(subprocess.Popen(command, stdout=log, stderr=log), folder, port)


def _program() -> str:
    path = shutil.which("opentracker", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/bin")
    assert path, "no opentracker: run scripts/opentracker.sh"
    return path


def _free_port() -> int:
    while True:
        with (
            socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        ):
            tcp.bind(("127.0.0.1", 0))
            port = int(tcp.getsockname()[1])
            with suppress(OSError):
                udp.bind(("127.0.0.1", port))
                return port


def _write_whitelist(folder: Path, infohashes: Iterable[str]) -> bytes:
    """Write it, with one more that was in none before: when that one is served, the list has been read."""
    probe = secrets.token_bytes(20)
    # At one stroke: it may be read at any time.
    new = folder / f"{WHITELIST}.new"
    new.write_text("".join(f"{infohash}\n" for infohash in [*infohashes, probe.hex()]))
    new.chmod(0o644)
    new.replace(folder / WHITELIST)
    return probe
