"""What a nyaastats.db holds, read a second time, and how long a show is counted."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from nyaastats.domain.torrents import InfoHash
from testkit.oracle.records import (
    INSTANT,
    Scrape,
)

DIGITS = re.compile("[0-9]+")
MAX_COUNT = 99_999_999
"""By docs/operations.md no torrent has more downloads: a tracker's error."""


class BadRowError(ValueError):
    """A row that is left out and counted; its text is the reason."""


@dataclass(frozen=True, slots=True)
class TorrentRow:
    """A row of `torrents` as SQLite holds it: anything may be in it."""

    infohash: object
    pubdate: object
    guessit_data: object
    status: object = None


@dataclass(frozen=True, slots=True)
class StatsRow:
    """A row of `stats` as SQLite holds it; the last two columns may not be there."""

    infohash: object
    timestamp: object
    downloads: object
    seeders: object = None
    leechers: object = None


@dataclass(frozen=True, slots=True)
class DatabaseContent:
    """What a nyaastats.db says, the bad rows counted by reason."""

    published: dict[InfoHash, datetime] = field(default_factory=dict)
    dead: set[InfoHash] = field(default_factory=set)
    """The torrents that are scraped no more because no one has them."""
    scrapes: defaultdict[InfoHash, list[Scrape]] = field(default_factory=lambda: defaultdict(list))
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def now(self) -> datetime:
        """The newest scrape."""
        return max(scrape.at for scrapes in self.scrapes.values() for scrape in scrapes)


def parse_time(value: object) -> datetime:
    """Read an ISO 8601 time with Z, an offset, or none, which is UTC; raise BadRowError."""
    try:
        # Of a second nothing smaller is kept.
        parsed = datetime.fromisoformat(str(value)).replace(microsecond=0)
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise BadRowError("unparsable time") from error


def parse_count(value: object) -> int:
    """Read a count, also one that is held as text; raise BadRowError."""
    if not isinstance(value, int | str) or not (value >= 0 if isinstance(value, int) else DIGITS.fullmatch(value)):
        raise BadRowError("negative or non-integer count")
    if int(value) > MAX_COUNT:
        raise BadRowError("a count of more than eight digits")
    return int(value)


def parse_peers(value: object) -> int | None:
    """Read a column that is not needed: a bad value there is unknown, the row is still good."""
    try:
        return parse_count(value)
    except BadRowError:
        return None


def add_torrent(content: DatabaseContent, row: TorrentRow) -> None:
    """Take in one row of `torrents`; raise BadRowError."""
    try:
        json.loads("null" if row.guessit_data is None else str(row.guessit_data))
    except ValueError as error:
        raise BadRowError("broken JSON") from error
    infohash = InfoHash(str(row.infohash))
    content.published[infohash] = parse_time(row.pubdate)
    if row.status == "dead":
        content.dead.add(infohash)


def add_scrape(content: DatabaseContent, row: StatsRow) -> None:
    """Take in one row of `stats`; raise BadRowError."""
    infohash = InfoHash(str(row.infohash))
    if infohash not in content.published:
        raise BadRowError("no such torrent")
    scrape = Scrape(
        parse_time(row.timestamp), parse_peers(row.seeders), parse_peers(row.leechers), parse_count(row.downloads)
    )
    content.scrapes[infohash].append(scrape)


def read_rows(database: sqlite3.Connection, query: str, columns: Collection[str]) -> Iterator[dict[str, Any]]:
    """The rows of a table by column, those columns of `columns` that it has."""
    rows = database.execute(query)
    names = [column[0].lower() for column in rows.description]
    for row in rows:
        yield {name: cell for name, cell in zip(names, row, strict=True) if name in columns}


def read_database(path: Path) -> DatabaseContent:
    """Read every good row of a nyaastats.db."""
    content = DatabaseContent()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.text_factory = lambda text: text.decode("utf-8", "replace")
        for cells in read_rows(database, "SELECT * FROM torrents", TorrentRow.__slots__):
            try:
                add_torrent(content, TorrentRow(**cells))
            except BadRowError as bad:
                content.skipped[f"torrents: {bad}"] += 1
        for cells in read_rows(database, "SELECT * FROM stats", StatsRow.__slots__):
            try:
                add_scrape(content, StatsRow(**cells))
            except BadRowError as bad:
                content.skipped[f"stats: {bad}"] += 1
    return content


def find_last_day(  # noqa: PLR0913 - the facts of a case
    aired: Sequence[datetime],
    *,
    ended: date | None = None,
    last_torrent: datetime | None = None,
    is_releasing: bool = False,
    season_end: datetime | None = None,
    post_airing_weeks: int = 4,
) -> date | None:
    """The Sunday with which a show's series ends.

    Counted from the later of the last air time and the end date. The last torrent's publication counts too while the
    show is releasing, and alone where neither of the two is known; None without any. `season_end` (the first moment
    after the season) is for continuing shows, which do not stay beyond its week.
    """
    announced = [*(moment.date() for moment in aired), *([ended] if ended else [])]
    published = [last_torrent.date()] if last_torrent else []
    candidates = announced + published if is_releasing else announced or published
    if not candidates:
        return None
    end = find_sunday(max(candidates) + timedelta(weeks=post_airing_weeks))
    return min(end, find_sunday((season_end - INSTANT).date())) if season_end else end


def find_sunday(day: date) -> date:
    """The last day of the ISO week that `day` falls in."""
    return day + timedelta(days=7 - day.isoweekday())
