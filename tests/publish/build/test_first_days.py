"""Hold, late share and class of made-up shows, worked out by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.first_days import FirstDays, build_first_days
from nyaastats.publish.contracts.first_days import ClassMedian


def make_days(show: int, episode: int, downloads_7: int | None, downloads_28: int | None = None) -> FirstDays:
    estimated = (None if downloads_7 is None else 0, None if downloads_28 is None else 0)
    return FirstDays(AniListId(show), episode, downloads_7, estimated[0], downloads_28, estimated[1])


def test_hold_is_an_episode_s_first_week_by_that_of_the_one_before() -> None:
    rows = [make_days(1, 1, 1000), make_days(1, 2, 600), make_days(1, 4, 300), make_days(1, 5, None)]
    show = build_first_days(rows)[AniListId(1)]
    # Episode 3 is not there, episode 5 is not over.
    assert [episode.hold for episode in show.episodes] == [None, 0.6, None, None]
    assert show.hold == 0.6


def test_a_prologue_is_what_episode_1_is_held_against_and_no_premiere() -> None:
    show = build_first_days([make_days(1, 0, 4000), make_days(1, 1, 1000)])[AniListId(1)]
    assert [episode.hold for episode in show.episodes] == [None, 0.25]
    assert show.hold is None
    assert show.premiere_class is not None
    assert (show.premiere_class.from_downloads, show.premiere_class.to_downloads) == (512, 1023)


def test_the_late_share_is_of_episodes_whose_28_days_are_over() -> None:
    rows = [make_days(1, 1, 900, 1000), make_days(1, 2, 600, 1000), make_days(1, 3, 500)]
    show = build_first_days(rows)[AniListId(1)]
    assert [episode.late_share for episode in show.episodes] == [0.1, 0.4, None]
    assert show.late_share == 0.25


def test_of_an_episode_without_downloads_nothing_is_divided() -> None:
    rows = [make_days(1, 1, 0, 0), make_days(1, 2, 10, 10)]
    show = build_first_days(rows)[AniListId(1)]
    assert (show.episodes[0].late_share, show.episodes[1].hold, show.premiere_class) == (None, None, None)


def test_the_class_s_median_is_of_at_least_five_shows() -> None:
    rows = [make_days(show, 1, 512 + show) for show in range(1, 6)]
    rows += [make_days(show, 2, 100 * show) for show in range(1, 5)]
    shows = build_first_days(sorted(rows, key=lambda row: (row.show, row.episode)))
    size = shows[AniListId(1)].premiere_class
    assert size is not None
    assert (size.shows, size.medians) == (5, (ClassMedian(1, 5, 515.0),))
    assert [episode.by_class for episode in shows[AniListId(4)].episodes] == [round(516 / 515, 4), None]


def test_another_class_has_another_median() -> None:
    rows = [make_days(show, 1, 600 if show <= 5 else 1200) for show in range(1, 12)]
    shows = build_first_days(rows)
    medians = {show: size.medians[0] for show in (1, 11) if (size := shows[AniListId(show)].premiere_class)}
    assert medians == {1: ClassMedian(1, 5, 600.0), 11: ClassMedian(1, 6, 1200.0)}


@given(st.lists(st.integers(1, 10**6), min_size=5, max_size=40))
def test_half_of_a_class_is_at_or_above_its_median(premieres: list[int]) -> None:
    shows = build_first_days([make_days(show, 1, downloads) for show, downloads in enumerate(premieres, start=1)])
    sizes = {size.from_downloads: size for show in shows.values() if (size := show.premiere_class)}
    assert sum(size.shows for size in sizes.values()) == len(premieres)
    for size in sizes.values():
        own = [downloads for downloads in premieres if size.from_downloads <= downloads <= size.to_downloads]
        assert len(own) == size.shows
        assert bool(size.medians) == (len(own) >= 5)
        for item in size.medians:
            assert 2 * sum(downloads >= item.downloads for downloads in own) >= len(own)
