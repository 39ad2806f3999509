"""Looks up the override that applies to a release, if any.

title "Some Title", season 2         `Some Title S2 - 05`, `Some Title 2nd Season - 05`
title "Some Title", season "none"    `Some Title - 05`
title "Some Title"                   both
title "Some Title Part 2"            `Some Title Part 2 - 05`, which none of the above is about
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from types import MappingProxyType

from nyaastats.domain.matches import UNSTATED, Override, StatedSeason
from nyaastats.domain.releases import Release
from nyaastats.identify.names.titles import Title, normalise_title, parse_title

Subject = tuple[str, StatedSeason | None]
"""The releases that a decision applies to: those with a title (in normal form), and a stated season or any."""


def find_subject(release: Release) -> Subject | None:
    """The subject of a decision about `release`: that of all releases of its title and season. None without a title."""
    return (_make_key(release.titles[0]), _get_stated_season(release)) if release.titles else None


class Overrides:
    """Decisions, ready to be looked up; of two about the same subject the later one holds."""

    def __init__(self, decisions: Iterable[Override] = ()) -> None:
        self._by_subject = MappingProxyType(
            # Later decisions overwrite earlier ones: the shipped file is read first, a person's own after it.
            {subject: decision for decision in decisions for subject in _list_subjects(decision)}
        )

    @property
    def in_force(self) -> tuple[Override, ...]:
        """The decisions that hold for anything, in their order: not those that a later one took the place of."""
        return tuple(dict.fromkeys(self._by_subject.values()))

    def find(self, release: Release) -> Override | None:
        """The decision about `release`: by its whole titles first, by the season it states before any season."""
        if not self._by_subject:
            return None
        # Whole titles first: a decision about `Title Part 2` is not one about every `Title`.
        titles = chain(map(normalise_title, release.titles), map(_make_key, release.titles))
        subjects = ((title, season) for title in titles for season in (_get_stated_season(release), None))
        return next((self._by_subject[subject] for subject in subjects if subject in self._by_subject), None)


def _get_stated_season(release: Release) -> StatedSeason:
    return UNSTATED if release.season is None else release.season


def _get_first_reading(title: str) -> Title | None:
    return next(iter(parse_title(title)), None)


def _make_key(title: str) -> str:
    """Without its season, which is compared as a number; a part stays, because nothing else separates it."""
    reading = _get_first_reading(title)
    if reading is None or reading.part is not None or reading.is_final:
        return normalise_title(title)
    return reading.key


def _list_subjects(override: Override) -> Iterator[Subject]:
    """The subjects under which a decision is found: its whole title, and its title without the season words."""
    yield normalise_title(override.title), override.season
    reading = _get_first_reading(override.title)
    if reading and (reading.season is None or reading.season == override.season):
        yield _make_key(override.title), override.season
