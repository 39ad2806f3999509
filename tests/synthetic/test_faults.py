"""Each fault, recognised from the stored counts alone."""

from itertools import pairwise

import pytest

from testkit.generated_season import GeneratedSeason, Scrapes


def counts_of(season: GeneratedSeason, scrapes: Scrapes, fault: str) -> list[list[int]]:
    return [[count for _, count in scrapes[row["infohash"]]] for row in season.truth if row["fault"] == fault]


def count_drops(counts: list[int]) -> list[tuple[int, int]]:
    return [(before, after) for before, after in pairwise(counts) if after < before]


def test_after_a_zero_the_count_is_back(season: GeneratedSeason, scrapes: Scrapes) -> None:
    for counts in counts_of(season, scrapes, "zero") + counts_of(season, scrapes, "live_zero"):
        ((before, low),) = count_drops(counts)
        assert low == 0 < before
        assert counts[-1] >= before


@pytest.mark.parametrize(("fault", "peers"), [("zero", {False}), ("live_zero", {True})])
def test_a_zero_has_peers_or_none(season: GeneratedSeason, fault: str, peers: set[bool]) -> None:
    keys = {row["infohash"] for row in season.truth if row["fault"] == fault}
    zeros = season.sql("SELECT infohash, seeders + leechers > 0 FROM stats WHERE downloads = 0")
    assert {bool(alive) for infohash, alive in zeros if infohash in keys} == peers


def test_a_dip_is_small(season: GeneratedSeason, scrapes: Scrapes) -> None:
    for counts in counts_of(season, scrapes, "dip"):
        ((before, after),) = count_drops(counts)
        assert 0 < before - after <= 3
        assert counts[-1] >= before


def test_a_reset_is_a_reset_by_every_rule(season: GeneratedSeason, scrapes: Scrapes) -> None:
    for counts in counts_of(season, scrapes, "reset"):
        ((before, low),) = count_drops(counts)
        start = next(index for index, (a, b) in enumerate(pairwise(counts), 1) if b < a)
        assert low < before / 2
        assert len(counts) - start >= 3
        assert max(counts[start:]) < before


def test_a_scrape_that_is_stored_twice_has_the_same_count(season: GeneratedSeason, scrapes: Scrapes) -> None:
    keys = [row["infohash"] for row in season.truth if row["fault"] == "twice"]
    for key in keys:
        assert scrapes[key][-1] == scrapes[key][-2]
    assert keys
