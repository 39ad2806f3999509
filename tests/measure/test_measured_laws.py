"""Laws of the measurement, for any counts."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from miniature import HOUR, MONDAY, Case, Row, Watched, measured_without_file, spelled

from nyaastats.measure.tables import Attribution

# Up to the end of the shortest series, which is four weeks after the week of MONDAY: no day is cut.
moments = st.integers(-3 * 86400, 35 * 86400 - 1).map(lambda second: MONDAY + timedelta(seconds=second))


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Looks in any order: gaps, zeros, falls, resets, and the same instant again in another spelling."""
    looks = []
    for moment in draw(st.lists(moments, max_size=12)):
        live = draw(st.integers(0, 1))
        timestamp = draw(st.sampled_from([spelled(moment), moment.isoformat(), spelled(moment).rstrip("Z")]))
        looks.append(Row(timestamp, draw(st.integers(0, 30) | st.integers(0, 100_000)), seeders=live, leechers=live))
    return looks


@st.composite
def torrents(draw: st.DrawFn) -> Watched:
    published = MONDAY + draw(st.integers(0, 20 * 24)) * HOUR
    return Watched(draw(rows()), published, show=draw(st.integers(1, 4)), episode=draw(st.integers(0, 2)))


cases = st.builds(
    Case,
    torrents=st.lists(torrents(), min_size=1, max_size=6).filter(lambda made: any(each.rows for each in made)),
    attribution=st.sampled_from(Attribution),
)

# A case is an engine and a score of tables, tenths of a second in all: a deadline would say nothing, and to shrink a
# failing case would take minutes.
laws = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@laws
@given(cases)
def test_days_sum_to_counts(case: Case) -> None:
    found = measured_without_file(case)
    totals: defaultdict[tuple[int | None, int], int] = defaultdict(int)
    for torrent, total in zip(case.torrents, found.totals(), strict=True):
        totals[torrent.show, torrent.episode] += total
    for (show, episode), total in totals.items():
        assert show is not None
        assert sum(found.days(show, episode)) == total


@laws
@given(cases)
def test_a_day_is_never_negative_and_no_estimate_exceeds_it(case: Case) -> None:
    for row in measured_without_file(case).measures.daily.to_pylist():
        assert 0 <= row["downloads_estimated"] <= row["downloads_daily"]
        assert row["days_since_first_torrent"] >= 0


@laws
@given(cases)
def test_days_follow_each_other_and_add_up(case: Case) -> None:
    before = None
    for row in measured_without_file(case).measures.daily.to_pylist():
        if before and (before["anilist_id"], before["episode"]) == (row["anilist_id"], row["episode"]):
            assert row["date"] - before["date"] == timedelta(days=1)
            assert row["downloads_cumulative"] == before["downloads_cumulative"] + row["downloads_daily"]
        else:
            assert row["downloads_cumulative"] == row["downloads_daily"]
        before = row


@laws
@given(cases)
def test_ranks_are_a_permutation_in_the_order_of_downloads(case: Case) -> None:
    weeks = defaultdict(list)
    for row in measured_without_file(case).measures.rankings.to_pylist():
        weeks[row["week"]].append(row)
    for ranked in weeks.values():
        assert [row["rank"] for row in ranked] == list(range(1, len(ranked) + 1))
        assert ranked == sorted(ranked, key=lambda row: (-row["downloads"], row["anilist_id"]))
        assert all(row["peak_rank"] <= row["rank"] for row in ranked)


@settings(laws, max_examples=5)
@given(cases)
def test_the_order_of_the_rows_and_a_second_run_change_nothing(case: Case) -> None:
    turned = Case(
        [Watched(each.rows[::-1], each.published, each.show, each.episode) for each in case.torrents],
        attribution=case.attribution,
    )
    assert measured_without_file(case) == measured_without_file(turned)
