"""What AniList's users and editors say of a show: ratings, which are made up, genres, studios, the next broadcast."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from nyaastats.synthetic.facts import ShowFacts
from nyaastats.synthetic.scenario import RankedFacts

_TOP_POPULARITY = 250_000
"""Users of AniList who list the most popular show."""
_POPULARITY_NOISE = 0.35
_SCORE_OF_A_THOUSAND = 64
"""The usual score of a show with a thousand users;"""
_SCORE_OF_A_TENFOLD = 7.5
"""with ten times as many it is so much higher."""
_SCORE_NOISE = 4.5
_LOWEST, _HIGHEST = 50, 92
_NEW = timedelta(weeks=4)


def rate(show: RankedFacts, until: datetime) -> dict[str, Any]:
    """The fields of a media in AniList's shape (https://docs.anilist.co/reference/object/media), at a moment.

    Of one show they are always the same, whatever the seed of the database: AniList knows nothing of nyaa.
    """
    fact, rng = show.fact, np.random.default_rng(show.fact.id)
    popularity = int(_TOP_POPULARITY / (show.rank + 1) ** 0.9 * rng.lognormal(0, _POPULARITY_NOISE))
    usual = _SCORE_OF_A_THOUSAND + _SCORE_OF_A_TENFOLD * np.log10(popularity / 1_000)
    score = int(np.clip(rng.normal(usual, _SCORE_NOISE), _LOWEST, _HIGHEST))
    return {
        # AniList gives a show its weighted average only once it has begun.
        "averageScore": score if fact.first_airing_at <= until else None,
        "meanScore": min(score + int(rng.integers(0, 3)), _HIGHEST),
        "popularity": popularity,
        "favourites": int(popularity * rng.uniform(0.01, 0.03) * (score / 75) ** 4),
        "trending": _compute_trending(fact, popularity, until),
        "genres": list(fact.genres),
        "studios": {"edges": list(_list_studios(fact))},
        "nextAiringEpisode": _find_next_airing(fact, until),
    }


def _compute_trending(fact: ShowFacts, popularity: int, until: datetime) -> int:
    """What users did with the show in the last hour: much while it airs, little later."""
    is_talked_about = fact.first_airing_at - _NEW <= until < fact.airings[-1].at + _NEW
    return popularity // (1_500 if is_talked_about else 60_000)


def _list_studios(fact: ShowFacts) -> list[dict[str, Any]]:
    """The studio that animates is the main one; producers are listed with it."""
    names = [*((fact.studio, True),) * bool(fact.studio), *((name, False) for name in fact.producers)]
    return [{"isMain": is_main, "node": {"name": name}} for name, is_main in names]


def _find_next_airing(fact: ShowFacts, until: datetime) -> dict[str, int] | None:
    ahead = (airing for airing in fact.airings if airing.at > until)
    airing = next(ahead, None)
    return {"episode": airing.episode, "airingAt": int(airing.at.timestamp())} if airing else None
