"""The season's torrents: their expected downloads, and who releases them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from statistics import mean

import numpy as np
import pytest

from nyaastats.synthetic.facts import season_facts
from nyaastats.synthetic.plan import (
    FIRST_PUBLISHED,
    LAST_PUBLISHED,
    PlannedTorrent,
    plan_torrents,
)
from nyaastats.synthetic.popularity import PREMIERE_BONUS, SLEEPER_EVERY

SERIES = [fact for fact in season_facts() if fact.format.is_series]


@pytest.fixture(scope="module")
def torrents() -> tuple[PlannedTorrent, ...]:
    return plan_torrents(np.random.default_rng(5), 1, hostile=True)


@pytest.fixture(scope="module")
def expected(torrents: tuple[PlannedTorrent, ...]) -> dict[int, dict[int, float]]:
    """The mean expected downloads of a show's counted torrents, by episode."""
    by_show: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for torrent in torrents:
        show, episode = torrent.truth.show, torrent.truth.episode
        if show and episode is not None and torrent.truth.reason is None and "[English Dub]" not in torrent.name:
            by_show[show][episode].append(torrent.expected_downloads)
    return {show: {number: mean(values) for number, values in episodes.items()} for show, episodes in by_show.items()}


def test_premieres_have_the_most_downloads_and_interest_drops(expected: dict[int, dict[int, float]]) -> None:
    spy = expected[177937]
    assert spy[1] / spy[2] == pytest.approx(PREMIERE_BONUS, rel=0.25)
    assert 0.4 < spy[13] / spy[2] < 0.8


def test_sleepers_grow(expected: dict[int, dict[int, float]]) -> None:
    sleepers = SERIES[SLEEPER_EVERY - 1 :: SLEEPER_EVERY]
    assert 3 <= len(sleepers) <= 6
    for fact in sleepers:
        numbers = sorted(expected[fact.id])
        assert expected[fact.id][numbers[-1]] > 1.3 * expected[fact.id][numbers[0]]


def test_popular_shows_are_released_by_more_variants(torrents: tuple[PlannedTorrent, ...]) -> None:
    def count_variants(show: int) -> int:
        return len([t for t in torrents if t.truth.show == show and t.truth.episode == 9 and not t.truth.reason])

    assert count_variants(SERIES[0].id) > 8 > count_variants(SERIES[20].id) >= count_variants(SERIES[-1].id) > 0


def after_broadcast(torrents: Iterable[PlannedTorrent]) -> list[timedelta]:
    """How long after its broadcast each release of an episode came."""
    aired = {(fact.id, airing.episode): airing.at for fact in SERIES for airing in fact.airings}
    keyed = ((torrent.published, torrent.truth.show, torrent.truth.episode) for torrent in torrents)
    return [published - aired[show, number] for published, show, number in keyed if show and number is not None]


def test_dubs_come_two_weeks_late(torrents: tuple[PlannedTorrent, ...]) -> None:
    late = after_broadcast(torrent for torrent in torrents if "[English Dub]" in torrent.name)
    assert late
    assert timedelta(days=10) < min(late) <= max(late) < timedelta(days=24)


def test_nothing_is_published_before_it_airs_or_outside_the_data(torrents: tuple[PlannedTorrent, ...]) -> None:
    assert min(after_broadcast(t for t in torrents if t.truth.kind == "episode")) > timedelta()
    assert all(FIRST_PUBLISHED <= torrent.published < LAST_PUBLISHED for torrent in torrents)
