"""What was measured becomes documents: weeks, seasonal ranks, averages, and which shows are there at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from nyaastats.domain.calendar import Season, Week
from nyaastats.domain.eligibility import RankedShow, SeasonRole
from nyaastats.domain.matches import (
    ClassifiedTorrent,
    ExclusionReason,
    Match,
    MatchResult,
    MeasuredTorrent,
    Method,
    NoMatch,
)
from nyaastats.domain.measures import Measures, TailSummary
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId, Format, Show
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.publish.build.documents import build_publication, encode_publication
from nyaastats.publish.contracts.public import ExcludedTorrents, Publication, ShowSummary
from testkit.small_season import Series, make_table

NOW = datetime(2025, 10, 22, 12, tzinfo=UTC)
SEASON = Season.parse("fall-2025")
FIRST = date(2025, 10, 6)
"""The Monday of W41."""

DAYS = (
    Series(7, "Seven", 1, FIRST, (60, 30)),
    Series(7, "Seven", 2, FIRST + timedelta(days=7), (10,)),
    Series(9, "Nine", 1, FIRST, (100,)),
    Series(3, "Three", 1, FIRST, (0, 0)),
)
CHARTED = (("2025-W41", 1, 9, 100), ("2025-W41", 2, 7, 90), ("2025-W42", 1, 7, 10), ("2025-W43", 1, 9, 5))
WEEKS = (("2025-W40", True), ("2025-W41", True), ("2025-W42", True), ("2025-W43", False))


def show(id_: int) -> Show:
    return Show(
        id=AniListId(id_),
        romaji=f"romaji {id_}",
        english=None,
        native=None,
        synonyms=(),
        format=Format.TV,
        status="RELEASING",
        episodes=12,
        season=SEASON,
        start=date(2025, 10, 5),
        end=None,
    )


def ranked(id_: int, last_day: date | None = None, role: SeasonRole = SeasonRole.SEASONAL) -> RankedShow:
    return RankedShow(show(id_), role, last_day)


RANKED = (
    ranked(3, last_day=NOW.date() - timedelta(days=1)),
    ranked(5),
    ranked(7, last_day=NOW.date()),
    ranked(9, role=SeasonRole.CONTINUING),
)


def make_torrent(downloads: int, reason: ExclusionReason | None, show_id: int | None) -> MeasuredTorrent:
    torrent = Torrent(InfoHash("ab" * 20), "name", NOW)
    release = Release(("name",), None, None, None, Kind.EPISODE)
    match = Match(AniListId(show_id), 1, Method.EXACT, 120, 120, ()) if show_id else NoMatch("no show")
    return MeasuredTorrent(ClassifiedTorrent(MatchResult(torrent, release, match), reason), downloads)


TORRENTS = (
    make_torrent(5, ExclusionReason.TOO_EARLY, 7),
    make_torrent(3, ExclusionReason.BATCH, 7),
    make_torrent(0, ExclusionReason.SUPERSEDED, 9),
    make_torrent(900, None, 7),
    make_torrent(20, ExclusionReason.BATCH, None),
    make_torrent(4, ExclusionReason.BATCH, 7),
    make_torrent(8, ExclusionReason.OTHER_SEASON, 11),
)


def rankings() -> pa.Table:
    names = ("week", "rank", "anilist_id", "downloads")
    common = {"title": "t", "title_romaji": "r", "previous_rank": None, "peak_rank": 1, "weeks_on_chart": 1}
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) | common for row in CHARTED])


def weeks() -> pa.Table:
    rows = [
        {"week": str(week), "start_date": week.start, "is_complete": is_complete}
        for week, (_, is_complete) in zip(SEASON.list_chart_weeks(4), WEEKS, strict=False)
    ]
    assert [row["week"] for row in rows] == [label for label, _ in WEEKS]
    return pa.Table.from_pylist(rows)


@pytest.fixture(scope="module")
def published() -> Publication:
    daily = make_table(sorted(DAYS, key=lambda series: (series.show, series.episode)))
    none, nothing_expected = pa.table({}), TailSummary(torrents=0, downloads=0, overdue=0, decay_torrents=0)
    measures = Measures(
        daily, weeks(), rankings(), none, show_tails=none, left_out=none, tails=nothing_expected, sample=None
    )
    return build_publication(measures, RANKED, TORRENTS, season=SEASON, data_until=NOW)


@pytest.fixture
def summaries(published: Publication) -> dict[int, ShowSummary]:
    return {summary.anilist_id: summary for summary in published.shows.shows}


def test_every_week_that_has_begun_is_there_also_one_in_which_nothing_was_ranked(published: Publication) -> None:
    weeks_built = [
        (week.week, week.complete, [ranking.anilist_id for ranking in week.rankings])
        for week in published.rankings.weeks
    ]
    assert weeks_built == [
        ("2025-W40", True, []),
        ("2025-W41", True, [9, 7]),
        ("2025-W42", True, [7]),
        ("2025-W43", False, [9]),
    ]
    assert published.rankings.weeks[0].start_date == Week.parse("2025-W40").start


def test_a_ranked_show_without_a_scrape_has_no_summary(published: Publication) -> None:
    assert [summary.anilist_id for summary in published.shows.shows] == [3, 7, 9]
    assert [page.anilist_id for page in published.pages] == [3, 7, 9]


def test_equals_share_the_order_of_their_ids_and_nothing_is_no_rank(summaries: dict[int, ShowSummary]) -> None:
    assert {id_: summary.downloads for id_, summary in summaries.items()} == {3: 0, 7: 100, 9: 100}
    assert {id_: summary.seasonal_rank for id_, summary in summaries.items()} == {3: None, 7: 1, 9: 2}


def test_averages_are_over_all_days_and_over_whole_weeks(summaries: dict[int, ShowSummary]) -> None:
    assert summaries[7].daily_average == 12.5  # 100 in the 8 days from Monday to Monday
    assert summaries[7].weekly_average == 50  # 90 and 10
    assert summaries[9].weekly_average == 100  # not the 5 of the week that is not over
    assert summaries[3].weekly_average == 0


def test_a_rank_is_final_once_the_last_day_is_over(summaries: dict[int, ShowSummary]) -> None:
    assert {id_: summary.rank_is_final for id_, summary in summaries.items()} == {3: True, 7: False, 9: False}


def test_what_was_recognised_as_a_show_s_and_excluded_is_listed_by_reason(summaries: dict[int, ShowSummary]) -> None:
    assert {id_: summary.excluded for id_, summary in summaries.items()} == {
        3: (),
        7: (ExcludedTorrents(ExclusionReason.BATCH, 2, 7), ExcludedTorrents(ExclusionReason.TOO_EARLY, 1, 5)),
        9: (ExcludedTorrents(ExclusionReason.SUPERSEDED, 1, 0),),
    }


def test_a_show_of_an_earlier_season_continues(summaries: dict[int, ShowSummary]) -> None:
    assert {id_: summary.continuing for id_, summary in summaries.items()} == {3: False, 7: False, 9: True}


def test_the_files_and_their_rows(published: Publication) -> None:
    assert {file.name: file.rows for file in encode_publication(published)} == {
        "episodes.parquet": 6,
        "rankings.json": 4,
        "shows.json": 3,
        "shows/3.json": 1,
        "shows/7.json": 2,
        "shows/9.json": 1,
        "schema.json": 1,
    }
