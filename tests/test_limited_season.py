"""A season from a site that shows ten pages and a tracker that answers for fifty torrents: the announced ranking."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import attrgetter
from pathlib import Path

import pytest

from nyaastats.collect import runner
from nyaastats.collect.backfill import BackfillPlan
from nyaastats.collect.events import BackfillSummary, Event, RunSummary, ScrapeSummary
from nyaastats.collect.guessit_pool import GuessitPool, open_guessit_pool
from nyaastats.collect.http import HttpPolicy
from nyaastats.collect.retry import PAGE_RETRY, RetryPolicy
from nyaastats.collect.run import CollectConfig
from nyaastats.domain.torrents import ScrapeCounts
from testkit.command_line import Workspace
from testkit.limited_tracker import CHIHAYA, LimitedTracker, limited_tracker
from testkit.nyaa_pages import PageEntry
from testkit.nyaa_server import Nyaa, nyaa_server
from testkit.simulated_season import SHOWS, START, WEEK, WEEKS, Upload, snapshot, weekly

STEP = 12
"""Hours between two runs; every midnight has one."""
END = WEEKS * WEEK + STEP
PER_PAGE, PAGE_LIMIT = 6, 10
UPLOADS = tuple(
    sorted((upload for show in SHOWS if not show.is_steady for upload in show.uploads()), key=attrgetter("hour"))
)
OLDER = tuple(Upload(f"[Nobody] Nothing That Airs {number:02} - 01.mkv", -number, weight=1) for number in range(1, 81))
"""Listed before the first run: more of them than the site shows."""


@dataclass
class LimitedSeason:
    """nyaa, its tracker, the collector, and what its runs said."""

    nyaa: Nyaa
    tracker: LimitedTracker
    pool: GuessitPool
    database: Path
    now: datetime = START
    scrapes: list[ScrapeSummary] = field(default_factory=list)
    walk: BackfillSummary | None = None

    async def run_season(self) -> None:
        for hour in range(0, END, STEP):
            self.now = START + timedelta(hours=hour, minutes=5)
            listed = [upload for upload in (*OLDER[::-1], *UPLOADS) if upload.hour <= hour]
            self.nyaa.entries = [list_upload(upload, hour) for upload in reversed(listed)]
            self.tracker.counts = {upload.infohash: count_upload(upload, hour) for upload in listed}
            summary = await runner.run_scrape(self.config, self.pool, ignore_event)
            assert isinstance(summary, RunSummary)
            assert summary.failure is None
            self.scrapes.append(summary.scrape)
            if not hour:
                await self.backfill()

    async def backfill(self) -> None:
        plan = BackfillPlan(self.nyaa.listing_url, max_pages=20, until_known=True, interval_seconds=0)
        walk = await runner.run_backfill(plan, self.config, self.pool, ignore_event)
        assert isinstance(walk, BackfillSummary)
        self.walk = walk

    @property
    def config(self) -> CollectConfig:
        return CollectConfig(
            database=self.database,
            feed_url=self.nyaa.feed_url,
            listing_url=self.nyaa.listing_url,
            tracker_url=self.tracker.udp_url,
            http_policy=HttpPolicy("tests", replace(PAGE_RETRY, backoff_seconds=0)),
            clock=lambda: self.now,
            requests_per_second=1000,
            retry_policy=RetryPolicy(timeout_seconds=15, max_attempts=1),
        )


def list_upload(upload: Upload, hour: int) -> PageEntry:
    return upload.entry(upload.hour if upload in OLDER else hour)


def count_upload(upload: Upload, hour: int) -> ScrapeCounts:
    return ScrapeCounts(1, 0, 1 if upload in OLDER else upload.by(hour))


def ignore_event(_: Event) -> None:
    """The summaries say enough."""


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LimitedSeason]:
    with (
        nyaa_server(per_page=PER_PAGE) as nyaa,
        limited_tracker(CHIHAYA) as tracker,
        open_guessit_pool(1) as pool,
    ):
        nyaa.page_limit = PAGE_LIMIT
        played = LimitedSeason(nyaa, tracker, pool, tmp_path_factory.mktemp("season") / "nyaastats.db")
        asyncio.run(played.run_season())
        yield played


def test_the_walk_ends_where_the_site_does(season: LimitedSeason) -> None:
    assert season.walk is not None
    assert (season.walk.pages, season.walk.new) == (PAGE_LIMIT, (PAGE_LIMIT - 1) * PER_PAGE)
    assert "what is older is out of reach" in season.walk.reason


def test_no_torrent_that_was_due_is_left_out(season: LimitedSeason) -> None:
    assert all((scrape.failed, scrape.omitted) == (0, 0) for scrape in season.scrapes)
    assert all(scrape.counted == scrape.due for scrape in season.scrapes)
    assert max(scrape.due for scrape in season.scrapes) > CHIHAYA
    assert {scrape.max_infohashes for scrape in season.scrapes} == {None, CHIHAYA}


def test_the_ranking_is_the_announced_one(season: LimitedSeason) -> None:
    folder = season.database.parent
    (folder / "anilist.json").write_text(json.dumps(snapshot()), encoding="utf-8")
    done = Workspace(folder).call(
        "etl", "--db", season.database, "--anilist", "anilist.json", "--season", "fall-2025", "--output", "data"
    )
    assert (done.returncode, done.stderr) == (0, "")
    weeks = json.loads((folder / "data" / "rankings.json").read_text(encoding="utf-8"))["weeks"]
    charts = [{row["anilist_id"]: row["downloads"] for row in week["rankings"]} for week in weeks if week["rankings"]]
    announced = {show.id: weekly(UPLOADS, show.id) for show in SHOWS if not show.is_steady}
    expected = [{show: weeks[number] for show, weeks in announced.items() if weeks[number]} for number in range(WEEKS)]
    assert charts == expected
    assert list(charts[-1]) == sorted(charts[-1], key=lambda show: (-charts[-1][show], show))
