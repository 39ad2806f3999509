"""The contract of each published file but the report: its columns and fields, their units and what they mean.

The docstring under a field is its description in `schema.json`, where `null` is what Python calls None. The types hold
what is true of one value; `checks` holds what is true between values and between files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from nyaastats.domain.matches import ExclusionReason
from nyaastats.domain.shows import Format
from nyaastats.publish.contracts.events import GeneralEvents, ShowEvent
from nyaastats.publish.contracts.evidence import ShowEvidence
from nyaastats.publish.contracts.films import Films
from nyaastats.publish.contracts.first_days import ShowFirstDays
from nyaastats.publish.contracts.groups import ReleaseGroup, SeasonGroups
from nyaastats.publish.contracts.projections import Projections
from nyaastats.publish.contracts.records import Fact, Movers, RecapSentence, Records, WeekRecord
from nyaastats.publish.contracts.values import (
    Activity,
    BroadcastDay,
    Bytes,
    Color,
    ContractModel,
    Count,
    DailyAverage,
    Days,
    Episodes,
    FileName,
    Id,
    Number,
    Place,
    PositiveCount,
    Rating,
    Rows,
    Sha256,
    ShowCount,
    Slug,
    Text,
    Torrents,
    Users,
    UtcDay,
    UtcTime,
    WebAddress,
    WeekCount,
    WeekLabel,
    WeeklyAverage,
    Weeks,
)


def _column(name: str, kind: pa.DataType, unit: str, meaning: str) -> pa.Field:
    return pa.field(name, kind, nullable=False, metadata={"unit": unit, "meaning": meaning})


# int32 holds any sum of a season: one count is at most 99,999,999 (scrapes.sql). Microseconds, because readers without
# nanoseconds are many, and none are needed for midnights.
EPISODES = pa.schema(
    [
        _column("anilist_id", pa.int64(), "id", "AniList's id of the show"),
        _column("episode", pa.int32(), "number", "the episode within the show's own AniList entry; 0 is a prologue"),
        _column("date", pa.timestamp("us", tz="UTC"), "UTC midnight", "the day that begins then"),
        _column("downloads_daily", pa.int32(), "downloads", "of all torrents of the episode on that day"),
        _column("downloads_cumulative", pa.int32(), "downloads", "of the episode up to the end of that day"),
        _column("days_since_first_torrent", pa.float64(), "days", "from its first torrent to the end of that day"),
        _column("title", pa.string(), "text", "what fans call the show: the English title, else the romaji one"),
        _column(
            "downloads_estimated", pa.int32(), "downloads", "of the daily ones, spread over more than 48 h or expected"
        ),
    ]
)
"""`episodes.parquet`: a row an episode and day, sorted by the first three columns, no day left out.

The units and meanings lie in the file itself, as the metadata of its columns.
"""

SHOW_WEEKS = pa.schema(
    [
        _column("anilist_id", pa.int64(), "id", "AniList's id of the show"),
        _column("week", pa.string(), "ISO 8601 week", "the week: 2025-W40"),
        _column("start_date", pa.date32(), "UTC day", "its Monday"),
        _column("downloads", pa.int64(), "downloads", "of the show in this week, more than 0"),
        _column("downloads_estimated", pa.int64(), "downloads", "of these, spread over more than 48 h or expected"),
        _column("rank", pa.int32(), "rank", "among all series of the week: 1 is the most downloads"),
        _column("complete", pa.bool_(), "", "whether the week was over at the newest scrape"),
        _column("settled", pa.bool_(), "", "whether nothing more is expected in it"),
        _column("title", pa.string(), "text", "what fans call the show: the English title, else the romaji one"),
    ]
)
"""`show_weeks.parquet`: a row a show and week with downloads, sorted by the first two columns."""


@dataclass(frozen=True, slots=True)
class Ranking(ContractModel):
    """One show in one week."""

    # The titles stand here too, so that the chart can be read without shows.json.
    anilist_id: Id
    """AniList's id of the show."""
    rank: Place
    """1 is the most downloads; ties go to the lower AniList id."""
    downloads: PositiveCount
    """Downloads of the show in this week."""
    downloads_estimated: Count
    """Of these, an estimate: spread over more than 48 hours, or expected since a torrent's last scrape."""
    title: Text
    """What fans call the show: the English title, else the romaji one."""
    title_romaji: Text
    """The Japanese title in Latin letters."""
    previous_rank: Place | None
    """The rank in the week before; null when it was not ranked then."""
    peak_rank: Place
    """The best rank up to and including this week."""
    weeks_on_chart: Weeks
    """How many weeks it has been ranked in, this one included."""


@dataclass(frozen=True, slots=True)
class ChartWeek(ContractModel):
    """One week of the chart."""

    # Week 1 of ISO 8601 holds the year's first Thursday: 2025-W40 begins on 29 September, 2026-W01 in December 2025.
    week: WeekLabel
    """The ISO 8601 week: `2025-W40`."""
    start_date: UtcDay
    """Its Monday, on which it begins at 00:00 UTC."""
    complete: bool
    """Whether the week was over at `data_until`."""
    # A week that is complete and not settled is provisional.
    settled: bool
    """Whether it is over, and nothing more is expected in it: each counted torrent that still is scraped was since."""
    rankings: tuple[Ranking, ...]
    """The shows with downloads in this week, the best rank first."""


@dataclass(frozen=True, slots=True)
class Rankings(ContractModel):
    """The weekly chart of a season."""

    season: Text
    """The season: `Fall 2025`."""
    # So that the file of such a season does not change any more.
    data_until: UtcTime
    """The newest scrape; of an earlier season that is settled, the end of its last week, after which it has no data."""
    weeks: tuple[ChartWeek, ...]
    """The weeks of the chart, one after the other, none left out."""


@dataclass(frozen=True, slots=True)
class ChartRow(ContractModel):
    """One series in the chart of all series of a week; its history is as of that week."""

    anilist_id: Id
    """AniList's id of the show."""
    title: Text
    """What fans call the show: the English title, else the romaji one."""
    title_romaji: Text
    """The Japanese title in Latin letters."""
    rank: Place
    """1 is the most downloads; ties go to the lower AniList id."""
    tied: bool
    """Whether another show has as many downloads in this week."""
    downloads: PositiveCount
    """Downloads of the show in this week."""
    downloads_estimated: Count
    """Of these, an estimate: spread over more than 48 hours, or expected since a torrent's last scrape."""
    margin: Count | None
    """How many downloads more than the next show; null for the last."""
    previous_rank: Place | None
    """The rank in the week before; null when it was not ranked then."""
    previous_downloads: PositiveCount | None
    """The downloads in the week before; null when it was not ranked then."""
    peak_rank: Place
    """The best rank up to and including this week."""
    weeks_on_chart: Weeks
    """How many weeks it has been ranked in, this one included; 1 is its debut."""
    streak: Weeks
    """How many weeks in a row it has been ranked in, this one included; 1 after its debut is a re-entry."""
    weeks_at_first: WeekCount
    """How many weeks it has been first, this one included."""
    weeks_in_top_10: WeekCount
    """How many weeks its rank has been 10 or better, this one included."""
    debut_week: WeekLabel
    """The first week in which it was ranked."""


@dataclass(frozen=True, slots=True)
class WeekChart(ContractModel):
    """One week's chart of all series, whatever their season."""

    # No `data_until`: the file of a settled week must not change any more.
    week: WeekLabel
    """The ISO 8601 week: `2025-W40`."""
    start_date: UtcDay
    """Its Monday, on which it begins at 00:00 UTC."""
    complete: bool
    """Whether the week was over at the newest scrape."""
    settled: bool
    """Whether it is over, and nothing more is expected in it: each counted torrent that still is scraped was since."""
    seasons: tuple[Slug, ...]
    """The seasons that the week touches."""
    downloads: Count
    """Downloads of all its series together."""
    downloads_estimated: Count
    """Of these, an estimate: spread over more than 48 hours, or expected since a torrent's last scrape."""
    rows: tuple[ChartRow, ...]
    """The series with downloads in this week, the best rank first."""
    movers: Movers | None
    """Who moved most since the week before; null for a week that is not complete, and up to the first that was
    watched: in which a show's downloads are at most 20 % estimated."""
    records: tuple[WeekRecord, ...]
    """The records that were set, extended or equalled in this week, in the order of their kinds."""
    headline: Fact | None
    """The most surprising fact of the week; null for a week that is not complete, and when there is none."""
    facts: tuple[Fact, ...]
    """The next most surprising, at most 5."""
    recap: tuple[RecapSentence, ...]
    """The week in at most 5 sentences; none for a week that is not complete, and up to the first that was watched."""


@dataclass(frozen=True, slots=True)
class SeasonEntry(ContractModel):
    """One season of the chart."""

    slug: Slug
    """As addresses write it: `fall-2025`; its files are below `seasons/fall-2025/`."""
    season: Text
    """Its name: `Fall 2025`."""
    first_week: WeekLabel
    """The first week of its chart."""
    last_week: WeekLabel
    """The last week of its chart that has begun."""
    over: bool
    """Whether its last week is over."""
    settled: bool
    """Whether its last week is over, and all its weeks are settled."""
    shows: ShowCount
    """How many shows are ranked in it."""
    downloads: Count
    """Downloads of these shows in its weeks."""
    champion_id: Id | None
    """AniList's id of the show with the most downloads in its weeks; null when nothing was downloaded."""
    champion_title: Text | None
    """What fans call that show."""


@dataclass(frozen=True, slots=True)
class Seasons(ContractModel):
    """Every season of the chart."""

    current: Slug
    """The season of the newest complete week."""
    data_until: UtcTime
    """The newest scrape in the database; nothing after it is known."""
    seasons: tuple[SeasonEntry, ...]
    """The seasons, one after the other."""


@dataclass(frozen=True, slots=True)
class Correction(ContractModel):
    """One show in one week whose number or rank is no longer what was first published."""

    week: WeekLabel
    """The ISO 8601 week: `2025-W40`."""
    anilist_id: Id
    """AniList's id of the show."""
    title: Text | None
    """What fans call the show: the English title, else the romaji one; null when it is not counted any more."""
    published_until: UtcTime
    """The newest scrape that was known when the week's chart was first published."""
    published_rank: Place | None
    """The rank in the chart as first published; null when the show was not in it."""
    rank: Place | None
    """The rank now; null when the show is no longer ranked in that week."""
    published_downloads: Count
    """Downloads in the chart as first published; 0 when the show was not in it."""
    downloads: Count
    """Downloads now; 0 when the show is no longer ranked in that week."""


@dataclass(frozen=True, slots=True)
class Corrections(ContractModel):
    """What has changed in the complete weeks since their charts were first published.

    Listed is what changed by more than 5 downloads and 1 % of those first published, or by a rank among the first 25.
    """

    data_until: UtcTime
    """The newest scrape in the database; nothing after it is known."""
    corrections: tuple[Correction, ...]
    """The changes by week, then by the rank first published."""


@dataclass(frozen=True, slots=True)
class EpisodeTotal(ContractModel):
    """All that `episodes.parquet` holds of one episode, in one line."""

    episode: Number
    """The episode within the show's own AniList entry; 0 is a prologue."""
    first_date: UtcDay
    """Its first day."""
    last_date: UtcDay
    """Its last day."""
    downloads: Count
    """Downloads of all its torrents on all its days."""
    downloads_estimated: Count
    """Of these, an estimate: spread over more than 48 hours, or expected since a torrent's last scrape."""


@dataclass(frozen=True, slots=True)
class ExcludedTorrents(ContractModel):
    """Torrents that were recognised as one show's and are in none of its episodes, for one reason."""

    reason: ExclusionReason
    """Why they count for no episode."""
    torrents: Torrents
    """How many torrents."""
    downloads: Count
    """How many downloads they had; for `after_last_day` also those of counted torrents after that day."""


@dataclass(frozen=True, slots=True)
class NextAiring(ContractModel):
    """A broadcast that is announced."""

    episode: Number
    """The episode within the show's own AniList entry."""
    at: UtcTime
    """When it is announced for; it may have been since."""


@dataclass(frozen=True, slots=True)
class ShowSummary(ContractModel):
    """One show: facts from AniList, then what was measured."""

    anilist_id: Id
    """AniList's id of the show."""
    title: Text
    """What fans call the show: the English title, else the romaji one."""
    title_romaji: Text
    """The Japanese title in Latin letters."""
    title_english: Text | None
    """The English title; null when AniList has none."""
    title_native: Text | None
    """The title in its own script; null when AniList has none."""
    format: Format
    """AniList's format: TV, TV_SHORT or ONA."""
    # Not an enumeration: AniList may add a status, and a new one is no reason to publish nothing.
    status: Text | None
    """AniList's status: FINISHED, RELEASING, NOT_YET_RELEASED, CANCELLED or HIATUS; null when AniList has none."""
    episodes: Episodes | None
    """How many episodes AniList announces; null when it does not say."""
    start_date: BroadcastDay | None
    """The day of the first broadcast; null when AniList does not know it."""
    end_date: BroadcastDay | None
    """The day of the last broadcast; null when AniList does not know it."""
    poster: WebAddress | None
    """The address of the cover picture at AniList; null when there is none."""
    color: Color | None
    """The poster's main colour: `#e4a15d`; null when AniList names none."""
    url: WebAddress
    """The show's page on AniList."""
    score: Rating | None
    """AniList's average score, weighted so that few scores do not decide it; null when AniList has none."""
    mean_score: Rating | None
    """The plain mean of its users' scores; null when AniList has none."""
    popularity: Users | None
    """How many users of AniList have it on a list; null when AniList does not say."""
    favourites: Users | None
    """How many users of AniList name it a favourite; null when AniList does not say."""
    genres: tuple[Text, ...]
    """Its genres, as AniList orders them."""
    studios: tuple[Text, ...]
    """The studios that animated it, as AniList orders them."""
    season: Slug | None
    """The season in which it began, by AniList; null when AniList does not say."""
    next_airing: NextAiring | None
    """The broadcast that AniList announced next when it was last asked; null when there was none."""
    continuing: bool
    """Whether it began in an earlier season."""
    last_day: UtcDay | None
    """The last day that counts, a Sunday some weeks after the show's end; null when nothing is known of its end."""
    downloads: Count
    """Downloads of all its torrents on all its days, those before the season's first week too."""
    downloads_estimated: Count
    """Of these, an estimate: spread over more than 48 hours, or expected since a torrent's last scrape."""
    season_downloads: Count
    """Downloads in the weeks of the season's chart: the sum of its weeks in `rankings.json`."""
    season_downloads_estimated: Count
    """Of these, an estimate: spread over more than 48 hours, or expected since a torrent's last scrape."""
    daily_average: DailyAverage
    """Downloads a day, from its first day to its last."""
    weekly_average: WeeklyAverage
    """Downloads a week, over the complete weeks in which it was ranked; 0 when there are none."""
    seasonal_rank: Place | None
    """The rank by `season_downloads`, ties to the lower id; null for a show without any."""
    rank_is_final: bool
    """Whether its total can change no more, nor that of a show with fewer downloads, which could pass it."""
    episode_totals: tuple[EpisodeTotal, ...]
    """Its episodes, in order."""
    excluded: tuple[ExcludedTorrents, ...]
    """Its torrents that count for no episode, by reason: those that occur, in the order of their spelling."""


@dataclass(frozen=True, slots=True)
class Shows(ContractModel):
    """Every show that is ranked in a season and in `episodes.parquet`, with its facts and totals."""

    season: Text
    """The season: `Fall 2025`."""
    # Also of a settled season: the totals of its shows go beyond its weeks.
    data_until: UtcTime
    """The newest scrape in the database; nothing after it is known."""
    shows: tuple[ShowSummary, ...]
    """The shows, in the order of their ids."""


@dataclass(frozen=True, slots=True)
class SeasonPlace(ContractModel):
    """A show's place in one season."""

    slug: Slug
    """The season, as addresses write it: `fall-2025`."""
    season: Text
    """Its name: `Fall 2025`."""
    continuing: bool
    """Whether the show began in an earlier season."""
    downloads: Count
    """Downloads in the weeks of the season's chart."""
    rank: Place | None
    """The rank by these, ties to the lower id; null for a show without any."""
    rank_is_final: bool
    """Whether it can change no more."""


@dataclass(frozen=True, slots=True)
class ShowEntry(ContractModel):
    """One show of any season: facts from AniList, its totals, and its place in each season."""

    anilist_id: Id
    """AniList's id of the show."""
    title: Text
    """What fans call the show: the English title, else the romaji one."""
    title_romaji: Text
    """The Japanese title in Latin letters."""
    title_english: Text | None
    """The English title; null when AniList has none."""
    title_native: Text | None
    """The title in its own script; null when AniList has none."""
    synonyms: tuple[Text, ...]
    """Other titles that AniList knows."""
    format: Format
    """AniList's format: TV, TV_SHORT or ONA."""
    status: Text | None
    """AniList's status: FINISHED, RELEASING, NOT_YET_RELEASED, CANCELLED or HIATUS; null when AniList has none."""
    episodes: Episodes | None
    """How many episodes AniList announces; null when it does not say."""
    start_date: BroadcastDay | None
    """The day of the first broadcast; null when AniList does not know it."""
    end_date: BroadcastDay | None
    """The day of the last broadcast; null when AniList does not know it."""
    poster: WebAddress | None
    """The address of the cover picture at AniList; null when there is none."""
    color: Color | None
    """The poster's main colour: `#e4a15d`; null when AniList names none."""
    url: WebAddress
    """The show's page on AniList."""
    score: Rating | None
    """AniList's average score, weighted so that few scores do not decide it; null when AniList has none."""
    mean_score: Rating | None
    """The plain mean of its users' scores; null when AniList has none."""
    popularity: Users | None
    """How many users of AniList have it on a list; null when AniList does not say."""
    favourites: Users | None
    """How many users of AniList name it a favourite; null when AniList does not say."""
    trending: Activity | None
    """AniList's activity about it in the hour before it was last asked; null when AniList does not say."""
    genres: tuple[Text, ...]
    """Its genres, as AniList orders them."""
    studios: tuple[Text, ...]
    """The studios that animated it, as AniList orders them."""
    season: Slug | None
    """The season in which it began, by AniList; null when AniList does not say."""
    next_airing: NextAiring | None
    """The broadcast that AniList announced next when it was last asked; null when there was none."""
    last_day: UtcDay | None
    """The last day that counts, a Sunday some weeks after the show's end; null when nothing is known of its end."""
    downloads: Count
    """Downloads of all its torrents on all its days."""
    downloads_estimated: Count
    """Of these, an estimate: spread over more than 48 hours, or expected since a torrent's last scrape."""
    peak_rank: Place | None
    """Its best rank among all series of a complete week; null when it has none."""
    weeks_on_chart: WeekCount
    """In how many weeks it was ranked among all series."""
    weeks_at_first: WeekCount
    """In how many of them it was first."""
    seasons: tuple[SeasonPlace, ...]
    """Its place in each season in which it is ranked, the earliest first; none while its season has no chart yet."""


@dataclass(frozen=True, slots=True)
class ShowIndex(ContractModel):
    """Every show of `episodes.parquet`, of all seasons."""

    data_until: UtcTime
    """The newest scrape in the database; nothing after it is known."""
    shows: tuple[ShowEntry, ...]
    """The shows, in the order of their ids."""


@dataclass(frozen=True, slots=True)
class EpisodeSeries(ContractModel):
    """One episode's days: element i of each list is the day i days after `first_date`.

    The cumulative count of day i is the sum of the daily ones up to it.
    """

    # Lists instead of a row a day: the days follow from the first, and the file is a fraction of the size.
    episode: Number
    """The episode within the show's own AniList entry; 0 is a prologue."""
    first_date: UtcDay
    """Its first day."""
    days_since_first_torrent: Days
    """From its first torrent to the end of `first_date`; each later day is 1 more, and what is below 0 counts as 0."""
    downloads_daily: tuple[Count, ...]
    """Downloads of all torrents of the episode on each day."""
    downloads_estimated: tuple[Count, ...]
    """Of these, an estimate: spread over more than 48 hours, or expected since a torrent's last scrape."""


@dataclass(frozen=True, slots=True)
class ShowPage(ContractModel):
    """What one show's page shows: its rows of `episodes.parquet`, its events, its release groups and its evidence."""

    anilist_id: Id
    """AniList's id of the show."""
    provisional_from: UtcDay | None
    """The first day that holds downloads which are expected and counted by no scrape yet; null when none does."""
    episodes: tuple[EpisodeSeries, ...]
    """Its episodes, in order."""
    first_days: ShowFirstDays
    """The first 7 and 28 days of these episodes, and what follows from them."""
    events: tuple[ShowEvent, ...]
    """What happened to it, by time, since the first day whose torrents are considered."""
    groups: tuple[ReleaseGroup, ...]
    """All these downloads by release group, the most downloaded first."""
    evidence: ShowEvidence
    """Why its torrents are counted, and which are not."""


@dataclass(frozen=True, slots=True)
class ManifestEntry(ContractModel):
    """One published file."""

    name: FileName
    """The file's name, with its path below the output folder."""
    size: Bytes
    """The size of its content."""
    sha256: Sha256
    """The SHA-256 of its content, in hexadecimal."""
    rows: Rows
    """Rows of a table, elements of a document's list; 1 for a document without one."""


@dataclass(frozen=True, slots=True)
class Manifest(ContractModel):
    """Every other file of the output. What it does not list is not ours."""

    data_until: UtcTime
    """The newest scrape in the database; nothing after it is known."""
    files: tuple[ManifestEntry, ...]
    """Every other file of the run, in the order of their names."""


@dataclass(frozen=True, slots=True)
class SeasonDocuments:
    """What is published of one season."""

    slug: str
    rankings: Rankings
    shows: Shows


@dataclass(frozen=True, slots=True)
class Publication:
    """What one run publishes, except its report and manifest."""

    episodes: pa.Table
    """As `EPISODES` says."""
    show_weeks: pa.Table
    """As `SHOW_WEEKS` says."""
    weeks: tuple[WeekChart, ...]
    """One after the other, none left out."""
    seasons: tuple[SeasonDocuments, ...]
    """One after the other, at least one; the last is the current one."""
    seasons_index: Seasons
    index: ShowIndex
    pages: tuple[ShowPage, ...]
    """By id."""
    corrections: Corrections
    records: Records
    events: GeneralEvents
    groups: tuple[SeasonGroups, ...]
    """Of each of the seasons."""
    films: Films
    projections: Projections

    @property
    def current(self) -> SeasonDocuments:
        """The documents of the current season."""
        return self.seasons[-1]

    @property
    def data_until(self) -> datetime:
        """The newest scrape."""
        return self.index.data_until
