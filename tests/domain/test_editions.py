"""Which chart of a week stands as its first edition."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from nyaastats.domain.calendar import Week
from nyaastats.domain.editions import Edition, EditionEntry, choose_editions
from nyaastats.domain.shows import AniListId

WEEK = Week(date(2025, 10, 6))
ENDED = datetime(2025, 10, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)


def make_edition(known_until: datetime, downloads: int = 10) -> Edition:
    return Edition(WEEK, known_until, {AniListId(1): EditionEntry(1, downloads)})


@pytest.mark.parametrize(
    ("kept", "published", "replaced"),
    [
        (6 * HOUR, 6 * HOUR, True),  # an override was added, nothing was scraped
        (6 * HOUR, 7 * HOUR, True),
        (6 * HOUR, 24 * HOUR, True),
        (6 * HOUR, 25 * HOUR, False),
        (30 * HOUR, 31 * HOUR, False),  # published late: it stands at once
        (6 * HOUR, 5 * HOUR, False),  # an older copy of the database knows less
    ],
)
def test_an_edition_stands_when_its_week_is_over_for_a_day(
    kept: timedelta, published: timedelta, *, replaced: bool
) -> None:
    old, new = make_edition(ENDED + kept, 10), make_edition(ENDED + published, 20)
    assert choose_editions({WEEK: old}, {WEEK: new}) == {WEEK: new if replaced else old}


def test_a_week_without_an_edition_gets_one_whenever_that_is() -> None:
    late, other = make_edition(ENDED + timedelta(days=90)), make_edition(ENDED)
    assert choose_editions({}, {WEEK: late}) == {WEEK: late}
    assert choose_editions({WEEK.later(1): other}, {}) == {WEEK.later(1): other}
