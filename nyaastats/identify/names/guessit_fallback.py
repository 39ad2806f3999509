"""The stored guessit output: used where a name is silent, with corrections for its usual mistakes.

guessit reads `{"title": …, "season": …, "episode": …, "type": …}` out of a name. The database holds what
the version of its day wrote, so nothing here relies on one version; the name itself is always read first.

Why first: of real names guessit (3.8 and 4.4) loses a quarter of the numbers (`Season 3 - 13` becomes a range of
seasons), and reads a name a hundred times slower than `parser.py`. But the stored guess is paid for already, so it is
used where the name says nothing. benchmarks/RESULTS.md compares the parsers.
"""

from __future__ import annotations

import json
import re
from typing import Any

from nyaastats.domain.releases import Kind, Release

_MIN_YEAR = 1900
_MAX_EPISODE = 9_999
"""Numbers of names have up to four digits (`rules`), so a longer or negative one in a guess is no episode: its torrent
stays without a number, is matched with no series, and is named among what is not."""


def _list_numbers(value: Any) -> list[int]:
    """One number or a list of them: guessit writes either."""
    return [number for number in (value if isinstance(value, list) else [value]) if type(number) is int]  # not a bool


def _read_season(guess: dict[str, Any]) -> int | None:
    """`Title (2025) - 05` is read as season 2025 by some versions."""
    # Two seasons are a range, which guessit makes of `Season 3 - 13`.
    seasons = _list_numbers(guess.get("season"))
    return seasons[0] if len(seasons) == 1 and seasons[0] < _MIN_YEAR else None


def _read_episode(guess: dict[str, Any], name: str) -> int | None:
    """One number, and one that stands in the name by itself: `06.5` is read as episode 6."""
    episodes = _list_numbers(guess.get("episode"))
    # With a year, guessit may have divided it: `Title 2025` gives episode 20 of the year 2025 in some versions.
    if len(episodes) != 1 or "year" in guess or not 0 <= episodes[0] <= _MAX_EPISODE:
        return None
    # Not the height of `1080p`, the depth of `10bit` or the whole part of `06.5`.
    alone = re.compile(rf"(?<![\d.])0*{episodes[0]}(?!\d|\.\d|p\b|bit)", re.IGNORECASE)
    return episodes[0] if alone.search(name) else None


def _read_titles(guess: dict[str, Any]) -> tuple[str, ...]:
    """The title and what guessit takes for another title."""
    values = [guess.get("title"), guess.get("alternative_title")]
    flat = [title for value in values for title in (value if isinstance(value, list) else [value])]
    # `86` (https://anilist.co/anime/116589) becomes the integer 86 in JSON, which may as well be an episode: no title.
    return tuple(title for title in flat if isinstance(title, str) and title.strip())


def _load_guess(guess_json: str) -> dict[str, Any]:
    """The guess; an empty one where Python reads no object in what SQLite took for valid JSON."""
    try:
        guess = json.loads(guess_json)
    except (ValueError, RecursionError):  # a whole number of more than 4,300 digits; a thousand nested brackets
        return {}
    return guess if isinstance(guess, dict) else {}


def needs_guess(release: Release) -> bool:
    """Whether the name leaves open what guessit may have read: no title at all, or nothing about an episode."""
    return not release.titles or (release.kind is Kind.MOVIE and release.number is None)


def fill_missing(release: Release, guess_json: str | None, name: str) -> Release:
    """`release` with what the stored guess adds to it.

    `guess_json` is JSON text that was checked when it was read from the database.
    """
    if guess_json is None or not needs_guess(release):
        return release
    guess = _load_guess(guess_json)
    titles = tuple(dict.fromkeys((*release.titles, *_read_titles(guess))))
    episode = _read_episode(guess, name) if guess.get("type") == "episode" else None
    # A stated season without an episode is a season pack: `Title S2 [BD]`. guessit takes its 2 for the episode.
    if episode is None or release.season is not None:
        return release._replace(titles=titles)
    return release._replace(titles=titles, kind=Kind.EPISODE, number=episode, season=_read_season(guess))
