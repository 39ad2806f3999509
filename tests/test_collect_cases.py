"""What feeds, listings and trackers really do to people, case by case: docs/reliability.md has the table of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nyaastats.collect import guessit_pool
from nyaastats.collect.guessit_pool import GuessitPool
from nyaastats.domain.torrents import ScrapeCounts
from testkit.collector_fixtures import (
    Collector,
    Reply,
    TrackerRequest,
    bencoded,
    collector,
    entries,
    entry,
    fake_tracker,
    infohash,
    pass_time,
    store,
    wait_for_full_hour,
    zeros,
)
from testkit.limited_tracker import CHIHAYA, limited_tracker
from testkit.nyaa_pages import feed_page, listing_page
from testkit.nyaa_server import TOO_FAR, Fault, Nyaa, answer, nyaa_server, redirect

PAGE = 3
ROBOT_CHECK = b"<!DOCTYPE html><html><title>DDoS-Guard</title>Checking your browser</html>"


@pytest.fixture
def nyaa() -> Iterator[Nyaa]:
    with nyaa_server(per_page=PAGE) as site:
        yield site


@pytest.fixture(scope="module")
def pool() -> Iterator[GuessitPool]:
    with guessit_pool.open_guessit_pool(1) as shared:
        yield shared


@pytest.fixture
def work(tmp_path: Path, nyaa: Nyaa, pool: GuessitPool, monkeypatch: pytest.MonkeyPatch) -> Collector:
    """With one pool for all commands: each would start processes of its own, which takes most of its time."""
    monkeypatch.setattr(guessit_pool, "open_guessit_pool", lambda: nullcontext(pool))
    return collector(tmp_path, nyaa)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk without a second between its pages."""
    monkeypatch.setattr("nyaastats.collect.backfill._PageReader._wait", lambda *_: None)


def has_gap(work: Collector) -> bool:
    return bool(work.rows("SELECT 1 FROM backfills"))


# --- nothing read is no success -----------------------------------------------------------------------------


def without_seconds(page: bytes) -> bytes:
    return re.sub(rb"(\d\d:\d\d):\d\d -0000", rb"\1 -0000", page)


def without_infohashes(page: bytes) -> bytes:
    return re.sub(rb"<nyaa:infoHash>\w+", b"<nyaa:infoHash>", page)


def without_items(_page: bytes) -> bytes:
    return feed_page([])


@pytest.mark.parametrize("spoil", [without_seconds, without_infohashes, without_items])
def test_a_feed_of_which_nothing_can_be_read_is_a_failure(
    spoil: Callable[[bytes], bytes], work: Collector, nyaa: Nyaa
) -> None:
    nyaa.entries = entries(PAGE)
    assert work.call("scrape").code == 0
    pass_time(work.database)
    nyaa.fail(answer(body=spoil(feed_page(nyaa.entries))))
    run = work.call("scrape")
    assert (run.code, run.of("feed")["outcome"]) == (1, "failed")
    pass_time(work.database)
    nyaa.entries = [entry(10), *nyaa.entries]
    assert work.call("scrape").of("feed")["new"] == "1"


def test_a_feed_from_the_future_is_a_failure(work: Collector, nyaa: Nyaa) -> None:
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(days=9)
    nyaa.entries = [entry(1, published=later), entry(2, published=later)]
    run = work.call("scrape")
    assert (run.code, "set the clock" in run.error) == (1, True)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("options", [("--pages", 3), ("--pages", 3, "--until-known")])
def test_a_listing_of_which_nothing_can_be_read_leaves_the_mark_of_a_gap(
    options: Sequence[object], work: Collector, nyaa: Nyaa
) -> None:
    nyaa.entries = entries(3 * PAGE)
    assert work.call("scrape").of("feed")["gap"] == "yes"
    page = listing_page(nyaa.entries[:PAGE], page=1, pages=3)
    nyaa.fail(answer(body=re.sub(rb' title="\[[^"]*"', b"", page)), times=3)
    run = work.call("backfill", *options)
    assert (run.code, "none can be read (no_name 3)" in run.error, has_gap(work)) == (1, True, True)


@pytest.mark.usefixtures("quick")
def test_an_entry_that_cannot_be_read_is_not_taken_for_known(work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries = entries(2 * PAGE)
    store(work.database, nyaa.entries[:PAGE])
    page = listing_page(nyaa.entries[:PAGE], page=1, pages=2)
    nyaa.fail(answer(body=page.replace(infohash(2).encode(), b"c0ffee")))
    assert work.call("backfill", "--pages", 2, "--until-known").of("run")["new"] == str(PAGE)


def test_an_empty_listing_is_a_failure_where_there_were_torrents(work: Collector, nyaa: Nyaa) -> None:
    store(work.database, entries(2))
    nyaa.fail(answer(body=b"<html><h3>No results found</h3></html>"))
    run = work.call("backfill", "--pages", 2)
    assert (run.code, "lists nothing" in run.error) == (1, True)


def knows_none(asked: TrackerRequest, _infohashes: Sequence[str]) -> None:
    asked.send(b"d5:filesdee")


def knows_all(asked: TrackerRequest, infohashes: Sequence[str]) -> None:
    asked.send_counts(dict.fromkeys(infohashes, ScrapeCounts(3, 2, 90)))


def knows_others(asked: TrackerRequest, _infohashes: Sequence[str]) -> None:
    asked.send(bencoded({"ff" * 20: ScrapeCounts(1, 2, 3)}))


@pytest.mark.parametrize(
    ("reply", "words"),
    [(knows_none, "counts of none of 3"), (zeros, "counts of none of 3"), (knows_others, "about other torrents")],
)
def test_a_tracker_that_knows_none_of_the_torrents_is_a_failure_and_buries_nobody(
    reply: Reply, words: str, work: Collector, nyaa: Nyaa
) -> None:
    nyaa.entries = [entry(at, published=datetime.now(UTC) - timedelta(hours=30)) for at in range(1, PAGE + 1)]
    work.call("scrape")
    with fake_tracker(reply) as fake:
        for _ in range(4):
            pass_time(work.database)
            run = work.at(tracker_url=fake.url).call("scrape")
            assert (run.code, words in run.error, work.dead()) == (1, True, set())
    assert len(work.rows("SELECT * FROM stats")) == PAGE


@pytest.mark.parametrize("reply", [knows_none, zeros])
def test_what_a_tracker_in_doubt_leaves_out_is_due_in_the_next_run(reply: Reply, work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries = [entry(at, published=datetime.now(UTC) - timedelta(hours=30)) for at in range(1, PAGE + 1)]
    work.call("scrape")
    pass_time(work.database)
    wait_for_full_hour(30)
    with fake_tracker(reply) as fake:
        assert work.at(tracker_url=fake.url).call("scrape").code == 1
    with fake_tracker(knows_all) as fake:
        again = work.at(tracker_url=fake.url).call("scrape").of("scrape")
    assert again == {"due": "3", "counted": "3", "omitted": "0", "failed": "0"}


# --- the end of a walk --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_a_listing_that_the_site_cuts_off_ends_there(work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries, nyaa.page_limit = entries(5 * PAGE), 3
    assert work.call("scrape").of("feed")["gap"] == "yes"
    run = work.call("backfill", "--pages", 9)
    assert run.of("run")["new"] == str(2 * PAGE)
    assert "page 4 is linked to, but the site does not give it" in run.of("run")["reason"]
    assert (run.code, has_gap(work)) == (0, False)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("times", [1, 2])
def test_a_passing_failure_is_not_the_end(status: int, times: int, work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries = entries(4 * PAGE)
    nyaa.fail(None)
    nyaa.fail(answer(status, TOO_FAR.encode()), times=times)
    assert work.call("backfill", "--pages", 4).of("run")["new"] == str(4 * PAGE)


@pytest.mark.usefixtures("quick")
def test_a_check_for_robots_within_a_walk_is_no_end(work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries = entries(4 * PAGE)
    nyaa.fail(None)
    nyaa.fail(answer(403, ROBOT_CHECK), times=9)
    run = work.call("backfill", "--pages", 4)
    assert (run.code, "a check for robots" in run.error, has_gap(work)) == (1, True, True)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("fault", [answer(403), answer(404), answer(500)])
def test_a_site_that_is_closed_when_a_walk_goes_on_keeps_the_mark(fault: Fault, work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries = entries(4 * PAGE)
    nyaa.fail(None, times=2)
    nyaa.fail(answer(400))
    assert work.call("backfill", "--pages", 4).code == 1
    nyaa.fail(fault, times=9)
    assert (work.call("backfill", "--pages", 4).code, has_gap(work)) == (1, True)
    nyaa.faults.clear()
    assert work.call("backfill", "--pages", 4).code == 0


# --- names, advice, politeness ------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_a_torrent_has_one_name_in_the_feed_and_in_the_listing(work: Collector, nyaa: Nyaa) -> None:
    listed, shown = entry(1, name="[Group] Show\x1d 1 - 01 (1080p)"), entry(1, name="[Group] Show? 1 - 01 (1080p)")
    nyaa.fail(answer(body=feed_page([shown])))
    assert work.call("scrape").of("feed")["new"] == "1"
    nyaa.fail(answer(body=listing_page([listed])))
    assert work.call("backfill", "--pages", 1).of("run")["edited"] == "0"
    nyaa.fail(answer(body=feed_page([entry(1, name="[Group] Show 1 - 01 (1080p)")])))
    pass_time(work.database)
    assert work.call("scrape").of("feed")["edited"] == "1"  # a question mark more or less is an edit, as any other


@pytest.mark.parametrize("sign", [b"\x1d", b"&#29;", b"&#x1D;"])
def test_one_title_that_no_xml_may_hold_costs_no_feed(sign: bytes, work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries = entries(2)
    nyaa.fail(answer(body=feed_page(nyaa.entries).replace(b"Show 2", b"Show" + sign + b"2")))
    assert work.call("scrape").of("feed")["new"] == "2"
    assert work.rows("SELECT filename FROM torrents WHERE filename LIKE '%?%'") == [("[Group] Show?2 - 01 (1080p)",)]


def test_a_refusal_with_a_page_for_browsers_is_told_as_that(work: Collector, nyaa: Nyaa) -> None:
    nyaa.fail(answer(403, ROBOT_CHECK))
    error = work.call("scrape").error
    assert ("a check for robots" in error, "check the address" in error) == (True, False)


def test_a_page_behind_a_redirect_is_named(work: Collector, nyaa: Nyaa) -> None:
    nyaa.fail(redirect("/elsewhere"))
    assert f"(it leads to '{nyaa.origin}/elsewhere')" in work.call("scrape").error


def test_a_site_s_pause_is_for_all_its_pages(work: Collector, nyaa: Nyaa) -> None:
    nyaa.fail(answer(503, retry_after="7200"))
    assert work.call("scrape").code == 1
    run = work.call("backfill", "--pages", 1)
    assert (run.code, "is rate-limited until" in run.error, len(nyaa.requests)) == (1, True, 1)
    pass_time(work.database)
    assert work.call("scrape").of("feed") == {"outcome": "not yet"}
    pass_time(work.database, hours=2)
    assert work.call("scrape").of("feed")["outcome"] == "read"


def test_validators_of_a_304_are_the_next_ones(work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries = entries(1)
    work.call("scrape")
    nyaa.fail(answer(304, etag='"other"', last_modified="Wed, 08 Oct 2025 12:00:00 GMT"))
    for _ in range(2):
        pass_time(work.database)
        work.call("scrape")
    assert nyaa.requests[-1].headers["If-None-Match"] == '"other"'
    assert nyaa.requests[-1].headers["If-Modified-Since"] == "Wed, 08 Oct 2025 12:00:00 GMT"


def test_a_tracker_s_pause_is_remembered(work: Collector, nyaa: Nyaa) -> None:
    def is_full(asked: TrackerRequest, _infohashes: Sequence[str]) -> None:
        asked.send_response(429)
        asked.send_header("Retry-After", "7200")
        asked.end_headers()

    store(work.database, entries(2))
    with fake_tracker(is_full) as fake:
        ours = work.at(tracker_url=fake.url)
        assert ours.call("scrape").code == 1
        again = ours.call("scrape").of("scrape")
        assert (again["due"], again["postponed"], len(fake.requests)) == ("2", "2", 1)
        fake.reply = lambda asked, keys: asked.send_counts(dict.fromkeys(keys, ScrapeCounts(1, 2, 3)))
        pass_time(work.database, hours=3)
        assert ours.call("scrape").of("scrape")["counted"] == "2"
    assert nyaa.requests


def test_a_short_pause_is_waited_for(work: Collector) -> None:
    def is_full_once(asked: TrackerRequest, keys: Sequence[str]) -> None:
        if len(fake.requests) > 1:
            asked.send_counts(dict.fromkeys(keys, ScrapeCounts(1, 2, 3)))
            return
        asked.send_response(503)
        asked.send_header("Retry-After", "1")
        asked.end_headers()

    store(work.database, entries(2))
    with fake_tracker(is_full_once) as fake:
        run = work.at(tracker_url=fake.url).call("scrape")
    assert (run.of("scrape")["counted"], len(fake.requests)) == ("2", 2)


def test_the_interval_that_a_tracker_wants_between_scrapes_is_kept(work: Collector, nyaa: Nyaa) -> None:
    def wants_two_hours(asked: TrackerRequest, keys: Sequence[str]) -> None:
        counts = bencoded(dict.fromkeys(keys, ScrapeCounts(1, 2, 3)))
        asked.send(counts[:-1] + b"5:flagsd20:min_request_intervali7200eee")

    nyaa.entries = entries(2)
    store(work.database, nyaa.entries)
    with fake_tracker(wants_two_hours) as fake:
        ours = work.at(tracker_url=fake.url)
        assert ours.call("scrape").of("scrape")["counted"] == "2"
        pass_time(work.database)
        postponed = ours.call("scrape")
        assert (postponed.code, postponed.of("scrape")["postponed"]) == (0, "2")
        pass_time(work.database)
        assert ours.call("scrape").of("scrape")["counted"] == "2"


# --- a limit, as a command meets it -------------------------------------------------------------------------


def test_a_limit_is_said_and_remembered_for_the_tracker(work: Collector, nyaa: Nyaa) -> None:
    nyaa.entries = entries(1)
    store(work.database, entries(200))
    with limited_tracker(CHIHAYA) as tracker:
        tracker.counts.update({infohash(at): ScrapeCounts(at, 0, at) for at in range(1, 201)})
        ours = work.at(tracker_url=tracker.udp_url)
        first = ours.call("scrape").of("scrape")
        assert (first["counted"], first["limit"]) == ("200", "50")
        pass_time(work.database)
        tracker.requests.clear()
        assert ours.call("scrape").of("scrape")["counted"] == "200"
        assert [len(request) for request in tracker.requests] == [50, 50, 50, 50]


# --- what would be done -------------------------------------------------------------------------------------


def test_a_dry_run_asks_nobody_and_stores_nothing(work: Collector, nyaa: Nyaa) -> None:
    run = work.call("scrape", "--dry-run")
    assert (run.of("feed")["would"], run.of("run")["database"], work.database.exists()) == ("ask", "new", False)
    store(work.database, entries(100))
    before = work.dump()
    run = work.at(tracker_url="udp://127.0.0.1:9/announce?passkey=secret").call("scrape", "--dry-run")
    expected = {"would": "ask", "due": "100", "requests": "2", "seconds": "0", "url": "udp://127.0.0.1:9/announce"}
    assert run.of("scrape") == expected
    assert (run.code, work.dump(), nyaa.requests) == (0, before, [])
    work.call("scrape")
    assert work.call("scrape", "--dry-run").of("feed")["would"] == "wait"


@pytest.mark.parametrize("option", ["--watch", "--retry-dead", "--tracker-has-moved"])
def test_a_dry_run_takes_no_option_that_it_would_not_follow(option: str, work: Collector) -> None:
    assert work.workspace.call("scrape", "--dry-run", option, "--db", work.database).returncode == 2
