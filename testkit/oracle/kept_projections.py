"""How right the projections were that earlier runs published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from testkit.oracle.first_days import Episode, list_first_days
from testkit.oracle.projections import SCORED, Score, take_median
from testkit.oracle.year import Year


@dataclass(frozen=True, slots=True)
class Kept:
    """One of them."""

    key: Episode
    hours: float
    projected: int
    low: int | None
    high: int | None
    last: int | None


def find_age(hours: float) -> int:
    """The nearest of the scored ages, in proportion."""
    return min(SCORED, key=lambda scored: max(hours / scored, scored / hours))


def build_kept_scores(year: Year, kept: Iterable[Kept]) -> list[Score]:
    """By age, of the episodes whose first 7 days are over now."""
    ages: defaultdict[int, list[tuple[Kept, int]]] = defaultdict(list)
    firsts = list_first_days(year)
    for each in kept:
        line = firsts.get(each.key)
        if line and line.downloads_7:
            ages[find_age(each.hours)].append((each, line.downloads_7))
    return [score(hours, ages[hours]) for hours in sorted(ages)]


def score(hours: int, pairs: Sequence[tuple[Kept, int]]) -> Score:
    """Those of one age, each with what it came to."""
    covered = [
        each.low <= total <= each.high for each, total in pairs if each.low is not None and each.high is not None
    ]
    compared = [(each, each.last, total) for each, total in pairs if each.last is not None]
    return Score(
        hours=hours,
        projections=len(pairs),
        median_error=take_median([abs(each.projected - total) / total for each, total in pairs]),
        intervals=len(covered),
        coverage=round(sum(covered) / len(covered), 6) if covered else None,
        compared=len(compared),
        compared_error=take_median([abs(each.projected - total) / total for each, _, total in compared]),
        last_error=take_median([abs(last - total) / total for _, last, total in compared]),
    )
