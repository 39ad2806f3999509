from collections import Counter

import pytest

from benchmarks.fixtures.synthetic_names import (
    NAMES_PER_TITLE,
    SHOWS,
    UNLISTED_SHOWS,
    LabelledRelease,
    TitleGenerator,
    generate_names,
    generate_shows,
)
from nyaastats.identify.names.parser import parse_name
from nyaastats.synthetic.facts import ShowFacts


@pytest.fixture(scope="module")
def shows() -> list[ShowFacts]:
    return generate_shows(TitleGenerator(seed=1))


@pytest.fixture(scope="module")
def releases() -> list[LabelledRelease]:
    generator = TitleGenerator(seed=1)
    return list(generate_names(generator, generate_shows(generator)))


def test_the_size_is_as_documented(shows: list[ShowFacts], releases: list[LabelledRelease]) -> None:
    assert len(shows) == SHOWS
    assert all(len({show.romaji, show.english, show.native, *show.synonyms}) == 6 for show in shows)
    assert len(releases) == 30_000 == (4 * SHOWS + UNLISTED_SHOWS) * NAMES_PER_TITLE


def test_the_same_seed_makes_the_same_names(releases: list[LabelledRelease]) -> None:
    generator = TitleGenerator(seed=1)
    assert list(generate_names(generator, generate_shows(generator))) == releases
    assert generate_shows(TitleGenerator(seed=2)) != generate_shows(TitleGenerator(seed=1))


def test_every_show_has_names_and_many_names_have_no_show(
    shows: list[ShowFacts], releases: list[LabelledRelease]
) -> None:
    counted = Counter(release.show for release in releases)
    assert counted.keys() == {None, *(show.id for show in shows)}
    assert counted[None] > UNLISTED_SHOWS * NAMES_PER_TITLE


def test_a_name_holds_its_number(shows: list[ShowFacts], releases: list[LabelledRelease]) -> None:
    by_id = {show.id: show for show in shows}
    for release in releases[::97]:
        if release.show is not None:
            numbers = {release.episode, release.episode + by_id[release.show].episode_offset}
            assert parse_name(release.name).number in numbers, release.name


def test_twins_differ_only_in_the_last_word(shows: list[ShowFacts]) -> None:
    first, second = (show.name.split() for show in shows[6:8])
    assert first[:-1] == second[:-1]
    assert first[-1] != second[-1]
    assert shows[6].first_airing_at.date() == shows[7].first_airing_at.date()
