"""`nyaastats scrape` is killed a dozen times, at any moment: what was stored stands, and the next run does the rest.

An hour is simulated by several runs that are killed and one that is let be; then the past is moved by an hour, and all
torrents have a boundary behind their last scrape. Half of the kills come at a random time, half when a random part of
the counts is written.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nyaastats.domain.torrents import ScrapeCounts
from testkit.collector_fixtures import (
    Collector,
    announce,
    collector,
    entry,
    infohash,
    parse_output,
    pass_time,
    store,
    wait_for_full_hour,
    wait_until,
)
from testkit.command_line import finish
from testkit.nyaa_pages import PageEntry
from testkit.nyaa_server import Nyaa, nyaa_server
from testkit.opentracker import Opentracker, opentracker

KILLS = 12
DUE = 2500
NEW = 3
"""Torrents that nyaa lists newly for each run."""
AN_HOUR = 5
"""Runs of an hour that are killed."""
WHO = f"http://127.0.0.1/killed/{os.getpid()}"
"""Stands in the environment of the runs and of all that they start, and in no other."""

Row = tuple[str, str, int, int, int]


def told_of(number: int) -> ScrapeCounts:
    """What the tracker counts of a torrent."""
    return ScrapeCounts(number % 3 + 1, number % 2, number % 3 + 1)


@dataclass(slots=True)
class Scene:
    """The collector and its two servers, and what became of the runs."""

    work: Collector
    nyaa: Nyaa
    tracker: Opentracker
    chance: random.Random
    listed: int = DUE
    """The torrents 1 to this are known to nyaa."""
    kills: int = 0
    in_writing: int = 0
    """Kills after the first of an hour's counts and before the last."""
    with_workers: int = 0
    """Kills while names were read."""
    idle: float = 0.0
    """Seconds of a run that finds nothing due."""
    whole: float = 0.0
    """Seconds of one that finds all due."""
    stored: set[Row] = field(default_factory=set)
    """All counts that were ever seen."""

    @property
    def database(self) -> Path:
        return self.work.database

    def more(self) -> None:
        """Let nyaa list new torrents, and be asked for them."""
        self.nyaa.entries[:0] = [listed(self.listed + at) for at in range(NEW, 0, -1)]
        self.listed += NEW
        self.let_feed_be_asked()

    def let_feed_be_asked(self) -> None:
        """Although it was in this hour: a run that was killed has asked as well."""
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute("UPDATE http_cache SET not_before = 0")

    def start(self) -> subprocess.Popen[str]:
        by = self.chance.choice([self.tracker.http_url, self.tracker.udp_url])
        return self.work.at(tracker_url=by, project_url=WHO).start("scrape")


def listed(number: int) -> PageEntry:
    counts = told_of(number)
    return entry(
        number % 300, infohash=infohash(number), seeders=counts.seeders, leechers=counts.leechers, downloads=number
    )


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    everyone = range(1, DUE + NEW * 2 * KILLS)
    with nyaa_server() as nyaa, opentracker(map(infohash, everyone)) as tracker:
        for number in everyone:
            announce(tracker, number, told_of(number))
        scene = Scene(collector(tmp_path, nyaa, tracker.http_url), nyaa, tracker, random.Random(8))  # noqa: S311  # any moment will do
        store(scene.database, map(listed, range(1, DUE + 1)))
        yield scene


# --- reading from outside ---------------------------------------------------------------------------------------


def stored(database: Path) -> set[Row]:
    """All counts, read as another program does while it is written."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=60)) as connection:
        return set(connection.execute("SELECT infohash, timestamp, seeders, leechers, downloads FROM stats"))


def count_stored(database: Path) -> int:
    """How many counts there are: asked again and again while a run writes, so nothing more is read."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=60)) as connection:
        return int(connection.execute("SELECT count(*) FROM stats").fetchone()[0])


def recovered(database: Path) -> tuple[str, set[Row]]:
    """Whether the file is sound as the kill left it, and its counts; a copy is mended, not the file itself."""
    folder = database.with_name("copy")
    folder.mkdir()
    for path in (database, database.with_name(f"{database.name}-wal")):
        if path.exists():
            shutil.copy(path, folder)
    with closing(sqlite3.connect(folder / database.name)) as connection:
        [(integrity,)] = connection.execute("PRAGMA integrity_check").fetchall()
        rows = stored(folder / database.name)
    shutil.rmtree(folder)
    return integrity, rows


TWICE = "SELECT infohash FROM stats GROUP BY infohash, strftime('%s', timestamp) / 3600 HAVING count(*) > 1"
"""Scraped twice between two boundaries, which at this age are the full hours."""


def relatives() -> list[int]:
    """The processes of our runs, and all that these have started."""
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal() and is_ours(path)]


def is_ours(process: Path) -> bool:
    try:
        return f"NYAASTATS_PROJECT_URL={WHO}\0".encode() in (process / "environ").read_bytes()
    except OSError:  # it is gone, or another user's
        return False


# --- a kill -----------------------------------------------------------------------------------------------------


def at_a_time(scene: Scene, left: int) -> Callable[[], bool]:
    """Whether a random part of the time is over that a run will take."""
    whole = scene.idle + (scene.whole - scene.idle) * left / scene.listed
    end = time.monotonic() + whole * scene.chance.uniform(0.05, 1)
    return lambda: time.monotonic() > end


def at_a_count(scene: Scene, left: int) -> Callable[[], bool]:
    """Whether a random part of the counts that are left is written."""
    enough = len(scene.stored) + scene.chance.uniform(0, left)
    pause = scene.chance.uniform(0, 0.01)

    def is_enough() -> bool:
        if count_stored(scene.database) <= enough:
            return False
        time.sleep(pause)
        return True

    return is_enough


def killed(scene: Scene, left: int) -> bool:
    """Start a run and kill it; False if it was faster."""
    is_time = scene.chance.choice([at_a_time, at_a_count])(scene, left)
    process = scene.start()
    while process.poll() is None and not is_time():
        time.sleep(0.001)
    scene.with_workers += len(relatives()) > 1
    before = stored(scene.database)
    process.kill()
    done = finish(process)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    assert_nothing_is_lost(scene, before)
    scene.kills += done.returncode != 0
    return done.returncode != 0


def assert_nothing_is_lost(scene: Scene, before: set[Row]) -> None:
    integrity, after = recovered(scene.database)
    assert integrity == "ok"
    assert scene.stored <= before <= after
    wait_until(lambda: not relatives())
    scene.stored = after


# --- an hour ----------------------------------------------------------------------------------------------------


def an_hour(scene: Scene) -> None:
    """Several runs that are killed, until one was faster, and one that does what is left."""
    # The machine's own hour must not end meanwhile: all would rightly be scraped once more.
    wait_for_full_hour(seconds=2 * AN_HOUR * max(scene.whole, 2))
    begun = len(scene.stored)
    for _ in range(AN_HOUR):
        if scene.chance.random() < 0.5:
            scene.more()
        end = begun + scene.listed
        if not killed(scene, end - len(scene.stored)):
            break
        scene.in_writing += begun < len(scene.stored) < end
    scene.let_feed_be_asked()
    undisturbed(scene)


def undisturbed(scene: Scene) -> float:
    """Let a run do what is left; the seconds that it takes."""
    begin = time.monotonic()
    run = parse_output(finish(scene.start()))
    assert run.code == 0
    assert (run.of("scrape")["counted"], run.of("scrape")["failed"]) == (run.of("scrape")["due"], "0")
    return time.monotonic() - begin


def assert_each_has_its_row(scene: Scene, hours: int, first: dict[str, int]) -> None:
    """Each torrent has exactly one row for each hour since it was found, and that is what the tracker says."""
    counts = scene.work.counts()
    assert len(counts) == scene.listed
    for number in range(1, scene.listed + 1):
        key, now = infohash(number), told_of(number)
        news = [ScrapeCounts(now.seeders, now.leechers, number)] if number > DUE else []
        rows = hours - first.setdefault(key, hours) + 1
        assert counts[key] == news + [now] * (rows - len(news))


def test_a_dozen_kills(scene: Scene) -> None:
    wait_for_full_hour(seconds=60)
    scene.whole, scene.idle = undisturbed(scene), undisturbed(scene)
    first: dict[str, int] = {}
    hours = 1
    assert_each_has_its_row(scene, hours, first)
    while scene.kills < KILLS:
        pass_time(scene.database)
        scene.stored = stored(scene.database)
        an_hour(scene)
        hours += 1
        assert_each_has_its_row(scene, hours, first)
        assert scene.work.rows(TWICE) == []
    assert scene.in_writing >= KILLS / 4
    assert scene.with_workers > 0
