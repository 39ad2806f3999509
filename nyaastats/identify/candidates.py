"""Which shows a title may mean: every distinct title scored against every name of every show, once.

exact    the same letters, spaces apart                       100
head     how a show is cut short at its `:` or ` - `           92, if no other show shares the head
prefix   the first words of a show's long name              80–95, by how much of it is there
fuzzy    RapidFuzz's ratio of the two keys                  75–99
sequel   as prefix, behind a name that is exactly another show's; only for a number beyond that show's last
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist, extract

from nyaastats.domain.releases import TitleKey
from nyaastats.domain.shows import AniListId, Format, Show
from nyaastats.identify.names.titles import Title, compact, head, readings, tail

EXACT, HEAD, TAIL = 100.0, 92.0, 88.0
LEAST_FUZZY = 75.0
_LEAST_PREFIX_WORDS = 2
_LEAST_PREFIX_LETTERS = 9
_LEAST_SHORT_LETTERS = 5
"""A shorter head or tail is an ordinary word."""
_LEAST_OTHER_LETTERS = 4
"""Shorter words are particles, which groups leave out, join and respell."""
_LEAST_RESPELT = 60.0
"""Less alike, two words are not one in two spellings …"""
_OTHER_WORD = 15.0
"""… which costs so much similarity."""


@dataclass(frozen=True, slots=True)
class Name:
    """One reading of one name of a show."""

    text: str
    title: Title
    weight: float
    """What equality with it is worth, of 100."""
    is_official: bool
    """Whether it is one of AniList's own titles; synonyms may number the franchise, not the show."""


@dataclass(frozen=True)
class Entry:
    """A show as the matcher sees it."""

    show: Show
    names: tuple[Name, ...]

    @cached_property
    def seasons(self) -> frozenset[int]:
        """The season numbers it goes by: those of its own titles, else of its place in the chain and its synonyms."""
        official = frozenset(self._stated(official=True))
        if official:
            return official
        series = sum(1 for prequel in self.show.prequels if prequel.format.is_series)
        by_place = {1} if self.parts else {1, series + 1}
        return frozenset(self._stated(official=False)).union(() if self.is_final else by_place)

    def _stated(self, *, official: bool) -> Iterator[int]:
        return (name.title.season for name in self.names if name.title.season and name.is_official == official)

    @cached_property
    def parts(self) -> frozenset[int]:
        """The part or cour numbers that its names state."""
        return frozenset(name.title.part for name in self.names if name.title.part is not None)

    @cached_property
    def is_final(self) -> bool:
        """Whether a name says `Final Season`."""
        return any(name.title.is_final for name in self.names)

    @cached_property
    def base_keys(self) -> frozenset[str]:
        """What is left of those names that state a season or part: the name its predecessors share."""
        sequels = (name.title for name in self.names if (name.title.season or 1) > 1 or (name.title.part or 1) > 1)
        finals = (name.title for name in self.names if name.title.is_final)
        return frozenset(compact(title.key) for title in (*sequels, *finals))

    @cached_property
    def first_season(self) -> bool:
        """Whether a release that states no season can mean it as it stands."""
        return 1 in self.seasons and not self.is_final and not any(part > 1 for part in self.parts)

    @cached_property
    def air_times(self) -> dict[int, float]:
        """Episode → seconds since 1970 of its broadcast."""
        return {airing.episode: airing.at.timestamp() for airing in self.show.airings}

    @cached_property
    def last(self) -> int | None:
        """The number of its last episode, as far as anybody knows."""
        return max(filter(None, (self.show.episodes, *self.air_times)), default=None)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years in which it is on the air, as far as anybody knows."""
        start = {self.show.start.year} if self.show.start else set()
        return frozenset(start | {airing.at.year for airing in self.show.airings})

    @cached_property
    def is_unnumbered(self) -> bool:
        """Whether its names show that it is no first season, and nothing tells which season it is."""
        is_told = any(name.title.season for name in self.names) or bool(self.show.prequels)
        return not is_told and not self.first_season

    @property
    def is_series(self) -> bool:
        """Whether it has episodes that are ranked."""
        return self.show.format.is_series


def _texts(show: Show) -> Iterator[tuple[str, float]]:
    """Every name of a show, and its short forms, with what each is worth."""
    full = list(dict.fromkeys(filter(None, (show.romaji, show.english, show.native, *show.synonyms))))
    yield from ((text, EXACT) for text in full)
    yield from ((short, HEAD) for text in full[:2] if (short := head(text)))
    yield from ((short, TAIL) for text in full[:2] if (short := tail(text)))


def _names(show: Show) -> Iterator[Name]:
    official = {show.romaji, show.english, show.native}
    for text, weight in _texts(show):
        for title in readings(text) if text in official else readings(text)[:1]:
            yield Name(text, title, weight, is_official=text in official)


def prepare(shows: Iterable[Show]) -> tuple[Entry, ...]:
    """The shows as entries, in the order of their ids; a short form that two shows share is dropped."""
    named = [(show, tuple(_names(show))) for show in sorted(shows, key=lambda show: show.id)]
    owners: defaultdict[str, set[AniListId]] = defaultdict(set)
    for show, names in named:
        for name in names:
            owners[compact(name.title.key)].add(show.id)

    def is_own(name: Name) -> bool:
        key = compact(name.title.key)
        return name.weight == EXACT or (len(owners[key]) == 1 and len(key) >= _LEAST_SHORT_LETTERS)

    return tuple(Entry(show, tuple(filter(is_own, names))) for show, names in named)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A show that a title may mean."""

    entry: Entry
    name: Name
    reading: Title
    similarity: float
    how: str
    """exact, head, prefix, fuzzy or sequel; far when a person asked for more shows than that."""


def _other_word(key: TitleKey, other: TitleKey) -> float:
    """What it costs if a word stands in the place of another: `champignon no mori` is no spelling of `… no majo`.

    What the keys do not share is compared as one, for a respelt word may be divided in two.
    """
    words, others = key.split(), other.split()
    rest = "".join(word for word in words if word not in others)
    other_rest = "".join(word for word in others if word not in words)
    is_other = min(len(rest), len(other_rest)) >= _LEAST_OTHER_LETTERS and ratio(rest, other_rest) < _LEAST_RESPELT
    return _OTHER_WORD if is_other else 0.0


class Candidates:
    """The shows' names, ready to be asked for; distinct titles are scored once."""

    def __init__(self, entries: Sequence[Entry], *, most: int = 8) -> None:
        self._most = most
        self._exact: defaultdict[str, list[tuple[Entry, Name]]] = defaultdict(list)
        self._by_key: dict[TitleKey, list[tuple[Entry, Name]]] = {}
        for entry in entries:
            for name in entry.names:
                self._exact[compact(name.title.key)].append((entry, name))
                self._by_key.setdefault(name.title.key, []).append((entry, name))
        self._keys = list(self._by_key)
        self._sorted = sorted(self._keys)
        self._known: dict[str, tuple[Candidate, ...]] = {}

    def learn(self, titles: Iterable[str]) -> None:
        """Score all `titles` that are not known yet, in one matrix."""
        new = [title for title in dict.fromkeys(titles) if title not in self._known]
        inexact = {
            reading.key for title in new for reading in readings(title) if compact(reading.key) not in self._exact
        }
        similar = self._similar(sorted(inexact))
        for title in new:
            self._known[title] = self._ranked(title, similar)

    def of(self, title: str) -> tuple[Candidate, ...]:
        """The shows that `title` may mean, each once, the likeliest first; at most `most`."""
        if title not in self._known:
            self.learn([title])
        return self._known[title]

    def nearest(self, title: str) -> Iterator[Candidate]:
        """Every show once, the least unlike `title` first, however far it is: for a person, never for a match."""
        seen: set[AniListId] = set()
        for reading in readings(title)[:1]:
            for key, score, _ in extract(reading.key, self._keys, scorer=ratio, limit=None):
                for entry, name in self._by_key[key]:
                    if entry.show.id not in seen:
                        seen.add(entry.show.id)
                        yield Candidate(entry, name, reading, score * name.weight / EXACT, "far")

    def sequels(self, title: str) -> tuple[Candidate, ...]:
        """The shows whose names go on where `title` ends, though it is exactly the name of another."""
        return tuple(
            Candidate(entry, name, reading, score * name.weight / EXACT, "sequel")
            for reading in readings(title)
            if compact(reading.key) in self._exact
            for key, score, _ in self._prefixed(reading.key)
            for entry, name in self._by_key[key]
        )

    def _similar(self, keys: Sequence[TitleKey]) -> dict[TitleKey, list[tuple[TitleKey, float, str]]]:
        if not keys or not self._keys:
            return {}
        scores = cdist(keys, self._keys, scorer=ratio, score_cutoff=LEAST_FUZZY, dtype=np.float32, workers=-1)
        found: dict[TitleKey, list[tuple[TitleKey, float, str]]] = {key: list(self._prefixed(key)) for key in keys}
        for row, column in zip(*scores.nonzero(), strict=True):
            score = float(scores[row, column]) - _other_word(keys[row], self._keys[column])
            found[keys[row]].append((self._keys[column], score, "fuzzy"))
        return found

    def _prefixed(self, key: TitleKey) -> Iterator[tuple[TitleKey, float, str]]:
        """The longer names that begin with all the words of `key`."""
        if len(key.split()) < _LEAST_PREFIX_WORDS or len(key) < _LEAST_PREFIX_LETTERS:
            return
        # "!" comes next to the space: between the two stands all that begins with the key and a space.
        first, behind = (bisect_left(self._sorted, key + mark) for mark in (" ", "!"))
        for longer in self._sorted[first:behind]:
            yield longer, 80.0 + 15.0 * len(key) / len(longer), "prefix"

    def _ranked(self, title: str, similar: dict[TitleKey, list[tuple[TitleKey, float, str]]]) -> tuple[Candidate, ...]:
        best: dict[tuple[AniListId, Title], Candidate] = {}
        for candidate in self._all(title, similar):
            place = (candidate.entry.show.id, candidate.reading)
            if place not in best or best[place].similarity < candidate.similarity:
                best[place] = candidate
        ranked = sorted(best.values(), key=lambda one: (-one.similarity, one.entry.show.id))
        return tuple(ranked[: self._most])

    def _all(self, title: str, similar: dict[TitleKey, list[tuple[TitleKey, float, str]]]) -> Iterator[Candidate]:
        for reading in readings(title):
            for entry, name in self._exact.get(compact(reading.key), ()):
                yield Candidate(entry, name, reading, name.weight, "exact" if name.weight == EXACT else "head")
            for key, score, how in similar.get(reading.key, ()):
                for entry, name in self._by_key[key]:
                    yield Candidate(entry, name, reading, score * name.weight / EXACT, how)


def of_movies(entry: Entry) -> bool:
    """Whether it is one piece: what a release without any episode number can mean."""
    return not entry.is_series or (entry.show.episodes == 1 and entry.show.format is not Format.TV)
