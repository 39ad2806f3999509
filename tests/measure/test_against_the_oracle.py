"""Any small database: the tables and the oracle give equal numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from nyaastats.domain.calendar import Week
from nyaastats.domain.measures import Attribution, TailSummary
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from testkit.measure_cases import MONDAY, Case, CaseResult, StatsRow, TorrentCase, make_infohash, measure_in_memory
from testkit.measure_strategies import cases, laws, lived_cases
from testkit.oracle.answer import compute_answer
from testkit.oracle.groups import compute_shares, is_apportioned
from testkit.oracle.records import (
    Answer,
    DayCount,
    Facts,
    LeftOut,
    OracleTorrent,
    Scrape,
    WeekCount,
    WeekStatus,
)


def build_facts(case: Case, now: datetime) -> Facts:
    """The case as the oracle takes it."""
    named = {InfoHash(make_infohash(number)): torrent for number, torrent in enumerate(case.torrents)}
    return Facts(
        torrents=[build_torrent(infohash, torrent) for infohash, torrent in named.items() if torrent.show],
        scrapes={infohash: [build_scrape(row) for row in torrent.rows] for infohash, torrent in named.items()},
        last_days={AniListId(show): last_day for show, last_day in case.last_days.items()},
        weeks=list_mondays(case),
        now=now,
        attribution=case.attribution.value,
    )


def build_torrent(infohash: InfoHash, torrent: TorrentCase) -> OracleTorrent:
    assert torrent.show is not None
    published = torrent.published.astimezone(UTC)
    return OracleTorrent(infohash, AniListId(torrent.show), torrent.episode, published, torrent.is_dead)


def build_scrape(row: StatsRow) -> Scrape:
    seeders, leechers, downloads = (int(str(count)) for count in (row.seeders, row.leechers, row.downloads))
    at = datetime.fromisoformat(str(row.timestamp))
    return Scrape(at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC), seeders, leechers, downloads)


def list_mondays(case: Case) -> list[date]:
    return [Week(MONDAY.date()).later(number).start for number in range(case.weeks)]


# --- the tables as the oracle answers ---------------------------------------------------------------------------------


def read_days(table: pa.Table) -> dict[tuple[AniListId, int, date], DayCount]:
    return {
        (row["anilist_id"], row["episode"], row["date"].date()): DayCount(
            row["downloads_daily"],
            row["downloads_cumulative"],
            row["days_since_first_torrent"],
            row["downloads_estimated"],
        )
        for row in table.to_pylist()
    }


def read_weeks(table: pa.Table) -> dict[date, WeekStatus]:
    return {row["start_date"]: WeekStatus(row["is_complete"], row["is_settled"]) for row in table.to_pylist()}


def assert_charts_equal(case: Case, result: CaseResult, expected: Answer) -> None:
    mondays = {str(Week(monday)): monday for monday in list_mondays(case)}
    rankings = {(mondays[row["week"]], row["anilist_id"]): row for row in result.measures.rankings.to_pylist()}
    counts = {key: WeekCount(row["downloads"], row["downloads_estimated"]) for key, row in rankings.items()}
    assert counts == expected.show_weeks
    assert {key: row["rank"] for key, row in rankings.items()} == expected.ranks
    assert read_weeks(result.measures.chart_weeks) == expected.weeks


def assert_torrents_equal(case: Case, result: CaseResult, expected: Answer) -> None:
    totals = [
        total for torrent, total in zip(case.torrents, result.totals(), strict=True) if torrent.show
    ]  # the oracle knows only of torrents that count
    assert totals == [count.total for count in expected.torrents.values()]
    assert result.measures.tails == TailSummary(
        expected.tails.torrents, expected.tails.downloads, expected.tails.overdue, expected.tails.decay_torrents
    )
    starts = {row["anilist_id"]: row["tail_from"] for row in result.measures.show_tails.to_pylist()}
    assert starts == {show: start.timestamp() for show, start in expected.tail_from.items()}
    left_out = result.measures.left_out.to_pylist()
    assert {
        row["anilist_id"]: LeftOut(row["after_last_day"], row["not_begun"]) for row in left_out
    } == expected.left_out


def assert_faults_equal(case: Case, result: CaseResult, expected: Answer) -> None:
    """Of cases in which every torrent counts: the tables judge all."""
    if not all(torrent.show for torrent in case.torrents):
        return
    faults, counts = result.scrapes.faults, expected.torrents.values()
    assert (faults.count_drops, faults.resets, faults.spikes, faults.in_doubt) == (
        sum(count.count_drops for count in counts),
        sum(count.resets for count in counts),
        sum(count.spikes for count in counts),
        sum(count.in_doubt > 0 for count in counts),
    )


@settings(laws, max_examples=20)
@given(cases | lived_cases() | lived_cases([Attribution.INTERVAL]))
def test_the_tables_agree_with_the_oracle(case: Case) -> None:
    result = measure_in_memory(case)
    expected = compute_answer(build_facts(case, result.scrapes.data_until))
    assert read_days(result.measures.episode_days) == expected.episode_days
    assert_charts_equal(case, result, expected)
    assert_torrents_equal(case, result, expected)
    assert_faults_equal(case, result, expected)


LABELS = [(None, None), ("a", "1080p"), ("a", "720p"), ("b", "1080p"), ("c", None)]


@laws
@given(cases | lived_cases(), st.lists(st.sampled_from(LABELS), min_size=9, max_size=9))
def test_what_groups_have_is_apportioned_as_the_oracle_does(
    case: Case, labels: list[tuple[str | None, str | None]]
) -> None:
    torrents = [
        replace(each, group=group, resolution=resolution)
        for each, (group, resolution) in zip(case.torrents, labels, strict=False)
    ]
    case = replace(case, torrents=torrents)
    result = measure_in_memory(case)
    counts: defaultdict[tuple[AniListId, date], dict[tuple[str | None, str | None], int]] = defaultdict(dict)
    for row in result.measures.group_weeks.to_pylist():
        key = row["anilist_id"], date(1970, 1, 1) + timedelta(days=row["first_day"])
        counts[key][row["group_name"], row["resolution"]] = row["downloads"]
    names = {InfoHash(make_infohash(number)): label for number, label in enumerate(labels)}
    shares = compute_shares(build_facts(case, result.scrapes.data_until), names)
    assert counts.keys() == shares.keys()
    for key, own in counts.items():
        assert is_apportioned(own, shares[key]), (key, own, shares[key])
