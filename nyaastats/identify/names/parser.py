"""What a torrent's name says: one small rule for each habit of the release groups.

    [Erai-raws] Spy x Family Season 3 - 10v2 [1080p CR WEB-DL AVC AAC][MultiSub][6000E695].mkv
     group      title        season     │ version  └ tags: all from the first technical word on
                                        number

    SPY x FAMILY S03E10 Austins Troubles 1080p CR WEB-DL AAC2.0 H 264-VARYG (SPY×FAMILY Season 3, Multi-Subs)
    title        season  episode title   tags                         group  second title
                  and number

The name is read first. The stored guessit output, which any version of guessit may have written, is
asked only where the name keeps silent; `guesses.py` knows its mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from nyaastats.domain.releases import Kind, Release
from nyaastats.identify.names.titles import readings

_I = re.IGNORECASE


# --- the episode: where the name tells it, each rule with names it reads ------------------------------


class Rule(NamedTuple):
    """One habit of telling the episode; the first that fits is the one."""

    name: str
    example: str
    kind: Kind
    pattern: re.Pattern[str]


def _rule(name: str, example: str, kind: Kind, pattern: str) -> Rule:
    """A rule whose pattern is written with the fragments below, in `<>`."""
    for fragment, meaning in _FRAGMENTS.items():
        pattern = pattern.replace(fragment, meaning)
    return Rule(name, example, kind, re.compile(pattern, _I))


_FRAGMENTS = {
    "<dash>": r"\s[-–]\s*",
    "<open>": r"(?:\s[-–]\s*|\s|[\[(])",  # a word of its own, behind a dash or in brackets
    "<close>": r"(?=$|[\s\])\[(])",
    "<alone>": r"\s*(?=$|[\[(])",  # the last word before the brackets
    "<end>": r"(?=$|[\s\[(|,]|-(?!\d))",
    "<season>": r"\bS(?P<season>\d{1,2})",
    "<number>": r"(?P<number>\d{1,4})(?:\s?[\[(]?v(?P<version>\d)[\])]?)?",  # 05v2, 05 [v2]
    "<no>": r"(?:EP?)?\d{1,4}(?:v\d)?",  # a number that is not asked for
    "<ep>": r"(?:EP?|\#)?",
    "<cross>": r"\b(?P<season>\d)x(?P<number>\d\d)\b",  # the last, for it is written with the names of others
}

RULES: tuple[Rule, ...] = (
    _rule("seasons", "Ef (Season 1 + 2)", Kind.BATCH, r"\bSeasons?\s\d\d?(?:\s?[+&]\s?|[-~])(?:Season\s)?\d\d?\b"),
    _rule("seasons", "Title S01-S03", Kind.BATCH, r"\bS\d{1,2}\s?[-+&~]\s?S\d{1,2}\b"),
    # A lone number behind a dash between spaces ends a range; S02E08 - 24 Hours is an episode and its title.
    _rule("range", "Title S01E01-E12", Kind.BATCH, r"<season>\s?E\d{1,4}(?:\s?[-~]\s?(?:S\d\d?)?E|[-~]|E)\d{1,4}\b"),
    _rule("range", "Title S01E01 - 12", Kind.BATCH, r"<season>\s?E\d{1,4}\s?[-~]\s?\d{2,3}<alone>"),
    _rule("season zero", "Title S00E03", Kind.SPECIAL, r"\bS00\s?E\d{1,3}\b"),
    _rule("half episode", "Title S02E06.5", Kind.SPECIAL, r"<season>\s?E\d{1,4}\.\d\b"),
    _rule("season and episode", "Title - S03E10v2", Kind.EPISODE, r"<season>[\s.-]*EP?<number>(?!\w)"),
    _rule("season and episode", "Title 1x12", Kind.EPISODE, r"<cross>"),
    _rule("special", "Title - SP1", Kind.SPECIAL, r"(?:<open>|\bEP)(?:SP|OVA|OAD)s?\s?\d{0,2}(?:v\d)?<close>"),
    _rule("special", "Title Specials - 02", Kind.SPECIAL, r"\sSpecials?\s[-–]\s\d{1,2}(?:v\d)?<close>"),
    _rule("special", "Title - Special 2", Kind.SPECIAL, r"<dash>Specials?(?:\s?\d{1,2})?<alone>"),
    _rule("extra", "Title - NCOP1", Kind.EXTRA, r"<open>(?:NC(?:OP|ED)?|PV|CM)\s?\d{0,2}[a-z]?(?:v\d)?<close>"),
    _rule("extra", "Title - Creditless OP", Kind.EXTRA, r"<open>(?:Menus?|Trailer|Creditless\s\w+)\s?\d{0,2}<close>"),
    _rule("extra", "Title - Preview 01", Kind.EXTRA, r"<dash>(?:Preview|Recap|Digest)s?\s?\d{1,2}<alone>"),
    # Not behind a number: 07 - Recap is an episode and its title.
    _rule("extra", "Title - Recap", Kind.EXTRA, r"(?<!\d)<dash>(?:Preview|Recap|Digest)s?<alone>"),
    # A dash between spaces is a range only behind a dash, a bracket or a word: Season 3 - 13, Anata e 3 - 17 are none.
    _rule("range", "Title - 01 ~ 12", Kind.BATCH, r"(?:<dash>|[\[(]|\b(?:E|Eps?\.?\s?))<no>\s?[-~–～&+]\s?<no><close>"),
    _rule("half episode", "Title - 06.5", Kind.SPECIAL, r"<dash>(?:EP?)?\d{1,4}\.[1-9](?:v\d)?<end>"),
    _rule("half episode", "Title [04.5]", Kind.SPECIAL, r"[\[(]\d{1,4}\.5(?:v\d)?[\])]"),
    _rule("one of", "Title [05 of 12]", Kind.EPISODE, r"[\[(]<number>\sof\s\d{1,4}[\])]"),
    # The last of several: 86 - Eighty Six - 03.
    _rule("dash", "Title S2 - 05v2", Kind.EPISODE, r"<dash><ep><number><end>(?!.*<dash><ep><no><end>)"),
    _rule("word", "Title EP08v2", Kind.EPISODE, r"(?:\b(?:E\.?|EP(?:isode)?\.?\s?)|\#|第)<number>[話集]?<close>"),
    # 1-2 is how file names write a half.
    _rule("range", "Title 15-28", Kind.BATCH, r"\s(?!1-2\b)\d{1,4}(?:[-–]|\s?[~～]\s?)\d{1,4}<close>"),
    _rule("bracket", "Title [01v2]", Kind.EPISODE, r"(?<=\S)\s?[\[(](?!\d{4})<number>[\])]"),
    # Padded or of two digits, else it belongs to the title: One Punch Man 3. Behind Movie it is the film's.
    _rule("last", "One Piece 1136", Kind.EPISODE, r"(?<=\S)(?<!Movie)(?<!Film)\s(?!\d\b)<number>\s*$"),
)

_YEARS = range(1900, 2100)
"""A lone number of this size is a year, not an episode."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where the name tells the episode, and what it tells."""

    start: int
    end: int
    kind: Kind
    season: int | None
    number: int | None
    version: int


def _mark(found: re.Match[str], kind: Kind) -> _Mark:
    said = found.groupdict()
    season, number, version = (int(said[name]) if said.get(name) else None for name in ("season", "number", "version"))
    return _Mark(found.start(), found.end(), kind, season, number, version or 1)


def _find_mark(line: str) -> _Mark | None:
    for rule in RULES:
        if not (found := rule.pattern.search(line)):
            continue
        mark = _mark(found, rule.kind)
        if mark.season is not None or mark.number not in _YEARS:
            return mark
    return None


# --- the parts around it --------------------------------------------------------------------------------

_EXTENSION = re.compile(r"\.(?:mkv|mp4|avi|m2ts|ts|webm|mov|wmv|zip|7z|torrent)$", _I)
_DOTS = re.compile(r"\.(?!5\b)")
_SCENE = re.compile(r"^\S+\.S\d{1,2}E\d{1,4}\.\S+", _I)
_FIRST_BRACKET = re.compile(r"^\s*[\[【](?P<inside>[^\]】]*)[\]】]\s*(?P<rest>\S.*)$", re.DOTALL)
_NUMBER_FOLLOWS = re.compile(
    r"[-–]\s*(?:S\d{1,2}|(?:EP?|\#)?\d{1,4}(?:v\d)?)(?!\w)|S\d{1,2}\s?(?:E\d|-)|\d{1,4}(?:v\d)?\s*(?:$|[\[(])|\||"
    r"(?:(?:Season|Part|Cour)\s\d{1,2}|\d(?:st|nd|rd|th)\s(?:Season|Cour))\s*[-–\[(]",
    _I,
)
"""`[Oshi no Ko] - 25`, `[Oshi no Ko] S3 - 05` and `【Oshi no Ko】 Season 3 - 05`, but not `[SubsPlease] 86 - 03`."""
_LAST_GROUP = re.compile(r"(?<=\w)\s?-(?P<group>[A-Za-z][\w³]*(?:-Raws)?)\s*(?=$|[\[(|])", _I)
_RESOLUTION = re.compile(r"\d{3,4}(?:(?=[pi]\b)|\s?x\s?(?P<height>\d{3,4})\b)", _I)
_YEAR = re.compile(r"[(\[\s]((?:19|20)\d\d)(?=[)\]\s]|$)")
_YEAR_ALONE = re.compile(r"[(\[]((?:19|20)\d\d)(?=[)\]])")
_BRACKETS = re.compile(r"[\[(【]([^\[\]()【】]*)[\])】]?")
_MID_BRACKET = re.compile(r"\)\s*[^\W_]")
"""`[a](javascript:1) Link no Uta`: a bracket that the title goes on behind."""
_ROUND = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
_ALTERNATIVES = re.compile(r"\s[|/]\s|\|")
_BATCH = re.compile(r"\b(?:Batch|Complete|Season Pack|Box ?Set|Collection|Seasons)\b", _I)
_BATCH_TAG = re.compile(r"\bBatch\b", _I)
_BATCH_BEFORE_TAGS = re.compile(r"\bBatch\b(?!\s+\w)", _I)
"""Not `S01E02 Batch of Cookies`."""
_LIVE_ACTION = re.compile(r"\b(?:Live[- ]Action|Dorama|[JK][- ]?Drama|Tokusatsu)\b", _I)
_NUMBER_TWICE = re.compile(r"\s[-–]\s\d{1,4}(?:v(?P<version>\d))?\s*\(?$")
"""`Title - 29v2 (S01E29)`"""
_MOVIE = re.compile(r"\b(?:Movie|Film|Gekijou-?ban)\b", _I)
_SEASON_ALONE = re.compile(r"\s*(?:(?:S|Season|Part|Cour)\s?\d{1,2}|(?:the )?(?:\w+ )?(?:Season|Cour))\s*", _I)

_TAG = re.compile(
    r"""[\[(]?(?<![^\W_])(?:
      (?:480|540|576|720|810|1080|1440|2160|4320)[pi]\b | \d{3,4}\s?x\s?\d{3,4}\b | 4K\b |
      (?:WEB|BD|DVD|TV)[- ]?(?:DL|Rip|Remux)\b | (?-i:WEB|BD|DUAL|VF|REPACK|PROPER|DUBBED|MULTi|MULTI)(?=[\s\])]) |
      BDMV\b | Blu-?Ray\b | HDTV\b | HEVC\b | AVC\b | [xh][. ]?26[45]\b | AV1\b | AAC | FLAC\b | E?AC-?3\b | DDP |
      10-?bits?\b | Multi(?:ple)?[- ]?(?:Subs?|Audio|Subtitles?)\b | Dual[- ]Audio\b |
      (?:Eng(?:lish)?|Rus)[- ](?:Sub|Dub)(?:s|bed)?\b | VOSTFR\b | SUBFRENCH\b )""",
    re.VERBOSE | _I,
)
_TAG_ITEM = re.compile(
    r"""\s*(?: .*\b(?:audio|subs?|subtitles?|dub|dubbed|weekly|batch|uncensored|unofficial|raws?|esub|msubs|remux)\b.* |
        (?:VFF?|VOSTFR|FRENCH|CR|NF|AMZN|BILI|HIDIVE|DSNP|ADN|TV|BD|WEB|RUS|ENG|JAP|JPN|CHS|CHT)(?:[ -]1)? |
        Movie | Film | REPACK | PROPER | v\d |
        S\d{1,2} | (?:19|20)\d\d | [0-9A-F]{8} | \d+(?:\.\d+)? ) \s*""",
    re.VERBOSE | _I,
)


def _spaced(name: str) -> str:
    """A name in the scene's dress, `Spy.x.Family.S03E08.1080p (SPY×FAMILY)`, with spaces for its dots."""
    name = _EXTENSION.sub("", name.strip()).replace("_", " ")
    if " " in name.strip():
        return _SCENE.sub(lambda found: _DOTS.sub(" ", found[0]), name)
    return _DOTS.sub(" ", name)


def _group_behind_tags(name: str) -> str | None:
    """`… x264-VARYG`, but not the `hen` of `Mugen Ressha-hen (BD 1080p)`."""
    tag = _TAG.search(name)
    last = _LAST_GROUP.search(name, tag.start()) if tag else None
    return last["group"] if last else None


def _split_group(name: str) -> tuple[str | None, str]:
    """`[SubsPlease] Title` → group and the rest; `[Oshi no Ko] - 25` has a title in its bracket."""
    if not (found := _FIRST_BRACKET.match(name)) or _NUMBER_FOLLOWS.match(found["rest"]):
        return _group_behind_tags(name), name
    return found["inside"].strip() or None, found["rest"]


def _is_title(text: str) -> bool:
    return bool(text) and not (_TAG_ITEM.fullmatch(text) or _TAG.search(text) or _SEASON_ALONE.fullmatch(text))


def _in_title(bracket: str) -> bool:
    """`[Oshi no Ko]` and `[S03]` are part of the title before the episode, `[2026]` is not."""
    return bool(_SEASON_ALONE.fullmatch(bracket)) or not _TAG_ITEM.fullmatch(bracket)


def _titles_before(text: str) -> Iterator[str]:
    """`A (B)`, `A | B` and `A / B` are two titles; `[Oshi no Ko] S3` and `Title (Season 3)` are one."""
    for piece in _ALTERNATIVES.split(text):
        inside = [content for content in _ROUND.findall(piece) if _is_title(content)]
        outside = _ROUND.sub(lambda found: found[1] if _SEASON_ALONE.fullmatch(found[1]) else " ", piece)
        yield _BRACKETS.sub(lambda found: f" {found[1]} " if _in_title(found[1]) else " ", outside)
        yield from inside
        if _MID_BRACKET.search(piece):
            yield _BRACKETS.sub(lambda found: f" {found[1]} " if _in_title(found[1]) else " ", piece)


def _titles_in(bracket: str) -> Iterator[str]:
    """`(Kanojo, Okarishimasu, Multi-Subs)`: the title may hold a comma itself, so whole and in pieces."""
    items = [item.strip() for item in bracket.split(",")]
    kept = [item for item in items if _is_title(item)]
    yield ", ".join(kept)
    if len(kept) > 1:
        yield from kept


def _titles_after(text: str) -> Iterator[str]:
    """Second titles behind the episode: in round brackets, or after `|`."""
    for bracket in _ROUND.findall(text):
        for alternative in _ALTERNATIVES.split(bracket):
            yield from _titles_in(alternative)
    yield from map(_whole_line, _ALTERNATIVES.split(_BRACKETS.sub(" ", text))[1:])


def _seasons_after(text: str) -> Iterator[str]:
    """`[EP08] [Season 2]`: the season stands in a bracket of its own behind the episode."""
    yield from filter(_SEASON_ALONE.fullmatch, _BRACKETS.findall(text))


def _clean(title: str) -> str:
    return " ".join(title.split()).strip(" -–—|,~+").strip()


def _distinct(titles: Iterator[str]) -> tuple[str, ...]:
    return tuple(title for title in dict.fromkeys(map(_clean, titles)) if title and readings(title))


def _whole_line(name: str) -> str:
    """The part in which a title and an episode can be told: all before the first technical word."""
    tag = _TAG.search(name, 1)
    return name[: tag.start()] if tag else name


def _kind_without_mark(name: str, season: int | None) -> Kind:
    """No episode at all: a whole season, or a film."""
    if _MOVIE.search(name):
        return Kind.MOVIE
    return Kind.BATCH if season is not None or _BATCH.search(name) else Kind.MOVIE


def _resolution(name: str) -> str | None:
    found = _RESOLUTION.search(name)
    return f"{found['height'] or found[0]}p" if found else None


def _before(line: str, mark: _Mark | None) -> str:
    if mark is None:
        return line
    before = line[: mark.start]
    return _NUMBER_TWICE.sub("", before) if mark.season is not None else before


def _version(line: str, mark: _Mark | None) -> int:
    """The version behind the number, or behind the other number: `- 30v2 (S02E06)`."""
    if mark is None:
        return 1
    twice = _NUMBER_TWICE.search(line, 0, mark.start)
    return int((twice and twice["version"]) or mark.version)


def _with_mark(line: str, mark: _Mark | None) -> Iterator[str]:
    """`Nukitashi OVAs - 02`, `Tatsuki Fujimoto 17-26`: what tells of a special or a batch may be the title's end."""
    if mark is not None and mark.kind in {Kind.SPECIAL, Kind.BATCH} and mark.season is None:
        yield from _titles_before(line[: mark.end])


def _kind(body: str, line: str, mark: _Mark | None, season: int | None) -> Kind:
    if mark is None:
        return _kind_without_mark(body, season)
    is_batch = _BATCH_BEFORE_TAGS.search(line) or _BATCH_TAG.search(body, len(line))
    return Kind.BATCH if mark.kind is Kind.EPISODE and is_batch else mark.kind


def _year(before: str, after: str) -> int | None:
    """The year that tells a remake from the original: beside the title, or in a bracket; in no episode's title."""
    found = _YEAR.search(before) or _YEAR_ALONE.search(after)
    return int(found[1]) if found else None


@lru_cache(maxsize=1 << 16)
def _read_form(name: str) -> Release:
    group, body = _split_group(_spaced(name))
    line = _whole_line(body)
    mark = _find_mark(line)
    after = body[mark.end if mark else len(line) :]
    titles = _distinct(chain(_titles_before(_before(line, mark)), _with_mark(line, mark), _titles_after(after)))
    stated = [reading for words in (*titles, *_seasons_after(after)) for reading in readings(words)[:1]]
    season = next((reading.season for reading in stated if reading.season is not None), None)
    kind = Kind.EXTRA if _LIVE_ACTION.search(name) else _kind(body, line, mark, season)
    return Release(
        titles=titles,
        season=mark.season if mark and mark.season is not None else season,
        part=next((reading.part for reading in stated if reading.part is not None), None),
        number=mark.number if mark and kind is Kind.EPISODE else None,
        kind=kind,
        version=_version(line, mark),
        group=group,
        resolution=_resolution(name),
        year=_year(body[: mark.start if mark else len(body)], after),
    )


# --- each distinct form is read once ----------------------------------------------------------------------

_VARIES = re.compile(
    r"\[[0-9A-Fa-f]{8}\]|\([0-9A-Fa-f]{8}\)|480(?=p\b)|540(?=p\b)|720(?=p\b)|1080(?=p\b)|2160(?=p\b)"
    r"| - (\d\d\d?)(?=v\d|[ .]|$)|S\d\dE(\d\d\d?)(?=v\d|[ .]|$)"
)
"""Checksum, height and plain number; every alternative begins with a letter of its own, which `re` is fast at."""
_STAND_INS = {2: "97", 3: "897"}
"""Read in the place of an episode number of so many digits; no name should hold them elsewhere: `- 49 (S05E01)`."""
_EPISODE_TITLE = re.compile(r" (?!.*\bbatch\b)(?:(?!v\d|\d{3}|[-–~～&+])[^\s|/()\[\]{}【】]+ )+", _I)
"""Words of no meaning to us: no bracket, second title, range, version, height or year."""
_A_HEIGHT = "1080"
"""Read in the place of any height."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A name without its checksum, stand-ins in the place of what differs between the names of one show."""

    text: str
    number: int | None = None
    height: str | None = None


def _form(name: str) -> _Form:
    """The form of a name; a name with two numbers or heights is its own form.

    Between `S03E10` and the height stands the episode's title, which says nothing that is asked for.
    """
    pieces: list[str] = []
    end, before, number, height = 0, "", None, None
    for found in _VARIES.finditer(name):
        text = found[0]
        between = name[end : found.start()]
        pieces.append(" " if before.startswith("S") and _EPISODE_TITLE.fullmatch(between) else between)
        end, before = found.end(), text
        if digits := found[1] or found[2]:
            if number is not None:
                return _Form(name)
            number = int(digits)
            pieces += text[: -len(digits)], _STAND_INS[len(digits)]
        elif text.isdecimal():
            if height is not None:
                return _Form(name)
            height = text
            pieces.append(_A_HEIGHT)
    text = "".join([*pieces, name[end:]])
    return _Form(name) if _is_ambiguous(text) else _Form(text, number, height)


def _is_ambiguous(text: str) -> bool:
    """Whether what is read as a stand-in may be another number of the name's own; 897 holds 97."""
    return text.count(_STAND_INS[2]) > 1 or text.count(_A_HEIGHT) > 1


def _filled(release: Release, form: _Form) -> Release:
    """The release of a form with the number and height of the name; built anew, which is faster than `replace`."""
    return Release(
        titles=release.titles,
        season=release.season,
        part=release.part,
        number=release.number if form.number is None else form.number,
        kind=release.kind,
        version=release.version,
        group=release.group,
        resolution=f"{form.height}p" if form.height and release.resolution == f"{_A_HEIGHT}p" else release.resolution,
        year=release.year,
    )


def read(name: str) -> Release:
    """What `name` says; total on any string. A name that says nothing has no titles.

    A season's names differ mostly in their number, resolution and checksum: each distinct form is read once.
    """
    form = _form(name)
    release = _read_form(form.text)
    if form.number is None or (release.kind is Kind.EPISODE and release.number in _STAND_IN_NUMBERS):
        return _filled(release, form)
    return _read_form(name)


_LATE = re.compile(r"\b(?:Dub(?:bed)?|BD|BD-?Rip|Blu-?Ray)\b", _I)


def is_late(name: str) -> bool:
    """Whether `name` says that it is a dub or a disc: they come weeks after the broadcast."""
    folded = name.casefold()  # most names hold none of the words' beginnings, and a pattern is slow to find that out
    return ("dub" in folded or "bd" in folded or "blu" in folded) and _LATE.search(name) is not None


_STAND_IN_NUMBERS = {int(number) for number in _STAND_INS.values()}
