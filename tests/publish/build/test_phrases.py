"""Numbers, days and titles as sentences have them."""

from __future__ import annotations

from datetime import date

import pytest

from nyaastats.domain.calendar import Week
from nyaastats.publish.build.phrases import (
    compare_downloads,
    end_sentence,
    format_basis_points,
    format_day,
    format_ordinal,
    format_week,
    join_titles,
    pluralize,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 rank"), (2, "2 ranks"), (0, "0 ranks"), (12_345, "12,345 ranks")],
)
def test_a_number_of_things(number: int, words: str) -> None:
    assert pluralize(number, "rank") == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (21, "21st"), (112, "112th")],
)
def test_an_ordinal(number: int, words: str) -> None:
    assert format_ordinal(number) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (252, "2.5%"),
        (259, "2.5%"),
        (8600, "86%"),
        (17_910, "179.1%"),
        (123_456, "1,234.5%"),
        (10, "0.1%"),
        (9, "less than 0.1%"),
        (0, "less than 0.1%"),
    ],
)
def test_basis_points_are_a_percentage_rounded_down(value: int, words: str) -> None:
    assert format_basis_points(value) == words


def test_a_day() -> None:
    assert format_day(date(2025, 10, 4)) == "4 October 2025"


@pytest.mark.parametrize(
    ("monday", "words"),
    [
        (date(2026, 1, 12), "12–18 January 2026"),
        (date(2025, 9, 29), "29 September – 5 October 2025"),
        (date(2025, 12, 29), "29 December 2025 – 4 January 2026"),
    ],
)
def test_a_week_writes_once_what_its_days_share(monday: date, words: str) -> None:
    assert format_week(Week(monday)) == words


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        ("A", "A"),
        ("AB", "A and B"),
        ("ABC", "A, B and C"),
        ("ABCD", "A, B, C and 1 more"),
        ("ABCDEFGH", "A, B, C and 5 more"),
    ],
)
def test_more_than_three_titles_are_a_number(titles: str, words: str) -> None:
    assert join_titles(list(titles)) == words


@pytest.mark.parametrize(
    ("downloads", "before", "words"),
    [
        (114, 100, "14% more than the week before"),
        (72, 100, "28% fewer than the week before"),
        (302, 100, "202% more than the week before"),
        (2_000, 50, "3,900% more than the week before"),
        (1_005, 1_000, "1% more than the week before"),
        (1_004, 1_000, "about as many as the week before"),
        (996, 1_000, "about as many as the week before"),
        (100, 100, "as many as the week before"),
        (50, 50, "as many as the week before"),
        (49, 100, None),
        (100, 49, None),
        (100, 0, None),
        (0, 0, None),
    ],
)
def test_no_percentage_is_of_fewer_than_50_downloads(downloads: int, before: int, words: str | None) -> None:
    assert compare_downloads(downloads, before) == words


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It is A", "It is A."),
        ("It is K-ON!", "It is K-ON!"),
        ("A.", "A."),
        ("A?", "A?"),
        ("\u2068ب!\u2069", "\u2068ب!\u2069"),
    ],
)
def test_a_title_s_own_mark_ends_a_sentence(text: str, sentence: str) -> None:
    assert end_sentence(text) == sentence
