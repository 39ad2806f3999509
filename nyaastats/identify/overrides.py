"""The decisions of a person: which of them, if any, is about a release.

title "Some Title", season 2         `Some Title S2 - 05`, `Some Title 2nd Season - 05`
title "Some Title", season "none"    `Some Title - 05`
title "Some Title"                   both
title "Some Title Part 2"            `Some Title Part 2 - 05`, which none of the above is about
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from nyaastats.domain.matches import UNSTATED, Override, StatedSeason
from nyaastats.domain.releases import Release
from nyaastats.identify.names.titles import Title, normalise, readings

Place = tuple[str, StatedSeason | None]
"""What a decision is about: a title in normal form, and a stated season or any."""


def _stated(release: Release) -> StatedSeason:
    return UNSTATED if release.season is None else release.season


def _first(title: str) -> Title | None:
    return next(iter(readings(title)), None)


def _key(title: str) -> str:
    """Without its season, which is compared as a number; a part stays, because nothing else tells it apart."""
    first = _first(title)
    if first is None or first.part is not None or first.is_final:
        return normalise(title)
    return first.key


def subject(release: Release) -> Place | None:
    """What a decision about `release` is about, so that releases of one title and season share it; None without one."""
    return (_key(release.titles[0]), _stated(release)) if release.titles else None


def _places(override: Override) -> Iterator[Place]:
    """Where to find a decision: under its whole title, and without the season words that its season repeats."""
    yield normalise(override.title), override.season
    first = _first(override.title)
    if first and (first.season is None or first.season == override.season):
        yield _key(override.title), override.season


class Overrides:
    """Decisions, ready to be asked for; of two about the same the later one holds."""

    def __init__(self, decisions: Iterable[Override] = ()) -> None:
        self._by_place = {place: one for one in decisions for place in _places(one)}

    def of(self, release: Release) -> Override | None:
        """The decision about `release`: by its whole titles first, by the season it states before any season."""
        if not self._by_place:
            return None
        titles = chain(map(normalise, release.titles), map(_key, release.titles))
        places = ((title, season) for title in titles for season in (_stated(release), None))
        return next((self._by_place[place] for place in places if place in self._by_place), None)
