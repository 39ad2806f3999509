"""A small publication that keeps every contract, worked out by hand-sized code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa

from nyaastats.domain.calendar import Week
from nyaastats.domain.matches import ExclusionReason, Method
from nyaastats.domain.measures import Attribution
from nyaastats.domain.shows import AniListId, Format
from nyaastats.domain.torrents import InfoHash
from nyaastats.publish.build.documents import encode_publication
from nyaastats.publish.build.episode_rows import PageParts, build_pages, build_series
from nyaastats.publish.build.first_days import build_first_days
from nyaastats.publish.build.report import encode_report
from nyaastats.publish.build.season_reports import encode_season_report
from nyaastats.publish.build.week_charts import build_show_weeks
from nyaastats.publish.build.week_news import add_news
from nyaastats.publish.checks.first_days import sum_first_days
from nyaastats.publish.contracts.events import GeneralEvents
from nyaastats.publish.contracts.evidence import LeftOutTorrent, ShowEvidence, TitleReading
from nyaastats.publish.contracts.example import Example, ExampleDay, ExamplePart, ExampleScrape, ExampleWeek, FullDay
from nyaastats.publish.contracts.films import Films
from nyaastats.publish.contracts.groups import (
    GroupDownloads,
    GroupTotal,
    GroupWeeks,
    ReleaseGroup,
    ResolutionDownloads,
    ResolutionTotal,
    ResolutionWeeks,
    SeasonGroups,
    ShowSplit,
)
from nyaastats.publish.contracts.projections import Projections, ProjectionScore
from nyaastats.publish.contracts.public import (
    EPISODES,
    ChartRow,
    ChartWeek,
    Correction,
    Corrections,
    EpisodeTotal,
    ExcludedTorrents,
    Publication,
    Ranking,
    Rankings,
    SeasonDocuments,
    SeasonEntry,
    SeasonPlace,
    Seasons,
    ShowEntry,
    ShowIndex,
    ShowPage,
    Shows,
    ShowSummary,
    WeekChart,
)
from nyaastats.publish.contracts.report import (
    Audit,
    InferredOffset,
    LowConfidenceMatch,
    MarginBin,
    Rate,
    Report,
    SeasonReport,
    Tally,
    UnmatchedTitle,
    UnrankedShow,
)
from nyaastats.publish.encoding import OutputFile
from testkit.chart_cases import build_best_days, build_firsts

DATA_UNTIL = datetime(2025, 10, 15, 12, tzinfo=UTC)
CORRECTION = Correction(
    week="2025-W41",
    anilist_id=AniListId(7),
    title="A <b>",
    published_until=datetime(2025, 10, 13, 6, tzinfo=UTC),
    published_rank=1,
    rank=2,
    published_downloads=205,
    downloads=30,
)


@dataclass(frozen=True, slots=True)
class Series:
    """One episode's days, as a test writes them."""

    show: int
    title: str
    episode: int
    first: date
    daily: tuple[int, ...]
    age: float = 0.25

    def rows(self) -> Iterator[tuple[int, int, datetime, int, int, float, str, int]]:
        for number, count in enumerate(self.daily):
            midnight = datetime.combine(self.first + timedelta(days=number), datetime.min.time(), UTC)
            so_far = sum(self.daily[: number + 1])
            yield (self.show, self.episode, midnight, count, so_far, self.age + number, self.title, count // 4)


SEASON = (
    Series(7, "A <b>", 0, date(2025, 9, 29), (5, 0, 3)),
    Series(7, "A <b>", 1, date(2025, 10, 4), (100, 50, 20, 10)),  # Saturday to Tuesday: two weeks
    Series(21, "海賊", 1143, date(2025, 10, 5), (30, 200, 0, 1)),
    Series(90, "Nobody", 1, date(2025, 10, 14), (0, 0)),
)


EXCLUDED = {
    7: (ExcludedTorrents(ExclusionReason.BATCH, 2, 40), ExcludedTorrents(ExclusionReason.SUPERSEDED, 1, 0)),
    21: (ExcludedTorrents(ExclusionReason.BATCH, 1, 5),),
}

EVIDENCE = {
    AniListId(7): ShowEvidence(
        readings=(
            TitleReading("A", None, Method.EXACT, 2, 150, "[G] A - 01 (1080p).mkv", 120.0, "exact: 'A' (100)"),
            TitleReading("A <i>", 2, Method.FUZZY, 1, 30, "[H] A <i> S2 - 01", 95.0, "fuzzy: 'A' (90)"),
        ),
        more_readings=0,
        left_out=(
            LeftOutTorrent("[G] A 01-12", ExclusionReason.BATCH, 40),
            LeftOutTorrent("[H] A 01-12", ExclusionReason.BATCH, 0),
            LeftOutTorrent("[G] A - 01v2", ExclusionReason.SUPERSEDED, 0),
        ),
        more_left_out=Tally(0, 0),
    ),
    AniListId(21): ShowEvidence(
        readings=(
            TitleReading(
                "Kaizoku", None, Method.EXACT, 3, 231, "[G] Kaizoku - 1155 (1080p).mkv", 117.5, "exact: 'Kaizoku' (99)"
            ),
        ),
        more_readings=0,
        left_out=(LeftOutTorrent("[G] Kaizoku 1-1155", ExclusionReason.BATCH, 5),),
        more_left_out=Tally(0, 0),
    ),
}

EXAMPLE = Example(
    name="[G] Kaizoku - 1155 (1080p).mkv",
    published=datetime(2025, 10, 5, 18, tzinfo=UTC),
    infohash=InfoHash("ab" * 20),
    titles=("Kaizoku",),
    group="G",
    number=1155,
    resolution="1080p",
    anilist_id=AniListId(21),
    title="海賊",
    episode=1143,
    method=Method.EXACT,
    score=117.5,
    parts=(ExamplePart("title", 97.5, "fuzzy: 'Kaizoku' (99)"), ExamplePart("number", 20.0, "number 1155 less 12")),
    scrapes=(
        ExampleScrape(datetime(2025, 10, 6, tzinfo=UTC), 25),
        ExampleScrape(datetime(2025, 10, 7, tzinfo=UTC), 175),
    ),
    days=(ExampleDay(date(2025, 10, 5), 25), ExampleDay(date(2025, 10, 6), 150), ExampleDay(date(2025, 10, 7), 0)),
    downloads=176,
    first_day=FullDay(date(2025, 10, 6), 2, 200),
    week=ExampleWeek("2025-W41", 1, 201),
)
"""The torrent of show 21, the first of the season: the example."""

REPORT = Report(
    season="Fall 2025",
    data_until=DATA_UNTIL,
    synthetic=True,
    attribution=Attribution.INTERVAL,
    shows=3,
    all=Tally(14, 464),
    counted=Tally(10, 419),
    excluded={ExclusionReason.BATCH: Tally(3, 45), ExclusionReason.SUPERSEDED: Tally(1, 0)},
    not_begun=0,
    unscraped_torrents=0,
    tail_torrents=2,
    tail_downloads=1,
    overdue_torrents=0,
    decay_torrents=3,
    match_rate=Rate(Tally(11, 419), Tally(11, 419), 1.0, 1.0),
    match_methods={Method.EXACT: Tally(9, 390), Method.FUZZY: Tally(1, 30)},
    match_margins=(MarginBin(1.0, 1, 5), MarginBin(2.0, 0, 0), MarginBin(None, 9, 415)),
    revision=None,
    audit=Audit(datetime(2025, 10, 16, tzinfo=UTC), DATA_UNTIL, 50, 48, 1, 0.979592, 0.893, 0.9964),
    unmatched_titles=(),
    low_confidence=(
        LowConfidenceMatch(
            "Kaizoku", AniListId(21), "海賊", 2, 231, EXAMPLE.name, 1143, 117.5, 12.5, "A <b>", "fuzzy: 'Kaizoku' (99)"
        ),
        LowConfidenceMatch("A", AniListId(7), "A <b>", 1, 40, "[G] A 01-12", None, 84, 84, None, "head: 'A' (92)"),
    ),
    offsets=(
        InferredOffset(AniListId(21), "海賊", 12, "chain", 1, 176),
        InferredOffset(AniListId(7), "A <b>", 24, "schedule", 0, 0),
    ),
    unranked=(),
    missing_shows=(),
    rejected_torrents={},
    rejected_scrapes={},
    zero_dropouts=0,
    count_drops=0,
    resets=0,
    spikes=0,
    in_doubt=0,
    tracker_restarts=0,
    skipped_shows=0,
    anilist_stale_since=None,
    example=EXAMPLE,
)


SEASON_REPORT = SeasonReport(
    season="Fall 2025",
    slug="fall-2025",
    shows=2,
    counted=Tally(9, 419),
    match_rate=Rate(Tally(9, 400), Tally(10, 410), 0.9, 0.97561),
    revision=None,
    audit=REPORT.audit,
    unmatched_titles=(UnmatchedTitle("Nothing", 1, 10, "[G] Nothing - 01", "no show has a title like it"),),
    low_confidence=REPORT.low_confidence,
    unranked=(UnrankedShow(AniListId(300), "A film", ExclusionReason.OTHER_FORMAT, 1, 5),),
    missing_shows=(),
)


def make_table(series: Iterable[Series] = SEASON) -> pa.Table:
    rows = [row for part in series for row in part.rows()]
    return pa.table([list(column) for column in zip(*rows, strict=True)], schema=EPISODES)


def _make_summary(
    show: int, title: str, downloads: int, rank: int | None, totals: tuple[EpisodeTotal, ...]
) -> ShowSummary:
    return ShowSummary(
        anilist_id=AniListId(show),
        title=title,
        title_romaji=f"{title} romaji",
        title_english=None,
        title_native=None,
        format=Format.TV,
        status="RELEASING",
        episodes=12,
        start_date=date(2025, 10, 4),
        end_date=None,
        poster=None,
        color="#e4a15d",
        url=f"https://anilist.co/anime/{show}",
        score=80,
        mean_score=79,
        popularity=1_000,
        favourites=50,
        genres=("Comedy",),
        studios=("Studio",),
        season="fall-2025",
        next_airing=None,
        continuing=show == 21,
        last_day=date(2026, 1, 18),
        downloads=downloads,
        downloads_estimated=sum(total.downloads_estimated for total in totals),
        season_downloads=downloads,
        season_downloads_estimated=sum(total.downloads_estimated for total in totals),
        daily_average=1.5,
        weekly_average=2.5,
        seasonal_rank=rank,
        rank_is_final=False,
        episode_totals=totals,
        excluded=EXCLUDED.get(show, ()),
    )


def _make_ranking(
    show: int, title: str, downloads: tuple[int, int], ranks: tuple[int, int | None, int], weeks: int
) -> Ranking:
    rank, previous, peak = ranks
    return Ranking(AniListId(show), rank, *downloads, title, f"{title} romaji", previous, peak, weeks)


def _make_row(
    ranking: Ranking, *, margin: int | None, previous_downloads: int | None, weeks_at_first: int, week: str = "2025-W40"
) -> ChartRow:
    """The row of the same show in the chart of all series, where each has been in the top 10 since its debut."""
    return ChartRow(
        anilist_id=ranking.anilist_id,
        title=ranking.title,
        title_romaji=ranking.title_romaji,
        rank=ranking.rank,
        tied=False,
        downloads=ranking.downloads,
        downloads_estimated=ranking.downloads_estimated,
        margin=margin,
        previous_rank=ranking.previous_rank,
        previous_downloads=previous_downloads,
        peak_rank=ranking.peak_rank,
        weeks_on_chart=ranking.weeks_on_chart,
        streak=ranking.weeks_on_chart,
        weeks_at_first=weeks_at_first,
        weeks_in_top_10=ranking.weeks_on_chart,
        debut_week=week,
    )


def _make_chart(week: ChartWeek, rows: tuple[ChartRow, ...]) -> WeekChart:
    return WeekChart(
        week=week.week,
        start_date=week.start_date,
        complete=week.complete,
        settled=week.settled,
        seasons=("fall-2025",),
        downloads=sum(row.downloads for row in rows),
        downloads_estimated=sum(row.downloads_estimated for row in rows),
        rows=rows,
        movers=None,
        records=(),
        headline=None,
        facts=(),
        recap=(),
    )


def make_chart(monday: date, downloads: Mapping[int, int], *, complete: bool = True, settled: bool = True) -> WeekChart:
    """A first week, in which these shows were ranked in this order."""
    rankings = [
        Ranking(AniListId(show), rank, count, 0, f"Show {show}", "r", None, rank, 1)
        for rank, (show, count) in enumerate(downloads.items(), start=1)
    ]
    label = str(Week(monday))
    rows = (
        _make_row(ranking, margin=None, previous_downloads=None, weeks_at_first=0, week=label) for ranking in rankings
    )
    return _make_chart(ChartWeek(label, monday, complete, settled, ()), tuple(rows))


def _make_weeks(weeks: tuple[ChartWeek, ...]) -> tuple[WeekChart, ...]:
    first, second, third = weeks
    return (
        _make_chart(
            first,
            (
                _make_row(first.rankings[0], margin=128, previous_downloads=None, weeks_at_first=1),
                _make_row(first.rankings[1], margin=None, previous_downloads=None, weeks_at_first=0),
            ),
        ),
        _make_chart(
            second,
            (
                _make_row(second.rankings[0], margin=171, previous_downloads=30, weeks_at_first=1),
                _make_row(second.rankings[1], margin=None, previous_downloads=158, weeks_at_first=1),
            ),
        ),
        _make_chart(third, ()),
    )


def _make_entry(show: ShowSummary, weeks: int) -> ShowEntry:
    place = SeasonPlace(
        "fall-2025",
        "Fall 2025",
        show.continuing,
        show.season_downloads,
        show.seasonal_rank,
        show.rank_is_final,
    )
    return ShowEntry(
        anilist_id=show.anilist_id,
        title=show.title,
        title_romaji=show.title_romaji,
        title_english=show.title_english,
        title_native=show.title_native,
        synonyms=(),
        format=show.format,
        status=show.status,
        episodes=show.episodes,
        start_date=show.start_date,
        end_date=show.end_date,
        poster=show.poster,
        color=show.color,
        url=show.url,
        score=show.score,
        mean_score=show.mean_score,
        popularity=show.popularity,
        favourites=show.favourites,
        trending=3,
        genres=show.genres,
        studios=show.studios,
        season=show.season,
        next_airing=show.next_airing,
        last_day=show.last_day,
        downloads=show.downloads,
        downloads_estimated=show.downloads_estimated,
        peak_rank=1 if weeks else None,
        weeks_on_chart=weeks,
        weeks_at_first=1 if weeks else 0,
        seasons=(place,),
    )


def _make_show_groups(shows: Iterable[ShowSummary]) -> Mapping[AniListId, tuple[ReleaseGroup, ...]]:
    """All downloads are of one release group and resolution."""
    return {
        show.anilist_id: (ReleaseGroup("G", 3, show.downloads, (ResolutionDownloads("1080p", show.downloads),)),)
        for show in shows
        if show.downloads
    }


def _make_score(hours: int) -> ProjectionScore:
    """Of no projection: the season is too short."""
    return ProjectionScore(
        hours=hours,
        projections=0,
        median_error=None,
        intervals=0,
        coverage=None,
        compared=0,
        compared_error=None,
        last_error=None,
    )


def _make_pages(table: pa.Table, shows: Sequence[ShowSummary]) -> tuple[ShowPage, ...]:
    last_days = {show.anilist_id: show.last_day for show in shows}
    first_days = build_first_days(list(sum_first_days(build_series(table), last_days, DATA_UNTIL)))
    provisional_days = {AniListId(7): date(2025, 10, 7)}
    groups = _make_show_groups(shows)
    return build_pages(table, PageParts(provisional_days, first_days, groups=groups, evidence=EVIDENCE))


def _make_groups(shows: Iterable[ShowSummary]) -> SeasonGroups:
    splits = tuple(
        ShowSplit(
            show.anilist_id,
            show.downloads,
            (GroupDownloads("G", show.downloads),),
            (ResolutionDownloads("1080p", show.downloads),),
        )
        for show in shows
        if show.downloads
    )
    by_week = (188, 231, 0)
    return SeasonGroups(
        slug="fall-2025",
        season="Fall 2025",
        weeks=("2025-W40", "2025-W41", "2025-W42"),
        downloads=419,
        groups=(GroupTotal("G", 419, 1.0, 2, 6),),
        resolutions=(ResolutionTotal("1080p", 419, 1.0, 2, 6),),
        group_weeks=(GroupWeeks("G", by_week),),
        other_group_weeks=(0, 0, 0),
        resolution_weeks=(ResolutionWeeks("1080p", by_week),),
        other_resolution_weeks=(0, 0, 0),
        shows=splits,
    )


def make_publication() -> Publication:
    table = make_table()
    first = ChartWeek(
        "2025-W40",
        date(2025, 9, 29),
        complete=True,
        settled=True,
        rankings=(
            _make_ranking(7, "A <b>", (158, 38), (1, None, 1), 1),
            _make_ranking(21, "海賊", (30, 7), (2, None, 2), 1),
        ),
    )
    second = ChartWeek(
        "2025-W41",
        date(2025, 10, 6),
        complete=True,
        settled=False,
        rankings=(
            _make_ranking(21, "海賊", (201, 50), (1, 2, 1), 2),
            _make_ranking(7, "A <b>", (30, 7), (2, 1, 1), 2),
        ),
    )
    third = ChartWeek("2025-W42", date(2025, 10, 13), complete=False, settled=False, rankings=())
    shows = (
        _make_summary(
            7,
            "A <b>",
            188,
            2,
            (
                EpisodeTotal(0, date(2025, 9, 29), date(2025, 10, 1), 8, 1),
                EpisodeTotal(1, date(2025, 10, 4), date(2025, 10, 7), 180, 44),
            ),
        ),
        _make_summary(21, "海賊", 231, 1, (EpisodeTotal(1143, date(2025, 10, 5), date(2025, 10, 8), 231, 57),)),
        _make_summary(90, "Nobody", 0, None, (EpisodeTotal(1, date(2025, 10, 14), date(2025, 10, 15), 0, 0),)),
    )
    season_weeks = (first, second, third)
    weeks, records = add_news(_make_weeks(season_weeks), build_firsts(()), build_best_days(()), ())
    rankings = Rankings("Fall 2025", DATA_UNTIL, season_weeks)
    entry = SeasonEntry(
        slug="fall-2025",
        season="Fall 2025",
        first_week="2025-W40",
        last_week="2025-W42",
        over=False,
        settled=False,
        shows=2,
        downloads=419,
        champion_id=AniListId(21),
        champion_title="海賊",
    )
    return Publication(
        episodes=table,
        show_weeks=build_show_weeks(weeks),
        weeks=weeks,
        seasons=(SeasonDocuments("fall-2025", rankings, Shows("Fall 2025", DATA_UNTIL, shows)),),
        seasons_index=Seasons("fall-2025", DATA_UNTIL, (entry,)),
        index=ShowIndex(
            DATA_UNTIL, tuple(_make_entry(show, weeks) for show, weeks in zip(shows, (2, 2, 0), strict=True))
        ),
        pages=_make_pages(table, shows),
        corrections=Corrections(DATA_UNTIL, (CORRECTION,)),
        records=records,
        events=GeneralEvents((), {}),
        groups=(_make_groups(shows),),
        films=Films(DATA_UNTIL, "2025-W42", complete=False, films=()),
        projections=Projections(DATA_UNTIL, (), tuple(map(_make_score, (12, 24, 48, 96))), ()),
    )


def encode_files(publication: Publication) -> tuple[OutputFile, ...]:
    """The publication as files, its reports and their description."""
    return (*encode_publication(publication), encode_report(REPORT), encode_season_report(SEASON_REPORT))


def encode_contents(publication: Publication) -> dict[str, bytes]:
    """The same, from name to content."""
    return {file.name: file.content for file in encode_files(publication)}
