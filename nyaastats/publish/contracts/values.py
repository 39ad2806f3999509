"""The types that published fields are made of, each with its unit, and what all documents share.

A type holds what is true of one value by itself, and its `x-unit` is what `schema.json` says the value counts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, ConfigDict, Field

from nyaastats.domain.addresses import LINK, WEB_ADDRESS
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import ContractError

EPISODES_FILE = "episodes.parquet"
RANKINGS_FILE = "rankings.json"
SHOWS_FILE = "shows.json"
SEASONS_FILE = "seasons.json"
SHOW_WEEKS_FILE = "show_weeks.parquet"
PROJECTIONS_FILE = "projections.json"
REPORT_FILE = "report.json"
CORRECTIONS_FILE = "corrections.json"
RECORDS_FILE = "records.json"
EVENTS_FILE = "events.json"
FILMS_FILE = "films.json"
GROUPS_FILE = "groups.json"
SCHEMA_FILE = "schema.json"
PACKAGE_FILE = "datapackage.json"
MANIFEST_FILE = "manifest.json"
UNIT = "x-unit"
"""The keyword of `schema.json` for a unit; JSON Schema leaves names that begin with `x-` to its users."""


def page_file(show: AniListId) -> str:
    """The name of a show's page file: `shows/21.json`."""
    return f"shows/{show}.json"


def week_file(week: str) -> str:
    """The name of a week's chart file: `weeks/2025-W46.json`."""
    return f"weeks/{week}.json"


def season_file(slug: str, name: str) -> str:
    """The name of a season's file: `seasons/fall-2025/rankings.json`."""
    return f"seasons/{slug}/{name}"


def contract_error(file: str, field: str, what: str) -> ContractError:
    """The error for a `field` of a `file` that is not as its contract says."""
    return ContractError(f"{file!r}: {field}: {what}; run the ETL again, and report it if it stays")


def _require_utc(moment: datetime) -> datetime:
    if moment.utcoffset() != timedelta(0):
        raise ValueError("is not a UTC time")
    return moment.astimezone(UTC)  # pydantic reads `Z` into a time zone of its own, which is equal but not UTC itself


def _quantity(unit: str, *, ge: int | None = None) -> Any:
    """The bounds and the unit of a field's type."""
    return Field(ge=ge, json_schema_extra={UNIT: unit})


Id = Annotated[AniListId, _quantity("AniList id", ge=1)]
Number = Annotated[int, _quantity("episode number", ge=0)]
"""An episode's number. From 0: some shows number a prologue so."""
Count = Annotated[int, _quantity("downloads", ge=0)]
PositiveCount = Annotated[int, _quantity("downloads", ge=1)]
AnyCount = Annotated[int, _quantity("downloads")]
"""A difference of two counts."""
DailyAverage = Annotated[float, _quantity("downloads a day", ge=0)]
WeeklyAverage = Annotated[float, _quantity("downloads a week", ge=0)]
Place = Annotated[int, _quantity("rank", ge=1)]
"""A rank: 1 is the most downloads."""
Places = Annotated[int, _quantity("places of a chart", ge=0)]
PlaceChange = Annotated[int, _quantity("places of a chart")]
Weeks = Annotated[int, _quantity("weeks", ge=1)]
WeekCount = Annotated[int, _quantity("weeks", ge=0)]
"""A number of weeks that may be none."""
RecordValue = Annotated[int, _quantity("as the record's unit says", ge=0)]
Days = Annotated[float, _quantity("days")]
DayCount = Annotated[int, _quantity("days", ge=1)]
"""A number of whole days."""
Episodes = Annotated[int, _quantity("episodes", ge=1)]
Offset = Annotated[int, _quantity("episodes")]
SeasonNumber = Annotated[int, _quantity("season", ge=0)]
"""A season as names count a show's. From 0: `S00` is what some call specials."""
Readings = Annotated[int, _quantity("readings", ge=0)]
ReleaseVersion = Annotated[int, _quantity("version", ge=2)]
Torrents = Annotated[int, _quantity("torrents", ge=0)]
SomeTorrents = Annotated[int, _quantity("torrents", ge=1)]
Scrapes = Annotated[int, _quantity("scrapes", ge=0)]
Events = Annotated[int, _quantity("events", ge=0)]
ShowCount = Annotated[int, _quantity("shows", ge=0)]
Entries = Annotated[int, _quantity("entries", ge=0)]
Rating = Annotated[int, Field(ge=1, le=100, json_schema_extra={UNIT: "of 100"})]
"""A score as AniList's users give it."""
Users = Annotated[int, _quantity("users of AniList", ge=0)]
Activity = Annotated[int, _quantity("activities in an hour", ge=0)]
Points = Annotated[float, _quantity("points of score")]
Margins = Annotated[float, _quantity("minimum margins", ge=1)]
Share = Annotated[float, _quantity("parts of 1", ge=0)]
Times = Annotated[float, _quantity("times", ge=0)]
"""A quotient of downloads: 1 is as many."""
Hours = Annotated[float, _quantity("hours", ge=0)]
Median = Annotated[float, _quantity("downloads", ge=0)]
"""A median of downloads: of an even number, half of two of them."""
SomeEpisodes = Annotated[int, _quantity("episodes", ge=1)]
SomeShows = Annotated[int, _quantity("shows", ge=1)]
Matches = Annotated[int, _quantity("matches", ge=0)]
SomeMatches = Annotated[int, _quantity("matches", ge=1)]
Bytes = Annotated[int, _quantity("bytes", ge=0)]
Rows = Annotated[int, _quantity("rows", ge=0)]
UtcTime = Annotated[datetime, AfterValidator(_require_utc), _quantity("UTC time")]
UtcDay = Annotated[date, _quantity("UTC day")]
BroadcastDay = Annotated[date, _quantity("calendar day")]
"""A day as AniList dates it, which is the broadcaster's and not UTC."""
Text = Annotated[str, Field(pattern=r"\S")]
Slug = Annotated[str, Field(pattern=r"^(winter|spring|summer|fall)-\d{4}$")]
"""A season as addresses and options write it: `fall-2025`."""
WeekLabel = Annotated[Text, _quantity("ISO 8601 week")]
WebAddress = Annotated[str, Field(pattern=f"^{WEB_ADDRESS}$")]
Link = Annotated[str, Field(pattern=f"^{LINK}$")]
# AniList's `coverImage.color`; it goes into the website's CSS.
Color = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
# No `..`, no leading `/`: a manifest that names a file elsewhere is refused.
FileName = Annotated[str, Field(pattern=r"^([a-z0-9_-]+/)*([a-z0-9_-]+|\d{4}-W\d{2})\.[a-z]+$")]
"""A path below the output folder, with `/` on every platform."""
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Sha1 = Annotated[InfoHash, Field(pattern=r"^[0-9a-f]{40}$")]


class ContractModel:
    """What every JSON document and its parts share: no field too many, no guessing at types, no NaN."""

    __slots__ = ()  # else the slots of its dataclasses would have a dictionary beside them
    # What pydantic reads of a standard dataclass (pydantic's docs, "Dataclasses", "Config").
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
