"""The hours of one season: something goes wrong, the collector runs, and what it stored is checked."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from nyaastats.collect import runner
from nyaastats.collect.backfill import BackfillPlan
from nyaastats.collect.events import FeedOutcome, RunSummary
from nyaastats.collect.guessit_pool import open_guessit_pool
from nyaastats.collect.http import HttpPolicy
from nyaastats.collect.retry import PAGE_RETRY, RetryPolicy
from nyaastats.collect.run import CollectConfig
from nyaastats.errors import NyaastatsError
from testkit.command_line import Workspace
from testkit.crash_injection import FAILED, fork_action, wait_for_exit
from testkit.file_sizes import limit_file_size
from testkit.nyaa_pages import feed_page
from testkit.nyaa_server import Nyaa, nyaa_server, silence
from testkit.opentracker import Event, Opentracker, opentracker
from testkit.simulated_season import PER_PAGE, START, Upload, World, ignore_event, nobody_at, snapshot, uploads
from testkit.soak.checks import (
    Row,
    check_archive,
    check_new_rows,
    check_pace,
    check_published,
    check_whole_feed,
    read_rows,
)
from testkit.soak.faults import OF_THE_SITE, Trouble, choose_lie, choose_site_fault, choose_troubles

CALM_HOURS = 27
"""Of the end: each torrent is scraped once more."""
RUN_SECONDS = 0.25
"""Until a kill, at most: a run takes about half of it."""
TIMEOUT_SECONDS = 0.3
"""Of a request, in an hour of trouble; in others the machine may be busy."""
SECOND_RUN = 35
"""The minute at which what was killed is started again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended; a run that was killed left none."""

    feed: str = ""
    has_gap: bool = False
    failure: str | None = None
    error: str | None = None
    unanswered: int = 0
    """Torrents that were due and have no answer, or were postponed."""

    @property
    def has_read_feed(self) -> bool:
        return self.feed in {FeedOutcome.READ, FeedOutcome.UNCHANGED}


@dataclass(slots=True)
class SoakTally:
    """What was done in the hours."""

    hours: int = 0
    troubles: Counter[Trouble] = field(default_factory=Counter)
    runs: int = 0
    kills: int = 0
    """Of runs and of archivings that were under way."""
    failures: int = 0
    """Runs that said that they had failed."""
    rows: int = 0
    days: int = 0


@dataclass(slots=True)
class SoakedSeason:
    """nyaa, an honest tracker, a lying one, and the collector's database."""

    world: World
    tracker: Opentracker
    liar: Nyaa
    workspace: Workspace
    chance: Random
    tally: SoakTally = field(default_factory=SoakTally)
    rows: frozenset[Row] = frozenset()
    has_unread_news: bool = False
    """Whether nyaa has listed something that no run has read."""

    @property
    def database(self) -> Path:
        return self.workspace.folder / "nyaastats.db"

    def run(self, hours: int) -> SoakTally:
        """Let so many hours pass; raise AssertionError at the first thing that is not right."""
        for hour, trouble in enumerate(choose_troubles(hours, CALM_HOURS, self.chance)):
            self.world.pass_hour(hour)
            self.has_unread_news |= self.world.has_news(hour)
            self.tally.troubles[trouble] += 1
            if trouble is not Trouble.MACHINE_OFF:
                self.run_hour(hour, trouble)
            if hour % 24 == 23:
                self.archive()
        self.publish()
        self.tally.hours, self.tally.rows = hours, len(self.rows)
        return self.tally

    # --- an hour --------------------------------------------------------------------------------------------------

    def run_hour(self, hour: int, trouble: Trouble) -> None:
        """Run the collector with that trouble, and after a kill perhaps once more without."""
        if self.has_unread_news:
            self.world.list_uploads(hour)  # with the counts of now, which become a torrent's first
        outcome = self.run_collector(hour, 5, trouble)
        if outcome.has_gap:
            self.fill_gap(hour)
        if trouble is Trouble.NONE:
            self.check_good_run(hour, outcome)
        if trouble in {Trouble.KILLED, Trouble.DISK_FULL} and self.chance.random() < 0.5:
            self.check_good_run(hour, self.run_collector(hour, SECOND_RUN, Trouble.NONE))

    def check_good_run(self, hour: int, outcome: Outcome) -> None:
        """A run without trouble has done all that was to do, unless a site or a tracker has asked for a pause."""
        assert outcome.error is None, outcome
        if outcome.unanswered == 0:
            assert outcome.failure is None, outcome
            check_pace(self.database, self.rows, self.uploads, hour)
        if outcome.has_read_feed and not outcome.has_gap:
            check_whole_feed(self.database, self.world.uploads, hour)

    @property
    def uploads(self) -> dict[str, Upload]:
        return {upload.infohash: upload for upload in self.world.uploads}

    def run_collector(self, hour: int, minute: int, trouble: Trouble) -> Outcome:
        """One run in a process of its own; all rows are checked afterwards."""
        config = self.prepare(hour, minute, trouble)
        path = self.workspace.folder / "outcome.json"
        path.unlink(missing_ok=True)
        child = fork_action(lambda: path.write_text(json.dumps(run_once(config, self.disk_limit(trouble)))))
        if trouble is Trouble.KILLED:
            time.sleep(self.chance.uniform(0, RUN_SECONDS))
            os.kill(child, signal.SIGKILL)
        code = wait_for_exit(child)
        self.clear()
        self.tally.runs, self.tally.kills = self.tally.runs + 1, self.tally.kills + (code == -signal.SIGKILL)
        assert code != FAILED, f"hour {hour}, {trouble}: a traceback stands above"
        self.check_rows(hour)
        outcome = Outcome(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() and code == 0 else Outcome()
        self.tally.failures += bool(outcome.failure or outcome.error)
        self.has_unread_news &= not outcome.has_read_feed
        return outcome

    def check_rows(self, hour: int) -> None:
        """Compare what is stored with what was announced."""
        if self.database.exists():
            rows = read_rows(self.database)
            check_new_rows(self.rows, rows, self.uploads, hour)
            self.rows = rows

    def disk_limit(self, trouble: Trouble) -> int | None:
        """The bytes to which a file may grow, where the disk is full: less than it has, or a little more."""
        if trouble is not Trouble.DISK_FULL:
            return None
        size = self.database.stat().st_size if self.database.exists() else 0
        return self.chance.choice([0, size // 2, size, size + 4096, size + 20_000])

    def prepare(self, hour: int, minute: int, trouble: Trouble) -> CollectConfig:
        """The settings of a run; nyaa and the lying tracker are told what to answer."""
        if trouble in OF_THE_SITE:
            feed = feed_page(self.world.nyaa.entries[:PER_PAGE], site=self.world.nyaa.origin)
            self.world.nyaa.fail(choose_site_fault(trouble, feed, self.chance))
        now = START + timedelta(hours=hour, minutes=minute, seconds=hour * 7 % 40)
        config = make_config(self.database, self.world.nyaa, self.choose_tracker(trouble), self.set_clock(now, trouble))
        patience = 15 if trouble in {Trouble.NONE, Trouble.KILLED, Trouble.DISK_FULL} else TIMEOUT_SECONDS
        return replace(
            config,
            http_policy=HttpPolicy("tests", replace(PAGE_RETRY, timeout_seconds=patience, max_attempts=1)),
            retry_policy=RetryPolicy(timeout_seconds=patience, max_attempts=1),
        )

    def set_clock(self, now: datetime, trouble: Trouble) -> datetime:
        """The machine's clock, perhaps behind the newest count by some hours or days."""
        if trouble is not Trouble.CLOCK_BACK or not self.rows:
            return now
        newest = START + timedelta(hours=max(row.hour for row in self.rows))
        return newest - timedelta(hours=self.chance.choice([2, 24, 24 * 40]))

    def choose_tracker(self, trouble: Trouble) -> str:
        """The address of the tracker that answers, or does not, in this hour."""
        honest = self.chance.choice([self.tracker.http_url, self.tracker.udp_url])
        if trouble is Trouble.TRACKER_DOWN:
            return nobody_at(honest)
        if trouble is Trouble.TRACKER_SLOW:
            self.liar.fail(silence, times=100)
        if trouble is Trouble.TRACKER_LIES:
            counted = frozenset(bytes.fromhex(row.infohash) for row in self.rows if row.downloads)
            self.liar.fail(choose_lie(counted, self.chance), times=100)
        return f"{self.liar.origin}/announce" if self.liar.faults else honest

    def clear(self) -> None:
        """What was not asked for is not answered in the next hour."""
        self.world.nyaa.faults.clear()
        self.liar.faults.clear()

    def fill_gap(self, hour: int) -> None:
        """What the person does whom a run tells of a gap."""
        self.world.list_uploads(hour)
        now = START + timedelta(hours=hour, minutes=20)
        config = make_config(self.database, self.world.nyaa, self.tracker.http_url, now)
        child = fork_action(lambda: walk_once(config))
        assert wait_for_exit(child) == 0, f"hour {hour}: the backfill has failed"
        self.check_rows(hour)

    # --- a day, and the end ---------------------------------------------------------------------------------------

    def archive(self) -> None:
        """Bring the archive up to date, at times after a run that was killed."""
        if not self.rows:
            return
        arguments = ("archive", "--db", self.database)
        if self.chance.random() < 0.3:
            process = self.workspace.start(*arguments)
            time.sleep(self.chance.uniform(0.2, 1.2))
            self.tally.kills += process.poll() is None
            process.kill()
            process.communicate()
        done = self.workspace.run(*arguments)
        assert done.returncode == 0, done
        check_archive(self.workspace.folder / "nyaastats.archive", self.database)
        self.tally.days += 1

    def publish(self) -> None:
        """Measure the season, and compare it with what was announced."""
        folder = self.workspace.folder
        (folder / "anilist.json").write_text(json.dumps(snapshot()), encoding="utf-8")
        arguments = ("--anilist", "anilist.json", "--season", "fall-2025", "--output", "data")
        done = self.workspace.run("etl", "--db", self.database, *arguments)
        assert done.returncode == 0, done
        check_published(folder / "data", sorted(self.rows), self.uploads)


def make_config(database: Path, nyaa: Nyaa, tracker_url: str, now: datetime) -> CollectConfig:
    """The settings of a run at that time."""
    return CollectConfig(
        database=database,
        feed_url=nyaa.feed_url,
        listing_url=nyaa.listing_url,
        tracker_url=tracker_url,
        http_policy=HttpPolicy("tests", replace(PAGE_RETRY, max_attempts=1)),
        clock=lambda: now,
        requests_per_second=1000,
        retry_policy=RetryPolicy(timeout_seconds=15, max_attempts=1),
    )


def run_once(config: CollectConfig, disk_limit: int | None) -> dict[str, object]:
    """Run the collector in this process; its outcome. What it raises but for a NyaastatsError is a defect."""
    limit = limit_file_size(disk_limit) if disk_limit is not None else nullcontext()
    try:
        with limit, open_guessit_pool(1) as pool:
            summary = asyncio.run(runner.run_scrape(config, pool, ignore_event))
    except NyaastatsError as error:
        return {"error": str(error)}
    assert isinstance(summary, RunSummary)
    return {
        "feed": summary.feed.outcome,
        "has_gap": summary.feed.has_gap,
        "failure": summary.failure,
        "unanswered": summary.scrape.failed + summary.scrape.postponed,
    }


def walk_once(config: CollectConfig) -> None:
    """Run a backfill in this process."""
    plan = BackfillPlan(config.listing_url, max_pages=20, interval_seconds=0)
    with open_guessit_pool(1) as pool:
        asyncio.run(runner.run_backfill(plan, config, pool, ignore_event))


@contextmanager
def open_season(folder: Path, chance: Random) -> Iterator[SoakedSeason]:
    """The servers of a season, with a database that does not exist yet."""
    torrents = uploads()
    folder.mkdir()
    with ExitStack() as stack:
        tracker = stack.enter_context(opentracker(upload.infohash for upload in torrents))
        nyaa = stack.enter_context(nyaa_server(per_page=PER_PAGE))
        liar = stack.enter_context(nyaa_server())

        def announce(upload: Upload, peer: int, event: Event) -> None:
            tracker.announce(upload.infohash, peer, event=event)

        yield SoakedSeason(World(torrents, nyaa, announce), tracker, liar, Workspace(folder), chance)
