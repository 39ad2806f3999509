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
from testkit.measure_cases import (
    DAY,
    MONDAY,
    Case,
    StatsRow,
    TorrentCase,
    format_time,
    make_infohash,
    measure_in_memory,
)
from testkit.oracle.answer import compute_answer
from testkit.oracle.database import find_last_day
from testkit.oracle.records import Answer, OracleTorrent, Scrape


@st.composite
def faulty_counts(draw: st.DrawFn, length: int) -> list[int]:
    """A count that grows, but for drops to anything below it, some of them for good."""
    counts, true, lost = [], 0, 0
    for _ in range(length):
        true += draw(st.integers(0, 40))
        if draw(st.integers(0, 9)) == 0:
            lost = true
        is_dropped = draw(st.integers(0, 9)) == 0
        counts.append(draw(st.integers(0, true - lost)) if is_dropped else true - lost)
        if draw(st.integers(0, 29)) == 0:
            counts[-1] = draw(st.integers(1_000, 1_000_000))
    return counts


@st.composite
def watched(draw: st.DrawFn) -> TorrentCase:
    """A torrent scraped from somewhat before its publication to three weeks after it, in any order."""
    published = MONDAY + draw(st.integers(0, 10 * 86_400)) * timedelta(seconds=1)
    ages = sorted(draw(st.lists(st.integers(-3_600, 21 * 86_400), min_size=1, max_size=14)))
    live = draw(st.integers(0, 1))
    rows = [
        StatsRow(format_time(published + timedelta(seconds=age)), count, seeders=live, leechers=live)
        for age, count in zip(ages, draw(faulty_counts(len(ages))), strict=True)
    ]
    return TorrentCase(
        draw(st.permutations(rows)), published, show=draw(st.integers(1, 3)), episode=draw(st.integers(0, 1))
    )


cases = st.builds(
    Case,
    torrents=st.lists(watched(), min_size=1, max_size=6),
    last_days=st.just({}) | st.just({1: (MONDAY + 13 * DAY).date()}),
    attribution=st.sampled_from(Attribution),
)


def _build_scrape(row: StatsRow) -> Scrape:
    seeders, leechers, downloads = (int(str(count)) for count in (row.seeders, row.leechers, row.downloads))
    return Scrape(datetime.fromisoformat(str(row.timestamp)), seeders, leechers, downloads)


def _get_show(torrent_case: TorrentCase) -> AniListId:
    assert torrent_case.show is not None
    return AniListId(torrent_case.show)


def _find_last_day(case: Case, show: int) -> date | None:
    published = [torrent.published for torrent in case.torrents if torrent.show == show]
    return case.last_days.get(show) or find_last_day([], last_torrent=max(published))


def _compute_answer(case: Case) -> Answer:
    scrapes = {
        InfoHash(make_infohash(number)): [_build_scrape(row) for row in torrent_case.rows]
        for number, torrent_case in enumerate(case.torrents)
    }
    torrents = [
        OracleTorrent(key, _get_show(torrent_case), torrent_case.episode, torrent_case.published.astimezone(UTC))
        for key, torrent_case in zip(scrapes, case.torrents, strict=True)
    ]
    last_days = {
        _get_show(torrent_case): _find_last_day(case, _get_show(torrent_case)) for torrent_case in case.torrents
    }
    mondays = [Week(MONDAY.date()).later(number).start for number in range(case.weeks)]
    return compute_answer(torrents, scrapes, last_days, mondays, case.attribution.value)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases)
def test_the_tables_agree_with_the_oracle(case: Case) -> None:
    result, expected = measure_in_memory(case), _compute_answer(case)
    measures, faults = result.measures, result.scrapes.faults
    days = {(row["anilist_id"], row["episode"], row["date"].date()): row for row in measures.episode_days.to_pylist()}
    torrents = Counter((torrent_case.show, torrent_case.episode) for torrent_case in case.torrents)
    assert days.keys() == expected.episode_days.keys()
    for key, day in expected.episode_days.items():
        # Along the decay the two compute in unlike ways, so that a half may fall to either side, once a torrent.
        slack = torrents[key[:2]]
        assert abs(days[key]["downloads_daily"] - day.downloads) <= slack
        assert abs(days[key]["downloads_estimated"] - day.estimated) <= slack
    assert measures.torrent_totals["downloads"].to_pylist() == [count.total for count in expected.torrents.values()]
    assert (faults.count_drops, faults.resets, faults.spikes, faults.in_doubt) == (
        sum(count.count_drops for count in expected.torrents.values()),
        sum(count.resets for count in expected.torrents.values()),
        sum(count.spikes for count in expected.torrents.values()),
        sum(count.in_doubt > 0 for count in expected.torrents.values()),
    )
