"""The queries to AniList about a season.

media of the season ─► schedule of the season ─► media that aired in it and are listed elsewhere ─► their prequels
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.resources import files
from typing import Any, TypeAlias

from nyaastats.collect.anilist.schema import AniListPage, FurtherBroadcast, Media, Node, parse_items
from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import AniListId
from nyaastats.errors import AniListError

POST_SEASON = timedelta(weeks=4)
"""How long after the season air times are fetched: as long as its chart goes on."""

MAX_PAGES = 200
"""Of one query; ten thousand rows are more than any season has."""

MAX_PREQUEL_ROUNDS = 10
"""Rounds of following prequels: no series has so many parts, and a circle of relations must end somewhere."""


class Query(StrEnum):
    """The GraphQL documents beside this module."""

    MEDIA = "media"
    """`season, seasonYear` or `ids`: whole media, no adult ones."""
    SCHEDULE = "schedule"
    """`from, to` (seconds, both excluded): who airs which episode when."""
    PREQUELS = "prequels"
    """`ids`: media as far as the PREQUEL relation needs them."""

    @property
    def text(self) -> str:
        """The document."""
        return (files(__package__) / f"{self.value}.graphql").read_text(encoding="utf-8")


AskAniList: TypeAlias = Callable[[Query, Mapping[str, object]], AniListPage]
"""Sends a query with its variables; see `client.open_session` for the errors."""


def query_season(season: Season, ask: AskAniList) -> AniListPage:
    """Query everything about the season; one page in the shape of a snapshot. Raises AniListError as `ask` does."""
    listed = _query_all_pages(ask, Query.MEDIA, season=season.quarter.value, seasonYear=season.year)
    schedule = _query_schedule(season, ask)
    # AniList lists a show in the season in which it began; a long-running one airs in later seasons as well.
    unlisted = _find_aired_in(season, schedule) - _parse_ids(listed.media)
    media = (*listed.media, *_query_media(ask, Query.MEDIA, unlisted))
    return AniListPage(media=media, airing_schedules=schedule.airing_schedules, prequels=_query_prequels(media, ask))


def _query_schedule(season: Season, ask: AskAniList) -> AniListPage:
    first, end = _to_seconds(season.considered_from), _to_seconds(season.end + POST_SEASON)
    # Both bounds are exclusive in AniList (airingAt_greater, airingAt_lesser), and ours is [first, end).
    return _query_all_pages(ask, Query.SCHEDULE, **{"from": first - 1, "to": end})


def _find_aired_in(season: Season, schedule: AniListPage) -> set[AniListId]:
    """The shows with a broadcast inside the season."""
    start, end = _to_seconds(season.start), _to_seconds(season.end)
    broadcasts, _ = parse_items(FurtherBroadcast, schedule.airing_schedules)
    return {broadcast.media_id for broadcast in broadcasts if start <= broadcast.airing_at < end}


def _query_prequels(media: Iterable[Any], ask: AskAniList) -> tuple[Any, ...]:
    """The prequels of the series among `media`, their prequels, and so on to the first part."""
    fetched = _parse_ids(media)
    prequels: tuple[Any, ...] = ()
    newest: Iterable[Node] = (entry for entry in parse_items(Media, media)[0] if entry.format.is_series)
    for _ in range(MAX_PREQUEL_ROUNDS):
        before = {node.id for entry in newest for node in entry.prequels} - fetched
        nodes = _query_media(ask, Query.PREQUELS, before)
        newest, _ = parse_items(Node, nodes)
        fetched |= before
        prequels += nodes
    return prequels


def _query_media(ask: AskAniList, query: Query, ids: Iterable[AniListId]) -> tuple[Any, ...]:
    """The media of these ids, as far as AniList has them; without ids nothing is asked."""
    return _query_all_pages(ask, query, ids=sorted(ids)).media if ids else ()


def _query_all_pages(ask: AskAniList, query: Query, **variables: object) -> AniListPage:
    media: list[Any] = []
    airings: list[Any] = []
    for number in range(1, MAX_PAGES + 1):
        page = ask(query, {**variables, "page": number})
        media += page.media
        airings += page.airing_schedules
        # AniList's `hasNextPage` is an estimate, and has been true behind the last page for ever.
        if not (page.page_info.has_next_page and (page.media or page.airing_schedules)):
            return AniListPage(media=tuple(media), airing_schedules=tuple(airings))
    raise AniListError(
        f"AniList's answer to the query {query.value!r} does not end by page {MAX_PAGES}; please report this"
    )


def _parse_ids(media: Iterable[Any]) -> set[AniListId]:
    return {node.id for node in parse_items(Node, media)[0]}


def _to_seconds(moment: datetime) -> int:
    return int(moment.timestamp())
