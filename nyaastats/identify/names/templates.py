"""Names of one show differ in number, height and checksum only: a template is the rest, and is parsed once.

    [SubsPlease] Sanda - 05 (1080p) [0A1B2C3D].mkv     name
    [SubsPlease] Sanda - 97 (1080p) .mkv               template: number 05 and height 1080 are kept beside it

The 20,000 names of a season have 3,000 templates, so parsing a name mostly costs one search of `_VARIABLE_PARTS`.
Laws in `tests/properties` hold that the detour changes no reading.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from nyaastats.domain.releases import Release

# Each alternative begins with a literal of its own: `re` then skips to the next possible start without trying them all.
_VARIABLE_PARTS = re.compile(
    r"(\[[0-9A-Fa-f]{8}\]|\([0-9A-Fa-f]{8}\)|480(?=p\b)|540(?=p\b)|720(?=p\b)|1080(?=p\b)|2160(?=p\b)"
    r"| - \d\d\d?(?=v\d|[ .]|$)|S\d\dE\d\d\d?(?=v\d|[ .]|$))"
)
"""A CRC32 checksum in brackets, a height, and an episode number in the two most common places."""

_MARK_LENGTHS = {" ": len(" - "), "S": len("S03E")}
"""What stands before the number, by its first letter."""
_PLACEHOLDERS = {2: "97", 3: "897"}
"""Stands for an episode number of so many digits: a number that hardly any name holds elsewhere, as `- 49 (S05E01)`."""
_PLACEHOLDER_NUMBERS = {int(number) for number in _PLACEHOLDERS.values()}
_HEIGHT_PLACEHOLDER = "1080"
"""Stands for any height."""

_EPISODE_TITLE = re.compile(
    r" (?!.*\bbatch\b)(?:(?!v\d|\d{3}|[-–~～&+])[^\s|/()\[\]{}【】]+ )+",
    re.IGNORECASE,
)
"""Words in which the parser looks for nothing: no bracket, second title, range, version, height or year."""


class NameTemplate(NamedTuple):
    """A name without its checksum, placeholders in the place of its number and height; every name makes one."""

    text: str
    number: int | None = None
    """The episode number that the placeholder stands for; None where the text holds the name's own."""
    height: str | None = None
    """The digits of the height that the placeholder stands for."""


def make_template(name: str) -> NameTemplate:
    """The template of a name; a name with two numbers or heights is its own template.

    Between `S03E10` and the height stands the episode's title. It differs from name to name, and the parser looks for
    nothing in it: it is left out.
    """
    number = height = None
    pieces = _VARIABLE_PARTS.split(name)
    for place in range(1, len(pieces), 2):  # what lies between the variable parts has the even places
        part = pieces[place]
        if part[0] in "[(":
            pieces[place] = ""  # a checksum has no placeholder, because nothing is read from it
        elif part.isdecimal():
            if height is not None:
                return NameTemplate(name)
            pieces[place], height = _HEIGHT_PLACEHOLDER, part
        else:
            # `- 49 (S05E01)`: only the rules can decide which number is the episode.
            if number is not None:
                return NameTemplate(name)
            digits = part[_MARK_LENGTHS[part[0]] :]
            pieces[place], number = part[: -len(digits)] + _PLACEHOLDERS[len(digits)], int(digits)
            if part[0] == "S":
                _drop_episode_title(pieces, place + 1)
    text = "".join(pieces)
    return NameTemplate(name) if _is_ambiguous(text) else NameTemplate(text, number, height)


def _drop_episode_title(pieces: list[str], place: int) -> None:
    is_last = place == len(pieces) - 1
    if not is_last and _EPISODE_TITLE.fullmatch(pieces[place]):
        pieces[place] = " "


def _is_ambiguous(text: str) -> bool:
    """Whether a placeholder may be another number of the name's own; the search for 97 finds 897 too."""
    return text.count(_PLACEHOLDERS[2]) > 1 or text.count(_HEIGHT_PLACEHOLDER) > 1


def is_fillable(release: Release, template: NameTemplate) -> bool:
    """Whether the parser took the template's placeholder for the episode number, so that the name's can replace it."""
    if template.number is not None and release.number not in _PLACEHOLDER_NUMBERS:
        return False
    # [720p AAC] may be read as the group.
    return not template.height or _HEIGHT_PLACEHOLDER not in " ".join((release.group or "", *release.titles))


def fill_template(release: Release, template: NameTemplate) -> Release:
    """The release of a template with the number and height of the name; `_replace` would be slower."""
    has_height = template.height and release.resolution == f"{_HEIGHT_PLACEHOLDER}p"
    return Release(
        titles=release.titles,
        season=release.season,
        part=release.part,
        number=release.number if template.number is None else template.number,
        kind=release.kind,
        version=release.version,
        group=release.group,
        resolution=f"{template.height}p" if has_height else release.resolution,
        year=release.year,
    )
