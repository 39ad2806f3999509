"""What must be true of the database after each run, of the archive each day, and of what is published at the end."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq

from testkit.growing_database import list_scrapes
from testkit.simulated_season import START, WEEK, Upload, is_boundary

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A scrape that is stored."""

    infohash: str
    hour: int
    """Of the season, in which it was taken."""
    seeders: int
    leechers: int
    downloads: int


def read_rows(database: Path) -> frozenset[Row]:
    """All scrapes; raise AssertionError for a damaged file, or two of a torrent in an hour."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        stored = connection.execute("SELECT infohash, timestamp, seeders, leechers, downloads FROM stats").fetchall()
    rows = [Row(key, (datetime.fromisoformat(at) - START) // HOUR, *counts) for key, at, *counts in stored]
    twice = [key for key, times in Counter((row.infohash, row.hour) for row in rows).items() if times > 1]
    assert not twice, f"scraped twice in an hour: {twice}"
    return frozenset(rows)


def check_new_rows(old: frozenset[Row], new: frozenset[Row], uploads: Mapping[str, Upload], hour: int) -> None:
    """Raise AssertionError for a row that was lost, is of another hour, or counts other than was announced by then."""
    assert old <= new, f"lost: {sorted(old - new)}"
    for row in new - old:
        upload = uploads[row.infohash]
        downloads = upload.by(row.hour)
        seeders = 0 if upload.is_abandoned else downloads + 1
        expected = Row(row.infohash, hour, seeders, 0, downloads)
        assert row == expected, f"{upload.name}: stored {row}, announced {expected}"


def read_names(database: Path) -> dict[str, str]:
    """The names of the torrents that are not given up, by infohash."""
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute("SELECT infohash, filename FROM torrents WHERE status <> 'dead'"))


def check_whole_feed(database: Path, uploads: Iterable[Upload], hour: int) -> None:
    """Raise AssertionError for a torrent that nyaa has listed and that is not stored, or under an older name."""
    names = read_names(database)
    listed = {upload.infohash: upload.entry(hour).name for upload in uploads if upload.hour <= hour}
    missing = {name for key, name in listed.items() if names.get(key) != name and not _is_dead(database, key)}
    assert not missing, f"not stored: {missing}"


def _is_dead(database: Path, infohash: str) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT 1 FROM torrents WHERE infohash = ? AND status = 'dead'", (infohash,))
        return rows.fetchone() is not None


def check_pace(database: Path, rows: Iterable[Row], uploads: Mapping[str, Upload], hour: int) -> None:
    """Raise AssertionError for a torrent that was due in this hour and was not scraped, though nothing went wrong."""
    newest = Counter[str]()
    for row in rows:
        newest[row.infohash] = max(newest[row.infohash], row.hour)
    for infohash in read_names(database):
        upload = uploads[infohash]
        boundaries = (past for past in range(hour, upload.hour - 1, -1) if is_boundary(upload, past))
        last = next(boundaries, upload.hour)
        assert newest[infohash] >= last, f"{upload.name}: scraped in {newest[infohash]}, due since {last}"


def check_archive(folder: Path, database: Path) -> None:
    """Raise AssertionError unless the archive has each scrape of the database, once."""
    with closing(sqlite3.connect(database)) as connection:
        stored = connection.execute("SELECT infohash, timestamp, seeders, leechers, downloads FROM stats").fetchall()
    seconds = ((key, round(datetime.fromisoformat(at).timestamp()), *counts) for key, at, *counts in stored)
    assert Counter(list_scrapes(folder)) == Counter(seconds)


def check_published(folder: Path, rows: Sequence[Row], uploads: Mapping[str, Upload]) -> None:
    """Raise AssertionError unless each episode has what was counted, and each week what was announced in it.

    More than was counted is only what is expected since the last scrapes, the tail, which the report tells. A week's
    number may be off by what was downloaded between the last scrape before a turn of a week and the first after it:
    nobody can know on which side that was.
    """
    series = _group_rows(row for row in rows if uploads[row.infohash].show)
    counted = Counter[tuple[int | None, int | None]]()
    for infohash, own in series.items():
        counted[uploads[infohash].show, uploads[infohash].episode] += own[-1].downloads
    published = Counter[tuple[int | None, int | None]]()
    for day in pq.read_table(folder / "episodes.parquet").to_pylist():
        published[day["anilist_id"], day["episode"]] += day["downloads_daily"]
    tail = json.loads((folder / "report.json").read_text(encoding="utf-8"))["tail_downloads"]
    more = {key: published[key] - counted[key] for key in published | counted}
    assert min(more.values()) >= 0, f"fewer than counted: {more}"
    # Each episode is rounded by itself, and the tail as a whole.
    assert abs(sum(more.values()) - tail) <= (len(more) + 1) / 2, f"more than counted and expected, {tail}: {more}"
    _check_weeks(folder, series, uploads, tail)


def _group_rows(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each torrent, by time."""
    series: dict[str, list[Row]] = {}
    for row in sorted(rows):
        series.setdefault(row.infohash, []).append(row)
    return series


def _check_weeks(folder: Path, series: Mapping[str, Sequence[Row]], uploads: Mapping[str, Upload], tail: int) -> None:
    last = max(rows[-1].hour for rows in series.values())
    for number, chart in read_charts(folder).items():
        turns = (number * WEEK, min((number + 1) * WEEK, last + 1))
        for show in {uploads[infohash].show for infohash in series}:
            own = {infohash: rows for infohash, rows in series.items() if uploads[infohash].show == show}
            announced = sum(uploads[infohash].by(turns[1] - 1) - uploads[infohash].by(turns[0] - 1) for infohash in own)
            doubt = sum(count_astride(rows, turn) for rows in own.values() for turn in turns)
            doubt += tail if number == last // WEEK else 0
            assert abs(chart.get(show, 0) - announced) <= doubt, (number, show, chart, announced, doubt)


def read_charts(folder: Path) -> dict[int, dict[int | None, int]]:
    """The downloads of the shows by the number of the week, from 0."""
    weeks = json.loads((folder / "rankings.json").read_text(encoding="utf-8"))["weeks"]
    return {
        (datetime.fromisoformat(week["start_date"]).replace(tzinfo=UTC) - START).days // 7: {
            row["anilist_id"]: row["downloads"] for row in week["rankings"]
        }
        for week in weeks
        if week["rankings"]
    }


def count_astride(rows: Sequence[Row], turn: int) -> int:
    """What was downloaded between the last scrape before that hour and the first after it."""
    first = Row(rows[0].infohash, rows[0].hour, 0, 0, 0)
    pairs = pairwise([first, *rows])
    return sum(after.downloads - before.downloads for before, after in pairs if before.hour < turn <= after.hour)
