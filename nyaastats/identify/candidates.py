"""Which shows a title may mean: every distinct title compared with every alias of every show, once.

exact    the same letters, spaces apart                       100
head     how a show is cut short at its `:` or ` - `           92; a head that shows share needs the season
prefix   the first words of a show's long alias              80–95, by how much of it is there
fuzzy    RapidFuzz's ratio of the two keys                  75–99
sequel   as prefix, of an alias that goes on after another show's whole title; only for a number beyond that show's
         last; as head, where none goes on so
far      not a candidate; listed for a person, so that there are always five shows to compare

The ratio is `rapidfuzz.fuzz.ratio`, the normalised Indel similarity: twice the letters in common, in order, of all
letters, in per cent (https://rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html#ratio).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist, extract

from nyaastats.domain.releases import TitleKey
from nyaastats.domain.shows import AniListId
from nyaastats.identify.names.titles import Title, parse_title, remove_spaces, split_numeral
from nyaastats.identify.show_index import FULL_WEIGHT, IndexedShow, TitleAlias

MIN_FUZZY_RATIO = 75.0
_MIN_PREFIX_WORDS = 2
_MIN_PREFIX_LETTERS = 9
_MIN_PREFIX_SIMILARITY, _PREFIX_SPAN = 80.0, 15.0
"""A prefix is worth the minimum, and up to the span more, the more of the alias it covers."""
_MIN_CONTENT_LETTERS = 4
"""Shorter words are particles, which groups leave out, join and respell: `wo` and `o`, `he` and `e`."""
_MIN_RESPELLING_RATIO = 60.0
"""Two words of a lower ratio are different words, not two spellings of one …"""
_MIN_SAME_HEAD_RATIO = 95.0
"""Of so high a ratio two titles are one, spelled in two ways."""
_OTHER_WORD_PENALTY = 15.0
"""… and a different word costs so much similarity."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A show that a title may mean."""

    entry: IndexedShow
    alias: TitleAlias
    reading: Title
    """How the release's title is read."""
    similarity: float
    """Of the reading and the alias, 0 to 100."""
    match_type: str
    """exact, head, prefix, fuzzy, sequel or far."""


class _KeyMatch(NamedTuple):
    """An alias key that is similar to a title's key."""

    key: TitleKey
    similarity: float
    match_type: str


_SimilarKeys = Mapping[TitleKey, Sequence[_KeyMatch]]


class CandidateFinder:
    """An index of the shows' aliases, to be compared with titles; immutable."""

    def __init__(self, shows: Sequence[IndexedShow], *, max_candidates: int = 8) -> None:
        """`max_candidates` is how many shows a title may have, at most."""
        self._max_candidates = max_candidates
        self._exact: dict[str, list[tuple[IndexedShow, TitleAlias]]] = {}
        self._by_key: dict[TitleKey, list[tuple[IndexedShow, TitleAlias]]] = {}
        self._shared: dict[str, list[tuple[IndexedShow, TitleAlias]]] = {}
        for entry in shows:
            for alias in entry.aliases:
                if alias.is_shared:
                    self._shared.setdefault(remove_spaces(alias.title.key), []).append((entry, alias))
                    continue
                self._exact.setdefault(remove_spaces(alias.title.key), []).append((entry, alias))
                self._by_key.setdefault(alias.title.key, []).append((entry, alias))
        self._keys = list(self._by_key)
        self._sorted_keys = sorted(self._keys)

    def find(self, title: str) -> tuple[Candidate, ...]:
        """The shows that `title` may mean, each once, the likeliest first."""
        return self.find_all([title])[title]

    def find_all(self, titles: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """The same for each of `titles`; all are compared in one matrix, which is far faster than one by one."""
        distinct = list(dict.fromkeys(titles))
        # A title that is exactly some show's needs no similar ones: `Blue Orchestra` is not `Blue Orchestra: Encore`.
        keys = {reading.key for title in distinct for reading in parse_title(title)}
        similar = self._find_similar(sorted(key for key in keys if remove_spaces(key) not in self._exact))
        return {title: self._rank(title, similar) for title in distinct}

    def rank_all_shows(self, title: str) -> Iterator[Candidate]:
        """Every show once, the most similar first, however far it is: for a person to choose from, not for a match."""
        listed_ids: set[AniListId] = set()
        for reading in parse_title(title)[:1]:
            for key, similarity, _ in extract(reading.key, self._keys, scorer=ratio, limit=None):
                for entry, alias in self._by_key[key]:
                    if entry.show.id not in listed_ids:
                        listed_ids.add(entry.show.id)
                        yield Candidate(entry, alias, reading, similarity * alias.weight / FULL_WEIGHT, "far")

    def find_sequels(self, title: str) -> tuple[Candidate, ...]:
        """The shows with an alias that begins with `title` and goes on, if `title` is another show's whole title."""
        readings = [reading for reading in parse_title(title) if remove_spaces(reading.key) in self._exact]
        longer = tuple(
            Candidate(entry, alias, reading, similarity * alias.weight / FULL_WEIGHT, "sequel")
            for reading in readings
            for key, similarity, _ in self._find_longer(reading.key)
            for entry, alias in self._by_key[key]
        )
        # One word is too short for a prefix, but not to be the head of a whole title: `Arknights`.
        return longer or tuple(
            Candidate(entry, alias, reading, alias.weight, "sequel")
            for reading in readings
            for entry, alias in self._shared.get(remove_spaces(reading.key), ())
        )

    def find_sharing(self, title: str) -> tuple[Candidate, ...]:
        """The shows whose titles share `title` as their head: for a name that states the season beside it."""
        return tuple(
            Candidate(entry, alias, reading, alias.weight, "head")
            for reading in parse_title(title)
            for entry, alias in self._shared.get(remove_spaces(reading.key), ())
        )

    def _find_similar(self, keys: Sequence[TitleKey]) -> _SimilarKeys:
        if not keys or not self._keys:
            return {}
        # All pairs at once in C++, on all cores; below the cutoff RapidFuzz gives 0 and stops early.
        scores = cdist(keys, self._keys, scorer=ratio, score_cutoff=MIN_FUZZY_RATIO, dtype=np.float32, workers=-1)
        similar: dict[TitleKey, list[_KeyMatch]] = {key: list(self._find_longer(key)) for key in keys}
        for row, column in zip(*scores.nonzero(), strict=True):
            if _is_other_sequel(keys[row], self._keys[column]):
                continue
            similarity = float(scores[row, column]) - _penalise_other_word(keys[row], self._keys[column])
            similar[keys[row]].append(_KeyMatch(self._keys[column], similarity, "fuzzy"))
        return similar

    def _find_longer(self, key: TitleKey) -> Iterator[_KeyMatch]:
        """The longer alias keys that begin with all the words of `key`."""
        # One word, or a short one, begins many titles: `Boku no`, `Isekai`.
        if len(key.split()) < _MIN_PREFIX_WORDS or len(key) < _MIN_PREFIX_LETTERS:
            return
        # "!" follows the space in Unicode: between the two lies everything that begins with the key and a space.
        first, end = (bisect_left(self._sorted_keys, key + mark) for mark in (" ", "!"))
        for longer in self._sorted_keys[first:end]:
            similarity = _MIN_PREFIX_SIMILARITY + _PREFIX_SPAN * len(key) / len(longer)
            yield _KeyMatch(longer, similarity, "prefix")

    def _rank(self, title: str, similar: _SimilarKeys) -> tuple[Candidate, ...]:
        best: dict[tuple[AniListId, Title], Candidate] = {}
        for candidate in self._iterate_candidates(title, similar):
            # By reading too: `One Punch Man 3` is exactly one title and, read as season 3, another.
            key = (candidate.entry.show.id, candidate.reading)
            if key not in best or best[key].similarity < candidate.similarity:
                best[key] = candidate
        by_similarity = sorted(best.values(), key=lambda candidate: (-candidate.similarity, candidate.entry.show.id))
        return tuple(by_similarity[: self._max_candidates])

    def _iterate_candidates(self, title: str, similar: _SimilarKeys) -> Iterator[Candidate]:
        for reading in parse_title(title):
            for entry, alias in self._exact.get(remove_spaces(reading.key), ()):
                match_type = "exact" if alias.weight == FULL_WEIGHT else "head"
                yield Candidate(entry, alias, reading, alias.weight, match_type)
            if reading.season is not None:  # `Dr. Stone S4`: the season tells which of them
                for entry, alias in self._shared.get(remove_spaces(reading.key), ()):
                    yield Candidate(entry, alias, reading, alias.weight, "head")
            for key, similarity, match_type in similar.get(reading.key, ()):
                for entry, alias in self._by_key[key]:
                    yield Candidate(entry, alias, reading, similarity * alias.weight / FULL_WEIGHT, match_type)


def _is_other_sequel(key: TitleKey, other: TitleKey) -> bool:
    """Whether two keys are alike but for the number that ends them: `record of ragnarok ii` is not `… iii`.

    Read as a season, the number is compared with that of the show; as a spelling of the title it would be one letter.
    """
    (head, number), (other_head, other_number) = split_numeral(key), split_numeral(other)
    if number == other_number:
        return False
    return None not in {number, other_number} or ratio(head, other_head) >= _MIN_SAME_HEAD_RATIO


def _penalise_other_word(key: TitleKey, other: TitleKey) -> float:
    """The similarity that a different word costs: `champignon no mori` is not a spelling of `… no majo`.

    The words that only one of the keys has are joined before they are compared, because a respelt word may be divided.
    """
    words, others = key.split(), other.split()
    rest = "".join(word for word in words if word not in others)
    other_rest = "".join(word for word in others if word not in words)
    has_content = min(len(rest), len(other_rest)) >= _MIN_CONTENT_LETTERS
    return _OTHER_WORD_PENALTY if has_content and ratio(rest, other_rest) < _MIN_RESPELLING_RATIO else 0.0
