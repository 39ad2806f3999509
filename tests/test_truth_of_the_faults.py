"""Trackers that forget, counts that fall twice, spikes and plateaus: how near the totals come to the truth."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.fixtures.measured_seasons import measure_with_truth
from benchmarks.fixtures.season_files import SeasonFiles
from benchmarks.suites.clock_errors import STAMPS, compare_clock_errors
from benchmarks.suites.faulty_seasons import RESTARTS, FaultySeason, measure_faulty_season
from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.measure.runner import load_scrapes
from nyaastats.synthetic import Process, Schedule, generate
from nyaastats.synthetic.facts import DATA_UNTIL
from nyaastats.synthetic.simulation import ExtraFaults


@pytest.mark.parametrize(("restarts", "error", "off"), [(1, 0.015, 10), (2, 0.03, 15)])
def test_a_tracker_that_forgets_costs_what_no_count_holds(
    tmp_path: Path, restarts: int, error: float, off: int
) -> None:
    season = measure_faulty_season(tmp_path, ExtraFaults(restarts=RESTARTS[:restarts]))
    # Each is dated by the first scrape after it, which is minutes later.
    delays = [seen - true for seen, true in zip(season.restarts, RESTARTS[:restarts], strict=True)]
    assert all(0 <= delay.total_seconds() < 1_800 for delay in delays)
    assert -error <= season.error <= 0
    assert season.count_off(0.10) <= off


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> FaultySeason:
    extra = ExtraFaults(with_count_faults=True, with_clock_errors=True)
    return measure_faulty_season(tmp_path_factory.mktemp("faulty"), extra)


def test_a_season_with_all_faults_is_right(faulty: FaultySeason) -> None:
    assert faulty.restarts == []
    assert -0.001 <= faulty.error <= 0
    assert faulty.count_off(0.10) == 0


def test_spikes_and_plateaus_leave_no_total_off_by_1_percent(faulty: FaultySeason) -> None:
    numbers = Counter(row.fault for row in faulty.torrents)
    assert min(numbers["spike"], numbers["plateau"], numbers["two_falls"]) >= 10
    rows = [row for row in faulty.torrents if row.fault in {"spike", "plateau"} and not row.is_in_doubt]
    assert [row for row in rows if row.is_off(0.01)] == []


def test_two_falls_lose_what_came_in_around_them(faulty: FaultySeason) -> None:
    rows = [row for row in faulty.torrents if row.fault == "two_falls"]
    assert all(0.9 * row.true_total <= row.measured <= row.true_total for row in rows)


def test_torrents_without_a_fault_are_as_before(faulty: FaultySeason) -> None:
    rows = [row for row in faulty.torrents if row.fault not in {"spike", "plateau", "two_falls", "reset"}]
    assert len(rows) > 1_500
    assert all(row.measured == row.true_total and not row.is_in_doubt for row in rows)


def test_the_clocks_errors_are_counted(tmp_path: Path) -> None:
    season = generate(tmp_path / "nyaastats.db", scale=0.1, extra=ExtraFaults(with_clock_errors=True))
    assert season.invalid_rows["clock_error"] == 2
    with measure_with_truth(SeasonFiles(season.database, season.anilist, season.truth)) as engine:
        loaded = load_scrapes(engine, DATA_UNTIL)
    assert loaded.rejected[ScrapeRejection.BEFORE_PUBLICATION] == 1
    assert loaded.rejected[ScrapeRejection.FROM_THE_FUTURE] == 1
    assert loaded.data_until <= DATA_UNTIL


def test_a_scrape_of_a_wrong_clock_changes_nothing_but_the_count_of_rejects(tmp_path: Path) -> None:
    season = generate(tmp_path / "season.db", scale=0.1, schedule=Schedule.ELAPSED, process=Process.PLAIN)
    outcomes = list(compare_clock_errors(season, tmp_path))
    assert [outcome.stamped for outcome in outcomes] == list(STAMPS)
    *wrong, within_a_day = outcomes
    assert [(outcome.rejected, outcome.changed) for outcome in wrong] == [(1, frozenset())] * 3
    # Clocks differ by as much: it is taken, and the data end with it.
    assert within_a_day.rejected == 0
    assert "report.json: data_until" in within_a_day.changed
