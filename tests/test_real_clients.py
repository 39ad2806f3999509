"""From real downloads to a published number: aria2 on loopback, Debian's opentracker, `scrape`, `etl`."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from nyaastats.domain.calendar import Season
from nyaastats.domain.torrents import ScrapeCounts
from testkit.bittorrent import (
    CLIENT,
    Announcement,
    AnnounceRelay,
    SmallTorrent,
    announce_relay,
    count_peers,
    run_client,
)
from testkit.collector_fixtures import Collector, collector, pass_time, wait_until
from testkit.nyaa_pages import PageEntry
from testkit.nyaa_server import nyaa_server
from testkit.opentracker import Opentracker, opentracker

pytestmark = pytest.mark.skipif(CLIENT is None, reason="no aria2: scripts/bittorrent-client.sh installs it on Debian")

SHOW, SHOW_ID = "Lantern Hill", 4711
EPISODES = [
    SmallTorrent(f"[Group] {SHOW} - {number:02} (1080p) [ABCD1234].mkv", os.urandom(40_000 * number))
    for number in (1, 2)
]
AIRED_AT = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)


@pytest.fixture
def tracker() -> Iterator[Opentracker]:
    with opentracker(episode.infohash for episode in EPISODES) as real:
        yield real


def list_events(relay: AnnounceRelay, event: str) -> list[Announcement]:
    return [announcement for announcement in relay.announcements if announcement.event == event]


@contextmanager
def download_episodes(relay: AnnounceRelay, folder: Path) -> Iterator[None]:
    """Two clients download the first episode, one of them the second too; that one goes, the other stays."""
    with run_client(relay, EPISODES[:1], folder / "first"):
        with run_client(relay, EPISODES, folder / "both"):
            wait_until(lambda: len(list_events(relay, "completed")) == 3)
        assert read_files(folder / "first", EPISODES[:1]) == [EPISODES[0].content]
        assert read_files(folder / "both", EPISODES) == [episode.content for episode in EPISODES]
        yield


def read_files(folder: Path, torrents: Iterable[SmallTorrent]) -> list[bytes]:
    return [(folder / torrent.name).read_bytes() for torrent in torrents]


def list_entries() -> list[PageEntry]:
    """The torrents as the site lists them while only the uploader has them."""
    return [
        PageEntry(episode.infohash, episode.name, AIRED_AT + timedelta(hours=2), number, seeders=1)
        for number, episode in enumerate(EPISODES, start=1)
    ]


def write_snapshot(folder: Path) -> Path:
    season = Season.of(AIRED_AT)
    show = {
        "id": SHOW_ID,
        "title": {"romaji": SHOW, "english": None, "native": None},
        "format": "TV",
        "status": "RELEASING",
        "episodes": 12,
        "season": season.quarter.value,
        "seasonYear": season.year,
        "startDate": {"year": AIRED_AT.year, "month": AIRED_AT.month, "day": AIRED_AT.day},
        "airingSchedule": {"nodes": [{"episode": n, "airingAt": int(AIRED_AT.timestamp())} for n in (1, 2)]},
    }
    path = folder / "anilist.json"
    path.write_text(json.dumps({"data": {"Page": {"media": [show]}}}), encoding="utf-8")
    return path


def publish(work: Collector, folder: Path) -> Counter[tuple[int, int]]:
    """The downloads by show and episode."""
    done = work.workspace.call("etl", "--db", work.database, "--anilist", write_snapshot(folder), "--output", "data")
    assert (done.returncode, done.stderr) == (0, "")
    published = Counter[tuple[int, int]]()
    for day in pq.read_table(folder / "data" / "episodes.parquet").to_pylist():
        published[day["anilist_id"], day["episode"]] += day["downloads_daily"]
    return published


@pytest.fixture
def seeder(tmp_path: Path) -> Path:
    """The folder of the client that has everything from the start."""
    folder = tmp_path / "seeder"
    folder.mkdir()
    for episode in EPISODES:
        (folder / episode.name).write_bytes(episode.content)
    return folder


def test_what_clients_download_is_what_is_published(tmp_path: Path, tracker: Opentracker, seeder: Path) -> None:
    with nyaa_server(list_entries()) as nyaa, announce_relay(tracker.http_url) as relay:
        work = collector(tmp_path, nyaa, tracker.http_url)
        with run_client(relay, EPISODES, seeder):
            wait_until(lambda: len(list_events(relay, "started")) == len(EPISODES))
            assert work.call("scrape").code == 0
            before = work.newest()
            with download_episodes(relay, tmp_path):
                announced = count_peers(relay.announcements)
                for address in (tracker.http_url, tracker.udp_url):
                    pass_time(work.database)
                    assert work.at(tracker_url=address).call("scrape").of("scrape")["counted"] == "2"
                    assert work.newest() == announced
    first, second = (episode.infohash for episode in EPISODES)
    assert before == dict.fromkeys((first, second), ScrapeCounts(seeders=1, leechers=0, downloads=0))
    assert announced == {first: ScrapeCounts(2, 0, 2), second: ScrapeCounts(1, 0, 1)}
    assert Counter(announcement.infohash for announcement in list_events(relay, "completed")) == {first: 2, second: 1}
    assert publish(work, tmp_path) == {(SHOW_ID, 1): 2, (SHOW_ID, 2): 1}
