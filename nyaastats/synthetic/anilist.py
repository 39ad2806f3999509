"""The facts of the season as AniList would answer at the end of the data.

Popularity, score and colour are invented; everything else is from the facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from nyaastats.domain.calendar import Season
from nyaastats.synthetic.facts import DATA_UNTIL, ShowFacts
from nyaastats.synthetic.ratings import rate
from nyaastats.synthetic.scenario import JAPAN, RankedFacts

_TOP_POPULARITY = 250_000


def make_snapshot(facts: Iterable[ShowFacts], until: datetime = DATA_UNTIL) -> dict[str, Any]:
    """AniList's answer to the query of a season, as a snapshot file holds it; shows in the order of the facts.

    It is as AniList would answer at the moment `until`.
    """
    return _wrap([_build_media(fact, rank, until) for rank, fact in enumerate(facts)])


def make_rated_snapshot(shows: Iterable[RankedFacts], until: datetime) -> dict[str, Any]:
    """The same with all that AniList says of a show: ratings, genres, studios, the next broadcast."""
    return _wrap([_build_media(show.fact, show.rank, until) | rate(show, until) for show in shows])


def _wrap(media: list[dict[str, Any]]) -> dict[str, Any]:
    return {"data": {"Page": {"pageInfo": {"hasNextPage": False}, "media": media}}}


def _build_media(fact: ShowFacts, rank: int, until: datetime) -> dict[str, Any]:
    season = Season.parse(fact.season)
    # AniList gives an end date only to a show that has ended.
    last = fact.airings[-1].at if fact.has_ended(until) else None
    return {
        "id": fact.id,
        "idMal": None,
        "title": {"romaji": fact.romaji, "english": fact.english, "native": fact.native},
        "synonyms": list(fact.synonyms),
        "format": fact.format.value,
        "status": _determine_status(fact, until),
        "episodes": fact.episodes,
        "duration": fact.duration_minutes,
        "isAdult": False,
        "season": season.quarter.value,
        "seasonYear": season.year,
        "startDate": _build_fuzzy_date(fact.start_date or fact.first_airing_at.astimezone(JAPAN).date()),
        "endDate": _build_fuzzy_date(last.astimezone(JAPAN).date() if last else None),
        "averageScore": 60 + fact.id * 7 % 28,
        "popularity": _TOP_POPULARITY // (rank + 1),
        "genres": None,
        "coverImage": {"extraLarge": None, "large": None, "color": _compute_color(fact.id)},
        "siteUrl": f"https://anilist.co/anime/{fact.id}",
        "airingSchedule": {"nodes": [{"episode": a.episode, "airingAt": int(a.at.timestamp())} for a in fact.airings]},
        "relations": {
            "edges": [_build_prequel(prequel.id, prequel.format, prequel.episodes) for prequel in fact.prequels]
        },
    }


def _compute_color(show: int) -> str:
    """A colour that neighbouring ids do not share: Knuth's multiplicative hash, by 2^32 / φ."""
    return f"#{show * 2_654_435_761 % 0x1000000:06x}"


def _determine_status(fact: ShowFacts, until: datetime) -> str:
    if fact.first_airing_at > until:
        return "NOT_YET_RELEASED"
    return "FINISHED" if fact.has_ended(until) else "RELEASING"


def _build_fuzzy_date(day: date | None) -> dict[str, int | None]:
    """AniList's `FuzzyDate`: https://docs.anilist.co/reference/object/fuzzydate."""
    if day is None:
        return {"year": None, "month": None, "day": None}
    return {"year": day.year, "month": day.month, "day": day.day}


def _build_prequel(show: int, format_: str, episodes: int | None) -> dict[str, Any]:
    return {
        "relationType": "PREQUEL",
        "node": {"id": show, "type": "ANIME", "format": str(format_), "episodes": episodes},
    }
