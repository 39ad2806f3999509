"""The shows of a season: fetched from AniList at most once a day, and cached on disk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from nyaastats.collect.anilist.catalogue import build_catalogue, has_shows
from nyaastats.collect.anilist.endpoint import AniListEndpoint, AniListUnavailableError
from nyaastats.collect.anilist.queries import POST_SEASON, query_season
from nyaastats.collect.anilist.schema import AniListAnswer, Data
from nyaastats.collect.anilist.snapshots import read_snapshot, write_snapshot
from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import Catalogue, Show
from nyaastats.errors import AniListError, SnapshotError

FRESH_WHILE_AIRING = timedelta(hours=24)
FRESH_WHEN_FINISHED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CachedCatalogue:
    """The shows of the last valid answer about a season."""

    catalogue: Catalogue
    fetched_at: datetime


def fetch_catalogue(
    season: Season, *, cache_dir: Path, now: datetime, endpoint: AniListEndpoint | None = None
) -> Catalogue:
    """The season's shows, and those of other seasons that aired in it, each with its air times and prequels.

    A fresh answer in `cache_dir` is used without asking. When AniList is down an expired one is used, and the catalogue
    states in `stale_since` when it was fetched. Raises AniListError when there is none either, when AniList refuses a
    query, when it has no shows, and when the answer cannot be cached.
    """
    path = cache_file(cache_dir, season)
    cached = _read_cached(path)
    if cached and is_fresh(cached, season, now):
        return cached.catalogue
    try:
        return build_catalogue([_fetch_answer(season, path, now, endpoint or AniListEndpoint())])
    except AniListUnavailableError as error:
        if cached is None:
            raise AniListError(f"{error}: try again later, or give a snapshot with --anilist FILE") from error
        return replace(cached.catalogue, stale_since=cached.fetched_at)


def cache_file(cache_dir: Path, season: Season) -> Path:
    """Where the last valid answer about the season is cached, in the form of a snapshot."""
    return cache_dir / f"anilist-{season.slug}.json"


def is_fresh(cached: CachedCatalogue, season: Season, now: datetime) -> bool:
    """Whether AniList need not be asked again yet: for 24 h while a show of the season airs, else for 7 days.

    An answer from the future was stamped by a wrong clock and is not fresh.
    """
    # Only the season's own shows: a long-running one of another season airs on, and would keep it fresh for a day only.
    is_any_airing = any(_is_airing(show, season, now) for show in cached.catalogue.shows if show.season == season)
    lifetime = FRESH_WHILE_AIRING if is_any_airing else FRESH_WHEN_FINISHED
    return timedelta(0) <= now - cached.fetched_at < lifetime


def _is_airing(show: Show, season: Season, now: datetime) -> bool:
    """Whether it airs or will; without a status, until the season's chart ends."""
    if show.status is None:
        return now < season.end + POST_SEASON
    return show.status in {"RELEASING", "NOT_YET_RELEASED"}


def _read_cached(path: Path) -> CachedCatalogue | None:
    """The cached answer; None when the file is missing, damaged, or not one that we wrote (without `fetchedAt`)."""
    try:
        answer = read_snapshot(path)
    except SnapshotError:
        return None
    return CachedCatalogue(build_catalogue([answer]), answer.fetched_at) if answer.fetched_at else None


def _fetch_answer(season: Season, path: Path, now: datetime, endpoint: AniListEndpoint) -> AniListAnswer:
    from nyaastats.collect.anilist.client import open_session

    try:
        # Before the queries: a folder that cannot be written is better reported now than after two minutes of them.
        path.parent.mkdir(parents=True, exist_ok=True)
        with open_session(endpoint) as ask:
            answer = AniListAnswer(data=Data(page=query_season(season, ask)), fetched_at=now)
        if not has_shows(answer):
            raise AniListError(f"AniList has no shows of {season}: check the season, or give --anilist FILE")
        write_snapshot(path, answer)
    except OSError as error:
        raise AniListError(f"{str(path)!r} cannot be written ({error.strerror}): set another cache folder") from error
    return answer
