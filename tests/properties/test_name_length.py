"""A name costs in proportion to its length: counted in calls, which no busy machine changes.

Calls do not show what a pattern does inside: the bench compares times of long names for that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import FrameType

import pytest

from nyaastats.identify.names import parser, templates, titles
from testkit.long_names import FRAGMENTS, repeat

SHORT, LONG = 250, 1000


CACHED = [
    function
    for module in (parser, titles)
    for name, function in vars(module).items()
    if hasattr(function, "cache_clear") and name != "_replace_punctuation"  # of single letters
]


def read_afresh(name: str) -> None:
    """Read a name as if none was ever read, in a bracket behind the episode too, where commas divide."""
    for text in (name, f"Sanda - 05 ({name})"):
        for function in CACHED:
            function.cache_clear()
        parser._parse_text(templates.make_template(text).text)


def count_calls(read: Callable[[str], object], name: str) -> int:
    """The calls of Python and C functions; calls of compiled patterns are among them."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(name)
    finally:
        sys.setprofile(before)
    return calls


def is_proportional(read: Callable[[str], object], fragment: str) -> bool:
    """Whether four times the length costs at most five times the calls; what every name costs anyway is allowed for."""
    short, long = (count_calls(read, repeat(fragment, length)) for length in (SHORT, LONG))
    return long <= short * LONG / SHORT * 1.25


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_the_calls_grow_with_the_length(fragment: str) -> None:
    read_afresh(repeat(fragment, LONG))  # so that the letters' own cache is full
    assert is_proportional(read_afresh, fragment)


def read_each_rest(text: str) -> Iterator[str]:
    """What the law forbids: a loop over the rest from every word on."""
    words = text.split(",")
    for start in range(len(words)):
        yield ",".join(word.strip() for word in words[start:])


def test_the_law_sees_a_loop_in_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "_split_bracket", read_each_rest)
    assert not is_proportional(read_afresh, "a,")
