"""Series → what each release group had of a show's weeks: exact parts, rounded by the largest remainder."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from testkit.oracle.answer import Measured, measure
from testkit.oracle.records import Facts
from testkit.oracle.spans import split_at_midnights

Label = TypeVar("Label", bound=Hashable)
ShowWeek = tuple[AniListId, date]
"""A show, and the Monday of a week."""


def share_out(whole: int, parts: Mapping[Label, int]) -> dict[Label, Fraction]:
    """The exact share of each part in a whole number."""
    total = sum(parts.values())
    return {label: Fraction(whole * part, total) for label, part in parts.items()}


def compute_shares(facts: Facts, labels: Mapping[InfoHash, Label]) -> dict[ShowWeek, dict[Label, Fraction]]:
    """What each label has of each show's week; the shares of a week sum to the sum of its rounded days."""
    return compute_measured_shares(measure(facts), labels)


def compute_measured_shares(
    measured: Measured, labels: Mapping[InfoHash, Label]
) -> dict[ShowWeek, dict[Label, Fraction]]:
    """The same of what is measured already."""
    days = measured.episode_days
    last_days: dict[AniListId, date] = {}
    for show, _, day in days:
        last_days[show] = max(last_days.get(show, day), day)
    wholes: Counter[ShowWeek] = Counter()
    for (show, _, day), count in days.items():
        wholes[show, find_monday(day)] += count.downloads
    parts: defaultdict[ShowWeek, Counter[Label]] = defaultdict(Counter)
    for series in measured.series:
        show = series.torrent.anilist_id
        for number, part in (
            split for span in series.list_spans() for split in split_at_midnights(span, measured.curve)
        ):
            day = date(1970, 1, 1) + timedelta(days=number)
            if part and show in last_days and day <= last_days[show]:
                parts[show, find_monday(day)][labels[series.torrent.infohash]] += part
    return {key: share_out(whole, parts[key]) for key, whole in wholes.items() if whole}


def find_monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def is_apportioned(counts: Mapping[Label, int], shares: Mapping[Label, Fraction]) -> bool:
    """Whether the counts are the shares, rounded by the largest remainder, with the same sum.

    No rounding down of a larger fraction where a smaller one is rounded up, but for what floats cannot tell apart.
    """
    tolerance = Fraction(1, 10**6)
    rests = {label: share - counts.get(label, 0) for label, share in shares.items()}
    lowered = [rest for rest in rests.values() if rest > 0]
    raised = [rest + 1 for rest in rests.values() if rest < 0]
    return (
        counts.keys() <= shares.keys()
        and sum(counts.values()) == sum(shares.values())
        and all(-1 < rest < 1 for rest in rests.values())
        and max(lowered, default=Fraction(0)) <= min(raised, default=Fraction(1)) + tolerance
    )
