"""A parsed release name, before anything in it is compared with AniList."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, NewType

from nyaastats.domain.torrents import Torrent

TitleKey = NewType("TitleKey", str)
"""A title in normal form (`identify.names.titles.normalise_title`), without its season words."""


class Kind(StrEnum):
    """What a release holds."""

    EPISODE = "episode"
    """`Title - 05`: one episode of a series."""
    BATCH = "batch"
    """`Title - 01 ~ 12`, `Title S2 [BD]`: several episodes or whole seasons."""
    SPECIAL = "special"
    """`Title - SP1`, `Title - 06.5`, `Title S00E03`: an episode outside the count."""
    MOVIE = "movie"
    """No episode is stated: a film, or another single work."""
    EXTRA = "extra"
    """`Title - NCOP1`, `Title - Preview 01`: no episode; also live action, of which AniList has nothing."""


class Release(NamedTuple):
    """What one name states; a field is None where the name does not state it. A tuple, because every name makes one."""

    titles: tuple[str, ...]
    """Every title in the name as it is written, season words included, the first one first."""
    season: int | None
    """From season words or `S02E05`; a bare number at the end of a title is not read as a season."""
    part: int | None
    """The part or cour: AniList has an entry for each."""
    number: int | None
    """The episode number as the group wrote it; None for a batch, a movie and a fraction."""
    kind: Kind
    version: int = 1
    """2 and more replace an earlier release of the same group: `05v2`."""
    group: str | None = None
    """The release group, as it writes itself."""
    resolution: str | None = None
    """The height, as `1080p`; interlaced ones are not marked."""
    year: int | None = None
    """Beside the title, where it separates a remake from its original."""


class NameKey(NamedTuple):
    """What a release is read from."""

    name: str
    guess_digest: str | None
    """Of the stored guessit output, which fills what the name does not state."""


class NameReading(NamedTuple):
    """What a name says; a tuple for the same reason."""

    release: Release
    is_late: bool
    """Whether it is a dub or a disc, whose date says nothing about the broadcast of its episode."""


NameReadings = Mapping[NameKey, NameReading]
"""Names that were read, by what they were read from; they hold for the rules that read them."""

_DIGEST_DIGITS = 16


def make_name_key(torrent: Torrent) -> NameKey:
    """The key under which a torrent's name was read."""
    guess = torrent.guess
    digest = None if guess is None else hashlib.sha256(guess.encode()).hexdigest()[:_DIGEST_DIGITS]
    return NameKey(torrent.name, digest)
