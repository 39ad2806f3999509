"""The season's facts as AniList would answer when the data end.

Popularity, score and colour are made up; everything else is the facts of `shows.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from nyaastats.domain.calendar import Season
from nyaastats.synthetic.facts import DATA_UNTIL, Fact

_JAPAN = timedelta(hours=9)
_TOP_POPULARITY = 250_000


def snapshot(facts: Iterable[Fact]) -> dict[str, Any]:
    """An answer to the season's query, in the order of the facts."""
    media = [_media(fact, rank) for rank, fact in enumerate(facts)]
    return {"data": {"Page": {"pageInfo": {"hasNextPage": False}, "media": media}}}


def _media(fact: Fact, rank: int) -> dict[str, Any]:
    season = Season.parse(fact.season)
    last = fact.airings[-1].at if fact.is_finished and not fact.listed else None
    return {
        "id": fact.id,
        "idMal": None,
        "title": {"romaji": fact.romaji, "english": fact.english, "native": fact.native},
        "synonyms": list(fact.synonyms),
        "format": fact.format.value,
        "status": _status(fact),
        "episodes": fact.episodes,
        "duration": fact.duration,
        "isAdult": False,
        "season": season.quarter.value,
        "seasonYear": season.year,
        "startDate": _fuzzy_date(fact.start or (fact.first + _JAPAN).date()),
        "endDate": _fuzzy_date((last + _JAPAN).date() if last else None),
        "averageScore": 60 + fact.id * 7 % 28,
        "popularity": _TOP_POPULARITY // (rank + 1),
        "genres": None,
        "coverImage": {"extraLarge": None, "large": None, "color": f"#{fact.id * 2_654_435_761 % 0x1000000:06x}"},
        "siteUrl": f"https://anilist.co/anime/{fact.id}",
        "airingSchedule": {"nodes": [{"episode": a.episode, "airingAt": int(a.at.timestamp())} for a in fact.airings]},
        "relations": {"edges": [_prequel(prequel.id, prequel.format, prequel.episodes) for prequel in fact.prequels]},
    }


def _status(fact: Fact) -> str:
    if fact.first > DATA_UNTIL:
        return "NOT_YET_RELEASED"
    return "FINISHED" if fact.is_finished and not fact.listed else "RELEASING"


def _fuzzy_date(day: date | None) -> dict[str, int | None]:
    """AniList's `FuzzyDate`."""
    if day is None:
        return {"year": None, "month": None, "day": None}
    return {"year": day.year, "month": day.month, "day": day.day}


def _prequel(show: int, format_: str, episodes: int | None) -> dict[str, Any]:
    return {
        "relationType": "PREQUEL",
        "node": {"id": show, "type": "ANIME", "format": str(format_), "episodes": episodes},
    }
