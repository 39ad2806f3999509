"""Charts of a few shows and weeks, written as their downloads, with the history that rankings.sql would give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa

from nyaastats.domain.calendar import Week
from nyaastats.domain.shows import AniListId, Format, Show
from nyaastats.publish.contracts.public import EPISODES, ChartRow, WeekChart

FIRST_WEEK = Week(date(2025, 9, 29))
"""2025-W40."""

Downloads = Mapping[int, int | tuple[int, int]]
"""A week: by show its downloads, or these and how many of them are estimated."""


@dataclass(frozen=True, slots=True)
class EpisodeCase:
    """An episode by its days from that of its first torrent on."""

    show: int
    episode: int
    first_day: date
    daily: Sequence[int | tuple[int, int]]
    """Downloads of each day, or these and how many of them are estimated."""

    def list_days(self) -> list[tuple[date, int, int]]:
        """Each day with its downloads and the estimated ones."""
        return [(self.first_day + timedelta(days=age), *split_count(count)) for age, count in enumerate(self.daily)]


def split_count(count: int | tuple[int, int]) -> tuple[int, int]:
    """Downloads, and how many of them are estimated."""
    return count if isinstance(count, tuple) else (count, 0)


def make_show(id_: int, episodes: int | None = None) -> Show:
    """A show whose title is its id."""
    return Show(
        id=AniListId(id_),
        romaji=f"show {id_}",
        english=None,
        native=None,
        synonyms=(),
        format=Format.TV,
        status="RELEASING",
        episodes=episodes,
        season=None,
        start=None,
        end=None,
    )


def build_charts(weeks: Sequence[Downloads], *, complete: int | None = None) -> tuple[WeekChart, ...]:
    """The charts of these weeks, of which the first `complete` are over; None: all."""
    careers: dict[int, list[tuple[int, int, int]]] = {}
    charts = []
    for number, downloads in enumerate(weeks):
        week, is_complete = FIRST_WEEK.later(number), complete is None or number < complete
        rows = tuple(_build_rows(number, downloads, careers))
        charts.append(
            WeekChart(
                week=str(week),
                start_date=week.start,
                complete=is_complete,
                settled=is_complete,
                seasons=("fall-2025",),
                downloads=sum(row.downloads for row in rows),
                downloads_estimated=sum(row.downloads_estimated for row in rows),
                rows=rows,
                movers=None,
                records=(),
                headline=None,
                facts=(),
                recap=(),
            )
        )
    return tuple(charts)


def _build_rows(number: int, downloads: Downloads, careers: dict[int, list[tuple[int, int, int]]]) -> list[ChartRow]:
    """The rows of a week; `careers` has each show's weeks, ranks and downloads, and is brought up to it."""
    counts = {show: split_count(count) for show, count in downloads.items()}
    order = sorted(counts, key=lambda show: (-counts[show][0], show))
    rows = []
    for rank, show in enumerate(order, start=1):
        count, estimated = counts[show]
        career = careers.setdefault(show, [])
        before = career[-1] if career and career[-1][0] == number - 1 else None
        career.append((number, rank, count))
        rows.append(
            ChartRow(
                anilist_id=AniListId(show),
                title=f"show {show}",
                title_romaji=f"show {show}",
                rank=rank,
                tied=sum(other == count for other, _ in counts.values()) > 1,
                downloads=count,
                downloads_estimated=estimated,
                margin=count - counts[order[rank]][0] if rank < len(order) else None,
                previous_rank=before[1] if before else None,
                previous_downloads=before[2] if before else None,
                peak_rank=min(past for _, past, _ in career),
                weeks_on_chart=len(career),
                streak=_count_streak([past for past, _, _ in career]),
                weeks_at_first=sum(past == 1 for _, past, _ in career),
                weeks_in_top_10=sum(past <= 10 for _, past, _ in career),
                debut_week=str(FIRST_WEEK.later(career[0][0])),
            )
        )
    return rows


def _count_streak(numbers: Sequence[int]) -> int:
    last = numbers[-1]
    return next(length for length in range(1, last + 3) if last - length not in numbers)


# --- episodes ---------------------------------------------------------------------------------------------------------

_FIRSTS = pa.schema(
    [
        ("anilist_id", pa.int64()),
        ("episode", pa.int32()),
        ("first_published", pa.int64()),
        ("downloads_7", pa.int64()),
        ("estimated_7", pa.int64()),
        ("is_over_7", pa.bool_()),
    ]
)
_BEST_DAYS = pa.schema(
    [
        ("week", pa.string()),
        ("anilist_id", pa.int64()),
        ("episode", pa.int32()),
        ("day", pa.int64()),
        ("downloads", pa.int64()),
    ]
)


def build_firsts(cases: Sequence[EpisodeCase]) -> pa.Table:
    """The part of the measure table `episode_firsts` that records read."""
    rows = [
        {
            "anilist_id": case.show,
            "episode": case.episode,
            "first_published": int(datetime.combine(case.first_day, datetime.min.time(), UTC).timestamp()) + 3600,
            "downloads_7": sum(downloads for _, downloads, _ in case.list_days()[:7]),
            "estimated_7": sum(estimated for _, _, estimated in case.list_days()[:7]),
            "is_over_7": len(case.daily) >= 7,
        }
        for case in cases
    ]
    return pa.Table.from_pylist(rows, schema=_FIRSTS)


def build_best_days(cases: Sequence[EpisodeCase]) -> pa.Table:
    """The measure table `best_days`."""
    best: dict[tuple[str, int], tuple[int, int, int]] = {}
    for case in cases:
        for day, downloads, estimated in case.list_days():
            key, number = (str(Week.of(day)), case.show), (day - date(1970, 1, 1)).days
            # The most downloads, then the earlier day, then the lower episode.
            order = (downloads, -number, -case.episode)
            if downloads > 0 and 5 * estimated <= downloads and order > best.get(key, (0, 0, 0)):
                best[key] = order
    rows = [
        {"week": week, "anilist_id": show, "episode": -episode, "day": -day, "downloads": downloads}
        for (week, show), (downloads, day, episode) in sorted(best.items())
    ]
    return pa.Table.from_pylist(rows, schema=_BEST_DAYS)


def build_episodes(cases: Sequence[EpisodeCase]) -> pa.Table:
    """The rows of `episodes.parquet`."""
    rows = []
    for case in sorted(cases, key=lambda case: (case.show, case.episode)):
        total = 0
        for age, (day, downloads, estimated) in enumerate(case.list_days()):
            total += downloads
            rows.append(
                {
                    "anilist_id": case.show,
                    "episode": case.episode,
                    "date": datetime.combine(day, datetime.min.time(), UTC),
                    "downloads_daily": downloads,
                    "downloads_cumulative": total,
                    "days_since_first_torrent": age + 23 / 24,
                    "title": f"show {case.show}",
                    "downloads_estimated": estimated,
                }
            )
    return pa.Table.from_pylist(rows, schema=EPISODES)
