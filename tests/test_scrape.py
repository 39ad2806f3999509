"""`nyaastats scrape`, whatever nyaa, tracker, disk and clock do: counts or a clear line; the next run goes on."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nyaastats.collect import runner
from nyaastats.collect.events import Event, FeedOutcome, RunAborted, RunSummary
from nyaastats.collect.guessit_pool import GUESSIT_VERSION, open_guessit_pool
from nyaastats.collect.http import HttpPolicy
from nyaastats.collect.retry import RetryPolicy
from nyaastats.collect.run import CollectConfig, RunContext, collect
from nyaastats.domain.torrents import ScrapeCounts
from nyaastats.errors import DatabaseError
from nyaastats.store import ledger
from nyaastats.store.reader import SYNTHETIC
from testkit.collector_fixtures import (
    NOBODY,
    Collector,
    Reply,
    TrackerRequest,
    announce,
    collector,
    entries,
    entry,
    fake_tracker,
    infohash,
    moment_of,
    parse_output,
    pass_time,
    store,
    wait_until,
    zeros,
)
from testkit.command_line import NOBODY_LISTENS, Workspace, finish
from testkit.file_sizes import limit_file_size
from testkit.nyaa_pages import PageEntry, feed_page
from testkit.nyaa_server import PER_PAGE, Fault, Nyaa, answer, hang_up, nyaa_server, silence
from testkit.opentracker import Opentracker, opentracker
from testkit.pty_session import open_pty_session
from testkit.tmpfs import mount_tmpfs

SECOND = timedelta(seconds=1)
FOUND = ScrapeCounts(3, 2, 5)


@pytest.fixture
def nyaa() -> Iterator[Nyaa]:
    with nyaa_server() as site:
        yield site


@pytest.fixture
def tracker() -> Iterator[Opentracker]:
    with opentracker(map(infohash, range(1, 101))) as real:
        yield real


def finds(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
    """Answer as a tracker that counts the same of everything."""
    asked.send_counts(dict.fromkeys(infohashes, FOUND))


def finds_late(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
    """The same after a second, or when somebody wants no more to wait."""
    asked.pause(1)
    finds(asked, infohashes)


def finds_in_the_end(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
    asked.pause()
    finds(asked, infohashes)


def address(tracker: Opentracker, by: str) -> str:
    return tracker.http_url if by == "http" else tracker.udp_url


# --- the first runs -----------------------------------------------------------------------------------------


def test_the_first_run_stores_what_the_feed_lists(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = entries(PER_PAGE + 5)
    work = collector(tmp_path, nyaa)
    began = datetime.now(UTC)
    run = work.run("scrape")
    assert run.of("feed") == {"outcome": "read", "listed": "75", "new": "75", "edited": "0", "gap": "yes"}
    assert run.of("scrape") == {"due": "0", "counted": "0", "omitted": "0", "failed": "0"}
    assert run.of("run") == {"outcome": "done"}
    listed = nyaa.entries[:PER_PAGE]
    assert work.rows("SELECT infohash, filename, nyaa_id, trusted, remake, status FROM torrents ORDER BY 1") == [
        (torrent.infohash, torrent.name, torrent.nyaa_id, 0, 0, "active") for torrent in listed
    ]
    times = work.rows("SELECT pubdate FROM torrents ORDER BY infohash")
    assert [moment_of(text) for (text,) in times] == [torrent.published for torrent in listed]
    assert set(work.rows("SELECT size_bytes, guessit_version FROM torrents")) == {(1_503_238_554, GUESSIT_VERSION)}
    guesses = [json.loads(guess) for (guess,) in work.rows("SELECT guessit_data FROM torrents ORDER BY infohash")]
    assert [guess["title"] for guess in guesses[:9]] == [f"Show {at}" for at in range(1, 10)]
    assert {(guess["release_group"], guess["screen_size"]) for guess in guesses} == {("Group", "1080p")}
    assert work.counts() == {
        torrent.infohash: [ScrapeCounts(torrent.seeders, torrent.leechers, torrent.downloads)] for torrent in listed
    }
    [(seen,)] = work.rows("SELECT DISTINCT timestamp FROM stats")
    assert began - SECOND <= moment_of(seen) <= run.lines[0].at


def test_a_run_soon_after_it_asks_nobody(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = entries(2)
    work = collector(tmp_path, nyaa)  # its tracker is down
    work.call("scrape")
    before = work.dump()
    again = work.run("scrape")
    assert (again.of("feed"), again.of("scrape")["due"]) == ({"outcome": "not yet"}, "0")
    assert len(nyaa.requests) == 1
    assert work.dump() == before


@pytest.mark.parametrize("by", ["http", "udp"])
def test_an_hour_later_it_asks_whether_the_feed_has_changed_and_scrapes(
    by: str, tmp_path: Path, nyaa: Nyaa, tracker: Opentracker
) -> None:
    nyaa.entries = entries(9)
    work = collector(tmp_path, nyaa, address(tracker, by))
    work.call("scrape")
    expected = {infohash(at): ScrapeCounts(at, 2 * at, at) for at in range(1, 8)}
    for at in range(1, 8):
        announce(tracker, at, expected[infohash(at)])
    pass_time(work.database)
    run = work.run("scrape")
    assert run.of("feed") == {"outcome": "unchanged"}
    assert run.of("scrape") == {"due": "9", "counted": "7", "omitted": "2", "failed": "0"}
    first, second = nyaa.requests
    assert ("If-None-Match" in first.headers, "If-None-Match" in second.headers) == (False, True)
    # The two that it does not know have had counts: left out (HTTP) or said to be zero (UDP), they have no row.
    assert {key: counts[1:] for key, counts in work.counts().items()} == {
        key: [expected[key]] if key in expected else [] for key in (torrent.infohash for torrent in nyaa.entries)
    }
    assert work.call("scrape").of("scrape")["due"] == "0"


def test_who_asks_says_so(tmp_path: Path, nyaa: Nyaa) -> None:
    collector(tmp_path, nyaa).at(project_url="https://example.org/fork").call("scrape")
    assert "nyaastats/" in nyaa.requests[0].headers["User-Agent"]
    assert "(+https://example.org/fork)" in nyaa.requests[0].headers["User-Agent"]


# --- what the feed lists ------------------------------------------------------------------------------------


def test_new_torrents_and_edited_ones(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = [entry(2), entry(3), entry(4, trusted=True), entry(5)]
    work = collector(tmp_path, nyaa)
    work.call("scrape")
    pass_time(work.database)
    renamed, remade, distrusted, same = nyaa.entries
    nyaa.entries = [
        entry(1, trusted=True, remake=True),
        replace(renamed, name="[Group] Another - 07v2 (720p)", downloads=99),
        replace(remade, remake=True),
        replace(distrusted, trusted=False),
        replace(same, downloads=99, comments=4),
    ]
    run = work.at(tracker_url=NOBODY).call("scrape")
    assert run.of("feed") == {"outcome": "read", "listed": "5", "new": "1", "edited": "3", "gap": "yes"}
    assert work.rows("SELECT filename, trusted, remake FROM torrents ORDER BY infohash") == [
        ("[Group] Show 1 - 01 (1080p)", 1, 1),
        ("[Group] Another - 07v2 (720p)", 0, 0),
        ("[Group] Show 3 - 01 (1080p)", 0, 1),
        ("[Group] Show 4 - 01 (1080p)", 0, 0),
        ("[Group] Show 5 - 01 (1080p)", 0, 0),
    ]
    guesses = [json.loads(guess) for (guess,) in work.rows("SELECT guessit_data FROM torrents ORDER BY infohash")]
    assert [guess["title"] for guess in guesses] == ["Show 1", "Another", "Show 3", "Show 4", "Show 5"]
    # What the feed counts is stored for a new torrent only: the counts of the others are the tracker's.
    assert {key: len(counts) for key, counts in work.counts().items()} == dict.fromkeys(map(infohash, range(1, 6)), 1)


def test_entries_that_cannot_be_used_are_left_out_by_reason(tmp_path: Path, nyaa: Nyaa) -> None:
    sound, *_ = listed = [entry(at) for at in (1, 2, 3, 4, 1)]
    future = entry(6, published=datetime.now(UTC).replace(microsecond=0) + timedelta(days=400))
    page = feed_page([*listed, future]).decode()
    for good, bad in (
        (infohash(2), "c0ffee"),
        (f"<title>{listed[2].name}</title>", "<title> </title>"),
        (f"{listed[3].published:%a, %d %b %Y %H:%M:%S} -0000", "yesterday"),
    ):
        assert good in page
        page = page.replace(good, bad)
    nyaa.fail(answer(body=page.encode()))
    run = collector(tmp_path, nyaa).call("scrape")
    reasons = ("bad_infohash", "no_name", "unparsable_time", "duplicate", "from_the_future")
    refused = {f"rejected_{reason}": "1" for reason in reasons}
    assert run.of("feed") == {"outcome": "read", "listed": "6", "new": "1", "edited": "0", "gap": "yes"} | refused
    assert collector(tmp_path).rows("SELECT infohash FROM torrents") == [(sound.infohash,)]


def test_counts_that_the_feed_does_not_say_are_no_row(tmp_path: Path, nyaa: Nyaa) -> None:
    page = feed_page([entry(1), entry(2)]).replace(b"<nyaa:leechers>4</nyaa:leechers>", b"")
    nyaa.fail(answer(body=page))
    work = collector(tmp_path, nyaa)
    assert work.call("scrape").of("feed")["new"] == "2"
    assert set(work.counts()) == {infohash(1)}


HOSTILE = "[Group] \x1b]0;owned\x07<b>[red]\u202e - 01 \N{PILE OF POO} ' OR 1=1;--"


def test_a_hostile_name_is_stored_as_it_is_and_harms_nobody(tmp_path: Path, nyaa: Nyaa) -> None:
    name = "".join(letter for letter in HOSTILE if letter.isprintable() or letter == "\u202e")
    nyaa.entries = [entry(1, name=name)]
    work = collector(tmp_path, nyaa)
    assert work.call("scrape").of("feed")["new"] == "1"
    assert work.rows("SELECT filename FROM torrents") == [(name,)]


# --- a feed that cannot be had ------------------------------------------------------------------------------

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><rss><channel>&c;</channel></rss>'
)
OTHERS = b"<rss><channel><item><title>News</title><link>https://example.org</link></item></channel></rss>"
CUT = feed_page(entries(3))[:2000]

UNUSABLE: dict[str, tuple[Fault, int, str]] = {
    "slow down": (answer(429, retry_after="60"), 1, "answers 429 Too Many Requests"),
    "overloaded": (answer(503, retry_after="60"), 1, "answers 503 Service Unavailable"),
    "broken": (answer(500), 3, "answers 500 Internal Server Error"),
    "moved": (answer(404), 1, "answers 404 Not Found: check the address"),
    "cut short": (answer(body=CUT), 1, "the feed is cut short"),
    "maintenance": (answer(body=b"<!DOCTYPE html><html><body>Back soon"), 1, "is an HTML page"),
    "bomb": (answer(body=BOMB), 1, "declares a DTD"),
    "someone else's": (answer(body=OTHERS), 1, "it is another site's"),
    "nothing": (answer(body=b""), 1, "the feed"),
}


@pytest.mark.parametrize(("fault", "requests", "says"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_feed_that_cannot_be_used(fault: Fault, requests: int, says: str, tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = [entry(1)]
    nyaa.fail(fault, times=requests)
    with fake_tracker(finds) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, [entry(2)])
        run = work.call("scrape")
        assert run.code == 1
        assert says in run.error
        assert run.error.endswith("the next run tries again")
        assert (run.of("feed")["outcome"], run.of("run")["outcome"]) == ("failed", "failed")
        assert says in run.of("feed")["reason"]
        assert work.counts() == {infohash(2): [FOUND]}  # the looks are done all the same
        assert work.call("scrape").of("feed")["outcome"] == "not yet"
        assert len(nyaa.requests) == requests
        pass_time(work.database)
        assert work.call("scrape").of("feed")["new"] == "1"


def test_a_site_that_was_not_reached_is_asked_by_the_next_run(tmp_path: Path) -> None:
    work = collector(tmp_path).at(feed_url=NOBODY_LISTENS)
    for _ in range(2):
        assert work.call("scrape").of("feed")["outcome"] == "failed"


def test_a_run_that_was_killed_has_asked(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.fail(silence)
    work = collector(tmp_path, nyaa)
    process = work.start("scrape")
    wait_until(lambda: nyaa.requests)
    process.kill()
    finish(process)
    assert work.call("scrape").of("feed")["outcome"] == "not yet"
    assert len(nyaa.requests) == 1


def test_a_site_that_hangs_up_has_had_its_visit(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.fail(hang_up, times=3)
    work = collector(tmp_path, nyaa)
    assert work.call("scrape").code == 1
    assert work.call("scrape").of("feed")["outcome"] == "not yet"
    pass_time(work.database)
    assert work.call("scrape").of("feed")["outcome"] == "read"


@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_to_be_left_alone_is(status: int, tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.fail(answer(status, retry_after=str(3 * 3600)))
    work = collector(tmp_path, nyaa)
    assert work.call("scrape").code == 1
    outcomes = []
    for _ in range(3):
        outcomes.append(work.call("scrape").of("feed")["outcome"])
        pass_time(work.database)
    assert outcomes == ["not yet"] * 3
    assert work.call("scrape").of("feed")["outcome"] == "read"
    assert len(nyaa.requests) == 2


def test_a_feed_that_failed_forgets_nothing_of_the_one_before(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = [entry(1)]
    work = collector(tmp_path, nyaa)
    work.call("scrape")
    nyaa.fail(answer(body=CUT))
    for outcome in ("failed", "unchanged"):
        pass_time(work.database)
        assert work.call("scrape").of("feed")["outcome"] == outcome


# --- a tracker in trouble -----------------------------------------------------------------------------------


def says(body: bytes, status: int = 200) -> Reply:
    """Answer every request with that."""
    return lambda asked, _: asked.send(body, status)


SPOILT: dict[str, tuple[Reply, str]] = {
    "garbage": (says(b"\x00\xff" * 50), "is not bencode"),
    "HTML": (says(b"<html>Welcome</html>"), "is not bencode"),
    "cut short": (says(b"d5:filesd20:aaaa"), "is not bencode"),
    "something else": (says(b"le"), "no dictionary of files"),
    "refusal": (says(b"d14:failure reason9:no scrapee"), "it refuses: no scrape"),
    "error": (says(b"", 502), "status 502"),
}


@pytest.mark.parametrize(("reply", "words"), SPOILT.values(), ids=SPOILT.keys())
def test_a_tracker_without_an_answer(reply: Reply, words: str, tmp_path: Path, nyaa: Nyaa) -> None:
    with fake_tracker(reply) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, entries(50))
        run = work.call("scrape")
        assert run.code == 1
        assert "the tracker '127.0.0.1' gives no counts" in run.error
        assert words in run.error
        assert run.of("scrape")["failed"] == run.of("scrape")["due"] == "50"
        assert (work.counts(), work.rows("SELECT 1 FROM scrape_state WHERE last_scraped_at IS NOT NULL")) == ({}, [])
        assert len(fake.requests) == 6  # two, each three times
        fake.reply = finds
        run = work.call("scrape")
    assert (run.code, run.of("scrape")["counted"], len(work.counts())) == (0, "50", 50)


def test_a_tracker_that_is_down(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = [entry(1)]
    work = collector(tmp_path, nyaa)
    store(work.database, [entry(2)])
    run = work.run("scrape")
    assert run.code == 1
    assert "the tracker '127.0.0.1' gives no counts" in run.error
    assert run.of("feed")["new"] == "1"  # what nyaa told stands
    assert set(work.counts()) == {infohash(1)}


def test_a_tracker_that_is_down_is_given_up(tmp_path: Path, nyaa: Nyaa) -> None:
    with fake_tracker(says(b"", 500)) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, entries(2000))
        run = work.call("scrape")
    assert (run.code, run.of("scrape")["failed"]) == (1, "2000")
    assert len(fake.requests) <= 3 * 12


def test_a_tracker_that_fails_half_of_the_time(tmp_path: Path, nyaa: Nyaa) -> None:
    refused = {infohash(at) for at in range(1, 401) if (at - 1) // 40 % 2}

    def half(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
        if refused & set(infohashes):
            asked.send(b"", 500)
        else:
            finds(asked, infohashes)

    with fake_tracker(half) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, entries(400))
        first = work.call("scrape")
        counted = set(work.counts())
        fake.reply = finds
        second = work.call("scrape")
    assert first.code == second.code == 0
    assert first.of("scrape")["failed"] == "200"
    assert counted == {infohash(at) for at in range(1, 401)} - refused
    assert "status 500" in first.of("scrape")["reason"]
    assert second.of("scrape")["due"] == first.of("scrape")["failed"]
    assert {key: len(counts) for key, counts in work.counts().items()} == {infohash(at): 1 for at in range(1, 401)}


def test_a_request_that_fails_once_is_made_again(tmp_path: Path, nyaa: Nyaa) -> None:
    def at_second(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
        if fake.requests.count(list(infohashes)) == 1:
            asked.send(b"", 500)
        else:
            finds(asked, infohashes)

    with fake_tracker(at_second) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, entries(100))
        run = work.call("scrape")
    assert run.of("scrape") == {"due": "100", "counted": "100", "omitted": "0", "failed": "0"}
    assert len(fake.requests) == 6


def test_counts_that_cannot_be_are_no_row(tmp_path: Path, nyaa: Nyaa) -> None:
    def absurd(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
        asked.send_counts(dict.fromkeys(infohashes, FOUND) | {infohash(1): ScrapeCounts(-1, -1, 1), infohash(9): FOUND})

    with fake_tracker(absurd) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, [entry(1), entry(2)])
        run = work.call("scrape")
    assert run.of("scrape") == {"due": "2", "counted": "1", "omitted": "1", "failed": "0", "unusable": "1"}
    assert work.counts() == {infohash(2): [FOUND]}


def test_more_downloads_than_are_measured_are_no_row_and_reported(tmp_path: Path, nyaa: Nyaa) -> None:
    largest = ScrapeCounts(1, 0, 99_999_999)

    def claims(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
        asked.send_counts(
            dict.fromkeys(infohashes, FOUND)
            | {infohash(1): replace(largest, downloads=100_000_000), infohash(2): largest}
        )

    with fake_tracker(claims) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, entries(3))
        run = work.call("scrape").of("scrape")
        assert run == {
            "due": "3",
            "counted": "2",
            "omitted": "1",
            "failed": "0",
            "unusable": "1",
            "too_many_downloads": "1",
        }
        assert work.counts() == {infohash(2): [largest], infohash(3): [FOUND]}
        assert work.call("scrape").of("scrape")["due"] == "0"


def test_fresh_torrents_are_scraped_first_and_then_the_most_downloaded(tmp_path: Path, nyaa: Nyaa) -> None:
    """In one request after the other: the last are the least downloaded."""
    now = datetime.now(UTC).replace(microsecond=0)
    old = [entry(at, published=now - timedelta(days=40, minutes=at)) for at in range(1, 201)]
    young = [entry(at, published=now - timedelta(minutes=at)) for at in range(201, 241)]

    def counts(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
        asked.send_counts({key: ScrapeCounts(1, 0, int(key, 16) * 7 % 211) for key in infohashes})

    with fake_tracker(counts) as fake:
        work = collector(tmp_path, nyaa, fake.url).at(tracker_requests="1")
        store(work.database, [*old, *young])
        assert work.call("scrape").of("scrape")["counted"] == "240"
        pass_time(work.database, hours=7 * 24)
        store(work.database, [entry(at, published=now - timedelta(minutes=at)) for at in range(301, 341)])
        fake.requests.clear()
        assert work.call("scrape").of("scrape")["counted"] == "280"
    asked = [int(key, 16) for request in fake.requests for key in request]
    assert asked[:40] == list(range(301, 341))
    downloads = [number * 7 % 211 for number in asked[40:]]
    assert downloads == sorted(downloads, reverse=True)


def test_requests_follow_each_other_no_faster_than_is_set(tmp_path: Path, nyaa: Nyaa) -> None:
    times = []

    def counts(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
        times.append(time.monotonic())
        finds(asked, infohashes)

    with fake_tracker(counts) as fake:
        work = collector(tmp_path, nyaa, fake.url).at(tracker_requests_per_second="5")
        store(work.database, entries(400))
        assert work.call("scrape").of("scrape")["counted"] == "400"
    assert len(times) == 10
    assert times[-1] - times[0] >= 9 / 5 - 0.1


def drips(asked: TrackerRequest, _: Sequence[str]) -> None:
    asked.send_response(200)
    asked.send_header("Content-Length", "1000")
    asked.end_headers()
    while not asked.server.fake.closing.wait(0.1):
        asked.wfile.write(b"d")


def test_an_answer_that_drips_in_is_not_waited_for(tmp_path: Path, nyaa: Nyaa) -> None:
    with fake_tracker(drips) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, entries(50))
        began = time.monotonic()
        summary = scraped(work, timeout=0.5)
        took = time.monotonic() - began
        assert isinstance(summary, RunSummary)
        assert summary.failure
        assert "no answer in 0.5 s" in summary.failure
        assert took < 10
        assert work.counts() == {}
        fake.reply = finds
        assert work.call("scrape").of("scrape")["counted"] == "50"


def scraped(work: Collector, *, timeout: float) -> RunSummary | RunAborted:
    """Do a run in this process, with less patience than a command has."""
    told_of: list[Event] = []
    with open_guessit_pool() as pool:
        return asyncio.run(runner.run_scrape(config(work, timeout=timeout), pool, told_of.append))


def config(work: Collector, *, timeout: float = 10.0) -> CollectConfig:
    settings = work.workspace.settings
    return CollectConfig(
        database=work.database,
        feed_url=settings["NYAASTATS_FEED_URL"],
        listing_url=settings["NYAASTATS_LISTING_URL"],
        tracker_url=settings["NYAASTATS_TRACKER_URL"],
        http_policy=HttpPolicy("nyaastats/test", RetryPolicy(timeout_seconds=timeout, backoff_seconds=0)),
        clock=lambda: datetime.now(UTC),
        requests_per_second=1000,
        retry_policy=RetryPolicy(timeout_seconds=timeout, max_attempts=2, backoff_seconds=0),
    )


# --- the dead, and a tracker that has forgotten -------------------------------------------------------------


def old_enough_to_die(number: int) -> PageEntry:
    """A torrent of that number that is a day old, and will be scraped hourly for another."""
    return entry(number, published=entry(number).published - timedelta(days=1))


@pytest.mark.parametrize("by", ["http", "udp"])
def test_a_torrent_that_is_not_seeded_in_its_first_day_lives(
    by: str, tmp_path: Path, nyaa: Nyaa, tracker: Opentracker
) -> None:
    """Over HTTP the tracker leaves it out, over UDP it says three zeros, and both lead to the same numbers."""
    late, forgotten = infohash(1), infohash(2)
    for key in (late, forgotten):  # peers that came and went: the tracker knows both
        tracker.announce(key, 1, left=1, event="started")
        tracker.announce(key, 1, left=1, event="stopped")
    with opentracker() as ignorant:  # as a tracker is before the first peer has announced
        work = collector(tmp_path, nyaa, address(ignorant, by))
        store(work.database, [entry(1, published=datetime.now(UTC).replace(microsecond=0)), old_enough_to_die(2)])
        for number in range(24):
            work = work.at(tracker_url=address(tracker if number >= 20 else ignorant, by))
            work.call("scrape")
            pass_time(work.database)
    assert work.dead() == {forgotten}
    announce(tracker, 1, ScrapeCounts(5, 0, 5))
    assert work.call("scrape").of("scrape")["counted"] == "1"
    assert work.newest()[late] == ScrapeCounts(5, 0, 5)


def test_three_scrapes_that_find_nothing_are_the_end_until_somebody_asks_for_it(tmp_path: Path, nyaa: Nyaa) -> None:
    def finds_two(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
        asked.send_counts(dict.fromkeys(infohashes, FOUND) | {infohash(1): ScrapeCounts(0, 0, 0)})

    with fake_tracker(finds_two) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, [old_enough_to_die(at) for at in (1, 2, 3)])
        runs_ = []
        for _ in range(4):
            runs_.append(work.call("scrape").of("scrape"))
            pass_time(work.database)
        assert [run["due"] for run in runs_] == ["3", "3", "3", "2"]
        assert [run.get("dead") for run in runs_] == [None, None, "1", None]
        assert work.dead() == {infohash(1)}
        assert sum(infohash(1) in asked for asked in fake.requests) == 3
        assert work.counts()[infohash(1)] == [ScrapeCounts(0, 0, 0)] * 3
        fake.reply = finds
        run = work.call("scrape", "--retry-dead")
        assert (run.of("run")["reactivated"], run.of("scrape")["due"], work.dead()) == ("1", "3", set())
        pass_time(work.database)
        assert work.call("scrape").of("scrape") == {"due": "3", "counted": "3", "omitted": "0", "failed": "0"}


def test_a_scrape_that_finds_something_makes_up_for_those_that_did_not(
    tmp_path: Path, nyaa: Nyaa, tracker: Opentracker
) -> None:
    """With a real tracker: a peer that came and went leaves three zeros."""
    work = collector(tmp_path, nyaa, tracker.http_url)
    store(work.database, [old_enough_to_die(1), old_enough_to_die(2)])
    for at in (1, 2):
        tracker.announce(infohash(at), 1, left=1, event="started")
        tracker.announce(infohash(at), 1, left=1, event="stopped")
    for look in range(3):
        if look == 2:
            tracker.announce(infohash(2), 2, event="completed")
        assert work.call("scrape").of("scrape")["counted"] == "2"
        pass_time(work.database)
    assert work.dead() == {infohash(1)}
    assert work.counts()[infohash(2)] == [ScrapeCounts(0, 0, 0), ScrapeCounts(0, 0, 0), ScrapeCounts(1, 0, 1)]


@pytest.mark.parametrize("by", ["http", "udp"])
def test_a_tracker_that_forgets_its_torrents_does_not_bury_them(
    by: str, tmp_path: Path, nyaa: Nyaa, tracker: Opentracker
) -> None:
    """One that has lost its memory leaves them out (HTTP) or says that they are zero (UDP)."""
    for at in range(1, 31):
        announce(tracker, at, ScrapeCounts(at % 3 + 1, 1, at % 3 + 1))
    work = collector(tmp_path, nyaa, address(tracker, by))
    store(work.database, entries(30))
    assert work.call("scrape").of("scrape")["counted"] == "30"
    before = work.counts()
    with opentracker() as anew:
        for _ in range(4):
            pass_time(work.database)
            run = work.at(tracker_url=address(anew, by)).call("scrape")
            scrape = run.of("scrape")
            assert (scrape["due"], scrape["counted"], scrape["omitted"], scrape["failed"]) == ("30", "0", "30", "0")
            assert "has counts of none of 30 torrents that had some before" in scrape["reason"]
            assert (run.code, scrape["reason"] in run.error) == (1, True)
    assert (work.counts(), work.dead()) == (before, set())
    pass_time(work.database)
    assert work.call("scrape").of("scrape")["counted"] == "30"
    assert work.newest() == {key: counts[0] for key, counts in before.items()}


def test_a_tracker_that_says_zeros_of_all_does_not_bury_the_season(tmp_path: Path, nyaa: Nyaa) -> None:
    with fake_tracker(finds) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, [old_enough_to_die(at) for at in range(1, PER_PAGE + 1)])
        work.call("scrape")
        fake.reply = zeros
        for _ in range(5):
            pass_time(work.database)
            run = work.call("scrape")
            assert (run.code, "has counts of none of 75 torrents" in run.error) == (1, True)
        assert (len(work.rows("SELECT * FROM stats")), work.dead()) == (PER_PAGE, set())
        fake.reply = finds
        pass_time(work.database)
        again = work.call("scrape").of("scrape")
    assert again == {"due": "75", "counted": "75", "omitted": "0", "failed": "0"}
    assert set(work.newest().values()) == {FOUND}


# --- one tracker a database -----------------------------------------------------------------------------------


def test_the_counts_of_two_trackers_are_not_mixed(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = [entry(2)]
    with fake_tracker(finds) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, [entry(1)])
        assert work.call("scrape").code == 0
        pass_time(work.database)
        other = work.at(tracker_url=fake.url.replace("127.0.0.1", "localhost"))
        before, asked = work.dump(), (len(fake.requests), len(nyaa.requests))
        refused = other.call("scrape")
        assert refused.code == 1
        for words in ("'127.0.0.1'", "'localhost'", "--tracker-has-moved"):
            assert words in refused.error
        assert (refused.lines, work.dump(), (len(fake.requests), len(nyaa.requests))) == ((), before, asked)
        assert other.call("scrape", "--tracker-has-moved").of("scrape")["counted"] == "2"
        assert other.call("scrape").code == 0
        assert work.call("scrape").code == 1


def test_a_tracker_that_never_answered_leaves_the_choice_open(tmp_path: Path, nyaa: Nyaa) -> None:
    with fake_tracker(finds) as fake:
        work = collector(tmp_path, nyaa, "http://localhost:9/announce")
        store(work.database, [entry(1)])
        assert work.call("scrape").code == 1
        assert work.at(tracker_url=fake.url).call("scrape").of("scrape")["counted"] == "1"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/tracker", "udp://127.0.0.1/announce", "http://127.0.0.1:99999"]
)
def test_an_address_that_cannot_be_scraped(address: str, tmp_path: Path, nyaa: Nyaa) -> None:
    work = collector(tmp_path, nyaa, address)
    store(work.database, [entry(1)])
    run = work.call("scrape")
    assert run.code == 1
    assert repr(address) in run.error


# --- two at once, and a database that cannot be had -------------------------------------------------------------


@contextmanager
def held(work: Collector) -> Iterator[subprocess.Popen[str]]:
    """A run that waits for its tracker, until the block ends."""
    with fake_tracker(finds_in_the_end) as fake:
        process = work.at(tracker_url=fake.url).start("scrape")
        wait_until(lambda: fake.requests)
        yield process


def test_the_second_of_two_runs_says_so(tmp_path: Path, nyaa: Nyaa) -> None:
    work = collector(tmp_path, nyaa)
    store(work.database, [entry(1)])
    with held(work) as process:
        second = work.run("scrape")
        assert (second.code, len(second.lines)) == (0, 1)
        assert second.of("run") == {"outcome": "busy", "reason": "another run is using this database"}
        assert work.run("backfill", "--pages", 1).of("run")["outcome"] == "busy"
        assert len(nyaa.requests) == 1
    first = parse_output(finish(process))
    assert (first.code, first.of("scrape")["counted"], work.counts()) == (0, "1", {infohash(1): [FOUND]})


def test_a_synthetic_database_is_refused(tmp_path: Path, nyaa: Nyaa) -> None:
    work = collector(tmp_path, nyaa)
    with closing(sqlite3.connect(work.database)) as connection:
        connection.executescript(f"PRAGMA application_id = {SYNTHETIC}; CREATE TABLE torrents (infohash)")
    before = work.database.read_bytes()
    run = work.call("scrape")
    assert run.code == 1
    assert "holds a synthetic season" in run.error
    assert (work.database.read_bytes(), nyaa.requests) == (before, [])


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, nyaa: Nyaa) -> None:
    work = collector(tmp_path, nyaa)
    run = parse_output(work.workspace.call("scrape", "--db", "typo/nyaastats.db"))
    assert run.code == 1
    assert "'typo/nyaastats.db'" in run.error
    assert (list(tmp_path.iterdir()), nyaa.requests) == ([], [])


@pytest.mark.parametrize(("content", "words"), [(b"hello " * 999, "not a SQLite database"), (None, "is a folder")])
def test_what_is_no_database(content: bytes | None, words: str, tmp_path: Path, nyaa: Nyaa) -> None:
    work = collector(tmp_path, nyaa)
    if content is None:
        work.database.mkdir()
    else:
        work.database.write_bytes(content)
    run = work.call("scrape")
    assert run.code == 1
    assert words in run.error
    assert nyaa.requests == []


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another program is writing to it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_a_database_that_another_program_holds_is_waited_for(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = [entry(1)]
    with fake_tracker(finds) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, [entry(2)])
        with locked(work.database):
            process = work.start("scrape")
            time.sleep(3)
            assert process.poll() is None
        run = parse_output(finish(process))
    assert (run.of("feed")["new"], run.of("scrape")["counted"]) == ("1", "1")


def test_a_database_that_is_held_for_too_long_is_a_clear_line(tmp_path: Path, nyaa: Nyaa) -> None:
    with fake_tracker(finds) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, [entry(1)])
        before = work.dump()
        with (
            open_guessit_pool() as pool,
            ledger.open_ledger(work.database, busy_timeout_seconds=0.2) as book,
            locked(work.database),
        ):
            context = RunContext(book, pool, list[Event]().append)
            with pytest.raises(DatabaseError, match=r"nyaastats\.db' is locked by another program: the next run tries"):
                asyncio.run(collect(config(work), context))
        assert work.dump() == before
        assert work.call("scrape").of("scrape")["counted"] == "1"


# --- a full disk ------------------------------------------------------------------------------------------------


def test_a_limit_on_the_size_of_files(tmp_path: Path, nyaa: Nyaa) -> None:
    with fake_tracker(finds) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, entries(1000))
        with limit_file_size(100_000):
            process = work.start("scrape")
        run = parse_output(finish(process))
        assert run.code == 1
        assert "free some space; what was stored is safe" in run.error
        assert_the_rest_follows(work)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes."""
    with mount_tmpfs(tmp_path, "4m") as disk:
        yield disk


@pytest.mark.parametrize("room", [0, 60_000, 150_000])
def test_a_full_disk(room: int, small_disk: Path, nyaa: Nyaa) -> None:
    with fake_tracker(finds) as fake:
        work = collector(small_disk, nyaa, fake.url)
        store(work.database, entries(1000))
        fill(small_disk / "filler", room)
        run = work.run("scrape")
        assert run.code == 1
        assert "full: free some space" in run.error
        (small_disk / "filler").unlink()
        assert_the_rest_follows(work)


def fill(filler: Path, room: int) -> None:
    """Leave so many bytes on its disk."""
    filler.write_bytes(bytes(shutil.disk_usage(filler.parent).free - room))


def assert_the_rest_follows(work: Collector) -> None:
    """What a run stored before it was stopped is kept, and the next one scrapes the others."""
    assert work.rows("PRAGMA integrity_check") == [("ok",)]
    stored = work.counts()
    assert len(stored) < 1000
    run = work.call("scrape")
    assert (run.code, run.of("scrape")["counted"]) == (0, str(1000 - len(stored)))
    assert work.counts() == {infohash(at): [FOUND] for at in range(1, 1001)}


# --- the clock ----------------------------------------------------------------------------------------------------


def test_a_clock_that_is_behind_the_counts_stops_the_run(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = [entry(2)]
    with fake_tracker(finds) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, [entry(1)])
        assert work.call("scrape").code == 0
        pass_time(work.database, hours=-2)
        before, asked = work.dump(), (len(fake.requests), len(nyaa.requests))
        for _ in range(2):
            run = work.call("scrape")
            assert run.code == 1
            assert "the clock says" in run.error
            assert "nyaastats db delete-after" in run.error
            assert (run.lines, work.dump(), (len(fake.requests), len(nyaa.requests))) == ((), before, asked)
        mended = work.workspace.call("db", "delete-after", "--db", work.database, "--to", datetime.now(UTC).isoformat())
        assert (mended.returncode, mended.stdout.split()[:2]) == (0, ["2", "counts"])
        run = work.call("scrape")
    assert run.of("scrape")["counted"] == "2"
    assert work.counts() == {infohash(1): [FOUND], infohash(2): [FOUND]}


# --- on a terminal --------------------------------------------------------------------------------------------------


def test_a_person_sees_a_bar_and_a_short_report(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.entries = [entry(1)]
    with fake_tracker(finds_late) as fake:
        work = collector(tmp_path, nyaa, fake.url)
        store(work.database, entries(3)[1:])
        with open_pty_session(work.workspace, "scrape", "--db", work.database, terminal="xterm") as person:
            person.wait_for("1 torrent: 1 new, 0 edited")
            person.wait_for("scraping")
            person.wait_for("2 torrents of 2 that were due")
            assert person.wait() == 0


def test_a_terminal_that_knows_no_colours_has_the_report_alone(tmp_path: Path, nyaa: Nyaa) -> None:
    work = collector(tmp_path, nyaa)
    with open_pty_session(work.workspace, "scrape", "--db", work.database) as person:
        assert person.wait() == 0
    assert person.output.split("\n")[:2] == ["feed    0 torrents: 0 new, 0 edited", "counts  no torrent is due"]


def test_a_person_is_reported_what_failed(tmp_path: Path, nyaa: Nyaa) -> None:
    nyaa.fail(answer(404))
    work = collector(tmp_path, nyaa)
    with open_pty_session(work.workspace, "scrape", "--db", work.database) as person:
        assert person.wait() == 1
    assert "answers 404 Not Found: check the address" in person.output
    assert person.output.rstrip().split("\n")[-1].startswith("nyaastats: ")
    assert FeedOutcome.FAILED.value not in person.output


def test_settings_that_are_wrong_are_reported_before_anything_is_done(tmp_path: Path) -> None:
    work = Collector(Workspace(tmp_path, {"NYAASTATS_TRACKER_URL": "gopher://tracker"}))
    run = work.call("scrape")
    assert run.code == 1
    assert "tracker_url" in run.error
    assert list(tmp_path.iterdir()) == []
