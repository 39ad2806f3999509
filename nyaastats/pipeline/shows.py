"""The shows of the seasons of a run: AniList's answers, which the archive keeps beside its scrapes.

archive, cache ─► kept answers ─┬► catalogue
AniList, if it must be asked ───┴► archive
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from nyaastats.collect.anilist.cache import SeasonAnswer, SeasonRequest, fetch_answer
from nyaastats.collect.anilist.catalogue import build_catalogue
from nyaastats.collect.anilist.endpoint import AniListEndpoint
from nyaastats.collect.anilist.freshness import KeptAnswer
from nyaastats.collect.anilist.snapshots import encode_snapshot, lists_season, read_snapshot
from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import Catalogue
from nyaastats.errors import AniListError, InputError, NoShowsError, SnapshotError
from nyaastats.store.archive.files import can_be_written
from nyaastats.store.archive.shows import keep_answer, list_answer_files


@dataclass(frozen=True, slots=True)
class ShowsConfig:
    """Where a run's shows come from."""

    seasons: Sequence[Season]
    """At least one."""
    cache: Path
    endpoint: AniListEndpoint
    now: datetime
    archive: Path | None = None
    """The folder of the archive that keeps the answer; None: there is only the cache."""
    is_refresh: bool = False
    """Whether AniList is asked, however new what is kept is."""
    upcoming: Season | None = None
    """A season whose early premieres are looked for as well; without its answer a run goes on."""


@dataclass(frozen=True, slots=True)
class ArchivedShows:
    """What an archive keeps of AniList."""

    answers: Mapping[Season, KeptAnswer]
    unusable: tuple[str, ...]
    """Files that are not an answer about the season of their name, each with its reason."""


def fetch_shows(config: ShowsConfig) -> Catalogue:
    """The shows of all the seasons; the answers that they are from are kept in the archive.

    One of several seasons of which AniList never had a show has none: the others are published all the same.
    Raises AniListError as `fetch_answer` does, and ArchiveError when an answer cannot be kept.
    """
    archived = read_shows(config.archive) if config.archive else ArchivedShows({}, ())
    answers = ((season, _fetch(season, config, archived)) for season in config.seasons)
    fetched = {season: answer for season, answer in answers if answer}
    upcoming, faults = _fetch_upcoming(config, archived)
    fetched |= upcoming
    if config.archive and can_be_written(config.archive):
        for season, answer in fetched.items():
            keep_answer(config.archive, season, encode_snapshot(answer.answer))
    stale = [answer.stale_since for answer in fetched.values() if answer.stale_since]
    catalogue = build_catalogue(answer.answer for answer in fetched.values())
    return replace(catalogue, stale_since=min(stale, default=None), unusable=(*archived.unusable, *faults))


def _fetch(season: Season, config: ShowsConfig, archived: ArchivedShows) -> SeasonAnswer | None:
    """AniList's answer; None for a season without shows, where that is no sign of a wrong name or a fault."""
    try:
        return _ask(season, config, archived)
    except AniListError as error:
        is_new = season not in archived.answers and len(config.seasons) > 1
        if isinstance(error, NoShowsError) and is_new:
            return None
        raise AniListError("; ".join([str(error), *archived.unusable])) from error


def _fetch_upcoming(
    config: ShowsConfig, archived: ArchivedShows
) -> tuple[Mapping[Season, SeasonAnswer], tuple[str, ...]]:
    """AniList's answer about the upcoming season, if it has one; and what to tell where it could not be asked."""
    if config.upcoming is None:
        return {}, ()
    # An archive of last year has to be measured without a network, too, and may end two weeks before a season.
    try:
        return {config.upcoming: _ask(config.upcoming, config, archived)}, ()
    except NoShowsError:
        return {}, ()
    except AniListError as error:
        return {}, (f"the early premieres of {config.upcoming}, of which AniList says nothing ({error})",)


def _ask(season: Season, config: ShowsConfig, archived: ArchivedShows) -> SeasonAnswer:
    return fetch_answer(
        SeasonRequest(
            season=season,
            cache_dir=config.cache,
            now=config.now,
            endpoint=config.endpoint,
            archived=archived.answers.get(season),
            must_cache=config.archive is None,
            is_refresh=config.is_refresh,
        )
    )


def read_shows(folder: Path) -> ArchivedShows:
    """All answers of the archive in `folder`, by their season; what is none is left out and named."""
    answers: dict[Season, KeptAnswer] = {}
    unusable: list[str] = []
    for path in list_answer_files(folder):
        try:
            season = _parse_season(path)
            answers[season] = _read_answer(path, season)
        except SnapshotError as error:
            unusable.append(error.fault)
    return ArchivedShows(answers, tuple(unusable))


def _parse_season(path: Path) -> Season:
    with suppress(InputError):
        season = Season.parse(path.stem)
        if season.slug == path.stem:
            return season
    raise SnapshotError(f"{str(path)!r} is named after no season", "name it like fall-2025.json")


def _read_answer(path: Path, season: Season) -> KeptAnswer:
    answer = read_snapshot(path)
    if answer.fetched_at is None:
        raise SnapshotError(f"{str(path)!r} does not say when it was fetched", "delete it, and AniList is asked again")
    if not lists_season(answer, season):
        raise SnapshotError(f"{str(path)!r} has no show of {season}", "delete it, and AniList is asked again")
    return KeptAnswer(answer, answer.fetched_at)
