"""What differs from the charts as first published, and how right these were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from nyaastats.domain.shows import AniListId
from testkit.oracle.calendar import label_week
from testkit.oracle.charts import build_table
from testkit.oracle.year import Year

NOTABLE = 25


@dataclass(frozen=True, slots=True)
class Entry:
    """A show in a chart."""

    rank: int
    downloads: int


@dataclass(frozen=True, slots=True)
class FirstChart:
    """A week's chart as first published."""

    monday: date
    known_until: datetime
    entries: Mapping[AniListId, Entry]


@dataclass(frozen=True, slots=True)
class Correction:
    """A change in corrections.json."""

    week: str
    anilist_id: AniListId
    title: str | None
    published_until: datetime
    published_rank: int | None
    rank: int | None
    published_downloads: int
    downloads: int


@dataclass(frozen=True, slots=True)
class Revision:
    """How right first charts were."""

    weeks: int
    places: int
    mean_revision: float
    ranks_moved: int


def list_entries(year: Year, monday: date) -> dict[AniListId, Entry]:
    """A week's chart as it is now."""
    counts = build_table(year)[monday]
    return {show: Entry(rank, count.downloads) for rank, (show, count) in enumerate(counts.items(), start=1)}


def is_notable(correction: Correction) -> bool:
    """By more than 5 downloads and 1 %, or by a rank among the first 25."""
    change = abs(correction.downloads - correction.published_downloads)
    ranks = {correction.published_rank, correction.rank}
    is_moved = len(ranks) > 1 and any(rank and rank <= NOTABLE for rank in ranks)
    return is_moved or (change > 5 and 100 * change > correction.published_downloads)


def build_correction(year: Year, chart: FirstChart, show: AniListId, now: Entry | None) -> Correction:
    """What has become of one show."""
    first = chart.entries.get(show)
    return Correction(
        week=label_week(chart.monday),
        anilist_id=show,
        title=year.get_title(show) if show in year.last_days else None,
        published_until=chart.known_until,
        published_rank=first.rank if first else None,
        rank=now.rank if now else None,
        published_downloads=first.downloads if first else 0,
        downloads=now.downloads if now else 0,
    )


def build_corrections(year: Year, charts: Sequence[FirstChart]) -> list[Correction]:
    """By week, then by the rank first published; who had none comes after, by the rank now."""
    corrections = []
    for chart in sorted(charts, key=lambda chart: chart.monday):
        now = list_entries(year, chart.monday)
        new = [show for show in now if show not in chart.entries]
        shows = [*sorted(chart.entries, key=lambda show: chart.entries[show].rank), *new]
        corrections += [build_correction(year, chart, show, now.get(show)) for show in shows]
    return [correction for correction in corrections if is_notable(correction)]


def build_revision(year: Year, charts: Sequence[FirstChart]) -> Revision | None:
    """Over the first 25 places of the settled weeks."""
    settled = [chart for chart in charts if year.answer.weeks[chart.monday].is_settled]
    pairs = [
        (entry, list_entries(year, chart.monday).get(show))
        for chart in settled
        for show, entry in chart.entries.items()
        if entry.rank <= NOTABLE
    ]
    if not pairs:
        return None
    changes = [Fraction(abs((now.downloads if now else 0) - first.downloads), first.downloads) for first, now in pairs]
    moved = sum(now is None or now.rank != first.rank for first, now in pairs)
    return Revision(len(settled), len(pairs), round(float(sum(changes) / len(changes)), 6), moved)
