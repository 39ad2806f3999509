"""What was measured becomes documents: weeks, seasonal ranks, averages, and which shows are there at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from nyaastats.domain.calendar import Season, SeasonSpan, Week
from nyaastats.domain.eligibility import CountedShow
from nyaastats.domain.matches import (
    ExclusionReason,
    Match,
    MeasuredTorrent,
    Method,
    NoMatch,
)
from nyaastats.domain.measures import Measures, TailSummary
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import Airing, AniListId, Format, Show
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.measure.projections import PROJECTIONS, SCORES
from nyaastats.publish.build.documents import Notices, build_publication, encode_publication
from nyaastats.publish.contracts.public import ExcludedTorrents, Publication, ShowSummary
from testkit.chart_cases import build_best_days, build_firsts
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
CHARTED = (("2025-W41", 1, 9, 100, 20), ("2025-W41", 2, 7, 90, 9), ("2025-W42", 1, 7, 10, 4), ("2025-W43", 1, 9, 5, 5))
WEEKS = (("2025-W40", True, True), ("2025-W41", True, True), ("2025-W42", True, False), ("2025-W43", False, False))
LEFT_OUT = ((3, 40, 0), (7, 0, 6), (9, 11, 0))
"""By show, what came after its last day, and on the day that has not begun."""
TAILS = ((7, datetime(2025, 10, 13, 5, tzinfo=UTC)),)


SPAN = SeasonSpan((SEASON,), 4)
SUMMER = Season.parse("summer-2025")


def show(id_: int, status: str | None, *, continues: bool = False) -> Show:
    return Show(
        id=AniListId(id_),
        romaji=f"romaji {id_}",
        english=None,
        native=None,
        synonyms=(),
        format=Format.TV,
        status=status,
        episodes=12,
        season=SUMMER if continues else SEASON,
        start=date(2025, 10, 5),
        end=None,
        airings=(Airing(14, datetime(2025, 10, 5, tzinfo=UTC)),) if continues else (),
    )


COUNTED = (
    CountedShow(show(3, "FINISHED"), date(2025, 10, 12)),
    CountedShow(show(5, "FINISHED"), None),
    CountedShow(show(7, "FINISHED"), NOW.date()),
    CountedShow(show(9, "FINISHED", continues=True), None),
)


def make_torrent(downloads: int, reason: ExclusionReason | None, show_id: int | None) -> MeasuredTorrent:
    torrent = Torrent(InfoHash("ab" * 20), "name", NOW)
    release = Release(("name",), None, None, None, Kind.EPISODE)
    match = Match(AniListId(show_id), 1, Method.EXACT, 120, 120, ()) if show_id else NoMatch("no show")
    return MeasuredTorrent(torrent, release, match, reason, downloads)


TORRENTS = (
    make_torrent(5, ExclusionReason.TOO_EARLY, 7),
    make_torrent(3, ExclusionReason.BATCH, 7),
    make_torrent(0, ExclusionReason.SUPERSEDED, 9),
    make_torrent(900, None, 7),
    make_torrent(20, ExclusionReason.BATCH, None),
    make_torrent(4, ExclusionReason.BATCH, 7),
    make_torrent(8, ExclusionReason.OTHER_SEASON, 11),
    make_torrent(2, ExclusionReason.AFTER_LAST_DAY, 9),
)


def rankings() -> pa.Table:
    names = ("week", "rank", "anilist_id", "downloads", "downloads_estimated")
    common = {"title": "t", "title_romaji": "r", "previous_rank": None, "peak_rank": 1, "weeks_on_chart": 1}
    overall = {
        "previous_downloads": None,
        "weeks_at_first": 1,
        "weeks_in_top_10": 1,
        "streak": 1,
        "debut_week": "2025-W41",
        "margin": None,
        "is_tied": False,
    }
    season = {"season": SEASON.slug}
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) | common | overall | season for row in CHARTED])


def weeks() -> pa.Table:
    rows = [
        {"week": str(week), "start_date": week.start, "is_complete": is_complete, "is_settled": is_settled}
        for week, (_, is_complete, is_settled) in zip(SEASON.list_chart_weeks(4), WEEKS, strict=False)
    ]
    assert [row["week"] for row in rows] == [label for label, *_ in WEEKS]
    return pa.Table.from_pylist(rows)


NO_FILMS = pa.table(
    {
        "anilist_id": pa.array([], pa.int64()),
        "week": pa.array([], pa.string()),
        "downloads": pa.array([], pa.int64()),
        "downloads_estimated": pa.array([], pa.int64()),
    }
)
GROUP_WEEKS = pa.table(
    {
        "anilist_id": pa.array([], pa.int64()),
        "first_day": pa.array([], pa.int64()),
        "group_name": pa.array([], pa.string()),
        "resolution": pa.array([], pa.string()),
        "downloads": pa.array([], pa.int64()),
    }
)


@pytest.fixture(scope="module")
def measured() -> Measures:
    daily = make_table(sorted(DAYS, key=lambda series: (series.show, series.episode)))
    tails = TailSummary(torrents=1, downloads=4, overdue=0, decay_torrents=3)
    left_out = pa.Table.from_pylist(
        [{"anilist_id": show, "after_last_day": late, "not_begun": new} for show, late, new in LEFT_OUT]
    )
    show_tails = pa.Table.from_pylist(
        [{"anilist_id": show, "tail_from": int(moment.timestamp())} for show, moment in TAILS]
    )
    return Measures(
        daily,
        weeks(),
        rankings(),
        rankings(),
        projections=PROJECTIONS.empty_table(),
        projection_scores=SCORES.empty_table(),
        torrent_totals=pa.table({}),
        season_torrents=pa.table({}),
        show_tails=show_tails,
        left_out=left_out,
        film_weeks=NO_FILMS,
        film_tails=pa.table({"anilist_id": pa.array([], pa.int64()), "tail_from": pa.array([], pa.int64())}),
        group_weeks=GROUP_WEEKS,
        episode_firsts=build_firsts(()),
        best_days=build_best_days(()),
        tails=tails,
        sample=None,
    )


@pytest.fixture(scope="module")
def published(measured: Measures) -> Publication:
    return build_publication(measured, COUNTED, TORRENTS, (), span=SPAN, data_until=NOW, notices=Notices({}, {}))


@pytest.fixture
def summaries(published: Publication) -> dict[int, ShowSummary]:
    return {summary.anilist_id: summary for summary in published.current.shows.shows}


def test_every_week_that_has_begun_is_there_also_one_in_which_nothing_was_ranked(published: Publication) -> None:
    weeks_built = [
        (week.week, week.complete, [ranking.anilist_id for ranking in week.rankings])
        for week in published.current.rankings.weeks
    ]
    assert weeks_built == [
        ("2025-W40", True, []),
        ("2025-W41", True, [9, 7]),
        ("2025-W42", True, [7]),
        ("2025-W43", False, [9]),
    ]
    assert published.current.rankings.weeks[0].start_date == Week.parse("2025-W40").start


def test_a_ranked_show_without_a_scrape_has_no_summary(published: Publication) -> None:
    assert [summary.anilist_id for summary in published.current.shows.shows] == [3, 7, 9]
    assert [page.anilist_id for page in published.pages] == [3, 7, 9]


def test_the_season_s_total_and_rank_are_those_of_its_weeks_and_nothing_is_no_rank(
    summaries: dict[int, ShowSummary],
) -> None:
    assert {id_: summary.downloads for id_, summary in summaries.items()} == {3: 0, 7: 100, 9: 100}
    assert {id_: summary.season_downloads for id_, summary in summaries.items()} == {3: 0, 7: 100, 9: 105}
    assert {id_: summary.season_downloads_estimated for id_, summary in summaries.items()} == {3: 0, 7: 13, 9: 25}
    assert {id_: summary.seasonal_rank for id_, summary in summaries.items()} == {3: None, 7: 2, 9: 1}


def test_averages_are_over_all_days_and_over_whole_weeks(summaries: dict[int, ShowSummary]) -> None:
    assert summaries[7].daily_average == 12.5  # 100 in the 8 days from Monday to Monday
    assert summaries[7].weekly_average == 50  # 90 and 10
    assert summaries[9].weekly_average == 100  # not the 5 of the week that is not over
    assert summaries[3].weekly_average == 0


OVER = date(2025, 10, 12)


@pytest.mark.parametrize(
    ("last_days", "final"),
    [
        ({3: OVER, 7: OVER, 9: OVER}, {3, 7, 9}),
        ({3: OVER, 7: OVER, 9: None}, {3, 7}),  # 9 leads, and the others can never be before it
        ({3: OVER, 7: None, 9: OVER}, {3}),  # 7 may still pass 9
        ({3: None, 7: OVER, 9: OVER}, set()),  # so may a show that has no downloads yet
        ({3: OVER, 5: None, 7: OVER, 9: OVER}, set()),  # or no torrent
    ],
)
def test_a_rank_is_final_once_no_show_can_pass_it(
    measured: Measures, last_days: dict[int, date | None], final: set[int]
) -> None:
    shows = [CountedShow(show(id_, "FINISHED"), last_day) for id_, last_day in last_days.items()]
    publication = build_publication(measured, shows, [], (), span=SPAN, data_until=NOW, notices=Notices({}, {}))
    assert {summary.anilist_id for summary in publication.current.shows.shows if summary.rank_is_final} == final


@pytest.mark.parametrize(
    ("last_day", "status", "is_final"),
    [
        (date(2025, 10, 12), "FINISHED", True),
        (date(2025, 10, 12), None, True),
        (date(2025, 10, 12), "RELEASING", False),  # it airs, whatever the schedule says
        (date(2025, 10, 19), "FINISHED", False),  # W42 is not settled
        (NOW.date(), "FINISHED", False),  # its last day is not over
        (None, "FINISHED", False),
    ],
)
def test_a_total_is_final_once_nothing_can_change(
    measured: Measures, last_day: date | None, status: str | None, *, is_final: bool
) -> None:
    publication = build_publication(
        measured,
        [CountedShow(show(9, status, continues=True), last_day)],
        [],
        (),
        span=SPAN,
        data_until=NOW,
        notices=Notices({}, {}),
    )
    [summary] = publication.current.shows.shows
    assert summary.rank_is_final is is_final


def test_a_week_says_what_it_rests_on(published: Publication) -> None:
    assert [week.settled for week in published.current.rankings.weeks] == [True, True, False, False]
    assert [ranking.downloads_estimated for ranking in published.current.rankings.weeks[1].rankings] == [20, 9]


def test_a_page_says_from_which_day_on_it_can_still_change(published: Publication) -> None:
    assert {page.anilist_id: page.provisional_from for page in published.pages} == {
        3: None,
        7: date(2025, 10, 13),
        9: None,
    }


def test_what_was_recognised_as_a_show_s_and_excluded_is_listed_by_reason(summaries: dict[int, ShowSummary]) -> None:
    assert {id_: summary.excluded for id_, summary in summaries.items()} == {
        3: (ExcludedTorrents(ExclusionReason.AFTER_LAST_DAY, 0, 40),),
        7: (ExcludedTorrents(ExclusionReason.BATCH, 2, 7), ExcludedTorrents(ExclusionReason.TOO_EARLY, 1, 5)),
        9: (
            ExcludedTorrents(ExclusionReason.AFTER_LAST_DAY, 1, 13),
            ExcludedTorrents(ExclusionReason.SUPERSEDED, 1, 0),
        ),
    }


def test_a_show_of_an_earlier_season_continues(summaries: dict[int, ShowSummary]) -> None:
    assert {id_: summary.continuing for id_, summary in summaries.items()} == {3: False, 7: False, 9: True}


def test_the_files_and_their_rows(published: Publication) -> None:
    assert {file.name: file.rows for file in encode_publication(published)} == {
        "episodes.parquet": 6,
        "show_weeks.parquet": 4,
        "rankings.json": 4,
        "seasons.json": 1,
        "shows.json": 3,
        "seasons/fall-2025/rankings.json": 4,
        "seasons/fall-2025/shows.json": 3,
        "seasons/fall-2025/groups.json": 0,
        "weeks/2025-W40.json": 0,
        "weeks/2025-W41.json": 2,
        "weeks/2025-W42.json": 1,
        "weeks/2025-W43.json": 1,
        "shows/3.json": 1,
        "shows/7.json": 2,
        "shows/9.json": 1,
        "corrections.json": 0,
        "events.json": 0,
        "films.json": 0,
        "projections.json": 0,
        "records.json": 5,
        "schema.json": 1,
        "datapackage.json": 12,
    }


def test_when_a_season_is_settled_every_rank_is_final_but_that_of_a_show_on_the_air(measured: Measures) -> None:
    charted = SEASON.list_chart_weeks(0)
    rows = [{"week": str(week), "start_date": week.start, "is_complete": True, "is_settled": True} for week in charted]
    ended = replace(measured, chart_weeks=pa.Table.from_pylist(rows))
    shows = [
        CountedShow(show(3, "FINISHED"), None),
        CountedShow(show(7, "FINISHED"), date(2026, 3, 1)),
        CountedShow(show(9, "RELEASING", continues=True), None),
    ]
    span = SeasonSpan((SEASON,), 0)
    publication = build_publication(ended, shows, [], (), span=span, data_until=NOW, notices=Notices({}, {}))
    final = {summary.anilist_id for summary in publication.current.shows.shows if summary.rank_is_final}
    assert final == {3, 7}
