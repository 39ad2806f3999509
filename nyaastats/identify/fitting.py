"""What is inferred from all releases of a run together: scores of their titles, offsets, and the seasons of sequels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from types import MappingProxyType
from typing import NamedTuple

from nyaastats.domain.matches import Offsets
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId
from nyaastats.identify.candidates import Candidate, CandidateFinder
from nyaastats.identify.numbering import EARLY, PROMPT, Seconds
from nyaastats.identify.offsets import NumberObservation, SeasonStatement, infer_offsets, infer_seasons
from nyaastats.identify.scoring import (
    MatchKey,
    PartialScore,
    is_beyond_last,
    make_match_key,
    may_need_offset,
    score_words,
)
from nyaastats.identify.show_index import IndexedShow

_MAX_SEQUEL_HANDICAP = 30.0
"""How much lower a sequel may score than the show that has too few episodes: the most that a prefix match costs."""


class DatedRelease(NamedTuple):
    """A release with its publication."""

    release: Release
    published: Seconds | None
    is_late: bool = False
    """Whether it is a dub or a disc, whose date says nothing about the broadcast of its episode."""


ReleasesByKey = Mapping[MatchKey, Sequence[DatedRelease]]
"""All releases of a fit, by their match key: what the names state apart from number and date."""


def group_releases(releases: Iterable[DatedRelease]) -> ReleasesByKey:
    """Group by match key: all that follows is computed once for each key, and a key is costly to make."""
    by_key: defaultdict[MatchKey, list[DatedRelease]] = defaultdict(list)
    for dated_release in releases:
        by_key[make_match_key(dated_release.release)].append(dated_release)
    return by_key


# --- the scores of words -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class WordScores:
    """The partial scores of match keys: those that were fitted are looked up, any other is computed and not kept."""

    finder: CandidateFinder
    by_key: Mapping[MatchKey, tuple[PartialScore, ...]]

    def find(self, key: MatchKey) -> tuple[PartialScore, ...]:
        """The shows that the words may mean, the likeliest first."""
        # Not kept: a context never changes, and a name outside the fit is asked for by a person, one at a time.
        scores = self.by_key.get(key)
        return scores if scores is not None else _score_key(self.finder, key, self.finder.find_all(key.titles))

    def find_with_sequels(self, key: MatchKey) -> tuple[PartialScore, ...]:
        """The same, and after them the sequels: shows whose titles begin with another show's whole title and go on."""
        scores = self.find(key)
        listed_ids = {partial.show.id for partial in scores}
        sequels = score_words(key, chain.from_iterable(map(self.finder.find_sequels, key.titles)))
        return (*scores, *(partial for partial in sequels if partial.show.id not in listed_ids))

    def is_beyond(self, key: MatchKey, number: int | None) -> bool:
        """Whether the likeliest show has no episode of that number."""
        scores = self.find(key)
        return number is not None and bool(scores) and is_beyond_last(scores[0], number)

    def find_for(self, release: Release) -> tuple[PartialScore, ...]:
        """The shows that a release may be; sequels among them only if its number is beyond the likeliest show."""
        key = make_match_key(release)
        return self.find_with_sequels(key) if self.is_beyond(key, release.number) else self.find(key)


def score_keys(finder: CandidateFinder, keys: Collection[MatchKey]) -> WordScores:
    """Score the words of all keys, their titles in one matrix."""
    candidates = finder.find_all(title for key in keys for title in key.titles)
    return WordScores(finder, MappingProxyType({key: _score_key(finder, key, candidates) for key in keys}))


def _score_key(
    finder: CandidateFinder, key: MatchKey, candidates: Mapping[str, Iterable[Candidate]]
) -> tuple[PartialScore, ...]:
    # `Jujutsu Kaisen S03E01`: the title is exactly the first season's, and the head of the third's.
    sharing = chain.from_iterable(map(finder.find_sharing, key.titles)) if key.season is not None else ()
    return score_words(key, chain(chain.from_iterable(candidates[title] for title in key.titles), sharing))


# --- what numbers and dates show -----------------------------------------------------------------------------


class _DatedNumber(NamedTuple):
    number: int
    published: Seconds


_NumbersByKey = Mapping[MatchKey, Sequence[_DatedNumber]]
"""The number and time of each dated episode, by the match key of its name."""


def infer_numbering(
    words: WordScores, releases_by_key: ReleasesByKey, *, min_score: float
) -> tuple[Offsets, dict[AniListId, int]]:
    """The offsets that releases agree on, and the seasons they state of sequels whose season AniList does not tell.

    Only the likeliest show of each name is looked at, of those that its words mean equally well the one that was on the
    air when it was published; and only if its words alone score `min_score`.
    """
    numbers_by_key = {key: list(_list_numbers(releases)) for key, releases in releases_by_key.items()}
    seasons = infer_seasons(_list_statements(words, numbers_by_key))
    return infer_offsets(_observe_numbers(words, numbers_by_key, min_score)), seasons


def _list_numbers(releases: Iterable[DatedRelease]) -> Iterator[_DatedNumber]:
    for release, published, is_late in releases:
        # A dub comes weeks after the broadcast, a disc months: by the schedule they would look like later episodes.
        if release.kind is Kind.EPISODE and release.number is not None and published is not None and not is_late:
            yield _DatedNumber(release.number, published)


def _list_statements(words: WordScores, numbers_by_key: _NumbersByKey) -> Iterator[SeasonStatement]:
    """The seasons that releases state for a sequel whose season AniList does not tell."""
    for key, numbers in numbers_by_key.items():
        for best, own_numbers in _group_by_likeliest(words.find(key), numbers):
            if best.is_assumed and best.season is not None:
                yield from (
                    SeasonStatement(best.candidate.entry, best.season, *dated_number) for dated_number in own_numbers
                )


def _group_by_likeliest(
    partials: Sequence[PartialScore], numbers: Sequence[_DatedNumber]
) -> Iterator[tuple[PartialScore, Sequence[_DatedNumber]]]:
    """The numbers by the show that their name means likeliest when they were published."""
    likeliest = list(takewhile(lambda partial: partial.score == partials[0].score, partials))
    if len(likeliest) == 1:  # of nearly every name
        return iter([(likeliest[0], numbers)] if numbers else [])
    groups: defaultdict[AniListId, list[_DatedNumber]] = defaultdict(list)
    for dated_number in numbers if likeliest else ():
        groups[_find_on_air(likeliest, dated_number.published).show.id].append(dated_number)
    return ((partial, groups[partial.show.id]) for partial in likeliest if partial.show.id in groups)


def _find_on_air(partials: Sequence[PartialScore], published: Seconds) -> PartialScore:
    """The first that was on the air then, else the first: an earlier season goes by the same name as a later one."""
    start, end = published - PROMPT, published + EARLY
    on_air = (partial for partial in partials if partial.candidate.entry.is_broadcast_within(start, end))
    return next(on_air, partials[0])


def _observe_numbers(
    words: WordScores, numbers_by_key: _NumbersByKey, min_score: float
) -> Iterator[tuple[IndexedShow, NumberObservation]]:
    """The numbers of each show's releases; the candidates are looked up once for each match key."""
    for key, numbers in numbers_by_key.items():
        for best, own_numbers in _group_by_likeliest(words.find(key), numbers):
            yield from _observe_own(best, own_numbers, min_score)
            yield from _observe_beyond(words, key, best, own_numbers)


def _observe_own(
    best: PartialScore, numbers: Iterable[_DatedNumber], min_score: float
) -> Iterator[tuple[IndexedShow, NumberObservation]]:
    # A contradicting season keeps the partial score below the threshold: only numbers that may be continuous count.
    is_meant = best.score >= min_score
    for number, published in numbers:
        is_open = may_need_offset(best, number)
        if is_meant or (best.max_recovery and is_open):
            yield best.candidate.entry, NumberObservation(number, published, is_open)


def _observe_beyond(
    words: WordScores, key: MatchKey, best: PartialScore, numbers: Iterable[_DatedNumber]
) -> Iterator[tuple[IndexedShow, NumberObservation]]:
    """A number beyond the last episode of the likeliest show may be its sequel's, which is hardly less likely."""
    # `Sanda no Uta - 14` when that show has 12 episodes and `Sanda no Uta: Encore` is on the air.
    beyond = [dated_number for dated_number in numbers if is_beyond_last(best, dated_number.number)]
    for partial in words.find_with_sequels(key)[1:] if beyond else ():
        if partial.score >= best.score - _MAX_SEQUEL_HANDICAP:
            follows = best.candidate.entry.last_episode
            yield from (
                (partial.candidate.entry, NumberObservation(*dated_number, follows=follows)) for dated_number in beyond
            )
