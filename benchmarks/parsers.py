"""Reads names with one parser, in a process of its own: `python parsers.py PARSER < names.json > readings.json`.

PARSER is guessit, anitopy or aniparse, of whatever version this Python finds, or nyaastats. In: a list of names. Out:
`{"seconds": …, "readings": [{"titles": […], "season": …, "number": …, "stored": …}, …]}`, `stored` being the parser's
whole answer. What a parser writes as a list, a range or a fraction is no season and no number. Of the project nothing
is imported but for `nyaastats` itself: the others' environments do not have it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from time import perf_counter
from typing import Any

Said = dict[str, Any]
WARM_UP = "[Group] Another Title S02E03 (1080p) [ABCDEF01].mkv"
"""Read before the clock starts: some parsers build their rules at the first name."""


def _texts(*values: Any) -> list[str]:
    """One text or a list of them, or none."""
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return [text for text in flat if isinstance(text, str) and text.strip()]


def _whole(value: Any) -> int | None:
    """A whole number, as itself or as its digits; a list that says one number twice is that number."""
    if isinstance(value, list):
        said = {_whole(one) for one in value}
        return said.pop() if len(said) == 1 else None
    if isinstance(value, str):
        return int(value) if value.isdecimal() else None
    return int(value) if isinstance(value, (int, float)) and value == int(value) else None


def of_guessit(answer: Mapping[str, Any]) -> Said:
    """`{"title": …, "alternative_title": …, "season": 2, "episode": 3}`."""
    return {
        "titles": _texts(answer.get("title"), answer.get("alternative_title")),
        "season": _whole(answer.get("season")),
        "number": _whole(answer.get("episode")),
    }


def of_anitopy(answer: Mapping[str, Any] | None) -> Said:
    """`{"anime_title": …, "anime_season": "2", "episode_number": "03"}`; None for a name it cannot read."""
    told = answer or {}
    return {
        "titles": _texts(told.get("anime_title")),
        "season": _whole(told.get("anime_season")),
        "number": _whole(told.get("episode_number")),
    }


def of_aniparse(answer: Mapping[str, Any] | None) -> Said:
    """`{"series": [{"title": …, "season": [{"number": 2}], "episode": [{"number": 3}]}]}`."""
    series = (answer or {}).get("series") or [{}]
    return {
        "titles": _texts(*(one.get("title") for one in series)),
        "season": _one_number(series[0].get("season")),
        "number": _one_number(series[0].get("episode")),
    }


def _one_number(parts: Any) -> int | None:
    return _whole(parts[0].get("number")) if isinstance(parts, list) and len(parts) == 1 else None


def of_ours(release: Any) -> Said:
    """A `Release`, whose fields are named alike."""
    return {name: value for name, value in asdict(release).items() if name in {"titles", "season", "number"}}


def _guessit() -> Callable[[str], Any]:
    from guessit import guessit

    return lambda name: dict(guessit(name))


def _anitopy() -> Callable[[str], Any]:
    from importlib import import_module

    parse: Callable[[str], Any] = import_module("anitopy").parse
    return parse


def _aniparse() -> Callable[[str], Any]:
    from importlib import import_module

    parse: Callable[[str], Any] = import_module("aniparse").parse
    return parse


def _nyaastats() -> Callable[[str], Any]:
    from nyaastats.identify.names.parser import read

    return read


PARSERS: dict[str, tuple[Callable[[], Callable[[str], Any]], Callable[[Any], Said]]] = {
    "guessit": (_guessit, of_guessit),
    "anitopy": (_anitopy, of_anitopy),
    "aniparse": (_aniparse, of_aniparse),
    "nyaastats": (_nyaastats, of_ours),
}


def main(parser: str) -> None:
    """Read every name, then tell."""
    load, told = PARSERS[parser]
    read = _spared(load())
    names = json.load(sys.stdin)
    read(WARM_UP)
    start = perf_counter()
    answers = [read(name) for name in names]
    seconds = perf_counter() - start
    readings = [told(answer) | {"stored": json.dumps(answer, default=str)} for answer in answers]
    json.dump({"seconds": seconds, "readings": readings}, sys.stdout)


def _spared(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """A parser that breaks on a name says nothing of it."""

    def spared(name: str) -> Any:
        try:
            return read(name)
        except Exception:  # noqa: BLE001  # whatever it raises is its answer
            return {}

    return spared


if __name__ == "__main__":
    main(sys.argv[1])
