"""From a group's number to the episode of one entry."""

from datetime import timedelta

import pytest

from identify.shows import PREMIERE, entry, series
from nyaastats.identify.numbering import (
    DAY,
    Offset,
    Placement,
    Seconds,
    Sighting,
    agreed_offset,
    chain_offsets,
    infer_offsets,
    just_aired,
    place,
)
from nyaastats.types import Format


def week(number: float) -> Seconds:
    """An hour after the broadcast of that week's episode."""
    return Seconds((PREMIERE + timedelta(weeks=number - 1, hours=1)).timestamp())


@pytest.mark.parametrize(
    ("romaji", "lengths", "offsets"),
    [
        ("Sanda", [], []),
        ("Sanda 3", [12, 13], [25]),
        ("Sanda 3", [None, 13], []),
        ("Sanda 3", [12, None], []),
        ("Sanda Part 2", [13], [13]),
        ("Sanda 2 Part 2", [13, 12], [25, 13]),
        ("Sanda 2 Part 2", [13, None], [13]),
        ("Sanda 2 Part 2", [None, 12], []),
        ("Sanda Part 3", [11], [11]),
    ],
)
def test_the_chain_counts_whole_or_not_at_all(romaji: str, lengths: list[int | None], offsets: list[int]) -> None:
    found = chain_offsets(entry(romaji, prequels=tuple(map(series, lengths))))
    assert found == tuple(Offset(value, "chain") for value in offsets)


def test_films_between_seasons_are_no_episodes() -> None:
    prequels = (series(12), series(1, Format.MOVIE), series(None, Format.SPECIAL), series(13))
    assert chain_offsets(entry("Sanda 3", prequels=prequels)) == (Offset(25, "chain"),)


@pytest.mark.parametrize(
    ("days_after_the_premiere", "episode"),
    [(-2.1, None), (-2.0, 1), (0.0, 1), (4.9, 1), (5.1, 2), (7.0, 2), (83.9, 12), (84.1, None)],
)
def test_what_has_just_aired(days_after_the_premiere: float, episode: int | None) -> None:
    assert just_aired(entry(), Seconds(PREMIERE.timestamp() + days_after_the_premiere * DAY)) == episode


def sightings(*numbers: tuple[int, float]) -> list[Sighting]:
    return [Sighting(number, week(when)) for number, when in numbers]


ALL_PLAIN = tuple((number, number) for number in range(1, 13))


@pytest.mark.parametrize(
    ("seen", "offset"),
    [
        pytest.param((), None, id="nothing seen"),
        pytest.param(((25, 1),), 24, id="a single one, where nothing else is known"),
        pytest.param(((25, 1), (26, 2), (27, 3)), 24, id="all agree"),
        pytest.param(((25, 1), (26, 2), (27, 3), (99, 4)), 24, id="one is wrong"),
        pytest.param((*ALL_PLAIN, (99, 4)), None, id="one wrong name shifts nothing"),
        pytest.param((*ALL_PLAIN, (25, 1), (26, 2), (27, 3)), 24, id="some groups number on, most do not"),
        pytest.param(((25, 1), (26, 2), (25, 3), (26, 4)), 24, id="dubs two weeks late: the punctual are right"),
        pytest.param(((25, 1), (25, 1), (25, 1), (27, 1), (28, 2)), 26, id="copies of one number are one witness"),
        pytest.param(((1, 3), (2, 4)), None, id="late releases of an unshifted show"),
        pytest.param(((0, 1),), None, id="a 0 alone may be an extra"),
        pytest.param(((0, 1), (1, 2)), -1, id="0 first, then 1"),
        pytest.param(((0, 1), (1, 1)), None, id="0 and 1 in one week: the 0 is an extra"),
        pytest.param(((1, 2),), None, id="a late 1 makes no 0"),
        pytest.param(((25, -3), (25, 40)), None, id="before and after the schedule nothing is told"),
    ],
)
def test_the_offset_that_releases_agree_on(seen: tuple[tuple[int, float], ...], offset: int | None) -> None:
    expected = None if offset is None else Offset(offset, "schedule")
    assert agreed_offset(entry(), sightings(*seen)) == expected


CHAIN = Offset(24, "chain")


@pytest.mark.parametrize(
    ("number", "published", "offsets", "expected"),
    [
        pytest.param(5, None, (), (5, None), id="as it stands"),
        pytest.param(13, None, (), None, id="beyond the last"),
        pytest.param(0, None, (), (0, None), id="0 is kept"),
        pytest.param(24, None, (CHAIN,), None, id="24 less 24 is no episode 0"),
        pytest.param(29, None, (CHAIN,), (5, CHAIN), id="numbered on"),
        pytest.param(37, None, (CHAIN,), None, id="numbered on beyond the last"),
        pytest.param(9, None, (Offset(4, "chain"),), (9, None), id="both fit and no date: as it stands"),
        pytest.param(9, week(5), (Offset(4, "chain"),), (5, Offset(4, "chain")), id="both fit: the date decides"),
        pytest.param(9, week(9), (Offset(4, "chain"),), (9, None), id="both fit: the date decides otherwise"),
        pytest.param(9, week(30), (Offset(4, "chain"),), (9, None), id="long after: as it stands"),
        pytest.param(0, week(1), (Offset(-1, "schedule"),), (1, Offset(-1, "schedule")), id="0 is the first"),
    ],
)
def test_place(
    number: int, published: Seconds | None, offsets: tuple[Offset, ...], expected: tuple[int, Offset] | None
) -> None:
    placement = place(entry(), number, published, offsets)
    assert (placement and (placement.episode, placement.offset)) == expected


def test_a_placement_knows_how_late_it_is() -> None:
    assert place(entry(), 3, week(4), ()) == Placement(3, None, 7 * DAY + 3600)
    assert place(entry(premiere=None), 3, week(4), ()) == Placement(3, None, None)


def test_without_any_length_every_number_fits() -> None:
    assert place(entry(episodes=None, premiere=None), 1170, None, ()) == Placement(1170, None, None)


def test_the_chain_and_the_releases_together() -> None:
    known = entry("Sanda 2", prequels=(series(12),))
    agreeing = [(known, sighting) for sighting in sightings((13, 1), (14, 2))]
    differing = [(known, sighting) for sighting in sightings((25, 1), (26, 2))]
    assert infer_offsets(agreeing) == {1: (Offset(12, "chain"),)}
    assert infer_offsets(differing) == {1: (Offset(12, "chain"), Offset(24, "schedule"))}
