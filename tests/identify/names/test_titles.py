"""Titles in normal form, and the season words read out of them."""

import pytest

from nyaastats.domain.releases import TitleKey
from nyaastats.identify.names.titles import (
    Title,
    extract_head,
    extract_tail,
    normalise_title,
    parse_title,
    remove_spaces,
    split_numeral,
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SPY×FAMILY", "spy x family"),
        ("ＳＰＹ✕ＦＡＭＩＬＹ", "spy x family"),
        ("Ranma ½", "ranma 1 2"),
        ("Ranma 1/2", "ranma 1 2"),
        ("Spice & Wolf", "spice and wolf"),
        ("Spice ＆ Wolf", "spice and wolf"),
        ("Ｆａｔｅ／Ｚｅｒｏ", "fate zero"),
        ("Pokémon", "pokemon"),
        ("Straße", "strasse"),
        ("Frieren: Beyond Journey’s End", "frieren beyond journeys end"),
        ("Frieren: Beyond Journey's End", "frieren beyond journeys end"),
        ("ガチアクタ", "ガチアクタ"),
        ("カ\u3099チアクタ", "ガチアクタ"),
        ("ที่รัก", "ที่รัก"),
        ("Yuru Camp△", "yuru camp"),
        ("  Love\tLive!\nSunshine!!  ", "love live sunshine"),
        ("[Oshi no Ko]", "oshi no ko"),
        ("9-nine-", "9 nine"),
        ("---", ""),
        ("", ""),
        ("<img src=x onerror=alert(1)>", "img src x onerror alert 1"),
        ("${globalThis.x=1}", "globalthis x 1"),
    ],
)
def test_normalise(text: str, key: str) -> None:
    assert normalise_title(text) == key


def test_spaces_tell_no_names_apart() -> None:
    assert remove_spaces(normalise_title("Dan Da Dan")) == remove_spaces(normalise_title("Dandadan"))


def title(key: str, season: int | None = None, part: int | None = None) -> Title:
    return Title(TitleKey(key), season, part)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Medalist", title("medalist")),
        ("Medalist 2nd Season", title("medalist", 2)),
        ("Medalist: The Second Season", title("medalist", 2)),
        ("Medalist Season 2", title("medalist", 2)),
        ("Medalist Season II", title("medalist", 2)),
        ("Medalist S2", title("medalist", 2)),
        ("Medalist S02", title("medalist", 2)),
        ("Medalist TV-2", title("medalist", 2)),
        ("メダリスト 第2期", title("メダリスト", 2)),
        ("メダリスト 2期", title("メダリスト", 2)),
        ("Medalist 4th", title("medalist", 4)),
        ("Medalist Part 2", title("medalist", part=2)),
        ("Medalist Part II", title("medalist", part=2)),
        ("Medalist Cour 2", title("medalist", part=2)),
        ("Medalist 2nd Cour", title("medalist", part=2)),
        ("Medalist 第2クール", title("medalist", part=2)),
        ("Medalist 3rd Season Part 2", title("medalist", 3, 2)),
        ("Medalist (2025)", title("medalist")),
        ("Medalist (2025) Season 2", title("medalist", 2)),
        ("Season 2", title("season 2", 2)),
    ],
)
def test_season_words(text: str, expected: Title) -> None:
    assert parse_title(text)[0] == expected


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("ii", 2), ("iii", 3), ("iv", 4), ("v", 5), ("vi", 6), ("vii", 7), ("viii", 8), ("ix", 9), ("7", 7)],
)
def test_a_numeral_at_the_end(numeral: str, number: int) -> None:
    assert split_numeral(TitleKey(f"sanda {numeral}")) == ("sanda", number)
    assert title("sanda", number) in parse_title(f"Sanda {numeral}")


def test_a_final_season_has_no_number() -> None:
    assert parse_title("Golden Kamuy: The Final Season") == (Title(TitleKey("golden kamuy"), is_final=True),)


def test_a_year_at_the_end_may_be_the_names_own() -> None:
    assert parse_title("Shabake 2025") == (title("shabake 2025"), title("shabake"))
    assert parse_title("Shabake 2025 Season 2") == (title("shabake 2025", 2), title("shabake", 2))
    assert parse_title("Yamato 2199") == (title("yamato 2199"),)
    assert parse_title("2001") == (title("2001"),)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("One Punch Man 3", title("one punch man", 3)),
        ("Yami Shibai 15", title("yami shibai", 15)),
        ("Overlord IV", title("overlord", 4)),
        ("Kekkon Yubiwa Monogatari II", title("kekkon yubiwa monogatari", 2)),
        ("Ikoku Nikki Ni", title("ikoku nikki", 2)),
    ],
)
def test_a_last_number_may_be_the_season_or_the_name(text: str, second: Title) -> None:
    assert parse_title(text) == (title(normalise_title(text)), second)


@pytest.mark.parametrize("text", ["86", "Mob Psycho 100", "Steins;Gate 0", "Zom 100", "Kingdom 1", "Area 88", "2"])
def test_these_numbers_are_no_season(text: str) -> None:
    assert [reading.season for reading in parse_title(text)] == [None]


@pytest.mark.parametrize("text", ["", "---", "!?", "(2025)", "   "])
def test_no_letter_no_reading(text: str) -> None:
    assert parse_title(text) == ()


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("Mushoku no Eiyuu: Betsu ni", "Mushoku no Eiyuu", "Betsu ni"),
        ("Turkey! -Time to Strike-", "Turkey!", "Time to Strike"),
        ("Kaguya-sama - Ultra Romantic", "Kaguya-sama", "Ultra Romantic"),
        ("Gakusen Toshi ~ Asterisk", "Gakusen Toshi", "Asterisk"),
        ("A Sign (of Affection)", "A Sign", "(of Affection"),
        ("Re:Zero", None, None),
        ("Kaguya-sama", None, None),
        ("Sanda", None, None),
        ("", None, None),
    ],
)
def test_heads_and_tails(text: str, first: str | None, rest: str | None) -> None:
    assert (extract_head(text), extract_tail(text)) == (first, rest)
