"""A synthetic season on disk, read back for the tests."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nyaastats.synthetic import Summary

Looks = dict[str, list[tuple[datetime, int]]]
"""The usable looks of every torrent of the truth by time: when, and the count."""


@dataclass(frozen=True)
class Generated:
    """The season of the default seed, at scale 1."""

    summary: Summary
    truth: list[dict[str, Any]]
    torrents: dict[str, tuple[Any, ...]]

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.summary.database)) as database:
            return database.execute(query).fetchall()


def moment(text: str) -> datetime:
    """A time of the database; one without an offset is UTC."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
