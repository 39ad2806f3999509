"""AniList's facts of a show, as all files state them."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from nyaastats.domain.shows import AniListId, Format, Show
from nyaastats.publish.contracts.public import NextAiring


class ShowFacts(TypedDict):
    """The fields that every description of a show has: `ShowEntry` and `ShowSummary` say what each is."""

    anilist_id: AniListId
    title: str
    title_romaji: str
    title_english: str | None
    title_native: str | None
    format: Format
    status: str | None
    episodes: int | None
    start_date: date | None
    end_date: date | None
    poster: str | None
    color: str | None
    url: str
    score: int | None
    mean_score: int | None
    popularity: int | None
    favourites: int | None
    genres: tuple[str, ...]
    studios: tuple[str, ...]
    season: str | None
    next_airing: NextAiring | None


def build_facts(show: Show) -> ShowFacts:
    """The facts of one show."""
    return ShowFacts(
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
        score=show.score,
        mean_score=show.mean_score,
        popularity=show.popularity,
        favourites=show.favourites,
        genres=show.genres,
        studios=show.studios,
        season=show.season.slug if show.season else None,
        next_airing=NextAiring(show.next_airing.episode, show.next_airing.at) if show.next_airing else None,
    )
