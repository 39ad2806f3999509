"""A synthetic season on disk, read back for the tests."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nyaastats.synthetic import Summary

Scrapes = dict[str, list[tuple[datetime, int]]]
"""The usable scrapes by infohash, sorted: time and count. Torrents that cannot be used are not among them."""


@dataclass(frozen=True)
class GeneratedSeason:
    """The season of the default seed at scale 1, with hostile titles."""

    summary: Summary
    truth: list[dict[str, Any]]
    """The rows of torrents.parquet; see `nyaastats.synthetic.truth`."""
    torrents: dict[str, tuple[Any, ...]]
    """The rows of the table `torrents` by infohash: infohash, filename, pubdate, status, guessit_data."""

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query of the database."""
        with closing(sqlite3.connect(self.summary.database)) as database:
            return database.execute(query).fetchall()


def parse_time(text: str) -> datetime:
    """A time of the database; one without an offset is UTC."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)
