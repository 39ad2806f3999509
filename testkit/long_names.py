"""Names that are one fragment over and over: each is a case that a careless pattern or loop takes long for."""

from __future__ import annotations

FRAGMENTS = (
    "(a", "(a)", "(a,", "((", "[", "[a]", "[a ", "【a", "（a", "a.", "a_", "a ", "a -", "-a", "a,", "a|", "a/", "a: ",
    "~", " ", "\t", "1.", "1 ", "1-1 ", " - 1", " - 1 a", " ~ 1", "S1", "S1 ", "S01-", "S01E01 ", "E1 ", "v2 ",
    "ep ", "ii ", "Season 1 ", "第1", "漢 ", "漢a ", "1080p ", "x264-a", "audio ",
)  # fmt: skip


def repeat(fragment: str, length: int) -> str:
    """As much of it as makes a name of so many letters."""
    return (fragment * (length // len(fragment) + 1))[:length]
