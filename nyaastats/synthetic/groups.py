"""Release groups and the way each writes a name.

A pattern is a name with its slots left open (`{group}`, `{number}`, `{height}`, `{crc}`, `{episode_title}`), so that
every release of one form shares one pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from itertools import islice, product

from nyaastats.synthetic.facts import Fact

NUMBER = "{number:02}"
_ORDINALS = {2: "2nd", 3: "3rd"}


class Numbering(Enum):
    """Which number stands in a name."""

    ENTRY = auto()
    """Within AniList's entry."""
    SEASON = auto()
    """Within the season: the second cour goes on from the first."""
    SERIES = auto()
    """Since the series began, for the shows where the group does that."""


@dataclass(frozen=True, slots=True)
class Style:
    """A group's habit; `<…>` in the templates are the show's own words."""

    template: str
    numbering: Numbering
    delay: timedelta
    """From the broadcast to the usual release."""
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One release of every episode: a group, its style, and a height in pixels; `share` of a show's downloads."""

    group: str
    style: Style
    height: int
    share: float


SUBSPLEASE = Style(
    f"[{{group}}] <short> - {NUMBER} ({{height}}p) [{{crc}}].mkv",
    Numbering.SERIES,
    timedelta(minutes=31),
    "[{group}] <short> (<span>) ({height}p) [Batch]",
)
ERAI = Style(
    f"[{{group}}] <ordinal> - {NUMBER} [{{height}}p CR WEB-DL AVC AAC][MultiSub][{{crc}}]",
    Numbering.ENTRY,
    timedelta(minutes=40),
    "[{group}] <ordinal> - <tilde> [{height}p CR WEB-DL AVC AAC][MultiSub][Batch]",
)
ERAI_HEVC = Style(
    f"[{{group}}] <ordinal> - {NUMBER} [{{height}}p CR WEBRip HEVC AAC][MultiSub][{{crc}}]",
    Numbering.ENTRY,
    timedelta(minutes=100),
)
VARYG = Style(
    f"<english> <season>E{NUMBER} {{episode_title}} {{height}}p CR WEB-DL AAC2.0 H 264-{{group}} (<romaji,>Multi-Subs)",
    Numbering.SEASON,
    timedelta(minutes=75),
    "<english> <season> {height}p CR WEB-DL AAC2.0 H 264-{group} (<romaji,>Multi-Subs)",
)
TOONSHUB = Style(
    f"[{{group}}] <english> <season>E{NUMBER} {{height}}p CR WEB-DL AAC2.0 H.264 (<romaji,>Multi-Subs)",
    Numbering.SEASON,
    timedelta(minutes=60),
)
ASW = Style(
    f"[{{group}}] <short> - {NUMBER} [{{height}}p HEVC x265 10Bit][AAC]",
    Numbering.SERIES,
    timedelta(minutes=90),
)
DKB = Style(
    f"[{{group}}] <romaji> - <season>E{NUMBER} [{{height}}p][HEVC x265 10bit][Multi-Subs][weekly]",
    Numbering.SEASON,
    timedelta(hours=4),
)
YAMEII = Style(
    f"[{{group}}] <english> - <season>E{NUMBER} [English Dub] [CR WEB-DL {{height}}p] [{{crc}}]<(romaji)>",
    Numbering.SEASON,
    timedelta(weeks=2),
)
JUDAS = Style(
    f"[{{group}}] <romaji> - <season>E{NUMBER} [{{height}}p][HEVC x265 10bit][Multi-Subs] (Weekly)",
    Numbering.SEASON,
    timedelta(hours=9),
    "[{group}] <romaji> (Season <number>) [{height}p][HEVC x265 10bit][Multi-Subs] (Batch)",
)
EMBER = Style(
    f"[{{group}}] <romaji> <season>E{NUMBER} [{{height}}p] [HEVC WEBRip DDP]<(english)>",
    Numbering.SEASON,
    timedelta(hours=14),
)

REAL_VARIANTS = (
    Variant("SubsPlease", SUBSPLEASE, 1080, 0.34),
    Variant("Erai-raws", ERAI, 1080, 0.15),
    Variant("SubsPlease", SUBSPLEASE, 720, 0.12),
    Variant("ASW", ASW, 1080, 0.07),
    Variant("ToonsHub", TOONSHUB, 1080, 0.06),
    Variant("Judas", JUDAS, 1080, 0.05),
    Variant("VARYG", VARYG, 1080, 0.05),
    Variant("SubsPlease", SUBSPLEASE, 480, 0.05),
    Variant("Erai-raws", ERAI_HEVC, 1080, 0.05),
    Variant("Erai-raws", ERAI, 720, 0.04),
    Variant("EMBER", EMBER, 1080, 0.03),
    Variant("Yameii", YAMEII, 1080, 0.03),
    Variant("DKB", DKB, 1080, 0.02),
    Variant("Erai-raws", ERAI, 480, 0.02),
    Variant("Yameii", YAMEII, 720, 0.02),
)
_INVENTED_SHARE = 0.02
_INVENTED_NAMES = (
    ("Kumo", "Hoshi", "Yuki", "Tsuki", "Mori", "Kaze", "Umi", "Sora"),
    ("neko", "tori", "usagi", "kitsune"),
)
_INVENTED_ENDINGS = ("", "Kai", "Dan", "Gumi", "Club", "Fansub", "Works", "Lab")


def variants(count: int) -> tuple[Variant, ...]:
    """The real groups' variants, then as many of invented groups as it takes, of which there are 256."""
    return tuple(islice(_all_variants(), count))


def one_of_each_group(count: int) -> tuple[Variant, ...]:
    """The first variant of so many groups, the real ones first."""
    first: dict[str, Variant] = {}
    for variant in _all_variants():
        first.setdefault(variant.group, variant)
    return tuple(islice(first.values(), count))


def _all_variants() -> Iterator[Variant]:
    yield from REAL_VARIANTS
    for ending, tail, head in product(_INVENTED_ENDINGS, _INVENTED_NAMES[1], _INVENTED_NAMES[0]):
        for real in REAL_VARIANTS:
            yield Variant(f"{head}{tail}{ending}", real.style, real.height, _INVENTED_SHARE)


def episode_pattern(style: Style, fact: Fact) -> str:
    """The pattern of the style's weekly releases of a show."""
    return with_words(style.template, fact)


def batch_pattern(style: Style, fact: Fact) -> str | None:
    """The pattern of the style's season pack; None where the group makes none."""
    return with_words(style.batch, fact) if style.batch else None


def marked(pattern: str, mark: str) -> str:
    """The pattern with `mark` behind the episode number: `v2`, `.5`."""
    return pattern.replace(NUMBER, NUMBER + mark)


def number_in_name(style: Style, fact: Fact, episode: int) -> int:
    """The number that the style writes for an episode of AniList's entry."""
    goes_on = style.numbering is Numbering.SERIES or (style.numbering is Numbering.SEASON and fact.part)
    return episode + fact.numbered_on if goes_on else episode


def with_words(template: str, fact: Fact) -> str:
    """Put the show's words into a template: what is left open makes it a pattern."""
    for slot, words in _words(fact).items():
        template = template.replace(f"<{slot}>", words.replace("{", "{{").replace("}", "}}"))
    return template


def _words(fact: Fact) -> dict[str, str]:
    romaji, english = _on_file(fact.release_name, " - "), _on_file(fact.release_english, " ")
    last = fact.airings[-1].episode
    return {
        "short": romaji if fact.numbered_on or fact.number == 1 else f"{romaji} S{fact.number}",
        "ordinal": " ".join([romaji, *_season_words(fact)]),
        "romaji": romaji,
        "english": english,
        "romaji,": "" if romaji == english else f"{romaji}, ",
        "(romaji)": "" if romaji == english else f" ({romaji})",
        "(english)": "" if romaji == english else f" ({english})",
        "season": f"S{fact.number:02}",
        "number": f"{fact.number:02}",
        "span": f"{fact.numbered_on + 1:02}-{fact.numbered_on + last:02}",
        "tilde": f"01 ~ {last:02}",
    }


def _season_words(fact: Fact) -> Iterator[str]:
    if fact.suffix:
        yield fact.suffix
    elif fact.part:
        yield f"Part {fact.part}"
    elif fact.number > 1:
        yield f"{_ORDINALS.get(fact.number, f'{fact.number}th')} Season"


def _on_file(title: str, colon: str) -> str:
    """A title as a file's name may hold it: no slash, and a colon before a subtitle becomes a dash or nothing."""
    return title.replace("/", "-").replace(": ", colon)
