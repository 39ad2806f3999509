"""The offsets of continuous numbering: of the prequel chain, and those that releases agree on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nyaastats.domain.matches import Offset
from nyaastats.domain.shows import Airing, Format
from nyaastats.identify.numbering import DAY, EARLY, Seconds
from nyaastats.identify.offsets import (
    NumberObservation,
    SeasonStatement,
    find_just_aired,
    infer_chain_offsets,
    infer_offsets,
    infer_schedule_offsets,
    infer_seasons,
)
from nyaastats.identify.show_index import IndexedShow, build_index
from testkit.show_cases import PREMIERE, make_entry, make_prequel, make_show


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
    inferred = infer_chain_offsets(make_entry(romaji, prequels=tuple(map(make_prequel, lengths))))
    assert inferred == tuple(Offset(value, "chain") for value in offsets)


def test_films_between_seasons_are_no_episodes() -> None:
    prequels = (make_prequel(12), make_prequel(1, Format.MOVIE), make_prequel(None, Format.SPECIAL), make_prequel(13))
    assert infer_chain_offsets(make_entry("Sanda 3", prequels=prequels)) == (Offset(25, "chain"),)


@pytest.mark.parametrize(
    ("days_after_the_premiere", "episode"),
    [(-2.1, None), (-2.0, 1), (0.0, 1), (4.9, 1), (5.1, 2), (7.0, 2), (83.9, 12), (84.1, None)],
)
def test_what_has_just_aired(days_after_the_premiere: float, episode: int | None) -> None:
    published = Seconds(PREMIERE.timestamp() + days_after_the_premiere * DAY)
    assert find_just_aired(make_entry(), published) == (() if episode is None else (episode,))


def at_once(episodes: int) -> IndexedShow:
    """A sequel all of whose episodes come in one night, half an hour apart."""
    airings = tuple(Airing(number, PREMIERE + timedelta(minutes=30 * number)) for number in range(1, episodes + 1))
    return build_index([replace(make_show("Sanda 2", episodes=episodes), airings=airings)])[0]


def test_all_of_one_night_have_just_aired() -> None:
    assert find_just_aired(at_once(5), week(1.5)) == (1, 2, 3, 4, 5)


def test_of_daily_episodes_the_last_has_just_aired() -> None:
    daily = tuple(Airing(number, PREMIERE + timedelta(days=number)) for number in range(1, 13))
    aired = find_just_aired(
        build_index([replace(make_show("Sanda"), airings=daily)])[0], Seconds(daily[4].at.timestamp() - EARLY)
    )
    assert aired == (5,)


def observe(*numbers: tuple[int, float], follows: int | None = None) -> list[NumberObservation]:
    return [NumberObservation(number, week(when), follows=follows) for number, when in numbers]


ALL_PLAIN = tuple((number, number) for number in range(1, 13))


@pytest.mark.parametrize(
    ("observed", "offset"),
    [
        pytest.param((), None, id="nothing observed"),
        pytest.param(((25, 1),), 24, id="a single one, where nothing else is known"),
        pytest.param(((25, 1), (26, 2), (27, 3)), 24, id="all agree"),
        pytest.param(((25, 1), (26, 2), (27, 3), (99, 4)), 24, id="one is wrong"),
        pytest.param((*ALL_PLAIN, (99, 4)), None, id="one wrong name shifts nothing"),
        pytest.param((*ALL_PLAIN, (25, 1), (26, 2), (27, 3)), 24, id="some groups number on, most do not"),
        pytest.param(
            ((25, 1), (26, 2), (27, 3), (25, 3), (26, 4), (27, 5)), 24, id="dubs two weeks late: the punctual are right"
        ),
        pytest.param(((25, 1), (25, 1), (25, 1), (27, 1), (28, 2)), 26, id="copies of one number are one witness"),
        pytest.param(((27, 1.7),), None, id="a single one five days late: is it this week's at all?"),
        pytest.param(((1, 3), (2, 4)), None, id="late releases of an unshifted show"),
        pytest.param(((6, 1), (7, 2), (8, 3)), None, id="no season has five episodes"),
        pytest.param(((7, 1), (8, 2), (9, 3)), 6, id="but one may have six"),
        pytest.param(((0, 1),), None, id="a 0 alone may be an extra"),
        pytest.param(((0, 1), (1, 2), (2, 3)), -1, id="0 first, then 1"),
        pytest.param(((0, 1), (1, 1)), None, id="0 and 1 in one week: the 0 is an extra"),
        pytest.param(((1, 2),), None, id="a late 1 makes no 0"),
        pytest.param(((25, -3), (25, 40)), None, id="before and after the schedule nothing is told"),
    ],
)
def test_the_offset_that_releases_agree_on(observed: tuple[tuple[int, float], ...], offset: int | None) -> None:
    expected = () if offset is None else (Offset(offset, "schedule"),)
    assert infer_schedule_offsets(make_entry("Sanda 2"), observe(*observed)) == expected


@pytest.mark.parametrize(
    ("observed", "offsets"),
    [
        pytest.param(((37, 1), (38, 2), (39, 3), (13, 1), (14, 2), (15, 3), (40, 4)), (36, 12), id="from two seasons"),
        pytest.param(((37, 1), (38, 2), (39, 3), (13, 1), (14, 2)), (36,), id="two numbers are no second custom"),
        pytest.param(((37, 1), (38, 2), (39, 3), (37, 6), (38, 7), (39, 8)), (36,), id="five weeks late is no custom"),
    ],
)
def test_groups_that_number_on_from_different_seasons(
    observed: tuple[tuple[int, float], ...], offsets: tuple[int, ...]
) -> None:
    assert infer_schedule_offsets(make_entry("Sanda 4"), observe(*observed)) == tuple(
        Offset(value, "schedule") for value in offsets
    )


@pytest.mark.parametrize(
    ("observed", "follows", "offset"),
    [
        pytest.param(((25, 1), (26, 2)), None, None, id="two numbers of an old show are none of a first season's"),
        pytest.param(((25, 1), (26, 2), (27, 3)), None, 24, id="three are: its names hide that it is a sequel"),
        pytest.param(((25, 1),), 24, 24, id="where another show ends, one is enough"),
        pytest.param(((26, 1),), 24, None, id="one that does not follow it is not"),
    ],
)
def test_a_first_season_by_its_names(
    observed: tuple[tuple[int, float], ...], follows: int | None, offset: int | None
) -> None:
    expected = () if offset is None else (Offset(offset, "schedule"),)
    assert infer_schedule_offsets(make_entry("Sanda"), observe(*observed, follows=follows)) == expected


@pytest.mark.parametrize(
    ("numbers", "follows", "offset"),
    [((14,), None, None), ((14,), 12, 12), ((13, 14, 15, 16, 17), None, 12)],
    ids=["which of the night's it is nobody knows", "unless it follows another show", "all five tell it"],
)
def test_episodes_of_one_night(numbers: tuple[int, ...], follows: int | None, offset: int | None) -> None:
    observed = observe(*((number, 1.1) for number in numbers), follows=follows)
    expected = () if offset is None else (Offset(offset, "schedule"),)
    assert infer_schedule_offsets(at_once(5), observed) == expected


@pytest.mark.parametrize(
    ("stated_seasons", "season"),
    [
        ((), None),
        (((8, 1, 1),), 8),
        (((8, 1, 1), (8, 2, 2), (5, 3, 3)), 8),
        (((8, 1, 1), (5, 2, 2), (5, 2, 2)), 8),
        (((5, 1, 9), (5, 2, 20), (8, 3, 3)), 8),
        (((5, 13, 1),), None),
    ],
    ids=["nothing", "one", "most", "copies are one witness", "late ones say nothing", "nor has it such an episode"],
)
def test_the_season_that_punctual_releases_state(
    stated_seasons: tuple[tuple[int, int, float], ...], season: int | None
) -> None:
    final = make_entry("Sanda Final Season")
    statements = (SeasonStatement(final, stated, number, week(when)) for stated, number, when in stated_seasons)
    assert infer_seasons(statements) == ({} if season is None else {1: season})


def test_the_chain_and_the_releases_together() -> None:
    sequel = make_entry("Sanda 2", prequels=(make_prequel(12),))
    agreeing = [(sequel, observation) for observation in observe((13, 1), (14, 2))]
    differing = [(sequel, observation) for observation in observe((25, 1), (26, 2))]
    assert infer_offsets(agreeing) == {1: (Offset(12, "chain"),)}
    assert infer_offsets(differing) == {1: (Offset(12, "chain"), Offset(24, "schedule"))}
