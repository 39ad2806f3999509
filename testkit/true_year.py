"""The published show-weeks of a synthetic year beside the true process that its counts were drawn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from nyaastats.synthetic.scenario import make_year
from testkit.measured_year import SEASONS, MeasuredYear, read_document

WEEK = timedelta(weeks=1)
LEAST_DENOMINATOR = 100
"""Errors are shares of a week's true downloads, or of so many: of fewer, chance alone would be a large share."""
OUTAGES = make_year(SEASONS).uptime.outages
ShowWeek = tuple[date, int]


@dataclass(frozen=True)
class TrueWeek:
    """A show in a complete week."""

    monday: date
    show: int
    published: int
    true: int
    rank: int | None
    is_settled: bool

    @property
    def error(self) -> int:
        return abs(self.published - self.true)

    @property
    def relative_error(self) -> float:
        return self.error / max(self.true, LEAST_DENOMINATOR)

    @property
    def is_off(self) -> bool:
        """By more than 3 %, as far as that is more than a few."""
        return self.relative_error > 0.03

    @property
    def is_beyond_chance(self) -> bool:
        """Off, and by more than two standard deviations of a Poisson count of its size."""
        return self.is_off and self.error > 2 * self.true**0.5

    @property
    def is_in_outage(self) -> bool:
        """Whether the scraper was down for a part of it."""
        return any(down.date() < self.monday + WEEK and up.date() >= self.monday for down, up in OUTAGES)


def list_true_weeks(year: MeasuredYear) -> list[TrueWeek]:
    """Every show in every complete week in which it was downloaded, or is said to have been."""
    true = sum_true_weeks(year)
    return [week for chart in read_charts(year.output) if chart["complete"] for week in list_chart_weeks(chart, true)]


def read_charts(folder: Path) -> Iterator[Any]:
    for path in sorted((folder / "weeks").glob("*.json")):
        yield read_document(folder, f"weeks/{path.name}")


def list_chart_weeks(chart: Any, true: Counter[ShowWeek]) -> Iterator[TrueWeek]:
    monday = date.fromisoformat(chart["start_date"])
    rows = {row["anilist_id"]: row for row in chart["rows"]}
    for show in sorted({*rows, *(show for week, show in true if week == monday)}):
        row = rows.get(show, {"downloads": 0, "rank": None})
        yield TrueWeek(monday, show, row["downloads"], true[monday, show], row["rank"], chart["settled"])


def sum_true_weeks(year: MeasuredYear) -> Counter[ShowWeek]:
    """The true downloads of the torrents that count, up to their shows' last days."""
    shows = read_document(year.output, "shows.json")["shows"]
    last_days = {show["anilist_id"]: date.fromisoformat(show["last_day"] or "9999-12-31") for show in shows}
    torrents = pq.read_table(year.summary.truth / "torrents.parquet").to_pylist()
    counted = {row["infohash"]: row["anilist_id"] for row in torrents if not row["reason"]}
    table = pq.read_table(year.summary.truth / "downloads.parquet")
    sums: Counter[ShowWeek] = Counter()
    for infohash, day, downloads in zip(*(column.to_pylist() for column in table.columns), strict=True):
        show = counted.get(infohash)
        if show is not None and day <= last_days[show]:
            sums[day - timedelta(days=day.weekday()), show] += downloads
    return Counter({key: downloads for key, downloads in sums.items() if downloads})


def find_misplaced(weeks: Iterable[TrueWeek]) -> float:
    """The errors, as a share of the true downloads."""
    own = list(weeks)
    return sum(week.error for week in own) / sum(week.true for week in own)
