"""The habits by which release groups state an episode: one rule for each, with a name that it reads.

The first rule that matches a name counts, so the order is part of the meaning: ranges before single numbers, a season
with an episode before a number after a dash, and the last word of a name only when nothing else is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from nyaastats.domain.releases import Kind


class Rule(NamedTuple):
    """One habit of stating the episode."""

    name: str
    example: str
    """A name that this rule is the first to match; a test holds it to that."""
    kind: Kind
    pattern: re.Pattern[str]
    """Groups `season`, `number` and `version`, where the habit states them."""
    hints: tuple[str, ...]
    """One of these is in every case-folded text that the pattern matches; empty: any text may match."""

    def may_match(self, folded_text: str) -> bool:
        """Whether a hint is there; the pattern itself takes several times as long."""
        for hint in self.hints:  # a loop, for `any` takes as long as a pattern
            if hint in folded_text:
                return True
        return not self.hints


def _rule(name: str, example: str, kind: Kind, pattern: str) -> Rule:
    """A rule whose pattern is written with the fragments below, in `<>`."""
    for fragment, meaning in _FRAGMENTS.items():
        pattern = pattern.replace(fragment, meaning)
    return Rule(name, example, kind, re.compile(pattern, re.IGNORECASE), _HINTS.get(name, ()))


# By the name of the rules. None has an i: Turkish has another, which patterns take for the same, but not case-folding.
_HINTS = {
    "season zero": ("s00",),
    "half episode": (".",),
    "special": ("sp", "ova", "oad"),
    "extra": ("nc", "pv", "cm", "menu", "tra", "cred", "prev", "recap", "gest"),
    "one of": ("of",),
}

# Where a pattern begins with a set of characters, `re` skips to the next of them, which is many times as fast as trying
# the pattern at every letter. It does so only for sets without case, and behind no `\b`: so the hot patterns name both
# cases themselves, and look back.
_FRAGMENTS = {
    "<dash>": r"\s[-–]\s*",
    "<open>": r"[\s\[(](?:(?<=\s)[-–]\s*)?",  # a word of its own, behind a dash or in brackets
    "<open or EP>": r"(?-i:[\s\[(Ee])(?:(?<=[\s\[(])(?:(?<=\s)[-–]\s*)?|(?<=\b[Ee])P)",
    "<range opens>": r"(?-i:[\s\[({【Ee])(?:(?<=\s)[-–]\s*|(?<=[\[({【])|(?<=\b[Ee])(?:ps?\.?\s?)?)",  # Ep. 1-12
    "<close>": r"(?=$|[\s\])}\[(】])",
    "<alone>": r"\s*(?=$|[\[(])",  # the last word before the brackets
    "<end>": r"(?=$|[\s\[(|,]|-(?!\d))",
    "<season>": r"<S>(?P<season>\d{1,2})",
    "<number>": r"(?P<number>\d{1,4})(?:\s?[\[(]?v(?P<version>\d)[\])]?)?",  # 05v2, 05 [v2]
    "<no>": r"(?:EP?)?\d{1,4}(?:v\d)?",  # a number that is not captured
    "<ep>": r"(?:EP?|\#)?",
    "<padded>": r"(?P<number>\d{2,3})",
    "<two cours>": r"(?P<number>0\d|1\d|2[0-6])(?:v(?P<version>\d))?",
    # The last, for these are written with the names of others, or stand in them.
    "<cross>": r"(?P<season>\d)(?<!\w.)x(?P<number>\d\d)\b",
    "<S>": r"(?-i:[Ss\u017F])(?<!\w.)",  # \bS; without case the long s is an s, too
}

RULES: tuple[Rule, ...] = (
    _rule("seasons", "Ef (Season 1 + 2)", Kind.BATCH, r"<S>easons?\s\d\d?(?:\s?[+&]\s?|[-~])(?:Season\s)?\d\d?\b"),
    _rule("seasons", "Title S01-S03", Kind.BATCH, r"<S>\d{1,2}\s?[-+&~]\s?S\d{1,2}\b"),
    # A lone number behind a dash between spaces ends a range; S02E08 - 24 Hours is an episode and its title.
    _rule("range", "Title S01E01-E12", Kind.BATCH, r"<season>\s?E\d{1,4}(?:\s?[-~]\s?(?:S\d\d?)?E|[-~]|E)\d{1,4}\b"),
    _rule("range", "Title S01E01 - 12", Kind.BATCH, r"<season>\s?E\d{1,4}\s?[-~]\s?\d{2,3}<alone>"),
    _rule("season zero", "Title S00E03", Kind.SPECIAL, r"<S>00\s?E\d{1,3}\b"),
    _rule("half episode", "Title S02E06.5", Kind.SPECIAL, r"<season>\s?E\d{1,4}\.\d\b"),
    _rule("season and episode", "Title - S03E10v2", Kind.EPISODE, r"<season>[\s.-]*EP?<number>(?!\w)"),
    _rule("season and episode", "Title 1x12", Kind.EPISODE, r"<cross>"),
    _rule("special", "Title - SP1", Kind.SPECIAL, r"<open or EP>(?:SP|OVA|OAD)s?\s?\d{0,2}(?:v\d)?<close>"),
    _rule("special", "Title Specials - 02", Kind.SPECIAL, r"\sSpecials?\s[-–]\s\d{1,2}(?:v\d)?<close>"),
    _rule("special", "Title - Special 2", Kind.SPECIAL, r"<dash>Specials?(?:\s?\d{1,2})?<alone>"),
    _rule("extra", "Title - NCOP1", Kind.EXTRA, r"<open>(?:NC(?:OP|ED)?|PV|CM)\s?\d{0,2}[a-z]?(?:v\d)?<close>"),
    _rule("extra", "Title - Creditless OP", Kind.EXTRA, r"<open>(?:Menus?|Trailer|Creditless\s\w+)\s?\d{0,2}<close>"),
    _rule("extra", "Title - Preview 01", Kind.EXTRA, r"<dash>(?:Preview|Recap|Digest)s?\s?\d{1,2}<alone>"),
    # Not behind a number: 07 - Recap is an episode and its title.
    _rule("extra", "Title - Recap", Kind.EXTRA, r"\s(?<!\d\s)[-–]\s*(?:Preview|Recap|Digest)s?<alone>"),
    # A dash between spaces is a range only behind a dash, a bracket or a word: Season 3 - 13, Anata e 3 - 17 are none.
    _rule(
        "range",
        "Title - 01 ~ 12",
        Kind.BATCH,
        r"<range opens><no>\s?[-~–～&+]\s?<no>(?:\s?\+\s?(?:SP|OVA|OAD|Special|Extra)s?)?<close>",
    ),
    _rule("half episode", "Title - 06.5", Kind.SPECIAL, r"<dash>(?:EP?)?\d{1,4}\.[1-9](?:v\d)?<end>"),
    _rule("half episode", "Title [04.5]", Kind.SPECIAL, r"[\[(]\d{1,4}\.5(?:v\d)?[\])]"),
    _rule("one of", "Title [05 of 12]", Kind.EPISODE, r"[\[(]<number>\sof\s\d{1,4}[\])]"),
    # The last of several: 86 - Eighty Six - 03.
    _rule("dash", "Title S2 - 05v2", Kind.EPISODE, r"<dash><ep><number><end>(?!.*<dash><ep><no><end>)"),
    _rule("word", "Title EP08v2", Kind.EPISODE, r"(?:\b(?:E\.?|EP(?:isode)?\.?\s?)|\#|第)<number>[話集]?<close>"),
    # 1-2 is how file names write a half.
    _rule("range", "Title 15-28", Kind.BATCH, r"\s(?!1-2\b)\d{1,4}(?:[-–]|\s?[~～]\s?)\d{1,4}<close>"),
    _rule("bracket", "Title [01v2]", Kind.EPISODE, r"(?<=\S)\s?[\[(【](?!\d{4})<number>\s?(?:Pre|END|FIN|完)?[\])】]"),
    # Of two digits and before a word: [2 Audio] is none.
    _rule(
        "bracket",
        "Title [05 The Beginning]",
        Kind.EPISODE,
        r"(?<=\S)\s?[\[【]<padded>\s(?:-\s)?(?!Ep|of\b|bit)[^\W\d_][^\[\]【】]*[\]】]",
    ),
    # Padded or of two digits, else it belongs to the title: One Punch Man 3. Behind Movie it is the film's.
    # To two cours: Area-88 is a name.
    _rule("glued", "Title-05", Kind.EPISODE, r"(?<=[^\W\d_])-<two cours><alone>"),
    _rule("last", "One Piece 1136", Kind.EPISODE, r"(?<=\S)(?<!Movie)(?<!Film)\s(?!\d\b)<number>\s*$"),
)

_YEARS = range(1900, 2100)
"""A lone number of this size is a year, not an episode: `[G] Sanda - 2025`. One Piece is at 1,100 after 26 years."""


@dataclass(frozen=True, slots=True)
class EpisodeToken:
    """Where a name states the episode, and what it states."""

    start: int
    end: int
    kind: Kind
    season: int | None
    number: int | None
    version: int


def find_episode_token(text: str) -> EpisodeToken | None:
    """The episode that `text` states by the first rule that matches; None when it states none."""
    folded_text = text.casefold()
    for rule in RULES:
        match = rule.pattern.search(text) if rule.may_match(folded_text) else None
        if match is None:
            continue
        token = _make_token(match, rule.kind)
        if token.season is not None or token.number not in _YEARS:
            return token
    return None


def _make_token(match: re.Match[str], kind: Kind) -> EpisodeToken:
    groups = match.groupdict()
    season, number, version = groups.get("season"), groups.get("number"), groups.get("version")
    return EpisodeToken(
        start=match.start(),
        end=match.end(),
        kind=kind,
        season=int(season) if season else None,
        number=int(number) if number else None,
        version=parse_version(version),
    )


def parse_version(text: str | None) -> int:
    """The version that a name states, 1 without one: `v0` comes before `v2` as the first version does."""
    return max(1, int(text or 1))
