"""`nyaastats backfill`: page by page into the past, politely, and resumed without a gap."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from nyaastats.collect import backfill as backfilling
from nyaastats.collect import runner
from nyaastats.collect.backfill import BackfillPlan
from nyaastats.collect.events import BackfillSummary, Event, RateLimited
from nyaastats.collect.guessit_pool import GuessitPool, open_guessit_pool
from nyaastats.collect.http import HttpPolicy
from nyaastats.collect.retry import PAGE_RETRY
from nyaastats.collect.run import CollectConfig
from nyaastats.domain.torrents import ScrapeCounts
from nyaastats.errors import ClockError, FetchError, PageError
from testkit.collector_fixtures import (
    Collector,
    collector,
    entries,
    entry,
    infohash,
    moment_of,
    pass_time,
    store,
    wait_until,
)
from testkit.command_line import finish
from testkit.nyaa_pages import listing_page
from testkit.nyaa_server import Nyaa, answer, hang_up, nyaa_server, silence

PAGE = 3
"""Torrents of a page of this nyaa's listing."""


@pytest.fixture
def nyaa() -> Iterator[Nyaa]:
    with nyaa_server(per_page=PAGE) as site:
        yield site


@pytest.fixture(scope="module")
def pool() -> Iterator[GuessitPool]:
    with open_guessit_pool(1) as shared:
        yield shared


@pytest.fixture
def work(tmp_path: Path, nyaa: Nyaa) -> Collector:
    return collector(tmp_path, nyaa)


class BackfillDriver:
    """Runs backfills in this process, without a pause between the pages."""

    def __init__(self, work: Collector, nyaa: Nyaa, pool: GuessitPool) -> None:
        self.work, self.nyaa, self.pool = work, nyaa, pool
        self.events: list[Event] = []
        self.after_each_page: Callable[[], None] = lambda: None
        """What happens on the site after each page."""

    def run(self, start: str | None = None, **options: Any) -> BackfillSummary:
        plan = BackfillPlan(start or self.nyaa.listing_url, **{"interval_seconds": 0.0} | options)
        config = CollectConfig(
            self.work.database,
            "",
            "",
            "",
            HttpPolicy("nyaastats/test", replace(PAGE_RETRY, backoff_seconds=0)),
            lambda: datetime.now(UTC),
        )
        self.events.clear()
        self.nyaa.requests.clear()
        end = asyncio.run(runner.run_backfill(plan, config, self.pool, self.report_event))
        assert isinstance(end, BackfillSummary)
        return end

    def report_event(self, step: Event) -> None:
        self.events.append(step)
        self.after_each_page()

    @property
    def requested_pages(self) -> list[int]:
        """The numbers of the pages that the last backfill requested."""
        return [int(request.query.get("p", "1")) for request in self.nyaa.requests]

    def stopped_at(self, page: int, **options: Any) -> None:
        """Run from the first page until the site refuses that page."""
        self.nyaa.fail(None, times=page - 1)
        self.nyaa.fail(answer(400))
        with pytest.raises(FetchError):
            self.run(**options)

    def stored(self) -> set[str]:
        return {key for (key,) in self.work.rows("SELECT infohash FROM torrents")}


@pytest.fixture
def driver(work: Collector, nyaa: Nyaa, pool: GuessitPool) -> BackfillDriver:
    return BackfillDriver(work, nyaa, pool)


def numbers(*ranges: range) -> set[str]:
    return {infohash(number) for span in ranges for number in span}


# --- as a command -------------------------------------------------------------------------------------------


def test_pages_are_read_a_second_apart(work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries = [
        replace(listed, hidden=listed.nyaa_id % 2 == 0, comments=listed.nyaa_id % 3) for listed in entries(4 * PAGE)
    ]
    began = datetime.now(UTC)
    run = work.run("backfill", "--pages", 3)
    pages = [line.values for line in run.lines if line.step == "page"]
    assert pages == [{"number": str(at), "listed": "3", "new": "3", "edited": "0"} for at in (1, 2, 3)]
    assert run.of("run") == {
        "outcome": "done",
        "pages": "3",
        "new": "9",
        "edited": "0",
        "reason": "page 3 was the last to be read",
    }
    times = [requested_pages.at for requested_pages in nyaa.requests]
    assert all(after - before >= 0.95 for before, after in pairwise(times))
    assert work.rows("SELECT infohash, filename, nyaa_id FROM torrents ORDER BY infohash") == [
        (listed.infohash, listed.name, listed.nyaa_id) for listed in nyaa.entries[: 3 * PAGE]
    ]
    assert work.counts() == {
        listed.infohash: [ScrapeCounts(listed.seeders, listed.leechers, listed.downloads)]
        for listed in nyaa.entries[: 3 * PAGE]
    }
    seen = [moment_of(at) for (at,) in work.rows("SELECT DISTINCT timestamp FROM stats ORDER BY timestamp")]
    assert len(seen) == 3
    assert began.replace(microsecond=0) <= seen[0]
    assert seen[-1] <= run.lines[-1].at
    assert work.rows("SELECT * FROM backfills") == []


def test_another_listing_is_read_to_its_end(work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries = entries(PAGE + 1)
    run = work.call("backfill", "--url", f"{nyaa.origin}/?q=show&s=id")
    assert run.of("run")["reason"] == "there is no further page"
    assert (run.of("run")["new"], len(nyaa.requests)) == ("4", 2)
    assert {requested_pages.query["q"] for requested_pages in nyaa.requests} == {"show"}


def test_a_backfill_without_an_end_in_sight_is_refused(work: Collector) -> None:
    done = work.workspace.call("backfill", "--db", work.database)
    assert (done.returncode, "--pages N, or --url URL" in done.stderr) == (1, True)


def test_a_server_that_asks_for_patience_has_it(work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries = entries(2 * PAGE)
    nyaa.fail(None)
    nyaa.fail(answer(429, retry_after="2"))
    run = work.run("backfill", "--pages", 2)
    assert run.of("run")["new"] == "6"
    assert run.of("wait")["seconds"] == "2"
    assert "answers 429 Too Many Requests" in run.of("wait")["reason"]
    times = [requested_pages.at for requested_pages in nyaa.requests]
    assert times[2] - times[1] >= 1.95


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_backfill_that_is_killed_goes_on_at_the_last_page_that_was_stored(
    number: signal.Signals, work: Collector, nyaa: Nyaa
) -> None:
    nyaa.entries = entries(3 * PAGE)
    nyaa.fail(None, times=2)
    nyaa.fail(silence)
    process = work.start("backfill", "--pages", 3)
    wait_until(lambda: len(nyaa.requests) == 3)
    process.send_signal(number)
    done = finish(process)
    if number == signal.SIGTERM:
        assert (done.returncode, done.stderr, "outcome=stopped" in done.stdout) == (130, "", True)
    assert len(work.counts()) == 2 * PAGE
    nyaa.requests.clear()
    run = work.call("backfill", "--pages", 3)
    assert [requested_pages.query["p"] for requested_pages in nyaa.requests] == ["2", "3"]
    pages = [(line.values["number"], line.values["new"]) for line in run.lines if line.step == "page"]
    assert pages == [("2", "0"), ("3", "3")]
    assert work.counts().keys() == numbers(range(1, 10))
    assert work.rows("PRAGMA integrity_check") == [("ok",)]


# --- where a walk ends --------------------------------------------------------------------------------------


def test_until_known_ends_at_a_page_without_a_new_torrent(driver: BackfillDriver, nyaa: Nyaa, work: Collector) -> None:
    nyaa.entries = entries(5 * PAGE)
    store(work.database, nyaa.entries[PAGE + 1 :])
    end = driver.run(until_known=True)
    assert (end.new, end.reason, driver.requested_pages) == (PAGE + 1, "this page has nothing new", [1, 2, 3])


def test_until_known_goes_on_where_an_interrupted_backfill_would_have(driver: BackfillDriver, nyaa: Nyaa) -> None:
    """The pages before the place are known, and those behind it are not."""
    nyaa.entries = entries(5 * PAGE)
    driver.stopped_at(3)
    end = driver.run(until_known=True)
    assert driver.requested_pages == [2, 3, 4, 5]
    assert (end.reason, driver.stored()) == ("there is no further page", numbers(range(1, 16)))


@pytest.mark.parametrize("news", [0, 1, PAGE, 2 * PAGE, 3 * PAGE])
@pytest.mark.parametrize("restart", [False, True])
def test_until_known_after_an_interrupted_backfill_leaves_no_gap(
    restart: bool,  # noqa: FBT001  # a case
    news: int,
    driver: BackfillDriver,
    nyaa: Nyaa,
) -> None:
    """New torrents have pushed the pages that were stored further down."""
    old = entries(5 * PAGE)
    nyaa.entries = old
    driver.stopped_at(3, until_known=True)
    nyaa.entries = [entry(at) for at in range(101, 101 + news)] + old
    driver.run(until_known=True, restart=restart)
    assert numbers(range(1, 16)) <= driver.stored()
    driver.run(until_known=True)  # what came since is found by the next walk from the top
    assert driver.stored() == numbers(range(1, 16), range(101, 101 + news))


def test_what_the_feed_has_stored_is_no_known_ground_when_it_left_a_gap(
    driver: BackfillDriver, nyaa: Nyaa, work: Collector
) -> None:
    nyaa.entries = entries(4 * PAGE)
    assert work.call("scrape").of("feed")["gap"] == "yes"  # the first page of the listing is known, and nothing else
    driver.run(until_known=True)
    assert driver.stored() == numbers(range(1, 13))

    nyaa.entries = [entry(at) for at in range(101, 101 + PAGE - 1)] + nyaa.entries
    pass_time(work.database)
    assert "gap" not in work.call("scrape").of("feed")
    driver.run(until_known=True)
    assert driver.requested_pages == [1]

    nyaa.entries = [entry(at) for at in range(201, 201 + 2 * PAGE)] + nyaa.entries
    pass_time(work.database)
    assert work.call("scrape").of("feed")["gap"] == "yes"
    driver.run(until_known=True, max_pages=3)
    assert numbers(range(201, 207)) <= driver.stored()


def test_torrents_that_are_taken_off_while_walking_hide_no_others(driver: BackfillDriver, nyaa: Nyaa) -> None:
    nyaa.entries = entries(5 * PAGE)
    driver.stopped_at(3)
    nyaa.entries = nyaa.entries[2:]  # what stood at the top of page 3 is at the end of page 2 now
    driver.run()
    assert driver.stored() == numbers(range(1, 16))


def test_a_backfill_begun_again_begins_at_the_first_page(driver: BackfillDriver, nyaa: Nyaa) -> None:
    nyaa.entries = entries(4 * PAGE)
    driver.stopped_at(3)
    driver.run(restart=True)
    assert driver.requested_pages == [1, 2, 3, 4]


def test_a_finished_backfill_begins_again_at_the_first_page(driver: BackfillDriver, nyaa: Nyaa) -> None:
    nyaa.entries = entries(2 * PAGE)
    driver.run()
    assert driver.run() == BackfillSummary(2, 0, 0, "there is no further page")
    assert driver.requested_pages == [1, 2]


def test_backfills_of_two_listings_are_two(driver: BackfillDriver, nyaa: Nyaa) -> None:
    nyaa.entries = entries(3 * PAGE)
    driver.stopped_at(3)
    driver.run(f"{nyaa.listing_url}&q=x")
    assert driver.requested_pages == [1, 2, 3]
    driver.run()
    assert driver.requested_pages == [2, 3]


def test_a_page_past_the_last_is_the_end(driver: BackfillDriver, nyaa: Nyaa) -> None:
    """nyaa may say that there is a next page when there is none."""
    nyaa.entries = entries(PAGE)
    nyaa.fail(answer(body=listing_page(nyaa.entries, page=1, pages=2)))
    end = driver.run()
    assert (end.pages, end.new, "what is older is out of reach" in end.reason) == (1, 3, True)
    assert driver.requested_pages == [1, 2, 2, 2]


def test_a_first_page_that_is_not_there_is_an_error(driver: BackfillDriver, nyaa: Nyaa) -> None:
    nyaa.fail(answer(404))
    with pytest.raises(FetchError, match="404 Not Found: check the address"):
        driver.run()


def test_a_next_page_of_another_site_is_not_asked_for(driver: BackfillDriver, nyaa: Nyaa) -> None:
    with nyaa_server() as other:
        page = listing_page(entries(PAGE), page=1, pages=2).replace(b'href="/?c', f'href="{other.origin}/?c'.encode())
        nyaa.fail(answer(body=page))
        assert driver.run().reason == "the next page is on another site"
        assert other.requests == []


def test_a_next_page_of_another_kind_of_address_is_not_asked_for(driver: BackfillDriver, nyaa: Nyaa) -> None:
    page = listing_page(entries(PAGE), page=1, pages=2).replace(b'rel="next" href="/?', b'rel="next" href="file:///?')
    nyaa.fail(answer(body=page))
    assert driver.run().reason == "the next page is on another site"


# --- pages in trouble ---------------------------------------------------------------------------------------

NO_LISTINGS = {
    "challenge": (b"<html><body>Checking your browser</body></html>", "listing"),
    "feed": (b'<rss version="2.0"><channel></channel></rss>', "listing"),
    "cut short": (listing_page([entry(1), entry(2)])[:-300], "cut short"),
    "nothing": (b"", "listing"),
}


@pytest.mark.parametrize(("body", "says"), NO_LISTINGS.values(), ids=NO_LISTINGS.keys())
def test_a_listing_that_is_none_stops_the_backfill_where_it_is(
    body: bytes, says: str, driver: BackfillDriver, nyaa: Nyaa, work: Collector
) -> None:
    nyaa.entries = entries(3 * PAGE)
    nyaa.fail(None)
    nyaa.fail(answer(body=body))
    with pytest.raises(PageError, match=says):
        driver.run()
    assert driver.stored() == numbers(range(1, 4))
    assert work.rows("SELECT page FROM backfills") == [(1,)]
    assert driver.run().reason == "there is no further page"
    assert driver.stored() == numbers(range(1, 10))


def test_a_backfill_that_fails_is_one_line(work: Collector, nyaa: Nyaa) -> None:
    nyaa.fail(answer(body=b"<html></html>"))
    run = work.call("backfill", "--pages", 1)
    assert (run.code, run.lines) == (1, ())
    assert "listing" in run.error


def test_a_page_that_fails_twice_is_asked_for_again(driver: BackfillDriver, nyaa: Nyaa) -> None:
    nyaa.entries = entries(2 * PAGE)
    for fault in (None, hang_up, answer(500)):
        nyaa.fail(fault)
    assert driver.run().new == 6


def test_who_asks_for_patience_without_end_is_left_alone(driver: BackfillDriver, nyaa: Nyaa) -> None:
    nyaa.fail(answer(429, retry_after="0"), times=9)
    with pytest.raises(FetchError, match="asked for a pause 5 times in a row: run it again later"):
        driver.run()
    assert len(nyaa.requests) == backfilling.MAX_REFUSALS
    assert [step.seconds for step in driver.events if isinstance(step, RateLimited)] == [0] * backfilling.MAX_REFUSALS


def test_neither_a_retry_nor_a_short_wait_quickens_the_pace(driver: BackfillDriver, nyaa: Nyaa) -> None:
    nyaa.entries = entries(3 * PAGE)
    for fault in (answer(500), None, answer(429, retry_after="0")):
        nyaa.fail(fault)
    driver.run(interval_seconds=0.4)
    failed, first, refused, second, third = (requested_pages.at for requested_pages in nyaa.requests)
    assert first - failed < 0.4  # a retry has a pace of its own
    for before, after in pairwise([first, refused, second, third]):
        assert after - before >= 0.38


def test_a_site_that_does_not_say_how_long_ends_the_backfill(driver: BackfillDriver, nyaa: Nyaa) -> None:
    nyaa.entries = entries(2 * PAGE)
    nyaa.fail(None)
    nyaa.fail(answer(503))
    with pytest.raises(FetchError, match="answers 503"):
        driver.run()
    assert len(nyaa.requests) == 2
    assert driver.run().new == PAGE


def test_a_longer_pause_than_a_backfill_waits_for_is_respected_later(
    driver: BackfillDriver, nyaa: Nyaa, work: Collector
) -> None:
    nyaa.entries = entries(2 * PAGE)
    nyaa.fail(None)
    nyaa.fail(answer(503, retry_after=str(backfilling.MAX_WAIT_SECONDS + 1)))
    with pytest.raises(FetchError, match="answers 503"):
        driver.run()
    with pytest.raises(FetchError, match="is rate-limited until"):
        driver.run()
    assert nyaa.requests == []
    pass_time(work.database)
    assert driver.run().new == PAGE


def test_a_shorter_backfill_leaves_a_longer_one_that_was_interrupted_as_it_is(
    driver: BackfillDriver, nyaa: Nyaa
) -> None:
    old = entries(6 * PAGE)
    nyaa.entries = old
    driver.stopped_at(5, max_pages=6)
    nyaa.entries = [entry(at) for at in range(101, 104)] + old
    end = driver.run(max_pages=2, until_known=True)
    assert (driver.requested_pages, end.new) == ([1, 2], 3)
    driver.run(max_pages=7)
    assert driver.requested_pages == [4, 5, 6, 7]
    assert driver.stored() == numbers(range(1, 19), range(101, 104))


def test_a_next_page_that_is_no_address_is_named(driver: BackfillDriver, nyaa: Nyaa) -> None:
    nyaa.entries = entries(PAGE)
    page = listing_page(nyaa.entries, page=1, pages=2)
    link = b'rel="next" href="'
    assert link in page
    head, _, tail = page.partition(link)
    nyaa.fail(answer(body=head + link + b"//[x" + tail[tail.index(b'"') :]))
    with pytest.raises(PageError, match="invalid link"):
        driver.run()


def test_a_backfill_does_not_begin_by_a_clock_that_is_behind_the_counts(
    driver: BackfillDriver, nyaa: Nyaa, work: Collector
) -> None:
    nyaa.entries = entries(PAGE)
    assert work.call("scrape").code == 0
    pass_time(work.database, hours=-2)
    with pytest.raises(ClockError):
        driver.run()


# --- a site that changes meanwhile --------------------------------------------------------------------------


def test_new_torrents_that_push_the_others_down_are_no_trouble(driver: BackfillDriver, nyaa: Nyaa) -> None:
    nyaa.entries = entries(4 * PAGE)
    uploads = iter(range(101, 200))

    def upload() -> None:
        nyaa.entries = [entry(next(uploads)), *nyaa.entries]

    driver.after_each_page = upload
    driver.run()
    assert len(driver.requested_pages) > 4
    assert driver.stored() == numbers(range(1, 13))
    assert [len(counts) for counts in driver.work.counts().values()] == [1] * 12
    driver.after_each_page = lambda: None
    driver.run(until_known=True)
    assert driver.stored() == {listed.infohash for listed in nyaa.entries}


def test_what_slips_by_when_others_are_taken_off_is_found_by_the_next_backfill(
    driver: BackfillDriver, nyaa: Nyaa
) -> None:
    nyaa.entries = entries(4 * PAGE)

    def take_off() -> None:
        nyaa.entries = nyaa.entries[1:] if len(driver.requested_pages) == 1 else nyaa.entries

    driver.after_each_page = take_off
    driver.run()
    assert driver.stored() == numbers(range(1, 13)) - {infohash(PAGE + 1)}
    driver.after_each_page = lambda: None
    driver.run()
    assert driver.stored() == numbers(range(1, 13))


def test_edits_are_taken_over_and_flags_that_a_row_does_not_say_are_kept(
    driver: BackfillDriver, nyaa: Nyaa, work: Collector
) -> None:
    nyaa.entries = [entry(1, trusted=True), entry(2), entry(3)]
    driver.run()
    trusted, plain, same = nyaa.entries
    nyaa.entries = [
        replace(trusted, remake=True),  # its row is red, and so does not say that it is trusted
        replace(plain, name="[Group] Other - 02 (1080p)"),
        replace(same, hidden=True),  # its row says neither
    ]
    assert (driver.run().edited, driver.run().edited) == (2, 0)
    assert work.rows("SELECT filename, trusted, remake FROM torrents ORDER BY infohash") == [
        (trusted.name, 1, 1),
        ("[Group] Other - 02 (1080p)", 0, 0),
        (same.name, 0, 0),
    ]
