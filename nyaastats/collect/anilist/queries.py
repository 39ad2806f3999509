"""What is asked about a season: its shows, who else aired in it, and what came before them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.resources import files
from typing import Any, TypeAlias

from nyaastats.collect.anilist.schema import FurtherBroadcast, Media, Node, Page, readable
from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import AniListId
from nyaastats.errors import AniListError

AFTERMATH = timedelta(weeks=4)
"""How long after the season air times are asked for: as long as its chart goes on."""

MOST_PAGES = 200
"""Of one question; ten thousand rows are more than any season has."""

LONGEST_CHAIN = 10
"""Rounds of following prequels: no series goes back that far, and circles end somewhere."""


class Question(StrEnum):
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


Ask: TypeAlias = Callable[[Question, Mapping[str, object]], Page]


def ask_about(season: Season, ask: Ask) -> Page:
    """Everything about the season as one page, in the shape of a snapshot; raise AniListError as `ask` does."""
    listed = _every_page(ask, Question.MEDIA, season=season.quarter.value, seasonYear=season.year)
    schedule = _schedule(season, ask)
    unlisted = _aired_in(season, schedule) - _ids(listed.media)
    media = (*listed.media, *_media(ask, Question.MEDIA, unlisted))
    return Page(media=media, airing_schedules=schedule.airing_schedules, prequels=_prequels(media, ask))


def _schedule(season: Season, ask: Ask) -> Page:
    first, end = _seconds(season.considered_from), _seconds(season.end + AFTERMATH)
    return _every_page(ask, Question.SCHEDULE, **{"from": first - 1, "to": end})


def _aired_in(season: Season, schedule: Page) -> set[AniListId]:
    """The shows with a broadcast inside the season: those that AniList lists elsewhere are still airing."""
    start, end = _seconds(season.start), _seconds(season.end)
    broadcasts, _ = readable(FurtherBroadcast, schedule.airing_schedules)
    return {broadcast.media_id for broadcast in broadcasts if start <= broadcast.airing_at < end}


def _prequels(media: Iterable[Any], ask: Ask) -> tuple[Any, ...]:
    """The entries before the series among `media`, and before those, until nothing is before."""
    known = _ids(media)
    found: tuple[Any, ...] = ()
    newest: Iterable[Node] = (entry for entry in readable(Media, media)[0] if entry.format.is_series)
    for _ in range(LONGEST_CHAIN):
        before = {node.id for entry in newest for node in entry.prequels} - known
        answered = _media(ask, Question.PREQUELS, before)
        newest, _ = readable(Node, answered)
        known |= before
        found += answered
    return found


def _media(ask: Ask, question: Question, ids: Iterable[AniListId]) -> tuple[Any, ...]:
    """The media of these ids, as far as AniList has them; no ids, no question."""
    return _every_page(ask, question, ids=sorted(ids)).media if ids else ()


def _every_page(ask: Ask, question: Question, **variables: object) -> Page:
    media: list[Any] = []
    airings: list[Any] = []
    for number in range(1, MOST_PAGES + 1):
        page = ask(question, {**variables, "page": number})
        media += page.media
        airings += page.airing_schedules
        if not page.page_info.has_next_page:
            return Page(media=tuple(media), airing_schedules=tuple(airings))
    raise AniListError(f"AniList's answer to {question.value!r} does not end by page {MOST_PAGES}; please report this")


def _ids(media: Iterable[Any]) -> set[AniListId]:
    return {node.id for node in readable(Node, media)[0]}


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
