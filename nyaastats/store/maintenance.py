"""The work of `nyaastats db`: check a database, count what is in it, and compact it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nyaastats.domain.findings import Finding
from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.domain.torrents import Torrent
from nyaastats.errors import DatabaseError
from nyaastats.scratch_folders import open_scratch_folder
from nyaastats.store.reader import columns_of, fetch_rows, open_readonly, read_torrents
from nyaastats.store.rows import from_seconds, to_seconds
from nyaastats.store.sqlite_errors import WRITER_MESSAGES, translate_sqlite_errors
from nyaastats.store.trims import read_trims
from nyaastats.store.usable_scrapes import FOLDED_INFOHASH, SCRAPED_SECONDS, add_functions, rejection_case

_BUSY_TIMEOUT_SECONDS = 5.0
"""How long to wait for other programs that read or write."""


# --- db check ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What `nyaastats db check` reports of an undamaged file; rows that the ETL leaves out are counted by reason."""

    torrents: int
    scrapes: int
    bad_torrents: Mapping[str, int]
    bad_scrapes: Mapping[str, int]
    clock_errors: Mapping[str, str]
    """Of the reasons in `bad_scrapes` that are a clock's error, the first row: its infohash and its time."""

    @property
    def has_usable_scrapes(self) -> bool:
        """Whether any scrape can be used."""
        return self.scrapes > sum(self.bad_scrapes.values())

    @property
    def findings(self) -> frozenset[Finding]:
        """What was found."""
        torrents = {Finding.TORRENT_LEFT_OUT} if self.bad_torrents else set()
        nothing = {Finding.NO_USABLE_SCRAPE} if self.scrapes and not self.has_usable_scrapes else set()
        return frozenset({*map(Finding, self.bad_scrapes), *torrents, *nothing})


def check(path: Path, now: datetime) -> HealthReport:
    """Read all of the database; raise DatabaseError that says where when the file itself is damaged."""
    with open_readonly(path) as connection:
        _refuse_damaged(connection, "integrity_check", path)
        rows = read_torrents(path, may_be_empty=True)
        scrapes = _count_scrapes(connection, rows.torrents, now)
    bad_scrapes = {reason: group for reason, group in scrapes.items() if reason is not None}
    return HealthReport(
        torrents=len(rows.torrents) + sum(rows.rejected.values()),
        scrapes=sum(number for number, _ in scrapes.values()),
        bad_torrents={reason.value: number for reason, number in rows.rejected.items()},
        bad_scrapes={reason: number for reason, (number, _) in bad_scrapes.items()},
        clock_errors={reason: bad_scrapes[reason][1] for reason in CLOCK_ERRORS if reason in bad_scrapes},
    )


def _refuse_damaged(connection: sqlite3.Connection, check: str, path: Path) -> None:
    """Run SQLite's own `integrity_check`, or the faster `quick_check`, which does not compare indexes with tables."""
    ((report,),) = connection.execute(f"PRAGMA {check}(1)")
    if report != "ok":
        fault = next(line for line in report.splitlines() if not line.startswith("***"))
        raise DatabaseError(f"{str(path)!r} is damaged ({fault}): restore a copy, or repair it with sqlite3's .recover")


CLOCK_ERRORS = (ScrapeRejection.BEFORE_PUBLICATION, ScrapeRejection.FROM_THE_FUTURE)


def _count_scrapes(
    connection: sqlite3.Connection, torrents: Iterable[Torrent], now: datetime
) -> dict[str | None, tuple[int, str]]:
    """The rows of `stats` by the reason why the ETL leaves them out, None for the others: how many, and the first."""
    add_functions(connection)
    connection.execute("CREATE TEMP TABLE usable_torrents (infohash TEXT PRIMARY KEY, published INTEGER) WITHOUT ROWID")
    published = ((torrent.infohash, to_seconds(torrent.published)) for torrent in torrents if torrent.published)
    connection.executemany("INSERT INTO usable_torrents VALUES (?, ?)", published)
    rows = fetch_rows(connection, _SCRAPES_BY_REASON, (to_seconds(now),))
    return {reason: (number, f"{infohash} at {timestamp}") for reason, number, infohash, timestamp in rows}


# LIMIT keeps SQLite from writing the seconds out wherever they are used (https://sqlite.org/optoverview.html#flattening).
# Beside min(infohash), the other columns are those of its row (https://sqlite.org/lang_select.html#bareagg).
_SCRAPES_BY_REASON = f"""
SELECT {rejection_case("usable_torrents")} AS reason, count(*), min(infohash), timestamp
FROM (
  SELECT {FOLDED_INFOHASH} AS infohash, CAST(timestamp AS TEXT) AS timestamp, downloads, {SCRAPED_SECONDS} AS seconds
  FROM stats LIMIT -1
) AS stats
GROUP BY reason ORDER BY reason
"""  # noqa: S608  # ours


# --- db stats ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DatabaseStats:
    """What `nyaastats db stats` reports."""

    torrents: Mapping[str, int]
    """By status."""
    parsers: Mapping[str, int]
    """Torrents by the version of guessit that parsed their names; `?` for those of another scraper."""
    scrapes: int
    first_scraped_at: datetime | None
    newest_scraped_at: datetime | None
    bytes: int
    """Of the file."""
    tracker: str | None
    """The host of the tracker whose counts these are."""
    trimmed: int
    """Scrapes that were taken out, and are in the archive alone."""


def read_stats(path: Path) -> DatabaseStats:
    """Count what there is; raise DatabaseError as `reader.check_database` does."""
    with open_readonly(path) as connection:
        add_functions(connection)
        scrapes, first, newest = connection.execute(_SPAN).fetchone()
        return DatabaseStats(
            torrents=_count_torrents_by(connection, "status", "active"),
            parsers=_count_torrents_by(connection, "guessit_version", "?"),
            scrapes=scrapes,
            first_scraped_at=None if first is None else from_seconds(first),
            newest_scraped_at=None if newest is None else from_seconds(newest),
            bytes=path.stat().st_size,
            tracker=_read_tracker(connection),
            trimmed=sum(trim.scrapes for trim in read_trims(connection)),
        )


# Moments are compared, not their texts, which may be in several forms.
_SPAN = f"""
SELECT count(*), min(seconds), max(seconds) FROM (SELECT {SCRAPED_SECONDS} AS seconds FROM stats LIMIT -1)
"""  # noqa: S608  # ours


def _count_torrents_by(connection: sqlite3.Connection, column: str, default: str) -> dict[str, int]:
    """Torrents by the value of a column, most first; NULL, and a column that is not there, count as the default."""
    if column not in columns_of(connection, "torrents"):
        (torrents,) = connection.execute("SELECT count(*) FROM torrents").fetchone()
        return {default: torrents} if torrents else {}
    query = f"SELECT coalesce({column}, ?), count(*) FROM torrents GROUP BY 1 ORDER BY 2 DESC, 1"  # noqa: S608  # ours
    return {str(value): number for value, number in fetch_rows(connection, query, (default,))}


def _read_tracker(connection: sqlite3.Connection) -> str | None:
    if "host" not in columns_of(connection, "tracker"):
        return None
    row = connection.execute("SELECT host FROM tracker").fetchone()
    return row and str(row[0])


# --- db vacuum --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VacuumResult:
    """The size of a file before and after."""

    bytes_before: int
    bytes_after: int


def vacuum(path: Path, into: Path | None = None) -> VacuumResult:
    """Give back the space of deleted rows; with `into`, write a compact copy instead, also while others write.

    Raises DatabaseError when there is no room, the database is locked or damaged, or `into` exists already.
    """
    if into and (into.is_symlink() or into.exists()):  # a link that leads nowhere, too: it would be replaced
        raise DatabaseError(f"{str(into)!r} exists already: name a file that does not")
    with open_readonly(path) as connection:
        _refuse_damaged(connection, "quick_check", path)  # VACUUM would silently leave out what it cannot read
        before = path.stat().st_size
    messages = {**WRITER_MESSAGES, **_copy_messages(into)} if into else WRITER_MESSAGES
    with (
        translate_sqlite_errors(path, messages),
        closing(sqlite3.connect(path, timeout=_BUSY_TIMEOUT_SECONDS, isolation_level=None)) as connection,
    ):
        if into:
            _copy(connection, path, into)
        else:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # in WAL mode the file shrinks only now
    return VacuumResult(before, (into or path).stat().st_size)


def _copy(connection: sqlite3.Connection, path: Path, into: Path) -> None:
    """Write a compact copy, which has its name only when it is whole: half a copy is a database, too."""
    try:
        with open_scratch_folder(into.parent, f".{into.name}.") as folder:
            connection.execute("VACUUM INTO ?", (str(folder / into.name),))
            (folder / into.name).rename(into)
    except OSError as error:
        raise DatabaseError(f"{str(path)!r} {_copy_messages(into)['SQLITE_CANTOPEN']}") from error


def _copy_messages(into: Path) -> dict[str, str]:
    """SQLite's errors in words, for when it is the copy that cannot be written."""
    codes = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")
    return {code: f"cannot be copied to {str(into)!r}, which {WRITER_MESSAGES[code]}" for code in codes}
