"""The true process: the advertised shares by age, and whole numbers that add up."""

from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from nyaastats.synthetic.looks import DAY, Looks
from nyaastats.synthetic.process import Daily, decay, download

BORN = int(datetime(2025, 10, 5, 15, tzinfo=UTC).timestamp())
TORRENTS = 50
Drawn = tuple[NDArray[np.int64], Daily]


@pytest.mark.parametrize(("days", "share"), [(0, 0.0), (1, 0.62), (2, 0.72), (13, 1.0)])
def test_the_decay_is_as_advertised(days: float, share: float) -> None:
    assert decay(np.array([float(days)]))[0] == pytest.approx(share, abs=0.005)


def test_the_decay_never_falls_and_has_a_long_tail() -> None:
    share = decay(np.linspace(0, 120, 1_000))
    assert (np.diff(share) > 0).all()
    assert 1.2 < share[-1] < 1.5


@pytest.fixture(scope="module")
def counts() -> Drawn:
    """The counts of some torrents after 1, 2 and 13 days, and the daily truth."""
    ages = np.array([1, 2, 13]) * DAY
    looks = Looks(np.repeat(np.arange(TORRENTS), 3), np.tile(BORN + ages, TORRENTS))
    published = np.full(TORRENTS, BORN)
    downloads = download(published, np.full(TORRENTS, 5_000.0), looks, np.random.default_rng(1))
    return downloads.at_looks.reshape(TORRENTS, 3), downloads.daily


def test_drawn_downloads_follow_the_decay(counts: Drawn) -> None:
    one, two, thirteen = counts[0].sum(axis=0)
    assert thirteen / TORRENTS == pytest.approx(5_000, rel=0.01)
    assert one / thirteen == pytest.approx(0.62, abs=0.01)
    assert two / thirteen == pytest.approx(0.72, abs=0.01)


def test_torrents_differ(counts: Drawn) -> None:
    assert len(set(counts[0][:, 2].tolist())) > TORRENTS / 2


def test_days_and_looks_are_of_one_process(counts: Drawn) -> None:
    at_looks, daily = counts
    assert (daily.downloads >= 0).all()
    for torrent in range(TORRENTS):
        mine = daily.torrent == torrent
        first_13_days = daily.downloads[mine & (daily.day < (BORN + 13 * DAY) // DAY)].sum()
        day_of_look = daily.downloads[mine & (daily.day == (BORN + 13 * DAY) // DAY)].sum()
        assert first_13_days <= at_looks[torrent, 2] <= first_13_days + day_of_look
