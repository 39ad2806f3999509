"""What befalls the counts, told from the looks alone."""

from itertools import pairwise

import pytest

from testkit.generated_season import Generated, Looks


def counts_of(season: Generated, looks: Looks, fault: str) -> list[list[int]]:
    return [[count for _, count in looks[row["infohash"]]] for row in season.truth if row["fault"] == fault]


def falls(counts: list[int]) -> list[tuple[int, int]]:
    return [(before, after) for before, after in pairwise(counts) if after < before]


def test_a_zero_comes_back_to_where_it_was(season: Generated, looks: Looks) -> None:
    for counts in counts_of(season, looks, "zero") + counts_of(season, looks, "live_zero"):
        ((before, low),) = falls(counts)
        assert low == 0 < before
        assert counts[-1] >= before


@pytest.mark.parametrize(("fault", "peers"), [("zero", {False}), ("live_zero", {True})])
def test_a_zero_has_peers_or_none(season: Generated, fault: str, peers: set[bool]) -> None:
    keys = {row["infohash"] for row in season.truth if row["fault"] == fault}
    zeros = season.sql("SELECT infohash, seeders + leechers > 0 FROM stats WHERE downloads = 0")
    assert {bool(alive) for infohash, alive in zeros if infohash in keys} == peers


def test_a_dip_is_small(season: Generated, looks: Looks) -> None:
    for counts in counts_of(season, looks, "dip"):
        ((before, after),) = falls(counts)
        assert 0 < before - after <= 3
        assert counts[-1] >= before


def test_a_reset_is_one_by_every_rule(season: Generated, looks: Looks) -> None:
    for counts in counts_of(season, looks, "reset"):
        ((before, low),) = falls(counts)
        start = next(place for place, (a, b) in enumerate(pairwise(counts), 1) if b < a)
        assert low < before / 2
        assert len(counts) - start >= 3
        assert max(counts[start:]) < before


def test_a_look_that_stands_there_twice_says_the_same(season: Generated, looks: Looks) -> None:
    keys = [row["infohash"] for row in season.truth if row["fault"] == "twice"]
    for key in keys:
        assert looks[key][-1] == looks[key][-2]
    assert keys
