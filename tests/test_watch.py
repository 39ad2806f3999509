"""`nyaastats scrape --watch`: a run now and in every window, whether one fails or not, until a signal."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nyaastats.collect import runner
from nyaastats.collect.events import Event, RunFailed
from nyaastats.errors import CollectError, DatabaseError, NyaastatsError
from testkit.collector_fixtures import (
    Collector,
    TrackerRequest,
    collector,
    entries,
    entry,
    fake_tracker,
    infohash,
    parse_output,
    store,
    wait_until,
)
from testkit.command_line import finish
from testkit.nyaa_server import Nyaa, drip, nyaa_server
from testkit.opentracker import opentracker

STOP = 10.0
"""Seconds in which a process ends that is told to; the rest is for a busy machine."""
SLOW = "[Group] Show " + "S01E01" * 700
"""A name that takes guessit longer than it is given, which is 20 seconds."""


@pytest.fixture
def nyaa() -> Iterator[Nyaa]:
    with nyaa_server() as site:
        yield site


# --- a process that is told to stop ---------------------------------------------------------------------------


def stopped(process: subprocess.Popen[str], by: signal.Signals = signal.SIGTERM) -> tuple[int, list[str]]:
    """Tell the process to stop: its exit code, and the steps of its log; it has nothing else to say."""
    begin = time.monotonic()
    process.send_signal(by)
    run = parse_output(finish(process))
    assert time.monotonic() - begin < STOP
    assert run.lines[-1].values["outcome"] == "stopped"
    assert run.lines[-1].values["reason"] == "stopped; what was stored is safe, and the next run continues"
    return run.code, [line.step for line in run.lines]


def wait_for(process: subprocess.Popen[str], words: str) -> None:
    """Read its log until a line with these words."""
    assert process.stdout
    assert any(words in line for line in iter(process.stdout.readline, "")), process.stderr


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_it_runs_at_once_and_stops_while_it_sleeps(by: signal.Signals, tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = [entry(1)]
    with opentracker([infohash(2)]) as tracker:
        work = collector(tmp_path, nyaa, tracker.udp_url)
        tracker.announce(infohash(2), 1, event="completed")
        store(work.database, [entry(2)])
        process = work.start("scrape", "--watch")
        wait_for(process, "run outcome=done")
        assert stopped(process, by) == (0, ["run"])
    assert work.counts().keys() == {infohash(1), infohash(2)}


def test_it_stops_while_a_tracker_takes_its_time(tmp_path: Path, nyaa: Nyaa) -> None:
    def stalls(asked: TrackerRequest, _: Sequence[str]) -> None:
        asked.pause()

    with fake_tracker(stalls) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, entries(400))
        process = work.start("scrape", "--watch")
        wait_until(lambda: len(fake.requests) == 4)
        assert stopped(process) == (0, ["feed", "run"])
    assert_nothing_was_looked_at(work)


def test_it_stops_while_udp_packets_are_waited_for(tmp_path: Path, nyaa: Nyaa) -> None:
    with opentracker() as tracker:
        work = collector(tmp_path, nyaa, tracker.udp_url)
        tracker.process.send_signal(signal.SIGSTOP)
        store(work.database, entries(400))
        process = work.start("scrape", "--watch")
        wait_for(process, "feed outcome")
        time.sleep(0.3)
        assert stopped(process) == (0, ["run"])
    assert_nothing_was_looked_at(work)


def assert_nothing_was_looked_at(work: Collector) -> None:
    assert work.counts() == {}
    assert work.rows("SELECT 1 FROM scrape_state WHERE last_scraped_at IS NOT NULL") == []


def test_it_stops_while_nyaa_takes_its_time(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.fail(drip(b"<rss>" * 100))
    process = collector(tmp_path, nyaa).start("scrape", "--watch")
    wait_until(lambda: nyaa.requests)
    assert stopped(process) == (0, ["run"])


@pytest.mark.parametrize(("arguments", "code"), [(["--watch"], 0), ([], 130)])
def test_it_stops_while_names_are_read(arguments: list[str], code: int, tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = [entry(at, name=f"{SLOW} {at}") for at in range(1, 41)]
    work = collector(tmp_path, nyaa)
    process = work.start("scrape", *arguments)
    wait_until(lambda: workers(process.pid))
    left = workers(process.pid)
    time.sleep(1)
    assert stopped(process) == (code, ["run"])
    assert work.rows("SELECT 1 FROM torrents") == []
    assert not left & running()


def workers(parent: int) -> set[int]:
    return {pid for pid in running() if parent_of(pid) == parent}


def running() -> set[int]:
    return {int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()}


def parent_of(pid: int) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it is gone
        return None


def test_what_is_set_up_wrongly_does_not_begin(tmp_path: Path, nyaa: Nyaa) -> None:
    work = collector(tmp_path, nyaa)
    work.database.write_text("hello")
    run = work.run("scrape", "--watch")
    assert (run.code, run.lines) == (1, ())
    assert "is not a SQLite database" in run.error


# --- the rhythm -------------------------------------------------------------------------------------------------

NOON = datetime(2026, 1, 5, 12, 5, 30, tzinfo=UTC)
HALF = timedelta(minutes=30)


class Enough(Exception):  # noqa: N818  # nothing is wrong
    """Ends a watch."""


@dataclass
class Day:
    """A clock that goes on when somebody sleeps; a run of the watch takes `takes`, and may fail."""

    time: datetime = NOON
    outcomes: list[NyaastatsError | None] = field(default_factory=list)
    takes: timedelta = timedelta(seconds=40)
    set_to: dict[int, timedelta] = field(default_factory=dict)
    """By how much the clock is set at a sleep of that number."""
    begun: list[datetime] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds) + self.set_to.get(len(self.naps), timedelta())
        self.naps.append(seconds)

    async def once(self) -> None:
        if not self.outcomes:
            raise Enough
        self.begun.append(self.time)
        self.time += self.takes
        if error := self.outcomes.pop(0):
            raise error

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(asyncio, "sleep", self.sleep)
        asyncio.run(runner.watch(self.once, self.events.append, lambda: self.time))


def test_each_run_begins_at_the_same_place_of_its_window(monkeypatch: pytest.MonkeyPatch) -> None:
    day = Day(outcomes=[None] * 48)
    with pytest.raises(Enough):
        day.watch(monkeypatch)
    assert day.begun == [NOON + at * HALF for at in range(48)]


def test_a_run_that_took_longer_leaves_a_window_out_and_keeps_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    day = Day(outcomes=[None] * 3, takes=timedelta(minutes=42))
    with pytest.raises(Enough):
        day.watch(monkeypatch)
    assert day.begun == [NOON, NOON + 2 * HALF, NOON + 4 * HALF]


def test_a_later_run_that_fails_is_reported_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    day = Day(outcomes=[None, DatabaseError("locked"), None, CollectError("no"), None])
    with pytest.raises(Enough):
        day.watch(monkeypatch)
    assert day.events == [RunFailed("locked"), RunFailed("no")]
    assert day.begun == [NOON + at * HALF for at in range(5)]


def test_a_first_run_that_fails_is_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    day = Day(outcomes=[DatabaseError("no database"), None])
    with pytest.raises(DatabaseError, match="no database"):
        day.watch(monkeypatch)
    assert day.events == []


def test_what_is_no_error_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    day = Day(outcomes=[None])  # the run after it raises Enough
    with pytest.raises(Enough):
        day.watch(monkeypatch)
    assert day.events == []


@pytest.mark.parametrize("hours", [7, -7])
def test_a_clock_that_is_set_is_noticed_within_a_minute(hours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    day = Day(outcomes=[None] * 3, set_to={3: timedelta(hours=hours)})
    with pytest.raises(Enough):
        day.watch(monkeypatch)
    assert max(day.naps) <= 60
    jump = timedelta(hours=hours)
    assert NOON + jump < day.begun[1] <= NOON + jump + HALF
    assert len(day.begun) == 3
