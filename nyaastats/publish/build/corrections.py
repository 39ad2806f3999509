"""Builds corrections.json and the score of first editions: what a week's chart said first, and what it says now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from nyaastats.domain.calendar import Week
from nyaastats.domain.editions import Edition, EditionEntry, Editions
from nyaastats.domain.ranking import NOTABLE_RANKS
from nyaastats.domain.shows import AniListId
from nyaastats.publish.contracts.public import Correction, Corrections, WeekChart
from nyaastats.publish.contracts.report import Revision

MIN_CHANGE = 5
"""A change of downloads is listed when it is more than these,"""
MIN_CHANGED_SHARE = 0.01
"""and more than this share of the number first published."""
_SHARE_DIGITS = 6


def build_editions(weeks: Iterable[WeekChart], data_until: datetime) -> Editions:
    """The chart of each complete week, as this run publishes it."""
    editions = (_build_edition(week, data_until) for week in weeks if week.complete)
    return {edition.week: edition for edition in editions}


def _build_edition(week: WeekChart, data_until: datetime) -> Edition:
    entries = {AniListId(row.anilist_id): EditionEntry(row.rank, row.downloads) for row in week.rows}
    return Edition(Week(week.start_date), data_until, entries)


def build_corrections(
    weeks: Iterable[WeekChart], data_until: datetime, editions: Editions, titles: Mapping[AniListId, str]
) -> Corrections:
    """What differs from the editions: by week, then by the rank first published."""
    corrections = tuple(
        correction
        for now in build_editions(weeks, data_until).values()
        if (first := editions.get(now.week)) and first.known_until <= now.known_until
        for correction in _compare(first, now, titles)
    )
    return Corrections(data_until, corrections)


def _compare(first: Edition, now: Edition, titles: Mapping[AniListId, str]) -> Iterator[Correction]:
    for show in _list_shows(first, now):
        before, after = first.entries.get(show), now.entries.get(show)
        if is_notable(before, after):
            yield Correction(
                week=str(first.week),
                anilist_id=show,
                title=titles.get(show),
                published_until=first.known_until,
                published_rank=before.rank if before else None,
                rank=after.rank if after else None,
                published_downloads=before.downloads if before else 0,
                downloads=after.downloads if after else 0,
            )


def _list_shows(first: Edition, now: Edition) -> Iterable[AniListId]:
    """Every show of either, those of the first edition first, by rank."""
    return {
        **dict.fromkeys(sorted(first.entries, key=lambda show: first.entries[show].rank)),
        **dict.fromkeys(sorted(now.entries, key=lambda show: now.entries[show].rank)),
    }


def is_notable(before: EditionEntry | None, after: EditionEntry | None) -> bool:
    """Whether a change is listed; None where the show was, or is, not ranked."""
    downloads = before.downloads if before else 0
    change = abs((after.downloads if after else 0) - downloads)
    if change > MIN_CHANGE and change > MIN_CHANGED_SHARE * downloads:
        return True
    ranks = [entry.rank if entry else None for entry in (before, after)]
    return ranks[0] != ranks[1] and any(rank is not None and rank <= NOTABLE_RANKS for rank in ranks)


def score_editions(weeks: Sequence[WeekChart], data_until: datetime, editions: Editions) -> Revision | None:
    """How right the first editions were: over the settled weeks whose edition knew less; None where there are none."""
    settled = {Week(week.start_date) for week in weeks if week.settled}
    pairs = [
        (first, now)
        for now in build_editions(weeks, data_until).values()
        if now.week in settled and (first := editions.get(now.week)) and first.known_until < now.known_until
    ]
    entries = [
        (entry, now.entries.get(show))
        for first, now in pairs
        for show, entry in first.entries.items()
        if entry.rank <= NOTABLE_RANKS
    ]
    if not entries:
        return None
    revisions = [
        abs((after.downloads if after else 0) - before.downloads) / before.downloads for before, after in entries
    ]
    return Revision(
        weeks=len(pairs),
        places=len(entries),
        mean_revision=round(sum(revisions) / len(revisions), _SHARE_DIGITS),
        ranks_moved=sum(after is None or after.rank != before.rank for before, after in entries),
    )
