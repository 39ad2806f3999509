"""The sample becomes the report's example, with the figures of its episode and its show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from nyaastats.domain.matches import (
    Evidence,
    ExclusionReason,
    Match,
    MeasuredTorrent,
    Method,
    NoMatch,
)
from nyaastats.domain.measures import SampleTrace
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.publish.build.worked_example import build_example, find_busiest_day, find_chart_week
from nyaastats.publish.checks.report import check_report
from nyaastats.publish.contracts.example import ExampleDay, ExampleWeek, FullDay
from testkit.small_season import DATA_UNTIL, EXAMPLE, REPORT, make_publication

EVIDENCE = (Evidence("title", 97.5, "fuzzy: 'Kaizoku' (99)"), Evidence("number", 20.0, "number 1155 less 12"))
SAMPLE = SampleTrace(
    1,
    scrapes={scrape.time: scrape.downloads for scrape in EXAMPLE.scrapes},
    days={day.date: day.downloads for day in EXAMPLE.days},
)


def make_torrent(
    day: int, episode: int = 1143, show: int = 21, reason: ExclusionReason | None = None
) -> MeasuredTorrent:
    published = datetime(2025, 10, day, 18, tzinfo=UTC)
    torrent = Torrent(InfoHash("ab" * 20), "[G] Kaizoku - 1155 (1080p).mkv", published)
    release = Release(("Kaizoku",), None, None, 1155, Kind.EPISODE, group="G", resolution="1080p")
    match = Match(AniListId(show), episode, Method.EXACT, 117.5, 30, EVIDENCE)
    return MeasuredTorrent(torrent, release, match, reason, 176)


SAMPLED = make_torrent(5)
UNMATCHED = replace(SAMPLED, decision=NoMatch("no show"), exclusion=ExclusionReason.UNMATCHED, downloads=9)
OTHERS = (
    make_torrent(6),  # on the busiest day: it is there by its end
    make_torrent(7),  # a day later
    make_torrent(5, episode=1142),
    make_torrent(5, show=7),
    make_torrent(5, reason=ExclusionReason.SUPERSEDED),
    UNMATCHED,
)


def test_the_sample_becomes_the_example() -> None:
    example = build_example(SAMPLE, [OTHERS[0], SAMPLED, *OTHERS[1:]], make_publication())
    assert example == EXAMPLE
    check_report(replace(REPORT, example=example), make_publication())


def test_by_rounding_no_day_has_more_than_its_episode() -> None:
    day = EXAMPLE.first_day
    rounded_up = replace(SAMPLE, days={day.date: day.downloads + 1})
    torrent = replace(SAMPLED, downloads=day.downloads)
    example = build_example(rounded_up, [OTHERS[0], torrent, *OTHERS[1:]], make_publication())
    assert example
    assert example.days == (ExampleDay(day.date, day.downloads),)
    check_report(replace(REPORT, example=example), make_publication())


def test_there_is_none_without_a_sample() -> None:
    assert build_example(None, [SAMPLED], make_publication()) is None


def test_a_tracker_ahead_of_the_listing_s_clock_has_at_least_this_torrent() -> None:
    early = replace(SAMPLE, torrent_id=0, days={date(2025, 10, 5): 30})
    example = build_example(early, [make_torrent(6)], make_publication())
    assert example
    assert example.first_day == FullDay(date(2025, 10, 5), 1, 30)


@pytest.mark.parametrize(
    ("downloads", "best"), [((3,), 5), ((0, 0), 5), ((1, 4, 2), 6), ((4, 4), 5), ((1, 4, 4), 6), ((1, 2, 3), 7)]
)
def test_the_busiest_day_is_the_first_with_the_most(downloads: tuple[int, ...], best: int) -> None:
    days = [ExampleDay(date(2025, 10, 5 + number), count) for number, count in enumerate(downloads)]
    assert find_busiest_day(days) == date(2025, 10, best)


@pytest.mark.parametrize(
    ("show", "day", "week"),
    [
        (21, date(2025, 10, 5), ExampleWeek("2025-W40", 2, 30)),
        (21, date(2025, 10, 6), ExampleWeek("2025-W41", 1, 201)),
        (7, date(2025, 10, 12), ExampleWeek("2025-W41", 2, 30)),
        (7, date(2025, 10, 13), None),  # nothing was ranked in that week
        (90, date(2025, 10, 6), None),
        (21, date(2025, 9, 28), None),  # before the chart
        (21, DATA_UNTIL.date().replace(month=12), None),
    ],
)
def test_the_week_is_the_show_s_row_in_the_chart(show: int, day: date, week: ExampleWeek | None) -> None:
    assert find_chart_week(AniListId(show), day, make_publication().weeks) == week
