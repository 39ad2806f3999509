"""Real habits of naming, and what must be made of them."""

import pytest

from nyaastats.domain.matches import Method
from nyaastats.identify.matcher import Matcher, identify, read_release, seconds
from nyaastats.identify.names.parser import read
from testkit.golden import GoldenMatch, GoldenRelease, catalogue, golden_matches, golden_releases

RELEASES = golden_releases()
MATCHES = golden_matches()


@pytest.mark.parametrize("case", RELEASES, ids=lambda case: case.name)
def test_a_name_says(case: GoldenRelease) -> None:
    assert read(case.name) == case.release


@pytest.mark.parametrize("case", MATCHES, ids=lambda case: f"{case.torrent.name} | {case.why}")
def test_a_name_is(case: GoldenMatch) -> None:
    shows = catalogue()
    match = identify([case.torrent, *case.beside], shows.values(), case.overrides).results[0].match
    found = next((key for key, show in shows.items() if match and show.id == match.show), None)
    assert (found, match.episode if match else None) == (case.show, case.episode)


def test_every_golden_name_stands_once() -> None:
    names = [case.name for case in RELEASES]
    assert len(names) == len(set(names)) >= 350
    assert len(MATCHES) >= 220


@pytest.mark.parametrize("case", MATCHES, ids=lambda case: f"{case.torrent.name} | {case.why}")
def test_only_hopeless_shows_are_spared_the_weighing(case: GoldenMatch) -> None:
    """The decision looks at fewer shows than the explanation does, and must come to the same."""
    matcher = Matcher(catalogue().values())
    release, published = read_release(case.torrent), seconds(case.torrent)
    matcher.learn([(release, published)])
    all_weighed = matcher.weigh(release, published)
    decision = matcher.decide(release, published)
    by_score = [one for one in all_weighed if one.score >= 80.0]
    is_sure = bool(by_score) and all(by_score[0].score - other.score >= 8.0 for other in all_weighed[1:2])
    assert getattr(decision, "show", None) == (by_score[0].claim.show.id if is_sure else None)
    assert getattr(decision, "method", None) in {None, Method.EXACT, Method.FUZZY}
