"""What earlier runs of a synthetic year left in its archive: charts as first published, and projections."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from nyaastats.domain.calendar import Week
from nyaastats.domain.editions import Edition, EditionEntry
from nyaastats.domain.projections import EpisodeProjection, ProjectionRun
from nyaastats.domain.shows import AniListId
from nyaastats.store.archive.editions import keep_editions
from nyaastats.store.archive.projections import keep_projections
from testkit.oracle.corrections import Entry, FirstChart, list_entries
from testkit.oracle.days import find_midnight
from testkit.oracle.first_days import list_first_days
from testkit.oracle.kept_projections import Kept
from testkit.oracle.year import Year

VANISHED = AniListId(999_999)
"""A show that no run knows any more."""
EVERY = 3
"""So many weeks apart the charts are."""


def make_first_charts(year: Year) -> list[FirstChart]:
    """Charts that are a little wrong: up to 4 % too low or too high, one show missing, one too many."""
    return [make_first_chart(year, monday) for monday in year.list_complete()[::EVERY]]


def make_first_chart(year: Year, monday: date) -> FirstChart:
    wrong = {
        show: max(entry.downloads + entry.downloads * (show % 9 - 4) // 100, 1)
        for show, entry in list_entries(year, monday).items()
        if show % 29
    }
    order = sorted({**wrong, VANISHED: 500}.items(), key=lambda item: (-item[1], item[0]))
    entries = {show: Entry(rank, downloads) for rank, (show, downloads) in enumerate(order, start=1)}
    return FirstChart(monday, find_midnight(monday) + timedelta(days=7, hours=6), entries)


def make_kept(year: Year) -> list[Kept]:
    """A projection of each third episode at some age, up to 20 % too low or too high."""
    kept = []
    for number, (key, line) in enumerate(list_first_days(year).items()):
        total, hours = line.downloads_7 or 50, 6.5 + 7 * (number % 20)
        projected = total + total * (number % 41 - 20) // 100
        low, high = (projected * 9 // 10, projected * 11 // 10) if number % 4 else (None, None)
        if number % 3 == 0:
            kept.append(Kept(key, hours, projected, low, high, total + 10 if number % 5 else None))
    return kept


def keep_earlier_runs(archive: Path, year: Year) -> None:
    """Write both as runs of the weeks before would have."""
    editions = [
        Edition(
            Week(chart.monday),
            chart.known_until,
            {show: EditionEntry(entry.rank, entry.downloads) for show, entry in chart.entries.items()},
        )
        for chart in make_first_charts(year)
    ]
    keep_editions(archive, {}, {edition.week: edition for edition in editions})
    projections = tuple(
        EpisodeProjection(*each.key, each.hours, each.projected, each.low, each.high, each.last)
        for each in make_kept(year)
    )
    monday = year.list_complete()[-2]
    run = ProjectionRun(find_midnight(monday) + timedelta(days=1), projections)
    keep_projections(archive, {}, {Week(monday): (run,)})
