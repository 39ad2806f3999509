"""Builds the index of all shows and of all seasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nyaastats.domain.calendar import Season, SeasonSpan
from nyaastats.domain.eligibility import CountedShow
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.show_facts import build_facts
from nyaastats.publish.contracts.public import (
    EpisodeTotal,
    SeasonDocuments,
    SeasonEntry,
    SeasonPlace,
    Seasons,
    ShowEntry,
    ShowIndex,
    WeekChart,
)


def build_show_index(
    counted: Iterable[CountedShow],
    totals: Mapping[AniListId, Sequence[EpisodeTotal]],
    weeks: Iterable[WeekChart],
    seasons: Iterable[SeasonDocuments],
    data_until: datetime,
) -> ShowIndex:
    """Every counted show with an episode, by id."""
    careers, places = _collect_careers(weeks), _collect_places(seasons)
    entries = (
        _build_entry(item, totals[item.show.id], careers.get(item.show.id, _Career()), places.get(item.show.id, ()))
        for item in counted
        if item.show.id in totals
    )
    return ShowIndex(data_until, tuple(entries))


@dataclass(slots=True)
class _Career:
    """A show's weeks among all series."""

    peak_rank: int | None = None
    """Of complete weeks: half a week may rank a show that a whole one does not."""
    weeks: int = 0
    weeks_at_first: int = 0


def _collect_careers(weeks: Iterable[WeekChart]) -> Mapping[AniListId, _Career]:
    careers: defaultdict[AniListId, _Career] = defaultdict(_Career)
    for week in weeks:
        for row in week.rows:
            career = careers[row.anilist_id]
            career.weeks, career.weeks_at_first = row.weeks_on_chart, row.weeks_at_first
            if week.complete:
                career.peak_rank = row.peak_rank
    return careers


def _collect_places(seasons: Iterable[SeasonDocuments]) -> Mapping[AniListId, tuple[SeasonPlace, ...]]:
    places: defaultdict[AniListId, tuple[SeasonPlace, ...]] = defaultdict(tuple)
    for season in seasons:
        for show in season.shows.shows:
            place = SeasonPlace(
                slug=season.slug,
                season=season.shows.season,
                continuing=show.continuing,
                downloads=show.season_downloads,
                rank=show.seasonal_rank,
                rank_is_final=show.rank_is_final,
            )
            places[show.anilist_id] += (place,)
    return places


def _build_entry(
    item: CountedShow, totals: Sequence[EpisodeTotal], career: _Career, places: tuple[SeasonPlace, ...]
) -> ShowEntry:
    show = item.show
    return ShowEntry(
        **build_facts(show),
        synonyms=show.synonyms,
        trending=show.trending,
        last_day=item.last_day,
        downloads=sum(total.downloads for total in totals),
        downloads_estimated=sum(total.downloads_estimated for total in totals),
        peak_rank=career.peak_rank,
        weeks_on_chart=career.weeks,
        weeks_at_first=career.weeks_at_first,
        seasons=places,
    )


def build_seasons_index(seasons: Sequence[SeasonDocuments], span: SeasonSpan, data_until: datetime) -> Seasons:
    """Every season in a few figures."""
    entries = (
        _build_season(season, documents, span.post_airing_weeks)
        for season, documents in zip(span.seasons, seasons, strict=True)
    )
    return Seasons(span.current.slug, data_until, tuple(entries))


def _build_season(season: Season, documents: SeasonDocuments, post_airing_weeks: int) -> SeasonEntry:
    weeks, shows = documents.rankings.weeks, documents.shows.shows
    planned = season.list_chart_weeks(post_airing_weeks)
    is_over = weeks[-1].week == str(planned[-1]) and weeks[-1].complete
    champion = next((show for show in shows if show.seasonal_rank == 1), None)
    return SeasonEntry(
        slug=documents.slug,
        season=documents.shows.season,
        first_week=weeks[0].week,
        last_week=weeks[-1].week,
        over=is_over,
        settled=is_over and all(week.settled for week in weeks),
        shows=sum(show.seasonal_rank is not None for show in shows),
        downloads=sum(show.season_downloads for show in shows),
        champion_id=champion.anilist_id if champion else None,
        champion_title=champion.title if champion else None,
    )
