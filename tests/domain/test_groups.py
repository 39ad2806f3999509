"""Which spellings are one release group, and which of them is published."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.groups import choose_spellings, make_group_key


@pytest.mark.parametrize(
    ("name", "other", "are_equal"),
    [
        pytest.param("Erai-raws", "Erai-Raws", True, id="case"),
        pytest.param("Erai-raws", "EraiRaws", True, id="a hyphen"),
        pytest.param("Anime Time", "Anime.Time", True, id="a space"),
        pytest.param("A&C", "A & C", True, id="a sign"),
        pytest.param("STRASSE", "Straße", True, id="case beyond ASCII"),
        pytest.param("ＡＳＷ", "ASW", True, id="full width"),
        pytest.param("桜都字幕组", "桜都字幕組", False, id="another letter"),
        pytest.param("DKB", "DB", False, id="a letter less"),
        pytest.param("Group1", "Group2", False, id="another digit"),
        pytest.param("---", "+++", False, id="names of signs alone"),
    ],
)
def test_names_differ_by_their_letters_and_digits(name: str, other: str, *, are_equal: bool) -> None:
    assert (make_group_key(name) == make_group_key(other)) is are_equal


@pytest.mark.parametrize("name", [None, "", "  "])
def test_nothing_is_no_group(name: str | None) -> None:
    assert make_group_key(name) is None


@pytest.mark.parametrize(
    ("names", "spellings"),
    [
        pytest.param([], [], id="no torrent"),
        pytest.param([(None, 9)], [], id="no group"),
        pytest.param([("ASW", 0)], ["ASW"], id="a group without downloads"),
        pytest.param([("Erai-raws", 9), ("Erai-Raws", 10)], ["Erai-Raws"], id="more downloads"),
        pytest.param([("Erai-raws", 6), ("Erai-Raws", 10), ("Erai-raws", 5)], ["Erai-raws"], id="more together"),
        pytest.param([("b-b", 1), ("B b", 1)], ["B b"], id="of equals the first in the alphabet"),
        pytest.param([(" ASW ", 1)], ["ASW"], id="without the spaces around it"),
        pytest.param([("ASW", 1), ("DKB", 2)], ["ASW", "DKB"], id="two groups"),
    ],
)
def test_the_spelling_with_the_most_downloads(names: list[tuple[str | None, int]], spellings: list[str]) -> None:
    assert sorted(choose_spellings(names).values()) == spellings


@given(st.lists(st.tuples(st.none() | st.text("aB-. ", max_size=4), st.integers(0, 3)), max_size=8), st.randoms())
def test_the_order_of_the_torrents_does_not_matter_and_every_group_has_a_spelling_of_its_own(
    names: list[tuple[str | None, int]],
    random: Random,
) -> None:
    spellings = choose_spellings(names)
    shuffled = list(names)
    random.shuffle(shuffled)
    assert choose_spellings(shuffled) == spellings
    assert spellings.keys() == {make_group_key(name) for name, _ in names} - {None}
    assert all(make_group_key(spelling) == key for key, spelling in spellings.items())
