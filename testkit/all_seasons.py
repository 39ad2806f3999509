"""Shows and torrents of several seasons, as a case states them by hand, and the whole ETL over them.

Torrents come out at midnight and are scraped at each midnight from then on, so that every day is exactly what the case
says: nothing is spread over more than a day, and nothing is expected.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from typing import Any

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.calendar import Season, SeasonSpan
from nyaastats.domain.matches import Thresholds
from nyaastats.domain.measures import Attribution
from nyaastats.domain.shows import Catalogue
from nyaastats.pipeline.archiving import ArchiveConfig
from nyaastats.pipeline.etl import EtlConfig, run_etl
from nyaastats.publish.atomic_output import verify_output
from nyaastats.publish.checks.publication import read_publication
from nyaastats.publish.contracts.public import Publication, WeekChart
from testkit.command_line import contents
from testkit.etl_run import load_default_settings

DAY = timedelta(days=1)
_BROADCAST = timedelta(hours=12)
"""Of every episode: at noon of its day."""


@dataclass(frozen=True, slots=True)
class ShowCase:
    """A series, and the days of its broadcasts."""

    id: int
    title: str
    season: str
    """AniList's season of it: `fall-2025`."""
    broadcasts: Sequence[date]
    first_episode: int = 1
    status: str = "FINISHED"

    @property
    def media(self) -> dict[str, Any]:
        """AniList's entry."""
        season, first, last = Season.parse(self.season), self.broadcasts[0], self.broadcasts[-1]
        has_ended = self.status == "FINISHED"
        nodes = enumerate(self.broadcasts, start=self.first_episode)
        return {
            "id": self.id,
            "title": {"romaji": self.title, "english": None, "native": None},
            "format": "TV",
            "status": self.status,
            "episodes": len(self.broadcasts) if has_ended else None,
            "season": season.quarter.value,
            "seasonYear": season.year,
            "startDate": _make_fuzzy_date(first if self.first_episode == 1 else season.start.date()),
            "endDate": _make_fuzzy_date(last) if has_ended else None,
            "airingSchedule": {
                "nodes": [
                    {"episode": episode, "airingAt": int((_make_midnight(day) + _BROADCAST).timestamp())}
                    for episode, day in nodes
                ]
            },
        }


def _make_fuzzy_date(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _make_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def weekly(first: date, count: int) -> tuple[date, ...]:
    """The day of `first` in so many weeks."""
    return tuple(first + timedelta(weeks=number) for number in range(count))


@dataclass(frozen=True, slots=True)
class TorrentCase:
    """A torrent that comes out at the first midnight, and its downloads on each day from then on; afterwards none."""

    name: str
    first_day: date
    days: Sequence[int]
    unseen: frozenset[date] = frozenset()
    """The days that do not begin with a scrape of it."""
    seen_until: date = date.max
    """The last midnight at which it is scraped."""
    strays: Sequence[datetime] = ()
    """Scrapes by a clock that was wrong, each of 1 download."""

    def list_scrapes(self, until: datetime) -> Iterator[tuple[datetime, int]]:
        """Its counts, in order."""
        yield from ((moment, 1) for moment in self.strays)
        counts = list(accumulate(self.days, initial=0))
        for number in range((until.date() - self.first_day).days + 1):
            day = self.first_day + number * DAY
            if day not in self.unseen and day <= self.seen_until:
                yield _make_midnight(day), counts[min(number, len(counts) - 1)]


@dataclass(frozen=True, slots=True)
class World:
    """What aired and what came out, in a folder of its own in which the ETL runs."""

    folder: Path
    shows: Sequence[ShowCase]
    torrents: Sequence[TorrentCase]
    asked: list[Sequence[Season]] = field(default_factory=list)
    """The seasons that each run asked AniList for."""

    def publish(self, until: date, *, hours: int = 0, season: str | None = None) -> Publication:
        """What is published of all that was scraped up to so many hours after a midnight, read back from its files.

        The database only grows from run to run, as a collector's does.
        """
        now = _make_midnight(until) + timedelta(hours=hours)
        self._write_database(now)
        run_etl(self._make_config(now, season), self._fetch)
        verify_output(self.folder / "data")
        published = contents(self.folder / "data")
        del published["manifest.json"]
        return read_publication(published)

    def read_editions(self) -> dict[str, bytes]:
        """The weeks as first published."""
        return contents(self.folder / "archive" / "editions")

    def _make_config(self, now: datetime, season: str | None) -> EtlConfig:
        settings = load_default_settings()
        database = self.folder / "nyaastats.db"
        return EtlConfig(
            source=ArchiveConfig(self.folder / "archive", database, settings.memory_mib),
            output=self.folder / "data",
            season=Season.parse(season) if season else None,
            attribution=Attribution.INTERVAL,
            overrides=(),
            thresholds=Thresholds(settings.match_threshold, settings.match_margin),
            post_airing_weeks=settings.post_airing_weeks,
            now=now,
        )

    def _fetch(self, span: SeasonSpan) -> Catalogue:
        self.asked.append(span.counted_seasons)
        path = self.folder / "anilist.json"
        media = [show.media for show in self.shows]
        path.write_text(json.dumps({"data": {"Page": {"media": media}}}), encoding="utf-8")
        return read_snapshots([path])

    def _write_database(self, now: datetime) -> None:
        path = self.folder / "nyaastats.db"
        schema = files("nyaastats.store").joinpath("schema.sql").read_text(encoding="utf-8")
        with closing(sqlite3.connect(path)) as database, database:
            database.executescript(schema)
            database.executemany(
                "INSERT OR IGNORE INTO torrents (infohash, filename, pubdate, guessit_data) VALUES (?, ?, ?, '{}')",
                self._list_torrents(now),
            )
            database.executemany("INSERT OR IGNORE INTO stats VALUES (?, ?, 3, 2, ?)", self._list_scrapes(now))

    def _list_torrents(self, now: datetime) -> Iterator[tuple[str, str, str]]:
        for number, torrent in enumerate(self.torrents):
            published = _make_midnight(torrent.first_day)
            if published <= now:
                yield f"{number:040x}", torrent.name, published.isoformat()

    def _list_scrapes(self, now: datetime) -> Iterable[tuple[str, str, int]]:
        rows = [
            (moment, f"{number:040x}", count)
            for number, torrent in enumerate(self.torrents)
            if _make_midnight(torrent.first_day) <= now
            for moment, count in torrent.list_scrapes(now)
        ]
        return [(infohash, moment.isoformat(), count) for moment, infohash, count in sorted(rows)]


def find_chart(publication: Publication, week: str) -> WeekChart:
    """The chart of all series of a week."""
    return next(chart for chart in publication.weeks if chart.week == week)


def list_downloads(publication: Publication, week: str) -> dict[int, int]:
    """The downloads of each series in a week, the best rank first."""
    return {row.anilist_id: row.downloads for row in find_chart(publication, week).rows}


def list_season_downloads(publication: Publication, season: str, week: str) -> dict[int, int]:
    """The downloads of each show in a week of a season's own chart, the best rank first."""
    documents = next(documents for documents in publication.seasons if documents.slug == season)
    chart = next(chart for chart in documents.rankings.weeks if chart.week == week)
    return {row.anilist_id: row.downloads for row in chart.rankings}
