"""What several parsers read in the same names, held against what a careful person reads there.

A title is right when it is, season words and spaces apart, one of those that are expected. Names of the corpus tell the
season and the number too. A real name's answer tells neither as they are written: its number is right when it is the
episode or, by the offset that the show's releases agree on, becomes it; and *matched* are those that the project's own
matching, handed nothing but the parser's reading, gives to the right show and episode.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.verdicts import Tally, is_right, tally, torrent
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import Show
from nyaastats.identify.evaluation import Labelled
from nyaastats.identify.matcher import Matcher, seconds
from nyaastats.identify.names.guessit_fallback import complete
from nyaastats.identify.names.parser import read
from nyaastats.identify.names.titles import compact, readings

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Parser:
    """A parser, and the Python that finds it."""

    label: str
    name: str
    python: Path


OURS = Parser("nyaastats", "nyaastats", Path(sys.executable))


def installed(folder: Path) -> list[Parser]:
    """What `make parsers` put into `folder`: an environment each, called `guessit==3.8.0`."""
    found = sorted(folder.glob("*==*/bin/python"))
    return [Parser(" ".join(_requirement(python)), _requirement(python)[0], python) for python in found]


def _requirement(python: Path) -> tuple[str, str]:
    name, _, version = python.parents[1].name.partition("==")
    return name, version


@dataclass(frozen=True, slots=True)
class Reading:
    """What a parser says of a name."""

    titles: tuple[str, ...]
    season: int | None
    number: int | None
    stored: str
    """Its whole answer as JSON text."""

    def release(self) -> Release:
        """As the matcher takes it."""
        kind = Kind.MOVIE if self.number is None else Kind.EPISODE
        return Release(self.titles, self.season, None, self.number, kind)


@dataclass(frozen=True, slots=True)
class Readings:
    """What a parser says of all names, and how long it took."""

    label: str
    seconds: float
    said: Sequence[Reading]


def ask(parser: Parser, names: Sequence[str]) -> Readings:
    """Read `names` in a process of the parser's own."""
    command = [str(parser.python), str(HERE / "parsers.py"), parser.name]
    told = subprocess.run(command, input=json.dumps(names), capture_output=True, text=True, check=True).stdout
    document = json.loads(told)
    return Readings(parser.label, document["seconds"], [_reading(one) for one in document["readings"]])


def _reading(said: dict[str, Any]) -> Reading:
    return Reading(tuple(said["titles"]), said["season"], said["number"], said["stored"])


# --- on the corpus ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the names a parser reads rightly, part by part."""

    label: str
    names: int
    titles: int
    seasons: int
    numbers: int
    all: int
    milliseconds: float
    """A name."""


def keys(titles: Iterable[str]) -> set[str]:
    """The titles without season words, spaces and punctuation."""
    return {compact(reading.key) for title in titles for reading in readings(title)[:1]}


def on_corpus(found: Readings, expected: Sequence[Release]) -> Score:
    """Judge by what the names should say."""
    parts = [_parts(said, release) for said, release in zip(found.said, expected, strict=True)]
    titles, seasons, numbers = (sum(column) for column in zip(*parts, strict=True))
    return Score(
        label=found.label,
        names=len(parts),
        titles=titles,
        seasons=seasons,
        numbers=numbers,
        all=sum(map(all, parts)),
        milliseconds=1000 * found.seconds / len(parts),
    )


def _parts(said: Reading, release: Release) -> tuple[bool, bool, bool]:
    is_titled = bool(keys(said.titles) & keys(release.titles)) if release.titles else not said.titles
    return is_titled, said.season == release.season, said.number == release.number


# --- on labelled names --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Matched:
    """How far a parser's readings of labelled names carry."""

    label: str
    names: int
    """Of one episode."""
    titles: int
    numbers: int
    tally: Tally
    milliseconds: float | None
    """A name; None where nothing new was read."""


def on_labelled(found: Readings, names: Sequence[Labelled], shows: Sequence[Show]) -> Matched:
    """Judge by the shows and episodes that the names are."""
    matched = _matched([said.release() for said in found.said], names, shows)
    return replace(matched, label=found.label, milliseconds=1000 * found.seconds / len(names))


def as_shipped(guessed: Readings, names: Sequence[Labelled], shows: Sequence[Show]) -> Matched:
    """What the project does: it reads the name itself, and asks the stored guess where the name is silent."""
    releases = [complete(read(one.name), said.stored, one.name) for one, said in zip(names, guessed.said, strict=True)]
    return replace(_matched(releases, names, shows), label=f"nyaastats, where silent {guessed.label}")


def _matched(releases: Sequence[Release], names: Sequence[Labelled], shows: Sequence[Show]) -> Matched:
    matcher = Matcher(shows)
    moments = [seconds(torrent(one)) for one in names]
    matcher.learn(list(zip(releases, moments, strict=True)))
    decided = [matcher.decide(release, moment) for release, moment in zip(releases, moments, strict=True)]
    catalogue = {show.id: show for show in shows}
    singles = [(release, one) for release, one in zip(releases, names, strict=True) if one.is_single]
    return Matched(
        label="",
        names=len(singles),
        titles=sum(_has_title(release, catalogue.get(one.anilist_id)) for release, one in singles if one.anilist_id),
        numbers=sum(_has_number(release, one, matcher) for release, one in singles),
        tally=tally(names, map(is_right, names, decided)),
        milliseconds=None,
    )


def _has_title(release: Release, show: Show | None) -> bool:
    return show is not None and bool(keys(release.titles) & keys(_names(show)))


def _names(show: Show) -> list[str]:
    return [name for name in (show.romaji, show.english, show.native, *show.synonyms) if name]


def _has_number(release: Release, labelled: Labelled, matcher: Matcher) -> bool:
    offsets = matcher.offsets.get(labelled.anilist_id, ()) if labelled.anilist_id else ()
    right = {int(labelled.episode) + value for value in (0, *(offset.value for offset in offsets))}
    return release.number in right
