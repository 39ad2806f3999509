"""Titles in sentences: the words around one stand in the order in which they do around a Latin one."""

from __future__ import annotations

import sys
from unicodedata import bidirectional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.text import isolate, remove_isolates, replace_controls, replace_loose_controls
from testkit.bidi import ACTING, find_loose

ARABIC, HEBREW, FAMILY = "برج بابل 2", "מגדל בבל", "👨\u200d👩\u200d👧"
letters = st.sampled_from([*"a 1.\n\t", "\u2028", "\u2029", "\u200f", "\u200e", "ب", "ב", "日", *ACTING])
texts = st.text(letters, max_size=12)


@pytest.mark.parametrize("letter", ACTING)
def test_what_acts_on_other_words_is_replaced(letter: str) -> None:
    assert replace_controls(f"a{letter}b") == replace_loose_controls(f"a{letter}b") == "a\ufffdb"


@pytest.mark.parametrize("title", [ARABIC, f"{HEBREW}\u200f!", FAMILY, "日本\u3000語", "a\tb\nc", ""])
def test_every_script_stays_whole(title: str) -> None:
    assert replace_controls(title) == replace_loose_controls(title) == title


@pytest.mark.parametrize(
    ("title", "isolated"),
    [
        (ARABIC, f"\u2068{ARABIC}\u2069"),
        (f"Tower {HEBREW}", f"\u2068Tower {HEBREW}\u2069"),
        (f"{FAMILY}ب", f"\u2068{FAMILY}ب\u2069"),
        ("a\u200f", "\u2068a\u200f\u2069"),
        (f"\u2069{HEBREW}", f"\u2068\ufffd{HEBREW}\u2069"),
        ("Frieren: Beyond Journey’s End", "Frieren: Beyond Journey’s End"),
        ("進撃の巨人 2", "進撃の巨人 2"),
        (FAMILY, FAMILY),
        ("", ""),
    ],
)
def test_only_a_title_from_the_right_is_isolated(title: str, isolated: str) -> None:
    assert isolate(title) == isolated
    assert isolate(isolated) == isolated
    assert replace_loose_controls(f"{isolated} is #1") == f"{isolated} is #1"
    assert remove_isolates(f"{isolated} is #1") == f"{replace_controls(title)} is #1"


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("\u2068a is #1", "\ufffda is #1"),
        ("a\u2069 is #1", "a\ufffd is #1"),
        ("\u2068\u2068a\u2069", "\ufffd\u2068a\u2069"),
        ("\u2066a\u2069", "\ufffda\ufffd"),
        ("\u2068a\nb\u2069", "\ufffda\nb\ufffd"),
        ("\u2068a\u202e\u2069", "\ufffda\ufffd\ufffd"),
    ],
)
def test_an_isolate_that_does_not_end_is_none(sentence: str, kept: str) -> None:
    assert replace_loose_controls(sentence) == kept


def test_every_letter_from_the_right_is_known() -> None:
    """The blocks hold all that this Python's Unicode says is written from the right."""
    every = map(chr, range(sys.maxunicode + 1))
    unknown = [letter for letter in every if bidirectional(letter) in {"R", "AL"} and isolate(letter) == letter]
    assert unknown == []


@given(texts)
def test_no_title_turns_the_words_around_it(raw: str) -> None:
    """A title as AniList's is read: without controls, on one line."""
    title = replace_controls(" ".join(raw.splitlines()))
    assert find_loose(replace_loose_controls(f"{isolate(title)}: 12 downloads")) == []


@given(texts)
def test_a_sentence_of_anything_holds_nothing_that_acts(text: str) -> None:
    """Whatever an older publication says."""
    kept = replace_loose_controls(text)
    assert [letter for letter in find_loose(kept) if letter in ACTING] == []
    assert replace_loose_controls(kept) == kept
