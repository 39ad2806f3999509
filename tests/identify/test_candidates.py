"""Which shows a title may mean."""

import pytest
from rapidfuzz.fuzz import ratio

from nyaastats.domain.shows import Format
from nyaastats.identify.candidates import Candidates, of_movies, prepare
from testkit.show_cases import entry, series, show

CLASSLESS = "Mushoku no Eiyuu: Betsu ni Skill Nanka Iranakatta n da ga"


@pytest.mark.parametrize(
    ("title", "how", "similarity"),
    [
        (CLASSLESS, "exact", 100.0),
        ("MushokuNo Eiyuu - Betsu ni Skill Nanka Iranakatta nda ga", "exact", 100.0),
        ("Mushoku no Eiyuu", "head", 92.0),
        ("Betsu ni Skill Nanka Iranakatta n da ga", "head", 88.0),
    ],
)
def test_equal_to_a_name_or_its_short_form(title: str, how: str, similarity: float) -> None:
    (found,) = Candidates(prepare([show(CLASSLESS)])).of(title)
    assert (found.how, found.similarity) == (how, similarity)


@pytest.mark.parametrize(
    ("title", "how", "least", "most"),
    [
        ("Mushoku no Eiyuu Betsu ni Skill", "prefix", 80.0, 95.0),
        ("Mushoku no Eiyuu Betsu ni Skil Nanka Iranakata n da ga", "fuzzy", 90.0, 99.9),
        ("Mushoku no Eiyu", "fuzzy", 75.0, 92.0),
    ],
)
def test_near_to_a_name(title: str, how: str, least: float, most: float) -> None:
    best = Candidates(prepare([show(CLASSLESS)])).of(title)[0]
    assert best.how == how
    assert least < best.similarity < most


@pytest.mark.parametrize("title", ["Mushoku", "Detective Conan", "---", ""])
def test_unlike_any_name(title: str) -> None:
    assert Candidates(prepare([show(CLASSLESS)])).of(title) == ()


ORCHESTRAS = (show("Blue Orchestra: Encore", 1), show("Blue Orchestra", 2), show("Blue Orchestre", 3))


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Blue Orchestra", [(2, "exact")]),
        ("Blue Orchestra Encore", [(1, "exact")]),
        ("Blue Orchestr", [(2, "fuzzy"), (3, "fuzzy"), (1, "fuzzy")]),
    ],
)
def test_the_likeliest_first_and_nothing_beside_an_exact_name(title: str, found: list[tuple[int, str]]) -> None:
    candidates = Candidates(prepare(ORCHESTRAS)).of(title)
    assert [(one.entry.show.id, one.how) for one in candidates] == found


def test_a_head_that_two_shows_share_means_neither() -> None:
    shared = prepare([show("Blue Orchestra: Encore", 1), show("Blue Orchestra: Finale", 2)])
    assert {name.text for one in shared for name in one.names} == {
        "Blue Orchestra: Encore",
        "Encore",
        "Blue Orchestra: Finale",
        "Finale",
    }
    assert {candidate.how for candidate in Candidates(shared).of("Blue Orchestra")} == {"prefix"}


def test_a_head_too_short_to_tell_anything_is_dropped() -> None:
    assert [name.text for name in entry("Blue: Orchestra of Us").names] == [
        "Blue: Orchestra of Us",
        "Orchestra of Us",
    ]


def test_what_is_learnt_together_is_what_is_asked_one_by_one() -> None:
    shows = prepare([show(CLASSLESS, 1), show("Sanda", 2)])
    titles = ["Mushoku no Eiyuu", "Sanda", "Sandra", "nothing like it"]
    together, single = Candidates(shows), Candidates(shows)
    together.learn(titles)
    assert [together.of(title) for title in titles] == [single.of(title) for title in titles]


def test_no_more_than_asked_for_and_ties_by_id() -> None:
    shows = prepare(show("Sanda", number) for number in (5, 3, 9))
    assert [one.entry.show.id for one in Candidates(shows, most=2).of("Sanda")] == [3, 5]


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
    found = entry(romaji, prequels=tuple(map(series, prequels)), synonyms=synonyms)
    assert found.seasons == seasons


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
    assert entry(romaji).first_season is is_first


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
    assert of_movies(entry(kind=kind, episodes=episodes)) is expected


def test_the_last_episode_is_the_latest_that_anybody_knows() -> None:
    assert entry(episodes=12, premiere=None).last == 12
    assert entry(episodes=None).last == 1
    assert entry(episodes=None, premiere=None).last is None


def test_the_nearest_are_all_shows_each_once() -> None:
    shows = [show(romaji, number) for number, romaji in enumerate(("Gnosia", "Sanda", "Sandwich", "Alma", "Nuki"), 1)]
    candidates = Candidates(prepare([*shows, show("Chitose", 9, english="Sanda Days", synonyms=("Sandal", "Sandra"))]))
    assert candidates.of("Sandy Beach") == ()
    nearest = list(candidates.nearest("Sandy Beach"))
    # Letters in common, twice, of all: 12 of 19 with Sandwich, 10 of 16 with Sanda, 10 of 17 with Sandra.
    assert [one.entry.show.id for one in nearest][:3] == [3, 2, 9]
    assert len(nearest) == 6
    assert {one.how for one in nearest} == {"far"}
    assert list(candidates.nearest("---")) == list(candidates.nearest("")) == []


GOING_ON = (show("Blue Orchestra", 1), show("Blue Orchestra: Encore", 2), show("Blue Orchestral", 3))


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Blue Orchestra", [(2, "sequel")]),
        ("BlueOrchestra", []),
        ("Blue Orchestra: Encore", []),
        ("Blue", []),
        ("Blue Orchestr", []),
    ],
)
def test_shows_whose_names_go_on_where_anothers_ends(title: str, found: list[tuple[int, str]]) -> None:
    sequels = Candidates(prepare(GOING_ON)).sequels(title)
    assert [(one.entry.show.id, one.how) for one in sequels] == found


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
def test_whether_nothing_tells_a_sequels_season(
    romaji: str,
    prequels: tuple[int, ...],
    synonyms: tuple[str, ...],
    expected: bool,  # noqa: FBT001 - likewise
) -> None:
    found = entry(romaji, prequels=tuple(map(series, prequels)), synonyms=synonyms)
    assert found.is_unnumbered is expected


def test_the_years_on_the_air() -> None:
    assert entry(episodes=20).years == {2025, 2026}
    assert entry(premiere=None).years == set()


@pytest.mark.parametrize(
    ("title", "romaji", "is_spelling"),
    [
        ("Champignon no Mori", "Champignon no Majo", False),
        ("Yasei no Final Boss ga Arawareta", "Yasei no Last Boss ga Arawareta", False),
        ("Kimi wo Aishita Hitori no Boku e", "Kimi o Aishita Hitori no Boku he", True),
        ("Kusuriya no Hitorigoto", "Kusuriya no Hitorigotou", True),
        ("Mikadzuki no Ousama to Neko", "Mikazuki no Ohsama to Neko", True),
        ("Isekai Shikaku no Yuusha", "Isekaishikkaku no Yuusha", True),
    ],
)
def test_another_word_is_no_other_spelling(title: str, romaji: str, is_spelling: bool) -> None:  # noqa: FBT001 - likewise
    (found,) = Candidates(prepare([show(romaji)])).of(title)
    plain = ratio(found.reading.key, found.name.title.key)
    assert found.how == "fuzzy"
    assert found.similarity == pytest.approx(plain if is_spelling else plain - 15.0)
