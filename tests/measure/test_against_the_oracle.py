"""Any small database: the tables and the oracle agree."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyaastats.domain.calendar import Week
from nyaastats.domain.measures import Attribution
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from testkit import oracle
from testkit.measure_cases import DAY, MONDAY, Case, Row, Watched, infohash, measured_without_file, spelled
from testkit.oracle import Look, OracleTorrent


@st.composite
def faulty_counts(draw: st.DrawFn, length: int) -> list[int]:
    """A count that grows, but for falls to anything below it, some of them for good."""
    counts, true, lost = [], 0, 0
    for _ in range(length):
        true += draw(st.integers(0, 40))
        if draw(st.integers(0, 9)) == 0:
            lost = true
        fallen = draw(st.integers(0, 9)) == 0
        counts.append(draw(st.integers(0, true - lost)) if fallen else true - lost)
    return counts


@st.composite
def watched(draw: st.DrawFn) -> Watched:
    """A torrent looked at from somewhat before its publication to three weeks after it, in any order."""
    published = MONDAY + draw(st.integers(0, 10 * 86_400)) * timedelta(seconds=1)
    ages = sorted(draw(st.lists(st.integers(-3_600, 21 * 86_400), min_size=1, max_size=14)))
    live = draw(st.integers(0, 1))
    rows = [
        Row(spelled(published + timedelta(seconds=age)), count, seeders=live, leechers=live)
        for age, count in zip(ages, draw(faulty_counts(len(ages))), strict=True)
    ]
    return Watched(
        draw(st.permutations(rows)), published, show=draw(st.integers(1, 3)), episode=draw(st.integers(0, 1))
    )


cases = st.builds(
    Case,
    torrents=st.lists(watched(), min_size=1, max_size=6),
    last_days=st.just({}) | st.just({1: (MONDAY + 13 * DAY).date()}),
    attribution=st.sampled_from(Attribution),
)


def _look(row: Row) -> Look:
    seeders, leechers, downloads = (int(str(count)) for count in (row.seeders, row.leechers, row.downloads))
    return Look(datetime.fromisoformat(str(row.timestamp)), seeders, leechers, downloads)


def _show(each: Watched) -> AniListId:
    assert each.show is not None
    return AniListId(each.show)


def _last_day(case: Case, show: int) -> date | None:
    published = [torrent.published for torrent in case.torrents if torrent.show == show]
    return case.last_days.get(show) or oracle.last_day([], last_torrent=max(published))


def _answer(case: Case) -> oracle.Answer:
    looks = {InfoHash(infohash(number)): [_look(row) for row in each.rows] for number, each in enumerate(case.torrents)}
    torrents = [
        OracleTorrent(key, _show(each), each.episode, each.published.astimezone(UTC))
        for key, each in zip(looks, case.torrents, strict=True)
    ]
    last_days = {_show(each): _last_day(case, _show(each)) for each in case.torrents}
    mondays = [Week(MONDAY.date()).later(number).start for number in range(case.weeks)]
    return oracle.answer(torrents, looks, last_days, mondays, case.attribution.value)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases)
def test_the_tables_agree_with_the_oracle(case: Case) -> None:
    found, expected = measured_without_file(case).measures, _answer(case)
    daily = {(row["anilist_id"], row["episode"], row["date"].date()): row for row in found.episode_days.to_pylist()}
    torrents = Counter((each.show, each.episode) for each in case.torrents)
    assert daily.keys() == expected.daily.keys()
    for key, day in expected.daily.items():
        # Along the decay the two compute in unlike ways, so that a half may fall to either side, once a torrent.
        slack = torrents[key[:2]]
        assert abs(daily[key]["downloads_daily"] - day.downloads) <= slack
        assert abs(daily[key]["downloads_estimated"] - day.estimated) <= slack
    assert found.torrent_totals["downloads"].to_pylist() == [count.total for count in expected.torrents.values()]
    assert (found.glitches, found.resets) == (
        sum(count.glitches for count in expected.torrents.values()),
        sum(count.resets for count in expected.torrents.values()),
    )
