"""Parses a release name: title, season, episode number, kind, group, version, resolution.

    [Erai-raws] Spy x Family Season 3 - 10v2 [1080p CR WEB-DL AVC AAC][MultiSub][6000E695].mkv
     group      title        season     │ version  └ tags: all from the first technical word on
                                        number

    SPY x FAMILY S03E10 Austins Troubles 1080p CR WEB-DL AAC2.0 H 264-VARYG (SPY×FAMILY Season 3, Multi-Subs)
    title        season  episode title   tags                         group  second title
                  and number

The name is read first. The stored guessit output, which any version of guessit may have written, is used only where the
name is silent; `guessit_fallback` corrects its usual mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.torrents import Torrent
from nyaastats.identify.names.guessit_fallback import fill_missing
from nyaastats.identify.names.rules import EpisodeToken, find_episode_token, parse_version
from nyaastats.identify.names.templates import fill_template, is_fillable, make_template
from nyaastats.identify.names.titles import parse_title

MAX_LENGTH = 1_000
"""A name is read up to so many letters: what lies beyond is no title and no number."""

_I = re.IGNORECASE

# Of files as well as of folders: nyaa lists a torrent by either.
_EXTENSION = re.compile(r"\.(?:mkv|mp4|avi|m2ts|ts|webm|mov|wmv|zip|7z|torrent)$", _I)
_MAX_EXTENSION = len(".torrent")
_SITE = re.compile(r"\s*www\.\S+\s+-\s+", _I)
"""The site that the torrent was taken from: `www.UIndex.org    -    DAN.DA.DAN.S02E01.1080p`."""
_DOTS = re.compile(r"\.(?!5\b)")
"""The dots that stand for spaces; not that of a half episode, `06.5`."""
_SCENE = re.compile(r"\S+\.S\d{1,2}E\d{1,4}\.\S+", _I)
"""A scene name at the front, though more words follow: `Spy.x.Family.S03E08.1080p.WEB-DL (SPY×FAMILY, Multi-Subs)`."""
_FIRST_BRACKET = re.compile(r"^\s*[\[【](?P<inside>[^\]】]*)[\]】]\s*(?P<rest>\S.*)$", re.DOTALL)
_SECOND_BRACKET = re.compile(r"^\s*[\[【](?P<inside>[^\]】]*)[\]】]\s*(?P<rest>[^\s\[【].*)$", re.DOTALL)
_NUMBER_FOLLOWS = re.compile(
    r"[-–]\s*(?:S\d{1,2}|(?:EP?|\#)?\d{1,4}(?:v\d)?)(?!\w)|S\d{1,2}\s?(?:E\d|-)|\d{1,4}(?:v\d)?\s*(?:$|[\[(])|\||"
    r"(?:(?:Season|Part|Cour)\s\d{1,2}|\d(?:st|nd|rd|th)\s(?:Season|Cour))\s*[-–\[(]",
    _I,
)
"""What shows that the first bracket holds the title, not the group: `[Oshi no Ko] - 25`, `[Oshi no Ko] S3
- 05` and `【Oshi no Ko】 Season 3 - 05` (https://anilist.co/anime/150672), but not `[SubsPlease] 86 - 03`."""
# The scene puts the group last, `x264-VARYG`, where others put it first. `³` stands in names of groups.
_LAST_GROUP = re.compile(r"(?<=\w)\s?-(?P<group>[A-Za-z][\w³]*(?:-Raws)?)\s*(?=$|[\[(|])", _I)
# `1280x720` is a 720p: the second figure is the height.
_RESOLUTION = re.compile(r"\d\d{2,3}(?:(?=[pi]\b)|\s?x\s?(?P<height>\d{3,4})\b)", _I)
_YEAR = re.compile(r"[(\[\s]((?:19|20)\d\d)(?=[)\]\s]|$)")
_YEAR_ALONE = re.compile(r"[(\[]((?:19|20)\d\d)(?=[)\]])")
# The closing bracket may be missing, in a name that was cut.
_BRACKETS = re.compile(r"[\[(【]([^\[\]()【】]*)[\])】]?")
_OPEN_WORD = re.compile(r"[\[(【][^\[\]()【】\d]*$")
"""What stands before the first tag in its bracket is one, too: `Title 05 (NTV 1080p)`, `(CX 1920x1080)`."""
_MID_BRACKET = re.compile(r"\)\s*[^\W_]")
"""A bracket in the middle of a title: `[a](javascript:1) Link no Uta`."""
_ROUND = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Kana and Han."""
_WIDE = rf"{_CJK}\u3000-\u303f\uff00-\uffef"
"""The same, and their punctuation."""
# Beside a wide letter a slash needs no spaces, `第3期/SPY×FAMILY`; elsewhere one, for `Fate/strange Fake` is one title.
_ALTERNATIVES = re.compile(rf"\||\s/|/\s|(?<=[{_WIDE}])/|/(?=[{_WIDE}])")
_WIDE_NOTE = re.compile("\uff08[^\uff08\uff09]*\uff09")
"""In wide brackets: where a translation is shown, or by whom it is spoken."""
_TWO_SCRIPTS = (
    re.compile(rf"^(?=[^A-Za-z]*[{_CJK}])(?P<first>[^A-Za-z]*[^A-Za-z\s])\s+(?P<second>[A-Za-z][^{_CJK}]*)$"),
    re.compile(rf"^(?=[^{_CJK}]*[A-Za-z])(?P<first>[^{_CJK}]*[^{_CJK}\s])\s+(?P<second>[{_CJK}][^A-Za-z]*)$"),
)
"""A title and its translation side by side: `小城日常 CITY THE ANIMATION`, `Dr.STONE 新石紀 第四季`."""
_MIN_LONE_LETTERS = 5
"""A shorter word beside another script is part of one title: `劇場版 Cry`."""
_BATCH = re.compile(r"\b(?:Batch|Complete|Season Pack|Box ?Set|Collection|Seasons)\b", _I)
# A tag at the end may say Batch; the other words of `_BATCH` mean other things there: `[Complete Audio]`.
_BATCH_TAG = re.compile(r"\bBatch\b", _I)
_BATCH_BEFORE_TAGS = re.compile(r"\bBatch\b(?!\s+\w)", _I)
"""Not `S01E02 Batch of Cookies`."""
# Live action shares its titles with the anime it was made of, and AniList has none of it.
_LIVE_ACTION = re.compile(r"\b(?:Live[- ]Action|Dorama|[JK][- ]?Drama|Tokusatsu)\b", _I)
_NUMBER_TWICE = re.compile(r"\s[-–]\s\d{1,4}(?:v(?P<version>\d))?\s*(?:[-–]\s*)?\(?$")
"""The first of two numbers for one episode: `Title - 29v2 (S01E29)`, `Title - 01 - (S01E01)`."""
_VERSION_ALONE = re.compile(r"[\[(【](?:Movie\s)?v(?P<version>\d)[\])】]", _I)
"""The version in a bracket of its own: `[1080p][V2]`, `[Movie v3]`."""
_NUMBER_BEHIND_TAGS = re.compile(r"[\[【](?P<number>\d{2,3})(?:v(?P<version>\d))?[\]】]", _I)
"""Where all stands in brackets, the number may come after the tags: `[Title][1080p][11]`."""
_LAST_WORD = re.compile(r"[\s{](?:(?<=\s)v\d|Ep(?:isode)?s?\.?|(?<=\s)[-–]\s(?:電影|电影|劇場版|剧场版))$", _I)
"""What is no part of a title that it ends: `S01 v2`, `One Piece Episode` of 941-952, `{Ep.` of 1-12, ` - 電影`."""
_MOVIE = re.compile(r"\b(?:Movie|Film|Gekijou-?ban)\b", _I)
_SEASON_ALONE = re.compile(
    r"\s*(?:(?:S|Season|Part|Cour)\s?\d{1,2}|(?:the )?(?:\w+ )?(?:Season|Cour)"
    r"|第?[\d一二三四五六七八九十]+(?:期|季|部|クール))\s*",
    _I,
)

# The first technical word: from here on no title and no episode is looked for, except in brackets. Words that are also
# part of titles count in upper case only: `Dual`, `Web`, `Proper`. The pattern begins with what stands before the word,
# because `re` skips quickly to the next space or bracket, where it would try the whole pattern at every letter.
_TAG = re.compile(
    r"""[\W_](?:
      (?:480|540|576|720|810|1080|1440|2160|4320)[pi]\b | \d{3,4}\s?x\s?\d{3,4}\b | 4K\b |
      (?:WEB|BD|DVD|TV)[- ]?(?:DL|Rip|Remux)\b |
      (?-i:WEB|BD|DUAL|VF|REPACK|PROPER|DUBBED|MULTi|MULTI|UNCENSORED|UNCUT|REMASTERED)(?=[\s.\])]|$) |
      BDMV\b | Blu-?Ray\b | HDTV\b | HEVC\b | AVC\b | [xh][. ]?26[45]\b | AV1\b | AAC | FLAC\b | E?AC-?3\b | DDP |
      10-?bits?\b | Multi(?:ple)?[- ]?(?:Subs?|Audio|Subtitles?)\b | Dual[- ]Audio\b |
      (?:Eng(?:lish)?|Rus|Ger(?:man)?|French|Italian|Spanish|Hindi)[- ](?:Sub|Dub)(?:s|bed)?\b |
      VOSTFR\b | SUBFRENCH\b )""",
    re.VERBOSE | _I,
)
# What stands in a bracket, or between its commas, and is no title: languages, sources, a year, a CRC32, a number.
_TAG_ITEM = re.compile(
    r"""\s*(?: .*\b(?:audio|subs?|subtitles?|dub|dubbed|weekly|batch|uncensored|unofficial|raws?|esub|msubs|remux)\b.* |
        (?:VFF?|VOSTFR|FRENCH|CR|NF|AMZN|BILI|HIDIVE|DSNP|ADN|TV|BD|WEB|RUS|ENG|JAP|JPN|CHS|CHT)(?:[ -]1)? |
        \w+=\S+ | Movie(?:\sv\d)? | Film | REPACK | PROPER | v\d |
        S\d{1,2} | (?:19|20)\d\d | [0-9A-F]{8} | \d+(?:\.\d+)? ) \s*""",
    re.VERBOSE | _I,
)


def _replace_dots(name: str) -> str:
    """A scene name, `Spy.x.Family.S03E08.1080p (SPY×FAMILY)`, with spaces for its dots; any name without extension."""
    name = _drop_site(_drop_extension(name.strip())).replace("_", " ")
    if " " not in name.strip():
        return _DOTS.sub(" ", name)
    scene = _SCENE.match(name)
    return _DOTS.sub(" ", scene[0]) + name[scene.end() :] if scene else name


def _drop_extension(name: str) -> str:
    # A search for a dot costs half of the pattern.
    return _EXTENSION.sub("", name) if "." in name[-_MAX_EXTENSION:] else name


def _drop_site(name: str) -> str:
    site = _SITE.match(name)
    return name[site.end() :] if site else name


def _find_group_after_tags(name: str) -> str | None:
    """`… x264-VARYG`, but not the `hen` of `Mugen Ressha-hen (BD 1080p)`."""
    tag = _TAG.search(f" {name}")
    group = _LAST_GROUP.search(name, tag.start()) if tag else None
    return group["group"] if group else None


def _split_group(name: str) -> tuple[str | None, str]:
    """`[SubsPlease] Title` → group and the rest; `[Oshi no Ko] - 25` has a title in its bracket."""
    match = _FIRST_BRACKET.match(name)
    if match is None or _NUMBER_FOLLOWS.match(match["rest"]):
        return _find_group_after_tags(name), name
    return match["inside"].strip() or None, _drop_tag_bracket(match["rest"])


def _drop_tag_bracket(rest: str) -> str:
    """`[1080p] March Comes in Like a Lion - 25`: tags may stand before the title, too."""
    match = _SECOND_BRACKET.match(rest)
    if match is None or match["inside"].isdecimal() or _is_title(match["inside"]):
        return rest
    return rest if _SEASON_ALONE.fullmatch(match["inside"]) else match["rest"]


def _is_title(text: str) -> bool:
    return bool(text) and not (_TAG_ITEM.fullmatch(text) or _TAG.search(f" {text}") or _SEASON_ALONE.fullmatch(text))


def _belongs_to_title(bracket: str) -> bool:
    """`[Oshi no Ko]` and `[S03]` are part of the title before the episode, `[2026]` is not."""
    return bool(_SEASON_ALONE.fullmatch(bracket)) or not _TAG_ITEM.fullmatch(bracket)


def _open_brackets(text: str) -> str:
    """The content of brackets that belong to the title, without the brackets; other brackets are removed."""
    return _BRACKETS.sub(lambda match: f" {match[1]} " if _belongs_to_title(match[1]) else " ", text)


def _split_alternatives(text: str) -> list[str]:
    # Few names hold either, and two substring searches cost a tenth of the pattern.
    return _ALTERNATIVES.split(text) if "|" in text or "/" in text else [text]


def _find_titles_before(text: str) -> Iterator[str]:
    """`A (B)`, `A | B` and `A / B` are two titles; `[Oshi no Ko] S3` and `Title (Season 3)` are one."""
    for piece in _split_alternatives(text):
        inside = [content for content in _ROUND.findall(piece) if _is_title(content)]
        outside = _ROUND.sub(lambda match: match[1] if _SEASON_ALONE.fullmatch(match[1]) else " ", piece)
        title = _open_brackets(outside)
        yield title
        yield from _split_scripts(title)
        yield from inside
        if _MID_BRACKET.search(piece):
            yield _open_brackets(piece)


def _split_scripts(text: str) -> Iterator[str]:
    """A title and its translation, where they stand side by side."""
    if text.isascii():  # nearly all: a few searches less
        return
    plain = _clean_title(_WIDE_NOTE.sub(" ", text))
    match = next(filter(None, (pattern.match(plain) for pattern in _TWO_SCRIPTS)), None)
    if match is None or not all(map(_is_title, match.groups())):
        return
    latin = max(match.groups(), key=lambda half: sum(letter.isascii() for letter in half))
    if " " in latin or len(latin) >= _MIN_LONE_LETTERS:
        yield from match.groups()


def _split_bracket(bracket: str) -> Iterator[str]:
    """`(Kanojo, Okarishimasu, Multi-Subs)`: the title may hold a comma itself, so whole and in pieces."""
    items = [item.strip() for item in bracket.split(",")]
    titles = [item for item in items if _is_title(item)]
    yield ", ".join(titles)
    if len(titles) > 1:
        yield from titles


def _find_titles_after(text: str) -> Iterator[str]:
    """Second titles after the episode: in round brackets, or after `|`."""
    for bracket in _ROUND.findall(text):
        for alternative in _split_alternatives(bracket):
            yield from _split_bracket(alternative)
    yield from map(_cut_tags, _split_alternatives(_BRACKETS.sub(" ", text))[1:])


def _clean_title(title: str) -> str:
    plain = " ".join(title.split()).strip(" -–—|,~+{")
    return _LAST_WORD.sub("", plain).strip(" -–—|,~+{") if _LAST_WORD.search(plain) else plain


def _deduplicate_titles(titles: Iterator[str]) -> tuple[str, ...]:
    return tuple(title for title in dict.fromkeys(map(_clean_title, titles)) if title and parse_title(title))


# All groups write the same titles, and a group always the same tags: the 3,000 templates of a season have 700
# beginnings and 300 ends. Both are read by themselves, once each.
_find_token = lru_cache(maxsize=1 << 16)(find_episode_token)


@lru_cache(maxsize=1 << 16)
def _read_titles_before(text: str) -> tuple[str, ...]:
    return _deduplicate_titles(_find_titles_before(text))


@lru_cache(maxsize=1 << 16)
def _read_titles_after(text: str) -> tuple[str, ...]:
    return _deduplicate_titles(_find_titles_after(text))


@lru_cache(maxsize=1 << 16)
def _find_seasons_after(text: str) -> tuple[str, ...]:
    """`[EP08] [Season 2]`: the season stands in a bracket of its own after the episode."""
    return tuple(filter(_SEASON_ALONE.fullmatch, _BRACKETS.findall(text)))


def _cut_tags(name: str) -> str:
    """The part that can state a title and an episode: all before the first technical word."""
    # A name that begins with a tag keeps its first letter: something stands before what is found here.
    tag = _TAG.search(name)
    if tag is None:
        return name
    before = name[: tag.start() if tag.start() and tag[0][0] in "[(" else tag.start() + 1]
    open_word = _OPEN_WORD.search(before)
    return before[: open_word.start()].rstrip() or before if open_word else before


def _guess_kind_without_token(name: str, season: int | None) -> Kind:
    """No episode at all: a whole season, or a film."""
    if _MOVIE.search(name):
        return Kind.MOVIE
    # `Title S2 [BD 1080p]` is the whole season, `Title [BD 1080p]` a film or a season: a show of one piece or none.
    return Kind.BATCH if season is not None or _BATCH.search(name) else Kind.MOVIE


def _find_resolution(name: str) -> str | None:
    match = _RESOLUTION.search(name)
    return f"{match['height'] or match[0]}p" if match else None


def _cut_text_before(text: str, token: EpisodeToken | None) -> str:
    if token is None:
        return text
    # `Title - 29 (S01E29)`: the first number is the same episode again, not a part of the title.
    before = text[: token.start]
    return _NUMBER_TWICE.sub("", before) if token.season is not None else before


def _find_version(body: str, token: EpisodeToken | None) -> int:
    """The version behind the number, behind the other number, `- 30v2 (S02E06)`, or in a bracket of its own."""
    alone = _VERSION_ALONE.search(body)
    if token is None:
        return parse_version(alone["version"] if alone else None)
    # The version stands beside the number that the group counts by.
    other_number = _NUMBER_TWICE.search(body, 0, token.start)
    stated = (other_number and other_number["version"]) or (alone and token.version == 1 and alone["version"])
    return parse_version(stated) if stated else token.version


def _find_number_behind_tags(body: str) -> EpisodeToken | None:
    """The number of `[Title][1080p][11]`: where a name begins with a bracket, all may stand in them."""
    if not body.startswith(("[", "【")):
        return None
    match = _NUMBER_BEHIND_TAGS.search(body)
    if match is None:
        return None
    return EpisodeToken(
        match.start(), match.end(), Kind.EPISODE, None, int(match["number"]), parse_version(match["version"])
    )


def _read_titles_with_token(text: str, token: EpisodeToken | None) -> tuple[str, ...]:
    """`Nukitashi OVAs - 02`, `Tatsuki Fujimoto 17-26`: what states a special or a batch may be the title's end."""
    is_part = token is not None and token.kind in {Kind.SPECIAL, Kind.BATCH} and token.season is None
    return _read_titles_before(text[: token.end]) if token and is_part else ()


def _determine_kind(body: str, text_before_tags: str, token: EpisodeToken | None, season: int | None) -> Kind:
    if token is None:
        return _guess_kind_without_token(body, season)
    if token.kind is not Kind.EPISODE or "batch" not in body.casefold():
        return token.kind
    is_batch = _BATCH_BEFORE_TAGS.search(text_before_tags) or _BATCH_TAG.search(body, len(text_before_tags))
    return Kind.BATCH if is_batch else Kind.EPISODE


def _is_live_action(name: str) -> bool:
    # Nearly every name holds none of these parts: three substring searches cost a tenth of the pattern. None has an i,
    # of which Turkish has another that the pattern takes for the same.
    lower_name = name.casefold()
    has_part = "act" in lower_name or "rama" in lower_name or "tokusatsu" in lower_name
    return has_part and _LIVE_ACTION.search(name) is not None


def _find_year(before: str, after: str) -> int | None:
    """The year that separates a remake from the original: beside the title, or in a bracket; not in an episode title.

    `Ranma ½ (2024)` is the remake of a series that began in 1989; to AniList they are two shows.
    """
    match = _find_in_years(_YEAR, before) or _find_in_years(_YEAR_ALONE, after)
    return int(match[1]) if match else None


def _find_in_years(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    # Few names hold either century, and two substring searches cost a fifth of the pattern.
    return pattern.search(text) if "19" in text or "20" in text else None


@lru_cache(maxsize=1 << 16)
def _parse_text(name: str) -> Release:
    """Parse `name` by the rules alone, without a template."""
    # The first bracket is the group; then the rules see only what stands before the first technical word, so that the
    # numbers of `x265`, `AAC2.0` or `10bit` are no episodes.
    group, body = _split_group(_replace_dots(name))
    text_before_tags = _cut_tags(body)
    token = _find_token(text_before_tags) or _find_number_behind_tags(body)
    after = body[token.end if token else len(text_before_tags) :]
    before = _read_titles_before(_cut_text_before(text_before_tags, token))
    titles = tuple(
        dict.fromkeys((*before, *_read_titles_with_token(text_before_tags, token), *_read_titles_after(after)))
    )
    first_readings = [reading for text in (*titles, *_find_seasons_after(after)) for reading in parse_title(text)[:1]]
    season = next((reading.season for reading in first_readings if reading.season is not None), None)
    kind = Kind.EXTRA if _is_live_action(name) else _determine_kind(body, text_before_tags, token, season)
    return Release(
        titles=titles,
        season=token.season if token and token.season is not None else season,
        part=next((reading.part for reading in first_readings if reading.part is not None), None),
        number=token.number if token and kind is Kind.EPISODE else None,
        kind=kind,
        version=_find_version(body, token),
        group=group,
        resolution=_find_resolution(name),
        year=_find_year(body[: token.start if token else len(body)], after),
    )


def parse_name(name: str) -> Release:
    """Parse `name`; never fails. A name in which nothing is recognised gives a release without titles."""
    name = name[:MAX_LENGTH]
    template = make_template(name)
    release = _parse_text(template.text)
    return fill_template(release, template) if is_fillable(release, template) else _parse_text(name)


def parse_torrent(torrent: Torrent) -> Release:
    """Parse the torrent's name; what it does not state is filled from the stored guess."""
    return fill_missing(parse_name(torrent.name), torrent.guess, torrent.name)


_DUB_OR_DISC = re.compile(r"\b(?:Dub(?:bed)?|BD|BD-?Rip|Blu-?Ray)\b", _I)


def is_dub_or_disc(name: str) -> bool:
    """Whether `name` says that it is a dub or from a disc: these come weeks after the broadcast."""
    # Hot, and nearly every name holds none of these beginnings: three substring searches cost a third of the pattern.
    lower_name = name.casefold()
    has_beginning = "dub" in lower_name or "bd" in lower_name or "blu" in lower_name
    return has_beginning and _DUB_OR_DISC.search(name) is not None
