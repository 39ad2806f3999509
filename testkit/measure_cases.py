"""A season in miniature: scrapes go into a real SQLite file, and the real engine measures them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from nyaastats.domain.calendar import Week
from nyaastats.domain.measures import Attribution, LoadedScrapes, Measures
from nyaastats.engines.base import Engine
from nyaastats.engines.duckdb import DuckEngine, open_database_engine
from nyaastats.measure.runner import count_increments, load_scrapes, measure_downloads
from nyaastats.store.archive.readings import define_readings

MONDAY = datetime(2025, 10, 6, tzinfo=UTC)
"""Where the cases begin: 2025-W41."""

SEASON = "fall-2025"
"""The season of all weeks and shows of a case."""

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StatsRow:
    """A row of `stats`, in whatever types SQLite takes."""

    timestamp: object
    downloads: object
    seeders: object = 3
    leechers: object = 2


@dataclass(frozen=True, slots=True)
class TorrentCase:
    """A torrent with its scrapes; `show` None: it matched nothing."""

    rows: Sequence[StatsRow]
    published: datetime = MONDAY
    show: int | None = 1
    episode: int = 1
    number: int | None = 1
    """As its name has it."""
    is_dead: bool = False
    film: int | None = None
    """The film for which it counts, where `show` is None."""
    group: str | None = None
    """Its release group and resolution, as `domain.groups` makes equal what its spellings differ in."""
    resolution: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What is in the database, and what the caller knows of the shows."""

    torrents: Sequence[TorrentCase]
    last_days: dict[int, date] = field(default_factory=dict)
    weeks: int = 10
    attribution: Attribution = Attribution.INTERVAL
    strays: Sequence[StatsRow] = ()
    """Rows whose infohash no torrent has."""
    now: datetime = MONDAY + 365 * DAY
    """The clock of the run."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What the case's scrapes are and come to."""

    scrapes: LoadedScrapes
    measures: Measures

    def days(self, show: int = 1, episode: int = 1) -> list[int]:
        return [row["downloads_daily"] for row in self._rows(show, episode)]

    def estimated(self, show: int = 1, episode: int = 1) -> list[int]:
        return [row["downloads_estimated"] for row in self._rows(show, episode)]

    def dates(self, show: int = 1, episode: int = 1) -> list[date]:
        return [row["date"].date() for row in self._rows(show, episode)]

    def totals(self) -> list[int]:
        return [row["downloads"] for row in self.measures.torrent_totals.to_pylist()]

    def _rows(self, show: int, episode: int) -> list[dict[str, Any]]:
        rows = self.measures.episode_days.to_pylist()
        return [row for row in rows if (row["anilist_id"], row["episode"]) == (show, episode)]


def rows_at(*counts: tuple[float, int]) -> list[StatsRow]:
    """Rows of scrapes `(hours after MONDAY, downloads)`."""
    return [StatsRow(format_time(MONDAY + at * HOUR), downloads) for at, downloads in counts]


def hourly_rows(*downloads: int) -> list[StatsRow]:
    """Rows of scrapes an hour apart, the first one an hour after MONDAY."""
    return rows_at(*enumerate(downloads, start=1))


def format_time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def write_database(path: Path, case: Case, columns: str = "infohash, timestamp, seeders, leechers, downloads") -> Path:
    """A database with the case's scrapes, in place of any other; untyped columns hold any value as it is."""
    path.unlink(missing_ok=True)
    names = columns.split(", ")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE stats({columns})")
        marks = ", ".join(f":{name}" for name in names)
        connection.executemany(f"INSERT INTO stats VALUES ({marks})", _list_rows(case))  # noqa: S608  # marks, not values
    return path


def measure_file(path: Path, case: Case) -> CaseResult:
    with open_database_engine(path) as engine:
        return measure_with(engine, case)


def measure_with(engine: Engine, case: Case) -> CaseResult:
    engine.register("torrents", _build_torrents(case))
    define_readings(engine)
    scrapes = load_scrapes(engine, case.now)
    engine.register("film_matches", _build_film_matches(case))
    engine.register("torrent_groups", _build_torrent_groups(case))
    engine.register("matches", _build_matches(case))
    engine.register("shows", _build_shows(case))
    engine.register("weeks", _build_weeks(case))
    engine.register("season_weeks", _build_season_weeks(case))
    engine.register("season_shows", _build_season_shows(case))
    count_increments(engine, case.attribution)
    return CaseResult(scrapes, measure_downloads(engine, attribution=case.attribution))


def measure_in_memory(case: Case, *, threads: int = 1) -> CaseResult:
    """The same with the scrapes as a table of their own, which spares the laws hundreds of files.

    On one thread: for a few rows, starting others takes a third of the time.
    """
    with duckdb.connect(config={"threads": threads}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        engine = DuckEngine(connection, "no file")
        engine.register("stats", build_stats(case))
        return measure_with(engine, case)


def measure_case(folder: Path, case: Case) -> CaseResult:
    return measure_file(write_database(folder / "nyaastats.db", case), case)


def make_infohash(number: int) -> str:
    return f"{number:040x}"


def _list_rows(case: Case) -> Iterator[dict[str, object]]:
    rows = [(make_infohash(number), row) for number, torrent in enumerate(case.torrents) for row in torrent.rows]
    for name, row in [*rows, *(("f" * 40, row) for row in case.strays)]:
        yield {"infohash": name, **asdict(row)}


def build_stats(case: Case) -> pa.Table:
    rows = [{name: str(value) for name, value in row.items()} for row in _list_rows(case)]
    names = ("infohash", "timestamp", "seeders", "leechers", "downloads")
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))


def _build_torrents(case: Case) -> pa.Table:
    return _build_table(
        (
            (number, make_infohash(number), int(torrent.published.timestamp()), torrent.is_dead)
            for number, torrent in enumerate(case.torrents)
        ),
        torrent_id=pa.int32(),
        infohash=pa.string(),
        published=pa.int64(),
        is_dead=pa.bool_(),
    )


def _build_film_matches(case: Case) -> pa.Table:
    rows = ((position, torrent.film) for position, torrent in enumerate(case.torrents) if torrent.film)
    return _build_table(rows, torrent_id=pa.int32(), anilist_id=pa.int64())


def _build_torrent_groups(case: Case) -> pa.Table:
    rows = ((position, torrent.group, torrent.resolution) for position, torrent in enumerate(case.torrents))
    return _build_table(rows, torrent_id=pa.int32(), group_name=pa.string(), resolution=pa.string())


def _build_matches(case: Case) -> pa.Table:
    matched = (
        (position, torrent.show, torrent.episode, torrent.number)
        for position, torrent in enumerate(case.torrents)
        if torrent.show
    )
    return _build_table(matched, torrent_id=pa.int32(), anilist_id=pa.int64(), episode=pa.int32(), number=pa.int32())


def _build_shows(case: Case) -> pa.Table:
    ids = sorted({torrent.show for torrent in case.torrents if torrent.show})
    rows = ((show, f"Show {show}", f"Bangumi {show}", case.last_days.get(show)) for show in ids)
    return _build_table(rows, anilist_id=pa.int64(), title=pa.string(), title_romaji=pa.string(), last_day=pa.date32())


def _build_weeks(case: Case) -> pa.Table:
    weeks = [Week(MONDAY.date()).later(number) for number in range(case.weeks)]
    return _build_table(((str(week), week.start) for week in weeks), week=pa.string(), start_date=pa.date32())


def _build_season_weeks(case: Case) -> pa.Table:
    rows = ((SEASON, str(Week(MONDAY.date()).later(number))) for number in range(case.weeks))
    return _build_table(rows, season=pa.string(), week=pa.string())


def _build_season_shows(case: Case) -> pa.Table:
    ids = sorted({torrent.show for torrent in case.torrents if torrent.show})
    rows = ((SEASON, show, case.last_days.get(show)) for show in ids)
    return _build_table(rows, season=pa.string(), anilist_id=pa.int64(), last_day=pa.date32())


def _build_table(rows: Iterable[tuple[object, ...]], **columns: pa.DataType) -> pa.Table:
    schema = pa.schema(list(columns.items()))
    return pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in rows], schema=schema)
