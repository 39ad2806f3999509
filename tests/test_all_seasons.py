"""The edge cases of all seasons, each a few torrents through the whole ETL, with its numbers worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from nyaastats.domain.calendar import Season
from nyaastats.publish.contracts.public import ChartRow, Publication, SeasonPlace
from nyaastats.publish.contracts.records import Movers
from testkit.all_seasons import (
    ShowCase,
    TorrentCase,
    World,
    find_chart,
    list_downloads,
    list_season_downloads,
    weekly,
)

W40, W41, W42, W43, W44, W45 = weekly(date(2025, 9, 29), 6)
"""Mondays of Fall 2025: 2025-W40 to 2025-W45."""
LAST_OF_FALL = date(2025, 12, 29)
"""The Monday of 2026-W01, which is of Fall 2025 and of Winter 2026."""

CRANE = ShowCase(11, "Crane Diary", "fall-2025", weekly(W41, 12))
HERON = ShowCase(12, "Heron Bakery", "fall-2025", weekly(W41, 12))


def name(show: ShowCase, episode: int, group: str = "Group") -> str:
    return f"[{group}] {show.title} - {episode:02} (1080p)"


def find_row(publication: Publication, week: str, show: ShowCase) -> ChartRow:
    return next(row for row in find_chart(publication, week).rows if row.anilist_id == show.id)


def list_places(publication: Publication, show: ShowCase) -> Sequence[SeasonPlace]:
    return next(entry for entry in publication.index.shows if entry.anilist_id == show.id).seasons


def sum_days(publication: Publication, show: ShowCase, first: date, last: date) -> int:
    """The downloads of a show's page from one day to another."""
    page = next(page for page in publication.pages if page.anilist_id == show.id)
    return sum(
        count
        for series in page.episodes
        for number, count in enumerate(series.downloads_daily)
        if first <= series.first_date + timedelta(days=number) <= last
    )


# --- weeks ------------------------------------------------------------------------------------------------------------


def test_a_week_without_a_release_ranks_a_show_by_its_earlier_episodes(tmp_path: Path) -> None:
    torrents = [
        TorrentCase(name(CRANE, 1), W41, [100, 50, 0, 0, 0, 0, 0, 7, 3]),
        TorrentCase(name(CRANE, 2), W43, [80]),
    ]
    published = World(tmp_path, [CRANE], torrents).publish(W44)
    assert [list_downloads(published, week) for week in ("2025-W41", "2025-W42", "2025-W43")] == [
        {11: 150},
        {11: 10},
        {11: 80},
    ]
    assert find_row(published, "2025-W43", CRANE).streak == 3


def test_after_a_gap_of_14_days_a_show_enters_again(tmp_path: Path) -> None:
    torrents = [
        TorrentCase(name(CRANE, 1), W41, [100]),
        TorrentCase(name(HERON, 1), W41, [90, *[10] * 27]),
        TorrentCase(name(CRANE, 2), W44, [80]),
    ]
    published = World(tmp_path, [CRANE, HERON], torrents).publish(W45)
    assert list_downloads(published, "2025-W42") == {12: 70}
    row = find_row(published, "2025-W44", CRANE)
    assert (row.rank, row.downloads, row.previous_rank, row.previous_downloads) == (1, 80, None, None)
    assert (row.streak, row.weeks_on_chart, row.weeks_at_first, row.debut_week) == (1, 2, 1, "2025-W41")
    other = find_row(published, "2025-W44", HERON)
    assert (other.rank, other.previous_rank, other.streak) == (2, 1, 4)
    chart = find_chart(published, "2025-W44")
    assert chart.movers == Movers(riser=None, faller=None, new=None)  # it is not new, and the other has 70 again


def test_a_tie_at_first_goes_to_the_lower_id(tmp_path: Path) -> None:
    torrents = [
        TorrentCase(name(HERON, 1), W41, [60, 40]),
        TorrentCase(name(CRANE, 1), W41, [50, 50]),
        TorrentCase(name(CRANE, 2), W42, [30]),
        TorrentCase(name(HERON, 2), W42, [30]),
    ]
    published = World(tmp_path, [CRANE, HERON], torrents).publish(W43)
    for week, downloads, weeks in (("2025-W41", 100, 1), ("2025-W42", 30, 2)):
        first, second = find_chart(published, week).rows
        assert (first.anilist_id, first.rank, first.downloads, first.tied, first.margin) == (11, 1, downloads, True, 0)
        assert (second.anilist_id, second.rank, second.tied, second.margin) == (12, 2, True, None)
        assert (first.weeks_at_first, second.weeks_at_first) == (weeks, 0)
    records = {str(record.kind): record for record in published.records.records}
    assert [holder.anilist_id for holder in records["best_week"].holders] == [11, 12]
    assert records["closest_first"].value == 0


def test_the_first_week_of_all_sets_no_record_but_is_what_later_ones_must_beat(tmp_path: Path) -> None:
    torrents = [
        TorrentCase(name(CRANE, 1), W41, [100, 50]),
        TorrentCase(name(HERON, 1), W41, [20]),
        TorrentCase(name(CRANE, 2), W42, [60]),
    ]
    world = World(tmp_path, [CRANE, HERON], torrents)
    published = world.publish(W42)
    first = find_chart(published, "2025-W41")
    assert (first.records, first.headline, first.facts, first.movers) == ((), None, (), None)
    assert published.records.records
    assert all(record.baseline for record in published.records.records)
    best = next(record for record in published.records.records if record.kind == "best_week")
    assert (best.value, best.since_week, best.former) == (150, "2025-W41", None)
    second = find_chart(world.publish(W43), "2025-W42")
    # A second week at first is one more; the best week stays that of 150.
    assert {(str(record.kind), str(record.change), record.value) for record in second.records} == {
        ("longest_reign", "extended", 2),
        ("most_weeks_at_first", "extended", 2),
        ("most_weeks_in_top_10", "set", 2),  # it was shared
        ("best_hold", "set", 4000),
    }


def test_a_week_that_is_mostly_estimated_sets_no_record(tmp_path: Path) -> None:
    torrents = [
        TorrentCase(name(CRANE, 1), W41, [100]),
        TorrentCase(name(HERON, 1), W41, [90]),
        # From Monday to Friday nobody looked: 1,000 downloads, when in these days nobody knows.
        TorrentCase(name(CRANE, 2), W42, [250] * 4, unseen=frozenset(W42 + timedelta(days=day) for day in (1, 2, 3))),
        TorrentCase(name(HERON, 2), W42, [95]),
    ]
    published = World(tmp_path, [CRANE, HERON], torrents).publish(W43, hours=6)
    row = find_row(published, "2025-W42", CRANE)
    assert (row.rank, row.downloads, row.downloads_estimated) == (1, 1000, 1000)
    best = next(record for record in published.records.records if record.kind == "best_week")
    assert (best.value, [holder.anilist_id for holder in best.holders]) == (100, [11])
    assert not {"best_week", "biggest_week", "longest_reign"} & {
        str(record.kind) for record in find_chart(published, "2025-W42").records
    }


def test_the_last_weeks_are_provisional_and_incomplete(tmp_path: Path) -> None:
    torrents = [
        *(TorrentCase(name(HERON, 1, group), W41, [40, 20, 10, 5, 5, 2, 2, 1, 1, 1, 1, 1, 1]) for group in "ABC"),
        # It halves each day, and has not been scraped since Saturday.
        TorrentCase(name(CRANE, 2), W42 + timedelta(days=3), [40, 20], seen_until=W42 + timedelta(days=5)),
    ]
    published = World(tmp_path, [CRANE, HERON], torrents).publish(W43 + timedelta(days=1))
    charts = {chart.week: chart for chart in published.weeks}
    assert [(charts[week].complete, charts[week].settled) for week in ("2025-W41", "2025-W42", "2025-W43")] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    row = find_row(published, "2025-W42", CRANE)
    assert row.downloads - row.downloads_estimated == 60  # all that was counted
    # What came on Saturday and Sunday: 10 of 70 and 5 of 75 by those that were watched, a quarter of the first days.
    assert row.downloads_estimated == 15
    assert charts["2025-W43"].headline is None
    assert (charts["2025-W43"].records, charts["2025-W43"].movers) == ((), None)
    assert published.records.as_of_week == "2025-W42"


# --- seasons ----------------------------------------------------------------------------------------------------------


def test_a_split_cour_of_two_entries_is_two_shows(tmp_path: Path) -> None:
    first = ShowCase(21, "Stork Inn", "fall-2025", weekly(date(2025, 12, 8), 2))
    second = ShowCase(22, "Stork Inn Part 2", "winter-2026", weekly(date(2026, 1, 12), 2))
    torrents = [
        TorrentCase(name(first, 1), date(2025, 12, 8), [70]),
        TorrentCase(name(second, 1), date(2026, 1, 12), [50, 0, 0, 0, 0, 0, 0, 4]),
    ]
    published = World(tmp_path, [first, second], torrents).publish(date(2026, 1, 26))
    assert [(place.slug, place.downloads, place.rank) for place in list_places(published, first)] == [
        ("fall-2025", 70, 1)
    ]
    assert [(place.slug, place.downloads, place.rank) for place in list_places(published, second)] == [
        ("winter-2026", 54, 1)
    ]
    row = find_row(published, "2026-W03", second)
    assert (row.downloads, row.weeks_on_chart, row.debut_week) == (50, 1, "2026-W03")


def test_a_split_cour_of_one_entry_is_one_show_with_a_break(tmp_path: Path) -> None:
    whole = ShowCase(23, "Ibis Harbour", "fall-2025", (*weekly(date(2025, 12, 8), 2), *weekly(date(2026, 1, 12), 2)))
    torrents = [
        TorrentCase(name(whole, 1), date(2025, 12, 8), [70]),
        TorrentCase(name(whole, 3), date(2026, 1, 12), [50, 0, 0, 0, 0, 0, 0, 4]),
    ]
    published = World(tmp_path, [whole], torrents).publish(date(2026, 1, 26))
    assert [(place.slug, place.continuing, place.downloads) for place in list_places(published, whole)] == [
        ("fall-2025", False, 124),  # the weeks after the season's end are in its chart, too
        ("winter-2026", True, 54),
    ]
    row = find_row(published, "2026-W03", whole)
    assert (row.streak, row.weeks_on_chart, row.debut_week) == (1, 2, "2025-W50")
    (page,) = published.pages
    assert [series.episode for series in page.episodes] == [1, 3]


def test_the_week_that_two_seasons_share_has_one_number_everywhere(tmp_path: Path) -> None:
    going_on = ShowCase(31, "Plover Post", "fall-2025", weekly(date(2025, 12, 9), 8))
    ended = ShowCase(32, "Dunlin Den", "fall-2025", weekly(date(2025, 12, 22), 2))
    new = ShowCase(33, "Avocet Alley", "winter-2026", weekly(date(2026, 1, 2), 4))
    torrents = [
        TorrentCase(name(going_on, 1), date(2025, 12, 9), [10, *[2] * 40]),
        TorrentCase(name(going_on, 4), date(2025, 12, 30), [30, 5, 5, 1, 1, 1]),
        TorrentCase(name(ended, 2), date(2025, 12, 29), [40, 3]),
        TorrentCase(name(new, 1), date(2026, 1, 2), [20, 20, 5]),
    ]
    published = World(tmp_path, [going_on, ended, new], torrents).publish(date(2026, 1, 12))
    # Monday to Sunday: 7 × 2 and 30 + 5 + 5 + 1 + 1 + 1.
    assert list_downloads(published, "2026-W01") == {31: 57, 33: 45, 32: 43}
    assert list_season_downloads(published, "fall-2025", "2026-W01") == {31: 57, 32: 43}
    assert list_season_downloads(published, "winter-2026", "2026-W01") == {31: 57, 33: 45}
    assert find_chart(published, "2026-W01").seasons == ("fall-2025", "winter-2026")
    table = [row for row in published.show_weeks.to_pylist() if row["week"] == "2026-W01"]
    assert [(row["anilist_id"], row["downloads"], row["rank"]) for row in table] == [
        (31, 57, 1),
        (32, 43, 3),
        (33, 45, 2),
    ]
    assert sum_days(published, going_on, LAST_OF_FALL, date(2026, 1, 4)) == 57


LONG = ShowCase(21_000, "Pelican Piece", "fall-1999", weekly(date(2025, 7, 6), 60), 1136, "RELEASING")
"""A Sunday show without an end."""


def test_a_show_of_four_seasons_has_one_page_and_a_place_in_each(tmp_path: Path) -> None:
    releases = {
        1137: date(2025, 7, 13),
        1151: date(2025, 10, 19),
        1164: date(2026, 1, 18),
        1177: date(2026, 4, 19),
    }
    torrents = [TorrentCase(name(LONG, episode), day, [40, 10]) for episode, day in releases.items()]
    published = World(tmp_path, [LONG], torrents).publish(date(2026, 5, 4))
    assert [page.anilist_id for page in published.pages] == [LONG.id]
    places = list_places(published, LONG)
    assert [(place.slug, place.downloads, place.rank, place.continuing) for place in places] == [
        ("summer-2025", 50, 1, True),
        ("fall-2025", 50, 1, True),
        ("winter-2026", 50, 1, True),
        ("spring-2026", 50, 1, True),
    ]
    assert not any(place.rank_is_final for place in places)  # it still airs
    (page,) = published.pages
    assert [(series.episode, series.first_date, sum(series.downloads_daily)) for series in page.episodes] == [
        (episode, day, 50) for episode, day in releases.items()
    ]
    assert published.episodes.num_rows == sum(len(series.downloads_daily) for series in page.episodes)
    row = find_row(published, "2026-W17", LONG)  # the Monday after its fourth release: 10 downloads
    assert (row.downloads, row.weeks_on_chart, row.debut_week) == (10, 8, "2025-W28")


NEXT = ShowCase(41, "Godwit Garden", "winter-2026", weekly(date(2026, 1, 2), 12))


def test_a_season_begins_with_its_first_complete_week(tmp_path: Path) -> None:
    torrents = [
        TorrentCase(name(CRANE, 11), date(2025, 12, 15), [60]),
        TorrentCase(name(NEXT, 1), date(2026, 1, 2), [30, 10, 5]),
    ]
    world = World(tmp_path, [CRANE, NEXT], torrents)
    before = world.publish(date(2026, 1, 4), hours=23)
    assert (before.seasons_index.current, [season.slug for season in before.seasons]) == ("fall-2025", ["fall-2025"])
    after = world.publish(date(2026, 1, 5))
    assert after.seasons_index.current == "winter-2026"
    assert [season.slug for season in after.seasons] == ["fall-2025", "winter-2026"]
    entry = after.seasons_index.seasons[-1]
    assert (entry.first_week, entry.last_week, entry.shows, entry.downloads, entry.champion_id, entry.over) == (
        "2026-W01",
        "2026-W01",
        1,
        45,
        41,
        False,
    )
    assert json.loads((tmp_path / "data/rankings.json").read_text("utf-8"))["season"] == "Winter 2026"


def test_a_season_without_a_show_is_there_and_empty(tmp_path: Path) -> None:
    torrents = [TorrentCase(name(CRANE, 11), date(2025, 12, 15), [60, *[1] * 10])]
    published = World(tmp_path, [CRANE], torrents).publish(date(2026, 2, 2))
    assert published.seasons_index.current == "winter-2026"
    entry = published.seasons_index.seasons[-1]
    assert (entry.shows, entry.downloads, entry.champion_id, entry.champion_title) == (0, 0, None, None)
    assert published.current.shows.shows == ()
    assert [(week.week, week.rankings) for week in published.current.rankings.weeks] == [
        (f"2026-W{number:02}", ()) for number in range(1, 6)
    ]
    groups = published.groups[-1]
    assert (groups.downloads, groups.groups, groups.shows, groups.other_group_weeks) == (0, (), (), (0,) * 5)
    assert [chart.rows for chart in published.weeks[-5:]] == [()] * 5


def test_a_season_without_a_show_between_two_others_is_there_and_empty(tmp_path: Path) -> None:
    spring = ShowCase(42, "Turnstone Tales", "spring-2026", weekly(date(2026, 4, 6), 12))
    torrents = [
        TorrentCase(name(CRANE, 11), date(2025, 12, 15), [60]),
        TorrentCase(name(spring, 1), date(2026, 4, 6), [70]),
    ]
    published = World(tmp_path, [CRANE, spring], torrents).publish(date(2026, 4, 13))
    entries = {
        entry.slug: (entry.shows, entry.downloads, entry.champion_id) for entry in published.seasons_index.seasons
    }
    assert entries == {"fall-2025": (1, 60, 11), "winter-2026": (0, 0, None), "spring-2026": (1, 70, 42)}
    row = find_row(published, "2026-W15", spring)
    assert (row.rank, row.previous_rank, row.weeks_at_first) == (1, None, 1)


# --- where data begin -------------------------------------------------------------------------------------------------


def test_data_that_begin_mid_season_fill_the_weeks_before_by_estimate(tmp_path: Path) -> None:
    begin = date(2025, 11, 10)
    unseen = frozenset(W41 + timedelta(days=day) for day in range((begin - W41).days))
    torrents = [
        TorrentCase(name(CRANE, 1), W41, [500], unseen=unseen),
        TorrentCase(name(HERON, 6), begin, [80, 20]),
    ]
    world = World(tmp_path, [CRANE, HERON], torrents)
    published = world.publish(date(2025, 11, 24))
    assert world.asked == [(Season.parse("fall-2025"),)]
    weeks = [list_downloads(published, f"2025-W{number}") for number in range(41, 48)]
    assert sum(week.get(11, 0) for week in weeks) == 500
    assert [week.get(12) for week in weeks] == [None] * 5 + [100, None]
    (crane, heron) = published.index.shows
    assert (crane.downloads, crane.downloads_estimated) == (500, 500)
    assert (heron.downloads, heron.downloads_estimated) == (100, 0)
    best = next(record for record in published.records.records if record.kind == "best_week")
    assert (best.value, best.holders[0].anilist_id) == (100, 12)  # no guess is a record
    # And what is better than a guess is none either: the first week that was watched is the one that others must beat.
    assert all(record.baseline for record in published.records.records)
    assert [(chart.records, chart.headline, chart.movers) for chart in published.weeks[:7]] == [((), None, None)] * 7


@pytest.mark.parametrize(
    ("begin", "seasons"),
    [
        # The last two weeks of summer are those in which the first episodes of fall may come early.
        (date(2025, 9, 17), ["fall-2025"]),
        (date(2025, 9, 15), ["summer-2025", "fall-2025"]),
    ],
)
def test_data_that_begin_with_a_seasons_last_weeks(tmp_path: Path, begin: date, seasons: list[str]) -> None:
    old = ShowCase(51, "Curlew Court", "summer-2025", weekly(date(2025, 7, 7), 12))
    torrents = [
        TorrentCase(name(old, 11), begin, [25, 5]),
        TorrentCase(name(CRANE, 1), W41, [100]),
    ]
    published = World(tmp_path, [old, CRANE], torrents).publish(W42)
    assert [season.slug for season in published.seasons] == seasons
    expected = {51: 30} if "summer-2025" in seasons else {}
    assert list_season_downloads(published, seasons[0], "2025-W38" if expected else "2025-W40") == expected
    assert [show.anilist_id for show in published.index.shows] == [11, *expected]
    assert list_season_downloads(published, "fall-2025", "2025-W41") == {11: 100}


def test_one_clock_error_years_ago_asks_for_no_season(tmp_path: Path) -> None:
    torrents = [
        # The first is from before its publication, and left out; the other's torrent is as old as its stamp.
        TorrentCase(name(CRANE, 1), W41, [100], strays=[datetime(2019, 5, 4, 3, tzinfo=UTC)]),
        TorrentCase(
            "[Group] Some Old Film (1080p)",
            date(2018, 1, 1),
            [9],
            seen_until=date(2017, 1, 1),
            strays=[datetime(2019, 5, 4, 3, tzinfo=UTC)],
        ),
    ]
    world = World(tmp_path, [CRANE], torrents)
    published = world.publish(W42)
    assert world.asked == [(Season.parse("fall-2025"),)]
    assert [season.slug for season in published.seasons] == ["fall-2025"]
    assert published.weeks[0].week == "2025-W40"
    assert list_downloads(published, "2025-W41") == {11: 100}


# --- runs -------------------------------------------------------------------------------------------------------------


def test_a_run_of_one_season_between_two_of_all_leaves_the_editions(tmp_path: Path) -> None:
    torrents = [
        TorrentCase(name(CRANE, 12), date(2025, 12, 22), [60]),
        TorrentCase(name(NEXT, 1), date(2026, 1, 2), [30, 10, 5]),
        TorrentCase(name(NEXT, 2), date(2026, 1, 9), [20]),
    ]
    world = World(tmp_path, [CRANE, NEXT], torrents)
    world.publish(date(2026, 1, 5))
    editions = world.read_editions()
    assert "2026-W01.json" in editions
    alone = world.publish(date(2026, 1, 12), season="winter-2026")
    assert [season.slug for season in alone.seasons] == ["winter-2026"]
    assert list_downloads(alone, "2026-W01") == {41: 45}
    assert world.read_editions() == editions
    again = world.publish(date(2026, 1, 12))
    later = world.read_editions()
    assert {week: later[week] for week in editions} == editions
    assert json.loads(later["2026-W02.json"])["entries"] == [{"anilist_id": 41, "rank": 1, "downloads": 20}]
    assert again.corrections.corrections == ()


# --- shows ------------------------------------------------------------------------------------------------------------


def test_a_show_of_one_group_is_all_that_groups(tmp_path: Path) -> None:
    torrents = [
        TorrentCase(name(CRANE, 1, "Solo"), W41, [30, 12]),
        TorrentCase(name(CRANE, 2, "Solo"), W42, [8]),
        TorrentCase(name(HERON, 1, "Other"), W41, [50]),
    ]
    published = World(tmp_path, [CRANE, HERON], torrents).publish(W43)
    page = next(page for page in published.pages if page.anilist_id == CRANE.id)
    assert [(group.name, group.torrents, group.downloads) for group in page.groups] == [("Solo", 2, 50)]
    (groups,) = published.groups
    assert [(group.name, group.downloads, group.share, group.shows) for group in groups.groups] == [
        ("Other", 50, 0.5, 1),
        ("Solo", 50, 0.5, 1),
    ]
    split = groups.shows[0]
    assert (split.anilist_id, [(group.name, group.downloads) for group in split.groups]) == (11, [("Solo", 50)])


def test_an_episode_0_is_counted_and_is_no_premiere(tmp_path: Path) -> None:
    prologue = TorrentCase(name(CRANE, 0), W41 - timedelta(days=3), [200, 20])
    torrents = [prologue, TorrentCase(name(CRANE, 1), W41, [100, 10])]
    published = World(tmp_path, [CRANE], torrents).publish(W43)
    assert [list_downloads(published, week) for week in ("2025-W40", "2025-W41")] == [{11: 220}, {11: 110}]
    (page,) = published.pages
    assert [(series.episode, series.downloads_daily[:2]) for series in page.episodes] == [
        (0, (200, 20)),
        (1, (100, 10)),
    ]
    premiere = next(record for record in published.records.records if record.kind == "best_premiere")
    assert (premiere.value, premiere.holders[0].episode) == (110, 1)
    (entry,) = published.index.shows
    assert (entry.downloads, entry.weeks_on_chart) == (330, 2)
