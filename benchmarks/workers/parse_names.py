"""Parses names by one parser: `python parse_names.py PARSER < names.json > readings.json`.

PARSER is guessit, anitopy or aniparse, of the version that this Python has installed, or nyaastats. Input: a list of
names. Output: `{"seconds": …, "readings": [{"titles": […], "season": …, "number": …, "stored": …}, …]}`, where `stored`
is the parser's whole answer as JSON text. A list, a range or a fraction is neither a season nor a number.

This file runs by its path in environments that hold one parser and nothing of the project, so it may import only the
standard library, and the parser where it is used.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any

Reading = dict[str, Any]
WARM_UP = "[Group] Another Title S02E03 (1080p) [ABCDEF01].mkv"
"""Parsed before the clock starts: some parsers compile their rules at the first name."""


def _texts(*values: Any) -> list[str]:
    """All texts of values that are a text, a list of texts, or neither."""
    flat = [text for value in values for text in (value if isinstance(value, list) else [value])]
    return [text for text in flat if isinstance(text, str) and text.strip()]


def _whole(value: Any) -> int | None:
    """A whole number, given as a number or as digits; None for anything else.

    A list of equal numbers is that number: anitopy gives ["02", "2"] where a name holds `S02` and `Season 2`.
    """
    if isinstance(value, list):
        numbers = {_whole(item) for item in value}
        return numbers.pop() if len(numbers) == 1 else None
    if isinstance(value, str):
        return int(value) if value.isdecimal() else None
    return int(value) if isinstance(value, (int, float)) and value == int(value) else None


def read_guessit(answer: Mapping[str, Any]) -> Reading:
    """`{"title": …, "alternative_title": …, "season": 2, "episode": 3}`."""
    return {
        "titles": _texts(answer.get("title"), answer.get("alternative_title")),
        "season": _whole(answer.get("season")),
        "number": _whole(answer.get("episode")),
    }


def read_anitopy(answer: Mapping[str, Any] | None) -> Reading:
    """`{"anime_title": …, "anime_season": "2", "episode_number": "03"}`; None for a name it cannot read."""
    fields = answer or {}
    return {
        "titles": _texts(fields.get("anime_title")),
        "season": _whole(fields.get("anime_season")),
        "number": _whole(fields.get("episode_number")),
    }


def read_aniparse(answer: Mapping[str, Any] | None) -> Reading:
    """`{"series": [{"title": …, "season": [{"number": 2}], "episode": [{"number": 3}]}]}`."""
    # A name can hold several series; the first is the one that the numbers belong to.
    series = (answer or {}).get("series") or [{}]
    return {
        "titles": _texts(*(part.get("title") for part in series)),
        "season": _single_number(series[0].get("season")),
        "number": _single_number(series[0].get("episode")),
    }


def _single_number(parts: Any) -> int | None:
    return _whole(parts[0].get("number")) if isinstance(parts, list) and len(parts) == 1 else None


def read_nyaastats(release: Any) -> Reading:
    """A `Release`: its fields have the same names."""
    return {name: value for name, value in release._asdict().items() if name in {"titles", "season", "number"}}


def _load_guessit() -> Callable[[str], Any]:
    from guessit import guessit

    return lambda name: dict(guessit(name))


def _load_anitopy() -> Callable[[str], Any]:
    # By name: a type checker of the project does not find it.
    from importlib import import_module

    parse: Callable[[str], Any] = import_module("anitopy").parse
    return parse


def _load_aniparse() -> Callable[[str], Any]:
    from importlib import import_module

    parse: Callable[[str], Any] = import_module("aniparse").parse
    return parse


def _load_nyaastats() -> Callable[[str], Any]:
    from nyaastats.identify.names.parser import parse_name

    return parse_name


PARSERS: dict[str, tuple[Callable[[], Callable[[str], Any]], Callable[[Any], Reading]]] = {
    "guessit": (_load_guessit, read_guessit),
    "anitopy": (_load_anitopy, read_anitopy),
    "aniparse": (_load_aniparse, read_aniparse),
    "nyaastats": (_load_nyaastats, read_nyaastats),
}


def main(parser: str) -> None:
    """Parse every name of stdin, write the readings to stdout."""
    load, to_reading = PARSERS[parser]
    parse = _without_errors(load())
    names = json.load(sys.stdin)
    parse(WARM_UP)
    start = perf_counter()
    answers = [parse(name) for name in names]
    seconds = perf_counter() - start
    readings = [to_reading(answer) | {"stored": json.dumps(answer, default=str)} for answer in answers]
    json.dump({"seconds": seconds, "readings": readings}, sys.stdout)


def _without_errors(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """The parser with an empty answer for names that it raises an error on."""

    def parse_or_nothing(name: str) -> Any:
        try:
            return parse(name)
        except Exception:  # noqa: BLE001  # a foreign parser may raise anything; the comparison goes on
            return {}

    return parse_or_nothing


if __name__ == "__main__":
    main(sys.argv[1])
