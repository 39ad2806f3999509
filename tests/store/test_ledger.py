"""What each method of the ledger stores, read back with plain SQLite; and which torrents are due, against a model."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyaastats.collect.schedule import due_groups, is_due
from nyaastats.domain.torrents import InfoHash, ScrapeCounts
from nyaastats.errors import DatabaseError
from nyaastats.store import due_queries
from nyaastats.store.due_queries import DUE, DUE_COUNT, DueCursor, slices_text
from nyaastats.store.foreign_import import import_foreign_torrents
from nyaastats.store.ledger import _ZERO_STREAKS, DEAD_AFTER_ZEROS, DEATH_GRACE, Ledger, open_ledger
from nyaastats.store.migrations import migrate
from nyaastats.store.reader import SYNTHETIC
from nyaastats.store.records import (
    BackfillCursor,
    DueOrder,
    DueSlice,
    DueTorrent,
    HttpCacheEntry,
    OutdatedParse,
    ParsedTorrent,
    ScrapeResult,
    StoredTorrent,
    TorrentChanges,
    TorrentEdit,
    UpdatedParse,
)
from nyaastats.store.rows import format_time
from testkit.ledger_fixtures import (
    COUNTS,
    GUESS,
    HOUR,
    NOW,
    SECONDS,
    STAMP,
    TRACKER,
    VERSION,
    ZEROS,
    content,
    due_now,
    infohash,
    make,
    named,
    rows,
    run,
)
from testkit.tmpfs import mount_tmpfs

FEED = "https://nyaa.si/?page=rss"
PAGE = HttpCacheEntry(FEED, NOW + HOUR, '"etag"', "Tue, 07 Oct 2025 15:00:00 GMT")
WALK = BackfillCursor("https://nyaa.si/?c=1_2", "https://nyaa.si/?c=1_2&p=7", 7, NOW)
TORRENTS = "SELECT * FROM torrents ORDER BY infohash"
STATS = "SELECT * FROM stats ORDER BY infohash, timestamp"
STATE = """
SELECT infohash, published_at, last_scraped_at, ever_nonzero, zero_streak, is_dead FROM scrape_state ORDER BY infohash
"""
ONE, TWO, THREE = map(infohash, (1, 2, 3))
PUBLISHED = SECONDS - 5 * 3600


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nyaastats.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with open_ledger(path) as opened_ledger:
        yield opened_ledger


def add(ledger: Ledger, *torrents: ParsedTorrent, seen: datetime = NOW) -> None:
    ledger.store_page(TorrentChanges(new=torrents), seen, VERSION)


def look(number: int, counts: ScrapeCounts | None) -> ScrapeResult:
    return ScrapeResult(DueTorrent(infohash(number), ever_nonzero=False), counts)


# --- a page's news ----------------------------------------------------------------------------------------------------


def test_a_new_torrent_is_stored_with_all_that_is_known_of_it(ledger: Ledger, path: Path) -> None:
    add(ledger, named(1))
    facts = (ONE, "A - 01", "2025-10-07T10:30:00Z", 1_400_000_000, 2_000_001, 1, 0, "active", GUESS, VERSION)
    assert rows(path, TORRENTS) == [facts]
    assert rows(path, STATS) == [(ONE, STAMP, 3, 2, 40)]
    assert rows(path, STATE) == [(ONE, PUBLISHED, SECONDS, 1, 0, 0)]


def test_what_a_page_does_not_say_is_not_made_up(ledger: Ledger, path: Path) -> None:
    add(ledger, named(1, None, size_bytes=None, nyaa_id=None, trusted=None, remake=None, counts=None))
    facts = (ONE, "A - 01", "2025-10-07T10:30:00Z", None, None, None, None, "guessit_failed", None, VERSION)
    assert rows(path, TORRENTS) == [facts]
    assert rows(path, STATS) == []
    assert rows(path, STATE) == [(ONE, PUBLISHED, None, 0, 0, 0)]


def test_zeros_of_a_page_are_counts_but_no_step_towards_death(ledger: Ledger, path: Path) -> None:
    add(ledger, named(1, counts=ZEROS))
    assert rows(path, STATS) == [(ONE, STAMP, 0, 0, 0)]
    assert rows(path, STATE) == [(ONE, PUBLISHED, SECONDS, 0, 0, 0)]


def test_hostile_names_are_stored_as_they_are(ledger: Ledger, path: Path) -> None:
    name = "'); DROP TABLE torrents; -- \u202e\U0001f4a5 \x00 \n ?"
    add(ledger, named(1, name=name))
    assert rows(path, "SELECT filename FROM torrents") == [(name,)]
    assert ledger.stored_torrents([ONE])[ONE].name == name


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (NOW, STAMP),
        (NOW.replace(microsecond=999_999), STAMP),
        (datetime(999, 1, 2, 3, 4, 5, tzinfo=NOW.tzinfo), "0999-01-02T03:04:05Z"),
    ],
)
def test_times_are_written_in_one_form(moment: datetime, text: str) -> None:
    assert format_time(moment) == text


def test_an_edit_changes_the_name_and_what_was_read_from_it(ledger: Ledger, path: Path) -> None:
    add(ledger, named(1), named(2))
    edit = TorrentEdit(ONE, named(1, '{"title": "B"}', name="B", trusted=False, remake=True, counts=None))
    ledger.store_page(TorrentChanges(edited=(edit,)), NOW + HOUR, "3.9.0")
    changed, other = rows(path, TORRENTS)
    date, size, number = "2025-10-07T10:30:00Z", 1_400_000_000, 2_000_001
    assert changed == (ONE, "B", date, size, number, 0, 1, "active", '{"title": "B"}', "3.9.0")
    assert other[:2] == (TWO, "A - 02")
    assert len(rows(path, STATS)) == 2


def test_what_an_edit_does_not_say_stays(ledger: Ledger, path: Path) -> None:
    add(ledger, named(1))
    ledger.store_page(
        TorrentChanges(edited=(TorrentEdit(ONE, named(1, name="B", trusted=None, remake=None)),)), NOW, VERSION
    )
    assert rows(path, "SELECT filename, trusted, remake FROM torrents") == [("B", 1, 0)]


@pytest.mark.parametrize(
    ("before", "guess", "after"),
    [
        ("active", None, "guessit_failed"),
        ("guessit_failed", GUESS, "active"),
        ("dead", None, "dead"),
        ("dead", GUESS, "dead"),
        ("hidden", None, "hidden"),  # another scraper's own
    ],
)
def test_the_status_follows_the_name_unless_it_says_something_else(
    ledger: Ledger, path: Path, before: str, guess: str | None, after: str
) -> None:
    add(ledger, named(1), named(2))
    run(path, "UPDATE torrents SET status = ?", before)
    ledger.store_page(TorrentChanges(edited=(TorrentEdit(ONE, named(1, guess)),)), NOW, VERSION)
    ledger.update_parses([UpdatedParse(OutdatedParse(TWO, "A - 02"), guess)], VERSION)
    assert rows(path, "SELECT status, guessit_data FROM torrents") == [(after, guess)] * 2


def test_capitals_are_known_and_kept(ledger: Ledger, path: Path) -> None:
    key = InfoHash("ab" * 20)
    add(ledger, named(1, infohash=key))
    for table in ("torrents", "stats", "scrape_state"):
        run(path, f"UPDATE {table} SET infohash = upper(infohash)")  # noqa: S608  # ours
    assert ledger.stored_torrents([key, TWO]) == {key: StoredTorrent(key.upper(), "A - 01", trusted=True, remake=False)}
    [due] = ledger.due_torrents([DueSlice(NOW - 48 * HOUR, NOW, NOW + HOUR)], DueOrder.YOUNGEST_FIRST)
    assert (due.stored_infohash, due.infohash) == (key.upper(), key)
    ledger.record_scrapes([ScrapeResult(due, COUNTS)], NOW + HOUR, TRACKER)
    assert rows(path, "SELECT infohash, count(*) FROM stats GROUP BY 1") == [(key.upper(), 2)]


def test_flags_that_are_not_known_are_reported_apart_from_no(ledger: Ledger) -> None:
    add(ledger, named(1, trusted=None, remake=False))
    assert ledger.stored_torrents([ONE])[ONE] == StoredTorrent(ONE, "A - 01", None, remake=False)


# --- what is remembered -----------------------------------------------------------------------------------------------


def test_a_page_is_remembered_with_its_news(ledger: Ledger, path: Path) -> None:
    assert ledger.http_cache_entry(FEED) is None
    ledger.store_page(TorrentChanges(new=(named(1),)), NOW, VERSION, PAGE)
    assert ledger.http_cache_entry(FEED) == PAGE
    assert rows(path, "SELECT * FROM http_cache") == [(FEED, SECONDS + 3600, '"etag"', PAGE.last_modified)]


def test_the_last_memory_of_a_page_counts(ledger: Ledger) -> None:
    ledger.store_http_cache(PAGE)
    ledger.store_http_cache(later := HttpCacheEntry(FEED, NOW + 2 * HOUR))
    ledger.store_http_cache(other := HttpCacheEntry(f"{FEED}&c=1_3", NOW))
    assert [ledger.http_cache_entry(page.url) for page in (PAGE, other)] == [later, other]


def test_a_backfill_is_remembered_with_its_page_and_forgotten_at_its_end(ledger: Ledger, path: Path) -> None:
    ledger.store_page(TorrentChanges(new=(named(1),)), NOW, VERSION, replace(WALK, page=6))
    ledger.store_page(TorrentChanges(new=(named(2),)), NOW, VERSION, WALK)
    assert ledger.backfill_cursor(WALK.start_url) == WALK
    assert rows(path, "SELECT * FROM backfills") == [(WALK.start_url, WALK.page_url, 7, SECONDS)]
    ledger.delete_backfill_cursor("https://nyaa.si/other")
    assert ledger.backfill_cursor(WALK.start_url) == WALK
    ledger.delete_backfill_cursor(WALK.start_url)
    assert ledger.backfill_cursor(WALK.start_url) is None


def test_the_counts_belong_to_one_tracker(ledger: Ledger, path: Path) -> None:
    assert ledger.tracker() is None
    for tracker in ("nyaa.tracker.wf:7777", "nyaa.tracker.wf:7777", "tracker.example:80"):
        ledger.set_tracker(tracker)
        assert ledger.tracker() == tracker
        assert rows(path, "SELECT * FROM tracker") == [(tracker,)]


def test_the_first_count_says_whose_they_are(ledger: Ledger) -> None:
    add(ledger, named(1))
    ledger.record_scrapes([look(1, None)], NOW + HOUR, "a.slip.of.the.pen")
    assert ledger.tracker() is None
    ledger.record_scrapes([look(1, COUNTS)], NOW + 2 * HOUR, TRACKER)
    ledger.record_scrapes([look(1, COUNTS)], NOW + 3 * HOUR, "other.example")
    assert ledger.tracker() == TRACKER


# --- scrapes ----------------------------------------------------------------------------------------------------------


def test_a_scrape_is_stored_with_the_moment_of_its_answer(ledger: Ledger, path: Path) -> None:
    add(ledger, named(1), named(2), named(3, counts=None))
    at = NOW + HOUR + timedelta(microseconds=5)
    ledger.record_scrapes([look(1, ScrapeCounts(5, 6, 70)), look(2, None), look(3, ScrapeCounts(0, 1, 0))], at, TRACKER)
    assert rows(path, STATS) == [
        (ONE, STAMP, 3, 2, 40),
        (ONE, "2025-10-07T16:30:00Z", 5, 6, 70),
        (TWO, STAMP, 3, 2, 40),
        (THREE, "2025-10-07T16:30:00Z", 0, 1, 0),
    ]
    assert [row[2:] for row in rows(path, STATE)] == [(SECONDS + 3600, 1, 0, 0)] * 3
    assert ledger.newest_scrape_at() == NOW + HOUR


def test_a_second_answer_of_one_second_adds_no_row(ledger: Ledger, path: Path) -> None:
    add(ledger, named(1))
    ledger.record_scrapes([look(1, ScrapeCounts(9, 9, 99))], NOW, TRACKER)
    assert rows(path, STATS) == [(ONE, STAMP, 3, 2, 40)]


def test_nobody_was_looked_at_in_an_empty_ledger(ledger: Ledger) -> None:
    assert ledger.newest_scrape_at() is None
    assert due_now(ledger) == ledger.zero_streaks() == []
    assert ledger.outdated_parses("", "", 9) == []
    assert ledger.stored_torrents([ONE]) == {}


def test_three_zeros_in_a_row_are_silence(ledger: Ledger, path: Path) -> None:
    add(ledger, *(named(number, counts=None, published=NOW - DEATH_GRACE) for number in (1, 2, 3)))
    answers = [(ZEROS, ZEROS), (ZEROS, ScrapeCounts(0, 0, 1)), (None, ZEROS), (ZEROS, ZEROS)]
    for hour, (first, second) in enumerate(answers):
        assert ledger.zero_streaks() == []
        ledger.record_scrapes([look(1, first), look(2, second)], NOW + hour * HOUR, TRACKER)
    assert ledger.zero_streaks() == [ONE]
    assert [row[3:] for row in rows(path, STATE)] == [(0, 3, 0), (1, 2, 0), (0, 0, 0)]


def test_zeros_within_a_day_of_publication_are_no_step_towards_death(ledger: Ledger, path: Path) -> None:
    second = timedelta(seconds=1)
    add(ledger, named(1, counts=None, published=NOW), named(2, counts=None, published=NOW - HOUR))
    for moment in (NOW, NOW + HOUR, NOW + 2 * HOUR, NOW + DEATH_GRACE - HOUR - second, NOW + DEATH_GRACE - second):
        ledger.record_scrapes([look(1, ZEROS), look(2, ZEROS)], moment, TRACKER)
    assert rows(path, "SELECT infohash, zero_streak FROM scrape_state ORDER BY 1") == [(ONE, 0), (TWO, 1)]
    for hour in range(2):
        assert ledger.zero_streaks() == []
        ledger.record_scrapes([look(1, ZEROS), look(2, ZEROS)], NOW + DEATH_GRACE + hour * HOUR, TRACKER)
    assert ledger.zero_streaks() == [TWO]
    ledger.record_scrapes([look(1, ZEROS), look(2, ZEROS)], NOW + DEATH_GRACE + 2 * HOUR, TRACKER)
    assert ledger.zero_streaks() == [ONE, TWO]
    assert rows(path, "SELECT count(*) FROM stats WHERE downloads = 0") == [(2 * 8,)]  # they are counts all the same


def test_the_dead_are_not_looked_at_until_they_are_revived(ledger: Ledger, path: Path) -> None:
    add(ledger, named(1, counts=None), named(2, counts=None), named(3, None, counts=None))
    ledger.record_scrapes([look(1, ZEROS)], NOW - 2 * HOUR, TRACKER)
    ledger.mark_dead([ONE, THREE])
    assert due_now(ledger) == [TWO]
    assert ledger.zero_streaks() == []
    assert rows(path, "SELECT status FROM torrents ORDER BY infohash") == [("dead",), ("active",), ("guessit_failed",)]
    assert ledger.reactivate() == 2
    assert sorted(due_now(ledger)) == [ONE, TWO, THREE]
    assert [row[3:] for row in rows(path, STATE)] == [(0, 0, 0)] * 3
    assert rows(path, "SELECT status FROM torrents ORDER BY infohash") == [
        ("active",),
        ("active",),
        ("guessit_failed",),
    ]
    assert ledger.reactivate() == 0


def test_who_is_revived_with_a_name_that_cannot_be_read_is_not_active(ledger: Ledger, path: Path) -> None:
    add(ledger, named(1), named(2))
    ledger.mark_dead([ONE, TWO])
    ledger.update_parses([UpdatedParse(OutdatedParse(ONE, "A - 01"), None)], VERSION)
    ledger.reactivate()
    assert rows(path, "SELECT status FROM torrents ORDER BY infohash") == [("guessit_failed",), ("active",)]


def test_a_deletion_takes_out_what_is_later_and_scrapes_again(ledger: Ledger, path: Path) -> None:
    add(ledger, named(1), named(2), seen=NOW)
    add(ledger, named(3), seen=NOW + 9 * HOUR)
    ledger.record_scrapes([look(1, COUNTS)], NOW + HOUR, TRACKER)
    ledger.record_scrapes([look(1, COUNTS), look(2, COUNTS)], NOW + 9 * HOUR, TRACKER)
    ledger.store_http_cache(PAGE)
    assert ledger.delete_after(NOW + HOUR) == 3
    assert rows(path, "SELECT infohash, timestamp FROM stats ORDER BY 1, 2") == [
        (ONE, STAMP),
        (ONE, "2025-10-07T16:30:00Z"),
        (TWO, STAMP),
    ]
    assert [row[2] for row in rows(path, STATE)] == [SECONDS + 3600, SECONDS, None]
    assert ledger.http_cache_entry(FEED) == PAGE
    assert ledger.newest_scrape_at() == NOW + HOUR
    assert ledger.delete_after(NOW + HOUR) == 0


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("2025-10-07T15:30:00Z", True),
        ("2025-10-07 15:30:00", True),
        ("2025-10-08T00:30:00+09:00", True),
        ("2025-10-08T00:30:00+0900", True),
        ("2025-10-07T15:30:01Z", False),
        ("2025-10-07T15:30:00.5", True),  # of the same second, which is all that an archive knows
        ("2025-10-07T15:30:01.5", False),
        ("2025-10-07T14:00:00-05:00", False),
        ("2025-10-07T14:00:00-05", False),
        ("20251007T160000Z", False),
        ("2099-01-01", False),
        ("yesterday", True),
        ("zz\udcff", True),
    ],
)
def test_a_deletion_understands_the_times_of_another_scraper(
    ledger: Ledger, path: Path, text: str, *, stays: bool
) -> None:
    add(ledger, named(1), seen=NOW - HOUR)
    written = text.encode("utf-8", "surrogateescape")
    run(path, "INSERT INTO stats VALUES (?, CAST(? AS TEXT), 1, 1, 1)", ONE, written)
    assert ledger.delete_after(NOW) == (0 if stays else 1)
    assert len(rows(path, "SELECT 1 FROM stats")) == (2 if stays else 1)


# --- names of another parser ------------------------------------------------------------------------------------------


def test_names_of_another_parser_are_found_a_batch_at_a_time(ledger: Ledger, path: Path) -> None:
    add(ledger, *map(named, range(1, 6)))
    run(path, "UPDATE torrents SET guessit_version = NULL WHERE infohash = ?", TWO)
    run(path, "UPDATE torrents SET guessit_version = '3.9.0' WHERE infohash = ?", THREE)
    first = ledger.outdated_parses("3.9.0", "", 2)
    assert first == [OutdatedParse(ONE, "A - 01"), OutdatedParse(TWO, "A - 02")]
    assert [parse.name for parse in ledger.outdated_parses("3.9.0", TWO, 9)] == ["A - 04", "A - 05"]
    ledger.update_parses([UpdatedParse(parse, '{"title": "new"}') for parse in first], "3.9.0")
    assert [parse.name for parse in ledger.outdated_parses("3.9.0", "", 9)] == ["A - 04", "A - 05"]
    read = rows(path, "SELECT guessit_data FROM torrents ORDER BY infohash")
    assert read[:3] == [('{"title": "new"}',)] * 2 + [(GUESS,)]


@pytest.mark.parametrize(
    ("key", "name"), [(None, "A"), (b"\xff", "A"), (5, "A"), ("\ufffe", "A"), ("", "A"), (TWO, b"A"), (TWO, None)]
)
def test_rows_that_nobody_can_use_are_no_names(tmp_path: Path, key: object, name: object) -> None:
    path = make(tmp_path / "a.db", "CREATE TABLE torrents(infohash, filename, pubdate, guessit_data)")
    run(path, "INSERT INTO torrents VALUES (?, ?, '2025-10-01', NULL), (?, 'B', '2025-10-01', NULL)", key, name, ONE)
    with open_ledger(path) as ledger:
        assert ledger.outdated_parses(VERSION, "", 9) == [OutdatedParse(ONE, "B")]


def test_names_that_are_not_utf8_can_be_read(ledger: Ledger, path: Path) -> None:
    add(ledger, named(1), named(2))
    run(path, "UPDATE torrents SET filename = CAST(x'41ff' AS TEXT) WHERE infohash = ?", ONE)
    assert ledger.outdated_parses("3.9.0", "", 9) == [
        OutdatedParse(ONE, "A\N{REPLACEMENT CHARACTER}"),
        OutdatedParse(TWO, "A - 02"),
    ]
    assert ledger.stored_torrents([ONE, TWO]).keys() == {ONE, TWO}


# --- whole or not at all ----------------------------------------------------------------------------------------------

EDITED = TorrentChanges(new=(named(4),), edited=(TorrentEdit(ONE, named(1, name="B")),))
WRITES: dict[str, tuple[str, Callable[[Ledger], object]]] = {
    "a page": ("INSERT ON http_cache", lambda ledger: ledger.store_page(EDITED, NOW, VERSION, PAGE)),
    "a walk": ("INSERT ON backfills", lambda ledger: ledger.store_page(EDITED, NOW, VERSION, WALK)),
    "an edit": ("UPDATE ON torrents", lambda ledger: ledger.store_page(EDITED, NOW, VERSION)),
    "a look": (
        "UPDATE OF ever_nonzero ON scrape_state",
        lambda ledger: ledger.record_scrapes([look(1, COUNTS)], NOW + HOUR, TRACKER),
    ),
    "a funeral": ("UPDATE ON torrents", lambda ledger: ledger.mark_dead([ONE])),
    "a revival": ("UPDATE ON scrape_state", lambda ledger: ledger.reactivate()),
    "a rewind": ("UPDATE OF last_scraped_at ON scrape_state", lambda ledger: ledger.delete_after(NOW - HOUR)),
    "a tracker": ("INSERT ON tracker", lambda ledger: ledger.set_tracker("other:80")),
    "a reading": (
        f"UPDATE ON torrents WHEN old.infohash = '{TWO}'",
        lambda ledger: ledger.update_parses(
            [UpdatedParse(OutdatedParse(key, ""), None) for key in (ONE, TWO)], VERSION
        ),
    ),
}


@pytest.mark.parametrize(("event", "write"), WRITES.values(), ids=WRITES.keys())
def test_a_write_that_fails_in_the_middle_leaves_nothing(
    ledger: Ledger, path: Path, event: str, write: Callable[[Ledger], object]
) -> None:
    add(ledger, named(1), named(2), named(3))
    ledger.mark_dead([THREE])
    ledger.store_http_cache(PAGE)
    ledger.set_tracker("tracker.example:80")
    before = content(path)
    run(path, f"CREATE TRIGGER stop BEFORE {event} BEGIN SELECT RAISE(ABORT, 'stopped'); END")
    with pytest.raises(DatabaseError, match=r"nyaastats\.db' does not take such a row \(stopped\)"):
        write(ledger)
    run(path, "DROP TRIGGER stop")
    assert content(path) == before
    write(ledger)
    assert content(path) != before


@pytest.mark.parametrize("table", ["torrents", "stats"])
def test_a_column_that_must_be_filled_is_named_and_nothing_is_stored(tmp_path: Path, table: str) -> None:
    path = make(tmp_path / "nyaastats.db", "")
    with open_ledger(path):
        pass
    run(path, f"ALTER TABLE {table} ADD COLUMN source TEXT NOT NULL DEFAULT ''")
    run(
        path,
        "PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL DEFAULT ''''', 'NOT NULL')",
    )
    with open_ledger(path) as ledger:
        before = content(path)
        with pytest.raises(DatabaseError, match=rf"nyaastats\.db' .*{table}\.source\): give that column a default"):
            ledger.store_page(TorrentChanges(new=(named(1),)), NOW, VERSION, PAGE)
        assert content(path) == before


def test_a_torrent_that_another_program_has_added_meanwhile_is_no_news(ledger: Ledger, path: Path) -> None:
    run(path, "INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, 'A', '2025-10-07')", TWO)
    before = content(path)
    with pytest.raises(DatabaseError, match=r"UNIQUE constraint failed: torrents\.infohash"):
        add(ledger, named(1), named(2))
    assert content(path) == before


# --- what cannot be opened, or not be written -------------------------------------------------------------------------


def test_a_synthetic_season_takes_no_real_counts(tmp_path: Path) -> None:
    path = make(tmp_path / "made-up.db", f"PRAGMA application_id = {SYNTHETIC}; CREATE TABLE t (x)")
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match=r"made-up\.db' holds a synthetic season: name another file"):
        open_ledger(path).__enter__()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gone/a.db", r"gone/a\.db' cannot be opened: make its folder"),
        ("file/a.db", r"file/a\.db' cannot be opened: make its folder"),
        ("", r"is a folder: give the nyaastats\.db file in it"),
        ("file", r"file' is not a SQLite database"),
    ],
)
def test_what_is_no_place_for_a_database_is_named(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(DatabaseError, match=message), open_ledger(tmp_path / name):
        pass
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "mine")]


def test_who_is_locked_out_says_so_when_patience_ends(path: Path) -> None:
    with (
        open_ledger(path, busy_timeout_seconds=0.1) as ledger,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match=r"nyaastats\.db' is locked by another program: the next run tries"):
            add(ledger, named(1))
        assert due_now(ledger) == []  # reading goes on
        other.execute("ROLLBACK")
        add(ledger, named(1))
    assert rows(path, "SELECT infohash FROM torrents") == [(ONE,)]


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_database_that_is_held_cannot_be_taken_over(tmp_path: Path, journal: str) -> None:
    path = make(tmp_path / "a.db", f"PRAGMA journal_mode = {journal}; CREATE TABLE t (x)")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(DatabaseError, match=r"a\.db' is locked by another program"),
            open_ledger(path, busy_timeout_seconds=0.1),
        ):
            pass


FILL = """
import resource, sys
from pathlib import Path
from testkit.ledger_fixtures import NOW, VERSION, named
from nyaastats.errors import DatabaseError
from nyaastats.store.ledger import open_ledger
from nyaastats.store.records import TorrentChanges

if int(sys.argv[2]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
stored = 0
try:
    with open_ledger(Path(sys.argv[1])) as ledger:
        for stored in range(100_000):
            ledger.store_page(TorrentChanges((named(stored),)), NOW, VERSION)
except DatabaseError as error:
    print(stored, error)
"""


def filled(path: Path, max_bytes: int = 0) -> tuple[int, str]:
    """Add torrents until it cannot be any more: how many went in, and what was said."""
    tests = Path(__file__).parents[1]
    command = [sys.executable, "-B", "-c", FILL, str(path), str(max_bytes)]
    done = subprocess.run(command, cwd=tests, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    number, _, message = done.stdout.partition(" ")
    return int(number), message


def assert_nothing_is_lost(path: Path, stored: int) -> None:
    """What was stored stands, and the next run goes on."""
    with open_ledger(path) as ledger:
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
        assert [row[0] for row in rows(path, TORRENTS)] == [infohash(number) for number in range(stored)]
        assert len(rows(path, STATS)) == len(rows(path, STATE)) == stored
        add(ledger, named(stored))


def test_a_limit_on_file_sizes_loses_nothing(path: Path) -> None:
    stored, message = filled(path, 600_000)
    assert stored >= 10
    assert message.startswith(f"{str(path)!r} cannot ")
    assert "free some space; what was stored is safe" in message
    assert_nothing_is_lost(path, stored)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mount_tmpfs(tmp_path, "900k") as disk:
        yield disk


def test_a_full_disk_loses_nothing(small_disk: Path) -> None:
    ballast, path = small_disk / "ballast", small_disk / "nyaastats.db"
    ballast.write_bytes(bytes(100_000))
    stored, message = filled(path)
    assert stored >= 10
    assert "free some space; what was stored is safe" in message
    ballast.unlink()
    assert_nothing_is_lost(path, stored)


# --- who is due -------------------------------------------------------------------------------------------------------


GROUPS = due_groups(NOW)
SLICES = slices_text([*GROUPS.fresh, *GROUPS.older])


@pytest.mark.parametrize(
    ("query", "values"),
    [*((DUE[order], DueCursor().values(SLICES)) for order in DueOrder), (DUE_COUNT, (SLICES,)), (_ZERO_STREAKS, (3,))],
    ids=["youngest", "downloads", "count", "zeros"],
)
@pytest.mark.parametrize("is_analyzed", [False, True])
def test_who_is_due_and_who_is_silent_is_read_from_an_index_alone(
    ledger: Ledger, path: Path, query: str, values: Sequence[object], *, is_analyzed: bool
) -> None:
    add(ledger, *map(named, range(50)))
    if is_analyzed:
        run(path, "ANALYZE")
    with closing(sqlite3.connect(path)) as connection:
        plan = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
    searches = [step for step in plan if "scrape_state" in step]
    assert len(searches) == 1
    assert searches[0].startswith("SEARCH scrape_state USING COVERING INDEX scrape_state_")
    assert query == _ZERO_STREAKS or "is_dead=? AND published_at>? AND published_at<?" in searches[0]
    others = {step.split(" ", 1)[0] for step in plan if step not in searches}
    assert others <= {"MATERIALIZE", "SCAN", "USE"}  # the slices, and the sorting of what is due
    assert not [step for step in plan if step.startswith("SCAN") and step.split()[1] not in {"json_each", "slice"}]


def test_the_due_come_fresh_ones_first_and_then_by_downloads(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    days = {1: 40, 2: 1, 3: 3, 4: 20, 5: 0, 6: 100, 7: 10}
    downloads = {1: 500, 2: 0, 3: 20, 4: 500, 5: 9, 6: 90_000_000, 7: 0}
    for number, age in days.items():
        counts = ScrapeCounts(1, 0, downloads[number])
        published = NOW - timedelta(days=age, hours=3)
        add(ledger, named(number, published=published, counts=counts), seen=NOW - timedelta(days=8, hours=-number))
    expected = [infohash(number) for number in (5, 2, 6, 1, 4, 3, 7)]  # 1 and 4 have as many
    for page in (10_000, 1, 2, 3):
        monkeypatch.setattr(due_queries, "DUE_PAGE", page)
        assert due_now(ledger) == expected


def test_the_order_follows_the_last_scrape_that_had_counts(ledger: Ledger, path: Path) -> None:
    add(ledger, *(named(number, counts=None, published=NOW - 72 * HOUR) for number in (1, 2, 3)))
    ledger.record_scrapes([look(1, ScrapeCounts(1, 1, 7)), look(2, ScrapeCounts(1, 1, 8))], NOW, TRACKER)
    ledger.record_scrapes([look(1, ScrapeCounts(1, 1, 9)), look(2, None), look(3, None)], NOW + HOUR, TRACKER)
    assert rows(path, "SELECT last_downloads FROM scrape_state ORDER BY infohash") == [(9,), (8,), (0,)]
    assert due_now(ledger, NOW + 5 * HOUR) == [ONE, TWO, THREE]


def test_torrents_that_are_scraped_while_the_due_are_read_move_none_out(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of each page is scraped before the next is read, and gets other downloads."""
    monkeypatch.setattr(due_queries, "DUE_PAGE", 4)
    numbers = range(1, 31)
    add(ledger, *(named(number, counts=ScrapeCounts(1, 1, number % 7)) for number in numbers), seen=NOW - 2 * HOUR)
    due = []
    for torrent in ledger.due_torrents([*GROUPS.fresh, *GROUPS.older], DueOrder.MOST_DOWNLOADED_FIRST):
        due.append(torrent.stored_infohash)
        if len(due) % 2:
            ledger.record_scrapes([ScrapeResult(torrent, ScrapeCounts(1, 1, 100 - len(due)))], NOW, TRACKER)
    assert due == [infohash(number) for number in sorted(numbers, key=lambda number: (-(number % 7), number))]


@dataclass(slots=True)
class Known:
    """A torrent's expected row in `scrape_state`."""

    published: datetime
    last: datetime | None
    ever_nonzero: bool
    zeros: int = 0
    is_dead: bool = False
    downloads: int = 0


TORRENTS_OF_THE_LAW = 6
tallies = st.none() | st.sampled_from([ZEROS, COUNTS, ScrapeCounts(0, 1, 0)])
numbers = st.integers(1, TORRENTS_OF_THE_LAW)
ages = st.integers(-3600, 190 * 86_400) | st.integers(0, 3 * 86_400)
steps = st.one_of(
    st.tuples(st.just("add"), numbers, ages, tallies),
    st.tuples(st.just("record"), st.dictionaries(numbers, tallies)),
    st.tuples(st.just("bury")),
    st.tuples(st.just("revive")),
    st.tuples(st.just("wait"), st.integers(1, 60 * 24 * 10) | st.integers(1, 90)),
)


class Model:
    """The same in plain Python."""

    def __init__(self) -> None:
        self.torrents: dict[int, Known] = {}
        self.rows: set[tuple[int, datetime]] = set()
        self.now = NOW

    def add(self, number: int, age: int, counts: ScrapeCounts | None) -> None:
        ever_nonzero = counts is not None and not counts.is_all_zero
        self.torrents[number] = Known(
            self.now - timedelta(seconds=age),
            self.now if counts else None,
            ever_nonzero,
            downloads=counts.downloads if counts else 0,
        )
        self.rows |= {(number, self.now)} if counts else set()

    def record(self, answers: dict[int, ScrapeCounts | None]) -> None:
        for number, counts in answers.items():
            torrent = self.torrents[number]
            torrent.last = self.now
            if counts:
                self.rows.add((number, self.now))
                is_old_enough = self.now - torrent.published >= timedelta(days=1)
                torrent.zeros = torrent.zeros + is_old_enough if counts.is_all_zero else 0
                torrent.downloads = counts.downloads
                torrent.ever_nonzero = torrent.ever_nonzero or not counts.is_all_zero

    def mark_dead(self) -> None:
        for torrent in self.torrents.values():
            torrent.is_dead = torrent.is_dead or torrent.zeros >= DEAD_AFTER_ZEROS

    def revive(self) -> int:
        dead = [torrent for torrent in self.torrents.values() if torrent.is_dead]
        for torrent in dead:
            torrent.is_dead, torrent.zeros = False, 0
        return len(dead)

    def due(self) -> set[str]:
        living = {number: torrent for number, torrent in self.torrents.items() if not torrent.is_dead}
        return {
            infohash(number) for number, torrent in living.items() if is_due(torrent.published, torrent.last, self.now)
        }


def step(model: Model, ledger: Ledger, what: str, *values: object) -> None:
    match what, values:
        case "add", (int(number), int(age), tally) if number not in model.torrents:
            counts = tally if isinstance(tally, ScrapeCounts) else None
            add(ledger, named(number, published=model.now - timedelta(seconds=age), counts=counts), seen=model.now)
            model.add(number, age, counts)
        case "record", (dict(tallies),):
            answers = {number: counts for number, counts in tallies.items() if number in model.torrents}
            ledger.record_scrapes([look(number, counts) for number, counts in answers.items()], model.now, TRACKER)
            model.record(answers)
        case "bury", _:
            ledger.mark_dead(ledger.zero_streaks())
            model.mark_dead()
        case "revive", _:
            assert ledger.reactivate() == model.revive()
        case "wait", (int(minutes),):
            model.now += timedelta(minutes=minutes, seconds=7)


def assert_agree(model: Model, connection: sqlite3.Connection, ledger: Ledger) -> None:
    due = due_now(ledger, model.now)
    assert set(due) == model.due()
    assert len(due) == len(set(due))
    downloads = dict(connection.execute("SELECT infohash, last_downloads FROM scrape_state"))
    assert downloads == {infohash(number): torrent.downloads for number, torrent in model.torrents.items()}
    states = {row[0]: row[1:] for row in connection.execute(STATE)}
    assert states == {
        infohash(number): (
            seconds(torrent.published),
            seconds(torrent.last),
            torrent.ever_nonzero,
            torrent.zeros,
            torrent.is_dead,
        )
        for number, torrent in model.torrents.items()
    }
    written = connection.execute("SELECT infohash, timestamp FROM stats").fetchall()
    assert sorted(written) == sorted((infohash(number), format_time(moment)) for number, moment in model.rows)
    statuses = dict(connection.execute("SELECT infohash, status = 'dead' FROM torrents"))
    assert statuses == {infohash(number): torrent.is_dead for number, torrent in model.torrents.items()}


def seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=40))
def test_whatever_happens_the_ledger_agrees_with_a_model(taken: list[tuple[object, ...]]) -> None:
    path = Path("in memory")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, path)
        model, ledger = Model(), Ledger(connection, path)
        for what, *values in taken:
            step(model, ledger, str(what), *values)
            assert_agree(model, connection, ledger)
        before = list(connection.iterdump())
        import_foreign_torrents(connection)
        assert list(connection.iterdump()) == before


def test_a_torrent_is_known_however_its_infohash_is_spelled(ledger: Ledger, path: Path) -> None:
    add(ledger, named(0xABCDEF))
    spelled = f"{'0' * 34}AbCdEf"
    run(path, f"UPDATE torrents SET infohash = '{spelled}'")  # noqa: S608  # ours
    key = InfoHash(spelled.lower())
    assert ledger.stored_torrents([key])[key].stored_infohash == spelled
