"""What is asked about a season: its shows, who else aired in it, and what came before them."""

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
"""How long after the season air times are asked for: as long as its chart goes on."""

MAX_PAGES = 200
"""Of one question; ten thousand rows are more than any season has."""

MAX_PREQUEL_ROUNDS = 10
"""Rounds of following prequels: no series goes back that far, and circles end somewhere."""


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


def query_season(season: Season, ask: AskAniList) -> AniListPage:
    """Everything about the season as one page, in the shape of a snapshot; raise AniListError as `ask` does."""
    listed = _every_page(ask, Query.MEDIA, season=season.quarter.value, seasonYear=season.year)
    schedule = _schedule(season, ask)
    unlisted = _aired_in(season, schedule) - _ids(listed.media)
    media = (*listed.media, *_media(ask, Query.MEDIA, unlisted))
    return AniListPage(media=media, airing_schedules=schedule.airing_schedules, prequels=_prequels(media, ask))


def _schedule(season: Season, ask: AskAniList) -> AniListPage:
    first, end = _seconds(season.considered_from), _seconds(season.end + POST_SEASON)
    return _every_page(ask, Query.SCHEDULE, **{"from": first - 1, "to": end})


def _aired_in(season: Season, schedule: AniListPage) -> set[AniListId]:
    """The shows with a broadcast inside the season: those that AniList lists elsewhere are still airing."""
    start, end = _seconds(season.start), _seconds(season.end)
    broadcasts, _ = parse_items(FurtherBroadcast, schedule.airing_schedules)
    return {broadcast.media_id for broadcast in broadcasts if start <= broadcast.airing_at < end}


def _prequels(media: Iterable[Any], ask: AskAniList) -> tuple[Any, ...]:
    """The entries before the series among `media`, and before those, until nothing is before."""
    known = _ids(media)
    found: tuple[Any, ...] = ()
    newest: Iterable[Node] = (entry for entry in parse_items(Media, media)[0] if entry.format.is_series)
    for _ in range(MAX_PREQUEL_ROUNDS):
        before = {node.id for entry in newest for node in entry.prequels} - known
        answered = _media(ask, Query.PREQUELS, before)
        newest, _ = parse_items(Node, answered)
        known |= before
        found += answered
    return found


def _media(ask: AskAniList, question: Query, ids: Iterable[AniListId]) -> tuple[Any, ...]:
    """The media of these ids, as far as AniList has them; no ids, no question."""
    return _every_page(ask, question, ids=sorted(ids)).media if ids else ()


def _every_page(ask: AskAniList, question: Query, **variables: object) -> AniListPage:
    media: list[Any] = []
    airings: list[Any] = []
    for number in range(1, MAX_PAGES + 1):
        page = ask(question, {**variables, "page": number})
        media += page.media
        airings += page.airing_schedules
        if not page.page_info.has_next_page:
            return AniListPage(media=tuple(media), airing_schedules=tuple(airings))
    raise AniListError(f"AniList's answer to {question.value!r} does not end by page {MAX_PAGES}; please report this")


def _ids(media: Iterable[Any]) -> set[AniListId]:
    return {node.id for node in parse_items(Node, media)[0]}


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
