"""Which decision of a person is about a release."""

import pytest

from nyaastats.domain.matches import UNSTATED, Override, StatedSeason
from nyaastats.domain.shows import AniListId
from nyaastats.identify.names.parser import parse_name
from nyaastats.identify.overrides import Overrides, find_subject


def override(title: str, season: StatedSeason | None = None, show: int = 1) -> Override:
    return Override(title, AniListId(show), "a case", season)


@pytest.mark.parametrize(
    ("title", "season", "name", "is_about"),
    [
        ("Sanda", None, "Sanda - 05", True),
        ("Sanda", None, "SANDA! - 05", True),
        ("Sanda", None, "Sanda S2 - 05", True),
        ("Sanda", None, "Santa - 05", False),
        ("Sanda", None, "Other (Sanda) - 05", True),
        ("Sanda", 2, "Sanda - 05", False),
        ("Sanda", 2, "Sanda S2 - 05", True),
        ("Sanda", 2, "Sanda 2nd Season - 05", True),
        ("Sanda", 2, "Sanda S3 - 05", False),
        ("Sanda", UNSTATED, "Sanda - 05", True),
        ("Sanda", UNSTATED, "Sanda S2 - 05", False),
        ("Sanda S2", 2, "Sanda 2nd Season - 05", True),
        ("Sanda S2", 2, "Sanda S02E05", True),
        ("Sanda S2", 2, "Sanda S3 - 05", False),
        ("Sanda S2", 2, "Sanda - 05", False),
        ("Sanda S2", None, "Sanda S2 - 05", True),
        ("Sanda S2", None, "Sanda S3 - 05", False),
        ("Sanda", None, "Sanda Part 2 - 05", False),
        ("Sanda", UNSTATED, "Sanda Part 2 - 05", False),
        ("Sanda", UNSTATED, "Sanda Final Season - 05", False),
        ("Sanda Part 2", UNSTATED, "Sanda Part 2 - 05", True),
        ("Sanda Part 2", UNSTATED, "Sanda - 05", False),
        ("Sanda S2 Part 2", 2, "Sanda S2 Part 2 - 05", True),
        ("Sanda S2 Part 2", 2, "Sanda S2 - 05", False),
    ],
)
def test_a_decision_is_about_a_title_and_a_season(
    title: str, season: StatedSeason | None, name: str, *, is_about: bool
) -> None:
    decision = override(title, season)
    assert Overrides([decision]).find(parse_name(name)) == (decision if is_about else None)


def test_the_stated_season_comes_before_any_and_the_later_decision_before_the_earlier() -> None:
    any_, second, later = override("Sanda"), override("Sanda", 2, 2), override("sanda", 2, 3)
    assert Overrides([second, any_]).find(parse_name("Sanda S2 - 05")) == second
    assert Overrides([second, any_, later]).find(parse_name("Sanda S2 - 05")) == later
    assert Overrides([second, any_, later]).find(parse_name("Sanda - 05")) == any_


def test_a_name_without_a_title_is_about_nothing() -> None:
    assert find_subject(parse_name("")) is None
    assert Overrides([override("Sanda")]).find(parse_name("")) is None


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("[A] Sanda - 05 (1080p)", "[B] SANDA - 06", True),
        ("Sanda S2 - 05", "Sanda 2nd Season - 05", True),
        ("Sanda S2 - 05", "Sanda - 05", False),
        ("Sanda S2 - 05", "Sanda S3 - 05", False),
        ("Sanda Part 2 - 05", "Sanda - 05", False),
    ],
)
def test_names_that_one_decision_settles_have_one_subject(first: str, second: str, *, is_same: bool) -> None:
    assert (find_subject(parse_name(first)) == find_subject(parse_name(second))) is is_same
