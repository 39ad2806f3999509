"""How a page differs from the ledger, what an answer is worth, which torrents are dead, when a page may be fetched."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nyaastats.collect.policy import (
    ChangedTorrent,
    current_limit,
    diff_page,
    interpret_counts,
    is_behind,
    may_fetch,
    next_fetch_at,
    select_dead,
)
from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts
from nyaastats.store.records import DueTorrent, HttpCacheEntry, ScrapeResult, StoredTorrent, TrackerState

NOON = datetime(2025, 10, 8, 12, 0, tzinfo=UTC)
KEY = InfoHash("0a" * 20)
LISTED = ListedTorrent(
    KEY, "[Group] Show - 01", NOON, 1 << 30, 1, trusted=False, remake=False, counts=ScrapeCounts(1, 2, 3)
)
STORED = StoredTorrent(KEY, LISTED.name, trusted=False, remake=False)


@pytest.mark.parametrize(
    "listed",
    [
        replace(LISTED, name="[Group] Show - 02"),
        replace(LISTED, trusted=True),
        replace(LISTED, remake=True),
    ],
)
def test_what_a_page_says_otherwise_is_a_change(listed: ListedTorrent) -> None:
    sifted = diff_page([listed], {KEY: STORED}, NOON)
    assert (sifted.new, sifted.changed, sifted.already_stored) == ((), (ChangedTorrent(STORED, listed),), 1)


@pytest.mark.parametrize(
    "listed",
    [
        LISTED,
        replace(LISTED, counts=ScrapeCounts(9, 9, 9)),  # the tracker is asked for these
        replace(LISTED, size_bytes=None, nyaa_id=None),
        replace(LISTED, trusted=None, remake=None),  # what a page does not say is no change
    ],
)
def test_what_a_page_says_again_is_none(listed: ListedTorrent) -> None:
    sifted = diff_page([listed], {KEY: STORED}, NOON)
    assert (sifted.new, sifted.changed, sifted.already_stored) == ((), (), 1)


def test_what_was_not_known_before_may_be_said_now() -> None:
    unsaid = replace(STORED, trusted=None, remake=None)
    assert len(diff_page([LISTED], {KEY: unsaid}, NOON).changed) == 1


def test_new_torrents_keep_the_page_s_order() -> None:
    others = [replace(LISTED, infohash=InfoHash(f"{number:040x}")) for number in (3, 1, 2)]
    assert diff_page([others[0], LISTED, *others[1:]], {KEY: STORED}, NOON).new == tuple(others)


@pytest.mark.parametrize(("hours", "late"), [(-1, 0), (0, 0), (24, 0), (25, 1)])
def test_what_will_be_published_after_tomorrow_is_left_out(hours: int, late: int) -> None:
    sifted = diff_page([replace(LISTED, published=NOON + timedelta(hours=hours))], {}, NOON)
    assert (len(sifted.new), sifted.from_the_future) == (1 - late, late)


ZERO, SOME = ScrapeCounts(0, 0, 0), ScrapeCounts(0, 0, 1)


@pytest.mark.parametrize(
    ("counts", "ever_nonzero", "believed"),
    [
        (SOME, False, SOME),
        (SOME, True, SOME),
        (ZERO, False, ZERO),
        (ZERO, True, None),  # the tracker does not know the torrent, or has lost its memory
        (ScrapeCounts(0, None, 0), True, ScrapeCounts(0, None, 0)),  # an unknown number is no zero
        (None, False, None),
        (None, True, None),
    ],
)
def test_what_an_answer_is_worth(
    counts: ScrapeCounts | None, believed: ScrapeCounts | None, *, ever_nonzero: bool
) -> None:
    due = DueTorrent(KEY, ever_nonzero)
    assert interpret_counts(due, counts) == ScrapeResult(due, believed)


@pytest.mark.parametrize(("hours", "limit"), [(0, 50), (23, 50), (24, None), (-1, None)])
def test_a_limit_is_remembered_for_a_day(hours: int, limit: int | None) -> None:
    state = TrackerState("", NOON, 50, NOON - timedelta(hours=hours))
    assert current_limit(state, NOON) == limit
    assert current_limit(replace(state, limit_seen_at=None), NOON) is None
    assert current_limit(None, NOON) is None


@pytest.mark.parametrize(
    ("zeros", "scraped", "die"),
    [
        (0, 0, True),
        (1, 1, True),
        (20, 20, True),
        (21, 21, False),  # everything at once: the tracker lost its memory
        (21, 41, False),
        (21, 42, True),
        (500, 1000, True),
        (501, 1000, False),
        (1000, 1000, False),
    ],
)
@pytest.mark.parametrize("silent", [1, 20, 500])
def test_nobody_dies_of_a_tracker_that_fell_silent(silent: int, zeros: int, scraped: int, *, die: bool) -> None:
    spellings = [f"{number:040x}" for number in range(silent)]
    assert len(select_dead(spellings, zeros=zeros, scraped=scraped)) == (silent if die else 0)


@pytest.mark.parametrize(
    ("wait", "may"),
    [
        (timedelta(minutes=-1), True),
        (timedelta(0), True),
        (timedelta(seconds=1), False),
        (timedelta(hours=24), False),
        (timedelta(hours=24, seconds=1), True),  # remembered by a clock that was ahead
    ],
)
def test_a_page_is_asked_for_when_its_pause_is_over(wait: timedelta, *, may: bool) -> None:
    assert may_fetch(HttpCacheEntry("address", NOON + wait), NOON) is may


def test_a_page_that_was_never_asked_for_may_be() -> None:
    assert may_fetch(None, NOON)


def test_an_hourly_timer_may_come_a_second_early() -> None:
    asked_at = NOON + timedelta(minutes=5, seconds=3)
    hour = timedelta(hours=1)
    memory = HttpCacheEntry("address", next_fetch_at(asked_at, hour))
    assert may_fetch(memory, asked_at + hour - timedelta(seconds=3))
    assert not may_fetch(memory, asked_at + hour - timedelta(seconds=4))


@pytest.mark.parametrize(
    ("newest", "behind"), [(None, False), (-3600, False), (0, False), (300, False), (301, True), (86_400, True)]
)
def test_a_clock_behind_the_counts_is_noticed(newest: int | None, *, behind: bool) -> None:
    moment = None if newest is None else NOON + timedelta(seconds=newest)
    assert is_behind(NOON, moment) is behind
