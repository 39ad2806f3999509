"""AniList's answer about a season: a kept one while that will do, else asked for and cached on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from nyaastats.collect.anilist.catalogue import has_shows
from nyaastats.collect.anilist.endpoint import AniListEndpoint, AniListUnavailableError
from nyaastats.collect.anilist.freshness import KeptAnswer, Place, plan_request
from nyaastats.collect.anilist.queries import query_season
from nyaastats.collect.anilist.schema import AniListAnswer, Data
from nyaastats.collect.anilist.snapshots import read_snapshot, write_snapshot
from nyaastats.domain.calendar import Season
from nyaastats.errors import AniListError, NoShowsError, SnapshotError

MAX_WAIT_SECONDS = 180
"""So long AniList may refuse a query while an older answer is kept: three of the windows over which it counts."""


@dataclass(frozen=True, slots=True)
class SeasonRequest:
    """Which season's shows a run wants, and what it has of them."""

    season: Season
    cache_dir: Path
    now: datetime
    endpoint: AniListEndpoint
    archived: KeptAnswer | None = None
    """The archive's answer, if it has one."""
    must_cache: bool = True
    """Whether a cache that cannot be written is an error: it is none where an archive keeps the answer."""
    is_refresh: bool = False
    """Whether AniList is asked, however new what is kept is."""


@dataclass(frozen=True, slots=True)
class SeasonAnswer:
    """What AniList says about a season."""

    answer: AniListAnswer
    stale_since: datetime | None
    """When it was fetched, if AniList could not be reached and an expired answer was used; else None."""


def fetch_answer(request: SeasonRequest) -> SeasonAnswer:
    """The answer about the season: its shows, and those of other seasons that aired in it.

    It has each show's air times and prequels. A kept answer is used without asking as `plan_request` says, and when
    AniList is down. Raises NoShowsError when AniList has none, and AniListError when it cannot be reached and nothing
    is kept, when it refuses a query, and when the answer must be cached and cannot be.
    """
    kept = _find_kept(request)
    plan = plan_request(request.season, kept, request.now, is_refresh=request.is_refresh)
    newest = kept[plan.kept] if plan.kept else None
    if newest and not plan.must_ask:
        return SeasonAnswer(newest.answer, stale_since=None)
    if newest:
        request = replace(request, endpoint=replace(request.endpoint, max_wait_seconds=MAX_WAIT_SECONDS))
    try:
        return SeasonAnswer(_fetch_and_cache(request), stale_since=None)
    except AniListUnavailableError as error:
        if newest is None:
            raise AniListError(f"{error}: try again later, or give a snapshot with --anilist FILE") from error
        return SeasonAnswer(newest.answer, stale_since=newest.fetched_at)


def cache_file(cache_dir: Path, season: Season) -> Path:
    """Where the last valid answer about the season is cached, in the form of a snapshot."""
    return cache_dir / f"anilist-{season.slug}.json"


def _find_kept(request: SeasonRequest) -> dict[Place, KeptAnswer]:
    cached = _read_cached(cache_file(request.cache_dir, request.season))
    places = {Place.ARCHIVE: request.archived, Place.CACHE: cached}
    return {place: kept for place, kept in places.items() if kept}


def _read_cached(path: Path) -> KeptAnswer | None:
    """The cached answer; None when the file is missing, damaged, or not one that we wrote (without `fetchedAt`)."""
    try:
        answer = read_snapshot(path)
    except SnapshotError:
        return None
    return KeptAnswer(answer, answer.fetched_at) if answer.fetched_at else None


def _fetch_and_cache(request: SeasonRequest) -> AniListAnswer:
    path = cache_file(request.cache_dir, request.season)
    with _translate_cache_errors(request, path):
        # Before the queries: a folder that cannot be written is better reported now than after two minutes of them.
        path.parent.mkdir(parents=True, exist_ok=True)
    answer = _ask(request)
    with _translate_cache_errors(request, path):
        write_snapshot(path, answer)
    return answer


def _ask(request: SeasonRequest) -> AniListAnswer:
    from nyaastats.collect.anilist.client import open_session

    with open_session(request.endpoint) as ask:
        answer = AniListAnswer(data=Data(page=query_season(request.season, ask)), fetched_at=request.now)
    if not has_shows(answer):
        raise NoShowsError(f"AniList has no shows of {request.season}: check the season, or give --anilist FILE")
    return answer


@contextmanager
def _translate_cache_errors(request: SeasonRequest, path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if request.must_cache:
            raise AniListError(
                f"{str(path)!r} cannot be written ({error.strerror}): set another cache folder"
            ) from error
