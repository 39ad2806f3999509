"""Titles and names of strangers, as a terminal shows them."""

from __future__ import annotations

import pytest

from nyaastats.cli.console import make_printable


@pytest.mark.parametrize(
    "title",
    [
        "مرحبا",
        "שלום",
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "進撃の巨人\u3000第二期",
        "می\u200cخواهم",
        "Season\u00a02",
        "Nausicaä",
    ],
)
def test_a_title_of_any_script_is_shown_whole(title: str) -> None:
    assert make_printable(title) == title


def test_a_terminal_gets_no_isolates() -> None:
    """They are around a title from the right in what is published, and no terminal shows them well."""
    assert make_printable("\u2068برج\u2069 is #1") == "برج is #1"
    assert make_printable("\u2068ab") == "\ufffdab"


@pytest.mark.parametrize(
    "letter", [*"\x00\a\b\t\n\r\x1b\x7f\x85\x9b", *"\u200e\u200f\u202a\u202e\u2066\u2069", *"\u2028\u2029\ud800"]
)
def test_what_acts_on_a_terminal_or_on_other_words_is_replaced(letter: str) -> None:
    assert make_printable(f"a{letter}b") == "a\ufffdb"
