"""AniList's answer: its shape, and the shows that it tells of.

The shape is the service's own, so that a saved answer is a snapshot and the other way round:
`{"data": {"Page": {"media": [...]}}}`, and beside `media` two lists of ours: `airingSchedules`, further air times
(`mediaId, episode, airingAt`) that the 25 nodes of a media do not hold, and `prequels`, nodes (`id, format, episodes,
relations`) that the chains of PREQUEL relations run through. Field by field: https://docs.anilist.co/reference/object/media
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import chain
from typing import Annotated, Any, TypeVar

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel

from nyaastats.domain.calendar import Quarter, Season
from nyaastats.domain.shows import Airing, AniListId, Catalogue, Format, Prequel, Show


def _known(value: Any) -> Any:
    """Turn the blanks and zeros that stand for "not known" into None."""
    return (value.strip() if isinstance(value, str) else value) or None


def _present(values: Any) -> Any:
    """Drop the nulls, GraphQL's way of writing a list or a member that could not be had."""
    if values is None:
        return []
    return [value for value in values if value is not None] if isinstance(values, list) else values


def _format(value: Any) -> Any:
    """Read a format that AniList may add, or that is not about animation, as UNKNOWN."""
    return value if value in list(Format) else Format.UNKNOWN


_Item = TypeVar("_Item")
_Many = Annotated[tuple[_Item, ...], BeforeValidator(_present)]
_Text = Annotated[str | None, BeforeValidator(_known)]
_Count = Annotated[Annotated[int, Field(gt=0)] | None, BeforeValidator(_known)]
_Id = Annotated[AniListId, Field(gt=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, validate_by_name=True)


class FuzzyDate(_Part):
    """A date of which AniList may know the year alone."""

    year: _Count = None
    month: _Count = None
    day: _Count = None

    @property
    def date(self) -> date | None:
        """The day; None when a part of it is not known."""
        return date(self.year, self.month, self.day) if self.year and self.month and self.day else None

    @model_validator(mode="after")
    def _is_in_the_calendar(self) -> FuzzyDate:
        _ = self.date
        return self


class Titles(_Part):
    """What a media is called; only the romaji title is always there."""

    romaji: Annotated[str, Field(min_length=1)]
    english: _Text = None
    native: _Text = None


class Cover(_Part):
    """The poster in its sizes; it is hostile input that ends up in a page, so only what it should be is let through."""

    large: _Text = None
    extra_large: _Text = None
    color: _Text = None

    @property
    def poster(self) -> str | None:
        """The address of the picture 230 pixels wide, else of the 460 pixels one."""
        return next((url for url in (self.large, self.extra_large) if url and url.startswith("https://")), None)

    @property
    def hex(self) -> str | None:
        """The main colour as `#rrggbb`."""
        return self.color if self.color and re.fullmatch(r"#[0-9a-fA-F]{6}", self.color) else None


class Broadcast(_Part):
    """One node of a schedule; `airing_at` is in seconds since 1970."""

    episode: Annotated[int, Field(ge=0)]
    airing_at: Annotated[int, Field(ge=0, le=int(datetime.max.replace(tzinfo=UTC).timestamp()))]


class FurtherBroadcast(Broadcast):
    """A node of `Page.airingSchedules`, which says whose it is."""

    media_id: _Id


class Schedule(_Part):
    """A media's own schedule: AniList gives its first 25 nodes."""

    nodes: _Many[Broadcast] = ()


class Edge(_Part):
    """A relation to another media."""

    relation_type: _Text = None
    node: Node | None = None


class Relations(_Part):
    """A media's relations to others."""

    edges: _Many[Edge] = ()


class Node(_Part):
    """A media as far as the PREQUEL relation needs it."""

    id: _Id
    type: _Text = None
    format: Annotated[Format, BeforeValidator(_format)] = Format.UNKNOWN
    episodes: _Count = None
    relations: Relations | None = None

    @property
    def prequels(self) -> tuple[Node, ...]:
        """The animations that come right before this one."""
        edges = self.relations.edges if self.relations else ()
        before = (edge.node for edge in edges if edge.node and edge.relation_type == "PREQUEL")
        return tuple(node for node in before if node.type in {None, "ANIME"})


class Media(Node):
    """A whole media: what becomes a Show."""

    title: Titles
    synonyms: _Many[str] = ()
    status: _Text = None
    is_adult: bool | None = None
    season: Quarter | None = None
    season_year: Annotated[int, Field(gt=1, lt=date.max.year)] | None = None
    start_date: FuzzyDate | None = None
    end_date: FuzzyDate | None = None
    duration: _Count = None
    id_mal: _Count = None
    average_score: _Count = None
    popularity: int | None = None
    cover_image: Cover | None = None
    airing_schedule: Schedule | None = None

    @property
    def broadcasts(self) -> tuple[Broadcast, ...]:
        """The nodes of its own schedule."""
        return self.airing_schedule.nodes if self.airing_schedule else ()


class PageInfo(_Part):
    """Of AniList's paging only this can be trusted: `total` and `lastPage` are made up."""

    has_next_page: bool = False


class _Extras(_Part):
    # Kept as they came: each is read on its own, so that a broken one costs itself alone.
    airing_schedules: _Many[Any] = ()
    prequels: _Many[Any] = ()


class AniListPage(_Extras):
    """A page of an answer, or all pages of it put together."""

    page_info: PageInfo = PageInfo()
    media: _Many[Any] = ()


class Data(_Part):
    """What stands in an answer's `data`."""

    page: AniListPage = Field(validation_alias="Page", serialization_alias="Page")


class AniListAnswer(_Extras):
    """An answer, with the time of asking if we asked ourselves; both extra lists may stand in it or in its page."""

    data: Data
    fetched_at: AwareDatetime | None = None


_Read = TypeVar("_Read", bound=_Part)


def parse_items(model: type[_Read], items: Iterable[Any]) -> tuple[tuple[_Read, ...], int]:
    """Read each item by itself; what can be read, and how many cannot."""
    read: list[_Read] = []
    skipped = 0
    for item in items:
        try:
            read.append(model.model_validate(item))
        except ValidationError:
            skipped += 1
    return tuple(read), skipped


def first_fault(error: ValidationError) -> str:
    """Say in one line what is wrong first, and where."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]


def has_shows(answer: AniListAnswer) -> bool:
    """Whether it holds at least one media that becomes a show."""
    return any(not entry.is_adult for item in answer.data.page.media for entry in parse_items(Media, [item])[0])


def build_catalogue(answers: Iterable[AniListAnswer]) -> Catalogue:
    """Put the shows of all answers together.

    Adult media are dropped. Of a media that several answers hold the one with the most air times is taken, with the
    synonyms of all; further air times and prequels of any answer serve the media of every other.
    """
    answers = tuple(answers)
    media, no_media = parse_items(Media, chain.from_iterable(answer.data.page.media for answer in answers))
    extras = tuple(chain.from_iterable((answer, answer.data.page) for answer in answers))
    further, no_further = parse_items(FurtherBroadcast, chain.from_iterable(extra.airing_schedules for extra in extras))
    nodes, no_nodes = parse_items(Node, chain.from_iterable(extra.prequels for extra in extras))

    entries = _richest(entry for entry in media if not entry.is_adult)
    schedules = _by_media(further)
    graph: dict[AniListId, Node] = {node.id: node for node in (*nodes, *entries)}
    shows = (_show(entry, schedules.get(entry.id, ()), _prequels(entry, graph)) for entry in entries)
    return Catalogue(tuple(sorted(shows, key=lambda show: show.id)), no_media + no_further + no_nodes)


def _richest(media: Iterable[Media]) -> tuple[Media, ...]:
    """One of each id: the one with the most air times, with the synonyms of all."""
    twins: dict[AniListId, list[Media]] = {}
    for entry in media:
        twins.setdefault(entry.id, []).append(entry)
    return tuple(_united(same) for same in twins.values())


def _united(twins: list[Media]) -> Media:
    best = max(twins, key=lambda entry: len(entry.broadcasts))
    synonyms = (name.strip() for entry in (best, *twins) for name in entry.synonyms)
    return best.model_copy(update={"synonyms": tuple(dict.fromkeys(filter(None, synonyms)))})


def _by_media(broadcasts: Iterable[FurtherBroadcast]) -> dict[AniListId, list[Broadcast]]:
    schedules: dict[AniListId, list[Broadcast]] = {}
    for broadcast in broadcasts:
        schedules.setdefault(broadcast.media_id, []).append(broadcast)
    return schedules


def _airings(broadcasts: Iterable[Broadcast]) -> tuple[Airing, ...]:
    """One air time an episode, the last one said, in the order of their time."""
    said = {broadcast.episode: broadcast.airing_at for broadcast in broadcasts}
    in_order = sorted(said.items(), key=lambda item: (item[1], item[0]))
    return tuple(Airing(episode, datetime.fromtimestamp(seconds, UTC)) for episode, seconds in in_order)


def _prequels(start: Node, graph: Mapping[AniListId, Node]) -> tuple[Prequel, ...]:
    """Walk the PREQUEL relation breadth first: the nearest first, each entry once, whatever circles there are."""
    seen = {start.id}
    found: list[Prequel] = []
    ahead = deque(start.prequels)
    while ahead:
        node = ahead.popleft()
        if node.id in seen:
            continue
        seen.add(node.id)
        known = graph.get(node.id, node)
        form = known.format if node.format is Format.UNKNOWN else node.format
        found.append(Prequel(node.id, form, node.episodes or known.episodes))
        ahead.extend(known.prequels)
    return tuple(found)


def _show(entry: Media, further: Iterable[Broadcast], prequels: tuple[Prequel, ...]) -> Show:
    cover = entry.cover_image or Cover()
    return Show(
        id=entry.id,
        romaji=entry.title.romaji,
        english=entry.title.english,
        native=entry.title.native,
        synonyms=entry.synonyms,
        format=entry.format,
        status=entry.status,
        episodes=entry.episodes,
        season=Season(entry.season_year, entry.season) if entry.season_year and entry.season else None,
        start=entry.start_date.date if entry.start_date else None,
        end=entry.end_date.date if entry.end_date else None,
        airings=_airings((*entry.broadcasts, *further)),
        prequels=prequels,
        duration=entry.duration,
        mal_id=entry.id_mal,
        poster=cover.poster,
        color=cover.hex,
        score=entry.average_score,
        popularity=entry.popularity,
    )
