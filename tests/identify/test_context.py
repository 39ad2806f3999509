"""A context is fitted once and then frozen: no question changes the answer to another, and nothing in it can be set."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import timedelta
from types import MappingProxyType

import pytest

from nyaastats.domain.matches import Match, NoMatch
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.explanation import explain, explain_name
from nyaastats.identify.matcher import MatchContext, Matcher, match_torrents, read_releases
from nyaastats.identify.scoring import ScoredCandidate
from testkit.golden import read_golden_catalogue, read_golden_matches
from testkit.show_cases import PREMIERE, make_prequel, make_show

SEQUEL = make_show("Kanojo 4", 3, prequels=(make_prequel(None),))
"""Nothing but its releases shows by how much groups number it on."""
NUMBERED_ON = tuple(
    Torrent(InfoHash(str(number)), f"[G] Kanojo - {36 + number}", PREMIERE + timedelta(weeks=number - 1))
    for number in (1, 2, 3)
)
OTHER_OFFSET = tuple(
    Torrent(InfoHash(str(number)), f"[H] Kanojo - {12 + number}", PREMIERE + timedelta(weeks=number - 1))
    for number in (1, 2, 3, 4)
)
GOLDEN = tuple(case.torrent for case in read_golden_matches())


def answers(context: MatchContext) -> list[tuple[Match | NoMatch, list[ScoredCandidate]]]:
    """What a context says of every golden name: the decision, and the score of every show."""
    releases = read_releases(GOLDEN)
    return [
        (context.decide(release, published), context.score(release, published)) for release, published, _ in releases
    ]


def test_explaining_changes_no_answer_of_a_context() -> None:
    shows = tuple(read_golden_catalogue().values())
    results, context = match_torrents(GOLDEN[::2], Matcher(shows))
    before, offsets = answers(context), dict(context.offsets)
    explanations = [explain(result, context) for result in results]
    assert answers(context) == before
    assert dict(context.offsets) == offsets
    assert [explain(result, context) for result in results] == explanations


def test_explaining_a_name_changes_nothing_for_the_next() -> None:
    matcher = Matcher([SEQUEL])
    first = explain_name("[G] Kanojo - 37", PREMIERE, matcher)
    other = explain_name("[G] Kanojo - 13", PREMIERE, matcher)
    assert first.verdict.startswith("'Kanojo 4', episode 1")
    assert other.verdict.startswith("'Kanojo 4', episode 1")
    assert explain_name("[G] Kanojo - 37", PREMIERE, matcher) == first


def test_fitting_again_leaves_an_earlier_context_as_it_was() -> None:
    matcher = Matcher([SEQUEL])
    context = matcher.fit(read_releases(NUMBERED_ON))
    before = dict(context.offsets)
    later = matcher.fit(read_releases(OTHER_OFFSET))
    assert dict(context.offsets) == before
    assert [offset.value for offset in context.offsets[AniListId(3)]] == [36]
    assert [offset.value for offset in later.offsets[AniListId(3)]] == [12]


@pytest.mark.parametrize("field", [field.name for field in fields(MatchContext)])
def test_nothing_in_a_context_can_be_set(field: str) -> None:
    context = Matcher([SEQUEL]).fit(read_releases(NUMBERED_ON))
    with pytest.raises(FrozenInstanceError):
        setattr(context, field, getattr(context, field))


def test_no_mapping_of_a_context_can_be_written_to() -> None:
    context = Matcher([SEQUEL]).fit(read_releases(NUMBERED_ON))
    values = [getattr(context, field.name) for field in fields(MatchContext)]
    mappings = [value for value in (*values, context._words.by_key) if hasattr(value, "keys")]
    assert len(mappings) == 5
    assert all(isinstance(mapping, MappingProxyType) for mapping in mappings)


def test_a_name_that_was_not_fitted_is_scored_as_if_it_had_been() -> None:
    """Only what many releases together show depends on the fit, and names without a date show nothing."""
    undated = [dated._replace(published=None) for dated in read_releases(GOLDEN)]
    matcher = Matcher(read_golden_catalogue().values())
    fitted, unfitted = matcher.fit(undated), matcher.fit()
    assert dict(fitted.offsets) == dict(unfitted.offsets)
    assert answers(fitted) == answers(unfitted)
