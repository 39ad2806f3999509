"""The true process: the advertised shares by age, and whole numbers that add up."""

from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from nyaastats.synthetic.curves import DownloadCurves
from nyaastats.synthetic.process import DailyDownloads, draw_downloads
from nyaastats.synthetic.processes import Process, draw_curves
from nyaastats.synthetic.scrape_times import DAY, TorrentTimes
from nyaastats.synthetic.traits import Traits

BORN = int(datetime(2025, 10, 5, 15, tzinfo=UTC).timestamp())
TORRENTS = 50
Drawn = tuple[NDArray[np.int64], DailyDownloads]


def plain_curves(torrents: int) -> DownloadCurves:
    """The curves of the plain process, of torrents of no show that are published at one moment."""
    zeros = np.zeros(torrents, dtype=np.int64)
    born = np.full(torrents, BORN)
    traits = Traits(born, zeros, 1, np.ones(torrents), zeros, zeros, is_ending=zeros == 1)
    return draw_curves(Process.PLAIN, traits, np.random.default_rng(1))


def plain_share(days: NDArray[np.float64]) -> NDArray[np.float64]:
    at = BORN + np.round(days * DAY).astype(np.int64)
    return plain_curves(1).share(TorrentTimes(np.zeros(len(days), dtype=np.intp), at))


@pytest.mark.parametrize(("days", "share"), [(0, 0.0), (1, 0.62), (2, 0.72), (13, 1.0)])
def test_the_decay_is_as_documented(days: float, share: float) -> None:
    assert plain_share(np.array([float(days)]))[0] == pytest.approx(share, abs=0.005)


def test_the_decay_never_falls_and_has_a_long_tail() -> None:
    share = plain_share(np.linspace(0, 120, 1_000))
    assert (np.diff(share) > 0).all()
    assert 1.2 < share[-1] < 1.5


@pytest.fixture(scope="module")
def counts() -> Drawn:
    """The counts of some torrents after 1, 2 and 13 days, and the daily truth."""
    ages = np.array([1, 2, 13]) * DAY
    scrapes = TorrentTimes(np.repeat(np.arange(TORRENTS), 3), np.tile(BORN + ages, TORRENTS))
    expected_downloads = np.full(TORRENTS, 5_000.0)
    downloads = draw_downloads(plain_curves(TORRENTS), expected_downloads, scrapes, np.random.default_rng(1))
    return downloads.at_scrapes.reshape(TORRENTS, 3), downloads.daily


def test_drawn_downloads_follow_the_decay(counts: Drawn) -> None:
    first, second, thirteenth = counts[0].sum(axis=0)
    assert thirteenth / TORRENTS == pytest.approx(5_000, rel=0.01)
    assert first / thirteenth == pytest.approx(0.62, abs=0.01)
    assert second / thirteenth == pytest.approx(0.72, abs=0.01)


def test_torrents_differ(counts: Drawn) -> None:
    assert len(set(counts[0][:, 2].tolist())) > TORRENTS / 2


def test_days_and_scrapes_are_of_the_same_process(counts: Drawn) -> None:
    at_scrapes, daily = counts
    assert (daily.downloads >= 0).all()
    for torrent in range(TORRENTS):
        is_own = daily.torrent == torrent
        first_13_days = daily.downloads[is_own & (daily.day < (BORN + 13 * DAY) // DAY)].sum()
        day_of_scrape = daily.downloads[is_own & (daily.day == (BORN + 13 * DAY) // DAY)].sum()
        assert first_13_days <= at_scrapes[torrent, 2] <= first_13_days + day_of_scrape
