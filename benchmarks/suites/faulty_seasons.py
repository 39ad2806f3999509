"""Generates seasons with extra faults, measures them, and compares the totals with the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.fixtures.measured_seasons import measure_with_truth
from benchmarks.fixtures.season_files import SeasonFiles
from nyaastats.synthetic import Process, Schedule, generate
from nyaastats.synthetic.simulation import ExtraFaults

RESTARTS = datetime(2025, 11, 12, 3, 17, tzinfo=UTC), datetime(2025, 12, 20, 14, 41, tzinfo=UTC)
"""When the tracker forgets everything: once is the first of them, twice both."""


@dataclass(frozen=True, slots=True)
class TorrentTotal:
    """The downloads of a torrent at its last scrape, as measured and in truth."""

    fault: str
    """What is wrong with its counts, as the truth names it; empty: nothing."""
    measured: int
    true_total: int
    is_counted: bool
    is_in_doubt: bool

    def is_off(self, share: float) -> bool:
        """Whether the error is more than a share of the true total."""
        return abs(self.measured - self.true_total) > share * self.true_total


@dataclass(frozen=True, slots=True)
class FaultySeason:
    """The totals of a season's torrents, and the restarts of the tracker that were seen."""

    torrents: Sequence[TorrentTotal]
    restarts: Sequence[datetime]

    @property
    def counted(self) -> Sequence[TorrentTotal]:
        """The torrents that count."""
        return [torrent for torrent in self.torrents if torrent.is_counted]

    @property
    def error(self) -> float:
        """The error of the sum of all that counts, as a share; negative: too little."""
        return sum(torrent.measured for torrent in self.counted) / sum(each.true_total for each in self.counted) - 1

    def count_off(self, share: float) -> int:
        """How many torrents that count are off by more than a share of their total."""
        return sum(torrent.is_off(share) for torrent in self.counted)


def measure_faulty_season(folder: Path, extra: ExtraFaults) -> FaultySeason:
    """Generate the plain season by elapsed time with these faults in `folder`, and measure it."""
    season = generate(folder / "nyaastats.db", schedule=Schedule.ELAPSED, process=Process.PLAIN, extra=extra)
    with measure_with_truth(SeasonFiles(season.database, season.anilist, season.truth)) as engine:
        restarts = engine.fetch(_RESTARTS)["restarted_at"].to_pylist()
        torrents = [TorrentTotal(**row) for row in engine.fetch(_TOTALS).to_pylist()]
    return FaultySeason(torrents, [datetime.fromtimestamp(seconds, UTC) for seconds in restarts])


_RESTARTS = """
SELECT DISTINCT restarted_at FROM judged_scrapes WHERE restarted_at IS NOT NULL ORDER BY restarted_at
"""
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
