"""Kills `scrape`, `archive`, `etl` and the site's build at random moments, and checks what each leaves.

    python -m testkit.kills --count 500 [--seed 1] [--programs scrape,archive,etl,site]

Kills come in streaks, each followed by a run that is let be. After each kill a reader must find the whole old output or
the whole new one, and no count lost; after each whole run the output must be what it is where nobody interferes, with
no count doubled and nothing left beside it. The same seed chooses the same moments, but not what a program is at then.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from nyaastats.domain.torrents import ScrapeCounts
from nyaastats.pipeline.archiving import find_archive_damage
from nyaastats.publish.atomic_output import recover_output, verify_output
from testkit.collector_fixtures import (
    Collector,
    announce,
    collector,
    entry,
    infohash,
    pass_time,
    store,
    wait_for_full_hour,
)
from testkit.command_line import Workspace, contents, etl, make_database
from testkit.nyaa_server import nyaa_server
from testkit.opentracker import opentracker
from testkit.site_server import Site, copy_site
from testkit.trials import Trial, write_trials

MAX_STREAK = 5
EARLIEST = 0.3
"""Part of a run that passes before a kill: the imports before are alike in all programs."""
NUMBERS = range(1, 301)
"""Of the torrents that a run of the collector scrapes."""
MAX_HOURS = 10
"""Older torrents are not due each hour."""
STEADY_HOUR_SECONDS = 60
"""Of the machine's own hour that a streak needs: at its end all torrents rightly are scraped once more."""


class Program(Protocol):
    """What is killed."""

    def prepare(self) -> None:
        """Put things as they are before a run that has something to do."""

    def start(self) -> subprocess.Popen[bytes]:
        """Start a run, in a session of its own."""

    def check_kill(self) -> None:
        """Raise AssertionError unless what a reader finds is whole."""

    def check_run(self) -> None:
        """Raise AssertionError unless a whole run has done what was to do, once."""


@dataclass(slots=True)
class Campaign:
    """The kills of one program."""

    program: Program
    chance: random.Random
    whole: float = 0.0
    """Seconds of a run that nobody interrupts."""
    kills: int = 0
    runs: int = 0

    def run(self, count: int) -> None:
        """Kill it so many times, and let it be after each streak."""
        self.measure_whole_run()
        while self.kills < count:
            self.program.prepare()
            for _ in range(min(self.chance.randint(1, MAX_STREAK), count - self.kills)):
                self.kill_run()
            self.finish_run()

    def measure_whole_run(self) -> None:
        """How long a run takes."""
        self.program.prepare()
        begin = time.monotonic()
        self.finish_run()
        self.whole = time.monotonic() - begin

    def kill_run(self) -> None:
        """Start a run and kill it: alone or with what it has started, as the system or a service manager does."""
        process = self.program.start()
        with suppress(subprocess.TimeoutExpired):
            process.wait(self.whole * self.chance.uniform(EARLIEST, 1))
        if process.poll() is None:
            send = self.chance.choice([os.kill, os.killpg])
            send(process.pid, signal.SIGKILL)
            self.kills += 1
        process.wait()
        self.program.check_kill()

    def finish_run(self) -> None:
        """Let a run be."""
        process = self.program.start()
        assert process.wait() == 0
        self.runs += 1
        self.program.check_run()


def start(command: Sequence[object], folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, so that it can be killed with all that it has started."""
    return subprocess.Popen(
        list(map(str, command)), cwd=folder, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )


def start_nyaastats(workspace: Workspace, *arguments: object) -> subprocess.Popen[bytes]:
    """Start `nyaastats` in a workspace."""
    return start([sys.executable, "-m", "nyaastats", *arguments], workspace.folder, workspace.environment)


def change_database(path: Path) -> None:
    """Another count of the golden season, and a torrent with a scrape more."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE stats SET downloads = 218 WHERE downloads = 217")


def add_scrapes(path: Path) -> None:
    """Scrapes that an archive has not yet."""
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = connection.execute(
            "SELECT infohash, downloads FROM stats WHERE typeof(downloads) = 'integer'"
        ).fetchall()
        connection.executemany(
            "INSERT OR IGNORE INTO stats (infohash, timestamp, seeders, leechers, downloads) VALUES (?, ?, 1, 1, ?)",
            [(key, "2025-11-02T00:00:00Z", downloads) for key, downloads in rows],
        )


# --- etl and archive --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Replacement:
    """A command that makes a new folder of an old one; before each streak it is the old one again."""

    workspace: Workspace
    folder: Path
    arguments: tuple[object, ...]
    old: Path
    new: dict[str, bytes] = field(default_factory=dict)

    def prepare(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.old, self.folder)

    def start(self) -> subprocess.Popen[bytes]:
        return start_nyaastats(self.workspace, *self.arguments)

    def check_run(self) -> None:
        state = contents(self.folder)
        self.new = self.new or state
        assert state == self.new
        left = [path.name for path in self.folder.parent.iterdir() if "nyaastats-" in path.name]
        assert left == []
        scratch = Path(self.workspace.environment["TMPDIR"])
        assert list(scratch.iterdir()) == []

    def check_kill(self) -> None:
        recover_output(self.folder)
        verify_output(self.folder)
        assert contents(self.folder) in (contents(self.old), self.new)


@dataclass(slots=True)
class ArchiveReplacement(Replacement):
    """The archive; files that no manifest names are no part of it."""

    def check_kill(self) -> None:
        assert find_archive_damage(self.folder) is None
        manifest = (self.folder / "manifest.json").read_bytes()
        assert manifest in ((self.old / "manifest.json").read_bytes(), self.new["manifest.json"])


def make_workspace(folder: Path) -> Workspace:
    """A workspace with the golden season and a temporary folder of its own."""
    (folder / "tmp").mkdir(parents=True)
    make_database(folder / "nyaastats.db")
    return Workspace(folder, {"TMPDIR": str(folder / "tmp")})


@contextmanager
def open_etl(folder: Path) -> Iterator[Program]:
    """The ETL, whose output changes by a count."""
    workspace = make_workspace(folder)
    assert workspace.run(*etl(output="old")).returncode == 0
    change_database(folder / "nyaastats.db")
    yield Replacement(workspace, folder / "data", etl(), folder / "old")


@contextmanager
def open_archive(folder: Path) -> Iterator[Program]:
    """The archive, which gets a scrape of each torrent."""
    workspace, arguments = make_workspace(folder), ("archive", "--db", "nyaastats.db")
    assert workspace.run(*arguments).returncode == 0
    shutil.copytree(folder / "nyaastats.archive", folder / "old")
    add_scrapes(folder / "nyaastats.db")
    yield ArchiveReplacement(workspace, folder / "nyaastats.archive", arguments, folder / "old")


# --- scrape -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Scrapes:
    """The collector: an hour passes before each streak, after which each torrent must have one row more."""

    work: Collector
    hours: int = 0
    stored: set[tuple[object, ...]] = field(default_factory=set)

    def prepare(self) -> None:
        if self.hours % MAX_HOURS == 0:
            self.begin_anew()
        else:
            pass_time(self.work.database)
        wait_for_full_hour(STEADY_HOUR_SECONDS)
        self.hours += 1
        self.stored = self.read()

    def begin_anew(self) -> None:
        """A database with torrents and no counts."""
        for path in self.work.workspace.folder.glob("nyaastats.db*"):
            path.unlink()
        store(self.work.database, [entry(number % 300, infohash=infohash(number)) for number in NUMBERS])
        self.hours = 0

    def start(self) -> subprocess.Popen[bytes]:
        return start_nyaastats(self.work.workspace, "scrape", "--db", self.work.database)

    def read(self) -> set[tuple[object, ...]]:
        return set(self.work.rows("SELECT infohash, timestamp, seeders, leechers, downloads FROM stats"))

    def check_kill(self) -> None:
        assert self.work.rows("PRAGMA integrity_check") == [("ok",)]
        state = self.read()
        assert self.stored <= state
        self.stored = state

    def check_run(self) -> None:
        counts = self.work.counts()
        assert counts == {infohash(number): [count_of(number)] * self.hours for number in NUMBERS}


def count_of(number: int) -> ScrapeCounts:
    """What the tracker counts of a torrent."""
    return ScrapeCounts(number % 3 + 1, number % 2, number % 3 + 1)


@contextmanager
def open_scrape(folder: Path) -> Iterator[Program]:
    """The collector, with a nyaa and a tracker on this machine."""
    folder.mkdir()
    with nyaa_server() as nyaa, opentracker(map(infohash, NUMBERS)) as tracker:
        for number in NUMBERS:
            announce(tracker, number, count_of(number))
        work = collector(folder, nyaa, tracker.http_url)
        yield Scrapes(work)


# --- the site ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class SiteBuilds:
    """The site's build, from one of two publications in turn."""

    site: Site
    publications: tuple[Path, Path]
    turn: int = 0
    pages: dict[int, dict[str, bytes]] = field(default_factory=dict)

    def prepare(self) -> None:
        self.turn = 1 - self.turn
        shutil.rmtree(self.site.data, ignore_errors=True)
        shutil.copytree(self.publications[self.turn], self.site.data)

    def start(self) -> subprocess.Popen[bytes]:
        (self.site.folder / "tmp").mkdir(exist_ok=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NYAASTATS_")}
        command = ["node", "scripts/build.js"]
        return start(command, self.site.folder, environment | {"TMPDIR": str(self.site.folder / "tmp")})

    def check_kill(self) -> None:
        old = self.site.dist.with_name("dist.old")
        state = contents(self.site.dist if self.site.dist.exists() else old)
        assert state in self.pages.values()

    def check_run(self) -> None:
        state = contents(self.site.dist)
        assert state == self.pages.setdefault(self.turn, state)
        left = {path.name for path in self.site.folder.glob("dist*")}
        assert left == {"dist", "dist.pages.json", "dist.pictures"}
        assert [path.name for path in (self.site.folder / "tmp").iterdir() if "nyaastats" in path.name] == []


@contextmanager
def open_site(folder: Path) -> Iterator[Program]:
    """The site, with both publications built once."""
    workspace = make_workspace(folder)
    assert workspace.run(*etl(output="first")).returncode == 0
    change_database(folder / "nyaastats.db")
    assert workspace.run(*etl(output="second")).returncode == 0
    builds = SiteBuilds(copy_site(folder / "website"), (folder / "first", folder / "second"))
    for _ in range(2):
        builds.prepare()
        assert builds.start().wait() == 0
        builds.check_run()
    yield builds


PROGRAMS = {"scrape": open_scrape, "archive": open_archive, "etl": open_etl, "site": open_site}


def kill_program(name: str, count: int, seed: int) -> Campaign:
    """Kill one of `PROGRAMS` so many times; raise AssertionError for what it should not have left."""
    with tempfile.TemporaryDirectory(prefix="kills-") as folder, PROGRAMS[name](Path(folder) / name) as program:
        campaign = Campaign(program, random.Random(f"{seed} {name}"))  # noqa: S311  # any moment will do
        campaign.run(count)
        return campaign


def main(report: Callable[[str], object] = sys.stdout.write) -> None:
    """Kill each program its part of the count."""
    parser = argparse.ArgumentParser(description="Kill programs at random moments, and check what each leaves.")
    parser.add_argument("--count", type=int, default=100, help="kills, of all programs together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--programs", default=",".join(PROGRAMS))
    parser.add_argument("--write", action="store_true", help="write the rows of docs/reliability.md")
    options = parser.parse_args()
    names = options.programs.split(",")
    for name in names:
        begin = time.monotonic()
        campaign = kill_program(name, options.count // len(names), options.seed)
        seconds = time.monotonic() - begin
        report(f"{name}: {campaign.kills} kills, {campaign.runs} whole runs, {seconds:.0f} s: nothing torn or lost\n")
        if options.write:
            write_trials([describe_campaign(name, campaign)], datetime.now(UTC).date())


def describe_campaign(name: str, campaign: Campaign) -> Trial:
    """The row of the table."""
    held = f"nothing torn, lost or doubled; each of {campaign.runs} later runs right, with nothing left beside it"
    return Trial(f"SIGKILL in `{name}` at a random moment", campaign.kills, held)


if __name__ == "__main__":
    main()
