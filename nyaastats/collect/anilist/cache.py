"""The shows of a season: asked of AniList once a day at most, and remembered on disk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from nyaastats.collect.anilist.endpoint import AniListEndpoint, AniListUnavailableError
from nyaastats.collect.anilist.queries import POST_SEASON, query_season
from nyaastats.collect.anilist.schema import AniListAnswer, Data, build_catalogue, has_shows
from nyaastats.collect.anilist.snapshots import read_snapshot, write_snapshot
from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import Catalogue, Show
from nyaastats.errors import AniListError, SnapshotError

FRESH_WHILE_AIRING = timedelta(hours=24)
FRESH_WHEN_FINISHED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """The last good answer about a season."""

    catalogue: Catalogue
    fetched_at: datetime


def fetch_catalogue(
    season: Season, *, cache_dir: Path, now: datetime, endpoint: AniListEndpoint | None = None
) -> Catalogue:
    """The season's shows, and those of others that aired in it, each with its air times and prequels.

    A fresh answer in `cache_dir` saves the questions. When AniList is down an answer past its time has to do, and the
    catalogue says since when it is stale. Raise AniListError when there is none either, when AniList finds fault with
    a question, when it knows no shows, and when the answer cannot be kept.
    """
    path = cache_file(cache_dir, season)
    kept = _kept(path)
    if kept and is_fresh(kept, season, now):
        return kept.catalogue
    try:
        return build_catalogue([_ask_and_keep(season, path, now, endpoint or AniListEndpoint())])
    except AniListUnavailableError as error:
        if kept is None:
            raise AniListError(f"{error}: try again later, or give a snapshot with --anilist FILE") from error
        return replace(kept.catalogue, stale_since=kept.fetched_at)


def cache_file(cache_dir: Path, season: Season) -> Path:
    """Where the last good answer about the season is kept, in the shape of a snapshot."""
    return cache_dir / f"anilist-{season.slug}.json"


def is_fresh(kept: CachedAnswer, season: Season, now: datetime) -> bool:
    """Whether the questions need not be asked again yet: for 24 h while a show of the season airs, else for 7 days.

    An answer from the future is not trusted.
    """
    airing = any(_airs(show, season, now) for show in kept.catalogue.shows if show.season == season)
    lifetime = FRESH_WHILE_AIRING if airing else FRESH_WHEN_FINISHED
    return timedelta(0) <= now - kept.fetched_at < lifetime


def _airs(show: Show, season: Season, now: datetime) -> bool:
    """Whether it airs or will; when AniList does not say, it does until the season's chart ends."""
    if show.status is None:
        return now < season.end + POST_SEASON
    return show.status in {"RELEASING", "NOT_YET_RELEASED"}


def _kept(path: Path) -> CachedAnswer | None:
    """Read the last good answer; a file that is damaged, or not of our making, is none."""
    try:
        answer = read_snapshot(path)
    except SnapshotError:
        return None
    return CachedAnswer(build_catalogue([answer]), answer.fetched_at) if answer.fetched_at else None


def _ask_and_keep(season: Season, path: Path, now: datetime, endpoint: AniListEndpoint) -> AniListAnswer:
    from nyaastats.collect.anilist.client import open_session

    try:
        # Before the questions: a folder that cannot be written should not cost two minutes of them.
        path.parent.mkdir(parents=True, exist_ok=True)
        with open_session(endpoint) as ask:
            answer = AniListAnswer(data=Data(page=query_season(season, ask)), fetched_at=now)
        if not has_shows(answer):
            raise AniListError(f"AniList knows no shows of {season}: check the season, or give --anilist FILE")
        write_snapshot(path, answer)
    except OSError as error:
        raise AniListError(f"{str(path)!r} cannot be written ({error.strerror}): set another cache folder") from error
    return answer
