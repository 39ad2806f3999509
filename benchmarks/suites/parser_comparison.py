"""Compares what several parsers read in the same names with the right answers.

A title is right when it is one of the expected titles, season words and spaces apart. For names of the golden corpus
the written season and number are known too. For real names only the show and the episode are known: a number is right
when it is the episode, or becomes it by an offset of the show; and a name is *matched* when the project's own matching
gives it the right show and episode from nothing but the parser's title, season and number.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.suites.outcomes import Tally, is_right, tally_outcomes, to_torrent
from nyaastats.domain.matches import Offsets
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import Show
from nyaastats.identify.evaluation import LabelledName
from nyaastats.identify.fitting import DatedRelease
from nyaastats.identify.matcher import Matcher
from nyaastats.identify.names.guessit_fallback import fill_missing
from nyaastats.identify.names.parser import parse_name
from nyaastats.identify.names.titles import parse_title, remove_spaces
from nyaastats.identify.numbering import get_published_seconds

SCRIPT = Path(__file__).parents[1] / "workers" / "parse_names.py"


@dataclass(frozen=True, slots=True)
class Parser:
    """A parser, and the Python of the environment that it is installed in."""

    label: str
    name: str
    python: Path


NYAASTATS = Parser("nyaastats", "nyaastats", Path(sys.executable))


def installed_parsers(folder: Path) -> list[Parser]:
    """The parsers that `make parsers` installed to `folder`, each in an environment named like `guessit==3.8.0`."""
    pythons = sorted(folder.glob("*==*/bin/python"))
    return [Parser(" ".join(_requirement(python)), _requirement(python)[0], python) for python in pythons]


def _requirement(python: Path) -> tuple[str, str]:
    name, _, version = python.parents[1].name.partition("==")
    return name, version


@dataclass(frozen=True, slots=True)
class Reading:
    """What a parser reads in a name."""

    titles: tuple[str, ...]
    season: int | None
    number: int | None
    stored: str
    """The parser's whole answer as JSON text, as a database stores guessit's."""

    def to_release(self) -> Release:
        """The reading as the matcher takes it; without a number it is a film."""
        kind = Kind.MOVIE if self.number is None else Kind.EPISODE
        return Release(self.titles, self.season, None, self.number, kind)


@dataclass(frozen=True, slots=True)
class Readings:
    """What a parser reads in all names, and the seconds it took."""

    label: str
    seconds: float
    by_name: Sequence[Reading]
    """In the order of the names."""


def parse_names_by(parser: Parser, names: Sequence[str]) -> Readings:
    """Parse `names` in a process of the parser's own Python."""
    # By its path and not by -m: that Python has nothing of this project.
    command = [str(parser.python), str(SCRIPT), parser.name]
    output = subprocess.run(command, input=json.dumps(names), capture_output=True, text=True, check=True).stdout
    document = json.loads(output)
    return Readings(parser.label, document["seconds"], [_reading(fields) for fields in document["readings"]])


def _reading(fields: dict[str, Any]) -> Reading:
    return Reading(tuple(fields["titles"]), fields["season"], fields["number"], fields["stored"])


# --- on the corpus ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CorpusScore:
    """How many names of the golden corpus a parser reads correctly, part by part."""

    label: str
    names: int
    titles: int
    seasons: int
    numbers: int
    all: int
    milliseconds: float
    """For one name."""


def title_keys(titles: Iterable[str]) -> set[str]:
    """The titles without season words, spaces and punctuation."""
    return {remove_spaces(reading.key) for title in titles for reading in parse_title(title)[:1]}


def score_on_corpus(readings: Readings, expected: Sequence[Release]) -> CorpusScore:
    """Compare with the expected releases, in the order of the names."""
    parts = [_parts(reading, release) for reading, release in zip(readings.by_name, expected, strict=True)]
    titles, seasons, numbers = (sum(column) for column in zip(*parts, strict=True))
    return CorpusScore(
        label=readings.label,
        names=len(parts),
        titles=titles,
        seasons=seasons,
        numbers=numbers,
        all=sum(map(all, parts)),
        milliseconds=1000 * readings.seconds / len(parts),
    )


def _parts(reading: Reading, release: Release) -> tuple[bool, bool, bool]:
    """Whether title, season and number are right; of a name without a title, no title is right."""
    has_title = bool(title_keys(reading.titles) & title_keys(release.titles)) if release.titles else not reading.titles
    return has_title, reading.season == release.season, reading.number == release.number


# --- on labelled names ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MatchScore:
    """How many labelled names of one episode are right and matched by a parser's readings."""

    label: str
    names: int
    titles: int
    numbers: int
    tally: Tally
    milliseconds: float | None
    """For one name; None where readings are combined."""


def score_on_labelled(readings: Readings, names: Sequence[LabelledName], shows: Sequence[Show]) -> MatchScore:
    """Compare with the shows and episodes of the names."""
    score = _score_matches([reading.to_release() for reading in readings.by_name], names, shows)
    return replace(score, label=readings.label, milliseconds=1000 * readings.seconds / len(names))


def score_with_fallback(guesses: Readings, names: Sequence[LabelledName], shows: Sequence[Show]) -> MatchScore:
    """What the ETL does: our rules read the name, and the stored guess fills what they do not give."""
    releases = [
        fill_missing(parse_name(labelled.name), guess.stored, labelled.name)
        for labelled, guess in zip(names, guesses.by_name, strict=True)
    ]
    return replace(_score_matches(releases, names, shows), label=f"nyaastats, completed by {guesses.label}")


def _score_matches(releases: Sequence[Release], names: Sequence[LabelledName], shows: Sequence[Show]) -> MatchScore:
    times = [get_published_seconds(to_torrent(labelled)) for labelled in names]
    context = Matcher(shows).fit(list(map(DatedRelease, releases, times)))
    decisions = list(map(context.decide, releases, times))
    catalogue = {show.id: show for show in shows}
    singles = [(release, labelled) for release, labelled in zip(releases, names, strict=True) if labelled.is_single]
    return MatchScore(
        label="",
        names=len(singles),
        titles=sum(
            _has_title(release, catalogue.get(labelled.anilist_id))
            for release, labelled in singles
            if labelled.anilist_id
        ),
        numbers=sum(_has_number(release, labelled, context.offsets) for release, labelled in singles),
        tally=tally_outcomes(names, map(is_right, names, decisions)),
        milliseconds=None,
    )


def _has_title(release: Release, show: Show | None) -> bool:
    return show is not None and bool(title_keys(release.titles) & title_keys(_names(show)))


def _names(show: Show) -> list[str]:
    return [name for name in (show.romaji, show.english, show.native, *show.synonyms) if name]


def _has_number(release: Release, labelled: LabelledName, offsets: Offsets) -> bool:
    own = offsets.get(labelled.anilist_id, ()) if labelled.anilist_id else ()
    # Offset 0 is always possible: the number is the episode.
    right = {int(labelled.episode) + value for value in (0, *(offset.value for offset in own))}
    return release.number in right
