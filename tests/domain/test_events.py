"""Which events a schedule, torrents and the hours of a scraper hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.events import (
    Event,
    EventKind,
    EventRejection,
    Note,
    build_chronicle,
    build_restarts,
    find_schedule_events,
    find_scraper_gaps,
    find_torrent_events,
)
from nyaastats.domain.matches import ClassifiedTorrent, ExclusionReason, Match, Method, NoMatch
from nyaastats.domain.measures import ScraperHour
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import Airing, AniListId, Format, Show
from nyaastats.domain.torrents import InfoHash, Torrent

START = datetime(2025, 10, 4, 15, 30, tzinfo=UTC)
SHOW = AniListId(7)


def on(day: float) -> datetime:
    """The moment so many days after the first broadcast."""
    return START + timedelta(days=day)


def make_show(days: Sequence[float], *, first: int = 1, episodes: int | None = None) -> Show:
    """A show whose episodes, from `first` on, air on these days."""
    return make_numbered_show(dict(enumerate(days, start=first)), episodes)


def make_numbered_show(days: dict[int, float], episodes: int | None = None) -> Show:
    airings = tuple(sorted((Airing(number, on(day)) for number, day in days.items()), key=lambda airing: airing.at))
    return Show(SHOW, "Show", None, None, (), Format.TV, "RELEASING", episodes, None, None, None, airings)


def find_irregularities(show: Show) -> list[Event]:
    return [event for event in find_schedule_events(show) if event.kind is not EventKind.BROADCAST]


def double(day: float, episode: int, episodes: int) -> Event:
    return Event(EventKind.DOUBLE_EPISODE, on(day), episode, episodes=episodes)


def delay(day: float, episode: int, days: int) -> Event:
    return Event(EventKind.DELAY, on(day), episode, days=days)


def skip(day: float, episode: int) -> Event:
    return Event(EventKind.SKIPPED_WEEK, on(day), episode)


def pause(day: float, episode: int, days: int) -> Event:
    return Event(EventKind.BREAK, on(day), episode, days=days)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], []),
        ([0], []),
        ([0, 7, 14, 21], []),
        # Half a day and less is no delay, early is none either.
        ([0, 7.49, 14.49], []),
        ([0, 6, 13], []),
        ([0, 7.5, 14.5], [delay(7.5, 2, 1)]),
        ([0, 9, 16], [delay(9, 2, 2)]),
        ([0, 13, 20], [delay(13, 2, 6)]),
        # A whole week is a skipped one, on the day when it was due.
        ([0, 14, 21], [skip(7, 2)]),
        ([0, 13.6, 20.6], [skip(7, 2)]),
        ([0, 7, 28, 35], [skip(14, 3), skip(21, 3)]),
        ([0, 16, 23], [skip(7, 2), delay(16, 2, 9)]),
        ([0, 27, 34], [skip(7, 2), skip(14, 2), delay(27, 2, 20)]),
        # Four weeks are a break, and no delay.
        ([0, 27.5, 34.5], [pause(27.5, 2, 28)]),
        ([0, 28, 35], [pause(28, 2, 28)]),
        ([0, 7, 98, 105], [pause(98, 3, 91)]),
        # Episodes of one evening, or of one drop, are one slot.
        ([0, 0.02, 7], [double(0, 1, 2)]),
        ([0, 0, 0, 0], [double(0, 1, 4)]),
        ([0, 7, 7.99, 14], [double(7, 2, 2)]),
        ([0, 7, 8, 15], []),
        ([0, 0.5, 1, 1.5], [double(0, 1, 2), double(1, 3, 2)]),
        ([0, 0.02, 14.02, 21], [double(0, 1, 2), skip(7, 3)]),
    ],
)
def test_a_schedule_has(days: list[float], expected: list[Event]) -> None:
    assert find_irregularities(make_show(days)) == expected


def test_every_broadcast_is_an_event() -> None:
    events = [event for event in find_schedule_events(make_show([0, 7])) if event.kind is EventKind.BROADCAST]
    assert events == [Event(EventKind.BROADCAST, on(0), 1), Event(EventKind.BROADCAST, on(7), 2)]


@pytest.mark.parametrize(
    "days",
    [
        pytest.param([0, 14, 28, 42, 56], id="every second week"),
        pytest.param([0, 30, 61, 91, 122], id="monthly"),
        pytest.param([0, 14, 28, 35, 49], id="mostly every second week"),
    ],
)
def test_a_show_that_is_slower_than_weekly_skips_nothing(days: list[float]) -> None:
    assert find_irregularities(make_show(days)) == []


def test_a_daily_show_has_no_double_episodes() -> None:
    assert find_irregularities(make_show(list(range(20)))) == []


def test_nothing_is_said_across_episodes_that_the_schedule_lacks() -> None:
    # AniList's connection gives the first 25, the query for a season those within it.
    show = make_numbered_show({24: 0, 25: 7, 29: 700, 30: 707, 31: 716})
    assert find_irregularities(show) == [delay(716, 31, 2)]


def test_an_episode_that_aired_before_its_number_is_in_no_order_to_judge() -> None:
    assert find_irregularities(make_numbered_show({1: 0, 3: 7, 2: 30})) == []


@pytest.mark.parametrize(
    ("first", "episodes", "expected"),
    [
        (1, 3, [Event(EventKind.FINALE, on(14), 3)]),
        (1, 4, []),
        (1, None, []),
        (0, 2, [Event(EventKind.FINALE, on(14), 2)]),
        (2, 3, [Event(EventKind.FINALE, on(7), 3)]),
    ],
)
def test_the_finale_is_the_last_announced_episode(first: int, episodes: int | None, expected: list[Event]) -> None:
    assert find_irregularities(make_show([0, 7, 14], first=first, episodes=episodes)) == expected


# --- torrents ---------------------------------------------------------------------------------------------------------


def make_torrent(  # noqa: PLR0913 - a torrent has many facts
    day: float,
    *,
    show: int | None = 7,
    episode: int | None = None,
    kind: Kind = Kind.EPISODE,
    version: int = 1,
    group: str | None = "G",
    exclusion: ExclusionReason | None = None,
    resolution: str = "1080p",
) -> ClassifiedTorrent:
    release = Release(("Show",), None, None, episode, kind, version, group, resolution)
    decision = NoMatch("no") if show is None else Match(AniListId(show), episode, Method.EXACT, 100, 100, ())
    torrent = Torrent(InfoHash(f"{day}{resolution}"), "Show", on(day))
    return ClassifiedTorrent(torrent, release, decision, exclusion)


def make_batch(day: float, *, show: int | None = 7, group: str | None = "G") -> ClassifiedTorrent:
    return make_torrent(day, show=show, kind=Kind.BATCH, group=group, exclusion=ExclusionReason.BATCH)


def make_second(
    day: float, *, version: int = 2, episode: int = 5, group: str | None = "G", resolution: str = "1080p"
) -> ClassifiedTorrent:
    return make_torrent(
        day,
        episode=episode,
        version=version,
        group=group,
        resolution=resolution,
        exclusion=ExclusionReason.SUPERSEDED,
    )


def batch(day: float, group: str | None = "G") -> Event:
    return Event(EventKind.BATCH, on(day), group=group)


def later(day: float, episode: int = 5, version: int = 2, group: str = "G") -> Event:
    return Event(EventKind.VERSION, on(day), episode, version=version, group=group)


@pytest.mark.parametrize(
    ("torrents", "expected"),
    [
        ([], ()),
        ([make_torrent(0, episode=1)], ()),
        ([make_batch(9, group="H"), make_batch(8), make_batch(10)], (batch(8),)),
        ([make_batch(8, group=None)], (batch(8, None),)),
        ([make_batch(8, show=None)], ()),
        # A group publishes a version in several resolutions.
        ([make_second(2), make_second(1, resolution="720p")], (later(1),)),
        ([make_second(2), make_second(1, group="H")], (later(1, group="H"), later(2))),
        ([make_second(2), make_second(3, version=3)], (later(2), later(3, version=3))),
        ([make_second(2), make_second(2, episode=6)], (later(2), later(2, 6))),
        ([make_torrent(1, episode=5, exclusion=ExclusionReason.OTHER_SEASON)], ()),
        # It counts itself: there is no first version of it.
        ([make_torrent(2, episode=5, version=2)], ()),
        ([make_second(2), make_batch(2)], (batch(2), later(2))),
    ],
)
def test_torrents_have(torrents: list[ClassifiedTorrent], expected: tuple[Event, ...]) -> None:
    assert find_torrent_events(torrents).get(SHOW, ()) == expected


def test_each_show_has_its_own_batch() -> None:
    events = find_torrent_events([make_batch(1), make_batch(2, show=8)])
    assert events == {SHOW: (batch(1),), AniListId(8): (batch(2),)}


# --- the scraper ------------------------------------------------------------------------------------------------------


def make_hours(*hours: float) -> list[ScraperHour]:
    """Runs of five minutes that begin at these hours."""
    return [ScraperHour(on(hour / 24), on(hour / 24) + timedelta(minutes=5)) for hour in hours]


def gap(last: float, first: float) -> Event:
    return Event(EventKind.SCRAPER_GAP, on(last / 24) + timedelta(minutes=5), until=on(first / 24))


HOURLY = [float(hour) for hour in range(24)]


def shift(hours: Sequence[float], by: float) -> list[float]:
    return [hour + by for hour in hours]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([], ()),
        ([0], ()),
        ([0, 30], ()),
        (HOURLY, ()),
        ([*HOURLY, *shift(HOURLY, 29)], ()),
        # Runs take five minutes: this is six hours to the second.
        ([*HOURLY, *shift(HOURLY, 29 + 5 / 60)], ()),
        ([*HOURLY, *shift(HOURLY, 29.2)], (gap(23, 29.2),)),
        ([*HOURLY, *shift(HOURLY, 24 * 90)], (gap(23, 24 * 90),)),
        # The newest gap is told with the first scrape after it.
        ([*HOURLY, 40], (gap(23, 40),)),
        # It was up for one hour between two gaps.
        ([*HOURLY, 50, *shift(HOURLY, 80)], (gap(23, 50), gap(50, 80))),
        # Every 4 hours is up, every 8 is a rhythm without gaps.
        (list(range(0, 96, 4)), ()),
        ([*range(0, 48, 4), *range(60, 96, 4)], (gap(44, 60),)),
        (list(range(0, 240, 8)), ()),
        (list(range(0, 24 * 20, 24)), ()),
        ([*range(0, 24 * 20, 24), *shift(HOURLY, 24 * 20)], ()),
    ],
)
def test_a_scraper_has_gaps(hours: list[float], expected: tuple[Event, ...]) -> None:
    assert find_scraper_gaps(make_hours(*hours)) == expected


def test_restarts_are_events() -> None:
    assert build_restarts([on(2), on(1), on(1)]) == (
        Event(EventKind.TRACKER_RESTART, on(1)),
        Event(EventKind.TRACKER_RESTART, on(2)),
    )


# --- all of a run -----------------------------------------------------------------------------------------------------

OWN = Note(SHOW, on(3), "Recap", "the official site")
GENERAL = Note(None, on(4), "nyaa was down", "maintenance", "https://nyaa.si")


def test_the_events_of_a_run_are_by_show_and_in_order() -> None:
    chronicle = build_chronicle(
        [make_show([0, 7])],
        [make_batch(5), make_batch(1, show=8)],
        [GENERAL, OWN],
        [gap(96.5, 120)],
        considered_from=on(0),
    )
    assert chronicle.by_show == {
        SHOW: (
            Event(EventKind.BROADCAST, on(0), 1),
            Event(EventKind.NOTE, on(3), note=OWN),
            batch(5),
            Event(EventKind.BROADCAST, on(7), 2),
        )
    }
    assert chronicle.general == (Event(EventKind.NOTE, on(4), note=GENERAL), gap(96.5, 120))
    assert chronicle.left_out == {}


def test_what_happened_to_all_shows_is_kept_of_all_time() -> None:
    chronicle = build_chronicle([], [], [GENERAL], [gap(0, 24)], considered_from=on(99))
    assert [event.kind for event in chronicle.general] == [EventKind.SCRAPER_GAP, EventKind.NOTE]
    assert chronicle.left_out == {}


def test_what_is_out_of_bounds_is_left_out_and_counted() -> None:
    far = datetime(2150, 1, 1, tzinfo=UTC)
    notes = [
        Note(SHOW, far, "In 2150", "a slip"),
        Note(None, far, "In 2150", "a slip"),
        Note(None, datetime(1925, 1, 1, tzinfo=UTC), "In 1925", "a slip"),
        Note(AniListId(99), on(1), "Whose?", "a slip"),
    ]
    chronicle = build_chronicle([make_show([0, 7, 14])], [make_batch(-1)], notes, [], considered_from=on(7))
    assert [event.at for event in chronicle.by_show[SHOW]] == [on(7), on(14)]
    assert chronicle.general == ()
    assert chronicle.left_out == {
        EventRejection.BEFORE_DATA: 3,
        EventRejection.AFTER_2099: 2,
        EventRejection.UNPUBLISHED_SHOW: 1,
    }


AIRINGS = st.lists(st.builds(Airing, st.integers(0, 8), st.integers(-2000, 4000).map(lambda hours: on(hours / 24))))
TORRENTS = st.lists(
    st.one_of(
        st.builds(make_batch, st.integers(0, 30), group=st.sampled_from(["G", "H", None])),
        st.builds(
            make_second,
            st.integers(0, 30),
            version=st.integers(2, 3),
            episode=st.integers(1, 3),
            group=st.sampled_from(["G", "H", None]),
        ),
    )
)


@given(AIRINGS, TORRENTS, st.integers(1, 8) | st.none())
def test_events_are_in_order_and_none_is_there_twice(
    airings: list[Airing], torrents: list[ClassifiedTorrent], episodes: int | None
) -> None:
    show = Show(SHOW, "S", None, None, (), Format.TV, None, episodes, None, None, None, tuple(airings))
    chronicle = build_chronicle([show], torrents, [OWN, OWN], [], considered_from=on(0))
    events = chronicle.by_show[SHOW]
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert len(set(events)) == len(events)
    assert all(event.at >= on(0) for event in events)
    aired = {Event(EventKind.BROADCAST, airing.at, airing.episode) for airing in airings}
    left_out = sum(event.at < on(0) for event in aired)
    assert chronicle.left_out.get(EventRejection.BEFORE_DATA, 0) >= left_out
    assert {event for event in events if event.kind is EventKind.BROADCAST} == {
        event for event in aired if event.at >= on(0)
    }


@given(TORRENTS, st.randoms())
def test_the_order_of_the_torrents_does_not_matter(torrents: list[ClassifiedTorrent], random: object) -> None:
    shuffled = list(torrents)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives an instance of Random
    assert find_torrent_events(shuffled) == find_torrent_events(torrents)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=40))
def test_every_gap_is_a_time_without_a_scrape(steps: list[int]) -> None:
    starts = [float(sum(steps[:end]) + end) for end in range(len(steps))]
    hours = make_hours(*starts)
    for event in find_scraper_gaps(hours):
        assert event.until is not None
        assert event.until - event.at > timedelta(hours=6)
        assert not [hour for hour in hours if event.at < hour.first_scrape < event.until]


# --- what AniList cannot say ------------------------------------------------------------------------------------------


def test_an_answer_without_a_schedule_says_nothing() -> None:
    assert find_schedule_events(make_show([], episodes=12)) == ()


def test_a_moved_slot_is_one_delay_and_then_weeks_as_before() -> None:
    assert find_irregularities(make_show([0, 7, 16, 23, 30])) == [delay(16, 3, 2)]
