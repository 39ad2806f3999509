"""Which torrents the season has: how wanted they are, and who carries them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from statistics import mean

import numpy as np
import pytest

from nyaastats.synthetic.facts import season_facts
from nyaastats.synthetic.plan import FIRST_PUBLISHED, LAST_PUBLISHED, PREMIERE_BONUS, SLEEPER_EVERY, Planned, plan

SERIES = [fact for fact in season_facts() if fact.format.is_series]


@pytest.fixture(scope="module")
def torrents() -> tuple[Planned, ...]:
    return plan(np.random.default_rng(5), 1, hostile=True)


@pytest.fixture(scope="module")
def wanted(torrents: tuple[Planned, ...]) -> dict[int, dict[int, float]]:
    """The mean wanted downloads of a show's counted torrents, by episode."""
    found: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for torrent in torrents:
        show, episode = torrent.truth.show, torrent.truth.episode
        if show and episode is not None and torrent.truth.reason is None and "[English Dub]" not in torrent.name:
            found[show][episode].append(torrent.wanted)
    return {show: {number: mean(values) for number, values in shown.items()} for show, shown in found.items()}


def test_premieres_are_wanted_most_and_interest_drops(wanted: dict[int, dict[int, float]]) -> None:
    spy = wanted[177937]
    assert spy[1] / spy[2] == pytest.approx(PREMIERE_BONUS, rel=0.25)
    assert 0.4 < spy[13] / spy[2] < 0.8


def test_sleepers_grow(wanted: dict[int, dict[int, float]]) -> None:
    sleepers = SERIES[SLEEPER_EVERY - 1 :: SLEEPER_EVERY]
    assert 3 <= len(sleepers) <= 6
    for fact in sleepers:
        numbers = sorted(wanted[fact.id])
        assert wanted[fact.id][numbers[-1]] > 1.3 * wanted[fact.id][numbers[0]]


def test_popular_shows_are_carried_by_more_variants(torrents: tuple[Planned, ...]) -> None:
    def carriers(show: int) -> int:
        return len([t for t in torrents if t.truth.show == show and t.truth.episode == 9 and not t.truth.reason])

    assert carriers(SERIES[0].id) > 8 > carriers(SERIES[20].id) >= carriers(SERIES[-1].id) > 0


def after_broadcast(torrents: Iterable[Planned]) -> list[timedelta]:
    """How long after its broadcast each release of an episode came."""
    aired = {(fact.id, airing.episode): airing.at for fact in SERIES for airing in fact.airings}
    keyed = ((torrent.published, torrent.truth.show, torrent.truth.episode) for torrent in torrents)
    return [published - aired[show, number] for published, show, number in keyed if show and number is not None]


def test_dubs_come_two_weeks_late(torrents: tuple[Planned, ...]) -> None:
    late = after_broadcast(torrent for torrent in torrents if "[English Dub]" in torrent.name)
    assert late
    assert timedelta(days=10) < min(late) <= max(late) < timedelta(days=24)


def test_nothing_is_published_before_it_airs_or_outside_the_data(torrents: tuple[Planned, ...]) -> None:
    assert min(after_broadcast(t for t in torrents if t.truth.kind == "episode")) > timedelta()
    assert all(FIRST_PUBLISHED <= torrent.published < LAST_PUBLISHED for torrent in torrents)
