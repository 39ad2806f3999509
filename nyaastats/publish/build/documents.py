"""Builds the documents of a run from the measured tables and the shows' facts."""

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
from nyaastats.publish.build.counts import tally_torrents
from nyaastats.publish.build.episode_rows import build_pages, sum_episodes
from nyaastats.publish.contracts.dictionary import encode_schema
from nyaastats.publish.contracts.public import (
    EPISODES,
    ChartWeek,
    EpisodeTotal,
    ExcludedTorrents,
    Publication,
    Ranking,
    Rankings,
    Shows,
    ShowSummary,
)
from nyaastats.publish.contracts.values import RANKINGS_FILE, SHOWS_FILE, page_file
from nyaastats.publish.encoding import OutputFile, encode_episodes, encode_json

_AVERAGE_DIGITS = 2
"""Decimals of an average."""


def build_publication(
    measures: Measures,
    ranked: Sequence[RankedShow],
    torrents: Iterable[MeasuredTorrent],
    *,
    season: Season,
    data_until: datetime,
) -> Publication:
    """All that a run publishes, except its report and manifest."""
    episodes = measures.episode_days.select(EPISODES.names).cast(EPISODES)
    rankings = Rankings(str(season), data_until, _build_weeks(measures))
    figures = _collect_figures(episodes, rankings, torrents)
    shows = Shows(str(season), data_until, _build_summaries(figures, ranked, data_until.date()))
    return Publication(episodes, rankings, shows, build_pages(episodes))


def encode_publication(publication: Publication) -> list[OutputFile]:
    """The publication as files, ready to be written, and the description of all files."""
    return [
        encode_episodes(publication.episodes),
        encode_json(RANKINGS_FILE, publication.rankings, rows=len(publication.rankings.weeks)),
        encode_json(SHOWS_FILE, publication.shows, rows=len(publication.shows.shows)),
        *(encode_json(page_file(page.anilist_id), page, rows=len(page.episodes)) for page in publication.pages),
        encode_schema(),
    ]


# --- rankings.json ----------------------------------------------------------------------------------------------------


def _build_weeks(measures: Measures) -> tuple[ChartWeek, ...]:
    ranked = {
        week: tuple(_build_ranking(row) for row in rows)
        for week, rows in groupby(measures.rankings.to_pylist(), key=lambda row: row["week"])
    }
    # From the chart's weeks, not from the rankings: a week in which nothing was downloaded is published, too.
    return tuple(
        ChartWeek(week["week"], week["start_date"], week["is_complete"], ranked.get(week["week"], ()))
        for week in measures.chart_weeks.to_pylist()
    )


def _build_ranking(row: Mapping[str, Any]) -> Ranking:
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


# --- shows.json -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Figures:
    """The measured figures of one show."""

    totals: tuple[EpisodeTotal, ...]
    seasonal_rank: int | None
    weekly_average: float
    excluded: tuple[ExcludedTorrents, ...]


def _collect_figures(
    episodes: pa.Table, rankings: Rankings, torrents: Iterable[MeasuredTorrent]
) -> Mapping[AniListId, _Figures]:
    totals = sum_episodes(episodes)
    ranks, averages, excluded = _rank_shows(totals), _average_weeks(rankings), _tally_excluded(torrents)
    return {
        show: _Figures(totals[show], ranks.get(show), averages.get(show, 0.0), excluded.get(show, ()))
        for show in totals
    }


def _rank_shows(totals: Mapping[AniListId, Sequence[EpisodeTotal]]) -> Mapping[AniListId, int]:
    """Rank 1 has the most downloads of all its days; ties go to the lower id."""
    sums = {show: sum(total.downloads for total in episodes) for show, episodes in totals.items()}
    # The same order as that of a week in rankings.sql.
    order = sorted((show for show in sums if sums[show]), key=lambda show: (-sums[show], show))
    return {show: rank for rank, show in enumerate(order, start=1)}


def _average_weeks(rankings: Rankings) -> Mapping[AniListId, float]:
    """Downloads a week over the complete weeks in which a show was ranked."""
    counts: dict[AniListId, list[int]] = {}
    for week in rankings.weeks:
        for ranking in week.rankings if week.complete else ():  # half a week would lower the average
            counts.setdefault(ranking.anilist_id, []).append(ranking.downloads)
    return {show: round(sum(weeks) / len(weeks), _AVERAGE_DIGITS) for show, weeks in counts.items()}


def _tally_excluded(torrents: Iterable[MeasuredTorrent]) -> Mapping[AniListId, tuple[ExcludedTorrents, ...]]:
    """By show, its torrents that count for no episode, counted by reason."""
    groups: defaultdict[tuple[AniListId, ExclusionReason], list[MeasuredTorrent]] = defaultdict(list)
    for torrent in torrents:
        if torrent.exclusion and (match := torrent.match):
            groups[match.show, torrent.exclusion].append(torrent)
    by_show: defaultdict[AniListId, tuple[ExcludedTorrents, ...]] = defaultdict(tuple)
    # Sorted by the reason's spelling, not by its place in ExclusionReason, which a new reason would change.
    for show, reason in sorted(groups):
        tally = tally_torrents(groups[show, reason])
        by_show[show] += (ExcludedTorrents(reason, tally.torrents, tally.downloads),)
    return by_show


def _build_summaries(
    figures: Mapping[AniListId, _Figures], ranked: Iterable[RankedShow], today: date
) -> tuple[ShowSummary, ...]:
    # Ranked shows of which no torrent was scraped have no figures, and no entry.
    return tuple(
        _build_summary(item, figures[item.show.id], is_final=item.last_day is not None and item.last_day < today)
        for item in ranked
        if item.show.id in figures
    )


def _build_summary(item: RankedShow, figures: _Figures, *, is_final: bool) -> ShowSummary:
    totals = figures.totals
    show = item.show
    downloads = sum(total.downloads for total in totals)
    # Over the whole span, days of nothing between two episodes included.
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
        continuing=item.role is SeasonRole.CONTINUING,
        downloads=downloads,
        downloads_estimated=sum(total.downloads_estimated for total in totals),
        daily_average=round(downloads / days, _AVERAGE_DIGITS),
        weekly_average=figures.weekly_average,
        seasonal_rank=figures.seasonal_rank,
        rank_is_final=is_final,
        episode_totals=totals,
        excluded=figures.excluded,
    )
