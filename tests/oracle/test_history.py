"""What a torrent's count grew by, worked by hand: the total, and what was wrong with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from testkit.oracle.records import Scrape, TorrentCount
from testkit.oracle_cases import (
    TORRENT,
    answer_alone,
    at,
    dropout,
    scrape,
)

RISE = [scrape(0.25, 300), scrape(0.5, 400), scrape(1, 500)]
"""More scrapes than a spike may have."""


@pytest.mark.parametrize(
    ("scrapes", "expected"),
    [
        pytest.param([], TorrentCount(0, 0, 0, 0), id="never scraped"),
        pytest.param([scrape(1, 500)], TorrentCount(500, 0, 0, 0), id="the first count is since publication"),
        pytest.param([dropout(1), scrape(2, 5)], TorrentCount(5, 0, 0, 0), id="zeros before any count are evidence"),
        # The first 500, and 10 from there to 510.
        pytest.param([scrape(1, 500), scrape(2, 0), scrape(3, 510)], TorrentCount(510, 1, 0, 0), id="500,0,510"),
        pytest.param([scrape(1, 500), dropout(2), scrape(3, 510)], TorrentCount(510, 0, 0, 1), id="500,dropout,510"),
        # A drop to 0 for three scrapes, but it comes back.
        pytest.param(
            [scrape(1, 500), scrape(2, 0), scrape(3, 0), scrape(4, 0), scrape(5, 510)],
            TorrentCount(510, 3, 0, 0),
            id="500,0,0,0,510",
        ),
        pytest.param(
            [scrape(1, 500), dropout(2), dropout(3), dropout(4), scrape(5, 510)],
            TorrentCount(510, 0, 0, 3),
            id="500,dropout,dropout,dropout,510",
        ),
        pytest.param(
            [scrape(1, 500), scrape(2, 498), scrape(3, 499), scrape(4, 510)],
            TorrentCount(510, 2, 0, 0),
            id="500,498,499,510",
        ),
        # 500, then a new baseline of 10 that adds nothing, then 20 - 10 and 40 - 20: 530.
        pytest.param(
            [*RISE, scrape(2, 10), scrape(3, 20), scrape(4, 40)], TorrentCount(530, 0, 1, 0), id="a counter reset"
        ),
        # 500 is one count above the four from 480 on: a spike. Then 490, baseline 0, and 5.
        pytest.param(
            [*RISE, scrape(2, 480), scrape(3, 490), scrape(4, 0), scrape(5, 0), scrape(6, 5)],
            TorrentCount(495, 0, 1, 0, spikes=1),
            id="a spike, then a reset to 0 with seeders",
        ),
        pytest.param(
            [scrape(1, 500), scrape(2, 10), scrape(3, 20), scrape(4, 40)],
            TorrentCount(40, 0, 0, 0, spikes=1),
            id="one count above three is a spike",
        ),
        pytest.param([*RISE, scrape(2, 10), scrape(3, 20)], TorrentCount(500, 2, 0, 0), id="two scrapes are no reset"),
        pytest.param(
            [*RISE, scrape(2, 250), scrape(3, 260), scrape(4, 270)],
            TorrentCount(500, 3, 0, 0),
            id="half the maximum is no reset",
        ),
        pytest.param(
            [*RISE, scrape(2, 249), scrape(3, 260), scrape(4, 270)],
            TorrentCount(521, 0, 1, 0),
            id="less than half is",
        ),
        pytest.param(
            [*RISE, scrape(2, 10), scrape(3, 20), scrape(4, 500)],
            TorrentCount(500, 2, 0, 0),
            id="back at the old maximum is no reset",
        ),
        # 15 is a dip below 20, since 30 follows: 500 and 30 - 10.
        pytest.param(
            [*RISE, scrape(2, 10), scrape(3, 20), scrape(4, 15), scrape(5, 30)],
            TorrentCount(520, 1, 1, 0),
            id="a reset stays one, whatever comes later",
        ),
        # In the new era 20 is one count above three: a spike. Then 15 - 10, and two that are too low.
        pytest.param(
            [*RISE, scrape(2, 10), scrape(3, 20), scrape(4, 15), scrape(5, 5), scrape(6, 8)],
            TorrentCount(505, 2, 1, 0, spikes=1),
            id="each fall is judged in its own era",
        ),
        pytest.param(
            [*RISE, scrape(2, 60_000)], TorrentCount(500, 0, 0, 0, in_doubt=1), id="a last rise beyond belief"
        ),
        pytest.param([scrape(1, 8), scrape(1, 5), scrape(2, 9)], TorrentCount(9, 0, 0, 0), id="two at one instant"),
        pytest.param([scrape(3, 30), scrape(1, 10), scrape(2, 20)], TorrentCount(30, 0, 0, 0), id="unordered"),
        pytest.param(
            [scrape(1, 500), scrape(2, 0, seeders=None), scrape(3, 510)],
            TorrentCount(510, 1, 0, 0),
            id="unknown seeders are not 0",
        ),
        pytest.param(
            [scrape(1, 500), scrape(2, 510, seeders=0)], TorrentCount(510, 0, 0, 0), id="nobody there, yet a count"
        ),
        pytest.param(
            [scrape(1, 500), Scrape(at(2), 0, 3, 0), scrape(3, 510)],
            TorrentCount(510, 1, 0, 0),
            id="leechers are evidence",
        ),
    ],
)
def test_a_torrents_count(scrapes: list[Scrape], expected: TorrentCount) -> None:
    # What may have come since the last counted scrape is not the question here.
    assert replace(answer_alone(scrapes).torrents[TORRENT], tail_millionths=None) == expected
