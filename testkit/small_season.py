"""A small publication that keeps every contract, worked out by hand-sized code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa

from nyaastats.domain.matches import ExclusionReason, Method
from nyaastats.domain.measures import Attribution
from nyaastats.domain.shows import AniListId, Format
from nyaastats.domain.torrents import InfoHash
from nyaastats.publish.build.episode_rows import build_pages
from nyaastats.publish.build.report import encode_report
from nyaastats.publish.contracts.dictionary import encode_schema
from nyaastats.publish.contracts.example import Example, ExampleDay, ExamplePart, ExampleScrape, ExampleWeek, FullDay
from nyaastats.publish.contracts.public import (
    EPISODES,
    ChartWeek,
    Correction,
    Corrections,
    EpisodeTotal,
    ExcludedTorrents,
    Publication,
    Ranking,
    Rankings,
    Shows,
    ShowSummary,
)
from nyaastats.publish.contracts.report import Audit, InferredOffset, LowConfidenceMatch, MarginBin, Rate, Report, Tally
from nyaastats.publish.contracts.values import page_file
from nyaastats.publish.encoding import OutputFile, encode_episodes, encode_json

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
    return Publication(
        table,
        Rankings("Fall 2025", DATA_UNTIL, (first, second, third)),
        Shows("Fall 2025", DATA_UNTIL, shows),
        build_pages(table, {AniListId(7): date(2025, 10, 7)}),
        Corrections("Fall 2025", DATA_UNTIL, (CORRECTION,)),
    )


def encode_files(publication: Publication) -> tuple[OutputFile, ...]:
    """The publication as files, its report and their description."""
    return (
        encode_episodes(publication.episodes),
        encode_json("rankings.json", publication.rankings, rows=len(publication.rankings.weeks)),
        encode_json("shows.json", publication.shows, rows=len(publication.shows.shows)),
        encode_json("corrections.json", publication.corrections, rows=len(publication.corrections.corrections)),
        encode_report(REPORT),
        encode_schema(),
        *(encode_json(page_file(page.anilist_id), page, rows=len(page.episodes)) for page in publication.pages),
    )


def encode_contents(publication: Publication) -> dict[str, bytes]:
    """The same, from name to content."""
    return {file.name: file.content for file in encode_files(publication)}
