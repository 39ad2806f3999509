"""Builds `films.json` from the measured weeks of films and their facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from nyaastats.domain.films import CountedFilm
from nyaastats.domain.measures import Measures
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.groups import GroupFigures, build_release_groups
from nyaastats.publish.contracts.films import Film, Films
from nyaastats.publish.contracts.public import WeekChart

_Row = Mapping[str, Any]


def build_films(
    measures: Measures,
    films: Sequence[CountedFilm],
    figures: GroupFigures,
    weeks: Sequence[WeekChart],
    data_until: datetime,
) -> Films:
    """Every film with a day in the chart's weeks, by id."""
    rows = {
        AniListId(show): list(group)
        for show, group in groupby(measures.film_weeks.to_pylist(), key=lambda row: row["anilist_id"])
    }
    provisional_days = _find_provisional_days(measures)
    labels = [week.week for week in weeks]
    documents = (
        _build_film(film, rows[film.show.id], labels, figures, provisional_days.get(film.show.id))
        for film in films
        if film.show.id in rows
    )
    return Films(data_until, weeks[-1].week, weeks[-1].complete, tuple(documents))


def map_film_torrents(films: Sequence[CountedFilm]) -> Mapping[int, AniListId]:
    """The film of each torrent that counts for any."""
    return {torrent_id: film.show.id for film in films for torrent_id in film.torrent_ids}


def _find_provisional_days(measures: Measures) -> Mapping[AniListId, date]:
    return {
        AniListId(row["anilist_id"]): datetime.fromtimestamp(row["tail_from"], UTC).date()
        for row in measures.film_tails.to_pylist()
    }


def _build_film(
    film: CountedFilm, rows: Sequence[_Row], labels: Sequence[str], figures: GroupFigures, provisional: date | None
) -> Film:
    show = film.show
    listed = labels[labels.index(rows[0]["week"]) :]
    by_week = {row["week"]: row for row in rows}
    torrents = figures.torrents[show.id]
    return Film(
        anilist_id=show.id,
        title=show.title,
        title_romaji=show.romaji,
        title_english=show.english,
        title_native=show.native,
        synonyms=show.synonyms,
        format=show.format,
        status=show.status,
        episodes=show.episodes,
        start_date=show.start,
        poster=show.poster,
        color=show.color,
        url=show.url,
        first_torrent_date=min(torrent.published.date() for torrent in torrents if torrent.published),
        torrents=len(film.torrent_ids),
        downloads=sum(row["downloads"] for row in rows),
        downloads_estimated=sum(row["downloads_estimated"] for row in rows),
        provisional_from=provisional,
        first_week=listed[0],
        downloads_weekly=_list_weekly(by_week, listed, "downloads"),
        downloads_estimated_weekly=_list_weekly(by_week, listed, "downloads_estimated"),
        groups=build_release_groups([week for week in figures.weeks[show.id] if week.week in by_week], torrents),
    )


def _list_weekly(by_week: Mapping[str, _Row], listed: Sequence[str], column: str) -> tuple[int, ...]:
    """Of each week; after its last scrape nothing is known of a film, and nothing expected."""
    return tuple(by_week[week][column] if week in by_week else 0 for week in listed)
