"""Release groups and the form in which each writes a name.

A template has places for a show's words (`<romaji>`) and slots for a release (`{number}`). With the words filled in it
is a pattern, which all releases of a show by a group share; its slots are `{group}`, `{number}`, `{height}`, `{crc}`
and `{episode_title}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from functools import cache
from itertools import islice, product

from nyaastats.synthetic.facts import ShowFacts

NUMBER = "{number:02}"
_ORDINALS = {2: "2nd", 3: "3rd"}


class Numbering(Enum):
    """Which episode number a group writes."""

    ENTRY = auto()
    """Within AniList's entry, as AniList numbers it."""
    SEASON = auto()
    """Within the season: a second cour, which is an entry of its own, goes on from the first."""
    SERIES = auto()
    """Since the series began, for shows with an `episode_offset`."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a group writes names; `batch` is the template of its season packs, None where it makes none."""

    template: str
    numbering: Numbering
    delay: timedelta
    """From the broadcast to the usual release."""
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One release of every episode: a group, its style, and a height in pixels; `share` is of a show's downloads."""

    group: str
    style: Style
    height: int
    share: float


# [SubsPlease] Boku no Hero Academia - 164 (1080p) [0A1B2C3D].mkv
SUBSPLEASE = Style(
    f"[{{group}}] <short> - {NUMBER} ({{height}}p) [{{crc}}].mkv",
    Numbering.SERIES,
    timedelta(minutes=31),
    "[{group}] <short> (<span>) ({height}p) [Batch]",
)
# [Erai-raws] Boku no Hero Academia FINAL SEASON - 05 [1080p CR WEB-DL AVC AAC][MultiSub][0A1B2C3D]
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
# My Hero Academia S08E05 Still Water 1080p CR WEB-DL AAC2.0 H 264-VARYG (Boku no Hero Academia, Multi-Subs):
# a scene name, with the episode's title, and the group at its end; CR is Crunchyroll.
VARYG = Style(
    f"<english> <season>E{NUMBER} {{episode_title}} {{height}}p CR WEB-DL AAC2.0 H 264-{{group}} (<romaji,>Multi-Subs)",
    Numbering.SEASON,
    timedelta(minutes=75),
    "<english> <season> {height}p CR WEB-DL AAC2.0 H 264-{group} (<romaji,>Multi-Subs)",
)
# [ToonsHub] SPY x FAMILY S03E05 1080p CR WEB-DL AAC2.0 H.264 (Multi-Subs)
TOONSHUB = Style(
    f"[{{group}}] <english> <season>E{NUMBER} {{height}}p CR WEB-DL AAC2.0 H.264 (<romaji,>Multi-Subs)",
    Numbering.SEASON,
    timedelta(minutes=60),
)
# [ASW] Ranma 1-2 (2024) S2 - 05 [1080p HEVC x265 10Bit][AAC]: titles and numbers as SubsPlease's.
ASW = Style(
    f"[{{group}}] <short> - {NUMBER} [{{height}}p HEVC x265 10Bit][AAC]",
    Numbering.SERIES,
    timedelta(minutes=90),
)
# [DKB] Nageki no Bourei wa Intai Shitai - S01E18 [1080p][HEVC x265 10bit][Multi-Subs][weekly]
DKB = Style(
    f"[{{group}}] <romaji> - <season>E{NUMBER} [{{height}}p][HEVC x265 10bit][Multi-Subs][weekly]",
    Numbering.SEASON,
    timedelta(hours=4),
)
# [Yameii] My Hero Academia - S08E05 [English Dub] [CR WEB-DL 1080p] [0A1B2C3D] (Boku no Hero Academia): dubs come two
# weeks after the broadcast.
YAMEII = Style(
    f"[{{group}}] <english> - <season>E{NUMBER} [English Dub] [CR WEB-DL {{height}}p] [{{crc}}]<(romaji)>",
    Numbering.SEASON,
    timedelta(weeks=2),
)
# [Judas] SPY x FAMILY - S03E05 [1080p][HEVC x265 10bit][Multi-Subs] (Weekly)
JUDAS = Style(
    f"[{{group}}] <romaji> - <season>E{NUMBER} [{{height}}p][HEVC x265 10bit][Multi-Subs] (Weekly)",
    Numbering.SEASON,
    timedelta(hours=9),
    "[{group}] <romaji> (Season <number>) [{height}p][HEVC x265 10bit][Multi-Subs] (Batch)",
)
# [EMBER] Boku no Hero Academia S08E05 [1080p] [HEVC WEBRip DDP] (My Hero Academia)
EMBER = Style(
    f"[{{group}}] <romaji> <season>E{NUMBER} [{{height}}p] [HEVC WEBRip DDP]<(english)>",
    Numbering.SEASON,
    timedelta(hours=14),
)

# The order decides what a season of scale 1 holds, and which variant a film or an unrelated show gets first.
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
    return tuple(islice(_iterate_variants(), count))


@cache
def first_variant_of_groups(count: int) -> tuple[Variant, ...]:
    """One variant for each of so many groups, the real ones first."""
    first: dict[str, Variant] = {}
    for variant in _iterate_variants():
        first.setdefault(variant.group, variant)
    return tuple(islice(first.values(), count))


def _iterate_variants() -> Iterator[Variant]:
    yield from REAL_VARIANTS
    for ending, tail, head in product(_INVENTED_ENDINGS, _INVENTED_NAMES[1], _INVENTED_NAMES[0]):
        for real in REAL_VARIANTS:
            yield Variant(f"{head}{tail}{ending}", real.style, real.height, _INVENTED_SHARE)


def episode_pattern(style: Style, fact: ShowFacts) -> str:
    """The pattern of the style's weekly releases of a show."""
    return fill_words(style.template, fact)


def batch_pattern(style: Style, fact: ShowFacts) -> str | None:
    """The pattern of the style's season pack; None where the group makes none."""
    return fill_words(style.batch, fact) if style.batch else None


def add_to_number(pattern: str, mark: str) -> str:
    """The pattern with `mark` after the episode number: `v2`, `.5`."""
    return pattern.replace(NUMBER, NUMBER + mark)


def number_in_name(style: Style, fact: ShowFacts, episode: int) -> int:
    """The number that the style writes for an episode of AniList's entry."""
    is_continuous = style.numbering is Numbering.SERIES or (style.numbering is Numbering.SEASON and fact.part)
    return episode + fact.episode_offset if is_continuous else episode


def fill_words(template: str, fact: ShowFacts) -> str:
    """The pattern of a template for a show; braces of a title are doubled, so that `str.format` keeps them."""
    for place, words in _make_words(fact).items():
        template = template.replace(f"<{place}>", words.replace("{", "{{").replace("}", "}}"))
    return template


def _make_words(fact: ShowFacts) -> dict[str, str]:
    romaji, english = _format_file_name(fact.release_name, " - "), _format_file_name(fact.release_english, " ")
    last = fact.airings[-1].episode
    return {
        "short": fact.short or _make_short_title(romaji, fact),
        "ordinal": " ".join([romaji, *_list_season_words(fact)]),
        "romaji": romaji,
        "english": english,
        # Groups that add the other title leave it out where both are equal.
        "romaji,": "" if romaji == english else f"{romaji}, ",
        "(romaji)": "" if romaji == english else f" ({romaji})",
        "(english)": "" if romaji == english else f" ({english})",
        "year": f"{fact.first_airing_at.year}",
        "season": f"S{fact.season_number:02}",
        "number": f"{fact.season_number:02}",
        "span": f"{fact.episode_offset + 1:02}-{fact.episode_offset + last:02}",
        "tilde": f"01 ~ {last:02}",
    }


def _make_short_title(romaji: str, fact: ShowFacts) -> str:
    """SubsPlease writes no season where it numbers continuously, and `S2` where it begins at 1 again."""
    return romaji if fact.episode_offset or fact.season_number == 1 else f"{romaji} S{fact.season_number}"


def _list_season_words(fact: ShowFacts) -> Iterator[str]:
    if fact.suffix:
        yield fact.suffix
    elif fact.part:
        yield f"Part {fact.part}"
    elif fact.season_number > 1:
        yield f"{_ORDINALS.get(fact.season_number, f'{fact.season_number}th')} Season"


def _format_file_name(title: str, colon: str) -> str:
    """A title as a file name may hold it: no slash, and the colon before a subtitle is replaced."""
    return title.replace("/", "-").replace(": ", colon)
