"""Trackers that forget, counts that fall twice, spikes and plateaus: how near the totals come to the truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fixtures.season_files import SeasonFiles
from benchmarks.suites.accuracy import measure_with_truth
from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.engines.base import Engine
from nyaastats.measure.runner import load_scrapes
from nyaastats.synthetic import Process, Schedule, generate
from nyaastats.synthetic.facts import DATA_UNTIL
from nyaastats.synthetic.simulation import ExtraFaults

RESTARTS = datetime(2025, 11, 12, 3, 17, tzinfo=UTC), datetime(2025, 12, 20, 14, 41, tzinfo=UTC)

_TOTALS = """
SELECT
    fault,
    CAST(torrent_totals.downloads AS BIGINT) AS measured,
    downloads_at_last_scrape AS true_total,
    reason = '' AS is_counted,
    torrent_id IN (SELECT torrent_id FROM judged_scrapes WHERE verdict = 'in_doubt') AS is_in_doubt
FROM torrent_totals
JOIN torrents USING (torrent_id)
JOIN truth USING (infohash)
ORDER BY torrent_id
"""


@dataclass(frozen=True)
class MeasuredSeason:
    """A season's torrents with both totals, and how many restarts were seen."""

    torrents: list[dict[str, Any]]
    restarts: int

    def error(self) -> float:
        """The error of the sum of all that counts, as a share."""
        counted = [row for row in self.torrents if row["is_counted"]]
        measured, true_total = (sum(int(row[column]) for row in counted) for column in ("measured", "true_total"))
        return measured / true_total - 1

    def count_off(self, share: float) -> int:
        """How many torrents that count are off by more than a share of their total."""
        return sum(row["is_counted"] and is_off(row, share) for row in self.torrents)


def is_off(row: dict[str, Any], share: float) -> bool:
    return bool(abs(row["measured"] - row["true_total"]) > share * row["true_total"])


def measure(folder: Path, extra: ExtraFaults) -> MeasuredSeason:
    season = generate(folder / "nyaastats.db", schedule=Schedule.ELAPSED, process=Process.PLAIN, extra=extra)
    with measure_with_truth(SeasonFiles(season.database, season.anilist, season.truth)) as engine:
        return MeasuredSeason(engine.fetch(_TOTALS).to_pylist(), count_restarts(engine))


def count_restarts(engine: Engine) -> int:
    rows = engine.fetch("SELECT DISTINCT restarted_at FROM judged_scrapes WHERE restarted_at IS NOT NULL").to_pylist()
    # Each is dated by the first scrape after it, which is minutes later.
    moments = sorted(datetime.fromtimestamp(row["restarted_at"], UTC) for row in rows)
    assert all(0 <= (seen - true).total_seconds() < 1_800 for seen, true in zip(moments, RESTARTS, strict=False))
    return len(moments)


@pytest.mark.parametrize(("restarts", "error", "off"), [(1, 0.015, 10), (2, 0.03, 15)])
def test_a_tracker_that_forgets_costs_what_no_count_holds(
    tmp_path: Path, restarts: int, error: float, off: int
) -> None:
    season = measure(tmp_path, ExtraFaults(restarts=RESTARTS[:restarts]))
    assert season.restarts == restarts
    assert -error <= season.error() <= 0
    assert season.count_off(0.10) <= off


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> MeasuredSeason:
    return measure(tmp_path_factory.mktemp("faulty"), ExtraFaults(with_count_faults=True, with_clock_errors=True))


def test_a_season_with_all_faults_is_right(faulty: MeasuredSeason) -> None:
    assert faulty.restarts == 0
    assert -0.001 <= faulty.error() <= 0
    assert faulty.count_off(0.10) == 0


def test_spikes_and_plateaus_leave_no_total_off_by_1_percent(faulty: MeasuredSeason) -> None:
    numbers = Counter(row["fault"] for row in faulty.torrents)
    assert min(numbers["spike"], numbers["plateau"], numbers["two_falls"]) >= 10
    rows = [row for row in faulty.torrents if row["fault"] in {"spike", "plateau"} and not row["is_in_doubt"]]
    assert [row for row in rows if is_off(row, 0.01)] == []


def test_two_falls_lose_what_came_in_around_them(faulty: MeasuredSeason) -> None:
    rows = [row for row in faulty.torrents if row["fault"] == "two_falls"]
    assert all(0.9 * row["true_total"] <= row["measured"] <= row["true_total"] for row in rows)


def test_torrents_without_a_fault_are_as_before(faulty: MeasuredSeason) -> None:
    rows = [row for row in faulty.torrents if row["fault"] not in {"spike", "plateau", "two_falls", "reset"}]
    assert len(rows) > 1_500
    assert all(row["measured"] == row["true_total"] and not row["is_in_doubt"] for row in rows)


def test_the_clocks_errors_are_counted(tmp_path: Path) -> None:
    season = generate(tmp_path / "nyaastats.db", scale=0.1, extra=ExtraFaults(with_clock_errors=True))
    assert season.invalid_rows["clock_error"] == 2
    with measure_with_truth(SeasonFiles(season.database, season.anilist, season.truth)) as engine:
        loaded = load_scrapes(engine, DATA_UNTIL)
    assert loaded.rejected[ScrapeRejection.BEFORE_PUBLICATION] == 1
    assert loaded.rejected[ScrapeRejection.FROM_THE_FUTURE] == 1
    assert loaded.data_until <= DATA_UNTIL
