"""Which shows a title may mean."""

import pytest
from rapidfuzz.fuzz import ratio

from nyaastats.identify.candidates import CandidateFinder
from nyaastats.identify.show_index import build_index
from testkit.show_cases import make_show

CLASSLESS = "Mushoku no Eiyuu: Betsu ni Skill Nanka Iranakatta n da ga"


@pytest.mark.parametrize(
    ("title", "match_type", "similarity"),
    [
        (CLASSLESS, "exact", 100.0),
        ("MushokuNo Eiyuu - Betsu ni Skill Nanka Iranakatta nda ga", "exact", 100.0),
        ("Mushoku no Eiyuu", "head", 92.0),
        ("Betsu ni Skill Nanka Iranakatta n da ga", "head", 88.0),
    ],
)
def test_equal_to_a_name_or_its_short_form(title: str, match_type: str, similarity: float) -> None:
    (candidate,) = CandidateFinder(build_index([make_show(CLASSLESS)])).find(title)
    assert (candidate.match_type, candidate.similarity) == (match_type, similarity)


@pytest.mark.parametrize(
    ("title", "match_type", "lowest", "highest"),
    [
        ("Mushoku no Eiyuu Betsu ni Skill", "prefix", 80.0, 95.0),
        ("Mushoku no Eiyuu Betsu ni Skil Nanka Iranakata n da ga", "fuzzy", 90.0, 99.9),
        ("Mushoku no Eiyu", "fuzzy", 75.0, 92.0),
    ],
)
def test_near_to_a_name(title: str, match_type: str, lowest: float, highest: float) -> None:
    best = CandidateFinder(build_index([make_show(CLASSLESS)])).find(title)[0]
    assert best.match_type == match_type
    assert lowest < best.similarity < highest


@pytest.mark.parametrize("title", ["Mushoku", "Detective Conan", "---", ""])
def test_unlike_any_name(title: str) -> None:
    assert CandidateFinder(build_index([make_show(CLASSLESS)])).find(title) == ()


ORCHESTRAS = (make_show("Blue Orchestra: Encore", 1), make_show("Blue Orchestra", 2), make_show("Blue Orchestre", 3))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Blue Orchestra", [(2, "exact")]),
        ("Blue Orchestra Encore", [(1, "exact")]),
        ("Blue Orchestr", [(2, "fuzzy"), (3, "fuzzy"), (1, "fuzzy")]),
    ],
)
def test_the_likeliest_first_and_nothing_beside_an_exact_name(title: str, expected: list[tuple[int, str]]) -> None:
    candidates = CandidateFinder(build_index(ORCHESTRAS)).find(title)
    assert [(candidate.entry.show.id, candidate.match_type) for candidate in candidates] == expected


def test_a_head_that_two_shows_share_means_neither() -> None:
    shared = build_index([make_show("Blue Orchestra: Encore", 1), make_show("Blue Orchestra: Finale", 2)])
    assert {alias.text for entry in shared for alias in entry.aliases if not alias.is_shared} == {
        "Blue Orchestra: Encore",
        "Encore",
        "Blue Orchestra: Finale",
        "Finale",
    }
    assert {candidate.match_type for candidate in CandidateFinder(shared).find("Blue Orchestra")} == {"prefix"}


def test_a_head_that_two_shows_share_means_each_of_them_with_a_season() -> None:
    shared = build_index([make_show("Blue Orchestra: Encore", 1), make_show("Blue Orchestra: Finale", 2)])
    heads = [each for each in CandidateFinder(shared).find("Blue Orchestra S2") if each.match_type == "head"]
    assert [each.entry.show.id for each in heads] == [1, 2]


def test_titles_that_are_compared_together_have_the_candidates_that_each_has_alone() -> None:
    shows = build_index([make_show(CLASSLESS, 1), make_show("Sanda", 2)])
    titles = ["Mushoku no Eiyuu", "Sanda", "Sandra", "nothing like it"]
    finder = CandidateFinder(shows)
    assert finder.find_all(titles) == {title: finder.find(title) for title in titles}


def test_no_more_than_asked_for_and_ties_by_id() -> None:
    shows = build_index(make_show("Sanda", number) for number in (5, 3, 9))
    assert [candidate.entry.show.id for candidate in CandidateFinder(shows, max_candidates=2).find("Sanda")] == [3, 5]


def test_the_nearest_are_all_shows_each_once() -> None:
    shows = [
        make_show(romaji, number) for number, romaji in enumerate(("Gnosia", "Sanda", "Sandwich", "Alma", "Nuki"), 1)
    ]
    candidates = CandidateFinder(
        build_index([*shows, make_show("Chitose", 9, english="Sanda Days", synonyms=("Sandal", "Sandra"))])
    )
    assert candidates.find("Sandy Beach") == ()
    nearest = list(candidates.rank_all_shows("Sandy Beach"))
    # Letters in common, twice, of all: 12 of 19 with Sandwich, 10 of 16 with Sanda, 10 of 17 with Sandra.
    assert [candidate.entry.show.id for candidate in nearest][:3] == [3, 2, 9]
    assert len(nearest) == 6
    assert {candidate.match_type for candidate in nearest} == {"far"}
    assert list(candidates.rank_all_shows("---")) == list(candidates.rank_all_shows("")) == []


GOING_ON = (make_show("Blue Orchestra", 1), make_show("Blue Orchestra: Encore", 2), make_show("Blue Orchestral", 3))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Blue Orchestra", [(2, "sequel")]),
        ("BlueOrchestra", [(2, "sequel")]),
        ("Blue Orchestra: Encore", []),
        ("Blue", []),
        ("Blue Orchestr", []),
    ],
)
def test_shows_whose_names_go_on_where_anothers_ends(title: str, expected: list[tuple[int, str]]) -> None:
    sequels = CandidateFinder(build_index(GOING_ON)).find_sequels(title)
    assert [(candidate.entry.show.id, candidate.match_type) for candidate in sequels] == expected


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
    (candidate,) = CandidateFinder(build_index([make_show(romaji)])).find(title)
    plain = ratio(candidate.reading.key, candidate.alias.title.key)
    assert candidate.match_type == "fuzzy"
    assert candidate.similarity == pytest.approx(plain if is_spelling else plain - 15.0)
