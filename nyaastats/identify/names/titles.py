"""Titles in normal form, and the season words taken out of them and read as numbers.

    "Kanojo, Okarishimasu 4th Season"  →  key "kanojo okarishimasu", season 4
    "Uma Musume: Cinderella Gray Part 2"  →  key "uma musume cinderella gray", part 2
    "One Punch Man 3"  →  key "one punch man 3"; or key "one punch man", season 3

A number at the end of a title may be a season or belong to the name (`86`, `Yami Shibai 15`),
so a title has one reading or more; the matcher tries each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from nyaastats.domain.releases import TitleKey

_LATIN_ACCENTS = re.compile("[\u0300-\u036f]+")
"""The block of combining marks that NFKD leaves of é and ō; the marks of other scripts lie elsewhere and stay."""
_APOSTROPHES = re.compile("['’‘ʼ`´′]")
_YEAR = re.compile(r"[(\[](?:19|20)\d\d[)\]]")
"""`Ranma ½ (2024)`: the year separates a remake from the original, and groups leave it out."""

_SPELLED = str.maketrans({"×": " x ", "✕": " x ", "&": " and ", "＆": " and ", "½": " 1/2", "\u2044": "/"})


@cache
def _replace_punctuation(char: str) -> str:
    """A mark (the vowels of Thai, the accents of kana) belongs to its letter."""
    return char if char.isalnum() or unicodedata.category(char).startswith("M") else " "


@lru_cache(maxsize=1 << 16)
def normalise_title(text: str) -> str:
    """The title's normal form: NFKC, case-folded, `×` as x, `½` as 1 2, `&` as and, no punctuation.

    Latin accents go, letters of other scripts stay as they are. Idempotent.
    """
    # Twice: NFKC makes new characters that have a spelling, and case-folding leaves letters to be composed again.
    composed_text = unicodedata.normalize("NFKC", text.translate(_SPELLED)).translate(_SPELLED).casefold()
    plain = unicodedata.normalize("NFKC", _LATIN_ACCENTS.sub("", unicodedata.normalize("NFKD", composed_text)))
    return " ".join("".join(_replace_punctuation(char) for char in _APOSTROPHES.sub("", plain)).split())


def remove_spaces(key: str) -> str:
    """A normal form without its spaces: `Dan Da Dan` and `Dandadan` are one name."""
    return key.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Title:
    """One reading of a title: its key, and the season and part that its words state."""

    key: TitleKey
    season: int | None = None
    part: int | None = None
    is_final: bool = False
    """It says `Final Season`: the last one, whatever its number."""


_NUMBER_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9,
}  # fmt: skip
_ROMAN = {numeral: _NUMBER_WORDS[numeral] for numeral in ("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")}
_ROMAN_OR_ROMAJI = {**_ROMAN, "ni": 2, "san": 3}
"""Numerals that end a title: Roman ones, and the Japanese words some sequels use (`… no Yadomeshi Ni`)."""

_ORDINAL = r"(?P<n>\d{1,2}(?=\s?(?:st|nd|rd|th)\b)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
_CARDINAL = r"(?P<n>\d{1,2}|one|two|three|four|five|i{1,3}|iv|v|vi{1,3}|ix)"
_ENDING = r"(?:\s?(?:st|nd|rd|th))?"


def _compile_pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b{text}(?!\w)")


_SEASON_HINT = re.compile(r"[\d期季]|season|series|part|cour|シーズン|クール")
"""Every pattern below holds one of these."""
_FINAL = _compile_pattern(r"(?:the )?final season")
_SEASON = (
    _compile_pattern(rf"(?:the )?{_ORDINAL}{_ENDING} (?:season|series|tv series)"),  # 2nd Season, Second Season
    _compile_pattern(rf"(?:season|series) {_CARDINAL}"),  # Season 2, Season II
    _compile_pattern(r"s(?P<n>\d{1,2})"),  # S2, S02
    _compile_pattern(r"tv (?P<n>[2-9])"),  # TV-2
    _compile_pattern(r"dai (?P<n>[2-9]) ki"),  # Dai 2 Ki, which is 第2期
    _compile_pattern(r"第(?P<n>\d{1,2}|[一二三四五六七八九])(?:期|季|シーズン)"),  # 第2期, 第二季
    _compile_pattern(r"(?P<n>\d{1,2})(?:期|季|シーズン)"),
)
_PART = (
    _compile_pattern(rf"(?:part|cour) {_CARDINAL}"),  # Part 2, Cour 2
    _compile_pattern(rf"(?:the )?{_ORDINAL}{_ENDING} (?:part|cour)"),  # 2nd Cour
    _compile_pattern(r"第(?P<n>\d)クール"),
)
# From 2 on, for no show is called its own "1"; to 19, for larger numbers are years, ages and hours: `Title 100`.
_LAST_ORDINAL = re.compile(r" (?P<n>\d{1,2})(?:st|nd|rd|th)$")  # Re Zero … 4th, but not … per Second
_LAST_NUMBER = re.compile(r"^(?P<head>.*\D) (?P<n>[2-9]|1\d)$")
_YEAR_AT_END = re.compile(r"^(?P<head>.*\D) (?:19|20)\d\d$")
_LAST_NUMERAL = re.compile(rf"^(?P<head>.+) (?P<n>{'|'.join(_ROMAN_OR_ROMAJI)})$")
# Without the Japanese words: -san is a way to call people, too.
_NUMBER_OR_NUMERAL = re.compile(rf"^(?P<head>.+) (?P<n>[2-9]|1\d|{'|'.join(_ROMAN)})$")


def _parse_number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBER_WORDS[text]


def _extract_number(patterns: tuple[re.Pattern[str], ...], text: str) -> tuple[str, int | None]:
    """Remove what the patterns match from `text`; the rest, and the first number among it, if any."""
    number = None
    for pattern in patterns:
        if match := pattern.search(text):
            number = number if number is not None else _parse_number(match["n"])
            text = pattern.sub(" ", text)
    return " ".join(text.split()), number


def _read_season_words(text: str) -> Title:
    """The reading by season words alone; a title made of nothing but season words keeps them."""
    if not _SEASON_HINT.search(text):  # most titles: a dozen searches less
        return Title(TitleKey(text))
    rest = _FINAL.sub(" ", text)
    rest, part = _extract_number(_PART, rest)
    rest, season = _extract_number((*_SEASON, _LAST_ORDINAL), rest)
    return Title(TitleKey(rest or text), season, part, is_final=bool(_FINAL.search(text)))


def _read_last_number(title: Title) -> Title | None:
    """`one punch man 3` → `one punch man`, season 3."""
    if match := _LAST_NUMBER.match(title.key):
        return Title(TitleKey(match["head"]), int(match["n"]), title.part)
    return None


def _read_last_numeral(title: Title) -> Title | None:
    """`kekkon yubiwa monogatari ii` → `kekkon yubiwa monogatari`, season 2."""
    if match := _LAST_NUMERAL.match(title.key):
        return Title(TitleKey(match["head"]), _ROMAN_OR_ROMAJI[match["n"]], title.part)
    return None


def split_numeral(key: TitleKey) -> tuple[TitleKey, int | None]:
    """The number or roman numeral that ends a key, its part or season: `record of ragnarok iii` → its head and 3.

    The whole key and None where it ends in a word.
    """
    if match := _NUMBER_OR_NUMERAL.match(key):
        return TitleKey(match["head"]), _parse_number(match["n"])
    return key, None


def _drop_last_year(title: Title) -> Title | None:
    """`shabake 2025` → `shabake`: mostly the year in which it began, which AniList writes in no title."""
    if match := _YEAR_AT_END.match(title.key):
        return replace(title, key=TitleKey(match["head"]))
    return None


_FURTHER_READINGS: tuple[Callable[[Title], Title | None], ...] = (
    _read_last_number,
    _read_last_numeral,
    _drop_last_year,
)


def _iterate_readings(text: str) -> Iterator[Title]:
    first_reading = _read_season_words(normalise_title(_YEAR.sub(" ", text)))
    if not first_reading.key:
        return
    yield first_reading  # first, because a synonym gets only this reading
    # A title that states its season in words has no second number for it: `Title 3 Season 2` is season 2 of "Title 3".
    is_open = first_reading.season is None and not first_reading.is_final
    yield from filter(
        None, (reread(first_reading) for reread in (_FURTHER_READINGS if is_open else (_drop_last_year,)))
    )


@lru_cache(maxsize=1 << 16)
def parse_title(text: str) -> tuple[Title, ...]:
    """Every way to read a title, the plainest first; empty when it holds no letter or digit."""
    return tuple(_iterate_readings(text))


# A colon needs a space behind it, or `Re:Zero` would be cut. Of texts with single spaces: else a run of spaces would be
# walked through from each of them.
_SEPARATOR = re.compile(r" ?[:：] | [-–—~～] ?| ?[~～] ?| (?=[(\[【「])")


def extract_head(text: str) -> str | None:
    """What stands before the first `:`, ` - `, `~` or bracket, where groups cut long titles short; None without one."""
    first, *rest = _SEPARATOR.split(" ".join(text.split()), maxsplit=1)
    return first if first and rest else None


def extract_tail(text: str) -> str | None:
    """What stands after the first `:`, ` - `, `~` or bracket; None without one."""
    _, *rest = _SEPARATOR.split(" ".join(text.split()), maxsplit=1)
    return rest[0].strip(" )]】」~～-") or None if rest else None
