"""What each group and resolution has of a season, from the weeks of its shows."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from nyaastats.domain.calendar import Season, SeasonSpan, Week
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.groups import (
    TOP,
    GroupFigures,
    GroupTorrent,
    GroupWeek,
    build_release_groups,
    build_season_groups,
)
from nyaastats.publish.contracts.groups import (
    GroupDownloads,
    GroupTotal,
    GroupWeeks,
    ReleaseGroup,
    ResolutionDownloads,
    ResolutionTotal,
    SeasonGroups,
    ShowSplit,
)
from nyaastats.publish.contracts.public import ChartWeek, Ranking, Rankings, SeasonDocuments, Shows

NOW = datetime(2025, 10, 13, 12, tzinfo=UTC)
FALL = SeasonSpan((Season.parse("fall-2025"),), post_airing_weeks=4)
FIRST, SECOND = "2025-W40", "2025-W41"
A, B = AniListId(1), AniListId(2)
IN_SEASON = datetime(2025, 10, 3, tzinfo=UTC)


def rank(week: str, *downloads: tuple[AniListId, int]) -> ChartWeek:
    rankings = [Ranking(show, 1, count, 0, "T", "T", None, 1, 1) for show, count in downloads]
    return ChartWeek(week, Week.parse(week).start, complete=True, settled=True, rankings=tuple(rankings))


def build(weeks: list[GroupWeek], torrents: list[GroupTorrent], *chart: ChartWeek) -> SeasonGroups:
    figures = GroupFigures(defaultdict(list), defaultdict(list))
    for week in weeks:
        figures.weeks[week.show].append(week)
    for torrent in torrents:
        figures.torrents[torrent.show].append(torrent)
    documents = SeasonDocuments("fall-2025", Rankings("Fall 2025", NOW, chart), Shows("Fall 2025", NOW, ()))
    (groups,) = build_season_groups(figures, [documents], FALL)
    return groups


def test_a_season_is_split_by_group_and_by_resolution() -> None:
    groups = build(
        [
            GroupWeek(A, FIRST, "X", "1080p", 6),
            GroupWeek(A, FIRST, None, "720p", 1),
            GroupWeek(A, SECOND, "X", "720p", 2),
            GroupWeek(B, SECOND, "Y", "1080p", 1),
        ],
        [GroupTorrent(A, "X", "1080p", IN_SEASON), GroupTorrent(A, "X", "720p", IN_SEASON)],
        rank(FIRST, (A, 7)),
        rank(SECOND, (A, 2), (B, 1)),
    )
    assert (groups.weeks, groups.downloads) == ((FIRST, SECOND), 10)
    assert groups.groups == (
        GroupTotal("X", 8, 0.8, 1, 2),
        GroupTotal("Y", 1, 0.1, 1, 0),
        GroupTotal(None, 1, 0.1, 1, 0),
    )
    assert groups.resolutions == (ResolutionTotal("1080p", 7, 0.7, 2, 1), ResolutionTotal("720p", 3, 0.3, 1, 1))
    assert groups.group_weeks == (GroupWeeks("X", (6, 2)), GroupWeeks("Y", (0, 1)), GroupWeeks(None, (1, 0)))
    assert groups.other_group_weeks == groups.other_resolution_weeks == (0, 0)
    assert groups.shows == (
        ShowSplit(
            A,
            9,
            (GroupDownloads("X", 8), GroupDownloads(None, 1)),
            (ResolutionDownloads("1080p", 6), ResolutionDownloads("720p", 3)),
        ),
        ShowSplit(B, 1, (GroupDownloads("Y", 1),), (ResolutionDownloads("1080p", 1),)),
    )


def test_all_groups_after_the_first_twelve_are_one_series() -> None:
    weeks = [GroupWeek(A, FIRST, f"G{number:02}", None, 100 - number) for number in range(TOP + 3)]
    groups = build(weeks, [], rank(FIRST, (A, sum(week.downloads for week in weeks))))
    assert [series.name for series in groups.group_weeks] == [f"G{number:02}" for number in range(TOP)]
    assert groups.other_group_weeks == (88 + 87 + 86,)
    assert len(groups.groups) == TOP + 3
    # A share is of all downloads, those of the groups without a series among them.
    assert [group.share for group in groups.groups] == [round((100 - n) / groups.downloads, 6) for n in range(TOP + 3)]


def test_weeks_in_which_the_season_does_not_rank_a_show_are_left_out() -> None:
    weeks = [GroupWeek(A, FIRST, "X", None, 6), GroupWeek(A, SECOND, "X", None, 2), GroupWeek(B, FIRST, "X", None, 9)]
    groups = build(weeks, [], rank(FIRST, (A, 6)), rank(SECOND))
    assert (groups.downloads, [show.anilist_id for show in groups.shows]) == (6, [A])


@pytest.mark.parametrize(
    ("published", "torrents"),
    [
        pytest.param(datetime(2025, 9, 17, tzinfo=UTC), 1, id="two weeks before the season"),
        pytest.param(datetime(2025, 9, 16, 23, 59, 59, tzinfo=UTC), 0, id="earlier"),
        pytest.param(datetime(2025, 10, 5, 23, 59, 59, tzinfo=UTC), 1, id="in the last week"),
        pytest.param(datetime(2025, 10, 6, tzinfo=UTC), 0, id="later"),
    ],
)
def test_the_torrents_of_a_season_are_those_of_its_window(published: datetime, torrents: int) -> None:
    groups = build([GroupWeek(A, FIRST, "X", None, 6)], [GroupTorrent(A, "X", None, published)], rank(FIRST, (A, 6)))
    assert groups.groups == (GroupTotal("X", 6, 1.0, 1, torrents),)


def test_a_season_without_downloads_has_no_groups() -> None:
    assert build([], [], rank(FIRST)).groups == ()


def test_the_groups_of_a_show_hold_those_without_downloads() -> None:
    weeks = [
        GroupWeek(A, FIRST, None, None, 3),
        GroupWeek(A, SECOND, "X", "720p", 3),
        GroupWeek(A, SECOND, None, None, 1),
    ]
    torrents = [GroupTorrent(A, name, None, IN_SEASON + timedelta(days=1)) for name in ("X", None, None, "Y")]
    assert build_release_groups(weeks, torrents) == (
        ReleaseGroup(None, 2, 4, (ResolutionDownloads(None, 4),)),
        ReleaseGroup("X", 1, 3, (ResolutionDownloads("720p", 3),)),
        ReleaseGroup("Y", 1, 0, ()),
    )


def test_weeks_are_of_the_calendar() -> None:
    assert Week.parse(FIRST).start == date(2025, 9, 29)
