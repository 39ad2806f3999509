"""When AniList is asked about a season again, and which kept answer is used instead: decided, not done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from nyaastats.collect.anilist.catalogue import build_catalogue
from nyaastats.collect.anilist.queries import POST_SEASON
from nyaastats.collect.anilist.schema import AniListAnswer
from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import Show

FRESH_WHILE_AIRING = timedelta(hours=24)
FRESH_WHEN_FINISHED = timedelta(days=7)
FINAL_AFTER = timedelta(days=60)
"""An answer of so long after its season is asked for no more: its facts hardly change."""


class Place(StrEnum):
    """Where an answer is kept; of two of the same time the first is used."""

    ARCHIVE = "archive"
    CACHE = "cache"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A valid answer about a season, and when AniList gave it."""

    answer: AniListAnswer
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class RequestPlan:
    """Where a run takes a season's shows from."""

    must_ask: bool
    """Whether AniList is asked; else what is kept is used without asking."""
    kept: Place | None
    """Whose answer is used, also when AniList must be asked and is down; None: there is none."""


def plan_request(
    season: Season, kept: Mapping[Place, KeptAnswer], now: datetime, *, is_refresh: bool = False
) -> RequestPlan:
    """Ask AniList unless the newest answer is final or fresh; a refresh always asks.

    An answer from the future was stamped by a wrong clock: it is neither, and any other comes before it.
    """
    if not kept:
        return RequestPlan(must_ask=True, kept=None)
    places = [place for place in Place if place in kept]
    newest = max(places, key=lambda place: (kept[place].fetched_at <= now, kept[place].fetched_at))
    return RequestPlan(must_ask=is_refresh or not _is_current(kept[newest], season, now), kept=newest)


def _is_current(kept: KeptAnswer, season: Season, now: datetime) -> bool:
    if kept.fetched_at > now:
        return False
    return kept.fetched_at >= season.end + FINAL_AFTER or now - kept.fetched_at < _choose_lifetime(kept, season, now)


def _choose_lifetime(kept: KeptAnswer, season: Season, now: datetime) -> timedelta:
    """24 h while a show of the season airs, else 7 days."""
    # Only the season's own shows: a long-running one of another season airs on, and would keep it fresh for a day only.
    shows = (show for show in build_catalogue([kept.answer]).shows if show.season == season)
    return FRESH_WHILE_AIRING if any(_is_airing(show, season, now) for show in shows) else FRESH_WHEN_FINISHED


def _is_airing(show: Show, season: Season, now: datetime) -> bool:
    """Whether it airs or will; without a status, until the season's chart ends."""
    if show.status is None:
        return now < season.end + POST_SEASON
    return show.status in {"RELEASING", "NOT_YET_RELEASED"}
