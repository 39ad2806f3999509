"""What the oracle reads from a nyaastats.db, and how long a show is counted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from testkit.oracle.database import BadRowError, find_last_day, parse_count, parse_time, read_database
from testkit.oracle.records import Scrape
from testkit.oracle_cases import (
    LATE,
    TORRENT,
    at,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-10-06T01:00:00Z", at(1)),
        ("2025-10-06T01:00:00+09:00", at(-8)),
        ("2025-10-06T01:00:00", at(1)),
        ("2025-10-06 01:00:00.250000", at(1)),  # in whole seconds, as the tables hold them
    ],
)
def test_times_are_read_with_z_an_offset_or_none(text: str, expected: datetime) -> None:
    assert parse_time(text) == expected
    assert parse_time(text).tzinfo is UTC


@pytest.mark.parametrize("value", ["yesterday", "", None, 1.5, "2025-13-01T00:00:00Z", "0001-01-01T00:00:00+09:00"])
def test_other_times_are_bad(value: object) -> None:
    with pytest.raises(BadRowError, match="unparsable time"):
        parse_time(value)


@pytest.mark.parametrize("value", [-1, 1.5, 2.0, "-1", "many", "", "１", None, b"1"])
def test_other_counts_are_bad(value: object) -> None:
    with pytest.raises(BadRowError, match="non-integer"):
        parse_count(value)


TORRENT_ROWS = [
    (TORRENT, "2025-10-06T00:00:00Z", '{"title": "Show"}', "active"),
    (LATE, "2025-10-06T09:00:00+09:00", None, "dead"),
    ("bad date", "soon", "{}", "dead"),
    ("bad JSON", "2025-10-06T00:00:00Z", "{", None),
]
STATS_ROWS: list[tuple[object, ...]] = [
    (TORRENT, "2025-10-06T01:00:00Z", 5, 2, "10"),
    (TORRENT, "2025-10-06T02:00:00", -1, "x", 20),
    (TORRENT, "never", 1, 1, 30),
    (TORRENT, "2025-10-06T03:00:00Z", 1, 1, -30),
    (TORRENT, "2025-10-06T04:00:00Z", 1, 1, 30.5),
    ("nobody", "2025-10-06T04:00:00Z", 1, 1, 30),
    ("bad date", "2025-10-06T04:00:00Z", 1, 1, 30),
]


def make_database(path: Path, stats: str, columns: slice) -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE torrents (infohash TEXT, pubdate TEXT, guessit_data TEXT, status TEXT)")
        database.executemany("INSERT INTO torrents VALUES (?, ?, ?, ?)", TORRENT_ROWS)
        database.execute(f"CREATE TABLE stats ({stats})")
        marks = ", ".join("?" for _ in stats.split(","))
        rows = [row[:2] + row[2:][columns] for row in STATS_ROWS]
        database.executemany(f"INSERT INTO stats VALUES ({marks})", rows)  # noqa: S608 — only question marks
    return path


def test_good_rows_are_read_and_bad_ones_counted(tmp_path: Path) -> None:
    columns = "infohash TEXT, timestamp TEXT, seeders INTEGER, leechers INTEGER, downloads INTEGER"
    content = read_database(make_database(tmp_path / "a #1.db", columns, slice(None)))
    assert content.published == {TORRENT: at(0), LATE: at(0)}
    assert content.dead == {LATE}
    assert content.scrapes == {TORRENT: [Scrape(at(1), 5, 2, 10), Scrape(at(2), None, None, 20)]}
    assert content.now == at(2)
    assert content.skipped == {
        "torrents: unparsable time": 1,
        "torrents: broken JSON": 1,
        "stats: unparsable time": 1,
        "stats: negative or non-integer count": 2,
        "stats: no such torrent": 2,
    }


def test_seeders_and_leechers_need_not_be_there(tmp_path: Path) -> None:
    path = make_database(tmp_path / "lean.db", "infohash TEXT, timestamp TEXT, downloads INTEGER", slice(2, None))
    assert read_database(path).scrapes[TORRENT] == [Scrape(at(1), None, None, 10), Scrape(at(2), None, None, 20)]


# How long a show stays


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # Last air on Wednesday 2025-12-24, week to Sunday 12-28, and four weeks.
        ({"aired": [datetime(2025, 12, 24, 15, tzinfo=UTC), at(0)]}, date(2026, 1, 25)),
        # Sunday is the week's last day, Monday the next one's first.
        ({"aired": [datetime(2025, 12, 28, 23, 59, tzinfo=UTC)]}, date(2026, 1, 25)),
        ({"aired": [datetime(2025, 12, 29, tzinfo=UTC)]}, date(2026, 2, 1)),
        ({"aired": [at(0)], "ended": date(2025, 12, 24)}, date(2026, 1, 25)),
        ({"aired": [datetime(2025, 12, 24, tzinfo=UTC)], "ended": date(2025, 10, 1)}, date(2026, 1, 25)),
        # A schedule known in part: while the show airs its torrents tell, later they do not.
        (
            {"aired": [at(0)], "last_torrent": datetime(2025, 12, 24, tzinfo=UTC), "is_releasing": True},
            date(2026, 1, 25),
        ),
        ({"aired": [at(0)], "last_torrent": datetime(2025, 12, 24, tzinfo=UTC)}, date(2025, 11, 9)),
        ({"aired": [], "ended": date(2025, 12, 24), "last_torrent": at(0)}, date(2026, 1, 25)),
        ({"aired": [], "last_torrent": at(0)}, date(2025, 11, 9)),
        ({"aired": []}, None),
        ({"aired": [at(0)], "post_airing_weeks": 0}, date(2025, 10, 12)),
        # A continuing show goes with the week of 2025-12-31, or earlier.
        (
            {"aired": [datetime(2026, 3, 1, tzinfo=UTC)], "season_end": datetime(2026, 1, 1, tzinfo=UTC)},
            date(2026, 1, 4),
        ),
        ({"aired": [at(0)], "season_end": datetime(2026, 1, 1, tzinfo=UTC)}, date(2025, 11, 9)),
    ],
)
def test_a_show_stays_to_the_end_of_a_week(facts: dict[str, Any], expected: date | None) -> None:
    assert find_last_day(**facts) == expected
