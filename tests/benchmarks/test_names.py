from collections import Counter

import pytest

from benchmarks.names import NAMES_A_TITLE, OUTSIDE, SHOWS, Maker, Named, catalogue, names
from nyaastats.identify.names.parser import read
from nyaastats.synthetic.facts import Fact


@pytest.fixture(scope="module")
def shows() -> list[Fact]:
    return catalogue(Maker(seed=1))


@pytest.fixture(scope="module")
def named() -> list[Named]:
    maker = Maker(seed=1)
    return list(names(maker, catalogue(maker)))


def test_the_size_is_as_said(shows: list[Fact], named: list[Named]) -> None:
    assert len(shows) == SHOWS
    assert all(len({show.romaji, show.english, show.native, *show.synonyms}) == 6 for show in shows)
    assert len(named) == 30_000 == (4 * SHOWS + OUTSIDE) * NAMES_A_TITLE


def test_the_same_seed_makes_the_same_names(named: list[Named]) -> None:
    maker = Maker(seed=1)
    assert list(names(maker, catalogue(maker))) == named
    other = Maker(seed=2)
    assert catalogue(other) != catalogue(Maker(seed=1))


def test_every_show_is_written_and_a_good_part_of_the_names_is_of_none(shows: list[Fact], named: list[Named]) -> None:
    counted = Counter(one.show for one in named)
    assert counted.keys() == {None, *(show.id for show in shows)}
    assert counted[None] > OUTSIDE * NAMES_A_TITLE


def test_a_name_holds_its_number(shows: list[Fact], named: list[Named]) -> None:
    by_id = {show.id: show for show in shows}
    for one in named[::97]:
        if one.show is not None:
            assert read(one.name).number in {one.episode, one.episode + by_id[one.show].numbered_on}, one.name


def test_twins_differ_in_the_last_word_alone(shows: list[Fact]) -> None:
    first, second = (show.name.split() for show in shows[6:8])
    assert first[:-1] == second[:-1]
    assert first[-1] != second[-1]
    assert shows[6].first.date() == shows[7].first.date()
