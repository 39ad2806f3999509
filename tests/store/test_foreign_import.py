"""Databases of other scrapers, in various schemas: their torrents are scraped on from where they were left."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.store.foreign_import import _IS_OUT_OF_STEP, read_last_scraped_at
from nyaastats.store.ledger import open_ledger
from nyaastats.store.reader import read_max_downloads, read_torrents
from nyaastats.store.records import DueOrder, DueSlice, DueTorrent, ScrapeResult, TorrentChanges, TorrentEdit
from nyaastats.store.rows import format_time
from testkit.ledger_fixtures import (
    COUNTS,
    HOUR,
    NOW,
    SCHEMA,
    TRACKER,
    VERSION,
    ZEROS,
    due_now,
    infohash,
    make,
    named,
    rows,
    run,
)

DAY = timedelta(days=1)

SHAPES = {
    "ours": SCHEMA,
    "only what is needed": """
        CREATE TABLE torrents (infohash TEXT PRIMARY KEY, filename TEXT, pubdate TEXT, guessit_data TEXT);
        CREATE TABLE stats (infohash TEXT, timestamp TEXT, downloads INTEGER, PRIMARY KEY (infohash, timestamp));
    """,
    "no types and no keys": """
        CREATE TABLE torrents (infohash, filename, pubdate, guessit_data);
        CREATE TABLE stats (infohash, timestamp, downloads);
    """,
    "more columns": """
        CREATE TABLE torrents (
          id INTEGER PRIMARY KEY AUTOINCREMENT, infohash TEXT NOT NULL UNIQUE, filename TEXT NOT NULL,
          pubdate TEXT NOT NULL, guessit_data TEXT, status TEXT NOT NULL DEFAULT 'active',
          category TEXT NOT NULL DEFAULT '1_2', magnet TEXT,
          added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, CHECK (length(infohash) = 40)
        );
        CREATE TABLE stats (
          id INTEGER PRIMARY KEY, infohash TEXT NOT NULL REFERENCES torrents (infohash), timestamp TEXT NOT NULL,
          seeders INTEGER NOT NULL DEFAULT 0, leechers INTEGER NOT NULL DEFAULT 0, downloads INTEGER NOT NULL,
          source TEXT NOT NULL DEFAULT 'tracker', comment TEXT
        );
        CREATE TABLE settings (name TEXT, value TEXT);
        CREATE VIEW newest AS SELECT infohash, max(timestamp) FROM stats GROUP BY infohash;
    """,
    "other indexes": f"""
        {SCHEMA};
        CREATE INDEX by_time ON stats (timestamp);
        CREATE INDEX by_torrent ON stats (infohash);
        CREATE INDEX by_date ON torrents (pubdate DESC);
        CREATE UNIQUE INDEX by_both ON stats (timestamp, infohash);
    """,
    "composite keys": """
        CREATE TABLE torrents (infohash TEXT, filename TEXT, pubdate TEXT, guessit_data TEXT,
                               PRIMARY KEY (filename, infohash));
        CREATE TABLE stats (infohash TEXT, timestamp TEXT, seeders INT, leechers INT, downloads INT,
                            PRIMARY KEY (timestamp, infohash));
    """,
    "without rowid": SCHEMA.replace(");", ") WITHOUT ROWID;"),
    "its own version": f"{SCHEMA}; PRAGMA user_version = 7; PRAGMA application_id = 123;",
    "in capitals": SCHEMA.upper().replace("'ACTIVE'", "'active'"),
}


Watched = tuple[object, list[object]]
"""The date of a torrent, and the times at which it was scraped."""


def old(path: Path, torrents: Mapping[str, Watched], shape: str = SCHEMA, *, upper: bool = False) -> Path:
    """Another scraper's database: torrents by name, the first scrape of each with one download, the next with two, …"""
    keys = {name: key(name, upper=upper) for name in torrents}
    facts = [
        {"infohash": keys[name], "filename": name, "pubdate": date, "guessit_data": '{"title": "A"}'}
        for name, (date, _) in torrents.items()
    ]
    peers = {"seeders": 1, "leechers": 1} if "seeders" in shape.lower() else {}
    scrapes = [
        {"infohash": keys[name], "timestamp": time, "downloads": number, **peers}
        for name, (_, times) in torrents.items()
        for number, time in enumerate(times, 1)
    ]
    return make(path, shape, {"torrents": facts, "stats": scrapes})


def key(name: str, *, upper: bool = False) -> str:
    text = name.encode().hex().ljust(40, "0")
    return text.upper() if upper else text


def ago(**how_long: float) -> str:
    return format_time(NOW - timedelta(**how_long))


WATCHED: dict[str, Watched] = {
    "young": (ago(hours=5), [ago(hours=4), ago(minutes=61)]),
    "young-and-seen": (ago(hours=5), [ago(minutes=10), ago(hours=4)]),
    "new": (ago(hours=3), []),
    "old": (ago(days=100), [ago(days=90), ago(days=8)]),
    "old-and-seen": (ago(days=100), [ago(days=90), ago(days=1)]),  # this week's Monday
    "too-old": (ago(days=181), [ago(days=50)]),
}
DUE = ["new", "young", "old"]
YOUNG = {"young": WATCHED["young"]}


@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("upper", [False, True])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_its_torrents_are_due_as_its_own_last_scrapes_say(
    tmp_path: Path, shape: str, journal: str, *, upper: bool
) -> None:
    path = old(tmp_path / "a.db", WATCHED, f"PRAGMA journal_mode = {journal}; {shape}", upper=upper)
    with open_ledger(path) as ledger:
        assert due_now(ledger) == [key(name, upper=upper) for name in DUE]


@pytest.mark.parametrize("upper", [False, True])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_new_torrents_and_counts_go_in_and_the_etl_reads_all(tmp_path: Path, shape: str, *, upper: bool) -> None:
    path = old(tmp_path / "a.db", WATCHED, shape, upper=upper)
    young = key("young", upper=upper)
    with open_ledger(path) as ledger:
        ledger.store_page(TorrentChanges((named(1),), (TorrentEdit(young, named(2, name="edited")),)), NOW, VERSION)
        ledger.record_scrapes([ScrapeResult(DueTorrent(young, ever_nonzero=True), COUNTS)], NOW, TRACKER)
        ledger.mark_dead([key("new", upper=upper)])
        assert due_now(ledger, NOW) == [key("old", upper=upper)]
    read = {torrent.infohash: (torrent.name, torrent.status) for torrent in read_torrents(path).torrents}
    assert len(read) == len(WATCHED) + 1
    assert [read[infohash(1)], read[key("young")]] == [("A - 01", "active"), ("edited", "active")]  # type: ignore[index]
    assert read[key("new")] == ("new", "dead")  # type: ignore[index]  # an infohash
    downloads = read_max_downloads(path)
    assert [downloads[infohash(1)], downloads[key("young")], downloads[key("old")]] == [40, 40, 2]  # type: ignore[index]


@pytest.mark.parametrize("upper", [False, True])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_what_is_there_stays_and_another_opening_changes_nothing(tmp_path: Path, shape: str, *, upper: bool) -> None:
    path = old(tmp_path / "a.db", WATCHED, shape, upper=upper)
    needed = ("SELECT infohash, filename, pubdate, guessit_data FROM torrents", "SELECT * FROM stats")
    torrents, stats = (rows(path, query) for query in needed)
    with open_ledger(path):
        pass
    assert rows(path, needed[0]) == torrents
    assert [row[: len(old_row)] for row, old_row in zip(rows(path, needed[1]), stats, strict=True)] == stats
    before = path.read_bytes()
    with open_ledger(path):
        pass
    assert path.read_bytes() == before


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_whether_there_is_anything_to_adopt_is_found_in_two_walks(tmp_path: Path, shape: str) -> None:
    path = old(tmp_path / "a.db", WATCHED, shape)
    with open_ledger(path):
        plan = [step for *_, step in rows(path, f"EXPLAIN QUERY PLAN {_IS_OUT_OF_STEP}")]
    assert [step.split()[1].lower() for step in plan if step.startswith("SCAN") and "CONSTANT" not in step] == [
        "torrents",
        "scrape_state",
    ]
    assert any(step.lower().startswith("search torrents using") for step in plan)
    assert not any("stats" in step.lower() for step in plan)


# --- what it does later -----------------------------------------------------------------------------------------------


def test_what_it_adds_later_is_adopted_and_what_it_deletes_is_forgotten(tmp_path: Path) -> None:
    path = old(tmp_path / "a.db", WATCHED)
    with open_ledger(path) as ledger:
        ledger.record_scrapes([ScrapeResult(DueTorrent(key("old"), ever_nonzero=True), None)], NOW, TRACKER)
    run(path, "DELETE FROM torrents WHERE filename IN ('young', 'new')")
    run(path, "INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, 'later', ?)", key("later"), ago(hours=1))
    run(path, "INSERT INTO torrents (infohash, filename, pubdate) VALUES (?, 'also', ?)", key("also"), ago(hours=2))
    run(path, "INSERT INTO stats VALUES (?, ?, 1, 1, 1)", key("also"), ago(minutes=5))
    with open_ledger(path) as ledger:  # as many as before, and yet others
        assert due_now(ledger) == [key("later")]
        assert due_now(ledger, NOW + HOUR) == [key("later"), key("also"), key("young-and-seen")]
    assert len(rows(path, "SELECT 1 FROM scrape_state")) == len(WATCHED)


def test_a_torrent_that_comes_back_is_followed_from_its_scrapes(tmp_path: Path) -> None:
    path = old(tmp_path / "a.db", YOUNG)
    with open_ledger(path):
        pass
    run(path, "CREATE TABLE kept AS SELECT * FROM torrents; DELETE FROM torrents")
    with open_ledger(path) as ledger:
        assert due_now(ledger) == []
    run(path, "INSERT INTO torrents SELECT * FROM kept")
    with open_ledger(path) as ledger:
        assert due_now(ledger) == [key("young")]


# --- what stands in its columns ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "is_due", "stays"),
    [
        ("active", True, "active"),
        (None, True, None),
        ("dead", False, "dead"),
        ("guessit_failed", True, "guessit_failed"),
    ],
)
def test_its_dead_stay_dead_and_its_failures_are_followed(
    tmp_path: Path, status: str | None, stays: str | None, *, is_due: bool
) -> None:
    path = old(tmp_path / "a.db", YOUNG)
    run(path, "UPDATE torrents SET status = ?", status)
    with open_ledger(path) as ledger:
        assert (due_now(ledger) == [key("young")]) is is_due
        assert rows(path, "SELECT status FROM torrents") == [(stays,)]
        assert ledger.reactivate() == (0 if is_due else 1)
        assert due_now(ledger) == [key("young")]


@pytest.mark.parametrize(
    ("counts", "had"), [((0, 0, 0), 0), ((1, 0, 0), 1), ((0, 1, 0), 1), ((0, 0, 1), 1), (("n/a", "n/a", "7"), 1)]
)
def test_whether_it_ever_found_anything_is_known(tmp_path: Path, counts: tuple[object, ...], had: int) -> None:
    path = old(tmp_path / "a.db", {"young": (ago(hours=30), [])})
    for hour, scrape in enumerate([counts, (0, 0, 0)]):
        run(path, "INSERT INTO stats VALUES (?, ?, ?, ?, ?)", key("young"), ago(hours=4 - hour), *scrape)
    with open_ledger(path) as ledger:
        [due] = ledger.due_torrents([DueSlice(NOW - 2 * DAY, NOW, NOW)], DueOrder.YOUNGEST_FIRST)
        assert due == DueTorrent(key("young"), ever_nonzero=bool(had))
        ledger.record_scrapes([ScrapeResult(due, ZEROS)], NOW, TRACKER)
    assert rows(path, "SELECT ever_nonzero, zero_streak FROM scrape_state") == [(had, 1)]


TIMES = [
    "2025-10-07T14:29:00Z",
    "2025-10-07T14:29:00+00:00",
    "2025-10-07T14:29:00",
    "2025-10-07 14:29:00",
    "2025-10-07T14:29",
    "2025-10-07T14:29:00.987654Z",
    "2025-10-07T23:29:00+09:00",
    "2025-10-07 09:29:00-05:00",
    "2025-10-07T09:29:00-0500",
    "20251007T142900Z",
    "20251007T2329+0900",
    "2025-10-07T14:29:00,987Z",
]
LAST = 1_759_847_340


@pytest.mark.parametrize("text", TIMES)
def test_its_times_are_read_in_every_form(tmp_path: Path, text: str) -> None:
    path = old(tmp_path / "a.db", {"A": (text, [text])})
    with open_ledger(path):
        assert rows(path, "SELECT published_at, last_scraped_at FROM scrape_state") == [(LAST, LAST)]


def test_the_last_of_several_forms_is_the_last_moment_not_the_last_text(tmp_path: Path) -> None:
    times: list[object] = [
        "2025-10-07 14:29:00",
        "2025-10-07T09:00:00Z",
        "2025-10-07T20:00:00+09:00",
        "never",
        b"\xff",
        7,
    ]
    path = old(tmp_path / "a.db", {"A": (ago(hours=9), times)})
    run(path, "INSERT INTO stats VALUES (?, CAST(x'7aff' AS TEXT), 1, 1, 1)", key("A"))
    with open_ledger(path):
        assert rows(path, "SELECT last_scraped_at FROM scrape_state") == [(LAST,)]


moments = st.datetimes(datetime(2024, 12, 20), datetime(2025, 1, 10))  # noqa: DTZ001  # the forms give it a zone
zones = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@st.composite
def times(draw: st.DrawFn) -> tuple[str, datetime]:
    """A moment around New Year, as somebody writes it."""
    moment = draw(moments).replace(microsecond=0)
    zone = draw(zones)
    form = draw(st.sampled_from(["{:%Y-%m-%dT%H:%M:%SZ}", "{:%Y-%m-%d %H:%M:%S}", "{}"]))
    if form == "{}":
        return moment.replace(tzinfo=zone).isoformat(), moment.replace(tzinfo=zone)
    return form.format(moment), moment.replace(tzinfo=UTC)


@pytest.fixture(scope="module")
def stats() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE stats (infohash TEXT, timestamp TEXT)")
        yield connection


@given(st.lists(times()), st.lists(st.sampled_from(["never", "", "9999-99-99", None, 5.5, "2025-01"])))
def test_the_last_look_is_the_newest_of_all_that_can_be_read(
    stats: sqlite3.Connection, scrapes: list[tuple[str, datetime]], garbage: list[object]
) -> None:
    stats.execute("DELETE FROM stats")
    stats.executemany(
        "INSERT INTO stats VALUES ('a', ?)", [(text,) for text, _ in scrapes] + [(value,) for value in garbage]
    )
    assert read_last_scraped_at(stats, "a") == max((moment for _, moment in scrapes), default=None)


GARBAGE = """
INSERT INTO torrents (infohash, filename, pubdate) VALUES
  (NULL, 'A', '2025-10-07'), ('', 'A', '2025-10-07'), ('abc', 'A', '2025-10-07'), (x'ff', 'A', '2025-10-07'),
  (CAST(x'ff41' AS TEXT), 'A', '2025-10-07'), (CAST(x'00' AS TEXT), 'A', '2025-10-07'), (77, 'A', '2025-10-07'),
  ('zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz', 'A', '2025-10-07'),
  (CAST('1111111111111111111111111111111111111111' || char(0) || 'x' AS TEXT), 'A', '2025-10-07'),
  ('2222222222222222222222222222222222222222', 'A', 'last Friday'),
  ('3333333333333333333333333333333333333333', 'A', x'ff'),
  ('4444444444444444444444444444444444444444', CAST(x'ff' AS TEXT), CAST(x'ff' AS TEXT)),
  ('5555555555555555555555555555555555555555', x'ff', '2025-10-07T15:00:00Z');
INSERT INTO stats (infohash, timestamp, downloads) VALUES
  (NULL, NULL, NULL), ('abc', '2025-10-07', -1), (x'ff', x'ff', x'ff'),
  ('5555555555555555555555555555555555555555', 'soon', 'many'),
  ('6666666666666666666666666666666666666666', '2025-10-07', 1);
"""


@pytest.mark.parametrize("shape", ["no types and no keys", "only what is needed"])
def test_rows_with_garbage_hold_up_nobody(tmp_path: Path, shape: str) -> None:
    path = old(tmp_path / "a.db", YOUNG, SHAPES[shape])
    run(path, GARBAGE)
    with open_ledger(path) as ledger:
        assert due_now(ledger) == ["5" * 40, key("young")]
        ledger.store_page(TorrentChanges((named(1),)), NOW, VERSION)
    assert rows(path, "SELECT count(*) FROM torrents") == [(13 + 2,)]
    read = read_torrents(path)
    assert [torrent.infohash for torrent in read.torrents] == [infohash(1), key("young")]
    once = path.read_bytes()
    with open_ledger(path) as ledger:
        assert ledger.newest_scrape_at() == NOW
    assert path.read_bytes() == once


def test_a_torrent_that_stands_there_twice_is_looked_at_once(tmp_path: Path) -> None:
    path = old(tmp_path / "a.db", YOUNG, SHAPES["no types and no keys"])
    again = "INSERT INTO torrents SELECT {} (infohash), filename, pubdate, guessit_data FROM torrents LIMIT 1"
    for stored_infohash in ("upper", "lower", "upper"):
        run(path, again.format(stored_infohash))
    for _ in range(2):
        with open_ledger(path) as ledger:
            assert due_now(ledger) == [key("young")]
    with open_ledger(path) as ledger:
        ledger.record_scrapes([ScrapeResult(DueTorrent(key("young"), ever_nonzero=True), COUNTS)], NOW, TRACKER)
        assert due_now(ledger) == []
