"""What is listed as corrected, and how right the first editions were."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from nyaastats.domain.calendar import Week
from nyaastats.domain.editions import Edition, EditionEntry
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.corrections import build_corrections, build_editions, is_notable, score_editions
from nyaastats.publish.contracts.public import Correction
from nyaastats.publish.contracts.report import Revision
from testkit.small_season import make_chart

MONDAY = date(2025, 10, 6)
FIRST = datetime(2025, 10, 13, 6, tzinfo=UTC)
NOW = datetime(2025, 11, 20, tzinfo=UTC)

Chart = Mapping[int, int]
"""Downloads by show, the best rank first."""


def make_edition(chart: Chart, known_until: datetime = FIRST) -> Edition:
    entries = {
        AniListId(show): EditionEntry(rank, downloads) for rank, (show, downloads) in enumerate(chart.items(), start=1)
    }
    return Edition(Week(MONDAY), known_until, entries)


def correct(before: Chart, after: Chart, known_until: datetime = FIRST) -> tuple[Correction, ...]:
    edition = make_edition(before, known_until)
    return build_corrections(
        [make_chart(MONDAY, after)], NOW, {edition.week: edition}, {AniListId(1): "One"}
    ).corrections


@pytest.mark.parametrize(
    ("before", "after", "listed"),
    [
        ((1, 1_000), (1, 1_000), False),
        ((1, 1_000), (1, 1_010), False),  # 1 % is not more than 1 %
        ((1, 1_000), (1, 1_011), True),
        ((1, 1_000), (1, 989), True),
        ((1, 100), (1, 105), False),  # 5 downloads are not more than 5
        ((1, 100), (1, 106), True),
        ((25, 100), (26, 100), True),
        ((26, 100), (25, 100), True),
        ((26, 100), (27, 100), False),
        ((26, 100), None, True),
        (None, (40, 3), False),
        (None, (40, 6), True),
        (None, (25, 3), True),
    ],
)
def test_what_is_listed(before: tuple[int, int] | None, after: tuple[int, int] | None, *, listed: bool) -> None:
    entries = [EditionEntry(*entry) if entry else None for entry in (before, after)]
    assert is_notable(*entries) is listed


def test_it_says_what_was_published_and_what_is_now() -> None:
    assert correct({1: 100, 2: 90, 3: 80}, {2: 120, 1: 100}) == (
        Correction("2025-W41", AniListId(1), "One", FIRST, 1, 2, 100, 100),
        Correction("2025-W41", AniListId(2), None, FIRST, 2, 1, 90, 120),
        Correction("2025-W41", AniListId(3), None, FIRST, 3, None, 80, 0),
    )


def test_an_edition_that_knew_more_than_this_run_corrects_nothing() -> None:
    assert correct({1: 100}, {1: 200}, datetime(2025, 11, 21, tzinfo=UTC)) == ()


def test_a_week_that_is_not_over_has_no_edition() -> None:
    assert build_editions([make_chart(MONDAY, {1: 100}, complete=False, settled=False)], NOW) == {}
    assert build_editions([make_chart(MONDAY, {1: 100})], NOW) == {Week(MONDAY): make_edition({1: 100}, NOW)}


def score(before: Chart, after: Chart, *, known_until: datetime = FIRST, settled: bool = True) -> Revision | None:
    edition = make_edition(before, known_until)
    return score_editions([make_chart(MONDAY, after, settled=settled)], NOW, {edition.week: edition})


def test_the_score_is_the_mean_over_the_shows_first_published() -> None:
    # 10 %, 50 % and all of it; the last is gone, and the first two have changed places.
    assert score({1: 100, 2: 80, 3: 10}, {2: 120, 1: 110}) == Revision(1, 3, round((0.1 + 0.5 + 1) / 3, 6), 3)


def test_only_the_first_25_are_in_the_score() -> None:
    chart = {show: 1_000 - show for show in range(1, 40)}
    changed = {show: downloads if show <= 25 else downloads - 500 for show, downloads in chart.items()}
    assert score(chart, changed) == Revision(1, 25, 0.0, 0)


def test_a_week_that_may_still_change_and_one_published_just_now_have_no_score() -> None:
    assert score({1: 100}, {1: 110}, settled=False) is None
    assert score({1: 100}, {1: 110}, known_until=NOW) is None
    assert score({}, {1: 110}) is None
