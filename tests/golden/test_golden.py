"""Real habits of naming, and what must be made of them."""

import pytest

from nyaastats.domain.matches import Method
from nyaastats.identify.matcher import Matcher, identify, read_releases
from nyaastats.identify.names.parser import parse_name
from testkit.golden import GoldenMatch, GoldenRelease, read_golden_catalogue, read_golden_matches, read_golden_releases

RELEASES = read_golden_releases()
MATCHES = read_golden_matches()


@pytest.mark.parametrize("case", RELEASES, ids=lambda case: case.name)
def test_a_name_says(case: GoldenRelease) -> None:
    assert parse_name(case.name) == case.release


@pytest.mark.parametrize("case", MATCHES, ids=lambda case: f"{case.torrent.name} | {case.why}")
def test_a_name_is(case: GoldenMatch) -> None:
    shows = read_golden_catalogue()
    match = identify([case.torrent, *case.beside], shows.values(), case.overrides).results[0].match
    show_name = next((key for key, show in shows.items() if match and show.id == match.show), None)
    assert (show_name, match.episode if match else None) == (case.show, case.episode)


def test_every_golden_name_stands_once() -> None:
    names = [case.name for case in RELEASES]
    assert len(names) == len(set(names)) >= 350
    assert len(MATCHES) >= 220


@pytest.mark.parametrize("case", MATCHES, ids=lambda case: f"{case.torrent.name} | {case.why}")
def test_only_shows_that_cannot_win_are_not_scored(case: GoldenMatch) -> None:
    """The decision looks at fewer shows than the explanation does, and must come to the same."""
    releases = read_releases([case.torrent])
    [(release, published, _)] = releases
    context = Matcher(read_golden_catalogue().values()).fit(releases)
    all_scored = context.score(release, published)
    decision = context.decide(release, published)
    by_score = [scored for scored in all_scored if scored.score >= 80.0]
    is_sure = bool(by_score) and all(by_score[0].score - other.score >= 8.0 for other in all_scored[1:2])
    assert getattr(decision, "show", None) == (by_score[0].show.id if is_sure else None)
    assert getattr(decision, "method", None) in {None, Method.EXACT, Method.FUZZY}
