"""The contract of each published file: its columns and fields, their units and what they mean.

The types hold what is true of one value; `checks` holds what is true between values and between files. Every time is
UTC, every count is of downloads, and a week is an ISO 8601 week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, ClassVar

import pyarrow as pa
from pydantic import AfterValidator, ConfigDict, Field

from nyaastats.domain.matches import Method, Reason
from nyaastats.domain.shows import AniListId, Format
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import ContractError

EPISODES_FILE = "episodes.parquet"
RANKINGS_FILE = "rankings.json"
SHOWS_FILE = "shows.json"
REPORT_FILE = "report.json"
MANIFEST_FILE = "manifest.json"


def page_file(show: AniListId) -> str:
    """The name of a show's page file: `shows/21.json`."""
    return f"shows/{show}.json"


def broken(file: str, field: str, what: str) -> ContractError:
    """The error for a `field` of a `file` that is not as its contract says."""
    return ContractError(f"{file!r}: {field}: {what}; run the ETL again, and report it if it stays")


def _column(name: str, kind: pa.DataType, unit: str, meaning: str) -> pa.Field:
    return pa.field(name, kind, nullable=False, metadata={"unit": unit, "meaning": meaning})


EPISODES = pa.schema(
    [
        _column("anilist_id", pa.int64(), "id", "AniList's id of the show"),
        _column("episode", pa.int32(), "number", "the episode within the show's own AniList entry; 0 is a prologue"),
        _column("date", pa.timestamp("us", tz="UTC"), "UTC midnight", "the day that begins then"),
        _column("downloads_daily", pa.int32(), "downloads", "of all torrents of the episode on that day"),
        _column("downloads_cumulative", pa.int32(), "downloads", "of the episode up to the end of that day"),
        _column("days_since_first_torrent", pa.float64(), "days", "from its first torrent to the end of that day"),
        _column("title", pa.string(), "text", "what fans call the show: the English title, else the romaji one"),
        _column("downloads_estimated", pa.int32(), "downloads", "of the daily ones, seen over more than 48 hours"),
    ]
)
"""`episodes.parquet`: a row an episode and day, sorted by the first three columns, no day left out."""


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() != timedelta(0):
        raise ValueError("is not a UTC time")
    return moment.astimezone(UTC)


Id = Annotated[AniListId, Field(ge=1)]
Number = Annotated[int, Field(ge=0)]
"""An episode's number, from 0."""
Count = Annotated[int, Field(ge=0)]
"""A number of downloads."""
Average = Annotated[float, Field(ge=0)]
Place = Annotated[int, Field(ge=1)]
"""A rank: 1 is the most downloads."""
Text = Annotated[str, Field(pattern=r"\S")]
WebAddress = Annotated[str, Field(pattern=r"^https://[^\s\"'<>]+$")]
Color = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
UtcTime = Annotated[datetime, AfterValidator(_in_utc)]
UtcDay = date
"""By a name of its own, for fields that are called `date`."""
FileName = Annotated[str, Field(pattern=r"^([a-z0-9_-]+/)*[a-z0-9_-]+\.[a-z]+$")]
"""A path below the output folder, with `/` on every platform."""
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Sha1 = Annotated[InfoHash, Field(pattern=r"^[0-9a-f]{40}$")]


class _Shape:
    """What every JSON document and its parts share: no field too many, no guessing at types, no NaN."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


@dataclass(frozen=True, slots=True)
class Ranking(_Shape):
    """One show in one week."""

    anilist_id: Id
    rank: Place
    downloads: Annotated[int, Field(ge=1)]
    title: Text
    title_romaji: Text
    previous_rank: Place | None
    """In the week before; None when it was not ranked then."""
    peak_rank: Place
    """The best rank up to and including this week."""
    weeks_on_chart: Annotated[int, Field(ge=1)]
    """How many weeks it has been ranked in, this one included."""


@dataclass(frozen=True, slots=True)
class ChartWeek(_Shape):
    """One week of the chart, best rank first."""

    week: Text
    """`2025-W40`."""
    start_date: date
    complete: bool
    """Whether the week was over at `data_until`."""
    rankings: tuple[Ranking, ...]


@dataclass(frozen=True, slots=True)
class Rankings(_Shape):
    """`rankings.json`: the weeks of the chart, one after the other."""

    season: Text
    """`Fall 2025`."""
    data_until: UtcTime
    """The newest scrape in the database."""
    weeks: tuple[ChartWeek, ...]


@dataclass(frozen=True, slots=True)
class EpisodeTotal(_Shape):
    """All that `episodes.parquet` says of one episode, in one line."""

    episode: Number
    first_date: date
    last_date: date
    downloads: Count
    downloads_estimated: Count


@dataclass(frozen=True, slots=True)
class LeftOut(_Shape):
    """Torrents that were recognised as one show's and are in none of its episodes, for one reason."""

    reason: Reason
    torrents: Annotated[int, Field(ge=1)]
    downloads: Count


@dataclass(frozen=True, slots=True)
class ShowSummary(_Shape):
    """One show: facts from AniList, then what was measured."""

    anilist_id: Id
    title: Text
    title_romaji: Text
    title_english: Text | None
    title_native: Text | None
    format: Format
    status: Text | None
    """AniList's `MediaStatus`."""
    episodes: Annotated[int, Field(ge=1)] | None
    """How many episodes AniList announces."""
    start_date: date | None
    end_date: date | None
    poster: WebAddress | None
    color: Color | None
    """The poster's main colour."""
    url: WebAddress
    """The show's page on AniList."""
    continuing: bool
    """Whether it began in an earlier season."""
    downloads: Count
    downloads_estimated: Count
    daily_average: Average
    """Downloads a day, from its first day to its last."""
    weekly_average: Average
    """Downloads a week, over the complete weeks in which it was ranked; 0 when there are none."""
    seasonal_rank: Place | None
    """By all its downloads, ties to the lower id; None for a show without any."""
    rank_is_final: bool
    """Whether its series had ended at `data_until`."""
    episode_totals: tuple[EpisodeTotal, ...]
    left_out: tuple[LeftOut, ...]
    """By reason, as it is spelled; only what occurs. What was recognised as no show's is only in `report.json`."""


@dataclass(frozen=True, slots=True)
class Shows(_Shape):
    """`shows.json`: every show of `episodes.parquet`, by id."""

    season: Text
    data_until: UtcTime
    shows: tuple[ShowSummary, ...]


@dataclass(frozen=True, slots=True)
class EpisodeSeries(_Shape):
    """One episode's days: element i of each list is the day i days after `first_date`.

    The cumulative count of day i is the sum of the daily ones up to it.
    """

    episode: Number
    first_date: date
    days_since_first_torrent: float
    """At the end of `first_date`; a day later is 1 more, and what is below 0 counts as 0."""
    downloads_daily: tuple[Count, ...]
    downloads_estimated: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class ShowPage(_Shape):
    """`shows/<id>.json`: the slice of `episodes.parquet` that one page draws."""

    anilist_id: Id
    episodes: tuple[EpisodeSeries, ...]


@dataclass(frozen=True, slots=True)
class ExamplePart(_Shape):
    """One part of the evidence for the example's show."""

    name: Text
    points: float
    """For the show, or against it."""
    why: Text


@dataclass(frozen=True, slots=True)
class ExampleLook(_Shape):
    """One of the example's scrapes."""

    time: UtcTime
    downloads: Count
    """The tracker's count since publication."""


@dataclass(frozen=True, slots=True)
class ExampleDay(_Shape):
    """One of the example's days."""

    date: UtcDay
    downloads: Count
    """Of this torrent alone."""


@dataclass(frozen=True, slots=True)
class FullDay(_Shape):
    """What all torrents of the example's episode had on a day."""

    date: UtcDay
    torrents: Annotated[int, Field(ge=1)]
    """How many there were by the end of the day, the example among them."""
    downloads: Count
    """The episode's `downloads_daily` of that day in `episodes.parquet`."""


@dataclass(frozen=True, slots=True)
class ExampleWeek(_Shape):
    """What `rankings.json` says of the example's show in one week."""

    week: Text
    rank: Place
    downloads: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class Example(_Shape):
    """In `report.json`: one torrent that counts, through all steps from its name to a rank.

    It is of the show with seasonal rank 1; `measure/samples.sql` says which of that show's.
    """

    name: Text
    published: UtcTime
    infohash: Sha1
    titles: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Every title in the name, as it is written there."""
    group: Text | None
    number: Number | None
    """The episode's number as the group wrote it."""
    resolution: Text | None
    anilist_id: Id
    title: Text
    """The show's."""
    episode: Number
    """Within the show's own AniList entry."""
    method: Method
    score: float
    parts: tuple[ExamplePart, ...]
    """They add up to the score."""
    looks: Annotated[tuple[ExampleLook, ...], Field(min_length=1, max_length=6)]
    """The first scrapes that were accepted, in order: without bad rows, and without those in which all was 0 after a
    larger count. A single fall, which adds no downloads, is still in them."""
    days: Annotated[tuple[ExampleDay, ...], Field(min_length=1, max_length=7)]
    """The first days, one after the other."""
    downloads: Annotated[int, Field(ge=1)]
    """Of this torrent in all, also after its first days and after the show's last day."""
    first_day: FullDay
    """The episode on the day that has the most of `days`, of equals the first."""
    week: ExampleWeek | None
    """The show in the week of that day; None where it is not ranked, as before the season's first week."""


@dataclass(frozen=True, slots=True)
class ManifestEntry(_Shape):
    """One published file."""

    name: FileName
    size: Annotated[int, Field(ge=0)]
    """In bytes."""
    sha256: Sha256
    rows: Annotated[int, Field(ge=0)]
    """Rows of a table, elements of a document's list; 1 for a document without one."""


@dataclass(frozen=True, slots=True)
class Manifest(_Shape):
    """`manifest.json`: every other file of the output, by name. What it does not list is not ours."""

    data_until: UtcTime
    files: tuple[ManifestEntry, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """What one run publishes, except its report and manifest."""

    episodes: pa.Table
    """As `EPISODES` says."""
    rankings: Rankings
    shows: Shows
    pages: tuple[ShowPage, ...]
    """By id."""
