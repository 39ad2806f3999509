"""Searches all shows for what a person types: an AniList id, the beginning or a part of a title, or a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from nyaastats.domain.shows import Show
from nyaastats.identify.candidates import CandidateFinder
from nyaastats.identify.names.titles import normalise_title
from nyaastats.identify.show_index import IndexedShow

_MIN_SIMILARITY = 55.0
"""Below it a title is no misspelling of what was typed."""


def search_shows(entries: Iterable[IndexedShow], finder: CandidateFinder, text: str) -> list[Show]:
    """The shows that `text` may mean, the likeliest first; none for a text without letters and digits."""
    key = normalise_title(text)
    if not key:
        return []
    all_entries = list(entries)
    by_place = sorted((place, entry.show.title, entry.show.id) for entry in all_entries if (place := _find(key, entry)))
    shows = {entry.show.id: entry.show for entry in all_entries}
    literal = (shows[show_id] for _, _, show_id in by_place)
    return list({show.id: show for show in chain(literal, _find_similar(text, finder))}.values())


def _find(key: str, entry: IndexedShow) -> int | None:
    """Where `key` stands in the show: 1 its id, 2 a whole title, 3 the beginning of one, 4 of a word, 5 anywhere."""
    if key == str(entry.show.id):
        return 1
    return min((place for title in _list_titles(entry.show) if (place := _find_in_title(key, title))), default=None)


def _find_in_title(key: str, title: str) -> int | None:
    normal = normalise_title(title)
    if key == normal:
        return 2
    if normal.startswith(key):
        return 3
    if f" {key}" in normal:
        return 4
    return 5 if key in normal else None


def _list_titles(show: Show) -> tuple[str, ...]:
    titles = (show.english, show.romaji, show.native, *show.synonyms)
    return tuple(title for title in titles if title)


def _find_similar(text: str, finder: CandidateFinder) -> Iterator[Show]:
    for candidate in finder.rank_all_shows(text):
        if candidate.similarity < _MIN_SIMILARITY:
            return
        yield candidate.entry.show
