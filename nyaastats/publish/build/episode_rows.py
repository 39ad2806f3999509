"""Computes from `episodes.parquet` alone: each page's rows, each episode's total, each show's weeks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from nyaastats.domain.calendar import Week
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.evidence import NO_EVIDENCE
from nyaastats.publish.contracts.events import ShowEvent
from nyaastats.publish.contracts.evidence import ShowEvidence
from nyaastats.publish.contracts.first_days import ShowFirstDays
from nyaastats.publish.contracts.groups import ReleaseGroup
from nyaastats.publish.contracts.public import EpisodeSeries, EpisodeTotal, ShowPage

DAY_MICROSECONDS = 86_400_000_000

NO_FIRST_DAYS = ShowFirstDays(hold=None, late_share=None, premiere_class=None, episodes=())
"""Of a show without episodes."""

AGE_DIGITS = 6
"""Decimals of an age in days that a page keeps: a tenth of a second."""


@dataclass(frozen=True, slots=True)
class EpisodeRows:
    """The numbers of `episodes.parquet` as arrays of one length, in the table's order."""

    anilist_id: NDArray[np.int64]
    episode: NDArray[np.int64]
    midnight: NDArray[np.int64]
    """The day's first moment, in microseconds since 1970, UTC."""
    daily: NDArray[np.int64]
    cumulative: NDArray[np.int64]
    age: NDArray[np.float64]
    """`days_since_first_torrent`."""
    estimated: NDArray[np.int64]
    title: NDArray[np.object_]

    @classmethod
    def of(cls, table: pa.Table) -> EpisodeRows:
        """The rows of a table with the columns of `contracts.EPISODES`."""

        def read_integers(name: str) -> NDArray[np.int64]:
            return table[name].to_numpy().astype(np.int64)  # type: ignore[no-any-return]  # pyarrow ships no types

        return cls(
            read_integers("anilist_id"),
            read_integers("episode"),
            read_integers("date"),
            read_integers("downloads_daily"),
            read_integers("downloads_cumulative"),
            table["days_since_first_torrent"].to_numpy(),
            read_integers("downloads_estimated"),
            table["title"].to_numpy(),
        )

    @property
    def first_of_episode(self) -> NDArray[np.bool_]:
        """Whether a row is the first of its episode."""
        return self.first_of_show | differs_from_previous(self.episode)

    @property
    def first_of_show(self) -> NDArray[np.bool_]:
        """Whether a row is the first of its show."""
        return differs_from_previous(self.anilist_id)

    def spans(self) -> Iterator[slice]:
        """The rows of each episode, in order."""
        edges = [*np.flatnonzero(self.first_of_episode).tolist(), len(self.midnight)]
        return (slice(start, end) for start, end in pairwise(edges))

    def show(self, span: slice) -> AniListId:
        """The show whose episode `span` is."""
        return AniListId(int(self.anilist_id[span.start]))

    def day(self, row: int) -> date:
        """The day of one row."""
        return _to_date(int(self.midnight[row]) // DAY_MICROSECONDS)


def differs_from_previous(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether a value is another than the one before it; the first one is."""
    return np.concatenate(([True], values[1:] != values[:-1]))[: len(values)]


def _to_date(days_since_1970: int) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + days_since_1970)


@dataclass(frozen=True, slots=True)
class PageParts:
    """What pages have beside the rows of `episodes.parquet`, by show; a show without any is not there."""

    provisional_days: Mapping[AniListId, date] = field(default_factory=dict)
    """The first day that can still change."""
    first_days: Mapping[AniListId, ShowFirstDays] = field(default_factory=dict)
    events: Mapping[AniListId, tuple[ShowEvent, ...]] = field(default_factory=dict)
    groups: Mapping[AniListId, tuple[ReleaseGroup, ...]] = field(default_factory=dict)
    evidence: Mapping[AniListId, ShowEvidence] = field(default_factory=dict)


def build_pages(table: pa.Table, parts: PageParts) -> tuple[ShowPage, ...]:
    """A page for every show of `table`, which must be as its contract says; by id."""
    return tuple(
        ShowPage(
            show,
            parts.provisional_days.get(show),
            series,
            parts.first_days.get(show, NO_FIRST_DAYS),
            parts.events.get(show, ()),
            parts.groups.get(show, ()),
            parts.evidence.get(show, NO_EVIDENCE),
        )
        for show, series in build_series(table).items()
    )


def build_series(table: pa.Table) -> Mapping[AniListId, tuple[EpisodeSeries, ...]]:
    """The days of each show's episodes, in order."""
    rows = EpisodeRows.of(table)
    return {
        show: tuple(_build_series(rows, span) for span in spans) for show, spans in groupby(rows.spans(), key=rows.show)
    }


def _build_series(rows: EpisodeRows, span: slice) -> EpisodeSeries:
    # Counted back from the last day: a day that ends before the first publication has its age raised to 0, which the
    # tracker's clock can cause on the first days alone.
    age_of_first = float(rows.age[span.stop - 1]) - (span.stop - 1 - span.start)
    return EpisodeSeries(
        episode=int(rows.episode[span.start]),
        first_date=rows.day(span.start),
        days_since_first_torrent=round(age_of_first, AGE_DIGITS),
        downloads_daily=tuple(rows.daily[span].tolist()),
        downloads_estimated=tuple(rows.estimated[span].tolist()),
    )


def sum_downloads_on(day: date, show: AniListId, episode: int, pages: Iterable[ShowPage]) -> int:
    """Downloads of an episode on a day; none on a day that its series does not have."""
    matching = (
        series for page in pages if page.anilist_id == show for series in page.episodes if series.episode == episode
    )
    return sum(
        series.downloads_daily[position]
        for series in matching
        if 0 <= (position := (day - series.first_date).days) < len(series.downloads_daily)
    )


def find_titles(table: pa.Table) -> Mapping[AniListId, str]:
    """The title in the first row of each show."""
    rows = EpisodeRows.of(table)
    first = np.flatnonzero(rows.first_of_show)
    shows = (AniListId(show) for show in rows.anilist_id[first].tolist())
    return dict(zip(shows, rows.title[first].tolist(), strict=True))


def sum_episodes(table: pa.Table) -> Mapping[AniListId, tuple[EpisodeTotal, ...]]:
    """Every show's episodes in one line each."""
    rows = EpisodeRows.of(table)
    return {
        show: tuple(_sum_episode(rows, span) for span in spans) for show, spans in groupby(rows.spans(), key=rows.show)
    }


def _sum_episode(rows: EpisodeRows, span: slice) -> EpisodeTotal:
    return EpisodeTotal(
        episode=int(rows.episode[span.start]),
        first_date=rows.day(span.start),
        last_date=rows.day(span.stop - 1),
        downloads=int(rows.daily[span].sum()),
        downloads_estimated=int(rows.estimated[span].sum()),
    )


@dataclass(frozen=True, slots=True)
class WeekSum:
    """A show's downloads in one week, and the part of them that is estimated."""

    downloads: int
    estimated: int


def sum_show_weeks(table: pa.Table) -> Mapping[Week, Mapping[AniListId, WeekSum]]:
    """Downloads of each show in each week; a show with nothing that week is not there."""
    rows = EpisodeRows.of(table)
    # Each distinct day is looked up in the calendar once, then taken over to its rows.
    days, day_of_row = np.unique(rows.midnight // DAY_MICROSECONDS, return_inverse=True)
    weeks = sorted({Week.of(_to_date(day)) for day in days.tolist()})
    week_of_row = np.array([weeks.index(Week.of(_to_date(day))) for day in days.tolist()], dtype=np.int64)[day_of_row]
    shows, show_of_row = np.unique(rows.anilist_id, return_inverse=True)
    # A table of weeks by shows, added to in one call: `add.at` adds every row, also those of one week and show.
    sums = np.zeros((len(weeks), len(shows), 2), dtype=np.int64)
    np.add.at(sums, (week_of_row, show_of_row), np.column_stack((rows.daily, rows.estimated)))
    return {
        week: {AniListId(show): WeekSum(*sum_) for show, sum_ in zip(shows.tolist(), line, strict=True) if sum_[0]}
        for week, line in zip(weeks, sums.tolist(), strict=True)
    }
