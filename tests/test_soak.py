"""Two simulated days with faults by chance; and that the checks of a soak notice what they are there for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from random import Random

import pytest

from testkit.simulated_season import START, uploads
from testkit.soak.__main__ import describe, soak_season, split_hours
from testkit.soak.checks import HOUR, Row, check_new_rows, check_pace, check_whole_feed, count_astride, read_rows
from testkit.soak.faults import Trouble, choose_troubles

UPLOADS = {upload.infohash: upload for upload in uploads()}
FIRST = min(UPLOADS.values(), key=lambda upload: upload.hour)
HOURS = range(FIRST.hour, FIRST.hour + 4)


def make_row(hour: int) -> Row:
    downloads = FIRST.by(hour)
    return Row(FIRST.infohash, hour, downloads + 1, 0, downloads)


ROWS = frozenset(map(make_row, HOURS))


def write_database(folder: Path, rows: frozenset[Row], *extra: Row, status: str = "active") -> Path:
    path = folder / "nyaastats.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE torrents (infohash, filename, status)")
        database.execute("CREATE TABLE stats (infohash, timestamp, seeders, leechers, downloads)")
        database.execute("INSERT INTO torrents VALUES (?, ?, ?)", (FIRST.infohash, FIRST.name, status))
        database.executemany(
            "INSERT INTO stats VALUES (?, ?, ?, ?, ?)",
            [
                (row.infohash, (START + row.hour * HOUR).isoformat(), row.seeders, row.leechers, row.downloads)
                for row in (*rows, *extra)
            ],
        )
    return path


def test_two_days_of_faults() -> None:
    tally = soak_season(48, 1)
    assert tally.hours == sum(tally.troubles.values()) == 48
    assert tally.rows > 30
    assert tally.days == 2
    assert tally.failures > 0
    assert "each as it was announced" in describe(tally)


def test_rows_are_read_by_the_hour(tmp_path: Path) -> None:
    assert read_rows(write_database(tmp_path, ROWS)) == ROWS


def test_two_rows_of_an_hour_are_noticed(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="twice in an hour"):
        read_rows(write_database(tmp_path, ROWS, make_row(HOURS[0])))


def test_a_lost_row_is_noticed() -> None:
    with pytest.raises(AssertionError, match="lost"):
        check_new_rows(ROWS, ROWS - {make_row(HOURS[1])}, UPLOADS, HOURS[-1])


RIGHT = make_row(HOURS[-1])


@pytest.mark.parametrize(
    "wrong",
    [
        replace(RIGHT, downloads=RIGHT.downloads + 1),
        replace(RIGHT, seeders=0),
        replace(RIGHT, leechers=1),
        replace(RIGHT, hour=RIGHT.hour + 1),
    ],
)
def test_a_wrong_row_is_noticed(wrong: Row) -> None:
    old = ROWS - {RIGHT}
    check_new_rows(old, ROWS, UPLOADS, RIGHT.hour)
    with pytest.raises(AssertionError, match="announced"):
        check_new_rows(old, old | {wrong}, UPLOADS, RIGHT.hour)


def test_a_torrent_that_was_due_and_not_scraped_is_noticed(tmp_path: Path) -> None:
    database = write_database(tmp_path, ROWS)
    check_pace(database, ROWS, UPLOADS, HOURS[-1])
    with pytest.raises(AssertionError, match="due since"):
        check_pace(database, ROWS, UPLOADS, HOURS[-1] + 1)


def test_a_torrent_that_was_not_stored_is_noticed(tmp_path: Path) -> None:
    database = write_database(tmp_path, ROWS)
    check_whole_feed(database, UPLOADS.values(), FIRST.hour)
    with pytest.raises(AssertionError, match="not stored"):
        check_whole_feed(database, UPLOADS.values(), 200)


def test_what_came_between_two_scrapes_may_be_on_either_side() -> None:
    rows = [Row("a", 3, 1, 0, 10), Row("a", 6, 1, 0, 25), Row("a", 9, 1, 0, 27)]
    assert {turn: count_astride(rows, turn) for turn in (3, 4, 6, 7, 10)} == {3: 0, 4: 15, 6: 15, 7: 2, 10: 0}


def test_troubles_come_in_rows_and_the_end_is_calm() -> None:
    troubles = choose_troubles(2_000, 27, Random(1))  # noqa: S311  # any will do
    assert len(troubles) == 2_000
    assert set(troubles[-27:]) == {Trouble.NONE}
    assert set(troubles) == set(Trouble)
    lengths = {trouble: [len(list(hours)) for key, hours in groupby(troubles) if key is trouble] for trouble in Trouble}
    assert all(max(hours) > 1 for hours in lengths.values())


@pytest.mark.parametrize(("hours", "seasons"), [(72, [72]), (672, [672]), (700, [672, 28])])
def test_hours_are_divided_into_seasons(hours: int, seasons: list[int]) -> None:
    assert split_hours(hours) == seasons
