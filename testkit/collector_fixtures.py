"""A workspace from which `nyaastats scrape` and `backfill` are run, with a nyaa and a tracker on loopback.

A command has the machine's clock: instead of it the past is moved (`pass_time`).
"""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import stamina

from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts
from nyaastats.store import ledger
from nyaastats.store.records import ParsedTorrent, TorrentChanges
from nyaastats.store.rows import format_time
from testkit.command_line import CompletedCommand, Workspace, finish
from testkit.nyaa_pages import PageEntry
from testkit.nyaa_server import Nyaa
from testkit.opentracker import Opentracker

DATABASE = "nyaastats.db"
NOBODY = "http://127.0.0.1:9/announce"
"""The address of a tracker that is down."""
PATIENCE = 60.0
"""Seconds after which a test that waits fails."""

Row = tuple[Any, ...]


# --- torrents ---------------------------------------------------------------------------------------------


def infohash(number: int) -> str:
    return f"{number:040x}"


def entry(number: int, **values: Any) -> PageEntry:
    """The torrent of that number, published as many minutes ago, with counts that no other torrent has."""
    usual: dict[str, Any] = {
        "infohash": infohash(number),
        "name": f"[Group] Show {number} - 01 (1080p)",
        "published": datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=number),
        "nyaa_id": 90_000 - number,
        "seeders": number,
        "leechers": 2 * number,
        "downloads": 3 * number,
    }
    return PageEntry(**usual | values)


def entries(number: int) -> list[PageEntry]:
    """So many of them, the newest first."""
    return [entry(at) for at in range(1, number + 1)]


def announce(tracker: Opentracker, number: int, counts: ScrapeCounts) -> None:
    """Announce peers until the tracker has these counts of the torrent; those who downloaded it stay as seeders."""
    assert counts.seeders == counts.downloads
    for peer in range(1, (counts.seeders or 0) + 1):
        tracker.announce(infohash(number), peer, event="completed")
    for peer in range(1, (counts.leechers or 0) + 1):
        tracker.announce(infohash(number), 1_000 + peer, left=1)


# --- the workspace ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log."""

    at: datetime
    step: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CollectorOutput:
    """A command's output: its log, and on stderr one line if it failed and nothing if it did not."""

    code: int
    lines: tuple[Line, ...]
    error: str

    def of(self, step: str) -> Mapping[str, str]:
        """The values of the only line of that step."""
        [values] = [line.values for line in self.lines if line.step == step]
        return values


@dataclass(frozen=True, slots=True)
class Collector:
    """Runs the commands in a folder."""

    workspace: Workspace

    @property
    def database(self) -> Path:
        return self.workspace.folder / DATABASE

    def call(self, *arguments: object) -> CollectorOutput:
        """Run a command in this process, with retries but without the waits between them."""
        with stamina.set_testing(testing=True, attempts=3, cap=True):
            return parse_output(self.workspace.call(*arguments, "--db", self.database))

    def run(self, *arguments: object) -> CollectorOutput:
        """Run a command in a process, as its user does."""
        return parse_output(finish(self.start(*arguments)))

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        return self.workspace.start(*arguments, "--db", self.database)

    def at(self, **settings: str) -> Collector:
        """The same with other settings."""
        ours = {f"NYAASTATS_{name.upper()}": value for name, value in settings.items()}
        return Collector(replace(self.workspace, settings=dict(self.workspace.settings) | ours))

    # What is in the database, read with plain SQL.

    def rows(self, query: str) -> list[Row]:
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as connection:
            return connection.execute(query).fetchall()

    def counts(self) -> dict[str, list[ScrapeCounts]]:
        """All counts of each torrent that has any, in the order of their times."""
        counts_by_infohash: dict[str, list[ScrapeCounts]] = {}
        for key, *counts in self.rows(
            "SELECT infohash, seeders, leechers, downloads FROM stats ORDER BY infohash, timestamp"
        ):
            counts_by_infohash.setdefault(key, []).append(ScrapeCounts(*counts))
        return counts_by_infohash

    def newest(self) -> dict[str, ScrapeCounts]:
        """The newest counts of each torrent that has any."""
        return {key: counts[-1] for key, counts in self.counts().items()}

    def dead(self) -> set[str]:
        return {key for (key,) in self.rows("SELECT infohash FROM torrents WHERE status = 'dead'")}

    def dump(self) -> list[str]:
        """All that is in it, as SQL."""
        with closing(sqlite3.connect(self.database)) as connection:
            return list(connection.iterdump())


def collector(folder: Path, nyaa: Nyaa | None = None, tracker: str = NOBODY) -> Collector:
    """A collector that works in the folder, with these two servers."""
    sites = {"NYAASTATS_FEED_URL": nyaa.feed_url, "NYAASTATS_LISTING_URL": nyaa.listing_url} if nyaa else {}
    tracker_settings = {"NYAASTATS_TRACKER_URL": tracker, "NYAASTATS_TRACKER_REQUESTS_PER_SECOND": "1000"}
    wait_for_full_hour()
    return Collector(Workspace(folder, sites | tracker_settings))


_LINE = re.compile(r'(\S+Z) ([a-z]+)((?: [a-z_]+=(?:"(?:[^"\\]|\\.)*"|[^\s"=]+))*)')
_VALUE = re.compile(r'([a-z_]+)=("(?:[^"\\]|\\.)*"|\S+)')


def parse_output(done: CompletedCommand) -> CollectorOutput:
    """Parse a command's output; a line that is not in the form of the log fails the test."""
    error = done.stderr.removesuffix("\n")
    assert "\n" not in error, error
    assert not error or error.startswith("nyaastats: "), error
    assert "internal error" not in error
    assert bool(error) == (done.returncode == 1)
    return CollectorOutput(done.returncode, tuple(map(line, done.stdout.splitlines())), error)


def line(text: str) -> Line:
    """Read a line of the log."""
    parts = _LINE.fullmatch(text)
    assert parts, text
    values = {key: json.loads(value) if value[0] == '"' else value for key, value in _VALUE.findall(parts[3])}
    return Line(datetime.fromisoformat(parts[1]), parts[2], values)


def wait_for_full_hour(seconds: float = 30) -> None:
    """Wait until the hour is full if less than that is left of it: then all young torrents are due once more."""
    remaining = 3600 - time.time() % 3600
    if remaining < seconds:
        time.sleep(remaining)


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.005)


# --- the database, as an earlier run would have left it -------------------------------------------------------


def store(database: Path, torrents: Iterable[PageEntry]) -> None:
    """Store the torrents as they are listed, but without their counts: none was ever scraped."""
    with ledger.open_ledger(database) as book:
        book.store_page(TorrentChanges(new=tuple(map(_parsed, torrents))), datetime.now(UTC), "3.8.0")


def _parsed(row: PageEntry) -> ParsedTorrent:
    flags = {"trusted": row.trusted, "remake": row.remake}
    torrent = ListedTorrent(InfoHash(row.infohash), row.name, row.published, None, row.nyaa_id, **flags, counts=None)
    return ParsedTorrent(torrent, guess="{}")


# The times of stats in two steps: the key of one row may be that of another an hour before.
_MOVED = """
BEGIN IMMEDIATE;
UPDATE scrape_state SET last_scraped_at = last_scraped_at + {shift}, published_at = published_at + {shift};
UPDATE http_cache SET not_before = not_before + {shift};
UPDATE backfills SET stored_at = stored_at + {shift};
UPDATE tracker_state SET not_before = not_before + {shift}, limit_seen_at = limit_seen_at + {shift};
UPDATE torrents SET pubdate = strftime('%Y-%m-%dT%H:%M:%SZ', pubdate, '{shift:+} seconds');
UPDATE stats SET timestamp = '+' || timestamp;
UPDATE stats SET timestamp = strftime('%Y-%m-%dT%H:%M:%SZ', substr(timestamp, 2), '{shift:+} seconds');
COMMIT;
"""


def pass_time(database: Path, hours: int = 1) -> None:
    """Move all times in the database into the past; negative hours move them into the future."""
    with closing(sqlite3.connect(database, timeout=PATIENCE)) as connection:
        connection.executescript(_MOVED.format(shift=-3600 * hours))


def moment_of(text: str) -> datetime:
    """A time of the tables that others read, which has one form only."""
    moment = datetime.fromisoformat(text)
    assert format_time(moment) == text
    return moment


# --- a tracker with programmable replies --------------------------------------------------------------------------


Reply = Callable[["TrackerRequest", Sequence[str]], None]
"""Answers a request for these infohashes."""


class TrackerRequest(BaseHTTPRequestHandler):
    """A request, and ways to answer it."""

    server: _Server

    def do_GET(self) -> None:
        raw = [value for key, _, value in _parameters(self.path) if key == "info_hash"]
        infohashes = [unquote_to_bytes(value).hex() for value in raw]
        self.server.fake.requests.append(infohashes)
        self.server.fake.reply(self, infohashes)

    def send(self, body: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_counts(self, counts: Mapping[str, ScrapeCounts]) -> None:
        self.send(bencoded(counts))

    def pause(self, seconds: float = PATIENCE) -> None:
        """Wait, unless the tracker is stopped."""
        self.server.fake.closing.wait(seconds)

    def log_message(self, *_arguments: object) -> None:
        """Nobody reads it."""


class _Server(ThreadingHTTPServer):
    fake: FakeTracker

    def handle_error(self, *_arguments: object) -> None:
        """A client that was killed, or lost its patience."""


def _parameters(path: str) -> list[tuple[str, str, str]]:
    return [parameter.partition("=") for parameter in urlsplit(path).query.split("&")]


@dataclass(slots=True)
class FakeTracker:
    """A tracker over HTTP; its reply may be changed while it serves."""

    reply: Reply
    url: str
    requests: list[list[str]]
    """The infohashes of each request."""
    closing: Event


@contextmanager
def fake_tracker(reply: Reply) -> Iterator[FakeTracker]:
    """Serve on a free port of loopback until the block ends."""
    with _Server(("127.0.0.1", 0), TrackerRequest) as server:
        fake = server.fake = FakeTracker(reply, f"http://127.0.0.1:{server.server_port}/announce", [], Event())
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield fake
        finally:
            fake.closing.set()
            server.shutdown()
            thread.join()


def bencoded(counts: Mapping[str, ScrapeCounts]) -> bytes:
    """A scrape's reply (BEP 48)."""
    files = b"".join(
        b"20:%bd8:completei%de10:downloadedi%de10:incompletei%dee"
        % (bytes.fromhex(key), count.seeders or 0, count.downloads, count.leechers or 0)
        for key, count in sorted(counts.items())
    )
    return b"d5:filesd%bee" % files


def zeros(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
    """The reply of a tracker that lost its memory: three zeros for each torrent."""
    asked.send_counts(dict.fromkeys(infohashes, ScrapeCounts(0, 0, 0)))
