"""What titles and facts say about a show's season, and its aliases."""

import pytest

from nyaastats.domain.shows import Format
from testkit.show_cases import make_entry, make_prequel


@pytest.mark.parametrize(
    ("romaji", "prequels", "synonyms", "seasons"),
    [
        ("Sanda", (), (), {1}),
        ("Sanda Season 3", (), (), {3}),
        ("Sanda III", (), (), {3}),
        ("Sanda Ketsu", (12, 12), (), {1, 3}),
        ("Sanda Ketsu", (12,), ("Sanda Season 4",), {1, 2, 4}),
        ("Sanda Part 2", (12,), (), {1}),
        ("Sanda FINAL SEASON", (12,), (), set()),
    ],
)
def test_the_seasons_that_a_show_goes_by(
    romaji: str, prequels: tuple[int, ...], synonyms: tuple[str, ...], seasons: set[int]
) -> None:
    sequel = make_entry(romaji, prequels=tuple(map(make_prequel, prequels)), synonyms=synonyms)
    assert sequel.seasons == seasons


@pytest.mark.parametrize(
    ("episodes", "prequels", "first", "last"),
    [
        (12, (), 1, 1),
        (12, (12,), 1, 2),  # two cours of one season, or two seasons
        (13, (14,), 2, 2),
        (11, (21, 25, 25, 25, 25, 25, 13), 8, 8),
        (12, (16, 10, 12, 12, 25), 4, 6),
        (13, (12, 12, 12), 2, 4),
        (24, (None, 24), 2, 3),  # an unknown length may be short
        (None, (24,), 1, 2),
        (50, (), 1, 1),
        (50, (50,), 2, 2),
    ],
)
def test_the_seasons_that_a_place_in_the_chain_allows(
    episodes: int | None, prequels: tuple[int | None, ...], first: int, last: int
) -> None:
    sequel = make_entry("Sanda FINAL SEASON", episodes=episodes, prequels=tuple(map(make_prequel, prequels)))
    assert sequel.possible_seasons == range(first, last + 1)


@pytest.mark.parametrize(
    ("romaji", "is_first"),
    [
        ("Sanda", True),
        ("Sanda Part 1", True),
        ("Sanda 2", False),
        ("Sanda Part 2", False),
        ("Sanda Final Season", False),
    ],
)
def test_what_a_name_without_a_season_can_mean(romaji: str, is_first: bool) -> None:  # noqa: FBT001 - a column of the table
    assert make_entry(romaji).is_first_season is is_first


@pytest.mark.parametrize(
    ("kind", "episodes", "expected"),
    [
        (Format.MOVIE, 1, True),
        (Format.OVA, 4, True),
        (Format.ONA, 1, True),
        (Format.ONA, 12, False),
        (Format.TV, 12, False),
        (Format.TV, 1, False),
        (Format.TV, None, False),
    ],
)
def test_what_a_name_without_a_number_can_mean(kind: Format, episodes: int | None, expected: bool) -> None:  # noqa: FBT001 - likewise
    assert make_entry(kind=kind, episodes=episodes).is_single_work is expected


def test_the_last_episode_is_that_of_the_count_or_the_schedule() -> None:
    assert make_entry(episodes=12, premiere=None).last_episode == 12
    assert make_entry(episodes=None).last_episode == 1
    assert make_entry(episodes=None, premiere=None).last_episode is None


@pytest.mark.parametrize(
    ("romaji", "prequels", "synonyms", "expected"),
    [
        ("Sanda", (), (), False),
        ("Sanda Part 2", (), (), True),
        ("Sanda Part 2", (12,), (), False),
        ("Sanda Part 2", (), ("Sanda Season 3 Part 2",), False),
        ("Sanda Final Season", (), (), True),
        ("Sanda 2", (), (), False),
    ],
)
def test_whether_nothing_shows_which_season_a_sequel_is(
    romaji: str,
    prequels: tuple[int, ...],
    synonyms: tuple[str, ...],
    expected: bool,  # noqa: FBT001 - likewise
) -> None:
    sequel = make_entry(romaji, prequels=tuple(map(make_prequel, prequels)), synonyms=synonyms)
    assert sequel.is_unnumbered is expected


def test_the_years_on_the_air() -> None:
    assert make_entry(episodes=20).years == {2025, 2026}
    assert make_entry(premiere=None).years == set()


def test_a_short_head_is_left_out() -> None:
    assert [name.text for name in make_entry("Blue: Orchestra of Us").aliases] == [
        "Blue: Orchestra of Us",
        "Orchestra of Us",
    ]
