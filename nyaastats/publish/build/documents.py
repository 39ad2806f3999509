"""The documents of a run, made of what was measured and of the shows' facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import pyarrow as pa

from nyaastats.domain.calendar import Season
from nyaastats.domain.eligibility import RankedShow, SeasonRole
from nyaastats.domain.matches import ExclusionReason, MeasuredTorrent
from nyaastats.domain.measures import Measures
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.counts import tally
from nyaastats.publish.build.episode_rows import episode_totals, pages
from nyaastats.publish.contracts.dictionary import schema_file
from nyaastats.publish.contracts.public import (
    EPISODES,
    ChartWeek,
    EpisodeTotal,
    LeftOut,
    Publication,
    Ranking,
    Rankings,
    Shows,
    ShowSummary,
)
from nyaastats.publish.contracts.values import RANKINGS_FILE, SHOWS_FILE, page_file
from nyaastats.publish.encoding import OutputFile, episodes_file, json_file

_ROUNDING = 2
"""Decimals of an average."""


def publication(
    measures: Measures,
    ranked: Sequence[RankedShow],
    told: Iterable[MeasuredTorrent],
    *,
    season: Season,
    data_until: datetime,
) -> Publication:
    """All that a run publishes, its report and manifest apart."""
    episodes = measures.episode_days.select(EPISODES.names).cast(EPISODES)
    rankings = Rankings(str(season), data_until, _weeks(measures))
    figures = _figures(episodes, rankings, told)
    shows = Shows(str(season), data_until, _summaries(figures, ranked, data_until.date()))
    return Publication(episodes, rankings, shows, pages(episodes))


def files(published: Publication) -> list[OutputFile]:
    """The publication as files, ready to be written, and the description of all files."""
    return [
        episodes_file(published.episodes),
        json_file(RANKINGS_FILE, published.rankings, rows=len(published.rankings.weeks)),
        json_file(SHOWS_FILE, published.shows, rows=len(published.shows.shows)),
        *(json_file(page_file(page.anilist_id), page, rows=len(page.episodes)) for page in published.pages),
        schema_file(),
    ]


def _weeks(measures: Measures) -> tuple[ChartWeek, ...]:
    ranked = {
        week: tuple(_ranking(row) for row in rows)
        for week, rows in groupby(measures.rankings.to_pylist(), key=lambda row: row["week"])
    }
    return tuple(
        ChartWeek(week["week"], week["start_date"], week["is_complete"], ranked.get(week["week"], ()))
        for week in measures.chart_weeks.to_pylist()
    )


def _ranking(row: Mapping[str, Any]) -> Ranking:
    return Ranking(
        anilist_id=row["anilist_id"],
        rank=row["rank"],
        downloads=row["downloads"],
        title=row["title"],
        title_romaji=row["title_romaji"],
        previous_rank=row["previous_rank"],
        peak_rank=row["peak_rank"],
        weeks_on_chart=row["weeks_on_chart"],
    )


def _seasonal_ranks(totals: Mapping[AniListId, Sequence[EpisodeTotal]]) -> Mapping[AniListId, int]:
    """Rank 1 has the most downloads of all its days; ties go to the lower id."""
    sums = {show: sum(total.downloads for total in episodes) for show, episodes in totals.items()}
    order = sorted((show for show in sums if sums[show]), key=lambda show: (-sums[show], show))
    return {show: rank for rank, show in enumerate(order, start=1)}


def _weekly_averages(rankings: Rankings) -> Mapping[AniListId, float]:
    """Downloads a week over the complete weeks in which a show was ranked."""
    counts: dict[AniListId, list[int]] = {}
    for week in rankings.weeks:
        for ranking in week.rankings if week.complete else ():
            counts.setdefault(ranking.anilist_id, []).append(ranking.downloads)
    return {show: round(sum(weeks) / len(weeks), _ROUNDING) for show, weeks in counts.items()}


def _left_out(told: Iterable[MeasuredTorrent]) -> Mapping[AniListId, tuple[LeftOut, ...]]:
    """By show, what was recognised as its and is in no episode."""
    groups: defaultdict[tuple[AniListId, ExclusionReason], list[MeasuredTorrent]] = defaultdict(list)
    for one in told:
        if one.exclusion and (match := one.match):
            groups[match.show, one.exclusion].append(one)
    by_show: defaultdict[AniListId, tuple[LeftOut, ...]] = defaultdict(tuple)
    for show, reason in sorted(groups):
        whole = tally(groups[show, reason])
        by_show[show] += (LeftOut(reason, whole.torrents, whole.downloads),)
    return by_show


@dataclass(frozen=True, slots=True)
class _Figures:
    """What was measured of one show."""

    totals: tuple[EpisodeTotal, ...]
    seasonal_rank: int | None
    weekly_average: float
    left_out: tuple[LeftOut, ...]


def _figures(episodes: pa.Table, rankings: Rankings, told: Iterable[MeasuredTorrent]) -> Mapping[AniListId, _Figures]:
    totals = episode_totals(episodes)
    ranks, averages, left_out = _seasonal_ranks(totals), _weekly_averages(rankings), _left_out(told)
    return {
        show: _Figures(totals[show], ranks.get(show), averages.get(show, 0.0), left_out.get(show, ()))
        for show in totals
    }


def _summaries(
    figures: Mapping[AniListId, _Figures], ranked: Iterable[RankedShow], today: date
) -> tuple[ShowSummary, ...]:
    return tuple(
        _summary(one, figures[one.show.id], is_final=one.last_day is not None and one.last_day < today)
        for one in ranked
        if one.show.id in figures
    )


def _summary(one: RankedShow, figures: _Figures, *, is_final: bool) -> ShowSummary:
    totals = figures.totals
    show = one.show
    downloads = sum(total.downloads for total in totals)
    days = (max(total.last_date for total in totals) - min(total.first_date for total in totals)).days + 1
    return ShowSummary(
        anilist_id=show.id,
        title=show.title,
        title_romaji=show.romaji,
        title_english=show.english,
        title_native=show.native,
        format=show.format,
        status=show.status,
        episodes=show.episodes,
        start_date=show.start,
        end_date=show.end,
        poster=show.poster,
        color=show.color,
        url=show.url,
        continuing=one.role is SeasonRole.CONTINUING,
        downloads=downloads,
        downloads_estimated=sum(total.downloads_estimated for total in totals),
        daily_average=round(downloads / days, _ROUNDING),
        weekly_average=figures.weekly_average,
        seasonal_rank=figures.seasonal_rank,
        rank_is_final=is_final,
        episode_totals=totals,
        left_out=figures.left_out,
    )
