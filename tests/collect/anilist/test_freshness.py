"""When AniList is asked, and which kept answer is used, at any moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.collect.anilist.freshness import FINAL_AFTER, KeptAnswer, Place, RequestPlan, plan_request
from nyaastats.collect.anilist.schema import AniListAnswer, AniListPage, Data
from nyaastats.domain.calendar import Season
from testkit.anilist_server import make_media

FALL = Season.parse("fall-2025")
ARCHIVE, CACHE = Place.ARCHIVE, Place.CACHE
NOW = datetime(2025, 11, 1, tzinfo=UTC)
FINAL = FALL.end + FINAL_AFTER
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)


def keep(fetched_at: datetime, status: str | None = "RELEASING", **facts: Any) -> KeptAnswer:
    media = (make_media(1, status=status, **facts),)
    return KeptAnswer(AniListAnswer(data=Data(page=AniListPage(media=media)), fetched_at=fetched_at), fetched_at)


@pytest.mark.parametrize(
    ("kept", "now", "must_ask", "place"),
    [
        pytest.param({}, NOW, True, None, id="nothing is kept"),
        pytest.param({ARCHIVE: keep(NOW - HOUR)}, NOW, False, ARCHIVE, id="fresh in the archive"),
        pytest.param({CACHE: keep(NOW - HOUR)}, NOW, False, CACHE, id="fresh in the cache"),
        pytest.param({ARCHIVE: keep(NOW - DAY)}, NOW, True, ARCHIVE, id="a day old while a show airs"),
        pytest.param({ARCHIVE: keep(NOW - DAY, "FINISHED")}, NOW, False, ARCHIVE, id="a day old, all finished"),
        pytest.param({ARCHIVE: keep(NOW - 7 * DAY, "FINISHED")}, NOW, True, ARCHIVE, id="a week old"),
        pytest.param({ARCHIVE: keep(NOW - 2 * DAY), CACHE: keep(NOW - HOUR)}, NOW, False, CACHE, id="cache is newer"),
        pytest.param({ARCHIVE: keep(NOW - HOUR), CACHE: keep(NOW - 9 * DAY)}, NOW, False, ARCHIVE, id="cache is older"),
        pytest.param({ARCHIVE: keep(NOW - HOUR), CACHE: keep(NOW - HOUR)}, NOW, False, ARCHIVE, id="both the same"),
        pytest.param({ARCHIVE: keep(NOW - 2 * DAY), CACHE: keep(NOW - DAY)}, NOW, True, CACHE, id="both expired"),
        pytest.param({ARCHIVE: keep(NOW + SECOND)}, NOW, True, ARCHIVE, id="from the future: only if AniList is down"),
        pytest.param({ARCHIVE: keep(NOW + DAY), CACHE: keep(NOW - DAY)}, NOW, True, CACHE, id="rather the past"),
        pytest.param({ARCHIVE: keep(NOW + DAY), CACHE: keep(NOW - HOUR)}, NOW, False, CACHE, id="rather fresh"),
        pytest.param({ARCHIVE: keep(FINAL)}, FINAL + 900 * DAY, False, ARCHIVE, id="final, years later"),
        pytest.param({CACHE: keep(FINAL)}, FINAL + 900 * DAY, False, CACHE, id="final in the cache"),
        pytest.param({ARCHIVE: keep(FINAL - SECOND)}, FINAL + DAY, True, ARCHIVE, id="just before it is final"),
        pytest.param({ARCHIVE: keep(FINAL)}, FINAL - SECOND, True, ARCHIVE, id="final, but from the future"),
        pytest.param({ARCHIVE: keep(FALL.end)}, FINAL + DAY, True, ARCHIVE, id="over for long, asked too early"),
    ],
)
def test_a_plan(kept: Mapping[Place, KeptAnswer], now: datetime, *, must_ask: bool, place: Place | None) -> None:
    assert plan_request(FALL, kept, now) == RequestPlan(must_ask=must_ask, kept=place)
    assert plan_request(FALL, kept, now, is_refresh=True) == RequestPlan(must_ask=True, kept=place)


def test_a_show_of_another_season_that_airs_on_does_not_count() -> None:
    kept = {ARCHIVE: keep(NOW - DAY, season="SUMMER")}
    assert not plan_request(FALL, kept, NOW).must_ask


MOMENTS = st.integers(0, 600 * 86_400).map(lambda seconds: datetime(2025, 7, 1, tzinfo=UTC) + seconds * SECOND)


@given(st.dictionaries(st.sampled_from(Place), MOMENTS.map(keep)), MOMENTS)
def test_what_is_used_without_asking_is_neither_from_the_future_nor_older_than_anything_kept(
    kept: dict[Place, KeptAnswer], now: datetime
) -> None:
    plan = plan_request(FALL, kept, now)
    if plan.must_ask:
        return
    assert plan.kept
    past = [answer.fetched_at for answer in kept.values() if answer.fetched_at <= now]
    assert kept[plan.kept].fetched_at == max(past)


@given(MOMENTS, st.integers(0, 3000))
def test_a_final_answer_is_never_asked_for_again(fetched_at: datetime, days: int) -> None:
    kept = {ARCHIVE: keep(max(fetched_at, FINAL))}
    assert not plan_request(FALL, kept, kept[ARCHIVE].fetched_at + days * DAY).must_ask
