"""Builds what is published of each season: its chart, and its shows with their facts and totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from itertools import groupby
from typing import Any

from nyaastats.domain.calendar import Season, SeasonSpan, Week
from nyaastats.domain.eligibility import CountedShow, RankedShow, SeasonRole, select_ranked_shows
from nyaastats.domain.measures import Measures
from nyaastats.domain.ranking import rank_by_downloads
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.show_facts import build_facts
from nyaastats.publish.contracts.public import (
    ChartWeek,
    EpisodeTotal,
    ExcludedTorrents,
    Ranking,
    Rankings,
    SeasonDocuments,
    Shows,
    ShowSummary,
)

_AIRING = "RELEASING"
"""AniList's status of a show that is on the air."""
_AVERAGE_DIGITS = 2
"""Decimals of an average."""


@dataclass(frozen=True, slots=True)
class ShowFigures:
    """What was measured of all shows, whatever the season."""

    totals: Mapping[AniListId, tuple[EpisodeTotal, ...]]
    """The episodes of each show that has any."""
    excluded: Mapping[AniListId, tuple[ExcludedTorrents, ...]]
    """Torrents of each show that count for no episode."""


def build_seasons(
    measures: Measures, figures: ShowFigures, counted: Sequence[CountedShow], span: SeasonSpan, data_until: datetime
) -> tuple[SeasonDocuments, ...]:
    """The documents of each season, the earliest first."""
    chart_weeks = {Week(row["start_date"]): row for row in measures.chart_weeks.to_pylist()}
    rows = {
        season: list(group)
        for season, group in groupby(measures.season_rankings.to_pylist(), key=lambda row: row["season"])
    }
    documents = []
    for season in span.seasons:
        begun = [chart_weeks[week] for week in season.list_chart_weeks(span.post_airing_weeks) if week in chart_weeks]
        rankings = Rankings(str(season), data_until, _build_weeks(begun, rows.get(season.slug, [])))
        is_settled = _is_settled(season, rankings.weeks, span)
        summaries = _build_summaries(figures, select_ranked_shows(counted, season), rankings, is_settled=is_settled)
        chart_end = _find_chart_end(season, span) if is_settled else None
        published = replace(rankings, data_until=chart_end or data_until)
        documents.append(SeasonDocuments(season.slug, published, Shows(str(season), data_until, summaries)))
    return tuple(documents)


def _is_settled(season: Season, weeks: Sequence[ChartWeek], span: SeasonSpan) -> bool:
    """Whether the season's last week is over, and nothing more is expected in any."""
    last = season.list_chart_weeks(span.post_airing_weeks)[-1]
    return weeks[-1].week == str(last) and all(week.settled for week in weeks)


def _find_chart_end(season: Season, span: SeasonSpan) -> datetime | None:
    """When the chart of a settled season ended: its file must not change any more; None for the current season."""
    last = season.list_chart_weeks(span.post_airing_weeks)[-1]
    return None if season == span.current else datetime.combine(last.end, time(), UTC)


# --- rankings.json ----------------------------------------------------------------------------------------------------


def _build_weeks(weeks: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]]) -> tuple[ChartWeek, ...]:
    ranked = {
        week: tuple(_build_ranking(row) for row in group) for week, group in groupby(rows, key=lambda row: row["week"])
    }
    # From the chart's weeks, not from the rankings: a week in which nothing was downloaded is published, too.
    return tuple(
        ChartWeek(
            week["week"], week["start_date"], week["is_complete"], week["is_settled"], ranked.get(week["week"], ())
        )
        for week in weeks
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
class _SeasonFigures:
    """The measured figures of one show in a season."""

    totals: tuple[EpisodeTotal, ...]
    weeks: tuple[Ranking, ...]
    seasonal_rank: int | None
    weekly_average: float
    excluded: tuple[ExcludedTorrents, ...]


def _collect_figures(figures: ShowFigures, rankings: Rankings) -> Mapping[AniListId, _SeasonFigures]:
    weeks = _list_weeks_by_show(rankings)
    ranks, averages = _rank_shows(weeks), _average_weeks(rankings)
    return {
        show: _SeasonFigures(
            totals,
            weeks.get(show, ()),
            ranks.get(show),
            averages.get(show, 0.0),
            figures.excluded.get(show, ()),
        )
        for show, totals in figures.totals.items()
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


def _build_summaries(
    measured: ShowFigures, ranked: Sequence[RankedShow], rankings: Rankings, *, is_settled: bool
) -> tuple[ShowSummary, ...]:
    # Ranked shows of which no torrent was scraped have no figures, and no entry.
    items = [item for item in ranked if item.show.id in measured.totals]
    figures = _collect_figures(measured, rankings)
    if is_settled:  # of a show that still airs nothing is called final
        final: AbstractSet[AniListId] = {item.show.id for item in items if item.show.status != _AIRING}
    else:
        final = _find_final_shows({item.show.id: figures[item.show.id] for item in items}, ranked, rankings)
    return tuple(_build_summary(item, figures[item.show.id], is_final=item.show.id in final) for item in items)


def _find_final_shows(
    figures: Mapping[AniListId, _SeasonFigures], ranked: Sequence[RankedShow], rankings: Rankings
) -> AbstractSet[AniListId]:
    """The shows whose rank can change no more: their total cannot, nor that of any show behind them."""
    over = {item.show.id for item in ranked if _is_over(item, rankings)}
    places = {show: figure.seasonal_rank for show, figure in figures.items()}
    behind_all = len(figures) + 1  # the place of a show that has no downloads yet
    last_open = max((places.get(item.show.id) or behind_all for item in ranked if item.show.id not in over), default=0)
    return {show for show in over if (places.get(show) or behind_all) > last_open}


def _is_over(item: RankedShow, rankings: Rankings) -> bool:
    """Whether nothing of the show's numbers can change any more."""
    if item.last_day is None or item.show.status == _AIRING or item.last_day >= rankings.data_until.date():
        return False
    return all(week.settled for week in rankings.weeks if week.start_date <= item.last_day)


def _build_summary(item: RankedShow, figures: _SeasonFigures, *, is_final: bool) -> ShowSummary:
    totals = figures.totals
    downloads = sum(total.downloads for total in totals)
    # Over the whole span, days of nothing between two episodes included.
    days = (max(total.last_date for total in totals) - min(total.first_date for total in totals)).days + 1
    return ShowSummary(
        **build_facts(item.show),
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
