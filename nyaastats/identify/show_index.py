"""The shows, prepared for matching: title aliases in normal form, and the facts that tell their seasons apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from nyaastats.domain.shows import AniListId, Format, Show
from nyaastats.identify.names.titles import Title, extract_head, extract_tail, parse_title, remove_spaces

FULL_WEIGHT, HEAD_WEIGHT, TAIL_WEIGHT = 100.0, 92.0, 88.0
"""The similarity (of 100) of a title that equals a whole title of the show, its head, or its tail.

A title without its last word of form is worth as much as a head.
"""
_FORM_WORD = re.compile(r"[\s:]+(?:\(?(?:the Animation|OVA|ONA|TV)\)?)$", re.IGNORECASE)
"""What it is, at the end of a title; releases leave it out: `Blue Archive the Animation`."""
_MAX_SEASON_LENGTH = 26
"""Two cours of 13 weeks: entries that have more together are two seasons."""
_MIN_SHORT_FORM_LETTERS = 5
"""A shorter head or tail is an ordinary word."""


@dataclass(frozen=True, slots=True)
class TitleAlias:
    """One reading of one title of a show, or of a short form of it."""

    text: str
    title: Title
    weight: float
    """The similarity of a title that equals it, of 100."""
    is_official: bool
    """Whether it is one of AniList's own titles; synonyms may number the franchise, not the show."""
    is_shared: bool = False
    """Whether it is a short form of several shows' titles, as `Dr. Stone` is of all its seasons."""


@dataclass(frozen=True)  # without slots, for the cached properties
class IndexedShow:
    """A show with its aliases, and what they and AniList's facts state about its season."""

    show: Show
    aliases: tuple[TitleAlias, ...]

    @cached_property
    def seasons(self) -> frozenset[int]:
        """The season numbers it goes by: those of its own titles, else of its place in the chain and its synonyms."""
        official = frozenset(self._list_stated_seasons(official=True))
        # A title of AniList's own that states a season ends the question; synonyms come from users, and some number the
        # franchise with its films.
        if official:
            return official
        prequels = sum(1 for prequel in self.show.prequels if prequel.format.is_series)
        # AniList keeps each cour as an entry: the second cour of a first season has a prequel, and is season 1 all the
        # same (`86` is https://anilist.co/anime/116589, its second cour https://anilist.co/anime/131586).
        by_place = {1} if self.parts else {1, prequels + 1}
        return frozenset(self._list_stated_seasons(official=False)).union(() if self.is_final else by_place)

    def _list_stated_seasons(self, *, official: bool) -> Iterator[int]:
        return (alias.title.season for alias in self.aliases if alias.title.season and alias.is_official == official)

    @cached_property
    def parts(self) -> frozenset[int]:
        """The part or cour numbers that its aliases state."""
        return frozenset(alias.title.part for alias in self.aliases if alias.title.part is not None)

    @cached_property
    def is_final(self) -> bool:
        """Whether an alias says `Final Season`."""
        return any(alias.title.is_final for alias in self.aliases)

    @cached_property
    def base_keys(self) -> frozenset[str]:
        """Its aliases that state a season or part, without these words: the title that its predecessors share."""
        titles = [alias.title for alias in self.aliases]
        sequels = (title for title in titles if (title.season or 1) > 1 or (title.part or 1) > 1 or title.is_final)
        return frozenset(remove_spaces(title.key) for title in sequels)

    @cached_property
    def is_first_season(self) -> bool:
        """Whether a release without a season can mean it."""
        return 1 in self.seasons and not self.is_final and not any(part > 1 for part in self.parts)

    @cached_property
    def air_times(self) -> dict[int, float]:
        """Episode → its broadcast, in seconds since 1970."""
        return {airing.episode: airing.at.timestamp() for airing in self.show.airings}

    @cached_property
    def _first_and_last_broadcast(self) -> tuple[float, float] | None:
        times = self.air_times.values()
        return (min(times), max(times)) if times else None

    def is_broadcast_within(self, start: float, end: float) -> bool:
        """Whether the time from its first broadcast to its last touches that of these two, in seconds since 1970."""
        span = self._first_and_last_broadcast
        return span is not None and span[0] <= end and start <= span[1]

    @cached_property
    def last_episode(self) -> int | None:
        """The number of its last episode, by AniList's count and schedule; None when both are missing."""
        return max(filter(None, (self.show.episodes, *self.air_times)), default=None)

    @cached_property
    def prequel_lengths(self) -> tuple[int | None, ...]:
        """The episodes of each series of the PREQUEL chain, the nearest first; None where they are unknown."""
        return tuple(prequel.episodes for prequel in self.show.prequels if prequel.format.is_series)

    @cached_property
    def possible_seasons(self) -> range:
        """The seasons that its place in the PREQUEL chain allows, the last one where each entry is a season.

        AniList keeps each cour as an entry: the last season of 25, 12, 12 and 10 episodes (https://anilist.co/anime/16498)
        is the fourth, or the third if neighbours of up to two cours together are one.
        """
        seasons = season_length = 0
        for length in (self.show.episodes or 0, *(length or 0 for length in self.prequel_lengths)):
            is_same = seasons and season_length + length <= _MAX_SEASON_LENGTH
            seasons, season_length = (seasons, season_length + length) if is_same else (seasons + 1, length)
        return range(seasons, len(self.prequel_lengths) + 2)

    @cached_property
    def episodes_before(self) -> int | None:
        """The episodes of all earlier seasons, by the PREQUEL chain; None without one, or where a length is unknown."""
        lengths = self.prequel_lengths
        return sum(filter(None, lengths)) if lengths and all(lengths) else None

    @cached_property
    def years(self) -> frozenset[int]:
        """The years in which it is on the air, by its start and schedule."""
        # The schedule too: a show that goes on over New Year is on the air in both years.
        start = {self.show.start.year} if self.show.start else set()
        return frozenset(start | {airing.at.year for airing in self.show.airings})

    @cached_property
    def is_unnumbered(self) -> bool:
        """Whether its aliases show that it is a sequel, and nothing shows which season it is (`Title Final Season`)."""
        has_number = any(alias.title.season for alias in self.aliases) or bool(self.show.prequels)
        return not has_number and not self.is_first_season

    @property
    def is_series(self) -> bool:
        """Whether it has episodes that are ranked."""
        return self.show.format.is_series

    @property
    def is_single_work(self) -> bool:
        """Whether it is one piece, so that a release without any episode number can mean it.

        A series of one episode is, unless it is broadcast: a film may be an ONA of one episode on AniList.
        """
        return not self.is_series or (self.show.episodes == 1 and self.show.format is not Format.TV)


def build_index(shows: Iterable[Show]) -> tuple[IndexedShow, ...]:
    """The shows with their aliases, in the order of their ids; a short form that two shows share is marked.

    `Blue Orchestra` would be the head of both `Blue Orchestra: Encore` and `Blue Orchestra: Finale`.
    """
    with_aliases = [(show, tuple(_make_aliases(show))) for show in sorted(shows, key=lambda show: show.id)]
    owners: defaultdict[str, set[AniListId]] = defaultdict(set)
    for show, aliases in with_aliases:
        for alias in aliases:
            owners[remove_spaces(alias.title.key)].add(show.id)

    def mark(alias: TitleAlias) -> TitleAlias | None:
        key = remove_spaces(alias.title.key)
        if alias.weight == FULL_WEIGHT:
            return alias
        if len(key) < _MIN_SHORT_FORM_LETTERS:
            return None
        return replace(alias, is_shared=True) if len(owners[key]) > 1 else alias

    return tuple(IndexedShow(show, tuple(filter(None, map(mark, aliases)))) for show, aliases in with_aliases)


def _make_aliases(show: Show) -> Iterator[TitleAlias]:
    official = {show.romaji, show.english, show.native}
    for text, weight in _list_texts(show):
        # Only AniList's own titles are read in every way: a synonym that ends with a number may number the franchise.
        for title in parse_title(text) if text in official else parse_title(text)[:1]:
            yield TitleAlias(text, title, weight, is_official=text in official)


def _list_texts(show: Show) -> Iterator[tuple[str, float]]:
    """Every title of a show, also without a word of form, and heads and tails of the first two, with their worth."""
    # A show whose English title is its romaji one lists it twice.
    full = list(dict.fromkeys(filter(None, (show.romaji, show.english, show.native, *show.synonyms))))
    yield from ((text, FULL_WEIGHT) for text in full)
    yield from ((short, HEAD_WEIGHT) for text in full[:2] if (short := extract_head(text)))
    yield from ((short, HEAD_WEIGHT) for text in full if (short := _FORM_WORD.sub("", text)) != text)
    yield from ((short, TAIL_WEIGHT) for text in full[:2] if (short := extract_tail(text)))
