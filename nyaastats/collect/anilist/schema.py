"""The shape of AniList's answers, and of snapshots, which are saved answers.

    {"data": {"Page": {"media": [...], "airingSchedules": [...], "prequels": [...]}}, "fetchedAt": "..."}

`media` is as AniList sends it (https://docs.anilist.co/reference/object/media). `airingSchedules` holds the air times
(`mediaId, episode, airingAt`) beyond the 25 that AniList sends with a media. `prequels` holds nodes (`id, format,
episodes, relations`) that lie on chains of PREQUEL relations and are not in `media`.

The models are lenient where AniList is known to be odd (nulls in lists, zeros for "unknown"). An optional fact that
breaks its model is unknown; an item of a list, or one without an id or a title, is left out by itself (`parse_items`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import chain
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import from_json, to_json

from nyaastats.domain.addresses import WEB_ADDRESS
from nyaastats.domain.calendar import Quarter
from nyaastats.domain.shows import AniListId, Format
from nyaastats.domain.text import replace_controls


def _parse_blank(value: Any) -> Any:
    """Turn the blanks and zeros that AniList writes for "unknown" into None."""
    return (_clean(value) if isinstance(value, str) else value) or None


def _clean(text: str) -> str:
    """On one line: in a sentence the rest of a title would be a paragraph of its own."""
    return replace_controls(" ".join(re.split(r"\s*[\n\u2028\u2029]\s*", text.strip())))


def _drop_nulls(values: Any) -> Any:
    """Drop nulls, which GraphQL sends in place of a list or an item that failed (https://spec.graphql.org, 6.4.4)."""
    if values is None:
        return []
    return [value for value in values if value is not None] if isinstance(values, list) else values


def _ignore_invalid(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """Read an invalid fact as unknown: it must not cost the show, with all its downloads."""
    try:
        return validate(value)
    except ValidationError:
        return None


def _drop_invalid(values: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """Leave invalid items out of a list, each by itself.

    Each is validated once: all together first, and then each again, would be 2^n times for what lies n lists deep.
    """
    if not isinstance(values, list):
        return validate(values)
    return tuple(chain.from_iterable(_validate_item(value, validate) for value in _drop_nulls(values)))


def _validate_item(value: Any, validate: ValidatorFunctionWrapHandler) -> tuple[Any, ...]:
    try:
        return tuple(validate([value]))
    except ValidationError:
        return ()


def _empty_unwritable(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Empty the items that no snapshot can hold, for half a surrogate pair or 200 levels: they count as invalid."""
    return tuple(item if _is_writable(item) else {} for item in items)


def _is_writable(item: Any) -> bool:
    """Whether an item can be written into a snapshot and read again, at the depth that it has there."""
    try:
        from_json(to_json({"data": {"Page": {"media": [item]}}}))
    except (ValueError, RecursionError):  # the errors of pydantic_core are ValueErrors
        return False
    return True


def _ignore_names(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """The same for a list of names: there are none."""
    return _ignore_invalid(value, validate) or ()


def _parse_format(value: Any) -> Any:
    """Read a format that AniList may yet add, or that is not animation (MANGA, NOVEL), as UNKNOWN."""
    return value if value in list(Format) else Format.UNKNOWN


_Item = TypeVar("_Item")
_Many = Annotated[tuple[_Item, ...], BeforeValidator(_drop_nulls), WrapValidator(_drop_invalid)]
_Raw = Annotated[_Many[Any], AfterValidator(_empty_unwritable)]
"""Items that are kept unparsed: each is parsed by itself later, so that an invalid one costs only itself."""
_Names = Annotated[_Many[Annotated[str, AfterValidator(_clean)]], WrapValidator(_ignore_names)]
_Optional = Annotated[_Item | None, WrapValidator(_ignore_invalid)]
_Text = Annotated[str | None, BeforeValidator(_parse_blank), WrapValidator(_ignore_invalid)]
# GraphQL's Int has 32 bits (https://spec.graphql.org/October2021/#sec-Int), and so have the columns that hold these.
_MAX_INT = 2**31 - 1
# The bounds of Python's dates, less one year on each side for the weeks around a season and after a broadcast.
_MIN_YEAR, _MAX_YEAR = date.min.year + 1, date.max.year - 1
_MAX_SECONDS = int(datetime(_MAX_YEAR + 1, 1, 1, tzinfo=UTC).timestamp()) - 1
# AniList may write 0 for an unknown length or number of episodes.
_Count = Annotated[
    Annotated[int, Field(gt=0, le=_MAX_INT)] | None, BeforeValidator(_parse_blank), WrapValidator(_ignore_invalid)
]
_Id = Annotated[AniListId, Field(gt=0, le=_MAX_INT)]
# Of 100; an entry that hardly anyone has rated has none, or 0.
_Score = Annotated[
    Annotated[int, Field(gt=0, le=100)] | None, BeforeValidator(_parse_blank), WrapValidator(_ignore_invalid)
]
# How many users, or how much activity: 0 is a number here.
_Tally = _Optional[Annotated[int, Field(ge=0, le=_MAX_INT)]]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, validate_by_name=True)


class FuzzyDate(_Part):
    """A date of which AniList may know only the year, or year and month."""

    year: Annotated[
        Annotated[int, Field(ge=_MIN_YEAR, le=_MAX_YEAR)] | None,
        BeforeValidator(_parse_blank),
        WrapValidator(_ignore_invalid),
    ] = None
    month: _Count = None
    day: _Count = None

    @property
    def date(self) -> date | None:
        """The day; None when a part of it is unknown."""
        return date(self.year, self.month, self.day) if self.year and self.month and self.day else None

    @model_validator(mode="after")
    def _check_calendar(self) -> FuzzyDate:
        _ = self.date  # raises ValueError for the 31st of June
        return self


class Titles(_Part):
    """The titles of a media; only the romaji one is always there."""

    romaji: Annotated[str, BeforeValidator(_parse_blank)]
    english: _Text = None
    native: _Text = None


class Cover(_Part):
    """The poster in its sizes. It ends up in a web page, so only https addresses and plain colours are let through."""

    large: _Text = None
    extra_large: _Text = None
    color: _Text = None

    @property
    def poster(self) -> str | None:
        """The address of the picture 230 pixels wide, else of the one of 460 pixels."""
        return next((url for url in (self.large, self.extra_large) if url and re.fullmatch(WEB_ADDRESS, url)), None)

    @property
    def hex(self) -> str | None:
        """The main colour as `#rrggbb`."""
        return self.color if self.color and re.fullmatch(r"#[0-9a-fA-F]{6}", self.color) else None


class Broadcast(_Part):
    """One node of a schedule; `airing_at` is in seconds since 1970."""

    episode: Annotated[int, Field(ge=0, le=_MAX_INT)]
    airing_at: Annotated[int, Field(ge=0, le=_MAX_SECONDS)]


class FurtherBroadcast(Broadcast):
    """A node of `Page.airingSchedules`, which names its media."""

    media_id: _Id


class Schedule(_Part):
    """A media's own schedule, of which AniList sends the first 25 nodes."""

    nodes: _Many[Broadcast] = ()


class Studio(_Part):
    """A studio, or another company that an entry names."""

    name: _Text = None


class StudioEdge(_Part):
    """A company's part in a media."""

    is_main: bool | None = None
    node: Studio | None = None


class Studios(_Part):
    """The companies of a media, producers and broadcasters among them."""

    edges: _Many[StudioEdge] = ()


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
    format: Annotated[Format, BeforeValidator(_parse_format)] = Format.UNKNOWN
    episodes: _Count = None
    relations: _Optional[Relations] = None

    @property
    def prequels(self) -> tuple[Node, ...]:
        """The anime that come right before this one."""
        edges = self.relations.edges if self.relations else ()
        before = (edge.node for edge in edges if edge.node and edge.relation_type == "PREQUEL")
        # A prequel may be a manga or a novel: those have no episodes to number after.
        return tuple(node for node in before if node.type in {None, "ANIME"})


class Media(Node):
    """A whole media: what becomes a Show."""

    title: Titles
    synonyms: _Names = ()
    status: _Text = None
    is_adult: _Optional[bool] = None
    season: _Optional[Quarter] = None
    season_year: _Optional[Annotated[int, Field(ge=_MIN_YEAR, le=_MAX_YEAR)]] = None
    start_date: _Optional[FuzzyDate] = None
    end_date: _Optional[FuzzyDate] = None
    duration: _Count = None
    id_mal: _Count = None
    average_score: _Score = None
    mean_score: _Score = None
    popularity: _Tally = None
    favourites: _Tally = None
    trending: _Tally = None
    genres: _Names = ()
    studios: _Optional[Studios] = None
    next_airing_episode: _Optional[Broadcast] = None
    cover_image: _Optional[Cover] = None
    airing_schedule: _Optional[Schedule] = None

    @property
    def broadcasts(self) -> tuple[Broadcast, ...]:
        """The nodes of its own schedule."""
        return self.airing_schedule.nodes if self.airing_schedule else ()

    @property
    def main_studios(self) -> tuple[str, ...]:
        """The studios that animated it, as AniList orders them: not the producers beside them."""
        edges = self.studios.edges if self.studios else ()
        names = (edge.node.name for edge in edges if edge.is_main and edge.node)
        return tuple(dict.fromkeys(name for name in names if name))


class PageInfo(_Part):
    """AniList's paging; its `total` and `lastPage` are estimates (https://docs.anilist.co/guide/graphql/pagination)."""

    has_next_page: bool = False


class _Extras(_Part):
    airing_schedules: _Raw = ()
    prequels: _Raw = ()


class AniListPage(_Extras):
    """A page of an answer, or all its pages put together."""

    page_info: PageInfo = PageInfo()
    media: _Raw = ()


class Data(_Part):
    """The `data` of an answer."""

    page: AniListPage = Field(validation_alias="Page", serialization_alias="Page")


class AniListAnswer(_Extras):
    """An answer, with its time if we asked ourselves; the two extra lists may be in it or in its page."""

    data: Data
    fetched_at: AwareDatetime | None = None


_Model = TypeVar("_Model", bound=_Part)


def parse_items(model: type[_Model], items: Iterable[Any]) -> tuple[tuple[_Model, ...], int]:
    """Parse each item by itself: the valid ones, and how many are not."""
    valid: list[_Model] = []
    skipped = 0
    for item in items:
        try:
            valid.append(model.model_validate(item))
        except (ValidationError, RecursionError):
            skipped += 1
    return tuple(valid), skipped


def first_fault(error: ValidationError) -> str:
    """The first fault that pydantic found, and where, on one line."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]
