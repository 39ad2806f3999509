"""Builds the documents of a run from the measured tables and the shows' facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

import pyarrow as pa

from nyaastats.domain.calendar import Season
from nyaastats.domain.editions import Editions
from nyaastats.domain.eligibility import RankedShow, SeasonRole
from nyaastats.domain.matches import ExclusionReason, MeasuredTorrent
from nyaastats.domain.measures import Measures
from nyaastats.domain.ranking import rank_by_downloads
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.corrections import build_corrections
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
from nyaastats.publish.contracts.report import Tally
from nyaastats.publish.contracts.values import CORRECTIONS_FILE, RANKINGS_FILE, SHOWS_FILE, page_file
from nyaastats.publish.encoding import OutputFile, encode_episodes, encode_json

_AVERAGE_DIGITS = 2
"""Decimals of an average."""


def build_publication(  # noqa: PLR0913 - all that is published is made here
    measures: Measures,
    ranked: Sequence[RankedShow],
    torrents: Iterable[MeasuredTorrent],
    *,
    season: Season,
    data_until: datetime,
    editions: Editions,
) -> Publication:
    """All that a run publishes, except its report and manifest; `editions` are its weeks as first published."""
    episodes = measures.episode_days.select(EPISODES.names).cast(EPISODES)
    rankings = Rankings(str(season), data_until, _build_weeks(measures))
    figures = _collect_figures(episodes, rankings, _tally_excluded(torrents, measures))
    shows = Shows(str(season), data_until, _build_summaries(figures, ranked, rankings))
    pages = build_pages(episodes, _find_provisional_days(measures))
    titles = {item.show.id: item.show.title for item in ranked}
    return Publication(episodes, rankings, shows, pages, build_corrections(rankings, editions, titles))


def encode_publication(publication: Publication) -> list[OutputFile]:
    """The publication as files, ready to be written, and the description of all files."""
    return [
        encode_episodes(publication.episodes),
        encode_json(RANKINGS_FILE, publication.rankings, rows=len(publication.rankings.weeks)),
        encode_json(SHOWS_FILE, publication.shows, rows=len(publication.shows.shows)),
        *(encode_json(page_file(page.anilist_id), page, rows=len(page.episodes)) for page in publication.pages),
        encode_json(CORRECTIONS_FILE, publication.corrections, rows=len(publication.corrections.corrections)),
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
        ChartWeek(
            week["week"], week["start_date"], week["is_complete"], week["is_settled"], ranked.get(week["week"], ())
        )
        for week in measures.chart_weeks.to_pylist()
    )


def _build_ranking(row: Mapping[str, Any]) -> Ranking:
    return Ranking(
        anilist_id=row["anilist_id"],
        rank=row["rank"],
        downloads=row["downloads"],
        downloads_estimated=row["downloads_estimated"],
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
    weeks: tuple[Ranking, ...]
    seasonal_rank: int | None
    weekly_average: float
    excluded: tuple[ExcludedTorrents, ...]


def _collect_figures(
    episodes: pa.Table, rankings: Rankings, excluded: Mapping[AniListId, tuple[ExcludedTorrents, ...]]
) -> Mapping[AniListId, _Figures]:
    totals, weeks = sum_episodes(episodes), _list_weeks_by_show(rankings)
    ranks, averages = _rank_shows(weeks), _average_weeks(rankings)
    return {
        show: _Figures(
            totals[show],
            weeks.get(show, ()),
            ranks.get(show),
            averages.get(show, 0.0),
            excluded.get(show, ()),
        )
        for show in totals
    }


def _list_weeks_by_show(rankings: Rankings) -> Mapping[AniListId, tuple[Ranking, ...]]:
    weeks: defaultdict[AniListId, tuple[Ranking, ...]] = defaultdict(tuple)
    for ranking in (ranking for week in rankings.weeks for ranking in week.rankings):
        weeks[ranking.anilist_id] += (ranking,)
    return weeks


def _rank_shows(weeks: Mapping[AniListId, Sequence[Ranking]]) -> Mapping[AniListId, int]:
    """Rank 1 has the most downloads in the season's weeks."""
    return rank_by_downloads({show: sum(ranking.downloads for ranking in own) for show, own in weeks.items()})


def _average_weeks(rankings: Rankings) -> Mapping[AniListId, float]:
    """Downloads a week over the complete weeks in which a show was ranked."""
    counts: dict[AniListId, list[int]] = {}
    for week in rankings.weeks:
        for ranking in week.rankings if week.complete else ():  # half a week would lower the average
            counts.setdefault(ranking.anilist_id, []).append(ranking.downloads)
    return {show: round(sum(weeks) / len(weeks), _AVERAGE_DIGITS) for show, weeks in counts.items()}


def _tally_excluded(
    torrents: Iterable[MeasuredTorrent], measures: Measures
) -> Mapping[AniListId, tuple[ExcludedTorrents, ...]]:
    """By show, its torrents that count for no episode, counted by reason, and its downloads after its last day."""
    groups: defaultdict[tuple[AniListId, ExclusionReason], list[MeasuredTorrent]] = defaultdict(list)
    for torrent in torrents:
        if torrent.exclusion and (match := torrent.match):
            groups[match.show, torrent.exclusion].append(torrent)
    tallies = {key: tally_torrents(group) for key, group in groups.items()}
    for row in measures.left_out.to_pylist():
        if row["after_last_day"]:
            key = AniListId(row["anilist_id"]), ExclusionReason.AFTER_LAST_DAY
            late = tallies.get(key, Tally(0, 0))
            tallies[key] = Tally(late.torrents, late.downloads + row["after_last_day"])
    by_show: defaultdict[AniListId, tuple[ExcludedTorrents, ...]] = defaultdict(tuple)
    # Sorted by the reason's spelling, not by its place in ExclusionReason, which a new reason would change.
    for show, reason in sorted(tallies):
        tally = tallies[show, reason]
        by_show[show] += (ExcludedTorrents(reason, tally.torrents, tally.downloads),)
    return by_show


def _find_provisional_days(measures: Measures) -> Mapping[AniListId, date]:
    """By show, the first day into which a tail estimate reaches."""
    return {
        AniListId(row["anilist_id"]): datetime.fromtimestamp(row["tail_from"], UTC).date()
        for row in measures.show_tails.to_pylist()
    }


def _build_summaries(
    figures: Mapping[AniListId, _Figures], ranked: Iterable[RankedShow], rankings: Rankings
) -> tuple[ShowSummary, ...]:
    items = list(ranked)
    final = _find_final_shows(figures, items, rankings)
    # Ranked shows of which no torrent was scraped have no figures, and no entry.
    return tuple(
        _build_summary(item, figures[item.show.id], is_final=item.show.id in final)
        for item in items
        if item.show.id in figures
    )


def _find_final_shows(
    figures: Mapping[AniListId, _Figures], ranked: Sequence[RankedShow], rankings: Rankings
) -> AbstractSet[AniListId]:
    """The shows whose rank can change no more: their total cannot, nor that of any show behind them."""
    over = {item.show.id for item in ranked if _is_over(item, rankings)}
    places = {show: figure.seasonal_rank for show, figure in figures.items()}
    behind_all = len(figures) + 1  # the place of a show that has no downloads yet
    last_open = max((places.get(item.show.id) or behind_all for item in ranked if item.show.id not in over), default=0)
    return {show for show in over if (places.get(show) or behind_all) > last_open}


def _is_over(item: RankedShow, rankings: Rankings) -> bool:
    """Whether nothing of the show's numbers can change any more."""
    if item.last_day is None or item.show.status == "RELEASING" or item.last_day >= rankings.data_until.date():
        return False
    return all(week.settled for week in rankings.weeks if week.start_date <= item.last_day)


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
        last_day=item.last_day,
        downloads=downloads,
        downloads_estimated=sum(total.downloads_estimated for total in totals),
        season_downloads=sum(week.downloads for week in figures.weeks),
        season_downloads_estimated=sum(week.downloads_estimated for week in figures.weeks),
        daily_average=round(downloads / days, _AVERAGE_DIGITS),
        weekly_average=figures.weekly_average,
        seasonal_rank=figures.seasonal_rank,
        rank_is_final=is_final,
        episode_totals=totals,
        excluded=figures.excluded,
    )
